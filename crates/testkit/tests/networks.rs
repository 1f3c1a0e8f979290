//! Two hundred simulated networks, always the same. `examples/simulate.rs` runs as many others as are wanted.

use groundswell_testkit::simulation;

/// Runs 50 seeds: several tests, so that they run beside each other.
fn holds(first: u64) {
    all_hold(first..first + 50);
}

fn all_hold(seeds: impl IntoIterator<Item = u64>) {
    let failed: Vec<String> = seeds
        .into_iter()
        .map(|seed| simulation::run(seed, false))
        .filter(|run| !run.failures.is_empty())
        .map(|run| format!("seed {} ({:?}): {}", run.seed, run.mischief, run.failures.join("; ")))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn networks_come_to_the_same_whatever_goes_wrong_1() {
    holds(1_000_000);
}

#[test]
fn networks_come_to_the_same_whatever_goes_wrong_2() {
    holds(2_000_000);
}

#[test]
fn networks_come_to_the_same_whatever_goes_wrong_3() {
    holds(3_000_000);
}

#[test]
fn networks_come_to_the_same_whatever_goes_wrong_4() {
    holds(4_000_000);
}

/// Of two tabs without a lock one noted as acknowledged what the other's checkpoint had covered.
#[test]
fn a_relay_that_dropped_what_a_checkpoint_names_is_no_anomaly() {
    all_hold([502_986]);
}

#[test]
fn a_seed_is_the_same_network_each_time() {
    let [one, two] = [1, 2].map(|_| simulation::run(77, false));
    assert_eq!((one.events, one.failures), (two.events, two.failures));
}

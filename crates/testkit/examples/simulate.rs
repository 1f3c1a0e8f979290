//! Runs the simulated network over many seeds: `simulate --seeds N [--first S] [--json] [--loud]`.
//!
//! Prints each seed that fails and why. With `--json` the last line is one object: `seeds`, `failed`, `first`,
//! `events`, `seconds`, and `failing`, the first hundred seeds that failed. Fails where a seed does.

use groundswell_testkit::simulation;
use std::io::Write as _;
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (mut seeds, mut first, mut json, mut loud) = (1_000_u64, 0_u64, false, false);
    while let Some(argument) = arguments.next() {
        let mut number = || -> anyhow::Result<u64> {
            Ok(arguments.next().ok_or_else(|| anyhow::anyhow!("{argument} takes a number"))?.parse()?)
        };
        match argument.as_str() {
            "--seeds" => seeds = number()?,
            "--first" => first = number()?,
            "--json" => json = true,
            "--loud" => loud = true,
            other => anyhow::bail!("unknown argument {other}"),
        }
    }
    let mut out = std::io::stdout().lock();
    let begin = Instant::now();
    let (mut failing, mut events) = (Vec::new(), 0);
    for seed in first..first.saturating_add(seeds) {
        drop(out);
        let run = simulation::run(seed, loud);
        out = std::io::stdout().lock();
        events += run.events;
        if !run.failures.is_empty() {
            failing.push(seed);
            writeln!(out, "seed {seed} ({:?}): {}", run.mischief, run.failures.join("; "))?;
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    let failed = failing.len();
    if json {
        failing.truncate(100);
        writeln!(
            out,
            r#"{{"seeds":{seeds},"failed":{failed},"first":{first},"events":{events},"seconds":{seconds:.1},"failing":{failing:?}}}"#
        )?;
    } else {
        writeln!(out, "{seeds} seeds from {first}, {failed} failed, {events} events, {seconds:.1} s")?;
    }
    anyhow::ensure!(failed == 0, "{failed} of {seeds} seeds failed");
    Ok(())
}

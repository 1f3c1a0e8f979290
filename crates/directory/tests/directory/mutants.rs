//! Altered changes, documents and histories: whatever is accepted holds.

use crate::accepted;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_change_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..24)) {
        accepted::changes(&data);
    }

    #[test]
    fn whatever_document_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..24)) {
        accepted::documents(&data);
    }

    #[test]
    fn whatever_backup_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..24)) {
        let (_, parts) = accepted::altered_parts(accepted::of_backup(&data).0);
        accepted::restores(&parts);
    }

    #[test]
    fn whatever_history_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..60)) {
        accepted::histories(&data);
    }
}

#[test]
fn what_is_not_altered_is_accepted() {
    assert!(accepted::changes(&[]));
    assert!(accepted::changes(&[0]) || accepted::changes(&[1]));
    assert!(accepted::documents(&[]));
}

/// What the fuzz targets kept: inputs that between them reach everything that any of theirs reached, one a line, in
/// hexadecimal.
fn kept(lines: &str) -> Vec<Vec<u8>> {
    lines.lines().map(|line| hex::decode(line).unwrap()).collect()
}

#[test]
fn whatever_change_is_accepted_of_those_that_fuzzing_kept_holds() {
    let inputs = kept(include_str!("../corpus/changes.txt"));
    let accepted = inputs.iter().filter(|data| accepted::changes(data)).count();
    assert!((1..inputs.len()).contains(&accepted), "{accepted}");
}

#[test]
fn whatever_document_is_accepted_of_those_that_fuzzing_kept_holds() {
    let inputs = kept(include_str!("../corpus/documents.txt"));
    let accepted = inputs.iter().filter(|data| accepted::documents(data)).count();
    assert!((1..inputs.len()).contains(&accepted), "{accepted}");
}

#[test]
fn whatever_history_is_accepted_of_those_that_fuzzing_kept_holds() {
    let inputs = kept(include_str!("../corpus/histories.txt"));
    let accepted = inputs.iter().filter(|data| accepted::histories(data) > 0).count();
    assert!((1..inputs.len()).contains(&accepted), "{accepted}");
}

#[test]
fn whatever_backup_is_accepted_of_those_that_fuzzing_kept_holds() {
    let inputs = kept(include_str!("../corpus/backups.txt"));
    let restores =
        |data: &&Vec<u8>| accepted::restores(&accepted::altered_parts(accepted::of_backup(data).0).1);
    let accepted = inputs.iter().filter(restores).count();
    assert!((1..inputs.len()).contains(&accepted), "{accepted}");
}

/// Random decisions for as long as `MUTANTS_SECONDS` says, each of them printed before it is tried where it fails.
#[test]
#[ignore = "as long as one likes: MUTANTS_SECONDS=60 cargo test --release ... -- --ignored"]
fn for_as_long_as_one_likes() {
    let seconds = std::env::var("MUTANTS_SECONDS").ok().and_then(|it| it.parse().ok()).unwrap_or(10);
    let start = std::time::Instant::now();
    let mut state = u64::from(std::process::id());
    let (mut tried, mut accepted) = ([0_u64; 4], [0_u64; 4]);
    while start.elapsed().as_secs() < seconds {
        let mut next = || {
            // SplitMix64.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut it = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            it ^ (it >> 31)
        };
        let kind = (next() % 4) as usize;
        let length = 1 + next() as usize % if kind == 2 { 48 } else { 10 };
        let data: Vec<u8> = (0..length).map(|_| next() as u8).collect();
        let ran = std::panic::catch_unwind(|| match kind {
            0 => accepted::changes(&data),
            1 => accepted::documents(&data),
            2 => accepted::histories(&data) > 0,
            _ => accepted::restores(&accepted::altered_parts(accepted::of_backup(&data).0).1),
        });
        assert!(ran.is_ok(), "kind {kind}, {data:?}");
        tried[kind] += 1;
        accepted[kind] += u64::from(ran.unwrap_or_default());
    }
    println!("changes, documents, histories, backups: {tried:?} tried, {accepted:?} accepted");
}

//! What was under way when an engine ended: items of a neighbour that end it again and again are left out.
//!
//! A document library may trap on bytes that somebody made to that end, and a trap ends the worker. The page starts
//! another, the relay sends the same chunk, and so on. So before items are merged it is noted which, and after that
//! the note is taken away. An engine that was merely closed in the midst of a merge leaves a note too: items are
//! given up only after several attempts in a row.

use crate::{console, engine::Engine, stored::hexadecimal};
use groundswell_model::Id;
use sha2::{Digest as _, Sha256};

/// So often items may end the engine. Less often than a page starts it again within a minute.
const MOST: u8 = 2;

/// Items that are being merged, and how often that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Attempt {
    items: [u8; 32],
    times: u8,
}

impl Attempt {
    fn encode(&self) -> Vec<u8> {
        [&[self.times], self.items.as_slice()].concat()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (times, items) = bytes.split_first()?;
        Some(Self { items: items.try_into().ok()?, times: *times })
    }

    /// The next attempt at these items, after the one that was noted; `None` where it is not worth another.
    fn next(items: [u8; 32], noted: Option<Self>) -> Option<Self> {
        let times = noted.filter(|noted| noted.items == items).map_or(0, |noted| noted.times);
        (times < MOST).then_some(Self { items, times: times + 1 })
    }
}

impl Engine {
    /// Notes that these items are merged from now on. False where they ended earlier engines too often.
    pub(super) async fn may_merge(&self, directory: Id, items: &[Vec<u8>]) -> bool {
        let Ok(home) = self.home() else { return true };
        let mut hash = Sha256::new();
        for item in items {
            hash.update((item.len() as u64).to_le_bytes());
            hash.update(item);
        }
        let items: [u8; 32] = hash.finalize().into();
        let noted = match home.store.setting(&name(directory)).await {
            Ok(noted) => noted.and_then(|bytes| Attempt::decode(&bytes)),
            Err(error) => {
                super::failed("reading what was merged last", error);
                None
            }
        };
        let Some(attempt) = Attempt::next(items, noted) else {
            console::report("a neighbour's changes end the engine and stay out", &hexadecimal(&items));
            return false;
        };
        self.note_attempt(directory, &attempt.encode()).await;
        true
    }

    /// Notes that nothing is being merged.
    pub(super) async fn has_merged(&self, directory: Id) {
        self.note_attempt(directory, &[]).await;
    }

    async fn note_attempt(&self, directory: Id, bytes: &[u8]) {
        let Ok(home) = self.home() else { return };
        if let Err(error) = home.store.jot(&name(directory), bytes).await {
            super::failed("noting what is merged", error);
        }
    }
}

/// The setting that holds the note.
fn name(directory: Id) -> String {
    format!("merging/{directory}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_that_end_the_engine_again_and_again_are_given_up() {
        let (hostile, good) = ([1; 32], [2; 32]);
        let mut noted = None;
        for _ in 0..MOST {
            let attempt = Attempt::next(hostile, noted).unwrap();
            noted = Attempt::decode(&attempt.encode());
        }
        assert_eq!(Attempt::next(hostile, noted.clone()), None);
        assert!(Attempt::next(good, noted).is_some(), "others are merged");
    }

    #[test]
    fn an_empty_or_damaged_note_says_nothing() {
        assert_eq!(Attempt::decode(&[]), None);
        assert_eq!(Attempt::decode(&[1; 12]), None);
    }
}

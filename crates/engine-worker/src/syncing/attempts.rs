//! What was under way when an engine ended: items of a neighbour that end it again and again are quarantined.
//!
//! A document library may trap on bytes that somebody made to that end, and a trap ends the worker. The page starts
//! another, the relay sends the same chunk, and so on. So before items are merged it is noted which, and after that
//! the note is taken away. An engine that was merely closed in the midst of a merge leaves a note too: items are
//! given up only after several attempts.
//!
//! The notes of all items that are given up stay, however many there are: each ended the engine, and would again.
//! Items that came together are then tried one by one, on a copy, so that those among them that are good are not lost
//! with the others.

use crate::{console, engine::Engine, stored::hexadecimal};
use groundswell_model::{Id, Part};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// So often items may end the engine. Less often than a page starts it again within a minute.
const MOST: u8 = 2;

/// A note: how often, and the hash of the items.
const LENGTH: usize = 33;

/// Items by their hash.
type Items = [u8; 32];

/// Items that may be merged.
pub(super) struct Merging {
    pub(super) items: Vec<Vec<u8>>,
    /// What they are noted as, until they are merged.
    pub(super) noted: Items,
}

/// Items that were being merged when an engine ended, and how often that was begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Attempts(BTreeMap<Items, u8>);

impl Attempts {
    fn encode(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(items, times)| [&[*times], items.as_slice()].concat()).collect()
    }

    /// What was noted. Earlier versions noted one attempt alone, in the same form.
    fn decode(bytes: &[u8]) -> Self {
        let notes = bytes.chunks_exact(LENGTH).filter_map(|note| {
            let (times, items) = note.split_first()?;
            Some((items.try_into().ok()?, *times))
        });
        Self(notes.collect())
    }

    fn is_given_up(&self, items: &Items) -> bool {
        self.0.get(items).is_some_and(|times| *times >= MOST)
    }

    /// Items are merged from now on.
    fn begin(&mut self, items: Items) {
        let times = self.0.entry(items).or_default();
        *times = times.saturating_add(1);
    }

    /// These did no harm. Of others that says nothing.
    fn end(&mut self, items: &Items) {
        self.0.remove(items);
    }
}

fn hash(items: &[Vec<u8>]) -> Items {
    let mut hash = Sha256::new();
    for item in items {
        hash.update((item.len() as u64).to_le_bytes());
        hash.update(item);
    }
    hash.finalize().into()
}

impl Engine {
    /// Notes that these items are merged from now on, and answers those of them that may be: all; or, where together
    /// they ended earlier engines too often, those that do not do so by themselves.
    pub(super) async fn may_merge(&self, directory: Id, part: Part, items: Vec<Vec<u8>>) -> Merging {
        let mut attempts = self.attempts(directory).await;
        let together = hash(&items);
        if !attempts.is_given_up(&together) {
            attempts.begin(together);
            self.note_attempts(directory, &attempts).await;
            return Merging { items, noted: together };
        }
        let mut good = Vec::new();
        if items.len() > 1 {
            for item in items {
                if self.is_harmless(directory, part, &item, &mut attempts).await {
                    good.push(item);
                }
            }
        }
        let rest = hash(&good);
        // All are good by themselves, and still end the engine together: then they are left out together.
        if good.is_empty() || attempts.is_given_up(&rest) {
            console::report(
                "a neighbour's changes end the engine and are quarantined",
                &hexadecimal(&together),
            );
            return Merging { items: Vec::new(), noted: rest };
        }
        attempts.begin(rest);
        self.note_attempts(directory, &attempts).await;
        Merging { items: good, noted: rest }
    }

    /// Whether the engine outlives one item, merged into a copy.
    async fn is_harmless(&self, directory: Id, part: Part, item: &[u8], attempts: &mut Attempts) -> bool {
        let name = hash(&[item.to_vec()]);
        if attempts.is_given_up(&name) {
            console::report("a neighbour's change ends the engine and is quarantined", &hexadecimal(&name));
            return false;
        }
        attempts.begin(name);
        self.note_attempts(directory, attempts).await;
        // What is wrong with it otherwise is told when it is merged.
        drop(self.with_open(|open| open.directory.rehearse(part, item.to_vec())));
        attempts.end(&name);
        true
    }

    /// Notes that these items are not being merged any more.
    pub(super) async fn has_merged(&self, directory: Id, noted: Items) {
        let mut attempts = self.attempts(directory).await;
        attempts.end(&noted);
        self.note_attempts(directory, &attempts).await;
    }

    async fn attempts(&self, directory: Id) -> Attempts {
        let Ok(home) = self.home() else { return Attempts::default() };
        match home.store.setting(&name(directory)).await {
            Ok(noted) => noted.map(|bytes| Attempts::decode(&bytes)).unwrap_or_default(),
            Err(error) => {
                super::failed("reading what was merged last", error);
                Attempts::default()
            }
        }
    }

    async fn note_attempts(&self, directory: Id, attempts: &Attempts) {
        let Ok(home) = self.home() else { return };
        if let Err(error) = home.store.jot(&name(directory), &attempts.encode()).await {
            super::failed("noting what is merged", error);
        }
    }
}

/// The setting that holds the notes.
fn name(directory: Id) -> String {
    format!("merging/{directory}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An engine that ends: what it noted is all that is left.
    fn ends(attempts: &Attempts, at: Items) -> Attempts {
        let mut attempts = attempts.clone();
        attempts.begin(at);
        Attempts::decode(&attempts.encode())
    }

    #[test]
    fn items_that_end_the_engine_again_and_again_are_given_up() {
        let (hostile, good) = ([1; 32], [2; 32]);
        let mut noted = Attempts::default();
        for _ in 0..MOST {
            assert!(!noted.is_given_up(&hostile));
            noted = ends(&noted, hostile);
        }
        assert!(noted.is_given_up(&hostile));
        assert!(!noted.is_given_up(&good), "others are merged");
    }

    #[test]
    fn however_many_there_are_each_is_remembered() {
        let mut noted = Attempts::default();
        let mut starts = 0_u32;
        // Every start merges what comes, each time in another order, until something ends it.
        let hostile = |item: u8| item.is_multiple_of(3);
        'starts: loop {
            starts += 1;
            for item in (0..60_u8).map(|item| (item + starts as u8 * 7) % 60) {
                if noted.is_given_up(&[item; 32]) {
                    continue;
                }
                if hostile(item) {
                    noted = ends(&noted, [item; 32]);
                    continue 'starts;
                }
                noted.begin([item; 32]);
                noted.end(&[item; 32]);
            }
            break;
        }
        assert_eq!(starts, 20 * u32::from(MOST) + 1);
        assert!((0..60).all(|item| noted.is_given_up(&[item; 32]) == hostile(item)));
    }

    #[test]
    fn what_did_no_harm_is_forgotten() {
        let (hostile, good) = ([1; 32], [2; 32]);
        let mut noted = ends(&ends(&Attempts::default(), hostile), good);
        noted.end(&good);
        assert_eq!(noted.0.keys().collect::<Vec<_>>(), [&hostile], "and nothing else is");
    }

    #[test]
    fn notes_of_an_earlier_version_and_damaged_ones_are_read_as_far_as_they_go() {
        let earlier = [&[1][..], &[7; 32]].concat();
        assert_eq!(Attempts::decode(&earlier).0, BTreeMap::from([([7; 32], 1)]));
        assert_eq!(Attempts::decode(&[]), Attempts::default());
        assert_eq!(Attempts::decode(&[1; 12]), Attempts::default());
    }
}

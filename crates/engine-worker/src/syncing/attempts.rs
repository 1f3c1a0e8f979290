//! What was under way when an engine ended: items of a neighbour that end it again and again are quarantined.
//!
//! A document library may trap on bytes that somebody made to that end, and a trap ends the worker. The page starts
//! another, the relay sends the same chunk, and so on. So before items are merged it is noted which, and after that
//! the note is taken away. An engine that was merely closed in the midst of a merge leaves a note too: items are
//! given up only after several attempts on one day. Somebody closes the app now and then, on many days; bytes that end
//! the engine do so each time it starts.
//!
//! The notes of all items that are given up stay, however many there are: each ended the engine, and would again, until
//! another version of the app may know better. Items that came together are then tried one by one, on a copy, so that
//! those among them that are good are not lost with the others.

use crate::{clock, console, engine::Engine, stored::hexadecimal};
use groundswell_model::{Id, Part};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// So often items that came together may end the engine before they are tried one by one.
const TOGETHER: u8 = 2;
/// So often an item may by itself. No more often than a page starts it again within a minute.
const ALONE: u8 = 3;
/// So often items may together of which each is harmless by itself: that the engine was closed is likelier then.
const TRIED: u8 = 6;

const DAY_MS: i64 = 86_400_000;

/// What stands before the notes: the hash of the app's version, and the day.
const HEAD: usize = 36;
/// A note: how often of how many times, and the hash of the items.
const LENGTH: usize = 33;

/// Items by their hash.
type Items = [u8; 32];

/// Items that may be merged.
pub(super) struct Merging {
    pub(super) items: Vec<Vec<u8>>,
    /// What they are noted as, until they are merged.
    pub(super) noted: Items,
}

/// How often items were begun with, and how often they may be. Both are less than 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Note {
    times: u8,
    most: u8,
}

impl Note {
    const fn is_given_up(self) -> bool {
        self.times >= self.most
    }
}

/// Items that were being merged when an engine ended.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Attempts {
    version: Items,
    /// Since 1970.
    day: u32,
    notes: BTreeMap<Items, Note>,
}

impl Attempts {
    fn encode(&self) -> Vec<u8> {
        let head = [self.version.as_slice(), &self.day.to_le_bytes()].concat();
        let notes = self.notes.iter();
        let notes =
            notes.flat_map(|(items, note)| [&[note.times << 4 | note.most], items.as_slice()].concat());
        head.into_iter().chain(notes).collect()
    }

    /// What was noted by this version of the app; of another day, only what is given up.
    fn decode(bytes: &[u8], version: &str, day: u32) -> Self {
        let version = hash(&[version.as_bytes().to_vec()]);
        let none = Self { version, day, notes: BTreeMap::new() };
        let Some((head, notes)) = bytes.split_at_checked(HEAD) else { return none };
        let Some(noted_on) = head.strip_prefix(&version) else { return none };
        let is_of_today = noted_on == day.to_le_bytes();
        let notes = notes.chunks_exact(LENGTH).filter_map(|note| {
            let (times, items) = note.split_first()?;
            let note = Note { times: times >> 4, most: times & 15 };
            (is_of_today || note.is_given_up()).then_some((items.try_into().ok()?, note))
        });
        Self { notes: notes.collect(), ..none }
    }

    fn is_given_up(&self, items: &Items) -> bool {
        self.notes.get(items).is_some_and(|note| note.is_given_up())
    }

    /// Items are merged from now on, and given up once that was begun so often.
    fn begin(&mut self, items: Items, most: u8) {
        let times = self.notes.get(&items).map_or(0, |note| note.times);
        self.notes.insert(items, Note { times: (times + 1).min(most), most });
    }

    /// These did no harm. Of others that says nothing.
    fn end(&mut self, items: &Items) {
        self.notes.remove(items);
    }
}

/// How items are noted, and how often they may end the engine.
fn noted(items: &[Vec<u8>]) -> (Items, u8) {
    (hash(items), if items.len() == 1 { ALONE } else { TOGETHER })
}

/// How items are noted each of which is harmless by itself: otherwise than before they were tried, or all of them would
/// be given up as soon as they are found to be good.
fn noted_tried(items: &[Vec<u8>]) -> (Items, u8) {
    let mut hash = Sha256::new();
    hash.update(b"tried one by one");
    hash.update(self::hash(items));
    (hash.finalize().into(), TRIED)
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
        let (together, most) = noted(&items);
        if !attempts.is_given_up(&together) {
            attempts.begin(together, most);
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
        let (rest, most) = noted_tried(&good);
        // They are good by themselves, and still end the engine together: then they are left out together.
        if good.is_empty() || attempts.is_given_up(&rest) {
            console::report(
                "a neighbour's changes end the engine and are quarantined",
                &hexadecimal(&together),
            );
            return Merging { items: Vec::new(), noted: rest };
        }
        attempts.begin(rest, most);
        self.note_attempts(directory, &attempts).await;
        Merging { items: good, noted: rest }
    }

    /// Whether the engine outlives one item, merged into a copy.
    async fn is_harmless(&self, directory: Id, part: Part, item: &[u8], attempts: &mut Attempts) -> bool {
        let (name, most) = noted(&[item.to_vec()]);
        if attempts.is_given_up(&name) {
            console::report("a neighbour's change ends the engine and is quarantined", &hexadecimal(&name));
            return false;
        }
        attempts.begin(name, most);
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
        let noted = match self.home() {
            Ok(home) => home.store.setting(&name(directory)).await.unwrap_or_else(|error| {
                super::failed("reading what was merged last", error);
                None
            }),
            Err(_) => None,
        };
        let day = u32::try_from(clock::now().0 / DAY_MS).unwrap_or_default();
        Attempts::decode(&noted.unwrap_or_default(), env!("CARGO_PKG_VERSION"), day)
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

    const VERSION: &str = "1.2.3";
    const TODAY: u32 = 20_000;

    fn none() -> Attempts {
        Attempts::decode(&[], VERSION, TODAY)
    }

    fn begun(attempts: &Attempts, (items, most): (Items, u8)) -> Attempts {
        let mut attempts = attempts.clone();
        attempts.begin(items, most);
        attempts
    }

    /// An engine that ends: what it noted is all that is left.
    fn ends(attempts: &Attempts, at: (Items, u8)) -> Attempts {
        Attempts::decode(&begun(attempts, at).encode(), VERSION, TODAY)
    }

    #[test]
    fn items_that_end_the_engine_again_and_again_are_given_up() {
        let items = [vec![1], vec![2]];
        for at in [noted(&items), noted(&items[..1]), noted_tried(&items)] {
            let mut before = none();
            for _ in 0..at.1 {
                assert!(!before.is_given_up(&at.0));
                before = ends(&before, at);
            }
            assert!(before.is_given_up(&at.0));
            assert!(!before.is_given_up(&[2; 32]), "others are merged");
        }
        assert!(noted(&items[..1]).1 > noted(&items).1, "who is alone is not tried otherwise");
    }

    #[test]
    fn items_that_were_found_to_be_good_are_not_given_up_with_that() {
        let items = [vec![1], vec![2]];
        let together = noted(&items);
        // Interrupted until they are tried one by one, each of them harmless.
        let mut before = (0..together.1).fold(none(), |before, _| ends(&before, together));
        assert!(before.is_given_up(&together.0));
        for item in items.chunks(1) {
            let (item, most) = noted(item);
            before.begin(item, most);
            before.end(&item);
        }
        assert!(!before.is_given_up(&noted_tried(&items).0));
    }

    #[test]
    fn somebody_who_closes_the_app_now_and_then_loses_nothing() {
        let (hostile, good) = (noted(&[vec![1]]), noted(&[vec![2]]));
        let mut before = (0..hostile.1).fold(none(), |before, _| ends(&before, hostile));
        for day in TODAY..TODAY + 30 {
            assert!(!before.is_given_up(&good.0));
            before = Attempts::decode(&begun(&before, good).encode(), VERSION, day + 1);
            assert!(before.is_given_up(&hostile.0), "what ended the engine stays out");
        }
        let newer = Attempts::decode(&before.encode(), "1.2.4", TODAY + 30);
        assert_eq!(newer.notes, BTreeMap::new(), "another version may know better");
    }

    #[test]
    fn however_many_there_are_each_is_remembered() {
        let mut before = none();
        let mut starts = 0_u32;
        // Every start merges what comes, each time in another order, until something ends it.
        let hostile = |item: u8| item.is_multiple_of(3);
        'starts: loop {
            starts += 1;
            for item in (0..60_u8).map(|item| (item + (starts * 7 % 60) as u8) % 60) {
                if before.is_given_up(&[item; 32]) {
                    continue;
                }
                if hostile(item) {
                    before = ends(&before, ([item; 32], ALONE));
                    continue 'starts;
                }
                before.begin([item; 32], ALONE);
                before.end(&[item; 32]);
            }
            break;
        }
        assert_eq!(starts, 20 * u32::from(ALONE) + 1);
        assert!((0..60).all(|item| before.is_given_up(&[item; 32]) == hostile(item)));
    }

    #[test]
    fn what_did_no_harm_is_forgotten() {
        let (hostile, good) = ([1; 32], [2; 32]);
        let mut before = ends(&ends(&none(), (hostile, ALONE)), (good, ALONE));
        before.end(&good);
        assert_eq!(before.notes.keys().collect::<Vec<_>>(), [&hostile], "and nothing else is");
    }

    #[test]
    fn notes_of_an_earlier_version_and_damaged_ones_are_forgotten() {
        let earlier = [&[1][..], &[7; 32]].concat();
        for bytes in [earlier.repeat(3), earlier, vec![], vec![1; 12]] {
            assert_eq!(Attempts::decode(&bytes, VERSION, TODAY), none());
        }
        let cut = begun(&begun(&none(), ([1; 32], ALONE)), ([2; 32], ALONE)).encode();
        let cut = Attempts::decode(&cut[..cut.len() - 1], VERSION, TODAY);
        assert_eq!(cut, begun(&none(), ([1; 32], ALONE)), "as far as they go");
    }
}

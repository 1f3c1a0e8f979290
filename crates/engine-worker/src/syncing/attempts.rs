//! What was under way when an engine ended: items of a neighbour that end it are quarantined.
//!
//! A document library may trap on bytes that somebody made to that end, and a trap ends the worker. The page starts
//! another, the relay sends the same chunk, and so on. So before items are merged it is noted which, and after that
//! the note is taken away. What an engine finds noted when it starts was under way when the one before it ended, and
//! the page says how that was:
//!
//! - *closed*: the app was closed, or terminated the engine. It says nothing of the items.
//! - *stopped by a panic*: the library ended it, and would again. They are given up at once, and stay so until another
//!   version of the app may know better.
//! - *stopped otherwise, or nobody knows*: the memory may have been short, the browser may have ended the tab. They are
//!   given up after several times on one day, and tried once more on another.
//!
//! Items that came together are then merged one after the other, so that those among them that are good are not lost
//! with the others.

use groundswell_model::message::EngineExit;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// So often items that came together may end the engine before they are merged one by one.
const TOGETHER: u8 = 2;
/// So often an item may by itself.
const ALONE: u8 = 3;
/// Of more items none is merged by itself: each costs a write. Who makes a chunk that ends an engine made all of it.
const SINGLY: usize = 1_024;

/// What a panic says first.
const PANIC: &str = "panicked at";

/// What stands before the notes: the hash of the form and the app's version, and the day.
const HEAD: usize = 36;
/// A note: its marks, how often and of how many times, and the hash of the items.
const LENGTH: usize = 34;

const UNDER_WAY: u8 = 1;
const IS_SURE: u8 = 2;
const IS_TRIED: u8 = 4;

/// Items by their hash.
type Items = [u8; 32];

/// How items may be merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strategy {
    Together,
    OneByOne,
    /// Not today, or not by this version of the app.
    Not,
}

/// What is known of items. Its numbers are less than 16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Note {
    /// How often an engine ended over them, it may be for another reason.
    times: u8,
    /// How often one may.
    most: u8,
    /// Whether they are being merged.
    under_way: bool,
    /// Whether they are known to have ended an engine.
    is_sure: bool,
    /// Whether they were merged one by one, as far as they may be.
    is_tried: bool,
}

impl Note {
    const fn is_given_up(self) -> bool {
        self.is_sure || self.times >= self.most
    }

    /// What is left of it on another day.
    fn later(self) -> Option<Self> {
        let times = if self.is_given_up() { self.most.saturating_sub(1) } else { 0 };
        let note = Self { times, is_tried: false, ..self };
        (note.under_way || note.is_sure || note.times > 0).then_some(note)
    }

    fn encode(self) -> [u8; 2] {
        let mark = |is_so, mark| if is_so { mark } else { 0 };
        let marks =
            mark(self.under_way, UNDER_WAY) | mark(self.is_sure, IS_SURE) | mark(self.is_tried, IS_TRIED);
        [marks, self.times << 4 | self.most]
    }

    const fn decode([marks, counts]: [u8; 2]) -> Self {
        Self {
            times: counts >> 4,
            most: counts & 15,
            under_way: marks & UNDER_WAY > 0,
            is_sure: marks & IS_SURE > 0,
            is_tried: marks & IS_TRIED > 0,
        }
    }
}

/// What engines were doing when they ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attempts {
    version: Items,
    /// Since 1970.
    day: u32,
    notes: BTreeMap<Items, Note>,
}

impl Attempts {
    pub(super) fn encode(&self) -> Vec<u8> {
        let head = [self.version.as_slice(), &self.day.to_le_bytes()].concat();
        let notes =
            self.notes.iter().flat_map(|(items, note)| [note.encode().as_slice(), items.as_slice()].concat());
        head.into_iter().chain(notes).collect()
    }

    /// What was noted by this version of the app.
    pub(super) fn decode(bytes: &[u8], version: &str, day: u32) -> Self {
        let version = hash(&[b"2".to_vec(), version.as_bytes().to_vec()]);
        let none = Self { version, day, notes: BTreeMap::new() };
        let Some((head, notes)) = bytes.split_at_checked(HEAD) else { return none };
        let Some(noted_on) = head.strip_prefix(&version) else { return none };
        let is_of_today = noted_on == day.to_le_bytes();
        let notes = notes.chunks_exact(LENGTH).filter_map(|note| {
            let (counts, items) = note.split_first_chunk()?;
            let note = Note::decode(*counts);
            let note = if is_of_today { Some(note) } else { note.later() };
            Some((items.try_into().ok()?, note?))
        });
        Self { notes: notes.collect(), ..none }
    }

    /// How these may be merged now.
    pub(super) fn strategy(&self, items: &[Vec<u8>]) -> Strategy {
        match self.notes.get(&hash(items)) {
            Some(note) if note.is_given_up() => {
                if note.is_tried || items.len() == 1 || items.len() > SINGLY {
                    Strategy::Not
                } else {
                    Strategy::OneByOne
                }
            }
            Some(_) | None => Strategy::Together,
        }
    }

    /// These are merged from now on.
    pub(super) fn begin(&mut self, items: &[Vec<u8>]) {
        let note = self.notes.entry(hash(items)).or_default();
        note.most = if items.len() == 1 { ALONE } else { TOGETHER };
        note.under_way = true;
    }

    /// These did no harm. Of others that says nothing.
    pub(super) fn end(&mut self, items: &[Vec<u8>]) {
        self.notes.remove(&hash(items));
    }

    /// These were merged one by one, those that may be.
    pub(super) fn tried(&mut self, items: &[Vec<u8>]) {
        if let Some(note) = self.notes.get_mut(&hash(items)) {
            note.is_tried = true;
        }
    }

    /// The engine that noted this ended so; whether that says anything.
    pub(super) fn ended(&mut self, how: &EngineExit) -> bool {
        let mut says = false;
        for note in self.notes.values_mut().filter(|note| note.under_way) {
            says = true;
            note.under_way = false;
            match how {
                EngineExit::Closed => {}
                EngineExit::Crashed(why) if why.contains(PANIC) => note.is_sure = true,
                EngineExit::Crashed(_) | EngineExit::Unknown => note.times = (note.times + 1).min(note.most),
            }
        }
        self.notes.retain(|_, note| note.is_sure || note.times > 0);
        says
    }
}

/// The name of items, for people to compare.
pub(super) fn hash(items: &[Vec<u8>]) -> Items {
    let mut hash = Sha256::new();
    for item in items {
        hash.update((item.len() as u64).to_le_bytes());
        hash.update(item);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &str = "1.2.3";
    const TODAY: u32 = 20_000;

    fn none() -> Attempts {
        Attempts::decode(&[], VERSION, TODAY)
    }

    fn panicked() -> EngineExit {
        EngineExit::Crashed("Uncaught Error: panicked at crates/x.rs:1:2:\nboom".to_owned())
    }

    fn trapped() -> EngineExit {
        EngineExit::Crashed("Uncaught RuntimeError: unreachable".to_owned())
    }

    fn items(names: &[u8]) -> Vec<Vec<u8>> {
        names.iter().map(|name| vec![*name]).collect()
    }

    /// An engine that ends while it merges these: what it noted is all that is left.
    fn ends(before: &Attempts, over: &[Vec<u8>], how: &EngineExit) -> Attempts {
        let mut engine = before.clone();
        engine.begin(over);
        let mut next = Attempts::decode(&engine.encode(), VERSION, before.day);
        assert!(next.ended(how));
        next
    }

    #[test]
    fn what_panics_is_given_up_at_once() {
        let (several, one) = (items(&[1, 2]), items(&[1]));
        let after = ends(&none(), &several, &panicked());
        assert_eq!(after.strategy(&several), Strategy::OneByOne);
        assert_eq!(after.strategy(&one), Strategy::Together, "it may be the other");
        let after = ends(&after, &one, &panicked());
        assert_eq!(after.strategy(&one), Strategy::Not);
        assert_eq!(after.strategy(&items(&[2])), Strategy::Together);
    }

    #[test]
    fn what_may_have_ended_the_engine_is_given_up_after_several_times() {
        for how in [trapped(), EngineExit::Unknown] {
            for (over, most, way) in
                [(items(&[1, 2]), TOGETHER, Strategy::OneByOne), (items(&[1]), ALONE, Strategy::Not)]
            {
                let mut before = none();
                for _ in 0..most {
                    assert_eq!(before.strategy(&over), Strategy::Together);
                    before = ends(&before, &over, &how);
                }
                assert_eq!(before.strategy(&over), way);
            }
        }
    }

    #[test]
    fn who_closes_the_app_a_hundred_times_on_one_day_loses_nothing() {
        for over in [items(&[1]), items(&[1, 2])] {
            let after = (0..100).fold(none(), |before, _| ends(&before, &over, &EngineExit::Closed));
            assert_eq!(after, none());
        }
        // Nor is forgotten what counted before.
        let doubtful = ends(&ends(&none(), &items(&[1]), &trapped()), &items(&[1]), &trapped());
        assert_eq!(ends(&doubtful, &items(&[1]), &EngineExit::Closed), doubtful);
    }

    #[test]
    fn what_was_not_under_way_is_not_counted() {
        let mut after = ends(&none(), &items(&[1]), &trapped());
        let known = after.clone();
        assert!(!after.ended(&panicked()), "it stopped over something else");
        assert_eq!(after, known);
        after.begin(&items(&[1]));
        after.end(&items(&[1]));
        assert_eq!(after, none(), "what did no harm is forgotten");
    }

    #[test]
    fn what_is_doubtful_is_tried_once_on_another_day_and_what_is_sure_by_another_version() {
        let (doubtful, sure) = (items(&[1]), items(&[2]));
        let mut at = (0..ALONE).fold(none(), |before, _| ends(&before, &doubtful, &EngineExit::Unknown));
        at = ends(&at, &sure, &panicked());
        for day in TODAY + 1..TODAY + 30 {
            let next = Attempts::decode(&at.encode(), VERSION, day);
            assert_eq!((next.strategy(&doubtful), next.strategy(&sure)), (Strategy::Together, Strategy::Not));
            at = ends(&next, &doubtful, &EngineExit::Unknown);
            assert_eq!(at.strategy(&doubtful), Strategy::Not, "once");
        }
        let newer = Attempts::decode(&at.encode(), "1.2.4", TODAY);
        assert_eq!(
            (newer.strategy(&doubtful), newer.strategy(&sure)),
            (Strategy::Together, Strategy::Together)
        );
    }

    #[test]
    fn what_was_under_way_at_midnight_counts() {
        let mut engine = none();
        engine.begin(&items(&[1]));
        let mut next = Attempts::decode(&engine.encode(), VERSION, TODAY + 1);
        assert!(next.ended(&panicked()));
        assert_eq!(next.strategy(&items(&[1])), Strategy::Not);
    }

    #[test]
    fn what_was_tried_one_by_one_is_not_again_that_day() {
        let all = items(&[1, 2, 3]);
        let mut at = ends(&none(), &all, &panicked());
        at.tried(&all);
        let at = Attempts::decode(&at.encode(), VERSION, TODAY);
        assert_eq!(at.strategy(&all), Strategy::Not);
        assert_eq!(Attempts::decode(&at.encode(), VERSION, TODAY + 1).strategy(&all), Strategy::OneByOne);
    }

    #[test]
    fn of_very_many_none_is_tried_by_itself() {
        let many = vec![vec![1]; SINGLY + 1];
        assert_eq!(ends(&none(), &many, &panicked()).strategy(&many), Strategy::Not);
        assert_eq!(ends(&none(), &many[1..], &panicked()).strategy(&many[1..]), Strategy::OneByOne);
    }

    #[test]
    fn however_many_there_are_each_is_remembered_after_one_start() {
        let mut before = none();
        let mut starts = 0_u32;
        // Every start merges what comes, each time in another order, until something ends it.
        let hostile = |item: u8| item.is_multiple_of(3);
        'starts: loop {
            starts += 1;
            for item in (0..60_u8).map(|item| (item + (starts * 7 % 60) as u8) % 60) {
                let over = items(&[item]);
                if before.strategy(&over) == Strategy::Not {
                    continue;
                }
                if hostile(item) {
                    before = ends(&before, &over, &panicked());
                    continue 'starts;
                }
                before.begin(&over);
                before.end(&over);
            }
            break;
        }
        assert_eq!(starts, 20 + 1);
        assert!((0..60).all(|item| (before.strategy(&items(&[item])) == Strategy::Not) == hostile(item)));
    }

    #[test]
    fn notes_of_an_earlier_version_and_damaged_ones_are_forgotten() {
        let earlier = [&[1][..], &[7; 32]].concat();
        for bytes in [earlier.repeat(3), earlier, vec![], vec![1; 12]] {
            assert_eq!(Attempts::decode(&bytes, VERSION, TODAY), none());
        }
        let one = ends(&none(), &items(&[1]), &trapped());
        let both = ends(&one, &items(&[2]), &trapped()).encode();
        let cut = Attempts::decode(&both[..both.len() - 1], VERSION, TODAY);
        assert_eq!(cut.notes.len(), 1, "as far as they go");
    }
}

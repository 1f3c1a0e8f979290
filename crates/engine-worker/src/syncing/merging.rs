//! What neighbours sent, merged: never so that one item ends the engine at every start, or takes others with it.

use super::attempts::{Attempts, Strategy, hash};
use crate::{
    clock, console,
    engine::Engine,
    stored::{self, records},
};
use groundswell_directory::{Merged, OpenError};
use groundswell_model::{Id, Part};
use groundswell_sync::{Name, Outcome};

const DAY_MS: i64 = 86_400_000;

impl Engine {
    /// Looks what the engine before this one was doing when it ended, the first time that a directory is opened: the
    /// page opens the one that was open.
    pub(crate) async fn look_back(&self, directory: Id) {
        let Some(how) = self.before.take() else { return };
        let mut attempts = self.attempts(directory).await;
        if attempts.ended(&how) {
            self.note_attempts(directory, &attempts).await;
        }
    }

    /// Merges items that came together, and commits what is new.
    pub(super) async fn merge_items(&self, part: Part, items: Vec<Vec<u8>>, claims: &[Name]) -> Outcome {
        let Ok(directory) = self.with_open(|open| open.id) else { return Outcome::Failed };
        let mut attempts = self.attempts(directory).await;
        let outcome = match attempts.strategy(&items) {
            Strategy::Together => self.merge_noted(directory, part, items, claims, &mut attempts).await,
            Strategy::OneByOne => self.merge_one_by_one(directory, part, items, claims, &mut attempts).await,
            Strategy::Not => return quarantined(&items),
        };
        self.note_attempts(directory, &attempts).await;
        outcome
    }

    /// Merges items one after the other, but for those that end the engine.
    async fn merge_one_by_one(
        &self,
        directory: Id,
        part: Part,
        items: Vec<Vec<u8>>,
        claims: &[Name],
        attempts: &mut Attempts,
    ) -> Outcome {
        let mut all = None;
        let mut is_all = true;
        for item in &items {
            let single = vec![item.clone()];
            let outcome = match attempts.strategy(&single) {
                Strategy::Not => {
                    is_all = false;
                    quarantined(&single)
                }
                Strategy::Together | Strategy::OneByOne => {
                    self.merge_noted(directory, part, single, claims, attempts).await
                }
            };
            if outcome == Outcome::Failed {
                return outcome;
            }
            all = Some(all.map_or(outcome.clone(), |all| both(all, outcome)));
        }
        if is_all {
            attempts.end(&items);
        } else {
            attempts.tried(&items);
        }
        all.unwrap_or(Outcome::Unreadable)
    }

    /// Merges items under a note that says so. That it is not needed any more is for the caller to write.
    async fn merge_noted(
        &self,
        directory: Id,
        part: Part,
        items: Vec<Vec<u8>>,
        claims: &[Name],
        attempts: &mut Attempts,
    ) -> Outcome {
        attempts.begin(&items);
        self.note_attempts(directory, attempts).await;
        let noted = items.clone();
        let outcome = self.merge_and_keep(part, items, claims).await;
        attempts.end(&noted);
        outcome
    }

    async fn merge_and_keep(&self, part: Part, items: Vec<Vec<u8>>, claims: &[Name]) -> Outcome {
        let count = items.len();
        let merged = self.with_open(|open| open.directory.merge_items(part, items, claims));
        let Ok(merged) = merged else { return Outcome::Failed };
        let Merged { news, quarantined, new, names, lacking, document, stand_ins, is_too_much } = match merged
        {
            Ok(merged) => merged,
            Err(OpenError::Newer { .. }) => return Outcome::Newer,
            Err(error @ OpenError::Document(_)) => {
                console::report("merging a neighbour's changes", &error);
                return Outcome::Unreadable;
            }
        };
        for quarantined in &quarantined {
            console::report("a neighbour's change can not be read and stays out", &quarantined.reason);
        }
        // Of a document some changes may have been taken, and others not.
        let is_nothing = names.is_empty() && new.is_empty() && document.is_none();
        if quarantined.len() == count && count > 0 && is_nothing {
            return Outcome::Unreadable;
        }
        let is_anew = document.is_some();
        let records = match document {
            Some(bytes) => vec![stored::document(part, bytes)],
            None => records(new),
        };
        // What could not be stored at an earlier merge is stored with it.
        let kept = self.keep_merged(records, self::records(stand_ins), news).await;
        self.write_under_a_free_name();
        if is_anew {
            self.show_anew().await;
        }
        if kept.is_err() {
            return Outcome::Failed;
        }
        if is_too_much {
            console::report("merging", &"too much at once: the rest is kept, and nothing waits for it");
            return Outcome::Quarantined;
        }
        let left_out = !quarantined.is_empty();
        Outcome::Taken { names, left_out, lacking, status: self.part_status(part) }
    }

    async fn attempts(&self, directory: Id) -> Attempts {
        let noted = match self.storage_handle() {
            Ok(storage_handle) => {
                storage_handle.store.setting(&name(directory)).await.unwrap_or_else(|error| {
                    super::failed("reading what was merged last", error);
                    None
                })
            }
            Err(_) => None,
        };
        let day = u32::try_from(clock::now().0 / DAY_MS).unwrap_or_default();
        Attempts::decode(&noted.unwrap_or_default(), env!("CARGO_PKG_VERSION"), day)
    }

    async fn note_attempts(&self, directory: Id, attempts: &Attempts) {
        let Ok(storage_handle) = self.storage_handle() else { return };
        if let Err(error) = storage_handle.store.jot(&name(directory), &attempts.encode()).await {
            super::failed("noting what is merged", error);
        }
    }
}

/// The setting that holds the notes.
fn name(directory: Id) -> String {
    format!("merging/{directory}")
}

fn quarantined(items: &[Vec<u8>]) -> Outcome {
    console::report("a neighbour's changes end the engine and are quarantined", &hex::encode(hash(items)));
    Outcome::Quarantined
}

/// What became of items together, from what became of them one after the other.
fn both(one: Outcome, other: Outcome) -> Outcome {
    use Outcome::{Failed, Later, Newer, Quarantined, Taken, Unreadable};
    match (one, other) {
        (Failed, _) | (_, Failed) => Failed,
        (Newer, _) | (_, Newer) => Newer,
        (Later, _) | (_, Later) => Later,
        (Quarantined, _) | (_, Quarantined) => Quarantined,
        (Unreadable, Unreadable) => Unreadable,
        (Taken { names, lacking, status, .. }, Unreadable)
        | (Unreadable, Taken { names, lacking, status, .. }) => {
            Taken { names, left_out: true, lacking, status }
        }
        (
            Taken { names, left_out, lacking, .. },
            Taken { names: more, left_out: others, lacking: lack, status },
        ) => Taken {
            names: names.into_iter().chain(more).collect(),
            left_out: left_out || others,
            lacking: lacking.into_iter().filter(|name| lack.contains(name)).collect(),
            status,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_sync::PartStatus;

    fn taken(names: &[u8], lacking: &[u8], missing: u32) -> Outcome {
        let all = |names: &[u8]| names.iter().map(|name| [*name; 32]).collect();
        let status = PartStatus { state: [0; 32], missing };
        Outcome::Taken { names: all(names), left_out: false, lacking: all(lacking), status }
    }

    #[test]
    fn what_is_taken_one_after_the_other_is_taken_as_if_at_once() {
        let all = both(both(taken(&[1], &[2, 3], 2), taken(&[2], &[1, 3], 1)), taken(&[4], &[1, 2, 3], 0));
        assert_eq!(all, taken(&[1, 2, 4], &[3], 0));
    }

    #[test]
    fn what_is_left_out_of_it_is_said() {
        use Outcome::{Newer, Quarantined, Unreadable};
        assert_eq!(both(Unreadable, Unreadable), Unreadable);
        for all in [both(taken(&[1], &[], 0), Unreadable), both(Unreadable, taken(&[1], &[], 0))] {
            let Outcome::Taken { names, left_out: true, .. } = all else { panic!("{all:?}") };
            assert_eq!(names, [[1; 32]]);
        }
        // Kept, for who reads it.
        for kept in [Quarantined, Newer] {
            for other in [taken(&[1], &[], 0), Unreadable] {
                assert_eq!(both(kept.clone(), other.clone()), kept);
                assert_eq!(both(other, kept.clone()), kept);
            }
        }
    }
}

//! From an action to the disk, and only then to the page and the neighbours.
//!
//! The page is shown a change when it is committed. Where the commit fails, the change is shown all the same,
//! with [`SaveState::Failed`] beside it: it stays in the document in memory, is tried again after a while and
//! with the next action, and whoever waits for it is answered when it is committed, or with the error when
//! patience ends. Nothing later is committed before it, because changes build on each other.

use crate::{
    channel::{SentChange, TabMessage},
    clock, console,
    engine::{Engine, Job, StorageHandle},
    failure,
    open::OpenDirectory,
};
use groundswell_directory::News;
use groundswell_model::{
    Id, Part,
    message::{Answer, EngineError, Event, Progress, SaveState, Stage},
};
use groundswell_storage::{Record, StorageError};

/// Where a change was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// On this device, or brought onto it from a file: the neighbours do not have it yet.
    Here,
    /// By a neighbour, who sent it.
    Elsewhere,
}

/// An action that the document holds and the storage does not yet.
pub(crate) struct Unsaved {
    /// What is to be stored.
    pub(crate) records: Vec<Record>,
    /// What changed, until it is sent to the page.
    pub(crate) news: Option<News>,
    /// The call that waits for the commit, and its answer.
    pub(crate) reply: Option<(u32, Answer)>,
    /// Where it was made.
    pub(crate) origin: Origin,
}

impl Engine {
    /// Commits an action, and with it whatever could not be committed before.
    pub(crate) async fn save(&self, action: Unsaved) {
        if self.with_open(|open| open.unsaved.push(action)).is_ok() {
            // The error was reported, and it is tried again.
            let _ = self.flush().await;
        }
    }

    /// Commits what is not committed yet.
    ///
    /// # Errors
    /// Why it was not. It was reported to the page, and it is tried again where that can help.
    pub(crate) async fn flush(&self) -> Result<(), EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let (id, own, others) = self.with_open(|open| {
            (open.id, open.unsaved_records(Origin::Here), open.unsaved_records(Origin::Elsewhere))
        })?;
        if own.is_empty() && others.is_empty() {
            return Ok(());
        }
        self.emit(Event::Saving(SaveState::Saving));
        match store.append_own(&id.to_string(), &own, &others).await {
            Ok(()) => {
                let actions = self.with_open(|open| {
                    open.failures = 0;
                    std::mem::take(&mut open.unsaved)
                })?;
                self.committed(actions);
                self.check_name().await;
                Ok(())
            }
            Err(StorageError::UnknownDirectory) => {
                self.directory_gone().await;
                Err(EngineError::NoDirectory)
            }
            Err(error) => Err(self.not_committed(error)),
        }
    }

    /// Commits an action of which nothing may stay where that fails: the document is then as the storage has
    /// it.
    ///
    /// # Errors
    /// Why it was not committed.
    pub(crate) async fn commit_at_once(&self, action: Unsaved) -> Result<(), EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let id = self.with_open(|open| open.id)?;
        let saving = |done| Event::Progress(Progress { stage: Stage::Saving, done, total: 1 });
        self.emit(saving(0));
        match store.append_own(&id.to_string(), &action.records, &[]).await {
            Ok(()) => {
                self.emit(saving(1));
                self.committed(vec![action]);
                self.check_name().await;
                Ok(())
            }
            Err(StorageError::UnknownDirectory) => {
                self.directory_gone().await;
                Err(EngineError::NoDirectory)
            }
            Err(error) => match self.load(id).await {
                Ok(loaded) => {
                    self.start_over(loaded)?;
                    Err(failure::of_storage(error))
                }
                // Without a way back it is an action like any other that is not committed yet.
                Err(_) => {
                    self.with_open(|open| open.unsaved.push(action))?;
                    Err(self.not_committed(error))
                }
            },
        }
    }

    /// These actions were committed: notifies the page, and then the other tabs.
    pub(crate) fn committed(&self, actions: Vec<Unsaved>) {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        self.batched(|| {
            for action in actions {
                if let Some((number, answer)) = action.reply {
                    self.answer(number, Ok(answer));
                }
                if let Some(news) = action.news {
                    self.show(news);
                }
                match action.origin {
                    Origin::Here => own.extend(action.records),
                    Origin::Elsewhere => others.extend(action.records),
                }
            }
            self.emit(Event::Saving(SaveState::Saved { at: clock::now() }));
        });
        let id = self.with_open(|open| {
            for record in own.iter().chain(&others) {
                if let Some(part) = Part::from_label(&record.part) {
                    open.ledgers.of(part).change(record.hash.clone(), record.bytes.len());
                }
            }
            open.id
        });
        if let Ok(id) = id {
            self.hand_to_neighbours(&own);
            self.hand_to_tabs(id, own, true);
            self.hand_to_tabs(id, others, false);
        }
        self.schedule(self.options.timings.projection_ms, Job::Project);
    }

    /// Tells the other tabs of the device.
    fn hand_to_tabs(&self, directory: Id, records: Vec<Record>, own: bool) {
        if records.is_empty() {
            return;
        }
        let chunks = records
            .into_iter()
            .filter_map(|Record { part, hash, bytes }| {
                Part::from_label(&part).map(|part| SentChange { part, hash, bytes })
            })
            .collect();
        self.broadcast(&TabMessage::Committed { directory, chunks, own });
    }

    /// These actions could not be committed: notifies the page, and tries again where that can help.
    pub(crate) fn not_committed(&self, error: StorageError) -> EngineError {
        let passes = failure::passes(&error);
        let error = failure::of_storage(error);
        let timings = self.options.timings;
        let told = self.with_open(|open| {
            open.failures = open.failures.saturating_add(1);
            let news: Vec<_> = open.unsaved.iter_mut().filter_map(|action| action.news.take()).collect();
            let out_of_patience = !passes || open.failures >= timings.patience;
            let replies: Vec<_> = if out_of_patience {
                open.unsaved.iter_mut().filter_map(|action| action.reply.take()).collect()
            } else {
                Vec::new()
            };
            (news, replies, open.failures)
        });
        let Ok((news, replies, failures)) = told else { return error };
        for news in news {
            self.show(news);
        }
        self.emit(Event::Saving(SaveState::Failed(error.clone())));
        if error == EngineError::StorageNewer {
            self.emit(Event::Superseded);
        }
        for (number, _) in replies {
            self.answer(number, Err(error.clone()));
        }
        if passes {
            let doublings = failures.saturating_sub(1).min(16);
            let delay = timings.retry_ms.saturating_mul(1 << doublings).min(timings.longest_retry_ms);
            self.schedule(delay, Job::Retry);
        }
        error
    }

    /// Brings the name in the list of directories up to the network's.
    pub(crate) async fn check_name(&self) {
        let changed = self.with_open(|open| {
            let name = &open.projection.network.name;
            // An invitation has nothing yet but the name in its link.
            (open.listed_name != *name && !name.is_empty()).then(|| (open.id, name.clone()))
        });
        let Ok(Some((id, name))) = changed else { return };
        if let Err(error) = self.change_entry(id, &|entry| entry.shown.name.clone_from(&name)).await {
            return console::report("the name in the list of directories", &error);
        }
        // The directory is the same as before the wait: jobs are done one after the other.
        if self.with_open(|open| open.listed_name = name).is_ok() {
            self.list_changed().await;
        }
    }

    /// The open directory is not on this device any more: it was erased in another tab.
    pub(crate) async fn directory_gone(&self) {
        self.close_directory();
        self.emit(Event::Saving(SaveState::Failed(EngineError::NoDirectory)));
        self.emit_directories().await;
    }
}

impl OpenDirectory {
    fn unsaved_records(&self, origin: Origin) -> Vec<Record> {
        let actions = self.unsaved.iter().filter(|action| action.origin == origin);
        actions.flat_map(|action| action.records.iter().cloned()).collect()
    }
}

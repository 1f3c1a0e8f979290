//! Directories come, are opened, and go.

use super::{Reply, sample};
use crate::{
    channel::TabMessage,
    clock, console,
    engine::{Engine, StorageHandle},
    failure,
    job::Job,
    ledger::Ledgers,
    open::OpenDirectory,
    projection_cache::{Projected, bring_up},
    random,
    stored::{Loaded, records},
    syncing,
    undo::UndoRing,
};
use groundswell_directory::{Author, Directory};
use groundswell_model::{
    Delta, Id, Network, Part, StoredEntry, Timestamp, fold,
    message::{Access, Answer, DirectoryEntry, EngineError, Event, NewDirectory, PageDelta, SaveState},
    projection::Section,
};
use groundswell_seal::Link;
use groundswell_storage::{Record, RecordKey, RecordKind, StorageError};
use groundswell_sync::Settings;

/// A document as it was loaded.
pub(crate) struct LoadedDirectory {
    pub(crate) directory: Directory,
    pub(crate) ledgers: Ledgers,
    /// Stored records that could not be read, now or before the last move to the quarantine.
    pub(crate) quarantined: usize,
}

impl LoadedDirectory {
    /// A document of which nothing is stored yet.
    pub(crate) fn of(directory: Directory) -> Self {
        Self { directory, ledgers: Ledgers::default(), quarantined: 0 }
    }
}

impl Engine {
    /// Makes a directory and opens it.
    pub(crate) async fn create(&self, new: NewDirectory) -> Reply {
        self.leave().await?;
        let id = random::id()?;
        let now = clock::now();
        let author = self.author()?;
        let (directory, chunks, sample) = match new {
            NewDirectory::Empty { name } => {
                let network = Network { name: name.trim().to_owned(), ..Network::default() };
                let (directory, applied) = Directory::create(id, &network, author, now)?;
                (directory, applied.chunks, false)
            }
            NewDirectory::Sample => {
                let (directory, chunks) = sample::make(id, author, now)?;
                (directory, chunks, true)
            }
        };
        self.settle(directory, records(chunks), sample, Some(random::bytes()?), None).await
    }

    /// Puts a directory that is new on this device into the storage, synced by a link where there is one, and opens
    /// it. Without a seed the link says what this device may do; with one, what is in it is put before the neighbours.
    pub(crate) async fn settle(
        &self,
        directory: Directory,
        records: Vec<Record>,
        sample: bool,
        seed: Option<[u8; 32]>,
        link: Option<&Link>,
    ) -> Reply {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let id = directory.id();
        let now = clock::now();
        let projections = directory.projections();
        let access = link.filter(|_| seed.is_none()).map_or(Access::Edit, syncing::link::access);
        let publish = if access == Access::Edit { Part::ALL.to_vec() } else { Vec::new() };
        let shown = DirectoryEntry {
            id,
            name: projections.first.network.name.clone(),
            sample,
            access,
            shared: link.is_some(),
            invitation: false,
            added: now,
            opened: now,
        };
        let link = link.map(|link| syncing::link::fragment(&syncing::link::bare(link)));
        let settings = link.as_ref().map(|_| syncing::settings(&Settings { publish, ..Settings::default() }));
        let entry = StoredEntry { shown, seed, link };
        store
            .create_directory(&id.to_string(), &entry.encode(), &records, settings.as_deref())
            .await
            .map_err(failure::of_storage)?;
        let mut ledgers = Ledgers::default();
        for record in &records {
            if let Some(part) = Part::from_label(&record.part) {
                ledgers.of(part).change(record.hash.clone(), record.bytes.len());
            }
        }
        self.show_directory(
            &entry.shown,
            LoadedDirectory { directory, ledgers, quarantined: 0 },
            Projected { projections, ..Projected::default() },
            true,
        );
        self.emit_projection();
        self.page.emit(Event::Saving(SaveState::Saved { at: now }));
        self.list_changed().await;
        self.sync_as(&entry);
        Ok(Answer::Opened { entry: entry.shown, quarantined: 0 })
    }

    /// Opens a directory. What is open already stays as it is.
    pub(crate) async fn open_directory(&self, id: Id, painted: &[u8]) -> Reply {
        let mut entry = self.entry(id).await?;
        if self.with_open(|open| open.id) == Ok(id) {
            self.emit_projection();
            return Ok(Answer::Opened { entry: entry.shown, quarantined: 0 });
        }
        self.leave().await?;
        let mut loaded = self.load(id).await?;
        let quarantined = loaded.quarantined;
        let heads = loaded.directory.heads();
        let stored = self.stored_projections(id).await;
        let is_painted = stored
            .as_ref()
            .is_some_and(|stored| stored.heads == painted && stored.states.contains_key(&Section::First));
        let (projected, news) = bring_up(stored, &mut loaded.directory);
        let is_stored = Section::all().all(|section| projected.states.contains_key(&section));
        let unprojected = news != Some(Delta::default()) || !is_stored;
        self.show_directory(&entry.shown, loaded, projected, unprojected);
        if painted != heads {
            match news {
                Some(delta) if is_painted => self.page.emit(Event::Delta(PageDelta::of(id, &delta))),
                _ => self.emit_projection(),
            }
        }
        entry.shown.opened = self.note_opening(id).await.unwrap_or(entry.shown.opened);
        self.page.emit(Event::Saving(SaveState::Saved { at: entry.shown.opened }));
        self.check_name().await;
        self.queue.push(Job::WarmUp);
        self.look_back(id).await;
        self.sync_as(&entry);
        Ok(Answer::Opened { entry: entry.shown, quarantined })
    }

    /// Notes in the list of directories that this one was opened now. It is no reason to show nothing where
    /// that can not be noted.
    async fn note_opening(&self, id: Id) -> Option<Timestamp> {
        let now = clock::now();
        match self.change_entry(id, &|entry| entry.shown.opened = now).await {
            Ok(()) => Some(now),
            Err(error) => {
                console::report("the list of directories", &error);
                None
            }
        }
    }

    /// Loads a directory's document. What of it can not be read is moved out of the way.
    ///
    /// # Errors
    /// [`EngineError::DirectoryNewer`], and what the storage answers.
    pub(crate) async fn load(&self, id: Id) -> Result<LoadedDirectory, EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let key = id.to_string();
        let mut contents = store.load_directory(&key).await.map_err(failure::of_storage)?;
        let unreadable = std::mem::take(&mut contents.unreadable);
        let loaded = Loaded::of(contents);
        let (mut directory, quarantined) =
            Directory::open(id, self.author()?, &loaded.chunks).map_err(failure::of_open)?;
        let mut ledgers = Ledgers::default();
        let recovered = records(directory.take_recovered());
        let mut damaged = loaded.enter(&mut ledgers, quarantined);
        damaged.extend(unreadable.into_iter().map(|record| (record.kind, record.key, record.reason)));
        let quarantined = damaged.len();
        // What was read of damaged documents takes their place; until it is stored they stay.
        let kept = if recovered.is_empty() { Ok(()) } else { store.append(&key, &recovered).await };
        match kept {
            Ok(()) => {
                for record in recovered {
                    if let Some(part) = Part::from_label(&record.part) {
                        ledgers.of(part).change(record.hash, record.bytes.len());
                    }
                }
                self.quarantine_records(id, damaged).await;
            }
            Err(error) => console::report("storing what was read of a damaged document", &error),
        }
        Ok(LoadedDirectory { directory, ledgers, quarantined })
    }

    /// Moves damaged records to the quarantine.
    pub(crate) async fn quarantine_records(&self, id: Id, damaged: Vec<(RecordKind, RecordKey, String)>) {
        let Ok(StorageHandle { store, .. }) = self.storage_handle() else { return };
        for (kind, key, reason) in damaged {
            console::report("a stored change is damaged and was quarantined", &reason);
            match store.quarantine(&id.to_string(), kind, &key, &reason).await {
                // Where the browser can not even read it, it stays, and is quarantined again next time.
                Ok(_) | Err(StorageError::Corrupt(_)) => {}
                Err(error) => console::report("quarantining", &error),
            }
        }
    }

    pub(crate) fn show_directory(
        &self,
        shown: &DirectoryEntry,
        loaded: LoadedDirectory,
        projected: Projected,
        unprojected: bool,
    ) {
        self.open.replace(Some(OpenDirectory {
            id: shown.id,
            listed_name: shown.name.clone(),
            access: shown.access,
            directory: loaded.directory,
            projections: projected.projections,
            states: projected.states,
            unread: projected.unread,
            unprojected,
            undo: UndoRing::default(),
            ledgers: loaded.ledgers,
            unsaved: Vec::new(),
            failures: 0,
        }));
        self.queue.schedule(self.options.timings.projection_ms, Job::Project);
    }

    /// Puts a reloaded document in the place of the open one, and shows it.
    pub(crate) fn start_over(&self, loaded: LoadedDirectory) -> Result<(), EngineError> {
        self.with_open(|open| {
            open.directory = loaded.directory;
            open.ledgers = loaded.ledgers;
            open.project_anew();
        })?;
        self.emit_projection();
        Ok(())
    }

    /// Tells the page that all of the open directory is to be shown anew.
    pub(crate) fn emit_projection(&self) {
        if let Ok(bytes) = self.with_open(OpenDirectory::encode_first) {
            self.page.emit(Event::Projection(bytes));
        }
    }

    /// Lets go of the open directory, once all of it is committed.
    ///
    /// # Errors
    /// Why something is not. It stays open then, so that nothing is lost.
    pub(crate) async fn leave(&self) -> Result<(), EngineError> {
        if self.open.borrow().is_some() {
            self.flush().await?;
            // It was told to the console; who goes on to another directory is not kept for it.
            let _ = self.keep_projections().await;
        }
        self.close_directory();
        self.schedule_background_sync();
        Ok(())
    }

    /// Lets go of the open directory and of all that was under way in it. Whoever still waits for a commit is
    /// told that the directory is gone.
    pub(crate) fn close_directory(&self) {
        self.queue.cancel_scheduled();
        self.stop_syncing();
        self.import.take();
        let waiting = self.open.take().into_iter().flat_map(|open| open.unsaved);
        for (number, _) in waiting.filter_map(|action| action.reply) {
            self.page.answer(number, Err(EngineError::NoDirectory));
        }
    }

    /// Removes a directory from this device.
    pub(crate) async fn erase(&self, id: Id, typed: &str) -> Reply {
        let entry = self.entry(id).await?;
        if !is_same_name(typed, &entry.shown.name) {
            return Err(EngineError::WrongName);
        }
        self.remove(id).await
    }

    /// Removes a directory from this device, whatever it is called.
    pub(crate) async fn remove(&self, id: Id) -> Reply {
        let StorageHandle { store, .. } = self.storage_handle()?;
        self.cancel_background_sync(id);
        store.erase_directory(&id.to_string()).await.map_err(failure::of_storage)?;
        self.keep_successor(id, None).await?;
        self.forget_keys(id).await?;
        if self.with_open(|open| open.id) == Ok(id) {
            self.close_directory();
        }
        self.broadcast(&TabMessage::Erased(id));
        self.emit_directories().await;
        Ok(Answer::Done)
    }

    /// Who writes from now on. A new session for every document that is loaded: the numbers of changes that
    /// were never committed must not be given again under the same name.
    ///
    /// # Errors
    /// [`EngineError::NotOpen`], and where there is no randomness.
    pub(crate) fn author(&self) -> Result<Author, EngineError> {
        let device = self.storage_handle()?.device;
        // Its second first, so that it sorts after this device's earlier ones.
        let second = (clock::now().0.div_euclid(1_000) as u32).to_be_bytes();
        let random: [u8; 4] = random::bytes()?;
        let [a, b, c, d] = second;
        let [e, f, g, h] = random;
        Ok(Author { device, session: [a, b, c, d, e, f, g, h] })
    }
}

/// Whether somebody typed this name, give or take case, accents and spaces. A name of signs alone has to be
/// typed as it is.
fn is_same_name(typed: &str, name: &str) -> bool {
    let folded = fold::fold(name);
    typed.trim() == name.trim() || (!folded.is_empty() && fold::fold(typed) == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_is_the_name_give_or_take_its_spelling() {
        for (typed, name, same) in [
            ("Test Network", "Test Network", true),
            ("  test   network ", "Test Network", true),
            ("Red de Núñez", "red de nunez", true),
            ("Test", "Test Network", false),
            ("", "Test Network", false),
            ("", "★★★", false),
            ("★★★", "★★★", true),
            ("!!!", "★★★", false),
        ] {
            assert_eq!(is_same_name(typed, name), same, "{typed:?} for {name:?}");
        }
    }
}

//! Messages of the other tabs of this device, and events of the storage they share.

use crate::{
    channel::{Received, SentChange, TabMessage},
    console,
    engine::{Engine, Job, StorageHandle},
    stored::Loaded,
};
use groundswell_directory::{OpenError, Quarantined};
use groundswell_model::{Id, Part, message::Event};
use groundswell_storage::{Record, RecordKey, RecordKind, StorageError, Store, StoreEvent};

impl Engine {
    /// Handles a message of another tab.
    pub(crate) async fn receive(&self, received: Received) {
        match received {
            Received::Message(TabMessage::Committed { directory, chunks, own }) => {
                if self.with_open(|open| open.id) == Ok(directory) {
                    let records: Vec<Record> =
                        if own { chunks.iter().map(SentChange::record).collect() } else { Vec::new() };
                    self.take_in(chunks).await;
                    self.hand_to_neighbours(&records);
                }
            }
            Received::Message(TabMessage::List) => {
                self.emit_directories().await;
                self.check_syncing().await;
            }
            Received::Message(TabMessage::Decided(directory)) => self.decided(directory).await,
            Received::Message(TabMessage::WhoLeads(directory)) => self.receive_sync_state(directory, None),
            Received::Message(TabMessage::Synced { directory, state }) => {
                self.receive_sync_state(directory, Some(*state))
            }
            Received::Message(TabMessage::Erased(id)) => {
                if self.with_open(|open| open.id) == Ok(id) {
                    self.directory_gone().await;
                } else {
                    self.emit_directories().await;
                }
            }
            // Whatever it was, the storage has it.
            Received::Unknown => {
                self.catch_up().await;
                self.emit_directories().await;
            }
        }
    }

    /// Brings in changes that another tab committed. They are stored already.
    async fn take_in(&self, sent: Vec<SentChange>) {
        let mut names = Vec::with_capacity(sent.len());
        let mut chunks = Vec::with_capacity(sent.len());
        for SentChange { part, hash, bytes } in sent {
            names.push((part, hash));
            chunks.push((part, bytes));
        }
        let Some(quarantined) = self.merge(&chunks).await else { return };
        let incomplete = self.with_open(|open| {
            for (index, (part, hash)) in names.into_iter().enumerate() {
                if !quarantined.iter().any(|quarantined| quarantined.index == index) {
                    open.ledgers.of(part).received(hash);
                }
            }
            open.directory.pending_dependencies() > 0
        });
        if !quarantined.is_empty() || incomplete == Ok(true) {
            self.catch_up().await;
        }
    }

    /// Merges chunks that are stored already into the open document, and shows what changed. Answers which
    /// could not be read; nothing where none could be merged.
    async fn merge(&self, chunks: &[(Part, Vec<u8>)]) -> Option<Vec<Quarantined>> {
        match self.with_open(|open| open.directory.merge(chunks)).ok()? {
            Ok((news, quarantined, _)) => {
                self.write_under_a_free_name();
                self.show(news);
                self.schedule(self.options.timings.projection_ms, Job::Project);
                self.check_name().await;
                Some(quarantined)
            }
            Err(OpenError::Newer { .. }) => {
                self.emit(Event::Superseded);
                None
            }
            Err(error @ OpenError::Document(_)) => {
                console::report("merging another tab's changes", &error);
                None
            }
        }
    }

    /// Brings in whatever the storage holds of the open directory and the document does not.
    pub(crate) async fn catch_up(&self) {
        let (Ok(StorageHandle { store, .. }), Ok(id)) =
            (self.storage_handle(), self.with_open(|open| open.id))
        else {
            return;
        };
        if let Err(error) = self.read_missing(&store, id).await {
            console::report("reading another tab's changes", &error);
        }
    }

    async fn read_missing(&self, store: &Store, id: Id) -> Result<(), StorageError> {
        let key = id.to_string();
        let keys = store.list_keys(&key).await?;
        let mut loaded = Loaded::default();
        for (kind, keys) in [(RecordKind::Snapshot, keys.snapshots), (RecordKind::Change, keys.changes)] {
            let missing = self.missing(kind, keys);
            let records: Vec<Record> = store.read_records(&key, kind, &missing).await?;
            loaded.add(kind, records);
        }
        // Damaged records are moved away at the next start, when nobody is writing them.
        if let Some(quarantined) = self.merge(&loaded.chunks).await {
            drop(self.with_open(|open| loaded.enter(&mut open.ledgers, quarantined)));
        }
        Ok(())
    }

    /// Those of the stored records that the open document does not hold.
    fn missing(&self, kind: RecordKind, keys: Vec<RecordKey>) -> Vec<RecordKey> {
        self.with_open(|open| {
            keys.into_iter()
                .filter(|key| {
                    Part::from_label(&key.part).is_some_and(|part| {
                        let ledger = open.ledgers.of(part);
                        match kind {
                            RecordKind::Change => !ledger.has_change(&key.hash),
                            RecordKind::Snapshot => !ledger.has_snapshot(&key.hash),
                        }
                    })
                })
                .collect()
        })
        .unwrap_or_default()
    }

    /// What listens to the storage.
    pub(crate) fn storage_listener(&self) -> impl Fn(StoreEvent) + 'static + use<> {
        let engine = self.downgrade();
        move |event| {
            let Some(engine) = engine.upgrade() else { return };
            match event {
                // The page can not wait for what is running: nothing of it will be committed.
                StoreEvent::VersionChange => engine.emit(Event::Superseded),
                StoreEvent::Deleted => engine.enqueue(Job::StorageDeleted),
                // The next call opens it again; who waits for the opening gets its result.
                StoreEvent::Closed | StoreEvent::Blocked => {}
            }
        }
    }

    /// Everything on this device was deleted at once.
    pub(crate) async fn storage_deleted(&self) {
        if self.open.borrow().is_some() {
            self.directory_gone().await;
        } else {
            self.emit_directories().await;
        }
    }
}

//! What is typed in forms and not saved yet. The page writes it itself, so that neither an engine that crashed nor one
//! that is still starting is in the way.

use super::State;
use groundswell_model::{Id, record::Draft};
use groundswell_storage::{DATABASE, Drafts as Storage, Timeouts};
use leptos::{prelude::*, task::spawn_local};
use std::{rc::Rc, sync::Arc};

/// So many drafts are kept of a directory. One more is not kept, and its form says so: none is ever dropped for it.
const MOST: usize = 50;

/// Whoever opens a form waits no longer for what storage has of it, in milliseconds.
const PATIENCE: Timeouts = Timeouts { open_ms: 2_000, transaction_ms: 5_000 };

/// The drafts of the open directory.
#[derive(Clone, Copy)]
pub struct Drafts {
    kept: RwSignal<Option<Arc<Vec<KeptDraft>>>>,
    of: StoredValue<Option<Id>>,
    storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
}

/// A draft on this device.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDraft {
    /// Its name, which no other has nor will have.
    pub name: String,
    /// What was typed.
    pub draft: Arc<Draft>,
}

impl Drafts {
    pub fn new() -> Self {
        Self { kept: RwSignal::new(None), of: StoredValue::new(None), storage: StoredValue::new_local(None) }
    }

    fn storage(self) -> Rc<Storage> {
        if let Some(storage) = self.storage.get_value() {
            return storage;
        }
        let storage = Rc::new(Storage::new(DATABASE, PATIENCE));
        self.storage.set_value(Some(Rc::clone(&storage)));
        storage
    }
}

impl State {
    /// The drafts of the open directory, the latest first; `None` while they are being read.
    pub fn drafts(self) -> Option<Arc<Vec<KeptDraft>>> {
        let current = self.current.get()?;
        if self.drafts.of.get_value() != Some(current) {
            self.drafts.of.set_value(Some(current));
            self.drafts.kept.set(None);
            spawn_local(async move { drop(self.read_drafts().await) });
        }
        self.drafts.kept.get()
    }

    /// The latest draft of the form at this address.
    pub fn draft_at(self, address: &str) -> Option<KeptDraft> {
        self.drafts()?.iter().find(|kept| kept.draft.address() == address).cloned()
    }

    /// Reads the drafts of the open directory again: another tab may have kept some.
    pub async fn read_drafts(self) -> Arc<Vec<KeptDraft>> {
        let Some(directory) = self.current.get_untracked() else { return Arc::default() };
        let read = self.drafts.storage().list(&directory.to_string()).await;
        let stored = read.unwrap_or_else(|error| {
            warn(&error);
            Vec::new()
        });
        let kept = stored.into_iter().filter_map(|stored| {
            let draft = Arc::new(Draft::decode(&stored.bytes)?);
            Some(KeptDraft { name: stored.name, draft })
        });
        let kept = in_order(kept.collect());
        if self.current.get_untracked() == Some(directory) {
            self.drafts.of.set_value(Some(directory));
            self.drafts.kept.set(Some(Arc::clone(&kept)));
        }
        kept
    }

    /// Keeps what is typed under a name, in place of the drafts called `gone`; answers whether it is kept. What is to
    /// be done is asked of the browser at once, also by a page that ends.
    pub async fn keep_draft(self, directory: Id, name: String, draft: Draft, gone: Vec<String>) -> bool {
        let is_gone = self.device.with_untracked(Option::is_some)
            && self.directories.with_untracked(|all| all.iter().all(|entry| entry.id != directory));
        if is_gone {
            return false;
        }
        let kept = self.drafts.kept.get_untracked().unwrap_or_default();
        let others = kept.iter().filter(|kept| !gone.contains(&kept.name)).count();
        let Some(bytes) = draft.encode().filter(|_| others < MOST) else { return false };
        let kept = KeptDraft { name: name.clone(), draft: Arc::new(draft) };
        // Before it is written: what is dropped meanwhile must not come back.
        self.take_drafts(directory, Some(kept), &gone);
        let storage = self.drafts.storage();
        let written = storage.write(&directory.to_string(), Some((&name, &bytes)), &gone).await;
        if let Err(error) = &written {
            warn(error);
        }
        written.is_ok()
    }

    /// Removes drafts: what they hold is saved, or was thrown away.
    pub fn drop_drafts(self, directory: Id, gone: Vec<String>) {
        if gone.is_empty() {
            return;
        }
        self.take_drafts(directory, None, &gone);
        spawn_local(async move {
            if let Err(error) = self.drafts.storage().write(&directory.to_string(), None, &gone).await {
                warn(&error);
            }
        });
    }

    fn take_drafts(self, directory: Id, draft: Option<KeptDraft>, gone: &[String]) {
        let is_here = self.drafts.of.try_get_value().flatten() == Some(directory);
        let Some(kept) = self.drafts.kept.try_get_untracked().flatten().filter(|_| is_here) else { return };
        let stays = |kept: &&KeptDraft| !gone.contains(&kept.name);
        let left = kept.iter().filter(stays).cloned().chain(draft).collect();
        self.drafts.kept.set(Some(in_order(left)));
    }
}

fn in_order(mut kept: Vec<KeptDraft>) -> Arc<Vec<KeptDraft>> {
    kept.sort_by(|one, other| other.draft.at.cmp(&one.draft.at).then_with(|| one.name.cmp(&other.name)));
    Arc::new(kept)
}

fn warn(error: &groundswell_storage::StorageError) {
    web_sys::console::warn_1(&format!("drafts: {error}").into());
}

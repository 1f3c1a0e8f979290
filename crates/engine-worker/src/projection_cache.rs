//! The stored projections, which the page paints before this program runs.
//!
//! They are written a moment after the last change, never while one waits to be committed: a projection that
//! knows more than the history would show as saved what is not. Of their sections only those are written that show
//! something else than the stored ones, whichever tab stored these.

use crate::{
    console,
    engine::{Engine, StorageHandle},
    job::Job,
};
use groundswell_directory::{Directory, MAX_DELTA_RECORDS};
use groundswell_model::{
    Delta, Id, Projections,
    projection::{Index, Section, StoredProjections},
};
use groundswell_storage::StorageError;
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    /// Writes the projections, if the stored ones are of another state, and goes on with what is done after that.
    pub(crate) async fn write_projections(&self) {
        let timings = self.options.timings;
        if self.queue.is_busy() {
            return self.queue.schedule(timings.projection_ms, Job::Project);
        }
        if let Err(StorageError::UnknownDirectory) = self.keep_projections().await {
            return self.directory_gone().await;
        }
        if self.is_history_large() {
            // After an import, say: a start would take longer by whole seconds.
            self.queue.push(Job::Compact);
        } else if self.is_compaction_due() {
            self.queue.schedule(timings.compaction_ms, Job::Compact);
        } else {
            self.queue.schedule(timings.compaction_ms, Job::Index);
        }
    }

    /// Writes the projections, if the stored ones are of another state: by them a directory that is not open is
    /// searched too.
    ///
    /// # Errors
    /// What the storage answers. It is no loss: the next start makes the projections anew.
    pub(crate) async fn keep_projections(&self) -> Result<(), StorageError> {
        let Ok(StorageHandle { store, .. }) = self.storage_handle() else { return Ok(()) };
        let due = self.with_open(|open| {
            // A commit that succeeds later asks for the projections again.
            (open.unprojected && open.unsaved.is_empty()).then_some(open.id)
        });
        let Ok(Some(id)) = due else { return Ok(()) };
        let change = |index: Option<&[u8]>| self.with_open(|open| open.unstored(index)).unwrap_or_default();
        let kept = store.write_sections(&id.to_string(), Index::KEY, &change).await;
        match &kept {
            // No other job ran meanwhile, so nothing changed.
            Ok(()) => drop(self.with_open(|open| {
                open.unread.clear();
                open.unprojected = false;
            })),
            Err(StorageError::UnknownDirectory) => {}
            Err(error) => console::report("the projections", error),
        }
        kept
    }

    /// What could be read of the stored projections. What could not is made anew.
    pub(crate) async fn stored_projections(&self, id: Id) -> Option<StoredProjections> {
        let StorageHandle { store, .. } = self.storage_handle().ok()?;
        let sections: Vec<_> = Section::all().collect();
        let keys: Vec<_> = std::iter::once(Index::KEY).chain(sections.iter().map(|it| it.key())).collect();
        match store.read_sections(&id.to_string(), &keys).await {
            Ok(values) => {
                let (index, values) = values.split_first()?;
                let value = |section: Section| {
                    let place = sections.iter().position(|it| *it == section)?;
                    values.get(place)?.as_deref()
                };
                StoredProjections::read(index.as_deref()?, value)
            }
            Err(error) => {
                console::report("the stored projections", &error);
                None
            }
        }
    }
}

/// Projections of a document as it is now, states in which sections show what they show, and those of which the stored
/// value could not be read.
#[derive(Default)]
pub(crate) struct Projected {
    pub(crate) projections: Projections,
    pub(crate) states: BTreeMap<Section, Vec<u8>>,
    pub(crate) unread: BTreeSet<Section>,
}

/// The stored projections, brought up to the document as it is now, and what that took: nothing where they had to be
/// made anew. A section that was not stored, or could not be read, is made anew by itself.
pub(crate) fn bring_up(
    stored: Option<StoredProjections>,
    directory: &mut Directory,
) -> (Projected, Option<Delta>) {
    let known = stored.and_then(|stored| {
        let delta = directory.changed_since(&stored.heads)?;
        (delta.changed.len() + delta.gone.len() <= MAX_DELTA_RECORDS).then_some((stored, delta))
    });
    let Some((StoredProjections { mut projections, mut states, .. }, delta)) = known else {
        return (Projected { projections: directory.projections(), ..Projected::default() }, None);
    };
    let is_unread = |section: &Section| !states.contains_key(section);
    let unread: BTreeSet<_> = Section::all().filter(is_unread).collect();
    if !delta.is_empty() {
        let changed = projections.changed_by(&delta);
        projections.apply(&delta);
        for section in changed {
            states.remove(&section);
        }
    }
    unread.iter().for_each(|section| directory.project(&mut projections, *section));
    (Projected { projections, states, unread }, Some(delta))
}

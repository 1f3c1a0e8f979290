//! A page under measurement: what it must be able to do, whoever made it.

use std::path::Path;

use serde_json::{Value, json};

use super::browser::Session;

/// Marks and measures that pages record by these names, all but the first of them every page.
pub(super) mod recorded {
    /// The first rows of the list as it was last seen are on the screen; what is done with them waits for
    /// [`LIST_PAINTED`].
    pub(in crate::bench) const SNAPSHOT_PAINTED: &str = "groundswell:snapshot-painted";
    /// The first rows of the list are in the DOM and can be used.
    pub(in crate::bench) const LIST_PAINTED: &str = "groundswell:list-painted";
    /// The document is loaded and can be edited.
    pub(in crate::bench) const DOCUMENT_READY: &str = "groundswell:document-ready";
    /// From an input event to the DOM updated.
    pub(in crate::bench) const SEARCH: &str = "groundswell:search";
    /// From an edit's dispatch to its strict commit.
    pub(in crate::bench) const EDIT: &str = "groundswell:edit";
}

/// Which directory a page is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variant {
    /// As it was read from the spreadsheet.
    Fresh,
    /// After a long history of changes.
    History,
}

impl Variant {
    /// As the table calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::History => "long history",
        }
    }
}

/// A page, filled once and then opened again and again.
pub(super) trait Page {
    /// Its name in the report.
    fn name(&self) -> &str;

    /// The folder of its files.
    fn folder(&self) -> &Path;

    /// Whether that file is one that it downloads to be used from then on.
    fn is_downloaded(&self, file: &str) -> bool;

    /// Stores the directory in a new profile. Returns when everything is committed.
    async fn fill(&mut self, session: &Session, variant: Variant) -> anyhow::Result<()>;

    /// Called before the page is opened again; the address of its list.
    async fn reopen(&mut self) -> anyhow::Result<String>;

    /// A CSS selector of the list's rows, and of its search field.
    fn selectors(&self) -> Selectors;

    /// Changes when the group in that row meets, as [`Timing`] says, and returns when it has been
    /// measured.
    async fn edit(&self, session: &Session, row: usize, meets: &str, timing: Timing) -> anyhow::Result<Edit>;

    /// The saved documents among all that the page stores.
    fn is_document(&self, store: &str) -> bool;
}

/// Where things are in a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selectors {
    /// The list's rows.
    pub(super) rows: &'static str,
    /// The field in which one searches.
    pub(super) search: &'static str,
}

/// What happens right before something short is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timing {
    /// Nothing: the browser rests.
    Rested,
    /// The page is busy up to that moment, so that a slowed browser has no processor time saved up
    /// and short work is as slow as long work.
    Exhausted,
}

impl Timing {
    /// Milliseconds for which the page is busy before.
    pub(super) fn busy(self) -> Value {
        match self {
            Self::Rested => json!(0),
            Self::Exhausted => json!(40),
        }
    }
}

/// One edit, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    /// From the call to the strict commit.
    pub(super) taken: f64,
    /// The longest time for which the page's own thread was blocked.
    pub(super) block: f64,
}

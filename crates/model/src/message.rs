//! Messages between a page and its engine.
//!
//! The page sends a [`Call`], the engine answers each with one [`EngineMessage::Answer`] of the same number, and emits
//! [`EngineMessage::Event`]s. Calls are posted one by one, the messages of the engine in batches: a
//! `Vec<EngineMessage>`, as postcard bytes in a transferred `ArrayBuffer`.
//!
//! The page holds its calls back until it receives [`Event::Listening`], once for each worker it starts: a
//! browser delivers what is posted earlier while the worker's program is still being compiled, to nobody.

mod files;
mod history;
mod packed;
mod page_delta;
mod sharing;

pub use files::{BackupSummary, ExportFormat, ExportedFile, Since, Wrapping};
pub use history::{DeviceSince, HistoryAnswer, HistoryEdit, HistoryRequest};
pub use packed::Packed;
pub use page_delta::PageDelta;
pub use sharing::{
    Access, Anomalies, Connection, Fragment, Invitation, LinkProblem, LinkRelation, Links, Refusal,
    Replacement, SyncState, Transfer,
};

use crate::{
    Command, DeviceId, Id, Kind, Language, RecordView, Stamp, Timestamp,
    command::CommandError,
    import::{Column, ImportDone, ImportPreview, OpenedTable, ReadAs, TableError},
    projection::Section,
};
use serde::{Deserialize, Serialize};

/// A request and its number, which the answer repeats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Chosen by the page, never reused while the engine lives.
    pub number: u32,
    /// What is asked.
    pub request: Request,
}

/// How an engine ended. What it was doing then may have crashed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EngineExit {
    /// Unknown: the page ended with it, while it was visible.
    #[default]
    Unknown,
    /// The page terminated it, or was itself closed or navigated away from.
    Closed,
    /// It crashed, with this message. The page went on.
    Crashed(String),
}

/// What a page asks of its engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Opens the storage; answered with [`Answer::Ready`]. Comes first.
    Start {
        /// The page's language, for the headings of files.
        language: Language,
        /// What the page knows of the end of the engine before this one.
        before: EngineExit,
    },
    /// Makes a directory, opens it, and answers [`Answer::Opened`].
    Create(NewDirectory),
    /// Loads a directory's document and answers [`Answer::Opened`] once it stands.
    Open {
        /// Which.
        directory: Id,
        /// [`crate::projection::Index::heads`] of what the page painted from storage; empty if it painted nothing, or
        /// heard of a change since.
        painted: Vec<u8>,
    },
    /// Carries out a command; answered with [`Answer::Applied`] once it is committed to storage.
    Apply(Command),
    /// Undoes an earlier action, of which [`Answer::Applied`] gave the number.
    Undo(u32),
    /// One record, deleted or not, with its conflicts: [`Answer::Record`].
    Read {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// Any section of the open directory but the first; [`Event::Section`] brings it before the answer,
    /// [`Answer::Done`].
    Show(Section),
    /// Deleted records that can be restored: [`Answer::Deleted`].
    Deleted,
    /// Who changed what: [`Answer::History`].
    History(Packed<HistoryRequest>),
    /// Has something back; answered with [`Answer::Applied`] once it is committed to storage.
    EditHistory(Packed<HistoryEdit>),
    /// Takes in a file as a spreadsheet: [`Answer::Table`].
    OpenTable {
        /// The file's name.
        file: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Reads the file last taken in once more, as somebody says that it is written: [`Answer::Table`]. Where that fails,
    /// the table stays as it was.
    ReadTable(Packed<ReadAs>),
    /// Takes in a sheet of a workbook, which the engine does not read itself: [`Answer::Table`].
    OpenSheet {
        /// The file's name.
        file: String,
        /// The rows, as the reader of workbooks writes them: [`Sheet::text`](crate::workbook::Sheet::text).
        text: String,
        /// What its rows are, where nobody has to be asked: [`Sheet::contacts`](crate::workbook::Sheet::contacts).
        contacts: Option<Kind>,
    },
    /// What an import with these columns would do: [`Answer::Preview`]. Tells its progress.
    PreviewImport {
        /// One meaning a column.
        columns: Packed<Vec<Column>>,
        /// Rows, by their places in the preview, that are groups of their own whatever they look like.
        apart: Vec<usize>,
    },
    /// What an import of the table would do as one of its kind, [`OpenedTable::kind`]: [`Answer::Preview`]. Tells its
    /// progress.
    PreviewRecords,
    /// Carries out the plan last previewed; rows by their place in the preview. [`Answer::Imported`].
    /// Tells its progress.
    CommitImport {
        /// Places of the rows that are not to be taken.
        leave_out: Vec<usize>,
    },
    /// Gives up the import under way, at any moment before it is done; nothing of it stays. [`Answer::Done`].
    CancelImport,
    /// The directory as files: [`Answer::File`].
    Export(ExportFormat),
    /// Looks into a backup: [`Answer::Backup`]. The bytes stay with the engine for [`Request::Restore`].
    OpenBackup {
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Merges the backup last looked into with the directory of its id, creating it where it is not on this
    /// device, and opens it: [`Answer::Opened`].
    Restore,
    /// Removes a directory from this device. Other devices keep theirs. [`Answer::Done`].
    Erase {
        /// Which.
        directory: Id,
        /// Its name as typed by the person, which must match.
        typed: String,
    },
    /// What the storage holds: [`Answer::Storage`].
    Storage,
    /// Gives this device a name in the open directory: [`Answer::Done`].
    NameDevice(String),
    /// The open directory's sync links: [`Answer::Links`]. From the first time on it is synced.
    Share,
    /// Shuts out all who hold a link of the open directory, but for those who are given a new one, and tells them
    /// so: [`Answer::Links`].
    NewLinks {
        /// The message for the holders of the old links.
        message: String,
        /// Whether holders of the old public link are led on to the new one.
        keeps_public: bool,
        /// Also where somebody else has replaced the links: there are two sets of new links then.
        anyway: bool,
    },
    /// Goes on with the links in use here: what is known of others that were made at the same time
    /// ([`SyncState::rivals`]) is not shown any more. [`Answer::Done`].
    KeepLinks,
    /// What a sync link says of itself, found in whatever somebody opened, pasted or scanned:
    /// [`Answer::Invitation`]. Nothing is sent.
    LookAtLink(Fragment),
    /// Brings a directory onto this device as an invitation, to be accepted or declined, and opens it; where it is
    /// here already, the link's access is added to what this device may do: [`Answer::Opened`].
    Join(Fragment),
    /// Keeps the open directory, which came as an invitation: [`Answer::Done`].
    Accept,
    /// Removes a directory that came as an invitation: [`Answer::Done`].
    Decline {
        /// Which.
        directory: Id,
    },
    /// The device came online or the app to the front, or the other way round. [`Answer::Done`].
    Attend {
        /// Whether somebody looks at the page.
        visible: bool,
    },
}

/// How a directory begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewDirectory {
    /// With nothing but its name.
    Empty {
        /// The network's name.
        name: String,
    },
    /// A fictional network to look around in.
    Sample,
}

/// A message of the engine.
#[allow(
    clippy::large_enum_variant,
    reason = "one at a time, read where it arrives; which is large depends on the target"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EngineMessage {
    /// The answer to the call of this number.
    Answer {
        /// [`Call::number`].
        number: u32,
        /// What came of it.
        result: Result<Answer, EngineError>,
    },
    /// An event that nobody asked for.
    Event(Event),
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// See [`Request::Start`].
    Ready {
        /// This device.
        device: DeviceId,
        /// The directories on this device, last opened first.
        directories: Vec<DirectoryEntry>,
    },
    /// See [`Request::Open`]. The projection follows as [`Event::Projection`] if it differs from the painted
    /// one.
    Opened {
        /// The directory.
        entry: DirectoryEntry,
        /// Chunks of the stored history that could not be read and were quarantined.
        quarantined: usize,
    },
    /// See [`Request::Apply`], [`Request::Undo`] and [`Request::EditHistory`].
    Applied {
        /// Undoes it, while the engine lives and nobody changed the same fields since.
        undo: Option<u32>,
    },
    /// See [`Request::Read`].
    Record(Option<Packed<RecordView>>),
    /// See [`Request::Deleted`].
    Deleted(Packed<Vec<DeletedEntry>>),
    /// See [`Request::History`].
    History(Packed<HistoryAnswer>),
    /// See [`Request::OpenTable`], [`Request::OpenSheet`] and [`Request::ReadTable`].
    Table(Packed<OpenedTable>),
    /// See [`Request::PreviewImport`].
    Preview(Packed<ImportPreview>),
    /// See [`Request::CommitImport`].
    Imported {
        /// What was done.
        done: ImportDone,
        /// Undoes the whole of it.
        undo: Option<u32>,
        /// Whether the device could keep what the file said, to compare it with the next one.
        remembered: bool,
    },
    /// See [`Request::Export`].
    File(ExportedFile),
    /// See [`Request::OpenBackup`].
    Backup(Packed<BackupSummary>),
    /// See [`Request::Storage`].
    Storage(StorageSummary),
    /// See [`Request::Share`] and [`Request::NewLinks`].
    Links(Links),
    /// See [`Request::LookAtLink`].
    Invitation(Invitation),
    /// It is done, and there is nothing to say.
    Done,
}

/// An event of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The engine's program runs and takes calls from now on. The first event.
    Listening,
    /// Records changed, here or elsewhere: the only way in which a change reaches a view.
    Delta(PageDelta),
    /// What is painted first of the directory, anew: [`crate::Projection::decode`] reads it. Every other section is to be
    /// asked for again.
    Projection(Vec<u8>),
    /// A section that was asked for by [`Request::Show`], as it is now; what changes of it comes after it.
    Section {
        /// The directory it is of.
        directory: Id,
        /// Which one.
        section: Section,
        /// [`Section::entries`] reads it.
        bytes: Vec<u8>,
    },
    /// How a long action gets on.
    Progress(Progress),
    /// Where saving stands.
    Saving(SaveState),
    /// The sync state of the open directory; nothing where it is not shared.
    Sync(Option<SyncState>),
    /// So many changes of a directory that is not open wait to be sent to its neighbours.
    Elsewhere {
        /// The directory.
        directory: Id,
        /// Changes.
        waiting: u32,
    },
    /// The list of directories on this device changed, here or in another tab.
    Directories(Vec<DirectoryEntry>),
    /// Another tab has a newer version of the app and asked this one to close the storage: the page has
    /// to be loaded again.
    Superseded,
}

/// How a long action gets on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// A long action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Reading a spreadsheet's rows.
    Reading,
    /// Comparing them with the directory.
    Comparing,
    /// Writing them to the document.
    Writing,
    /// Committing them to storage.
    Saving,
    /// Writing a backup.
    BackingUp,
}

/// Where saving stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveState {
    /// Everything shown is committed to this device's storage.
    Saved {
        /// When the last commit was.
        at: Timestamp,
    },
    /// A commit is under way.
    Saving,
    /// A commit failed; what was shown is in memory only, and is tried again.
    Failed(EngineError),
}

/// A directory on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEntry {
    /// Its id.
    pub id: Id,
    /// The network's name.
    pub name: String,
    /// Whether it is the fictional sample.
    pub sample: bool,
    /// What this device may do with it.
    pub access: Access,
    /// Whether it is synced with neighbours.
    pub shared: bool,
    /// Whether it came with a link that nobody has accepted yet.
    pub invitation: bool,
    /// When it was made or first opened on this device.
    pub added: Timestamp,
    /// When it was last opened on this device.
    pub opened: Timestamp,
}

/// A record that was deleted and can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedEntry {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// When and by which device.
    pub stamp: Stamp,
}

/// What the storage holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageSummary {
    /// Bytes that this app's origin uses, as the browser estimates.
    pub used: Option<u64>,
    /// Bytes it may use.
    pub quota: Option<u64>,
    /// Bytes of the open directory's document, both parts.
    pub document: u64,
    /// Changes in its history.
    pub changes: u64,
    /// Chunks quarantined because they could not be read.
    pub quarantined: usize,
}

/// Why a request failed. Nothing was lost; the page says it in the person's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum EngineError {
    /// The device has no room left.
    #[error("the device's storage is full")]
    StorageFull,
    /// The browser gives no storage (private mode, or switched off).
    #[error("this browser gives the page no storage: {0}")]
    StorageUnavailable(String),
    /// Another tab holds an older version of the storage open.
    #[error("another tab holds the storage open in an older version")]
    StorageBlocked,
    /// The storage was written by a newer version of the app.
    #[error("the storage was written by a newer version of the app")]
    StorageNewer,
    /// The storage did not answer in time.
    #[error("the storage did not answer in time")]
    StorageSlow,
    /// The storage failed otherwise.
    #[error("the storage failed: {0}")]
    Storage(String),
    /// The directory was written by a newer version of the app, in a way this one can not read.
    #[error("the directory was written by a newer version of the app")]
    DirectoryNewer,
    /// No such directory on this device.
    #[error("there is no such directory on this device")]
    NoDirectory,
    /// No directory is open.
    #[error("no directory is open")]
    NotOpen,
    /// The command does not hold.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The file is no spreadsheet that can be taken in.
    #[error(transparent)]
    Table(#[from] TableError),
    /// There is no import or backup under way to go on with.
    #[error("there is nothing under way to go on with")]
    NothingUnderWay,
    /// The person cancelled.
    #[error("cancelled")]
    Cancelled,
    /// The file is no backup of a directory, or is damaged.
    #[error("not a backup: {0}")]
    NotABackup(String),
    /// The file holds only changes of a directory that is not on this device.
    #[error("only changes of a directory that is not on this device")]
    OnlyChanges,
    /// Nothing changed since then.
    #[error("nothing changed since then")]
    NothingNew,
    /// The text is no sync link.
    #[error("no sync link: {0}")]
    Link(#[from] LinkProblem),
    /// This device may read the directory and not change it.
    #[error("this device may not change the directory")]
    ReadOnly,
    /// Somebody else has replaced the links, or was quicker to.
    #[error("somebody else has replaced the links")]
    AlreadyReplaced,
    /// The relay stopped answering while new links were made: the old ones may have ended already. It is gone on with,
    /// with the same new links.
    #[error("new links were made by half")]
    LinksUnfinished,
    /// The link claims to be for a directory that is here, and nothing vouches for it.
    #[error("nothing vouches for the link")]
    NotVouched,
    /// The relay did not answer, or not as it should.
    #[error("the relay did not answer")]
    NoRelay,
    /// The typed name is not the directory's.
    #[error("the typed name is not the directory's")]
    WrongName,
    /// The engine stopped and was started again from storage; what was not confirmed has to be done again.
    #[error("the engine stopped: {0}")]
    Stopped(String),
    /// A message could not be read: page and engine are of different versions.
    #[error("page and engine do not understand each other: {0}")]
    Message(String),
    /// The backup that was made does not read back, and is not handed over; a defect.
    #[error("the backup does not read back: {0}")]
    BackupUnreadable(String),
}

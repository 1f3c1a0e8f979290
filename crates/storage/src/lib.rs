//! Directories in the browser: the IndexedDB layout and the only code that names it.
//!
//! Two programs use this crate. The app, on the main thread, takes a [`Reader`]: it paints the list from
//! the stored projection, never creates or upgrades a database, and links next to nothing. What is typed in its forms
//! it keeps itself, as [`Drafts`]. The engine
//! worker takes a [`Store`]: it appends changes, compacts them into snapshots, and owns the layout.
//!
//! Only bytes and strings pass through here; what they mean is the caller's business. What this crate
//! promises instead:
//!
//! - A write that returned `Ok` was committed: the answer is the transaction's `complete` event, and what
//!   a person may be told is saved is written with strict durability. A write that returned an error
//!   either left nothing behind or (after [`StorageError::Timeout`]) may be repeated: keys are content
//!   hashes, so a repetition changes nothing.
//! - A call is one transaction: all of it, or none.
//! - Only records the caller names are ever deleted, except by [`Store::erase_directory`].
//! - Nothing waits for ever, and a connection the browser closed (iOS does, in the background) is opened
//!   again and the call repeated once.

mod connection;
mod device;
mod drafts;
mod error;
mod layout;
mod read;
mod reader;
mod store;
mod transaction;
mod wait;

pub use connection::{DATABASE, StoreEvent, Timeouts};
pub use device::{Usage, is_persistent, request_persistence, usage};
pub use drafts::{Drafts, StoredDraft};
pub use error::StorageError;
pub use layout::VERSION;
pub use read::Directory;
pub use reader::Reader;
pub use store::{
    Compaction, Contents, Keys, Options, Quarantined, Record, RecordKey, RecordKind, Sections, Store,
    SyncContents, SyncWrite, Unreadable,
};

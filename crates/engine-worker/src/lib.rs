//! The Web Worker program: drives a directory over the browser's storage and channels.
//!
//! A page speaks to it in [`groundswell_model::message`]; it answers, and emits events, the same way. One
//! [`Engine`] has one storage and at most one open directory. Requests are carried out one after the other,
//! so that no two of them ever see half of each other's work; reading and cancelling go before.
//!
//! *Architecture invariants:*
//! - Nothing is reported as saved before the storage has committed it.
//! - A change reaches the page as an event, whoever made it: this tab, another tab, a file.
//! - The engine holds no domain rule: what a command does is the document's business, what a spreadsheet
//!   means is the interchange's.
//! - Nothing leaves for a neighbour that is not committed.
//! - A trap leaves the storage as it was after the last commit; the page starts a new worker.

mod channel;
mod clock;
mod compaction;
mod console;
mod engine;
mod entries;
mod failure;
mod ledger;
mod open;
mod options;
pub mod program;
mod projection_cache;
mod random;
mod requests;
mod saving;
mod stored;
mod syncing;
mod tab_messages;
mod undo;
mod warm_up;
mod yielder;

pub use channel::CHANNEL;
pub use engine::Engine;
pub use options::{Options, Timings};

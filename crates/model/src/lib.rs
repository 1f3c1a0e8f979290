//! What a network knows, and how it is spoken of: records, their validation, the commands that change them,
//! the deltas that report a change, the projection a page paints from, and the messages between a page and
//! its engine.
//!
//! *Architecture invariant:* this crate is plain data. It names no document library, no browser and no clock:
//! time and randomness are arguments.

pub mod card;
pub mod command;
pub mod conflict;
pub mod contact;
pub mod date;
pub mod delta;
pub mod entry;
pub mod field;
pub mod fold;
pub mod history;
pub mod id;
pub mod import;
pub mod language;
pub mod meets;
pub mod message;
pub mod problem;
pub mod projection;
pub mod query;
pub mod record;
pub mod states;
pub mod time;
pub mod validate;
pub mod workbook;

pub use card::{GroupCard, GroupTable, PersonCard, Reach, RecordCard};
pub use command::Command;
pub use conflict::{Conflict, ConflictValue};
pub use contact::{Audience, ContactKind, ContactWay};
pub use date::Date;
pub use delta::Delta;
pub use entry::StoredEntry;
pub use field::Field;
pub use id::{DeviceId, Id};
pub use language::{Label, Language};
pub use problem::{FieldError, Problem};
pub use projection::{Projection, Projections};
pub use record::*;
pub use time::{Stamp, Timestamp};

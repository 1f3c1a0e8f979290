//! How a replica of a directory meets its neighbours: a state machine without input or output.
//!
//! A [`Replica`] is one directory on one device with its one or two rooms. [`Replica::handle`] takes an
//! [`Event`], the time and a source of randomness, and gives [`Effect`]s; whoever drives it does them and
//! reports back. Nothing is sent that is not stored, nothing leaves the outbox that the relay has not
//! acknowledged, and at any moment the replica may be lost and made again from what storage holds.
//!
//! **What is kept.** A replica keeps the sealed bytes of every chunk that no checkpoint covers, its own and
//! those of others. So any of them, also one that cannot write, fills an emptied relay again with the very
//! same chunks under the same ids, however many replicas do so at once; sealing changes anew would need the
//! right to write and would make as many copies as there are replicas. It costs about as much storage again
//! as the document. Pieces of a first sync are kept as they come: an interruption costs nothing.
//!
//! **Two tabs.** One replica on a store is enough, and one should own the connection. Two do no harm: each
//! record is named by its content, and a replica removes only what it has itself read or written.
//!
//! *Architecture invariant:* this crate knows no document library, no browser, no clock and makes no
//! randomness. A change is opaque bytes with a name.

mod clock;
mod effect;
mod event;
mod notice;
mod pace;
mod record;
mod replica;
mod room;
mod status;

pub use effect::Effect;
pub use event::{Document, Event, Outcome};
pub use groundswell_model::Part;
pub use pace::Pace;
pub use record::{Change, Record, Settings, State, Stored, Write};
pub use replica::Replica;
pub use status::{Connection, Doubts, Progress, Refusal, Status};

/// The name of a change, of 32 bytes: equal for equal changes.
pub type Name = [u8; 32];
/// 32 bytes that stand for the state of a part: equal for equal states.
pub type Digest = [u8; 32];
pub use groundswell_seal::Rng as Random;

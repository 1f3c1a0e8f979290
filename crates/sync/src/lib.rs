//! How a replica of a directory meets its neighbours: a state machine without input or output.
//!
//! A [`Replica`] is one directory on one device with its one or two rooms. [`Replica::handle`] takes an
//! [`Event`], the time and a source of randomness, and gives [`Effect`]s; whoever drives it does them and
//! reports back. Nothing is sent that is not stored, nothing leaves the outbox that the relay has not
//! acknowledged, and at any moment the replica may be lost and made again from what storage holds.
//!
//! # What storage keeps
//!
//! Beside the document's own changes, for each directory and key epoch (a new link has records of its own):
//!
//! | what | written when | read for |
//! |---|---|---|
//! | *unsealed* marks: part and name of a local change | in the very transaction that commits the change | [`Stored::unsealed`], with the change's bytes |
//! | records: [`Record`] under its id, and the chunk's sealed bytes | [`Effect::Write`] | [`Stored::records`], [`Effect::Fetch`] |
//! | [`Settings`] | [`Effect::Write`]; and once by whoever begins to share (below) | [`Stored::settings`] |
//!
//! So a replica keeps the sealed bytes of every chunk that no checkpoint covers, its own and those of others.
//! Any of them, also one that cannot write, fills an emptied relay again with the very same chunks under the
//! same ids, however many replicas do so at once; sealing changes again would need the right to write and would
//! make as many copies as there are replicas. It costs about as much storage again as the document. Fragments of
//! a first sync are kept as they come: an interruption costs nothing.
//!
//! # How to drive it
//!
//! 1. Make the keys from the directory's capability, and `Replica::new(&keys, Timings::default())`; with
//!    [`Replica::on_device`] the members who are here see each other.
//! 2. Bring the document up to what storage holds, read all of the above, and hand it over as
//!    [`Event::Loaded`]. That is the first event; [`Event::Committed`] alone may come before it.
//! 3. Do every effect that comes back, and hand over what happens, for ever. There is nothing to poll.
//! 4. To stop, drop the replica, close its connection and forget its timer. Nothing need be sent or saved.
//!
//! **Order.** Effects come in two rows, and each row is done in its order: those on storage and the document
//! (`Load`, `Write`, `Fetch`, `Merge`, `Save`), the next not before the last is committed; and those on the
//! connection (`Connect`, `Send`, `Disconnect`), at once and without waiting for the first row: what is sent
//! was stored long before. Events, too, are handed over in the order in which things happened: the answers of
//! the first row and `Committed` carry the state of a part, and the last one counts; messages come as they
//! arrived. One event at a time; an event that belongs to a connection or a number of before is passed over.
//!
//! | event | given when |
//! |---|---|
//! | [`Event::Loaded`] | at the start; as the answer to `Load` |
//! | [`Event::Committed`] | after a local edit is committed, together with its unsealed mark; also one of another tab, once it is in this tab's document |
//! | [`Event::Connected`], [`Event::Received`], [`Event::Disconnected`] | a WebSocket to the relay's `/sync` opened, brought a binary message, closed or failed. A text message is a failure |
//! | [`Event::Timer`] | the last `SetTimer` ran out. At any other time it does no harm |
//! | [`Event::Written`], [`Event::Fetched`], [`Event::Merged`], [`Event::Saved`] | the effect of that number is done |
//! | [`Event::Awake`] | the browser's `online`, the page became visible, the device woke: it connects at once, whatever the wait |
//! | [`Event::Flush`] | the page is being hidden, or somebody pressed "sync now": what is pending is sealed at once |
//! | [`Event::Close`] | an editor made a new link and shuts this room |
//!
//! | effect | must |
//! |---|---|
//! | [`Effect::Load`] | bring the document up to storage (another tab may have changed it), read everything, answer `Loaded` |
//! | [`Effect::Write`] | be one strict transaction: put records (bytes only where given), remove records with their bytes, remove unsealed marks, put settings. Answer after its commit; where it failed, and left nothing behind, with `done: false` |
//! | [`Effect::Fetch`] | read sealed bytes, leaving out what is not there |
//! | [`Effect::Merge`] | merge bytes that a stranger may have written (a document library may panic or be slow on them), **commit the new changes strictly and only then answer**: the chunk's record says that the document has it. Who has no document answers [`Outcome::Later`], and who dares not merge all of it [`Outcome::Quarantined`]: the items are kept. Those changes get no unsealed mark. Tell the page and other tabs as of any change |
//! | [`Effect::Save`] | save the whole document of a part in memory, with its heads. Nothing is written |
//! | [`Effect::Connect`] | open a socket under that number, and close any other |
//! | [`Effect::Send`] | send one binary message, if the socket of that number stands; else nothing |
//! | [`Effect::Disconnect`] | close the socket; no `Disconnected` need follow |
//! | [`Effect::SetTimer`] | forget the earlier timer |
//! | [`Effect::Status`] | show it, also in the other tabs |
//!
//! ```
//! use groundswell_seal::{Capability, Keys, Seed};
//! use groundswell_sync::{Document, Effect, Event, Outcome, PartStatus, Replica, Stored, Timings};
//! use std::collections::VecDeque;
//!
//! /// What is outside: storage, the document, a socket, a timer, the page.
//! struct Outside {
//!     socket: Option<u32>,
//!     sent: Vec<Vec<u8>>,
//! }
//!
//! impl Outside {
//!     /// Does an effect. What it brings about at once is given back; what takes time comes as an event later.
//!     fn perform(&mut self, effect: Effect) -> Option<Event> {
//!         match effect {
//!             Effect::Load => Some(Event::Loaded(Stored::default())),
//!             // Stored, in one strict transaction.
//!             Effect::Write(write) => Some(Event::Written { number: write.number, done: true }),
//!             Effect::Fetch { number, .. } => Some(Event::Fetched { number, chunks: Vec::new() }),
//!             // Merged, and committed.
//!             Effect::Merge { number, .. } => {
//!                 let (names, lacking) = (Vec::new(), Vec::new());
//!                 let status = PartStatus { state: [1; 32], missing: 0 };
//!                 let outcome = Outcome::Taken { names, left_out: false, lacking, status };
//!                 Some(Event::Merged { number, outcome })
//!             }
//!             Effect::Save { number, claims, .. } => {
//!                 let document = Document { items: Vec::new(), names: Vec::new(), lacking: claims };
//!                 Some(Event::Saved { number, document: Some(document) })
//!             }
//!             Effect::Connect { connection } => {
//!                 self.socket = Some(connection);
//!                 Some(Event::Connected { connection })
//!             }
//!             Effect::Disconnect { connection } => {
//!                 self.socket.take_if(|number| *number == connection);
//!                 None
//!             }
//!             Effect::Send { connection, bytes } => {
//!                 if self.socket == Some(connection) {
//!                     self.sent.push(bytes);
//!                 }
//!                 None
//!             }
//!             Effect::SetTimer { .. } | Effect::Status(_) => None,
//!         }
//!     }
//! }
//!
//! fn drive(replica: &mut Replica, event: Event, outside: &mut Outside) {
//!     let mut events = VecDeque::from([event]);
//!     while let Some(event) = events.pop_front() {
//!         let now = 1_700_000_000_000; // the device's clock
//!         let mut random = |bytes: &mut [u8]| bytes.fill(7); // the system's randomness
//!         for effect in replica.handle(event, now, &mut random) {
//!             events.extend(outside.perform(effect));
//!         }
//!     }
//! }
//!
//! let capability = Capability::edit(Seed::from_bytes([1; 32]));
//! let keys = Keys::new(&capability, 0).unwrap();
//! let mut replica = Replica::new(&keys, Timings::default());
//! let mut outside = Outside { socket: None, sent: Vec::new() };
//! drive(&mut replica, Event::Loaded(Stored::default()), &mut outside);
//! // Connected, and all of the one round trip sent in one message.
//! assert_eq!(outside.sent.len(), 1);
//! ```
//!
//! # Beginning to share
//!
//! A directory that was there before it had a link holds changes that no chunk does. Whoever makes the first
//! link stores [`Settings`] with all parts in [`Settings::publish`] before the replica starts; each part then
//! goes out as a checkpoint. Changes of before need no unsealed marks, and ones that have them may keep them.
//! A new link after somebody was shut out is the same: a replica with the new keys and records of its own,
//! which publishes. The replica with the old keys gets [`Event::Close`] and is driven until its records say
//! that the relay holds the notices (it then hangs up). The new one gets the old rooms as [`Settings::earlier`]: it
//! brings their notices to a relay that lost them, and receives further ones ([`Status::earlier`]).
//!
//! # Several tabs on one store
//!
//! One tab of a directory leads, by a Web Lock, and only that one has a [`Replica`]. The others need none: they
//! commit an edit with its unsealed mark, which is all that the outbox asks for, and notify the leader, who takes
//! the change into its document and hands it over as [`Event::Committed`]. If the message does not arrive, because
//! the leader was just gone or the tab crashed, nothing is lost: the mark is read at every start, and the
//! leader looks into storage whenever it connects or is woken, and every few minutes. `Flush` and `Awake` of other tabs are
//! passed on to the leader, and its `Status` to them.
//!
//! Two replicas on one store for a while (no Web Locks, a lock that was stolen) do no harm: each record is
//! named by its content, none removes what it has not itself read or written, and what each relies on the
//! other has committed.
//!
//! # What the status means
//!
//! [`Status`] is what is so, never what is hoped: [`Status::waiting`] counts local changes that the relay has
//! not acknowledged as durable, [`Status::saved_here`] what this crate wants stored (whether the edits
//! themselves are saved the engine knows), [`Status::synced_at`] when last nothing was missing either way.
//! [`Anomalies`] are findings, all zero with an honest relay and sound neighbours; [`Anomalies::of_relay`] is worth a
//! sentence to a person. A refusal is shown with what is to be done: an old app waits for its update, a full
//! room or a rate passes or needs another relay; the replica keeps trying.
//!
//! *Architecture invariant:* this crate knows no document library, no browser, no clock and makes no
//! randomness. A change is opaque bytes with a name.

mod clock;
mod effect;
mod event;
mod record;
mod replica;
mod room;
mod status;
mod timings;

pub use effect::Effect;
pub use event::{Document, Event, Outcome};
pub use groundswell_model::Part;
pub use groundswell_seal::Rng as Random;
pub use record::{Change, EarlierRoom, Notice, PartStatus, Record, Settings, State, Stored, Write};
pub use replica::Replica;
pub use status::{Anomalies, Connection, EarlierNotice, Progress, Refusal, Status};
pub use timings::Timings;

/// The name of a change, of 32 bytes: equal for equal changes, as the hash of an Automerge change is.
pub type Name = [u8; 32];
/// What a device calls itself in the document: the first 8 bytes of the name that its changes carry.
pub type DeviceName = [u8; 8];
/// 32 bytes that stand for the state of a part: equal for equal states, such as the hash of its sorted heads
/// and of what waits in it for something missing. All zero means that it is not known.
pub type Digest = [u8; 32];

//! Inputs and outputs of a relay.

use std::net::IpAddr;

use axum::body::Bytes;
use groundswell_wire::{Channel, ChunkId, RoomId};

use crate::store::{Change, StoredRoom};

/// A moment by the relay's own clock, in milliseconds. It goes on only while a relay runs, never jumps and never goes
/// back; what it began with the store keeps ([`crate::store::Store::clock`]). So nothing depends on whether the
/// system's clock is right.
pub type Millis = u64;

/// One client's connection, as its owner numbers it. Numbers are never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// A commit that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Why the store did not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFault {
    /// There is no more room.
    Full,
    /// It is damaged.
    Corrupt,
    /// Something else.
    Failed,
}

/// What happened.
#[derive(Debug)]
pub enum Input {
    /// Somebody connected.
    Connected {
        /// The new connection.
        connection: ConnectionId,
        /// Where from.
        address: IpAddr,
    },
    /// A message came. Not to be given for a connection that waits ([`Output::Pause`]).
    Message {
        /// From whom.
        connection: ConnectionId,
        /// One or more frames.
        bytes: Bytes,
    },
    /// What is kept of a client's messages that was not given as [`Input::Message`] yet: one that has not ended, and
    /// what came while the client has to wait. Each message given is taken off by itself.
    Unfinished {
        /// Of whom.
        connection: ConnectionId,
        /// How many bytes now, in all.
        bytes: usize,
    },
    /// A sign of life that is no message, such as a pong. Costs as much as a frame.
    Alive {
        /// Of whom.
        connection: ConnectionId,
    },
    /// The connection is no more.
    Disconnected {
        /// Whose.
        connection: ConnectionId,
    },
    /// The answer to [`Output::Load`].
    Loaded {
        /// The room.
        room: RoomId,
        /// What it holds.
        stored: Result<StoredRoom, StoreFault>,
    },
    /// The answer to [`Output::Read`].
    Read {
        /// Who is to get it.
        connection: ConnectionId,
        /// On which channel.
        channel: Channel,
        /// The room.
        room: RoomId,
        /// The chunks; those that are not there any more are left out.
        chunks: Result<Vec<(ChunkId, Bytes)>, StoreFault>,
    },
    /// The answer to [`Output::Commit`]s, in the order in which they were asked for.
    Committed {
        /// Which.
        tickets: Vec<Ticket>,
        /// Whether all of it is stored for good, or none.
        result: Result<(), StoreFault>,
    },
    /// The answer to [`Output::Probe`].
    Probed {
        /// Whether the store can be written again.
        is_well: bool,
    },
    /// What the store holds in all.
    Usage {
        /// Bytes of all chunks.
        bytes: u64,
    },
    /// Rooms were forgotten, as [`Output::Shrink`] asked.
    Shrunk {
        /// Which.
        rooms: Vec<RoomId>,
    },
    /// Time has passed. Wanted some times a second.
    Tick,
    /// Those who wait for their turn get one, of about a millisecond. Wanted after [`Output::Turns`], for as long as
    /// [`super::Relay::has_turns`], each after others had their turn.
    Turn,
    /// The relay is to end: every client is notified, once what it put is stored.
    Stop,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub enum Output {
    /// There is something to send: ask [`super::Relay::transmit`] until there is nothing.
    Wake(ConnectionId),
    /// Read nothing more from this client until [`Output::Resume`].
    Pause(ConnectionId),
    /// Read from this client again.
    Resume(ConnectionId),
    /// Somebody waits for their turn: see [`Input::Turn`].
    Turns,
    /// Ask this client whether it is there.
    Ping(ConnectionId),
    /// Cut this connection, with whatever waits for it. It needs no [`Input::Disconnected`].
    Cut(ConnectionId),
    /// Say what a room holds.
    Load(RoomId),
    /// Read chunks.
    Read {
        /// For whom.
        connection: ConnectionId,
        /// For which channel.
        channel: Channel,
        /// The room.
        room: RoomId,
        /// The chunks.
        ids: Vec<ChunkId>,
    },
    /// Make changes and say when they are stored for good. In the order in which they are asked for.
    Commit {
        /// Their number.
        ticket: Ticket,
        /// The changes.
        changes: Vec<Change>,
    },
    /// Try whether the store can be written again.
    Probe,
    /// Forget rooms that nobody used since a moment, in seconds of the relay's clock.
    Expire(u64),
    /// Forget rooms that only one address ever used, until so many bytes are free, and say which
    /// ([`Input::Shrunk`]).
    Shrink(u64),
}

/// What is to be sent to a client next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transmit {
    /// Nothing for now.
    Nothing,
    /// One message, of these frames.
    Message(Vec<Bytes>),
    /// Everything has been sent: close the connection.
    HangUp,
}

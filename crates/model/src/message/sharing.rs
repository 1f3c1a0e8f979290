//! What page and engine say to each other of sync links and of the neighbours behind the relay.

use crate::{DeviceId, Id, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What this device may do with a directory: what a sync link gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Access {
    /// Read what a stranger may see.
    Public,
    /// Read everything.
    Members,
    /// Read and change everything.
    #[default]
    Edit,
}

impl Access {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Members, Self::Edit];
}

/// A sync link, as the fragment of a web address, from `#` on. A secret: whoever has it can do what it gives. It
/// belongs in no log, title, address or error.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragment(pub String);

impl fmt::Debug for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fragment(secret)")
    }
}

/// The links of the open directory that this device can give on: those to its own access and to less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// What each lets its holder do, the most first.
    pub links: Vec<(Access, Fragment)>,
    /// The relay's address, where it is not the page's own.
    pub relay: Option<String>,
}

/// What a sync link says of itself. Only the directory's id and the access are certain: whoever made the link
/// chose the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The directory.
    pub directory: Id,
    /// The network's name, as whoever made the link wrote it.
    pub name: Option<String>,
    /// What the link lets its holder do.
    pub access: Access,
    /// The relay's address, where it is not the page's own.
    pub relay: Option<String>,
    /// What this device may do with the directory already, where it has it.
    pub here: Option<Access>,
    /// Whether this device has something to gain by it: it does not have the directory, may do less with it, or goes
    /// by a link that this one was made in place of.
    pub brings: bool,
}

/// Why a text is no sync link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum LinkProblem {
    /// There is none in it.
    #[error("there is no sync link in it")]
    None,
    /// Part of it was left behind when it was copied.
    #[error("the sync link was cut short")]
    CutShort,
    /// Letters of it were changed.
    #[error("letters of the sync link were changed")]
    Mistyped,
    /// A newer version of the app made it.
    #[error("a newer version of the app made the sync link")]
    Newer,
    /// It says something that is not allowed.
    #[error("the sync link says something that is not allowed")]
    Malformed,
    /// It is more text than anybody would paste.
    #[error("more text than is looked into")]
    TooLong,
}

/// How it stands between this device and its neighbours. Nothing here runs ahead of storage or the relay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncState {
    /// Local changes that the relay has not acknowledged as durable.
    pub waiting: u32,
    /// When this device last had everything the relay has, and the other way round.
    pub synced_at: Option<Timestamp>,
    /// How it stands with the relay.
    pub connection: Connection,
    /// What is still to come, while something is.
    pub transfer: Option<Transfer>,
    /// What does not add up.
    pub doubts: Doubts,
    /// The other members' devices that are here at the same time, as far as they say so.
    pub here: Vec<DeviceId>,
    /// What the notice said that closed the room, where one did: this link leads nowhere any more.
    pub closed: Option<String>,
}

/// How it stands with the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Connection {
    /// Not connected. Normal: local work goes on.
    #[default]
    Offline,
    /// On the way.
    Connecting,
    /// Everything of before has been exchanged; what comes now comes at once.
    Live,
    /// The relay is there and does not serve this directory.
    Refused(Refusal),
}

/// Why a relay refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Relay and app have no version of the protocol in common.
    Version,
    /// The link does not open the room.
    NotAllowed,
    /// A limit of the relay is reached.
    Limit,
    /// The relay cannot store at the moment.
    ReadOnly,
    /// The room is closed: a new link was made.
    Closed,
    /// Something else.
    Other,
}

/// How far a transfer is, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Received.
    pub received: u64,
    /// What will have been received at the end.
    pub total: u64,
}

/// What does not add up. None of it with an honest relay and sound neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubts {
    /// The relay withholds, loses or damages changes, or shows different people different things.
    pub relay: bool,
    /// Changes of neighbours that could not be read and stay out.
    pub unreadable: u32,
    /// Changes that a newer version of the app wrote; they are kept for it.
    pub newer: u32,
}

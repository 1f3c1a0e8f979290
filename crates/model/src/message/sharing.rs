//! What page and engine say to each other of sync links and of the neighbours behind the relay.

use crate::{DeviceId, Id, Stamp, Timestamp};
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
    /// The address of the page that the link leads to, where that is another than this one and the link names no
    /// relay: from here it would lead nowhere.
    pub elsewhere: Option<String>,
    /// What this device may do with the directory already, where it has it.
    pub here: Option<Access>,
    /// How it stands to what this device has.
    pub relation: LinkRelation,
    /// Which device made the link's keys in place of earlier ones, and when, as these vouch for it.
    pub maker: Option<Stamp>,
    /// Twelve digits that stand for the link's keys: two people can compare them.
    pub code: String,
    /// What this device has of the directory and will send to the holders of this link once it is used: up to the
    /// public part, or everything. Nothing is sent before.
    pub hands_over: Option<Access>,
}

/// How a sync link stands to what a device has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkRelation {
    /// The directory is not here.
    New,
    /// It opens the same as the link in use here, and lets its holder do no more.
    Same,
    /// It opens the same as the link in use here, and lets its holder do more.
    More,
    /// The link in use here vouches for it: it was made in its place.
    Newer,
    /// The link in use here was made in its place.
    Older,
    /// It and the link in use here were both made in place of the same earlier one.
    Rival,
    /// Nothing ties it to the directory that is here: somebody claims that it is the same one. It is never used.
    Unrelated,
}

impl LinkRelation {
    /// Whether using the link changes by which one this device goes.
    #[must_use]
    pub const fn is_adopted(self) -> bool {
        match self {
            Self::More | Self::Newer | Self::Rival => true,
            Self::New | Self::Same | Self::Older | Self::Unrelated => false,
        }
    }
}

/// A notice that links were replaced. Every editor can write one, also one who was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Who says so, and when, as far as the old keys vouch for it. The device's name is what it calls itself.
    pub maker: Option<Stamp>,
    /// What they wrote: plain text of a stranger, never a link.
    pub words: String,
    /// The code of the new keys.
    pub code: Option<String>,
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
    pub anomalies: Anomalies,
    /// The other members' devices that are here at the same time, as far as they say so.
    pub here: Vec<DeviceId>,
    /// When something of somebody else's last came.
    pub received_at: Option<Timestamp>,
    /// Whether the relay answers and has nothing of this directory, and nothing came yet: this device is in step with
    /// nobody.
    pub empty: bool,
    /// Notices that the link in use here was replaced, in the order in which the relay has them. Where there is one,
    /// this link leads nowhere any more; where there are several, none is the official one.
    pub replaced: Vec<Replacement>,
    /// Other links that somebody made in place of the same earlier one as the link in use here, and about which
    /// nobody here has decided: not everybody may have come along.
    pub rivals: Vec<Replacement>,
    /// Of the link in use here: who made it in place of an earlier one, and its code.
    pub keys: Option<Replacement>,
    /// Changes made here that nobody else has and that the link in use does not let this device send: it is in step
    /// with nobody.
    pub left_behind: u32,
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
pub struct Anomalies {
    /// The relay withholds, loses or damages changes, or shows different people different things.
    pub relay: bool,
    /// Changes of neighbours that could not be read and stay out.
    pub unreadable: u32,
    /// Changes that a newer version of the app wrote; they are kept for it.
    pub newer: u32,
}

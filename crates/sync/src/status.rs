//! What a person is shown of the syncing.

use crate::{DeviceName, Notice};

/// What is sent to the page as it is.
pub use groundswell_model::message::{Connection, Refusal, Transfer as Progress};

/// A notice in a room of earlier keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierNotice {
    /// The key epoch of the room.
    pub epoch: u32,
    /// The verifying key of the room.
    pub key: [u8; 32],
    /// The notice.
    pub notice: Notice,
}

/// The state of a replica's syncing. It is shown as it is: nothing here runs ahead of storage or the relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether everything this replica wants stored is stored on this device.
    pub saved_here: bool,
    /// Local changes that the relay has not acknowledged as durable.
    pub waiting: u32,
    /// Chunks that the relay had, lost and has not acknowledged again.
    pub owed: u32,
    /// When this device last had everything the relay has and the other way round: milliseconds since 1970.
    pub synced_at: Option<i64>,
    /// How it stands with the relay.
    pub connection: Connection,
    /// What is still to come from the relay, while something is.
    pub progress: Option<Progress>,
    /// What does not add up.
    pub anomalies: Anomalies,
    /// The other members' devices that are here at the same time, as far as they announce it.
    pub here: Vec<DeviceName>,
    /// When a change of somebody else's last came: milliseconds since 1970.
    pub received_at: Option<i64>,
    /// Whether the relay answered and has nothing at all of this directory, and neither has this device: it is
    /// not in step with anybody.
    pub empty: bool,
    /// The notices that closed the rooms: where there are any, this link leads nowhere any more.
    pub notices: Vec<Notice>,
    /// The notices in the rooms of the keys before these.
    pub earlier: Vec<EarlierNotice>,
    /// Changes of this device that nobody else has and that it may not send: it is not in step with anybody.
    pub left_behind: u32,
}

/// What does not add up. All zero with an honest relay and sound neighbours. A replica keeps findings one by one, for
/// whoever looks into them; the page is sent fewer (`model`'s type of the same name).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anomalies {
    /// Changes that something here builds on and that the relay, asked again, did not send.
    pub withheld: u32,
    /// Chunks of this device that the relay had acknowledged and later did not have, without having been
    /// emptied, and that are in nothing that it sent. An editor whose checkpoint lied can look the same.
    pub lost: u32,
    /// Chunks that came damaged or unsigned: the relay made them or let them go bad.
    pub corrupted: u32,
    /// Whether a neighbour who is there and has sent everything shows another state: the relay shows
    /// different people different things.
    pub forked: bool,
    /// Checkpoints that do not hold what they claim to cover.
    pub unfounded: u32,
    /// Chunks that could not be opened or read, and stay out.
    pub undecodable: u32,
    /// Chunks that a newer version of the app wrote; they are kept for it.
    pub newer: u32,
}

impl Anomalies {
    /// Whether any of them is the relay's doing.
    #[must_use]
    pub const fn of_relay(&self) -> bool {
        self.withheld > 0 || self.lost > 0 || self.corrupted > 0 || self.forked
    }
}

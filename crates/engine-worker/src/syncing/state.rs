//! The replica's status in the words of page and engine.

use groundswell_model::{
    DeviceId, Timestamp,
    message::{Connection, Doubts, Refusal, SyncState, Transfer},
};
use groundswell_sync as sync;

use super::replaced::Shown;

/// What the page is told.
pub(super) fn of(status: sync::Status, notices: Shown) -> SyncState {
    let Shown { replaced, rivals, keys } = notices;
    let sync::Status {
        waiting,
        synced_at,
        connection,
        progress,
        doubts,
        here,
        heard_at,
        empty,
        left_behind,
        ..
    } = status;
    SyncState {
        waiting,
        synced_at: synced_at.map(Timestamp),
        connection: match connection {
            sync::Connection::Offline => Connection::Offline,
            sync::Connection::Connecting => Connection::Connecting,
            sync::Connection::Live => Connection::Live,
            sync::Connection::Refused(why) => Connection::Refused(refusal(why)),
        },
        transfer: progress.map(|sync::Progress { received, total }| Transfer { received, total }),
        doubts: Doubts { relay: doubts.of_relay(), unreadable: doubts.undecodable, newer: doubts.newer },
        here: here.into_iter().map(DeviceId).collect(),
        heard_at: heard_at.map(Timestamp),
        empty,
        replaced,
        rivals,
        keys,
        left_behind,
    }
}

const fn refusal(why: sync::Refusal) -> Refusal {
    match why {
        sync::Refusal::Version => Refusal::Version,
        sync::Refusal::NotAllowed => Refusal::NotAllowed,
        sync::Refusal::Limit => Refusal::Limit,
        sync::Refusal::ReadOnly => Refusal::ReadOnly,
        sync::Refusal::Closed => Refusal::Closed,
        sync::Refusal::Other => Refusal::Other,
    }
}

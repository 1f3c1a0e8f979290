//! The replica's status in the words of page and engine.

use groundswell_model::{
    DeviceId, Timestamp,
    message::{Anomalies, SyncState},
};
use groundswell_sync as sync;

use super::replaced::Shown;

/// What the page is sent.
pub(super) fn of(status: sync::Status, notices: Shown) -> SyncState {
    let Shown { replaced, rivals, keys } = notices;
    let sync::Status {
        waiting,
        synced_at,
        connection,
        progress,
        anomalies,
        here,
        received_at,
        empty,
        left_behind,
        ..
    } = status;
    SyncState {
        waiting,
        synced_at: synced_at.map(Timestamp),
        connection,
        transfer: progress,
        anomalies: Anomalies {
            relay: anomalies.of_relay(),
            unreadable: anomalies.undecodable,
            newer: anomalies.newer,
        },
        here: here.into_iter().map(DeviceId).collect(),
        received_at: received_at.map(Timestamp),
        empty,
        replaced,
        rivals,
        keys,
        left_behind,
    }
}

//! Several tabs on one store: the leader has the replica, the others leave marks.

use crate::device::{Device, change, id};
use groundswell_seal::Grant;
use groundswell_sync::{Event, Part, State};
use groundswell_wire::{Channel, RelayFrame};

#[test]
fn what_another_tab_committed_goes_out_although_the_leader_did_not_hear_of_it() {
    let mut device = Device::live(Grant::Edit);
    device.unsealed.push((Part::Public, change(4, 10)));
    device.handle(Event::Awake);
    device.wait(2_000);
    assert_eq!(device.put().len(), 1);
    assert!(device.unsealed.is_empty());
}

#[test]
fn a_leader_that_is_left_alone_looks_into_storage_every_few_minutes() {
    let mut device = Device::live(Grant::Edit);
    device.unsealed.push((Part::Public, change(4, 10)));
    for _ in 0..17 {
        device.wait(15_000);
        device.receive(&[
            RelayFrame::Pong { number: 0 },
            RelayFrame::Live { channel: Channel(0) },
            RelayFrame::Live { channel: Channel(1) },
        ]);
    }
    device.wait(2_000);
    assert_eq!(device.disconnects, 0);
    assert!(device.unsealed.is_empty());
}

#[test]
fn who_connects_looks_into_storage() {
    let mut device = Device::new(Grant::Edit);
    device.start();
    device.unsealed.push((Part::Public, change(4, 10)));
    device.connected();
    assert_eq!(device.loads, 1);
    device.wait(2_000);
    assert_eq!(device.put().len(), 1);
}

#[test]
fn what_another_replica_on_the_same_store_sealed_is_sent_as_it_is() {
    let mut other = Device::live(Grant::Edit);
    other.edit(4);
    other.wait(2_000);
    let sealed = other.put();
    let mut device = Device::live(Grant::Edit);
    device.disk = other.disk.clone();
    device.handle(Event::Awake);
    assert_eq!(device.put(), sealed);
}

#[test]
fn a_note_without_its_chunk_that_two_tabs_left_behind_is_cleared_away_and_no_loss() {
    let mut device = Device::live(Grant::Edit);
    device.edit(4);
    device.wait(2_000);
    let put = device.put();
    device.receive_ack(&[id(&put[0])]);
    for (_, sealed) in device.disk.values_mut() {
        sealed.clear();
    }
    device.handle(Event::Awake);
    device.receive(&[RelayFrame::Wanted { channel: Channel(0), ids: vec![id(&put[0]).short()] }]);
    device.greeted(3, &[]);
    assert_eq!((device.status().owed, device.status().anomalies.lost), (0, 0));
    assert_eq!(device.count(State::Held), 0);
}

//! What neighbours tell each other of the state of a part, and what is made of it.

use crate::device::{Device, Sent, id, keys, tail};
use groundswell_seal::Grant;
use groundswell_sync::Part;
use groundswell_wire::{Channel, RelayFrame};

/// A neighbour who has everything says in a part's room that the parts are in this state.
fn receive_in(device: &mut Device, part: groundswell_seal::Part, state: u8) {
    receive_states(device, part, [state, state]);
}

/// The same of the public and the members part.
fn receive_states(device: &mut Device, part: groundswell_seal::Part, [public, members]: [u8; 2]) {
    let keys = keys(Grant::Edit);
    let room = keys.room(part).unwrap();
    let text = [&[3][..], &[9; 8], &[public; 32], &[members; 32]].concat();
    let bytes = room.seal_ephemeral(&text, &mut |bytes: &mut [u8]| bytes.fill(5)).unwrap();
    let channel = Channel(if part == groundswell_seal::Part::Public { 0 } else { 1 });
    device.receive(&[RelayFrame::Ephemeral { channel, bytes: &bytes }]);
}

fn receive_of(device: &mut Device, state: u8) {
    receive_in(device, groundswell_seal::Part::Members, state);
}

/// The neighbour stays in this state while the relay answers that it has nothing more.
fn stays_apart(device: &mut Device) {
    for _ in 0..30 {
        receive_of(device, 77);
        device.wait(5_000);
        device.receive(&[0, 1].map(|at| RelayFrame::Live { channel: Channel(at) }));
    }
}

fn sends_its_state(device: &mut Device) -> bool {
    device.sent().iter().any(|sent| matches!(sent, Sent::Ephemeral(1)))
}

#[test]
fn a_neighbour_who_stays_in_another_state_gets_a_message_and_is_an_anomaly() {
    let mut device = Device::live(Grant::Edit);
    stays_apart(&mut device);
    assert!(sends_its_state(&mut device));
    assert!(device.status().anomalies.forked);
}

#[test]
fn what_a_stranger_may_say_in_the_public_room_alarms_nobody() {
    let mut device = Device::live(Grant::Edit);
    for state in 0..60 {
        receive_in(&mut device, groundswell_seal::Part::Public, state);
        device.wait(5_000);
        device.receive(&[0, 1].map(|at| RelayFrame::Live { channel: Channel(at) }));
    }
    assert!(!device.status().anomalies.of_relay());
    assert!(!device.sent().iter().any(|sent| matches!(sent, Sent::Ephemeral(0))), "nor is it answered");
}

#[test]
fn who_could_not_publish_yet_what_it_holds_neither_sends_its_state_nor_finds_anomalies() {
    let mut device = Device::new(Grant::Edit);
    device.document.insert([1; 32]);
    device.settings.publish = vec![Part::Public];
    device.fails_saves = true;
    device.start();
    device.connected();
    device.greeted(0, &[]);
    stays_apart(&mut device);
    assert!(!sends_its_state(&mut device));
    assert!(!device.status().anomalies.forked);
    device.fails_saves = false;
    // A relay that owes an acknowledgement for longer is hung up on.
    let put = (0..60).find_map(|_| {
        device.wait(1_000);
        device.put().pop()
    });
    device.receive_ack(&[id(&put.unwrap())]);
    stays_apart(&mut device);
    assert!(sends_its_state(&mut device));
    assert!(device.status().anomalies.forked);
}

/// A device that holds a change that was received, and so many that it may not send.
fn left(grant: Grant, left_behind: u32) -> Device {
    let mut device = Device::new(grant);
    device.document.insert([9; 32]);
    device.settings.left_behind = left_behind;
    device.start();
    device.connected();
    device.greeted(1, &[tail(1)]);
    device
}

#[test]
fn who_holds_what_it_may_not_send_is_not_in_step_and_alarms_neither_others_nor_itself() {
    for (left_behind, is_apart) in [(2, false), (0, true)] {
        let mut device = left(Grant::Members, left_behind);
        stays_apart(&mut device);
        assert_eq!(sends_its_state(&mut device), is_apart);
        assert_eq!(device.status().anomalies.forked, is_apart);
        assert_eq!(device.status().synced_at.is_some(), left_behind == 0);
        assert_eq!(device.status().left_behind, left_behind);
    }
    assert_eq!(left(Grant::Public, 2).status().synced_at, None);
}

#[test]
fn what_was_left_behind_is_not_any_more_once_a_neighbour_holds_the_same() {
    let mut device = left(Grant::Members, 2);
    // The states of documents with both changes, and with the one of before, as the test's documents have them.
    let state =
        |names: &[u8]| names.iter().fold(1_u8, |state, name| state.wrapping_mul(3).wrapping_add(*name));
    let here = [state(&[1, 9]), state(&[9])];
    let members = groundswell_seal::Part::Members;
    receive_states(&mut device, members, [state(&[1]), state(&[9])]);
    assert_eq!(device.status().left_behind, 2);
    receive_states(&mut device, groundswell_seal::Part::Public, here);
    assert_eq!(device.status().left_behind, 2, "to the public room everybody has a key");
    receive_states(&mut device, members, here);
    assert_eq!((device.status().left_behind, device.settings.left_behind), (0, 0), "stored too");
    device.wait(60_000);
    assert!(device.status().synced_at.is_some());
    device.start();
    assert_eq!(device.status().left_behind, 0);
}

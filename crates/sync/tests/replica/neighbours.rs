//! What neighbours tell each other of the state of a part, and what is made of it.

use crate::device::{Device, Said, id, keys};
use groundswell_seal::Grant;
use groundswell_sync::Part;
use groundswell_wire::{Channel, RelayFrame};

/// A neighbour who has everything says in a part's room that the parts are in this state.
fn hear_in(device: &mut Device, part: groundswell_seal::Part, state: u8) {
    let keys = keys(Grant::Edit);
    let room = keys.room(part).unwrap();
    let text = [&[3][..], &[9; 8], &[state; 32], &[state; 32]].concat();
    let bytes = room.whisper(&text, &mut |bytes: &mut [u8]| bytes.fill(5)).unwrap();
    let channel = Channel(if part == groundswell_seal::Part::Public { 0 } else { 1 });
    device.hear(&[RelayFrame::Whispered { channel, bytes: &bytes }]);
}

fn hear_of(device: &mut Device, state: u8) {
    hear_in(device, groundswell_seal::Part::Members, state);
}

/// The neighbour stays in this state while the relay answers that it has nothing more.
fn stays_apart(device: &mut Device) {
    for _ in 0..30 {
        hear_of(device, 77);
        device.wait(5_000);
        device.hear(&[0, 1].map(|at| RelayFrame::Live { channel: Channel(at) }));
    }
}

fn tells_its_state(device: &mut Device) -> bool {
    device.said().iter().any(|said| matches!(said, Said::Whisper(1)))
}

#[test]
fn a_neighbour_who_stays_in_another_state_is_told_and_is_a_doubt() {
    let mut device = Device::live(Grant::Edit);
    stays_apart(&mut device);
    assert!(tells_its_state(&mut device));
    assert!(device.status().doubts.forked);
}

#[test]
fn what_a_stranger_may_say_in_the_public_room_alarms_nobody() {
    let mut device = Device::live(Grant::Edit);
    for state in 0..60 {
        hear_in(&mut device, groundswell_seal::Part::Public, state);
        device.wait(5_000);
        device.hear(&[0, 1].map(|at| RelayFrame::Live { channel: Channel(at) }));
    }
    assert!(!device.status().doubts.of_relay());
    assert!(!device.said().iter().any(|said| matches!(said, Said::Whisper(0))), "nor is it answered");
}

#[test]
fn who_could_not_publish_yet_what_it_holds_neither_tells_its_state_nor_doubts_another() {
    let mut device = Device::new(Grant::Edit);
    device.document.insert([1; 32]);
    device.settings.publish = vec![Part::Public];
    device.fails_saves = true;
    device.start();
    device.connected();
    device.greeted(0, &[]);
    stays_apart(&mut device);
    assert!(!tells_its_state(&mut device));
    assert!(!device.status().doubts.forked);
    device.fails_saves = false;
    // A relay that owes an acknowledgement for longer is hung up on.
    let put = (0..60).find_map(|_| {
        device.wait(1_000);
        device.put().pop()
    });
    device.hear_ack(&[id(&put.unwrap())]);
    stays_apart(&mut device);
    assert!(tells_its_state(&mut device));
    assert!(device.status().doubts.forked);
}

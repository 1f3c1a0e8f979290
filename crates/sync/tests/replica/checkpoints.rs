//! Checkpoints: made when they are due, and never believed.

use crate::device::{Device, change, id, saved, sealed, tail};
use groundswell_seal::Grant;
use groundswell_sync::{Part, State};
use groundswell_wire::{Chunk, ChunkId, Kind};

/// A device that holds so many tails of neighbours.
fn with_tails(grant: Grant, tails: u8) -> Device {
    let mut device = Device::live(grant);
    for name in 1..=tails {
        device.receive_chunk(&tail(name));
    }
    device
}

fn covers(chunk: &[u8]) -> Vec<ChunkId> {
    Chunk::parse(chunk).unwrap().header().covers.clone()
}

#[test]
fn past_so_many_tails_an_editor_puts_a_checkpoint_that_names_them() {
    let mut device = with_tails(Grant::Edit, 3);
    device.wait(100_000);
    assert_eq!(device.saves, 0);
    let mut device = with_tails(Grant::Edit, 4);
    device.wait(25_000);
    let put = device.put();
    assert_eq!((device.saves, put.len()), (1, 1));
    assert_eq!(Chunk::parse(&put[0]).unwrap().header().kind, Kind::Checkpoint);
    let mut tails: Vec<_> = (1..=4).map(|name| tail(name).id).collect();
    tails.sort_unstable();
    assert_eq!(covers(&put[0]), tails);
}

#[test]
fn what_a_checkpoint_covers_stays_until_the_relay_has_the_checkpoint() {
    let mut device = with_tails(Grant::Edit, 4);
    device.wait(25_000);
    let put = device.put();
    assert_eq!(device.count(State::Held), 4);
    device.receive_ack(&[id(&put[0])]);
    assert_eq!(device.disk.keys().copied().collect::<Vec<_>>(), [*id(&put[0]).as_bytes()]);
    device.wait(200_000);
    assert_eq!(device.saves, 1);
}

#[test]
fn who_only_reads_makes_no_checkpoint() {
    let mut device = with_tails(Grant::Members, 9);
    device.wait(100_000);
    assert_eq!(device.saves, 0);
}

#[test]
fn who_lacks_something_makes_no_checkpoint() {
    let mut device = Device::live(Grant::Edit);
    device.missing = 1;
    for name in 1..=9 {
        device.receive_chunk(&tail(name));
    }
    device.wait(40_000);
    assert_eq!(device.saves, 0);
}

#[test]
fn who_has_not_delivered_everything_makes_no_checkpoint() {
    let mut device = with_tails(Grant::Edit, 9);
    device.edit(20);
    device.wait(15_000);
    assert_eq!(device.saves, 0);
}

#[test]
fn what_a_sound_checkpoint_covers_is_let_go() {
    let mut device = with_tails(Grant::Members, 2);
    let checkpoint = sealed(Kind::Checkpoint, &[tail(1).id, tail(2).id], &[saved(&[1, 2], 0)], 50).remove(0);
    device.receive_chunk(&checkpoint);
    assert_eq!(device.disk.keys().copied().collect::<Vec<_>>(), [*checkpoint.id.as_bytes()]);
    assert!(device.put().is_empty());
}

#[test]
fn what_a_checkpoint_covers_and_does_not_hold_is_put_again() {
    let mut device = with_tails(Grant::Members, 2);
    let checkpoint = sealed(Kind::Checkpoint, &[tail(1).id, tail(2).id], &[saved(&[1], 0)], 50).remove(0);
    device.receive_chunk(&checkpoint);
    assert_eq!(device.put(), [tail(2).bytes]);
    let status = device.status();
    assert_eq!((status.owed, status.anomalies.unfounded, status.anomalies.of_relay()), (1, 1, false));
    device.receive_ack(&[tail(2).id]);
    assert_eq!(device.status().owed, 0);
    assert!(device.disk.contains_key(tail(2).id.as_bytes()));
}

#[test]
fn what_a_checkpoint_covers_and_does_not_hold_is_put_on_each_connection_until_the_relay_has_it() {
    let mut device = with_tails(Grant::Members, 2);
    let checkpoint = sealed(Kind::Checkpoint, &[tail(1).id, tail(2).id], &[saved(&[1], 0)], 50).remove(0);
    device.receive_chunk(&checkpoint);
    assert_eq!(device.put(), [tail(2).bytes]);
    let connect_again = |device: &mut Device| {
        device.disconnected();
        device.wait(5_000);
        device.connected();
        // The relay has it, covered, and does not ask for it.
        device.greeted(3, &[]);
        device.put()
    };
    assert_eq!(connect_again(&mut device), [tail(2).bytes]);
    assert_eq!(device.status().owed, 1);
    device.receive_ack(&[tail(2).id]);
    assert_eq!(device.status().owed, 0);
    assert!(connect_again(&mut device).is_empty());
}

#[test]
fn a_tail_that_comes_after_the_checkpoint_that_covers_it_is_looked_for_in_it() {
    let mut device = Device::live(Grant::Members);
    let checkpoint = sealed(Kind::Checkpoint, &[tail(1).id, tail(2).id], &[saved(&[1], 0)], 50).remove(0);
    device.receive_chunk(&checkpoint);
    device.receive_chunk(&tail(1));
    device.receive_chunk(&tail(2));
    assert_eq!(device.put(), [tail(2).bytes]);
    // The relay has both in force: a later checkpoint is to cover them.
    assert!(device.disk.contains_key(tail(1).id.as_bytes()));
}

#[test]
fn a_checkpoint_that_could_not_be_looked_into_is_looked_into_again() {
    let mut device = Device::live(Grant::Members);
    device.fails_checks = true;
    device.receive_chunk(&sealed(Kind::Checkpoint, &[tail(1).id, tail(2).id], &[saved(&[1], 0)], 50)[0]);
    device.receive_chunk(&tail(1));
    device.receive_chunk(&tail(2));
    device.wait(60_000);
    assert!(device.put().is_empty());
    device.fails_checks = false;
    device.wait(5_000);
    assert_eq!(device.put(), [tail(2).bytes]);
}

#[test]
fn what_is_in_a_checkpoint_and_gone_from_the_relay_is_let_go_and_not_missed() {
    let mut device = Device::live(Grant::Members);
    device.receive_chunk(&sealed(Kind::Checkpoint, &[tail(1).id], &[saved(&[1], 0)], 50)[0]);
    device.receive_chunk(&tail(1));
    let ids = vec![tail(1).id.short()];
    device.receive(&[groundswell_wire::RelayFrame::Wanted { channel: groundswell_wire::Channel(0), ids }]);
    assert!(device.put().is_empty());
    assert!(!device.disk.contains_key(tail(1).id.as_bytes()));
    assert_eq!((device.status().owed, device.status().anomalies.lost), (0, 0));
}

#[test]
fn of_checkpoints_that_hold_each_other_one_comes_back_to_a_relay_that_was_emptied() {
    let mut device = Device::live(Grant::Members);
    let first = sealed(Kind::Checkpoint, &[], &[saved(&[1], 0)], 50).remove(0);
    let second = sealed(Kind::Checkpoint, &[first.id], &[saved(&[1], 0)], 51).remove(0);
    device.receive_chunk(&first);
    device.receive_chunk(&second);
    device.receive_chunk(&first);
    let third = sealed(Kind::Checkpoint, &[second.id], &[saved(&[1], 0)], 52).remove(0);
    device.receive_chunk(&third);
    device.receive_chunk(&second);
    let ids = [&first, &second, &third].map(|chunk| chunk.id.short()).to_vec();
    device.receive(&[groundswell_wire::RelayFrame::Wanted { channel: groundswell_wire::Channel(0), ids }]);
    assert!(!device.put().is_empty());
}

#[test]
fn who_has_something_waiting_makes_a_checkpoint_of_a_full_room() {
    let mut device = Device::live(Grant::Edit);
    (1..=4).for_each(|name| device.receive_chunk(&tail(name)));
    device.edit(9);
    device.wait(2_000);
    let waiting = device.put().remove(0);
    device.receive(&[groundswell_wire::RelayFrame::Refused {
        channel: Some(groundswell_wire::Channel(0)),
        reason: groundswell_wire::Refusal::RoomFull,
        id: Some(id(&waiting)),
    }]);
    device.wait(device.timings.checkpoint_spread_ms.cast_signed() + 1);
    assert_eq!(device.saves, 1);
    let put = device.put();
    assert!(put.iter().any(|chunk| covers(chunk).len() == 4), "it covers what the relay holds, and goes out");
}

#[test]
fn a_directory_of_before_goes_out_as_a_checkpoint_that_covers_nothing() {
    let mut device = Device::new(Grant::Edit);
    device.document.insert(change(3, 0).name);
    device.settings.publish = vec![Part::Public];
    device.start();
    assert_eq!(device.saves, 1);
    device.connected();
    let put = device.put();
    assert!(covers(&put[0]).is_empty());
    assert!(device.settings.publish.is_empty());
    assert_eq!(device.status().waiting, 1);
}

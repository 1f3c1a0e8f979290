//! One round trip, the outbox, and what comes from neighbours.

use crate::device::{Device, Sent, id, tail};
use groundswell_seal::Grant;
use groundswell_sync::{Event, State};
use groundswell_wire::{Channel, RelayFrame};

#[test]
fn everything_is_said_in_one_message_without_waiting_for_an_answer() {
    let mut device = Device::new(Grant::Edit);
    device.start();
    device.edit(1);
    device.wait(2_000);
    device.connected();
    assert_eq!(device.messages.len(), 1);
    let sent = device.sent();
    assert!(
        matches!(
            sent.as_slice(),
            [Sent::Hello, Sent::Open(0), Sent::Open(1), Sent::Put(0, _), Sent::Have(0, ids), Sent::Have(1, _)]
                if ids.len() == 1
        ),
        "{sent:?}"
    );
}

#[test]
fn edits_within_a_moment_go_into_one_chunk() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.wait(500);
    device.edit(2);
    assert!(device.put().is_empty());
    device.wait(1_000);
    assert_eq!(device.put().len(), 1);
    assert_eq!(device.status().waiting, 2);
}

#[test]
fn an_app_that_is_hidden_does_not_wait_for_more_edits() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.handle(Event::Flush);
    assert_eq!(device.put().len(), 1);
}

#[test]
fn nothing_is_sent_before_it_is_stored() {
    let mut device = Device::live(Grant::Edit);
    device.holds_writes = true;
    device.edit(1);
    device.wait(5_000);
    assert!(device.put().is_empty());
    assert!(!device.status().saved_here);
    let write = device.writes.last().unwrap().clone();
    let written = device.commit(&write);
    device.handle(written);
    assert_eq!(device.put().len(), 1);
}

#[test]
fn a_write_that_failed_is_tried_again() {
    let mut device = Device::live(Grant::Edit);
    device.holds_writes = true;
    device.edit(1);
    device.wait(2_000);
    let number = device.writes.last().unwrap().number;
    device.holds_writes = false;
    device.handle(Event::Written { number, done: false });
    assert!(device.put().is_empty());
    device.wait(10_000);
    assert_eq!(device.put().len(), 1);
    assert_eq!(device.count(State::Outbox), 1);
}

#[test]
fn a_chunk_leaves_the_outbox_when_it_is_acknowledged_and_not_before() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.wait(2_000);
    let first = device.put();
    assert_eq!((device.count(State::Outbox), device.status().waiting), (1, 1));
    device.disconnected();
    device.wait(5_000);
    device.connected();
    let again = device.put();
    assert_eq!(first, again, "it is sealed once, and sent again byte for byte");
    device.receive_ack(&[id(&again[0])]);
    assert_eq!((device.count(State::Outbox), device.count(State::Held)), (0, 1));
    assert_eq!(device.status().waiting, 0);
}

#[test]
fn an_acknowledgement_that_comes_again_or_for_nothing_changes_nothing() {
    let mut device = Device::live(Grant::Edit);
    device.receive_ack(&[tail(9).id]);
    device.edit(1);
    device.wait(2_000);
    let put = device.put();
    device.receive_ack(&[id(&put[0])]);
    let (disk, writes) = (device.disk.clone(), device.writes.len());
    device.receive_ack(&[id(&put[0]), id(&put[0])]);
    assert_eq!((device.disk.clone(), device.writes.len()), (disk, writes));
    device.disconnected();
    device.wait(5_000);
    device.connected();
    assert!(device.put().is_empty());
}

#[test]
fn what_was_not_sealed_when_the_program_ended_is_sealed_by_the_next_and_once() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.start();
    device.wait(2_000);
    assert_eq!(device.count(State::Outbox), 1);
    assert!(device.unsealed.is_empty());
    // The mark is there still, as where another tab had read it before.
    device.edit(1);
    device.wait(5_000);
    assert_eq!(device.count(State::Outbox), 1);
}

#[test]
fn a_neighbours_chunk_is_noted_only_once_it_is_in_the_document() {
    let mut device = Device::live(Grant::Members);
    device.fails_merges = true;
    device.receive_chunk(&tail(5));
    assert_eq!(device.disk.len(), 0);
    device.fails_merges = false;
    device.wait(10_000);
    assert!(device.document.contains(&[5; 32]));
    assert_eq!(device.count(State::Held), 1);
}

#[test]
fn a_chunk_that_comes_twice_is_merged_once() {
    let mut device = Device::live(Grant::Members);
    device.receive_chunk(&tail(5));
    device.receive_chunk(&tail(5));
    assert_eq!(device.merges.len(), 1);
}

#[test]
fn who_only_reads_fills_an_emptied_relay_with_the_very_same_chunks() {
    let mut device = Device::live(Grant::Members);
    device.receive_chunk(&tail(5));
    device.disconnected();
    device.wait(5_000);
    device.connected();
    device.sent();
    device.receive(&[RelayFrame::Wanted { channel: Channel(0), ids: vec![tail(5).id.short()] }]);
    device.greeted(0, &[]);
    assert_eq!(device.put(), [tail(5).bytes]);
    assert_eq!(device.status().owed, 1);
    assert_eq!(device.status().anomalies.lost, 0);
    device.receive_ack(&[tail(5).id]);
    assert_eq!(device.status().owed, 0);
}

#[test]
fn a_relay_that_lost_what_it_had_acknowledged_is_an_anomaly() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.wait(2_000);
    let put = device.put();
    device.receive_ack(&[id(&put[0])]);
    device.disconnected();
    device.wait(5_000);
    device.connected();
    device.receive(&[
        RelayFrame::Opened { channel: Channel(0), chunks: 3, bytes: 900 },
        RelayFrame::Wanted { channel: Channel(0), ids: vec![id(&put[0]).short()] },
    ]);
    device.greeted(3, &[]);
    assert_eq!(device.status().anomalies.lost, 1);
    assert!(device.status().anomalies.of_relay());
}

#[test]
fn an_answer_that_is_older_than_an_acknowledgement_is_no_anomaly() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.handle(Event::Awake);
    device.wait(1_300);
    let put = device.put();
    // What is said to the relay while the edit is under way, and answered after it.
    device.wait(3_000);
    device.handle(Event::Awake);
    device.receive_ack(&[id(&put[0])]);
    device.receive(&[RelayFrame::Wanted { channel: Channel(0), ids: vec![id(&put[0]).short()] }]);
    device.greeted(3, &[]);
    assert_eq!((device.status().anomalies.lost, device.status().owed), (0, 0));
}

#[test]
fn a_damaged_chunk_is_counted_and_asked_for_again() {
    let mut device = Device::live(Grant::Members);
    let mut bad = tail(5);
    *bad.bytes.last_mut().unwrap() ^= 1;
    device.receive_chunk(&bad);
    assert_eq!((device.status().anomalies.corrupted, device.merges.len()), (1, 0));
    device.wait(10_000);
    assert!(device.sent().iter().any(|sent| matches!(sent, Sent::Have(0, _))));
    device.receive_chunk(&tail(5));
    assert_eq!(device.merges.len(), 1);
}

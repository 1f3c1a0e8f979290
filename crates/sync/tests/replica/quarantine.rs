//! What cannot be read, or ends the program: nothing honest is lost with it, and nothing waits for it.

use crate::device::{Device, Sent, altered, change, id, saved, sealed, tail};
use groundswell_seal::{Grant, Sealed};
use groundswell_sync::State;
use groundswell_wire::{Channel, Chunk, ChunkId, Kind, RelayFrame, ShortId};

/// A neighbour's tail with three changes.
fn tail_of_three(names: [u8; 3]) -> Sealed {
    sealed(Kind::Tail, &[], &names.map(|name| change(name, 10).bytes), names[0]).remove(0)
}

fn covers(chunk: &[u8]) -> Vec<ChunkId> {
    Chunk::parse(chunk).unwrap().header().covers.clone()
}

/// The chunks for which the relay is not asked.
fn has(device: &mut Device) -> Vec<ShortId> {
    device.disconnected();
    device.wait(1_500);
    device.connected();
    let had = |sent| if let Sent::Have(0, ids) = sent { Some(ids) } else { None };
    device.sent().into_iter().filter_map(had).flatten().collect()
}

#[test]
fn what_is_partly_left_out_is_covered_by_nobody_who_left_it_out() {
    for starts_again in [false, true] {
        let mut device = Device::live(Grant::Edit);
        device.unreadable.insert(51);
        let partly = tail_of_three([50, 51, 52]);
        device.receive_chunk(&partly);
        assert!(device.document.contains(&[50; 32]) && device.document.contains(&[52; 32]));
        if starts_again {
            device.start();
            device.connected();
            device.greeted(1, &[]);
        }
        (1..=4).for_each(|name| device.receive_chunk(&tail(name)));
        device.wait(20_001);
        let put = device.put();
        assert_eq!(covers(&put[0]).len(), 4, "those that are whole");
        assert!(!covers(&put[0]).contains(&id(&partly.bytes)));
        device.receive_ack(&[id(&put[0])]);
        assert!(
            device.disk.contains_key(id(&partly.bytes).as_bytes()),
            "it is kept for a relay that loses it"
        );
        assert_eq!(device.count(State::Held), 2);
    }
}

#[test]
fn what_is_partly_left_out_makes_no_checkpoint_due() {
    let mut device = Device::live(Grant::Edit);
    for name in (10..100).step_by(3) {
        device.unreadable.insert(name + 1);
        device.receive_chunk(&tail_of_three([name, name + 1, name + 2]));
    }
    device.wait(1_000_000);
    assert_eq!(device.saves, 0);
}

#[test]
fn what_ends_the_program_is_kept_and_nothing_waits_for_it() {
    let mut device = Device::live(Grant::Edit);
    device.deadly.insert(51);
    let deadly = tail_of_three([50, 51, 52]);
    device.receive_chunk(&deadly);
    (1..=4).for_each(|name| device.receive_chunk(&tail(name)));
    assert_eq!(device.status().anomalies.undecodable, 1);
    assert!(device.status().synced_at.is_some());
    device.wait(20_001);
    let put = device.put();
    assert_eq!(covers(&put[0]).len(), 4, "a checkpoint is made without it, and does not cover it");
    let (record, bytes) = &device.disk[id(&deadly.bytes).as_bytes()];
    assert_eq!((record.state, bytes), (State::Unread, &deadly.bytes), "with its bytes");
    assert_eq!(
        device.merges.iter().filter(|items| items.len() == 3).count(),
        1,
        "it is not tried at once again"
    );
    assert!(has(&mut device).contains(&id(&deadly.bytes).short()), "nor fetched");

    device.deadly.clear();
    device.start();
    assert!(device.document.contains(&[51; 32]), "another version of the app reads it");
    assert_eq!(device.status().anomalies.undecodable, 0);
    assert_eq!(device.disk[id(&deadly.bytes).as_bytes()].0.state, State::Held);
}

/// A checkpoint of a neighbour that covers this and holds this change.
fn checkpoint(named: &[Sealed], holds: u8) -> Sealed {
    let ids: Vec<ChunkId> = named.iter().map(|chunk| id(&chunk.bytes)).collect();
    sealed(Kind::Checkpoint, &ids, &[saved(&[holds], 0)], 9).remove(0)
}

#[test]
fn what_a_checkpoint_covers_that_nobody_reads_is_put_again() {
    for (unreadable, deadly) in [(true, false), (false, true)] {
        let mut device = Device::live(Grant::Members);
        device.unreadable.extend(unreadable.then_some(99));
        device.deadly.extend(deadly.then_some(99));
        let tails: Vec<Sealed> = (1..=3).map(tail).collect();
        tails.iter().for_each(|chunk| device.receive_chunk(chunk));
        device.sent();
        device.receive_chunk(&checkpoint(&tails, 99));
        let mut put: Vec<ChunkId> = device.put().iter().map(|chunk| id(chunk)).collect();
        let mut all: Vec<ChunkId> = tails.iter().map(|chunk| id(&chunk.bytes)).collect();
        put.sort_unstable();
        all.sort_unstable();
        assert_eq!(put, all);
        device.receive_ack(&all);
        device.receive_chunk(&tail(4));
        assert_eq!(device.put(), Vec::<Vec<u8>>::new(), "once");
    }
}

#[test]
fn what_a_checkpoint_covers_that_does_not_open_is_put_again() {
    let mut device = Device::live(Grant::Members);
    let tails: Vec<Sealed> = (1..=3).map(tail).collect();
    tails.iter().for_each(|chunk| device.receive_chunk(chunk));
    device.sent();
    device.receive_chunk(&altered(&checkpoint(&tails, 99)));
    assert_eq!(device.put().len(), 3);
}

#[test]
fn in_whatever_order_the_fragments_of_a_checkpoint_come_that_does_not_open() {
    let tails: Vec<Sealed> = (1..=3).map(tail).collect();
    let ids: Vec<ChunkId> = tails.iter().map(|chunk| id(&chunk.bytes)).collect();
    let fragments = sealed(Kind::Checkpoint, &ids, &[saved(&[99], 600_000)], 9);
    assert_eq!(fragments.len(), 3);
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        for bad in 0..3 {
            let mut device = Device::live(Grant::Members);
            tails.iter().for_each(|chunk| device.receive_chunk(chunk));
            device.sent();
            let mut put = Vec::new();
            for at in order {
                // What was put before is acknowledged, and the relay still covers it once the checkpoint is complete.
                let sent: Vec<ChunkId> = put.iter().map(|chunk: &Vec<u8>| id(chunk)).collect();
                device.receive_ack(&sent);
                let fragment = if at == bad { altered(&fragments[at]) } else { fragments[at].clone() };
                device.receive_chunk(&fragment);
                put = device.put();
            }
            assert_eq!(put.len(), 3, "{order:?}, {bad}: after the last of them");
        }
    }
}

#[test]
fn what_builds_on_what_nobody_has_keeps_nobody_from_a_checkpoint() {
    let mut device = Device::live(Grant::Edit);
    // Each builds on a change that there is not.
    for name in 100..110 {
        device.orphans.insert(name);
        device.missing += 1;
        device.receive_chunk(&tail(name));
    }
    (1..=9).for_each(|name| device.receive_chunk(&tail(name)));
    // The relay says that it has no more, each time that it is asked.
    let mut put = Vec::new();
    for _ in 0..60 {
        device.wait(10_000);
        device.receive(&[RelayFrame::Live { channel: Channel(0) }, RelayFrame::Live { channel: Channel(1) }]);
        for chunk in device.put() {
            device.receive_ack(&[id(&chunk)]);
            put.push(chunk);
        }
    }
    assert_eq!(put.len(), 1, "once");
    assert_eq!(covers(&put[0]).len(), 9, "what waits for what is missing is not covered");
    assert!(device.saves <= 3, "and does not make one due for ever: {}", device.saves);

    device.missing = 0;
    device.orphans.clear();
    device.receive_chunk(&tail(10));
    device.wait(100_000);
    let covered: Vec<usize> = device.put().iter().map(|chunk| covers(chunk).len()).collect();
    assert_eq!(covered, [12], "what was missing is here");
}

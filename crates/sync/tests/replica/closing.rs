//! A room that is closed because there is a new link.

use crate::device::{Device, Sent, change, id, sealed_for, tail};
use groundswell_seal::{Grant, Part};
use groundswell_sync::Part as Of;
use groundswell_sync::{EarlierRoom, Event, Notice};
use groundswell_wire::{Channel, Kind, RelayFrame, ShortId};

/// The relay hands on the notice of one of the two rooms.
fn receive_notice(device: &mut Device, channel: u16) {
    let part = if channel == 0 { Part::Public } else { Part::Members };
    let notice = sealed_for(part, Kind::Notice, &[], &[b"\x01Ask Ada".to_vec()], 9).remove(0);
    device.receive(&[RelayFrame::Chunk { channel: Channel(channel), chunk: &notice.bytes }]);
}

/// What the notices say of which more is known than that they are there.
fn words(device: &Device) -> Vec<String> {
    let notices = device.status().notices;
    let items = notices.iter().filter_map(|notice| notice.items.first());
    let mut words: Vec<_> = items.map(|item| String::from_utf8_lossy(&item[1..]).into_owned()).collect();
    // Both rooms were closed with the same.
    words.dedup();
    words
}

fn notice(name: u8, text: &str) -> Notice {
    Notice { part: Of::Public, chunk: [name; 32], items: vec![[b"\x01", text.as_bytes()].concat()] }
}

fn closing(text: &str) -> Event {
    let items = vec![[b"\x01", text.as_bytes()].concat()];
    Event::Close { notices: [Of::Public, Of::Members].map(|part| (part, items.clone())).to_vec() }
}

/// The relay has sent everything that both rooms hold.
fn receive_live(device: &mut Device) {
    device.receive(&[0, 1].map(|channel| RelayFrame::Live { channel: Channel(channel) }));
}

#[test]
fn a_notice_says_why_nothing_comes_any_more_and_ends_the_syncing() {
    let mut device = Device::live(Grant::Edit);
    receive_notice(&mut device, 0);
    assert_eq!(words(&device), ["Ask Ada"]);
    receive_live(&mut device);
    assert_eq!(device.disconnects, 0, "the other room may still say something");
    receive_notice(&mut device, 1);
    receive_live(&mut device);
    assert_eq!(device.disconnects, 1);
    device.edit(1);
    device.wait(600_000);
    assert!(device.put().is_empty());
    assert_eq!(device.connects, 1);
    assert_eq!(device.due, None, "nothing is left to be done, now or later");
    // Local work goes on, and what was not sent is not forgotten.
    assert_eq!(device.unsealed.len(), 1);
    device.start();
    assert_eq!(words(&device), ["Ask Ada"]);
}

#[test]
fn what_a_closed_room_still_holds_is_fetched_before_nobody_asks_any_more() {
    let mut device = Device::live(Grant::Edit);
    receive_notice(&mut device, 0);
    receive_notice(&mut device, 1);
    let asked = device.sent().into_iter().filter(|sent| matches!(sent, Sent::Have(..))).count();
    assert!(asked >= 2, "each room is asked once more");
    assert_eq!(device.disconnects, 0);
    // What came before the notice and got lost on its way.
    device.receive_chunk(&tail(3));
    receive_live(&mut device);
    assert!(device.document.contains(&change(3, 10).name));
    assert_eq!(device.disconnects, 1);
}

#[test]
fn a_notice_that_another_tab_received_counts_here_too() {
    let mut device = Device::live(Grant::Edit);
    device.settings.notices = vec![notice(7, "Ask Ada")];
    let stored = device.stored();
    device.handle(Event::Loaded(stored));
    assert_eq!(words(&device), ["Ask Ada"]);
}

#[test]
fn a_notice_counts_though_another_tab_wrote_over_what_was_remembered_of_it() {
    let mut device = Device::live(Grant::Edit);
    receive_notice(&mut device, 0);
    let known = std::mem::take(&mut device.settings.notices);
    device.start();
    assert_eq!(device.status().notices.len(), 1, "the chunk is here");
    assert!(words(&device).is_empty());
    // The tab that heard the words has them back.
    device.settings.notices = known;
    let stored = device.stored();
    device.handle(Event::Loaded(stored));
    assert_eq!(words(&device), ["Ask Ada"]);
    device.settings.notices = Vec::new();
    let stored = device.stored();
    device.handle(Event::Loaded(stored));
    device.wait(1);
    assert_eq!(device.settings.notices.len(), 1, "it is remembered again");
}

#[test]
fn several_notices_are_all_told_in_the_order_of_the_relay() {
    let mut device = Device::live(Grant::Edit);
    for (text, luck) in [("first", 9), ("second", 8), ("third", 7)] {
        let items = [[b"\x01", text.as_bytes()].concat()];
        let chunk = sealed_for(Part::Public, Kind::Notice, &[], &items, luck).remove(0);
        device.receive_chunk(&chunk);
    }
    assert_eq!(words(&device), ["first", "second", "third"]);
    device.start();
    assert_eq!(words(&device), ["first", "second", "third"]);
}

#[test]
fn more_notices_than_anybody_writes_are_not_remembered() {
    let mut device = Device::live(Grant::Edit);
    for luck in 1..100 {
        let chunk = sealed_for(Part::Public, Kind::Notice, &[], &[vec![1, luck]], luck).remove(0);
        device.receive_chunk(&chunk);
    }
    assert_eq!(device.status().notices.len(), 4, "of words alone");
    // These do not crowd out those that may name new keys.
    for luck in 1..100 {
        let items = [vec![1, luck], vec![2, 9, 0]];
        device.receive_chunk(&sealed_for(Part::Public, Kind::Notice, &[], &items, luck).remove(0));
    }
    assert_eq!(device.status().notices.len(), 16);
    let mut device = Device::live(Grant::Edit);
    let large = sealed_for(Part::Public, Kind::Notice, &[], &[vec![1; 60_000]], 9).remove(0);
    device.receive_chunk(&large);
    assert_eq!(
        (device.status().notices.len(), words(&device).len()),
        (1, 0),
        "it closes the room, and says nothing"
    );
}

#[test]
fn a_notice_is_put_again_where_the_relay_lost_it() {
    let mut device = Device::live(Grant::Members);
    receive_notice(&mut device, 0);
    device.start();
    device.connected();
    device.greeted(0, &[]);
    device.sent();
    let notice = sealed_for(Part::Public, Kind::Notice, &[], &[b"\x01Ask Ada".to_vec()], 9).remove(0);
    device.receive(&[
        RelayFrame::Wanted { channel: Channel(0), ids: vec![notice.id.short()] },
        RelayFrame::Live { channel: Channel(0) },
    ]);
    assert_eq!(device.put(), [notice.bytes]);
}

/// A device that went on with other keys, and knows this notice of the rooms before.
fn gone_on(known: Option<(Notice, Vec<u8>)>) -> Device {
    let mut device = Device::new(Grant::Edit);
    let before = crate::device::capability();
    let (key, seed) = (*before.key().as_bytes(), *before.weaken(Grant::Public).unwrap().seed().expose());
    let notices = known.into_iter().collect();
    let known = vec![[5; 16]];
    device.settings.earlier = vec![EarlierRoom { part: Of::Public, epoch: 0, key, seed, notices, known }];
    device.start();
    device.connected();
    device.greeted(1, &[crate::device::tail(3)]);
    device
}

#[test]
fn who_went_on_brings_the_notice_of_the_old_room_to_a_relay_that_lost_it() {
    let chunk = sealed_for(Part::Public, Kind::Notice, &[], &[b"\x01Ask Ada".to_vec()], 9).remove(0);
    let mut device = gone_on(Some((notice(9, "Ask Ada"), chunk.bytes.clone())));
    let sent = device.sent();
    assert!(sent.contains(&Sent::Open(2)), "after the rooms of today");
    assert!(sent.contains(&Sent::Put(2, chunk.bytes)));
    let mut known = vec![chunk.id.short(), ShortId::from_bytes([5; 16])];
    known.sort_unstable();
    assert!(sent.contains(&Sent::Have(2, known)));
    // What becomes of it changes nothing here.
    device.receive(&[
        RelayFrame::Refused {
            channel: Some(Channel(2)),
            reason: groundswell_wire::Refusal::Closed,
            id: None,
        },
        RelayFrame::Live { channel: Channel(2) },
    ]);
    assert_eq!((device.disconnects, device.status().connection), (0, groundswell_sync::Connection::Live));
}

#[test]
fn who_went_on_hears_of_further_notices_in_the_old_room() {
    let mut device = gone_on(None);
    assert!(device.status().earlier.is_empty());
    let rival = sealed_for(Part::Public, Kind::Notice, &[], &[b"\x01Mine".to_vec()], 4).remove(0);
    let tail = crate::device::tail(8);
    device.receive(&[RelayFrame::Chunk { channel: Channel(2), chunk: &rival.bytes }]);
    device.receive(&[RelayFrame::Chunk { channel: Channel(2), chunk: &tail.bytes }]);
    assert_eq!(device.status().earlier.len(), 1);
    assert!(device.status().notices.is_empty(), "the room of today is open");
    assert!(!device.document.contains(&change(8, 10).name), "nothing of it is merged");
    device.start();
    assert_eq!(device.status().earlier.len(), 1);
    device.connected();
    device.greeted(1, &[]);
    assert!(device.sent().contains(&Sent::Put(2, rival.bytes)), "it is put again too");
}

#[test]
fn who_makes_a_new_link_puts_a_notice_into_the_old_rooms_and_hangs_up_when_the_relay_has_it() {
    let mut device = Device::live(Grant::Edit);
    device.handle(closing("Ask Ada"));
    let sent = device.sent();
    let chunks: Vec<(u16, Vec<u8>)> = sent
        .into_iter()
        .filter_map(|sent| if let Sent::Put(at, bytes) = sent { Some((at, bytes)) } else { None })
        .collect();
    assert_eq!(chunks.len(), 2);
    for (at, bytes) in &chunks {
        device.receive(&[RelayFrame::Ack { channel: Channel(*at), ids: vec![id(bytes)] }]);
    }
    assert_eq!(device.disconnects, 0, "the relay is asked a last time");
    receive_live(&mut device);
    assert_eq!(device.disconnects, 1);
}

#[test]
fn one_more_notice_goes_out_also_after_everything_was_exchanged() {
    let mut device = Device::live(Grant::Edit);
    receive_notice(&mut device, 0);
    receive_notice(&mut device, 1);
    receive_live(&mut device);
    assert_eq!((device.connects, device.disconnects), (1, 1));
    device.sent();
    device.handle(closing("Mine"));
    assert_eq!(device.connects, 2);
    device.connected();
    assert_eq!(device.put().len(), 1, "into each room");
}

#[test]
fn who_only_reads_closes_nothing() {
    let mut device = Device::live(Grant::Members);
    device.handle(closing("no"));
    assert!(device.put().is_empty());
}

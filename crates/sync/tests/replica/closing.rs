//! A room that is closed because there is a new link.

use crate::device::{Device, Said, change, id, sealed_for, tail};
use groundswell_seal::{Grant, Part};
use groundswell_sync::Event;
use groundswell_wire::{Channel, Kind, RelayFrame};

/// The relay hands on the notice of one of the two rooms.
fn hear_notice(device: &mut Device, channel: u16) {
    let part = if channel == 0 { Part::Public } else { Part::Members };
    let notice = sealed_for(part, Kind::Notice, &[], &[b"\x01Ask Ada".to_vec()], 9).remove(0);
    device.hear(&[RelayFrame::Chunk { channel: Channel(channel), chunk: &notice.bytes }]);
}

/// The relay has sent everything that both rooms hold.
fn hear_live(device: &mut Device) {
    device.hear(&[0, 1].map(|channel| RelayFrame::Live { channel: Channel(channel) }));
}

#[test]
fn a_notice_says_why_nothing_comes_any_more_and_ends_the_syncing() {
    let mut device = Device::live(Grant::Edit);
    hear_notice(&mut device, 0);
    assert_eq!(device.status().closed.as_deref(), Some("Ask Ada"));
    hear_live(&mut device);
    assert_eq!(device.disconnects, 0, "the other room may still say something");
    hear_notice(&mut device, 1);
    hear_live(&mut device);
    assert_eq!(device.disconnects, 1);
    device.edit(1);
    device.wait(600_000);
    assert!(device.put().is_empty());
    assert_eq!(device.connects, 1);
    assert_eq!(device.due, None, "nothing is left to be done, now or later");
    // Local work goes on, and what was not sent is not forgotten.
    assert_eq!(device.unsealed.len(), 1);
    device.start();
    assert_eq!(device.status().closed.as_deref(), Some("Ask Ada"));
}

#[test]
fn what_a_closed_room_still_holds_is_fetched_before_nobody_asks_any_more() {
    let mut device = Device::live(Grant::Edit);
    hear_notice(&mut device, 0);
    hear_notice(&mut device, 1);
    let asked = device.said().into_iter().filter(|said| matches!(said, Said::Have(..))).count();
    assert!(asked >= 2, "each room is asked once more");
    assert_eq!(device.disconnects, 0);
    // What came before the notice and got lost on its way.
    device.hear_chunk(&tail(3));
    hear_live(&mut device);
    assert!(device.document.contains(&change(3, 10).name));
    assert_eq!(device.disconnects, 1);
}

#[test]
fn a_notice_that_another_tab_heard_counts_here_too() {
    let mut device = Device::live(Grant::Edit);
    device.settings.closed = Some("Ask Ada".to_owned());
    let stored = device.stored();
    device.tell(Event::Loaded(stored));
    assert_eq!(device.status().closed.as_deref(), Some("Ask Ada"));
}

#[test]
fn a_notice_counts_though_another_tab_wrote_over_what_was_remembered_of_it() {
    let mut device = Device::live(Grant::Edit);
    hear_notice(&mut device, 0);
    device.settings.closed = None;
    device.start();
    assert_eq!(device.status().closed.as_deref(), Some(""));
    // The tab that heard the words has them back.
    device.settings.closed = Some("Ask Ada".to_owned());
    let stored = device.stored();
    device.tell(Event::Loaded(stored));
    assert_eq!(device.status().closed.as_deref(), Some("Ask Ada"));
    device.settings.closed = None;
    let stored = device.stored();
    device.tell(Event::Loaded(stored));
    device.wait(1);
    assert_eq!(device.settings.closed.as_deref(), Some("Ask Ada"), "it is remembered again");
}

#[test]
fn who_makes_a_new_link_puts_a_notice_into_the_old_rooms_and_hangs_up_when_the_relay_has_it() {
    let mut device = Device::live(Grant::Edit);
    device.tell(Event::Close { message: "Ask Ada".to_owned() });
    let said = device.said();
    let chunks: Vec<(u16, Vec<u8>)> = said
        .into_iter()
        .filter_map(|said| if let Said::Put(at, bytes) = said { Some((at, bytes)) } else { None })
        .collect();
    assert_eq!(chunks.len(), 2);
    for (at, bytes) in &chunks {
        device.hear(&[RelayFrame::Ack { channel: Channel(*at), ids: vec![id(bytes)] }]);
    }
    assert_eq!(device.disconnects, 0, "the relay is asked a last time");
    hear_live(&mut device);
    assert_eq!(device.disconnects, 1);
}

#[test]
fn who_only_reads_closes_nothing() {
    let mut device = Device::live(Grant::Members);
    device.tell(Event::Close { message: "no".to_owned() });
    assert!(device.put().is_empty());
}

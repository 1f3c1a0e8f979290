//! A room that is closed because there is a new link.

use crate::device::{Device, id, sealed};
use groundswell_seal::Grant;
use groundswell_sync::Event;
use groundswell_wire::{Channel, Kind, RelayFrame};

#[test]
fn a_notice_says_why_nothing_comes_any_more_and_ends_the_syncing() {
    let mut device = Device::live(Grant::Edit);
    let notice = sealed(Kind::Notice, &[], &[b"\x01Ask Ada".to_vec()], 9).remove(0);
    device.hear_chunk(&notice);
    assert_eq!(device.status().closed.as_deref(), Some("Ask Ada"));
    assert_eq!(device.disconnects, 1);
    device.edit(1);
    device.wait(600_000);
    assert!(device.put().is_empty());
    assert_eq!(device.connects, 1);
    // Local work goes on, and what was not sent is not forgotten.
    assert_eq!(device.unsealed.len(), 1);
    device.start();
    assert_eq!(device.status().closed.as_deref(), Some("Ask Ada"));
}

#[test]
fn who_makes_a_new_link_puts_a_notice_into_the_old_rooms_and_hangs_up_when_the_relay_has_it() {
    let mut device = Device::live(Grant::Edit);
    device.tell(Event::Close { message: "Ask Ada".to_owned() });
    let said = device.said();
    let chunks: Vec<(u16, Vec<u8>)> = said
        .into_iter()
        .filter_map(
            |said| if let crate::device::Said::Put(at, bytes) = said { Some((at, bytes)) } else { None },
        )
        .collect();
    assert_eq!(chunks.len(), 2);
    assert_eq!(device.disconnects, 0);
    for (at, bytes) in &chunks {
        device.hear(&[RelayFrame::Ack { channel: Channel(*at), ids: vec![id(bytes)] }]);
    }
    assert_eq!(device.disconnects, 1);
}

#[test]
fn who_only_reads_closes_nothing() {
    let mut device = Device::live(Grant::Members);
    device.tell(Event::Close { message: "no".to_owned() });
    assert!(device.put().is_empty());
}

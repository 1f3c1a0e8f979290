//! A first sync: progress, and going on where it stopped.

use crate::device::{Device, Sent, saved, sealed, tail};
use groundswell_seal::{Grant, Sealed};
use groundswell_sync::State;
use groundswell_wire::{Kind, ShortId};

/// A document in three fragments.
fn document() -> Vec<Sealed> {
    let fragments = sealed(Kind::Checkpoint, &[], &[saved(&[1, 2, 3], 600_000)], 50);
    assert_eq!(fragments.len(), 3);
    fragments
}

fn have(device: &mut Device) -> Vec<ShortId> {
    let ids = |sent| if let Sent::Have(0, ids) = sent { Some(ids) } else { None };
    device.sent().into_iter().find_map(ids).unwrap()
}

#[test]
fn an_interrupted_first_sync_goes_on_with_the_fragments_that_are_missing() {
    let fragments = document();
    let mut device = Device::new(Grant::Public);
    device.start();
    device.connected();
    device.receive_chunk(&fragments[0]);
    device.receive_chunk(&fragments[2]);
    assert_eq!((device.merges.len(), device.count(State::Unread)), (0, 2));
    device.start();
    device.sent();
    device.connected();
    let mut expected = [fragments[0].id.short(), fragments[2].id.short()];
    expected.sort_unstable();
    assert_eq!(have(&mut device), expected);
    device.receive_chunk(&fragments[1]);
    assert_eq!(device.merges, [vec![saved(&[1, 2, 3], 600_000)]]);
    assert_eq!(device.count(State::Held), 3);
}

#[test]
fn progress_is_shown_in_bytes_until_everything_is_here() {
    use groundswell_wire::{Channel, RelayFrame};
    let fragments = document();
    let total: u64 = fragments.iter().map(|fragment| fragment.bytes.len() as u64).sum();
    let mut device = Device::new(Grant::Public);
    device.start();
    device.connected();
    device.receive(&[RelayFrame::Sending { channel: Channel(0), chunks: 3, bytes: total }]);
    let mut received = 0;
    for fragment in &fragments {
        let progress = device.status().progress.unwrap();
        assert_eq!((progress.received, progress.total), (received, total));
        device.receive_chunk(fragment);
        received += fragment.bytes.len() as u64;
    }
    device.receive(&[RelayFrame::Live { channel: Channel(0) }]);
    assert_eq!(device.status().progress, None);
    assert!(device.status().synced_at.is_some());
}

#[test]
fn what_was_promised_and_does_not_come_is_asked_for_again() {
    use groundswell_wire::{Channel, RelayFrame};
    let mut device = Device::new(Grant::Public);
    device.start();
    device.connected();
    device.sent();
    device.receive(&[
        RelayFrame::Sending { channel: Channel(0), chunks: 2, bytes: 500 },
        RelayFrame::Chunk { channel: Channel(0), chunk: &tail(1).bytes },
        RelayFrame::Live { channel: Channel(0) },
    ]);
    assert_eq!(have(&mut device), [tail(1).id.short()]);
    assert!(device.status().synced_at.is_none());
}

#[test]
fn fragments_that_will_never_be_complete_hold_up_nothing() {
    let fragments = document();
    let mut device = Device::new(Grant::Public);
    device.start();
    device.connected();
    device.greeted(2, &fragments[..1]);
    assert!(device.status().synced_at.is_some());
    // Somebody else's checkpoint stands in their place.
    let ids: Vec<_> = fragments.iter().map(|fragment| fragment.id).collect();
    let later = sealed(Kind::Checkpoint, &ids, &[saved(&[1, 2, 3], 0)], 60).remove(0);
    device.receive_chunk(&later);
    assert_eq!(device.disk.keys().copied().collect::<Vec<_>>(), [*later.id.as_bytes()]);
}

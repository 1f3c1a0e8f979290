//! The connection: made, given up, made again.

use crate::device::{Device, Sent};
use groundswell_seal::Grant;
use groundswell_sync::{Connection, Event, Refusal};
use groundswell_wire::{Channel, RelayFrame};

/// The waits after connections that fail, milliseconds.
fn waits(luck: u8) -> Vec<i64> {
    let mut device = Device::new(Grant::Edit);
    device.luck = luck;
    device.start();
    let mut waits = Vec::new();
    for _ in 0..10 {
        device.disconnected();
        let (connects, begin) = (device.connects, device.now);
        while device.connects == connects {
            device.wait(1);
        }
        waits.push(device.now - begin);
    }
    waits
}

#[test]
fn attempts_come_after_waits_that_double_up_to_a_minute_and_differ_between_devices() {
    let (one, two) = (waits(1), waits(2));
    assert_ne!(one, two);
    for (number, wait) in one.iter().chain(&two).enumerate() {
        let longest = 1_000 * (1_i64 << (number % 10)).min(60);
        assert!((longest / 2..=longest).contains(wait), "{wait} ms as wait {}", number % 10);
    }
}

#[test]
fn a_device_that_comes_online_connects_at_once() {
    let mut device = Device::new(Grant::Edit);
    device.start();
    for _ in 0..8 {
        device.disconnected();
        device.wait(60_000);
    }
    device.disconnected();
    let connects = device.connects;
    device.handle(Event::Awake);
    assert_eq!(device.connects, connects + 1);
}

#[test]
fn a_page_that_is_looked_at_again_asks_whether_the_connection_is_alive() {
    let mut device = Device::live(Grant::Edit);
    device.wait(5_000);
    device.handle(Event::Awake);
    assert!(device.sent().iter().any(|sent| matches!(sent, Sent::Have(0, _))));
    device.wait(20_000);
    assert_eq!(device.disconnects, 1, "nothing came back");
}

#[test]
fn a_relay_that_does_not_answer_is_given_up() {
    let mut device = Device::new(Grant::Edit);
    device.start();
    device.connected();
    device.wait(25_000);
    assert_eq!((device.disconnects, device.connects), (1, 2));
}

#[test]
fn a_relay_that_does_not_acknowledge_is_given_up() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.wait(30_000);
    assert_eq!(device.disconnects, 1);
}

#[test]
fn a_quiet_connection_is_kept_up() {
    let mut device = Device::live(Grant::Edit);
    device.wait(125_000);
    let sent = device.sent();
    let Some(Sent::Ping(number)) = sent.iter().find(|sent| matches!(sent, Sent::Ping(_))) else {
        panic!("{sent:?}");
    };
    device.receive(&[RelayFrame::Pong { number: *number }]);
    device.wait(30_000);
    assert_eq!(device.disconnects, 0);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.now -= 86_400_000;
    device.handle(Event::Timer);
    device.wait(2_000);
    assert_eq!(device.put().len(), 1);
}

#[test]
fn events_of_an_earlier_connection_are_passed_over() {
    let mut device = Device::live(Grant::Edit);
    let old = device.connection;
    device.disconnected();
    device.wait(5_000);
    device.connected();
    device.handle(Event::Disconnected { connection: old });
    device.handle(Event::Received { connection: old, bytes: vec![0] });
    assert_eq!((device.disconnects, device.status().connection), (0, Connection::Connecting));
}

#[test]
fn a_relay_that_makes_no_sense_is_hung_up_on() {
    for bytes in [vec![], vec![0x86], vec![0x86, 2, 0, 0, 9], vec![0; 2 << 20]] {
        let mut device = Device::live(Grant::Edit);
        let connection = device.connection;
        device.handle(Event::Received { connection, bytes: [&[0x86, 2, 0, 0][..], &bytes].concat() });
        let empty = bytes.is_empty();
        assert_eq!(device.disconnects, u32::from(!empty), "{} bytes", bytes.len());
    }
}

#[test]
fn a_refusal_is_shown_and_tried_again() {
    let mut device = Device::live(Grant::Edit);
    let reason = groundswell_wire::Refusal::Version;
    device.receive(&[RelayFrame::Refused { channel: None, reason, id: None }]);
    assert_eq!(device.status().connection, Connection::Refused(Refusal::Version));
    assert_eq!(device.disconnects, 1);
    let connects = device.connects;
    device.wait(5_000);
    assert_eq!(device.connects, connects + 1);
}

#[test]
fn a_full_relay_is_left_alone_for_a_while_and_the_edit_waits() {
    let mut device = Device::live(Grant::Edit);
    device.edit(1);
    device.wait(2_000);
    let put = device.put();
    let (reason, id) = (groundswell_wire::Refusal::RoomFull, Some(crate::device::id(&put[0])));
    device.receive(&[RelayFrame::Refused { channel: Some(Channel(0)), reason, id }]);
    assert_eq!(device.status().connection, Connection::Refused(Refusal::Limit));
    device.wait(5_000);
    assert!(device.put().is_empty());
    assert_eq!(device.status().waiting, 1);
    device.wait(15_000);
    assert_eq!(device.put(), put);
}

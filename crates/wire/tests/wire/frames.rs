//! Frames come back as they were sent, alone and several in a message.

use crate::samples::{client_frame, relay_frame};
use groundswell_wire::{Channel, ClientFrame, DecodeError, EncodeError, Limits, RelayFrame, ShortId, limits};
use proptest::collection::vec;
use proptest::prelude::*;

fn encoded(frame: &ClientFrame<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    frame.encode(&mut bytes).unwrap();
    bytes
}

proptest! {
    #[test]
    fn frames_of_clients_come_back_in_order(frames in vec(client_frame(), 1..8)) {
        let mut message = Vec::new();
        for frame in &frames {
            let start = message.len();
            frame.encode(&mut message).unwrap();
            prop_assert_eq!(ClientFrame::decode(&message[start..]), Ok(frame.clone()));
        }
        let read: Result<Vec<_>, _> = ClientFrame::all(&message).unwrap().collect();
        prop_assert_eq!(read, Ok(frames));
    }

    #[test]
    fn frames_of_relays_come_back_in_order(frames in vec(relay_frame(), 1..8)) {
        let mut message = Vec::new();
        for frame in &frames {
            let start = message.len();
            frame.encode(&mut message).unwrap();
            prop_assert_eq!(RelayFrame::decode(&message[start..]), Ok(frame.clone()));
        }
        let read: Result<Vec<_>, _> = RelayFrame::all(&message).unwrap().collect();
        prop_assert_eq!(read, Ok(frames));
    }
}

#[test]
fn the_largest_of_each_fits_and_one_more_is_refused() {
    let channel = Channel(7);
    let chunk = vec![1; limits::CHUNK_BYTES + 1];
    let ids = vec![ShortId::from_bytes([1; 16]); limits::IDS + 1];
    let agent = "a".repeat(limits::AGENT_BYTES + 1);
    let versions: Vec<u8> = (1..=17).collect();
    let client = |less: usize| {
        [
            ClientFrame::Put { channel, chunk: &chunk[less..] },
            ClientFrame::Ephemeral { channel, bytes: &chunk[..limits::EPHEMERAL_BYTES + 1 - less] },
            ClientFrame::Have { channel, last: true, ids: ids[less..].to_vec() },
            ClientFrame::Hello { versions: vec![1], agent: &agent[less..] },
            ClientFrame::Hello { versions: versions[less..].to_vec(), agent: "" },
        ]
    };
    for frame in client(1) {
        let bytes = encoded(&frame);
        assert!(bytes.len() <= limits::FRAME_BYTES);
        assert_eq!(ClientFrame::decode(&bytes), Ok(frame));
    }
    for frame in client(0) {
        let mut out = b"before".to_vec();
        assert_eq!(frame.encode(&mut out), Err(EncodeError::TooLarge));
        assert_eq!(out, b"before", "what could not be written leaves nothing behind");
    }
}

#[test]
fn a_length_past_the_bound_is_refused_before_its_bytes_are_there() {
    // A chunk, an ephemeral message and a list that say they are large, and bring nothing.
    let too_large = [
        &[0x04, 0xff, 0xff, 0xff, 0x7f][..],
        &[0x03, 0x07, 0, 0, 1, 0x80, 0x80, 0x80, 0x01],
        &[0x01, 0x02, 17, 1],
    ];
    for bytes in too_large {
        assert_eq!(ClientFrame::decode(bytes), Err(DecodeError::TooLarge), "{bytes:?}");
    }
}

#[test]
fn frames_that_could_be_written_otherwise_are_refused() {
    let refused = [
        (&[0x05, 0x82, 0x00, 1, 0][..], DecodeError::NotCanonical),
        (&[0x03, 4, 1, 0, 2, 0], DecodeError::NotCanonical),
        (&[0x01, 4, 2, 2, 1, 0], DecodeError::NotCanonical),
        (&[0x01, 4, 2, 1, 1, 0], DecodeError::NotCanonical),
        (&[0x01, 2, 0, 0], DecodeError::Meaningless),
        (&[0x01, 4, 1, 1, 1, 0xff], DecodeError::NotText),
        (&[0x05, 3, 1, 0, 0], DecodeError::Trailing),
        (&[0x05, 2, 1, 0, 0], DecodeError::Trailing),
        (&[0x05, 2, 1], DecodeError::CutShort),
        (&[0x7f, 0], DecodeError::UnknownFrame(0x7f)),
        (&[0x81, 0], DecodeError::UnknownFrame(0x81)),
        (&[], DecodeError::CutShort),
    ];
    for (bytes, error) in refused {
        assert_eq!(ClientFrame::decode(bytes), Err(error), "{bytes:?}");
    }
    assert_eq!(RelayFrame::decode(&[0x8a, 1, 3]), Err(DecodeError::Meaningless));
    assert_eq!(RelayFrame::decode(&[0x88, 3, 0, 16, 0]), Err(DecodeError::Meaningless));
    assert_eq!(RelayFrame::decode(&[0x01, 4, 1, 1, 1, 0]), Err(DecodeError::UnknownFrame(1)));
}

#[test]
fn after_a_frame_that_can_not_be_read_a_message_is_over() {
    let mut message = encoded(&ClientFrame::Ping { number: 1 });
    message.extend([0x7f, 0]);
    message.extend(encoded(&ClientFrame::Ping { number: 2 }));
    let read: Vec<_> = ClientFrame::all(&message).unwrap().collect();
    assert_eq!(read, [Ok(ClientFrame::Ping { number: 1 }), Err(DecodeError::UnknownFrame(0x7f))]);
}

#[test]
fn a_message_is_neither_empty_nor_larger_than_a_frame_may_be() {
    assert!(matches!(ClientFrame::all(&[]), Err(DecodeError::CutShort)));
    assert!(matches!(RelayFrame::all(&vec![0; limits::MESSAGE_BYTES + 1]), Err(DecodeError::TooLarge)));
}

#[test]
fn what_passes_by_each_second_is_small() {
    let limits = Limits {
        chunk_bytes: 1,
        message_bytes: 2,
        channels: 3,
        room_bytes: 4,
        idle_seconds: 5,
        room_days: 6,
    };
    let mut out = Vec::new();
    RelayFrame::Welcome { version: 1, limits }.encode(&mut out).unwrap();
    assert_eq!(out.len(), 27);
    assert_eq!(encoded(&ClientFrame::Ping { number: 0 }).len(), 6);
    let chunk = [0; 300];
    assert_eq!(encoded(&ClientFrame::Put { channel: Channel(0), chunk: &chunk }).len(), 300 + 5);
}

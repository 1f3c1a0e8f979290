//! Whatever bytes come: no decoder panics, and what it takes for good it writes in the same bytes.

use crate::samples::{chunk, client_frame, harm, relay_frame};
use groundswell_wire::{Chunk, ClientFrame, RelayFrame};
use proptest::collection::vec;
use proptest::prelude::*;

fn check(bytes: &[u8]) {
    if let Ok(frame) = ClientFrame::decode(bytes) {
        let mut again = Vec::new();
        frame.encode(&mut again).unwrap();
        assert_eq!(again, bytes);
    }
    if let Ok(frame) = RelayFrame::decode(bytes) {
        let mut again = Vec::new();
        frame.encode(&mut again).unwrap();
        assert_eq!(again, bytes);
    }
    for frames in [ClientFrame::all(bytes).map(Iterator::count), RelayFrame::all(bytes).map(Iterator::count)]
    {
        assert!(frames.is_ok_and(|frames| frames > 0) || bytes.is_empty());
    }
    if let Ok(chunk) = Chunk::parse(bytes) {
        let mut again = Vec::new();
        chunk.header().encode(&mut again).unwrap();
        assert_eq!(again, chunk.header_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        check(&bytes);
    }

    #[test]
    fn any_body_of_any_frame_is_read_or_refused(
        number in prop_oneof![0x00..0x09_u8, 0x80..0x8d_u8],
        body in vec(prop_oneof![Just(0_u8), Just(1), any::<u8>()], 0..100),
    ) {
        let mut bytes = vec![number, body.len() as u8];
        bytes.extend(body);
        check(&bytes);
    }

    #[test]
    fn damaged_frames_are_read_or_refused(
        frames in (client_frame(), relay_frame()),
        harms in vec(harm(), 1..4),
    ) {
        let (mut of_client, mut of_relay) = (Vec::new(), Vec::new());
        frames.0.encode(&mut of_client).unwrap();
        frames.1.encode(&mut of_relay).unwrap();
        for mut bytes in [of_client, of_relay] {
            harms.iter().for_each(|harm| harm.come_to(&mut bytes));
            check(&bytes);
        }
    }

    #[test]
    fn damaged_chunks_are_read_or_refused((_, mut bytes) in chunk(), harms in vec(harm(), 1..4)) {
        harms.iter().for_each(|harm| harm.come_to(&mut bytes));
        check(&bytes);
    }
}

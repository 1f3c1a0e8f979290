//! Ephemeral messages reach all who hold the room's key, and nobody else.

use crate::samples::{counting, keys, noise, room};
use groundswell_seal::{Grant, OpenError, Part, RoomKeys, SealError};
use groundswell_wire::limits;
use proptest::prelude::*;

proptest! {
    #[test]
    fn an_ephemeral_message_opens_for_readers_of_the_room_only(text: Vec<u8>) {
        let bytes = keys(1, Grant::Members)
            .room(Part::Members)
            .unwrap()
            .seal_ephemeral(&text, &mut counting(0))
            .unwrap();
        prop_assert!(bytes.len() <= limits::EPHEMERAL_BYTES);
        prop_assert_eq!(room(1, Part::Members).open_ephemeral(&bytes), Ok(text));
        for other in [room(1, Part::Public), room(2, Part::Members)] {
            prop_assert_eq!(other.open_ephemeral(&bytes), Err(OpenError::Sealed));
        }
    }

    #[test]
    fn any_flipped_bit_is_refused(text: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
        let mut bytes = room(1, Part::Public).seal_ephemeral(&text, &mut counting(0)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert_eq!(room(1, Part::Public).open_ephemeral(&bytes), Err(OpenError::Sealed));
    }

    #[test]
    fn any_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(room(1, Part::Public).open_ephemeral(&bytes).is_err());
    }
}

#[test]
fn the_longest_ephemeral_message_fits_and_one_byte_more_is_refused() {
    let room = room(1, Part::Public);
    let text = noise(1, RoomKeys::EPHEMERAL_BYTES);
    let bytes = room.seal_ephemeral(&text, &mut counting(0)).unwrap();
    assert!(bytes.len() <= limits::EPHEMERAL_BYTES);
    assert_eq!(room.open_ephemeral(&bytes), Ok(text));
    let longer = noise(1, RoomKeys::EPHEMERAL_BYTES + 1);
    assert_eq!(room.seal_ephemeral(&longer, &mut counting(0)), Err(SealError::TooLarge));
}

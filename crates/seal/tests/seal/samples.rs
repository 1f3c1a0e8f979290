//! Directories, and randomness that can be told beforehand.

use groundswell_seal::{Capability, Grant, Keys, Part, RoomKeys, Seed};

/// Every capability on a directory whose edit seed is made of this byte.
pub(crate) fn capability(directory: u8, grant: Grant) -> Capability {
    Capability::edit(Seed::from_bytes([directory; 32])).weaken(grant).unwrap()
}

pub(crate) fn keys(directory: u8, grant: Grant) -> Keys {
    Keys::new(&capability(directory, grant), 0).unwrap()
}

/// An editor's keys of one room.
pub(crate) fn room(directory: u8, part: Part) -> RoomKeys {
    keys(directory, Grant::Edit).room(part).unwrap().clone()
}

/// Bytes that count up from a start, as if they were random.
pub(crate) fn counting(start: u8) -> impl FnMut(&mut [u8]) {
    let mut next = start;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    }
}

/// Bytes that do not compress and are the same each time (xorshift).
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}

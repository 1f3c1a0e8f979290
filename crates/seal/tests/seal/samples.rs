//! Directories, and randomness that can be told beforehand.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use groundswell_seal::{Capability, Grant, Keys, Link, Part, RoomKeys, Seed, Succession};

/// The id of the directory whose links the samples are.
pub(crate) const DIRECTORY: [u8; 12] = [7; 12];

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

/// A fragment of these bytes, whose checksum holds.
pub(crate) fn forged(body: &[u8]) -> String {
    let bytes = [body, &blake3::hash(body).as_bytes()[..4]].concat();
    format!("#join={}", Base64UrlUnpadded::encode_string(&bytes))
}

/// The bytes of a link before its checksum.
pub(crate) fn body(link: &Link) -> Vec<u8> {
    let bytes = Base64UrlUnpadded::decode_vec(&link.fragment()["#join=".len()..]).unwrap();
    bytes[..bytes.len() - 4].to_vec()
}

/// The statement that keys whose edit seed is made of this byte take the place of an edit link's.
pub(crate) fn succession(link: &Link, seed: u8) -> Succession {
    let new = capability(seed, Grant::Edit);
    let (epoch, directory) = (link.epoch(), link.directory());
    Succession::sign(link.capability(), epoch, directory, &new, 1_700_000_000_000, [seed; 8]).unwrap()
}

/// The link to these keys that an edit link's vouch for.
pub(crate) fn renewed(link: &Link, seed: u8) -> Link {
    link.succeed(succession(link, seed), capability(seed, Grant::Edit)).unwrap()
}

/// The value with something changed.
pub(crate) fn changed<T>(mut value: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut value);
    value
}

/// The group's order, added to a signature's scalar: the equation holds, in another encoding.
pub(crate) fn second_encoding(signature: &mut [u8]) {
    let order = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10_u8,
    ];
    signature[32..].iter_mut().zip(order).fold(false, |carry, (byte, add)| {
        let (sum, one) = byte.carrying_add(add, carry);
        *byte = sum;
        one
    });
}

/// An edit link, before anything was renewed.
pub(crate) fn first() -> Link {
    Link::new(capability(1, Grant::Edit), DIRECTORY, 0)
}

/// The links of a chain of renewals, the first one included.
pub(crate) fn chain(renewals: u8) -> Vec<Link> {
    let mut links = vec![first()];
    for number in 1..=renewals {
        links.push(renewed(&links[usize::from(number) - 1], number + 1));
    }
    links
}

//! Bytes read from the front, in the numbers of Automerge's format.

use flate2::bufread::DeflateDecoder;
use std::io::Read;

/// So many bytes may come out of any deflated ones, however few they are: a text of one letter, again and again,
/// deflates a thousand times.
const INFLATED_BASE: u64 = 1 << 20;
/// And so many times as many as there are deflated ones. Deflated changes and columns of a directory of 10,000 groups
/// grow 3 to 12 times.
const INFLATED_TIMES: u64 = 128;
/// At most this many bytes come out of one deflated column or change.
const MAX_INFLATED: u64 = 128 << 20;

/// Bytes that are read from the front.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// An unsigned number in LEB128, in its shortest form.
    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return (byte != 0 || shift == 0).then_some(value);
            }
        }
        None
    }

    /// A signed number in LEB128, in its shortest form.
    pub(crate) fn signed(&mut self) -> Option<i64> {
        let mut value = 0_i64;
        let mut before = 0_u8;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte != 0 && byte != 0x7f {
                return None;
            }
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0;
                // The last byte says only what the sign of the one before says already.
                let spare =
                    shift > 0 && (byte == 0 && before & 0x40 == 0 || byte == 0x7f && before & 0x40 != 0);
                let value = if negative && shift < 57 { value | (-1 << (shift + 7)) } else { value };
                return (!spare).then_some(value);
            }
            before = byte;
        }
        None
    }

    /// A number of things that follow, each at least a byte long.
    pub(crate) fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        (length <= self.0.len()).then_some(length)
    }

    pub(crate) fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }
}

/// Unpacks deflated bytes, all of them, but no bomb.
pub(crate) fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let most = (bytes.len() as u64).saturating_mul(INFLATED_TIMES).saturating_add(INFLATED_BASE);
    inflate_within(most.min(MAX_INFLATED), bytes)
}

fn inflate_within(most: u64, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut inflated = Vec::new();
    let mut decoder = DeflateDecoder::new(bytes);
    let read = decoder.by_ref().take(most + 1).read_to_end(&mut inflated).ok()?;
    let all = decoder.total_in() == bytes.len() as u64;
    (read as u64 <= most && all).then_some(inflated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, bufread::DeflateEncoder};

    fn deflated(length: u64) -> Vec<u8> {
        let zeros = std::io::repeat(0).take(length);
        let mut deflated = Vec::new();
        DeflateEncoder::new(std::io::BufReader::new(zeros), Compression::best())
            .read_to_end(&mut deflated)
            .unwrap();
        deflated
    }

    #[test]
    fn a_bomb_does_not_unpack() {
        let most = 1 << 16;
        let bomb = deflated(most + 1);
        assert!((bomb.len() as u64) < most / 50);
        assert!(inflate_within(most, &bomb).is_none());
        assert_eq!(inflate_within(most + 1, &bomb).unwrap().len() as u64, most + 1);
        assert!(inflate(&deflated(INFLATED_BASE * 8)).is_none(), "more than the bytes may stand for");
    }

    #[test]
    fn what_follows_deflated_bytes_is_no_part_of_them() {
        let mut bytes = deflated(100);
        assert!(inflate(&bytes).is_some());
        bytes.push(0);
        assert_eq!(inflate(&bytes), None);
    }

    #[test]
    fn numbers_read_as_leb128_writes_them() {
        assert_eq!(Bytes(&[0xe5, 0x8e, 0x26]).unsigned(), Some(624_485));
        assert_eq!(Bytes(&[0xc0, 0xbb, 0x78]).signed(), Some(-123_456));
        assert_eq!(Bytes(&[0x80]).unsigned(), None);
        for (bytes, value) in [(&[0x7f][..], -1), (&[0x40], -64), (&[0xc0, 0], 64), (&[0xbf, 0x7f], -65)] {
            assert_eq!(Bytes(bytes).signed(), Some(value));
        }
        let ends = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f];
        assert_eq!(Bytes(&ends).signed(), Some(i64::MIN));
        let ends = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(Bytes(&ends).unsigned(), Some(u64::MAX));
    }

    #[test]
    fn longer_forms_of_a_number_are_refused() {
        for bytes in [&[0x80, 0][..], &[0xff, 0x80, 0]] {
            assert_eq!(Bytes(bytes).unsigned(), None);
        }
        for bytes in [&[0x80, 0][..], &[0xff, 0x7f], &[0xbf, 0]] {
            assert_eq!(Bytes(bytes).signed(), None);
        }
        assert_eq!(Bytes(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]).unsigned(), None);
    }
}

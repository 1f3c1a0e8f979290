//! The columns of a chunk, unpacked and counted within bounds.

use flate2::bufread::DeflateDecoder;
use std::{borrow::Cow, io::Read};

/// At most this many bytes come out of one deflated column or change.
const MAX_INFLATED: u64 = 128 << 20;
/// At most this many rows in a column: operations of one chunk.
const MAX_ROWS: u64 = 1 << 24;

/// Set in a column's specification where its bytes are deflated.
const DEFLATED: u64 = 0b1000;
const KIND: u64 = 0b0111;
const BOOLEAN: u64 = 4;
const STRING: u64 = 5;
const RAW: u64 = 7;

/// Bytes that are read from the front.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// An unsigned number in LEB128.
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = u64::from(*self.take(1)?.first()?);
            value |= (byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A signed number in LEB128.
    pub(super) fn signed(&mut self) -> Option<i64> {
        let mut value = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = i64::from(*self.take(1)?.first()?);
            value |= (byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0 && shift < 57;
                return Some(if negative { value | (-1 << (shift + 7)) } else { value });
            }
        }
        None
    }

    /// A number of things that follow, each at least a byte long.
    pub(super) fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        (length <= self.0.len()).then_some(length)
    }

    pub(super) fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }
}

/// The columns that follow: specification and length in bytes of each.
pub(super) fn column_headers(input: &mut Bytes<'_>) -> Option<Vec<(u64, usize)>> {
    let count = input.length()?;
    (0..count).map(|_| Some((input.unsigned()?, usize::try_from(input.unsigned()?).ok()?))).collect()
}

/// Whether the columns are there and within bounds.
pub(super) fn check_columns(input: &mut Bytes<'_>, columns: &[(u64, usize)]) -> Option<()> {
    for (specification, length) in columns {
        let bytes = input.take(*length)?;
        let bytes =
            if specification & DEFLATED == 0 { Cow::Borrowed(bytes) } else { Cow::Owned(inflate(bytes)?) };
        if rows(specification & KIND, &bytes)? > MAX_ROWS {
            return None;
        }
    }
    Some(())
}

/// Unpacks deflated bytes, but no bomb.
pub(super) fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    inflate_within(MAX_INFLATED, bytes)
}

fn inflate_within(most: u64, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut inflated = Vec::new();
    let read = DeflateDecoder::new(bytes).take(most + 1).read_to_end(&mut inflated).ok()?;
    (read as u64 <= most).then_some(inflated)
}

/// How many rows a column has: runs of equal values, rows of single ones, and runs of none.
fn rows(kind: u64, bytes: &[u8]) -> Option<u64> {
    let mut input = Bytes(bytes);
    let mut rows = 0_u64;
    while kind != RAW && !input.0.is_empty() {
        if kind == BOOLEAN {
            rows = rows.checked_add(input.unsigned()?)?;
            continue;
        }
        match input.signed()? {
            0 => rows = rows.checked_add(input.unsigned()?)?,
            run @ 1.. => {
                value(kind, &mut input)?;
                rows = rows.checked_add(run.unsigned_abs())?;
            }
            singles => {
                for _ in 0..singles.unsigned_abs() {
                    value(kind, &mut input)?;
                }
                rows = rows.checked_add(singles.unsigned_abs())?;
            }
        }
    }
    Some(rows)
}

fn value(kind: u64, input: &mut Bytes<'_>) -> Option<()> {
    if kind == STRING { input.prefixed().map(drop) } else { input.signed().map(drop) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_does_not_unpack() {
        use flate2::{Compression, bufread::DeflateEncoder};
        let most = 1 << 16;
        let zeros = std::io::repeat(0).take(most + 1);
        let mut bomb = Vec::new();
        DeflateEncoder::new(std::io::BufReader::new(zeros), Compression::fast())
            .read_to_end(&mut bomb)
            .unwrap();
        assert!((bomb.len() as u64) < most / 50);
        assert_eq!(inflate_within(most, &bomb), None);
        assert_eq!(inflate_within(most + 1, &bomb).unwrap().len() as u64, most + 1);
    }

    #[test]
    fn a_run_of_too_many_rows_is_refused() {
        // 2^27 times the number 1.
        let mut run = vec![0x80, 0x80, 0x80, 0xc0, 0x00, 1];
        assert_eq!(rows(2, &run), Some(1 << 27));
        let length = run.len();
        assert_eq!(check_columns(&mut Bytes(&run), &[(0x42, length)]), None);
        run = vec![3, 1, 0x7e, 5, 6, 0, 4];
        assert_eq!(rows(2, &run), Some(3 + 2 + 4));
    }

    #[test]
    fn numbers_read_as_leb128_writes_them() {
        assert_eq!(Bytes(&[0xe5, 0x8e, 0x26]).unsigned(), Some(624_485));
        assert_eq!(Bytes(&[0xc0, 0xbb, 0x78]).signed(), Some(-123_456));
        assert_eq!(Bytes(&[0x80]).unsigned(), None);
    }
}

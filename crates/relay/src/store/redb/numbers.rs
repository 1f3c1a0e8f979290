//! Numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit set in all but the last
//! (LEB128).

/// Appends a number.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number off; nothing where there is none.
pub(super) fn take(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let bits = u64::from(array::<1>(rest)?[0]);
        let low = bits & 0x7f;
        // Of the tenth byte one bit is left.
        if low << shift >> shift != low {
            return None;
        }
        number |= low << shift;
        if bits == low {
            return Some(number);
        }
    }
    None
}

/// Takes some bytes off; nothing where there are fewer.
pub(super) fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written_and_no_others() {
        for number in [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, 1_700_000_000, u64::MAX >> 1, u64::MAX] {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            let mut rest = &bytes[..];
            assert_eq!(take(&mut rest), Some(number));
            assert!(rest.is_empty());
            for length in 0..bytes.len() {
                assert_eq!(take(&mut &bytes[..length]), None, "{number}");
            }
        }
        assert_eq!(take(&mut &[0xff; 9].iter().copied().chain([2]).collect::<Vec<_>>()[..]), None);
        assert_eq!(take(&mut &[0xff; 20][..]), None);
    }
}

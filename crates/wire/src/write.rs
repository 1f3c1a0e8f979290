//! Writing, at the end.

use crate::EncodeError;

/// Writes a length as an unsigned LEB128 number.
pub(crate) fn length(out: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// How many bytes [`length`] writes.
pub(crate) const fn length_bytes(value: usize) -> usize {
    let bits = (usize::BITS - value.leading_zeros()) as usize;
    if bits == 0 { 1 } else { bits.div_ceil(7) }
}

/// Writes bytes with their length before them.
pub(crate) fn bytes(out: &mut Vec<u8>, bytes: &[u8], most: usize) -> Result<(), EncodeError> {
    if bytes.len() > most {
        return Err(EncodeError::TooLarge);
    }
    length(out, bytes.len());
    out.extend_from_slice(bytes);
    Ok(())
}

/// Writes a list of arrays with its length before it.
pub(crate) fn list<const N: usize, T: AsRef<[u8; N]>>(
    out: &mut Vec<u8>,
    list: &[T],
    most: usize,
) -> Result<(), EncodeError> {
    if list.len() > most {
        return Err(EncodeError::TooLarge);
    }
    length(out, list.len());
    list.iter().for_each(|item| out.extend_from_slice(item.as_ref()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_takes_as_many_bytes_as_were_said() {
        for value in [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152] {
            let mut out = Vec::new();
            length(&mut out, value);
            assert_eq!(out.len(), length_bytes(value), "{value}");
        }
    }
}

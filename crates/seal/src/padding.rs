//! A text in its envelope: its format, its length, itself, and zeros, so that its exact size does not show.

/// The only format of plaintext.
const FORMAT: u8 = 1;

/// The next length that Padmé allows: one whose last bits are zeros, at most 12 % longer and less the longer it
/// is. The number of different lengths below any bound is about the logarithm of the bound. (Nikitin and others,
/// "Reducing Metadata Leakage from Encrypted Files", PETS 2019, section 4.)
pub(crate) const fn padded(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1 << exponent.saturating_sub(kept)) - 1;
    (length + mask) & !mask
}

/// How many bytes of text fit in an envelope of so many bytes.
pub(crate) const fn capacity(envelope: usize) -> usize {
    // The largest length that Padmé leaves alone and that fits.
    let mut padme = envelope;
    while padded(padme) > padme {
        padme -= 1;
    }
    padme.saturating_sub(1 + length_bytes(padme))
}

const fn length_bytes(value: usize) -> usize {
    let bits = (usize::BITS - value.leading_zeros()) as usize;
    if bits == 0 { 1 } else { bits.div_ceil(7) }
}

/// Appends a length as unsigned LEB128.
pub(crate) fn length(out: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Takes a length of at most `most` off the front. `None` where there is none, or not in its shortest form.
pub(crate) fn take_length(bytes: &mut &[u8], most: usize) -> Option<usize> {
    let mut value = 0_usize;
    // Four groups of seven bits are 256 MiB; no length here is larger.
    for shift in [0, 7, 14, 21] {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return ((*byte != 0 || shift == 0) && value <= most).then_some(value);
        }
    }
    None
}

/// Appends a text in its envelope.
pub(crate) fn wrap(out: &mut Vec<u8>, text: &[u8]) {
    let start = out.len();
    out.push(FORMAT);
    length(out, text.len());
    out.extend_from_slice(text);
    let end = start + padded(out.len() - start);
    out.resize(end, 0);
}

/// The text in an envelope. `None` where it is not exactly as [`wrap`] makes it.
pub(crate) fn unwrap(envelope: &[u8]) -> Option<&[u8]> {
    let mut rest = envelope.strip_prefix(&[FORMAT])?;
    let length = take_length(&mut rest, envelope.len())?;
    let (text, zeros) = rest.split_at_checked(length)?;
    let is_padded = envelope.len() == padded(envelope.len() - zeros.len());
    (is_padded && zeros.iter().all(|zero| *zero == 0)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_padded_length_is_at_most_12_percent_more(length in 0_usize..1 << 26) {
            let padded_length = padded(length);
            prop_assert!(padded_length >= length);
            prop_assert!(padded_length - length <= length * 12 / 100);
            prop_assert_eq!(padded(padded_length), padded_length);
        }

        #[test]
        fn a_text_comes_back_from_its_envelope(text in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let mut envelope = Vec::new();
            wrap(&mut envelope, &text);
            prop_assert_eq!(unwrap(&envelope), Some(&text[..]));
        }

        #[test]
        fn any_envelope_is_made_in_one_way_or_refused(mut bytes: Vec<u8>) {
            if let Some(first) = bytes.first_mut() {
                *first = FORMAT;
            }
            if let Some(text) = unwrap(&bytes) {
                let mut again = Vec::new();
                wrap(&mut again, text);
                prop_assert_eq!(&again, &bytes);
            }
        }

        #[test]
        fn as_much_as_fits_fits(envelope in 2_usize..300_000) {
            let text = vec![7; capacity(envelope)];
            let mut out = Vec::new();
            wrap(&mut out, &text);
            prop_assert!(out.len() <= envelope);
        }
    }
}

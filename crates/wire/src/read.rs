//! Reading, from the front.

use crate::DecodeError;

/// The bytes that are not read yet.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// All that is left, at most `most` bytes.
    pub(crate) const fn all(&mut self, most: usize) -> Result<&'a [u8], DecodeError> {
        if self.0.len() > most {
            return Err(DecodeError::TooLarge);
        }
        let all = self.0;
        self.0 = &[];
        Ok(all)
    }

    pub(crate) const fn left(&self) -> usize {
        self.0.len()
    }

    /// Nothing may be left.
    pub(crate) const fn end(self) -> Result<(), DecodeError> {
        if self.0.is_empty() { Ok(()) } else { Err(DecodeError::Trailing) }
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(DecodeError::CutShort)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(DecodeError::CutShort)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn flag(&mut self) -> Result<bool, DecodeError> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(DecodeError::NotCanonical),
        }
    }

    /// A length: an unsigned LEB128 number of at most `most`, without needless zeros.
    pub(crate) fn length(&mut self, most: usize) -> Result<usize, DecodeError> {
        let mut value = 0_usize;
        // Four groups of seven bits are 256 MiB; no length here is larger.
        for shift in [0, 7, 14, 21] {
            let byte = self.u8()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                if byte == 0 && shift > 0 {
                    return Err(DecodeError::NotCanonical);
                }
                return if value <= most { Ok(value) } else { Err(DecodeError::TooLarge) };
            }
        }
        Err(DecodeError::TooLarge)
    }

    /// Bytes with their length before them.
    pub(crate) fn bytes(&mut self, most: usize) -> Result<&'a [u8], DecodeError> {
        let length = self.length(most)?;
        self.take(length)
    }

    /// A text in UTF-8 with its length in bytes before it.
    pub(crate) fn text(&mut self, most: usize) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.bytes(most)?).map_err(|_| DecodeError::NotText)
    }

    /// A list of arrays with its length before it.
    pub(crate) fn list<const N: usize, T: From<[u8; N]>>(
        &mut self,
        most: usize,
    ) -> Result<Vec<T>, DecodeError> {
        let length = self.length(most)?;
        let bytes = self.take(length.checked_mul(N).ok_or(DecodeError::TooLarge)?)?;
        let (arrays, _) = bytes.as_chunks::<N>();
        Ok(arrays.iter().map(|array| T::from(*array)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::length;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_length_reads_back(value in 0_usize..1 << 28) {
            let mut bytes = Vec::new();
            length(&mut bytes, value);
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.length(usize::MAX), Ok(value));
            prop_assert_eq!(reader.left(), 0);
        }

        #[test]
        fn a_length_is_written_in_one_way_only(bytes in proptest::collection::vec(any::<u8>(), 0..6)) {
            let mut reader = Reader::new(&bytes);
            if let Ok(value) = reader.length(usize::MAX) {
                let mut again = Vec::new();
                length(&mut again, value);
                prop_assert_eq!(&bytes[..bytes.len() - reader.left()], &again[..]);
            }
        }
    }

    #[test]
    fn a_length_past_its_bound_is_refused_before_anything_is_taken() {
        assert_eq!(Reader::new(&[5, 1]).bytes(4), Err(DecodeError::TooLarge));
        assert_eq!(Reader::new(&[0xff; 9]).length(usize::MAX), Err(DecodeError::TooLarge));
        assert_eq!(Reader::new(&[0x80, 0]).length(9), Err(DecodeError::NotCanonical));
    }
}

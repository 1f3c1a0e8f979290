//! Hashing for maps by small numbers.

use std::hash::Hasher;

/// A hash of numbers that costs next to nothing. Only for keys that the relay gives out itself, or of which there
/// are few: whoever chooses many can make them collide.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Numbers(u64);

/// The golden ratio as a fraction of 2^64: it spreads neighbours over the whole range.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Numbers {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(GOLDEN);
    }

    fn finish(&self) -> u64 {
        // The table looks at the lowest bits and the highest.
        self.0 ^ self.0 >> 32
    }
}

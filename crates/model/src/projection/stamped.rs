//! Sections under the stamp by which the index knows them.

use super::section::{Form, Section};

/// A section's bytes under its stamp.
#[must_use]
pub(super) fn sealed(section: Section, heads: &[u8], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(heads.len()).unwrap_or_default().to_le_bytes();
    [&section.form()[..], &length, heads, body].concat()
}

/// The state that a section's bytes are of, and the bytes, if they are of this version's form.
pub(super) fn unsealed(section: Section, value: &[u8]) -> Option<(&[u8], &[u8])> {
    let (form, rest) = value.split_first_chunk()?;
    let known: Form = section.form();
    let (length, rest) = rest.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    if *form == known { rest.split_at_checked(length) } else { None }
}

/// What names a section's form, and a state of the document in which it shows what it does.
pub(super) fn stamp(section: Section, heads: &[u8]) -> Vec<u8> {
    [&section.form(), heads].concat()
}

//! A link's fields as bytes.

use super::{Link, LinkError, NAME_CHARS, RELAY_BYTES};
use crate::padding::{length, take_length};
use crate::succession::{self, LINEAGE, SUCCESSION_BYTES};
use crate::{Capability, Grant, KeyId, Seed, Succession};
use groundswell_wire::VerifyingKey;
use zeroize::{Zeroize, Zeroizing};

/// A link without a lineage, as programs of before know it.
const PLAIN: u8 = 1;
/// A link with a lineage.
const VOUCHED: u8 = 2;
/// Bytes of what newer versions may add.
const EXTENSION_BYTES: usize = 256;
const CHECKSUM_BYTES: usize = 4;
/// In UTF-8 a letter has at most 4 bytes.
const NAME_BYTES: usize = 4 * NAME_CHARS;
/// No link is longer.
pub(super) const MOST: usize = 2
    + 12
    + 4
    + 32
    + 32
    + 2
    + RELAY_BYTES
    + 2
    + NAME_BYTES
    + 1
    + LINEAGE * SUCCESSION_BYTES
    + 2
    + EXTENSION_BYTES
    + CHECKSUM_BYTES;

/// The bytes of a link: its fields and their checksum.
pub(super) fn write(link: &Link) -> Zeroizing<Vec<u8>> {
    // Space for all, so that no half-written copy stays behind in memory.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST));
    let grant = link.capability.grant();
    let is_plain = link.lineage.is_empty() && link.extension.is_empty();
    bytes.push(if is_plain { PLAIN } else { VOUCHED });
    bytes.push(grant.number());
    bytes.extend_from_slice(&link.directory);
    bytes.extend_from_slice(&link.epoch.to_le_bytes());
    if grant != Grant::Edit {
        bytes.extend_from_slice(link.capability.key().as_bytes());
    }
    bytes.extend_from_slice(link.capability.seed().expose());
    for text in [&link.relay, &link.name] {
        let text = text.as_deref().unwrap_or_default();
        length(&mut bytes, text.len());
        bytes.extend_from_slice(text.as_bytes());
    }
    if !is_plain {
        length(&mut bytes, link.lineage.len());
        for succession in &link.lineage {
            succession.write(&succession.from.key, &mut bytes);
        }
        length(&mut bytes, link.extension.len());
        bytes.extend_from_slice(&link.extension);
    }
    let checksum = checksum(&bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

/// The first bytes of the BLAKE3 hash.
fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(bytes);
    let mut checksum = [0; CHECKSUM_BYTES];
    hasher.finalize_xof().fill(&mut checksum);
    hasher.zeroize();
    checksum
}

/// The bytes of a link, which [`write()`] made.
pub(super) fn read(bytes: &[u8]) -> Result<Link, LinkError> {
    let (body, sum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or(LinkError::CutShort)?;
    if checksum(body) == *sum {
        let (&version, _) = body.split_first().ok_or(LinkError::Malformed)?;
        if !matches!(version, PLAIN | VOUCHED) {
            return Err(LinkError::Newer(version));
        }
        let mut rest = body;
        let fields = Fields::take(&mut rest).ok_or(LinkError::Malformed)?;
        return if rest.is_empty() { fields.link() } else { None }.ok_or(LinkError::Malformed);
    }
    // Its own lengths tell whether something is missing.
    let mut rest = bytes;
    let is_whole = Fields::take(&mut rest).is_some() && rest.len() >= CHECKSUM_BYTES;
    let is_known = matches!(bytes.first(), Some(&(PLAIN | VOUCHED)));
    Err(if is_whole || !is_known { LinkError::Mistyped } else { LinkError::CutShort })
}

/// What stands in a link, not looked into yet.
struct Fields<'a> {
    grant: u8,
    directory: &'a [u8; 12],
    epoch: u32,
    key: Option<&'a [u8; 32]>,
    seed: &'a [u8; 32],
    relay: &'a [u8],
    name: &'a [u8],
    /// What vouches for the keys, the oldest first, and what a newer version added.
    vouched: Option<(Vec<&'a [u8; SUCCESSION_BYTES]>, &'a [u8])>,
}

impl<'a> Fields<'a> {
    fn take(bytes: &mut &'a [u8]) -> Option<Self> {
        let [version, grant] = *take(bytes)?;
        Some(Self {
            grant,
            directory: take(bytes)?,
            epoch: u32::from_le_bytes(*take(bytes)?),
            key: if grant == Grant::Edit.number() { None } else { Some(take(bytes)?) },
            seed: take(bytes)?,
            relay: take_text(bytes)?,
            name: take_text(bytes)?,
            vouched: if version == VOUCHED { Some(take_vouched(bytes)?) } else { None },
        })
    }

    fn link(&self) -> Option<Link> {
        let seed = Seed::from_bytes(*self.seed);
        let grant = Grant::from_number(self.grant)?;
        let capability = match self.key {
            None => Capability::edit(seed),
            Some(key) => Capability::read(grant, seed, VerifyingKey::from_bytes(*key)).ok()?,
        };
        let mut link = Link::new(capability, *self.directory, self.epoch);
        if let Some((successions, extension)) = &self.vouched {
            link.lineage = lineage(successions, &link)?;
            link.extension = extension.to_vec();
            // There is one way to write a link.
            if link.lineage.is_empty() && link.extension.is_empty() {
                return None;
            }
        }
        if !self.relay.is_empty() {
            link = link.with_relay(std::str::from_utf8(self.relay).ok()?).ok()?;
        }
        if !self.name.is_empty() {
            let name = std::str::from_utf8(self.name).ok()?;
            link = link.with_name(name);
            // One that would be shown otherwise than it is written was made by somebody who means no good.
            if link.name() != Some(name) {
                return None;
            }
        }
        Some(link)
    }
}

fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(taken)
}

fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = take_length(bytes, MOST)?;
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn take_vouched<'a>(bytes: &mut &'a [u8]) -> Option<(Vec<&'a [u8; SUCCESSION_BYTES]>, &'a [u8])> {
    let count = take_length(bytes, LINEAGE)?;
    let successions = (0..count).map(|_| take(bytes)).collect::<Option<Vec<_>>>()?;
    let length = take_length(bytes, EXTENSION_BYTES)?;
    let (extension, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some((successions, extension))
}

/// The successions that lead to a link's keys. `None` where one of them does not hold, or the last does not lead to
/// the link's seed.
fn lineage(successions: &[&[u8; SUCCESSION_BYTES]], link: &Link) -> Option<Vec<Succession>> {
    let mut to = link.keys();
    let mut lineage = Vec::with_capacity(successions.len());
    for bytes in successions.iter().rev() {
        let epoch = to.epoch.checked_sub(1)?;
        let succession = succession::read(bytes, |key| (KeyId { key, epoch }, to.key))?;
        if !succession.holds(&link.directory) {
            return None;
        }
        to = succession.from;
        lineage.push(succession);
    }
    lineage.reverse();
    lineage.last().is_none_or(|last: &Succession| last.leads_to(&link.capability)).then_some(lineage)
}

//! As much of ZIP as a backup needs (PKWARE APPNOTE 6.3.3): entries stored or deflated, no encryption, no
//! Zip64, one disk. An archive that somebody unpacked and packed again is read too, with a folder around its
//! entries and foreign ones beside them.

use super::{BackupError, MAX_BYTES};
use flate2::{Compression, Crc, read::DeflateDecoder, read::DeflateEncoder};
use groundswell_model::Timestamp;
use std::io::Read;

/// The first bytes of an archive: those of its first entry.
pub(super) const START: [u8; 4] = LOCAL.to_le_bytes();
const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Names are UTF-8 (bit 11).
const FLAGS: u16 = 0x0800;
/// Deflate needs version 2.0.
const VERSION: u16 = 20;
/// Made on Unix, so that the mode below is understood.
const MADE_BY: u16 = (3 << 8) | VERSION;
/// A file that only its owner reads and writes.
const MODE: u32 = 0o100_600 << 16;

/// More entries than any backup has, its folders and what systems add included.
const MAX_ENTRIES: usize = 64;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: usize = 22;

/// An entry to be written.
pub(super) struct Entry<'a> {
    pub(super) name: &'static str,
    pub(super) bytes: &'a [u8],
    /// Whether it is worth deflating.
    pub(super) pack: bool,
}

/// An archive of these entries, each of less than 4 GiB.
pub(super) fn write(entries: &[Entry<'_>], created: Timestamp) -> Vec<u8> {
    let (time, date) = Date::of(created).for_dos();
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let mut crc = Crc::new();
        crc.update(entry.bytes);
        let packed = if entry.pack { deflate(entry.bytes) } else { None };
        let method = if packed.is_some() { DEFLATED } else { STORED };
        let data = packed.as_deref().unwrap_or(entry.bytes);
        let offset = size(archive.len());

        let mut shared = Vec::new();
        for number in [FLAGS, method, time, date] {
            shared.extend(number.to_le_bytes());
        }
        for number in [crc.sum(), size(data.len()), size(entry.bytes.len())] {
            shared.extend(number.to_le_bytes());
        }
        let name_length = u16::try_from(entry.name.len()).unwrap_or(u16::MAX);
        shared.extend(name_length.to_le_bytes());
        // No extra field.
        shared.extend([0; 2]);

        archive.extend(LOCAL.to_le_bytes());
        archive.extend(VERSION.to_le_bytes());
        archive.extend(&shared);
        archive.extend(entry.name.as_bytes());
        archive.extend(data);

        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(MADE_BY.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&shared);
        // No comment, disk 0, no internal attributes.
        directory.extend([0; 6]);
        directory.extend(MODE.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let offset = size(archive.len());
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    archive.extend(&directory);
    archive.extend(END.to_le_bytes());
    archive.extend([0; 4]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(size(directory.len()).to_le_bytes());
    archive.extend(offset.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The bytes deflated, if that makes them fewer.
fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = Vec::new();
    DeflateEncoder::new(bytes, Compression::default()).read_to_end(&mut packed).ok()?;
    (packed.len() < bytes.len()).then_some(packed)
}

/// An archive being read.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Found<'a>>,
    /// How much may still be unpacked.
    left: usize,
}

struct Found<'a> {
    name: &'a [u8],
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    unpacked: usize,
    offset: usize,
}

impl<'a> Archive<'a> {
    /// Reads the list of entries.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, BackupError> {
        if bytes.len() > MAX_BYTES {
            return Err(BackupError::TooLarge);
        }
        let is_archive = bytes.starts_with(&LOCAL.to_le_bytes());
        let end = find_end(bytes).ok_or(if is_archive {
            BackupError::Damaged("its end is missing")
        } else {
            BackupError::NotABackup
        })?;
        let damaged = || BackupError::Damaged("its list of entries can not be read");
        let end = bytes.get(end..).ok_or_else(damaged)?;
        let count = usize::from(u16_at(end, 10).ok_or_else(damaged)?);
        let offset = u32_at(end, 16).ok_or_else(damaged)? as usize;
        if count > MAX_ENTRIES {
            return Err(BackupError::NotABackup);
        }
        let mut rest = bytes.get(offset..).ok_or_else(damaged)?;
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let (entry, length) = central(rest).ok_or_else(damaged)?;
            entries.push(entry);
            rest = rest.get(length..).ok_or_else(damaged)?;
        }
        Ok(Self { bytes, entries, left: MAX_BYTES })
    }

    /// The bytes of the entry of this name, in whatever folder; `None` if there is none.
    pub(super) fn take(&mut self, name: &'static str) -> Result<Option<Vec<u8>>, BackupError> {
        let of_name = |entry: &&Found<'_>| {
            // Archives made on a Mac have a shadow of each entry.
            !entry.name.starts_with(b"__MACOSX/")
                && entry.name.rsplit(|byte| *byte == b'/').next() == Some(name.as_bytes())
        };
        let mut found = self.entries.iter().filter(of_name);
        let Some(entry) = found.next() else { return Ok(None) };
        if found.next().is_some() {
            return Err(BackupError::Damaged("it has an entry twice"));
        }
        if entry.unpacked > self.left {
            return Err(BackupError::TooLarge);
        }
        let unpacked = self.unpack(entry)?;
        let mut crc = Crc::new();
        crc.update(&unpacked);
        if crc.sum() != entry.crc {
            return Err(BackupError::Damaged("an entry's checksum is wrong"));
        }
        self.left -= unpacked.len();
        Ok(Some(unpacked))
    }

    fn unpack(&self, entry: &Found<'_>) -> Result<Vec<u8>, BackupError> {
        if entry.flags & 1 != 0 {
            return Err(BackupError::Damaged("it is encrypted"));
        }
        let data = self.data(entry).ok_or(BackupError::Damaged("an entry is cut off"))?;
        let unpacked = match entry.method {
            STORED => data.to_vec(),
            DEFLATED => {
                let mut unpacked = Vec::new();
                // One byte more than promised is enough to know that the promise is wrong.
                DeflateDecoder::new(data)
                    .take(entry.unpacked as u64 + 1)
                    .read_to_end(&mut unpacked)
                    .map_err(|_| BackupError::Damaged("an entry can not be unpacked"))?;
                unpacked
            }
            _ => return Err(BackupError::Damaged("it is packed in a way that is not read")),
        };
        if unpacked.len() == entry.unpacked {
            Ok(unpacked)
        } else {
            Err(BackupError::Damaged("an entry is not as long as it says"))
        }
    }

    /// An entry's bytes as they are stored.
    fn data(&self, entry: &Found<'_>) -> Option<&'a [u8]> {
        let local = self.bytes.get(entry.offset..)?;
        if u32_at(local, 0)? != LOCAL {
            return None;
        }
        let start = 30 + usize::from(u16_at(local, 26)?) + usize::from(u16_at(local, 28)?);
        local.get(start..)?.get(..entry.packed)
    }
}

/// Where the end record is: before a comment of at most 65,535 bytes.
fn find_end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last).rev().find(|at| {
        bytes.get(*at..).is_some_and(|end| {
            u32_at(end, 0) == Some(END)
                && u16_at(end, 20).is_some_and(|comment| END_BYTES + usize::from(comment) == end.len())
        })
    })
}

/// One entry of the list, and how many bytes it takes there.
fn central(bytes: &[u8]) -> Option<(Found<'_>, usize)> {
    if u32_at(bytes, 0)? != CENTRAL {
        return None;
    }
    let name_length = usize::from(u16_at(bytes, 28)?);
    let length =
        CENTRAL_BYTES + name_length + usize::from(u16_at(bytes, 30)?) + usize::from(u16_at(bytes, 32)?);
    let found = Found {
        name: bytes.get(CENTRAL_BYTES..CENTRAL_BYTES + name_length)?,
        flags: u16_at(bytes, 8)?,
        method: u16_at(bytes, 10)?,
        crc: u32_at(bytes, 16)?,
        packed: u32_at(bytes, 20)? as usize,
        unpacked: u32_at(bytes, 24)? as usize,
        offset: u32_at(bytes, 42)? as usize,
    };
    Some((found, length))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_le_bytes(*chunk))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

/// A day and time of day, UTC.
pub(super) struct Date {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
    seconds: u32,
}

impl Date {
    /// Days to year, month and day as Howard Hinnant's `civil_from_days` counts them.
    pub(super) fn of(moment: Timestamp) -> Self {
        const DAY: i64 = 86_400_000;
        let days = moment.0.div_euclid(DAY) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self {
            year: era * 400 + year_of_era + i64::from(month <= 2),
            month: month as u8,
            day: day as u8,
            seconds: (moment.0.rem_euclid(DAY) / 1000) as u32,
        }
    }

    /// Time and date as DOS writes them, which begins in 1980 and ends in 2107.
    fn for_dos(&self) -> (u16, u16) {
        let Ok(years @ 0..=127) = u16::try_from(self.year - 1980) else { return (0, 0x21) };
        let (hour, minute, second) = (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        let time = ((hour << 11) | (minute << 5) | (second / 2)) as u16;
        (time, (years << 9) | (u16::from(self.month) << 5) | u16::from(self.day))
    }
}

//! A directory as one file. To be kept: a ZIP archive of its parts as plain Automerge documents, a readable
//! copy, and the seed without which no one could go on editing it. To be handed to somebody who has it already:
//! an archive of changes alone. Either may travel as a text.

mod armour;
mod manifest;
mod readme;
mod zip;

pub use armour::armour;

use groundswell_model::{Id, Part, Timestamp};
use manifest::{Kind, Manifest};
use std::fmt;
use zip::Entry;

/// All entries together are at most this large, unpacked: far more than any directory, far less than a device's
/// memory.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

/// The first bytes of a saved document (Automerge binary format, "magic bytes").
const AUTOMERGE: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

const MANIFEST: &str = "groundswell.json";
const READABLE: &str = "directory.json";
const README: &str = "README.txt";

/// What a backup holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Backup {
    /// The directory's id.
    pub directory: Id,
    /// The network's name when it was made.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// The parts as saved documents, as any Automerge program opens them.
    pub parts: Vec<(Part, Vec<u8>)>,
    /// The directory's edit seed: whoever has it can edit. `None` in backups of devices that only read; they have a
    /// link.
    pub seed: Option<[u8; 32]>,
    /// Whether the directory was shared.
    pub sharing: Sharing,
    /// All records as JSON, for people and other programs. It is not read back.
    pub json: String,
}

/// What a backup says of whether its directory was shared. Without a link the rooms in which it is kept in step could not
/// be found again.
#[derive(Clone, PartialEq, Eq)]
pub enum Sharing {
    /// Nothing: the first backups did not.
    NotSaid,
    /// It was on one device only.
    NotShared,
    /// By this sync link, as the fragment of an address. As secret as the seed, which an edit link holds.
    By(String),
}

/// The link is not for logs.
impl fmt::Debug for Sharing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSaid => "NotSaid",
            Self::NotShared => "NotShared",
            Self::By(_) => "By(…)",
        })
    }
}

/// The seed is not for logs.
impl fmt::Debug for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backup")
            .field("directory", &self.directory)
            .field("name", &self.name)
            .field("created", &self.created)
            .field("parts", &self.parts.iter().map(|(part, bytes)| (part, bytes.len())).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Changes of a directory, for somebody who has what they build on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The directory's id.
    pub directory: Id,
    /// The network's name when the file was made.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// The changes of each part one after the other, in Automerge's format. Parts without any are left out.
    pub parts: Vec<(Part, Vec<u8>)>,
}

/// What a file that somebody wants to take in is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// A backup.
    Archive(Box<Backup>),
    /// Changes alone.
    Changes(Changes),
    /// One saved document by itself; which part it is, it says inside.
    Document(Vec<u8>),
}

/// Why a file is no backup.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// Neither an archive nor a document.
    #[error("the file is neither a backup nor a document of one")]
    NotABackup,
    /// An archive that is cut off, changed or of a kind that is not read.
    #[error("the archive is damaged: {0}")]
    Damaged(&'static str),
    /// An archive without an entry that belongs in it.
    #[error("the archive has no {0}")]
    Missing(&'static str),
    /// Larger than [`MAX_BYTES`].
    #[error("the archive is too large")]
    TooLarge,
    /// What was written does not read as what was to be written; a defect.
    #[error("the archive that was made does not read back")]
    NotReadBack,
    /// Made by a newer version of the app, in a format of this number.
    #[error("the backup was made by a newer version of the app (format {0})")]
    Newer(u32),
}

/// The archive.
///
/// # Errors
/// [`BackupError::TooLarge`] if [`read`] would refuse it; [`BackupError::NotReadBack`] if it does not give back what
/// is to be in it.
pub fn write(backup: &Backup) -> Result<Vec<u8>, BackupError> {
    let manifest = Manifest {
        directory: backup.directory,
        name: backup.name.clone(),
        created: backup.created,
        kind: Kind::Backup { seed: backup.seed, sharing: backup.sharing.clone() },
    };
    let manifest = manifest.to_json();
    let readme = readme::text(&backup.name, backup.created, backup.seed.is_some());
    let mut entries = vec![Entry { name: README, bytes: readme.as_bytes(), pack: true }];
    entries.push(Entry { name: MANIFEST, bytes: manifest.as_bytes(), pack: false });
    for (part, bytes) in &backup.parts {
        // A saved document is packed already.
        entries.push(Entry { name: file_name(*part), bytes, pack: false });
    }
    entries.push(Entry { name: READABLE, bytes: backup.json.as_bytes(), pack: true });
    let bytes = pack(&entries, backup.created)?;
    match read(&bytes) {
        Ok(Contents::Archive(read)) if read.holds(backup) => Ok(bytes),
        _ => Err(BackupError::NotReadBack),
    }
}

impl Backup {
    /// Whether it brings back what another does. A name and a time may be told otherwise.
    fn holds(&self, other: &Self) -> bool {
        self.directory == other.directory && self.parts == other.parts && self.seed == other.seed
    }
}

/// The archive of changes.
///
/// # Errors
/// [`BackupError::TooLarge`] if [`read`] would refuse it; [`BackupError::NotReadBack`] if it does not give back what
/// is to be in it.
pub fn write_changes(changes: &Changes) -> Result<Vec<u8>, BackupError> {
    let manifest = Manifest {
        directory: changes.directory,
        name: changes.name.clone(),
        created: changes.created,
        kind: Kind::Changes,
    };
    let manifest = manifest.to_json();
    let readme = readme::of_changes(&changes.name, changes.created);
    let mut entries = vec![Entry { name: README, bytes: readme.as_bytes(), pack: true }];
    entries.push(Entry { name: MANIFEST, bytes: manifest.as_bytes(), pack: false });
    for (part, bytes) in &changes.parts {
        entries.push(Entry { name: changes_name(*part), bytes, pack: true });
    }
    let bytes = pack(&entries, changes.created)?;
    match read(&bytes) {
        Ok(Contents::Changes(read)) if read.parts == changes.parts && read.directory == changes.directory => {
            Ok(bytes)
        }
        _ => Err(BackupError::NotReadBack),
    }
}

fn pack(entries: &[Entry<'_>], created: Timestamp) -> Result<Vec<u8>, BackupError> {
    if entries.iter().map(|entry| entry.bytes.len()).sum::<usize>() > MAX_BYTES {
        return Err(BackupError::TooLarge);
    }
    Ok(zip::write(entries, created))
}

const fn file_name(part: Part) -> &'static str {
    match part {
        Part::Public => "public.automerge",
        Part::Members => "members.automerge",
    }
}

const fn changes_name(part: Part) -> &'static str {
    match part {
        Part::Public => "public.changes",
        Part::Members => "members.changes",
    }
}

/// Reads an archive, also one that travelled as a text, or a document by itself. The document's own bytes are not
/// looked into.
///
/// # Errors
/// When the bytes are neither, or do not hold.
pub fn read(bytes: &[u8]) -> Result<Contents, BackupError> {
    // Looked at first: an archive may hold a text's lines, in the network's name.
    if is_bare(bytes) {
        return read_bare(bytes);
    }
    match armour::take_off(bytes)? {
        Some(bytes) => read_bare(&bytes),
        None => read_bare(bytes),
    }
}

/// Whether these are the bytes of an archive or of a document, not of a text around one.
fn is_bare(bytes: &[u8]) -> bool {
    bytes.starts_with(&zip::START) || bytes.starts_with(&AUTOMERGE)
}

fn read_bare(bytes: &[u8]) -> Result<Contents, BackupError> {
    if bytes.starts_with(&AUTOMERGE) {
        return if bytes.len() > MAX_BYTES {
            Err(BackupError::TooLarge)
        } else {
            Ok(Contents::Document(bytes.to_vec()))
        };
    }
    let mut archive = zip::Archive::open(bytes)?;
    let manifest = archive.take(MANIFEST)?.ok_or(BackupError::Missing(MANIFEST))?;
    let Manifest { directory, name, created, kind } = Manifest::from_json(&manifest)?;
    match kind {
        Kind::Backup { seed, sharing } => {
            let parts = parts(&mut archive, file_name)?;
            let json = archive.take(READABLE)?.unwrap_or_default();
            let json = String::from_utf8_lossy(&json).into_owned();
            Ok(Contents::Archive(Box::new(Backup { directory, name, created, parts, seed, sharing, json })))
        }
        Kind::Changes => {
            let parts = parts(&mut archive, changes_name)?;
            Ok(Contents::Changes(Changes { directory, name, created, parts }))
        }
    }
}

/// The parts in an archive, of which there is at least one.
fn parts(
    archive: &mut zip::Archive<'_>,
    name: fn(Part) -> &'static str,
) -> Result<Vec<(Part, Vec<u8>)>, BackupError> {
    let mut parts = Vec::new();
    for part in Part::ALL {
        if let Some(bytes) = archive.take(name(part))? {
            if !bytes.starts_with(&AUTOMERGE) {
                return Err(BackupError::Damaged("a part is not in Automerge's format"));
            }
            parts.push((part, bytes));
        }
    }
    if parts.is_empty() { Err(BackupError::Missing(name(Part::Public))) } else { Ok(parts) }
}

#[cfg(test)]
mod tests;

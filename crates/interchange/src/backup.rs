//! A directory as one file to be kept: a ZIP archive of its parts as plain Automerge documents, a readable
//! copy, and the seed without which no one could go on editing it.

mod manifest;
mod readme;
mod zip;

use groundswell_model::{Id, Part, Timestamp};
use manifest::Manifest;
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
    /// The directory's edit seed: whoever has it can edit.
    pub seed: [u8; 32],
    /// All records as JSON, for people and other programs. It is not read back.
    pub json: String,
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

/// What a file that somebody wants to restore from is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// A backup.
    Archive(Box<Backup>),
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
    /// Made by a newer version of the app, in a format of this number.
    #[error("the backup was made by a newer version of the app (format {0})")]
    Newer(u32),
}

/// The archive.
///
/// # Errors
/// [`BackupError::TooLarge`] if [`read`] would refuse it.
pub fn write(backup: &Backup) -> Result<Vec<u8>, BackupError> {
    let manifest = Manifest::of(backup).to_json();
    let readme = readme::text(&backup.name, backup.created);
    let mut entries = vec![Entry { name: README, bytes: readme.as_bytes(), pack: true }];
    entries.push(Entry { name: MANIFEST, bytes: manifest.as_bytes(), pack: false });
    for (part, bytes) in &backup.parts {
        // A saved document is packed already.
        entries.push(Entry { name: file_name(*part), bytes, pack: false });
    }
    entries.push(Entry { name: READABLE, bytes: backup.json.as_bytes(), pack: true });
    if entries.iter().map(|entry| entry.bytes.len()).sum::<usize>() > MAX_BYTES {
        return Err(BackupError::TooLarge);
    }
    Ok(zip::write(&entries, backup.created))
}

const fn file_name(part: Part) -> &'static str {
    match part {
        Part::Public => "public.automerge",
        Part::Members => "members.automerge",
    }
}

/// Reads an archive, or a document by itself. The document's own bytes are not looked into.
///
/// # Errors
/// When the bytes are neither, or do not hold.
pub fn read(bytes: &[u8]) -> Result<Contents, BackupError> {
    if bytes.starts_with(&AUTOMERGE) {
        return if bytes.len() > MAX_BYTES {
            Err(BackupError::TooLarge)
        } else {
            Ok(Contents::Document(bytes.to_vec()))
        };
    }
    let mut archive = zip::Archive::open(bytes)?;
    let manifest = archive.take(MANIFEST)?.ok_or(BackupError::Missing(MANIFEST))?;
    let manifest = Manifest::from_json(&manifest)?;
    let mut parts = Vec::new();
    for part in Part::ALL {
        if let Some(document) = archive.take(file_name(part))? {
            if !document.starts_with(&AUTOMERGE) {
                return Err(BackupError::Damaged("a part is no document"));
            }
            parts.push((part, document));
        }
    }
    if parts.is_empty() {
        return Err(BackupError::Missing(file_name(Part::Public)));
    }
    let json = archive.take(READABLE)?.unwrap_or_default();
    Ok(Contents::Archive(Box::new(Backup {
        directory: manifest.directory,
        name: manifest.name,
        created: manifest.created,
        parts,
        seed: manifest.seed,
        json: String::from_utf8_lossy(&json).into_owned(),
    })))
}

#[cfg(test)]
mod tests;

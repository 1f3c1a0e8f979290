use super::{BackupError, Sharing};
use groundswell_model::{Id, Timestamp};
use serde::{Deserialize, Serialize};

/// What every format of a backup calls itself.
const BACKUP: &str = "groundswell backup";
/// What every format of changes by themselves calls itself.
const CHANGES: &str = "groundswell changes";
/// The newest format of either that this version reads, and the one that it writes.
const FORMAT: u32 = 1;

/// What is said of an archive.
pub(super) struct Manifest {
    pub(super) directory: Id,
    pub(super) name: String,
    pub(super) created: Timestamp,
    pub(super) kind: Kind,
}

/// What the archive is.
pub(super) enum Kind {
    /// A whole directory, with its edit seed, or with a link that reads it.
    Backup { seed: Option<[u8; 32]>, sharing: Sharing },
    /// Changes alone.
    Changes,
}

/// What all formats have in common.
#[derive(Deserialize)]
struct Head {
    kind: String,
    format: u32,
}

/// The first format.
#[derive(Serialize, Deserialize)]
struct Stored {
    kind: String,
    format: u32,
    directory: String,
    name: String,
    /// Milliseconds since the Unix epoch, UTC.
    created: i64,
    /// 64 hexadecimal digits, in backups of devices that edit.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
    /// The link in use, in backups of shared directories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// False in backups of directories that were not shared; the first backups say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shared: Option<bool>,
}

impl Manifest {
    pub(super) fn to_json(&self) -> String {
        let (kind, seed, sharing) = match &self.kind {
            Kind::Backup { seed, sharing } => (BACKUP, seed.map(hex::encode), sharing.clone()),
            Kind::Changes => (CHANGES, None, Sharing::NotSaid),
        };
        let (link, shared) = match sharing {
            Sharing::NotSaid => (None, None),
            Sharing::NotShared => (None, Some(false)),
            Sharing::By(link) => (Some(link), None),
        };
        let stored = Stored {
            kind: kind.to_owned(),
            format: FORMAT,
            directory: self.directory.to_string(),
            name: self.name.clone(),
            created: self.created.0,
            seed,
            link,
            shared,
        };
        // Strings and numbers always have a form in JSON.
        serde_json::to_string_pretty(&stored).unwrap_or_default()
    }

    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, BackupError> {
        const DAMAGED: BackupError = BackupError::Damaged("groundswell.json can not be read");
        let head: Head = serde_json::from_slice(bytes).map_err(|_| DAMAGED)?;
        let is_backup = head.kind == BACKUP;
        if !is_backup && head.kind != CHANGES {
            return Err(BackupError::NotABackup);
        }
        if head.format > FORMAT {
            return Err(BackupError::Newer(head.format));
        }
        let stored: Stored = serde_json::from_slice(bytes).map_err(|_| DAMAGED)?;
        let kind = if is_backup {
            let seed = stored.seed.as_deref().map(|seed| from_hex(seed).ok_or(DAMAGED)).transpose()?;
            if seed.is_none() && stored.link.is_none() {
                return Err(DAMAGED);
            }
            let sharing = match (stored.link, stored.shared) {
                (Some(link), _) => Sharing::By(link),
                (None, Some(false)) => Sharing::NotShared,
                (None, Some(true) | None) => Sharing::NotSaid,
            };
            Kind::Backup { seed, sharing }
        } else {
            Kind::Changes
        };
        Ok(Self {
            directory: stored.directory.parse().map_err(|_| DAMAGED)?,
            name: stored.name,
            created: Timestamp(stored.created),
            kind,
        })
    }
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

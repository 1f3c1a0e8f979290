use super::{Backup, BackupError};
use groundswell_model::{Id, Timestamp};
use serde::{Deserialize, Serialize};

/// What every format of a backup calls itself.
const KIND: &str = "groundswell backup";
/// The newest format that this version reads, and the one that it writes.
const FORMAT: u32 = 1;

/// What is said of a backup.
pub(super) struct Manifest {
    pub(super) directory: Id,
    pub(super) name: String,
    pub(super) created: Timestamp,
    pub(super) seed: [u8; 32],
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
    /// 64 hexadecimal digits.
    seed: String,
}

impl Manifest {
    pub(super) fn of(backup: &Backup) -> Self {
        Self {
            directory: backup.directory,
            name: backup.name.clone(),
            created: backup.created,
            seed: backup.seed,
        }
    }

    pub(super) fn to_json(&self) -> String {
        let stored = Stored {
            kind: KIND.to_owned(),
            format: FORMAT,
            directory: self.directory.to_string(),
            name: self.name.clone(),
            created: self.created.0,
            seed: self.seed.iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        // Strings and numbers always have a form in JSON.
        serde_json::to_string_pretty(&stored).unwrap_or_default()
    }

    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, BackupError> {
        const DAMAGED: BackupError = BackupError::Damaged("groundswell.json can not be read");
        let head: Head = serde_json::from_slice(bytes).map_err(|_| DAMAGED)?;
        if head.kind != KIND {
            return Err(BackupError::NotABackup);
        }
        if head.format > FORMAT {
            return Err(BackupError::Newer(head.format));
        }
        let stored: Stored = serde_json::from_slice(bytes).map_err(|_| DAMAGED)?;
        Ok(Self {
            directory: stored.directory.parse().map_err(|_| DAMAGED)?,
            name: stored.name,
            created: Timestamp(stored.created),
            seed: from_hex(&stored.seed).ok_or(DAMAGED)?,
        })
    }
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

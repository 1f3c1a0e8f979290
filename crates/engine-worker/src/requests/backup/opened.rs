//! A backup that was looked into.

use crate::syncing::link;
use groundswell_directory::identify;
use groundswell_interchange::backup::{self, BackupError, Contents, Sharing};
use groundswell_model::{
    Id, Part,
    message::{Access, EngineError, Fragment},
};
use groundswell_seal::Link;

/// A file that was looked into.
pub(crate) struct Backup {
    pub(super) directory: Id,
    pub(super) parts: Vec<(Part, Vec<u8>)>,
    pub(super) holds: Holds,
}

/// What is in it.
pub(super) enum Holds {
    /// Whole documents, and the directory's seed; a document by itself has none, and a reader's backup a link only.
    Documents { seed: Option<[u8; 32]>, link: Option<Box<Link>>, says_whether_shared: bool },
    /// Changes that build on what is elsewhere.
    Changes,
}

impl Backup {
    /// Reads a file.
    ///
    /// # Errors
    /// [`EngineError::NotABackup`], and [`EngineError::DirectoryNewer`] of one of a newer version.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, EngineError> {
        match backup::read(bytes) {
            Ok(Contents::Archive(archive)) => {
                let says_whether_shared = archive.sharing != Sharing::NotSaid;
                let link = match archive.sharing {
                    Sharing::By(link) => of_backup_link(archive.directory, archive.seed, link).map(Box::new),
                    Sharing::NotSaid | Sharing::NotShared => None,
                };
                if archive.seed.is_none() && link.is_none() {
                    return Err(EngineError::NotABackup("its link is not its directory's".to_owned()));
                }
                let holds = Holds::Documents { seed: archive.seed, link, says_whether_shared };
                Ok(Self { directory: archive.directory, parts: archive.parts, holds })
            }
            Ok(Contents::Changes(changes)) => {
                Ok(Self { directory: changes.directory, parts: changes.parts, holds: Holds::Changes })
            }
            Ok(Contents::Document(bytes)) => {
                let (directory, part) = identify(&bytes)
                    .ok_or_else(|| EngineError::NotABackup("a document of something else".to_owned()))?;
                let holds = Holds::Documents { seed: None, link: None, says_whether_shared: false };
                Ok(Self { directory, parts: vec![(part, bytes)], holds })
            }
            Err(BackupError::Newer(_)) => Err(EngineError::DirectoryNewer),
            Err(error) => Err(EngineError::NotABackup(error.to_string())),
        }
    }

    pub(super) const fn seed(&self) -> Option<[u8; 32]> {
        match self.holds {
            Holds::Documents { seed, .. } => seed,
            Holds::Changes => None,
        }
    }

    /// Whether it is a directory of which it does not say whether others have it.
    pub(super) const fn may_be_shared(&self) -> bool {
        matches!(self.holds, Holds::Documents { says_whether_shared: false, .. })
    }

    /// What a device that restores it may do.
    pub(super) fn access(&self) -> Access {
        match &self.holds {
            Holds::Documents { seed: None, link: Some(link), .. } => link::access(link),
            Holds::Documents { .. } | Holds::Changes => Access::Edit,
        }
    }

    /// The link that was in use where it was made.
    pub(super) fn link(&self) -> Option<&Link> {
        match &self.holds {
            Holds::Documents { link, .. } => link.as_deref(),
            Holds::Changes => None,
        }
    }
}

/// The link in a backup, if it is the edit link of its directory and seed, or without a seed one that only reads. What is
/// otherwise was changed by hand.
fn of_backup_link(directory: Id, seed: Option<[u8; 32]>, link: String) -> Option<Link> {
    let link = link::parse(&Fragment(link)).ok()?;
    (link::directory(&link) == directory && link::seed(&link) == seed).then_some(link)
}

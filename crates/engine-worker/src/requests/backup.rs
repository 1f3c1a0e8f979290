//! A backup on its way in: looked into, then merged with what is there, or taken as it is.

use super::{Reply, directories::of_open};
use crate::{
    console,
    engine::Engine,
    random,
    saving::{Origin, Unsaved},
    stored::{document, records},
    syncing::link,
};
use groundswell_directory::{Directory, OpenError, identify};
use groundswell_interchange::backup::{self, BackupError, Contents, Sharing};
use groundswell_model::{
    Id, Kind, Part, StoredEntry,
    message::{Access, Answer, BackupSummary, EngineError, Fragment, LinkRelation, Packed},
};
use groundswell_seal::Link;
use std::rc::Rc;

/// A file that was looked into.
pub(crate) struct Backup {
    directory: Id,
    parts: Vec<(Part, Vec<u8>)>,
    holds: Holds,
}

/// What is in it.
enum Holds {
    /// Whole documents, and the directory's seed; a document by itself has none.
    Documents { seed: Option<[u8; 32]>, link: Option<Box<Link>>, says_whether_shared: bool },
    /// Changes that build on what is elsewhere.
    Changes,
}

impl Backup {
    const fn seed(&self) -> Option<[u8; 32]> {
        match self.holds {
            Holds::Documents { seed, .. } => seed,
            Holds::Changes => None,
        }
    }

    /// Whether it is a directory of which it does not say whether others have it.
    const fn may_be_shared(&self) -> bool {
        matches!(self.holds, Holds::Documents { says_whether_shared: false, .. })
    }

    /// The edit link that was in use where it was made.
    fn link(&self) -> Option<&Link> {
        match &self.holds {
            Holds::Documents { link, .. } => link.as_deref(),
            Holds::Changes => None,
        }
    }
}

impl Engine {
    /// Looks into a backup or a file of changes, and compares it with the directory of its id.
    pub(crate) async fn open_backup(&self, bytes: &[u8]) -> Reply {
        self.backup.take();
        let backup = unpack(bytes)?;
        let id = backup.directory;
        let entry = match self.entry(id).await {
            Ok(entry) => Some(entry),
            Err(EngineError::NoDirectory) => None,
            Err(error) => return Err(error),
        };
        let here = entry.is_some();
        let relation =
            |link| entry.as_ref().map_or(LinkRelation::New, |entry| link::relation(entry, link, &[]));
        let links = backup.link().map(relation);
        let mut merged = None;
        if here {
            let mut copy = self.load(id).await?.directory;
            let before = copy.heads();
            let (news, quarantined, _) = copy.merge(&backup.parts).map_err(of_backup)?;
            // Where part of it can be read, that part is taken; where nothing can, it is no backup.
            if let Some(damaged) = quarantined.into_iter().next()
                && copy.heads() == before
            {
                return Err(EngineError::NotABackup(damaged.reason));
            }
            merged = Some((copy, news.count()));
        }
        let (projection, changes_lacking) = match (&backup.holds, &merged) {
            (Holds::Documents { .. }, _) => (self.document_of(&backup)?.0.projection(), None),
            (Holds::Changes, Some((copy, _))) => (copy.projection(), Some(copy.pending_dependencies())),
            (Holds::Changes, None) => return Err(EngineError::OnlyChanges),
        };
        let differing = merged.map_or_else(
            || {
                let network = 1;
                network
                    + projection.regions.len()
                    + projection.groups.len()
                    + projection.cards.len()
                    + projection.people.len()
            },
            |(_, differing)| differing,
        );
        let summary = BackupSummary {
            directory: id,
            name: projection.network.name.clone(),
            groups: projection.groups.len(),
            awgs: projection.cards_of(Kind::Awg).count(),
            people: projection.people.len(),
            here,
            differing,
            links,
            may_be_shared: backup.may_be_shared(),
            changes_lacking,
        };
        self.backup.replace(Some(Rc::new(backup)));
        Ok(Answer::Backup(Packed::of(&summary)))
    }

    /// Merges the backup last looked into with the directory of its id, or brings that back, and opens it.
    pub(crate) async fn restore(&self) -> Reply {
        let backup = self.backup.borrow().clone().ok_or(EngineError::NothingUnderWay)?;
        let opened = match self.entry(backup.directory).await {
            Ok(entry) => self.restore_into(&backup, &entry).await?,
            Err(EngineError::NoDirectory) => self.restore_anew(&backup).await?,
            Err(error) => return Err(error),
        };
        self.backup.take();
        Ok(opened)
    }

    async fn restore_into(&self, backup: &Backup, entry: &StoredEntry) -> Reply {
        if entry.shown.access != Access::Edit {
            return Err(EngineError::ReadOnly);
        }
        let opened = self.open_directory(backup.directory, &[]).await?;
        self.flush().await?;
        let (news, _, new) =
            self.with_open(|open| open.directory.merge(&backup.parts))?.map_err(of_backup)?;
        if !new.is_empty() {
            let (records, news) = (records(new), Some(news));
            self.commit_at_once(Unsaved { records, news, reply: None, origin: Origin::Here }).await?;
        }
        if entry.seed.is_none() && backup.seed().is_some() {
            self.learn_seed(backup).await;
        }
        Ok(opened)
    }

    /// The directory had lost its seed, and the backup has it.
    async fn learn_seed(&self, backup: &Backup) {
        let change = |entry: &mut StoredEntry| entry.seed = entry.seed.or(backup.seed());
        if let Err(error) = self.change_entry(backup.directory, &change).await {
            console::report("the directory's seed", &error);
        }
    }

    async fn restore_anew(&self, backup: &Backup) -> Reply {
        // The directory was here when the file was looked into, and was erased since.
        if matches!(backup.holds, Holds::Changes) {
            return Err(EngineError::OnlyChanges);
        }
        self.leave().await?;
        let (mut directory, quarantined) = self.document_of(backup)?;
        // Without the old seed it is a directory with links of its own, as after shutting somebody out.
        let seed = match backup.seed() {
            Some(seed) => seed,
            None => random::bytes()?,
        };
        // What is stored is not what came, but what was made of it.
        let records = backup.parts.iter().map(|(part, _)| document(*part, directory.save(*part))).collect();
        // Where it was shared it is again, from its first moment: what is in it and the neighbours lack goes to them.
        let mut opened = self.settle(directory, records, false, seed, backup.link()).await?;
        if let Answer::Opened { quarantined: left_out, .. } = &mut opened {
            *left_out = quarantined;
        }
        Ok(opened)
    }

    /// The backup as a directory of its own, and how many of its parts could not be read as a whole.
    fn document_of(&self, backup: &Backup) -> Result<(Directory, usize), EngineError> {
        let (directory, quarantined) =
            Directory::open_checked(backup.directory, self.author()?, &backup.parts).map_err(of_backup)?;
        let count = quarantined.len();
        for damaged in quarantined {
            console::report("a part of the backup is damaged", &damaged.reason);
            if directory.is_empty() {
                return Err(EngineError::NotABackup(damaged.reason));
            }
        }
        Ok((directory, count))
    }
}

fn unpack(bytes: &[u8]) -> Result<Backup, EngineError> {
    match backup::read(bytes) {
        Ok(Contents::Archive(archive)) => {
            let says_whether_shared = archive.sharing != Sharing::NotSaid;
            let link = match archive.sharing {
                Sharing::By(link) => of_backup_link(archive.directory, &archive.seed, link).map(Box::new),
                Sharing::NotSaid | Sharing::NotShared => None,
            };
            let holds = Holds::Documents { seed: Some(archive.seed), link, says_whether_shared };
            Ok(Backup { directory: archive.directory, parts: archive.parts, holds })
        }
        Ok(Contents::Changes(changes)) => {
            Ok(Backup { directory: changes.directory, parts: changes.parts, holds: Holds::Changes })
        }
        Ok(Contents::Document(bytes)) => {
            let (directory, part) = identify(&bytes)
                .ok_or_else(|| EngineError::NotABackup("a document of something else".to_owned()))?;
            let holds = Holds::Documents { seed: None, link: None, says_whether_shared: false };
            Ok(Backup { directory, parts: vec![(part, bytes)], holds })
        }
        Err(BackupError::Newer(_)) => Err(EngineError::DirectoryNewer),
        Err(error) => Err(EngineError::NotABackup(error.to_string())),
    }
}

/// The link in a backup, if it is the edit link of its directory and seed. What is otherwise was changed by hand.
fn of_backup_link(directory: Id, seed: &[u8; 32], link: String) -> Option<Link> {
    let link = link::parse(&Fragment(link)).ok()?;
    (link::directory(&link) == directory && link::seed(&link).as_ref() == Some(seed)).then_some(link)
}

fn of_backup(error: OpenError) -> EngineError {
    match error {
        OpenError::Newer { .. } => of_open(error),
        OpenError::Document(reason) => EngineError::NotABackup(reason),
    }
}

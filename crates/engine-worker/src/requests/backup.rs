//! A backup on its way in: looked into, then merged with what is there, or taken as it is.

pub(crate) mod opened;

use super::Reply;
use crate::{
    console,
    engine::Engine,
    failure, random,
    stored::{document, records},
    syncing::link,
    unsaved::{Origin, Unsaved},
};
use groundswell_directory::{Directory, OpenError};
use groundswell_model::{
    Kind, StoredEntry,
    message::{Access, Answer, BackupSummary, EngineError, LinkRelation, Packed},
};
use opened::{Backup, Holds};
use std::{collections::BTreeMap, rc::Rc};

impl Engine {
    /// Looks into a backup or a file of changes, and compares it with the directory of its id.
    pub(crate) async fn open_backup(&self, bytes: &[u8]) -> Reply {
        self.backup.take();
        let backup = Backup::read(bytes)?;
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
        let (projections, changes_lacking) = match (&backup.holds, &merged) {
            (Holds::Documents { .. }, _) => (self.document_of(&backup)?.0.projections(), None),
            (Holds::Changes, Some((copy, _))) => (copy.projections(), Some(copy.pending_dependencies())),
            (Holds::Changes, None) => return Err(EngineError::OnlyChanges),
        };
        let differing = merged.map_or_else(
            || {
                let network = 1;
                network
                    + projections.first.regions.len()
                    + projections.first.groups.len()
                    + projections.cards.values().map(BTreeMap::len).sum::<usize>()
                    + projections.people.len()
            },
            |(_, differing)| differing,
        );
        let summary = BackupSummary {
            directory: id,
            name: projections.first.network.name.clone(),
            groups: projections.first.groups.len(),
            awgs: projections.cards_of(Kind::Awg).count(),
            people: projections.people.len(),
            here,
            differing,
            links,
            access: backup.access(),
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
            None if backup.access() == Access::Edit => Some(random::bytes()?),
            seed => seed,
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

fn of_backup(error: OpenError) -> EngineError {
    match error {
        OpenError::Newer { .. } => failure::of_open(error),
        OpenError::Document(reason) => EngineError::NotABackup(reason),
    }
}

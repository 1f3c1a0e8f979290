//! The directory as files for people to keep.

use super::Reply;
use crate::{clock, engine::Engine};
use groundswell_directory::Directory;
use groundswell_interchange::{
    backup::{self, Backup, BackupError, Changes, Sharing},
    export,
    records::{Names, referenced},
};
use groundswell_model::{
    Awg, Group, Kind, Language, Part, Person, Record, Ref, Region, StoredEntry, fold,
    message::{
        Access, Answer, EngineError, Event, ExportFormat, ExportedFile, Fragment, Progress, Since, Stage,
        Wrapping,
    },
};

/// Steps in which a backup is made: its documents, its readable copy, what is read back, the archive.
const STEPS: usize = 4;

impl Engine {
    /// Writes the open directory into a file.
    pub(crate) async fn export(&self, format: ExportFormat) -> Reply {
        match format {
            ExportFormat::Csv(kind) => {
                let language = self.language.get();
                let (bytes, name) = self.with_open(|open| {
                    (
                        spreadsheet(&open.directory, kind, language),
                        open.projections.first.network.name.clone(),
                    )
                })?;
                Ok(Answer::File(file(&name, kind.declaration().map, ".csv", "text/csv;charset=utf-8", bytes)))
            }
            ExportFormat::Backup(wrapping) => self.back_up(wrapping).await,
            ExportFormat::Changes(since, wrapping) => self.changes_since(&since, wrapping),
        }
    }

    async fn back_up(&self, wrapping: Wrapping) -> Reply {
        let id = self.with_open(|open| open.id)?;
        let StoredEntry { seed, link, shown } = self.entry(id).await?;
        if seed.is_none() && link.is_none() {
            return Err(EngineError::Storage("the directory has neither seed nor link".to_owned()));
        }
        let sharing = link.map_or(Sharing::NotShared, |Fragment(link)| Sharing::By(link));
        // Said between the steps: nothing else happens to the directory until it is written.
        let report =
            |done| self.page.emit(Event::Progress(Progress { stage: Stage::BackingUp, done, total: STEPS }));
        report(0);
        let (backup, state) = self
            .with_open(|open| {
                let parts = parts_of(shown.access).map(|part| (part, open.directory.save(part))).collect();
                report(1);
                let json = format!("{:#}", open.directory.to_json());
                report(2);
                let backup = Backup {
                    directory: id,
                    name: open.projections.first.network.name.clone(),
                    created: clock::now(),
                    parts,
                    seed,
                    sharing,
                    json,
                };
                // Whoever needs a backup has nothing else: it is read back before it is handed over.
                let readable =
                    backup.parts.iter().try_for_each(|(part, bytes)| open.directory.read_back(*part, bytes));
                readable.map(|()| (backup, open.directory.heads()))
            })?
            .map_err(EngineError::BackupUnreadable)?;
        report(3);
        let file = archive(&backup.name, "backup", backup::write(&backup), wrapping, state);
        report(STEPS);
        file
    }

    fn changes_since(&self, since: &Since, wrapping: Wrapping) -> Reply {
        let (changes, state) = self.with_open(|open| {
            let changes = Changes {
                directory: open.id,
                name: open.projections.first.network.name.clone(),
                created: clock::now(),
                parts: open.directory.changes_since(since),
            };
            (changes, open.directory.heads())
        })?;
        if changes.parts.is_empty() {
            return Err(EngineError::NothingNew);
        }
        archive(&changes.name, "changes", backup::write_changes(&changes), wrapping, state)
    }
}

/// The parts that such a device has.
fn parts_of(access: Access) -> impl Iterator<Item = Part> {
    Part::ALL.into_iter().filter(move |part| access > Access::Public || *part == Part::Public)
}

/// An archive as a file.
fn archive(
    network: &str,
    what: &str,
    archive: Result<Vec<u8>, BackupError>,
    wrapping: Wrapping,
    state: Vec<u8>,
) -> Reply {
    let bytes = archive.map_err(|error| {
        let said = error.to_string();
        let is_unreadable = error == BackupError::NotReadBack;
        if is_unreadable { EngineError::BackupUnreadable(said) } else { EngineError::Storage(said) }
    })?;
    let file = match wrapping {
        Wrapping::Zip => file(network, what, ".zip", "application/zip", bytes),
        Wrapping::Text => {
            let text = backup::armour(&bytes, network);
            file(network, what, ".txt", "text/plain;charset=utf-8", text.into_bytes())
        }
    };
    Ok(Answer::File(ExportedFile { state, ..file }))
}

fn file(network: &str, what: &str, ending: &str, media_type: &str, bytes: Vec<u8>) -> ExportedFile {
    let network = fold::fold(network).replace(' ', "-");
    let name = [network.as_str(), what, &clock::today()]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    ExportedFile { name: name + ending, media_type: media_type.to_owned(), bytes, state: Vec::new() }
}

/// The records of a kind; the groups for the kinds that have no spreadsheet of their own.
fn spreadsheet(directory: &Directory, kind: Kind, language: Language) -> Vec<u8> {
    let people: Vec<Person> = all(directory, Kind::Person);
    if kind.list_title().is_some() {
        let names = names(directory, kind);
        export::records(kind, &directory.records(kind), &names, &people, language)
    } else if kind == Kind::Person {
        let (groups, awgs) = (all::<Group>(directory, Kind::Group), all::<Awg>(directory, Kind::Awg));
        export::people(&people, &groups, &awgs, &all::<Region>(directory, Kind::Region), language)
    } else {
        let (groups, regions) =
            (all::<Group>(directory, Kind::Group), all::<Region>(directory, Kind::Region));
        export::groups(&groups, &regions, &people, language)
    }
}

/// The names of what records of this kind refer to.
pub(super) fn names(directory: &Directory, kind: Kind) -> Names {
    let named = referenced(kind).into_iter().flat_map(|kind| {
        let records = directory.records(kind);
        records.into_iter().map(move |it| (Ref::new(kind, it.id()), it.name().to_owned()))
    });
    Names::of(named)
}

/// All records of a kind, by their type.
pub(super) fn all<T: TryFrom<Record>>(directory: &Directory, kind: Kind) -> Vec<T> {
    directory.records(kind).into_iter().filter_map(|record| T::try_from(record).ok()).collect()
}

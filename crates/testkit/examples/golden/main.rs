//! Writes a directory as this version of the app leaves it, for the tests of later versions: documents, single
//! changes, a backup, a stored projection, changes that this version makes later on, and what is seen of it all.
//! It is the same each time. What is written under the name of a version is never written again by a later one.
//!
//! `cargo run -p groundswell-testkit --example golden -- FOLDER`

mod content;
mod ids;
mod newer;

use anyhow::{Context as _, ensure};
use content::{NAME, SEED};
use groundswell_directory::{Applied, Author, Directory};
use groundswell_interchange::backup::{self, Backup, Sharing};
use groundswell_model::{Command, DeviceId, Id, Kind, Part, Record, Timestamp, projection::Section};
use groundswell_seal::{Capability, Link, Seed};
use groundswell_testkit::seen;
use ids::ID;
use serde_json::{Map, Value, json};
use std::path::Path;

/// 2026-11-01T12:00:00Z.
const BEGIN: i64 = 1_793_534_400_000;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).context("needs an argument: the folder to write to")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let (mut rosa, mut carl) = content::common()?;
    let parts = Part::ALL.map(|part| (part, rosa.directory.save(part)));
    for (part, bytes) in &parts {
        std::fs::write(folder.join(format!("{}.automerge", part.label())), bytes)?;
    }
    write_changes(folder, "changes", &rosa.chunks)?;
    write_json(folder, "seen.json", &everything(&rosa.directory))?;
    let projections = rosa.directory.projections();
    for section in Section::all() {
        let bytes = projections.seal(section, &projections.first.heads);
        std::fs::write(folder.join(format!("projection-{}.bin", section.key())), bytes)?;
    }
    let link = Link::new(Capability::edit(Seed::from_bytes(SEED)), *ID.as_bytes(), 0);
    let link = link.with_relay("wss://relay.example.org/sync")?.with_name(NAME);
    let backup = Backup {
        directory: ID,
        name: NAME.to_owned(),
        created: Timestamp(BEGIN),
        parts: parts.into(),
        seed: Some(SEED),
        sharing: Sharing::By(link.fragment().to_string()),
        json: rosa.directory.to_json().to_string(),
    };
    std::fs::write(folder.join("backup.zip"), backup::write(&backup)?)?;

    let had = carl.chunks.len();
    content::go_on(&mut carl)?;
    let later = carl.chunks.get(had..).context("what was written later")?.to_vec();
    write_changes(folder, "later", &later)?;
    write_json(folder, "seen-later.json", &everything(&carl.directory))?;
    rosa.hear(&later)?;
    ensure!(rosa.directory.heads() == carl.directory.heads(), "both hold the same in the end");
    Ok(())
}

/// A device with all that it has stored.
pub(crate) struct Device {
    pub(crate) directory: Directory,
    pub(crate) chunks: Vec<(Part, Vec<u8>)>,
    now: i64,
}

impl Device {
    pub(crate) fn new(directory: Directory, applied: Applied) -> Self {
        let mut device = Self { directory, chunks: Vec::new(), now: BEGIN };
        device.keep(applied);
        device
    }

    /// Another device that begins with all of this one's.
    pub(crate) fn neighbor(&self, number: u8) -> anyhow::Result<Self> {
        let (directory, quarantined) = Directory::open(ID, author(number), &self.chunks)?;
        ensure!(quarantined.is_empty(), "{quarantined:?}");
        Ok(Self { directory, chunks: self.chunks.clone(), now: BEGIN + 86_400_000 * i64::from(number) })
    }

    pub(crate) fn run(&mut self, command: &Command) -> anyhow::Result<Applied> {
        self.now += 61_000;
        let applied = self.directory.apply(command, Timestamp(self.now))?;
        self.keep(applied.clone());
        Ok(applied)
    }

    pub(crate) fn undo(&mut self, applied: &Applied) -> anyhow::Result<()> {
        self.now += 61_000;
        let undo = applied.undo.as_ref().context("something to undo")?;
        let applied = self.directory.undo(undo, Timestamp(self.now))?;
        self.keep(applied);
        Ok(())
    }

    pub(crate) fn create(&mut self, record: Record) -> anyhow::Result<()> {
        self.run(&Command::Save { before: None, after: Box::new(record) }).map(drop)
    }

    /// Edits a record as it is here.
    pub(crate) fn edit(&mut self, kind: Kind, id: Id, edit: impl FnOnce(&mut Record)) -> anyhow::Result<()> {
        let before = self.directory.read(kind, id).context("the record to be edited")?.record;
        let mut after = before.clone();
        edit(&mut after);
        ensure!(before != after, "the edit of {kind:?} {id} changes nothing");
        self.run(&Command::Save { before: Some(Box::new(before)), after: Box::new(after) }).map(drop)
    }

    pub(crate) fn hear(&mut self, chunks: &[(Part, Vec<u8>)]) -> anyhow::Result<()> {
        let (_, quarantined, new) = self.directory.merge(chunks)?;
        ensure!(quarantined.is_empty(), "{quarantined:?}");
        self.chunks.extend(new.into_iter().map(|chunk| (chunk.part, chunk.bytes)));
        Ok(())
    }

    fn keep(&mut self, applied: Applied) {
        self.chunks.extend(applied.chunks.into_iter().map(|chunk| (chunk.part, chunk.bytes)));
    }
}

pub(crate) fn author(number: u8) -> Author {
    Author { device: DeviceId([number; 8]), session: [0, 0, 0, 0, 0, 0, 1, number] }
}

/// Everything that is seen of a directory: by kind and id, and the names of devices.
fn everything(directory: &Directory) -> Value {
    let mut kinds = Map::new();
    for kind in Kind::ALL {
        let there = directory.records(kind).into_iter().map(|record| record.id());
        let deleted = directory.deleted().into_iter().filter(|entry| entry.kind == kind);
        let ids = there.chain(deleted.map(|entry| entry.id));
        let views = ids.filter_map(|id| Some((id.to_string(), seen(&directory.read(kind, id)?))));
        kinds.insert(kind.declaration().map.to_owned(), Value::Object(views.collect()));
    }
    let devices = directory.projections().devices.into_iter();
    let devices: Map<String, Value> = devices.map(|(id, name)| (id.to_string(), json!(name))).collect();
    json!({ "kinds": kinds, "devices": devices })
}

fn write_json(folder: &Path, name: &str, value: &Value) -> anyhow::Result<()> {
    Ok(std::fs::write(folder.join(name), serde_json::to_string_pretty(value)? + "\n")?)
}

/// Single changes of each part, one after the other, each led by its length (four bytes, little endian).
fn write_changes(folder: &Path, name: &str, chunks: &[(Part, Vec<u8>)]) -> anyhow::Result<()> {
    for part in Part::ALL {
        let mut all = Vec::new();
        for (_, bytes) in chunks.iter().filter(|(of, _)| *of == part) {
            all.extend(u32::try_from(bytes.len())?.to_le_bytes());
            all.extend(bytes);
        }
        std::fs::write(folder.join(format!("{}.{name}", part.label())), all)?;
    }
    Ok(())
}

//! The directory: records and commands in front, two documents behind.

use crate::{
    Applied, Author, Chunk, CommandError, OpenError, Part, Quarantined,
    docs::Docs,
    document::{Document, refused},
    json, merge, read,
    reading::{Found, Texts},
    regions,
    steps::Staged,
};
use automerge::{ScalarValueRef, ValueRef};
use groundswell_model::{
    Command, Delta, DeviceId, Id, Kind, Network, PersonCard, Projection, Record, RecordCard, RecordView,
    Timestamp, message::DeletedEntry,
};
use std::collections::{BTreeMap, BTreeSet};

/// A directory: its public and its members part.
#[derive(Debug)]
pub struct Directory {
    pub(crate) id: Id,
    pub(crate) author: Author,
    pub(crate) docs: Docs,
    /// Regions that are shown without the region around them.
    pub(crate) broken: BTreeSet<Id>,
    pub(crate) staged: Option<Box<Staged>>,
    /// What could be read of damaged stored documents.
    pub(crate) recovered: Vec<Chunk>,
}

impl Directory {
    /// A new directory of this network. The chunks of what was [`Applied`] begin its history: what every
    /// directory begins with, and the network.
    ///
    /// # Errors
    /// When the network's fields do not hold.
    pub fn create(
        id: Id,
        network: &Network,
        author: Author,
        now: Timestamp,
    ) -> Result<(Self, Applied), CommandError> {
        let mut directory = Self::empty(id, author).map_err(|error| refused(&error))?;
        let mut chunks = Vec::new();
        for part in Part::ALL {
            let changes = directory.docs.part(part).resting().get_changes(&[]);
            chunks.extend(changes.into_iter().map(|mut change| Chunk::of(part, &mut change)));
        }
        let command = Command::Save { before: None, after: Box::new(Record::Network(network.clone())) };
        let mut applied = directory.apply(&command, now)?;
        applied.chunks.splice(0..0, chunks);
        applied.undo = None;
        Ok((directory, applied))
    }

    /// Opens chunks of this device's own storage, given in any order and as often as they come: whole saved
    /// documents and single changes. Those that cannot be read, or are not of this directory and part, are
    /// quarantined. Without a members part (for the holder of a public link) people are those who chose to be shown.
    ///
    /// Documents are taken as they are: they were made here, or of what was checked. One that does not load any
    /// more is quarantined too, and those of its changes that hold are taken: see [`Self::take_recovered`].
    ///
    /// # Errors
    /// When a chunk is of a newer version of the app.
    pub fn open(
        id: Id,
        author: Author,
        chunks: &[(Part, Vec<u8>)],
    ) -> Result<(Self, Vec<Quarantined>), OpenError> {
        let mut directory = Self::empty(id, author)?;
        let quarantined = merge::load(&mut directory, chunks)?;
        directory.broken = regions::broken(&directory.docs.public);
        Ok((directory, quarantined))
    }

    /// As [`Self::open`], of chunks that come from elsewhere, such as a backup: everything in them is checked.
    /// Documents of which something is quarantined are there but for that.
    ///
    /// # Errors
    /// When a chunk is of a newer version of the app.
    pub fn open_checked(
        id: Id,
        author: Author,
        chunks: &[(Part, Vec<u8>)],
    ) -> Result<(Self, Vec<Quarantined>), OpenError> {
        let mut directory = Self::empty(id, author)?;
        let quarantined = directory.take_all(chunks)?;
        Ok((directory, quarantined))
    }

    /// The changes that were found in damaged stored documents when the directory was opened, once. Whoever
    /// quarantines those documents stores these first.
    #[must_use]
    pub fn take_recovered(&mut self) -> Vec<Chunk> {
        std::mem::take(&mut self.recovered)
    }

    fn empty(id: Id, author: Author) -> Result<Self, automerge::AutomergeError> {
        let docs = Docs {
            public: Document::new(id, Part::Public, author)?,
            members: Document::new(id, Part::Members, author)?,
        };
        Ok(Self { id, author, docs, broken: BTreeSet::new(), staged: None, recovered: Vec::new() })
    }

    /// The directory's id.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.id
    }

    /// Whether somebody else has written under the name under which this directory is written here. Whoever opened it
    /// gives it another by [`Self::set_author`].
    #[must_use]
    pub fn is_impersonated(&self) -> bool {
        Part::ALL.iter().any(|part| self.docs.part(*part).is_impersonated())
    }

    /// From now on this one writes.
    pub fn set_author(&mut self, author: Author) {
        self.author = author;
        Part::ALL.into_iter().for_each(|part| self.docs.part_mut(part).set_author(author));
    }

    /// One record as both parts together show it, deleted or not.
    #[must_use]
    pub fn read(&self, kind: Kind, id: Id) -> Option<RecordView> {
        read::find(&self.docs, kind, id, Texts::Read).map(|found| found.view(&self.docs, &self.broken))
    }

    /// Every record of a kind that is not deleted, in the order of their ids.
    #[must_use]
    pub fn records(&self, kind: Kind) -> Vec<Record> {
        let mut records = Vec::new();
        self.each(kind, Texts::Read, |found| records.push(found.record));
        records
    }

    /// Every record that was deleted, the last one first.
    #[must_use]
    pub fn deleted(&self) -> Vec<DeletedEntry> {
        let mut deleted = Vec::new();
        for kind in Kind::ALL {
            read::all(&self.docs, kind, Texts::Leave, |found| {
                if let Some(stamp) = found.deleted {
                    let (id, name) = (found.record.id(), found.record.name().to_owned());
                    deleted.push(DeletedEntry { kind, id, name, stamp });
                }
            });
        }
        deleted.sort_by_key(|entry| std::cmp::Reverse(entry.stamp));
        deleted
    }

    /// What a page paints its lists from.
    #[must_use]
    pub fn projection(&self) -> Projection {
        let mut projection = Projection { directory: self.id, heads: self.heads(), ..Projection::default() };
        for kind in Kind::ALL {
            let has_cards = RecordCard::is_for(kind);
            let texts = if has_cards { Texts::Read } else { Texts::Leave };
            self.each(kind, texts, |found| {
                let disputed = !found.disputes.is_empty();
                if has_cards {
                    let card = RecordCard::of(&found.record, disputed);
                    projection.cards.insert(card.of, card);
                } else if let Record::Region(region) = found.record {
                    projection.regions.insert(region.id, region);
                } else if let Record::Group(group) = found.record {
                    let region = group.region.and_then(|id| projection.regions.get(&id));
                    let region = region.map_or("", |region| region.name.as_str());
                    projection.groups.put(&group, region, disputed);
                } else if let Record::Person(person) = found.record {
                    projection.people.insert(person.id, PersonCard::of(&person, disputed));
                }
            });
        }
        projection.groups.sort();
        self.add_texts(&mut projection);
        projection.devices = self.devices().collect();
        projection
    }

    /// The few long texts that a projection carries.
    fn add_texts(&self, projection: &mut Projection) {
        if let Some(Record::Network(network)) = self.found(Kind::Network, Id::NETWORK) {
            projection.network = network;
        }
        for region in projection.regions.values_mut() {
            if let Some(Record::Region(found)) = self.found(Kind::Region, region.id) {
                *region = found;
            }
        }
    }

    fn found(&self, kind: Kind, id: Id) -> Option<Record> {
        let mut found = read::find(&self.docs, kind, id, Texts::Read)?;
        found.break_circle(&self.broken);
        Some(found.record)
    }

    fn each(&self, kind: Kind, texts: Texts, mut each: impl FnMut(Found)) {
        read::all(&self.docs, kind, texts, |mut found| {
            if found.deleted.is_none() {
                found.break_circle(&self.broken);
                each(found);
            }
        });
    }

    fn devices(&self) -> impl Iterator<Item = (DeviceId, String)> {
        let members = &self.docs.members;
        let names = members.devices().map(|devices| members.range(devices));
        names.into_iter().flatten().filter_map(|item| {
            let device = item.key.parse().ok()?;
            let ValueRef::Scalar(ScalarValueRef::Str(name)) = item.value else { return None };
            Some((device, name.into_owned()))
        })
    }

    /// What changed, of what was touched: records as they are now, and those that are not there any more.
    pub(crate) fn delta(&mut self, touched: BTreeSet<(Kind, Id)>, named: &BTreeSet<DeviceId>) -> Delta {
        let touched = self.with_moved_regions(touched);
        self.delta_of(touched, named)
    }

    /// What was touched, and with it the regions that are shown elsewhere from now on.
    pub(crate) fn with_moved_regions(&mut self, mut touched: BTreeSet<(Kind, Id)>) -> BTreeSet<(Kind, Id)> {
        if touched.iter().any(|(kind, _)| *kind == Kind::Region) {
            let broken = regions::broken(&self.docs.public);
            let changed = self.broken.symmetric_difference(&broken);
            touched.extend(changed.map(|id| (Kind::Region, *id)));
            self.broken = broken;
        }
        touched
    }

    pub(crate) fn delta_of(&self, touched: BTreeSet<(Kind, Id)>, named: &BTreeSet<DeviceId>) -> Delta {
        let mut delta = Delta::default();
        for (kind, id) in touched {
            match self.read(kind, id) {
                Some(view) if view.deleted.is_none() => {
                    if RecordCard::is_for(kind) {
                        delta.cards.push(RecordCard::of(&view.record, !view.conflicts.is_empty()));
                    }
                    delta.changed.push(view);
                }
                _ => delta.gone.push((kind, id)),
            }
        }
        if !named.is_empty() {
            let names: BTreeMap<DeviceId, String> = self.devices().collect();
            let name = |device: &DeviceId| names.get(device).cloned().unwrap_or_default();
            delta.devices = named.iter().map(|device| (*device, name(device))).collect();
        }
        delta
    }

    /// The state of both parts: their heads, the public part's first, each part's in the order of their bytes
    /// and led by their number (four bytes, little endian). Equal for equal states.
    #[must_use]
    pub fn heads(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in Part::ALL {
            let heads = self.docs.part(part).heads();
            bytes.extend((heads.len() as u32).to_le_bytes());
            bytes.extend(heads.iter().flat_map(|head| head.0));
        }
        bytes
    }

    /// The heads of one part, in the order of their bytes: equal for equal states.
    #[must_use]
    pub fn heads_of(&self, part: Part) -> Vec<[u8; 32]> {
        self.docs.part(part).heads().into_iter().map(|head| head.0).collect()
    }

    /// Those of these changes that a part does not hold.
    #[must_use]
    pub fn lacking(&self, part: Part, names: &[[u8; 32]]) -> Vec<[u8; 32]> {
        let doc = self.docs.part(part);
        names.iter().filter(|name| !doc.knows(automerge::ChangeHash(**name))).copied().collect()
    }

    /// How many changes of a part are not here that others, which wait for them, build on.
    #[must_use]
    pub fn missing_of(&self, part: Part) -> usize {
        self.docs.part(part).missing()
    }

    /// A part as one saved Automerge document, with its history and with changes that wait for others.
    #[must_use]
    pub fn save(&mut self, part: Part) -> Vec<u8> {
        self.docs.part(part).save()
    }

    /// Whether a saved document of a part can be read, and is then what the part is now: what is to take the place
    /// of changes, or is handed over, is read back before.
    ///
    /// # Errors
    /// What is wrong with it, for a log.
    pub fn read_back(&self, part: Part, saved: &[u8]) -> Result<(), String> {
        self.docs.part(part).read_back(saved)
    }

    /// Whether nothing was ever written in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Part::ALL.iter().all(|part| self.docs.part(*part).is_empty())
    }

    /// How many changes the history has, in both parts.
    #[must_use]
    pub fn change_count(&self) -> u64 {
        Part::ALL.iter().map(|part| self.docs.part(*part).change_count()).sum()
    }

    /// How many changes are not here that others, which wait for them, build on.
    #[must_use]
    pub fn pending_dependencies(&self) -> usize {
        Part::ALL.iter().map(|part| self.docs.part(*part).missing()).sum()
    }

    /// Everything in both parts, to be read by people: fields and kinds of newer versions too, and deleted
    /// records, but not the history.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        json::of(self)
    }
}

//! What comes from outside: stored chunks, a backup, a neighbour's changes.

use crate::{
    Chunk, Directory, MAX_DELTA_RECORDS, Merged, News, OpenError, Part, Quarantined,
    document::{Arrived, Contents, Document, Parsed, Source, parse},
    migrations, public_copy, regions,
};
use automerge::{Automerge, Change, ChangeHash, ExpandedChange, ObjId, Prop};
use groundswell_model::{Delta, DeviceId, Id, Kind};
use std::collections::{BTreeSet, HashMap, HashSet};

impl Directory {
    /// Merges chunks, in any order, repetitions allowed: whole saved documents and single changes. Gives what is
    /// new, what could not be read, and the changes that are new here, to be stored: those too that wait
    /// for others they build on.
    ///
    /// # Errors
    /// When a chunk is of a newer version of the app.
    pub fn merge(
        &mut self,
        chunks: &[(Part, Vec<u8>)],
    ) -> Result<(News, Vec<Quarantined>, Vec<Chunk>), OpenError> {
        let incoming = read(self, chunks, Source::Outside)?;
        let Taken { news, quarantined, new, left_out, .. } = self.take(incoming);
        Ok((news, with_left_out(quarantined, left_out), new))
    }

    /// Merges what a neighbour sent of one part: as [`Self::merge`], and tells what is in it. Of the `claims`, which
    /// are names of changes, it names those that the items themselves do not hold.
    ///
    /// # Errors
    /// When an item is of a newer version of the app.
    pub fn merge_items(
        &mut self,
        part: Part,
        items: Vec<Vec<u8>>,
        claims: &[[u8; 32]],
    ) -> Result<Merged, OpenError> {
        let chunks: Vec<_> = items.into_iter().map(|bytes| (part, bytes)).collect();
        let incoming = read(self, &chunks, Source::Outside)?;
        let mut names = incoming.names();
        let lacking = incoming.lacking(claims);
        // The first that comes of a part is mostly all of it: what changed by it need not be found out.
        if incoming.is_one_document() && chunks.len() == 1 && self.docs.part(part).is_empty() {
            let (quarantined, left_out) = self.take_whole(incoming);
            let doc = self.docs.part(part);
            names.retain(|name| doc.took(ChangeHash(*name)));
            // What is stored is not what came, but what was made of it, and is known to load again.
            let whole = (!doc.is_empty()).then(|| doc.save());
            let is_too_much = !left_out.is_empty();
            return Ok(Merged {
                names,
                lacking,
                document: whole,
                quarantined,
                is_too_much,
                ..Merged::default()
            });
        }
        let Taken { news, quarantined, mut new, stand_ins, is_rebuilt, left_out } = self.take(incoming);
        if !quarantined.is_empty() {
            let doc = self.docs.part(part);
            names.retain(|name| doc.took(ChangeHash(*name)));
        }
        // Too many are not sent: everybody makes them, and a checkpoint has them.
        let bytes: usize = stand_ins.iter().map(|it| it.bytes.len()).sum();
        let stand_ins = if bytes > MOST_SENT { Vec::new() } else { stand_ins };
        new.retain(|it| stand_ins.iter().all(|other| other.hash != it.hash));
        // The stored document has what is not in this one any more.
        let whole = is_rebuilt.then(|| self.docs.part(part).save());
        Ok(Merged {
            news,
            quarantined,
            new,
            names,
            lacking,
            document: whole,
            stand_ins,
            is_too_much: !left_out.is_empty(),
        })
    }

    /// Takes in what came from elsewhere into an empty directory. What changed is not reported.
    pub(crate) fn take_all(&mut self, chunks: &[(Part, Vec<u8>)]) -> Result<Vec<Quarantined>, OpenError> {
        let incoming = read(self, chunks, Source::Outside)?;
        let (quarantined, left_out) = self.take_whole(incoming);
        Ok(with_left_out(quarantined, left_out))
    }

    /// What was refused, and the places of what was too much at once.
    fn take_whole(&mut self, incoming: Incoming) -> (Vec<Quarantined>, Vec<usize>) {
        let Incoming { mut documents, changes, mut quarantined, damaged: _ } = incoming;
        let mut left_out = Vec::new();
        for part in Part::ALL {
            let doc = self.docs.part_mut(part);
            let mut of_part: Vec<(usize, Change)> = Vec::new();
            let (whole, others) =
                std::mem::take(&mut documents).into_iter().partition(|(_, of, _)| *of == part);
            documents = others;
            for (index, _, whole) in whole {
                let changes = if doc.is_empty() {
                    doc.begin_with(whole, self.author).err()
                } else {
                    Some(whole.get_changes(&[]))
                };
                of_part.extend(changes.into_iter().flatten().map(|change| (index, change)));
            }
            let single = changes.iter().filter(|(_, of, _)| *of == part);
            of_part.extend(single.map(|(index, _, change)| (*index, change.clone())));
            let mut arrived = doc.arrive(of_part);
            left_out.append(&mut arrived.left_out);
            quarantine(arrived, &mut quarantined);
        }
        self.broken = regions::broken(&self.docs.public);
        (each_once(quarantined), left_out)
    }

    fn take(&mut self, incoming: Incoming) -> Taken {
        let Incoming { documents, changes, mut quarantined, damaged: _ } = incoming;
        let (mut new, mut stand_ins) = (Vec::new(), Vec::new());
        let (mut is_rebuilt, mut left_out) = (false, Vec::new());
        let mut touched = Touched::default();
        for part in Part::ALL {
            let doc = self.docs.part_mut(part);
            let mut of_part: Vec<(usize, Change)> = Vec::new();
            for (index, whole) in documents.iter().filter(|(_, of, _)| *of == part).map(|it| (it.0, &it.2)) {
                of_part.extend(doc.resting().get_changes_added(whole).into_iter().map(|it| (index, it)));
            }
            let single = changes.iter().filter(|(_, of, _)| *of == part);
            of_part.extend(single.map(|(index, _, change)| (*index, change.clone())));
            let arrived = doc.arrive(of_part);
            for change in &arrived.applied {
                touched.by(doc, change);
            }
            is_rebuilt |= arrived.is_rebuilt;
            left_out.extend(arrived.left_out.iter().copied());
            stand_ins.extend(arrived.stand_ins.iter().map(|it| Chunk::of(part, &mut it.clone())));
            new.extend(
                quarantine(arrived, &mut quarantined).into_iter().map(|mut it| Chunk::of(part, &mut it)),
            );
        }
        let records = self.with_moved_regions(touched.records);
        let news = if records.len() > MAX_DELTA_RECORDS {
            News::Much(records.len())
        } else {
            News::Few(self.delta_of(records, &touched.devices))
        };
        Taken { news, quarantined: each_once(quarantined), new, stand_ins, is_rebuilt, left_out }
    }

    /// What changed since the state of these [`Self::heads`]: what was made from that state is brought up to
    /// now by it. `None` where that takes longer than to rebuild it, or where the state is not known here.
    #[must_use]
    pub fn changed_since(&mut self, heads: &[u8]) -> Option<Delta> {
        let mut touched = Touched::default();
        let mut operations = 0;
        for (part, heads) in Part::ALL.into_iter().zip(parse_heads(heads)?) {
            let doc = self.docs.part(part);
            if !heads.iter().all(|head| doc.has(*head)) {
                return None;
            }
            for change in doc.resting().get_changes(&heads) {
                operations += change.len();
                if operations > MANY {
                    return None;
                }
                touched.by(doc, &change);
            }
        }
        // A region's name and place show in other records.
        let regions = touched.records.iter().any(|(kind, _)| *kind == Kind::Region);
        (!regions).then(|| self.delta(touched.records, &touched.devices))
    }
}

/// At most so many bytes of stand-ins are sent.
const MOST_SENT: usize = 1 << 20;

/// What came of taking something in.
struct Taken {
    news: News,
    quarantined: Vec<Quarantined>,
    new: Vec<Chunk>,
    stand_ins: Vec<Chunk>,
    is_rebuilt: bool,
    left_out: Vec<usize>,
}

/// Changes of more operations than this in all are not looked through.
const MANY: usize = 5_000;

/// The heads of both parts, as [`Directory::heads`] writes them.
pub(crate) fn parse_heads(mut bytes: &[u8]) -> Option<[Vec<ChangeHash>; 2]> {
    let mut part = || {
        let (count, rest) = bytes.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*count)).ok()?.checked_mul(32)?;
        let (heads, rest) = rest.split_at_checked(length)?;
        bytes = rest;
        heads.chunks_exact(32).map(|head| ChangeHash::try_from(head).ok()).collect::<Option<Vec<_>>>()
    };
    let heads = [part()?, part()?];
    bytes.is_empty().then_some(heads)
}

/// Fills an empty directory from its stored chunks.
pub(crate) fn load(
    directory: &mut Directory,
    chunks: &[(Part, Vec<u8>)],
) -> Result<Vec<Quarantined>, OpenError> {
    let Incoming { mut documents, changes, mut quarantined, damaged } =
        read(directory, chunks, Source::Stored)?;
    // The largest document is taken as it is; the others bring what it has not.
    documents.sort_by_key(|(_, _, doc)| std::cmp::Reverse(automerge::ReadDoc::stats(doc).num_ops));
    let author = directory.author;
    let mut by_part: HashMap<Part, Vec<(usize, Change)>> = HashMap::new();
    for (index, part, whole) in documents {
        let doc = directory.docs.part_mut(part);
        if doc.is_empty() {
            doc.replace(whole, author);
        } else {
            let changes = doc.resting().get_changes_added(&whole);
            if !doc.is_free_of(&changes) {
                by_part.entry(part).or_default().extend(changes.into_iter().map(|change| (index, change)));
            } else if let Err(error) = doc.with(|doc| doc.apply_changes(changes)) {
                quarantined.push(Quarantined { index, reason: error.to_string() });
            }
        }
    }
    for (index, part, change) in changes {
        by_part.entry(part).or_default().push((index, change));
    }
    for (part, changes) in by_part {
        let new = quarantine(directory.docs.part_mut(part).arrive_again(changes), &mut quarantined);
        if damaged.contains(&part) {
            directory.recovered.extend(new.into_iter().map(|mut change| Chunk::of(part, &mut change)));
        }
    }
    for part in Part::ALL {
        directory.docs.part_mut(part).displace_impostors();
        let schema = directory.docs.part(part).schema();
        if schema > migrations::CURRENT {
            return Err(OpenError::Newer { schema });
        }
    }
    Ok(each_once(quarantined))
}

/// Chunks that could be read: each with its place in the input.
struct Incoming {
    documents: Vec<(usize, Part, Automerge)>,
    changes: Vec<(usize, Part, Change)>,
    quarantined: Vec<Quarantined>,
    /// The parts of which a stored document is damaged; its changes are among the changes.
    damaged: BTreeSet<Part>,
}

impl Incoming {
    fn refuse(&mut self, index: usize, reason: String) {
        self.quarantined.push(Quarantined { index, reason });
    }

    fn is_one_document(&self) -> bool {
        // Changes that stand beside it are displaced in it, or wait.
        self.documents.len() == 1 && self.quarantined.is_empty()
    }

    /// Names that stand for everything in it: of documents their heads, and the changes.
    fn names(&self) -> Vec<[u8; 32]> {
        let heads = self.documents.iter().flat_map(|(_, _, doc)| doc.get_heads());
        let changes = self.changes.iter().map(|(_, _, change)| change.hash());
        heads.chain(changes).map(|hash| hash.0).collect()
    }

    fn lacking(&self, claims: &[[u8; 32]]) -> Vec<[u8; 32]> {
        let changes: HashSet<[u8; 32]> = self.changes.iter().map(|(_, _, change)| change.hash().0).collect();
        let holds = |name: &[u8; 32]| {
            changes.contains(name)
                || self.documents.iter().any(|(_, _, doc)| crate::document::has(doc, ChangeHash(*name)))
        };
        claims.iter().filter(|name| !holds(name)).copied().collect()
    }
}

fn read(directory: &Directory, chunks: &[(Part, Vec<u8>)], source: Source) -> Result<Incoming, OpenError> {
    let mut incoming = Incoming {
        documents: Vec::new(),
        changes: Vec::new(),
        quarantined: Vec::new(),
        damaged: BTreeSet::new(),
    };
    for (index, (part, bytes)) in chunks.iter().enumerate() {
        let Contents { parsed, damage } = match parse(bytes, source) {
            Ok(contents) => contents,
            Err(reason) => {
                incoming.refuse(index, reason);
                continue;
            }
        };
        if let Some(damage) = damage {
            incoming.refuse(index, damage);
            incoming.damaged.insert(*part);
        }
        let doc = directory.docs.part(*part);
        for parsed in parsed {
            match parsed {
                Parsed::Document(whole) if !doc.is_related(&whole) => {
                    incoming.refuse(index, STRANGER.to_owned())
                }
                Parsed::Document(whole) => {
                    if let Some(schema) = migrations::newer_in(&whole) {
                        return Err(OpenError::Newer { schema });
                    }
                    incoming.documents.push((index, *part, *whole));
                }
                Parsed::Change(change) => {
                    match migrations::version_of(&change) {
                        Some(schema) if schema > migrations::CURRENT => {
                            return Err(OpenError::Newer { schema });
                        }
                        _ => {}
                    }
                    if change.deps().is_empty() && !doc.begins_with(change.hash()) {
                        incoming.refuse(index, STRANGER.to_owned());
                    } else {
                        incoming.changes.push((index, *part, *change));
                    }
                }
            }
        }
    }
    Ok(incoming)
}

const STRANGER: &str = "of another directory or part";

/// Where nobody keeps it for another time, what was too much at once counts as quarantined.
fn with_left_out(mut quarantined: Vec<Quarantined>, left_out: Vec<usize>) -> Vec<Quarantined> {
    let reason = "too much at once: take it in again";
    quarantined.extend(left_out.into_iter().map(|index| Quarantined { index, reason: reason.to_owned() }));
    each_once(quarantined)
}

/// The first reason for each place in the input, in order.
fn each_once(mut quarantined: Vec<Quarantined>) -> Vec<Quarantined> {
    quarantined.sort_by_key(|quarantined| quarantined.index);
    quarantined.dedup_by_key(|quarantined| quarantined.index);
    quarantined
}

/// Notes what was refused; gives what is new.
fn quarantine(arrived: Arrived, quarantined: &mut Vec<Quarantined>) -> Vec<Change> {
    quarantined.extend(arrived.refused.into_iter().map(|(index, reason)| Quarantined { index, reason }));
    arrived.new
}

/// What changes touched.
#[derive(Default)]
pub(crate) struct Touched {
    pub(crate) records: BTreeSet<(Kind, Id)>,
    pub(crate) devices: BTreeSet<DeviceId>,
    known: HashMap<(Part, ObjId), Option<(Kind, Id)>>,
}

impl Touched {
    pub(crate) fn by(&mut self, doc: &Document, change: &Change) {
        use automerge::legacy::{Key, ObjectId, OpType};
        // A text's letters come one after the other: its record is found once.
        let mut last = None;
        for (op, number) in ExpandedChange::from(change).operations.into_iter().zip(change.start_op().get()..)
        {
            let ObjectId::Id(id) = op.obj else { continue };
            let Key::Map(key) = &op.key else {
                if last.as_ref() != Some(&id) {
                    self.within(doc, ObjId::Id(id.0, id.1.clone(), 0));
                    last = Some(id);
                }
                continue;
            };
            last = None;
            let object = ObjId::Id(id.0, id.1, 0);
            let record = match doc.kind_of_map(&object) {
                Some(Kind::Network) => Some((Kind::Network, Id::NETWORK)),
                Some(kind) => record_of(kind, key),
                None if doc.devices() == Some(&object) => {
                    self.devices.extend(key.parse::<DeviceId>());
                    continue;
                }
                None => self.within(doc, object),
            };
            self.records.extend(record);
            // Where it is made it lies in the record that it is made in.
            if let OpType::Make(_) = op.action {
                self.known.insert((doc.part(), ObjId::Id(number, change.actor_id().clone(), 0)), record);
            }
        }
    }

    /// Finds the record that an object lies in.
    fn within(&mut self, doc: &Document, object: ObjId) -> Option<(Kind, Id)> {
        let key = (doc.part(), object);
        let record = self.known.entry(key).or_insert_with_key(|(_, object)| {
            doc.path(object).into_iter().find_map(|(map, prop)| match (doc.kind_of_map(&map), prop) {
                (Some(Kind::Network), _) => Some((Kind::Network, Id::NETWORK)),
                (Some(kind), Prop::Map(key)) => record_of(kind, &key),
                _ => None,
            })
        });
        self.records.extend(*record);
        *record
    }
}

fn record_of(kind: Kind, key: &str) -> Option<(Kind, Id)> {
    let copy = || if kind.declaration().has_public_copy() { public_copy::id_of(key) } else { None };
    let id = key.parse().ok().or_else(copy)?;
    Some((kind, id))
}

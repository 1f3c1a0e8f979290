//! What holds of whatever is accepted, tried with changes and documents that somebody altered who knows the format.
//!
//! The fuzz targets include this file as it is.

use automerge::{Automerge, Change};
use groundswell_directory::{Author, Directory, Part};
use groundswell_model::{Command, DeviceId, Group, Id, Kind, Network, Person, Record, Timestamp};
use groundswell_testkit::automerge_bytes::{Choices, RawChange, RawDocument};
use std::sync::LazyLock;

const DIRECTORY: Id = Id::from_bytes([9; 12]);
const PART: Part = Part::Public;

/// A directory with everything in it that the format has: two devices' edits at once, texts written over, values taken
/// away.
struct Base {
    /// All that is stored of it before the last changes.
    stored: Vec<(Part, Vec<u8>)>,
    /// The state that is.
    heads: Vec<u8>,
    /// The last changes of the public part, each building on what is stored.
    last: Vec<RawChange>,
    /// The public part with them, not deflated.
    document: RawDocument,
}

static BASE: LazyLock<Base> = LazyLock::new(Base::make);

fn author(number: u8) -> Author {
    Author { device: DeviceId([number; 8]), session: [number; 8] }
}

fn create(record: Record) -> Command {
    Command::Save { before: None, after: Box::new(record) }
}

fn group(number: u8) -> Group {
    Group {
        id: Id::from_bytes([number; 12]),
        name: format!("Group {number}"),
        about: "By the creek.".repeat(usize::from(number % 3) + 1),
        topics: ["water".to_owned(), "soup".to_owned()].into(),
        ..Group::default()
    }
}

/// Changes a group as it is there; nothing where it is not, or where the change does not hold.
fn edit(
    directory: &mut Directory,
    number: u8,
    now: i64,
    with: impl FnOnce(&mut Group),
) -> Vec<(Part, Vec<u8>)> {
    let Some(view) = directory.read(Kind::Group, Id::from_bytes([number; 12])) else { return Vec::new() };
    let Record::Group(before) = view.record else { return Vec::new() };
    let mut after = before.clone();
    with(&mut after);
    let (before, after) = (Record::Group(before), Record::Group(after));
    let command = Command::Save { before: Some(Box::new(before)), after: Box::new(after) };
    let applied = directory.apply(&command, Timestamp(now)).unwrap_or_default();
    applied.chunks.into_iter().map(|chunk| (chunk.part, chunk.bytes)).collect()
}

impl Base {
    fn make() -> Self {
        let network = Network { name: "Network".to_owned(), ..Network::default() };
        let (mut one, applied) = Directory::create(DIRECTORY, &network, author(1), Timestamp(1_000)).unwrap();
        let mut stored: Vec<_> = applied.chunks.into_iter().map(|it| (it.part, it.bytes)).collect();
        let person = Person { id: Id::from_bytes([50; 12]), name: "Rosa".to_owned(), ..Person::default() };
        let records = (1..3).map(|number| Record::Group(group(number))).chain([Record::Person(person)]);
        for (at, record) in records.enumerate() {
            let applied = one.apply(&create(record), Timestamp(2_000 + at as i64)).unwrap();
            stored.extend(applied.chunks.into_iter().map(|it| (it.part, it.bytes)));
        }
        let (mut two, _) = Directory::open(DIRECTORY, author(2), &stored).unwrap();
        let apart = [
            edit(&mut one, 1, 3_000, |it| it.about = "At a creek, bring soup!".to_owned()),
            edit(&mut two, 1, 3_001, |it| it.name = "Two".to_owned()),
            edit(&mut one, 1, 3_002, |it| it.name = "One".to_owned()),
        ]
        .concat();
        stored.extend(apart);
        one = Directory::open(DIRECTORY, author(1), &stored).unwrap().0;
        let mut last = Vec::new();
        let mut three = Directory::open(DIRECTORY, author(3), &stored).unwrap().0;
        last.extend(edit(&mut one, 1, 4_000, |it| {
            it.name = "Both".to_owned();
            it.about = "By the creek.".to_owned();
            it.topics = ["soup".to_owned(), "fire".to_owned()].into();
        }));
        let applied = three.apply(&create(Record::Group(group(7))), Timestamp(4_001)).unwrap();
        last.extend(applied.chunks.into_iter().map(|it| (it.part, it.bytes)));
        last.extend(edit(&mut two, 2, 4_002, |it| it.about.clear()));
        one.merge(&last).unwrap();
        let raw = |bytes: &Vec<u8>| {
            RawChange::read(Change::try_from(bytes.as_slice()).unwrap().raw_bytes()).unwrap()
        };
        let last = last.iter().filter(|(part, _)| *part == PART).map(|(_, bytes)| raw(bytes)).collect();
        let document = Automerge::load(&one.save(PART)).unwrap().save_nocompress();
        let heads = Directory::open(DIRECTORY, author(1), &stored).unwrap().0.heads();
        Self { stored, heads, last, document: RawDocument::read(&document).unwrap() }
    }

    fn open(&self, number: u8) -> Directory {
        Directory::open(DIRECTORY, author(number), &self.stored).unwrap().0
    }
}

/// Everything that can be seen of a directory.
fn everything(directory: &Directory) -> (Vec<u8>, Vec<u8>, String, String) {
    let views: Vec<_> = Kind::ALL
        .into_iter()
        .flat_map(|kind| directory.records(kind).into_iter().map(move |it| (kind, it.id())))
        .map(|(kind, id)| directory.read(kind, id))
        .collect();
    let seen = format!("{views:?} {:?}", directory.deleted());
    (directory.heads(), directory.projection().encode(), seen, directory.to_json().to_string())
}

/// What is accepted is the same after saving and loading; then an edit commits, and others take it.
pub fn holds(directory: &mut Directory, now: i64) {
    let before = everything(directory);
    let saved = Part::ALL.map(|part| (part, directory.save(part)));
    for (part, bytes) in &saved {
        assert_eq!(directory.read_back(*part, bytes), Ok(()));
    }
    let (mut again, quarantined) = Directory::open(DIRECTORY, author(21), &saved).unwrap();
    assert_eq!(quarantined, []);
    assert_eq!(everything(&again), before);
    let (checked, quarantined) = Directory::open_checked(DIRECTORY, author(22), &saved).unwrap();
    assert_eq!(quarantined, []);
    assert_eq!(everything(&checked), before);
    let mut made = Vec::new();
    for number in [1, 2, 7] {
        made.extend(edit(directory, number, now, |it| {
            it.name.push('!');
            it.about.insert_str(0, "Now: ");
        }));
    }
    let number = (now % 90) as u8 + 100;
    let applied = directory.apply(&create(Record::Group(group(number))), Timestamp(now)).unwrap();
    made.extend(applied.chunks.into_iter().map(|it| (it.part, it.bytes)));
    let (_, quarantined, _) = again.merge(&made).unwrap();
    assert_eq!(quarantined, []);
    assert_eq!(everything(&again), everything(directory));
}

/// Alters one of the last changes and merges it: whether it was accepted.
pub fn changes(data: &[u8]) -> bool {
    let mut choices = Choices(data);
    let base = &*BASE;
    let mut change = base.last[choices.below(base.last.len())].clone();
    while !choices.is_over() {
        change.alter(&mut choices);
    }
    let mut directory = base.open(20);
    let Ok((_, quarantined, new)) = directory.merge(&[(PART, change.write())]) else { return false };
    if new.is_empty() {
        assert_eq!(directory.heads(), base.heads);
        return false;
    }
    let accepted = quarantined.is_empty() && directory.pending_dependencies() == 0;
    holds(&mut directory, 9_000);
    accepted
}

/// Alters a document, and merges it into nothing and into something.
pub fn documents(data: &[u8]) -> bool {
    let mut choices = Choices(data);
    let base = &*BASE;
    let mut document = base.document.clone();
    while !choices.is_over() {
        document.alter(&mut choices);
    }
    let bytes = document.write();
    let Ok((mut whole, quarantined)) =
        Directory::open_checked(DIRECTORY, author(20), &[(PART, bytes.clone())])
    else {
        return false;
    };
    if !whole.is_empty() {
        holds(&mut whole, 9_000);
    }
    let mut directory = base.open(20);
    if let Ok(merged) = directory.merge_items(PART, vec![bytes], &[]) {
        if merged.new.is_empty() {
            assert_eq!(directory.heads(), base.heads);
        } else {
            holds(&mut directory, 9_000);
        }
    }
    quarantined.is_empty()
}

/// The parts of a backup, the public one altered.
pub fn altered_parts(data: &[u8]) -> (Id, Vec<(Part, Vec<u8>)>) {
    let mut choices = Choices(data);
    let mut document = BASE.document.clone();
    while !choices.is_over() {
        document.alter(&mut choices);
    }
    let members = BASE.open(20).save(Part::Members);
    (DIRECTORY, vec![(PART, document.write()), (Part::Members, members)])
}

/// The decisions about a backup: those about the document in it, and the archive's byte that is another, if any. One
/// in four has such a byte, for most of them make it no archive at all.
pub fn of_backup(data: &[u8]) -> (&[u8], &[u8]) {
    match data {
        [first, document @ .., _, _, _] if first % 4 == 3 => (document, &data[data.len() - 3..]),
        [_, document @ ..] => (document, &[]),
        [] => (&[], &[]),
    }
}

/// What is restored of a backup holds.
pub fn restores(parts: &[(Part, Vec<u8>)]) -> bool {
    let Ok((mut directory, quarantined)) = Directory::open_checked(DIRECTORY, author(20), parts) else {
        return false;
    };
    // Of the altered part, anything.
    if directory.heads_of(PART) != Directory::open(DIRECTORY, author(20), &[]).unwrap().0.heads_of(PART) {
        holds(&mut directory, 9_000);
    }
    quarantined.is_empty()
}

/// Several altered changes, each on top of what came of the one before, with edits in between; loaded again now and
/// then.
pub fn histories(data: &[u8]) -> usize {
    let base = &*BASE;
    let mut directory = base.open(20);
    let (mut accepted, mut taken_in) = (0, false);
    for (round, data) in data.chunks(12).take(6).enumerate() {
        let now = 10_000 + 1_000 * round as i64;
        let mut choices = Choices(data);
        // Somebody else's next change, altered.
        let saved = Part::ALL.map(|part| (part, directory.save(part)));
        let (mut other, quarantined) = Directory::open(DIRECTORY, author(30 + round as u8), &saved).unwrap();
        assert_eq!(quarantined, []);
        let made = match choices.below(3) {
            0 => edit(&mut other, 1, now, |it| it.about = format!("{} {round}", &it.about.replace('e', ""))),
            1 => edit(&mut other, 2, now, |it| it.name.push('?')),
            _ => {
                let command = create(Record::Group(group(60 + round as u8)));
                let applied = other.apply(&command, Timestamp(now)).unwrap();
                applied.chunks.into_iter().map(|it| (it.part, it.bytes)).collect()
            }
        };
        let Some((_, bytes)) = made.into_iter().find(|(part, _)| *part == PART) else { continue };
        let mut change = RawChange::read(Change::try_from(bytes.as_slice()).unwrap().raw_bytes()).unwrap();
        while !choices.is_over() {
            change.alter(&mut choices);
        }
        if let Ok((_, quarantined, new)) = directory.merge(&[(PART, change.write())]) {
            accepted += usize::from(quarantined.is_empty() && !new.is_empty());
            taken_in |= !new.is_empty();
        }
        edit(&mut directory, 1, now + 500, |it| it.about.push_str(" and so on"));
        if round % 2 == 1 {
            let saved = Part::ALL.map(|part| (part, directory.save(part)));
            let (opened, quarantined) = Directory::open(DIRECTORY, author(40 + round as u8), &saved).unwrap();
            assert_eq!(quarantined, []);
            directory = opened;
        }
    }
    if taken_in {
        holds(&mut directory, 90_000);
    }
    accepted
}

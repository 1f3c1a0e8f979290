//! Projections that are written apart, and read back together or not at all.

use groundswell_model::{
    Awg, Delta, DeviceId, Group, Id, Kind, Membership, Person, Projections, Record, RecordCard, RecordView,
    Ref, Role,
    message::PageDelta,
    projection::{Index, Section, StoredProjections},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const fn id(number: u8) -> Id {
    Id::from_bytes([number; 12])
}

fn record(kind: Kind, number: u8, name: String) -> Record {
    if kind == Kind::Person {
        let roles = [Membership { of: Ref::new(Kind::Awg, id(number)), role: Role::Contact }].into();
        Record::Person(Person { id: id(number), name, roles, ..Person::default() })
    } else if kind == Kind::Awg {
        Record::Awg(Awg { id: id(number), topic: name.clone(), name, ..Awg::default() })
    } else {
        Record::Group(Group { id: id(number), name, ..Group::default() })
    }
}

#[derive(Clone, Debug)]
enum Change {
    Put(Kind, u8, String),
    Gone(Kind, u8),
    Device(u8, String),
}

impl Change {
    fn delta(&self) -> Delta {
        match self {
            Self::Put(kind, number, name) => {
                let record = record(*kind, *number, name.clone());
                let cards =
                    if RecordCard::is_for(*kind) { vec![RecordCard::of(&record, false)] } else { Vec::new() };
                let view = RecordView { record, conflicts: Vec::new(), deleted: None };
                Delta { changed: vec![view], cards, ..Delta::default() }
            }
            Self::Gone(kind, number) => Delta { gone: vec![(*kind, id(*number))], ..Delta::default() },
            Self::Device(number, name) => {
                Delta { devices: vec![(DeviceId([*number; 8]), name.clone())], ..Delta::default() }
            }
        }
    }
}

fn arb_changes() -> impl Strategy<Value = Vec<Change>> {
    let kind = prop::sample::select(vec![Kind::Group, Kind::Person, Kind::Awg]);
    let change = prop_oneof![
        4 => (kind.clone(), 0..4_u8, "[a-z]{0,6}").prop_map(|(kind, number, name)| Change::Put(kind, number, name)),
        1 => (kind, 0..4_u8).prop_map(|(kind, number)| Change::Gone(kind, number)),
        1 => (0..3_u8, "[a-z]{0,4}").prop_map(|(number, name)| Change::Device(number, name)),
    ];
    prop::collection::vec(change, 1..12)
}

/// A storage, and the states in which sections show what they show.
#[derive(Clone, Debug, Default)]
struct Kept {
    values: BTreeMap<&'static str, Vec<u8>>,
    states: BTreeMap<Section, Vec<u8>>,
}

impl Kept {
    /// Writes what the index does not name. Answers which.
    fn write(&mut self, projections: &Projections, heads: &[u8]) -> Vec<Section> {
        let index = self.values.get(Index::KEY).and_then(|bytes| Index::decode(bytes)).unwrap_or_default();
        let mut written = Vec::new();
        for section in Section::all() {
            let state = self.states.entry(section).or_insert_with(|| heads.to_vec());
            if !index.has(section, state) {
                self.values.insert(section.key(), projections.seal(section, state));
                written.push(section);
            }
        }
        self.values.insert(Index::KEY, Index::new(heads.to_vec(), &self.states).encode());
        written
    }

    fn read(&self) -> Option<StoredProjections> {
        let value = |section: Section| self.values.get(section.key()).map(Vec::as_slice);
        StoredProjections::read(self.values.get(Index::KEY)?, value)
    }
}

fn encoded(projections: &Projections) -> Vec<Vec<u8>> {
    Section::all().map(|section| projections.encode(section)).collect()
}

proptest! {
    #[test]
    fn what_is_written_apart_reads_back_as_the_whole(changes in arb_changes(), writes in any::<u16>()) {
        let (mut projections, mut kept) = (Projections::default(), Kept::default());
        kept.write(&projections, &[0]);
        let mut touched = std::collections::BTreeSet::new();
        for (turn, change) in changes.iter().enumerate() {
            let delta = change.delta();
            projections.apply(&delta);
            for section in delta.sections() {
                kept.states.remove(&section);
                touched.insert(section);
            }
            if writes >> turn & 1 == 1 || turn + 1 == changes.len() {
                let heads = [1, turn as u8];
                prop_assert_eq!(kept.write(&projections, &heads), touched.iter().copied().collect::<Vec<_>>());
                touched.clear();
                let read = kept.read().unwrap();
                prop_assert_eq!(read.heads, heads);
                prop_assert_eq!(read.states.len(), Section::all().count());
                prop_assert_eq!(encoded(&read.projections), encoded(&projections));
            }
        }
    }

    /// Whatever of them is another state's, damaged or gone is not read; all else is.
    #[test]
    fn what_does_not_belong_there_is_not_read(
        before in arb_changes(),
        after in arb_changes(),
        wrong in 0..Section::all().count(),
        cut in any::<prop::sample::Index>(),
        how in 0..3,
    ) {
        let (mut projections, mut kept) = (Projections::default(), Kept::default());
        let mut write = |changes: &[Change], heads: &[u8]| {
            for delta in changes.iter().map(Change::delta) {
                projections.apply(&delta);
                for section in delta.sections() {
                    kept.states.remove(&section);
                }
            }
            kept.write(&projections, heads);
            kept.clone()
        };
        let old = write(&before, &[1]);
        let mut new = write(&after, &[2]);
        let right = new.read().unwrap();
        let section = Section::all().nth(wrong).unwrap();
        let is_other = old.values[section.key()] != new.values[section.key()];
        let value = new.values[section.key()].clone();
        match how {
            0 => drop(new.values.insert(section.key(), old.values[section.key()].clone())),
            1 => drop(new.values.insert(section.key(), value.split_at(cut.index(value.len())).0.to_vec())),
            _ => drop(new.values.remove(section.key())),
        }
        let read = new.read().unwrap();
        prop_assert_eq!(read.states.contains_key(&section), how == 0 && !is_other);
        for other in Section::all().filter(|other| *other != section) {
            prop_assert!(read.states.contains_key(&other));
            prop_assert_eq!(read.projections.encode(other), right.projections.encode(other));
        }
    }

    #[test]
    fn a_page_that_is_told_each_section_by_itself_shows_what_the_engine_does(changes in arb_changes()) {
        let mut projections = Projections::default();
        let mut people = BTreeMap::new();
        for change in &changes {
            let delta = change.delta();
            projections.apply(&delta);
            let told = PageDelta::of(groundswell_model::Id::default(), &delta);
            for (section, bytes) in &told.sections {
                if *section == Section::Records(Kind::Person) {
                    Section::change(&mut people, bytes).unwrap();
                }
            }
            let is_told = |section| told.sections.iter().any(|(its, _)| *its == section);
            for section in Section::all() {
                let is_first = section == Section::First;
                let tells = if is_first { told.listed.is_for_first() } else { is_told(section) };
                prop_assert_eq!(tells, delta.sections().contains(&section));
            }
        }
        prop_assert_eq!(people, projections.people);
    }

    #[test]
    fn no_stored_bytes_panic(index: Vec<u8>, value: Vec<u8>, section in 0..Section::all().count()) {
        let section = Section::all().nth(section).unwrap();
        let _ = StoredProjections::read(&index, |_| Some(value.as_slice()));
        let known = Index::new(vec![1], &[(section, vec![1])].into()).encode();
        let sealed = [Projections::default().seal(section, &[1]), value].concat();
        let read = StoredProjections::read(&known, |_| Some(sealed.as_slice()));
        prop_assert!(read.is_some());
    }
}

//! Devices with a directory each, and what they pass to each other.

use groundswell_directory::{Applied, Author, CommandError, Directory, News, Part, Undo};
use groundswell_model::{
    Command, DeviceId, Group, Id, Kind, Network, Projection, Record, RecordView, Timestamp,
};

pub(crate) const DIRECTORY: Id = Id::from_bytes([9; 12]);

pub(crate) fn author(number: u8) -> Author {
    Author { device: DeviceId([number; 8]), session: [number; 8] }
}

pub(crate) fn id(number: u8) -> Id {
    Id::from_bytes([number; 12])
}

/// A device.
#[derive(Debug)]
pub(crate) struct Replica {
    pub(crate) directory: Directory,
    /// Everything it has stored.
    pub(crate) chunks: Vec<(Part, Vec<u8>)>,
    pub(crate) undos: Vec<Undo>,
    /// What a page that was told of every change would show.
    pub(crate) projection: Projection,
    now: i64,
}

/// So many devices with one new directory.
pub(crate) fn replicas(count: u8) -> Vec<Replica> {
    let network = Network { name: "Wisconsin Grassroots Network".to_owned(), ..Network::default() };
    let (first, applied) = Directory::create(DIRECTORY, &network, author(1), Timestamp(1_000)).unwrap();
    let chunks: Vec<_> = applied.chunks.into_iter().map(|chunk| (chunk.part, chunk.bytes)).collect();
    let replica = |directory: Directory, chunks: &[(Part, Vec<u8>)], number: u8| Replica {
        projection: directory.projection(),
        directory,
        chunks: chunks.to_vec(),
        undos: Vec::new(),
        now: 1_000_000 * i64::from(number),
    };
    let mut all = vec![replica(first, &chunks, 1)];
    for number in 2..=count {
        let (other, quarantined) = Directory::open(DIRECTORY, author(number), &chunks).unwrap();
        assert_eq!(quarantined, []);
        all.push(replica(other, &chunks, number));
    }
    all
}

impl Replica {
    pub(crate) fn now(&mut self) -> Timestamp {
        self.now += 1_500;
        Timestamp(self.now)
    }

    pub(crate) fn run(&mut self, command: &Command) -> Result<Applied, CommandError> {
        let now = self.now();
        let result = self.directory.apply(command, now);
        if let Ok(applied) = &result {
            self.keep(applied);
        }
        result
    }

    #[track_caller]
    pub(crate) fn must(&mut self, command: &Command) -> Applied {
        self.run(command).unwrap()
    }

    pub(crate) fn undo(&mut self, undo: &Undo) -> Result<Applied, CommandError> {
        let now = self.now();
        let result = self.directory.undo(undo, now);
        if let Ok(applied) = &result {
            self.keep(applied);
        }
        result
    }

    pub(crate) fn keep(&mut self, applied: &Applied) {
        self.chunks.extend(applied.chunks.iter().map(|chunk| (chunk.part, chunk.bytes.clone())));
        self.undos.extend(applied.undo.clone());
        self.projection.apply(&applied.delta);
    }

    /// Takes in what another has.
    pub(crate) fn receive(&mut self, chunks: &[(Part, Vec<u8>)]) {
        let (news, quarantined, new) = self.directory.merge(chunks).unwrap();
        assert_eq!(quarantined, []);
        self.chunks.extend(new.into_iter().map(|chunk| (chunk.part, chunk.bytes)));
        match news {
            News::Few(delta) => self.projection.apply(&delta),
            News::Much(_) => self.projection = self.directory.projection(),
        }
    }

    #[track_caller]
    pub(crate) fn view(&self, kind: Kind, id: Id) -> RecordView {
        self.directory.read(kind, id).unwrap()
    }

    #[track_caller]
    pub(crate) fn group(&self, id: Id) -> Group {
        match self.view(Kind::Group, id).record {
            Record::Group(group) => group,
            other => panic!("not a group: {other:?}"),
        }
    }

    /// Edits a group as it is here.
    #[track_caller]
    pub(crate) fn edit(&mut self, id: Id, edit: impl FnOnce(&mut Group)) -> Applied {
        let before = self.group(id);
        let mut after = before.clone();
        edit(&mut after);
        self.must(&save(Record::Group(before), Record::Group(after)))
    }
}

/// Both hear everything of each other, and their clocks say the same.
pub(crate) fn meet_at_one_time(one: &mut Replica, other: &mut Replica) {
    meet(one, other);
    let now = one.now.max(other.now);
    (one.now, other.now) = (now, now);
}

/// Both hear everything of each other.
pub(crate) fn meet(one: &mut Replica, other: &mut Replica) {
    one.receive(&other.chunks.clone());
    other.receive(&one.chunks.clone());
}

pub(crate) fn create(record: Record) -> Command {
    Command::Save { before: None, after: Box::new(record) }
}

pub(crate) fn save(before: Record, after: Record) -> Command {
    Command::Save { before: Some(Box::new(before)), after: Box::new(after) }
}

pub(crate) fn group(number: u8, name: &str) -> Group {
    Group { id: id(number), name: name.to_owned(), ..Group::default() }
}

/// A device that begins with these chunks, as it is or as somebody who writes under its name.
pub(crate) fn opened(number: u8, chunks: &[(Part, Vec<u8>)]) -> Replica {
    let (directory, quarantined) = Directory::open(DIRECTORY, author(number), chunks).unwrap();
    assert_eq!(quarantined, []);
    let now = 1_000_000 * i64::from(number);
    let projection = directory.projection();
    Replica { projection, directory, chunks: chunks.to_vec(), undos: Vec::new(), now }
}

/// Two devices that both have this group.
pub(crate) fn two_with(group: Group) -> (Replica, Replica) {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    one.must(&create(Record::Group(group)));
    meet(&mut one, &mut two);
    (one, two)
}

/// Everything that can be seen of a directory, record by record.
pub(crate) fn everything(directory: &Directory) -> Vec<RecordView> {
    let mut views = Vec::new();
    for kind in Kind::ALL {
        let there = directory.records(kind).into_iter().map(|record| record.id());
        let deleted = directory.deleted().into_iter().filter(|entry| entry.kind == kind);
        let mut ids: Vec<Id> = there.chain(deleted.map(|entry| entry.id)).collect();
        ids.sort();
        views.extend(ids.into_iter().map(|id| directory.read(kind, id).unwrap()));
    }
    views
}

#[track_caller]
pub(crate) fn assert_same(one: &Directory, other: &Directory) {
    assert_eq!(one.heads(), other.heads());
    assert_eq!(everything(one), everything(other));
    assert_eq!(one.deleted(), other.deleted());
    assert_eq!(one.projection().encode(), other.projection().encode());
    assert_eq!(one.to_json(), other.to_json());
}

/// A page that was told of every change shows what one that was opened now shows.
#[track_caller]
pub(crate) fn assert_told(replica: &Replica) {
    let (told, fresh) = (&replica.projection, replica.directory.projection());
    assert_eq!(told.network, fresh.network);
    assert_eq!(told.regions, fresh.regions);
    assert_eq!(told.cards, fresh.cards);
    assert_eq!(told.people, fresh.people);
    assert_eq!(told.devices, fresh.devices);
    assert_eq!(told.groups.len(), fresh.groups.len());
    for card in fresh.groups.iter() {
        let told = told.groups.get(card.id).unwrap();
        let shown = |card: groundswell_model::GroupCard<'_>| {
            let topics: Vec<_> = card.topics().map(str::to_owned).collect();
            let place = [card.name, card.town, card.county, card.state, card.meets].map(str::to_owned);
            (place, topics, card.region, card.status, card.updated, card.verified, card.disputed)
        };
        assert_eq!(shown(told), shown(card));
    }
}

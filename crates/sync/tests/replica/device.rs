//! A device whose storage works, and a relay that says what a test lets it say.

use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_seal::{Capability, Grant, Keys, Sealed, Seed};
use groundswell_sync::{
    Change, Document, Effect, Event, Name, Outcome, Part, PartStatus, Record, Replica, Settings, State,
    Status, Stored, Timings, Write,
};
use groundswell_wire::verify::{chunk_id, signed_message};
use groundswell_wire::{Channel, Chunk, ChunkId, ClientFrame, Kind, Limits, RelayFrame, ShortId};
use std::collections::{BTreeMap, BTreeSet};

/// What a replica said to the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    Hello,
    Open(u16),
    Have(u16, Vec<ShortId>),
    Put(u16, Vec<u8>),
    Ephemeral(u16),
    Ping(u32),
}

pub(crate) fn capability() -> Capability {
    Capability::edit(Seed::from_bytes([7; 32]))
}

pub(crate) fn keys(grant: Grant) -> Keys {
    Keys::new(&capability().weaken(grant).unwrap(), 0).unwrap()
}

/// A change of this name; what is in it follows from the name, and is as large as wanted.
pub(crate) fn change(name: u8, bytes: usize) -> Change {
    let mut all = vec![name; 32];
    all.resize(32 + bytes, name);
    Change { name: [name; 32], bytes: all }
}

/// A saved document that holds changes of these names.
pub(crate) fn saved(names: &[u8], filler: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, u8::try_from(names.len()).unwrap()];
    bytes.extend_from_slice(names);
    // Not compressible, and different everywhere, as real ones are.
    bytes.extend((0..filler).map(|at| u8::try_from(at % 251).unwrap()));
    bytes
}

/// What a neighbour seals for the public room.
pub(crate) fn sealed(kind: Kind, covers: &[ChunkId], items: &[Vec<u8>], luck: u8) -> Vec<Sealed> {
    sealed_for(groundswell_seal::Part::Public, kind, covers, items, luck)
}

/// What a neighbour seals for the room of a part.
pub(crate) fn sealed_for(
    part: groundswell_seal::Part,
    kind: Kind,
    covers: &[ChunkId],
    items: &[Vec<u8>],
    luck: u8,
) -> Vec<Sealed> {
    let keys = keys(Grant::Edit);
    let mut covers = covers.to_vec();
    covers.sort_unstable();
    let room = keys.room(part).unwrap();
    room.seal(kind, &covers, items, &mut |bytes: &mut [u8]| bytes.fill(luck)).unwrap()
}

/// A neighbour's tail with one change.
pub(crate) fn tail(name: u8) -> Sealed {
    sealed(Kind::Tail, &[], &[change(name, 10).bytes], name).remove(0)
}

/// A chunk that an editor made so that it does not open.
pub(crate) fn altered(chunk: &Sealed) -> Sealed {
    let mut bytes = chunk.bytes.clone();
    bytes.truncate(bytes.len() - 64);
    *bytes.last_mut().unwrap() ^= 1;
    let seed = blake3::derive_key("groundswell v1 signing key", capability().seed().expose());
    let id = chunk_id(&bytes);
    bytes.extend(SigningKey::from_bytes(&seed).sign(&signed_message(&id)).to_bytes());
    Sealed { id, bytes }
}

pub(crate) struct Device {
    grant: Grant,
    pub(crate) timings: Timings,
    pub(crate) replica: Replica,
    pub(crate) disk: BTreeMap<[u8; 32], (Record, Vec<u8>)>,
    pub(crate) unsealed: Vec<(Part, Change)>,
    pub(crate) settings: Settings,
    pub(crate) document: BTreeSet<Name>,
    pub(crate) missing: u32,
    pub(crate) now: i64,
    pub(crate) luck: u8,
    /// The connection that was last wanted.
    pub(crate) connection: u32,
    pub(crate) connects: u32,
    pub(crate) disconnects: u32,
    pub(crate) messages: Vec<Vec<u8>>,
    /// When the timer runs out.
    pub(crate) due: Option<i64>,
    /// Writes are not done until this is taken away.
    pub(crate) holds_writes: bool,
    pub(crate) writes: Vec<Write>,
    pub(crate) merges: Vec<Vec<Vec<u8>>>,
    pub(crate) saves: u32,
    pub(crate) loads: u32,
    /// Merges and saves come to nothing.
    pub(crate) fails_merges: bool,
    /// Those that are to tell what a checkpoint lacks.
    pub(crate) fails_checks: bool,
    pub(crate) fails_saves: bool,
    /// Changes that cannot be read here,
    pub(crate) unreadable: BTreeSet<u8>,
    /// that end the program,
    pub(crate) deadly: BTreeSet<u8>,
    /// and that build on what nobody has.
    pub(crate) orphans: BTreeSet<u8>,
}

impl Device {
    pub(crate) fn new(grant: Grant) -> Self {
        let timings = Timings { checkpoint_tails: 3, ..Timings::default() };
        Self {
            grant,
            timings,
            replica: Replica::new(&keys(grant), timings),
            disk: BTreeMap::new(),
            unsealed: Vec::new(),
            settings: Settings::default(),
            document: BTreeSet::new(),
            missing: 0,
            now: 1_700_000_000_000,
            luck: 1,
            connection: 0,
            connects: 0,
            disconnects: 0,
            messages: Vec::new(),
            due: None,
            holds_writes: false,
            writes: Vec::new(),
            merges: Vec::new(),
            saves: 0,
            loads: 0,
            fails_merges: false,
            fails_checks: false,
            fails_saves: false,
            unreadable: BTreeSet::new(),
            deadly: BTreeSet::new(),
            orphans: BTreeSet::new(),
        }
    }

    /// The program begins, or begins again: all but what is stored is gone.
    pub(crate) fn start(&mut self) {
        self.replica = Replica::new(&keys(self.grant), self.timings);
        self.holds_writes = false;
        self.due = None;
        let stored = self.stored();
        self.handle(Event::Loaded(stored));
    }

    fn part_status(&self) -> PartStatus {
        let mut state = [1_u8; 32];
        for name in &self.document {
            state.iter_mut().zip(name).for_each(|(to, from)| *to = to.wrapping_mul(3).wrapping_add(*from));
        }
        PartStatus { state, missing: self.missing }
    }

    pub(crate) fn stored(&self) -> Stored {
        let needs_bytes = |state| matches!(state, State::Outbox | State::Unread);
        let records = self.disk.values();
        Stored {
            records: records
                .map(|(record, bytes)| (record.clone(), needs_bytes(record.state).then(|| bytes.clone())))
                .collect(),
            unsealed: self.unsealed.clone(),
            settings: self.settings.clone(),
            parts: Part::ALL.map(|part| (part, self.part_status())).to_vec(),
        }
    }

    pub(crate) fn handle(&mut self, event: Event) {
        let luck = &mut self.luck;
        let mut random = |bytes: &mut [u8]| {
            *luck = luck.wrapping_mul(5).wrapping_add(3);
            bytes.fill(*luck);
        };
        let effects = self.replica.handle(event, self.now, &mut random);
        let answers: Vec<Event> = effects.into_iter().filter_map(|effect| self.perform(effect)).collect();
        for answer in answers {
            self.handle(answer);
        }
    }

    fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Load => {
                self.loads += 1;
                return Some(Event::Loaded(self.stored()));
            }
            Effect::Write(write) => {
                self.writes.push(write.clone());
                if !self.holds_writes {
                    return Some(self.commit(&write));
                }
            }
            Effect::Fetch { number, ids } => {
                let stored = |id: &ChunkId| self.disk.get(id.as_bytes()).map(|(_, bytes)| bytes.clone());
                let found = |id: &ChunkId| Some((*id, stored(id).filter(|bytes| !bytes.is_empty())?));
                return Some(Event::Fetched { number, chunks: ids.iter().filter_map(found).collect() });
            }
            Effect::Merge { number, items, claims, .. } => {
                self.merges.push(items.clone());
                let fails = self.fails_merges || (self.fails_checks && !claims.is_empty());
                let outcome = if fails { Outcome::Failed } else { self.merge(&items, &claims) };
                return Some(Event::Merged { number, outcome });
            }
            Effect::Save { number, claims, .. } => {
                self.saves += 1;
                if self.fails_saves {
                    return Some(Event::Saved { number, document: None });
                }
                let names: Vec<u8> = self.document.iter().map(|name| name[0]).collect();
                let holds = |name: &Name| self.document.contains(name) && !self.orphans.contains(&name[0]);
                let lacking = claims.into_iter().filter(|name| !holds(name)).collect();
                let names_of = self.document.iter().copied().collect();
                let document = Document { items: vec![saved(&names, 0)], names: names_of, lacking };
                return Some(Event::Saved { number, document: Some(document) });
            }
            Effect::Connect { connection } => {
                self.connects += 1;
                self.connection = connection;
            }
            Effect::Disconnect { .. } => self.disconnects += 1,
            Effect::Send { connection, bytes } => {
                assert_eq!(connection, self.connection);
                self.messages.push(bytes);
            }
            Effect::SetTimer { after_ms } => self.due = Some(self.now + i64::try_from(after_ms).unwrap()),
            Effect::Status(_) => {}
        }
        None
    }

    pub(crate) fn commit(&mut self, write: &Write) -> Event {
        for (record, bytes) in &write.put {
            let entry = self.disk.entry(record.id).or_insert_with(|| (record.clone(), Vec::new()));
            entry.0 = record.clone();
            if let Some(bytes) = bytes {
                entry.1.clone_from(bytes);
            }
        }
        for id in &write.remove {
            self.disk.remove(id.as_bytes());
        }
        self.unsealed.retain(|(part, change)| !write.sealed.contains(&(*part, change.name)));
        if let Some(settings) = &write.settings {
            self.settings = settings.clone();
        }
        Event::Written { number: write.number, done: true }
    }

    fn merge(&mut self, items: &[Vec<u8>], claims: &[Name]) -> Outcome {
        let mut names = Vec::new();
        for item in items {
            if item[0] == 0xff {
                names.extend(item[2..2 + usize::from(item[1])].iter().map(|name| [*name; 32]));
            } else {
                names.push([item[0]; 32]);
            }
        }
        let came = names.len();
        let is_quarantined = names.iter().any(|name| self.deadly.contains(&name[0]));
        names.retain(|name| !self.deadly.contains(&name[0]) && !self.unreadable.contains(&name[0]));
        self.document.extend(&names);
        if is_quarantined {
            return Outcome::Quarantined;
        }
        if names.is_empty() {
            return Outcome::Unreadable;
        }
        let lacking = claims.iter().filter(|name| !names.contains(name)).copied().collect();
        Outcome::Taken { left_out: names.len() < came, names, lacking, status: self.part_status() }
    }

    /// Somebody edits here.
    pub(crate) fn edit(&mut self, name: u8) {
        let change = change(name, 10);
        self.document.insert(change.name);
        self.unsealed.push((Part::Public, change.clone()));
        let status = self.part_status();
        self.handle(Event::Committed { part: Part::Public, changes: vec![change], status });
    }

    /// Lets time pass, and the timer run out.
    pub(crate) fn wait(&mut self, ms: i64) {
        let end = self.now + ms;
        while let Some(due) = self.due.filter(|due| *due <= end) {
            self.now = due;
            self.due = None;
            self.handle(Event::Timer);
        }
        self.now = end;
    }

    pub(crate) fn connected(&mut self) {
        let connection = self.connection;
        self.handle(Event::Connected { connection });
    }

    pub(crate) fn disconnected(&mut self) {
        let connection = self.connection;
        self.handle(Event::Disconnected { connection });
    }

    /// The relay says this, in one message.
    pub(crate) fn receive(&mut self, frames: &[RelayFrame<'_>]) {
        let mut bytes = Vec::new();
        frames.iter().for_each(|frame| frame.encode(&mut bytes).unwrap());
        let connection = self.connection;
        self.handle(Event::Received { connection, bytes });
    }

    pub(crate) fn receive_chunk(&mut self, chunk: &Sealed) {
        self.receive(&[RelayFrame::Chunk { channel: Channel(0), chunk: &chunk.bytes }]);
    }

    pub(crate) fn receive_ack(&mut self, ids: &[ChunkId]) {
        self.receive(&[RelayFrame::Ack { channel: Channel(0), ids: ids.to_vec() }]);
    }

    /// Everything that a relay says first, which holds so many chunks and sends these of the public room.
    pub(crate) fn greeted(&mut self, held: u32, sending: &[Sealed]) {
        let limits = Limits {
            chunk_bytes: 256 << 10,
            message_bytes: 1 << 20,
            channels: 8,
            room_bytes: 1 << 30,
            idle_seconds: 300,
            room_days: 0,
        };
        self.receive(&[RelayFrame::Welcome { version: 1, limits }]);
        let bytes = sending.iter().map(|chunk| chunk.bytes.len() as u64).sum();
        let count = u32::try_from(sending.len()).unwrap();
        self.receive(&[
            RelayFrame::Opened { channel: Channel(0), chunks: held, bytes: 0 },
            RelayFrame::Sending { channel: Channel(0), chunks: count, bytes },
        ]);
        sending.iter().for_each(|chunk| self.receive_chunk(chunk));
        let rooms = if self.grant == Grant::Public { 1 } else { 2 };
        for room in 0..rooms {
            self.receive(&[RelayFrame::Live { channel: Channel(room) }]);
        }
    }

    /// A device that has begun and exchanged everything with a relay that holds nothing of its.
    pub(crate) fn live(grant: Grant) -> Self {
        let mut device = Self::new(grant);
        device.start();
        device.connected();
        device.greeted(0, &[]);
        device.sent();
        device
    }

    /// What it said since it was last asked.
    pub(crate) fn sent(&mut self) -> Vec<Sent> {
        let messages = std::mem::take(&mut self.messages);
        messages.iter().flat_map(|bytes| frames(bytes)).collect()
    }

    /// The chunks it put since it was last asked.
    pub(crate) fn put(&mut self) -> Vec<Vec<u8>> {
        let put = |sent| if let Sent::Put(0, bytes) = sent { Some(bytes) } else { None };
        self.sent().into_iter().filter_map(put).collect()
    }

    pub(crate) fn status(&self) -> Status {
        self.replica.current()
    }

    /// How many records there are of a state.
    pub(crate) fn count(&self, state: State) -> usize {
        self.disk.values().filter(|(record, _)| record.state == state).count()
    }
}

fn frames(message: &[u8]) -> Vec<Sent> {
    let sent = |frame| match frame {
        ClientFrame::Hello { .. } => Sent::Hello,
        ClientFrame::Open { channel, .. } => Sent::Open(channel.0),
        ClientFrame::Have { channel, ids, .. } => Sent::Have(channel.0, ids),
        ClientFrame::Put { channel, chunk } => Sent::Put(channel.0, chunk.to_vec()),
        ClientFrame::Ephemeral { channel, .. } => Sent::Ephemeral(channel.0),
        ClientFrame::Ping { number } => Sent::Ping(number),
        ClientFrame::Close { .. } => panic!("a replica closes no channel"),
    };
    ClientFrame::all(message).unwrap().map(|frame| sent(frame.unwrap())).collect()
}

pub(crate) fn id(chunk: &[u8]) -> ChunkId {
    Chunk::parse(chunk).unwrap().id()
}

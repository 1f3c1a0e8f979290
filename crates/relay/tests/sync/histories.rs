//! Arbitrary histories of a relay, against what must hold after every step and what must hold in the end.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use groundswell_relay::relay::{ConnectionId, Input, Rules, StoreFault};
use groundswell_wire::{Channel, ChunkId, ClientFrame, RoomId};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::chunks::{Part, Sealed, forged};
use crate::world::World;

const CLIENTS: usize = 4;
const CHANNELS: u16 = 2;
const PARTS: u8 = 2;
const TAILS: u32 = 10;
const CHECKPOINTS: u32 = 4;

#[derive(Debug, Clone)]
enum Step {
    Connect(usize),
    Hello(usize),
    Open { client: usize, channel: u16, part: u8 },
    Have { client: usize, channel: u16, tails: u16, is_last: bool },
    Put { client: usize, channel: u16, part: u8, number: u32, is_forged: bool },
    Close { client: usize, channel: u16 },
    Ephemeral { client: usize, channel: u16 },
    Bytes { client: usize, bytes: Vec<u8> },
    Disconnect(usize),
    Read(usize),
    Load,
    Fetch,
    Commit(usize),
    Fail,
    Heal,
    Turn,
    Tick(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let client = || 0..CLIENTS;
    let channel = || 0..CHANNELS;
    let step = prop_oneof![
        3 => client().prop_map(Step::Connect),
        4 => client().prop_map(Step::Hello),
        6 => (client(), channel(), 0..PARTS)
            .prop_map(|(client, channel, part)| Step::Open { client, channel, part }),
        6 => (client(), channel(), any::<u16>(), prop::bool::weighted(0.8))
            .prop_map(|(client, channel, tails, is_last)| Step::Have { client, channel, tails, is_last }),
        16 => (client(), channel(), 0..PARTS, 0..TAILS + CHECKPOINTS, prop::bool::weighted(0.1)).prop_map(
            |(client, channel, part, number, is_forged)| Step::Put { client, channel, part, number, is_forged }
        ),
        1 => (client(), channel()).prop_map(|(client, channel)| Step::Close { client, channel }),
        1 => (client(), channel()).prop_map(|(client, channel)| Step::Ephemeral { client, channel }),
        1 => (client(), vec(any::<u8>(), 0..40)).prop_map(|(client, bytes)| Step::Bytes { client, bytes }),
        1 => client().prop_map(Step::Disconnect),
        6 => client().prop_map(Step::Read),
        6 => Just(Step::Load),
        4 => Just(Step::Fetch),
        6 => (1usize..4).prop_map(Step::Commit),
        1 => Just(Step::Fail),
        2 => Just(Step::Heal),
        4 => Just(Step::Turn),
        3 => prop_oneof![Just(100u64), Just(1_000), Just(30_000), Just(70_000)].prop_map(Step::Tick),
    ];
    vec(step, 1..120)
}

/// What the test knows besides.
struct Model {
    parts: Vec<Part>,
    /// By part: tails, then checkpoints, each of which covers some tails and the checkpoint before it.
    chunks: Vec<Vec<Sealed>>,
    clients: [Option<ConnectionId>; CLIENTS],
    /// Chunks that a client put on a connection that was open for it and that was read.
    put: BTreeMap<ConnectionId, BTreeSet<ChunkId>>,
    /// What a client said last that it has, by channel, and in which room.
    message: BTreeMap<(ConnectionId, u16), BTreeSet<ChunkId>>,
    open: BTreeMap<(ConnectionId, u16), u8>,
    /// Where somebody has begun to say what they have, and not ended: they get nothing new meanwhile.
    listing: BTreeSet<(ConnectionId, u16)>,
    /// What is stored for good, by what was committed.
    committed: BTreeMap<RoomId, BTreeSet<ChunkId>>,
}

impl Model {
    fn new() -> Self {
        let parts: Vec<_> = (1..=PARTS).map(Part::new).collect();
        let chunks = parts.iter().map(|part| {
            let mut chunks: Vec<_> = (0..TAILS).map(|number| part.tail(number, 60)).collect();
            for number in 0..CHECKPOINTS {
                let mut covers: Vec<_> = chunks[..=number as usize].iter().map(|chunk| chunk.id).collect();
                covers.extend((number > 0).then(|| chunks[chunks.len() - 1].id));
                chunks.push(part.checkpoint(100 + number, &covers));
            }
            chunks
        });
        Self {
            chunks: chunks.collect(),
            parts,
            clients: [None; CLIENTS],
            put: BTreeMap::new(),
            message: BTreeMap::new(),
            open: BTreeMap::new(),
            listing: BTreeSet::new(),
            committed: BTreeMap::new(),
        }
    }

    fn client(&self, world: &World, client: usize) -> Option<ConnectionId> {
        let id = self.clients[client]?;
        (!world.received(id).is_gone && !world.paused.contains(&id)).then_some(id)
    }

    fn apply(&mut self, step: Step, world: &mut World) {
        match step {
            Step::Connect(client) => {
                if self.clients[client].is_none_or(|id| world.received(id).is_gone) {
                    self.clients[client] = Some(world.connect());
                }
            }
            Step::Hello(client) => {
                let Some(id) = self.client(world, client) else { return };
                // Said again, it changes nothing of what was put before.
                if let Entry::Vacant(put) = self.put.entry(id) {
                    put.insert(BTreeSet::new());
                    world.send(id, &[ClientFrame::Hello { versions: vec![1], agent: "history" }]);
                }
            }
            Step::Open { client, channel, part } => {
                let Some(id) = self.client(world, client).filter(|id| self.put.contains_key(id)) else {
                    return;
                };
                // A room is open once on a connection.
                if !self.open.iter().any(|((of, _), open)| *of == id && *open == part) {
                    self.open.entry((id, channel)).or_insert(part);
                }
                let access = self.parts[usize::from(part)].access.clone();
                world.send(id, &[ClientFrame::Open { channel: Channel(channel), access }]);
            }
            Step::Have { client, channel, tails, is_last } => {
                let Some(id) = self.client(world, client).filter(|id| self.put.contains_key(id)) else {
                    return;
                };
                let Some(part) = self.open.get(&(id, channel)) else { return };
                let all = self.chunks[usize::from(*part)].iter().enumerate();
                let ids: Vec<_> =
                    all.filter(|(n, _)| tails >> n & 1 == 1).map(|(_, chunk)| chunk.id).collect();
                self.message.entry((id, channel)).or_default().extend(&ids);
                if is_last {
                    self.listing.remove(&(id, channel));
                } else {
                    self.listing.insert((id, channel));
                }
                let ids = ids.iter().map(ChunkId::short).collect();
                world.send(id, &[ClientFrame::Have { channel: Channel(channel), last: is_last, ids }]);
            }
            Step::Put { client, channel, part, number, is_forged } => {
                let Some(id) = self.client(world, client).filter(|id| self.put.contains_key(id)) else {
                    return;
                };
                let mut chunk = self.chunks[usize::from(part)][number as usize].clone();
                if is_forged {
                    chunk = forged(&chunk);
                } else if self.open.get(&(id, channel)) == Some(&part) {
                    self.put.entry(id).or_default().insert(chunk.id);
                }
                world.put(id, channel, &chunk);
            }
            Step::Close { client, channel } => {
                let Some(id) = self.client(world, client).filter(|id| self.put.contains_key(id)) else {
                    return;
                };
                // What is on its way when a channel closes is answered by nobody.
                self.put.entry(id).or_default().clear();
                self.open.remove(&(id, channel));
                self.message.remove(&(id, channel));
                world.send(id, &[ClientFrame::Close { channel: Channel(channel) }]);
            }
            Step::Ephemeral { client, channel } => {
                let Some(id) = self.client(world, client).filter(|id| self.put.contains_key(id)) else {
                    return;
                };
                world.send(id, &[ClientFrame::Ephemeral { channel: Channel(channel), bytes: b"psst" }]);
            }
            Step::Bytes { client, bytes } => {
                let Some(id) = self.client(world, client) else { return };
                world.send_bytes(id, bytes);
            }
            Step::Disconnect(client) => {
                let Some(id) = self.clients[client].take() else { return };
                if !world.received(id).is_gone {
                    world.clients.get_mut(&id).unwrap().is_gone = true;
                    world.paused.remove(&id);
                    world.input(Input::Disconnected { connection: id });
                }
            }
            Step::Read(client) => {
                if let Some(id) = self.clients[client] {
                    world.read_message(id);
                }
            }
            Step::Load => drop(world.load_one()),
            Step::Fetch => drop(world.read_one()),
            Step::Commit(most) => drop(world.commit(most, None)),
            Step::Fail => drop(world.commit(2, Some(StoreFault::Full))),
            Step::Turn => drop(world.turn()),
            Step::Heal => world.input(Input::Probed { is_well: true }),
            Step::Tick(millis) => world.tick(millis),
        }
    }

    fn check_always(&mut self, world: &World, rules: &Rules) {
        for part in &self.parts {
            self.committed.entry(part.room()).or_default().extend(world.stored(&part.room()));
            let held = groundswell_relay::store::Store::room(&world.store, &part.room()).unwrap();
            assert!(held.bytes <= rules.room_bytes * 2);
            let tails = held.chunks.iter().filter(|facts| facts.covers.is_empty()).count();
            assert!(tails <= rules.room_chunks as usize);
        }
        let mut stored = self.committed.values().flatten();
        let stored: BTreeSet<_> = stored.by_ref().collect();
        for (id, received) in &world.clients {
            assert!(world.relay.waiting_bytes(*id) <= rules.queue_bytes as usize);
            assert!(received.acked.iter().all(|id| stored.contains(id)), "acknowledged, but not stored");
            assert!(received.refused.len() + received.acked.len() < 10_000);
        }
    }

    /// Once nothing is left to do.
    fn check_in_the_end(&self, world: &World) {
        for id in self.clients.iter().flatten().filter(|id| !world.received(**id).is_gone) {
            let received = world.received(*id);
            let refused: BTreeSet<_> = received.refused.iter().filter_map(|(_, chunk)| *chunk).collect();
            for chunk in self.put.get(id).into_iter().flatten() {
                assert!(
                    received.acked.contains(chunk) || refused.contains(chunk),
                    "a chunk nobody answered for"
                );
            }
            for ((of, channel), message) in self.message.iter().filter(|((of, _), _)| of == id) {
                if !received.live.contains(&Channel(*channel)) || self.listing.contains(&(*of, *channel)) {
                    continue;
                }
                let part = usize::from(self.open[&(*of, *channel)]);
                let got: BTreeSet<_> = received.ids().into_iter().collect();
                let own = self.put.get(id).cloned().unwrap_or_default();
                for (number, chunk) in self.chunks[part].iter().enumerate() {
                    // Those that a checkpoint may cover need not be sent.
                    let is_uncovered = (CHECKPOINTS as usize..TAILS as usize).contains(&number);
                    if is_uncovered && world.stored(&self.parts[part].room()).contains(&chunk.id) {
                        let has =
                            got.contains(&chunk.id) || message.contains(&chunk.id) || own.contains(&chunk.id);
                        assert!(has, "a client that is live lacks chunk {number}");
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_keeps_what_it_acknowledged_answers_everybody_and_stays_within_bounds(steps in steps()) {
        let rules = Rules {
            queue_bytes: 6_000,
            pending_bytes: 900,
            room_chunks: 9,
            grace_seconds: 60,
            address_frames: 3,
            room_frames: 3,
            ..Rules::default()
        };
        let mut world = World::new(rules.clone());
        let mut model = Model::new();
        for step in steps {
            model.apply(step, &mut world);
            model.check_always(&world, &rules);
        }
        for _ in 0..200 {
            world.settle();
            if world.paused.is_empty() {
                break;
            }
            world.tick(300);
        }
        prop_assert!(world.paused.iter().all(|id| world.received(*id).is_gone), "somebody waits for ever");
        model.check_always(&world, &rules);
        model.check_in_the_end(&world);
    }

    #[test]
    fn no_message_makes_it_panic(
        messages in vec(vec(any::<u8>(), 0..200), 1..10),
        damaged in vec((0usize..400, any::<u8>()), 0..4),
    ) {
        let mut world = World::new(Rules::default());
        let part = Part::new(1);
        for message in messages {
            let id = world.greeted();
            world.send_bytes(id, message);
        }
        let id = world.greeted();
        let mut message = Vec::new();
        ClientFrame::Open { channel: Channel(0), access: part.access.clone() }.encode(&mut message).unwrap();
        let chunk = part.checkpoint(1, &[part.tail(2, 50).id]);
        ClientFrame::Put { channel: Channel(0), chunk: &chunk.bytes }.encode(&mut message).unwrap();
        for (place, byte) in damaged {
            let length = message.len();
            message[place % length] = byte;
        }
        world.send_bytes(id, message);
        world.settle();
        world.tick(120_000);
        world.settle();
    }
}

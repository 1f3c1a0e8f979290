//! The state machine: one event in, effects out.

mod anomalies;
mod checkpoint;
mod earlier;
mod frames;
mod link;
mod loading;
mod notices;
mod presence;
mod putting;
mod sealing;
mod status;
mod taking;
mod writing;

use crate::{
    DeviceName, Effect, Event, Part, Random, Refusal, Settings, Status, Timings, Write,
    clock::Clock,
    room::{Neighbours, Room},
    timings::BackOff,
};
use groundswell_seal::Keys;
use groundswell_wire::{BlobId, ChunkId};
use link::Link;
use std::collections::{BTreeMap, BTreeSet};

/// One directory on one device, on its way to its neighbours through a relay.
///
/// The first event is [`Event::Loaded`]; before it, changes are gathered and nothing else is done.
pub struct Replica {
    timings: Timings,
    /// What this device calls itself, if it says that it is here.
    device: Option<DeviceName>,
    rooms: Vec<Room>,
    /// What others say of their state, where this replica has the members part.
    neighbours: Neighbours,
    earlier: earlier::Earlier,
    settings: Settings,
    is_loaded: bool,
    clock: Clock,
    link: Link,
    back_off: BackOff,
    refusal: Option<Refusal>,
    /// A message to the relay that is being put together.
    message: Vec<u8>,
    message_bytes: usize,
    /// Damaged or unsigned chunks that the relay sent.
    corrupted: u32,
    numbers: u64,
    writing: Option<Write>,
    draft: Write,
    write_again_at: Option<u64>,
    merges: BTreeMap<u64, (usize, BlobId, Purpose)>,
    fetches: BTreeMap<u64, (usize, Vec<ChunkId>, Purpose)>,
    saves: BTreeMap<u64, checkpoint::Saving>,
    /// The chunks that were stored when storage was asked again, until it answers.
    reloading: Option<BTreeSet<ChunkId>>,
    timer: Option<u64>,
    /// Whether everything was here and at the relay after the last event.
    is_synced: bool,
    shown: Option<Status>,
}

/// What sealed bytes are fetched, or merged, for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// To merge a blob that came from the relay.
    Take,
    /// To put chunks again that the relay lost.
    Put,
    /// To look whether a checkpoint holds what it claims to cover.
    Check(BlobId),
    /// To merge chunks again that the document lost.
    Again,
}

/// One call of [`Replica::handle`].
struct Turn<'a> {
    now: u64,
    random: &'a mut Random<'a>,
    effects: Vec<Effect>,
}

impl std::fmt::Debug for Replica {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replica")
            .field("link", &self.link)
            .field("status", &self.shown)
            .finish_non_exhaustive()
    }
}

impl Replica {
    /// A replica with these keys. It does nothing until [`Event::Loaded`].
    #[must_use]
    pub fn new(keys: &Keys, timings: Timings) -> Self {
        let room = |part| keys.room(part).map(|keys| Room::new(part, keys.clone()));
        Self {
            timings,
            device: None,
            rooms: Part::ALL.into_iter().filter_map(room).collect(),
            neighbours: Neighbours::default(),
            earlier: earlier::Earlier::default(),
            settings: Settings::default(),
            is_loaded: false,
            clock: Clock::default(),
            link: Link::default(),
            back_off: BackOff::default(),
            refusal: None,
            message: Vec::new(),
            message_bytes: groundswell_wire::limits::MESSAGE_BYTES,
            corrupted: 0,
            numbers: 0,
            writing: None,
            draft: Write::default(),
            write_again_at: None,
            merges: BTreeMap::new(),
            fetches: BTreeMap::new(),
            saves: BTreeMap::new(),
            reloading: None,
            timer: None,
            is_synced: false,
            shown: None,
        }
    }

    /// Members who are here at the same time see that this device is.
    #[must_use]
    pub const fn on_device(mut self, device: DeviceName) -> Self {
        self.device = Some(device);
        self
    }

    /// Something happened, at `now` (milliseconds since 1970 by the device's clock, which may jump); what is
    /// to be done, in this order.
    pub fn handle<'a>(&mut self, event: Event, now: i64, random: &'a mut Random<'a>) -> Vec<Effect> {
        self.clock.advance(now);
        let mut turn = Turn { now: self.clock.elapsed(), random, effects: Vec::new() };
        let turn = &mut turn;
        match event {
            Event::Loaded(stored) => self.load(stored, turn),
            Event::Committed { part, changes, status } => {
                self.stands(part, status);
                self.add_pending(part, changes, turn);
            }
            Event::Connected { connection } => self.connected(connection, turn),
            Event::Disconnected { connection } => self.disconnected(connection, turn),
            Event::Received { connection, bytes } => self.received(connection, &bytes, turn),
            Event::Timer => self.timer = None,
            Event::Written { number, done } => self.written(number, done, turn),
            Event::Fetched { number, chunks } => self.fetched(number, chunks, turn),
            Event::Merged { number, outcome } => self.merged(number, outcome, turn),
            Event::Saved { number, document } => self.saved(number, document, turn),
            Event::Awake => self.awake(turn),
            Event::Flush => self.seal_now(turn),
            Event::Close { notices } => self.close(&notices, turn),
        }
        if self.is_loaded {
            self.go_on(turn);
        }
        std::mem::take(&mut turn.effects)
    }

    /// Does whatever there is to do now. Nothing that happens has to remember what it makes possible.
    fn go_on(&mut self, turn: &mut Turn<'_>) {
        self.seal_due(turn);
        self.merge_waiting(turn);
        self.make_checkpoints(turn);
        self.check_checkpoints(turn);
        self.keep_connected(turn);
        self.probe_again(turn);
        self.put(turn);
        self.look_at_earlier(turn);
        self.check_anomalies(turn);
        self.be_present(turn);
        self.note_synced();
        self.write(turn);
        self.flush(turn);
        self.show(turn);
        self.set_timer(turn);
    }

    const fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn set_timer(&mut self, turn: &mut Turn<'_>) {
        let rooms = self.rooms.iter().flat_map(|room| {
            let checks = [
                room.seal_at,
                room.checkpoint_at,
                room.merge_again_at,
                self.missing_due(room),
                self.presence_due(room),
            ];
            checks.into_iter().flatten()
        });
        let due = rooms.chain(self.write_again_at).chain(self.neighbours_due()).chain(self.link_due()).min();
        if due == self.timer {
            return;
        }
        self.timer = due;
        if let Some(due) = due {
            turn.effects.push(Effect::SetTimer { after_ms: due.saturating_sub(turn.now).max(1) });
        }
    }
}

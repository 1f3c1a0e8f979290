//! A day in which much is written, by a clock that the test moves: the room never gets full.

use std::net::IpAddr;

use groundswell_relay::relay::{ConnectionId, Rules};
use groundswell_relay::store::Store as _;
use groundswell_wire::{Channel, ChunkId, ClientFrame};

use crate::chunks::Part;
use crate::world::World;

/// Everything is a sixteenth of what it is: a checkpoint of 20,000 groups has 2.3 MB, and the room's limits are
/// smaller by as much, so that tails, which cannot be smaller than a header, weigh the more.
const SCALE: usize = 16;
/// Fragments of a checkpoint.
const FRAGMENTS: u16 = 9;
const FRAGMENT: usize = 258_000 / SCALE;
/// Tails after which an editor puts a checkpoint.
const TAILS: usize = 64;
const EDITORS: usize = 10;
const HOUR: u64 = 3_600_000;

fn rules() -> Rules {
    let normal = Rules::default();
    Rules {
        room_bytes: normal.room_bytes / SCALE as u64,
        address_store_bytes: normal.address_store_bytes / SCALE as u64,
        ..normal
    }
}

struct Day {
    world: World,
    part: Part,
    editors: Vec<ConnectionId>,
    /// What is in force: the tails since the last checkpoints, and these.
    tails: Vec<ChunkId>,
    checkpoints: Vec<ChunkId>,
    numbers: u32,
}

impl Day {
    fn new(rules: Rules) -> Self {
        let mut world = World::new(rules);
        let part = Part::new(1);
        // All behind one router, on the day on which they began.
        let home = IpAddr::from([198, 51, 100, 1]);
        let editors = (0..EDITORS).map(|_| world.connect_from(home)).collect::<Vec<_>>();
        for id in &editors {
            let hello = ClientFrame::Hello { versions: vec![1], agent: "" };
            let open = ClientFrame::Open { channel: Channel(0), access: part.access.clone() };
            let have = ClientFrame::Have { channel: Channel(0), last: true, ids: Vec::new() };
            world.send(*id, &[hello, open, have]);
            world.settle();
        }
        Self { world, part, editors, tails: Vec::new(), checkpoints: Vec::new(), numbers: 0 }
    }

    fn number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    fn edit(&mut self, editor: usize) {
        let number = self.number();
        let tail = self.part.tail(number, 100);
        self.tails.push(tail.id);
        self.world.put(self.editors[editor], 0, &tail);
        self.world.settle();
    }

    /// Some editors put a checkpoint, at once.
    fn checkpoint(&mut self, editors: &[usize], fragments: u16) {
        let covers: Vec<_> = self.tails.drain(..).chain(self.checkpoints.drain(..)).collect();
        for editor in editors {
            let number = self.number();
            for fragment in self.part.checkpoint_in_fragments(number, &covers, fragments, FRAGMENT) {
                self.checkpoints.push(fragment.id);
                self.world.put(self.editors[*editor], 0, &fragment);
                while self.world.turn() {}
            }
        }
        self.world.settle();
    }

    fn pass(&mut self, millis: u64) {
        self.world.tick(millis);
        // They answer when they are asked whether they are there.
        for id in self.editors.clone() {
            self.world.send(id, &[ClientFrame::Ping { number: 0 }]);
        }
        self.world.settle();
    }

    fn check(&self) {
        for id in &self.editors {
            assert_eq!(self.world.received(*id).refused, [], "after {} chunks", self.numbers);
        }
    }

    /// What a newcomer gets.
    fn newcomer(&mut self) -> Vec<ChunkId> {
        let id = self.world.member(&self.part.access);
        let mut ids = self.world.received(id).ids();
        ids.sort_unstable();
        ids
    }
}

#[test]
fn ten_editors_work_for_a_day_on_twenty_thousand_groups_and_never_meet_a_full_room() {
    let mut day = Day::new(rules());
    let (mut now, mut turn, mut made) = (0, 0, 0);
    // Each edits every twenty seconds.
    while now < 8 * HOUR {
        day.edit(turn % EDITORS);
        turn += 1;
        if day.tails.len() >= TAILS {
            made += 1;
            // Now and then two find that it is time for one.
            let editors = [turn % EDITORS, (turn + 3) % EDITORS];
            day.checkpoint(if made % 10 == 0 { &editors } else { &editors[..1] }, FRAGMENTS);
        }
        now += 2_000;
        day.pass(2_000);
        day.check();
    }
    assert!(made > 200, "{made} checkpoints");
    let held = day.world.store.room(&day.part.room()).unwrap();
    assert!(held.bytes <= 2 * rules().room_bytes);
    let mut expected: Vec<_> = day.tails.iter().chain(&day.checkpoints).copied().collect();
    expected.sort_unstable();
    assert_eq!(day.newcomer(), expected);
}

#[test]
fn thirty_checkpoints_in_an_hour_leave_space_for_tails_and_the_last_two_stay() {
    let mut day = Day::new(rules());
    for round in 0..40 {
        (0..TAILS).for_each(|number| day.edit(number % EDITORS));
        day.checkpoint(&[round % EDITORS], FRAGMENTS);
        day.pass(90_000);
        day.check();
    }
    let held = day.world.store.room(&day.part.room()).unwrap();
    let fragments = held.chunks.iter().filter(|facts| facts.fragments == FRAGMENTS).count();
    assert!(fragments >= 2 * usize::from(FRAGMENTS), "{fragments}");
    assert!(held.bytes <= rules().room_bytes, "{}", held.bytes);
}

#[test]
fn checkpoints_that_are_half_a_room_large_leave_space_for_tails() {
    let mut day = Day::new(rules());
    let fragments = u16::try_from(rules().room_bytes / 2 / FRAGMENT as u64).unwrap();
    for round in 0..12 {
        (0..TAILS).for_each(|number| day.edit(number % EDITORS));
        day.checkpoint(&[round % EDITORS], fragments);
        day.pass(20_000);
        day.check();
    }
}

#[test]
fn where_there_is_space_what_is_covered_stays_for_the_whole_grace_period() {
    let mut day = Day::new(rules());
    for round in 0..3 {
        (0..TAILS).for_each(|number| day.edit(number % EDITORS));
        day.checkpoint(&[round % EDITORS], FRAGMENTS);
    }
    (0..50).for_each(|_| day.pass(60_000));
    assert_eq!(day.world.stored(&day.part.room()).len(), 3 * (TAILS + usize::from(FRAGMENTS)));
    (0..12).for_each(|_| day.pass(60_000));
    let left = TAILS + 2 * usize::from(FRAGMENTS);
    assert_eq!(day.world.stored(&day.part.room()).len(), left);
}

#[test]
fn who_holds_no_key_of_an_editor_makes_nothing_go_sooner() {
    let mut day = Day::new(rules());
    let fragments = u16::try_from(rules().room_bytes / 2 / FRAGMENT as u64).unwrap();
    for round in 0..3 {
        (0..4).for_each(|number| day.edit(number));
        day.checkpoint(&[round % EDITORS], fragments);
    }
    let before = day.world.stored(&day.part.room());
    let stranger = day.world.member(&day.part.access);
    for fragment in day.part.checkpoint_in_fragments(999, &[], fragments, FRAGMENT) {
        day.world.put(stranger, 0, &crate::chunks::forged(&fragment));
        while day.world.turn() {}
    }
    day.world.settle();
    assert_eq!(day.world.stored(&day.part.room()), before);
}

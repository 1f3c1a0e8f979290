//! Who is hung up on, and who has to wait.

use groundswell_relay::relay::{Input, Rules};
use groundswell_relay::store::Change;
use groundswell_wire::{Channel, ClientFrame, Leaving, Refusal};

use crate::chunks::Part;
use crate::world::World;

#[test]
fn a_client_that_does_not_read_is_cut_and_the_others_are_not() {
    let mut world = World::new(Rules { queue_bytes: 10_000, room_frames: 0, ..Rules::default() });
    let part = Part::new(1);
    let [from, slow, fast] = [(); 3].map(|()| world.member(&part.access));
    for number in 0..50 {
        world.put(from, 0, &part.tail(number, 1_000));
        world.work();
        while world.read_message(from) || world.read_message(fast) {}
        assert!(world.relay.waiting_bytes(slow) <= 10_000);
    }
    assert!(world.received(slow).is_gone);
    assert_eq!(world.received(fast).ids().len(), 50);
    assert_eq!(world.received(from).acked.len(), 50);
    assert_eq!(world.relay.counters().slow, 1);
}

#[test]
fn a_large_room_does_not_make_its_readers_slow_ones() {
    let mut world = World::new(Rules { queue_bytes: 700_000, room_frames: 0, ..Rules::default() });
    let part = Part::new(1);
    let from = world.member(&part.access);
    for number in 0..40 {
        world.put(from, 0, &part.tail(number, 100_000));
        world.settle();
    }
    let to = world.greeted();
    world.open(to, 0, &part.access);
    world.have(to, 0, &[]);
    world.work();
    assert!(world.relay.waiting_bytes(to) < 700_000);
    // What comes meanwhile queues behind, as a name and not as bytes.
    for number in 100..120 {
        world.put(from, 0, &part.tail(number, 100_000));
        world.work();
        while world.read_message(from) {}
    }
    assert!(world.relay.waiting_bytes(to) < 700_000);
    world.settle();
    assert_eq!(world.received(to).ids().len(), 60);
    assert_eq!(world.received(to).live, [Channel(0)]);
}

#[test]
fn who_reads_nothing_at_all_of_what_waits_is_cut_after_a_while() {
    let mut world = World::new(Rules::default());
    let part = Part::new(1);
    let (from, stalled) = (world.member(&part.access), world.member(&part.access));
    world.put(from, 0, &part.tail(1, 100));
    world.work();
    world.tick(29_000);
    assert!(!world.received(stalled).is_gone);
    world.tick(2_000);
    assert!(world.received(stalled).is_gone);
}

#[test]
fn silence_is_asked_about_then_ended_and_so_is_saying_no_hello() {
    let mut world = World::new(Rules::default());
    let (silent, alive, nobody) = (world.greeted(), world.greeted(), world.connect());
    world.settle();
    world.tick(11_000);
    world.settle();
    assert_eq!(world.received(nobody).going, Some(Leaving::Idle));
    assert!(world.received(nobody).is_gone);
    world.tick(30_000);
    assert_eq!(world.pinged, [silent, alive]);
    world.input(Input::Alive { connection: alive });
    world.tick(60_000);
    world.settle();
    assert_eq!(world.received(silent).going, Some(Leaving::Idle));
    assert!(!world.received(alive).is_gone);
}

#[test]
fn what_is_no_protocol_ends_the_connection() {
    let hello = || ClientFrame::Hello { versions: vec![1], agent: "" };
    let mut world = World::new(Rules::default());
    let [early, twice, garbage, empty, other] = [(); 5].map(|()| world.connect());
    world.send(early, &[ClientFrame::Ping { number: 1 }, hello()]);
    world.send(twice, &[hello(), hello(), ClientFrame::Ping { number: 1 }]);
    world.send_bytes(garbage, vec![0xff, 0xff, 0xff]);
    world.send_bytes(empty, Vec::new());
    world.send(other, &[ClientFrame::Hello { versions: vec![2, 3], agent: "" }]);
    world.settle();
    for id in [early, twice, garbage, empty] {
        assert_eq!(world.received(id).reasons(), [Refusal::Malformed]);
        assert!(world.received(id).is_gone && world.received(id).pongs.is_empty());
    }
    assert_eq!(world.received(other).reasons(), [Refusal::Version]);
    assert!(world.received(other).is_gone);
}

#[test]
fn who_says_too_much_waits_and_others_do_not() {
    let rules = Rules { address_frames: 10, ..Rules::default() };
    let mut world = World::new(rules);
    let (loud, other) = (world.greeted(), world.greeted());
    let pings: Vec<_> = (0..150).map(|number| ClientFrame::Ping { number }).collect();
    world.send(loud, &pings);
    world.send(other, &pings[..1]);
    world.settle();
    assert_eq!(world.received(loud).pongs.len(), 99, "a burst of a hundred frames, the hello among them");
    assert_eq!(world.received(other).pongs.len(), 1);
    assert!(world.paused.contains(&loud));
    for _ in 0..60 {
        world.tick(100);
        world.settle();
    }
    assert_eq!(world.received(loud).pongs.len(), 150, "nothing is lost by waiting");
    assert!(world.paused.is_empty());
}

#[test]
fn a_store_that_is_slow_slows_those_who_put() {
    let rules = Rules { pending_bytes: 3_000, room_frames: 0, ..Rules::default() };
    let mut world = World::new(rules);
    let part = Part::new(1);
    let id = world.member(&part.access);
    let reader = world.member(&part.access);
    let tails: Vec<_> = (0..10).map(|number| part.tail(number, 1_000)).collect();
    let puts: Vec<_> =
        tails.iter().map(|tail| ClientFrame::Put { channel: Channel(0), chunk: &tail.bytes }).collect();
    world.send(id, &puts);
    let waiting: usize = world.commits.iter().map(|(_, changes)| changes.len()).sum();
    assert_eq!(waiting, 3);
    assert!(world.paused.contains(&id) && !world.paused.contains(&reader));
    world.settle();
    assert_eq!(world.received(id).acked.len(), 10);
    assert!(world.paused.is_empty());
}

#[test]
fn the_end_is_told_after_the_last_acknowledgement() {
    let mut world = World::new(Rules::default());
    let part = Part::new(1);
    let id = world.member(&part.access);
    let (chunk, late) = (part.tail(1, 100), part.tail(2, 100));
    world.put(id, 0, &chunk);
    world.input(Input::Stop);
    world.put(id, 0, &late);
    while world.read_message(id) {}
    assert_eq!(world.received(id).going, None);
    world.settle();
    assert_eq!(world.received(id).acked, [chunk.id]);
    assert_eq!(world.received(id).going, Some(Leaving::Stopping));
    assert!(world.received(id).is_gone);
}

#[test]
fn rooms_in_use_are_touched_once_a_day_and_unused_ones_expire() {
    let mut world = World::new(Rules { room_days: 10, idle_seconds: u32::MAX, ..Rules::default() });
    let part = Part::new(1);
    let id = world.member(&part.access);
    world.put(id, 0, &part.tail(1, 100));
    world.settle();
    let touches = |world: &World| {
        let changes = world.commits.iter().flat_map(|(_, changes)| changes);
        changes.filter(|change| matches!(change, Change::Touch { .. })).count()
    };
    world.tick(2 * 86_400_000);
    assert_eq!(touches(&world), 1);
    world.tick(60_000);
    assert_eq!(touches(&world), 1, "once is enough");
    let ten_days_ago = (world.now - 60_000) / 1_000 - 10 * 86_400;
    assert_eq!(world.expiries, [ten_days_ago]);
}

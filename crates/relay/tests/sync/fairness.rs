//! Nobody waits for a stranger: work is bounded by message and by address, and shared out in small portions.

use std::net::IpAddr;

use groundswell_relay::relay::{ConnectionId, Input, Rules};
use groundswell_wire::{Channel, ChunkId, ClientFrame, Refusal, ShortId};

use crate::chunks::{Part, forged};
use crate::world::World;

/// Units of work that one input may cost, however much it asks for: some milliseconds.
const MOST_AT_ONCE: u64 = 30_000;

fn hello() -> ClientFrame<'static> {
    ClientFrame::Hello { versions: vec![1], agent: "" }
}

fn have(ids: Vec<ShortId>) -> ClientFrame<'static> {
    ClientFrame::Have { channel: Channel(0), last: true, ids }
}

/// A room of many small chunks.
fn large_room(world: &mut World, part: &Part, chunks: u32) {
    let id = world.member(&part.access);
    for number in 0..chunks {
        world.put(id, 0, &part.tail(number, 20));
        while world.turn() {}
    }
    world.settle();
    assert_eq!(world.received(id).acked.len(), chunks as usize);
    world.input(Input::Disconnected { connection: id });
    world.clients.remove(&id);
}

/// What an input cost, in units of work.
fn cost(world: &mut World, input: Input) -> u64 {
    let before = world.relay.counters().work;
    world.input(input);
    world.relay.counters().work - before
}

fn unlimited() -> Rules {
    Rules {
        address_frames: 0,
        address_bytes: 0,
        room_frames: 0,
        address_work: 0,
        address_store_bytes: 0,
        idle_seconds: u32::MAX,
        stall_seconds: u32::MAX,
        ..Rules::default()
    }
}

fn message(frames: &[ClientFrame<'_>]) -> axum::body::Bytes {
    let mut bytes = Vec::new();
    frames.iter().for_each(|frame| frame.encode(&mut bytes).unwrap());
    bytes.into()
}

#[test]
fn eight_thousand_questions_in_a_message_are_answered_in_portions_with_others_in_between() {
    let mut world = World::new(unlimited());
    let part = Part::new(1);
    large_room(&mut world, &part, 1_000);
    let (stranger, honest) = (world.member(&part.access), world.member(&Part::new(2).access));
    // 48 KB. To answer each the whole room is looked through.
    let questions: Vec<_> = (0..8_000).map(|_| have(Vec::new())).collect();
    let bytes = message(&questions);
    assert!(bytes.len() < 50_000);
    let first = cost(&mut world, Input::Message { connection: stranger, bytes });
    assert!(first <= MOST_AT_ONCE, "{first} units at once");
    let mut turns = 0;
    let mut number = 0;
    while world.relay.has_turns() && !world.received(stranger).is_gone {
        let units = cost(&mut world, Input::Turn);
        assert!(units <= MOST_AT_ONCE, "{units} units in a turn");
        turns += 1;
        // Somebody honest is answered at once, whenever they ask.
        if turns % 50 == 0 {
            number += 1;
            world.send(honest, &[ClientFrame::Ping { number }]);
            while world.read_message(honest) {}
            assert_eq!(world.received(honest).pongs.last(), Some(&number));
        }
        // The stranger reads, so that the relay goes on.
        while world.read_message(stranger) {}
    }
    assert!(turns > 100, "{turns}");
}

#[test]
fn who_asks_for_much_waits_until_it_is_paid_for_and_nothing_is_lost() {
    let mut world = World::new(Rules { address_work: 1_000, ..unlimited() });
    let part = Part::new(1);
    let id = world.greeted();
    world.open(id, 0, &part.access);
    world.settle();
    let ids: Vec<_> = (0..9_000).map(|number| part.tail(number, 0).id.short()).collect();
    world.send(id, &[have(ids.clone())]);
    world.send(id, &[have(ids), ClientFrame::Ping { number: 7 }]);
    world.settle();
    assert!(world.paused.contains(&id));
    assert_eq!(world.received(id).live.len(), 1);
    let began = world.now;
    while world.received(id).pongs.is_empty() {
        world.tick(200);
        world.settle();
        assert!(world.now - began < 120_000);
    }
    assert!(world.now - began > 5_000, "it was not slowed at all");
    assert_eq!(world.received(id).live.len(), 2);
    assert!(world.paused.is_empty());
}

#[test]
fn many_connections_of_one_address_get_no_more_than_one() {
    let mut world = World::new(unlimited());
    let part = Part::new(1);
    large_room(&mut world, &part, 1_000);
    let home = IpAddr::from([198, 51, 100, 1]);
    let strangers: Vec<_> = (0..20).map(|_| world.connect_from(home)).collect();
    for id in &strangers {
        world.send(*id, &[hello(), ClientFrame::Open { channel: Channel(0), access: part.access.clone() }]);
        world.work();
    }
    let spent = world.relay.counters().work;
    for id in &strangers {
        let questions: Vec<_> = (0..50).map(|_| have(Vec::new())).collect();
        world.send(*id, &questions);
    }
    let at_once = world.relay.counters().work - spent;
    assert!(at_once <= MOST_AT_ONCE, "{at_once} units for twenty connections");
    // Another address has its turn among theirs, and is not behind them.
    let other = world.connect_from(IpAddr::from([198, 51, 100, 2]));
    world.send(other, &[hello(), ClientFrame::Open { channel: Channel(0), access: part.access.clone() }]);
    while world.load_one() {}
    let questions: Vec<_> = (0..20).map(|_| have(Vec::new())).collect();
    world.send(other, &questions);
    let mut turns = 0;
    while world.received(other).live.is_empty() {
        let is_left = world.read_one() || world.read_message(other) || world.turn();
        assert!(is_left, "nothing is left to do");
        turns += 1;
        assert!(turns < 2_000);
    }
    assert!(strangers.iter().any(|id| world.paused.contains(id)), "the others are done already");
}

#[test]
fn rooms_are_loaded_a_few_at_a_time_for_one_address() {
    let mut world = World::new(unlimited());
    let home = IpAddr::from([198, 51, 100, 1]);
    let ids: Vec<_> = (0..20).map(|_| world.connect_from(home)).collect();
    for (number, id) in ids.iter().enumerate() {
        let access = Part::new(number as u8 + 1).access;
        world.send(*id, &[hello(), ClientFrame::Open { channel: Channel(0), access }]);
    }
    assert_eq!(world.loads(), 1);
    let other = world.greeted();
    world.send(other, &[ClientFrame::Open { channel: Channel(0), access: Part::new(99).access }]);
    assert_eq!(world.loads(), 2);
    // One that waits goes away; the others have theirs all the same.
    world.input(Input::Disconnected { connection: ids[2] });
    world.clients.remove(&ids[2]);
    for _ in 0..10 {
        world.settle();
        world.tick(1_000);
    }
    for id in ids.iter().filter(|id| **id != ids[2]) {
        assert_eq!(world.received(*id).opened.len(), 1);
    }
}

#[test]
fn chunks_are_read_a_few_at_a_time_for_one_address_and_all_come() {
    let mut world = World::new(unlimited());
    let part = Part::new(1);
    let from = world.member(&part.access);
    for number in 0..6 {
        world.put(from, 0, &part.tail(number, 100_000));
        world.settle();
    }
    let home = IpAddr::from([198, 51, 100, 1]);
    let readers: Vec<_> = (0..12).map(|_| world.connect_from(home)).collect();
    for id in &readers {
        let open = ClientFrame::Open { channel: Channel(0), access: part.access.clone() };
        world.send(*id, &[hello(), open, have(Vec::new())]);
        while world.load_one() || world.turn() {}
    }
    assert_eq!(world.reads(), 4);
    world.input(Input::Disconnected { connection: readers[0] });
    world.clients.remove(&readers[0]);
    world.settle();
    for id in &readers[1..] {
        assert_eq!(world.received(*id).ids().len(), 6);
        assert_eq!(world.received(*id).live.len(), 1);
    }
}

#[test]
fn what_waits_for_those_who_do_not_read_is_bounded_for_all_connections_of_an_address() {
    let mut world = World::new(unlimited());
    let part = Part::new(1);
    let from = world.member(&part.access);
    for number in 0..8 {
        world.put(from, 0, &part.tail(number, 250_000));
        world.settle();
    }
    let home = IpAddr::from([198, 51, 100, 1]);
    let deaf: Vec<_> = (0..300).map(|_| world.connect_from(home)).collect();
    for id in &deaf {
        let open = ClientFrame::Open { channel: Channel(0), access: part.access.clone() };
        world.send(*id, &[hello(), open, have(Vec::new())]);
        world.work();
    }
    let waiting: usize = deaf.iter().map(|id| world.relay.waiting_bytes(*id)).sum();
    assert!((20 << 20..34 << 20).contains(&waiting), "{waiting}");
    // When they read after all, everybody gets everything; meanwhile others do.
    let other = world.member(&part.access);
    assert_eq!(world.received(other).ids().len(), 8);
    world.settle();
    for id in &deaf {
        assert_eq!(world.received(*id).ids().len(), 8);
    }
}

#[test]
fn who_may_only_read_keeps_nobody_from_writing() {
    let mut world = World::new(Rules { room_frames: 2, address_frames: 0, ..Rules::default() });
    let part = Part::new(1);
    let (stranger, honest) = (world.member(&part.access), world.member(&part.access));
    for number in 0..200 {
        world.put(stranger, 0, &forged(&part.tail(number, 100)));
        world.send(stranger, &[ClientFrame::Ephemeral { channel: Channel(0), bytes: b"psst" }]);
        while world.turn() {}
    }
    let chunk = part.tail(1_000, 100);
    world.put(honest, 0, &chunk);
    world.settle();
    assert_eq!(world.received(honest).acked, [chunk.id]);
    assert!(!world.paused.contains(&honest));
}

#[test]
fn ids_of_what_was_refused_are_not_kept() {
    let mut world = World::new(unlimited());
    let part = Part::new(1);
    let id = world.greeted();
    world.open(id, 0, &part.access);
    // More than the ids that may be said before the last *have*.
    for number in 0..17_000 {
        let chunk =
            if number % 1_000 == 0 { forged(&part.tail(number, 20)) } else { unsigned(&part, number) };
        world.put(id, 0, &chunk);
        while world.turn() {}
        if number % 100 == 0 {
            world.settle();
        }
    }
    world.settle();
    world.have(id, 0, &[]);
    world.settle();
    assert_eq!(world.received(id).live, [Channel(0)]);
    assert_eq!(world.received(id).sending, [(0, 0)]);
    assert!(world.received(id).wanted.is_empty(), "what was refused is asked for");
    assert!(world.received(id).reasons().iter().all(|reason| *reason == Refusal::BadSignature));
}

/// A chunk whose signature nobody made: cheaper to make than one that is almost right.
fn unsigned(part: &Part, number: u32) -> crate::chunks::Sealed {
    let mut chunk = part.tail(0, 20);
    let place = chunk.bytes.len() - 64 - 4;
    chunk.bytes[place..place + 4].copy_from_slice(&number.to_le_bytes());
    chunk
}

#[test]
fn what_does_not_end_is_bounded_for_all_connections_of_an_address() {
    let rules = Rules { address_unfinished_bytes: 10_000, address_bytes: 0, ..Rules::default() };
    let mut world = World::new(rules);
    let home = IpAddr::from([198, 51, 100, 1]);
    let ids: Vec<_> = (0..20).map(|_| world.connect_from(home)).collect();
    let away = world.greeted();
    let told = |world: &mut World, id: ConnectionId, bytes: usize| {
        if !world.received(id).is_gone {
            world.input(Input::Unfinished { connection: id, bytes });
        }
    };
    for (number, id) in ids.iter().enumerate() {
        world.now += 10;
        told(&mut world, *id, 900 + number);
        told(&mut world, away, 9_000);
    }
    let kept = |world: &World| ids.iter().filter(|id| !world.received(**id).is_gone).count();
    assert!((8..=11).contains(&kept(&world)), "{}", kept(&world));
    assert!(!world.received(ids[19]).is_gone && world.received(ids[0]).is_gone, "the oldest go first");
    assert!(!world.received(away).is_gone);
    // What ends makes space for others.
    let id = ids[19];
    let long = message(&[hello()]);
    for _ in 0..200 {
        told(&mut world, id, long.len());
        world.input(Input::Message { connection: id, bytes: long.clone() });
        if world.received(id).is_gone {
            break;
        }
    }
    let before = kept(&world);
    for other in &ids[12..19] {
        told(&mut world, *other, 0);
    }
    told(&mut world, away, 0);
    assert_eq!(kept(&world), before);
}

#[test]
fn what_has_to_wait_is_bounded_for_all_connections_of_an_address_too() {
    let rules = Rules { address_unfinished_bytes: 20_000, address_work: 1, ..unlimited() };
    let mut world = World::new(rules);
    let home = IpAddr::from([198, 51, 100, 1]);
    let pings: Vec<_> = (0..500).map(|number| ClientFrame::Ping { number }).collect();
    let bytes = message(&[&[hello()], &pings[..]].concat());
    let mut ids = Vec::new();
    for _ in 0..30 {
        let id = world.connect_from(home);
        world.now += 1;
        world.input(Input::Message { connection: id, bytes: bytes.clone() });
        ids.push(id);
    }
    let kept = ids.iter().filter(|id| world.paused.contains(id)).count();
    assert!(kept * bytes.len() <= 20_000 && kept > 2, "{kept} of {} bytes", bytes.len());
}

#[test]
fn ephemeral_messages_have_a_rate_and_a_budget_for_each_sender_and_each_room() {
    let mut world = World::new(Rules { address_frames: 0, address_bytes: 0, ..Rules::default() });
    let part = Part::new(1);
    let (reader, honest) = (world.member(&part.access), world.member(&part.access));
    let large = vec![7; 4_096];
    let ephemeral = |bytes| ClientFrame::Ephemeral { channel: Channel(0), bytes };
    let stranger = world.member(&part.access);
    // For ten seconds 196 of 4 KB a second.
    for _ in 0..100 {
        (0..20).for_each(|_| world.send(stranger, &[ephemeral(&large)]));
        world.tick(100);
        world.settle();
    }
    let received = world.received(reader).ephemeral.len();
    assert!((10..=25).contains(&received), "{received} of 2,000 were passed on");
    assert!(world.relay.counters().ephemeral_passed_over > 1_900);
    // Who sends few gets through all the same, and what else the stranger sends is not held up.
    world.send(honest, &[ephemeral(b"here")]);
    world.send(stranger, &[ClientFrame::Ping { number: 1 }]);
    world.settle();
    assert_eq!(world.received(reader).ephemeral.last().unwrap(), b"here");
    assert_eq!(world.received(stranger).pongs, [1]);
    // Many senders together have no more than the room.
    let before = world.received(reader).ephemeral.len();
    let many: Vec<_> = (0..60).map(|_| world.member(&part.access)).collect();
    for id in &many {
        (0..10).for_each(|_| world.send(*id, &[ephemeral(&large)]));
    }
    world.settle();
    let received = world.received(reader).ephemeral.len() - before;
    assert!((1..=50).contains(&received), "{received} of 600 were passed on");
}

#[test]
fn a_room_is_open_once_on_a_connection() {
    let mut world = World::new(Rules::default());
    let part = Part::new(1);
    let id = world.member(&part.access);
    world.open(id, 1, &part.access);
    world.settle();
    assert_eq!(world.received(id).refused, [(Refusal::Channel, None)]);
    world.send(id, &[ClientFrame::Close { channel: Channel(0) }]);
    world.open(id, 1, &part.access);
    world.settle();
    assert_eq!(world.received(id).opened.len(), 2);
}

#[test]
fn ids_that_are_sent_in_many_small_frames_cost_what_they_are() {
    let mut world = World::new(unlimited());
    let part = Part::new(1);
    let id = world.member(&part.access);
    let ids: Vec<ChunkId> = (0..4_000).map(|number| part.tail(number, 0).id).collect();
    let frames: Vec<_> = ids
        .iter()
        .map(|id| ClientFrame::Have { channel: Channel(0), last: false, ids: vec![id.short()] })
        .collect();
    world.send(id, &frames);
    world.work();
    world.have(id, 0, &[]);
    world.settle();
    assert_eq!(world.received(id).wanted.len(), 4_000);
}

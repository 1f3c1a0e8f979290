//! Rooms that are being loaded: whoever opened one may go away meanwhile, and many may wait for theirs.

use std::net::IpAddr;

use groundswell_relay::relay::{ConnectionId, Input, Rules};
use groundswell_wire::{Access, Channel, ClientFrame};

use crate::chunks::Part;
use crate::world::World;

const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 1));

/// Connects and asks for a room. The store has not answered when this returns.
fn ask(world: &mut World, from: IpAddr, access: &Access) -> ConnectionId {
    let id = world.connect_from(from);
    let hello = ClientFrame::Hello { versions: vec![1], agent: "" };
    world.send(id, &[hello, ClientFrame::Open { channel: Channel(0), access: access.clone() }]);
    id
}

fn go_away(world: &mut World, id: ConnectionId) {
    world.input(Input::Disconnected { connection: id });
    world.clients.remove(&id);
}

#[test]
fn who_goes_away_while_a_room_is_loaded_keeps_nobody_at_that_address_waiting() {
    let mut world = World::new(Rules::default());
    let (one, two) = (Part::new(1).access, Part::new(2).access);
    let gone = ask(&mut world, HOME, &one);
    go_away(&mut world, gone);
    let waits = ask(&mut world, HOME, &two);
    assert_eq!(world.loads(), 1, "the first load is under way still");
    assert!(world.load_one());
    assert_eq!(world.relay.counters().rooms, 0, "nobody has the first room open");
    world.settle();
    assert_eq!(world.received(waits).opened.len(), 1);
    let later = ask(&mut world, HOME, &Part::new(3).access);
    world.settle();
    assert_eq!(world.received(later).opened.len(), 1);
}

#[test]
fn a_room_that_is_opened_again_before_it_is_loaded_is_loaded_once_and_loses_nothing() {
    let mut world = World::new(Rules::default());
    let part = Part::new(1);
    let gone = ask(&mut world, HOME, &part.access);
    go_away(&mut world, gone);
    let again = ask(&mut world, IpAddr::from([198, 51, 100, 2]), &part.access);
    assert!(world.load_one());
    // Put, and not yet stored, when a second answer would come.
    let chunk = part.tail(1, 50);
    world.have(again, 0, &[]);
    world.put(again, 0, &chunk);
    assert!(!world.load_one(), "the room was loaded twice");
    world.settle();
    assert_eq!(world.received(again).opened.len(), 1);
    assert_eq!(world.received(again).acked, [chunk.id]);
    let other = world.member(&part.access);
    assert_eq!(world.received(other).ids(), [chunk.id]);
}

#[test]
fn who_reloads_a_page_at_the_same_address_gets_the_room_that_is_being_loaded() {
    let mut world = World::new(Rules::default());
    let access = Part::new(1).access;
    let gone = ask(&mut world, HOME, &access);
    go_away(&mut world, gone);
    let again = ask(&mut world, HOME, &access);
    assert_eq!(world.loads(), 1);
    world.settle();
    assert_eq!(world.received(again).opened.len(), 1);
}

#[test]
fn many_at_one_address_come_back_without_a_tick() {
    let mut world = World::new(Rules::default());
    let parts: Vec<_> = (1..=3).map(|number| Part::new(number).access).collect();
    let ids: Vec<_> = (0..60).map(|number| ask(&mut world, HOME, &parts[number % 3])).collect();
    assert_eq!(world.loads(), 1);
    world.settle();
    for id in ids {
        assert_eq!(world.received(id).opened.len(), 1, "{id:?}");
    }
}

#[test]
fn one_who_goes_away_when_it_may_go_on_does_not_hold_up_those_behind() {
    let mut world = World::new(Rules::default());
    let holder = ask(&mut world, HOME, &Part::new(1).access);
    let next = ask(&mut world, HOME, &Part::new(2).access);
    let last = ask(&mut world, HOME, &Part::new(3).access);
    // It is the turn of the next, who goes away before it takes it.
    assert!(world.load_one());
    go_away(&mut world, next);
    world.settle();
    assert_eq!(world.received(holder).opened.len(), 1);
    assert_eq!(world.received(last).opened.len(), 1);
}

#[test]
fn one_who_is_hung_up_on_while_it_waits_does_not_hold_up_those_behind() {
    let mut world = World::new(Rules::default());
    ask(&mut world, HOME, &Part::new(1).access);
    let rude = ask(&mut world, HOME, &Part::new(2).access);
    let last = ask(&mut world, HOME, &Part::new(3).access);
    // It says more though it is not read from.
    world.input(Input::Message { connection: rude, bytes: vec![0].into() });
    while world.load_one() || world.turn() {}
    while world.read_message(last) {}
    assert_eq!(world.received(last).opened.len(), 1);
}

#[test]
fn to_wait_for_a_room_costs_nothing() {
    let mut world = World::new(Rules::default());
    for number in 0..20 {
        ask(&mut world, HOME, &Part::new(number + 1).access);
    }
    while world.turn() {}
    let before = world.relay.counters().work;
    for _ in 0..5 {
        world.tick(1_000);
        while world.turn() {}
    }
    assert_eq!(world.relay.counters().work, before);
}

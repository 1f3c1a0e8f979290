//! One address does not fill the store, and what is old and used by several has a reserve.

use std::net::IpAddr;

use groundswell_relay::relay::{ConnectionId, Input, Rules, Space};
use groundswell_relay::store::{Change, Store as _};
use groundswell_wire::{ClientFrame, Refusal};

use crate::chunks::Part;
use crate::world::World;

const DAY: u64 = 86_400_000;

fn rules() -> Rules {
    Rules {
        store_bytes: 1_000_000,
        address_store_bytes: 0,
        idle_seconds: u32::MAX,
        stall_seconds: u32::MAX,
        ping_seconds: u32::MAX,
        ..Rules::default()
    }
}

/// Somebody at an address who has a room open.
fn member_at(world: &mut World, address: u8, part: &Part) -> ConnectionId {
    let id = world.connect_from(IpAddr::from([198, 51, 100, address]));
    world.send(id, &[ClientFrame::Hello { versions: vec![1], agent: "" }]);
    world.open(id, 0, &part.access);
    world.have(id, 0, &[]);
    world.settle();
    id
}

fn puts(world: &mut World, id: ConnectionId, part: &Part, numbers: std::ops::Range<u32>) {
    for number in numbers {
        world.put(id, 0, &part.tail(number, 10_000));
        world.settle();
    }
}

/// A room that two addresses have used for more than a week.
fn settled(world: &mut World, part: &Part) -> (ConnectionId, ConnectionId) {
    let one = member_at(world, 201, part);
    puts(world, one, part, 0..1);
    let two = member_at(world, 202, part);
    world.tick(8 * DAY);
    world.settle();
    (one, two)
}

#[test]
fn an_address_puts_only_so_much_into_new_rooms_in_a_day_and_others_are_not_touched_by_it() {
    let mut world = World::new(Rules { address_store_bytes: 100_000, ..rules() });
    let (mine, theirs) = (Part::new(1), Part::new(2));
    let stranger = member_at(&mut world, 1, &mine);
    puts(&mut world, stranger, &mine, 0..40);
    let taken = world.received(stranger).acked.len();
    assert!((9..=11).contains(&taken), "{taken}");
    assert!(world.received(stranger).reasons().iter().all(|reason| *reason == Refusal::TooFast));
    // Another room does not help, another address is another matter.
    let again = member_at(&mut world, 1, &theirs);
    puts(&mut world, again, &theirs, 0..5);
    assert!(world.received(again).acked.is_empty());
    let other = member_at(&mut world, 2, &theirs);
    puts(&mut world, other, &theirs, 0..5);
    assert_eq!(world.received(other).acked.len(), 5);
    // Half a day later half as much more.
    world.tick(DAY / 2);
    puts(&mut world, stranger, &mine, 100..140);
    assert!((4..=6).contains(&(world.received(stranger).acked.len() - taken)));
}

#[test]
fn what_checkpoints_replace_is_given_back_and_settled_rooms_cost_no_address_anything() {
    let mut world = World::new(Rules { address_store_bytes: 100_000, grace_seconds: 1, ..rules() });
    let part = Part::new(1);
    let id = member_at(&mut world, 1, &part);
    for round in 0..10 {
        puts(&mut world, id, &part, round * 10..round * 10 + 5);
        let covers: Vec<_> = world.stored(&part.room()).into_iter().collect();
        world.put(id, 0, &part.checkpoint(1_000 + round * 2, &covers));
        world.settle();
        let covers: Vec<_> = world.stored(&part.room()).into_iter().collect();
        world.put(id, 0, &part.checkpoint(1_001 + round * 2, &covers));
        world.settle();
        world.tick(61_000);
        world.settle();
    }
    assert_eq!(world.received(id).refused, []);

    let part = Part::new(2);
    let (one, _) = settled(&mut world, &part);
    puts(&mut world, one, &part, 10..40);
    assert_eq!(world.received(one).refused, []);
}

#[test]
fn a_room_is_shared_when_a_second_address_uses_it_and_that_is_stored_but_no_address_is() {
    let mut world = World::new(rules());
    let part = Part::new(1);
    let one = member_at(&mut world, 1, &part);
    member_at(&mut world, 1, &part);
    puts(&mut world, one, &part, 0..1);
    assert!(!world.store.room(&part.room()).unwrap().is_shared);
    member_at(&mut world, 2, &part);
    assert!(world.store.room(&part.room()).unwrap().is_shared);
    // Two who meet before there is anything.
    let part = Part::new(2);
    let one = member_at(&mut world, 1, &part);
    let two = member_at(&mut world, 2, &part);
    puts(&mut world, one, &part, 0..1);
    assert!(!world.store.room(&part.room()).unwrap().is_shared);
    puts(&mut world, two, &part, 1..2);
    assert!(world.store.room(&part.room()).unwrap().is_shared);
}

#[test]
fn where_space_is_short_rooms_of_one_address_go_even_if_they_are_open() {
    let mut world = World::new(rules());
    let (honest, attackers) = (Part::new(1), [Part::new(2), Part::new(3)]);
    let (member, _) = settled(&mut world, &honest);
    let strangers: Vec<_> = attackers.iter().map(|part| member_at(&mut world, 1, part)).collect();
    puts(&mut world, strangers[0], &attackers[0], 0..50);
    assert_eq!(world.relay.space(), Space::Enough);
    puts(&mut world, strangers[1], &attackers[1], 0..22);
    assert_eq!(world.relay.space(), Space::Short);
    world.tick(10_000);
    let asked = world.shrinks.pop().unwrap();
    assert!((100_000..150_000).contains(&asked), "{asked}");
    world.shrink(asked);
    assert_eq!(world.relay.space(), Space::Enough);
    assert!(world.stored(&attackers[0].room()).is_empty());
    assert_eq!(world.stored(&attackers[1].room()).len(), 22);
    assert_eq!(world.stored(&honest.room()).len(), 1);
    assert_eq!(world.relay.counters().forgotten, 1);
    // Who has it open finds out, and may fill it again.
    let chunk = attackers[0].tail(3, 10_000);
    world.have(strangers[0], 0, &[chunk.id]);
    world.settle();
    assert_eq!(world.received(strangers[0]).wanted, [chunk.id.short()]);
    world.put(strangers[0], 0, &chunk);
    world.put(member, 0, &honest.tail(99, 100));
    world.settle();
    assert_eq!(world.stored(&attackers[0].room()), [chunk.id].into());
    assert_eq!(world.received(member).refused, []);
}

#[test]
fn what_is_on_its_way_when_a_room_is_forgotten_is_stored_and_acknowledged() {
    let mut world = World::new(rules());
    let part = Part::new(1);
    let id = member_at(&mut world, 1, &part);
    puts(&mut world, id, &part, 0..5);
    let late = part.tail(50, 100);
    world.put(id, 0, &late);
    world.shrink(u64::MAX);
    world.settle();
    assert!(world.received(id).acked.contains(&late.id));
    assert_eq!(world.stored(&part.room()), [late.id].into());
    world.have(id, 0, &[late.id]);
    world.settle();
    assert!(world.received(id).wanted.is_empty());
}

#[test]
fn the_last_quarter_is_for_rooms_that_are_old_and_that_several_use() {
    let mut world = World::new(rules());
    let (honest, crowd) = (Part::new(1), Part::new(2));
    let (member, _) = settled(&mut world, &honest);
    // A room of two addresses: it is not forgotten, and not old.
    let (one, two) = (member_at(&mut world, 1, &crowd), member_at(&mut world, 2, &crowd));
    puts(&mut world, one, &crowd, 0..1);
    puts(&mut world, two, &crowd, 1..2);
    puts(&mut world, one, &crowd, 2..100);
    assert_eq!(world.relay.space(), Space::Reserved);
    let last = world.received(one).refused.last().unwrap().0;
    assert_eq!(last, Refusal::ReadOnly);
    let usage = world.store.usage().unwrap();
    assert!(usage.bytes < 770_000, "{}", usage.bytes);
    let new = member_at(&mut world, 3, &Part::new(3));
    world.put(new, 0, &Part::new(3).tail(1, 100));
    // Nobody is asked for what would be refused.
    world.have(new, 0, &[Part::new(3).tail(2, 100).id]);
    world.settle();
    assert_eq!(world.received(new).reasons(), [Refusal::ReadOnly]);
    assert!(world.received(new).wanted.is_empty());
    puts(&mut world, member, &honest, 10..30);
    assert_eq!(world.received(member).refused, []);
    puts(&mut world, member, &honest, 30..60);
    assert_eq!(world.relay.space(), Space::Full);
    assert_eq!(world.received(member).refused.last().unwrap().0, Refusal::ReadOnly);
}

#[test]
fn the_relay_s_clock_is_stored_now_and_then_and_when_it_stops() {
    let mut world = World::new(rules());
    let clocks = |world: &World| {
        let changes = world.commits.iter().flat_map(|(_, changes)| changes);
        changes.filter(|change| matches!(change, Change::Clock { .. })).count()
    };
    world.tick(0);
    assert_eq!(clocks(&world), 1);
    world.tick(60_000);
    assert_eq!(clocks(&world), 1);
    world.tick(600_000);
    assert_eq!(clocks(&world), 2);
    world.now += 1_000;
    world.input(Input::Stop);
    world.settle();
    assert_eq!(world.store.clock().unwrap(), world.now / 1_000);
}

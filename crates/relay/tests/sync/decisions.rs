//! What the relay decides, one decision at a time.

use groundswell_relay::relay::{Input, Rules, StoreFault};
use groundswell_relay::store::Store as _;
use groundswell_wire::{Access, Channel, ClientFrame, Refusal, VerifyingKey};

use crate::chunks::{Part, forged};
use crate::world::World;

fn world() -> World {
    World::new(Rules::default())
}

#[test]
fn one_round_trip_brings_both_sides_level() {
    let mut world = world();
    let part = Part::new(1);
    let [one, two, three] = [1, 2, 3].map(|number| part.tail(number, 100));
    let first = world.member(&part.access);
    world.put(first, 0, &one);
    world.put(first, 0, &two);
    world.settle();
    // Everything in one message, before anything was answered.
    let second = world.connect();
    let ids = [one.id.short(), three.id.short()].to_vec();
    world.send(
        second,
        &[
            ClientFrame::Hello { versions: vec![1], agent: "" },
            ClientFrame::Open { channel: Channel(7), access: part.access.clone() },
            ClientFrame::Have { channel: Channel(7), last: true, ids },
        ],
    );
    world.settle();
    let received = world.received(second);
    assert!(received.is_welcome);
    assert_eq!(received.opened, [(Channel(7), 2)]);
    assert_eq!(received.sending, [(1, two.bytes.len() as u64)]);
    assert_eq!(received.chunks, [(Channel(7), two.id)]);
    assert_eq!(received.wanted, [three.id.short()]);
    assert_eq!(received.live, [Channel(7)]);
    world.put(second, 7, &three);
    world.settle();
    assert_eq!(world.received(second).acked, [three.id]);
    assert_eq!(world.received(first).ids(), [three.id], "nobody gets back what they put");
}

#[test]
fn nothing_is_acknowledged_before_it_is_stored_but_it_is_handed_on() {
    let mut world = world();
    let part = Part::new(1);
    let (from, to) = (world.member(&part.access), world.member(&part.access));
    let chunk = part.tail(1, 100);
    world.put(from, 0, &chunk);
    while world.read_message(from) || world.read_message(to) {}
    assert!(world.received(from).acked.is_empty());
    assert_eq!(world.received(to).ids(), [chunk.id]);
    // Somebody else puts it too, and hears of it no sooner.
    world.put(to, 0, &chunk);
    while world.read_message(to) {}
    assert!(world.received(to).acked.is_empty());
    world.settle();
    assert_eq!(world.received(from).acked, [chunk.id]);
    assert_eq!(world.received(to).acked, [chunk.id]);
    world.put(to, 0, &chunk);
    world.settle();
    assert_eq!(world.received(to).acked, [chunk.id, chunk.id], "what is stored is acknowledged again");
    assert_eq!(world.store.usage().unwrap().chunks, 1);
}

#[test]
fn a_wrong_token_opens_another_room_and_a_bad_signature_writes_nothing() {
    let mut world = world();
    let part = Part::new(1);
    let writer = world.member(&part.access);
    let chunk = part.tail(1, 100);
    world.put(writer, 0, &chunk);
    world.settle();
    let stranger = world.member(&part.without_token());
    assert!(world.received(stranger).ids().is_empty());
    assert_eq!(world.received(stranger).opened, [(Channel(0), 0)]);
    world.put(stranger, 0, &part.tail(2, 100));
    let reader = world.member(&part.access);
    world.put(reader, 0, &forged(&part.tail(3, 100)));
    world.put(reader, 0, &Part::new(2).tail(4, 100));
    world.send(reader, &[ClientFrame::Put { channel: Channel(0), chunk: b"no chunk" }]);
    world.settle();
    assert_eq!(world.received(stranger).reasons(), [Refusal::OtherRoom]);
    let expected = [Refusal::BadSignature, Refusal::OtherRoom, Refusal::BadChunk];
    assert_eq!(world.received(reader).reasons(), expected);
    assert_eq!(world.stored(&part.room()).len(), 1);
}

#[test]
fn channels_are_used_once_and_only_so_many() {
    let mut world = World::new(Rules { channels: 2, ..Rules::default() });
    let part = Part::new(1);
    let id = world.greeted();
    world.open(id, 0, &part.access);
    world.open(id, 0, &Part::new(2).access);
    world.open(id, 1, &Part::new(2).access);
    world.open(id, 2, &Part::new(3).access);
    let weak = Access { key: VerifyingKey::from_bytes([0; 32]), ..part.access.clone() };
    world.send(id, &[ClientFrame::Close { channel: Channel(1) }]);
    world.open(id, 1, &weak);
    world.put(id, 9, &part.tail(1, 100));
    world.have(id, 9, &[]);
    world.send(id, &[ClientFrame::Ephemeral { channel: Channel(9), bytes: b"x" }]);
    world.send(id, &[ClientFrame::Close { channel: Channel(9) }]);
    world.settle();
    let reasons = world.received(id).reasons();
    assert_eq!(reasons[..3], [Refusal::Channel, Refusal::TooManyChannels, Refusal::BadKey]);
    assert_eq!(reasons[3..], [Refusal::Channel; 4]);
}

#[test]
fn a_full_room_takes_checkpoints_only_and_empties_by_them() {
    let rules = Rules { room_chunks: 4, grace_seconds: 60, ..Rules::default() };
    let mut world = World::new(rules);
    let part = Part::new(1);
    let id = world.member(&part.access);
    let tails: Vec<_> = (0..5).map(|number| part.tail(number, 50)).collect();
    tails.iter().for_each(|tail| world.put(id, 0, tail));
    world.settle();
    assert_eq!(world.received(id).refused, [(Refusal::RoomFull, Some(tails[4].id))]);
    let covers: Vec<_> = tails[..4].iter().map(|tail| tail.id).collect();
    let first = part.checkpoint(10, &covers);
    let second = part.checkpoint(11, &[first.id]);
    world.put(id, 0, &first);
    world.put(id, 0, &second);
    world.settle();
    assert_eq!(world.stored(&part.room()).len(), 6, "the grace period is not over");
    world.tick(61_000);
    world.settle();
    assert_eq!(world.stored(&part.room()), [first.id, second.id].into());
    world.put(id, 0, &tails[4]);
    world.settle();
    assert!(world.received(id).acked.contains(&tails[4].id));
    // Somebody new gets what is in force, not what it covers.
    let new = world.member(&part.access);
    assert_eq!(world.received(new).ids(), [second.id, tails[4].id]);
}

#[test]
fn one_address_makes_only_so_many_rooms_in_a_day() {
    let mut world = World::new(Rules { address_rooms: 2, ..Rules::default() });
    let id = world.greeted();
    for number in 1..=3 {
        let part = Part::new(number);
        world.open(id, number.into(), &part.access);
        world.put(id, number.into(), &part.tail(1, 50));
        world.put(id, number.into(), &part.tail(2, 50));
    }
    world.settle();
    assert_eq!(world.received(id).reasons(), [Refusal::TooManyRooms; 2]);
    assert_eq!(world.received(id).acked.len(), 4);
    world.tick(86_400_000);
    assert_eq!(world.store.usage().unwrap().rooms, 2);
}

#[test]
fn a_closed_room_takes_notices_only_and_asks_for_nothing() {
    let mut world = world();
    let part = Part::new(1);
    let id = world.member(&part.access);
    world.put(id, 0, &part.tail(1, 50));
    world.put(id, 0, &part.notice(2));
    world.put(id, 0, &part.tail(3, 50));
    world.put(id, 0, &part.notice(4));
    world.have(id, 0, &[part.tail(9, 50).id]);
    world.settle();
    assert_eq!(world.received(id).reasons(), [Refusal::Closed]);
    assert_eq!(world.received(id).acked.len(), 3);
    assert!(world.received(id).wanted.is_empty());
}

#[test]
fn a_full_disk_is_said_and_the_rest_goes_on_until_there_is_room_again() {
    let mut world = world();
    let part = Part::new(1);
    let (from, to) = (world.member(&part.access), world.member(&part.access));
    let [kept, lost, later] = [1, 2, 3].map(|number| part.tail(number, 50));
    world.put(from, 0, &kept);
    world.settle();
    world.put(from, 0, &lost);
    world.commit(1, Some(StoreFault::Full));
    world.put(from, 0, &later);
    world.settle();
    let both = [(Refusal::ReadOnly, Some(lost.id)), (Refusal::ReadOnly, Some(later.id))];
    assert_eq!(world.received(from).refused, both);
    assert_eq!(world.relay.fault(), Some(StoreFault::Full));
    // What is there is still served, nothing more is asked for, and ephemeral messages work.
    let new = world.greeted();
    world.open(new, 0, &part.access);
    world.have(new, 0, &[lost.id]);
    world.send(new, &[ClientFrame::Ephemeral { channel: Channel(0), bytes: b"hi" }]);
    world.settle();
    assert_eq!(world.received(new).ids(), [kept.id]);
    assert!(world.received(new).wanted.is_empty());
    assert_eq!(world.received(to).ephemeral, [b"hi"]);
    world.tick(31_000);
    assert!(world.probes > 0);
    world.input(Input::Probed { is_well: true });
    world.put(from, 0, &lost);
    world.settle();
    assert_eq!(world.received(from).acked, [kept.id, lost.id]);
}

#[test]
fn a_damaged_store_is_said_and_stays_so() {
    let mut world = world();
    let part = Part::new(1);
    let id = world.greeted();
    world.send(id, &[ClientFrame::Open { channel: Channel(0), access: part.access.clone() }]);
    world.input(Input::Loaded { room: part.room(), stored: Err(StoreFault::Corrupt) });
    world.put(id, 0, &part.tail(1, 50));
    world.settle();
    assert_eq!(world.received(id).reasons(), [Refusal::Broken, Refusal::Channel]);
    assert!(world.paused.is_empty());
    world.tick(3_600_000);
    assert_eq!((world.probes, world.expiries.len()), (0, 0));
    assert_eq!(world.relay.fault(), Some(StoreFault::Corrupt));
}

#[test]
fn a_share_of_the_disk_that_is_used_up_is_a_full_disk() {
    let mut world = World::new(Rules { store_bytes: 1_000, ..Rules::default() });
    let part = Part::new(1);
    let id = world.member(&part.access);
    (0..6).for_each(|number| world.put(id, 0, &part.tail(number, 200)));
    world.settle();
    let late = part.tail(7, 200);
    world.put(id, 0, &late);
    world.settle();
    assert_eq!(world.received(id).refused.last(), Some(&(Refusal::ReadOnly, Some(late.id))));
}

#[test]
fn what_is_put_before_the_room_is_loaded_waits_for_it() {
    let mut world = world();
    let part = Part::new(1);
    let id = world.greeted();
    let mut message = Vec::new();
    ClientFrame::Open { channel: Channel(0), access: part.access.clone() }.encode(&mut message).unwrap();
    ClientFrame::Put { channel: Channel(0), chunk: &part.tail(1, 50).bytes }.encode(&mut message).unwrap();
    world.send_bytes(id, message);
    assert!(world.paused.contains(&id));
    assert!(world.commits.is_empty());
    world.settle();
    assert!(world.paused.is_empty());
    assert_eq!(world.received(id).acked.len(), 1);
}

#[test]
fn a_client_may_look_again_what_it_lacks() {
    let mut world = world();
    let part = Part::new(1);
    let (one, two) = (world.member(&part.access), world.member(&part.access));
    let chunk = part.tail(1, 50);
    world.put(one, 0, &chunk);
    world.settle();
    world.have(two, 0, &[chunk.id]);
    world.have(two, 0, &[]);
    world.settle();
    assert_eq!(world.received(two).ids(), [chunk.id, chunk.id]);
    assert_eq!(world.received(two).live.len(), 3);
}

//! Each capability gives what is below it, and nothing above.

use crate::samples::{capability, counting, keys};
use groundswell_seal::{Capability, Grant, Part, SealError, Seed};
use groundswell_wire::verify::BadKey;
use groundswell_wire::{Kind, VerifyingKey};
use proptest::prelude::*;

#[test]
fn a_capability_is_weakened_and_never_strengthened() {
    for from in Grant::ALL {
        for to in Grant::ALL {
            let weakened = capability(1, from).weaken(to);
            assert_eq!(weakened.is_some(), to <= from, "{from:?} to {to:?}");
            assert!(weakened.is_none_or(|weakened| weakened == capability(1, to)));
        }
    }
}

#[test]
fn all_who_may_read_a_part_find_the_same_room() {
    for part in Part::ALL {
        let rooms = Grant::ALL.map(|grant| keys(1, grant).room(part).map(|room| room.access().clone()));
        let least = if part == Part::Public { 0 } else { 1 };
        assert_eq!(rooms.iter().position(Option::is_some), Some(least));
        assert!(rooms[least..].iter().all(|room| *room == rooms[2]));
    }
    let editor = keys(1, Grant::Edit);
    let ids = Part::ALL.map(|part| editor.room(part).unwrap().room().id());
    assert_ne!(ids[0], ids[1]);
    assert_eq!(editor.room(Part::Members).unwrap().access().label.as_str(), "members");
}

#[test]
fn a_public_capability_opens_nothing_of_the_members() {
    let chunk = &keys(1, Grant::Edit)
        .room(Part::Members)
        .unwrap()
        .seal(Kind::Tail, &[], &[b"a phone number"], &mut counting(0))
        .unwrap()[0];
    let public = keys(1, Grant::Public);
    assert!(public.room(Part::Members).is_none());
    assert!(public.room(Part::Public).unwrap().open(&chunk.bytes).is_err());
    assert!(keys(1, Grant::Members).room(Part::Members).unwrap().open(&chunk.bytes).is_ok());
    // Its seed taken for the members seed leads to another room, which nobody writes to.
    let public = capability(1, Grant::Public);
    let pretended = Capability::read(Grant::Members, public.seed().clone(), *public.key()).unwrap();
    let pretended = groundswell_seal::Keys::new(&pretended, 0).unwrap();
    let pretended = pretended.room(Part::Members).unwrap();
    assert_ne!(pretended.room().id(), keys(1, Grant::Members).room(Part::Members).unwrap().room().id());
    assert!(pretended.open(&chunk.bytes).is_err());
}

#[test]
fn only_editors_write() {
    for grant in Grant::ALL {
        let keys = keys(1, grant);
        for room in Part::ALL.iter().filter_map(|part| keys.room(*part)) {
            let sealed = room.seal(Kind::Tail, &[], &[b"x"], &mut counting(0));
            assert_eq!(room.can_write(), grant == Grant::Edit);
            assert_eq!(sealed.err(), (grant != Grant::Edit).then_some(SealError::NoRight));
        }
    }
}

#[test]
fn a_capability_whose_verifying_key_is_none_is_refused() {
    let seed = || Seed::from_bytes([1; 32]);
    let none = VerifyingKey::from_bytes([2; 32]);
    for grant in Grant::ALL {
        assert_eq!(Capability::read(grant, seed(), none), Err(BadKey));
    }
    let others = *capability(2, Grant::Edit).key();
    assert_eq!(Capability::read(Grant::Edit, seed(), others), Err(BadKey));
}

proptest! {
    #[test]
    fn other_seeds_and_other_epochs_are_other_rooms(one: [u8; 32], other: [u8; 32], epoch: u32) {
        prop_assume!(one != other);
        let id = |seed, epoch| {
            let keys = groundswell_seal::Keys::new(&Capability::edit(Seed::from_bytes(seed)), epoch).unwrap();
            Part::ALL.map(|part| keys.room(part).unwrap().room().id())
        };
        let ids = [id(one, epoch), id(other, epoch), id(one, epoch.wrapping_add(1))].concat();
        prop_assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 6);
    }
}

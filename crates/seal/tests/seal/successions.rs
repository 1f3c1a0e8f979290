//! Old keys vouch for new ones, and nobody else does.

use crate::samples::{
    DIRECTORY, body, capability, chain, changed, counting, first, forged, renewed, second_encoding,
    succession,
};
use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_seal::{
    Capability, Grant, KeyId, Link, LinkError, Notice, Part, Relation, Seed, Succession, Withdrawal,
};
use groundswell_wire::VerifyingKey;
use proptest::prelude::*;

/// Bytes of a succession in a link.
const EACH: usize = 208;

/// The lineage of a link as it is written there.
fn lineage(link: &Link) -> Vec<u8> {
    let body = body(link);
    let bytes = EACH * link.lineage().len();
    body[body.len() - 1 - bytes..body.len() - 1].to_vec()
}

/// A link of these parts as anybody may write it, without asking the crate.
fn written(
    grant: u8,
    directory: [u8; 12],
    epoch: u32,
    key: &[u8],
    seed: &[u8; 32],
    lineage: &[u8],
) -> String {
    let mut body = vec![if lineage.is_empty() { 1 } else { 2 }, grant];
    body.extend(directory);
    body.extend(epoch.to_le_bytes());
    if grant != 2 {
        body.extend(key);
    }
    body.extend(seed);
    body.extend([0, 0]);
    if !lineage.is_empty() {
        body.push((lineage.len() / EACH) as u8);
        body.extend(lineage);
        body.push(0);
    }
    forged(&body)
}

/// What a device that goes by a link makes of a text: nothing, or how it stands to its own.
fn judged(text: &str, known: &Link) -> Option<Relation> {
    match Link::parse(text) {
        Ok(link) => Some(link.relation(known)),
        Err(LinkError::Malformed) => None,
        Err(error) => panic!("{error}: not what was to be tried"),
    }
}

#[test]
fn a_succession_leads_only_where_it_says() {
    let (old, new) = (first(), capability(2, Grant::Edit));
    let vouches = succession(&old, 2);
    assert_eq!((vouches.from, vouches.to()), (old.keys(), KeyId { key: *new.key(), epoch: 1 }));
    assert_eq!((vouches.made_at, vouches.device), (1_700_000_000_000, [2; 8]));
    assert!(vouches.holds(&DIRECTORY));
    assert!(!vouches.holds(&[8; 12]), "another directory");
    let changes: [fn(&mut Succession); 5] = [
        |it| it.from.epoch = 1,
        |it| it.from.key = it.to,
        |it| it.to = *capability(3, Grant::Edit).key(),
        |it| it.made_at = 0,
        |it| it.device = [0; 8],
    ];
    for change in changes {
        let changed = changed(vouches.clone(), change);
        assert!(!changed.holds(&DIRECTORY), "{changed:?}");
        assert_eq!(old.succeed(changed, new.clone()), None);
    }
    // To each grant of those keys, and to no other seed.
    let other = |grant| Capability::read(grant, Seed::from_bytes([9; 32]), *new.key()).unwrap();
    for grant in Grant::ALL {
        let capability = new.weaken(grant).unwrap();
        let link = old.succeed(vouches.clone(), capability.clone()).unwrap();
        assert_eq!((link.capability(), link.epoch()), (&capability, 1));
        assert_eq!(Link::parse(&link.fragment()), Ok(link));
        if grant != Grant::Edit {
            assert!(!vouches.leads_to(&other(grant)));
            assert_eq!(old.succeed(vouches.clone(), other(grant)), None, "{grant:?}");
        }
    }
    assert_eq!(old.succeed(vouches.clone(), capability(3, Grant::Edit)), None);
    assert_eq!(renewed(&old, 5).succeed(vouches.clone(), new.clone()), None, "not from these keys");
    let elsewhere = Link::new(capability(1, Grant::Edit), [8; 12], 0);
    assert_eq!(elsewhere.succeed(vouches, new), None, "not in this directory");
}

#[test]
fn a_relay_stays_and_a_name_does_not() {
    let old = first().with_relay("wss://relay.example.org").unwrap().with_name("Driftless");
    let new = renewed(&old, 2);
    assert_eq!((new.relay(), new.name()), (Some("wss://relay.example.org"), None));
}

#[test]
fn only_editors_vouch_and_withdraw() {
    let new = capability(2, Grant::Edit);
    let sign =
        |old: &Capability, epoch, new: &Capability| Succession::sign(old, epoch, &DIRECTORY, new, 0, [0; 8]);
    for grant in Grant::ALL {
        let is_editor = grant == Grant::Edit;
        assert_eq!(sign(&capability(1, grant), 0, &new).is_some(), is_editor);
        assert_eq!(sign(&capability(1, Grant::Edit), 0, &new.weaken(grant).unwrap()).is_some(), is_editor);
        assert_eq!(Withdrawal::sign(&new.weaken(grant).unwrap(), &DIRECTORY).is_some(), is_editor);
    }
    let old = capability(1, Grant::Edit);
    assert_eq!(sign(&old, 0, &old), None, "new keys are other keys");
    assert_eq!(sign(&old, u32::MAX, &new), None, "no epoch is left");
    assert_eq!(sign(&old, u32::MAX - 1, &new).unwrap().to().epoch, u32::MAX);
}

#[test]
fn a_withdrawal_holds_by_its_own_key_and_for_its_own_directory() {
    let keys = capability(2, Grant::Edit);
    let withdrawn = Withdrawal::sign(&keys, &DIRECTORY).unwrap();
    assert_eq!(withdrawn.key, *keys.key());
    assert!(withdrawn.holds(&DIRECTORY));
    assert!(!withdrawn.holds(&[8; 12]));
    // Nobody withdraws another's keys, not the editors of the old ones either.
    for other in [1, 3] {
        let key = *keys.key();
        let theirs = Withdrawal::sign(&capability(other, Grant::Edit), &DIRECTORY).unwrap();
        let forged = changed(theirs, |it| it.key = key);
        assert!(!forged.holds(&DIRECTORY));
        let turned = changed(withdrawn.clone(), |it| it.key = *capability(other, Grant::Edit).key());
        assert!(!turned.holds(&DIRECTORY));
    }
}

/// A stranger holds a public link, and with it everything that stands in it: directory, epoch, key, lineage.
#[test]
fn a_stranger_with_a_public_link_makes_none_that_is_tied_to_it() {
    let links = chain(3);
    for (at, known) in links.iter().enumerate() {
        let public = known.weaken(Grant::Public).unwrap();
        let (key, epoch, seed) = (*known.keys().key.as_bytes(), known.epoch(), [9; 32]);
        let own = Link::new(capability(9, Grant::Edit), DIRECTORY, epoch);
        let own_key = *own.keys().key.as_bytes();
        let theirs = lineage(known);
        // Their own keys vouch for their own, under every key that they can put before these.
        let claimed = lineage(&renewed(&own, 10));
        let with_key = |key: &[u8; 32], entry: &[u8]| [&key[..], &entry[32..]].concat();
        let next = *renewed(&own, 10).capability().seed().expose();
        let mut tries = Vec::new();
        for grant in [0, 1] {
            // The right key, with seeds of their own.
            for epoch in [epoch, epoch + 1, epoch + 7] {
                tries.push(written(grant, DIRECTORY, epoch, &key, &seed, &[]));
                tries.push(written(grant, DIRECTORY, epoch, &key, &seed, &theirs));
                tries.push(written(grant, DIRECTORY, epoch, &key, &seed, &claimed));
            }
            // The public seed taken for that of the members.
            tries.push(written(1, DIRECTORY, epoch, &key, public.capability().seed().expose(), &theirs));
        }
        for grant in [0, 1, 2] {
            for epoch in [epoch.saturating_sub(1), epoch, epoch + 1, epoch + 7] {
                // Another key, with what vouches for the right one, or without.
                tries.push(written(grant, DIRECTORY, epoch, &own_key, &seed, &[]));
                tries.push(written(grant, DIRECTORY, epoch, &own_key, &seed, &theirs));
            }
            // A lineage of their own making, which begins with the right key.
            tries.push(written(grant, DIRECTORY, epoch + 1, &own_key, &next, &with_key(&key, &claimed)));
            // One that continues the right one.
            let longer = [&theirs[..], &with_key(&key, &claimed)].concat();
            tries.push(written(grant, DIRECTORY, epoch + 1, &own_key, &next, &longer));
        }
        for text in &tries {
            // Where there is no lineage a link to the right key in the right epoch differs by its seed alone.
            assert!(matches!(judged(text, known), None | Some(Relation::Unrelated)), "{at}: {text}");
            assert!(matches!(judged(text, &public), None | Some(Relation::Unrelated)), "{at}: {text}");
        }
        // Another directory's lineage, of the same keys.
        let elsewhere = Link::new(capability(1, Grant::Edit), [8; 12], 0);
        let elsewhere = lineage(&renewed(&elsewhere, 2));
        let new = capability(2, Grant::Edit);
        let text = written(2, DIRECTORY, 1, &[], new.seed().expose(), &elsewhere);
        assert_eq!(judged(&text, known), None);
        assert_eq!(Link::new(new, [8; 12], 1).relation(&links[1]), Relation::Unrelated);
        // Cut at the front it vouches for less, and for nothing else.
        if at > 0 {
            let edit = known.capability().seed().expose();
            let cut = written(2, DIRECTORY, epoch, &[], edit, &theirs[EACH * (at - 1)..]);
            let cut = Link::parse(&cut).unwrap();
            assert_eq!(cut.relation(known), Relation::Same);
            assert_eq!(cut.relation(&links[at - 1]), Relation::Newer);
            if at > 1 {
                assert_eq!(cut.relation(&links[at - 2]), Relation::Unrelated);
                let cut = written(2, DIRECTORY, epoch, &[], edit, &theirs[..EACH * (at - 1)]);
                assert_eq!(judged(&cut, known), None, "cut at its end");
            }
        }
    }
}

/// A succession as it stands in a link, signed by whoever holds these edit seeds, without asking the crate.
fn signed(by: [u8; 2], from: KeyId, to: &Link) -> Vec<u8> {
    let keys = groundswell_seal::Keys::new(to.capability(), from.epoch.wrapping_add(1)).unwrap();
    let rooms = Part::ALL.map(|part| keys.room(part).unwrap().room().id());
    let about = [
        &1_700_000_000_000_i64.to_le_bytes()[..],
        &[by[1]; 8],
        &rooms[0].as_bytes()[..16],
        &rooms[1].as_bytes()[..16],
    ]
    .concat();
    let epoch = from.epoch.to_le_bytes();
    let (from, to) = (from.key, to.keys().key);
    let statement = [&DIRECTORY, &epoch[..], from.as_bytes(), to.as_bytes(), &about].concat();
    let sign = |what: &str, seed: u8| {
        let seed = blake3::derive_key("groundswell v1 signing key", &[seed; 32]);
        SigningKey::from_bytes(&seed).sign(&[what.as_bytes(), &statement].concat()).to_bytes()
    };
    let signatures = [sign("groundswell v1 succession", by[0]), sign("groundswell v1 successor", by[1])];
    [from.as_bytes(), &about[..], signatures.as_flattened()].concat()
}

fn editor(seed: u8, epoch: u32) -> Link {
    Link::new(capability(seed, Grant::Edit), DIRECTORY, epoch)
}

/// Somebody who may say of their own keys that they came before a directory's could then make it rivals.
#[test]
fn nobody_says_of_their_own_keys_that_they_came_before_those_of_others() {
    let (known, own) = (editor(1, 1), editor(9, 0));
    let seed = known.capability().seed().expose();
    let right = signed([9, 1], own.keys(), &known);
    assert_eq!(right, lineage(&renewed(&own, 1)));
    assert!(Link::parse(&written(2, DIRECTORY, 1, &[], seed, &right)).is_ok());
    // The own key's two signatures, for want of the other's.
    let mut alone = signed([9, 9], own.keys(), &known);
    alone[40..48].copy_from_slice(&right[40..48]);
    for entry in [signed([9, 9], own.keys(), &known), alone, [&right[..144], &right[80..144]].concat()] {
        assert_eq!(judged(&written(2, DIRECTORY, 1, &[], seed, &entry), &known), None);
    }
    // Nor that theirs come after them.
    let next = editor(9, 2);
    let entry = signed([9, 9], known.keys(), &next);
    assert_eq!(judged(&written(2, DIRECTORY, 2, &[], &[9; 32], &entry), &known), None);
    assert!(
        Link::parse(&written(2, DIRECTORY, 2, &[], &[9; 32], &signed([1, 9], known.keys(), &next))).is_ok()
    );
}

#[test]
fn new_keys_are_other_keys_of_the_next_epoch() {
    let (old, same) = (editor(1, 0), editor(1, 1));
    let entry = signed([1, 1], old.keys(), &same);
    assert_eq!(judged(&written(2, DIRECTORY, 1, &[], &[1; 32], &entry), &old), None);
    // After the last epoch none comes, the first least of all.
    let entry = signed([1, 2], editor(1, u32::MAX).keys(), &editor(2, 0));
    assert_eq!(judged(&written(2, DIRECTORY, 0, &[], &[2; 32], &entry), &old), None);
    let entry = signed([1, 2], editor(1, u32::MAX - 1).keys(), &editor(2, u32::MAX));
    assert!(Link::parse(&written(2, DIRECTORY, u32::MAX, &[], &[2; 32], &entry)).is_ok());
    for (epoch, is_read) in [(u32::MAX - 1, true), (u32::MAX, false)] {
        let from = editor(1, epoch).keys();
        let to = editor(2, epoch.wrapping_add(1));
        let entry = signed([1, 2], from, &to);
        let body = [&[2, 1, 0xd0, 1][..], to.keys().key.as_bytes(), &entry[32..]].concat();
        assert_eq!(Notice::read(&[body], &from, &DIRECTORY).succession.is_some(), is_read, "{epoch}");
    }
}

#[test]
fn signatures_are_checked_strictly() {
    let link = renewed(&first(), 2);
    let entry = lineage(&link);
    let seed = link.capability().seed().expose();
    assert!(Link::parse(&written(2, DIRECTORY, 1, &[], seed, &entry)).is_ok());
    for signature in [80..144, 144..208] {
        let mut entry = entry.clone();
        second_encoding(&mut entry[signature]);
        assert_eq!(judged(&written(2, DIRECTORY, 1, &[], seed, &entry), &first()), None);
    }
    // A key of small order, under which everything is signed: as the old key, and as the new one.
    let mut weak = [0; 32];
    weak[0] = 1;
    let mut anything = [0; 64];
    anything[0] = 1;
    let mut entry = entry;
    entry[..32].copy_from_slice(&weak);
    entry[80..144].copy_from_slice(&anything);
    assert_eq!(judged(&written(2, DIRECTORY, 1, &[], seed, &entry), &first()), None);
    let to = VerifyingKey::from_bytes(weak);
    assert!(!changed(succession(&first(), 2), |it| it.to = to).holds(&DIRECTORY));
    let withdrawn = Withdrawal::sign(link.capability(), &DIRECTORY).unwrap();
    assert!(!changed(withdrawn, |it| it.key = to).holds(&DIRECTORY));
    // That an R of small order is refused the vectors show.
}

#[test]
fn a_code_is_for_two_people_to_compare() {
    let keys = first().keys();
    let code = keys.code(&DIRECTORY);
    assert_eq!(code, keys.code(&DIRECTORY));
    assert_eq!(code, first().weaken(Grant::Public).unwrap().keys().code(&DIRECTORY));
    let groups: Vec<_> = code.split('-').collect();
    assert_eq!(groups.len(), 3);
    assert!(
        groups.iter().all(|group| group.len() == 4 && group.bytes().all(|it| it.is_ascii_digit())),
        "{code}"
    );
    let others = [
        KeyId { epoch: 1, ..keys }.code(&DIRECTORY),
        KeyId { key: *capability(2, Grant::Edit).key(), ..keys }.code(&DIRECTORY),
        keys.code(&[8; 12]),
    ];
    assert!(others.iter().all(|other| *other != code), "{code}: {others:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn new_keys_differ_whoever_draws_them(one: u8, other: u8) {
        prop_assume!(one != other);
        let keys = [one, other].map(|start| Capability::edit(Seed::random(&mut counting(start))));
        let codes = keys.map(|keys| KeyId { key: *keys.key(), epoch: 1 }.code(&DIRECTORY));
        prop_assert_ne!(&codes[0], &codes[1]);
    }
}

//! What a closing notice says is read as it was written, whatever else is in it.

use crate::samples::{DIRECTORY, capability, changed, first, room, succession};
use groundswell_seal::notice::WORDS_BYTES;
use groundswell_seal::{Capability, Fragments, Grant, KeyId, Link, Notice, Part, Seed, Withdrawal};
use groundswell_wire::Kind;
use proptest::prelude::*;

fn read(items: &[Vec<u8>]) -> Notice {
    Notice::read(items, &first().keys(), &DIRECTORY)
}

fn words(words: &str) -> Notice {
    Notice { words: words.to_owned(), ..Notice::default() }
}

/// A notice that says everything that can be said.
fn full() -> Notice {
    Notice {
        words: "We have a new link. Ask Anna.".to_owned(),
        succession: Some(succession(&first(), 2)),
        public_seed: Some(capability(2, Grant::Public).seed().clone()),
        withdrawal: Withdrawal::sign(&capability(3, Grant::Edit), &DIRECTORY),
    }
}

/// A field of a body.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut field = vec![number];
    let mut length = bytes.len();
    while length > 0x7f {
        field.push(length as u8 | 0x80);
        length >>= 7;
    }
    field.push(length as u8);
    field.extend_from_slice(bytes);
    field
}

fn with_body(fields: &[Vec<u8>]) -> Notice {
    read(&[b"\x01words".to_vec(), [&[2][..], &fields.concat()].concat()])
}

#[test]
fn what_is_written_is_read() {
    let whole = full();
    let parts = [
        Notice::default(),
        words("We have a new link."),
        Notice { succession: whole.succession.clone(), ..Notice::default() },
        Notice { withdrawal: whole.withdrawal.clone(), ..words("Not that one.") },
        Notice { withdrawal: None, ..whole.clone() },
        Notice { public_seed: None, ..whole.clone() },
        whole,
    ];
    for notice in parts {
        assert_eq!(read(&notice.items()), notice);
    }
}

#[test]
fn what_is_read_leads_on_to_the_new_public_room() {
    let items = full().items();
    let sealed =
        room(1, Part::Public).seal(Kind::Notice, &[], &items, &mut |random: &mut [u8]| random.fill(1));
    let public = first().weaken(Grant::Public).unwrap();
    let keys = groundswell_seal::Keys::new(public.capability(), 0).unwrap();
    let fragment = keys.room(Part::Public).unwrap().open(&sealed.unwrap()[0].bytes).unwrap();
    let whole = Fragments::new().add(fragment).unwrap().unwrap();
    let notice = Notice::read(&whole.items, &public.keys(), public.directory());
    let succession = notice.succession.unwrap();
    let capability = Capability::read(Grant::Public, notice.public_seed.unwrap(), succession.to).unwrap();
    let next = public.succeed(succession, capability).unwrap();
    assert_eq!(next, Link::parse(&next.fragment()).unwrap());
    assert_eq!(next.capability(), &crate::samples::capability(2, Grant::Public));
}

#[test]
fn programs_of_before_and_of_now_read_each_others_words() {
    // Of before: one item, its version and a text.
    assert_eq!(read(&[b"\x01A new link: ask Ada".to_vec()]), words("A new link: ask Ada"));
    assert_eq!(read(&[b"\x01".to_vec()]), Notice::default());
    assert_eq!(read(&[]), Notice::default());
    // They look at the first item, and no further.
    for notice in [full(), words(""), words("é")] {
        let items = notice.items();
        assert_eq!(items[0], [&[1], notice.words.as_bytes()].concat());
        assert_eq!(items.len(), 2);
    }
}

#[test]
fn words_are_text_and_bounded() {
    let long = words(&"é".repeat(2_000));
    assert_eq!(read(&long.items()).words, "é".repeat(WORDS_BYTES / 2));
    assert_eq!(read(&[[&[1][..], "é".repeat(2_000).as_bytes()].concat()]).words, "é".repeat(WORDS_BYTES / 2));
    assert_eq!(read(&[vec![1, 0xff]]), Notice::default());
    // Only the first words are the notice's.
    assert_eq!(read(&[b"\x01first".to_vec(), b"\x01second".to_vec()]), words("first"));
    assert_eq!(read(&[vec![1, 0xff], b"\x01second".to_vec()]), Notice::default());
}

#[test]
fn what_is_newer_is_passed_over() {
    let [first, body] = full().items().try_into().unwrap();
    let newer = [vec![3, 1, 2, 3], first.clone(), vec![], body.clone(), vec![0xff]];
    assert_eq!(read(&newer), full());
    let fields = body[1..].to_vec();
    let unknown = [field(9, b"of a newer version"), fields.clone(), field(0, b""), field(0xff, &[0; 20_000])];
    assert_eq!(read(&[first.clone(), [&[2][..], &unknown.concat()].concat()]), full());
    // A field that has become longer is not understood; the others are.
    let mut seed = vec![];
    seed.extend(full().public_seed.unwrap().expose());
    seed.push(0);
    let before = [field(2, &seed), field(1, &[0; 300]), field(3, b"")];
    assert_eq!(with_body(&before), words("words"));
    let withdrawal = Notice { succession: None, public_seed: None, ..full() };
    let [_, only] = withdrawal.items().try_into().unwrap();
    let notice = with_body(&[field(1, &[0; 300]), only[1..].to_vec()]);
    assert_eq!(notice, Notice { words: "words".to_owned(), ..withdrawal });
}

#[test]
fn of_fields_of_a_kind_the_first_counts() {
    let of = |seed: u8| {
        let items = Notice { succession: Some(succession(&first(), seed)), ..Notice::default() }.items();
        items[1][1..].to_vec()
    };
    assert_eq!(with_body(&[of(2), of(3)]).succession, Some(succession(&first(), 2)));
    assert_eq!(with_body(&[field(1, &[0; 208]), of(3)]).succession, None);
    let two = |bodies: [Vec<u8>; 2]| read(&bodies.map(|fields| [&[2][..], &fields].concat()));
    assert_eq!(two([of(2), of(3)]).succession, Some(succession(&first(), 2)));
}

#[test]
fn a_succession_of_other_keys_or_of_another_room_is_left_out() {
    let others = [
        // From other keys, from another epoch of the same, in another directory.
        succession(&Link::new(capability(5, Grant::Edit), DIRECTORY, 0), 2),
        succession(&Link::new(capability(1, Grant::Edit), DIRECTORY, 1), 2),
        succession(&Link::new(capability(1, Grant::Edit), [8; 12], 0), 2),
        // Changed after it was signed.
        changed(succession(&first(), 2), |it| it.made_at = 0),
    ];
    for other in others {
        let notice = Notice { succession: Some(other), ..full() };
        let rest = Notice { succession: None, public_seed: None, ..full() };
        assert_eq!(read(&notice.items()), rest);
    }
    let items = full().items();
    let elsewhere = [
        Notice::read(&items, &KeyId { epoch: 1, ..first().keys() }, &DIRECTORY),
        Notice::read(&items, &Link::new(capability(5, Grant::Edit), DIRECTORY, 0).keys(), &DIRECTORY),
    ];
    for notice in elsewhere {
        assert_eq!((notice.succession, notice.public_seed), (None, None));
        assert_eq!(notice.withdrawal, full().withdrawal, "it holds by its own key");
    }
    assert_eq!(Notice::read(&items, &first().keys(), &[8; 12]), words(&full().words));
}

/// Who was left out can copy what an editor signed, and put a seed of their own beside it.
#[test]
fn a_seed_that_is_not_the_one_that_was_signed_is_left_out() {
    let members = capability(2, Grant::Members).seed().clone();
    for seed in [Seed::from_bytes([9; 32]), members, capability(3, Grant::Public).seed().clone()] {
        let notice = Notice { public_seed: Some(seed), ..full() };
        assert_eq!(read(&notice.items()), Notice { public_seed: None, ..full() });
    }
    let alone = Notice { succession: None, ..full() };
    assert_eq!(read(&alone.items()), Notice { public_seed: None, ..alone });
}

#[test]
fn a_withdrawal_that_its_keys_did_not_sign_is_left_out() {
    let key = *capability(2, Grant::Edit).key();
    let by_others = changed(full().withdrawal.unwrap(), |it| it.key = key);
    let notice = Notice { withdrawal: Some(by_others), ..full() };
    assert_eq!(read(&notice.items()), Notice { withdrawal: None, ..full() });
}

#[test]
fn a_body_that_breaks_off_says_what_it_said_until_then() {
    let [first, body] = full().items().try_into().unwrap();
    // Where the fields end: a number, a length and so many bytes each.
    let ends = [0, 3 + 208, 3 + 208 + 2 + 32, 3 + 208 + 2 + 32 + 2 + 96];
    assert_eq!(body.len(), 1 + ends[3]);
    for end in 0..=body.len() {
        let notice = read(&[first.clone(), body[..end].to_vec()]);
        let there = |number: usize| end > ends[number];
        let expected = Notice {
            words: full().words,
            succession: full().succession.filter(|_| there(1)),
            public_seed: full().public_seed.filter(|_| there(2)),
            withdrawal: full().withdrawal.filter(|_| there(3)),
        };
        assert_eq!(notice, expected, "{end}");
    }
    // Lengths that are none, or reach past the end.
    for broken in [&[4, 0x80, 0][..], &[4, 0xff, 0xff, 0xff, 0xff], &[4, 5, 1], &[4]] {
        assert_eq!(read(&[first.clone(), [&body, broken].concat()]), full());
        assert_eq!(read(&[first.clone(), [&[2][..], broken, &body[1..]].concat()]).succession, None);
    }
}

proptest! {
    #[test]
    fn any_items_are_read_somehow(items in proptest::collection::vec(any::<Vec<u8>>(), 0..4), fields: Vec<u8>) {
        read(&items);
        let notice = read(&[b"\x01words".to_vec(), [&[2][..], &fields].concat()]);
        prop_assert_eq!(notice, words("words"));
    }

    #[test]
    fn any_damage_to_a_body_leaves_what_holds(at: prop::sample::Index, with: u8) {
        let mut items = full().items();
        let at = at.index(items[1].len());
        items[1][at] = with;
        let notice = read(&items);
        prop_assert_eq!(&notice.words, &full().words);
        prop_assert!(notice.succession.is_none() || notice.succession == full().succession);
        prop_assert!(notice.public_seed.is_none() || notice.public_seed == full().public_seed);
        prop_assert!(notice.withdrawal.is_none() || notice.withdrawal == full().withdrawal);
    }
}

//! Sync links survive mail and messengers, and say what happened to them where they did not.

use crate::samples::{body, capability, forged, renewed};
use groundswell_seal::link::{BadRelay, NAME_CHARS, PASTED_BYTES, RELAY_BYTES};
use groundswell_seal::{Grant, Link, LinkError};
use proptest::prelude::*;

fn link(grant: Grant) -> Link {
    Link::new(capability(1, grant), [7; 12], 3)
}

fn full() -> Link {
    link(Grant::Members).with_relay("wss://relay.example.org/sync").unwrap().with_name("Driftless Network")
}

fn links() -> impl Strategy<Value = Link> {
    let relay =
        proptest::option::of("wss://[a-z0-9][a-z0-9.-]{0,20}(:[1-9][0-9]{0,3})?(/[a-z0-9/._~%-]{0,20})?");
    let parts = (any::<u8>(), proptest::sample::select(Grant::ALL.to_vec()), any::<[u8; 12]>());
    (parts, any::<u32>(), relay, proptest::option::of("\\PC{0,100}")).prop_map(
        |((seed, grant, directory), epoch, relay, name)| {
            let mut link = Link::new(capability(seed, grant), directory, epoch);
            if let Some(relay) = relay {
                link = link.with_relay(&relay).unwrap();
            }
            link.with_name(&name.unwrap_or_default())
        },
    )
}

/// A link that others vouch for, of any grant.
fn vouched(renewals: u8, grant: Grant) -> Link {
    let first = Link::new(capability(1, Grant::Edit), [7; 12], 3);
    let first = first.with_relay("wss://relay.example.org/sync").unwrap();
    let last = (1..=renewals).fold(first, |link, number| renewed(&link, number + 1));
    last.with_name("Driftless Network").weaken(grant).unwrap()
}

/// The body of a vouched link, with other bytes in place of the lineage's end and the extension.
fn extended(link: &Link, extension: &[u8]) -> Vec<u8> {
    let mut body = body(link);
    assert_eq!((body[0], body.pop()), (2, Some(0)));
    let mut length = extension.len();
    while length > 0x7f {
        body.push(length as u8 | 0x80);
        length >>= 7;
    }
    body.push(length as u8);
    body.extend_from_slice(extension);
    body
}

#[test]
fn a_link_that_others_vouch_for_comes_back_and_one_without_stays_as_it_was() {
    for grant in Grant::ALL {
        for renewals in [0, 1, 2, 8, 9] {
            let link = vouched(renewals, grant);
            assert_eq!(link.lineage().len(), usize::from(renewals.min(8)));
            let found = Link::parse(&link.fragment()).unwrap();
            assert_eq!(found, link);
            assert_eq!(found.lineage(), link.lineage());
            let plain = Link::new(link.capability().clone(), [7; 12], 3 + u32::from(renewals));
            let plain =
                plain.with_relay("wss://relay.example.org/sync").unwrap().with_name("Driftless Network");
            let (plain, body) = (body(&plain), body(&link));
            assert_eq!((plain[0], body[0]), (1, if renewals == 0 { 1 } else { 2 }));
            // What a link of version 1 holds stands in one of version 2 at the same places.
            assert_eq!(plain[1..], body[1..plain.len()]);
            let more = if renewals == 0 { 0 } else { 1 + 208 * usize::from(renewals.min(8)) + 1 };
            assert_eq!(body.len(), plain.len() + more);
        }
    }
}

#[test]
fn the_longest_link_can_be_pasted() {
    let relay = format!("wss://{}", "a".repeat(RELAY_BYTES - "wss://".len()));
    let link = Link::new(capability(1, Grant::Edit), [7; 12], 0).with_relay(&relay).unwrap();
    let link = (2..=9).fold(link, |link, seed| renewed(&link, seed));
    let link = link.with_name(&"\u{1f33e}".repeat(NAME_CHARS)).weaken(Grant::Public).unwrap();
    let fragment = forged(&extended(&link, &[0xff; 256]));
    println!("{} letters", fragment.len());
    assert_eq!(*Link::parse(&fragment).unwrap().fragment(), *fragment);
    // One letter more no link has.
    assert_eq!(Link::parse(&format!("{fragment}A")), Err(LinkError::Mistyped));
    let long = extended(&vouched(1, Grant::Edit), &[0xff; 257]);
    assert_eq!(Link::parse(&forged(&long)), Err(LinkError::Malformed));
}

#[test]
fn what_a_newer_version_added_is_kept_and_goes_to_nobody_who_may_less() {
    let link = vouched(1, Grant::Edit);
    let fragment = forged(&extended(&link, b"a key of one device"));
    let extended = Link::parse(&fragment).unwrap();
    assert_eq!(*extended.fragment(), *fragment);
    assert_eq!(extended.weaken(Grant::Edit), Some(extended.clone()));
    for grant in [Grant::Members, Grant::Public] {
        assert_eq!(extended.weaken(grant), link.weaken(grant));
    }
    // Nor does it go to other keys.
    assert_eq!(renewed(&extended, 9), renewed(&link, 9));
    // Without a lineage too.
    let mut body = body(&vouched(0, Grant::Members));
    body[0] = 2;
    body.extend([0, 3, 1, 2, 3]);
    assert_eq!(*Link::parse(&forged(&body)).unwrap().fragment(), *forged(&body));
}

#[test]
fn a_vouched_link_that_is_damaged_says_why() {
    let link = vouched(2, Grant::Members);
    let fragment = link.fragment();
    for end in "#join=".len()..fragment.len() {
        assert_eq!(Link::parse(&fragment[..end]), Err(LinkError::CutShort), "{end}");
    }
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut body = body(&link);
        change(&mut body);
        Link::parse(&forged(&body))
    };
    let end = body(&link).len();
    let lineage = end - 1 - 2 * 208;
    assert_eq!(with(&|_| {}), Ok(link.clone()));
    assert_eq!(with(&|body| body[0] = 1), Err(LinkError::Malformed), "more than version 1 has");
    assert_eq!(with(&|body| body[0] = 3), Err(LinkError::Newer(3)));
    assert_eq!(with(&|body| body[lineage - 1] = 9), Err(LinkError::Malformed), "too many successions");
    assert_eq!(with(&|body| body.push(0)), Err(LinkError::Malformed), "more than there should be");
    assert_eq!(with(&|body| body.truncate(end - 1)), Err(LinkError::Malformed), "no extension");
    let plain = body(&vouched(0, Grant::Members));
    let empty = [&[2], &plain[1..], &[0, 0]].concat();
    assert_eq!(Link::parse(&forged(&empty)), Err(LinkError::Malformed), "as version 1 it is shorter");
    // Each bit of what vouches matters, whoever makes the checksum.
    for at in lineage..end - 1 {
        assert_eq!(with(&|body| body[at] ^= 1 << (at % 8)), Err(LinkError::Malformed), "byte {at}");
    }
    // And what they vouch for: the directory, the epoch, the key, the seed.
    for at in 2..2 + 12 + 4 + 32 + 32 {
        assert_eq!(with(&|body| body[at] ^= 1), Err(LinkError::Malformed), "byte {at}");
    }
}

proptest! {
    #[test]
    fn a_link_comes_back(link in links()) {
        let fragment = link.fragment();
        prop_assert!(fragment.len() <= 820, "{}", fragment.len());
        prop_assert_eq!(body(&link)[0], 1);
        let found = Link::parse(&fragment).unwrap();
        prop_assert_eq!(found.fragment(), fragment);
        prop_assert_eq!(found, link);
    }

    #[test]
    fn a_link_comes_back_out_of_a_mail(
        link in links(),
        before in "[a-zA-Z ,.\n]{0,40}",
        after in "[a-zA-Z ,.\n]{0,40}",
        breaks in proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let mut url = format!("https://example.org/{}", *link.fragment());
        for at in breaks {
            url.insert_str(at.index(url.len()), "\r\n");
        }
        let mail = format!("{before} <{url}>\n{after}");
        prop_assert_eq!(Link::parse(&mail), Ok(link));
    }

    #[test]
    fn any_text_is_no_link(text: String) {
        prop_assert!(Link::parse(&text).is_err());
        let marked = format!("#join={text}");
        prop_assert!(Link::parse(&marked).is_err());
    }

    #[test]
    fn any_fields_with_a_right_checksum_are_read_in_one_way_or_refused(
        body in proptest::collection::vec(any::<u8>(), 0..120),
    ) {
        for version in [1, 2] {
            let fragment = forged(&[&[version], &body[..]].concat());
            if let Ok(link) = Link::parse(&fragment) {
                prop_assert_eq!(&*link.fragment(), &fragment);
            }
        }
    }

    #[test]
    fn changed_fields_with_a_right_checksum_are_read_in_one_way_or_refused(
        link in links(),
        at: prop::sample::Index,
        with in 1..=255_u8,
    ) {
        let mut body = body(&link);
        let at = at.index(body.len());
        body[at] ^= with;
        let fragment = forged(&body);
        match Link::parse(&fragment) {
            Ok(other) => {
                prop_assert_eq!(&*other.fragment(), &fragment);
                prop_assert_ne!(other, link);
            }
            Err(error) => prop_assert!(matches!(error, LinkError::Malformed | LinkError::Newer(_))),
        }
    }

    #[test]
    fn a_changed_letter_is_noticed(link in links(), at: prop::sample::Index, with in "[A-Za-z0-9_-]") {
        let mut fragment = link.fragment().to_string();
        let at = "#join=".len() + at.index(fragment.len() - "#join=".len());
        prop_assume!(fragment[at..=at] != with);
        fragment.replace_range(at..=at, &with);
        let error = Link::parse(&fragment).unwrap_err();
        prop_assert!(matches!(error, LinkError::Mistyped | LinkError::CutShort), "{:?}", error);
    }
}

#[test]
fn wherever_a_link_is_cut_it_is_said_that_it_was() {
    for link in [full(), link(Grant::Edit), link(Grant::Members), link(Grant::Public)] {
        let fragment = link.fragment();
        for end in "#join=".len()..fragment.len() {
            assert_eq!(Link::parse(&fragment[..end]), Err(LinkError::CutShort), "{end}");
            let mail = format!("Look: https://example.org/{} Thanks, Anna", &fragment[..end]);
            assert!(Link::parse(&mail).is_err());
        }
    }
}

#[test]
fn a_changed_letter_in_the_seed_is_said_to_be_changed() {
    let mut fragment = link(Grant::Edit).fragment().to_string();
    let at = fragment.len() - 20;
    let letter = if &fragment[at..=at] == "A" { "B" } else { "A" };
    fragment.replace_range(at..=at, letter);
    assert_eq!(Link::parse(&fragment), Err(LinkError::Mistyped));
}

#[test]
fn a_link_is_found_as_people_and_programs_pass_it_on() {
    let link = full();
    let fragment = link.fragment().to_string();
    let letters = &fragment["#join=".len()..];
    let (first, rest) = letters.split_at(60);
    let (second, third) = rest.split_at(70);
    let found = [
        fragment.clone(),
        format!("join={letters}"),
        format!("https://example.org/app/?lang=es#join={letters}"),
        format!("  \u{feff}https://example.org/#join={letters}\r\n"),
        format!("https://example.org/#join={first}\r\n{second}\r\n{third}"),
        format!("> https://example.org/#join={first}\n> {second}\n> {third}\n> See you"),
        format!("<https://example.org/#join={letters}>"),
        format!("Join us: https://example.org/#join={letters}. It is safe."),
        format!("Join us (https://example.org/#join={letters}) on Tuesday"),
        format!("https://example.org/#join={letters} See you on Tuesday"),
        format!("\"https://example.org/#join={letters}\""),
        format!("https://example.org/%23join%3D{letters}"),
        format!("https://example.org/#join%3d{letters}"),
        format!("https://example.org/%23join={letters}"),
        format!("https://example.org/%23join%3d{letters}"),
        format!("HTTPS://EXAMPLE.ORG/#JOIN={letters}"),
        format!("Join={letters}"),
        format!("https://example.org/#jo\nin={first}\u{200b}{second}\u{ad}{third}"),
    ];
    for text in found {
        assert_eq!(Link::parse(&text), Ok(link.clone()), "{text}");
    }
    let none =
        ["", "https://example.org/", "#join", "#rejoin=AAAA", letters, "please #join us", "join us: join=AA"];
    for text in none {
        assert_eq!(Link::parse(text), Err(LinkError::None), "{text}");
    }
    let long = format!("{}{fragment}", " ".repeat(PASTED_BYTES));
    assert_eq!(Link::parse(&long), Err(LinkError::TooLong));
}

#[test]
fn a_whole_link_that_is_not_understood_says_why() {
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut body = body(&full());
        change(&mut body);
        Link::parse(&forged(&body))
    };
    assert_eq!(with(&|_| {}), Ok(full()));
    assert_eq!(with(&|body| body[0] = 3), Err(LinkError::Newer(3)));
    assert_eq!(with(&|body| body[0] = 2), Err(LinkError::Malformed), "neither lineage nor extension");
    assert_eq!(with(&|body| body[1] = 9), Err(LinkError::Malformed), "an unknown grant");
    assert_eq!(with(&|body| body.push(0)), Err(LinkError::Malformed), "more than there should be");
    assert_eq!(with(&|body| body[18..50].fill(2)), Err(LinkError::Malformed), "a key that is none");
    assert_eq!(with(&|body| body[83] = b'h'), Err(LinkError::Malformed), "hss://");
    assert_eq!(with(&|body| *body.last_mut().unwrap() = 0x0a), Err(LinkError::Malformed), "a line break");
    assert_eq!(with(&|body| body.truncate(60)), Err(LinkError::Malformed), "fields missing");
    assert_eq!(Link::parse(&forged(&[])), Err(LinkError::Malformed));
}

#[test]
fn only_safe_addresses_are_relays() {
    let relays = [
        "wss://relay.example.org",
        "wss://relay.example.org:8443/sync",
        "wss://192.0.2.1/",
        "wss://[2001:db8::1]:443/sync",
        "ws://localhost:8080/sync",
        "ws://127.0.0.1/sync",
        "ws://[::1]:8080",
    ];
    for relay in relays {
        let link = link(Grant::Edit).with_relay(relay).unwrap();
        assert_eq!(Link::parse(&link.fragment()).unwrap().relay(), Some(relay));
    }
    let long = format!("wss://example.org/{}", "a".repeat(RELAY_BYTES));
    let none = [
        "",
        "wss://",
        "wss:///sync",
        "https://example.org",
        "ws://example.org/sync",
        "ws://localhost.example.org",
        "wss://good.example@evil.example/",
        "wss://example.org:0/",
        "wss://example.org:99999/",
        "wss://example.org:/",
        "wss://example.org:+1/",
        "wss://a:1:2/",
        "wss://[::1",
        "wss://[nothing]/",
        "wss://[::1]x/",
        "wss://example.org/?q=1",
        "wss://example.org/#x",
        "wss://example.org/a b",
        "wss://exämple.org/",
        "wss://example.org\\evil",
        "javascript:alert(1)",
        &long,
    ];
    for relay in none {
        assert_eq!(link(Grant::Edit).with_relay(relay), Err(BadRelay), "{relay}");
    }
}

#[test]
fn a_name_is_bounded_and_shows_as_it_is_written() {
    let named = |name: &str| link(Grant::Public).with_name(name).name().map(str::to_owned);
    let same = ["Driftless Network", "Red Comunitaria Ñandú", "میانجی\u{200c}ها", "👩\u{200d}🌾 Farmers"];
    for name in same {
        assert_eq!(named(name).as_deref(), Some(name));
    }
    assert_eq!(named("  a\u{202e}b\u{200b}\n\tc\u{0}  ").as_deref(), Some("ab c"));
    for name in ["", " \n", "\u{202e}\u{feff}"] {
        assert_eq!(named(name), None);
    }
    let long = named(&"ñ ".repeat(500_000)).unwrap();
    assert!(long.chars().count() <= NAME_CHARS && !long.ends_with(' '));
}

#[test]
fn a_weaker_link_is_for_the_same_directory() {
    let edit = Link::new(capability(1, Grant::Edit), [7; 12], 3).with_name("Driftless");
    let public = edit.weaken(Grant::Public).unwrap();
    assert_eq!(public, link(Grant::Public).with_name("Driftless"));
    assert_eq!(public.weaken(Grant::Members), None);
    assert_eq!((public.epoch(), public.directory()), (3, &[7; 12]));
}

#[test]
fn links_are_short_enough_for_a_printed_code() {
    let lengths = Grant::ALL.map(|grant| link(grant).fragment().len());
    println!("{lengths:?}, with a relay and a name {}", full().fragment().len());
    assert!(lengths.iter().all(|length| *length <= 130));
}

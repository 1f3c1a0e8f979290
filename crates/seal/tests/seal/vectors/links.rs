//! Links, and what people paste.

use super::successions::{EACH, first, renewed, told, vouching};
use super::{hex, seed};
use crate::samples::{body, forged, second_encoding};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use groundswell_seal::{Capability, Grant, Link, LinkError, Seed};
use serde_json::{Value, json};

fn samples() -> Vec<Link> {
    let edit = Capability::edit(Seed::from_bytes(seed()));
    let directory = std::array::from_fn(|at| 0xa0 + at as u8);
    let link = |grant, epoch| Link::new(edit.weaken(grant).unwrap(), directory, epoch);
    let relay = "wss://relay.example.org:8443/sync";
    vec![
        link(Grant::Edit, 0),
        link(Grant::Members, 1),
        link(Grant::Public, 0),
        link(Grant::Edit, 2).with_relay(relay).unwrap().with_name("Driftless Network"),
        link(Grant::Public, 0).with_name("Red Comunitaria Ñandú 🌾"),
    ]
}

/// Links of version 2.
fn vouched() -> Vec<Link> {
    let relay = "wss://relay.example.org:8443/sync";
    let one = renewed(&first().with_relay(relay).unwrap(), 0x22).with_name("Driftless Network");
    let nine = (1..=9).fold(first(), |link, number| renewed(&link, number));
    // What a newer version may add stands at the end.
    let extended = |link: &Link, count: &[u8]| {
        let body = body(link);
        let until = if body[0] == 2 { body.len() - 1 } else { body.len() };
        forged(&[&[2][..], &body[1..until], count, b"\x05newer"].concat())
    };
    vec![
        one.clone(),
        one.weaken(Grant::Members).unwrap(),
        renewed(&one, 0x33).weaken(Grant::Public).unwrap(),
        nine,
        Link::parse(&extended(&one, &[])).unwrap(),
        Link::parse(&extended(&samples()[2], &[0])).unwrap(),
    ]
}

const fn name(grant: Grant) -> &'static str {
    match grant {
        Grant::Public => "public",
        Grant::Members => "members",
        Grant::Edit => "edit",
    }
}

const fn fault(error: LinkError) -> &'static str {
    match error {
        LinkError::None => "none",
        LinkError::CutShort => "cut short",
        LinkError::Mistyped => "mistyped",
        LinkError::Newer(_) => "newer",
        LinkError::Malformed => "malformed",
        LinkError::TooLong => "too long",
    }
}

fn bytes(link: &Link) -> Vec<u8> {
    Base64UrlUnpadded::decode_vec(&link.fragment()["#join=".len()..]).unwrap()
}

pub(super) fn vectors() -> Vec<Value> {
    let vector = |link: &Link| {
        json!({
            "grant": name(link.capability().grant()),
            "directory": hex(link.directory()),
            "epoch": link.epoch(),
            "verifying key": link.capability().key().to_string(),
            "seed": hex(link.capability().seed().expose()),
            "relay": link.relay(),
            "name": link.name(),
            "bytes": hex(bytes(link)),
            "fragment": *link.fragment(),
        })
    };
    let with_lineage = |link: &Link| {
        let (entries, extension) = vouching(link);
        let mut vector = vector(link);
        vector["lineage"] = entries.iter().map(|entry| told(entry)).collect();
        vector["extension"] = json!(hex(extension));
        vector
    };
    samples().iter().map(vector).chain(vouched().iter().map(with_lineage)).collect()
}

/// Texts in which the fourth link is to be found.
pub(super) fn pasted() -> Vec<String> {
    let fragment = samples()[3].fragment().to_string();
    let (one, two) = fragment.split_at(70);
    let texts = vec![
        fragment.clone(),
        fragment[1..].to_owned(),
        format!(" https://example.org/app/{fragment}\r\n"),
        format!("> <https://example.org/{one}\r\n> {two}>\r\n> See you on Tuesday"),
        format!("Join us: https://example.org/{fragment}. It is safe."),
        format!("https://example.org/%23join%3D{}", &fragment["#join=".len()..]),
        format!(
            "https://example.org/#jo\nin=\u{ad}{}\u{200b}\u{85}{}\u{a0}for all",
            &one["#join=".len()..],
            two
        ),
        format!("({fragment})"),
        format!("join={} for you", &fragment["#join=".len()..]),
        format!("https://example.org/#join%3d{}", &fragment["#join=".len()..]),
        format!("https://example.org/%23Join={}", &fragment["#join=".len()..]),
        format!("https://example.org/%23JOIN%3d{}", &fragment["#join=".len()..]),
    ];
    assert!(texts.iter().all(|text| Link::parse(text).as_ref() == Ok(&samples()[3])));
    texts
}

/// Texts in which there is no link that works, and why.
pub(super) fn refused() -> Vec<Value> {
    let of = |link: &Link, change: &dyn Fn(&mut Vec<u8>)| {
        let mut body = body(link);
        change(&mut body);
        forged(&body)
    };
    let forged = |change: &dyn Fn(&mut Vec<u8>)| of(&samples()[3], change);
    let of_key = |key: &[u8]| of(&samples()[2], &|body| body[18..50].copy_from_slice(key));
    let fragment = samples()[0].fragment().to_string();
    let mut changed = fragment.clone();
    changed.replace_range(60..61, if &changed[60..61] == "A" { "B" } else { "A" });
    let texts = [
        "https://example.org/".to_owned(),
        fragment[..fragment.len() - 1].to_owned(),
        fragment[..40].to_owned(),
        changed,
        forged(&|body| body[0] = 2),
        forged(&|body| body[1] = 3),
        forged(&|body| body.push(0)),
        forged(&|body| *body.last_mut().unwrap() = 10),
        forged(&|body| body.truncate(60)),
        forged(&|body| body.truncate(0)),
        forged(&|body| body[51] = b'h'),
        // An edit link's seed taken for the key of a public one: what follows is too short.
        forged(&|body| body[1] = 0),
        of_key(&[2; 32]),
        of_key(&[&[1][..], &[0; 31]].concat()),
        // The key whose y is 3, written as 3 more than the field's prime.
        of_key(&[&[0xf0][..], &[0xff; 30], &[0x7f]].concat()),
        format!("{fragment}A"),
        format!("{fragment}AAAA"),
        format!("#join={}", "A".repeat(900)),
        "#join=".to_owned(),
        "#JOIN=AAAA".to_owned(),
        forged(&|body| body[0] = 3),
        forged(&|body| {
            body[0] = 2;
            body.extend([0, 0]);
        }),
    ];
    // What vouches for a link's keys, its directory, epoch, key and seed: each is what was signed.
    let [edit, members] = [&vouched()[0], &vouched()[1]];
    let lineage = body(edit).len() - 1 - EACH;
    let fragment = edit.fragment().to_string();
    let with_entry = |entry: &[u8]| of(edit, &|body| body[lineage..lineage + EACH].copy_from_slice(entry));
    let entry = body(edit)[lineage..lineage + EACH].to_vec();
    let mut second = entry.clone();
    second_encoding(&mut second[80..144]);
    let mut weak = entry.clone();
    weak[..32].copy_from_slice(&[&[1][..], &[0; 31]].concat());
    weak[80..144].copy_from_slice(&[&[1][..], &[0; 63]].concat());
    let mut turned = entry.clone();
    turned[80..].rotate_left(64);
    let own = renewed(
        &Link::new(Capability::edit(Seed::from_bytes([9; 32])), super::successions::DIRECTORY, 0),
        0x22,
    );
    let others = [
        fragment[..fragment.len() - 1].to_owned(),
        fragment[..200].to_owned(),
        of(edit, &|body| body[0] = 1),
        of(edit, &|body| body[lineage - 1] = 9),
        of(edit, &|body| body[lineage - 1] = 0),
        of(edit, &|body| body[2] ^= 1),
        of(edit, &|body| body[14] = 0),
        of(edit, &|body| body[14] = 2),
        of(edit, &|body| body[18] ^= 1),
        of(members, &|body| body[18..50].copy_from_slice(first().keys().key.as_bytes())),
        // The right key with another seed.
        of(members, &|body| body[50] ^= 1),
        of(&vouched()[2], &|body| body[50] ^= 1),
        // Signed for other keys, and each part of it changed.
        with_entry(&vouching(&own).0[0][..80].iter().chain(&entry[80..]).copied().collect::<Vec<_>>()),
        of(edit, &|body| body[lineage + 32] ^= 1),
        of(edit, &|body| body[lineage + 40] ^= 1),
        of(edit, &|body| body[lineage + 48] ^= 1),
        of(edit, &|body| body[lineage + 64] ^= 1),
        of(edit, &|body| body[lineage + 80] ^= 1),
        of(edit, &|body| body[lineage + 144] ^= 1),
        with_entry(&turned),
        with_entry(&second),
        with_entry(&weak),
        of(&vouched()[3], &|body| {
            let start = body.len() - 1 - 8 * EACH;
            body[start..start + 2 * EACH].rotate_left(EACH);
        }),
        of(&vouched()[4], &|body| {
            body.pop();
        }),
    ];
    let vector = |text: String| {
        let error = Link::parse(&text).unwrap_err();
        json!({ "text": text, "error": fault(error) })
    };
    texts.into_iter().chain(others).map(vector).collect()
}

//! Links, and what people paste.

use super::{hex, seed};
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
    samples().iter().map(vector).collect()
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
    ];
    assert!(texts.iter().all(|text| Link::parse(text).as_ref() == Ok(&samples()[3])));
    texts
}

/// Texts in which there is no link that works, and why.
pub(super) fn refused() -> Vec<Value> {
    let forged = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut body = bytes(&samples()[3]);
        body.truncate(body.len() - 4);
        change(&mut body);
        body.extend_from_slice(&blake3::hash(&body).as_bytes()[..4]);
        format!("#join={}", Base64UrlUnpadded::encode_string(&body))
    };
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
    ];
    let vector = |text: String| {
        let error = Link::parse(&text).unwrap_err();
        json!({ "text": text, "error": fault(error) })
    };
    texts.map(vector).to_vec()
}

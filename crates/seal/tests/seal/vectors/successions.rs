//! How keys vouch for others, what closing notices say, and codes.

use super::{hex, seed};
use groundswell_seal::{Capability, Grant, KeyId, Link, Notice, Relation, Seed, Succession, Withdrawal};
use serde_json::{Value, json};

pub(super) const DIRECTORY: [u8; 12] =
    [0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xab];
/// Bytes of a succession in a link.
pub(super) const EACH: usize = 208;
const MADE_AT: i64 = 1_790_000_000_123;

/// The edit link that all others here come from.
pub(super) fn first() -> Link {
    Link::new(Capability::edit(Seed::from_bytes(seed())), DIRECTORY, 0)
}

fn edit_seed(number: u8) -> [u8; 32] {
    [number; 32]
}

fn editor(number: u8) -> Capability {
    Capability::edit(Seed::from_bytes(edit_seed(number)))
}

fn succession(link: &Link, number: u8) -> Succession {
    let device = [number, 1, 2, 3, 4, 5, 6, 7];
    let (epoch, made_at) = (link.epoch(), MADE_AT + i64::from(number));
    Succession::sign(link.capability(), epoch, &DIRECTORY, &editor(number), made_at, device).unwrap()
}

/// The link to the keys whose edit seed is made of this byte.
pub(super) fn renewed(link: &Link, number: u8) -> Link {
    link.succeed(succession(link, number), editor(number)).unwrap()
}

/// The successions of a link as they are written there, and what a newer version put behind them.
pub(super) fn vouching(link: &Link) -> (Vec<Vec<u8>>, Vec<u8>) {
    let body = crate::samples::body(link);
    let mut rest = &body[if link.capability().grant() == Grant::Edit { 50 } else { 82 }..];
    let mut take = |each: usize| {
        let (mut length, mut shift) = (0, 0);
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            length |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let (taken, after) = rest.split_at(length * each);
        rest = after;
        taken.to_vec()
    };
    let (_relay, _name) = (take(1), take(1));
    let entries = take(EACH).chunks(EACH).map(<[u8]>::to_vec).collect();
    (entries, take(1))
}

/// One of them, told apart.
pub(super) fn told(entry: &[u8]) -> Value {
    json!({
        "verifying key": hex(&entry[..32]),
        "made at": i64::from_le_bytes(entry[32..40].try_into().unwrap()),
        "device": hex(&entry[40..48]),
        "rooms": [hex(&entry[48..64]), hex(&entry[64..80])],
        "signature": hex(&entry[80..144]),
        "countersignature": hex(&entry[144..]),
    })
}

pub(super) fn successions() -> Vec<Value> {
    let two = renewed(&first(), 0x22);
    let last = Link::new(editor(0x44), DIRECTORY, u32::MAX - 1);
    let vector = |(old, seed, number): (&Link, [u8; 32], u8)| {
        let entry = vouching(&renewed(old, number)).0.pop().unwrap();
        json!({
            "directory": hex(DIRECTORY),
            "epoch": old.epoch(),
            "old edit seed": hex(seed),
            "new edit seed": hex(edit_seed(number)),
            "new verifying key": editor(number).key().to_string(),
            "says": told(&entry),
            "bytes": hex(entry),
        })
    };
    [(&first(), seed(), 0x22), (&two, edit_seed(0x22), 0x33), (&last, edit_seed(0x44), 0x55)]
        .map(vector)
        .to_vec()
}

pub(super) fn withdrawals() -> Vec<Value> {
    let vector = |number: u8| {
        let notice =
            Notice { withdrawal: Withdrawal::sign(&editor(number), &DIRECTORY), ..Notice::default() };
        let field = notice.items()[1][3..].to_vec();
        json!({
            "directory": hex(DIRECTORY),
            "edit seed": hex(edit_seed(number)),
            "verifying key": hex(&field[..32]),
            "signature": hex(&field[32..]),
        })
    };
    [0x22, 0x33].map(vector).to_vec()
}

pub(super) fn codes() -> Vec<Value> {
    let links = [first(), renewed(&first(), 0x22), Link::new(editor(0x22), [0; 12], u32::MAX)];
    let vector = |link: Link| {
        json!({
            "directory": hex(link.directory()),
            "epoch": link.epoch(),
            "verifying key": link.keys().key.to_string(),
            "code": link.keys().code(link.directory()),
        })
    };
    links.map(vector).to_vec()
}

pub(super) fn relations() -> Vec<Value> {
    let one = renewed(&first(), 0x22);
    let two = renewed(&one, 0x33);
    let rival = renewed(&first(), 0x44);
    let nine = (1..=9).fold(first(), |link, number| renewed(&link, number));
    let alone = Link::new(editor(0x44), DIRECTORY, 0);
    let public = |link: &Link| link.weaken(Grant::Public).unwrap();
    let elsewhere = Link::new(first().capability().clone(), [0; 12], 0);
    let same_key = |grant, seed| Capability::read(grant, Seed::from_bytes(seed), first().keys().key).unwrap();
    let cases = [
        (first(), first(), Relation::Same),
        (public(&two), two.clone(), Relation::Same),
        // With what vouches for it and without.
        (Link::new(editor(0x22), DIRECTORY, 1), one.clone(), Relation::Same),
        (one.clone(), first(), Relation::Newer),
        (public(&two), public(&first()), Relation::Newer),
        (first(), two.clone(), Relation::Older),
        (one, two.clone(), Relation::Older),
        (rival.clone(), two.clone(), Relation::Rival),
        (two.clone(), rival, Relation::Rival),
        (alone.clone(), first(), Relation::Unrelated),
        (alone, two, Relation::Unrelated),
        (elsewhere, first(), Relation::Unrelated),
        (Link::new(first().capability().clone(), DIRECTORY, 1), first(), Relation::Unrelated),
        (Link::new(same_key(Grant::Members, [9; 32]), DIRECTORY, 0), first(), Relation::Unrelated),
        (first(), Link::new(same_key(Grant::Public, [9; 32]), DIRECTORY, 0), Relation::Unrelated),
        // Too far apart for what a link remembers.
        (nine.clone(), first(), Relation::Unrelated),
        (nine, renewed(&first(), 1), Relation::Newer),
    ];
    let vector = |(offered, known, relation): (Link, Link, Relation)| {
        assert_eq!(offered.relation(&known), relation);
        let name = match relation {
            Relation::Same => "same",
            Relation::Newer => "newer",
            Relation::Older => "older",
            Relation::Rival => "rival",
            Relation::Unrelated => "unrelated",
        };
        json!({ "offered": *offered.fragment(), "known": *known.fragment(), "relation": name })
    };
    cases.map(vector).to_vec()
}

fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len();
    let mut field = if length < 0x80 {
        vec![number, length as u8]
    } else {
        vec![number, length as u8 | 0x80, (length >> 7) as u8]
    };
    field.extend(bytes);
    field
}

/// A withdrawal by the keys of 22..22 of which the equation holds, with the neutral point as R: only a strict check
/// refuses it. `tests/oracle/protocol` makes it.
fn small_order() -> Vec<u8> {
    let s = "be5a768b2d224fd0cdf37cc5241b1f352afdc8d382fb6835744442612cb9090e";
    let s = ::hex::decode(s).unwrap();
    let mut withdrawal = editor(0x22).key().as_bytes().to_vec();
    withdrawal.push(1);
    withdrawal.extend([0; 31]);
    withdrawal.extend(s);
    withdrawal
}

pub(super) fn notices() -> Vec<Value> {
    let words = "We have a new link. Ask Anna.".to_owned();
    let public = |number: u8| editor(number).weaken(Grant::Public).unwrap().seed().clone();
    let full = Notice {
        words: words.clone(),
        succession: Some(succession(&first(), 0x22)),
        public_seed: Some(public(0x22)),
        withdrawal: Withdrawal::sign(&editor(0x33), &DIRECTORY),
    };
    let written = [
        Notice::default(),
        Notice { withdrawal: None, ..full.clone() },
        Notice { public_seed: None, withdrawal: None, ..full.clone() },
        Notice {
            words: "No: not these.".to_owned(),
            withdrawal: full.withdrawal.clone(),
            ..Notice::default()
        },
        full.clone(),
    ];
    let [item, body] = full.items().try_into().unwrap();
    let fields = &body[1..];
    let with = |fields: &[Vec<u8>]| vec![item.clone(), [&[2][..], &fields.concat()].concat()];
    let elsewhere = |link: Link| Notice { succession: Some(succession(&link, 0x22)), ..full.clone() }.items();
    let mut others = body[body.len() - 96..].to_vec();
    others[..32].copy_from_slice(editor(0x22).key().as_bytes());
    let mut changed = body.clone();
    changed[60] ^= 1;
    let read: Vec<(&str, Vec<Vec<u8>>)> = vec![
        ("of before: words alone", vec![item.clone()]),
        ("nothing", vec![]),
        ("words that are no text", vec![vec![1, 0xff], body.clone()]),
        ("a newer item", vec![vec![3, 1], item.clone(), body.clone(), b"\x01others".to_vec()]),
        ("unknown fields", with(&[field(9, b"newer"), fields.to_vec(), field(0, &[0; 300])])),
        ("a longer field", with(&[field(3, &[0; 97]), fields.to_vec()])),
        ("a body that breaks off", vec![item.clone(), body[..300].to_vec()]),
        ("a length that is none", with(&[field(9, b""), vec![4, 0x80, 0], fields.to_vec()])),
        ("a false seed", Notice { public_seed: Some(public(0x33)), ..full.clone() }.items()),
        ("a seed alone", Notice { succession: None, ..full.clone() }.items()),
        ("of other keys", elsewhere(Link::new(editor(0x44), DIRECTORY, 0))),
        ("of another epoch", elsewhere(Link::new(first().capability().clone(), DIRECTORY, 1))),
        ("changed", vec![item.clone(), changed]),
        ("a withdrawal whose R is of small order", with(&[field(3, &small_order())])),
        ("a withdrawal of other keys", with(&[field(3, &others)])),
    ];
    let vector = |about: &str, items: Vec<Vec<u8>>| {
        let notice = Notice::read(&items, &first().keys(), &DIRECTORY);
        let entry = notice.succession.as_ref().map(|succession| {
            let alone = Notice { succession: Some(succession.clone()), ..Notice::default() };
            let mut told = told(&alone.items()[1][4..]);
            // Here the new key stands in its place.
            assert_eq!(told["verifying key"], succession.to.to_string());
            told["code"] = json!(succession.to().code(&DIRECTORY));
            told
        });
        json!({
            "about": about,
            "directory": hex(DIRECTORY),
            "epoch": 0,
            "verifying key": first().keys().key.to_string(),
            "items": items.iter().map(hex).collect::<Vec<_>>(),
            "words": notice.words,
            "succession": entry,
            "public seed": notice.public_seed.as_ref().map(|seed| hex(seed.expose())),
            "withdraws": notice.withdrawal.as_ref().map(|withdrawal| withdrawal.key.to_string()),
        })
    };
    let written = written.iter().map(|notice| {
        let room: &KeyId = &first().keys();
        assert_eq!(Notice::read(&notice.items(), room, &DIRECTORY), *notice);
        vector("as it is written", notice.items())
    });
    written.chain(read.into_iter().map(|(about, items)| vector(about, items))).collect()
}

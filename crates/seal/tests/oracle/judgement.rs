//! What is damaged both implementations judge alike.

use crate::node;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_seal::{
    Capability, Keys, Link, LinkError, Notice, OpenError, Part, Relation, RoomKeys, Seed, items,
};
use groundswell_wire::verify::{ChunkError, chunk_id, signed_message};
use groundswell_wire::{ClientFrame, RelayFrame};
use serde_json::{Value, json};

/// A generator that goes the same way each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    /// Changes something of a row: changes, leaves out, doubles, puts in, or cuts.
    fn damage<T: Clone>(&mut self, row: &mut Vec<T>, mut new: impl FnMut(&mut Self) -> T) {
        for _ in 0..=self.below(3) {
            let (at, end) = (self.below(row.len()), row.len());
            match self.below(8) {
                0 if end > 0 => drop(row.remove(at)),
                1 => row.insert(at, new(self)),
                2 if end > 0 => row.truncate(at),
                3 if end > 0 => row.extend_from_within(at..),
                4 => {
                    let other = self.below(end);
                    row.drain(at.min(other)..at.max(other));
                }
                _ if end > 0 => row[at] = new(self),
                _ => {}
            }
        }
    }
}

fn unhex(text: &Value) -> Vec<u8> {
    hex::decode(text.as_str().unwrap()).unwrap()
}

fn judge_text(text: &str) -> String {
    match Link::parse(text) {
        Ok(link) => link.fragment().to_string(),
        Err(LinkError::None) => "none".to_owned(),
        Err(LinkError::CutShort) => "cut short".to_owned(),
        Err(LinkError::Mistyped) => "mistyped".to_owned(),
        Err(LinkError::Newer(_)) => "newer".to_owned(),
        Err(LinkError::Malformed) => "malformed".to_owned(),
        Err(LinkError::TooLong) => "too long".to_owned(),
    }
}

macro_rules! judge_frames {
    ($frame:ident, $bytes:expr) => {{
        let mut again = Vec::new();
        let whole = $frame::all($bytes).is_ok_and(|mut frames| {
            frames.all(|frame| frame.is_ok_and(|frame| frame.encode(&mut again).is_ok()))
        });
        whole.then(|| hex::encode(&again))
    }};
}

fn judge_chunk(room: &RoomKeys, bytes: &[u8]) -> String {
    let step = match room.open(bytes) {
        Ok(piece) => match items::split(&piece.bytes) {
            Some(items) => return format!("opens: {}", items.len()),
            None => "no items",
        },
        Err(OpenError::Decode(_)) => "form",
        Err(OpenError::Chunk(ChunkError::OtherRoom)) => "room",
        Err(OpenError::Chunk(ChunkError::BadSignature)) => "signature",
        Err(OpenError::Sealed) => "cipher",
        Err(OpenError::Contents) => "contents",
    };
    step.to_owned()
}

/// Bytes of a succession in a link.
const SUCCESSION: usize = 208;

fn with_checksum(mut body: Vec<u8>) -> String {
    body.extend_from_slice(&blake3::hash(&body).as_bytes()[..4]);
    format!("#join={}", Base64UrlUnpadded::encode_string(&body))
}

fn judge_pair(pair: &[&str; 2]) -> &'static str {
    let [offered, known] = pair.map(|text| Link::parse(text).unwrap());
    match offered.relation(&known) {
        Relation::Same => "same",
        Relation::Newer => "newer",
        Relation::Older => "older",
        Relation::Rival => "rival",
        Relation::Unrelated => "unrelated",
    }
}

/// What was read is written again, and so tells whether others read the same.
fn judge_notice(items: &[Vec<u8>], room: &Link) -> Value {
    let notice = Notice::read(items, &room.keys(), room.directory());
    notice.items().iter().map(hex::encode).collect()
}

#[test]
fn damaged_links_frames_chunks_and_notices_are_judged_alike() {
    let vectors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(vectors).unwrap()).unwrap();
    let mut chance = Chance(0x5eed_0f71);
    let letters: Vec<char> =
        "Aaz09-_=#<>%. \n\t\u{85}\u{a0}\u{ad}\u{200b}\u{200d}\u{feff}\u{1680}\u{180e}ñ🌾join"
            .chars()
            .collect();
    let links = vectors["links"].as_array().unwrap();
    let successions = vectors["successions"].as_array().unwrap();
    let fragments = links.iter().map(|link| link["fragment"].as_str().unwrap());
    let pasted = vectors["pasted"].as_array().unwrap().iter().map(|text| text.as_str().unwrap());
    let samples: Vec<&str> = fragments.chain(pasted).collect();
    let mut texts = vec![" ".repeat(16_385), format!("{}{}", " ".repeat(16_300), samples[0])];
    for _ in 0..4_000 {
        let mut text: Vec<char> = samples[chance.below(samples.len())].chars().collect();
        chance.damage(&mut text, |chance| letters[chance.below(letters.len())]);
        texts.push(text.into_iter().collect());
    }
    // With a checksum that is right, whatever the fields are.
    for _ in 0..4_000 {
        let link = &vectors["links"][chance.below(5)]["bytes"];
        let mut body = unhex(link);
        body.truncate(body.len() - 4);
        chance.damage(&mut body, |chance| b"\x00\x01\x02\x20\x7f\x80\xc3\xff-./:[]aw"[chance.below(16)]);
        texts.push(with_checksum(body));
    }
    // The same of links that others vouch for, in three ways: anywhere, in one byte, and whole successions.
    let vouched: Vec<_> = links.iter().filter(|link| link.get("lineage").is_some()).collect();
    for number in 0..1_000 {
        let link = vouched[chance.below(vouched.len())];
        let mut body = unhex(&link["bytes"]);
        body.truncate(body.len() - 4);
        let extension = unhex(&link["extension"]);
        let count = link["lineage"].as_array().unwrap().len();
        let end = body.len() - extension.len() - 1;
        let start = end - SUCCESSION * count;
        if number % 3 == 0 {
            chance.damage(&mut body, |chance| b"\x00\x01\x02\x7f\x80\xff"[chance.below(6)]);
        } else if number % 3 == 1 {
            let at = chance.below(body.len());
            body[at] ^= 1 << chance.below(8);
        } else {
            let mut entries: Vec<_> = body[start..end].chunks(SUCCESSION).map(<[u8]>::to_vec).collect();
            if chance.below(2) == 0 {
                chance.damage(&mut entries, |chance| {
                    unhex(&successions[chance.below(successions.len())]["bytes"])
                });
            }
            let mut extension = extension;
            if chance.below(2) == 0 {
                chance.damage(&mut extension, |chance| chance.below(256) as u8);
            }
            let (count, length) = (entries.len() as u8 & 0x7f, extension.len() as u8 & 0x7f);
            body.splice(start - 1.., [&[count][..], &entries.concat(), &[length], &extension].concat());
        }
        texts.push(with_checksum(body));
    }
    // Any two links, of which the second is the one that a device goes by.
    let whole: Vec<&str> = vectors["relations"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|pair| [&pair["offered"], &pair["known"]])
        .chain(links.iter().map(|link| &link["fragment"]))
        .map(|text| text.as_str().unwrap())
        .collect();
    let pairs: Vec<[&str; 2]> =
        (0..150).map(|_| [whole[chance.below(whole.len())], whole[chance.below(whole.len())]]).collect();
    // Notices: anywhere, and whole items.
    let mut notices: Vec<Vec<Vec<u8>>> = Vec::new();
    let known = vectors["notices"].as_array().unwrap();
    for number in 0..500 {
        let notice = &known[chance.below(known.len())]["items"];
        let mut items: Vec<_> = notice.as_array().unwrap().iter().map(unhex).collect();
        let at = chance.below(items.len());
        match items.get_mut(at) {
            Some(item) if number % 3 != 0 => {
                chance.damage(item, |chance| b"\x00\x01\x02\x03\x20\x60\x80\xff"[chance.below(8)]);
            }
            _ => chance.damage(&mut items, |chance| {
                let notice = &known[chance.below(known.len())]["items"];
                notice.as_array().unwrap().first().map(unhex).unwrap_or_default()
            }),
        }
        notices.push(items);
    }
    let byte = |chance: &mut Chance| [0, 1, 2, 0x7f, 0x80, 0xff, chance.below(256) as u8][chance.below(7)];
    let frames = |from: &str, chance: &mut Chance| -> Vec<Vec<u8>> {
        let known: Vec<_> =
            vectors["frames"].as_array().unwrap().iter().filter(|it| it["from"] == from).collect();
        let mut damaged = |_| {
            let frames = (0..=chance.below(2)).map(|_| unhex(&known[chance.below(known.len())]["bytes"]));
            let mut message = frames.collect::<Vec<_>>().concat();
            chance.damage(&mut message, byte);
            message
        };
        (0..6_000).map(&mut damaged).collect()
    };
    let (client, relay) = (frames("client", &mut chance), frames("relay", &mut chance));
    let mut chunks = Vec::new();
    let seed = Seed::from_bytes(std::array::from_fn(|at| at as u8));
    let signer = SigningKey::from_bytes(&blake3::derive_key("groundswell v1 signing key", seed.expose()));
    for number in 0..600 {
        let mut bytes = unhex(&vectors["chunks"][[0, 3][chance.below(2)]]["bytes"]);
        if number % 2 == 0 {
            chance.damage(&mut bytes, byte);
        } else {
            // Signed by an editor, however damaged it is.
            bytes.truncate(bytes.len() - 64);
            let at = chance.below(bytes.len());
            if number % 10 == 1 {
                bytes[at] = byte(&mut chance);
            } else if number % 10 == 3 {
                bytes.truncate(at);
            } else if number % 10 == 5 {
                // Behind what is the same in all chunks of a room.
                let mut end = bytes.split_off(69);
                chance.damage(&mut end, byte);
                bytes.extend(end);
            }
            bytes.extend(signer.sign(&signed_message(&chunk_id(&bytes))).to_bytes());
        }
        chunks.push(bytes);
    }

    let keys = Keys::new(&Capability::edit(seed), 1).unwrap();
    let room = keys.room(Part::Public).unwrap();
    let first = Link::parse(links[0]["fragment"].as_str().unwrap()).unwrap();
    let all = |rows: &[Vec<u8>]| rows.iter().map(hex::encode).collect::<Vec<_>>();
    let question = json!({
        "link": vectors["links"][0]["fragment"],
        "epoch": 1,
        "texts": texts,
        "client": all(&client),
        "relay": all(&relay),
        "chunks": all(&chunks),
        "pairs": pairs,
        "notices": notices.iter().map(|items| all(items)).collect::<Vec<_>>(),
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("question.json");
    std::fs::write(&file, question.to_string()).unwrap();
    let answer = node::run(&["protocol/judge.mjs", file.to_str().unwrap()], "", &[]);
    let answer: Value = serde_json::from_str(&answer).unwrap();

    let mine = json!({
        "texts": texts.iter().map(|text| judge_text(text)).collect::<Vec<_>>(),
        "client": client.iter().map(|bytes| judge_frames!(ClientFrame, bytes)).collect::<Vec<_>>(),
        "relay": relay.iter().map(|bytes| judge_frames!(RelayFrame, bytes)).collect::<Vec<_>>(),
        "chunks": chunks.iter().map(|bytes| judge_chunk(room, bytes)).collect::<Vec<_>>(),
        "pairs": pairs.iter().map(judge_pair).collect::<Vec<_>>(),
        "notices": notices.iter().map(|items| judge_notice(items, &first)).collect::<Vec<_>>(),
    });
    for name in ["texts", "client", "relay", "chunks", "pairs", "notices"] {
        let (mine, theirs) = (mine[name].as_array().unwrap(), answer[name].as_array().unwrap());
        assert_eq!(mine.len(), theirs.len());
        for (at, (mine, theirs)) in mine.iter().zip(theirs).enumerate() {
            assert_eq!(mine, theirs, "{name}: {}", question[name][at]);
        }
        // Not everything was damaged beyond being read, nor the other way.
        let kinds: std::collections::BTreeSet<_> = mine.iter().map(ToString::to_string).collect();
        assert!(kinds.len() > 3, "{name}: {kinds:?}");
    }
}

//! Frames of a client, and what must come of them.
//!
//! They are the cases of the Autobahn test suite, by its numbers, that apply to a server that takes no text and
//! speaks no extension: its cases 6 (text that is no UTF-8), 9.1 and 9.3 (text), 12 and 13 (compression) do not, nor
//! do messages over a mebibyte. What it sends as text is binary here. Where it wants an echo, here what the relay
//! says about the message's last frame must come, or the pong to a ping behind it: the connection lives.

use groundswell_wire::{Channel, ClientFrame};

/// A masked frame of a kind, with its first byte as it is.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [0x37, 0xfa, 0x21, 0x3d];
    let mut out = vec![first];
    match payload.len() {
        length @ 0..=125 => out.push(0x80 | length as u8),
        length @ 126..=0xffff => {
            out.push(0x80 | 126);
            out.extend((length as u16).to_be_bytes());
        }
        length => {
            out.push(0x80 | 127);
            out.extend((length as u64).to_be_bytes());
        }
    }
    out.extend(mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    out
}

fn closing(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(0x88, &[&code.to_be_bytes(), reason].concat())
}

/// What must come of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// These pongs, and the connection lives.
    Pongs(Vec<Vec<u8>>),
    /// The protocol's pong of this number, and the connection lives.
    Number(u32),
    /// The connection ends with this code, or with none.
    Closes(Option<u16>),
}

fn message() -> Vec<u8> {
    let mut bytes = Vec::new();
    ClientFrame::Ping { number: 77 }.encode(&mut bytes).unwrap();
    bytes
}

/// A message of so many bytes: chunks for a room that is not open, then the ping.
fn long(length: usize) -> Vec<u8> {
    let put = |chunk: &[u8]| {
        let mut bytes = Vec::new();
        ClientFrame::Put { channel: Channel(9), chunk }.encode(&mut bytes).unwrap();
        bytes
    };
    let mut bytes = Vec::new();
    while bytes.len() + (200 << 10) < length {
        bytes.extend(put(&vec![0; 100 << 10]));
    }
    // How long the length of the chunk is depends on the chunk.
    let left = length - bytes.len() - message().len();
    let last = (0..=left).rev().map(|size| put(&vec![0; size])).find(|put| put.len() == left);
    bytes.extend(last.unwrap());
    bytes.extend(message());
    assert_eq!(bytes.len(), length);
    bytes
}

/// A message in pieces of some bytes.
fn pieces(message: &[u8], piece: usize) -> Vec<u8> {
    let mut pieces: Vec<_> = message.chunks(piece).map(|piece| frame(0x00, piece)).collect();
    pieces[0][0] |= 0x02;
    pieces.last_mut().unwrap()[0] |= 0x80;
    pieces.concat()
}

/// The cases, by their numbers, with whether they are to be sent byte by byte.
pub fn cases() -> Vec<(String, Vec<u8>, bool, Then)> {
    use Then::{Closes, Number, Pongs};
    let mut cases: Vec<(String, Vec<u8>, bool, Then)> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, then: Then| cases.push((name.to_owned(), bytes, false, then));
    let message = message();
    let (first, rest) = message.split_at(2);
    let broken = || Closes(Some(1002));

    add("1.1: text is not taken", frame(0x81, b"hi"), Closes(Some(1003)));
    add("1.2: a binary message", frame(0x82, &message), Number(77));
    add("1.2.1: a message of nothing is none of the protocol", frame(0x82, b""), Closes(Some(1000)));
    for length in [125, 126, 127, 128, 65_535, 65_536] {
        add(&format!("1.2.2: {length} bytes"), frame(0x82, &long(length)), Number(77));
    }
    for (name, payload) in [
        ("2.1", Vec::new()),
        ("2.2", b"Hello".to_vec()),
        ("2.3", vec![0, 255, 254, 13, 10]),
        ("2.4", vec![254; 125]),
    ] {
        add(name, frame(0x89, &payload), Pongs(vec![payload]));
    }
    add("2.5", frame(0x89, &[254; 126]), broken());
    add("2.6", frame(0x89, &[254; 125]), Pongs(vec![vec![254; 125]]));
    add("2.7", frame(0x8a, b""), Pongs(Vec::new()));
    add("2.8", frame(0x8a, b"unasked"), Pongs(Vec::new()));
    add("2.9", [frame(0x8a, b"unasked"), frame(0x89, b"asked")].concat(), Pongs(vec![b"asked".to_vec()]));
    let ten: Vec<Vec<u8>> = (0..10).map(|number| vec![number; 5]).collect();
    add("2.10", ten.iter().flat_map(|payload| frame(0x89, payload)).collect(), Pongs(ten));
    for reserved in 1..8u8 {
        for opcode in [0x2, 0x8, 0x9, 0xa] {
            add(
                &format!("3: rsv {reserved}, {opcode}"),
                frame(0x80 | reserved << 4 | opcode, b"x"),
                broken(),
            );
        }
    }
    add("3.2: after a message", [frame(0x82, &message), frame(0xa2, b"x")].concat(), broken());
    add("4.1.3: after a message", [frame(0x82, &message), frame(0x83, b"")].concat(), broken());
    add("4.2.3: after a message", [frame(0x82, &message), frame(0x8b, b"")].concat(), broken());
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        add(&format!("4: opcode {opcode}, empty"), frame(0x80 | opcode, b""), broken());
        add(&format!("4: opcode {opcode}"), frame(0x80 | opcode, b"payload"), broken());
    }
    add("5.1", [frame(0x09, b"a"), frame(0x80, b"b")].concat(), broken());
    add("5.2", [frame(0x0a, b"a"), frame(0x80, b"b")].concat(), broken());
    add("5.3", [frame(0x02, first), frame(0x80, rest)].concat(), Number(77));
    let between = [frame(0x02, first), frame(0x89, b"between"), frame(0x80, rest)].concat();
    add("5.6", between, Pongs(vec![b"between".to_vec()]));
    add("5.9", frame(0x80, b"goes on"), broken());
    add("5.12", frame(0x00, b"goes on"), broken());
    add("5.10: and a message", [frame(0x80, b"goes on"), frame(0x82, &message)].concat(), broken());
    add("5.13: and a message", [frame(0x00, b"goes on"), frame(0x82, &message)].concat(), broken());
    let behind =
        [frame(0x02, first), frame(0x80, rest), frame(0x00, b"goes on"), frame(0x82, &message)].concat();
    add("5.15: two pieces, then one too many", behind, broken());
    let after = [frame(0x82, &message), frame(0x80, b"goes on")].concat();
    add("5.15", after, broken());
    add("5.18", [frame(0x02, b"a"), frame(0x82, b"b")].concat(), broken());
    add("5.18, text", [frame(0x02, b"a"), frame(0x81, b"b")].concat(), broken());
    let parts =
        [frame(0x02, first), frame(0x00, b""), frame(0x89, b"1"), frame(0x00, rest), frame(0x80, b"")];
    add("5.19", parts.concat(), Pongs(vec![b"1".to_vec()]));
    let [second, third] = [b"1", b"2"].map(|payload| frame(0x89, payload));
    let five = [frame(0x02, &message[..1]), frame(0x00, &message[1..2]), second, frame(0x00, &message[2..3])];
    let five = [five.concat(), frame(0x00, &message[3..4]), third, frame(0x80, &message[4..])].concat();
    add("5.20", five, Pongs(vec![b"1".to_vec(), b"2".to_vec()]));
    add("7.1.1", [frame(0x82, &message), closing(1000, b"")].concat(), Closes(Some(1000)));
    add("7.1.2", [closing(1000, b""), closing(1001, b"")].concat(), Closes(Some(1000)));
    add("7.1.3", [closing(1000, b""), frame(0x89, b"late")].concat(), Closes(Some(1000)));
    add("7.1.4", [closing(1000, b""), frame(0x82, &message)].concat(), Closes(Some(1000)));
    add("7.1.5", [frame(0x02, first), closing(1000, b""), frame(0x80, rest)].concat(), Closes(Some(1000)));
    let much = [frame(0x82, &long(256 << 10)), closing(1000, b""), frame(0x89, b"late")].concat();
    add("7.1.6", much, Closes(Some(1000)));
    add("7.3.1", frame(0x88, b""), Closes(None));
    add("7.3.2", frame(0x88, b"a"), broken());
    add("7.3.3", closing(1000, b""), Closes(Some(1000)));
    add("7.3.4", closing(1000, b"Hello World!"), Closes(Some(1000)));
    add("7.3.5", closing(1000, &[b'*'; 123]), Closes(Some(1000)));
    add("7.3.6", closing(1000, &[b'*'; 124]), broken());
    add(
        "7.5.1",
        closing(1000, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80"),
        Closes(Some(1007)),
    );
    for code in
        [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
    {
        add(&format!("7.7: {code}"), closing(code, b""), Closes(Some(code)));
    }
    for code in [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        add(&format!("7.9: {code}"), closing(code, b""), broken());
        add(&format!("7.9: {code}, with a reason"), closing(code, b"reason"), broken());
    }
    for (name, length) in [("9.2.1", 64 << 10), ("9.2.2", 256 << 10), ("9.2.3", 1 << 20)] {
        add(name, frame(0x82, &long(length)), Number(77));
    }
    // The more pieces there may be, the smaller they are.
    for (name, piece) in [("9.4.3", 1 << 10), ("9.4.4", 4 << 10), ("9.4.5", 16 << 10), ("9.4.6", 64 << 10)] {
        add(name, pieces(&long(1 << 20), piece), Number(77));
    }
    add("10.1.1", pieces(&long(65_536), 1_300), Number(77));
    add("9.2: over a mebibyte", frame(0x82, &vec![0; (1 << 20) + 1])[..14].to_vec(), Closes(Some(1009)));
    // Beyond Autobahn, whose client always masks and counts well.
    add("no mask", vec![0x82, 2, 1, 1], broken());
    add("no mask and nothing", vec![0x82, 0], broken());
    add("a ping without a mask", vec![0x89, 0], broken());
    add("126 for a short length", [&[0x82, 0xfe, 0, 5, 0, 0, 0, 0][..], &[0; 5]].concat(), broken());
    add("127 for a short length", [0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0].to_vec(), broken());
    add("a length of 64 bits", [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0].to_vec(), broken());
    add("a long ping announced", vec![0x89, 0xfe], broken());
    let bits = [frame(0x02, b"x"), frame(0x00, b"").repeat(1_100)].concat();
    add("more than 1,024 pieces", bits, Closes(Some(1009)));

    let crumbs: Vec<_> = cases
        .iter()
        .filter(|(name, ..)| {
            let whole = [
                "1.2.2: 12",
                "2.4",
                "2.6",
                "2.10",
                "5.3",
                "5.6",
                "5.9",
                "5.12",
                "5.15",
                "5.18",
                "5.19",
                "5.20",
                "7.1.5",
                "7.3.5",
                "7.5.1",
            ];
            *name == "1.2: a binary message" || whole.iter().any(|it| name.starts_with(it))
        })
        .map(|(name, bytes, _, then)| (format!("{name}, byte by byte"), bytes.clone(), true, then.clone()))
        .collect();
    cases.extend(crumbs);
    cases
}

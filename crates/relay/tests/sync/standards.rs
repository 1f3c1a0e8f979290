//! HTTP and WebSocket by the book (RFC 9110, 9112, 6455), over bare sockets.
//!
//! The frames are the cases of the Autobahn test suite, by its numbers, that apply to a server that takes no text and
//! speaks no extension: its cases 6 (text that is no UTF-8), 9.1 and 9.3 to 9.8 (speed), 12 and 13 (compression) do
//! not. Where Autobahn wants an echo, here a ping behind it must be answered: the connection lives.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use groundswell_relay::{Options, Service, serve};
use groundswell_wire::{ClientFrame, RelayFrame};

const LOOPBACK: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Serves while a test that blocks speaks to it.
async fn serving(test: impl FnOnce(SocketAddr) + Send + 'static) {
    let app = tempfile::tempdir().unwrap();
    std::fs::write(app.path().join("index.html"), "app").unwrap();
    let service = Service::open(Options::default()).unwrap();
    let server = serve(app.path(), LOOPBACK, &service).await.unwrap();
    let address = server.address();
    tokio::task::spawn_blocking(move || test(address)).await.unwrap();
    server.stop().await;
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// Reads up to the end of an answer's head.
fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    String::from_utf8(head).unwrap().to_ascii_lowercase()
}

const ASKS: [&str; 5] = [
    "host: relay",
    "connection: keep-alive, Upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
];

fn request(line: &str, headers: &[&str]) -> String {
    format!("{line}\r\n{}\r\n\r\n", headers.join("\r\n"))
}

/// The headers of a request for a WebSocket, with one of them changed or left out.
fn with<'a>(name: &str, instead: &[&'a str]) -> Vec<&'a str> {
    let others = ASKS.into_iter().filter(|header| !header.starts_with(name));
    others.chain(instead.iter().copied()).collect()
}

#[tokio::test]
async fn a_handshake_is_answered_as_the_standards_say() {
    serving(|address| {
        let get = "GET /sync HTTP/1.1";
        let old = "GET /sync HTTP/1.0";
        let long = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZSBpcyB0b28gbG9uZw==";
        for (line, headers, status) in [
            (get, ASKS.to_vec(), 101),
            (get, with("sec-websocket-key", &["sec-websocket-key:  dGhlIHNhbXBsZSBub25jZQ== "]), 101),
            (
                get,
                with("x", &["sec-websocket-protocol: chat", "sec-websocket-extensions: permessage-deflate"]),
                101,
            ),
            (get, vec!["host: relay"], 426),
            (get, with("upgrade", &[]), 426),
            (get, with("upgrade", &["upgrade: h2c"]), 426),
            (get, with("connection", &["connection: close"]), 426),
            (get, with("sec-websocket-version", &[]), 426),
            (get, with("sec-websocket-version", &["sec-websocket-version: 8"]), 426),
            (get, with("sec-websocket-version", &["sec-websocket-version: 130"]), 426),
            (get, with("sec-websocket-key", &[]), 400),
            (get, with("sec-websocket-key", &["sec-websocket-key: "]), 400),
            (get, with("sec-websocket-key", &["sec-websocket-key: dGhlIHNhbXBsZSBub25jZ!=="]), 400),
            (get, with("sec-websocket-key", &["sec-websocket-key: aaaaaaaaaaaaaaaaaaaaaaaa"]), 400),
            (get, with("sec-websocket-key", &[long]), 400),
            (get, with("x", &["sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="]), 400),
            (get, with("x", &["content-length: 5"]), 400),
            (get, with("x", &["transfer-encoding: chunked"]), 400),
            (get, with("host", &[]), 400),
            (get, with("host", &["host: relay", "host: other"]), 400),
            (old, ASKS.to_vec(), 400),
            (old, with("host", &[]), 400),
            ("POST /sync HTTP/1.1", ASKS.to_vec(), 405),
            ("HEAD /sync HTTP/1.1", ASKS.to_vec(), 405),
            ("GET / HTTP/1.1", vec!["x: y"], 400),
            ("GET / HTTP/1.1", vec!["host: a", "host: b"], 400),
            ("GET / HTTP/1.1", vec!["host: a"], 200),
            ("GET / HTTP/1.0", vec!["x: y"], 200),
        ] {
            let mut stream = connect(address);
            stream.write_all(request(line, &headers).as_bytes()).unwrap();
            let head = head(&mut stream);
            let said = format!("{line} {headers:?}: {head}");
            assert!(head.split(' ').nth(1) == Some(&status.to_string()), "{said}");
            match status {
                101 => {
                    assert!(head.contains("\r\nupgrade: websocket\r\n"), "{said}");
                    assert!(
                        head.contains("\r\nsec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"),
                        "{said}"
                    );
                    assert!(!head.contains("sec-websocket-extensions"), "{said}");
                    assert!(!head.contains("sec-websocket-protocol"), "{said}");
                }
                426 => {
                    assert!(head.contains("\r\nsec-websocket-version: 13\r\n"), "{said}");
                    assert!(head.contains("\r\nupgrade: websocket\r\n"), "{said}");
                    assert!(head.contains("\r\nconnection: "), "{said}");
                }
                405 => assert!(head.contains("\r\nallow: get\r\n"), "{said}"),
                _ => {}
            }
        }
    })
    .await;
}

/// A masked frame of a kind, with its first byte as it is.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
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
enum Then {
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

/// The cases, by their numbers, with whether they are to be sent byte by byte.
fn cases() -> Vec<(String, Vec<u8>, bool, Then)> {
    use Then::{Closes, Number, Pongs};
    let mut cases: Vec<(String, Vec<u8>, bool, Then)> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, then: Then| cases.push((name.to_owned(), bytes, false, then));
    let message = message();
    let (first, rest) = message.split_at(2);
    let broken = || Closes(Some(1002));

    add("1.1: text is not taken", frame(0x81, b"hi"), Closes(Some(1003)));
    add("1.2: a binary message", frame(0x82, &message), Number(77));
    for (name, payload) in [
        ("2.1", Vec::new()),
        ("2.2", b"Hello".to_vec()),
        ("2.3", vec![0, 255, 254, 13, 10]),
        ("2.4", vec![254; 125]),
    ] {
        add(name, frame(0x89, &payload), Pongs(vec![payload]));
    }
    add("2.5", frame(0x89, &[254; 126]), broken());
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
    let after = [frame(0x82, &message), frame(0x80, b"goes on")].concat();
    add("5.15", after, broken());
    add("5.18", [frame(0x02, b"a"), frame(0x82, b"b")].concat(), broken());
    add("5.18, text", [frame(0x02, b"a"), frame(0x81, b"b")].concat(), broken());
    let parts =
        [frame(0x02, first), frame(0x00, b""), frame(0x89, b"1"), frame(0x00, rest), frame(0x80, b"")];
    add("5.19", parts.concat(), Pongs(vec![b"1".to_vec()]));
    add("7.1.1", [frame(0x82, &message), closing(1000, b"")].concat(), Closes(Some(1000)));
    add("7.1.2", [closing(1000, b""), closing(1001, b"")].concat(), Closes(Some(1000)));
    add("7.1.3", [closing(1000, b""), frame(0x89, b"late")].concat(), Closes(Some(1000)));
    add("7.1.4", [closing(1000, b""), frame(0x82, &message)].concat(), Closes(Some(1000)));
    add("7.1.5", [frame(0x02, first), closing(1000, b""), frame(0x80, rest)].concat(), Closes(Some(1000)));
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
            ["1.2", "2.4", "2.10", "5.6", "5.19", "7.3.5", "7.5.1"].iter().any(|it| name.starts_with(it))
        })
        .map(|(name, bytes, _, then)| (format!("{name}, byte by byte"), bytes.clone(), true, then.clone()))
        .collect();
    cases.extend(crumbs);
    cases
}

/// What the server said: pongs, numbers of the protocol's pongs, and how it closed.
#[derive(Debug, Default)]
struct Heard {
    pongs: Vec<Vec<u8>>,
    numbers: Vec<u32>,
    closed: Option<Option<u16>>,
}

impl Heard {
    /// Reads one frame; says whether there was one.
    fn read(&mut self, stream: &mut TcpStream) -> bool {
        let mut head = [0; 2];
        if stream.read_exact(&mut head).is_err() {
            return false;
        }
        assert!(self.closed.is_none(), "something is said after the close");
        assert!(head[1] & 0x80 == 0, "a server does not mask");
        let length = match head[1] {
            126 => {
                let mut length = [0; 2];
                stream.read_exact(&mut length).unwrap();
                usize::from(u16::from_be_bytes(length))
            }
            127 => panic!("nothing here is so long"),
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).unwrap();
        match head[0] {
            0x82 => {
                for frame in RelayFrame::all(&payload).unwrap() {
                    if let RelayFrame::Pong { number } = frame.unwrap() {
                        self.numbers.push(number);
                    }
                }
            }
            0x88 => {
                let code = payload.first_chunk::<2>().map(|code| u16::from_be_bytes(*code));
                assert!(payload.is_empty() || code.is_some());
                self.closed = Some(code);
            }
            0x8a => self.pongs.push(payload),
            other => panic!("a frame of kind {other:#x}"),
        }
        true
    }
}

#[tokio::test]
async fn frames_are_taken_as_the_standard_says() {
    serving(|address| {
        let mut hello = Vec::new();
        ClientFrame::Hello { versions: vec![1], agent: "standards" }.encode(&mut hello).unwrap();
        for (name, bytes, is_in_crumbs, then) in cases() {
            let mut stream = connect(address);
            stream.write_all(request("GET /sync HTTP/1.1", &ASKS).as_bytes()).unwrap();
            assert!(head(&mut stream).starts_with("http/1.1 101 "));
            stream.write_all(&frame(0x82, &hello)).unwrap();
            if is_in_crumbs {
                bytes.iter().for_each(|byte| stream.write_all(&[*byte]).unwrap());
            } else {
                stream.write_all(&bytes).unwrap();
            }
            let mut heard = Heard::default();
            if let Then::Closes(code) = then {
                while heard.read(&mut stream) {}
                assert_eq!(heard.closed, Some(code), "{name}");
                continue;
            }
            let last = b"the last one".to_vec();
            stream.write_all(&frame(0x89, &last)).unwrap();
            let is_number = matches!(then, Then::Number(_));
            while heard.pongs.last() != Some(&last) || (is_number && heard.numbers.is_empty()) {
                assert!(heard.read(&mut stream), "{name}: {heard:?}");
            }
            assert_eq!(heard.closed, None, "{name}");
            heard.pongs.pop();
            match then {
                Then::Pongs(pongs) => assert_eq!(heard.pongs, pongs, "{name}"),
                Then::Number(number) => assert_eq!(heard.numbers, [number], "{name}"),
                Then::Closes(_) => {}
            }
        }
    })
    .await;
}

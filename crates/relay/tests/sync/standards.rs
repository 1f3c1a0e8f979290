//! HTTP and WebSocket by the book (RFC 9110, 9112, 6455), over bare sockets.
//!
//! The frames are [`cases`].

mod cases;

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use groundswell_relay::{Options, Service, serve};
use groundswell_wire::{ClientFrame, RelayFrame};

use cases::{Then, cases, frame};

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
            let message = format!("{line} {headers:?}: {head}");
            assert!(head.split(' ').nth(1) == Some(&status.to_string()), "{message}");
            match status {
                101 => {
                    assert!(head.contains("\r\nupgrade: websocket\r\n"), "{message}");
                    assert!(
                        head.contains("\r\nsec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"),
                        "{message}"
                    );
                    assert!(!head.contains("sec-websocket-extensions"), "{message}");
                    assert!(!head.contains("sec-websocket-protocol"), "{message}");
                }
                426 => {
                    assert!(head.contains("\r\nsec-websocket-version: 13\r\n"), "{message}");
                    assert!(head.contains("\r\nupgrade: websocket\r\n"), "{message}");
                    assert!(head.contains("\r\nconnection: "), "{message}");
                }
                405 => assert!(head.contains("\r\nallow: get\r\n"), "{message}"),
                _ => {}
            }
        }
    })
    .await;
}

/// What the server said: pongs, numbers of the protocol's pongs, and how it closed.
#[derive(Debug, Default)]
struct Received {
    pongs: Vec<Vec<u8>>,
    numbers: Vec<u32>,
    closed: Option<Option<u16>>,
}

impl Received {
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
            let mut received = Received::default();
            if let Then::Closes(code) = then {
                while received.read(&mut stream) {}
                assert_eq!(received.closed, Some(code), "{name}");
                continue;
            }
            let last = b"the last one".to_vec();
            stream.write_all(&frame(0x89, &last)).unwrap();
            let is_number = matches!(then, Then::Number(_));
            while received.pongs.last() != Some(&last) || (is_number && received.numbers.is_empty()) {
                assert!(received.read(&mut stream), "{name}: {received:?}");
            }
            assert_eq!(received.closed, None, "{name}");
            received.pongs.pop();
            match then {
                Then::Pongs(pongs) => assert_eq!(received.pongs, pongs, "{name}"),
                Then::Number(number) => assert_eq!(received.numbers, [number], "{name}"),
                Then::Closes(_) => {}
            }
        }
    })
    .await;
}

//! What the real program tells whoever runs it, and what it never tells.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use groundswell_wire::{Channel, ClientFrame};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::chunks::{Part, forged};
use crate::client::{Client, Member};

/// Where a trusted proxy says that clients come from.
const CLIENT: &str = "203.0.113.77";
/// In addresses and headers of requests.
const SECRET: &str = "hushhush";

/// Of the part; its token is made of it.
const NUMBER: u8 = 0xa7;

/// Starts the program, and ends it by a signal as service managers do.
struct Program {
    child: Child,
    stdout: BufReader<std::process::ChildStdout>,
    address: SocketAddr,
}

impl Program {
    fn start(folder: &std::path::Path, arguments: &[&str]) -> Self {
        std::fs::write(folder.join("index.html"), "app").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_groundswell-relay"))
            .args(["--listen", "127.0.0.1:0", "--ephemeral", "--proxy", "127.0.0.1", "--app"])
            .arg(folder)
            .args(arguments)
            .env_remove("GROUNDSWELL_LOG")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().rsplit("//").next().unwrap().parse().unwrap();
        Self { child, stdout, address }
    }

    /// Everything that it said after where it listens.
    fn end(mut self) -> (String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let (mut out, mut error) = (String::new(), String::new());
        self.stdout.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
        assert!(self.child.wait().unwrap().success(), "{error}");
        (out, error)
    }
}

/// Asks for that, as a client behind the proxy, and reads the answer's first line.
async fn asks(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head =
        format!("{request}\r\nHost: {address}\r\nX-Forwarded-For: {CLIENT}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

/// Good and bad requests of all kinds, with a room, its token and an address.
async fn lives_with(address: SocketAddr, part: &Part) {
    // A neighbour puts a chunk, and one with a signature that does not hold; another fetches it.
    let Member { mut client, .. } = Client::member(address, &part.access, &[]).await;
    let chunk = part.tail(1, 300);
    let put = |bytes| ClientFrame::Put { channel: Channel(0), chunk: bytes };
    client.send(&[put(&chunk.bytes), put(&forged(&part.tail(2, 300)).bytes)]).await;
    let Member { chunks, .. } = Client::member(address, &part.access, &[]).await;
    assert!(chunks.len() <= 1, "what is forged is not handed on");
    Client::member(address, &part.without_token(), &[]).await;
    // Somebody behind the proxy sends what is no frame.
    let mut request = format!("ws://{address}/sync?token={SECRET}").into_client_request().unwrap();
    request.headers_mut().insert("x-forwarded-for", CLIENT.parse().unwrap());
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
    futures::SinkExt::send(&mut socket, Message::binary(SECRET.as_bytes().to_vec())).await.unwrap();
    while let Some(Ok(_)) = futures::StreamExt::next(&mut socket).await {}
    // And what is no WebSocket, from a page that may not, or nothing at all.
    let sync = format!("GET /sync?token={SECRET} HTTP/1.1");
    assert!(asks(address, &sync).await.contains("426"));
    let handshake =
        format!("{sync}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13");
    assert!(asks(address, &handshake).await.contains("400"), "there is no key");
    let page = format!(
        "{handshake}\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://{SECRET}.example"
    );
    assert!(asks(address, &page).await.contains("403"));
    assert!(asks(address, &format!("GET /{SECRET} HTTP/1.1")).await.starts_with("HTTP/1.1"));
    asks(address, &format!("{SECRET} {SECRET}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_asked_the_program_names_no_room_no_token_and_no_address() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &["--log", "debug", "--log-format", "json"]);
    let address = program.address;
    let part = Part::new(NUMBER);
    lives_with(address, &part).await;
    let (out, error) = program.end();
    assert_eq!(out, "", "it says nothing more there");
    let lines: Vec<Value> = error.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let logged = |message: &str| lines.iter().filter(|line| line["message"] == message).collect::<Vec<_>>();
    for (message, level) in [
        ("the store is open", "INFO"),
        ("listening", "INFO"),
        ("a client came", "DEBUG"),
        ("a request was none for a WebSocket", "DEBUG"),
        ("a page of an origin that is not named was refused", "DEBUG"),
        ("requests were refused", "WARN"),
        ("the relay has ended", "INFO"),
    ] {
        let found = logged(message);
        assert!(!found.is_empty() && found.iter().all(|line| line["level"] == level), "{message}: {error}");
    }
    let refused = logged("requests were refused");
    let counted = |reason: &str| refused.iter().any(|line| line["reason"] == reason && line["count"] == 1);
    assert!(counted("BadSignature") && counted("Malformed"), "{refused:?}");
    // Where it listens was told to it, and is the one address that it may name.
    let rest: String = error.lines().filter(|line| !line.contains("\"listening\"")).collect();
    let room = part.room();
    let token = [NUMBER; 32];
    for bytes in [room.as_bytes(), &token, part.access.key.as_bytes()] {
        let (hexadecimal, list) = (hex::encode(bytes), format!("{bytes:?}"));
        for secret in [&hexadecimal[..16], list.trim_matches(['[', ']'])] {
            assert!(!rest.contains(secret), "it names {secret}: {rest}");
        }
    }
    for secret in [CLIENT, SECRET, "127.0.0.1", "/sync"] {
        assert!(!rest.contains(secret), "it names {secret}: {rest}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_be_silent_the_program_says_only_where_it_listens() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &["--log", "off"]);
    lives_with(program.address, &Part::new(3)).await;
    assert_eq!(program.end(), (String::new(), String::new()));
}

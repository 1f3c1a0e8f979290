//! Measures what an idle connection costs the relay in memory:
//! `cargo run --release -p groundswell-relay --example idle -- target/release/groundswell-relay 1000`
//!
//! Starts the program, opens connections that say hello, open a room and are live in it, and reads the
//! program's resident memory before and after from `/proc`. Memory of the system's sockets is not in it.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement ends by panicking, and says what it found"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

use groundswell_wire::{Access, Channel, ClientFrame, FetchToken, Label, VerifyingKey};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().unwrap_or_else(|| "target/release/groundswell-relay".to_owned());
    let count: usize = arguments.next().map_or(1_000, |count| count.parse().unwrap());
    let app = tempfile::tempdir().unwrap();
    std::fs::write(app.path().join("index.html"), "app").unwrap();
    let mut relay = Command::new(program)
        .args(["--ephemeral", "--listen", "127.0.0.1:0", "--address-connections", "100000"])
        .args(["--connections", "100000", "--address-frames", "0", "--app"])
        .arg(app.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(relay.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("//").next().unwrap().parse().unwrap();

    // What the first ones cost is the program's warming up.
    let mut held: Vec<_> = (0..50).map(|_| connect(address)).collect();
    std::thread::sleep(Duration::from_secs(1));
    let before = resident(relay.id());
    held.extend((0..count).map(|_| connect(address)));
    std::thread::sleep(Duration::from_secs(2));
    let after = resident(relay.id());
    let each = after.saturating_sub(before) as f64 / count as f64;
    println!("{count} idle connections: {:.2} KB each ({before} KB before, {after} KB after)", each);
    relay.kill().unwrap();
    relay.wait().unwrap();
    drop(held);
}

/// Opens a connection and a room, and waits until it is live.
fn connect(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(
        stream,
        "GET /sync HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .unwrap();
    let mut frames = Vec::new();
    // The curve's base point is as good a key as any.
    let mut key = [0x66; 32];
    if let Some(first) = key.first_mut() {
        *first = 0x58;
    }
    let access = Access {
        label: Label::new("members").unwrap(),
        key: VerifyingKey::from_bytes(key),
        epoch: 0,
        token: FetchToken::from_bytes([1; 32]),
    };
    ClientFrame::Hello { versions: vec![1], agent: "idle" }.encode(&mut frames).unwrap();
    ClientFrame::Open { channel: Channel(0), access }.encode(&mut frames).unwrap();
    ClientFrame::Have { channel: Channel(0), last: true, ids: Vec::new() }.encode(&mut frames).unwrap();
    // Masked with nought.
    let length = u16::try_from(frames.len()).unwrap().to_be_bytes();
    stream.write_all(&[&[0x82, 0x80 | 126][..], &length, &[0; 4], &frames].concat()).unwrap();
    // The frame `live` of channel 0 ends what there is to say.
    let (mut heard, mut bytes) = (Vec::new(), [0; 4_096]);
    while !heard.ends_with(&[0x86, 2, 0, 0]) {
        let length = stream.read(&mut bytes).unwrap();
        assert!(length > 0, "the relay hung up");
        heard.extend(bytes.iter().take(length));
    }
    stream
}

/// Resident memory of a process, in KB.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

//! Attacks by what is said.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use groundswell_wire::{Channel, ClientFrame, RelayFrame};
use tokio::net::TcpStream;

use super::{answers::Answers, attacker, member, says};
use crate::protocol::{Part, hello, put};
use crate::socket::{Socket, dial, frame, request, write_all};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Requests that are none, or not welcome.
pub fn requests(to: SocketAddr) -> Vec<(&'static str, Vec<u8>)> {
    let with = |header: &str| request(to, "/sync").replacen("\r\n\r\n", &format!("\r\n{header}\r\n\r\n"), 1);
    vec![
        ("bytes that are no HTTP", vec![0xff; 4_096]),
        ("a head of 64 KB", with(&format!("x: {}", "x".repeat(64 << 10))).into_bytes()),
        ("a page of another origin", with("origin: https://evil.example").into_bytes()),
        ("a path out of the folder", request(to, "/../../etc/passwd").into_bytes()),
        ("a body that inflates to 16 MB", inflating_body(to)),
    ]
}

/// A request for the app whose body is a bomb.
fn inflating_body(to: SocketAddr) -> Vec<u8> {
    let body = bomb(100_000);
    let head = format!(
        "POST / HTTP/1.1\r\nhost: {to}\r\ncontent-encoding: deflate\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), &body].concat()
}

/// So many bytes in the format DEFLATE (RFC 1951, fixed codes), each 13 bits of which stand for 258 bytes of nought.
fn bomb(length: usize) -> Vec<u8> {
    let block = [0, 1, 0];
    let nought = [0, 0, 1, 1, 0, 0, 0, 0];
    let again = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    let mut bits = block.into_iter().chain(nought).chain(again.into_iter().cycle());
    (0..length).map(|_| (0..8).fold(0, |byte, place| byte | bits.next().unwrap_or(0) << place)).collect()
}

/// WebSocket frames that are wrong, too large or too small.
pub fn frames() -> Vec<(&'static str, Vec<u8>)> {
    let framed = |payload: &[u8]| {
        let mut bytes = Vec::new();
        frame(payload, &mut bytes);
        bytes
    };
    let announced = |length: u64| [&[0x82, 0xff][..], &length.to_be_bytes(), &[0; 4], &[0; 64]].concat();
    let crumb = [0x00, 0x81, 0, 0, 0, 0, 0];
    let mut crumbs = vec![0x02, 0x81, 0, 0, 0, 0, 0];
    crumbs.extend(crumb.repeat(4_000));
    let again = |message: Vec<u8>| framed(&[hello(), message].concat());
    vec![
        ("a message of 2^62 bytes announced", announced(1 << 62)),
        ("a message of 1 MiB and a byte", announced((1 << 20) + 1)),
        ("a message in pieces of one byte", crumbs),
        ("empty messages", framed(&[]).repeat(1_000)),
        ("text", vec![0x81, 0x82, 0, 0, 0, 0, b'h', b'i']),
        ("a frame without a mask", vec![0x82, 0x08, 1, 1, 1, 1, 1, 1, 1, 1]),
        ("bytes that are no frames", framed(&[0xee; 300])),
        ("a frame longer than its message", again(vec![0x04, 0xff, 0xff, 0x03, 1])),
        ("a length that does not end", again(vec![0x04, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
        ("10,000 tiny frames in a message", again([0x07, 0x04, 0, 0, 0, 0].repeat(10_000))),
        ("a message that inflates to 160 MB", compressed(&framed(&bomb(1_000_000)))),
        ("a chunk for no room", again([&[0x04, 0x40, 0, 0][..], &[0x55; 62]].concat())),
    ]
}

/// Marks a frame as compressed (RFC 7692), which nobody agreed on.
fn compressed(frame: &[u8]) -> Vec<u8> {
    let mut frame = frame.to_vec();
    if let Some(first) = frame.first_mut() {
        *first |= 0x40;
    }
    frame
}

/// Says the same on some connections, and listens.
pub async fn say(to: SocketAddr, bytes: &[u8], times: usize) -> (Answers, Vec<TcpStream>) {
    let (mut answers, mut held) = (Answers::default(), Vec::new());
    for time in 0..times {
        let stream = dial(Some(attacker(time)), to).await.unwrap();
        // The relay may hang up before it has heard all.
        let _hung_up = write_all(&stream, bytes).await;
        held.push(stream);
    }
    for stream in &held {
        answers
            .add_end(
                stream,
                if answers.json().as_object().is_some_and(serde_json::Map::is_empty) {
                    PATIENCE
                } else {
                    PATIENCE / 10
                },
            )
            .await;
    }
    (answers, held)
}

pub async fn say_in_websocket(to: SocketAddr, bytes: &[u8], times: usize) -> (Answers, Vec<TcpStream>) {
    say(to, &[request(to, "/sync").as_bytes(), bytes].concat(), times).await
}

async fn talker(number: usize, to: SocketAddr) -> Socket {
    let socket = Socket::connect(Some(attacker(number)), to, "/sync").await.unwrap();
    socket.send(&[hello()]).await.unwrap();
    socket
}

/// Writes as much as is taken for two seconds, on some connections of one address.
async fn pour(sockets: Vec<Socket>, bytes: &[u8], unit: usize, answers: &mut Answers) -> Vec<Socket> {
    let began = Instant::now();
    let mut written = vec![0; sockets.len()];
    while began.elapsed() < Duration::from_secs(2) {
        for (socket, written) in sockets.iter().zip(&mut written) {
            // Whole or from where the last write ended: the same bytes over and over.
            *written += socket.stream.try_write(&bytes[*written % bytes.len()..]).unwrap_or(0);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let sum: usize = written.iter().sum::<usize>() / unit;
    answers.add(format!("{sum} taken or in the system's buffers"));
    sockets
}

/// Pings as fast as they are taken.
pub async fn pings(to: SocketAddr, connections: usize) -> (Answers, Vec<Socket>) {
    let mut sockets = Vec::new();
    for _ in 0..connections {
        sockets.push(talker(0, to).await);
    }
    let mut answers = Answers::default();
    let ping = [0x89, 0x80, 0, 0, 0, 0];
    let held = pour(sockets, &ping.repeat(4_096), ping.len(), &mut answers).await;
    (answers, held)
}

/// Chunks that look right until the signature is checked.
pub async fn forged(to: SocketAddr, connections: usize) -> (Answers, Vec<Socket>) {
    let part = Part::new(4_000_001);
    let mut bytes = Vec::new();
    let mut unit = 0;
    for number in 0..512 {
        let mut chunk = part.tail(number, 300).bytes;
        if let Some(last) = chunk.last_mut() {
            *last ^= 1;
        }
        let before = bytes.len();
        frame(&put(&chunk), &mut bytes);
        unit = bytes.len() - before;
    }
    let mut sockets = Vec::new();
    for _ in 0..connections {
        sockets.push(member(Some(attacker(0)), to, &part).await.unwrap());
    }
    let mut answers = Answers::default();
    let held = pour(sockets, &bytes, unit, &mut answers).await;
    (answers, held)
}

/// Most of a message, and then nothing.
pub async fn unfinished(to: SocketAddr, connections: usize) -> (Answers, Vec<Socket>) {
    let mut bytes = [&[0x82, 0xff][..], &(1u64 << 20).to_be_bytes(), &[0; 4]].concat();
    bytes.resize(900 << 10, 0);
    let mut sockets = Vec::new();
    for _ in 0..connections {
        sockets.push((talker(1, to).await, 0));
    }
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(3) {
        for (socket, written) in &mut sockets {
            *written += socket.stream.try_write(&bytes[*written..]).unwrap_or(0);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let mut answers = Answers::default();
    let sum: usize = sockets.iter().map(|(_, written)| written).sum();
    answers.add(format!("{} MB taken or in the system's buffers", sum >> 20));
    (answers, sockets.into_iter().map(|(socket, _)| socket).collect())
}

/// A chunk in each of many new rooms.
pub async fn rooms(to: SocketAddr, rooms: usize) -> (Answers, Socket) {
    let mut socket = talker(2, to).await;
    let mut answers = Answers::default();
    for room in 0..rooms {
        let part = Part::new(5_000_000 + room as u32);
        let mut message = Vec::new();
        let channel = Channel(0);
        let chunk = part.tail(1, 300);
        ClientFrame::Open { channel, access: part.access.clone() }.encode(&mut message).unwrap();
        ClientFrame::Put { channel, chunk: &chunk.bytes }.encode(&mut message).unwrap();
        socket.send(&[message]).await.unwrap();
        let mut answer = None;
        while answer.is_none() {
            let hear = |message: &[u8]| {
                for frame in RelayFrame::all(message).unwrap().flatten() {
                    match frame {
                        RelayFrame::Ack { .. } => answer = Some("kept".to_owned()),
                        RelayFrame::Refused { reason, .. } => answer = Some(format!("refused: {reason:?}")),
                        _ => {}
                    }
                }
            };
            socket.receive(hear).await.unwrap();
        }
        answers.add(answer.unwrap());
        let mut message = Vec::new();
        ClientFrame::Close { channel }.encode(&mut message).unwrap();
        socket.send(&[message]).await.unwrap();
    }
    (answers, socket)
}

/// Members of a room in which much is written, who read nothing of it.
pub async fn deaf(to: SocketAddr, connections: usize) -> (Answers, Vec<Socket>) {
    let part = Part::new(4_000_002);
    let mut writer = member(Some(attacker(4)), to, &part).await.unwrap();
    let mut sockets = Vec::new();
    for _ in 0..connections {
        sockets.push(member(Some(attacker(3)), to, &part).await.unwrap());
    }
    for number in 0..160 {
        let chunk = part.tail(number, 200_000);
        writer.send(&[put(&chunk.bytes)]).await.unwrap();
        let mut is_acknowledged = false;
        while !is_acknowledged {
            let hear = |message: &[u8]| {
                is_acknowledged |= says(message, |frame| matches!(frame, RelayFrame::Ack { .. }))
            };
            writer.receive(hear).await.unwrap();
        }
    }
    let mut answers = Answers::default();
    for socket in &sockets {
        // What was on its way comes first; then it is over, or not.
        let mut bytes = vec![0; 256 << 10];
        let end = loop {
            let ready = tokio::time::timeout(PATIENCE / 10, socket.stream.readable()).await;
            match (ready, socket.stream.try_read(&mut bytes)) {
                (Err(_), _) => break "stays open",
                (_, Ok(0)) => break "hung up on",
                (_, Ok(_)) => {}
                (_, Err(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                (_, Err(_)) => break "hung up on",
            }
        };
        answers.add(end);
    }
    (answers, sockets)
}

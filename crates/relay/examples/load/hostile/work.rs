//! Attacks by what it costs to answer, and by what is stored.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use groundswell_wire::{Channel, ClientFrame, RelayFrame};

use super::{answers::Answers, attacker, member};
use crate::protocol::{Part, hello, put};
use crate::socket::{Socket, frame};

/// Chunks of the room that is looked through: most of what one may hold.
const LARGE: u32 = 3_000;

/// How long an attack goes on that is not over by itself.
const LONG: Duration = Duration::from_secs(3);

/// How long the attacker goes on that fills rooms.
const FILLING: Duration = Duration::from_secs(80);

fn message(frames: &[ClientFrame<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    frames.iter().for_each(|frame| frame.encode(&mut bytes).unwrap());
    bytes
}

/// Fills a room with as many small chunks as the relay takes in a while.
pub async fn large_room(to: SocketAddr) -> Part {
    let part = Part::new(4_000_010);
    let mut socket = member(Some(attacker(300)), to, &part).await.unwrap();
    let chunks: Vec<_> = (0..LARGE).map(|number| put(&part.tail(number, 100).bytes)).collect();
    let (mut sent, mut acknowledged) = (0, 0);
    while acknowledged < chunks.len() {
        let next = (sent + 64).min(acknowledged + 256).min(chunks.len());
        socket.send(&chunks[sent..next]).await.unwrap();
        sent = next;
        let hear = |message: &[u8]| {
            for frame in RelayFrame::all(message).unwrap().flatten() {
                match frame {
                    RelayFrame::Ack { ids, .. } => acknowledged += ids.len(),
                    RelayFrame::Refused { reason, .. } => panic!("refused: {reason:?}"),
                    _ => {}
                }
            }
        };
        socket.receive(hear).await.unwrap();
    }
    part
}

/// Questions what the room holds, all in one message.
pub fn questions(times: usize) -> Vec<u8> {
    let have = ClientFrame::Have { channel: Channel(0), last: true, ids: Vec::new() };
    message(&vec![have; times])
}

/// The room closed and opened again.
pub fn reopening(part: &Part) -> Vec<u8> {
    message(&[
        ClientFrame::Close { channel: Channel(0) },
        ClientFrame::Open { channel: Channel(0), access: part.access.clone() },
    ])
}

/// A chunk whose signature does not hold.
pub fn forged(part: &Part) -> Vec<u8> {
    let mut chunk = part.tail(1, 300).bytes;
    if let Some(last) = chunk.last_mut() {
        *last ^= 1;
    }
    put(&chunk)
}

/// Says one message on each of some connections of an address, and waits for a while.
pub async fn ask(
    to: SocketAddr,
    part: &Part,
    bytes: &[u8],
    connections: usize,
    from: usize,
) -> (Answers, Vec<Socket>) {
    let mut sockets = Vec::new();
    let mut answers = Answers::default();
    for _ in 0..connections {
        let socket = Socket::connect(Some(attacker(310 + from)), to, "/sync").await.unwrap();
        let opening = message(&[ClientFrame::Open { channel: Channel(0), access: part.access.clone() }]);
        socket.send(&[hello(), opening, bytes.to_vec()]).await.unwrap();
        sockets.push(socket);
    }
    tokio::time::sleep(LONG).await;
    answers.add(format!("{connections} said"));
    (answers, sockets)
}

/// Says the same again and again, as often as it is taken, on some connections of an address that have a room open
/// and read what comes.
pub async fn pour(to: SocketAddr, part: &Part, bytes: &[u8], connections: usize) -> (Answers, Vec<Socket>) {
    let mut sockets = Vec::new();
    for _ in 0..connections {
        sockets.push((member(Some(attacker(320)), to, part).await.unwrap(), 0));
    }
    let mut one = Vec::new();
    frame(bytes, &mut one);
    let many = one.repeat((64 << 10) / one.len() + 1);
    let mut sink = vec![0; 256 << 10];
    let began = Instant::now();
    while began.elapsed() < LONG {
        for (socket, written) in &mut sockets {
            *written += socket.stream.try_write(&many[*written % many.len()..]).unwrap_or(0);
            while socket.stream.try_read(&mut sink).is_ok_and(|length| length > 0) {}
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut answers = Answers::default();
    let sum: usize = sockets.iter().map(|(_, written)| written / one.len()).sum();
    answers.add(format!("{sum} taken or in the system's buffers"));
    (answers, sockets.into_iter().map(|(socket, _)| socket).collect())
}

/// Sends as many ephemeral messages as are taken, and counts what a reader gets of it.
pub async fn ephemeral(to: SocketAddr, part: &Part, connections: usize) -> (Answers, Vec<Socket>) {
    let mut reader = member(Some(attacker(331)), to, part).await.unwrap();
    let received = tokio::task::spawn_local(async move {
        let mut received = 0;
        let listen = async {
            let hear = |message: &[u8], received: &mut usize| {
                let is = |frame: &RelayFrame<'_>| matches!(frame, RelayFrame::Ephemeral { .. });
                *received += RelayFrame::all(message).unwrap().flatten().filter(is).count();
            };
            while reader.receive(|message| hear(message, &mut received)).await.is_ok() {}
        };
        let _time_is_up = tokio::time::timeout(LONG, listen).await;
        received
    });
    let ephemeral = message(&[ClientFrame::Ephemeral { channel: Channel(0), bytes: &[7; 4_096] }]);
    let (mut answers, held) = pour(to, part, &ephemeral, connections).await;
    answers.add(format!("{} passed on", received.await.unwrap()));
    (answers, held)
}

/// Fetches a room on many connections of an address at once.
pub async fn fetch(to: SocketAddr, part: &Part, connections: usize) -> (Answers, Vec<Socket>) {
    let fetching = (0..connections).map(|_| member(Some(attacker(340)), to, part));
    let sockets = futures::future::join_all(fetching).await;
    let mut answers = Answers::default();
    let sockets: Vec<_> = sockets.into_iter().flatten().collect();
    answers.add(format!("{} live", sockets.len()));
    (answers, sockets)
}

/// Fills room after room from one address, as fast as it is taken, until it is refused.
pub async fn fill(to: SocketAddr) -> (Answers, ()) {
    let mut answers = Answers::default();
    let (mut stored, mut room, mut refusal) = (0usize, 0u32, None);
    let began = Instant::now();
    while refusal.is_none() && began.elapsed() < FILLING {
        let part = Part::new(6_000_000 + room);
        room += 1;
        let mut socket = member(Some(attacker(350)), to, &part).await.unwrap();
        let (mut number, mut waiting) = (0, 0);
        let mut is_full = false;
        while !is_full && refusal.is_none() && began.elapsed() < FILLING {
            while waiting < 4 {
                number += 1;
                socket.send(&[put(&part.tail(number, 250_000).bytes)]).await.unwrap();
                waiting += 1;
            }
            let hear = |message: &[u8]| {
                for frame in RelayFrame::all(message).unwrap().flatten() {
                    match frame {
                        RelayFrame::Ack { ids, .. } => {
                            waiting -= ids.len();
                            stored += ids.len() * 250_000;
                        }
                        RelayFrame::Refused { reason: groundswell_wire::Refusal::RoomFull, .. } => {
                            is_full = true
                        }
                        RelayFrame::Refused { reason, .. } => refusal = Some(reason),
                        _ => {}
                    }
                }
            };
            if socket.receive(hear).await.is_err() {
                break;
            }
        }
    }
    answers.add(format!("{} MB in {room} rooms stored", stored / 1_000_000));
    answers.add(
        refusal.map_or_else(|| "never refused".to_owned(), |reason| format!("then refused: {reason:?}")),
    );
    (answers, ())
}

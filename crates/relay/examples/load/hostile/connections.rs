//! Attacks by how many, and how slowly.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use groundswell_wire::RelayFrame;
use tokio::net::TcpStream;

use super::{answers::Answers, attacker};
use crate::protocol::Part;
use crate::socket::{Socket, dial, request};

/// Requests that come a byte at a time.
pub async fn slowloris(to: SocketAddr, connections: usize) -> (Answers, Vec<TcpStream>) {
    let bytes = request(to, "/sync").into_bytes();
    let mut held = Vec::new();
    for _ in 0..connections {
        if let Ok(stream) = dial(Some(attacker(5)), to).await {
            held.push((stream, true));
        }
    }
    let mut answers = Answers::default();
    for byte in bytes.iter().take(5) {
        for (stream, is_open) in &mut held {
            if *is_open && stream.try_write(&[*byte]).is_err() {
                *is_open = false;
            }
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    for (stream, is_open) in &held {
        let mut byte = [0];
        let is_waiting = |error: std::io::Error| error.kind() == std::io::ErrorKind::WouldBlock;
        let stays = *is_open && stream.try_read(&mut byte).is_err_and(is_waiting);
        answers.add(if stays { "waited for" } else { "hung up on" });
    }
    (answers, held.into_iter().map(|(stream, _)| stream).collect())
}

/// Connects and goes, again and again.
pub async fn flood(to: SocketAddr) -> (Answers, ()) {
    let began = Instant::now();
    let mut answers = Answers::default();
    while began.elapsed() < Duration::from_secs(3) {
        let socket = Socket::connect(Some(attacker(6)), to, "/sync").await;
        answers.add(if socket.is_ok() { "taken in" } else { "not taken in" });
    }
    (answers, ())
}

/// Connections that open a room and then say nothing, from some addresses.
pub async fn idle(to: SocketAddr, connections: usize, addresses: usize) -> (Answers, Vec<Socket>) {
    let part = Part::new(4_000_003);
    let (mut answers, mut held) = (Answers::default(), Vec::new());
    for number in 0..connections {
        let answer = match Socket::connect(Some(attacker(10 + number % addresses)), to, "/sync").await {
            Err(error) => format!("not taken in: {}", error.kind()),
            Ok(mut socket) => {
                let mut answer = "hung up on".to_owned();
                let mut is_over = socket.send(&[part.greeting(&[])]).await.is_err();
                while !is_over {
                    let hear = |message: &[u8]| {
                        for frame in RelayFrame::all(message).unwrap().flatten() {
                            match frame {
                                RelayFrame::Live { .. } => answer = "live".to_owned(),
                                RelayFrame::Refused { reason, .. } => answer = format!("refused: {reason:?}"),
                                _ => continue,
                            }
                            is_over = true;
                        }
                    };
                    if socket.receive(hear).await.is_err() {
                        break;
                    }
                }
                held.push(socket);
                answer
            }
        };
        answers.add(answer);
    }
    (answers, held)
}

//! `kill -9` under load: what was acknowledged must be there afterwards.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use groundswell_wire::{Chunk, ChunkId, RelayFrame};
use serde_json::{Value, json};

use crate::protocol::{Part, Sealed, put};
use crate::socket::{Socket, frame, write_all};

/// Rooms, with a writer each.
const ROOMS: u32 = 4;

/// Chunks of a writer that wait to be acknowledged, at most.
const ON_THE_WAY: usize = 64;

/// What was acknowledged, and in which life of the relay.
type Acknowledged = Rc<RefCell<HashMap<ChunkId, u32>>>;

pub async fn measure(relay: &[String], times: u32) -> Value {
    let rooms: Vec<_> = (0..ROOMS).map(|room| (Part::new(room), Acknowledged::default())).collect();
    let (mut lost, mut slowest) = (0, Duration::ZERO);
    for life in 0..=times {
        let began = Instant::now();
        let (mut child, address) = start(relay);
        slowest = slowest.max(began.elapsed());
        // Everything of the last life, and from time to time everything.
        let is_whole = life == times || life % 20 == 0;
        for (part, acknowledged) in &rooms {
            let held = fetch(address, part).await;
            let acknowledged = acknowledged.borrow();
            let looked_at = acknowledged.iter().filter(|(_, at)| is_whole || **at + 1 == life);
            lost += looked_at.filter(|(id, _)| !held.contains(id)).count();
        }
        if life < times {
            let writers: Vec<_> = rooms
                .iter()
                .map(|(part, acknowledged)| {
                    let acknowledged = Rc::clone(acknowledged);
                    tokio::task::spawn_local(write(address, part.clone(), acknowledged, life))
                })
                .collect();
            // Never at the same point of its work.
            tokio::time::sleep(Duration::from_millis(30 + u64::from(life * 37 % 90))).await;
            child.kill().unwrap();
            child.wait().unwrap();
            for writer in writers {
                writer.await.unwrap();
            }
        } else {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
    let acknowledged: usize = rooms.iter().map(|(_, acknowledged)| acknowledged.borrow().len()).sum();
    json!({
        "kills": times,
        "acknowledged": acknowledged,
        "lost": lost,
        "slowest_start_ms": slowest.as_secs_f64() * 1e3,
    })
}

fn start(relay: &[String]) -> (Child, SocketAddr) {
    let (program, arguments) = relay.split_first().unwrap();
    let mut child = Command::new(program).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("//").next().and_then(|address| address.parse().ok());
    (child, address.expect("the relay says where it listens"))
}

/// The ids of everything in a room.
async fn fetch(address: SocketAddr, part: &Part) -> std::collections::HashSet<ChunkId> {
    let mut socket = Socket::connect(None, address, "/sync").await.unwrap();
    socket.send(&[part.greeting(&[])]).await.unwrap();
    let (mut held, mut is_live) = (std::collections::HashSet::new(), false);
    while !is_live {
        let mut take = |message: &[u8]| {
            for frame in RelayFrame::all(message).unwrap() {
                match frame.unwrap() {
                    RelayFrame::Chunk { chunk, .. } => {
                        held.insert(Chunk::parse(chunk).unwrap().id());
                    }
                    RelayFrame::Live { .. } => is_live = true,
                    _ => {}
                }
            }
        };
        socket.receive(&mut take).await.unwrap();
    }
    held
}

/// Puts chunk after chunk until the relay is gone, and notes what was acknowledged.
async fn write(address: SocketAddr, part: Part, acknowledged: Acknowledged, life: u32) {
    let Ok(mut socket) = Socket::connect(None, address, "/sync").await else { return };
    // All of it is here already, says the client that does not want it sent.
    let have: Vec<_> = acknowledged.borrow().keys().copied().collect();
    if socket.send(&[part.greeting(&have)]).await.is_err() {
        return;
    }
    let (mut on_the_way, mut number) = (0, life << 16);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        while on_the_way < ON_THE_WAY {
            number += 1;
            let Sealed { bytes: chunk, .. } = part.tail(number, if number % 50 == 0 { 60_000 } else { 300 });
            frame(&put(&chunk), &mut bytes);
            on_the_way += 1;
        }
        if write_all(&socket.stream, &bytes).await.is_err() {
            return;
        }
        let take = |message: &[u8]| {
            for frame in RelayFrame::all(message).unwrap() {
                if let Ok(RelayFrame::Ack { ids, .. }) = frame {
                    on_the_way -= ids.len();
                    acknowledged.borrow_mut().extend(ids.into_iter().map(|id| (id, life)));
                }
            }
        };
        if socket.receive(take).await.is_err() {
            return;
        }
    }
}

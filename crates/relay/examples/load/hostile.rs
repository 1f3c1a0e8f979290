//! Everything that a client should not do, beside two that behave: what the relay answers, what it costs, and
//! whether an honest edit still reaches its reader.

mod answers;
mod connections;
mod messages;
mod work;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use groundswell_wire::RelayFrame;
use serde_json::{Value, json};

use crate::Target;
use crate::protocol::{Part, put};
use crate::server::{busy_micros, resident};
use crate::socket::Socket;
use answers::Answers;

/// Longer than this an honest edit may not take, attack or not.
const MOST_HONEST: Duration = Duration::from_millis(300);

/// How long is waited for an honest edit before it counts as never.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than this the relay may not need, in bytes, whatever is done to it.
const MOST_RESIDENT: u64 = 512 << 20;

/// The room of the honest, of which attackers may hold a public link: they read it and cannot sign.
const HONEST: u32 = 4_000_000;

/// An address of this machine from which attacks come; honest clients have another.
fn attacker(number: usize) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(127, 0, 1 + (number / 250) as u8, 1 + (number % 250) as u8))
}

/// Somebody who writes and somebody who reads.
struct Honest {
    part: Part,
    writer: Socket,
    reader: Socket,
    written: u32,
}

impl Honest {
    async fn new(address: SocketAddr) -> Self {
        let part = Part::new(HONEST);
        let writer = member(None, address, &part).await.unwrap();
        let reader = member(None, address, &part).await.unwrap();
        Self { part, writer, reader, written: 0 }
    }

    /// Writes, and waits until it is read and acknowledged.
    async fn sync(&mut self) -> Option<Duration> {
        let began = Instant::now();
        self.written += 1;
        let chunk = self.part.tail(self.written, 300);
        let (writer, reader) = (&mut self.writer, &mut self.reader);
        let whole = async {
            writer.send(&[put(&chunk.bytes)]).await.ok()?;
            let mut is_read = false;
            while !is_read {
                let hear = |message: &[u8]| {
                    is_read |= says(
                        message,
                        |frame| matches!(frame, RelayFrame::Chunk { chunk: it, .. } if *it == chunk.bytes),
                    )
                };
                reader.receive(hear).await.ok()?;
            }
            let mut is_acknowledged = false;
            while !is_acknowledged {
                let hear = |message: &[u8]| {
                    is_acknowledged |= says(
                        message,
                        |frame| matches!(frame, RelayFrame::Ack { ids, .. } if ids.contains(&chunk.id)),
                    )
                };
                writer.receive(hear).await.ok()?;
            }
            Some(began.elapsed())
        };
        tokio::time::timeout(PATIENCE, whole).await.ok().flatten()
    }
}

/// Whether a frame of the message is such a one.
fn says(message: &[u8], is: impl Fn(&RelayFrame<'_>) -> bool) -> bool {
    RelayFrame::all(message).is_ok_and(|mut frames| frames.any(|frame| frame.is_ok_and(|frame| is(&frame))))
}

/// Connects, opens a room and waits until it is live.
async fn member(from: Option<IpAddr>, to: SocketAddr, part: &Part) -> std::io::Result<Socket> {
    let mut socket = Socket::connect(from, to, "/sync").await?;
    socket.send(&[part.greeting(&[])]).await?;
    let mut is_live = false;
    while !is_live {
        socket
            .receive(|message| is_live |= says(message, |frame| matches!(frame, RelayFrame::Live { .. })))
            .await?;
    }
    Ok(socket)
}

/// How long honest edits took since somebody last asked: the longest, nothing where one never arrived, and how many.
type Took = Arc<Mutex<(Option<Duration>, usize)>>;

/// Edits honestly, twenty times a second, on a thread of its own, so that what attackers compute does not count.
fn edit_honestly(to: SocketAddr, took: Took) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut honest = Honest::new(to).await;
            loop {
                let edit = honest.sync().await;
                {
                    let mut took = took.lock().unwrap();
                    took.0 = took.0.zip(edit).map(|(one, other)| one.max(other));
                    took.1 += 1;
                }
                if edit.is_none() {
                    honest = Honest::new(to).await;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
    });
}

/// Makes a table of attacks.
struct Table<'t> {
    target: &'t Target,
    took: Took,
    rows: Vec<Value>,
}

impl Table<'_> {
    /// Notes what an attack came to, and how honest edits went from its beginning to a moment after its end, while it
    /// is still going on as far as `_held` holds it.
    async fn row<T>(&mut self, name: &str, tried: usize, attack: impl Future<Output = (Answers, T)>) {
        *self.took.lock().unwrap() = (Some(Duration::ZERO), 0);
        let (answers, held) = attack.await;
        let memory = resident(self.target.process);
        // An edit that is under way, and some more.
        let until = self.took.lock().unwrap().1 + 5;
        while self.took.lock().unwrap().1 < until {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let slowest = self.took.lock().unwrap().0;
        let memory = memory.max(resident(self.target.process));
        self.rows.push(json!({
            "attack": name,
            "tried": tried,
            "answers": answers.json(),
            "honest_ms": slowest.map(|took| took.as_secs_f64() * 1e3),
            "resident_bytes": memory,
            "holds": slowest.is_some_and(|took| took <= MOST_HONEST) && memory < MOST_RESIDENT,
        }));
        drop(held);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

async fn nothing() -> (Answers, ()) {
    tokio::time::sleep(Duration::from_secs(1)).await;
    (Answers::default(), ())
}

pub async fn measure(target: &Target, idle: usize) -> Value {
    let to = target.address;
    let busy = busy_micros(target.process);
    let took = Took::default();
    edit_honestly(to, Arc::clone(&took));
    let mut table = Table { target, took, rows: Vec::new() };
    table.row("none", 0, nothing()).await;
    for (name, bytes) in messages::requests(to) {
        table.row(name, 20, messages::say(to, &bytes, 20)).await;
    }
    for (name, bytes) in messages::frames() {
        table.row(name, 20, messages::say_in_websocket(to, &bytes, 20)).await;
    }
    table.row("pings for 2 s", 4, messages::pings(to, 4)).await;
    table.row("messages that do not end, 900 KB each", 500, messages::unfinished(to, 500)).await;
    table.row("chunks with false signatures, for 2 s", 4, messages::forged(to, 4)).await;
    table.row("new rooms from one address", 400, messages::rooms(to, 400)).await;
    table.row("readers that do not read", 50, messages::deaf(to, 50)).await;
    let large = work::large_room(to).await;
    let questions = work::questions(8_000);
    table.row("8,000 questions in a message", 1, work::ask(to, &large, &questions, 1, 0)).await;
    table.row("the same from 100 connections", 100, work::ask(to, &large, &questions, 100, 1)).await;
    table.row("questions for 3 s", 4, work::pour(to, &large, &work::questions(1), 4)).await;
    table.row("opened and closed for 3 s", 4, work::pour(to, &large, &work::reopening(&large), 4)).await;
    let honest = Part::new(HONEST);
    table.row("ephemeral messages of 4 KB in the honest's room", 4, work::ephemeral(to, &honest, 4)).await;
    table
        .row("false chunks in the honest's room", 4, work::pour(to, &honest, &work::forged(&honest), 4))
        .await;
    table.row("the large room fetched, 64 at once", 64, work::fetch(to, &large, 64)).await;
    table.row("one address fills rooms for 80 s", 1, work::fill(to)).await;
    table.row("slowloris from one address", 2_000, connections::slowloris(to, 2_000)).await;
    table.row("connects and goes, for 3 s", 1, connections::flood(to)).await;
    table.row("idle, all from one address", 3_000, connections::idle(to, 3_000, 1)).await;
    table.row("idle, from many addresses", idle, connections::idle(to, idle, idle.div_ceil(500))).await;
    table.row("none, afterwards", 0, nothing()).await;
    let holds = table.rows.iter().all(|row| row["holds"] == true);
    let seconds = (busy_micros(target.process) - busy) / 1e6;
    json!({ "attacks": table.rows, "server_seconds": seconds, "holds": holds })
}

//! How fast, and how soon, an update reaches everybody in the room.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Target;
use crate::protocol::{Protocol, Received};
use crate::server::busy_micros;
use crate::socket::{Socket, frame, write_all};

/// Updates by which the writer may be ahead of the slowest reader.
const AHEAD: u32 = 4_000;

/// Time between two paced updates.
const PACE: Duration = Duration::from_millis(20);

/// How long to wait for what is still to come.
const PATIENCE: Duration = Duration::from_secs(40);

/// What the clients share.
struct Room {
    protocol: Protocol,
    /// Through which update each reader has everything.
    through: Vec<Cell<u32>>,
    /// When the last update came, to whomever.
    last: Cell<Instant>,
    /// How many updates went before those of which it is asked how long they take, and when each of these was sent.
    first: Cell<u32>,
    sent: RefCell<Vec<Instant>>,
    taken: RefCell<Vec<Duration>>,
}

impl Room {
    fn slowest(&self) -> u32 {
        self.through.iter().map(Cell::get).min().unwrap_or(0)
    }

    fn sum(&self) -> u64 {
        self.through.iter().map(|through| u64::from(through.get())).sum()
    }

    async fn all_have(&self, number: u32) -> bool {
        let began = Instant::now();
        while self.slowest() < number && began.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.slowest() >= number
    }
}

pub async fn measure(target: Target, protocol: Protocol, clients: usize, seconds: f64) -> Value {
    assert!(clients > 1);
    let room = Rc::new(Room {
        protocol,
        through: vec![Cell::new(0); clients - 1],
        last: Cell::new(Instant::now()),
        first: Cell::new(0),
        sent: RefCell::new(Vec::new()),
        taken: RefCell::new(Vec::new()),
    });
    let writer = Rc::new(join(&room, &target, 0).await);
    for client in 1..clients {
        join(&room, &target, client).await;
    }
    let duration = Duration::from_secs_f64(seconds);
    // What a server does once, and its compiler's warming up.
    let warm = flood(&room, &writer, 0, Duration::from_secs(1)).await;
    let (heard_before, busy_before, own_before) =
        (room.sum(), busy_micros(target.process), busy_micros(std::process::id()));
    let began = Instant::now();
    let sent = flood(&room, &writer, warm, duration).await;
    let took = room.last.get().duration_since(began).as_secs_f64();
    let deliveries = room.sum() - heard_before;
    let busy = busy_micros(target.process) - busy_before;
    let own = busy_micros(std::process::id()) - own_before;
    let lost = u64::from(sent) * (clients as u64 - 1) - room.sum();
    let bytes: usize = room.protocol.updates(sent..=sent).iter().map(Vec::len).sum();
    let whole = began.elapsed().as_secs_f64() * 1e6;
    let mut taken = if lost == 0 { paced(&room, &writer, sent, duration).await } else { Vec::new() };
    taken.sort_unstable();
    let at = |share: f64| {
        let place = (taken.len() as f64 * share) as usize;
        taken.get(place.min(taken.len().saturating_sub(1))).map(|taken| taken.as_secs_f64() * 1e3)
    };
    json!({
        "clients": clients,
        "updates": sent - warm,
        "update_bytes": bytes,
        "deliveries": deliveries,
        "deliveries_per_second": deliveries as f64 / took,
        "server_micros_per_delivery": busy / deliveries as f64,
        "server_busy": busy / whole,
        "clients_busy": own / whole,
        "lost": lost,
        "paced_p50_ms": at(0.5),
        "paced_p99_ms": at(0.99),
    })
}

/// Connects a client and waits until it is ready. Client 0 writes, and what it hears counts nothing.
async fn join(room: &Rc<Room>, target: &Target, client: usize) -> Rc<Socket> {
    let mut socket = Socket::connect(None, target.address, &room.protocol.path()).await.unwrap();
    socket.send(&room.protocol.greeting(client)).await.unwrap();
    let mut received = Received::default();
    while !received.is_ready {
        socket.receive(|message| room.protocol.receive(client, message, &mut received)).await.unwrap();
        socket.send(&std::mem::take(&mut received.answers)).await.unwrap();
    }
    let (mine, theirs) = share(socket);
    let room = Rc::clone(room);
    tokio::task::spawn_local(read(room, theirs, client, received));
    mine
}

/// A socket that is written here and read there.
fn share(socket: Socket) -> (Rc<Socket>, Socket) {
    let std = socket.stream.into_std().unwrap();
    let again = |std: std::net::TcpStream| tokio::net::TcpStream::from_std(std).unwrap();
    let writing = again(std.try_clone().unwrap());
    (Rc::new(Socket::of(writing)), Socket::of(again(std)))
}

async fn read(room: Rc<Room>, mut socket: Socket, client: usize, mut received: Received) {
    loop {
        let before = received.through;
        if let Err(error) =
            socket.receive(|message| room.protocol.receive(client, message, &mut received)).await
        {
            // The end of the measurement ends all tasks before.
            eprintln!("client {client} was hung up on: {error}");
            return;
        }
        if !received.answers.is_empty() {
            let answers = std::mem::take(&mut received.answers);
            socket.send(&answers).await.unwrap();
        }
        if client == 0 || received.through == before {
            continue;
        }
        let now = Instant::now();
        room.last.set(now);
        room.through[client - 1].set(received.through);
        let sent = room.sent.borrow();
        if !sent.is_empty() {
            let mut taken = room.taken.borrow_mut();
            let first = room.first.get();
            let numbers = before.max(first)..received.through;
            taken.extend(numbers.map(|number| now - sent[(number - first) as usize]));
        }
    }
}

/// Writes as fast as everybody reads, and waits until all have all. Returns the last update's number.
async fn flood(room: &Room, writer: &Socket, mut sent: u32, duration: Duration) -> u32 {
    // The last ones are for the paced part.
    let most = room.protocol.count().saturating_sub(1_000);
    let began = Instant::now();
    let mut bytes = Vec::new();
    while began.elapsed() < duration && sent < most {
        if sent - room.slowest() >= AHEAD {
            tokio::time::sleep(Duration::from_millis(1)).await;
            continue;
        }
        let next = (sent + room.protocol.at_once()).min(most);
        bytes.clear();
        room.protocol.updates(sent + 1..=next).iter().for_each(|message| frame(message, &mut bytes));
        write_all(&writer.stream, &bytes).await.unwrap();
        sent = next;
        tokio::task::yield_now().await;
    }
    room.all_have(sent).await;
    sent
}

/// Writes one at a time, and tells how long each took to each.
async fn paced(room: &Room, writer: &Socket, before: u32, duration: Duration) -> Vec<Duration> {
    let count = (duration.as_secs_f64() / PACE.as_secs_f64()) as u32;
    room.first.set(before);
    let mut ticks = tokio::time::interval(PACE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for number in before + 1..=before + count {
        ticks.tick().await;
        room.sent.borrow_mut().push(Instant::now());
        writer.send(&room.protocol.updates(number..=number)).await.unwrap();
    }
    room.all_have(before + count).await;
    room.taken.take()
}

//! What somebody can do to a relay who has nothing but a network, and what an honest client notices of it.

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::ensure;
use groundswell_seal::{Capability, Keys, Part, Seed};
use groundswell_wire::{Access, Channel, ClientFrame, Kind, RelayFrame};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::stranger::{Connection, dial, elsewhere};

/// So long it goes on.
const STORM: Duration = Duration::from_secs(6);
/// An honest client asks so often.
const EVERY: Duration = Duration::from_millis(50);
/// Frames in a message, as many as a relay takes.
const FRAMES: usize = 8_000;
const ROOMS: u16 = 300;
const UNFINISHED: usize = 32;
const SLOW: usize = 60;

/// How long an honest client waited for its answers.
#[derive(Debug)]
pub struct Waited {
    /// So many answers it had.
    pub answers: usize,
    /// The longest.
    pub longest: Duration,
    /// Half of them took no longer.
    pub median: Duration,
}

impl fmt::Display for Waited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answers, longest, median } = self;
        write!(f, "{answers} answers, half of them within {median:?}, the slowest after {longest:?}")
    }
}

/// Does all of it at once, and asks as an honest client meanwhile.
pub async fn storm(relay: SocketAddr) -> anyhow::Result<Waited> {
    let until = Instant::now() + STORM;
    let attacks = async {
        tokio::join!(
            many_haves(relay, until),
            many_rooms(relay, until),
            unfinished_messages(relay, until),
            slow_heads(relay, until)
        )
    };
    let (waited, (haves, rooms, unfinished, heads)) = tokio::join!(asks(relay, until), attacks);
    // The relay may hang up on a stranger whenever it likes, and that is no failure: but they did begin.
    ensure!(haves > 0 && rooms > 0 && unfinished > 0 && heads > 0, "nothing was tried");
    waited
}

/// An honest client on a connection of its own.
async fn asks(relay: SocketAddr, until: Instant) -> anyhow::Result<Waited> {
    let mut connection = Connection::new(None, relay).await?;
    let mut took = Vec::new();
    let mut number = 0;
    while Instant::now() < until {
        number += 1;
        let from = Instant::now();
        connection.say(&[ClientFrame::Ping { number }]).await?;
        while !is_pong(&connection.hear().await?, number)? {}
        took.push(from.elapsed());
        tokio::time::sleep(EVERY.saturating_sub(from.elapsed())).await;
    }
    took.sort_unstable();
    let at = |place: usize| took.get(place).copied().unwrap_or_default();
    Ok(Waited { answers: took.len(), longest: at(took.len().saturating_sub(1)), median: at(took.len() / 2) })
}

fn is_pong(message: &[u8], wanted: u32) -> anyhow::Result<bool> {
    for frame in RelayFrame::all(message)? {
        if matches!(frame?, RelayFrame::Pong { number } if number == wanted) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The right to a room that nobody else knows.
fn room_of_ones_own(number: u16) -> anyhow::Result<(Access, Vec<u8>)> {
    let mut seed = [0xab; 32];
    for (byte, of_number) in seed.iter_mut().zip(number.to_le_bytes()) {
        *byte = of_number;
    }
    let keys = Keys::new(&Capability::edit(Seed::from_bytes(seed)), 0)?;
    let room = keys.room(Part::Public).ok_or_else(|| anyhow::anyhow!("no room"))?;
    let sealed = room.seal(Kind::Tail, &[], &[[0; 300]], &mut |bytes| bytes.fill(7))?;
    let chunk = sealed.into_iter().next().ok_or_else(|| anyhow::anyhow!("no chunk"))?;
    Ok((room.access().clone(), chunk.bytes))
}

/// Thousands of frames of nothing in each message, as many messages as are taken: how many were.
async fn many_haves(relay: SocketAddr, until: Instant) -> usize {
    let mut said = 0;
    let attempt = async {
        while Instant::now() < until {
            let (access, _) = room_of_ones_own(u16::MAX)?;
            let mut connection = Connection::new(Some(elsewhere(2)), relay).await?;
            connection.say(&[ClientFrame::Open { channel: Channel(0), access }]).await?;
            let have = ClientFrame::Have { channel: Channel(0), last: false, ids: Vec::new() };
            let mut message = Vec::new();
            for _ in 0..FRAMES {
                have.encode(&mut message)?;
            }
            while Instant::now() < until && connection.send(message.clone()).await.is_ok() {
                said += FRAMES;
            }
        }
        anyhow::Ok(())
    };
    let left = until.saturating_duration_since(Instant::now());
    let _hung_up = tokio::time::timeout(left, attempt).await;
    said
}

/// A chunk in each of many new rooms: how many rooms were tried.
async fn many_rooms(relay: SocketAddr, until: Instant) -> usize {
    let mut tried = 0;
    let attempt = async {
        let mut connection = Connection::new(Some(elsewhere(3)), relay).await?;
        for number in 0..ROOMS {
            let (access, chunk) = room_of_ones_own(number)?;
            let channel = Channel(0);
            tried += 1;
            connection
                .say(&[
                    ClientFrame::Open { channel, access },
                    ClientFrame::Put { channel, chunk: &chunk },
                    ClientFrame::Close { channel },
                ])
                .await?;
        }
        anyhow::Ok(())
    };
    let left = until.saturating_duration_since(Instant::now());
    let _hung_up = tokio::time::timeout(left, attempt).await;
    tried
}

/// Most of a large message on many connections, and then nothing: how many began.
async fn unfinished_messages(relay: SocketAddr, until: Instant) -> usize {
    // A WebSocket frame of a megabyte that has begun.
    let mut bytes = [&[0x82, 0xff][..], &(1_u64 << 20).to_be_bytes(), &[0; 4]].concat();
    bytes.resize(900 << 10, 0);
    let mut held = Vec::new();
    for _ in 0..UNFINISHED {
        let Ok(mut stream) = upgraded(4, relay).await else { continue };
        let left = Duration::from_millis(300);
        let _as_much_as_is_read = tokio::time::timeout(left, stream.write_all(&bytes)).await;
        held.push(stream);
    }
    tokio::time::sleep(until.saturating_duration_since(Instant::now())).await;
    held.len()
}

async fn upgraded(from: u8, relay: SocketAddr) -> anyhow::Result<TcpStream> {
    let mut stream = dial(Some(elsewhere(from)), relay).await?;
    stream.write_all(head(relay).as_bytes()).await?;
    Ok(stream)
}

fn head(relay: SocketAddr) -> String {
    format!(
        "GET /sync HTTP/1.1\r\nhost: {relay}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
}

/// Requests that come a byte at a time: how many began.
async fn slow_heads(relay: SocketAddr, until: Instant) -> usize {
    let mut held = Vec::new();
    for _ in 0..SLOW {
        held.extend(dial(Some(elsewhere(5)), relay).await);
    }
    for byte in head(relay).bytes() {
        for stream in &held {
            let _hung_up = stream.try_write(&[byte]);
        }
        if Instant::now() > until {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    held.len()
}

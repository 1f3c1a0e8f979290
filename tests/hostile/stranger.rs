//! A program of somebody who was handed a link: it speaks to the relay as the protocol says, and puts into the rooms
//! whatever it likes.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use automerge::Automerge;
use futures::{SinkExt as _, StreamExt as _};
use groundswell_seal::{Blob, Fragments, Keys, Link, Part, RoomKeys};
use groundswell_wire::{Channel, ChunkId, ClientFrame, Kind, Refusal, RelayFrame};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

/// How long an answer of the relay is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

static DRAWN: AtomicU64 = AtomicU64::new(1);

/// Bytes that were not drawn before: nonces need no more, for what is sealed goes into them.
fn draw(bytes: &mut [u8]) {
    for byte in bytes {
        *byte = DRAWN.fetch_add(1, Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()[0];
    }
}

/// An address of this machine that honest browsers do not come from, where the system has more than one.
pub fn elsewhere(number: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(127, 0, 1, number))
}

/// Connects from an address of this machine, or from the usual one where it has no other.
pub async fn dial(from: Option<IpAddr>, to: SocketAddr) -> anyhow::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    if let Some(from) = from {
        // Only Linux has all of 127.0.0.0/8 without being told to.
        let _usual_one = socket.bind(SocketAddr::new(from, 0));
    }
    let stream = socket.connect(to).await.context("reaching the relay")?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A connection to a relay that said hello.
pub struct Connection(WebSocketStream<TcpStream>);

impl Connection {
    pub async fn new(from: Option<IpAddr>, relay: SocketAddr) -> anyhow::Result<Self> {
        let request = format!("ws://{relay}/sync").into_client_request()?;
        let (socket, _) = tokio_tungstenite::client_async(request, dial(from, relay).await?).await?;
        let mut connection = Self(socket);
        connection.say(&[ClientFrame::Hello { versions: vec![1], agent: "stranger" }]).await?;
        Ok(connection)
    }

    pub async fn say(&mut self, frames: &[ClientFrame<'_>]) -> anyhow::Result<()> {
        let mut message = Vec::new();
        for frame in frames {
            frame.encode(&mut message)?;
        }
        self.send(message).await
    }

    pub async fn send(&mut self, message: Vec<u8>) -> anyhow::Result<()> {
        Ok(self.0.send(Message::binary(message)).await?)
    }

    /// The next message of frames.
    pub async fn hear(&mut self) -> anyhow::Result<Vec<u8>> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await.context("the relay is silent")?;
            match next.context("the relay hung up")?? {
                Message::Binary(message) => return Ok(message.to_vec()),
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Text(_) | Message::Close(_) | Message::Frame(_) => bail!("the relay hung up"),
            }
        }
    }
}

/// What somebody finds in a room.
#[derive(Default)]
pub struct Found {
    /// The ids of all chunks that came.
    pub chunks: Vec<ChunkId>,
    /// How many chunks the relay has of the room.
    pub stored: u32,
    /// What was sealed.
    pub blobs: Vec<Blob>,
}

impl Found {
    /// The document, as far as Automerge's own library makes one of it.
    pub fn document(&self) -> anyhow::Result<Automerge> {
        let mut document = Automerge::new();
        for item in self.blobs.iter().filter(|it| it.kind != Kind::Notice).flat_map(|it| &it.items) {
            document.load_incremental(item)?;
        }
        Ok(document)
    }

    /// Whether a text stands in the document or its history.
    pub fn holds(&self, text: &str) -> anyhow::Result<bool> {
        let bytes = self.document()?.save_nocompress();
        Ok(bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    }
}

/// Somebody with a link and their own program.
pub struct Stranger {
    pub link: Link,
    rooms: Vec<RoomKeys>,
    connection: Connection,
    /// What was there when they came.
    pub found: BTreeMap<Part, Found>,
}

impl Stranger {
    /// Opens the rooms that a link opens, and reads all that is there.
    pub async fn comes(relay: SocketAddr, link: &str) -> anyhow::Result<Self> {
        Self::comes_by(relay, Link::parse(link)?).await
    }

    pub async fn comes_by(relay: SocketAddr, link: Link) -> anyhow::Result<Self> {
        let keys = Keys::new(link.capability(), link.epoch())?;
        let rooms: Vec<_> = Part::ALL.into_iter().filter_map(|part| keys.room(part).cloned()).collect();
        let mut connection = Connection::new(Some(elsewhere(1)), relay).await?;
        let mut frames = Vec::new();
        for (at, room) in (0..).zip(&rooms) {
            let channel = Channel(at);
            frames.push(ClientFrame::Open { channel, access: room.access().clone() });
            frames.push(ClientFrame::Have { channel, last: true, ids: Vec::new() });
        }
        connection.say(&frames).await?;
        let found = rooms.iter().map(|room| (room.part(), Found::default())).collect();
        let mut stranger = Self { link, rooms, connection, found };
        stranger.reads_all().await?;
        Ok(stranger)
    }

    async fn reads_all(&mut self) -> anyhow::Result<()> {
        let mut fragments: Vec<_> = self.rooms.iter().map(|_| Fragments::new()).collect();
        let mut live = 0;
        while live < self.rooms.len() {
            let message = self.connection.hear().await?;
            for frame in RelayFrame::all(&message)? {
                match frame? {
                    RelayFrame::Opened { channel, chunks, .. } => {
                        let (_, found) = room_of(&self.rooms, &mut self.found, channel)?;
                        found.stored = chunks;
                    }
                    RelayFrame::Chunk { channel, chunk } => {
                        let (room, found) = room_of(&self.rooms, &mut self.found, channel)?;
                        let fragment = room.open(chunk)?;
                        found.chunks.push(fragment.id);
                        let fragments =
                            fragments.get_mut(usize::from(channel.0)).context("a room's fragments")?;
                        found.blobs.extend(fragments.add(fragment)?);
                    }
                    RelayFrame::Live { .. } => live += 1,
                    RelayFrame::Refused { reason, .. } => bail!("refused: {reason:?}"),
                    RelayFrame::Welcome { .. }
                    | RelayFrame::Sending { .. }
                    | RelayFrame::Wanted { .. }
                    | RelayFrame::Ack { .. }
                    | RelayFrame::Ephemeral { .. }
                    | RelayFrame::Going { .. }
                    | RelayFrame::Pong { .. } => {}
                }
            }
        }
        Ok(())
    }

    /// What was in a part when they came. Nothing where the link does not open it.
    pub fn in_part(&self, part: Part) -> anyhow::Result<&Found> {
        self.found.get(&part).with_context(|| format!("the link opens no part {part:?}"))
    }

    /// Seals items as one blob, and puts them: what the relay said, nothing where it took them.
    pub async fn puts(
        &mut self,
        part: Part,
        kind: Kind,
        covers: &[ChunkId],
        items: &[Vec<u8>],
    ) -> anyhow::Result<Option<Refusal>> {
        let (channel, room) = self.room(part)?;
        let sealed = room.seal(kind, covers, items, &mut draw)?;
        let puts: Vec<_> = sealed.iter().map(|it| ClientFrame::Put { channel, chunk: &it.bytes }).collect();
        self.connection.say(&puts).await?;
        let mut waiting: Vec<_> = sealed.iter().map(|it| it.id).collect();
        while !waiting.is_empty() {
            let message = self.connection.hear().await?;
            for frame in RelayFrame::all(&message)? {
                match frame? {
                    RelayFrame::Ack { ids, .. } => waiting.retain(|id| !ids.contains(id)),
                    RelayFrame::Refused { reason, .. } => return Ok(Some(reason)),
                    RelayFrame::Welcome { .. }
                    | RelayFrame::Opened { .. }
                    | RelayFrame::Sending { .. }
                    | RelayFrame::Chunk { .. }
                    | RelayFrame::Wanted { .. }
                    | RelayFrame::Live { .. }
                    | RelayFrame::Ephemeral { .. }
                    | RelayFrame::Going { .. }
                    | RelayFrame::Pong { .. } => {}
                }
            }
        }
        Ok(None)
    }

    /// As [`Stranger::puts`], of what the relay can not tell from what honest people put.
    pub async fn puts_unseen(
        &mut self,
        part: Part,
        kind: Kind,
        covers: &[ChunkId],
        items: &[Vec<u8>],
    ) -> anyhow::Result<()> {
        let refused = self.puts(part, kind, covers, items).await?;
        ensure!(refused.is_none(), "the relay refused it: {refused:?}");
        Ok(())
    }

    /// Says something to all who have the public part's room open.
    pub async fn sends_ephemeral(&mut self, text: &[u8]) -> anyhow::Result<()> {
        let (channel, room) = self.room(Part::Public)?;
        let bytes = room.seal_ephemeral(text, &mut draw)?;
        self.connection.say(&[ClientFrame::Ephemeral { channel, bytes: &bytes }]).await
    }

    fn room(&self, part: Part) -> anyhow::Result<(Channel, &RoomKeys)> {
        let mut rooms = (0..).map(Channel).zip(&self.rooms);
        rooms.find(|(_, room)| room.part() == part).context("the link opens no such room")
    }
}

/// The room of a channel, and what was found in it.
fn room_of<'s>(
    rooms: &'s [RoomKeys],
    found: &'s mut BTreeMap<Part, Found>,
    channel: Channel,
) -> anyhow::Result<(&'s RoomKeys, &'s mut Found)> {
    let room = rooms.get(usize::from(channel.0)).context("a channel that was not opened")?;
    Ok((room, found.get_mut(&room.part()).context("a part that was not opened")?))
}

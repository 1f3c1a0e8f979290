//! A client over a real socket, by another implementation of WebSocket.

use std::collections::{BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use groundswell_wire::{Access, Channel, ChunkId, ClientFrame, Leaving, Refusal, RelayFrame, ShortId};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::chunks::Sealed;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A frame of the relay, without what it borrows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    Welcome,
    Opened(Channel),
    Sending(u32),
    Chunk(Channel, Vec<u8>),
    Wanted(Vec<ShortId>),
    Live(Channel),
    Ack(Vec<ChunkId>),
    Refused(Refusal, Option<ChunkId>),
    Ephemeral(Vec<u8>),
    Going(Leaving),
    Pong(u32),
}

/// A client that has a room open, and what it was told on the way.
pub struct Member {
    pub client: Client,
    pub chunks: Vec<Vec<u8>>,
    pub wanted: Vec<ShortId>,
}

pub struct Client {
    pub socket: WebSocketStream<TcpStream>,
    pub unread: VecDeque<Received>,
    acked: BTreeSet<ChunkId>,
}

impl Client {
    /// Connects, as a page of an origin where one is named.
    pub async fn try_connect(address: SocketAddr, origin: Option<&str>) -> Result<Self, Error> {
        let mut request = format!("ws://{address}/sync").into_client_request()?;
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let stream = TcpStream::connect(address).await?;
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await?;
        Ok(Self { socket, unread: VecDeque::new(), acked: BTreeSet::new() })
    }

    /// Connects and says hello.
    pub async fn connect(address: SocketAddr) -> Self {
        let mut client = Self::try_connect(address, None).await.unwrap();
        client.send(&[ClientFrame::Hello { versions: vec![1], agent: "test" }]).await;
        client
    }

    /// Connects, opens a room on channel 0 and waits until everything in it has come. Returns that too.
    pub async fn member(address: SocketAddr, access: &Access, have: &[ChunkId]) -> Member {
        let mut client = Self::connect(address).await;
        let ids = have.iter().map(ChunkId::short).collect();
        client
            .send(&[
                ClientFrame::Open { channel: Channel(0), access: access.clone() },
                ClientFrame::Have { channel: Channel(0), last: true, ids },
            ])
            .await;
        let (mut chunks, mut wanted) = (Vec::new(), Vec::new());
        loop {
            match client.receive().await.expect("the relay hung up") {
                Received::Chunk(_, bytes) => chunks.push(bytes),
                Received::Wanted(ids) => wanted.extend(ids),
                Received::Live(_) => return Member { client, chunks, wanted },
                _ => {}
            }
        }
    }

    pub async fn send(&mut self, frames: &[ClientFrame<'_>]) {
        let mut message = Vec::new();
        frames.iter().for_each(|frame| frame.encode(&mut message).unwrap());
        self.socket.send(Message::binary(message)).await.unwrap();
    }

    pub async fn put(&mut self, chunk: &Sealed) {
        self.send(&[ClientFrame::Put { channel: Channel(0), chunk: &chunk.bytes }]).await;
    }

    /// The next frame; nothing where the relay hung up.
    pub async fn receive(&mut self) -> Option<Received> {
        while self.unread.is_empty() {
            if !self.read_on().await {
                return None;
            }
        }
        self.unread.pop_front()
    }

    /// Reads one message more. Says whether there was one.
    async fn read_on(&mut self) -> bool {
        let next = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("nothing comes");
        match next {
            Some(Ok(Message::Binary(message))) => {
                for frame in RelayFrame::all(&message).unwrap() {
                    let message = owned(frame.unwrap());
                    if let Received::Ack(ids) = &message {
                        self.acked.extend(ids);
                    }
                    self.unread.push_back(message);
                }
                true
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => true,
            _ => false,
        }
    }

    /// Waits until all of these are acknowledged.
    pub async fn acked(&mut self, ids: &[ChunkId]) {
        while !ids.iter().all(|id| self.acked.contains(id)) {
            assert!(self.read_on().await, "the relay hung up before it acknowledged");
        }
    }

    /// Waits for the next chunk.
    pub async fn chunk(&mut self) -> Vec<u8> {
        loop {
            match self.receive().await {
                Some(Received::Chunk(_, bytes)) => return bytes,
                Some(_) => {}
                None => panic!("the relay hung up"),
            }
        }
    }
}

fn owned(frame: RelayFrame<'_>) -> Received {
    match frame {
        RelayFrame::Welcome { .. } => Received::Welcome,
        RelayFrame::Opened { channel, .. } => Received::Opened(channel),
        RelayFrame::Sending { chunks, .. } => Received::Sending(chunks),
        RelayFrame::Chunk { channel, chunk } => Received::Chunk(channel, chunk.to_vec()),
        RelayFrame::Wanted { ids, .. } => Received::Wanted(ids),
        RelayFrame::Live { channel } => Received::Live(channel),
        RelayFrame::Ack { ids, .. } => Received::Ack(ids),
        RelayFrame::Refused { reason, id, .. } => Received::Refused(reason, id),
        RelayFrame::Ephemeral { bytes, .. } => Received::Ephemeral(bytes.to_vec()),
        RelayFrame::Going { reason } => Received::Going(reason),
        RelayFrame::Pong { number } => Received::Pong(number),
    }
}

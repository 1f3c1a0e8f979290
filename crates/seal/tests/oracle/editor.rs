//! An editor of this implementation, with a connection to a relay.

use futures::{SinkExt as _, StreamExt as _};
use groundswell_seal::{Blob, Capability, Fragments, Keys, Part, RoomKeys, Seed};
use groundswell_wire::{Channel, ChunkId, ClientFrame, Kind, RelayFrame};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// How long it waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Editor {
    keys: Keys,
    socket: WebSocketStream<TcpStream>,
    random: u8,
}

pub(crate) fn capability() -> Capability {
    Capability::edit(Seed::from_bytes([42; 32]))
}

const fn channel(part: Part) -> Channel {
    match part {
        Part::Public => Channel(300),
        Part::Members => Channel(7),
    }
}

impl Editor {
    /// Connects and opens both rooms.
    pub(crate) async fn connect(address: SocketAddr, epoch: u32) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        let (socket, _) =
            tokio_tungstenite::client_async(format!("ws://{address}/sync"), stream).await.unwrap();
        let mut editor = Self { keys: Keys::new(&capability(), epoch).unwrap(), socket, random: 0 };
        let mut frames = vec![ClientFrame::Hello { versions: vec![1], agent: "editor" }];
        for part in Part::ALL {
            frames.push(ClientFrame::Open {
                channel: channel(part),
                access: editor.room(part).access().clone(),
            });
        }
        editor.say(&frames).await;
        editor
    }

    pub(crate) fn room(&self, part: Part) -> RoomKeys {
        self.keys.room(part).unwrap().clone()
    }

    async fn say(&mut self, frames: &[ClientFrame<'_>]) {
        let mut message = Vec::new();
        frames.iter().for_each(|frame| frame.encode(&mut message).unwrap());
        self.socket.send(Message::binary(message)).await.unwrap();
    }

    async fn hear(&mut self) -> tokio_tungstenite::tungstenite::Bytes {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("nothing comes");
            if let Message::Binary(message) = next.expect("the relay hung up").unwrap() {
                return message;
            }
        }
    }

    /// Seals items, puts the chunks and waits until they are stored.
    pub(crate) async fn put(
        &mut self,
        part: Part,
        kind: Kind,
        covers: &[ChunkId],
        items: &[&[u8]],
    ) -> Vec<ChunkId> {
        let random = self.random;
        self.random += 1;
        let mut count = 0_u8;
        let chunks = self.room(part).seal(kind, covers, items, &mut |bytes: &mut [u8]| {
            count += 1;
            bytes.fill(random);
            bytes[0] = count;
        });
        let chunks = chunks.unwrap();
        for chunk in &chunks {
            self.say(&[ClientFrame::Put { channel: channel(part), chunk: &chunk.bytes }]).await;
        }
        let ids: Vec<_> = chunks.iter().map(|chunk| chunk.id).collect();
        let mut waiting: BTreeSet<_> = ids.iter().copied().collect();
        while !waiting.is_empty() {
            let message = self.hear().await;
            for frame in RelayFrame::all(&message).unwrap() {
                match frame.unwrap() {
                    RelayFrame::Ack { ids, .. } => waiting.retain(|id| !ids.contains(id)),
                    RelayFrame::Refused { reason, .. } => panic!("refused: {reason:?}"),
                    _ => {}
                }
            }
        }
        ids
    }

    /// What is in a room beside some chunks.
    pub(crate) async fn fetch(&mut self, part: Part, have: &[ChunkId]) -> Vec<Blob> {
        let ids = have.iter().map(ChunkId::short).collect();
        self.say(&[ClientFrame::Have { channel: channel(part), last: true, ids }]).await;
        let (mut fragments, mut blobs) = (Fragments::new(), Vec::new());
        loop {
            let message = self.hear().await;
            for frame in RelayFrame::all(&message).unwrap() {
                match frame.unwrap() {
                    RelayFrame::Chunk { chunk, .. } => {
                        let fragment = self.room(part).open(chunk).unwrap();
                        blobs.extend(fragments.add(fragment).unwrap());
                    }
                    RelayFrame::Live { channel: live } if live == channel(part) => return blobs,
                    _ => {}
                }
            }
        }
    }
}

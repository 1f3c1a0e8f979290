//! What each server wants to hear, and how to tell what it says. Only as much of each protocol as the load needs;
//! updates are made beforehand.

mod automerge;
mod groundswell;
mod yjs;

use std::ops::RangeInclusive;
use std::path::Path;

pub use automerge::Automerge;
pub use groundswell::{Part, Sealed, hello, put};
pub use yjs::Yjs;

use groundswell::Groundswell;

/// A server's language, and the updates that are sent to it.
pub enum Protocol {
    Groundswell(Box<Groundswell>),
    Yjs(Yjs),
    Automerge(Automerge),
}

/// What one client has heard.
#[derive(Debug, Default)]
pub struct Received {
    /// Whether it has all that was there before.
    pub is_ready: bool,
    /// Through which update it has everything.
    pub through: u32,
    /// What it is to answer.
    pub answers: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Name {
    /// This relay.
    Groundswell,
    /// @y/websocket-server.
    YWebsocket,
    /// @hocuspocus/server.
    Hocuspocus,
    /// @automerge/automerge-repo-sync-server.
    Automerge,
}

impl Protocol {
    /// The language of a server, with the updates of a folder that `updates.mjs` filled; this relay's are made here.
    pub fn new(name: Name, folder: &Path) -> Self {
        match name {
            Name::Groundswell => Self::Groundswell(Box::new(Groundswell::new())),
            Name::YWebsocket => Self::Yjs(Yjs::read(folder, false)),
            Name::Hocuspocus => Self::Yjs(Yjs::read(folder, true)),
            Name::Automerge => Self::Automerge(Automerge::read(folder)),
        }
    }

    /// The path of a room's WebSocket; each round has a room of its own.
    pub fn path(&self) -> String {
        match self {
            Self::Groundswell(_) => "/sync".to_owned(),
            Self::Yjs(yjs) => yjs.path(),
            Self::Automerge(_) => "/".to_owned(),
        }
    }

    /// A client's first words. Client 0 writes.
    pub fn greeting(&self, client: usize) -> Vec<Vec<u8>> {
        match self {
            Self::Groundswell(groundswell) => groundswell.greeting(),
            Self::Yjs(yjs) => yjs.greeting(),
            Self::Automerge(_) => vec![Automerge::join(client)],
        }
    }

    /// Takes a message in.
    pub fn receive(&self, client: usize, message: &[u8], received: &mut Received) {
        match self {
            Self::Groundswell(_) => groundswell::receive(message, received),
            Self::Yjs(yjs) => yjs.receive(message, received),
            Self::Automerge(automerge) => automerge.receive(client, message, received),
        }
    }

    /// The messages with some updates; they count from 1. Clients of automerge-repo join what they have to send;
    /// those of the others send each by itself.
    pub fn updates(&self, numbers: RangeInclusive<u32>) -> Vec<Vec<u8>> {
        match self {
            Self::Groundswell(groundswell) => numbers.map(|number| groundswell.update(number)).collect(),
            Self::Yjs(yjs) => numbers.map(|number| yjs.update(number)).collect(),
            Self::Automerge(automerge) => vec![automerge.batch(numbers)],
        }
    }

    /// How many updates are written at once where as many are written as can be.
    pub fn at_once(&self) -> u32 {
        match self {
            // A client of automerge-repo puts all that it made in a tenth of a second into one message. Of the sizes
            // that were tried its server did best with this.
            Self::Automerge(_) => 1_000,
            Self::Groundswell(_) | Self::Yjs(_) => 16,
        }
    }

    /// How many updates there are.
    pub fn count(&self) -> u32 {
        let count = match self {
            Self::Groundswell(groundswell) => groundswell.chunks.len(),
            Self::Yjs(yjs) => yjs.updates.len(),
            Self::Automerge(automerge) => automerge.updates.len() - 1,
        };
        count as u32
    }
}

/// Takes a length (u32, little-endian) and so many bytes off.
fn part<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let (length, rest) = bytes.split_first_chunk::<4>().unwrap();
    let (part, rest) = rest.split_at(u32::from_le_bytes(*length) as usize);
    *bytes = rest;
    part
}

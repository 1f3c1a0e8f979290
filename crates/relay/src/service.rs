//! The relay at work: sockets, disk and clock around [`crate::relay::Relay`].

mod clock;
mod connection;
mod hub;
mod log;
mod metrics;
mod store_thread;
mod upgrade;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use hub::Hub;
use tracing::info;
pub(crate) use upgrade::{Connections, Peer, sync};

use crate::relay::{Input, Rules};
use crate::store::broken::BrokenStore;
use crate::store::memory::MemoryStore;
use crate::store::redb::RedbStore;
use crate::store::{Store, StoreError, Usage};

/// How a relay is to work.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What anybody may ask of it.
    pub rules: Rules,
    /// The folder for its rooms; without one they are forgotten when it stops.
    pub data: Option<PathBuf>,
    /// Pages of other origins that may use it (`https://example.org`), besides those that it serves itself.
    pub origins: Vec<String>,
    /// Proxies whose word is taken (`X-Forwarded-For`) for where a client comes from.
    pub proxies: Vec<IpAddr>,
}

/// A relay without its listeners: any number of [`crate::serve`]d addresses share its rooms.
#[derive(Debug)]
pub struct Service {
    hub: Arc<Hub>,
}

/// How long clients get to hear that the relay ends, and to read what waits for them.
const FAREWELL: Duration = Duration::from_secs(5);

impl Service {
    /// Starts a relay. Needs a Tokio runtime, and two threads of its own for the store.
    ///
    /// # Errors
    /// Where the store cannot be opened.
    pub fn open(options: Options) -> Result<Self, StoreError> {
        let store: Box<dyn Store> = match &options.data {
            Some(folder) => Box::new(RedbStore::open(folder)?),
            None => Box::new(MemoryStore::new()),
        };
        Self::over(store, options)
    }

    /// Starts a relay over a store.
    ///
    /// # Errors
    /// Where the store does not say what it holds.
    pub fn over(store: Box<dyn Store>, options: Options) -> Result<Self, StoreError> {
        let usage = store.usage()?;
        info!(rooms = usage.rooms, chunks = usage.chunks, bytes = usage.bytes, "the store is open");
        Ok(Self { hub: Hub::start(store, usage, options) })
    }

    /// A relay that can neither store nor read: for serving the app, and telling clients why, where the store
    /// cannot be opened.
    pub fn without_store(why: &StoreError, options: Options) -> Self {
        let hub = Hub::start(Box::new(BrokenStore::new(why)), Usage::default(), options);
        let fault = store_thread::fault(why);
        hub.input(Input::Committed { tickets: Vec::new(), result: Err(fault) });
        Self { hub }
    }

    /// Tells every client that the relay ends, once what they put is stored, and closes their connections.
    /// Returns when all are closed, or after five seconds.
    pub async fn stop(&self) {
        info!(connections = self.hub.connections(), "the relay ends");
        self.hub.input(Input::Stop);
        let gone = async {
            while self.hub.connections() > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let _some_did_not_read = tokio::time::timeout(FAREWELL, gone).await;
        self.hub.cut_all();
        self.hub.log_refusals(true);
        let done = self.hub.counters();
        info!(connections = done.connected, chunks = done.chunks_taken, "the relay has ended");
    }

    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }
}

//! Whose connections speak HTTP, and which of them go where there are too many.
//!
//! Whoever comes is taken in. Where their address has too many connections, or all have together, an older one goes:
//! the oldest that has not asked for anything yet, of the address that has the most. So whoever holds connections on
//! which no request ever ends keeps nobody out, at their own address neither: an honest client has asked long before
//! it is the oldest.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::{AbortHandle, Id};

use crate::relay::Origin;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The oldest first.
    held: HashMap<Origin, Vec<Place>>,
    of: HashMap<Id, Origin>,
}

/// A connection.
#[derive(Debug)]
struct Place {
    task: AbortHandle,
    has_asked: Arc<AtomicBool>,
}

impl Places {
    /// Connections of an address.
    pub(super) fn held_by(&self, origin: Origin) -> usize {
        self.held.get(&origin).map_or(0, Vec::len)
    }

    /// All connections.
    pub(super) fn len(&self) -> usize {
        self.of.len()
    }

    /// Takes a connection in.
    pub(super) fn take(&mut self, origin: Origin, task: AbortHandle, has_asked: Arc<AtomicBool>) {
        self.of.insert(task.id(), origin);
        self.held.entry(origin).or_default().push(Place { task, has_asked });
    }

    /// A connection has ended.
    pub(super) fn ended(&mut self, task: Id) {
        let Some(origin) = self.of.remove(&task) else { return };
        let Some(held) = self.held.get_mut(&origin) else { return };
        held.retain(|place| place.task.id() != task);
        if held.is_empty() {
            self.held.remove(&origin);
        }
    }

    /// Has a connection of an address go.
    pub(super) fn thin(&mut self, origin: Origin) {
        let Some(held) = self.held.get(&origin) else { return };
        let silent = held.iter().find(|place| !place.has_asked.load(Ordering::Relaxed));
        if let Some(place) = silent.or(held.first()) {
            place.task.abort();
            self.ended(place.task.id());
        }
    }

    /// Has a connection of the address go that has the most.
    pub(super) fn thin_most(&mut self) {
        let most = self.held.iter().max_by_key(|(origin, held)| (held.len(), **origin));
        if let Some(origin) = most.map(|(origin, _)| *origin) {
            self.thin(origin);
        }
    }
}

//! The worker's half: everything, through one connection that mends itself.

mod directories;
mod quarantine;
mod records;
mod settings;
mod syncing;

use std::cell::RefCell;
use std::rc::Rc;

use crate::connection::{Connection, DATABASE, Listener};
use crate::transaction::{Mode, Transaction};
use crate::{StorageError, StoreEvent, Timeouts};

pub use directories::Sections;
pub use quarantine::Quarantined;
pub use records::{Compaction, Contents, Keys, Record, RecordKey, RecordKind, Unreadable};
pub use syncing::{SyncContents, SyncWrite};

/// How to open a [`Store`].
pub struct Options {
    /// The database's name: [`crate::DATABASE`], outside tests.
    pub name: String,
    /// How long to wait for the browser.
    pub timeouts: Timeouts,
    /// Told what happens to the database without this tab's doing. Must not block.
    pub on_event: Box<dyn Fn(StoreEvent)>,
}

impl Default for Options {
    /// [`crate::DATABASE`], the usual patience, and nobody to tell.
    fn default() -> Self {
        Self { name: DATABASE.to_owned(), timeouts: Timeouts::default(), on_event: Box::new(|_| {}) }
    }
}

/// The directories on this device. Clones share one connection.
///
/// Every method may answer [`StorageError::Closed`], [`StorageError::Timeout`],
/// [`StorageError::VersionTooNew`] (the database was upgraded meanwhile), [`StorageError::Unavailable`] and
/// [`StorageError::Other`]; writes also [`StorageError::Quota`].
#[derive(Clone)]
pub struct Store {
    shared: Rc<Shared>,
}

struct Shared {
    name: String,
    timeouts: Timeouts,
    listener: Listener,
    connection: RefCell<Option<Rc<Connection>>>,
}

impl Store {
    /// Opens the database, creating or upgrading it to [`crate::VERSION`].
    ///
    /// # Errors
    /// [`StorageError::VersionTooNew`] (nothing was touched), [`StorageError::Blocked`] (a later call may
    /// succeed), [`StorageError::Timeout`], [`StorageError::Unavailable`], [`StorageError::Quota`].
    pub async fn open(options: Options) -> Result<Self, StorageError> {
        let store = Self {
            shared: Rc::new(Shared {
                name: options.name,
                timeouts: options.timeouts,
                listener: options.on_event.into(),
                connection: RefCell::new(None),
            }),
        };
        store.run(async |_: &Connection| Ok(())).await?;
        Ok(store)
    }

    /// Closes the connection once what is running is done. A later call opens it again.
    pub fn close(&self) {
        if let Some(connection) = self.shared.connection.take() {
            connection.close();
        }
    }

    /// Runs `work`, a second time on a fresh connection when the first turns out to be closed.
    async fn run<T>(
        &self,
        work: impl AsyncFn(&Connection) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        match self.attempt(&work).await {
            Err(StorageError::Closed) => self.attempt(&work).await,
            outcome => outcome,
        }
    }

    async fn attempt<T>(
        &self,
        work: &impl AsyncFn(&Connection) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let connection = self.connection().await?;
        let outcome = work(&connection).await;
        // A connection that went silent is as good as closed: the next call starts afresh.
        if let Err(StorageError::Closed | StorageError::Timeout) = outcome {
            connection.close();
        }
        outcome
    }

    async fn connection(&self) -> Result<Rc<Connection>, StorageError> {
        let known = self.shared.connection.borrow().clone();
        if let Some(connection) = known.filter(|connection| connection.is_open()) {
            return Ok(connection);
        }
        let Shared { name, timeouts, listener, connection } = &*self.shared;
        let opened = Rc::new(Connection::open(name, timeouts.open_ms, Rc::clone(listener)).await?);
        connection.replace(Some(Rc::clone(&opened)));
        Ok(opened)
    }

    fn begin(
        &self,
        connection: &Connection,
        stores: &[&str],
        mode: Mode,
    ) -> Result<Transaction, StorageError> {
        Transaction::begin(connection, stores, mode, self.shared.timeouts.transaction_ms)
    }
}

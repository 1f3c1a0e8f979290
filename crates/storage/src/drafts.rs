//! What is typed in the page's forms: the one thing that the page itself writes, since an engine that crashes must
//! not take it along, nor one that is still starting keep it waiting.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsCast;

use crate::connection::Connection;
use crate::layout::{PROJECTIONS, drafts_of, section_key};
use crate::transaction::{Mode, Transaction, bytes, put, result, thrown};
use crate::{StorageError, Timeouts};

/// What the name of a draft begins with, among the sections of its directory.
const DRAFT: &str = "draft/";

/// The drafts of a device, each of a directory: erased with it, and never synced. It opens the database when it is
/// first needed, never creates or upgrades it, and lets go of it when another tab upgrades it.
pub struct Drafts {
    name: String,
    timeouts: Timeouts,
    connection: RefCell<Option<Rc<Connection>>>,
}

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDraft {
    /// Its name among the drafts of the directory.
    pub name: String,
    /// The draft, as the caller wrote it.
    pub bytes: Vec<u8>,
}

impl Drafts {
    /// The drafts in the database named `name` ([`crate::DATABASE`], outside tests).
    #[must_use]
    pub fn new(name: &str, timeouts: Timeouts) -> Self {
        Self { name: name.to_owned(), timeouts, connection: RefCell::new(None) }
    }

    /// The drafts of a directory, by name; none where nothing was ever stored.
    ///
    /// # Errors
    /// [`StorageError::VersionTooNew`], [`StorageError::Timeout`], [`StorageError::Unavailable`],
    /// [`StorageError::Closed`].
    pub async fn list(&self, directory: &str) -> Result<Vec<StoredDraft>, StorageError> {
        let Some(connection) = self.connection().await? else { return Ok(Vec::new()) };
        let transaction =
            Transaction::begin(&connection, &[PROJECTIONS], Mode::Read, self.timeouts.transaction_ms)?;
        let store = transaction.store(PROJECTIONS)?;
        let range = drafts_of(directory, DRAFT)?;
        let names = store.get_all_keys_with_key(&range).map_err(thrown)?;
        let values = store.get_all_with_key(&range).map_err(thrown)?;
        transaction.commit().await?;
        let names = result(&names)?.unchecked_into::<Array>();
        let values = result(&values)?.unchecked_into::<Array>();
        let all = names.iter().zip(values.iter());
        let draft = |(key, value): (wasm_bindgen::JsValue, wasm_bindgen::JsValue)| {
            let name = key.dyn_ref::<Array>()?.get(1).as_string()?;
            Some(StoredDraft { name: name.strip_prefix(DRAFT)?.to_owned(), bytes: bytes(&value)? })
        };
        Ok(all.filter_map(draft).collect())
    }

    /// Keeps a draft of a directory under a name, in place of those of the names in `gone`, in one transaction. Once
    /// the database is open, all of it is asked of the browser before this waits for the first time, so that it is
    /// done also where the page ends meanwhile. Relaxed durability: it outlives the browser, not a power failure.
    ///
    /// # Errors
    /// As [`Self::list`], and [`StorageError::Quota`].
    pub async fn write(
        &self,
        directory: &str,
        kept: Option<(&str, &[u8])>,
        gone: &[String],
    ) -> Result<(), StorageError> {
        let known = self.connection.borrow().clone().filter(|connection| connection.is_open());
        let connection = match known {
            Some(connection) => connection,
            None => self.connection().await?.ok_or(StorageError::Closed)?,
        };
        let transaction = Transaction::begin(
            &connection,
            &[PROJECTIONS],
            Mode::WriteRelaxed,
            self.timeouts.transaction_ms,
        )?;
        let store = transaction.store(PROJECTIONS)?;
        let key = |name: &str| section_key(directory, &format!("{DRAFT}{name}"));
        for name in gone {
            store.delete(&key(name)).map_err(thrown)?;
        }
        if let Some((name, bytes)) = kept {
            put(&store, &key(name), bytes)?;
        }
        transaction.commit_at_once().await
    }

    async fn connection(&self) -> Result<Option<Rc<Connection>>, StorageError> {
        let known = self.connection.borrow().clone();
        if let Some(connection) = known.filter(|connection| connection.is_open()) {
            return Ok(Some(connection));
        }
        let opened = Connection::open_existing(&self.name, self.timeouts.open_ms).await?.map(Rc::new);
        self.connection.replace(opened.clone());
        Ok(opened)
    }
}

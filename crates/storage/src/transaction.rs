//! Transactions that are all or nothing, strictly durable where asked, and never waited on for ever.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Event, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use crate::connection::Connection;
use crate::wait::first_event;
use crate::{StorageError, layout};

#[wasm_bindgen]
extern "C" {
    // web-sys has the third argument only behind its unstable configuration. Browsers that do not know
    // it ignore it.
    #[wasm_bindgen(extends = IdbDatabase)]
    type DatabaseWithDurability;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with_options(
        this: &DatabaseWithDurability,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    // web-sys gives a warning for its own.
    #[wasm_bindgen(extends = IdbTransaction)]
    type TransactionWithCommit;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &TransactionWithCommit) -> Result<(), JsValue>;
}

/// What a transaction may do, and what its `complete` event means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    /// Committed means handed to the operating system: for what can be computed again.
    WriteRelaxed,
    /// Committed means on the disk.
    WriteStrict,
}

/// A transaction that aborts unless it was committed.
pub(crate) struct Transaction {
    raw: IdbTransaction,
    limit_ms: u32,
    over: bool,
}

impl Transaction {
    pub(crate) fn begin(
        connection: &Connection,
        stores: &[&str],
        mode: Mode,
        limit_ms: u32,
    ) -> Result<Self, StorageError> {
        if !connection.is_open() {
            return Err(StorageError::Closed);
        }
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let (mode, durability) = match mode {
            Mode::Read => ("readonly", "default"),
            Mode::WriteRelaxed => ("readwrite", "relaxed"),
            Mode::WriteStrict => ("readwrite", "strict"),
        };
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &durability.into()).map_err(thrown)?;
        let raw = connection
            .database
            .unchecked_ref::<DatabaseWithDurability>()
            .transaction_with_options(&names, mode, &options)
            .map_err(thrown)?;
        Ok(Self { raw, limit_ms, over: false })
    }

    pub(crate) fn store(&self, name: &str) -> Result<IdbObjectStore, StorageError> {
        self.raw.object_store(name).map_err(thrown)
    }

    /// Waits until everything asked for is committed.
    pub(crate) async fn commit(mut self) -> Result<(), StorageError> {
        let event = first_event(self.limit_ms, |ended: &Function| {
            self.raw.set_oncomplete(Some(ended));
            self.raw.set_onabort(Some(ended));
        })
        .await
        .ok_or(StorageError::Timeout)?;
        self.over = true;
        if event.unchecked_ref::<Event>().type_() == "complete" {
            return Ok(());
        }
        Err(match self.raw.error() {
            Some(error) => StorageError::from_js(&error),
            // Nobody here aborted it, so the browser did, with the connection.
            None => StorageError::Closed,
        })
    }

    /// As [`Self::commit`], without the browser's asking this page whether there is more: a page that ends answers
    /// nothing.
    pub(crate) async fn commit_at_once(self) -> Result<(), StorageError> {
        // Where the browser does not know it, the transaction ends by itself.
        let _ = self.raw.unchecked_ref::<TransactionWithCommit>().commit();
        self.commit().await
    }

    /// Waits for one request, keeping the transaction open for more.
    pub(crate) async fn answer(&self, request: &IdbRequest) -> Result<JsValue, StorageError> {
        first_event(self.limit_ms, |settled| {
            request.set_onsuccess(Some(settled));
            request.set_onerror(Some(settled));
        })
        .await
        .ok_or(StorageError::Timeout)?;
        result(request).map_err(|failed| match self.raw.error() {
            // A request that was under way only says that it was aborted; the transaction says why.
            Some(error) => StorageError::from_js(&error),
            None => failed,
        })
    }

    /// Refuses to go on for a directory that is not in the list of directories. The transaction must
    /// include that store; what was asked for before is undone.
    pub(crate) async fn require(&self, directory: &str) -> Result<(), StorageError> {
        let request = self.store(layout::DIRECTORIES)?.get_key(&directory.into()).map_err(thrown)?;
        if self.answer(&request).await?.is_undefined() {
            return Err(StorageError::UnknownDirectory);
        }
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.over {
            // It throws only for a transaction that has ended by itself.
            let _ = self.raw.abort();
        }
    }
}

/// What a finished request brought. A failed one has an error and, misleadingly, `undefined` as its result.
pub(crate) fn result(request: &IdbRequest) -> Result<JsValue, StorageError> {
    match request.error() {
        Ok(Some(error)) => Err(StorageError::from_js(&error)),
        Ok(None) => request.result().map_err(thrown),
        Err(pending) => Err(thrown(pending)),
    }
}

/// Stores bytes under a key.
pub(crate) fn put(store: &IdbObjectStore, key: &JsValue, bytes: &[u8]) -> Result<(), StorageError> {
    store.put_with_key(&Uint8Array::from(bytes), key).map(drop).map_err(thrown)
}

/// The bytes of a stored value; `None` when it is something else.
pub(crate) fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

pub(crate) fn thrown(value: JsValue) -> StorageError {
    StorageError::from_js(&value)
}

//! Damaged records, put aside where they harm nothing and are not lost.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::Store;
use super::records::{RecordKey, RecordKind, parse_key};
use crate::StorageError;
use crate::connection::Connection;
use crate::layout::{QUARANTINE, record_key, records_of};
use crate::transaction::{Mode, bytes, result, thrown};

/// A record that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its key.
    pub key: RecordKey,
    /// What it was stored as.
    pub kind: RecordKind,
    /// Its content; `None` when what was stored is not bytes.
    pub bytes: Option<Vec<u8>>,
    /// Why it was put aside, in the caller's words.
    pub reason: String,
}

impl Store {
    /// Moves a record to the quarantine, as it is, strictly durable and in one transaction. Returns whether
    /// it was there.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when the browser cannot read it back, so that it cannot be moved either
    /// and stays where it is; and as [`Store`] says.
    pub async fn quarantine(
        &self,
        directory: &str,
        kind: RecordKind,
        record: &RecordKey,
        reason: &str,
    ) -> Result<bool, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[kind.store(), QUARANTINE], Mode::WriteStrict)?;
            let store = transaction.store(kind.store())?;
            let key = record_key(directory, &record.part, &record.hash);
            let value = transaction.answer(&store.get(&key).map_err(thrown)?).await?;
            if value.is_undefined() {
                return Ok(false);
            }
            let aside = Object::new();
            for (name, value) in
                [("kind", kind_name(kind).into()), ("bytes", value), ("reason", reason.into())]
            {
                Reflect::set(&aside, &name.into(), &value).map_err(thrown)?;
            }
            transaction.store(QUARANTINE)?.put_with_key(&aside, &key).map_err(thrown)?;
            store.delete(&key).map_err(thrown)?;
            transaction.commit().await.map(|()| true)
        })
        .await
    }

    /// What was put aside of a directory, by part and hash.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn list_quarantine(&self, directory: &str) -> Result<Vec<Quarantined>, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[QUARANTINE], Mode::Read)?;
            let store = transaction.store(QUARANTINE)?;
            let range = records_of(directory)?;
            let keys = store.get_all_keys_with_key(&range).map_err(thrown)?;
            let values = store.get_all_with_key(&range).map_err(thrown)?;
            transaction.commit().await?;
            let keys = result(&keys)?.unchecked_into::<Array>();
            let values = result(&values)?.unchecked_into::<Array>();
            keys.iter().zip(values.iter()).map(|(key, value)| entry(&key, &value)).collect()
        })
        .await
    }
}

fn entry(key: &JsValue, value: &JsValue) -> Result<Quarantined, StorageError> {
    let field = |name: &str| Reflect::get(value.unchecked_ref(), &name.into()).map_err(thrown);
    Ok(Quarantined {
        key: parse_key(key)?,
        kind: if field("kind")? == kind_name(RecordKind::Snapshot) {
            RecordKind::Snapshot
        } else {
            RecordKind::Change
        },
        bytes: bytes(&field("bytes")?),
        reason: field("reason")?.as_string().unwrap_or_default(),
    })
}

fn kind_name(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Change => "change",
        RecordKind::Snapshot => "snapshot",
    }
}

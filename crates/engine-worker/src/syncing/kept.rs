//! What a replica keeps, as the storage's bytes and back.
//!
//! Each value has its version first. What is of another version, or damaged, is left out: a chunk can be had again
//! from the relay.

use crate::{console, stored::hexadecimal};
use groundswell_model::Part;
use groundswell_storage::{RecordKey, StorageError, Store, SyncContents, SyncWrite};
use groundswell_sync::{Change, Name, Record, Settings, State, Stored, Write};
use groundswell_wire::ChunkId;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

const VERSION: u8 = 1;

fn encode(value: &impl Serialize) -> Vec<u8> {
    // Writing to memory can not fail: the one error of postcard's here is a full buffer.
    postcard::to_extend(value, vec![VERSION]).unwrap_or_default()
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => postcard::from_bytes(rest).ok(),
        _ => None,
    }
}

/// What is remembered of a syncing.
pub(crate) fn settings(settings: &Settings) -> Vec<u8> {
    encode(settings)
}

/// What is to be written.
pub(crate) fn write(write: &Write) -> SyncWrite {
    let put = write.put.iter().map(|(record, sealed)| {
        // What does not open is kept by its id alone.
        let sealed = sealed.as_ref().filter(|_| record.state != State::Aside).cloned();
        (hexadecimal(&record.id), encode(record), sealed)
    });
    let sealed = write
        .sealed
        .iter()
        .map(|(part, name)| RecordKey { part: part.label().to_owned(), hash: hexadecimal(name) });
    SyncWrite {
        put: put.collect(),
        remove: write.remove.iter().map(|id| hexadecimal(id.as_bytes())).collect(),
        sealed: sealed.collect(),
        settings: write.settings.as_ref().map(encode),
    }
}

/// What was stored.
struct Kept {
    records: Vec<Record>,
    unsealed: Vec<(Part, Change)>,
    settings: Settings,
}

fn read(contents: SyncContents) -> Kept {
    let SyncContents { holdings, unsealed, settings } = contents;
    let records = holdings.into_iter().filter_map(|(_, bytes)| {
        let record = decode(&bytes);
        if record.is_none() {
            console::report("syncing", &"a stored record of a chunk can not be read");
        }
        record
    });
    let unsealed = unsealed.into_iter().filter_map(|record| {
        let change = Change { name: name(&record.hash)?, bytes: record.bytes };
        Some((Part::from_label(&record.part)?, change))
    });
    Kept {
        records: records.collect(),
        unsealed: unsealed.collect(),
        settings: settings.and_then(|bytes| decode(&bytes)).unwrap_or_default(),
    }
}

/// All that the storage holds for a replica of a directory. Of its document nothing is said.
///
/// # Errors
/// Where the storage can not be read.
pub(super) async fn load(store: &Store, directory: &str) -> Result<Stored, StorageError> {
    let kept = read(store.load_sync(directory).await?);
    let with_bytes = |record: &&Record| matches!(record.state, State::Outbox | State::Unread);
    let ids: Vec<ChunkId> = kept.records.iter().filter(with_bytes).map(Record::chunk).collect();
    let mut sealed: BTreeMap<[u8; 32], Vec<u8>> =
        fetch(store, directory, &ids).await.into_iter().map(|(id, bytes)| (*id.as_bytes(), bytes)).collect();
    let records = kept.records.into_iter().map(|record| {
        let bytes = sealed.remove(&record.id);
        (record, bytes)
    });
    Ok(Stored {
        records: records.collect(),
        unsealed: kept.unsealed,
        settings: kept.settings,
        standings: Vec::new(),
    })
}

/// The sealed bytes of those chunks that the storage has.
pub(super) async fn fetch(store: &Store, directory: &str, ids: &[ChunkId]) -> Vec<(ChunkId, Vec<u8>)> {
    if ids.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = ids.iter().map(|id| hexadecimal(id.as_bytes())).collect();
    match store.read_chunks(directory, &names).await {
        Ok(found) => {
            let named = |(id, bytes): (String, Vec<u8>)| Some((ChunkId::from_bytes(name(&id)?), bytes));
            found.into_iter().filter_map(named).collect()
        }
        Err(error) => {
            super::failed("reading chunks", error);
            Vec::new()
        }
    }
}

/// The name of a change, from how the storage writes it.
pub(crate) fn name(hash: &str) -> Option<Name> {
    let mut name = [0; 32];
    if hash.len() != 64 {
        return None;
    }
    for (byte, digits) in name.iter_mut().zip(hash.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let bytes: Name = std::array::from_fn(|at| (at * 7) as u8);
        assert_eq!(name(&hexadecimal(&bytes)), Some(bytes));
        assert_eq!(name("00"), None);
        assert_eq!(name(&"é".repeat(32)), None);
    }

    #[test]
    fn what_is_of_another_version_is_left_out() {
        let known = encode(&Settings { closed: Some("Ask Ada".into()), ..Settings::default() });
        assert_eq!(decode::<Settings>(&known).unwrap().closed.as_deref(), Some("Ask Ada"));
        let newer: Vec<u8> =
            known.iter().enumerate().map(|(at, byte)| if at == 0 { 9 } else { *byte }).collect();
        assert_eq!(decode::<Settings>(&newer), None);
        assert_eq!(decode::<Settings>(&[]), None);
    }
}

//! What a replica stores, as the storage's bytes and back.
//!
//! Each value has its version first. What is of another version, or damaged, is left out: a chunk can be had again
//! from the relay.

use crate::console;
use groundswell_model::{Part, StoredEntry, message::Fragment};
use groundswell_seal::{Grant, Link};
use groundswell_storage::{RecordKey, StorageError, Store, SyncContents, SyncWrite};
use groundswell_sync::{Change, EarlierRoom, Name, Notice, Record, Settings, State, Stored, Write};
use groundswell_wire::ChunkId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The version of records.
const RECORD: u8 = 1;
/// The version of settings.
const SETTINGS: u8 = 3;

fn encode(version: u8, value: &impl Serialize) -> Vec<u8> {
    // Writing to memory can not fail: the one error of postcard's here is a full buffer.
    postcard::to_extend(value, vec![version]).unwrap_or_default()
}

fn decode<T: DeserializeOwned>(version: u8, bytes: &[u8]) -> Option<T> {
    match bytes.split_first() {
        Some((of, rest)) if *of == version => postcard::from_bytes(rest).ok(),
        _ => None,
    }
}

/// What is remembered of a syncing.
pub(crate) fn settings(settings: &Settings) -> Vec<u8> {
    encode(SETTINGS, settings)
}

/// Settings as version 1 wrote them: of a notice it kept the words alone.
#[derive(Serialize, Deserialize)]
struct Settings1 {
    publish: Vec<Part>,
    synced_at: Option<i64>,
    closed: Option<String>,
}

impl From<Settings1> for Settings {
    fn from(Settings1 { publish, synced_at, closed }: Settings1) -> Self {
        let of_words = |words: String| Notice {
            part: Part::Public,
            chunk: [0; 32],
            items: vec![[&[1], words.as_bytes()].concat()],
        };
        Self { publish, synced_at, notices: closed.map(of_words).into_iter().collect(), ..Self::default() }
    }
}

/// Settings as version 2 wrote them: nothing was known of what stayed behind.
#[derive(Serialize, Deserialize)]
struct Settings2 {
    publish: Vec<Part>,
    synced_at: Option<i64>,
    received_at: Option<i64>,
    notices: Vec<Notice>,
    earlier: Vec<EarlierRoom>,
}

impl From<Settings2> for Settings {
    fn from(Settings2 { publish, synced_at, received_at, notices, earlier }: Settings2) -> Self {
        Self { publish, synced_at, received_at, notices, earlier, left_behind: 0 }
    }
}

fn read_settings(bytes: &[u8]) -> Option<Settings> {
    let of_2 = || decode::<Settings2>(2, bytes).map(Settings::from);
    let of_1 = || decode::<Settings1>(1, bytes).map(Settings::from);
    decode(SETTINGS, bytes).or_else(of_2).or_else(of_1)
}

/// What is to be written.
pub(crate) fn write(write: &Write) -> SyncWrite {
    let put = write.put.iter().map(|(record, sealed)| {
        // What does not open is kept by its id alone.
        let sealed = sealed.as_ref().filter(|_| record.state != State::Unreadable).cloned();
        (hex::encode(record.id), encode(RECORD, record), sealed)
    });
    let sealed = write
        .sealed
        .iter()
        .map(|(part, name)| RecordKey { part: part.label().to_owned(), hash: hex::encode(name) });
    SyncWrite {
        put: put.collect(),
        remove: write.remove.iter().map(|id| hex::encode(id.as_bytes())).collect(),
        sealed: sealed.collect(),
        settings: write.settings.as_ref().map(settings),
    }
}

fn read_record(bytes: &[u8]) -> Option<Record> {
    // Earlier records end before the flag whether something is left out: nothing was, as far as they knew.
    decode(RECORD, bytes).or_else(|| decode(RECORD, &[bytes, &[0]].concat()))
}

/// What was stored.
struct StoredReplica {
    records: Vec<Record>,
    unsealed: Vec<(Part, Change)>,
    settings: Settings,
}

fn read(contents: SyncContents) -> StoredReplica {
    let SyncContents { holdings, unsealed, settings } = contents;
    let records = holdings.into_iter().filter_map(|(_, bytes)| {
        let record = read_record(&bytes);
        if record.is_none() {
            console::report("syncing", &"a stored record of a chunk can not be read");
        }
        record
    });
    let unsealed = unsealed.into_iter().filter_map(|record| {
        let change = Change { name: name(&record.hash)?, bytes: record.bytes };
        Some((Part::from_label(&record.part)?, change))
    });
    StoredReplica {
        records: records.collect(),
        unsealed: unsealed.collect(),
        settings: settings.and_then(|bytes| read_settings(&bytes)).unwrap_or_default(),
    }
}

/// All that the storage holds for a replica of a directory. Of its document nothing is said.
///
/// # Errors
/// Where the storage can not be read.
pub(crate) async fn load(store: &Store, directory: &str) -> Result<Stored, StorageError> {
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
        parts: Vec::new(),
    })
}

/// The sealed bytes of those chunks that the storage has.
pub(super) async fn fetch(store: &Store, directory: &str, ids: &[ChunkId]) -> Vec<(ChunkId, Vec<u8>)> {
    if ids.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = ids.iter().map(|id| hex::encode(id.as_bytes())).collect();
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

/// Whether a stored entry goes by this link.
pub(super) fn goes_by(link: &Fragment) -> impl Fn(&[u8]) -> bool {
    move |entry| StoredEntry::decode(entry).is_ok_and(|entry| entry.link.as_ref() == Some(link))
}

/// What is to be remembered of the rooms of a link in whose place another comes: `of` is what was kept by it, and
/// `put` are notices that were brought to the relay meanwhile. The rooms before them follow.
pub(crate) async fn earlier(
    store: &Store,
    directory: &str,
    link: &Link,
    of: &Stored,
    put: &[(Notice, Vec<u8>)],
) -> Vec<EarlierRoom> {
    const ROOMS: usize = 8;
    const KNOWN: usize = 2_048;
    /// Larger ones say nothing that anybody wrote for people, and are not carried along.
    const NOTICE_BYTES: usize = 40_000;
    let noted =
        of.settings.notices.iter().filter(|notice| put.iter().all(|(it, _)| it.chunk != notice.chunk));
    let ids: Vec<ChunkId> = noted.clone().map(|notice| ChunkId::from_bytes(notice.chunk)).collect();
    let sealed: BTreeMap<[u8; 32], Vec<u8>> =
        fetch(store, directory, &ids).await.into_iter().map(|(id, bytes)| (*id.as_bytes(), bytes)).collect();
    let held = noted.filter_map(|notice| Some((notice.clone(), sealed.get(&notice.chunk)?.clone())));
    let held = held.filter(|(_, sealed)| sealed.len() <= NOTICE_BYTES);
    let notices: Vec<(Notice, Vec<u8>)> = held.chain(put.iter().cloned()).collect();
    let room = |part: Part| {
        let grant = match part {
            Part::Public => Grant::Public,
            Part::Members => Grant::Members,
        };
        let seed = *link.weaken(grant)?.capability().seed().expose();
        let known =
            of.records.iter().filter(|(record, _)| record.part == part && record.state != State::Outbox);
        Some(EarlierRoom {
            part,
            epoch: link.epoch(),
            key: *link.capability().key().as_bytes(),
            seed,
            notices: notices.iter().filter(|(notice, _)| notice.part == part).cloned().collect(),
            known: known.map(|(record, _)| *record.chunk().short().as_bytes()).take(KNOWN).collect(),
        })
    };
    let mut rooms: Vec<EarlierRoom> = Part::ALL.into_iter().filter_map(room).collect();
    let is_other = |room: &EarlierRoom| rooms.iter().all(|it| (it.key, it.epoch) != (room.key, room.epoch));
    let before: Vec<_> = of.settings.earlier.iter().filter(|room| is_other(room)).cloned().collect();
    rooms.extend(before);
    rooms.truncate(ROOMS);
    rooms
}

/// The name of a change, from how the storage writes it.
pub(crate) fn name(hash: &str) -> Option<Name> {
    let mut name = [0; 32];
    hex::decode_to_slice(hash, &mut name).ok()?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let bytes: Name = std::array::from_fn(|at| (at * 7) as u8);
        assert_eq!(name(&hex::encode(bytes)), Some(bytes));
        assert_eq!(name("00"), None);
        assert_eq!(name(&"é".repeat(32)), None);
    }

    #[test]
    fn what_is_of_another_version_is_left_out() {
        let known = settings(&Settings { synced_at: Some(7), ..Settings::default() });
        assert_eq!(read_settings(&known).unwrap().synced_at, Some(7));
        let newer: Vec<u8> =
            known.iter().enumerate().map(|(at, byte)| if at == 0 { 9 } else { *byte }).collect();
        assert_eq!(read_settings(&newer), None);
        assert_eq!(read_settings(&[]), None);
    }

    #[test]
    fn records_of_before_end_without_what_is_left_out() {
        let record = Record {
            id: [1; 32],
            part: Part::Public,
            state: State::Held,
            kind: 0,
            blob: [2; 16],
            fragment: 0,
            fragments: 1,
            size: 300,
            changes: 0,
            names: vec![[3; 32]],
            covers: Vec::new(),
            left_out: false,
        };
        let bytes = encode(RECORD, &record);
        let (_, of_before) = bytes.split_last().unwrap();
        assert_eq!(read_record(of_before), Some(record.clone()));
        let left_out = Record { left_out: true, ..record };
        assert_eq!(read_record(&encode(RECORD, &left_out)), Some(left_out));
        assert_eq!(read_record(&of_before[..of_before.len() - 1]), None);
    }

    #[test]
    fn settings_of_version_2_are_kept_whole() {
        let notice = Notice { part: Part::Members, chunk: [3; 32], items: vec![vec![1]] };
        let old = Settings2 {
            publish: vec![Part::Public],
            synced_at: Some(7),
            received_at: Some(8),
            notices: vec![notice],
            earlier: Vec::new(),
        };
        let bytes = encode(2, &old);
        assert_eq!(read_settings(&bytes), Some(Settings::from(old)));
    }

    #[test]
    fn settings_of_version_1_keep_the_words_of_the_notice() {
        let old = Settings1 {
            publish: vec![Part::Members],
            synced_at: Some(7),
            closed: Some("Ask Ada".to_owned()),
        };
        let read = read_settings(&encode(1, &old)).unwrap();
        assert_eq!((read.publish, read.synced_at), (vec![Part::Members], Some(7)));
        assert_eq!(read.notices.first().unwrap().items, [b"\x01Ask Ada".to_vec()]);
    }
}

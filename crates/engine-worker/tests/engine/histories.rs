//! Compaction, and records that are damaged.

use crate::fixture::{Tab, a_while, new_group, quick, store, wait_for};
use groundswell_engine_worker::Timings;
use groundswell_model::{
    Id, Part, StoredEntry, Timestamp,
    message::{Access, Answer, DirectoryEntry, Request},
};
use groundswell_storage::{Compaction, Keys, Record, RecordKind};
use std::cell::RefCell;
use wasm_bindgen_test::wasm_bindgen_test;

async fn keys(database: &str, directory: Id) -> Keys {
    store(database).await.list_keys(&directory.to_string()).await.unwrap()
}

fn compacting() -> Timings {
    Timings { changes: 5, ..quick() }
}

fn names(count: u8) -> Vec<String> {
    (1..=count).map(|number| format!("Group {number}")).collect()
}

async fn add(tab: &Tab, count: u8) {
    for (name, number) in names(count).iter().zip(1..) {
        tab.apply(new_group(number, name)).await;
    }
}

#[wasm_bindgen_test]
async fn a_long_history_becomes_a_snapshot_and_loses_nothing() {
    let tab = Tab::with_timings("histories-compacted", compacting()).await;
    let directory = tab.create("Test Network").await.id;
    add(&tab, 12).await;
    a_while().await;
    let stored = keys("histories-compacted", directory).await;
    let public = |keys: &[groundswell_storage::RecordKey]| {
        keys.iter().filter(|key| key.part == Part::Public.label()).count()
    };
    // On a busy machine it was compacted while the last few came; fewer than what makes it due stay as they are.
    assert_eq!(public(&stored.snapshots), 1);
    assert!(public(&stored.changes) <= compacting().changes, "{stored:?}");
    tab.apply(new_group(13, "Group 13")).await;
    drop(tab);

    let tab = Tab::with_timings("histories-compacted", compacting()).await;
    assert_eq!(tab.open_directory(directory).await, 0);
    let all = names(13);
    tab.shows(&all.iter().map(String::as_str).collect::<Vec<_>>()).await;
    for number in 14..=20 {
        tab.apply(new_group(number, &format!("Group {number}"))).await;
    }
    a_while().await;
    let stored = keys("histories-compacted", directory).await;
    assert_eq!(public(&stored.snapshots), 1, "the older snapshot went: {stored:?}");
}

#[wasm_bindgen_test]
async fn compaction_keeps_what_another_tab_wrote_meanwhile() {
    let one = Tab::with_timings("histories-other", compacting()).await;
    let directory = one.create("Test Network").await.id;
    // Deaf to each other: the first never learns of the second's change.
    let other = Tab::on_channel("histories-other", "histories-other-deaf", compacting()).await;
    other.open_directory(directory).await;
    other.apply(new_group(100, "From the other")).await;
    add(&one, 12).await;
    a_while().await;
    let stored = keys("histories-other", directory).await;
    assert!(!stored.snapshots.is_empty(), "{stored:?}");
    assert!(!stored.changes.is_empty(), "the other's change is still there");
    drop((one, other));

    let later = Tab::open("histories-other").await;
    later.open_directory(directory).await;
    let mut all = names(12);
    all.push("From the other".into());
    later.shows(&all.iter().map(String::as_str).collect::<Vec<_>>()).await;
}

#[wasm_bindgen_test]
async fn a_damaged_chunk_is_quarantined_and_the_rest_stands() {
    let (tab, directory) = Tab::with_directory("histories-damaged").await;
    tab.apply(new_group(1, "Neighbors")).await;
    drop(tab);
    let damaged = Record {
        part: Part::Public.label().to_owned(),
        hash: "damaged".to_owned(),
        bytes: b"no change of any document".to_vec(),
    };
    store("histories-damaged").await.append(&directory.to_string(), &[damaged]).await.unwrap();

    let tab = Tab::open("histories-damaged").await;
    assert_eq!(tab.open_directory(directory).await, 1);
    tab.shows(&["Neighbors"]).await;
    let Ok(Answer::Storage(summary)) = tab.call(Request::Storage).await else { panic!() };
    assert_eq!(summary.quarantined, 1);
    tab.apply(new_group(2, "Still editable")).await;
    drop(tab);

    let tab = Tab::open("histories-damaged").await;
    assert_eq!(tab.open_directory(directory).await, 0, "it is told once");
    tab.shows(&["Neighbors", "Still editable"]).await;
    let quarantined = store("histories-damaged").await.list_quarantine(&directory.to_string()).await.unwrap();
    assert_eq!(
        quarantined[0].bytes.as_deref(),
        Some(&b"no change of any document"[..]),
        "nothing is thrown away"
    );
}

/// A document as earlier versions saved it after they had taken in a change that Automerge would write otherwise: it
/// does not load any more. Of the directory with this id, with three groups.
const DAMAGED: &[u8] = include_bytes!("../../../directory/tests/data/damaged.public.automerge");

#[wasm_bindgen_test]
async fn a_snapshot_that_does_not_load_opens_from_its_changes_and_stays_whole() {
    let database = "histories-damaged-snapshot";
    let directory = Id::from_bytes([9; 12]);
    let shown = DirectoryEntry {
        id: directory,
        name: "Damaged".to_owned(),
        sample: false,
        access: Access::Edit,
        shared: false,
        invitation: false,
        added: Timestamp(0),
        opened: Timestamp(0),
    };
    let entry = StoredEntry { shown, seed: None, link: None };
    let key = directory.to_string();
    let snapshot =
        Record { part: Part::Public.label().to_owned(), hash: "damaged".to_owned(), bytes: DAMAGED.to_vec() };
    let stored = store(database).await;
    stored.create_directory(&key, &entry.encode(), &[], None).await.unwrap();
    stored.compact(&key, &Compaction { snapshot: &snapshot, changes: &[], snapshots: &[] }).await.unwrap();

    let tab = Tab::with_timings(database, compacting()).await;
    assert_eq!(tab.open_directory(directory).await, 1, "it is said");
    tab.shows(&["Racine", "Racine", "Racine"]).await;
    tab.apply(new_group(200, "Still editable")).await;
    a_while().await;
    drop(tab);

    let tab = Tab::open(database).await;
    assert_eq!(tab.open_directory(directory).await, 0, "once");
    tab.shows(&["Racine", "Racine", "Racine", "Still editable"]).await;
    let quarantined = stored.list_quarantine(&key).await.unwrap();
    assert_eq!(quarantined.len(), 1);
    assert_eq!((quarantined[0].kind, quarantined[0].bytes.as_deref()), (RecordKind::Snapshot, Some(DAMAGED)));
}

#[wasm_bindgen_test]
async fn records_of_a_part_that_only_a_newer_app_knows_stay_where_they_are() {
    let tab = Tab::with_timings("histories-newer-part", compacting()).await;
    let directory = tab.create("Test Network").await.id;
    let newer = Record { part: "archive-2030".to_owned(), hash: "h".to_owned(), bytes: vec![1, 2, 3] };
    store("histories-newer-part").await.append(&directory.to_string(), &[newer]).await.unwrap();
    tab.create("Another Network").await;
    assert_eq!(tab.open_directory(directory).await, 0);
    add(&tab, 12).await;
    a_while().await;
    let stored = keys("histories-newer-part", directory).await;
    assert!(stored.changes.iter().any(|key| key.part == "archive-2030"), "{stored:?}");
}

#[wasm_bindgen_test]
async fn the_projection_is_written_once_after_many_edits() {
    let (tab, directory) = Tab::with_directory("histories-projection").await;
    add(&tab, 5).await;
    let store = store("histories-projection").await;
    let seen = RefCell::new(None);
    for _ in 0..100 {
        let bytes = store.read_projection(&directory.to_string()).await.unwrap();
        let stored = bytes.and_then(|bytes| groundswell_model::Projection::decode(&bytes).ok());
        if stored.as_ref().is_some_and(|stored| stored.groups.len() == 5) {
            seen.replace(stored);
            break;
        }
        gloo_timers::future::TimeoutFuture::new(10).await;
    }
    let stored = wait_for("the projection", || seen.take()).await;
    assert!(!stored.heads.is_empty());
}

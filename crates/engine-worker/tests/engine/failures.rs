//! What is shown while the storage fails: the full truth.

use crate::fixture::{Tab, new_group, quick};
use groundswell_engine_worker::Timings;
use groundswell_model::message::{Answer, EngineError, Event, Request, SaveState};
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// A disk that is full for what this database calls changes, until it is dropped.
pub(crate) struct FullDisk(Function);

impl FullDisk {
    pub(crate) fn of(database: &str) -> Self {
        let fill = Function::new_with_args(
            "database",
            "const put = IDBObjectStore.prototype.put;
             IDBObjectStore.prototype.put = function (...given) {
                 if (this.name === 'changes' && this.transaction.db.name === database) {
                     throw new DOMException('no room', 'QuotaExceededError');
                 }
                 return put.apply(this, given);
             };
             return () => { IDBObjectStore.prototype.put = put; };",
        );
        let empty = fill.call1(&JsValue::UNDEFINED, &database.into()).unwrap();
        Self(empty.into())
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        self.0.call0(&JsValue::UNDEFINED).unwrap();
    }
}

fn full(event: &Event) -> Option<()> {
    matches!(event, Event::Saving(SaveState::Failed(EngineError::StorageFull))).then_some(())
}

fn saved(event: &Event) -> Option<()> {
    matches!(event, Event::Saving(SaveState::Saved { .. })).then_some(())
}

#[wasm_bindgen_test]
async fn an_edit_that_is_not_stored_is_shown_as_not_saved() {
    let (tab, directory) = Tab::with_directory("failures-full").await;
    tab.apply(new_group(1, "Saved")).await;
    let disk = FullDisk::of("failures-full");
    let before = tab.shown();
    tab.forget();
    let refused = tab.call(Request::Apply(new_group(2, "Unsaved"))).await;
    assert_eq!(refused, Err(EngineError::StorageFull));
    tab.hears("that the disk is full", full).await;
    assert!(tab.events().iter().all(|event| saved(event).is_none()), "nothing says that it is saved");
    assert_eq!(before, ["Saved"]);
    assert_eq!(tab.shown(), ["Unsaved"], "it is still to be seen, once");

    let later = Tab::open("failures-full").await;
    later.open_directory(directory).await;
    later.shows(&["Saved"]).await;
    let store = crate::fixture::store("failures-full").await;
    crate::fixture::a_while().await;
    let stored = store.read_projection(&directory.to_string()).await.unwrap().unwrap();
    let stored = groundswell_model::Projection::decode(&stored).unwrap();
    assert_eq!(stored.groups.len(), 1, "the stored projection knows no more than the history");

    tab.forget();
    drop(disk);
    tab.hears("that it is saved after all", saved).await;
    later.shows(&["Saved", "Unsaved"]).await;
    drop((tab, later));
    let tab = Tab::open("failures-full").await;
    tab.open_directory(directory).await;
    tab.shows(&["Saved", "Unsaved"]).await;
}

#[wasm_bindgen_test]
async fn an_edit_is_answered_when_the_storage_takes_it_after_all() {
    let tab = Tab::with_timings("failures-passing", Timings { patience: 1_000, ..quick() }).await;
    tab.create("Test Network").await;
    let disk = FullDisk::of("failures-passing");
    tab.forget();
    let first = tab.ask(Request::Apply(new_group(1, "First")));
    tab.hears("that the disk is full", full).await;
    let second = tab.ask(Request::Apply(new_group(2, "Second")));
    crate::fixture::a_while().await;
    assert_eq!((tab.answered(first), tab.answered(second)), (None, None), "nobody is told yet");
    drop(disk);
    for number in [first, second] {
        assert!(matches!(tab.answer(number).await, Ok(Answer::Applied { undo: Some(_) })));
    }
    assert_eq!(tab.events().iter().filter_map(saved).count(), 1);
    tab.shows(&["First", "Second"]).await;
}

#[wasm_bindgen_test]
async fn a_directory_with_unsaved_edits_is_not_left() {
    let (tab, directory) = Tab::with_directory("failures-leaving").await;
    let other = tab.create("Another Network").await.id;
    tab.open_directory(directory).await;
    let disk = FullDisk::of("failures-leaving");
    let edit = tab.ask(Request::Apply(new_group(1, "Unsaved")));
    tab.hears("that the disk is full", full).await;
    let refused = tab.call(Request::Open { directory: other, painted: Vec::new() }).await;
    assert_eq!(refused, Err(EngineError::StorageFull));
    drop(disk);
    let _ = tab.answer(edit).await;
    tab.open_directory(other).await;
    tab.open_directory(directory).await;
    tab.shows(&["Unsaved"]).await;
}

#[wasm_bindgen_test]
async fn a_directory_that_can_not_be_stored_is_not_there() {
    let tab = Tab::open("failures-create").await;
    let disk = FullDisk::of("failures-create");
    let new = groundswell_model::message::NewDirectory::Empty { name: "Nowhere".into() };
    assert_eq!(tab.call(Request::Create(new)).await, Err(EngineError::StorageFull));
    assert_eq!(tab.call(Request::Deleted).await, Err(EngineError::NotOpen));
    drop(disk);
    assert!(crate::fixture::store("failures-create").await.list_directories().await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn a_newer_version_of_the_app_is_made_way_for() {
    let (tab, _) = Tab::with_directory("failures-newer").await;
    let upgrade = Function::new_with_args(
        "database",
        "return new Promise((resolve, reject) => {
             const request = indexedDB.open(database, 1000);
             request.onsuccess = () => { request.result.close(); resolve(); };
             request.onerror = () => reject(request.error);
         });",
    );
    let upgraded = upgrade.call1(&JsValue::UNDEFINED, &"failures-newer".into()).unwrap();
    wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(upgraded)).await.unwrap();
    tab.hears("that it is superseded", |event| matches!(event, Event::Superseded).then_some(())).await;
    let refused = tab.call(Request::Apply(new_group(1, "Too late"))).await;
    assert_eq!(refused, Err(EngineError::StorageNewer));
    assert!(tab.events().contains(&Event::Saving(SaveState::Failed(EngineError::StorageNewer))));
}

#[wasm_bindgen_test]
async fn a_storage_that_was_deleted_is_not_written_to_as_if_nothing_had_happened() {
    let (tab, _) = Tab::with_directory("failures-deleted").await;
    let delete = Function::new_with_args(
        "database",
        "return new Promise((resolve, reject) => {
             const request = indexedDB.deleteDatabase(database);
             request.onsuccess = () => resolve();
             request.onerror = () => reject(request.error);
         });",
    );
    let deleted = delete.call1(&JsValue::UNDEFINED, &"failures-deleted".into()).unwrap();
    wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(deleted)).await.unwrap();
    let gone = |event: &Event| {
        matches!(event, Event::Saving(SaveState::Failed(EngineError::NoDirectory))).then_some(())
    };
    tab.hears("that it is gone", gone).await;
    assert_eq!(tab.call(Request::Apply(new_group(1, "Too late"))).await, Err(EngineError::NotOpen));
    tab.create("A New Beginning").await;
    tab.apply(new_group(1, "Neighbors")).await;
    tab.shows(&["Neighbors"]).await;
}

use std::task::Poll;

use groundswell_storage::{
    Compaction, Contents, Directory, RecordKind, StorageError, is_persistent, request_persistence, usage,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{fresh, hashes, key, open, open_with_directory, record, script, write};

fn entry(id: &str, bytes: &[u8]) -> Directory {
    Directory { id: id.to_owned(), bytes: bytes.to_vec() }
}

#[wasm_bindgen_test]
async fn a_directory_comes_with_its_first_changes() {
    let name = fresh("first-changes").await;
    let store = open(&name).await;
    assert_eq!(store.list_directories().await.unwrap(), []);
    store.create_directory("wi", b"Wisconsin", &[record("public", "p1")], None).await.unwrap();
    store.create_directory("ia", b"Iowa", &[], None).await.unwrap();

    let again = open(&name).await;
    assert_eq!(again.list_directories().await.unwrap(), [entry("ia", b"Iowa"), entry("wi", b"Wisconsin")]);
    assert_eq!(hashes(&again.load_directory("wi").await.unwrap().changes), ["p1"]);
    assert_eq!(again.load_directory("ia").await.unwrap(), Contents::default());
}

#[wasm_bindgen_test]
async fn erasing_touches_only_its_directory() {
    let store = open(&fresh("erase").await).await;
    // Ids that are prefixes and near neighbours in key order.
    let ids = ["net", "ne", "net ", "net\u{10ffff}", "neu"];
    for id in ids {
        store
            .create_directory(id, id.as_bytes(), &[record("public", "p1"), record("a", "")], None)
            .await
            .unwrap();
        let snapshot = record("members", "s1");
        store.compact(id, &Compaction { snapshot: &snapshot, changes: &[], snapshots: &[] }).await.unwrap();
        store.append(id, &[record("public", "bad")]).await.unwrap();
        assert!(store.quarantine(id, RecordKind::Change, &key("public", "bad"), "bad").await.unwrap());
        write(&store, id, &[("first", b"list")]).await.unwrap();
    }
    store.put_setting("device", b"d1").await.unwrap();
    let kept = store.load_directory("ne").await.unwrap();
    assert_eq!((kept.changes.len(), kept.snapshots.len()), (2, 1));

    store.erase_directory("net").await.unwrap();

    assert_eq!(store.load_directory("net").await.unwrap(), Contents::default());
    assert_eq!(store.list_quarantine("net").await.unwrap(), []);
    assert_eq!(store.read_sections("net", &["first"]).await.unwrap(), [None]);
    for id in ids.into_iter().filter(|id| *id != "net") {
        assert_eq!(store.load_directory(id).await.unwrap(), kept, "{id:?}");
        assert_eq!(store.list_quarantine(id).await.unwrap().len(), 1, "{id:?}");
        assert_eq!(store.read_sections(id, &["first"]).await.unwrap(), [Some(b"list".to_vec())], "{id:?}");
    }
    assert_eq!(store.list_directories().await.unwrap().len(), 4);
    assert_eq!(store.setting("device").await.unwrap().as_deref(), Some(&b"d1"[..]));
}

#[wasm_bindgen_test]
async fn an_erased_directory_does_not_come_back_from_another_tab() {
    let name = fresh("erased-elsewhere").await;
    let (here, there) = (open_with_directory(&name).await, open(&name).await);
    here.keep_for("net", "notes", b"kept").await.unwrap();
    assert_eq!(there.kept_for("net", "notes").await.unwrap().as_deref(), Some(&b"kept"[..]));
    assert_eq!(there.kept_for("other", "notes").await.unwrap(), None);
    there.erase_directory("net").await.unwrap();

    let unknown = Err(StorageError::UnknownDirectory);
    assert_eq!(here.keep_for("net", "notes", b"kept").await, unknown);
    assert_eq!(here.kept_for("net", "notes").await.unwrap(), None);
    assert_eq!(here.append("net", &[record("public", "p1")]).await, unknown);
    assert_eq!(write(&here, "net", &[("first", b"list")]).await, unknown);
    assert_eq!(here.update_directory("net", &|old| old.to_vec()).await, unknown);
    let snapshot = record("public", "s1");
    let compaction = Compaction { snapshot: &snapshot, changes: &[], snapshots: &[] };
    assert_eq!(here.compact("net", &compaction).await, unknown);

    assert_eq!(here.list_directories().await.unwrap(), []);
    assert_eq!(here.load_directory("net").await.unwrap(), Contents::default());
    assert_eq!(here.read_sections("net", &["first"]).await.unwrap(), [None]);
}

#[wasm_bindgen_test]
async fn two_tabs_that_change_an_entry_at_once_keep_both_changes() {
    let name = fresh("entry-at-once").await;
    let (here, there) = (open_with_directory(&name).await, open(&name).await);
    let add = |suffix: &'static [u8]| move |old: &[u8]| [old, suffix].concat();
    for _ in 0..5 {
        let (first, second) = (add(b"+"), add(b"-"));
        let (one, other) =
            join(here.update_directory("net", &first), there.update_directory("net", &second)).await;
        one.unwrap();
        other.unwrap();
    }
    let entries = here.list_directories().await.unwrap();
    let text = String::from_utf8(entries[0].bytes.clone()).unwrap();
    assert_eq!((text.matches('+').count(), text.matches('-').count()), (5, 5), "{text}");
}

#[wasm_bindgen_test]
async fn sections_are_written_beside_what_is_there_and_replaced_whole() {
    let store = open_with_directory(&fresh("projection").await).await;
    let all = ["index", "first", "people"];
    assert_eq!(store.read_sections("net", &all).await.unwrap(), [None, None, None]);
    write(&store, "net", &[("index", b"1"), ("first", b"a long first list")]).await.unwrap();
    let change = |index: Option<&[u8]>| {
        assert_eq!(index, Some(&b"1"[..]));
        vec![("people", b"Rosa".to_vec())]
    };
    store.write_sections("net", "index", &change).await.unwrap();
    write(&store, "net", &[("first", b"short")]).await.unwrap();
    let values = [&b"1"[..], b"short", b"Rosa"].map(|value| Some(value.to_vec()));
    assert_eq!(store.read_sections("net", &all).await.unwrap(), values);
    assert_eq!(write(&store, "other", &[("first", b"list")]).await, Err(StorageError::UnknownDirectory));
    assert_eq!(store.read_sections("other", &all).await.unwrap(), [None, None, None]);
}

const KEYS: &str = "const db = await settled(indexedDB.open('__DB__'));
    const keys = await settled(db.transaction('projections').objectStore('projections').getAllKeys());
    db.close(); return JSON.stringify(keys);";

#[wasm_bindgen_test]
async fn what_an_older_tab_wrote_or_left_of_an_erased_directory_goes_with_the_next_write() {
    let name = fresh("older-tab").await;
    let store = open_with_directory(&name).await;
    for directory in ["erased", "kept"] {
        store.create_directory(directory, b"entry", &[], None).await.unwrap();
        write(&store, directory, &[("index", b"1"), ("people", b"Rosa")]).await.unwrap();
    }
    script(
        &name,
        "const db = await settled(indexedDB.open('__DB__'));
        const tx = db.transaction(['directories', 'projections'], 'readwrite');
        for (const id of ['net', 'kept', 'erased']) tx.objectStore('projections').put(Uint8Array.of(7), id);
        // As an older tab erases.
        for (const store of ['directories', 'projections']) tx.objectStore(store).delete('erased');
        await settled(tx); db.close();",
    )
    .await;
    write(&store, "net", &[("index", b"1")]).await.unwrap();
    let keys = script(&name, KEYS).await.as_string().unwrap();
    assert_eq!(keys, r#"["kept",["kept","index"],["kept","people"],["net","index"]]"#);

    store.erase_directory("kept").await.unwrap();
    let keys = script(&name, KEYS).await.as_string().unwrap();
    assert_eq!(keys, r#"[["net","index"]]"#);
}

#[wasm_bindgen_test]
async fn tabs_that_start_at_once_agree_on_a_setting() {
    let name = fresh("setting").await;
    let (here, there) = (open(&name).await, open(&name).await);
    assert_eq!(here.setting("device").await.unwrap(), None);
    let (one, other) =
        join(here.setting_or_put("device", b"one"), there.setting_or_put("device", b"other")).await;
    assert_eq!(one.unwrap(), other.unwrap());

    here.put_setting("device", b"renamed").await.unwrap();
    assert_eq!(there.setting_or_put("device", b"fresh").await.unwrap(), b"renamed");
    assert_eq!(there.setting("device").await.unwrap().as_deref(), Some(&b"renamed"[..]));
}

#[wasm_bindgen_test]
async fn the_browser_estimates_usage() {
    let store = open_with_directory(&fresh("usage").await).await;
    store.append("net", &[record("public", "p1")]).await.unwrap();
    let usage = usage().await.unwrap();
    assert!(usage.quota > usage.used && usage.used >= 0.0, "{usage:?}");
}

#[wasm_bindgen_test]
async fn only_windows_may_ask_for_persistence() {
    assert!(is_persistent().await.is_ok());
    let is_window = js_sys::eval("'document' in globalThis").unwrap().is_truthy();
    // Firefox asks the person, who is not here to answer.
    let mut asking = std::pin::pin!(request_persistence());
    let asked = std::future::poll_fn(|context| Poll::Ready(asking.as_mut().poll(context))).await;
    let refused = matches!(asked, Poll::Ready(Err(StorageError::Unavailable(_))));
    assert_eq!(refused, !is_window, "{asked:?}");
}

#[wasm_bindgen_test]
async fn a_damaged_entry_hides_no_other_directory_and_can_be_written_anew() {
    let name = fresh("damaged-entry").await;
    let store = open_with_directory(&name).await;
    store.create_directory("other", b"entry", &[], None).await.unwrap();
    script(
        &name,
        "const db = await settled(indexedDB.open('__DB__'));
        const tx = db.transaction(['directories', 'projections'], 'readwrite');
        tx.objectStore('directories').put('not bytes', 'net');
        tx.objectStore('projections').put(7, ['net', 'first']);
        await settled(tx); db.close();",
    )
    .await;
    assert_eq!(store.list_directories().await.unwrap(), [entry("net", b""), entry("other", b"entry")]);
    assert_eq!(store.read_sections("net", &["first"]).await.unwrap(), [None]);

    store.update_directory("net", &|old| [old, b"anew"].concat()).await.unwrap();
    write(&store, "net", &[("first", b"list")]).await.unwrap();
    assert_eq!(store.list_directories().await.unwrap(), [entry("net", b"anew"), entry("other", b"entry")]);
    assert_eq!(store.read_sections("net", &["first"]).await.unwrap(), [Some(b"list".to_vec())]);
}

/// Polls both, so that both calls are under way together.
async fn join<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (std::pin::pin!(one), std::pin::pin!(other));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(value), Some(other)) => Poll::Ready((value, other)),
            (left, right) => {
                (first, second) = (left, right);
                Poll::Pending
            }
        }
    })
    .await
}

#[wasm_bindgen_test]
async fn a_directory_that_is_synced_from_its_first_moment_knows_it_from_then_on() {
    let name = fresh("synced-at-once").await;
    let store = open(&name).await;
    store.create_directory("net", b"entry", &[record("public", "p1")], Some(b"settings")).await.unwrap();
    let again = open(&name).await;
    assert_eq!(again.load_sync("net").await.unwrap().settings.as_deref(), Some(&b"settings"[..]));
    assert_eq!(again.load_directory("net").await.unwrap().changes, [record("public", "p1")]);
}

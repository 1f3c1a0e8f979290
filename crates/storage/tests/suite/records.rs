use groundswell_storage::{Compaction, Contents, Keys, RecordKind, StorageError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{Patch, fresh, hashes, key, open, open_with_directory, record, script};

#[wasm_bindgen_test]
async fn appended_changes_are_there_after_a_fresh_open() {
    let name = fresh("appended").await;
    let store = open_with_directory(&name).await;
    let changes = [record("members", "m1"), record("public", "p1"), record("public", "p2")];
    store.append("net", &changes).await.unwrap();
    store.close();

    let again = open(&name).await;
    let contents = again.load_directory("net").await.unwrap();
    assert_eq!(contents, Contents { changes: changes.to_vec(), ..Contents::default() });
}

#[wasm_bindgen_test]
async fn bytes_of_every_value_and_length_come_back() {
    let store = open_with_directory(&fresh("bytes").await).await;
    let mut empty = record("public", "empty");
    empty.bytes.clear();
    let mut large = record("public", "large");
    large.bytes = (0..3_000_000_u32).map(|at| (at % 256) as u8).collect();
    store.append("net", &[empty.clone(), large.clone()]).await.unwrap();
    assert_eq!(store.load_directory("net").await.unwrap().changes, [empty, large]);
}

#[wasm_bindgen_test]
async fn the_order_and_repetition_of_appends_change_nothing() {
    let forwards = open_with_directory(&fresh("forwards").await).await;
    let backwards = open_with_directory(&fresh("backwards").await).await;
    let changes: Vec<_> =
        (0..20).map(|at| record(["public", "members"][at % 2], &format!("h{at:02}"))).collect();
    forwards.append("net", &changes).await.unwrap();
    for change in changes.iter().rev() {
        backwards.append("net", std::slice::from_ref(change)).await.unwrap();
    }
    backwards.append("net", &changes).await.unwrap();

    let contents = forwards.load_directory("net").await.unwrap();
    assert_eq!(contents.changes.len(), 20);
    assert_eq!(contents, backwards.load_directory("net").await.unwrap());
}

#[wasm_bindgen_test]
async fn a_transaction_for_what_is_shown_as_saved_asks_for_strict_durability() {
    let store = open_with_directory(&fresh("durability").await).await;
    let patch = Patch::new(
        "IDBDatabase",
        "transaction",
        "function (...given) {
            const made = original.apply(this, given);
            (globalThis.durabilities ??= []).push(made.durability);
            return made;
        }",
    );
    js_sys::eval("globalThis.durabilities = []").unwrap();
    store.append("net", &[record("public", "p1")]).await.unwrap();
    store.put_setting("name", b"phone").await.unwrap();
    store.write_projection("net", b"list").await.unwrap();
    drop(patch);
    let seen = js_sys::eval("globalThis.durabilities.join()").unwrap().as_string().unwrap();
    assert_eq!(seen, "strict,strict,relaxed");
}

#[wasm_bindgen_test]
async fn a_request_that_succeeded_is_not_yet_a_commit() {
    let store = open_with_directory(&fresh("request-success").await).await;
    let patch = Patch::new(
        "IDBObjectStore",
        "put",
        "function (...given) {
            const request = original.apply(this, given);
            request.addEventListener('success', () => this.transaction.abort());
            return request;
        }",
    );
    let outcome = store.append("net", &[record("public", "p1")]).await;
    drop(patch);
    assert_eq!(outcome, Err(StorageError::Closed));
    assert_eq!(store.load_directory("net").await.unwrap(), Contents::default());
}

#[wasm_bindgen_test]
async fn keys_and_named_records_can_be_read_alone() {
    let store = open_with_directory(&fresh("named").await).await;
    store.append("net", &[record("public", "p1"), record("members", "m1")]).await.unwrap();
    let snapshot = record("public", "s1");
    store.compact("net", &Compaction { snapshot: &snapshot, changes: &[], snapshots: &[] }).await.unwrap();

    let keys = store.list_keys("net").await.unwrap();
    assert_eq!(
        keys,
        Keys {
            snapshots: vec![key("public", "s1")],
            changes: vec![key("members", "m1"), key("public", "p1")]
        }
    );
    let wanted = [key("public", "p1"), key("public", "gone"), key("members", "m1")];
    let found = store.read_records("net", RecordKind::Change, &wanted).await.unwrap();
    assert_eq!(found, [record("public", "p1"), record("members", "m1")]);
}

#[wasm_bindgen_test]
async fn compaction_deletes_only_what_it_names() {
    let name = fresh("compaction").await;
    let (here, there) = (open_with_directory(&name).await, open(&name).await);
    let old_snapshot = record("public", "s0");
    let old = Compaction { snapshot: &old_snapshot, changes: &[], snapshots: &[] };
    here.compact("net", &old).await.unwrap();
    here.append("net", &[record("public", "p1"), record("public", "p2"), record("members", "p1")])
        .await
        .unwrap();
    let read = here.load_directory("net").await.unwrap();

    // Another tab appends, and makes a snapshot, between reading and compacting.
    there.append("net", &[record("public", "p3")]).await.unwrap();
    let theirs = record("public", "s-theirs");
    there.compact("net", &Compaction { snapshot: &theirs, changes: &[], snapshots: &[] }).await.unwrap();

    let mine: Vec<String> = read
        .changes
        .iter()
        .filter(|change| change.part == "public")
        .map(|change| change.hash.clone())
        .collect();
    assert_eq!(mine, ["p1", "p2"]);
    let snapshot = record("public", "s1");
    let compaction = Compaction { snapshot: &snapshot, changes: &mine, snapshots: &["s0".to_owned()] };
    here.compact("net", &compaction).await.unwrap();

    let left = there.load_directory("net").await.unwrap();
    assert_eq!(left.snapshots, [theirs, snapshot]);
    assert_eq!(left.changes, [record("members", "p1"), record("public", "p3")]);
}

#[wasm_bindgen_test]
async fn a_snapshot_that_names_itself_as_superfluous_stays() {
    let store = open_with_directory(&fresh("itself").await).await;
    let snapshot = record("public", "s1");
    let compaction = Compaction { snapshot: &snapshot, changes: &[], snapshots: &["s1".to_owned()] };
    store.compact("net", &compaction).await.unwrap();
    store.compact("net", &compaction).await.unwrap();
    assert_eq!(hashes(&store.load_directory("net").await.unwrap().snapshots), ["s1"]);
}

#[wasm_bindgen_test]
async fn a_compaction_that_fails_deletes_nothing() {
    let store = open_with_directory(&fresh("failed-compaction").await).await;
    store.append("net", &[record("public", "p1"), record("public", "p2")]).await.unwrap();
    let before = store.load_directory("net").await.unwrap();
    let patch = Patch::new(
        "IDBObjectStore",
        "delete",
        "function (key) {
            if (key[2] === 'p2') throw new DOMException('no room for the journal', 'QuotaExceededError');
            return original.call(this, key);
        }",
    );
    let snapshot = record("public", "s1");
    let all = ["p1".to_owned(), "p2".to_owned()];
    let outcome =
        store.compact("net", &Compaction { snapshot: &snapshot, changes: &all, snapshots: &[] }).await;
    drop(patch);
    assert_eq!(outcome, Err(StorageError::Quota));
    assert_eq!(store.load_directory("net").await.unwrap(), before);
}

#[wasm_bindgen_test]
async fn a_damaged_record_hides_no_other_and_can_be_quarantined() {
    let name = fresh("quarantine").await;
    let store = open_with_directory(&name).await;
    store.append("net", &[record("public", "p1"), record("public", "p3")]).await.unwrap();
    script(
        &name,
        "const db = await settled(indexedDB.open('__DB__'));
        const tx = db.transaction('changes', 'readwrite');
        tx.objectStore('changes').put('not bytes', ['net', 'public', 'p2']);
        await settled(tx); db.close();",
    )
    .await;

    let contents = store.load_directory("net").await.unwrap();
    assert_eq!(hashes(&contents.changes), ["p1", "p3"]);
    let [damaged] = contents.unreadable.as_slice() else { panic!("{:?}", contents.unreadable) };
    assert_eq!((damaged.kind, &damaged.key), (RecordKind::Change, &key("public", "p2")));

    // One that cannot be read, and one whose bytes the caller found wrong.
    assert!(store.quarantine("net", RecordKind::Change, &damaged.key, "not bytes").await.unwrap());
    assert!(store.quarantine("net", RecordKind::Change, &key("public", "p3"), "bad hash").await.unwrap());
    assert!(!store.quarantine("net", RecordKind::Change, &key("public", "p3"), "again").await.unwrap());

    let contents = store.load_directory("net").await.unwrap();
    assert_eq!((hashes(&contents.changes), contents.unreadable.len()), (vec!["p1"], 0));
    let aside = store.list_quarantine("net").await.unwrap();
    let told: Vec<_> = aside
        .iter()
        .map(|entry| (entry.key.hash.as_str(), entry.kind, entry.bytes.clone(), entry.reason.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("p2", RecordKind::Change, None, "not bytes"),
            ("p3", RecordKind::Change, Some(b"public/p3".to_vec()), "bad hash"),
        ]
    );
}

#[wasm_bindgen_test]
async fn a_record_the_browser_cannot_read_back_hides_no_other() {
    let store = open_with_directory(&fresh("lost-file").await).await;
    store.append("net", &[record("public", "p1"), record("public", "p2")]).await.unwrap();
    let all = Patch::new(
        "IDBObjectStore",
        "getAll",
        "function () { throw new DOMException('Data lost due to missing file', 'NotReadableError'); }",
    );
    let whole = store.load_directory("net").await.unwrap();
    assert_eq!((hashes(&whole.changes), whole.unreadable.len()), (vec!["p1", "p2"], 0));
    drop(all);

    // Chromium fails the request for the one record, and for all at once.
    let one = Patch::new(
        "IDBObjectStore",
        "get",
        "function (key) {
            if (key[2] === 'p1') throw new DOMException('Data lost due to missing file', 'NotReadableError');
            return original.call(this, key);
        }",
    );
    js_sys::eval(
        "globalThis.getAll = IDBObjectStore.prototype.getAll;
        IDBObjectStore.prototype.getAll = function () { throw new DOMException('', 'DataError'); };",
    )
    .unwrap();
    let contents = store.load_directory("net").await;
    let moved = store.quarantine("net", RecordKind::Change, &key("public", "p1"), "lost").await;
    js_sys::eval("IDBObjectStore.prototype.getAll = globalThis.getAll").unwrap();
    drop(one);

    let contents = contents.unwrap();
    assert_eq!(hashes(&contents.changes), ["p2"]);
    let [lost] = contents.unreadable.as_slice() else { panic!("{:?}", contents.unreadable) };
    assert_eq!(lost.reason, "Data lost due to missing file");
    // What cannot be read cannot be moved, and is not thrown away either.
    assert!(matches!(moved, Err(StorageError::Corrupt(_))), "{moved:?}");
    assert_eq!(store.list_keys("net").await.unwrap().changes.len(), 2);
}

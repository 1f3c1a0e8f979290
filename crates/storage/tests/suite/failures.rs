use std::task::Poll;

use groundswell_storage::{Contents, Options, Reader, StorageError, Store, Timeouts};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{PATIENCE, Patch, fresh, hashes, open_heard, open_with_directory, record, script};

/// Where the tests make the browser fail at the second of three records.
const THREE: [(&str, &str); 3] = [("public", "p1"), ("public", "p2"), ("members", "m1")];

#[wasm_bindgen_test]
async fn a_full_disk_found_while_writing_leaves_nothing_behind() {
    let store = open_with_directory(&fresh("quota-thrown").await).await;
    let patch = Patch::new(
        "IDBObjectStore",
        "put",
        "function (value, key) {
            if (key[2] === 'p2') throw new DOMException('full', 'QuotaExceededError');
            return original.call(this, value, key);
        }",
    );
    let outcome = store.append("net", &THREE.map(|(part, hash)| record(part, hash))).await;
    drop(patch);
    assert_eq!(outcome, Err(StorageError::Quota));
    assert_eq!(store.load_directory("net").await.unwrap(), Contents::default());
    store.append("net", &[record("public", "p3")]).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_full_disk_found_at_the_commit_leaves_nothing_behind() {
    let store = open_with_directory(&fresh("quota-commit").await).await;
    // The browser aborts the transaction by itself and says why in its `error`.
    let patch = Patch::new(
        "IDBObjectStore",
        "put",
        "function (value, key) {
            const request = original.call(this, value, key);
            request.addEventListener('success', () => {
                const error = new DOMException('full', 'QuotaExceededError');
                Object.defineProperty(this.transaction, 'error', { value: error });
                this.transaction.abort();
            });
            return request;
        }",
    );
    let three = THREE.map(|(part, hash)| record(part, hash));
    let created = store.create_directory("other", b"entry", &three, None).await;
    let appended = store.append("net", &three).await;
    drop(patch);
    assert_eq!(created, Err(StorageError::Quota));
    assert_eq!(appended, Err(StorageError::Quota));
    assert_eq!(store.list_directories().await.unwrap().len(), 1);
    assert_eq!(store.load_directory("other").await.unwrap(), Contents::default());
    assert_eq!(store.load_directory("net").await.unwrap(), Contents::default());
}

#[wasm_bindgen_test]
async fn a_transaction_that_never_ends_times_out_and_leaves_nothing_behind() {
    let name = fresh("transaction-timeout").await;
    let hasty = Timeouts { transaction_ms: 150, ..PATIENCE };
    let (store, _) = open_heard(&name, hasty).await;
    store.create_directory("net", b"entry", &[], None).await.unwrap();
    // Another tab keeps a write transaction busy; one that waits for it is not started.
    script(
        &name,
        "const db = await settled(indexedDB.open('__DB__'));
        const tx = db.transaction('changes', 'readwrite');
        globalThis.busy = true;
        const again = () => {
            if (globalThis.busy) tx.objectStore('changes').get(['x']).onsuccess = again; else db.close();
        };
        globalThis.idle = settled(tx);
        again();",
    )
    .await;
    let outcome = store.append("net", &[record("public", "p1")]).await;
    script(&name, "globalThis.busy = false; await globalThis.idle;").await;
    assert_eq!(outcome, Err(StorageError::Timeout));
    assert_eq!(store.load_directory("net").await.unwrap(), Contents::default());
    store.append("net", &[record("public", "p1")]).await.unwrap();
    assert_eq!(hashes(&store.load_directory("net").await.unwrap().changes), ["p1"]);
}

#[wasm_bindgen_test]
async fn an_open_that_never_settles_times_out() {
    let name = fresh("open-timeout").await;
    let hasty = Timeouts { open_ms: 100, ..PATIENCE };
    let patch = Patch::new("IDBFactory", "open", "function () { return {}; }");
    let store =
        Store::open(Options { name: name.clone(), timeouts: hasty, on_event: Box::new(|_| {}) }).await;
    let reader = Reader::open(&name, hasty).await;
    drop(patch);
    assert!(matches!(store, Err(StorageError::Timeout)));
    assert!(matches!(reader, Err(StorageError::Timeout)));
}

#[wasm_bindgen_test]
async fn refused_storage_is_unavailable() {
    let name = fresh("refused").await;
    for refusal in ["SecurityError", "InvalidStateError"] {
        let throwing = format!("function () {{ throw new DOMException('not here', '{refusal}'); }}");
        let patch = Patch::new("IDBFactory", "open", &throwing);
        let options = Options { name: name.clone(), timeouts: PATIENCE, on_event: Box::new(|_| {}) };
        let store = Store::open(options).await.map(drop);
        let reader = Reader::open(&name, PATIENCE).await.map(drop);
        drop(patch);
        let unavailable = Err(StorageError::Unavailable("not here".to_owned()));
        assert_eq!((&store, &reader), (&unavailable, &unavailable), "{refusal}");
    }
}

#[wasm_bindgen_test]
async fn a_browser_without_indexed_db_is_unavailable() {
    // Engines differ in whether it belongs to the global itself or to its prototype.
    js_sys::eval(
        "globalThis.own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
        Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true });",
    )
    .unwrap();
    let store = Store::open(Options::default()).await.map(drop);
    js_sys::eval(
        "delete globalThis.indexedDB;
        if (globalThis.own) Object.defineProperty(globalThis, 'indexedDB', globalThis.own);",
    )
    .unwrap();
    assert!(matches!(store, Err(StorageError::Unavailable(_))), "{store:?}");
    open_with_directory(&fresh("available-again").await).await;
}

#[wasm_bindgen_test]
async fn an_unknown_failure_keeps_the_browsers_words() {
    let store = open_with_directory(&fresh("unknown-failure").await).await;
    let patch = Patch::new("IDBObjectStore", "put", "function () { throw new TypeError('odd'); }");
    let outcome = store.put_setting("name", b"phone").await;
    drop(patch);
    assert_eq!(outcome, Err(StorageError::Other("TypeError: odd".to_owned())));
}

#[wasm_bindgen_test]
async fn a_call_given_up_on_half_way_leaves_nothing_behind() {
    let store = open_with_directory(&fresh("given-up").await).await;
    let changes = THREE.map(|(part, hash)| record(part, hash));
    {
        let mut append = std::pin::pin!(store.append("net", &changes));
        let started = std::future::poll_fn(|context| Poll::Ready(append.as_mut().poll(context))).await;
        assert!(started.is_pending());
    }
    assert_eq!(store.load_directory("net").await.unwrap(), Contents::default());
}

use groundswell_storage::{Options, StorageError, Store, StoreEvent, Timeouts, VERSION};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{
    FIRST_LAYOUT, PATIENCE, Patch, fresh, hashes, open, open_heard, open_with_directory, record, script,
};

async fn outcome(name: &str, timeouts: Timeouts) -> Result<Store, StorageError> {
    Store::open(Options { name: name.to_owned(), timeouts, on_event: Box::new(|_| {}) }).await
}

#[wasm_bindgen_test]
async fn two_connections_see_each_others_appends() {
    let name = fresh("two").await;
    let (here, there) = (open_with_directory(&name).await, open(&name).await);
    here.append("net", &[record("public", "p1")]).await.unwrap();
    there.append("net", &[record("public", "p2")]).await.unwrap();
    for store in [here, there] {
        assert_eq!(hashes(&store.load_directory("net").await.unwrap().changes), ["p1", "p2"]);
    }
}

#[wasm_bindgen_test]
async fn a_newer_database_is_refused_and_left_as_it_is() {
    let name = fresh("newer").await;
    script(
        &name,
        "const r = indexedDB.open('__DB__', 99);
        r.onupgradeneeded = () => r.result.createObjectStore('of tomorrow').put('kept', 'key');
        (await settled(r)).close();",
    )
    .await;
    assert!(matches!(outcome(&name, PATIENCE).await, Err(StorageError::VersionTooNew)));
    let kept = script(
        &name,
        "const db = await settled(indexedDB.open('__DB__'));
        const value = await settled(db.transaction('of tomorrow').objectStore('of tomorrow').get('key'));
        const answer = [db.version, [...db.objectStoreNames].join(), value].join(' ');
        db.close(); return answer;",
    )
    .await;
    assert_eq!(kept.as_string().unwrap(), "99 of tomorrow kept");
}

#[wasm_bindgen_test]
async fn another_tabs_upgrade_is_let_through_and_told() {
    let name = fresh("upgrade").await;
    let (store, events) = open_heard(&name, PATIENCE).await;
    store.create_directory("net", b"entry", &[], None).await.unwrap();
    script(&name, "(await settled(indexedDB.open('__DB__', 99))).close();").await;
    assert_eq!(*events.borrow(), [StoreEvent::VersionChange]);
    assert_eq!(store.append("net", &[record("public", "p1")]).await, Err(StorageError::VersionTooNew));
}

#[wasm_bindgen_test]
async fn an_upgrade_that_did_not_happen_is_followed_by_reopening() {
    let name = fresh("upgrade-aborted").await;
    let (store, events) = open_heard(&name, PATIENCE).await;
    store.create_directory("net", b"entry", &[], None).await.unwrap();
    script(
        &name,
        "const r = indexedDB.open('__DB__', 99);
        r.onupgradeneeded = () => r.transaction.abort();
        await settled(r).catch(() => {});",
    )
    .await;
    assert_eq!(*events.borrow(), [StoreEvent::VersionChange]);
    store.append("net", &[record("public", "p1")]).await.unwrap();
    assert_eq!(hashes(&store.load_directory("net").await.unwrap().changes), ["p1"]);
}

#[wasm_bindgen_test]
async fn deletion_is_let_through_and_told() {
    let name = fresh("deletion").await;
    let (store, events) = open_heard(&name, PATIENCE).await;
    store.create_directory("net", b"entry", &[], None).await.unwrap();
    script(&name, "await settled(indexedDB.deleteDatabase('__DB__'));").await;
    assert_eq!(*events.borrow(), [StoreEvent::Deleted]);
    assert_eq!(store.append("net", &[record("public", "p1")]).await, Err(StorageError::UnknownDirectory));
}

#[wasm_bindgen_test]
async fn a_tab_that_does_not_let_go_blocks_and_is_told() {
    let name = fresh("blocked").await;
    script(&name, "globalThis.stubborn = await settled(indexedDB.open('__DB__', 1));").await;
    // An older layout, for a database whose newest version is the first: deleting waits like upgrading.
    script(&name, "globalThis.waiting = indexedDB.deleteDatabase('__DB__');").await;
    let hasty = Timeouts { open_ms: 200, ..PATIENCE };
    assert!(matches!(outcome(&name, hasty).await, Err(StorageError::Timeout)));

    script(&name, "globalThis.stubborn.close(); await settled(globalThis.waiting);").await;
    let store = outcome(&name, PATIENCE).await.unwrap();
    assert_eq!(store.list_directories().await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn an_upgrade_blocked_by_another_tab_is_told_and_succeeds_later() {
    let name = fresh("blocked-upgrade").await;
    script(&name, &format!("{FIRST_LAYOUT} globalThis.stubborn = db;")).await;
    let events = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let heard = std::rc::Rc::clone(&events);
    let blocked = Store::open(Options {
        name: name.clone(),
        timeouts: Timeouts { open_ms: 200, ..PATIENCE },
        on_event: Box::new(move |event| heard.borrow_mut().push(event)),
    })
    .await;
    assert!(matches!(blocked, Err(StorageError::Blocked)));
    assert_eq!(*events.borrow(), [StoreEvent::Blocked]);

    script(&name, "globalThis.stubborn.close();").await;
    let store = outcome(&name, PATIENCE).await;
    store.unwrap().create_directory("net", b"entry", &[], None).await.unwrap();

    // The request that was given up on left no connection behind: deleting is not held up.
    script(&name, "await settled(indexedDB.deleteDatabase('__DB__'));").await;
}

#[wasm_bindgen_test]
async fn a_connection_the_browser_closed_is_told_and_opened_again() {
    let name = fresh("closed").await;
    let (store, events) = open_heard(&name, PATIENCE).await;
    let patch = Patch::new(
        "IDBDatabase",
        "transaction",
        "function (...given) {
            if (!this.reopened && !globalThis.closedOnce) {
                globalThis.closedOnce = true;
                this.close();
                this.dispatchEvent(new Event('close'));
            }
            return original.apply(this, given);
        }",
    );
    js_sys::eval("globalThis.closedOnce = false").unwrap();
    let created = store.create_directory("net", b"entry", &[record("public", "p1")], None).await;
    drop(patch);
    created.unwrap();
    assert_eq!(*events.borrow(), [StoreEvent::Closed]);
    assert_eq!(hashes(&store.load_directory("net").await.unwrap().changes), ["p1"]);
}

#[wasm_bindgen_test]
async fn a_connection_lost_in_the_middle_is_opened_again_and_the_call_repeated() {
    let name = fresh("lost").await;
    let store = open_with_directory(&name).await;
    // WebKit's words when its storage process was suspended.
    let patch = Patch::new(
        "IDBObjectStore",
        "put",
        "function (...given) {
            globalThis.puts += 1;
            if (globalThis.puts === 2) {
                throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
            }
            return original.apply(this, given);
        }",
    );
    js_sys::eval("globalThis.puts = 0").unwrap();
    let appended = store.append("net", &[record("public", "p1"), record("public", "p2")]).await;
    drop(patch);
    appended.unwrap();
    assert_eq!(js_sys::eval("globalThis.puts").unwrap().as_f64(), Some(4.0));
    assert_eq!(hashes(&store.load_directory("net").await.unwrap().changes), ["p1", "p2"]);
}

#[wasm_bindgen_test]
async fn a_connection_that_stays_closed_is_an_error() {
    let store = open_with_directory(&fresh("stays-closed").await).await;
    let patch = Patch::new(
        "IDBDatabase",
        "transaction",
        "function (...given) { throw new DOMException('The database connection is closing.', 'InvalidStateError'); }",
    );
    let outcome = store.append("net", &[record("public", "p1")]).await;
    drop(patch);
    assert_eq!(outcome, Err(StorageError::Closed));
    store.append("net", &[record("public", "p1")]).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_closed_store_opens_again_by_itself() {
    let store = open_with_directory(&fresh("reopen").await).await;
    store.close();
    store.append("net", &[record("public", "p1")]).await.unwrap();
    assert_eq!(store.load_directory("net").await.unwrap().changes.len(), 1);
}

#[wasm_bindgen_test]
async fn the_layout_has_these_stores() {
    let name = fresh("layout").await;
    open(&name).await.close();
    let layout = script(
        &name,
        "const db = await settled(indexedDB.open('__DB__'));
        const names = [...db.objectStoreNames];
        const stores = db.transaction(names);
        const answer = db.version + ' ' + names.filter(name => stores.objectStore(name).keyPath === null).join();
        db.close(); return answer;",
    )
    .await;
    assert_eq!(
        layout.as_string().unwrap(),
        format!(
            "{VERSION} changes,chunks,directories,holdings,projections,quarantine,settings,snapshots,syncing,unsealed"
        )
    );
}

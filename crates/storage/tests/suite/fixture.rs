//! Fresh databases, records, and a way to make the browser misbehave.

use std::cell::RefCell;
use std::rc::Rc;

use groundswell_storage::{Options, Record, RecordKey, StorageError, Store, StoreEvent, Timeouts};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Runs a piece of JavaScript that may use `await` and must end within eight seconds; `__DB__` stands for `name`.
pub(crate) async fn script(name: &str, body: &str) -> JsValue {
    let code = format!(
        "Promise.race([(async () => {{
            const settled = (r) => new Promise((yes, no) => {{
                r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); r.oncomplete = () => yes();
                r.onabort = () => no(r.error);
            }});
            {body}
        }})(), new Promise((_, no) => setTimeout(no, 8000, 'the script never ended'))])"
    )
    .replace("__DB__", name);
    let promise: Promise = js_sys::eval(&code).unwrap().unchecked_into();
    JsFuture::from(promise).await.unwrap()
}

/// Deletes what an earlier run may have left, and names the database.
pub(crate) async fn fresh(name: &str) -> String {
    let name = format!("test-{name}");
    script(&name, "await settled(indexedDB.deleteDatabase('__DB__'));").await;
    name
}

/// Makes a database as the first version of the app did, open as `db`.
pub(crate) const FIRST_LAYOUT: &str = "
    const request = indexedDB.open('__DB__', 1);
    request.onupgradeneeded = () => {
        for (const store of ['directories', 'changes', 'snapshots', 'projections', 'settings', 'quarantine'])
            request.result.createObjectStore(store);
    };
    const db = await settled(request);";

pub(crate) const PATIENCE: Timeouts = Timeouts { open_ms: 5_000, transaction_ms: 5_000 };

pub(crate) async fn open(name: &str) -> Store {
    open_heard(name, PATIENCE).await.0
}

/// A store, and the events it told about.
pub(crate) async fn open_heard(name: &str, timeouts: Timeouts) -> (Store, Rc<RefCell<Vec<StoreEvent>>>) {
    let events = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&events);
    let on_event = Box::new(move |event| heard.borrow_mut().push(event));
    (Store::open(Options { name: name.to_owned(), timeouts, on_event }).await.unwrap(), events)
}

/// A store with one empty directory, `net`.
pub(crate) async fn open_with_directory(name: &str) -> Store {
    let store = open(name).await;
    store.create_directory("net", b"entry", &[], None).await.unwrap();
    store
}

pub(crate) fn record(part: &str, hash: &str) -> Record {
    Record { part: part.to_owned(), hash: hash.to_owned(), bytes: format!("{part}/{hash}").into_bytes() }
}

pub(crate) fn key(part: &str, hash: &str) -> RecordKey {
    RecordKey { part: part.to_owned(), hash: hash.to_owned() }
}

pub(crate) fn hashes(records: &[Record]) -> Vec<&str> {
    records.iter().map(|record| record.hash.as_str()).collect()
}

/// Writes these sections of a directory's projections, whatever was there.
pub(crate) async fn write(
    store: &Store,
    directory: &str,
    sections: &[(&'static str, &[u8])],
) -> Result<(), StorageError> {
    let change = |_: Option<&[u8]>| sections.iter().map(|(key, value)| (*key, value.to_vec())).collect();
    store.write_sections(directory, "index", &change).await
}

/// A method of a browser prototype replaced until this is dropped; `original` is the method it replaces.
pub(crate) struct Patch(&'static str, &'static str);

impl Patch {
    pub(crate) fn new(prototype: &'static str, method: &'static str, replacement: &str) -> Self {
        js_sys::eval(&format!(
            "{{
                const original = {prototype}.prototype.{method};
                globalThis.undo = () => {{ {prototype}.prototype.{method} = original; }};
                {prototype}.prototype.{method} = {replacement};
            }}"
        ))
        .unwrap();
        Self(prototype, method)
    }
}

impl Drop for Patch {
    fn drop(&mut self) {
        js_sys::eval("globalThis.undo()").unwrap_or_else(|_| panic!("{}.{} stays patched", self.0, self.1));
    }
}

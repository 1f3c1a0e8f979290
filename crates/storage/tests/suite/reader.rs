use groundswell_storage::{Directory, Reader, StorageError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{PATIENCE, fresh, open, open_with_directory, script, write};

#[wasm_bindgen_test]
async fn nothing_stored_is_told_apart_and_creates_nothing() {
    let name = fresh("reader-nothing").await;
    assert!(Reader::open(&name, PATIENCE).await.unwrap().is_none());
    let there = script(&name, "return (await indexedDB.databases()).some(db => db.name === '__DB__');").await;
    assert!(there.is_falsy());

    // And the worker, starting meanwhile, creates it as usual.
    open_with_directory(&name).await;
    assert!(Reader::open(&name, PATIENCE).await.unwrap().is_some());
}

#[wasm_bindgen_test]
async fn it_reads_what_the_store_wrote() {
    let name = fresh("reader-reads").await;
    let store = open_with_directory(&name).await;
    write(&store, "net", &[("first", b"list")]).await.unwrap();
    store.put_setting("language", b"es").await.unwrap();

    let reader = Reader::open(&name, PATIENCE).await.unwrap().unwrap();
    let entry = Directory { id: "net".to_owned(), bytes: b"entry".to_vec() };
    assert_eq!(reader.list_directories().await.unwrap(), [entry]);
    let sections = ["first", "people"];
    assert_eq!(reader.read_sections("net", &sections).await.unwrap(), [Some(b"list".to_vec()), None]);
    assert_eq!(reader.read_sections("other", &sections).await.unwrap(), [None, None]);
    assert_eq!(reader.setting("language").await.unwrap().as_deref(), Some(&b"es"[..]));
}

#[wasm_bindgen_test]
async fn it_lets_go_when_another_tab_upgrades() {
    let name = fresh("reader-lets-go").await;
    open(&name).await.close();
    let reader = Reader::open(&name, PATIENCE).await.unwrap().unwrap();
    script(&name, "const r = indexedDB.open('__DB__', 99); (await settled(r)).close();").await;
    assert_eq!(reader.list_directories().await, Err(StorageError::Closed));
    assert!(matches!(Reader::open(&name, PATIENCE).await, Err(StorageError::VersionTooNew)));
}

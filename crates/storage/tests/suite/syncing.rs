use groundswell_storage::{Record, RecordKey, StorageError, Store, SyncContents, SyncWrite};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{FIRST_LAYOUT, fresh, open, open_with_directory, record, script};

fn written(id: &str, holding: &str, sealed: Option<&str>) -> (String, Vec<u8>, Option<Vec<u8>>) {
    (id.to_owned(), holding.as_bytes().to_vec(), sealed.map(|sealed| sealed.as_bytes().to_vec()))
}

async fn unsealed(store: &Store) -> Vec<Record> {
    store.load_sync("net").await.unwrap().unsealed
}

#[wasm_bindgen_test]
async fn what_is_made_here_waits_to_be_sealed_once_the_directory_is_synced() {
    let store = open_with_directory(&fresh("unsealed").await).await;
    store.append_own("net", &[record("public", "before")], &[]).await.unwrap();
    assert_eq!(store.load_sync("net").await.unwrap(), SyncContents::default());

    store.begin_sync("net", &|_| b"shared".to_vec(), b"settings").await.unwrap();
    let (own, other) = (record("members", "own"), record("public", "other"));
    store.append_own("net", std::slice::from_ref(&own), &[other]).await.unwrap();
    assert_eq!(unsealed(&store).await, [own]);
    assert_eq!(store.load_directory("net").await.unwrap().changes.len(), 3);

    let sealed = vec![RecordKey { part: "members".into(), hash: "own".into() }];
    store.write_sync("net", &SyncWrite { sealed, ..SyncWrite::default() }, &|_| true).await.unwrap();
    assert_eq!(unsealed(&store).await, []);
    assert_eq!(store.load_directory("net").await.unwrap().changes.len(), 3, "the change itself stays");
}

#[wasm_bindgen_test]
async fn chunks_and_how_it_stands_with_them_come_back() {
    let name = fresh("chunks").await;
    let store = open_with_directory(&name).await;
    store.begin_sync("net", &|entry| entry.to_vec(), b"one").await.unwrap();
    let put = vec![written("aa", "outbox", Some("sealed a")), written("bb", "unread", Some("sealed b"))];
    let write = SyncWrite { put, settings: Some(b"two".to_vec()), ..SyncWrite::default() };
    store.write_sync("net", &write, &|_| true).await.unwrap();
    // Without new bytes the sealed chunk stays as it is.
    let put = vec![written("aa", "held", None)];
    store.write_sync("net", &SyncWrite { put, ..SyncWrite::default() }, &|_| true).await.unwrap();
    store.close();

    let again = open(&name).await;
    let contents = again.load_sync("net").await.unwrap();
    let holdings = [("aa".to_owned(), b"held".to_vec()), ("bb".to_owned(), b"unread".to_vec())];
    assert_eq!(contents.holdings, holdings);
    assert_eq!(contents.settings.as_deref(), Some(&b"two"[..]));
    let ids = ["bb", "cc", "aa"].map(str::to_owned);
    let found = again.read_chunks("net", &ids).await.unwrap();
    assert_eq!(found, [("bb".to_owned(), b"sealed b".to_vec()), ("aa".to_owned(), b"sealed a".to_vec())]);

    let remove = vec!["aa".to_owned()];
    again.write_sync("net", &SyncWrite { remove, ..SyncWrite::default() }, &|_| true).await.unwrap();
    assert_eq!(again.load_sync("net").await.unwrap().holdings.len(), 1);
    assert_eq!(again.read_chunks("net", &ids).await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn what_is_joined_is_synced_from_its_first_moment() {
    let store = open(&fresh("joined").await).await;
    store.join_directory("net", b"entry", b"one").await.unwrap();
    assert_eq!(store.list_directories().await.unwrap().len(), 1);
    assert_eq!(store.load_sync("net").await.unwrap().settings.as_deref(), Some(&b"one"[..]));
    let own = record("members", "own");
    store.append_own("net", std::slice::from_ref(&own), &[]).await.unwrap();
    assert_eq!(unsealed(&store).await, [own]);
}

#[wasm_bindgen_test]
async fn beginning_anew_leaves_nothing_of_the_old_keys() {
    let store = open_with_directory(&fresh("anew").await).await;
    store.begin_sync("net", &|_| b"first".to_vec(), b"one").await.unwrap();
    store.append_own("net", &[record("public", "p1")], &[]).await.unwrap();
    let put = vec![written("aa", "held", Some("sealed"))];
    store.write_sync("net", &SyncWrite { put, ..SyncWrite::default() }, &|_| true).await.unwrap();
    store.begin_sync("net", &|entry| [entry, b", second"].concat(), b"two").await.unwrap();
    let settings = Some(b"two".to_vec());
    assert_eq!(store.load_sync("net").await.unwrap(), SyncContents { settings, ..SyncContents::default() });
    assert_eq!(store.read_chunks("net", &["aa".to_owned()]).await.unwrap(), []);
    let listed = store.list_directories().await.unwrap();
    assert_eq!(listed.first().unwrap().bytes, b"first, second");
}

#[wasm_bindgen_test]
async fn who_goes_by_a_link_that_another_took_the_place_of_writes_nothing() {
    let store = open_with_directory(&fresh("sync-replaced").await).await;
    store.begin_sync("net", &|entry| entry.to_vec(), b"new").await.unwrap();
    let put = vec![written("aa", "held", Some("sealed"))];
    let write = SyncWrite { put, settings: Some(b"old".to_vec()), ..SyncWrite::default() };
    let written = store.write_sync("net", &write, &|_| false).await;
    assert_eq!(written, Err(StorageError::UnknownDirectory));
    let kept = store.load_sync("net").await.unwrap();
    assert_eq!((kept.holdings, kept.settings.as_deref()), (Vec::new(), Some(&b"new"[..])));
}

#[wasm_bindgen_test]
async fn an_erased_directory_takes_its_syncing_with_it() {
    let store = open_with_directory(&fresh("sync-erased").await).await;
    store.begin_sync("net", &|entry| entry.to_vec(), b"one").await.unwrap();
    let put = vec![written("aa", "held", Some("sealed"))];
    let write = SyncWrite { put, ..SyncWrite::default() };
    store.write_sync("net", &write, &|_| true).await.unwrap();
    store.append_own("net", &[record("public", "p1")], &[]).await.unwrap();
    store.erase_directory("net").await.unwrap();
    let unknown = Err(StorageError::UnknownDirectory);
    assert_eq!(store.write_sync("net", &write, &|_| true).await, unknown);
    assert_eq!(store.begin_sync("net", &|entry| entry.to_vec(), b"one").await, unknown);
    assert_eq!(store.load_sync("net").await.unwrap(), SyncContents::default());
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_version_is_brought_up_with_all_that_is_in_it() {
    let name = fresh("first-version").await;
    script(
        &name,
        &format!(
            "{FIRST_LAYOUT}
        const writing = db.transaction(['directories', 'changes'], 'readwrite');
        writing.objectStore('directories').put(new TextEncoder().encode('entry'), 'net');
        writing.objectStore('changes').put(new TextEncoder().encode('public/p1'), ['net', 'public', 'p1']);
        await settled(writing);
        db.close();"
        ),
    )
    .await;
    let store = open(&name).await;
    assert_eq!(store.load_directory("net").await.unwrap().changes, [record("public", "p1")]);
    assert_eq!(store.list_directories().await.unwrap().first().unwrap().bytes, b"entry");
    store.begin_sync("net", &|entry| entry.to_vec(), b"one").await.unwrap();
    store.append_own("net", &[record("public", "p2")], &[]).await.unwrap();
    assert_eq!(unsealed(&store).await, [record("public", "p2")]);
}

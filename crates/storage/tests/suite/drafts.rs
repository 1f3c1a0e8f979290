use groundswell_storage::{Drafts, StoredDraft};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixture::{PATIENCE, fresh, open_with_directory, script, write};

fn drafts(name: &str) -> Drafts {
    Drafts::new(name, PATIENCE)
}

fn stored(name: &str, bytes: &[u8]) -> StoredDraft {
    StoredDraft { name: name.to_owned(), bytes: bytes.to_vec() }
}

#[wasm_bindgen_test]
async fn a_draft_is_kept_replaced_and_gone_and_others_stay() {
    let name = fresh("drafts-kept").await;
    let store = open_with_directory(&name).await;
    write(&store, "net", &[("first", b"list")]).await.unwrap();
    let drafts = drafts(&name);
    assert_eq!(drafts.list("net").await.unwrap(), []);
    drafts.write("net", Some(("a", b"one")), &[]).await.unwrap();
    drafts.write("net", Some(("b", b"two")), &[]).await.unwrap();
    drafts.write("net", Some(("a", b"more")), &[]).await.unwrap();
    assert_eq!(drafts.list("net").await.unwrap(), [stored("a", b"more"), stored("b", b"two")]);
    assert_eq!(drafts.list("other").await.unwrap(), []);
    // The engine writes beside them.
    write(&store, "net", &[("first", b"other")]).await.unwrap();
    drafts.write("net", Some(("c", b"three")), &["a".to_owned(), "b".to_owned()]).await.unwrap();
    assert_eq!(drafts.list("net").await.unwrap(), [stored("c", b"three")]);
    drafts.write("net", None, &["c".to_owned()]).await.unwrap();
    assert_eq!(drafts.list("net").await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn drafts_are_erased_with_their_directory() {
    let name = fresh("drafts-erased").await;
    let store = open_with_directory(&name).await;
    store.create_directory("other", b"entry", &[], None).await.unwrap();
    let drafts = drafts(&name);
    for directory in ["net", "other"] {
        drafts.write(directory, Some(("a", b"one")), &[]).await.unwrap();
    }
    store.erase_directory("net").await.unwrap();
    assert_eq!(drafts.list("net").await.unwrap(), []);
    // What a tab wrote a moment too late goes with the next list that is stored.
    drafts.write("net", Some(("a", b"late")), &[]).await.unwrap();
    write(&store, "other", &[("first", b"list")]).await.unwrap();
    assert_eq!(drafts.list("net").await.unwrap(), []);
    assert_eq!(drafts.list("other").await.unwrap(), [stored("a", b"one")]);
}

#[wasm_bindgen_test]
async fn nothing_stored_has_no_drafts_and_a_closed_connection_opens_again() {
    let name = fresh("drafts-closed").await;
    let drafts = drafts(&name);
    assert_eq!(drafts.list("net").await.unwrap(), []);
    open_with_directory(&name).await.close();
    drafts.write("net", Some(("a", b"one")), &[]).await.unwrap();
    // Another tab takes a newer layout in use, and gives it up: this one lets go meanwhile.
    script(&name, "const r = indexedDB.open('__DB__', 99); r.onupgradeneeded = () => r.transaction.abort(); await settled(r).catch(() => {});").await;
    assert_eq!(drafts.list("net").await.unwrap(), [stored("a", b"one")]);
}

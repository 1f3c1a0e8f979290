use crate::fixture::{Tab, a_while, group, id, new_group, quick, rename};
use groundswell_engine_worker::Timings;
use groundswell_model::{
    Command, Record,
    message::{EngineError, Event, Request, SaveState},
};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn two_tabs_show_both_edits() {
    let (one, directory) = Tab::with_directory("tabs-both").await;
    let other = Tab::open("tabs-both").await;
    other.open_directory(directory).await;
    let (first, second) = (
        one.ask(Request::Apply(new_group(1, "From one"))),
        other.ask(Request::Apply(new_group(2, "From the other"))),
    );
    one.answer(first).await.unwrap();
    other.answer(second).await.unwrap();
    one.shows(&["From one", "From the other"]).await;
    other.shows(&["From one", "From the other"]).await;
    drop((one, other));
    let later = Tab::open("tabs-both").await;
    later.open_directory(directory).await;
    later.shows(&["From one", "From the other"]).await;
}

#[wasm_bindgen_test]
async fn edits_of_two_fields_of_one_record_both_stay() {
    let (one, directory) = Tab::with_directory("tabs-fields").await;
    one.apply(new_group(1, "Neighbors")).await;
    let other = Tab::open("tabs-fields").await;
    other.open_directory(directory).await;
    let before = group(1, "Neighbors");
    let mut after = before.clone();
    after.founded = "2011".into();
    one.ask(Request::Apply(rename(1, "Neighbors", "Good Neighbors")));
    other.ask(Request::Apply(Command::Save {
        before: Some(Box::new(Record::Group(before))),
        after: Box::new(Record::Group(after)),
    }));
    one.shows(&["Good Neighbors"]).await;
    other.shows(&["Good Neighbors"]).await;
    for tab in [one, other] {
        a_while().await;
        let Record::Group(group) = tab.read(id(1)).await.unwrap().record else { panic!() };
        assert_eq!((group.name.as_str(), group.founded.as_str()), ("Good Neighbors", "2011"));
    }
}

#[wasm_bindgen_test]
async fn what_another_tab_sent_is_not_stored_twice() {
    let (one, directory) = Tab::with_directory("tabs-once").await;
    let other = Tab::open("tabs-once").await;
    other.open_directory(directory).await;
    one.apply(new_group(1, "Neighbors")).await;
    other.shows(&["Neighbors"]).await;
    let store = crate::fixture::store("tabs-once").await;
    let before = store.list_keys(&directory.to_string()).await.unwrap();
    a_while().await;
    assert_eq!(store.list_keys(&directory.to_string()).await.unwrap(), before);
    assert!(
        !other.events().iter().any(|event| matches!(event, Event::Saving(SaveState::Saving))),
        "the other tab has nothing to save"
    );
}

#[wasm_bindgen_test]
async fn a_tab_that_missed_something_reads_it_from_the_storage() {
    let (one, directory) = Tab::with_directory("tabs-missed").await;
    // Deaf to the first tab, so that what it writes builds on what the third has not heard.
    let deaf = Tab::on_channel("tabs-missed", "tabs-missed-deaf", quick()).await;
    deaf.open_directory(directory).await;
    deaf.apply(new_group(1, "Unheard of")).await;
    let bridge = Tab::open("tabs-missed").await;
    bridge.open_directory(directory).await;
    bridge.apply(rename(1, "Unheard of", "Heard of")).await;
    one.shows(&["Heard of"]).await;
}

#[wasm_bindgen_test]
async fn directories_come_and_go_in_every_tab() {
    let one = Tab::open("tabs-list").await;
    let other = Tab::open("tabs-list").await;
    let entry = one.create("Shared Network").await;
    let listed = |event: &Event| match event {
        Event::Directories(entries) => entries.first().map(|entry| entry.id),
        _ => None,
    };
    assert_eq!(other.hears("the new directory", listed).await, entry.id);
    other.open_directory(entry.id).await;
    other.forget();
    one.call(Request::Erase { directory: entry.id, typed: "Shared Network".into() }).await.unwrap();
    let lost = |event: &Event| {
        matches!(event, Event::Saving(SaveState::Failed(EngineError::NoDirectory))).then_some(())
    };
    other.hears("that it is gone", lost).await;
    let emptied =
        |event: &Event| matches!(event, Event::Directories(entries) if entries.is_empty()).then_some(());
    other.hears("the empty list", emptied).await;
    assert_eq!(other.call(Request::Apply(new_group(1, "Late"))).await, Err(EngineError::NotOpen));
}

#[wasm_bindgen_test]
async fn an_edit_of_a_directory_that_another_tab_erased_is_not_saved() {
    let (one, directory) = Tab::with_directory("tabs-erased-unheard").await;
    // Nor does it look at the storage by itself.
    let timings = Timings { projection_ms: 600_000, ..quick() };
    let deaf = Tab::on_channel("tabs-erased-unheard", "tabs-erased-deaf", timings).await;
    deaf.open_directory(directory).await;
    one.call(Request::Erase { directory, typed: "Test Network".into() }).await.unwrap();
    deaf.forget();
    let refused = deaf.call(Request::Apply(new_group(1, "Late"))).await;
    assert_eq!(refused, Err(EngineError::NoDirectory));
    assert!(!deaf.events().iter().any(|event| matches!(event, Event::Saving(SaveState::Saved { .. }))));
    let store = crate::fixture::store("tabs-erased-unheard").await;
    assert!(store.list_keys(&directory.to_string()).await.unwrap().changes.is_empty());
}

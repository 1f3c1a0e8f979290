use crate::fixture::{Tab, group, id, new_group, rename};
use groundswell_model::{
    Command, DeviceId, Kind, Problem, Projection, Record, Region,
    command::CommandError,
    message::{Answer, EngineError, EngineExit, EngineMessage, Event, Request, SaveState},
};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn what_was_committed_is_there_after_the_engine_is_gone() {
    let (tab, directory) = Tab::with_directory("edits-survive").await;
    for number in 1..=5 {
        tab.apply(new_group(number, &format!("Group {number}"))).await;
    }
    drop(tab);
    let tab = Tab::open("edits-survive").await;
    assert_eq!(tab.open_directory(directory).await, 0);
    tab.shows(&["Group 1", "Group 2", "Group 3", "Group 4", "Group 5"]).await;
    tab.apply(rename(3, "Group 3", "Group Three")).await;
    tab.shows(&["Group 1", "Group 2", "Group 4", "Group 5", "Group Three"]).await;
}

#[wasm_bindgen_test]
async fn a_change_is_answered_and_told_in_one_message_once_it_is_saved() {
    let (tab, _) = Tab::with_directory("edits-order").await;
    tab.forget();
    tab.apply(new_group(1, "Neighbors")).await;
    let kinds: Vec<_> = tab
        .received()
        .iter()
        .map(|message| match message {
            EngineMessage::Event(Event::Saving(SaveState::Saving)) => "saving",
            EngineMessage::Event(Event::Delta(_)) => "delta",
            EngineMessage::Event(Event::Saving(SaveState::Saved { .. })) => "saved",
            EngineMessage::Answer { .. } => "answer",
            EngineMessage::Event(_) => "other",
        })
        .collect();
    assert_eq!(kinds, ["saving", "answer", "delta", "saved"]);
    assert_eq!(tab.messages(), [1, 3]);
}

#[wasm_bindgen_test]
async fn an_action_is_undone_once_and_its_undoing_too() {
    let (tab, _) = Tab::with_directory("edits-undo").await;
    tab.apply(new_group(1, "Before")).await;
    let undo = tab.apply(rename(1, "Before", "After")).await.unwrap();
    tab.shows(&["After"]).await;
    let Ok(Answer::Applied { undo: Some(redo) }) = tab.call(Request::Undo(undo)).await else { panic!() };
    tab.shows(&["Before"]).await;
    assert_eq!(
        tab.call(Request::Undo(undo)).await,
        Err(EngineError::Command(CommandError::ChangedSince)),
        "what was undone can not be undone again"
    );
    tab.call(Request::Undo(redo)).await.unwrap();
    tab.shows(&["After"]).await;
}

#[wasm_bindgen_test]
async fn an_undo_does_not_reach_into_another_directory() {
    let (tab, _) = Tab::with_directory("edits-undo-elsewhere").await;
    let undo = tab.apply(new_group(1, "Neighbors")).await.unwrap();
    tab.create("Another Network").await;
    let other = tab.apply(new_group(2, "Others")).await.unwrap();
    assert_ne!(undo, other);
    assert_eq!(tab.call(Request::Undo(undo)).await, Err(EngineError::Command(CommandError::ChangedSince)));
    tab.shows(&["Others"]).await;
}

#[wasm_bindgen_test]
async fn a_command_that_does_not_hold_changes_nothing() {
    let (tab, _) = Tab::with_directory("edits-refused").await;
    tab.forget();
    let refused = tab.call(Request::Apply(new_group(1, "   "))).await;
    let Err(EngineError::Command(CommandError::Invalid(problems))) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].problem, Problem::Missing);
    assert_eq!(tab.events(), []);
    assert_eq!(tab.read(id(1)).await, None);
}

#[wasm_bindgen_test]
async fn a_deleted_record_is_listed_and_comes_back() {
    let (tab, _) = Tab::with_directory("edits-deleted").await;
    tab.apply(new_group(1, "Neighbors")).await;
    tab.apply(Command::Delete { kind: Kind::Group, id: id(1) }).await;
    tab.shows(&[]).await;
    let Ok(Answer::Deleted(deleted)) = tab.call(Request::Deleted).await else { panic!() };
    let deleted = deleted.unpack().unwrap();
    assert_eq!((deleted.len(), deleted[0].id, deleted[0].name.as_str()), (1, id(1), "Neighbors"));
    assert!(tab.read(id(1)).await.unwrap().deleted.is_some());
    tab.apply(Command::Restore { kind: Kind::Group, id: id(1) }).await;
    tab.shows(&["Neighbors"]).await;
}

#[wasm_bindgen_test]
async fn a_record_is_read_as_it_is_now() {
    let (tab, _) = Tab::with_directory("edits-read").await;
    tab.apply(new_group(1, "Neighbors")).await;
    let view = tab.read(id(1)).await.unwrap();
    let Record::Group(read) = view.record else { panic!() };
    assert_eq!(read.name, group(1, "Neighbors").name);
    assert_ne!(read.meta.created.by, DeviceId::default(), "it says which device wrote it");
    assert!(read.meta.created.at.0 > 0);
}

#[wasm_bindgen_test]
async fn a_region_under_another_name_is_found_under_it() {
    let (tab, _) = Tab::with_directory("edits-region").await;
    let region = Region { id: id(9), name: "Southeast".into(), ..Region::default() };
    let renamed = Region { name: "Lakeshore".into(), ..region.clone() };
    let mut member = group(1, "Neighbors");
    member.region = Some(region.id);
    for record in [Record::Region(region.clone()), Record::Group(member)] {
        tab.apply(Command::Save { before: None, after: Box::new(record) }).await;
    }
    tab.forget();
    tab.apply(Command::Save {
        before: Some(Box::new(Record::Region(region))),
        after: Box::new(Record::Region(renamed)),
    })
    .await;
    let shown = tab
        .hears("the whole projection", |event| match event {
            Event::Projection(bytes) => Projection::decode(bytes).ok(),
            _ => None,
        })
        .await;
    let card = shown.groups.get(id(1)).unwrap();
    assert!(card.matches(&["lakeshore".to_owned()]) && !card.matches(&["southeast".to_owned()]));
}

#[wasm_bindgen_test]
async fn a_device_is_named_once_for_all_who_see_its_changes() {
    let (tab, directory) = Tab::with_directory("edits-device").await;
    assert_eq!(tab.call(Request::NameDevice("Rosa's phone".to_owned())).await, Ok(Answer::Done));
    let named = |event: &Event| match event {
        Event::Delta(delta) => delta.listed.devices.first().cloned(),
        _ => None,
    };
    let (device, name) = tab.hears("the name", named).await;
    assert_eq!(name, "Rosa's phone");
    drop(tab);
    let tab = Tab::open("edits-device").await;
    tab.open_directory(directory).await;
    let Ok(Answer::Ready { device: same, .. }) =
        tab.call(Request::Start { language: "es".to_owned(), before: EngineExit::Unknown }).await
    else {
        panic!()
    };
    assert_eq!(device, same, "a device keeps its id");
}

#[wasm_bindgen_test]
async fn nothing_is_edited_while_nothing_is_open() {
    let tab = Tab::open("edits-closed").await;
    for request in [
        Request::Apply(new_group(1, "Neighbors")),
        Request::Undo(1),
        Request::Read { kind: Kind::Group, id: id(1) },
        Request::Deleted,
        Request::NameDevice("Rosa's phone".to_owned()),
    ] {
        assert_eq!(tab.call(request).await, Err(EngineError::NotOpen));
    }
}

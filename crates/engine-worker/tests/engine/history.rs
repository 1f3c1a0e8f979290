//! Who changed what, and having back what was there.

use crate::fixture::{Tab, id, new_group, rename};
use groundswell_model::{
    DeviceId, Field, Kind, Record, Timestamp,
    command::CommandError,
    history::{ChangesWanted, PutBack, RecordHistory, Wanted},
    message::{
        Answer, DeviceSince, EngineError, HistoryAnswer, HistoryEdit, HistoryRequest, Packed, Request,
    },
    record::FieldValue,
};
use wasm_bindgen_test::wasm_bindgen_test;

async fn look(tab: &Tab, request: HistoryRequest) -> HistoryAnswer {
    match tab.call(Request::History(Packed::of(&request))).await.unwrap() {
        Answer::History(answer) => answer.unpack().unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn history(tab: &Tab, number: u8) -> RecordHistory {
    match look(tab, HistoryRequest::Record { kind: Kind::Group, id: id(number), after: None }).await {
        HistoryAnswer::Record(history) => history.unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn name(tab: &Tab, number: u8) -> String {
    tab.read(id(number)).await.unwrap().record.name().to_owned()
}

#[wasm_bindgen_test]
async fn one_value_and_the_whole_record_are_put_back_and_saved() {
    let (tab, directory) = Tab::with_directory("history-put-back").await;
    tab.apply(new_group(1, "First")).await;
    tab.apply(rename(1, "First", "Second")).await;
    let known = history(&tab, 1).await;
    assert_eq!((known.name.as_str(), known.entries.len()), ("Second", 2));
    assert!(known.entries[1].created);
    assert_ne!(known.entries[0].stamp.by, DeviceId::default());
    let line = |text: &str| Some(FieldValue::Line(text.to_owned()));
    let change = &known.entries[0].fields[0];
    assert_eq!((change.field, &change.from, &change.to), (Field::Name, &line("First"), &line("Second")));

    let put_back = |place: usize, what| {
        let entry = known.entries[place].entry;
        let edit = HistoryEdit::PutBack(PutBack { kind: Kind::Group, id: id(1), entry, what });
        Request::EditHistory(Packed::of(&edit))
    };
    let put = tab.call(put_back(0, Wanted::Field(Field::Name, None))).await;
    let Ok(Answer::Applied { undo: Some(undo) }) = put else { panic!("{put:?}") };
    assert_eq!(name(&tab, 1).await, "First");
    tab.call(Request::Undo(undo)).await.unwrap();
    let request = HistoryRequest::Then { kind: Kind::Group, id: id(1), entry: known.entries[1].entry };
    let HistoryAnswer::Then(then) = look(&tab, request).await else { panic!() };
    assert_eq!((then.record.name(), then.fields.len()), ("First", 1));
    tab.call(put_back(1, Wanted::Record)).await.unwrap();
    drop(tab);

    let tab = Tab::open("history-put-back").await;
    tab.open_directory(directory).await;
    assert_eq!(name(&tab, 1).await, "First");
    assert_eq!(history(&tab, 1).await.entries.len(), 5);
}

#[wasm_bindgen_test]
async fn what_a_device_did_is_undone_as_it_was_previewed() {
    let (tab, _) = Tab::with_directory("history-undo-device").await;
    tab.apply(new_group(1, "One")).await;
    tab.apply(new_group(2, "Two")).await;
    let HistoryAnswer::Changes(changes) = look(&tab, HistoryRequest::Changes(ChangesWanted::default())).await
    else {
        panic!()
    };
    let names: Vec<_> = changes.changes.iter().map(|it| (it.count, it.records[0].name.as_str())).collect();
    assert_eq!(names, [(1, "Two"), (1, "One"), (1, "Test Network")]);
    let what = DeviceSince { device: changes.changes[0].stamp.by, since: Timestamp(0) };
    let HistoryAnswer::Preview(preview) = look(&tab, HistoryRequest::PreviewUndo(what)).await else {
        panic!()
    };
    assert_eq!(preview.changing, 2);
    let undo = |token| Request::EditHistory(Packed::of(&HistoryEdit::UndoDevice { what, token }));
    let refused = tab.call(undo(preview.token ^ 1)).await;
    assert_eq!(refused, Err(EngineError::Command(CommandError::ChangedSince)));
    let Ok(Answer::Applied { undo: Some(again) }) = tab.call(undo(preview.token)).await else { panic!() };
    tab.shows(&[]).await;
    tab.call(Request::Undo(again)).await.unwrap();
    tab.shows(&["One", "Two"]).await;
}

#[wasm_bindgen_test]
async fn there_is_no_history_of_what_is_not_there() {
    let (tab, _) = Tab::with_directory("history-none").await;
    let request = HistoryRequest::Record { kind: Kind::Group, id: id(9), after: None };
    assert_eq!(look(&tab, request).await, HistoryAnswer::Record(None));
    tab.apply(new_group(1, "One")).await;
    let Record::Group(group) = tab.read(id(1)).await.unwrap().record else { panic!() };
    assert_eq!(group.name, "One");
    let entry = history(&tab, 1).await.entries[0].entry;
    let request = HistoryRequest::Then { kind: Kind::Group, id: id(9), entry };
    let missing = tab.call(Request::History(Packed::of(&request))).await;
    assert_eq!(missing, Err(EngineError::Command(CommandError::NotFound)));
}

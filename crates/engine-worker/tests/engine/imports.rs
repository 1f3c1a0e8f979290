use crate::{
    failures::FullDisk,
    fixture::{Tab, id, new_group},
};
use groundswell_model::{
    Announcement, Command, Field, Id, Kind, Projection, Record,
    import::{
        Column, HeadingRow, ImportDone, ImportPreview, OpenedTable, Outcome, ReadAs, RemarkKind, TableError,
    },
    message::{Answer, EngineError, Event, ExportFormat, Packed, Request, SaveState, Stage},
};
use wasm_bindgen_test::wasm_bindgen_test;

/// As a shared spreadsheet really looks: 26 groups, one of them twice, and an empty row.
const SPREADSHEET: &[u8] = include_bytes!("../../sample/groups.csv");

async fn open_table(tab: &Tab, bytes: &[u8]) -> OpenedTable {
    match tab.call(Request::OpenTable { file: "groups.csv".into(), bytes: bytes.to_vec() }).await.unwrap() {
        Answer::Table(table) => table.unpack().unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn preview(tab: &Tab, columns: Vec<Column>) -> ImportPreview {
    match tab.call(Request::PreviewImport { columns: Packed::of(&columns), apart: Vec::new() }).await.unwrap()
    {
        Answer::Preview(preview) => preview.unpack().unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn commit(tab: &Tab) -> (ImportDone, Option<u32>) {
    match tab.call(Request::CommitImport { leave_out: Vec::new() }).await.unwrap() {
        Answer::Imported { done, undo, remembered } => {
            assert!(remembered);
            (done, undo)
        }
        other => panic!("{other:?}"),
    }
}

/// Imports as a person does who changes nothing on the way.
async fn import(tab: &Tab, bytes: &[u8]) -> (ImportDone, Option<u32>) {
    let table = open_table(tab, bytes).await;
    preview(tab, table.guess).await;
    commit(tab).await
}

/// A spreadsheet of so many groups.
pub(crate) fn large(groups: usize) -> Vec<u8> {
    let mut text = String::from("Group,Town,State,E-mail,When we meet,Issues\n");
    for number in 0..groups {
        text += &format!(
            "Group {number},Town {number},WI,group{number}@example.org,\"Third Thursday, 6:30pm\",Climate;Housing\n"
        );
    }
    text.into_bytes()
}

#[wasm_bindgen_test]
async fn a_spreadsheet_comes_in_once_however_often_it_is_imported() {
    let (tab, directory) = Tab::with_directory("imports-twice").await;
    let (done, _) = import(&tab, SPREADSHEET).await;
    assert_eq!((done.created, done.merged, done.changed), (26, 1, 0), "{done:?}");
    assert_eq!(tab.shown().len(), 26);
    let names = tab.shown();

    let table = open_table(&tab, SPREADSHEET).await;
    let plan = preview(&tab, table.guess).await;
    for row in &plan.rows {
        let nothing_new = match &row.outcome {
            Outcome::Same { .. } | Outcome::DuplicateOf { .. } => true,
            Outcome::New | Outcome::Changed { .. } | Outcome::Refused => false,
        };
        assert!(nothing_new, "{row:?}");
    }
    assert_eq!((plan.new_regions.len(), plan.new_people), (0, 0));
    tab.forget();
    let (done, undo) = commit(&tab).await;
    assert_eq!((done.created, done.changed), (0, 0), "{done:?}");
    assert_eq!(undo, None, "there is nothing to undo");
    drop(tab);

    let tab = Tab::open("imports-twice").await;
    tab.open_directory(directory).await;
    assert_eq!(tab.shown(), names);
}

#[wasm_bindgen_test]
async fn an_import_is_undone_as_one_action() {
    let (tab, directory) = Tab::with_directory("imports-undone").await;
    tab.apply(new_group(1, "Already there")).await;
    let (_, undo) = import(&tab, SPREADSHEET).await;
    tab.call(Request::Undo(undo.unwrap())).await.unwrap();
    tab.shows(&["Already there"]).await;
    drop(tab);
    let tab = Tab::open("imports-undone").await;
    tab.open_directory(directory).await;
    tab.shows(&["Already there"]).await;
}

#[wasm_bindgen_test]
async fn a_large_import_is_told_as_a_whole_and_with_its_progress() {
    let (tab, _) = Tab::with_directory("imports-large").await;
    tab.forget();
    let (done, _) = import(&tab, &large(1_000)).await;
    assert_eq!(done.created, 1_000);
    assert_eq!(tab.shown().len(), 1_000);
    assert!(!tab.events().iter().any(|event| matches!(event, Event::Delta(_))), "no giant delta");
    for stage in [Stage::Reading, Stage::Comparing, Stage::Writing, Stage::Saving] {
        let reports: Vec<_> = tab
            .events()
            .into_iter()
            .filter_map(|event| match event {
                Event::Progress(progress) if progress.stage == stage => Some(progress),
                _ => None,
            })
            .collect();
        assert!(reports.iter().all(|report| report.done <= report.total));
        assert!(reports.is_sorted_by_key(|report| report.done), "{stage:?} runs back: {reports:?}");
        assert!(!reports.is_empty(), "nothing was heard of {stage:?}");
    }
}

async fn cancelled_while(database: &str, stage: Stage) {
    let (tab, directory) = Tab::with_directory(database).await;
    tab.apply(new_group(1, "Already there")).await;
    // Reading is quick: it takes as many rows as are taken at all to see it under way.
    let bytes = large(if stage == Stage::Reading { 20_000 } else { 4_000 });
    let under_way = |event: &Event| match event {
        Event::Progress(progress) if progress.stage == stage && progress.done < progress.total => Some(()),
        _ => None,
    };
    let request = match stage {
        Stage::Reading => Request::OpenTable { file: "large.csv".into(), bytes },
        Stage::Comparing => Request::PreviewImport {
            columns: Packed::of(&open_table(&tab, &bytes).await.guess),
            apart: Vec::new(),
        },
        Stage::BackingUp => panic!("no stage of an import"),
        Stage::Writing | Stage::Saving => {
            let table = open_table(&tab, &bytes).await;
            preview(&tab, table.guess).await;
            Request::CommitImport { leave_out: Vec::new() }
        }
    };
    let long = tab.ask(request);
    tab.hears("its progress", under_way).await;
    let read = tab.ask(Request::Read { kind: Kind::Group, id: id(1) });
    assert!(matches!(tab.answered(read), Some(Ok(Answer::Record(Some(_))))), "reading is served meanwhile");
    let cancel = tab.ask(Request::CancelImport);
    assert_eq!(tab.answer(long).await, Err(EngineError::Cancelled));
    assert_eq!(tab.answer(cancel).await, Ok(Answer::Done));
    tab.shows(&["Already there"]).await;
    assert_eq!(
        tab.call(Request::CommitImport { leave_out: Vec::new() }).await,
        Err(EngineError::NothingUnderWay)
    );
    tab.apply(new_group(2, "Afterwards")).await;
    drop(tab);
    let tab = Tab::open(database).await;
    tab.open_directory(directory).await;
    tab.shows(&["Afterwards", "Already there"]).await;
}

#[wasm_bindgen_test]
async fn a_reading_that_is_cancelled_leaves_nothing() {
    cancelled_while("imports-cancelled-reading", Stage::Reading).await;
}

#[wasm_bindgen_test]
async fn a_comparing_that_is_cancelled_leaves_nothing() {
    cancelled_while("imports-cancelled-comparing", Stage::Comparing).await;
}

#[wasm_bindgen_test]
async fn a_writing_that_is_cancelled_leaves_nothing() {
    cancelled_while("imports-cancelled-writing", Stage::Writing).await;
}

#[wasm_bindgen_test]
async fn an_import_for_which_there_is_no_room_leaves_nothing() {
    let (tab, directory) = Tab::with_directory("imports-full").await;
    tab.apply(new_group(1, "Already there")).await;
    let table = open_table(&tab, SPREADSHEET).await;
    preview(&tab, table.guess.clone()).await;
    let disk = FullDisk::of("imports-full");
    let refused = tab.call(Request::CommitImport { leave_out: Vec::new() }).await;
    assert_eq!(refused, Err(EngineError::StorageFull));
    tab.shows(&["Already there"]).await;
    assert!(!tab.events().iter().any(|event| matches!(event, Event::Saving(SaveState::Failed(_)))));
    drop(disk);
    preview(&tab, table.guess).await;
    let (done, _) = commit(&tab).await;
    assert_eq!(done.created, 26, "the table is still there to be tried again");
    drop(tab);
    let tab = Tab::open("imports-full").await;
    tab.open_directory(directory).await;
    assert_eq!(tab.shown().len(), 27);
}

#[wasm_bindgen_test]
async fn an_edit_of_another_tab_during_an_import_is_taken_in_after_it() {
    let (tab, directory) = Tab::with_directory("imports-and-tabs").await;
    let other = Tab::open("imports-and-tabs").await;
    other.open_directory(directory).await;
    let table = open_table(&tab, &large(2_000)).await;
    preview(&tab, table.guess).await;
    let long = tab.ask(Request::CommitImport { leave_out: Vec::new() });
    tab.hears("its progress", |event| {
        matches!(event, Event::Progress(progress) if progress.stage == Stage::Writing).then_some(())
    })
    .await;
    other.apply(new_group(1, "From the other")).await;
    tab.answer(long).await.unwrap();
    for tab in [&tab, &other] {
        crate::fixture::wait_for("all of it", || (tab.shown().len() == 2_001).then_some(())).await;
        assert!(tab.shown().contains(&"From the other".to_owned()));
    }
}

#[wasm_bindgen_test]
async fn what_is_no_spreadsheet_is_refused() {
    let (tab, _) = Tab::with_directory("imports-refused").await;
    let refused =
        |file: &str, bytes: &[u8]| tab.call(Request::OpenTable { file: file.into(), bytes: bytes.to_vec() });
    assert_eq!(refused("a.csv", b"").await, Err(EngineError::Table(TableError::Empty)));
    assert!(matches!(refused("a.pdf", b"%PDF-1.7\n").await, Err(EngineError::Table(TableError::NotText(_)))));
    assert_eq!(
        tab.call(Request::PreviewImport { columns: Packed::of(&Vec::new()), apart: Vec::new() }).await,
        Err(EngineError::NothingUnderWay)
    );
    let table = open_table(&tab, SPREADSHEET).await;
    assert_eq!(
        tab.call(Request::PreviewImport {
            columns: Packed::of(&vec![Column::Ignore; table.headings.len()]),
            apart: Vec::new(),
        })
        .await,
        Err(EngineError::Table(TableError::NoName))
    );
}

#[wasm_bindgen_test]
async fn rows_that_were_left_out_stay_out() {
    let (tab, _) = Tab::with_directory("imports-left-out").await;
    let table = open_table(&tab, SPREADSHEET).await;
    let plan = preview(&tab, table.guess).await;
    let Ok(Answer::Imported { done, .. }) =
        tab.call(Request::CommitImport { leave_out: (1..plan.rows.len()).collect() }).await
    else {
        panic!()
    };
    assert_eq!(done.created, 1);
    assert_eq!(tab.shown(), [plan.rows[0].name.clone()]);
}

#[wasm_bindgen_test]
async fn a_file_is_read_as_somebody_says_and_stays_as_it_was_where_that_fails() {
    let (tab, _) = Tab::with_directory("imports-read-as").await;
    let bytes = b"Our list,,\nName,Town,Wann\nCaf\xe9,Racine,Mondays\n";
    let table = open_table(&tab, bytes).await;
    assert_eq!((table.encoding.as_str(), table.headings_at), ("Windows-1252", Some(1)));
    let read_as = |encoding: &str, headings| {
        let read_as = ReadAs { encoding: Some(encoding.to_owned()), headings };
        tab.call(Request::ReadTable(Packed::of(&read_as)))
    };
    let Ok(Answer::Table(table)) = read_as("macintosh", Some(HeadingRow::Missing)).await else { panic!() };
    let table = table.unpack().unwrap();
    assert_eq!((table.encoding.as_str(), table.headings_at, table.rows), ("macintosh", None, 3));
    assert_eq!(table.first[2].cells, ["CafÈ", "Racine", "Mondays"]);
    let Ok(Answer::Table(table)) = read_as("Windows-1252", Some(HeadingRow::At(1))).await else { panic!() };
    assert_eq!(table.unpack().unwrap().headings, ["Name", "Town", "Wann"]);
    assert!(read_as("Windows-1252", Some(HeadingRow::At(9))).await.is_err());
    let plan = preview(&tab, vec![Column::Field(Field::Name), Column::Ignore, Column::Ignore]).await;
    assert_eq!(plan.rows[0].name, "Café");
}

#[wasm_bindgen_test]
async fn what_a_file_said_is_known_the_next_time_and_an_import_that_was_undone_is_as_if_it_never_was() {
    let (tab, _) = Tab::with_directory("imports-again").await;
    let (_, undo) = import(&tab, SPREADSHEET).await;
    let table = open_table(&tab, SPREADSHEET).await;
    assert_eq!(table.remembered, table.headings.len());
    let plan = preview(&tab, table.guess.clone()).await;
    assert!(plan.rows.iter().all(|row| !matches!(row.outcome, Outcome::New)), "{plan:?}");
    tab.call(Request::Undo(undo.unwrap())).await.unwrap();
    assert_eq!(tab.shown().len(), 0);
    let plan = preview(&tab, table.guess.clone()).await;
    assert!(plan.rows.iter().all(|row| row.take), "{plan:?}");
    assert_eq!(commit(&tab).await.0.created, 26);

    open_table(&tab, SPREADSHEET).await;
    let plan = preview(&tab, table.guess.clone()).await;
    let Outcome::Same { id } = plan.rows[0].outcome else { panic!("{plan:?}") };
    tab.apply(Command::Delete { kind: Kind::Group, id }).await;
    open_table(&tab, SPREADSHEET).await;
    let plan = preview(&tab, table.guess).await;
    let asked: Vec<_> = plan.rows.iter().filter(|row| !row.take).collect();
    assert_eq!(asked.len(), 1, "{plan:?}");
    assert!(asked[0].remarks.iter().any(|remark| remark.kind == RemarkKind::DeletedHere));
}

/// The directory's groups by id, as a page that was told of them shows them.
pub(crate) fn ids(tab: &Tab) -> Vec<Id> {
    let mut ids = Vec::new();
    for event in tab.events() {
        if let Event::Projection(bytes) = event {
            ids = Projection::decode(&bytes).unwrap().groups.iter().map(|card| card.id).collect();
        }
    }
    ids
}

#[wasm_bindgen_test]
async fn an_exported_file_of_a_declared_kind_is_known_and_comes_back_with_its_changes_as_one_action() {
    let (tab, _) = Tab::with_directory("imports-records").await;
    let words = |words: &str| {
        Record::from(Announcement {
            id: id(7),
            name: "Call".into(),
            words: words.into(),
            ..Announcement::default()
        })
    };
    tab.apply(Command::Save { before: None, after: Box::new(words("At seven")) }).await;
    let format = ExportFormat::Csv(Kind::Announcement);
    let Ok(Answer::File(file)) = tab.call(Request::Export(format)).await else { panic!() };
    assert!(file.name.contains("announcements"), "{}", file.name);
    let table = open_table(&tab, &file.bytes).await;
    assert_eq!(table.kind, Some(Kind::Announcement));
    let looked_at = |answer| {
        if let Answer::Preview(preview) = answer { preview.unpack().unwrap() } else { panic!("{answer:?}") }
    };
    let plan = looked_at(tab.call(Request::PreviewRecords).await.unwrap());
    assert_eq!(plan.kind, Some(Kind::Announcement));
    assert_eq!(plan.rows[0].outcome, Outcome::Same { id: id(7) });

    let changed = String::from_utf8(file.bytes).unwrap().replace("At seven", "At eight");
    open_table(&tab, changed.as_bytes()).await;
    let plan = looked_at(tab.call(Request::PreviewRecords).await.unwrap());
    assert!(matches!(plan.rows[0].outcome, Outcome::Changed { .. }), "{plan:?}");
    let (done, undo) = commit(&tab).await;
    assert_eq!((done.created, done.changed), (0, 1));
    let read = async || match tab.call(Request::Read { kind: Kind::Announcement, id: id(7) }).await {
        Ok(Answer::Record(Some(view))) => {
            Announcement::try_from(view.unpack().unwrap().record).unwrap().words
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(read().await, "At eight");
    tab.call(Request::Undo(undo.unwrap())).await.unwrap();
    assert_eq!(read().await, "At seven");

    // A table of groups is not compared with anything else.
    open_table(&tab, SPREADSHEET).await;
    assert_eq!(tab.call(Request::PreviewRecords).await, Err(EngineError::NothingUnderWay));
}

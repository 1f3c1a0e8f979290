use crate::fixture::{Tab, id, new_group, rename};
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, Id, Kind, Person, Record,
    message::{
        Answer, BackupSummary, EngineError, ExportFormat, ExportedFile, Packed, Request, Since, Wrapping,
    },
};
use wasm_bindgen_test::wasm_bindgen_test;

async fn backup(tab: &Tab) -> ExportedFile {
    match tab.call(Request::Export(ExportFormat::Backup(Wrapping::Zip))).await.unwrap() {
        Answer::File(file) => file,
        other => panic!("{other:?}"),
    }
}

async fn look_into(tab: &Tab, file: &ExportedFile) -> BackupSummary {
    match tab.call(Request::OpenBackup { bytes: file.bytes.clone() }).await.unwrap() {
        Answer::Backup(summary) => summary.unpack().unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn restore(tab: &Tab) -> Id {
    match tab.call(Request::Restore).await.unwrap() {
        Answer::Opened { entry, quarantined: 0 } => entry.id,
        other => panic!("{other:?}"),
    }
}

fn rosa() -> Person {
    let phone = ContactWay::entered(id(51), ContactKind::Phone, Audience::Members, "608-555-0100").unwrap();
    Person {
        id: id(50),
        name: "Rosa Delgado".into(),
        contacts: vec![phone],
        notes: "Call after six.".into(),
        ..Person::default()
    }
}

async fn person(tab: &Tab) -> Person {
    let Ok(Answer::Record(Some(view))) = tab.call(Request::Read { kind: Kind::Person, id: id(50) }).await
    else {
        panic!()
    };
    match view.unpack().unwrap().record {
        Record::Person(person) => person,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn what_was_backed_up_and_erased_comes_back_whole() {
    let (tab, directory) = Tab::with_directory("backups-whole").await;
    tab.apply(new_group(1, "Neighbors")).await;
    tab.apply(rename(1, "Neighbors", "Good Neighbors")).await;
    tab.apply(Command::Save { before: None, after: Box::new(Record::Person(rosa())) }).await;
    let group_before = tab.read(id(1)).await;
    let person_before = person(&tab).await;
    let file = backup(&tab).await;
    assert!(file.name.ends_with(".zip"), "{}", file.name);
    tab.call(Request::Erase { directory, typed: "Test Network".into() }).await.unwrap();

    let summary = look_into(&tab, &file).await;
    assert_eq!((summary.directory, summary.name.as_str(), summary.here), (directory, "Test Network", false));
    assert_eq!((summary.groups, summary.awgs, summary.people), (1, 0, 1));
    assert_eq!(summary.differing, 3, "the network, the group and the person");
    assert!(!summary.may_be_shared, "it says that it was not");
    assert_eq!(restore(&tab).await, directory);
    tab.shows(&["Good Neighbors"]).await;
    drop(tab);

    let tab = Tab::open("backups-whole").await;
    tab.open_directory(directory).await;
    assert_eq!(tab.read(id(1)).await, group_before);
    assert_eq!(person(&tab).await, person_before, "members-only values too");
    tab.apply(rename(1, "Good Neighbors", "Still editable")).await;
    tab.shows(&["Still editable"]).await;
}

#[wasm_bindgen_test]
async fn a_backup_merges_with_what_was_done_since() {
    let (tab, directory) = Tab::with_directory("backups-merged").await;
    tab.apply(new_group(1, "In the backup")).await;
    let file = backup(&tab).await;
    tab.call(Request::Erase { directory, typed: "Test Network".into() }).await.unwrap();
    look_into(&tab, &file).await;
    restore(&tab).await;
    tab.apply(new_group(2, "Since then")).await;
    let newer = backup(&tab).await;
    assert_eq!(look_into(&tab, &file).await.differing, 0, "all of it is here");
    restore(&tab).await;
    tab.shows(&["In the backup", "Since then"]).await;

    // A neighbor who has the older one only.
    let neighbor = Tab::open("backups-merged-neighbor").await;
    look_into(&neighbor, &file).await;
    restore(&neighbor).await;
    neighbor.apply(new_group(3, "At the neighbor's")).await;
    let summary = look_into(&neighbor, &newer).await;
    assert_eq!((summary.here, summary.differing, summary.groups), (true, 1, 2));
    assert_eq!(restore(&neighbor).await, directory);
    neighbor.shows(&["At the neighbor's", "In the backup", "Since then"]).await;
    drop(neighbor);
    let neighbor = Tab::open("backups-merged-neighbor").await;
    neighbor.open_directory(directory).await;
    neighbor.shows(&["At the neighbor's", "In the backup", "Since then"]).await;
}

#[wasm_bindgen_test]
async fn a_backup_of_another_directory_is_compared_with_that() {
    let (tab, directory) = Tab::with_directory("backups-other").await;
    tab.apply(new_group(1, "Neighbors")).await;
    let file = backup(&tab).await;
    tab.create("Another Network").await;
    let summary = look_into(&tab, &file).await;
    assert_eq!((summary.directory, summary.here, summary.differing), (directory, true, 0));
    assert_eq!(restore(&tab).await, directory, "and opened when it is restored");
    tab.shows(&["Neighbors"]).await;
}

#[wasm_bindgen_test]
async fn what_is_no_backup_is_refused() {
    let (tab, _) = Tab::with_directory("backups-refused").await;
    let file = backup(&tab).await;
    let mut cut = file.bytes.clone();
    cut.truncate(file.bytes.len() / 2);
    for bytes in [b"no archive".to_vec(), Vec::new(), cut] {
        let refused = tab.call(Request::OpenBackup { bytes }).await;
        assert!(matches!(refused, Err(EngineError::NotABackup(_))), "{refused:?}");
    }
    assert_eq!(tab.call(Request::Restore).await, Err(EngineError::NothingUnderWay));
}

#[wasm_bindgen_test]
async fn one_document_of_a_backup_is_a_backup_too() {
    let (tab, directory) = Tab::with_directory("backups-document").await;
    tab.apply(new_group(1, "Neighbors")).await;
    tab.apply(Command::Save { before: None, after: Box::new(Record::Person(rosa())) }).await;
    let file = backup(&tab).await;
    let Ok(groundswell_interchange::backup::Contents::Archive(archive)) =
        groundswell_interchange::backup::read(&file.bytes)
    else {
        panic!()
    };
    tab.call(Request::Erase { directory, typed: "Test Network".into() }).await.unwrap();
    for ((_, bytes), people) in archive.parts.into_iter().zip([0, 1]) {
        let document = ExportedFile { bytes, ..file.clone() };
        assert_eq!(look_into(&tab, &document).await.directory, directory);
        assert_eq!(restore(&tab).await, directory);
        tab.shows(&["Neighbors"]).await;
        let Ok(Answer::Record(person)) = tab.call(Request::Read { kind: Kind::Person, id: id(50) }).await
        else {
            panic!()
        };
        assert_eq!(usize::from(person.is_some()), people, "the members part brings the people");
    }
}

#[wasm_bindgen_test]
async fn exported_groups_come_in_again_as_the_same() {
    let (tab, _) = Tab::with_directory("backups-exported").await;
    tab.apply(new_group(1, "Neighbors, Good")).await;
    for kind in [Kind::Group, Kind::Awg, Kind::Person] {
        let Ok(Answer::File(file)) = tab.call(Request::Export(ExportFormat::Csv(kind))).await else {
            panic!()
        };
        assert!(file.name.ends_with(".csv"), "{}", file.name);
        assert!(file.bytes.starts_with(b"\xef\xbb\xbf"), "Excel takes it for UTF-8 by this");
        if kind == Kind::Group {
            let request = Request::OpenTable { file: file.name, bytes: file.bytes };
            let Ok(Answer::Table(table)) = tab.call(request).await else { panic!() };
            let columns = Packed::of(&table.unpack().unwrap().guess);
            let Ok(Answer::Preview(plan)) =
                tab.call(Request::PreviewImport { columns, apart: Vec::new() }).await
            else {
                panic!()
            };
            let plan = plan.unpack().unwrap();
            let outcome = &plan.rows[0].outcome;
            assert_eq!(*outcome, groundswell_model::import::Outcome::Same { id: id(1) });
        }
    }
}

async fn changes(tab: &Tab, since: &[u8], wrapping: Wrapping) -> Result<ExportedFile, EngineError> {
    match tab.call(Request::Export(ExportFormat::Changes(Since::State(since.to_vec()), wrapping))).await? {
        Answer::File(file) => Ok(file),
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn only_what_changed_goes_by_file_to_somebody_who_has_the_rest() {
    let (tab, directory) = Tab::with_directory("backups-changes").await;
    tab.apply(new_group(1, "Before")).await;
    let whole = backup(&tab).await;
    assert_eq!(changes(&tab, &whole.state, Wrapping::Zip).await, Err(EngineError::NothingNew));

    let neighbor = Tab::open("backups-changes-neighbor").await;
    tab.apply(new_group(2, "Since then")).await;
    tab.apply(Command::Save { before: None, after: Box::new(Record::Person(rosa())) }).await;
    for wrapping in [Wrapping::Zip, Wrapping::Text] {
        let file = changes(&tab, &whole.state, wrapping).await.unwrap();
        assert!(file.name.contains("changes"), "{}", file.name);
        let refused = neighbor.call(Request::OpenBackup { bytes: file.bytes.clone() }).await;
        assert_eq!(refused, Err(EngineError::OnlyChanges));
    }
    look_into(&neighbor, &whole).await;
    restore(&neighbor).await;

    let file = changes(&tab, &whole.state, Wrapping::Text).await.unwrap();
    let summary = look_into(&neighbor, &file).await;
    assert_eq!((summary.here, summary.differing, summary.changes_lacking), (true, 2, Some(0)));
    assert_eq!(restore(&neighbor).await, directory);
    neighbor.shows(&["Before", "Since then"]).await;
    assert_eq!(person(&neighbor).await, person(&tab).await);
    assert_eq!(look_into(&neighbor, &file).await.differing, 0, "once is enough");
    drop(neighbor);
    let neighbor = Tab::open("backups-changes-neighbor").await;
    neighbor.open_directory(directory).await;
    neighbor.shows(&["Before", "Since then"]).await;
}

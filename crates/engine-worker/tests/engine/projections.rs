//! What is stored to be painted before the engine is there.

use crate::fixture::{Tab, a_while, id, new_group, quick, rename, store, stored, stored_values};
use groundswell_engine_worker::Timings;
use groundswell_model::{
    Awg, Command, Id, Kind, Person, PersonCard, Record, RecordCard,
    message::{Event, Request},
    projection::{Index, Section, StoredProjections},
};
use groundswell_storage::Store;
use std::collections::BTreeMap;
use wasm_bindgen_test::wasm_bindgen_test;

fn person(name: &str) -> Record {
    Record::Person(Person { id: id(50), name: name.to_owned(), ..Person::default() })
}

fn save(before: Option<Record>, after: Record) -> Command {
    Command::Save { before: before.map(Box::new), after: Box::new(after) }
}

/// A directory with something in the first section and in others.
async fn directory(database: &str) -> (Tab, Id) {
    let (tab, directory) = Tab::with_directory(database).await;
    tab.apply(new_group(1, "Neighbors")).await;
    tab.apply(save(None, person("Rosa"))).await;
    tab.apply(save(None, Record::Awg(Awg { id: id(60), name: "Water".into(), ..Awg::default() }))).await;
    tab.call(Request::NameDevice("Rosa's phone".into())).await.unwrap();
    a_while().await;
    (tab, directory)
}

/// The values of which the stored bytes are others than before.
async fn written(
    store: &Store,
    directory: Id,
    before: &BTreeMap<&'static str, Vec<u8>>,
) -> Vec<&'static str> {
    let now = stored_values(store, directory).await;
    now.iter().filter(|(key, value)| before.get(*key) != Some(value)).map(|(key, _)| *key).collect()
}

#[wasm_bindgen_test]
async fn what_is_stored_apart_is_the_whole_directory() {
    let (tab, directory) = directory("projections-apart").await;
    let stored = stored(&store("projections-apart").await, directory).await.unwrap();
    assert_eq!(stored.states.len(), Section::all().count(), "each can be read");
    let StoredProjections { projections, .. } = stored;
    assert_eq!(projections.first.groups.get(id(1)).unwrap().name, "Neighbors");
    assert_eq!(projections.people[&id(50)].name, "Rosa");
    assert_eq!(projections.cards[&Kind::Awg][&id(60)].name, "Water");
    assert_eq!(projections.devices.values().collect::<Vec<_>>(), ["Rosa's phone"]);
    let people: BTreeMap<Id, PersonCard> = tab.section(Section::Records(Kind::Person)).await;
    assert_eq!(people, projections.people);
    let awgs: BTreeMap<Id, RecordCard> = tab.section(Section::Records(Kind::Awg)).await;
    assert_eq!(awgs, projections.cards[&Kind::Awg]);
}

#[wasm_bindgen_test]
async fn a_change_writes_what_it_changes_and_nothing_else() {
    let database = "projections-changed";
    let (tab, directory) = directory(database).await;
    let store = store(database).await;
    let before = stored_values(&store, directory).await;
    tab.apply(save(Some(person("Rosa")), person("Rosa Delgado"))).await;
    a_while().await;
    assert_eq!(written(&store, directory, &before).await, [Index::KEY, "people"]);
    assert_eq!(stored(&store, directory).await.unwrap().projections.people[&id(50)].name, "Rosa Delgado");

    // Nor does another tab write anew what this one has stored.
    let other = Tab::open(database).await;
    other.open_directory(directory).await;
    let before = stored_values(&store, directory).await;
    other.apply(rename(1, "Neighbors", "Good Neighbors")).await;
    a_while().await;
    assert_eq!(written(&store, directory, &before).await, ["first", Index::KEY]);
    let stored = stored(&store, directory).await.unwrap();
    assert_eq!(stored.states.len(), Section::all().count());
    assert_eq!(stored.projections.first.groups.get(id(1)).unwrap().name, "Good Neighbors");
}

#[wasm_bindgen_test]
async fn what_is_stale_damaged_or_missing_is_made_anew() {
    let database = "projections-wrong";
    let (tab, directory) = directory(database).await;
    let store = store(database).await;
    let stale = stored_values(&store, directory).await;
    tab.apply(rename(1, "Neighbors", "Good Neighbors")).await;
    tab.apply(save(Some(person("Rosa")), person("Rosa Delgado"))).await;
    a_while().await;
    drop(tab);
    let right = stored_values(&store, directory).await;
    let keys: Vec<_> = right.keys().copied().collect();
    for key in keys {
        let damaged = right[key].split_at(right[key].len() / 2).0.to_vec();
        for wrong in [stale[key].clone(), damaged, b"no projection".to_vec(), Vec::new()] {
            let write = |_: Option<&[u8]>| {
                let with_wrong = |(its, value): (&&'static str, &Vec<u8>)| {
                    (*its, if *its == key { wrong.clone() } else { value.clone() })
                };
                right.iter().map(with_wrong).collect()
            };
            store.write_sections(&directory.to_string(), Index::KEY, &write).await.unwrap();
            let tab = Tab::open(database).await;
            tab.open_directory(directory).await;
            tab.shows(&["Good Neighbors"]).await;
            let people: BTreeMap<Id, PersonCard> = tab.section(Section::Records(Kind::Person)).await;
            assert_eq!(people[&id(50)].name, "Rosa Delgado", "{key}");
            let awgs: BTreeMap<Id, RecordCard> = tab.section(Section::Records(Kind::Awg)).await;
            assert_eq!(awgs[&id(60)].name, "Water", "{key}");
            a_while().await;
            let kept = stored(&store, directory).await.unwrap();
            assert_eq!(kept.states.len(), Section::all().count(), "{key}: it is stored again");
            assert_eq!(kept.projections.people[&id(50)].name, "Rosa Delgado", "{key}");
            drop(tab);
        }
    }
}

#[wasm_bindgen_test]
async fn a_page_that_painted_is_told_what_changed_of_every_section() {
    let database = "projections-since";
    let (tab, directory) = directory(database).await;
    let store = store(database).await;
    let painted = stored(&store, directory).await.unwrap();
    drop(tab);
    // A tab that ends before it stores what is painted.
    let tab = Tab::with_timings(database, Timings { projection_ms: 600_000, ..quick() }).await;
    tab.open_directory(directory).await;
    tab.apply(save(Some(person("Rosa")), person("Rosa Delgado"))).await;
    drop(tab);

    let tab = Tab::open(database).await;
    tab.call(Request::Open { directory, painted: painted.heads }).await.unwrap();
    assert!(!tab.events().iter().any(|event| matches!(event, Event::Projection(_))));
    let (mut people, mut reach) = (painted.projections.people, painted.projections.reach);
    for event in tab.events() {
        if let Event::Delta(delta) = event {
            assert!(!delta.listed.is_for_first());
            for (section, bytes) in delta.sections {
                if section == Section::Reach {
                    Section::change(&mut reach, &bytes).unwrap();
                    continue;
                }
                assert_eq!(section, Section::Records(Kind::Person));
                Section::change(&mut people, &bytes).unwrap();
            }
        }
    }
    assert_eq!(people[&id(50)].name, "Rosa Delgado");
}

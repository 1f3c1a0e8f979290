use crate::fixture::{Tab, id, new_group, quick, store};
use groundswell_engine_worker::Timings;
use groundswell_model::{
    Command, Kind, Network, Projection, Record, StoredEntry,
    command::CommandError,
    message::{Answer, EngineError, EngineExit, Event, NewDirectory, Request, SaveState},
};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_new_device_has_nothing_and_a_new_directory_is_listed() {
    let tab = Tab::open("directories-new").await;
    let Ok(Answer::Ready { directories, .. }) =
        tab.call(Request::Start { language: "en".into(), before: EngineExit::Unknown }).await
    else {
        panic!()
    };
    assert_eq!(directories, []);
    let first = tab.create("  First Network ").await;
    assert_eq!((first.name.as_str(), first.sample), ("First Network", false));
    let second = tab.create("Second Network").await;
    tab.open_directory(first.id).await;
    drop(tab);

    let tab = Tab::open("directories-new").await;
    let Ok(Answer::Ready { directories, .. }) =
        tab.call(Request::Start { language: "en".into(), before: EngineExit::Unknown }).await
    else {
        panic!()
    };
    let listed: Vec<_> = directories.iter().map(|entry| entry.id).collect();
    assert_eq!(listed, [first.id, second.id], "last opened first");
}

#[wasm_bindgen_test]
async fn a_directory_is_made_with_a_seed_of_its_own() {
    let (tab, one) = Tab::with_directory("directories-seed").await;
    let other = tab.create("Other Network").await.id;
    let stored = store("directories-seed").await.list_directories().await.unwrap();
    let seed = |id: groundswell_model::Id| {
        let stored = stored.iter().find(|stored| stored.id == id.to_string()).unwrap();
        StoredEntry::decode(&stored.bytes).unwrap().seed.unwrap()
    };
    assert_ne!(seed(one), seed(other));
    assert_ne!(seed(one), [0; 32]);
}

#[wasm_bindgen_test]
async fn a_directory_needs_a_name() {
    let tab = Tab::open("directories-nameless").await;
    let refused = tab.call(Request::Create(NewDirectory::Empty { name: "  ".into() })).await;
    assert!(matches!(refused, Err(EngineError::Command(CommandError::Invalid(_)))), "{refused:?}");
    assert!(store("directories-nameless").await.list_directories().await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn the_sample_is_a_whole_network_and_says_that_it_is_one() {
    let tab = Tab::open("directories-sample").await;
    let Ok(Answer::Opened { entry, .. }) = tab.call(Request::Create(NewDirectory::Sample)).await else {
        panic!()
    };
    assert!(entry.sample);
    let bytes = tab.hears("the sample", projection).await;
    let shown = Projection::decode(&bytes).unwrap();
    assert_eq!(shown.groups.len(), 26);
    assert_eq!(shown.cards.keys().filter(|of| of.kind == Kind::Awg).count(), 4);
    assert!(shown.groups.iter().all(|card| card.region.is_some()));
    let state = shown.regions.values().find(|region| region.name == "Wisconsin").unwrap();
    assert!(shown.regions.values().filter(|region| region.parent == Some(state.id)).count() >= 5);
    let rosa = shown.people.values().find(|person| person.name == "Rosa Delgado").unwrap();
    assert_eq!(rosa.roles.len(), 3, "in the network, a group and an AWG");
    for person in shown.people.values() {
        assert!(!person.roles.is_empty(), "{} has no place", person.name);
    }
    for card in shown.groups.iter() {
        let Record::Group(group) = tab.read(card.id).await.unwrap().record else { panic!() };
        assert!(group.place.latitude.is_some(), "{} is nowhere", group.name);
        assert_eq!(group.time_zone, "America/Chicago");
    }
}

#[wasm_bindgen_test]
async fn a_directory_that_is_left_has_its_projection_written_before_it_is_due() {
    let tab = Tab::with_timings("directories-left", Timings { projection_ms: 600_000, ..quick() }).await;
    let left = tab.create("First Network").await.id;
    tab.apply(new_group(1, "Arena Neighbors")).await;
    tab.create("Second Network").await;
    let bytes = store("directories-left").await.read_projection(&left.to_string()).await.unwrap().unwrap();
    assert_eq!(Projection::decode(&bytes).unwrap().groups.len(), 1);
}

#[wasm_bindgen_test]
async fn a_page_that_is_hidden_has_its_projection_written_before_it_is_due() {
    let database = "directories-hidden";
    let tab = Tab::with_timings(database, Timings { projection_ms: 600_000, ..quick() }).await;
    let directory = tab.create("First Network").await.id.to_string();
    tab.apply(new_group(1, "Arena Neighbors")).await;
    let store = store(database).await;
    assert_eq!(store.read_projection(&directory).await.unwrap(), None);
    tab.call(Request::Attend { visible: false }).await.unwrap();
    for _ in 0..500 {
        if let Some(bytes) = store.read_projection(&directory).await.unwrap() {
            assert_eq!(Projection::decode(&bytes).unwrap().groups.len(), 1);
            return;
        }
        gloo_timers::future::TimeoutFuture::new(10).await;
    }
    panic!("it was not written");
}

fn projection(event: &Event) -> Option<Vec<u8>> {
    match event {
        Event::Projection(bytes) => Some(bytes.clone()),
        _ => None,
    }
}

#[wasm_bindgen_test]
async fn a_page_that_painted_the_truth_is_not_told_it_again() {
    let (tab, directory) = Tab::with_directory("directories-painted").await;
    tab.apply(new_group(1, "Neighbors")).await;
    let store = store("directories-painted").await;
    let stored = loop {
        let stored = store.read_projection(&directory.to_string()).await.unwrap();
        let stored = stored.and_then(|bytes| Projection::decode(&bytes).ok());
        match stored {
            Some(stored) if stored.groups.len() == 1 => break stored,
            _ => gloo_timers::future::TimeoutFuture::new(10).await,
        }
    };
    drop(tab);

    let tab = Tab::open("directories-painted").await;
    tab.call(Request::Open { directory, painted: stored.heads.clone() }).await.unwrap();
    assert!(tab.events().iter().all(|event| projection(event).is_none()));
    assert!(
        tab.events().iter().any(|event| matches!(event, Event::Saving(SaveState::Saved { .. }))),
        "it says where saving stands"
    );
    drop(tab);

    let tab = Tab::open("directories-painted").await;
    tab.call(Request::Open { directory, painted: b"something older".to_vec() }).await.unwrap();
    tab.shows(&["Neighbors"]).await;
}

#[wasm_bindgen_test]
async fn a_stored_projection_that_is_wrong_is_corrected() {
    let (tab, directory) = Tab::with_directory("directories-corrected").await;
    tab.apply(new_group(1, "Neighbors")).await;
    drop(tab);
    let store = store("directories-corrected").await;
    for wrong in [b"no projection".to_vec(), Projection::default().encode()] {
        store.write_projection(&directory.to_string(), &wrong).await.unwrap();
        let tab = Tab::open("directories-corrected").await;
        tab.open_directory(directory).await;
        tab.shows(&["Neighbors"]).await;
    }
}

#[wasm_bindgen_test]
async fn renaming_the_network_renames_it_in_the_list() {
    let (tab, directory) = Tab::with_directory("directories-renamed").await;
    let Ok(Answer::Record(Some(view))) =
        tab.call(Request::Read { kind: Kind::Network, id: groundswell_model::Id::NETWORK }).await
    else {
        panic!()
    };
    let Record::Network(before) = view.unpack().unwrap().record else { panic!() };
    let after = Network { name: "A Better Name".into(), ..before.clone() };
    tab.forget();
    tab.apply(Command::Save {
        before: Some(Box::new(Record::Network(before))),
        after: Box::new(Record::Network(after)),
    })
    .await;
    let listed = tab
        .hears("the new name", |event| match event {
            Event::Directories(entries) => entries.iter().find(|entry| entry.id == directory).cloned(),
            _ => None,
        })
        .await;
    assert_eq!(listed.name, "A Better Name");
}

#[wasm_bindgen_test]
async fn a_directory_is_erased_by_who_types_its_name() {
    let (tab, directory) = Tab::with_directory("directories-erased").await;
    tab.apply(new_group(1, "Neighbors")).await;
    let other = tab.create("Another Network").await;
    tab.open_directory(directory).await;
    let erase = |typed: &str| Request::Erase { directory, typed: typed.to_owned() };
    assert_eq!(tab.call(erase("Test")).await, Err(EngineError::WrongName));
    assert_eq!(tab.call(erase("")).await, Err(EngineError::WrongName));
    assert_eq!(tab.call(erase(" test  NETWORK ")).await, Ok(Answer::Done));
    assert_eq!(tab.call(Request::Read { kind: Kind::Group, id: id(1) }).await, Err(EngineError::NotOpen));
    assert_eq!(
        tab.call(Request::Open { directory, painted: Vec::new() }).await,
        Err(EngineError::NoDirectory)
    );
    assert_eq!(tab.call(erase("Test Network")).await, Err(EngineError::NoDirectory));
    let left = store("directories-erased").await;
    let keys = left.list_keys(&directory.to_string()).await.unwrap();
    assert_eq!((keys.changes.len(), keys.snapshots.len()), (0, 0));
    assert_eq!(left.list_directories().await.unwrap().len(), 1);
    tab.open_directory(other.id).await;
}

#[wasm_bindgen_test]
async fn the_storage_is_summed_up() {
    let (tab, _) = Tab::with_directory("directories-storage").await;
    let summary = async || match tab.call(Request::Storage).await {
        Ok(Answer::Storage(summary)) => summary,
        other => panic!("{other:?}"),
    };
    let before = summary().await;
    tab.apply(new_group(1, "Neighbors")).await;
    let after = summary().await;
    assert!(after.document > before.document);
    assert!(after.changes > before.changes);
    assert!(after.quota.unwrap() > after.used.unwrap());
    assert_eq!(after.quarantined, 0);
}

//! How long things take with ten thousand groups. Told, not judged: how fast this machine is at the moment is
//! no property of the program. Run it with `--release`: an unoptimised program says nothing, and takes minutes.

use crate::{
    fixture::{Tab, group, id, new_group, rename, store, stored},
    imports::{ids, large},
};
use groundswell_directory::{Author, Directory};
use groundswell_engine_worker::Timings;
use groundswell_model::{
    Command, DeviceId, Group, Kind, Network, Part, Record, Timestamp,
    message::{Answer, ExportFormat, Packed, Request, Wrapping},
    projection::Section,
};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

async fn timed<T>(what: &str, work: impl Future<Output = T>) -> T {
    let from = js_sys::Date::now();
    let done = work.await;
    console_log!("10,000 groups: {what}: {} ms", js_sys::Date::now() - from);
    done
}

#[cfg_attr(debug_assertions, ignore)]
#[wasm_bindgen_test]
async fn ten_thousand_groups_are_edited_as_one_is() {
    let timings = Timings { projection_ms: 100, compaction_ms: 100, ..Timings::default() };
    let tab = Tab::with_timings("pace", timings).await;
    let directory = tab.create("Large Network").await.id;
    let bytes = large(10_000);
    let Ok(Answer::Table(table)) =
        timed("reading the spreadsheet", tab.call(Request::OpenTable { file: "large.csv".into(), bytes }))
            .await
    else {
        panic!()
    };
    let columns = Packed::of(&table.unpack().unwrap().guess);
    timed("comparing it", tab.call(Request::PreviewImport { columns, apart: Vec::new() })).await.unwrap();
    timed("writing and committing it", tab.call(Request::CommitImport { leave_out: Vec::new() }))
        .await
        .unwrap();
    assert_eq!(ids(&tab).len(), 10_000);
    timed("an edit right after it", tab.apply(new_group(1, "One more"))).await;
    let store = store("pace").await;
    let known = loop {
        let keys = store.list_keys(&directory.to_string()).await.unwrap();
        match stored(&store, directory).await {
            Some(stored) if stored.projections.first.groups.len() == 10_001 && !keys.snapshots.is_empty() => {
                break stored;
            }
            _ => gloo_timers::future::TimeoutFuture::new(20).await,
        }
    };
    drop(tab);

    let tab = Tab::open("pace").await;
    let painted = known.heads.clone();
    timed("opening", tab.call(Request::Open { directory, painted })).await.unwrap();
    timed("the first edit after a start", tab.apply(rename(1, "One more", "Renamed 0"))).await;
    let from = js_sys::Date::now();
    for number in 0..50 {
        tab.apply(rename(1, &format!("Renamed {number}"), &format!("Renamed {}", number + 1))).await;
    }
    console_log!("10,000 groups: each of 50 edits: {} ms", (js_sys::Date::now() - from) / 50.0);
    let from = js_sys::Date::now();
    let encoded = known.projections.encode(Section::First);
    console_log!(
        "10,000 groups: encoding the projection: {} ms for {} KB",
        js_sys::Date::now() - from,
        encoded.len() / 1024
    );
    timed("backing up", tab.call(Request::Export(ExportFormat::Backup(Wrapping::Zip)))).await.unwrap();
}

/// The longest step is what an edit may have to wait for that comes while the index is made.
#[cfg_attr(debug_assertions, ignore)]
#[wasm_bindgen_test]
async fn the_history_of_100_000_changes_is_there_at_once() {
    let author = Author { device: DeviceId([1; 8]), session: [1; 8] };
    let network = Network { name: "Large Network".to_owned(), ..Network::default() };
    let (mut directory, _) = Directory::create(id(200), &network, author, Timestamp(0)).unwrap();
    let groups: Vec<_> = (0..100).map(|number| group(number, "Neighbors")).collect();
    for group in &groups {
        let after = Box::new(Record::Group(group.clone()));
        directory.apply(&Command::Save { before: None, after }, Timestamp(0)).unwrap();
    }
    for number in 0..100_000 {
        let group = &groups[number % groups.len()];
        let Record::Group(before) = directory.read(Kind::Group, group.id).unwrap().record else { panic!() };
        let after = Group { meets: format!("On the {number}th"), ..before.clone() };
        let (before, after) = (Some(Box::new(Record::Group(before))), Box::new(Record::Group(after)));
        directory.apply(&Command::Save { before, after }, Timestamp(number as i64 * 60_000)).unwrap();
    }
    let saved = Part::ALL.map(|part| (part, directory.save(part)));
    drop(directory);
    let open = || Directory::open(id(200), author, &saved).unwrap().0;
    let history = |directory: &mut Directory, what: &str| {
        let from = js_sys::Date::now();
        directory.history(Kind::Group, id(1), None, 50).unwrap();
        console_log!("100,000 changes: {what}: {} ms", js_sys::Date::now() - from);
    };
    let mut unprepared = open();
    history(&mut unprepared, "a history, what it is found by made for it");
    history(&mut unprepared, "a history after it");
    drop(unprepared);
    let mut directory = open();
    for part in Part::ALL {
        let from = js_sys::Date::now();
        let making = directory.begin_history(part).unwrap();
        let (mut step, mut longest) = (js_sys::Date::now(), 0.0_f64);
        console_log!("100,000 changes: {part:?}: before the first step: {} ms", step - from);
        let pause = async || {
            let now = js_sys::Date::now();
            longest = longest.max(now - step);
            step = now;
            true
        };
        let made = making.finish(pause).await.unwrap();
        console_log!("  the longest step: {longest} ms; in all {} ms", js_sys::Date::now() - from);
        directory.take_history(made);
    }
    history(&mut directory, "the first history after it was made ready");
}

//! How long things take with ten thousand groups. Told, not judged: how fast this machine is at the moment is
//! no property of the program. Run it with `--release`: an unoptimised program says nothing, and takes minutes.

use crate::{
    fixture::{Tab, new_group, rename, store},
    imports::{ids, large},
};
use groundswell_engine_worker::Timings;
use groundswell_model::{
    Projection,
    message::{Answer, ExportFormat, Packed, Request, Wrapping},
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
    timed("comparing it", tab.call(Request::PreviewImport { columns })).await.unwrap();
    timed("writing and committing it", tab.call(Request::CommitImport { leave_out: Vec::new() }))
        .await
        .unwrap();
    assert_eq!(ids(&tab).len(), 10_000);
    timed("an edit right after it", tab.apply(new_group(1, "One more"))).await;
    let store = store("pace").await;
    let stored = loop {
        let keys = store.list_keys(&directory.to_string()).await.unwrap();
        let stored = store.read_projection(&directory.to_string()).await.unwrap();
        let stored = stored.and_then(|bytes| Projection::decode(&bytes).ok());
        match stored {
            Some(stored) if stored.groups.len() == 10_001 && !keys.snapshots.is_empty() => break stored,
            _ => gloo_timers::future::TimeoutFuture::new(20).await,
        }
    };
    drop(tab);

    let tab = Tab::open("pace").await;
    let painted = stored.heads.clone();
    timed("opening", tab.call(Request::Open { directory, painted })).await.unwrap();
    timed("the first edit after a start", tab.apply(rename(1, "One more", "Renamed 0"))).await;
    let from = js_sys::Date::now();
    for number in 0..50 {
        tab.apply(rename(1, &format!("Renamed {number}"), &format!("Renamed {}", number + 1))).await;
    }
    console_log!("10,000 groups: each of 50 edits: {} ms", (js_sys::Date::now() - from) / 50.0);
    let from = js_sys::Date::now();
    let encoded = stored.encode();
    console_log!(
        "10,000 groups: encoding the projection: {} ms for {} KB",
        js_sys::Date::now() - from,
        encoded.len() / 1024
    );
    timed("backing up", tab.call(Request::Export(ExportFormat::Backup(Wrapping::Zip)))).await.unwrap();
}

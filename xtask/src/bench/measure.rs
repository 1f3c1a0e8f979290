//! One page with one directory: filled once, opened again and again, measured each time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::Bench;
use super::browser::Session;
use super::figures::{CpuSpeed, Figures, Spread, Timings};
use super::page::{Edit, Page, Timing, Variant, recorded};

/// What people type, a key at a time: a town, an issue, a county, a word of a name.
const QUERIES: [&str; 4] = ["madison", "voting rights", "cook", "neighbors"];
/// Between two keys: a quick typist's.
const BETWEEN_KEYS: Duration = Duration::from_millis(80);
/// Starts after which all queries are typed: they are many keys already.
const SEARCHED_STARTS: usize = 2;
/// Edits after each start.
const EDITS: usize = 10;
/// A browser that was just opened is busy with itself for so long; a page is opened after that.
const SETTLED: Duration = Duration::from_secs(2);

/// Measures a page with a directory at every speed.
///
/// # Errors
/// Where the page does not do what it must.
pub(super) async fn measure<P: Page>(
    bench: &Bench,
    page: &mut P,
    variant: Variant,
) -> anyhow::Result<Figures> {
    let profile = tempfile::tempdir().context("a folder for the browser's profile")?;
    println!("{}, {}: filling", page.name(), variant.name());
    let session = bench.open(profile.path()).await?;
    page.fill(&session, variant).await.context("filling")?;
    // What the browser writes besides, such as its compiled code, is written a little later.
    tokio::time::sleep(Duration::from_secs(2)).await;
    session.close().await?;

    // The first start after filling compiles what later ones find compiled.
    visit(bench, page, profile.path(), CpuSpeed::Full, false).await.context("the first start")?;
    let mut cpu_speeds = BTreeMap::new();
    for cpu in bench.cpu_speeds() {
        println!("{}, {}: {} starts at {}", page.name(), variant.name(), bench.runs, cpu.name());
        let mut visits = Vec::new();
        for run in 1..=bench.runs {
            let search = bench.wants.search && variant == Variant::Fresh && run <= SEARCHED_STARTS;
            let visit = visit(bench, page, profile.path(), cpu, search).await;
            visits.push(visit.with_context(|| format!("start {run} at {}", cpu.name()))?);
        }
        cpu_speeds.insert(cpu, timings(&visits));
    }

    let session = bench.open(profile.path()).await?;
    session.go(&page.reopen().await?).await?;
    session.recorded(recorded::DOCUMENT_READY, 1).await?;
    let stored: BTreeMap<String, u64> = session.run_async(include_str!("probe/stored.js"), vec![]).await?;
    session.close().await?;
    let document: u64 =
        stored.iter().filter(|(store, _)| page.is_document(store)).map(|(_, size)| size).sum();
    ensure!(document > 0, "no saved document among {:?}", stored.keys().collect::<Vec<_>>());
    Ok(Figures { document, stored, cpu_speeds })
}

/// What one visit told, in milliseconds.
#[derive(Debug, Default)]
struct Visit {
    snapshot: Option<f64>,
    start: Option<f64>,
    ready: Option<f64>,
    keys: Vec<f64>,
    edits: Vec<Edit>,
}

async fn visit<P: Page>(
    bench: &Bench,
    page: &mut P,
    profile: &Path,
    cpu: CpuSpeed,
    search: bool,
) -> anyhow::Result<Visit> {
    let mut told = Visit::default();
    let session = bench.open(profile).await?;
    let address = page.reopen().await?;
    tokio::time::sleep(SETTLED).await;
    let slowed = bench.at(cpu)?;
    session.go(&address).await?;
    session.recorded(recorded::LIST_PAINTED, 1).await?;
    session.recorded(recorded::DOCUMENT_READY, 1).await?;
    let selectors = page.selectors();
    let rows: u64 = session
        .run("return document.querySelectorAll(arguments[0]).length;", vec![json!(selectors.rows)])
        .await?;
    ensure!(rows >= 10, "only {rows} rows are in the DOM");
    if bench.wants.start {
        told.snapshot = session.mark_if_any(recorded::SNAPSHOT_PAINTED).await?;
        told.start = Some(session.mark(recorded::LIST_PAINTED).await?);
        told.ready = Some(session.mark(recorded::DOCUMENT_READY).await?);
    }
    if search {
        for query in QUERIES {
            told.keys.extend(type_in(&session, selectors.search, query, cpu).await?);
        }
    }
    if bench.wants.edit {
        let timing = if cpu == CpuSpeed::Full { Timing::Rested } else { Timing::Exhausted };
        for row in 0..EDITS {
            // Saving what is there already would be no edit.
            let meets = format!("First Monday, {} pm, from {}", 1 + row, bench.serial.fetch_add(1, Relaxed));
            told.edits.push(page.edit(&session, row, &meets, timing).await.context("an edit")?);
        }
    }
    drop(slowed);
    session.close().await?;
    Ok(told)
}

/// Types a query and takes it back, and gives the time that each key took.
async fn type_in(session: &Session, selector: &str, query: &str, cpu: CpuSpeed) -> anyhow::Result<Vec<f64>> {
    let before = session.measures(recorded::SEARCH).await?.len();
    let keys = query.chars().count() * 2;
    match cpu {
        CpuSpeed::Full => {
            let field = session.element(selector).await?;
            let backspaces = std::iter::repeat_n('\u{e003}', query.chars().count());
            for key in query.chars().chain(backspaces) {
                field.send_keys(&key.to_string()).await.context("typing")?;
                tokio::time::sleep(BETWEEN_KEYS).await;
            }
        }
        CpuSpeed::Quarter => {
            let typed: Vec<String> =
                query.char_indices().map(|(end, key)| query[..end + key.len_utf8()].to_owned()).collect();
            let mut taken_back: Vec<String> = typed.iter().rev().skip(1).cloned().collect();
            taken_back.push(String::new());
            for text in typed.iter().chain(&taken_back) {
                let arguments = vec![json!(selector), json!(text), Timing::Exhausted.busy()];
                let _nothing: Value = session.run(include_str!("probe/type.js"), arguments).await?;
                tokio::time::sleep(BETWEEN_KEYS).await;
            }
        }
    }
    session.recorded(recorded::SEARCH, before + keys).await?;
    Ok(session.measures(recorded::SEARCH).await?.split_off(before))
}

fn timings(visits: &[Visit]) -> Timings {
    let edits =
        |number: fn(&Edit) -> f64| Spread::of(visits.iter().flat_map(|visit| visit.edits.iter().map(number)));
    Timings {
        snapshot: Spread::of(visits.iter().filter_map(|visit| visit.snapshot)),
        start: Spread::of(visits.iter().filter_map(|visit| visit.start)),
        document_ready: Spread::of(visits.iter().filter_map(|visit| visit.ready)),
        search: Spread::of(visits.iter().flat_map(|visit| visit.keys.iter().copied())),
        edit: edits(|edit| edit.taken),
        first_edit: Spread::of(visits.iter().filter_map(|visit| visit.edits.first().map(|edit| edit.taken))),
        edit_block: edits(|edit| edit.block),
    }
}

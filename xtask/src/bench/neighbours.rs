//! `cargo xtask bench neighbours`: two browsers and the relay. How long the first sync of a large directory takes and
//! what goes over the wire, and how soon an edit in one is in the other's page.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clap::Args;
use groundswell_relay::{Options as RelayOptions, Server, Service};
use serde::Serialize;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::app::{self, LONG};
use super::browser::{Driver, Session};
use super::figures::{Machine, Spread};
use super::{machine, spreadsheet};
use crate::dist::{self, Profile};

/// With what, and how often.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// End with one JSON object as the last line
    #[arg(long)]
    json: bool,
    /// Edits that are timed
    #[arg(long, default_value_t = 20)]
    edits: usize,
    /// The folder that holds us-groups-10k.csv
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Measure the app as it was built last
    #[arg(long)]
    as_is: bool,
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Report {
    machine: Machine,
    first_sync: FirstSync,
    /// From the press of the button in one browser to the words in the other's list, in milliseconds.
    edit: Spread,
}

#[derive(Debug, Serialize)]
struct FirstSync {
    /// The document as the first device keeps it, in bytes.
    document: u64,
    /// Chunks that the relay took from the first device, in bytes.
    taken: u64,
    /// What the relay handed to the second, in bytes.
    handed: u64,
    /// `handed` as a part of `document`.
    ratio: f64,
    /// From the press of "Look inside" until everything is there, in milliseconds.
    milliseconds: f64,
}

/// Measures, prints a table and tells whether the bytes are within the bar.
///
/// # Errors
/// Where something cannot be built, started or measured.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let spreadsheet = spreadsheet(&options.data)?;
    let folder =
        if options.as_is { dist::destination(Profile::Release) } else { dist::build(Profile::Release)? };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the bench")?;
    let report = runtime.block_on(measure(&folder, &spreadsheet, options.edits))?;
    let FirstSync { document, taken, handed, ratio, milliseconds } = &report.first_sync;
    println!("\nFirst sync of 10,000 groups, relay and both browsers on this machine");
    println!("  the document as it is stored      {document:>9} bytes");
    println!("  chunks from the first device      {taken:>9} bytes");
    println!(
        "  handed to the second              {handed:>9} bytes, {ratio:.2} of the document (bar {MOST_BYTES})"
    );
    println!("  from \"Look inside\" to everything  {milliseconds:>9.0} ms");
    let Spread { median, p95, min, max, count, .. } = &report.edit;
    println!(
        "An edit, from the press in one browser to the other's list ({count} edits; they are batched for 1.2 s)"
    );
    println!("  median {median:.0} ms, 95 of 100 within {p95:.0} ms ({min:.0} to {max:.0})");
    if options.json {
        println!("{}", serde_json::to_string(&report).context("writing the report")?);
    }
    Ok(*ratio <= MOST_BYTES)
}

/// The bar for what goes over the wire, in documents.
const MOST_BYTES: f64 = 1.15;

async fn measure(folder: &Path, spreadsheet: &Path, edits: usize) -> anyhow::Result<Report> {
    let data = tempfile::tempdir().context("a folder for the relay")?;
    let options = RelayOptions { data: Some(data.path().to_owned()), ..RelayOptions::default() };
    let service = Service::open(options).context("opening the relay's store")?;
    let server =
        groundswell_relay::serve(folder, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), &service).await?;
    let driver = Driver::start().await?;
    let profiles = (
        tempfile::tempdir().context("a folder for the first profile")?,
        tempfile::tempdir().context("a folder for the second profile")?,
    );
    let one = driver.open(profiles.0.path()).await?;
    let two = driver.open(profiles.1.path()).await?;
    let machine = machine::describe(one.version()?)?;
    let first_sync = first_sync(&server, spreadsheet, &one, &two).await?;
    let mut times = Vec::new();
    for number in 0..edits {
        times.push(edit(&one, &two, number).await.with_context(|| format!("edit {number}"))?);
    }
    one.close().await?;
    two.close().await?;
    server.stop().await;
    service.stop().await;
    Ok(Report { machine, first_sync, edit: Spread::of(times).context("no edit was timed")? })
}

async fn first_sync(
    server: &Server,
    spreadsheet: &Path,
    one: &Session,
    two: &Session,
) -> anyhow::Result<FirstSync> {
    println!("Importing the spreadsheet and sharing it");
    one.go(&format!("http://{}/", server.address())).await?;
    app::import(one, spreadsheet).await.context("importing the spreadsheet")?;
    one.element_within("ul.rows > li.row a", LONG).await?;
    one.click("a[href='/share']").await?;
    one.click(".page.share .buttons .button.primary:enabled").await?;
    one.click(".choices label.choice:first-of-type input").await?;
    let link: String = {
        one.element("textarea.link-field").await?;
        one.run("return document.querySelector('textarea.link-field').value;", vec![]).await?
    };
    one.element_within(".status[data-state=synced]", LONG).await.context("the first device's sync")?;
    one.click("a[href='/groups']").await?;
    let stored: BTreeMap<String, u64> = one.run_async(include_str!("probe/stored.js"), vec![]).await?;
    let document = stored.iter().filter(|(store, _)| app::is_document(store)).map(|(_, size)| size).sum();
    let before = metrics(server).await?;

    println!("Joining with the second browser");
    two.go(&link).await?;
    let arguments =
        vec![json!(".invitation .button.primary:enabled"), json!(".invitation .tally"), json!("10,000")];
    let milliseconds: f64 =
        two.run_async(include_str!("probe/joined.js"), arguments).await.context("looking inside")?;
    let after = metrics(server).await?;
    two.click_within(".invitation .button.primary:enabled", LONG).await?;
    two.element_within("ul.rows > li.row a", LONG).await?;
    let of = |metrics: &BTreeMap<String, u64>, name: &str| -> anyhow::Result<u64> {
        metrics.get(name).copied().with_context(|| format!("the relay does not count {name}"))
    };
    let handed = of(&after, "groundswell_bytes_handed_total")?
        .saturating_sub(of(&before, "groundswell_bytes_handed_total")?);
    ensure!(document > 0 && handed > 0, "nothing was handed on");
    #[expect(clippy::cast_precision_loss, reason = "documents are smaller than 2^52 bytes")]
    let ratio = handed as f64 / document as f64;
    Ok(FirstSync {
        document,
        taken: of(&before, "groundswell_chunk_bytes_taken_total")?,
        handed,
        ratio,
        milliseconds,
    })
}

/// Edits a group in one browser and waits for it in the other's list.
async fn edit(one: &Session, two: &Session, number: usize) -> anyhow::Result<f64> {
    let words = format!("Bench evening number {number}");
    one.click("ul.rows > li.row:nth-child(3) .row-name a").await?;
    one.click("main a[href^='/groups/'][href$='/edit']").await?;
    let field = one.element("#field-meets").await?;
    field.clear().await.context("clearing the field")?;
    field.send_keys(&words).await.context("typing")?;
    let seen = two.run_async::<f64>(include_str!("probe/seen.js"), vec![json!("ul.rows"), json!(words)]);
    let pressed = async {
        // The other browser listens by then.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let press = "const at = Date.now(); document.querySelector('form.form button[type=submit]').click(); return at;";
        one.run::<f64>(press, vec![]).await
    };
    let (seen, pressed) = tokio::join!(seen, pressed);
    one.gone("form.form").await?;
    Ok(seen? - pressed?)
}

/// What the relay counts, by name.
async fn metrics(server: &Server) -> anyhow::Result<BTreeMap<String, u64>> {
    const PATIENCE: Duration = Duration::from_secs(10);
    let begun = Instant::now();
    let mut connection = TcpStream::connect(server.address()).await.context("asking the relay")?;
    let ask = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address());
    connection.write_all(ask.as_bytes()).await.context("asking the relay")?;
    let mut answer = String::new();
    let rest = PATIENCE.saturating_sub(begun.elapsed());
    tokio::time::timeout(rest, connection.read_to_string(&mut answer))
        .await
        .context("the relay is silent")??;
    let counted = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.trim().parse().ok()?))
    };
    Ok(answer.lines().filter_map(counted).collect())
}

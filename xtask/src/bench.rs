//! Start, search and edit of the app in a real browser, beside the same directory in other document
//! libraries.

mod app;
mod browser;
mod calibrate;
mod figures;
mod hostile;
mod machine;
mod measure;
mod neighbours;
mod page;
mod peers;
mod relay;
mod report;
mod sim;
mod slow;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand, ValueEnum};

use app::App;
use browser::{Driver, Session};
use calibrate::{Calibration, FULL};
use figures::{CpuSpeed, Figures, PageFigures, Report, Speed};
use page::{Page, Variant};
use peers::Peer;
use slow::{Group, Quota, Slowed};

use crate::dist::{self, Profile, Stage};
use crate::workspace::root;

/// What to measure, and how.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    other: Option<Other>,
    /// Print one JSON object as the last line besides
    #[arg(long)]
    json: bool,
    /// Measure only this; may be given several times
    #[arg(long, value_enum)]
    only: Vec<Row>,
    /// Measure with the whole browser slowed to a quarter too
    #[arg(long)]
    slow: bool,
    /// Measure only this page: app, automerge, automerge-scalar, yjs or loro; may be given several times
    #[arg(long)]
    page: Vec<String>,
    /// Starts that are measured, of each page at each speed
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// The folder that holds us-groups-10k.csv
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Changes in the long history; 0 leaves it out
    #[arg(long, default_value_t = 100_000)]
    changes: u32,
    /// Measure the app as it was built last
    #[arg(long)]
    as_is: bool,
}

/// What else is measured than the app.
#[derive(Debug, Subcommand)]
enum Other {
    /// Measure the relay beside other sync servers, and kill it under load
    Relay(relay::Options),
    /// Do to the relay what no client should, beside clients that behave
    Hostile(hostile::Options),
    /// Let two browsers share a large directory and edit it
    Neighbours(neighbours::Options),
    /// Let replicas meet in simulated networks where everything goes wrong
    Sim(sim::Options),
}

/// A row of the bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Row {
    /// From navigation to a list that can be used
    Start,
    /// Each key of a search
    Search,
    /// Each edit until it is committed
    Edit,
}

/// What every measurement needs.
#[derive(Debug)]
struct Bench {
    // The driver before the group: the group's folder can go only when nothing runs in it.
    driver: Driver,
    slowdown: Option<Slowdown>,
    wants: Wants,
    runs: usize,
    /// Edits made so far, of whatever page.
    serial: AtomicUsize,
}

#[derive(Debug)]
struct Slowdown {
    group: Group,
    quota: Quota,
    speed: Speed,
}

#[derive(Debug, Clone, Copy)]
struct Wants {
    start: bool,
    search: bool,
    edit: bool,
}

/// Measures, prints a table and tells whether everything could be measured.
///
/// # Errors
/// Where nothing can be measured at all: no browser, no spreadsheet, an app that does not build.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    match &options.other {
        Some(Other::Relay(options)) => return relay::run(options),
        Some(Other::Hostile(options)) => return hostile::run(options),
        Some(Other::Neighbours(options)) => return neighbours::run(options),
        Some(Other::Sim(options)) => return sim::run(options),
        None => {}
    }
    let spreadsheet = spreadsheet(&options.data)?;
    ensure!(options.runs > 0, "--runs must be at least 1");
    let names: Vec<_> = std::iter::once(APP).chain(peers::NAMES).collect();
    for page in &options.page {
        ensure!(names.contains(&page.as_str()), "there is no page {page:?}, only {}", names.join(", "));
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the bench")?;
    let report = runtime.block_on(async {
        tokio::select! {
            report = measure_all(options, &spreadsheet) => report,
            // What is dropped on the way out ends the browser and lifts the slow-down.
            interrupted = tokio::signal::ctrl_c() => interrupted.map_err(anyhow::Error::from).and_then(|()| bail!("interrupted")),
        }
    })?;
    report::print(&report);
    if options.json {
        println!("{}", serde_json::to_string(&report).context("writing the report")?);
    }
    Ok(report.problems.is_empty())
}

const APP: &str = "app";

/// The spreadsheet of 10,000 groups in a folder.
fn spreadsheet(data: &Path) -> anyhow::Result<PathBuf> {
    let spreadsheet = root().join(data).join("us-groups-10k.csv");
    ensure!(
        spreadsheet.is_file(),
        "there is no {}: name the folder that holds it with --data",
        spreadsheet.display()
    );
    Ok(spreadsheet)
}

async fn measure_all(options: &Options, spreadsheet: &Path) -> anyhow::Result<Report> {
    let wanted = |name: &str| options.page.is_empty() || options.page.iter().any(|page| page == name);
    let history = options.changes > 0;
    let app = if wanted(APP) {
        let folder =
            if options.as_is { dist::destination(Profile::Release) } else { dist::build(Profile::Release)? };
        let backup = if history { Some(app::long_history(spreadsheet, options.changes)?) } else { None };
        Some(App::serve(folder, spreadsheet, backup).await?)
    } else {
        None
    };
    let peers = peers::NAMES.into_iter().filter(|name| wanted(name)).collect::<Vec<_>>();
    let built = if peers.is_empty() { None } else { Some(peers::build(spreadsheet, options.changes)?) };
    let mut problems = Vec::new();
    let (bench, machine) = Bench::set_up(options, &mut problems).await?;
    let mut pages = Vec::new();
    if let Some(mut app) = app {
        pages.push(bench.page(&mut app, history, &mut problems).await?);
    }
    if let Some(built) = built {
        for name in peers {
            let mut peer = Peer::serve(name, &built).await?;
            pages.push(bench.page(&mut peer, history, &mut problems).await?);
        }
    }
    let bars = report::bars(&pages);
    Ok(Report {
        machine,
        method: bench.method(options.changes),
        speeds: bench.speeds(),
        pages,
        bars,
        problems,
    })
}

impl Bench {
    async fn set_up(
        options: &Options,
        problems: &mut Vec<String>,
    ) -> anyhow::Result<(Self, figures::Machine)> {
        let only = |row| options.only.is_empty() || options.only.contains(&row);
        let wants = Wants { start: only(Row::Start), search: only(Row::Search), edit: only(Row::Edit) };
        let driver = Driver::start().await?;
        let profile = tempfile::tempdir().context("a folder for the browser's profile")?;
        let group = if options.slow {
            Group::create()
                .map_err(|error| problems.push(format!("the browser cannot be slowed: {error:#}")))
                .ok()
        } else {
            None
        };
        let session = open(&driver, group.as_ref(), profile.path()).await?;
        let machine = machine::describe(session.version()?)?;
        let mut slowdown = None;
        if let Some(group) = group {
            println!("Calibrating the slow speed");
            let slow = async { Calibration::measure(&session).await?.slow(&session, &group).await };
            match slow.await {
                Ok((quota, speed)) => slowdown = Some(Slowdown { group, quota, speed }),
                Err(error) => problems.push(format!("the browser cannot be slowed: {error:#}")),
            }
        }
        session.close().await?;
        Ok((Self { driver, slowdown, wants, runs: options.runs, serial: AtomicUsize::new(1) }, machine))
    }

    /// The speeds at which everything is measured.
    fn cpu_speeds(&self) -> impl Iterator<Item = CpuSpeed> {
        self.speeds().into_iter().map(|speed| speed.cpu)
    }

    fn speeds(&self) -> Vec<Speed> {
        std::iter::once(FULL).chain(self.slowdown.as_ref().map(|slowdown| slowdown.speed)).collect()
    }

    /// Starts a browser on a profile, in the group that can be slowed.
    async fn open(&self, profile: &Path) -> anyhow::Result<Session> {
        open(&self.driver, self.slowdown.as_ref().map(|slowdown| &slowdown.group), profile).await
    }

    /// Brings the browser to a speed, until the answer is dropped.
    fn at(&self, cpu: CpuSpeed) -> anyhow::Result<Option<Slowed<'_>>> {
        match (cpu, &self.slowdown) {
            (CpuSpeed::Quarter, Some(slowdown)) => slowdown.group.slow(slowdown.quota).map(Some),
            (CpuSpeed::Quarter, None) => bail!("the browser cannot be slowed"),
            (CpuSpeed::Full, _) => Ok(None),
        }
    }

    async fn page<P: Page>(
        &self,
        page: &mut P,
        history: bool,
        problems: &mut Vec<String>,
    ) -> anyhow::Result<PageFigures> {
        let mut attempt = async |variant: Variant| -> Option<Figures> {
            let figures = measure::measure(self, page, variant).await;
            let problem = |error| format!("{}, {}: {error:#}", page.name(), variant.name());
            figures.map_err(|error| problems.push(problem(error))).ok()
        };
        let fresh = attempt(Variant::Fresh).await;
        let history = if history { attempt(Variant::History).await } else { None };
        Ok(PageFigures { name: page.name().to_owned(), download: download(page)?, fresh, history })
    }

    fn method(&self, changes: u32) -> Vec<String> {
        let mut method = vec![
            format!(
                "Each page is filled once with 10,000 groups in a fresh profile, opened once unmeasured, then {} \
                 times at each speed in a new browser process. The figures are the median (least to most).",
                self.runs
            ),
            "Start: from navigation, in a browser that has been open for two seconds, to the first rows painted and \
             ready to be used; the app's server is stopped, the peers' is on this machine. Sorted by name on every \
             page."
                .to_owned(),
            "Search: from each input event to the DOM updated, keys typed and taken back one by one. Peers filter \
             with `includes` over one lower-case text a row, made after the start."
                .to_owned(),
            "Edit: one field, from the call to IndexedDB's commit with strict durability; peers append the update \
             to the snapshot. Blocked: the longest gap on the page's own thread, probed every 4 ms."
                .to_owned(),
            format!("Long history: {changes} more changes of one field each. Downloads are Brotli 11."),
        ];
        method.push(match &self.slowdown {
            Some(Slowdown { group, quota, speed }) => format!(
                "Slow: the browser and all it starts, Workers too, share {} us of processor time in \
                 {} us ({}). Steady work then takes {:.2} times as long on the page's thread, {:.2} in a Worker, \
                 2 ms of work after a rest {:.2}; so the page is kept busy until a key or an edit is measured. \
                 Threads that work at the same time share the quota.",
                quota.time,
                quota.period,
                group.lever(),
                speed.page_factor,
                speed.worker_factor,
                speed.after_rest_factor
            ),
            None => "Full speed only: --slow measures with the browser slowed to a quarter too.".to_owned(),
        });
        method
    }
}

/// A browser is born into its driver's group; the driver itself is no part of what is slowed.
async fn open(driver: &Driver, group: Option<&Group>, profile: &Path) -> anyhow::Result<Session> {
    if let Some(group) = group {
        group.adopt(driver.process())?;
    }
    let session = driver.open(profile).await?;
    if let Some(group) = group {
        group.release(driver.process())?;
    }
    Ok(session)
}

/// What a page downloads, in bytes of Brotli 11.
fn download<P: Page>(page: &P) -> anyhow::Result<usize> {
    let stage = Stage::take(page.folder().to_path_buf())?;
    let mut sum = 0;
    for file in stage.paths()?.into_iter().filter(|file| page.is_downloaded(file)) {
        let content = stage.read(&file)?;
        sum += dist::brotli(&content)?.len().min(content.len());
    }
    Ok(sum)
}

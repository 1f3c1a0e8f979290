//! What a visit downloads, and whether that is within the budget.

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;

use crate::dist::{self, Profile, Stage};

/// HTML, style sheet, scripts and WebAssembly that paint the first list, in bytes of Brotli 11.
const FIRST_VISIT_BUDGET: usize = 200_000;
/// Everything that the app keeps on the device from its first visit, and the service worker, in bytes of Brotli 11.
const PRECACHED_BUDGET: usize = 1_400_000;

/// What comes when a workbook is chosen, in bytes of Brotli 11: the library, and the character sets of old .xls files.
const WORKBOOKS_BUDGET: usize = 290_000;

/// What the first visit and everything may weigh in the tests: nothing may get heavier until it is in budget.
/// Another order of functions, as another machine may give, is some hundreds of bytes more or less.
const HELD: [usize; 2] = [205_500, 1_607_000];

/// How to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Measure what was built last, as it is
    #[arg(long)]
    as_is: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    files: Vec<File>,
    first_visit: Total,
    precached: Total,
    /// What reads workbooks: fetched when somebody chooses one, and kept from then on.
    workbooks: Total,
}

#[derive(Debug, Serialize)]
struct File {
    path: String,
    /// Whether the first list cannot be painted without it.
    first_visit: bool,
    /// Whether it is fetched when it is first needed.
    extra: bool,
    #[serde(flatten)]
    size: Size,
}

/// Bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

#[derive(Debug, Serialize)]
struct Total {
    #[serde(flatten)]
    size: Size,
    /// The most that `brotli` may be.
    budget: usize,
    within: bool,
}

/// Builds the app unless told not to, prints what it weighs, and tells whether that is in budget.
///
/// # Errors
/// Where it does not build or its files cannot be read.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let folder =
        if options.as_is { dist::destination(Profile::Release) } else { dist::build(Profile::Release)? };
    let report = measure(&Stage::take(folder)?)?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report).context("writing the sizes")?);
    } else {
        print(&report);
    }
    Ok(report.first_visit.within && report.precached.within && report.workbooks.within)
}

/// Prints what was built last weighs, and tells whether it is in budget or, where it is not yet, no heavier
/// than the line held.
///
/// # Errors
/// Where its files cannot be read.
pub(crate) fn hold() -> anyhow::Result<bool> {
    let report = measure(&Stage::take(dist::destination(Profile::Release))?)?;
    print(&report);
    let totals = [&report.first_visit, &report.precached];
    let held = totals.iter().zip(HELD).all(|(total, held)| total.within || total.size.brotli <= held);
    Ok(held && report.workbooks.within)
}

fn measure(stage: &Stage) -> anyhow::Result<Report> {
    let mut files = Vec::new();
    for path in stage.paths()? {
        let extra = dist::is_extra(&path);
        if dist::is_precached(&path) || extra || path == "sw.js" {
            let content = stage.read(&path)?;
            let raw = content.len();
            // Where compressing gains nothing the file is sent as it is.
            let size = Size {
                raw,
                gzip: dist::gzip(&content)?.len().min(raw),
                brotli: dist::brotli(&content)?.len().min(raw),
            };
            files.push(File { first_visit: !extra && is_first_visit(&path), extra, path, size });
        }
    }
    let first_visit = total(files.iter().filter(|file| file.first_visit), FIRST_VISIT_BUDGET);
    let precached = total(files.iter().filter(|file| !file.extra), PRECACHED_BUDGET);
    let workbooks = total(files.iter().filter(|file| file.extra), WORKBOOKS_BUDGET);
    Ok(Report { files, first_visit, precached, workbooks })
}

/// The page, its first style sheet, and scripts and modules at the top that are neither the engine's, nor pages that
/// are fetched later, nor the service worker.
fn is_first_visit(path: &str) -> bool {
    let program = [".html", ".css", ".js", ".wasm"].iter().any(|ending| path.ends_with(ending));
    program && path != "sw.js" && !path.starts_with("engine-worker") && !dist::is_later(path)
}

fn total<'a>(files: impl Iterator<Item = &'a File>, budget: usize) -> Total {
    let size = files.fold(Size::default(), |sum, file| Size {
        raw: sum.raw + file.size.raw,
        gzip: sum.gzip + file.size.gzip,
        brotli: sum.brotli + file.size.brotli,
    });
    Total { size, budget, within: size.brotli <= budget }
}

fn print(report: &Report) {
    println!(
        "{:<52} {:>10} {:>10} {:>10}",
        "file (* first visit, + when needed), bytes", "raw", "gzip", "brotli 11"
    );
    let mut files: Vec<_> = report.files.iter().collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.size.brotli));
    for File { path, first_visit, extra, size } in files {
        let mark = match (first_visit, extra) {
            (true, _) => '*',
            (false, true) => '+',
            (false, false) => ' ',
        };
        println!("{mark} {path:<50} {:>10} {:>10} {:>10}", size.raw, size.gzip, size.brotli);
    }
    for (name, total) in [
        ("first visit", &report.first_visit),
        ("everything kept on the device", &report.precached),
        ("kept too once a workbook was chosen", &report.workbooks),
    ] {
        let Total { size, budget, within } = total;
        let word = if *within { "within" } else { "OVER" };
        println!(
            "{name:<52} {:>10} {:>10} {:>10}  {word} the budget of {} KB",
            size.raw,
            size.gzip,
            size.brotli,
            budget / 1000
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_and_pictures_are_not_needed_for_the_first_list() {
        for path in ["index.html", "main-0123.css", "boot.js", "start-0123.js", "groundswell-0123_bg.wasm"] {
            assert!(is_first_visit(path), "{path}");
        }
        for path in [
            "sw.js",
            "engine-worker-0123_bg.wasm",
            "engine-worker-0123_loader.js",
            "icons.svg",
            "icons/a.png",
            "pages-0123.css",
        ] {
            assert!(!is_first_visit(path), "{path}");
        }
    }

    #[test]
    fn a_byte_over_the_budget_is_over() {
        let file = |brotli| File {
            path: String::new(),
            first_visit: true,
            extra: false,
            size: Size { brotli, ..Size::default() },
        };
        assert!(total([file(60), file(40)].iter(), 100).within);
        assert!(!total([file(60), file(41)].iter(), 100).within);
    }
}

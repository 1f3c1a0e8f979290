//! The figures as a table, and the bars held against them.

use super::APP;
use super::figures::{Bar, CpuSpeed, Figures, PageFigures, Report, Spread, Timings};

/// Prints everything that a person wants to read.
pub(super) fn print(report: &Report) {
    let machine = &report.machine;
    println!();
    println!(
        "{} x {}, {} MiB, Linux {}, {}; load before: {:.2}",
        machine.cores,
        machine.processor,
        machine.memory_mib,
        machine.kernel,
        machine.browser,
        machine.load_before
    );
    for line in &report.method {
        println!("- {line}");
    }
    for speed in &report.speeds {
        for (name, take) in ROWS {
            print_row(&report.pages, speed.cpu, name, *take);
        }
    }
    print_sizes(&report.pages);
    if !report.bars.is_empty() {
        println!("\n{:<92} {:>34}", "bar", "found");
        for Bar { asked, found, holds } in &report.bars {
            println!("{} {asked:<86} {found:>34}", if *holds { "ok  " } else { "MISS" });
        }
    }
    for problem in &report.problems {
        println!("\nNot measured: {problem}");
    }
}

type Take = fn(&Timings) -> Option<Spread>;

const ROWS: &[(&str, Take)] = &[
    ("start: list as last seen, ms", |timings| timings.snapshot),
    ("start: list painted, ms", |timings| timings.start),
    ("start: document ready, ms", |timings| timings.document_ready),
    ("search: a key, ms", |timings| timings.search),
    ("edit: committed, ms", |timings| timings.edit),
    ("edit: the first after a start, ms", |timings| timings.first_edit),
    ("edit: page's thread blocked, ms", |timings| timings.edit_block),
];

fn print_row(pages: &[PageFigures], cpu: CpuSpeed, name: &str, take: Take) {
    let found = |figures: &Option<Figures>| take(figures.as_ref()?.cpu_speeds.get(&cpu)?);
    let rows: Vec<_> = pages
        .iter()
        .flat_map(|page| [(page, "", found(&page.fresh)), (page, ", long history", found(&page.history))])
        .filter_map(|(page, directory, spread)| Some((format!("{}{directory}", page.name), spread?)))
        .collect();
    if rows.is_empty() {
        return;
    }
    println!(
        "\n{:<42} {:>9} {:>9} {:>9} {:>9} {:>9}  n",
        format!("{name} at {}", cpu.name()),
        "median",
        "mean",
        "p95",
        "least",
        "most"
    );
    for (page, spread) in rows {
        let Spread { median, mean, p95, min, max, count } = spread;
        println!("  {page:<40} {median:>9.1} {mean:>9.1} {p95:>9.1} {min:>9.1} {max:>9.1}  {count}");
    }
}

fn print_sizes(pages: &[PageFigures]) {
    println!(
        "\n{:<42} {:>12} {:>14} {:>20}",
        "sizes, bytes", "download", "saved document", "with a long history"
    );
    for page in pages {
        let saved = |figures: &Option<Figures>| {
            figures.as_ref().map_or_else(|| "-".to_owned(), |figures| figures.document.to_string())
        };
        println!(
            "  {:<40} {:>12} {:>14} {:>20}",
            page.name,
            page.download,
            saved(&page.fresh),
            saved(&page.history)
        );
    }
}

/// The bars of the design, held against the app; none where the app was not measured.
pub(super) fn bars(pages: &[PageFigures]) -> Vec<Bar> {
    let Some(app) = pages.iter().find(|page| page.name == APP) else { return Vec::new() };
    let peers: Vec<_> = pages.iter().filter(|page| page.name != APP).collect();
    let mut bars = Vec::new();
    for (cpu, aim) in [(CpuSpeed::Full, 300.0), (CpuSpeed::Quarter, 1_000.0)] {
        bars.extend(start_bars(app, &peers, cpu, aim));
        bars.extend(search_bars(app, &peers, cpu));
    }
    bars.extend(edit_bars(app));
    bars
}

fn timings(page: &PageFigures, cpu: CpuSpeed) -> Option<&Timings> {
    page.fresh.as_ref()?.cpu_speeds.get(&cpu)
}

/// The peer that takes least.
fn best<'a>(
    peers: &[&'a PageFigures],
    cpu: CpuSpeed,
    take: Take,
    number: fn(&Spread) -> f64,
) -> Option<(&'a str, f64)> {
    peers
        .iter()
        .filter_map(|peer| Some((peer.name.as_str(), number(&take(timings(peer, cpu)?)?))))
        .min_by(|(_, one), (_, other)| one.total_cmp(other))
}

fn start_bars(app: &PageFigures, peers: &[&PageFigures], cpu: CpuSpeed, aim: f64) -> Vec<Bar> {
    let start: Take = |timings| timings.start;
    let Some(own) = timings(app, cpu).and_then(start) else { return Vec::new() };
    let mut bars = Vec::new();
    let at = cpu.name();
    if let Some((peer, least)) = best(peers, cpu, start, |spread| spread.median) {
        bars.push(Bar {
            asked: format!("start at {at}: at most 1/5 of the best peer ({peer}, {least:.0} ms)"),
            found: format!("{:.0} ms, 1/{:.1}", own.median, least / own.median),
            holds: own.median <= least / 5.0,
        });
    }
    bars.push(Bar {
        asked: format!("start at {at}: aim at {aim} ms"),
        found: format!("{:.0} ms", own.median),
        holds: own.median <= aim,
    });
    let long = app.history.as_ref().and_then(|figures| start(figures.cpu_speeds.get(&cpu)?));
    if let Some(long) = long {
        bars.push(Bar {
            asked: format!("start at {at}: unchanged by a long history (median within the spread or 10 %)"),
            found: format!("{:.0} against {:.0} ms", long.median, own.median),
            holds: long.median <= own.max.max(own.median * 1.1),
        });
    }
    bars
}

fn search_bars(app: &PageFigures, peers: &[&PageFigures], cpu: CpuSpeed) -> Vec<Bar> {
    let search: Take = |timings| timings.search;
    let Some(own) = timings(app, cpu).and_then(search) else { return Vec::new() };
    match cpu {
        CpuSpeed::Full => vec![Bar {
            asked: "search at 1x: at most 8 ms a key, 19 keys of 20".to_owned(),
            found: format!("{:.1} ms, median {:.1}", own.p95, own.median),
            holds: own.p95 <= 8.0,
        }],
        // On average: a quota makes some short work no slower and some much slower.
        CpuSpeed::Quarter => best(peers, cpu, search, |spread| spread.mean)
            .map(|(peer, least)| Bar {
                asked: format!(
                    "search at 4x slower: no slower than the best peer ({peer}, {least:.1} ms), on average"
                ),
                found: format!("{:.1} ms", own.mean),
                holds: own.mean <= least,
            })
            .into_iter()
            .collect(),
    }
}

fn edit_bars(app: &PageFigures) -> Vec<Bar> {
    let Some(timings) = timings(app, CpuSpeed::Full) else { return Vec::new() };
    let bar = |asked: &str, spread: Option<Spread>, most: f64, number: fn(&Spread) -> f64| {
        let found = number(&spread?);
        Some(Bar { asked: asked.to_owned(), found: format!("{found:.1} ms"), holds: found <= most })
    };
    [
        bar("an edit at 1x: committed within 10 ms (median)", timings.edit, 10.0, |spread| spread.median),
        bar("the first edit after a start: within 10 ms (median)", timings.first_edit, 10.0, |spread| {
            spread.median
        }),
        bar("an edit blocks the page's thread for at most 50 ms, ever", timings.edit_block, 50.0, |spread| {
            spread.max
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

//! What the bench finds, as it is printed and written as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

/// Several measurements of one thing, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Spread {
    /// As many below as above.
    pub(super) median: f64,
    /// The average, which a few slow ones raise.
    pub(super) mean: f64,
    /// Nineteen of twenty are at most this.
    pub(super) p95: f64,
    /// The least.
    pub(super) min: f64,
    /// The most.
    pub(super) max: f64,
    /// How many there are.
    pub(super) count: usize,
}

impl Spread {
    /// The spread of some measurements; nothing of none.
    pub(super) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let count = values.len();
        let (min, max) = (*values.first()?, *values.last()?);
        let middle = *values.get(count / 2)?;
        let below = if count.is_multiple_of(2) { *values.get(count / 2 - 1)? } else { middle };
        // Nearest rank: the smallest value that at least 95 in 100 do not exceed.
        let p95 = *values.get((count * 95).div_ceil(100) - 1)?;
        let mean = values.iter().sum::<f64>() / f64::from(u32::try_from(count).ok()?);
        Some(Self { median: f64::midpoint(below, middle), mean, p95, min, max, count })
    }
}

/// All that one run of the bench found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Where it ran.
    pub(super) machine: Machine,
    /// How it measured, in words.
    pub(super) method: Vec<String>,
    /// The speeds at which the browser ran.
    pub(super) speeds: Vec<Speed>,
    /// Each page and what was measured of it.
    pub(super) pages: Vec<PageFigures>,
    /// The bars, and whether the app clears them.
    pub(super) bars: Vec<Bar>,
    /// What could not be measured, and why.
    pub(super) problems: Vec<String>,
}

/// The machine and the browser.
#[derive(Debug, Serialize)]
pub(super) struct Machine {
    /// The processor's own name.
    pub(super) processor: String,
    /// Processors that this program may use.
    pub(super) cores: usize,
    /// Memory in MiB.
    pub(super) memory_mib: u64,
    /// The system's kernel.
    pub(super) kernel: String,
    /// The browser with its version.
    pub(super) browser: String,
    /// Programs that wanted a processor in the minute before, on average: much above 0 means that
    /// others were at work and the figures are too high.
    pub(super) load_before: f64,
}

/// A speed at which the whole browser ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CpuSpeed {
    /// As fast as the machine is.
    Full,
    /// One thread's work takes four times as long.
    Quarter,
}

impl CpuSpeed {
    /// As the table calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Full => "1x",
            Self::Quarter => "4x slower",
        }
    }
}

/// A speed with what it did to fixed amounts of work, as times of what they take at full speed.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Speed {
    /// Which.
    pub(super) cpu: CpuSpeed,
    /// Steady work of the page's own thread.
    pub(super) page_factor: f64,
    /// Steady work of a Worker.
    pub(super) worker_factor: f64,
    /// 2 ms of work of the page's own thread after a rest of 60 ms, on average: less than steady
    /// work where the slow-down lets an idle browser catch up.
    pub(super) after_rest_factor: f64,
}

/// What was measured of one page.
#[derive(Debug, Serialize)]
pub(super) struct PageFigures {
    /// The page's name.
    pub(super) name: String,
    /// What it downloads on a first visit, Brotli 11, in bytes.
    pub(super) download: usize,
    /// With the directory as it was read from the spreadsheet.
    pub(super) fresh: Option<Figures>,
    /// With a long history besides.
    pub(super) history: Option<Figures>,
}

/// One page with one directory.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// The saved documents, in bytes: what the page would have to read or send.
    pub(super) document: u64,
    /// Everything kept in the browser's database in the end, by database and store, in bytes.
    pub(super) stored: BTreeMap<String, u64>,
    /// At each speed.
    pub(super) cpu_speeds: BTreeMap<CpuSpeed, Timings>,
}

/// One page with one directory at one speed, in milliseconds.
#[derive(Debug, Default, Serialize)]
pub(super) struct Timings {
    /// From navigation to the list as it was last seen, before the page's program is there.
    pub(super) snapshot: Option<Spread>,
    /// From navigation to the first rows in the DOM, ready to be used.
    pub(super) start: Option<Spread>,
    /// From navigation to a document that can be edited.
    pub(super) document_ready: Option<Spread>,
    /// From an input event to the DOM updated, each key.
    pub(super) search: Option<Spread>,
    /// From the call to the strict commit, every edit.
    pub(super) edit: Option<Spread>,
    /// The first edit after each start.
    pub(super) first_edit: Option<Spread>,
    /// The longest time in which the page's own thread was blocked, each edit; below 5 ms it is
    /// the probe's own period.
    pub(super) edit_block: Option<Spread>,
}

/// A bar, and what was measured against it.
#[derive(Debug, Serialize)]
pub(super) struct Bar {
    /// What is asked.
    pub(super) asked: String,
    /// What was found.
    pub(super) found: String,
    /// Whether it is cleared.
    pub(super) holds: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_of_an_even_number_has_its_median_between_the_two_in_the_middle() {
        let spread = Spread::of([4.0, 1.0, 3.0, 2.0]).unwrap();
        let expected = Spread { median: 2.5, mean: 2.5, p95: 4.0, min: 1.0, max: 4.0, count: 4 };
        assert_eq!(spread, expected);
    }

    #[test]
    fn one_in_twenty_may_be_above_the_95th_percentile() {
        let spread = Spread::of((1..=20).map(f64::from)).unwrap();
        assert_eq!((spread.p95, spread.max), (19.0, 20.0));
        assert_eq!(Spread::of([7.0]).unwrap().p95, 7.0);
        assert_eq!(Spread::of([]), None);
    }
}

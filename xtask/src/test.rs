//! Every check and test, one after the other, and their sum.

mod count;
mod relay;
mod steps;

use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use groundswell_webdriver::Browser;

use crate::dist::{self, Profile};
use crate::workspace::packages;
use crate::{setup, size};
use count::Count;

/// What to run.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only what needs no browser: lint, tidy and the packages that run anywhere
    #[arg(long)]
    quick: bool,
    /// Only the tests of this package that run in a browser page of their own
    #[arg(long, value_name = "NAME", conflicts_with = "quick")]
    page: Option<String>,
    /// Run the journeys in this browser only: chromium, firefox or webkit
    #[arg(long, value_name = "NAME")]
    browser: Option<Browser>,
}

/// Runs the steps, each whatever became of those before it, and tells whether all went well. The
/// last line printed is `N passed, N failed`.
///
/// # Errors
/// Where setting up fails, so that nothing can be run.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    if options.quick {
        setup::checking()?;
    } else {
        setup::building()?;
        setup::testing()?;
    }
    let packages = packages()?;
    let mut sum = Sum::default();
    if let Some(only) = &options.page {
        let package = packages.iter().find(|package| package.name == *only);
        let package = package.with_context(|| format!("there is no package {only}"))?;
        sum.step(&format!("{only} in Chromium"), || steps::in_browser(package));
        return Ok(sum.print());
    }
    sum.step("lint", steps::lint);
    sum.step("tidy", steps::tidy);
    sum.step("packages off the browser", || steps::off_browser(&packages));
    sum.step("scripts and colours", steps::scripts);
    if !options.quick {
        for package in packages.iter().filter(|package| package.names("wasm-bindgen-test")) {
            sum.step(&format!("{} in Chromium", package.name), || steps::in_browser(package));
        }
        let built = sum.step("dist", || dist::build(Profile::Release).map(|_| Count::PASSED));
        if built {
            sum.step("size", || size::hold().map(Count::of_one));
            for browser in Browser::ALL {
                if options.browser.is_none_or(|only| only == browser) {
                    sum.step(&format!("journeys in {}", browser.name()), || steps::journeys(browser));
                }
            }
        }
    }
    Ok(sum.print())
}

#[derive(Default)]
struct Sum {
    lines: Vec<String>,
    count: Count,
}

impl Sum {
    /// Runs a step, prints what became of it and tells whether it went well.
    fn step(&mut self, name: &str, run: impl FnOnce() -> anyhow::Result<Count>) -> bool {
        println!("\n=== {name}");
        let start = Instant::now();
        let count = run().unwrap_or_else(|error| {
            println!("{error:#}");
            Count::FAILED
        });
        self.count = self.count + count;
        let Count { passed, failed } = count;
        let line = format!(
            "{name:<40} {passed:>5} passed {failed:>3} failed {:>7.1} s",
            start.elapsed().as_secs_f64()
        );
        println!("--- {line}");
        self.lines.push(line);
        failed == 0
    }

    fn print(&self) -> bool {
        println!();
        for line in &self.lines {
            println!("{line}");
        }
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
        self.count.failed == 0
    }
}

//! The steps that [`super::run`] takes.

use std::fs;
use std::process::Command;

use anyhow::Context as _;
use groundswell_webdriver::Browser;

use super::count::Count;
use super::relay::Relay;
use crate::process::overhear;
use crate::workspace::{Package, command, find, root};
use crate::{lint as linting, tidy as tidying};

/// Formatter and clippy.
pub(crate) fn lint() -> anyhow::Result<Count> {
    linting::run().map(|()| Count::PASSED)
}

/// The rules of the house, one by one.
pub(crate) fn tidy() -> anyhow::Result<Count> {
    let findings = tidying::check()?;
    tidying::print(&findings);
    Ok(findings
        .iter()
        .fold(Count::default(), |sum, finding| sum + Count::of_one(finding.breaches.is_empty())))
}

/// Unit, property and integration tests of all that runs without a browser, and the examples in
/// their documentation, which nextest leaves out.
pub(crate) fn off_browser(packages: &[Package]) -> anyhow::Result<Count> {
    let host: Vec<_> =
        packages.iter().filter(|package| !package.is_for_browser() && !package.is_journeys()).collect();
    let mut tests = nextest();
    // What they decide without a browser is tested without one.
    tests.args(["--package", "groundswell-engine-worker", "--package", "groundswell-workbook"]);
    let mut examples = command("cargo");
    examples.args(["test", "--quiet", "--doc"]);
    for package in host {
        tests.args(["--package", &package.name]);
        if package.folder().join("src").join("lib.rs").is_file() {
            examples.args(["--package", &package.name]);
        }
    }
    Ok(counted(&mut tests)? + counted(&mut examples)?)
}

/// The hand-written scripts of the page and the contrast of its colours, outside a browser.
pub(crate) fn scripts() -> anyhow::Result<Count> {
    let scripts = counted(command("node").args(["--test", "--test-reporter=tap", "xtask/node/tests/"]))?;
    Ok(scripts + counted(command("node").arg("style/check.mjs"))?)
}

/// A package's tests in headless Chromium, where IndexedDB and workers are real, and so is the relay.
pub(crate) fn in_browser(package: &Package) -> anyhow::Result<Count> {
    let driver = find("chromedriver").context("chromedriver is missing")?;
    let target = "wasm32-unknown-unknown";
    let relay = Relay::start()?;
    counted(
        command("cargo")
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_ADDRESS", relay.page.to_string())
            .env("GROUNDSWELL_TEST_RELAY", &relay.address)
            // Seconds; the default of 20 is too few where everything compiles beside it.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
            .args(["test", "--package", &package.name, "--target", target, "--tests"]),
    )
}

/// The journeys in one browser, over the built app: all of them in Chromium; in the others those in which engines
/// differ, which their nextest profiles choose.
pub(crate) fn journeys(browser: Browser) -> anyhow::Result<Count> {
    let restarts = root().join("target").join("journeys").join("restarts.txt");
    if restarts.exists() {
        fs::remove_file(&restarts).with_context(|| restarts.display().to_string())?;
    }
    let profile = match browser {
        Browser::Chromium => "default",
        Browser::Firefox | Browser::Webkit => browser.name(),
    };
    let count = counted(
        command("cargo")
            .args(["nextest", "run", "--no-fail-fast", "--no-tests", "fail", "--status-level", "slow"])
            .args(["--package", "journeys", "--profile", profile])
            .env("GROUNDSWELL_BROWSER", browser.name())
            .env("GROUNDSWELL_APP", root().join("dist")),
    )?;
    if restarts.exists() {
        let notes = fs::read_to_string(&restarts).with_context(|| restarts.display().to_string())?;
        println!("Drivers that had to be started twice:");
        notes.lines().for_each(|note| println!("  {note}"));
    }
    Ok(count)
}

fn nextest() -> Command {
    let mut nextest = command("cargo");
    nextest.args(["nextest", "run", "--no-fail-fast", "--no-tests", "pass", "--status-level", "slow"]);
    nextest
}

fn counted(command: &mut Command) -> anyhow::Result<Count> {
    let (succeeded, output) = overhear(command)?;
    Ok(Count::read(succeeded, &output))
}

//! Style sheets and scripts as few and small as they can be.

use std::fs;

use anyhow::Context as _;

use super::Profile;
use super::stage::Stage;
use crate::process;
use crate::workspace::{command, root, workshop};

/// What a worker's program is started by; the build adds one for each to the scripts that Trunk brings.
const LOADER: &str = include_str!("loader.js");
/// The program that it names.
const LOADED: &str = "engine-worker";

/// What every page but the first list needs; `register.js` fetches it.
pub(super) const PAGES: &str = "pages.css";

/// Makes one style sheet each of `style/main.css`, where Trunk expects it, and `style/pages.css`, with those that
/// they import.
///
/// # Errors
/// Where one is missing or not CSS.
pub(crate) fn style_sheets(profile: Profile) -> anyhow::Result<()> {
    let mut esbuild = command("esbuild");
    esbuild.args(["style/main.css", "style/pages.css", "--bundle", "--log-level=warning"]);
    // What is in public/ has an address from the top and is copied as it is.
    for entry in fs::read_dir(root().join("public")).context("reading public/")? {
        let entry = entry.context("reading public/")?;
        let folder = if entry.path().is_dir() { "/*" } else { "" };
        esbuild.arg(format!("--external:/{}{folder}", entry.file_name().to_string_lossy()));
    }
    if profile == Profile::Release {
        esbuild.arg("--minify");
    }
    process::run(esbuild.arg(format!("--outdir={}", workshop().display())))
}

/// Puts the sheet for the pages into the site, where Trunk has put the first one.
///
/// # Errors
/// Where it was not made.
pub(crate) fn sheet_of_pages(stage: &Stage) -> anyhow::Result<()> {
    let sheet = workshop().join(PAGES);
    stage.write(PAGES, fs::read(&sheet).with_context(|| format!("reading {}", sheet.display()))?)
}

/// Adds the loaders of the workers, and for a release makes every script small, other than the service
/// worker: that one takes a list in, and is not in the way of a first visit.
///
/// # Errors
/// Where one is not JavaScript.
pub(crate) fn scripts(stage: &Stage, profile: Profile) -> anyhow::Result<()> {
    for program in [LOADED, super::WORKBOOK] {
        stage.write(&format!("{program}_loader.js"), LOADER.replace(LOADED, program))?;
    }
    if profile == Profile::Dev {
        return Ok(());
    }
    for path in stage.paths()? {
        if !path.ends_with(".js") || path == super::precache::WORKER {
            continue;
        }
        let mut esbuild = command("esbuild");
        esbuild.args(["--minify", "--legal-comments=none", "--log-level=warning"]);
        // Names at the top of a module are its own; at the top of a classic script they are the page's.
        if is_module(&stage.text(&path)?) {
            esbuild.arg("--format=esm");
        }
        let small = process::output(esbuild.arg(stage.folder().join(&path)))
            .with_context(|| format!("making {path} small"))?;
        stage.write(&path, small)?;
    }
    Ok(())
}

fn is_module(script: &str) -> bool {
    script.lines().any(|line| line.starts_with("export ") || line.starts_with("import "))
}

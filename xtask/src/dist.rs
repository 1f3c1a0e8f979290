//! The app as it is deployed. Trunk builds the WebAssembly programs; what follows makes of its
//! output a site that a strict policy lets run and that works without a network.

mod compress;
mod esbuild;
mod names;
mod page;
mod precache;
mod split;
mod stage;
mod start_page;
mod trunk;
mod verify;

pub(crate) use compress::{brotli, gzip};
pub(crate) use precache::{is_extra, is_precached};
pub(crate) use stage::Stage;

use std::fs::{self, File, TryLockError};
use std::path::PathBuf;

use anyhow::Context as _;

use crate::setup;
use crate::workspace::{root, workshop};

/// The program that reads workbooks: fetched when somebody chooses one, and kept from then on.
const WORKBOOK: &str = "workbook";

/// How the app is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small and fast, with stored encodings; takes minutes.
    Release,
    /// As it comes, to look at a change soon.
    Dev,
}

/// Builds the app and tells the folder: `dist/`, or for [`Profile::Dev`] one below `target/`. The
/// folder changes in one step at the end, so that it is never seen half built. The same sources
/// give the same bytes.
///
/// # Errors
/// Where a tool is missing, something does not compile, or the result is not what it should be.
pub(crate) fn build(profile: Profile) -> anyhow::Result<PathBuf> {
    setup::building()?;
    let _alone = workshop_to_ourselves()?;
    esbuild::style_sheets(profile)?;
    let stage = Stage::take(trunk::build(profile)?)?;
    esbuild::sheet_of_pages(&stage)?;
    if profile == Profile::Release {
        split::app(&stage)?;
    }
    esbuild::scripts(&stage, profile)?;
    names::carry_hashes(&stage)?;
    page::finish(&stage)?;
    precache::list(&stage)?;
    if profile == Profile::Release {
        println!("Compressing");
        compress::all(&stage)?;
    }
    verify::all(&stage, profile)?;
    stage.finish(&destination(profile))
}

/// Whether a file of the finished site is one that the first list does without: a bundle of the program or its
/// style sheet.
pub(crate) fn is_later(path: &str) -> bool {
    [split::PAGES, esbuild::PAGES].into_iter().any(|name| names::is_of(name, path))
}

/// Whether a file of the finished site is of the program that reads workbooks.
fn is_of_workbook(path: &str) -> bool {
    path.strip_prefix(WORKBOOK).is_some_and(|rest| rest.starts_with(['-', '_', '.']))
}

/// The folder that [`build`] makes.
pub(crate) fn destination(profile: Profile) -> PathBuf {
    match profile {
        Profile::Release => root().join("dist"),
        Profile::Dev => workshop().join("dev"),
    }
}

/// Waits for another build in this checkout to end, and keeps further ones waiting until dropped.
fn workshop_to_ourselves() -> anyhow::Result<File> {
    fs::create_dir_all(workshop()).with_context(|| format!("creating {}", workshop().display()))?;
    let lock = File::create(workshop().join("lock")).context("opening the lock of target/site")?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("Waiting for another build of the app to end");
            lock.lock().context("waiting for another build")?;
        }
        Err(TryLockError::Error(error)) => return Err(error).context("locking target/site"),
    }
    Ok(lock)
}

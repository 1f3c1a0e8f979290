//! What was on the page when a step failed.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use fantoccini::Client;

use crate::page;
use crate::patience::SOON;

/// Keeps a picture and the words of the page, and tells where.
///
/// # Errors
/// Where they can not be had: the browser may be what failed.
pub(crate) async fn keep(client: &Client, name: &str, why: &str) -> anyhow::Result<PathBuf> {
    let folder = folder()?;
    let picture = folder.join(format!("{name}.png"));
    let address = client.current_url().await?;
    let words: String = page::run(client, "return document.body.innerText;", vec![]).await?;
    let markup = client.source().await?;
    fs::write(folder.join(format!("{name}.txt")), format!("{why}\n\n{address}\n\n{words}\n"))?;
    fs::write(folder.join(format!("{name}.html")), markup)?;
    // Last: WebKitGTK's driver may never answer that, nor anything after it.
    let taken = tokio::time::timeout(SOON, client.screenshot()).await;
    let taken = taken.with_context(|| format!("no picture beside {name}.txt and .html"))?;
    fs::write(&picture, taken.context("taking a screenshot")?)?;
    Ok(picture)
}

/// Notes that a driver had to be started twice, where `cargo xtask test` finds and prints it.
///
/// # Errors
/// Where it can not be written.
pub(crate) fn note_restart(why: &str) -> anyhow::Result<()> {
    println!("{why}");
    let mut notes = OpenOptions::new().create(true).append(true).open(folder()?.join("restarts.txt"))?;
    // In one piece: others may write at the same time.
    notes.write_all(format!("{}: {}\n", test_name(), why.replace('\n', " ")).as_bytes())?;
    Ok(())
}

fn folder() -> anyhow::Result<PathBuf> {
    let folder = crate::checkout()?.join("target").join("journeys");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The name of the running test's program and the test itself, as a file's name.
pub(crate) fn test_name() -> String {
    let program = std::env::current_exe().ok();
    let program =
        program.as_deref().and_then(|path| path.file_stem()).map(|name| name.to_string_lossy().into_owned());
    // cargo appends a hash: "import-0123456789abcdef".
    let story = program.as_deref().and_then(|name| name.rsplit_once('-')).map_or("story", |(story, _)| story);
    let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
    format!("{story}-{test}")
}

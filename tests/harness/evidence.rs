//! What was on the page when a step failed.

use std::fs;
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
    let folder = crate::checkout()?.join("target").join("journeys");
    fs::create_dir_all(&folder)?;
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

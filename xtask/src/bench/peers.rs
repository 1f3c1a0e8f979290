//! The same directory in plain pages over other document libraries, from the folder `bench/`.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use groundswell_relay::Server;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::browser::Session;
use super::page::{Edit, Page, Selectors, Timing, Variant, recorded};
use crate::process;
use crate::workspace::{command, find, root};

/// The libraries, as `bench/build.mjs` names them.
pub(super) const NAMES: [&str; 4] = ["automerge", "automerge-scalar", "yjs", "loro"];

/// Builds every peer's folder, unless the same has been built before, and tells where they are.
///
/// # Errors
/// Where there is no Node.js, or the packages cannot be installed or built.
pub(super) fn build(spreadsheet: &Path, changes: u32) -> anyhow::Result<PathBuf> {
    let sources = root().join("bench");
    let mut hash = Sha256::new();
    let walk = WalkDir::new(&sources).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.file_name() != "node_modules") {
        let entry = entry.context("reading bench/")?;
        if entry.file_type().is_file() {
            hash.update(fs::read(entry.path()).with_context(|| entry.path().display().to_string())?);
        }
    }
    hash.update(fs::read(spreadsheet).with_context(|| spreadsheet.display().to_string())?);
    hash.update(changes.to_le_bytes());
    let mut name = hex::encode(hash.finalize());
    name.truncate(16);
    let folder = root().join("target").join("bench").join(name);
    let finished = folder.join("finished");
    if finished.is_file() {
        return Ok(folder);
    }
    ensure!(
        find("node").is_some() && find("npm").is_some(),
        "the peers are npm packages: install Node.js 20 or later, or leave them out with --page app"
    );
    println!("Installing and building the peers; their long histories take minutes");
    process::run(
        command("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&sources),
    )?;
    process::run(
        command("node")
            .arg("build.mjs")
            .args([spreadsheet, &folder])
            .arg(changes.to_string())
            .current_dir(&sources),
    )?;
    fs::write(&finished, "").with_context(|| format!("writing {}", finished.display()))?;
    Ok(folder)
}

/// A peer's page, served by the same server as the app.
#[derive(Debug)]
pub(super) struct Peer {
    name: &'static str,
    folder: PathBuf,
    server: Server,
}

impl Peer {
    /// Serves a peer from the folder that [`build`] made.
    ///
    /// # Errors
    /// Where it is not there.
    pub(super) async fn serve(name: &'static str, built: &Path) -> anyhow::Result<Self> {
        let folder = built.join(name);
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = groundswell_relay::start(&folder, anywhere).await?;
        Ok(Self { name, folder, server })
    }

    fn address(&self) -> String {
        format!("http://{}/", self.server.address())
    }
}

impl Page for Peer {
    fn name(&self) -> &str {
        self.name
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn is_downloaded(&self, file: &str) -> bool {
        !file.ends_with(".bin")
    }

    async fn fill(&mut self, session: &Session, variant: Variant) -> anyhow::Result<()> {
        let file = match variant {
            Variant::Fresh => "base.bin",
            Variant::History => "history.bin",
        };
        session.go(&format!("{}#fill={file}", self.address())).await?;
        session.recorded(recorded::LIST_PAINTED, 1).await
    }

    async fn reopen(&mut self) -> anyhow::Result<String> {
        Ok(self.address())
    }

    fn selectors(&self) -> Selectors {
        Selectors { rows: "ul > li", search: "input[type=search]" }
    }

    async fn edit(&self, session: &Session, row: usize, meets: &str, timing: Timing) -> anyhow::Result<Edit> {
        let before = session.measures(recorded::EDIT).await?.len();
        let arguments = vec![json!(row), json!("meets"), json!(meets), timing.busy()];
        let block = session.run_async(include_str!("probe/edit.js"), arguments).await?;
        let taken = session.measures(recorded::EDIT).await?;
        Ok(Edit { taken: *taken.get(before).context("the page did not measure the edit")?, block })
    }

    fn is_document(&self, _store: &str) -> bool {
        true
    }
}

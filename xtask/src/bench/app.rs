//! The app itself, as it is deployed: filled and edited through its own pages, opened with its server
//! stopped.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use groundswell_relay::Server;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::browser::Session;
use super::page::{Edit, Page, Selectors, Timing, Variant, recorded};
use crate::workspace::{command, root};
use crate::{dist, process};

/// The app in one folder.
#[derive(Debug)]
pub(super) struct App {
    folder: PathBuf,
    spreadsheet: PathBuf,
    backup: Option<PathBuf>,
    address: SocketAddr,
    server: Option<Server>,
}

/// How long an import or a restore of 10,000 groups may take.
pub(super) const LONG: Duration = Duration::from_secs(300);

impl App {
    /// The app that was built into `folder`.
    ///
    /// # Errors
    /// Where it is not there, or this machine has no port for it.
    pub(super) async fn serve(
        folder: PathBuf,
        spreadsheet: &Path,
        backup: Option<PathBuf>,
    ) -> anyhow::Result<Self> {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = groundswell_relay::start(&folder, anywhere).await?;
        let address = server.address();
        Ok(Self { folder, spreadsheet: spreadsheet.to_owned(), backup, address, server: Some(server) })
    }

    /// Restores the backup with the long history, as a person does it.
    async fn restore(&self, session: &Session) -> anyhow::Result<()> {
        let backup = self.backup.as_ref().context("no backup with a long history was made")?;
        session.click("button.card:has(use[href$='#restore'])").await?;
        session.choose_file("#backup-file", backup).await?;
        session.click_within("dialog[open]:has(#backup-found) .button.primary:enabled", LONG).await
    }
}

impl Page for App {
    fn name(&self) -> &str {
        super::APP
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn is_downloaded(&self, file: &str) -> bool {
        dist::is_precached(file) || file == "sw.js"
    }

    async fn fill(&mut self, session: &Session, variant: Variant) -> anyhow::Result<()> {
        if self.server.is_none() {
            self.server = Some(groundswell_relay::start(&self.folder, self.address).await?);
        }
        session.go(&format!("http://{}/", self.address)).await?;
        match variant {
            Variant::Fresh => {
                import(session, &self.spreadsheet).await.context("importing the spreadsheet")?
            }
            Variant::History => self.restore(session).await.context("restoring the backup")?,
        }
        session.element_within(self.selectors().rows, LONG).await.context("the list of groups")?;
        session.element_within("html[data-offline=ready]", LONG).await.context("the service worker")?;
        Ok(())
    }

    async fn reopen(&mut self) -> anyhow::Result<String> {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
        Ok(format!("http://{}/groups", self.address))
    }

    fn selectors(&self) -> Selectors {
        Selectors { rows: "ul.rows > li.row a", search: "#search" }
    }

    async fn edit(&self, session: &Session, row: usize, meets: &str, timing: Timing) -> anyhow::Result<Edit> {
        session.click(&format!("ul.rows > li.row:nth-child({}) .row-name a", row + 1)).await?;
        session.click("main a[href^='/groups/'][href$='/edit']").await?;
        let field = session.element("#field-meets").await?;
        field.clear().await.context("clearing the field")?;
        field.send_keys(meets).await.context("typing")?;
        let before = session.measures(recorded::EDIT).await?.len();
        let arguments = vec![json!("form.form button[type=submit]"), json!(recorded::EDIT), timing.busy()];
        let block = session.run_async(include_str!("probe/press.js"), arguments).await?;
        let taken = session.measures(recorded::EDIT).await?;
        ensure!(taken.len() == before + 1, "the app measured {} edits, not one", taken.len() - before);
        // The form is gone before the next edit begins.
        session.gone("form.form").await?;
        Ok(Edit { taken: *taken.get(before).context("the edit's measure")?, block })
    }

    fn is_document(&self, store: &str) -> bool {
        is_document(store)
    }
}

/// Whether a store of the app's database holds a part of the document itself.
pub(super) fn is_document(store: &str) -> bool {
    store.ends_with("/changes") || store.ends_with("/snapshots")
}

/// Gives the new directory a name and imports the spreadsheet, as a person does it.
pub(super) async fn import(session: &Session, spreadsheet: &Path) -> anyhow::Result<()> {
    session.click("button.card:has(use[href$='#import'])").await?;
    session.element("#network-name").await?.send_keys("Ten Thousand Groups").await?;
    session.click("dialog[open] button[type=submit]").await?;
    session.choose_file("#import-file", spreadsheet).await?;
    session.click_within("form:has(table.mapping) button[type=submit]", LONG).await?;
    session.click_within("main:has(ol.preview) .actions button.primary:enabled", LONG).await?;
    session.click_within("main:has(.tally):not(:has(ol.preview)) a.button.primary", LONG).await
}

/// A backup of the spreadsheet's directory after so many changes, made by the app's own crates,
/// unless the same was made before.
///
/// # Errors
/// Where it cannot be made.
pub(super) fn long_history(spreadsheet: &Path, changes: u32) -> anyhow::Result<PathBuf> {
    println!("Making the app's long history; this takes minutes unless nothing has changed since");
    // Without the fat link-time optimisation that the programs for the browser are built with.
    let settings = ["inherits=\"release\"", "lto=false", "codegen-units=16", "opt-level=2"];
    let mut build = command("cargo");
    build.args([
        "build",
        "--package",
        "groundswell-testkit",
        "--example",
        "long_history",
        "--profile",
        "history",
    ]);
    build.args(
        settings.iter().flat_map(|setting| ["--config".to_owned(), format!("profile.history.{setting}")]),
    );
    process::run(&mut build)?;
    let program = root().join("target").join("history").join("examples").join("long_history");
    let mut hash = Sha256::new();
    for file in [&program, spreadsheet] {
        hash.update(fs::read(file).with_context(|| file.display().to_string())?);
    }
    hash.update(changes.to_le_bytes());
    let mut name = hex::encode(hash.finalize());
    name.truncate(16);
    let folder = root().join("target").join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let backup = folder.join(format!("{name}.zip"));
    if !backup.is_file() {
        let unfinished = folder.join(format!("{name}.unfinished"));
        let mut make = command(&program.display().to_string());
        make.arg(spreadsheet).arg(changes.to_string()).arg(&unfinished);
        process::run(&mut make)?;
        fs::rename(&unfinished, &backup).with_context(|| format!("naming {}", backup.display()))?;
    }
    Ok(backup)
}

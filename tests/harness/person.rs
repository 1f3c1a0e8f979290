//! The person: what they do and what they see.

mod doing;
mod seeing;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use fantoccini::Client;
use serde_json::Value;

use crate::driver::{Folders, Running};
use crate::patience::until;
use crate::{Browser, Server, devtools, evidence, page};

/// A person with a browser, and the server they reach or not.
#[derive(Debug)]
pub struct Person {
    /// Which browser it is.
    pub browser: Browser,
    /// The server that the app comes from.
    pub server: Server,
    driver: Option<Running>,
    folders: Folders,
}

impl Person {
    /// Starts the server and the browser.
    pub(crate) async fn arrive(browser: Browser, app: PathBuf) -> anyhow::Result<Self> {
        let server = Server::start_new(app).await?;
        let folders = Folders::new()?;
        let driver = Some(Running::start(browser, &folders).await?);
        Ok(Self { browser, server, driver, folders })
    }

    /// Somebody else with a device of their own: another profile, and another address of the same app.
    ///
    /// # Errors
    /// Where it does not start.
    pub async fn neighbour(&self) -> anyhow::Result<Self> {
        Self::arrive(self.browser, self.server.app().to_path_buf()).await
    }

    /// Somebody else with a device of their own, who opens the app at the same address.
    ///
    /// # Errors
    /// Where the browser does not start.
    pub async fn next_door(&self) -> anyhow::Result<Self> {
        let folders = Folders::new()?;
        let driver = Some(Running::start(self.browser, &folders).await?);
        Ok(Self { browser: self.browser, server: self.server.of_somebody_else(), driver, folders })
    }

    /// Closes the browser and the server for good.
    pub async fn leaves(self) {
        self.leave().await;
    }

    pub(crate) async fn leave(mut self) {
        if let Some(driver) = self.driver.take() {
            driver.close().await;
        }
        self.server.stop().await;
    }

    pub(crate) async fn keep_evidence(&self, error: &anyhow::Error) -> String {
        let name = format!("{}-{}", evidence::test_name(), self.browser.name());
        let Some(driver) = &self.driver else { return "the browser was closed".to_owned() };
        match evidence::keep(&driver.client, &name, &format!("{error:#}")).await {
            Ok(picture) => format!("what was on the page is in {}, .txt and .html", picture.display()),
            Err(error) => format!("not all of the page could be kept ({error:#}); {}", driver.said()),
        }
    }

    /// The session, for what has no word of its own here.
    ///
    /// # Errors
    /// Where the browser is closed.
    pub fn client(&self) -> anyhow::Result<&Client> {
        self.driver.as_ref().map(|driver| &driver.client).context("the browser is closed")
    }

    pub(crate) fn downloads(&self) -> PathBuf {
        self.folders.downloads()
    }

    pub(crate) fn profile(&self) -> PathBuf {
        self.folders.profile()
    }

    /// A folder for whatever the story writes; it is gone afterwards.
    pub fn scratch(&self) -> &Path {
        self.folders.scratch()
    }

    /// Asks the browser's development tools (Chromium only).
    ///
    /// # Errors
    /// Where the browser is another, or refuses.
    pub async fn devtools(&self, command: &str, parameters: Value) -> anyhow::Result<Value> {
        devtools::devtools(self.client()?, command, parameters).await.with_context(|| command.to_owned())
    }

    /// Takes the browser's log of that name: "browser" is the console, "performance" the network
    /// (Chromium only).
    ///
    /// # Errors
    /// Where the browser is another.
    pub async fn takes_log(&self, name: &str) -> anyhow::Result<Vec<Value>> {
        devtools::log(self.client()?, name).await
    }
}

/// Marks the page that is about to be left.
const LEAVE: &str = "window.isLeft = true;";

/// Whether another page than the marked one has come.
const CAME: &str =
    "return !window.isLeft && document.readyState !== 'loading' && location.href !== 'about:blank';";

/// Coming and going.
impl Person {
    /// Opens an address of the app, as one types it into the address bar.
    ///
    /// # Errors
    /// Where it can not be opened.
    pub async fn opens(&self, path: &str) -> anyhow::Result<()> {
        let address = format!("{}{path}", self.server.origin());
        let client = self.client()?;
        client.execute(LEAVE, vec![]).await.context("leaving the page before")?;
        client.goto(&address).await.with_context(|| format!("opening {address}"))?;
        self.waits_until_page(&format!("for {address}"), CAME).await
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// Where it can not be loaded.
    pub async fn reloads(&self) -> anyhow::Result<()> {
        // As the page's own reload, which is the person's: a driver's may go past the service worker.
        let client = self.client()?;
        client
            .execute(&format!("{LEAVE} location.reload();"), vec![])
            .await
            .context("loading the page again")?;
        self.waits_until_page("for the page to be loaded again", CAME).await
    }

    /// Goes back to the page before.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn goes_back(&self) -> anyhow::Result<()> {
        self.client()?.back().await.context("going back")
    }

    /// The address after the origin.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn address(&self) -> anyhow::Result<String> {
        let address = self.client()?.current_url().await?;
        let rest = address.as_str().strip_prefix(&self.server.origin()).map(str::to_owned);
        rest.with_context(|| format!("{address} is not the app"))
    }

    /// Waits until the address after the origin is one of which that holds.
    ///
    /// # Errors
    /// Where it does not become such.
    pub async fn arrives_at(&self, what: &str, is_it: impl Fn(&str) -> bool) -> anyhow::Result<String> {
        until(&format!("to arrive at {what}"), || async {
            let address = self.address().await?;
            ensure!(is_it(&address), "the address is {address}");
            Ok(address)
        })
        .await
    }

    /// Closes the browser.
    ///
    /// # Errors
    /// Where it is closed already.
    pub async fn closes_browser(&mut self) -> anyhow::Result<()> {
        self.driver.take().context("the browser is closed already")?.close().await;
        Ok(())
    }

    /// The browser ends in the midst of whatever it does, unprepared.
    ///
    /// # Errors
    /// Where it is closed already.
    pub fn loses_browser(&mut self) -> anyhow::Result<()> {
        self.driver.take().context("the browser is closed already")?.crash();
        Ok(())
    }

    /// Opens the browser again, with what it kept.
    ///
    /// # Errors
    /// Where it does not start.
    pub async fn opens_browser(&mut self) -> anyhow::Result<()> {
        ensure!(self.driver.is_none(), "the browser is open already");
        self.driver = Some(Running::start(self.browser, &self.folders).await?);
        Ok(())
    }

    /// Waits until the app is kept on this device, so that it opens without a network.
    ///
    /// # Errors
    /// Where it is not.
    pub async fn has_the_app_offline(&self) -> anyhow::Result<()> {
        let script = "return [document.documentElement.dataset.offline ?? '', Boolean(navigator.serviceWorker?.controller)];";
        until("for the app to be kept on the device", || async {
            let (offline, controlled): (String, bool) = page::run(self.client()?, script, vec![]).await?;
            ensure!(
                offline == "ready" && controlled,
                "data-offline is {offline:?}, controlled: {controlled}"
            );
            Ok(())
        })
        .await
    }
}

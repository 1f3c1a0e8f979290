//! A browser under a driver of its own, and the folders that it lives in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use fantoccini::Client;
use groundswell_webdriver::{Browser, Driver, Limits, Place};

use crate::evidence;

/// How long a driver may take for one command. A page that is busy for longer is asked again by whoever waits for it.
const LIMITS: Limits = Limits {
    session: Duration::from_secs(30),
    page: Duration::from_secs(50),
    other: Duration::from_secs(20),
};

/// How long a browser may take to close: it is ended anyway.
const CLOSES: Duration = Duration::from_secs(10);

/// A browser with its driver. Dropping it ends both.
#[derive(Debug)]
pub(crate) struct Running {
    /// The session.
    pub(crate) client: Client,
    driver: Driver,
}

/// The folders that a person's browsers live in, all removed at the end.
#[derive(Debug)]
pub(crate) struct Folders {
    top: tempfile::TempDir,
}

impl Folders {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let folders = Self { top: tempfile::Builder::new().prefix("groundswell-journey-").tempdir()? };
        for folder in [folders.profile(), folders.downloads(), folders.home(), folders.runtime()] {
            fs::create_dir(&folder)?;
        }
        // Where WebKitGTK puts downloads (xdg-user-dirs).
        let config = folders.home().join(".config");
        fs::create_dir(&config)?;
        let named = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", folders.downloads().display());
        fs::write(config.join("user-dirs.dirs"), named)?;
        Ok(folders)
    }

    pub(crate) fn profile(&self) -> PathBuf {
        self.top.path().join("profile")
    }

    pub(crate) fn downloads(&self) -> PathBuf {
        self.top.path().join("downloads")
    }

    /// A folder for whatever a story writes.
    pub(crate) fn scratch(&self) -> &Path {
        self.top.path()
    }

    fn home(&self) -> PathBuf {
        self.top.path().join("home")
    }

    fn runtime(&self) -> PathBuf {
        self.top.path().join("runtime")
    }
}

impl Running {
    /// Starts a driver and a browser with that profile. A driver that does not bring a browser up is started once
    /// more, which is noted: it is no fault of the app, but whoever looks after the machine wants to know.
    ///
    /// # Errors
    /// Where neither try succeeds; the message holds what the driver said.
    pub(crate) async fn start(browser: Browser, folders: &Folders) -> anyhow::Result<Self> {
        match Self::try_start(browser, folders).await {
            Ok(running) => Ok(running),
            Err(error) => {
                evidence::note_restart(&format!("{} was started again: {error:#}", browser.name()))?;
                Self::try_start(browser, folders).await.context("the second try")
            }
        }
    }

    async fn try_start(browser: Browser, folders: &Folders) -> anyhow::Result<Self> {
        let log = folders.scratch().join("driver.log");
        let (home, runtime) = (folders.home(), folders.runtime());
        let driver = Driver::start(browser, Place { home: &home, runtime: &runtime, log: &log }).await?;
        let wanted = browser.capabilities(&folders.profile(), &folders.downloads());
        let client = driver.open(wanted, LIMITS).await?;
        Ok(Self { client, driver })
    }

    /// What the driver has said.
    pub(crate) fn said(&self) -> String {
        self.driver.said()
    }

    /// Closes the browser as a person does.
    pub(crate) async fn close(self) {
        // It is ended anyway when this is dropped.
        let _closed = tokio::time::timeout(CLOSES, self.client.clone().close()).await;
    }

    /// Ends the browser in the midst of whatever it does.
    pub(crate) fn crash(self) {
        self.driver.kill_browsers();
    }
}

//! A running driver with its browser.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;

use crate::Browser;
use crate::patience::PATIENCE;
use crate::ports;
use crate::process::Program;

/// A browser under a driver of its own. Dropping it ends both, and the display if there is one.
#[derive(Debug)]
pub(crate) struct Driver {
    /// The session.
    pub(crate) client: Client,
    // Ended in this order.
    program: Program,
    _display: Option<Display>,
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

impl Driver {
    /// Starts a driver and a browser with that profile.
    ///
    /// # Errors
    /// Where either does not start; the message holds what the driver said.
    pub(crate) async fn start(browser: Browser, folders: &Folders) -> anyhow::Result<Self> {
        let display = (browser == Browser::Webkit).then(Display::start).transpose()?;
        let address = ports::free()?;
        let mut command = Command::new(browser.driver());
        command.arg(format!("--port={}", address.port()));
        match browser {
            Browser::Chromium => {
                command.arg("--log-level=WARNING");
            }
            Browser::Firefox => {
                // Its remote agent must not meet another's at the same port.
                command.args(["--host=127.0.0.1", "--log=warn"]);
                command.arg(format!("--websocket-port={}", ports::free()?.port() + 1));
            }
            Browser::Webkit => {
                command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
                command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
                command.env("NO_AT_BRIDGE", "1").env("GTK_A11Y", "none").env("LANG", "en_US.UTF-8");
                command.env("XDG_RUNTIME_DIR", folders.runtime());
            }
        }
        if let Some(display) = &display {
            command.env("DISPLAY", &display.name);
        }
        // Firefox and WebKitGTK keep caches beside the profile; none is left behind.
        command.env("HOME", folders.home()).env_remove("XDG_CONFIG_HOME");
        let mut program = Program::start(&mut command, &folders.scratch().join("driver.log"))?;
        let from = Instant::now();
        while let Err(error) = TcpStream::connect(address) {
            ensure!(program.runs()?, "{} ended: {}", browser.driver(), program.said());
            ensure!(from.elapsed() < PATIENCE, "{} does not answer: {error}", browser.driver());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let Value::Object(wanted) = browser.capabilities(&folders.profile(), &folders.downloads()) else {
            bail!("capabilities are an object")
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let driver = format!("http://{address}");
        let client = tokio::time::timeout(PATIENCE, builder.connect(&driver))
            .await
            .context("the browser does not start")
            .and_then(|connected| Ok(connected?))
            .with_context(|| format!("starting {}: {}", browser.name(), program.said()))?;
        let timeouts = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), None);
        client.update_timeouts(timeouts).await?;
        Ok(Self { client, program, _display: display })
    }

    /// What the driver has said.
    pub(crate) fn said(&self) -> String {
        self.program.said()
    }

    /// Closes the browser as a person does.
    pub(crate) async fn close(self) {
        // It is ended anyway when this is dropped.
        let _closed = tokio::time::timeout(Duration::from_secs(20), self.client.clone().close()).await;
    }

    /// Ends the browser in the midst of whatever it does.
    pub(crate) fn crash(self) {
        self.program.kill_children();
    }
}

/// A screen that nobody looks at.
#[derive(Debug)]
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn start() -> anyhow::Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1300x1000x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Xvfb: `cargo xtask test` installs it")?;
        let output = server.stdout.take();
        let mut display = Self { server, name: String::new() };
        let mut number = String::new();
        BufReader::new(output.context("Xvfb's output")?).read_line(&mut number)?;
        ensure!(!number.trim().is_empty(), "Xvfb ended without naming its display");
        display.name = format!(":{}", number.trim());
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let ended = self.server.kill().and_then(|()| self.server.wait());
        if let Err(error) = ended {
            println!("Xvfb (process {}) may still run: {error}", self.server.id());
        }
    }
}

//! A running driver.

use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};
use serde_json::Value;

use crate::Browser;
use crate::connection::Connector;
use crate::display::Display;
use crate::limits::Limits;
use crate::ports;
use crate::process::Program;

/// A driver program. Dropping it ends it, every browser that it started, and the display if there is one.
#[derive(Debug)]
pub struct Driver {
    browser: Browser,
    address: SocketAddr,
    // Ended in this order.
    program: Program,
    _display: Option<Display>,
}

/// Folders that a driver and its browsers write to.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// What they take for the user's home: Firefox and WebKitGTK keep caches there.
    pub home: &'a Path,
    /// Sockets of WebKitGTK.
    pub runtime: &'a Path,
    /// What the driver says is written to this file.
    pub log: &'a Path,
}

/// How long a driver may take until it listens.
const LISTENS: Duration = Duration::from_secs(20);

impl Driver {
    /// Starts the driver of that browser at a free port of this machine.
    ///
    /// # Errors
    /// Where it does not start; the message holds what it said.
    pub async fn start(browser: Browser, place: Place<'_>) -> anyhow::Result<Self> {
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
                command.env("XDG_RUNTIME_DIR", place.runtime);
            }
        }
        if let Some(display) = &display {
            command.env("DISPLAY", &display.name);
        }
        command.env("HOME", place.home).env_remove("XDG_CONFIG_HOME");
        let mut program = Program::start(&mut command, place.log)?;
        let from = Instant::now();
        while let Err(error) = TcpStream::connect(address) {
            ensure!(program.runs()?, "{} ended: {}", browser.driver(), program.said());
            ensure!(from.elapsed() < LISTENS, "{} does not listen: {error}", browser.driver());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(Self { browser, address, program, _display: display })
    }

    /// Starts a browser with those capabilities, and limits how long each of its commands may take.
    ///
    /// # Errors
    /// Where it does not start; the message holds what the driver said.
    pub async fn open(&self, capabilities: Value, limits: Limits) -> anyhow::Result<Client> {
        let Value::Object(wanted) = capabilities else { bail!("capabilities are an object") };
        let mut builder = ClientBuilder::new(Connector::new(self.address, limits));
        let connected = builder.capabilities(wanted).connect(&format!("http://{}", self.address)).await;
        let client = connected
            .with_context(|| format!("starting {}: {}", self.browser.name(), self.program.said().trim()))?;
        let told = Some(limits.told());
        client.update_timeouts(TimeoutConfiguration::new(told, told, None)).await?;
        Ok(client)
    }

    /// The system's number of the process.
    pub fn process(&self) -> u32 {
        self.program.id()
    }

    /// What it has said.
    pub fn said(&self) -> String {
        self.program.said()
    }

    /// Ends its browsers at once and unprepared, as a phone without battery does. It goes on itself.
    pub fn kill_browsers(&self) {
        self.program.kill_children();
    }
}

//! The servers: this relay and those from npm (`xtask/node/relays/`), each on one core, and the load on the other.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use clap::ValueEnum;
use serde_json::Value;
use tempfile::TempDir;

use crate::process;
use crate::workspace::{command, find, root, target_folder};

/// Edits in `xtask/node/relays/updates.mjs`'s files.
const UPDATES: u32 = 40_000;

/// How long a server may take to listen, and a measurement to end.
const START: Duration = Duration::from_secs(20);
const LONGEST: &str = "200";

/// A server that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// This relay
    Groundswell,
    /// @y/websocket-server
    YWebsocket,
    /// @hocuspocus/server
    Hocuspocus,
    /// @automerge/automerge-repo-sync-server
    Automerge,
}

impl Name {
    pub(super) const ALL: [Self; 4] =
        [Self::Groundswell, Self::YWebsocket, Self::Hocuspocus, Self::Automerge];

    /// As the load calls it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Groundswell => "groundswell",
            Self::YWebsocket => "y-websocket",
            Self::Hocuspocus => "hocuspocus",
            Self::Automerge => "automerge",
        }
    }

    /// As a person knows it.
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            Self::Groundswell => "groundswell-relay",
            Self::YWebsocket => "@y/websocket-server",
            Self::Hocuspocus => "@hocuspocus/server",
            Self::Automerge => "automerge-repo-sync-server",
        }
    }
}

/// The programs, built.
#[derive(Debug)]
pub(crate) struct Tools {
    relay: PathBuf,
    load: PathBuf,
    updates: PathBuf,
    /// Serves for the relay to have an app.
    app: TempDir,
}

impl Tools {
    /// Builds the relay as it is run, and the load.
    ///
    /// # Errors
    /// Where one does not build, or the machine has no `taskset`.
    pub(crate) fn build() -> anyhow::Result<Self> {
        ensure!(find("taskset").is_some(), "server and clients get a core each by taskset, of util-linux");
        let build = ["build", "--profile", "server", "-p", "groundswell-relay"];
        process::run(command("cargo").args(build).args(["--bin", "groundswell-relay", "--example", "load"]))?;
        let built = target_folder()?.join("server");
        let app = tempfile::tempdir().context("a folder for an app")?;
        fs::write(app.path().join("index.html"), "app").context("writing an app")?;
        Ok(Self {
            relay: built.join("groundswell-relay"),
            load: built.join("examples").join("load"),
            updates: root().join("target").join("bench").join(format!("relays-{UPDATES}")),
            app,
        })
    }

    /// Installs the other servers, and makes the updates that are sent to them.
    ///
    /// # Errors
    /// Where there is no npm, or it cannot install them.
    pub(super) fn install_peers(&mut self) -> anyhow::Result<()> {
        let sources = peers();
        let is_installed = sources.join("node_modules/.package-lock.json").is_file();
        if !is_installed {
            let mut npm = command("npm");
            process::run(
                npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&sources),
            )?;
        }
        if !self.updates.join("automerge.bin").is_file() {
            fs::create_dir_all(&self.updates).context("a folder for the updates")?;
            let mut node = command("node");
            process::run(node.arg(sources.join("updates.mjs")).arg(&self.updates).arg(UPDATES.to_string()))?;
        }
        Ok(())
    }

    /// Where the updates are.
    pub(super) fn updates(&self) -> &Path {
        &self.updates
    }

    /// Runs the load, and tells what it found: its last line.
    ///
    /// # Errors
    /// Where it fails or takes too long.
    pub(crate) fn load(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let mut load = on_core(1, "timeout");
        load.arg(LONGEST).arg(&self.load).args(arguments);
        let said = process::output(&mut load)?;
        serde_json::from_str(said.lines().last().unwrap_or_default()).context("what the load found")
    }
}

fn peers() -> PathBuf {
    root().join("xtask").join("node").join("relays")
}

/// A program on one core of the machine, with as many open files as the system lets it have.
fn on_core(core: u32, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = command("sh");
    command.args(["-c", "ulimit -n \"$(ulimit -Hn)\"; exec taskset -c \"$0\" \"$@\""]);
    command.arg(core.to_string()).arg(program);
    command
}

/// A server that runs until this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    address: SocketAddr,
    _data: TempDir,
}

/// The options without which the relay would, rightly, slow the load down.
const WITHOUT_LIMITS: [&str; 18] = [
    "--connections",
    "100000",
    "--address-connections",
    "100000",
    "--room-frames",
    "0",
    "--address-frames",
    "0",
    "--address-bytes",
    "0",
    "--address-work",
    "0",
    "--address-store-bytes",
    "0",
    "--room-chunks",
    "1000000",
    "--room-bytes",
    "8000000000",
];

impl Running {
    /// Starts a server with an empty folder. This relay gets its limits lifted; it stores what it is given, with an
    /// `fsync`, and so does automerge-repo, without; the others keep it in memory.
    pub(super) fn start(tools: &Tools, name: Name) -> anyhow::Result<Self> {
        let data = tempfile::tempdir().context("a folder for a server")?;
        let port = free_port()?;
        let script = |path: &str| {
            let mut node = on_core(0, "node");
            node.arg(peers().join(path));
            node
        };
        let mut server = match name {
            Name::Groundswell => {
                let mut relay = on_core(0, &tools.relay);
                relay.args(["--listen", &format!("127.0.0.1:{port}"), "--app"]).arg(tools.app.path());
                relay.arg("--data").arg(data.path()).args(WITHOUT_LIMITS);
                relay
            }
            Name::YWebsocket => script("node_modules/@y/websocket-server/src/server.js"),
            Name::Hocuspocus => script("hocuspocus.mjs"),
            Name::Automerge => script("automerge.mjs"),
        };
        server.env("HOST", "127.0.0.1").env("PORT", port.to_string()).env("DATA_DIR", data.path());
        Self::spawn(server, port, data)
    }

    /// Starts this relay with the limits that it has unless told otherwise.
    ///
    /// # Errors
    /// Where it does not start.
    pub(crate) fn start_by_its_rules(tools: &Tools) -> anyhow::Result<Self> {
        let data = tempfile::tempdir().context("a folder for a server")?;
        let port = free_port()?;
        let mut relay = on_core(0, &tools.relay);
        relay.args(["--listen", &format!("127.0.0.1:{port}"), "--app"]).arg(tools.app.path());
        relay.arg("--data").arg(data.path());
        Self::spawn(relay, port, data)
    }

    fn spawn(mut server: Command, port: u16, data: TempDir) -> anyhow::Result<Self> {
        let child =
            server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("starting a server")?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut running = Self { child, address, _data: data };
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = running.child.try_wait().context("looking after a server")? {
                bail!("the server ended ({status})");
            }
            ensure!(began.elapsed() < START, "the server does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(running)
    }

    /// Where it is, as the load wants to be told.
    pub(crate) fn target(&self) -> [String; 4] {
        let process = self.child.id().to_string();
        ["--address".to_owned(), self.address.to_string(), "--process".to_owned(), process]
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("finding a free port")?;
    Ok(listener.local_addr().context("finding a free port")?.port())
}

/// Kills the relay so many times under load, and tells what of the acknowledged is missing.
///
/// # Errors
/// Where it cannot be started again.
pub(super) fn kill(tools: &Tools, times: u32) -> anyhow::Result<Value> {
    println!("{}: killed {times} times under load", Name::Groundswell.describe());
    let data = tempfile::tempdir().context("a folder for the relay")?;
    let text = |path: &Path| path.display().to_string();
    let (times, relay) = (times.to_string(), text(&tools.relay));
    let (app, data) = (text(tools.app.path()), text(data.path()));
    let mut arguments = vec!["kills", "--times", &times, "--", "taskset", "-c", "0", &relay];
    arguments.extend(["--listen", "127.0.0.1:0", "--app", &app, "--data", &data]);
    arguments.extend(WITHOUT_LIMITS);
    tools.load(&arguments)
}

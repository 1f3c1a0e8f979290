//! The server, which a story may stop and start again.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use groundswell_relay::{Options, Service};
use groundswell_webdriver::free_port;
use tempfile::TempDir;

use crate::until;

/// A server with an address of its own, the relay in it, running or not.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    app: PathBuf,
    /// What the relay keeps; nothing where the server is somebody else's.
    rooms: Option<TempDir>,
    running: Option<(groundswell_relay::Server, Service)>,
}

impl Server {
    /// Serves a folder on a free port.
    ///
    /// # Errors
    /// Where it can not be served.
    pub(crate) async fn start_new(app: PathBuf) -> anyhow::Result<Self> {
        let rooms = Some(TempDir::new().context("a folder for the relay's rooms")?);
        let mut server = Self { address: free_port()?, app, rooms, running: None };
        server.start().await?;
        Ok(server)
    }

    /// The same server as somebody sees it who does not run it.
    pub(crate) fn of_somebody_else(&self) -> Self {
        Self { address: self.address, app: self.app.clone(), rooms: None, running: None }
    }

    /// The page's origin. A browser takes this host for a safe one, so service workers run.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// The folder that is served.
    pub fn app(&self) -> &Path {
        &self.app
    }

    /// Stops it: connections are closed and nobody listens.
    pub async fn stop(&mut self) {
        if let Some((server, relay)) = self.running.take() {
            relay.stop().await;
            server.stop().await;
        }
    }

    /// Loses everything that the relay keeps. It has to be stopped before.
    ///
    /// # Errors
    /// Where it runs, is somebody else's, or a file can not be removed.
    pub fn loses_rooms(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.running.is_none(), "the relay is running");
        let lost = self.rooms.replace(TempDir::new()?).context("the relay is somebody else's")?;
        lost.close().context("removing the relay's rooms")
    }

    /// Starts it at the same address.
    ///
    /// # Errors
    /// Where the folder or the address can not be had.
    pub async fn start(&mut self) -> anyhow::Result<()> {
        if self.running.is_none() {
            let rooms = self.rooms.as_ref().context("the server is somebody else's")?;
            let relay = until("for the relay's store", || async {
                // One that was just stopped may still be closing it.
                let data = Some(rooms.path().to_path_buf());
                Service::open(Options { data, ..Options::default() }).context("starting the relay")
            })
            .await?;
            let started = groundswell_relay::serve(&self.app, self.address, &relay).await;
            let missing = || format!("serving {}: `cargo xtask dist` builds the app", self.app.display());
            self.running = Some((started.with_context(missing)?, relay));
        }
        Ok(())
    }

    /// Serves another build from now on, at the same address.
    ///
    /// # Errors
    /// As for [`Server::start`].
    pub async fn serve(&mut self, app: PathBuf) -> anyhow::Result<()> {
        self.stop().await;
        self.app = app;
        self.start().await
    }
}

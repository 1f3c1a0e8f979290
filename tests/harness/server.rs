//! The server, which a story may stop and start again.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::ports;

/// A server with an address of its own, running or not.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    app: PathBuf,
    running: Option<groundswell_relay::Server>,
}

impl Server {
    /// Serves a folder on a free port.
    ///
    /// # Errors
    /// Where it can not be served.
    pub(crate) async fn start_new(app: PathBuf) -> anyhow::Result<Self> {
        let mut server = Self { address: ports::free()?, app, running: None };
        server.start().await?;
        Ok(server)
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
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Starts it at the same address.
    ///
    /// # Errors
    /// Where the folder or the address can not be had.
    pub async fn start(&mut self) -> anyhow::Result<()> {
        if self.running.is_none() {
            let started = groundswell_relay::start(&self.app, self.address).await;
            let missing = || format!("serving {}: `cargo xtask dist` builds the app", self.app.display());
            self.running = Some(started.with_context(missing)?);
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

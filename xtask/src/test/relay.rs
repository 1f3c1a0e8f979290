//! A relay for tests that run in a page of their own, which the page of another origin may use.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use anyhow::Context as _;
use groundswell_relay::{Options, Server, Service};
use tokio::runtime::Runtime;

use crate::workspace::root;

/// A relay that forgets everything, on this machine alone.
pub(crate) struct Relay {
    runtime: Runtime,
    server: Option<Server>,
    service: Option<Service>,
    /// Where the tests' page is to be served.
    pub(crate) page: SocketAddr,
    /// Where the relay is.
    pub(crate) address: String,
}

impl Relay {
    /// Starts it.
    ///
    /// # Errors
    /// Where no port is free.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let page = free.context("finding a free port")?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .context("starting a relay")?;
        // What it serves besides is never asked for.
        let site = root().join("target").join("relay-for-tests");
        fs::create_dir_all(&site).with_context(|| format!("making {}", site.display()))?;
        let index = site.join("index.html");
        fs::write(&index, "").with_context(|| format!("writing {}", index.display()))?;
        let (service, server) = runtime.block_on(async {
            let origins = vec![format!("http://{page}")];
            let service = Service::open(Options { origins, ..Options::default() })?;
            let server =
                groundswell_relay::serve(&site, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), &service).await?;
            anyhow::Ok((service, server))
        })?;
        let address = format!("ws://{}/sync", server.address());
        Ok(Self { runtime, server: Some(server), service: Some(service), page, address })
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let (server, service) = (self.server.take(), self.service.take());
        self.runtime.block_on(async {
            if let Some(service) = service {
                service.stop().await;
            }
            if let Some(server) = server {
                server.stop().await;
            }
        });
    }
}

//! The app on this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::Context as _;
use clap::Args;
use groundswell_relay::{Options as RelayOptions, Server, Service};

use crate::dist::{self, Profile};
use crate::workspace::root;

/// How to serve the app.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Build it quickly instead of small and fast
    #[arg(long)]
    dev: bool,
    /// Serve what was built last, as it is
    #[arg(long)]
    as_is: bool,
    /// The port on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Builds the app and serves it until Ctrl-C, with a relay whose rooms are in `target/relay`.
///
/// # Errors
/// Where it does not build, the port is taken, or another relay has the rooms open.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let profile = if options.dev { Profile::Dev } else { Profile::Release };
    let folder = if options.as_is { dist::destination(profile) } else { dist::build(profile)? };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the server")?;
    runtime.block_on(async {
        let first = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), options.port);
        let data = root().join("target/relay");
        let relay = Service::open(RelayOptions { data: Some(data), ..RelayOptions::default() })?;
        let mut servers: Vec<Server> = vec![groundswell_relay::serve(&folder, first, &relay).await?];
        // `localhost` is either; a machine without IPv6 does well with the first alone.
        let second = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), options.port);
        servers.extend(groundswell_relay::serve(&folder, second, &relay).await.ok());
        println!("Groundswell is on http://localhost:{}  (Ctrl-C ends it)", options.port);
        tokio::signal::ctrl_c().await.context("listening for Ctrl-C")?;
        relay.stop().await;
        for server in servers {
            server.stop().await;
        }
        Ok(())
    })
}

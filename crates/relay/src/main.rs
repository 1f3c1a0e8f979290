//! `groundswell-relay`: serves a built app until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;

/// Serves Groundswell's app on this machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Where to listen; may be given more than once. Loopback only unless told otherwise: put a
    /// server that speaks TLS in front for others to reach it.
    #[arg(
        long,
        env = "GROUNDSWELL_LISTEN",
        value_name = "ADDRESS:PORT",
        value_delimiter = ',',
        default_value = "127.0.0.1:8080"
    )]
    listen: Vec<SocketAddr>,
    /// The folder of the built app, as `cargo xtask dist` makes it.
    #[arg(long, env = "GROUNDSWELL_APP", value_name = "DIR", default_value = "dist")]
    app: PathBuf,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a server says where it listens")]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let mut servers = Vec::new();
    for address in options.listen {
        let server = groundswell_relay::start(&options.app, address).await?;
        println!("Serving {} on http://{}", options.app.display(), server.address());
        servers.push(server);
    }
    until_told().await?;
    for server in servers {
        server.stop().await;
    }
    Ok(())
}

/// Returns at Ctrl-C, or at the signal with which service managers end a program.
async fn until_told() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
        tokio::select! {
            told = tokio::signal::ctrl_c() => told.context("listening for Ctrl-C"),
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("listening for Ctrl-C")
}

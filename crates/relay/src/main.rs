//! `groundswell-relay`: serves a built app, and relays what its users' devices leave for each other, until it is
//! told to stop.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use groundswell_relay::relay::Rules;
use groundswell_relay::store::StoreError;
use groundswell_relay::{Options, Service};

/// Serves Groundswell's app on this machine, and relays sealed chunks between its users' devices.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
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
    /// The folder in which rooms are kept; made where it is not there.
    #[arg(long, env = "GROUNDSWELL_DATA", value_name = "DIR", default_value = "relay-data")]
    data: PathBuf,
    /// Keep rooms in memory only, and forget them at the end.
    #[arg(long, env = "GROUNDSWELL_EPHEMERAL")]
    ephemeral: bool,
    /// Another origin whose pages may use this relay, as in https://example.org; may be given more than once.
    #[arg(long = "origin", env = "GROUNDSWELL_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    origins: Vec<String>,
    /// A proxy in front, whose X-Forwarded-For is taken for where a client comes from; may be given more than
    /// once. Without it all clients behind a proxy share the limits of one address.
    #[arg(long = "proxy", env = "GROUNDSWELL_PROXIES", value_name = "ADDRESS", value_delimiter = ',')]
    proxies: Vec<IpAddr>,
    #[command(flatten, next_help_heading = "Limits")]
    rules: Rules,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a server says where it listens")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let data = (!arguments.ephemeral).then(|| arguments.data.clone());
    let options =
        Options { rules: arguments.rules, data, origins: arguments.origins, proxies: arguments.proxies };
    let service = match Service::open(options.clone()) {
        Err(why @ (StoreError::Corrupt(_) | StoreError::Full)) => Service::without_store(&why, options),
        opened => opened.with_context(|| format!("opening {}", arguments.data.display()))?,
    };
    let mut servers = Vec::new();
    for address in arguments.listen {
        let server = groundswell_relay::serve(&arguments.app, address, &service).await?;
        println!("Serving {} on http://{}", arguments.app.display(), server.address());
        servers.push(server);
    }
    until_told().await?;
    service.stop().await;
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

//! `groundswell-relay`: serves a built app, and relays what its users' devices leave for each other, until it is
//! told to stop.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use groundswell_relay::relay::Rules;
use groundswell_relay::store::StoreError;
use groundswell_relay::{Options, Service};
use tracing::level_filters::LevelFilter;
use tracing::{error, info};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

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
    /// What is logged to standard error: off, error, warn, info or debug. Never an address, a room, a token or what
    /// was asked for.
    #[arg(long, env = "GROUNDSWELL_LOG", value_name = "LEVEL", default_value = "info")]
    log: LevelFilter,
    /// How it is written.
    #[arg(long, env = "GROUNDSWELL_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,
    #[command(flatten, next_help_heading = "Limits")]
    rules: Rules,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Logs what the relay itself says; what it is built from may say whatever it likes.
fn log(level: LevelFilter, format: LogFormat) {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let own = Targets::new().with_target("groundswell_relay", level);
    tracing_subscriber::registry().with(lines.with_filter(own)).init();
}

#[tokio::main]
#[expect(
    clippy::print_stdout,
    reason = "whoever starts a server reads where it listens, at whatever level it logs"
)]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    log(arguments.log, arguments.log_format);
    let data = (!arguments.ephemeral).then(|| arguments.data.clone());
    let options =
        Options { rules: arguments.rules, data, origins: arguments.origins, proxies: arguments.proxies };
    let service = match Service::open(options.clone()) {
        Err(why @ (StoreError::Corrupt(_) | StoreError::Full)) => {
            error!("the store cannot be opened: the app is served, and nothing is stored");
            Service::without_store(&why, options)
        }
        opened => opened.with_context(|| format!("opening {}", arguments.data.display()))?,
    };
    let mut servers = Vec::new();
    for address in arguments.listen {
        let server = groundswell_relay::serve(&arguments.app, address, &service).await?;
        println!("Serving {} on http://{}", arguments.app.display(), server.address());
        info!(address = %server.address(), "listening");
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

//! The clients' side of `cargo xtask bench relay` and `hostile`: load for this relay and for other sync servers.
//! `cargo run --release -p groundswell-relay --example load -- --help`
//!
//! The last line is one JSON object. The server's memory and processor time are read from `/proc`; memory of the
//! system's sockets is not in it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::print_stdout,
    reason = "a measurement ends by panicking, and says what it found"
)]

mod fanout;
mod hostile;
mod idle;
mod kills;
mod protocol;
mod server;
mod socket;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use protocol::{Name, Protocol};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Args)]
struct Target {
    /// Where the server listens
    #[arg(long)]
    address: SocketAddr,
    /// The server's process
    #[arg(long)]
    process: u32,
}

#[derive(Subcommand)]
enum Command {
    /// One client writes, all others in the room get it
    Fanout {
        #[command(flatten)]
        target: Target,
        /// The server's language
        #[arg(long)]
        server: Name,
        /// The folder that `updates.mjs` filled
        #[arg(long, default_value = ".")]
        updates: PathBuf,
        /// Clients in the room, the writer among them
        #[arg(long)]
        clients: usize,
        /// Seconds of each part, as many updates as there may be, then paced
        #[arg(long, default_value_t = 3.0)]
        seconds: f64,
    },
    /// Clients that have a room open and say nothing
    Idle {
        #[command(flatten)]
        target: Target,
        /// The server's language
        #[arg(long)]
        server: Name,
        /// The folder that `updates.mjs` filled
        #[arg(long, default_value = ".")]
        updates: PathBuf,
        /// Clients, besides the first ones, with which the server warms up
        #[arg(long)]
        clients: usize,
    },
    /// Kills the relay under load, again and again, and looks for what it acknowledged
    Kills {
        /// The command that starts it on any port of this machine, and its arguments
        #[arg(required = true)]
        relay: Vec<String>,
        /// How often
        #[arg(long, default_value_t = 100)]
        times: u32,
    },
    /// Everything that a client should not do, beside one that behaves
    Hostile {
        #[command(flatten)]
        target: Target,
        /// Idle connections
        #[arg(long, default_value_t = 10_000)]
        idle: usize,
    },
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let local = tokio::task::LocalSet::new();
    let found = match Arguments::parse().command {
        Command::Fanout { target, server, updates, clients, seconds } => {
            let protocol = Protocol::new(server, &updates);
            local.run_until(fanout::measure(target, protocol, clients, seconds)).await
        }
        Command::Idle { target, server, updates, clients } => {
            let protocol = Protocol::new(server, &updates);
            local.run_until(idle::measure(target, protocol, clients)).await
        }
        Command::Kills { relay, times } => local.run_until(kills::measure(&relay, times)).await,
        Command::Hostile { target, idle } => local.run_until(hostile::measure(&target, idle)).await,
    };
    println!("{found}");
}

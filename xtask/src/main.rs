//! `cargo xtask`: the commands people rely on. Each installs what it lacks and says what it does.
#![expect(clippy::print_stdout, reason = "what a command prints is what it is for")]

mod bench;
mod dist;
mod lint;
mod process;
mod serve;
mod setup;
mod size;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use dist::Profile;

/// Builds, serves, tests and measures Groundswell.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the app and serve it on http://localhost:8080, to this machine only
    Serve(serve::Options),
    /// Build the app as it is deployed, into dist/
    Dist,
    /// Print what a visit downloads, by file, and fail over budget
    Size(size::Options),
    /// Run every check and test; the last line is the sum
    Test(test::Options),
    /// Measure start, search and edit in a real browser, beside other document libraries; or the relay, or sync
    Bench(bench::Options),
    /// Check formatting, and let the compiler and clippy look at everything
    Lint,
    /// Check the rules of the house that no compiler checks
    Tidy,
    /// Format the code
    Fmt,
    /// Install what building and testing need, as far as it is missing
    Setup,
}

fn main() -> ExitCode {
    run(&Arguments::parse().command).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(options) => serve::run(options).map(|()| ExitCode::SUCCESS),
        Command::Dist => {
            let folder = dist::build(Profile::Release)?;
            println!("Built {}", folder.display());
            Ok(ExitCode::SUCCESS)
        }
        Command::Size(options) => size::run(options).map(exit),
        Command::Bench(options) => bench::run(options).map(exit),
        Command::Test(options) => test::run(options).map(exit),
        Command::Lint => lint::run().map(|()| ExitCode::SUCCESS),
        Command::Tidy => tidy::run().map(exit),
        Command::Fmt => {
            process::run(workspace::command("cargo").args(["fmt", "--all"])).map(|()| ExitCode::SUCCESS)
        }
        Command::Setup => {
            setup::building()?;
            setup::testing()?;
            println!("Everything is there.");
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn exit(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

//! `cargo xtask bench sim`: replicas in simulated networks, by `crates/testkit/examples/simulate.rs`.

use anyhow::Context as _;
use clap::Args;
use serde_json::Value;

use crate::process;
use crate::workspace::command;

/// Which networks.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many networks, each of a seed of its own
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// End with one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// Simulates, and tells whether every network converged with nothing lost.
///
/// # Errors
/// Where the simulation cannot be built, or does not say how it ended.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let (seeds, first) = (options.seeds.to_string(), options.first.to_string());
    let mut simulate = command("cargo");
    simulate.args(["run", "--quiet", "--profile", "simulation", "-p", "groundswell-testkit"]);
    simulate.args(["--example", "simulate", "--", "--seeds", &seeds, "--first", &first, "--json"]);
    let (is_good, said) = process::overhear(&mut simulate)?;
    let last =
        said.lines().rfind(|line| line.starts_with('{')).context("the simulation printed no result")?;
    let result: Value = serde_json::from_str(last).context("the simulation's result")?;
    let failed = result.get("failed").context("the simulation does not say what failed")?;
    let count = failed.as_array().map(|seeds| seeds.len() as u64).or_else(|| failed.as_u64());
    let failed = count.context("`failed` is neither a number nor a list")?;
    println!("{seeds} networks, {failed} failed");
    if options.json {
        println!("{last}");
    }
    Ok(is_good && failed == 0)
}

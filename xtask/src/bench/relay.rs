//! `cargo xtask bench relay`: this relay beside other sync servers, on this machine, in one run.

mod bars;
pub(super) mod servers;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};

use super::machine;
use servers::{Name, Running, Tools};

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// End with one JSON object as the last line
    #[arg(long)]
    json: bool,
    /// Measure only this server; may be given several times
    #[arg(long, value_enum)]
    server: Vec<Name>,
    /// Clients in a room; may be given several times
    #[arg(long, default_values_t = [10, 100, 1_000])]
    clients: Vec<usize>,
    /// Idle connections; may be given several times
    #[arg(long, default_values_t = [1_000, 10_000])]
    idle: Vec<usize>,
    /// Seconds for each part
    #[arg(long, default_value_t = 3)]
    seconds: u32,
    /// How often the relay is killed under load
    #[arg(long, default_value_t = 100)]
    kills: u32,
}

/// Measures, prints tables and tells whether everything could be measured and nothing acknowledged was lost.
///
/// # Errors
/// Where nothing can be measured: no Node.js, a relay that does not build.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let wanted = |name: &Name| options.server.is_empty() || options.server.contains(name);
    let names: Vec<_> = Name::ALL.into_iter().filter(wanted).collect();
    let machine = machine::describe(node_version()?)?;
    let mut tools = Tools::build()?;
    if names.iter().any(|name| *name != Name::Groundswell) {
        tools.install_peers()?;
    }
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for clients in &options.clients {
        for name in &names {
            let row = fan_out(&tools, *name, *clients, options.seconds);
            note(row, &format!("{name:?}, {clients} clients"), &mut rows, &mut problems);
        }
    }
    let (mut idle, mut kills) = (Vec::new(), Vec::new());
    for connections in &options.idle {
        for name in &names {
            let row = idle_connections(&tools, *name, *connections);
            note(row, &format!("{name:?}, {connections} idle"), &mut idle, &mut problems);
        }
    }
    if options.kills > 0 && names.contains(&Name::Groundswell) {
        note(servers::kill(&tools, options.kills), "kills", &mut kills, &mut problems);
    }
    bars::print(&machine, &rows, &idle, &kills);
    let bars = bars::bars(&rows, &idle, &kills);
    bars::print_bars(&bars);
    for problem in &problems {
        println!("\nNot measured: {problem}");
    }
    let lost = kills.iter().any(|row| row.get("lost").and_then(Value::as_u64) != Some(0));
    if options.json {
        let report = json!({
            "machine": machine, "fan_out": rows, "idle": idle, "kills": kills, "bars": bars, "problems": problems,
        });
        println!("{report}");
    }
    Ok(problems.is_empty() && !lost)
}

fn node_version() -> anyhow::Result<String> {
    let version = crate::process::output(crate::workspace::command("node").arg("--version"));
    Ok(format!("Node.js {}", version.context("the other servers need Node.js 20 or later")?.trim()))
}

fn note(row: anyhow::Result<Value>, what: &str, rows: &mut Vec<Value>, problems: &mut Vec<String>) {
    match row {
        Ok(row) => rows.push(row),
        Err(error) => problems.push(format!("{what}: {error:#}")),
    }
}

fn fan_out(tools: &Tools, name: Name, clients: usize, seconds: u32) -> anyhow::Result<Value> {
    println!("{}: {clients} clients in a room", name.describe());
    let (clients, seconds) = (clients.to_string(), seconds.to_string());
    measure(tools, name, &["fanout", "--clients", &clients, "--seconds", &seconds])
}

fn idle_connections(tools: &Tools, name: Name, connections: usize) -> anyhow::Result<Value> {
    println!("{}: {connections} idle connections", name.describe());
    let connections = connections.to_string();
    measure(tools, name, &["idle", "--clients", &connections])
}

/// A fresh server for each measurement, so that none inherits what another left.
fn measure(tools: &Tools, name: Name, arguments: &[&str]) -> anyhow::Result<Value> {
    let server = Running::start(tools, name)?;
    let target = server.target();
    let updates = tools.updates().display().to_string();
    let mut all = arguments.to_vec();
    all.extend(target.iter().map(String::as_str));
    all.extend(["--server", name.word(), "--updates", &updates]);
    let mut row = tools.load(&all)?;
    if let Some(row) = row.as_object_mut() {
        row.insert("server".to_owned(), name.word().into());
    }
    Ok(row)
}

//! `cargo xtask bench hostile`: the relay, with the limits that it has unless told otherwise, under attack.

use clap::Args;
use serde_json::Value;

use super::relay::servers::{Name, Running, Tools};

/// How much.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Idle connections, from many addresses
    #[arg(long, default_value_t = 10_000)]
    idle: usize,
    /// End with one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// Attacks, prints a table and tells whether honest clients could go on.
///
/// # Errors
/// Where the relay cannot be built or started, or does not survive.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let tools = Tools::build()?;
    let relay = Running::start_by_its_rules(&tools)?;
    let idle = options.idle.to_string();
    let target = relay.target();
    let mut arguments = vec!["hostile", "--idle", &idle];
    arguments.extend(target.iter().map(String::as_str));
    let found = tools.load(&arguments)?;
    drop(relay);
    println!(
        "\nClients on one core, {} on the other; attacks come from 127.0.1.1 and on, honest clients from 127.0.0.1.",
        Name::Groundswell.describe()
    );
    println!("\n{:<38} {:>6} {:>10} {:>8}  answers", "attack", "tried", "honest, ms", "MB");
    let rows = found.get("attacks").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for row in rows {
        let number = |name: &str| row.get(name).and_then(Value::as_f64);
        let answers = row.get("answers").and_then(Value::as_object).into_iter().flatten();
        let answers: Vec<_> = answers.map(|(answer, count)| format!("{answer} ({count})")).collect();
        println!(
            "{:<38} {:>6} {:>10} {:>8.0}  {}",
            row.get("attack").and_then(Value::as_str).unwrap_or_default(),
            number("tried").unwrap_or_default(),
            number("honest_ms").map_or_else(|| "never".to_owned(), |took| format!("{took:.0}")),
            number("resident_bytes").unwrap_or_default() / 1e6,
            answers.join(", ")
        );
    }
    if options.json {
        println!("{found}");
    }
    Ok(found.get("holds") == Some(&Value::Bool(true)))
}

//! The relay's figures as tables, and the bars of the design held against them.

use serde_json::Value;

use super::servers::Name;
use crate::bench::figures::{Bar, Machine};

/// Prints the tables.
pub(super) fn print(machine: &Machine, rows: &[Value], idle: &[Value], kills: &[Value]) {
    println!(
        "\n{} x {}, {} MiB, Linux {}, {}; load before: {:.2}",
        machine.cores,
        machine.processor,
        machine.memory_mib,
        machine.kernel,
        machine.browser,
        machine.load_before
    );
    for line in METHOD {
        println!("- {line}");
    }
    println!(
        "\n{:<28} {:>7} {:>12} {:>12} {:>10} {:>9} {:>9} {:>7} {:>7}",
        "fan-out",
        "clients",
        "deliveries/s",
        "us/delivery",
        "p50, ms",
        "p99, ms",
        "bytes",
        "server",
        "clients"
    );
    for row in rows {
        println!(
            "{:<28} {:>7} {:>12.0} {:>12.2} {:>10.2} {:>9.2} {:>9} {:>6.0}% {:>6.0}%",
            described(row),
            number(row, "clients"),
            number(row, "deliveries_per_second"),
            number(row, "server_micros_per_delivery"),
            number(row, "paced_p50_ms"),
            number(row, "paced_p99_ms"),
            number(row, "update_bytes"),
            number(row, "server_busy") * 100.0,
            number(row, "clients_busy") * 100.0
        );
        if number(row, "lost") > 0.0 {
            println!("    {} deliveries had not come after 40 s", number(row, "lost"));
        }
    }
    println!("\n{:<28} {:>7} {:>12} {:>12}", "idle", "held", "KB each", "MB in all");
    for row in idle {
        println!(
            "{:<28} {:>7} {:>12.1} {:>12.0}",
            described(row),
            number(row, "connections"),
            number(row, "bytes_per_connection") / 1e3,
            number(row, "server_bytes") / 1e6
        );
    }
    for row in kills {
        println!(
            "\nkilled {} times under load: {} chunks acknowledged, {} of them lost; at most {:.0} ms to start again",
            number(row, "kills"),
            number(row, "acknowledged"),
            number(row, "lost"),
            number(row, "slowest_start_ms")
        );
    }
}

const METHOD: [&str; 6] = [
    "Server on core 0, clients on core 1, over loopback; a fresh server for each line.",
    "Fan-out: one client writes the same edit of some 50 letters over and over, all others get it. At most 4,000 \
     updates ahead of the slowest reader, after a second to warm up. An update counts when it is there, alone or \
     merged with others into one message.",
    "us/delivery: processor time of the server's threads for each. p50, p99: from send to receipt, one update every \
     20 ms. Bytes: of one update as it is sent; the relay's is sealed, signed and padded.",
    "The relay stores each chunk with an fsync; automerge-repo stores without; the others keep it in memory. The \
     relay's limits are lifted.",
    "Idle: growth of resident memory by connections that opened the same room and have everything. Memory of the \
     system's sockets is not in it.",
    "@hocuspocus/server asks for Node.js 22, and runs on 20.",
];

/// Prints the bars.
pub(super) fn print_bars(bars: &[Bar]) {
    println!("\n{:<80} {:>34}", "bar", "found");
    for Bar { asked, found, holds } in bars {
        println!("{} {asked:<74} {found:>34}", if *holds { "ok  " } else { "MISS" });
    }
}

fn described(row: &Value) -> &'static str {
    let word = row.get("server").and_then(Value::as_str).unwrap_or_default();
    Name::ALL.into_iter().find(|name| name.word() == word).map_or("", Name::describe)
}

fn number(row: &Value, name: &str) -> f64 {
    row.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN)
}

/// The bars of the design.
pub(super) fn bars(rows: &[Value], idle: &[Value], kills: &[Value]) -> Vec<Bar> {
    let mut bars = Vec::new();
    for row in rows.iter().filter(|row| is(row, Name::Groundswell)) {
        let clients = number(row, "clients");
        let peer = |name| rows.iter().find(|row| is(row, name) && number(row, "clients") == clients);
        let mut bar =
            |what: String, figure: &str, name: Name, holds: &dyn Fn(f64, f64) -> bool, unit: &str| {
                let Some(peer) = peer(name) else { return };
                let (own, theirs) = (number(row, figure), number(peer, figure));
                let digits = if own < 100.0 { 2 } else { 0 };
                bars.push(Bar {
                    asked: format!("{clients} clients: {what}"),
                    found: format!("{own:.digits$} to {theirs:.digits$} {unit}"),
                    holds: holds(own, theirs),
                });
            };
        let rate = "deliveries_per_second";
        bar(
            "10 x automerge-repo-sync-server's".to_owned(),
            rate,
            Name::Automerge,
            &|own, theirs| own >= 10.0 * theirs,
            "/s",
        );
        for name in [Name::YWebsocket, Name::Hocuspocus] {
            bar(format!("ahead of {}", name.describe()), rate, name, &|own, theirs| own > theirs, "/s");
        }
        for (half, figure) in [("p50", "paced_p50_ms"), ("p99", "paced_p99_ms")] {
            bar(
                format!("paced {half} below y-websocket's"),
                figure,
                Name::YWebsocket,
                &|own, theirs| own < theirs,
                "ms",
            );
        }
        let figure = "server_micros_per_delivery";
        bar(
            "CPU below 1/3 of y-websocket's".to_owned(),
            figure,
            Name::YWebsocket,
            &|own, theirs| own < theirs / 3.0,
            "us",
        );
    }
    for row in idle.iter().filter(|row| is(row, Name::Groundswell)) {
        let each = number(row, "bytes_per_connection") / 1e3;
        bars.push(Bar {
            asked: format!("{} idle connections: at most 7 KB each", number(row, "connections")),
            found: format!("{each:.1} KB"),
            holds: each <= 7.0,
        });
    }
    for row in kills {
        let lost = number(row, "lost");
        bars.push(Bar {
            asked: format!("killed {} times: nothing acknowledged is lost", number(row, "kills")),
            found: format!("{lost} of {}", number(row, "acknowledged")),
            holds: lost == 0.0,
        });
    }
    bars
}

fn is(row: &Value, name: Name) -> bool {
    row.get("server").and_then(Value::as_str) == Some(name.word())
}

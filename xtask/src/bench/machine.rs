//! What the bench runs on, as far as it tells of the figures.

use std::fs;

use anyhow::Context as _;

use super::figures::Machine;

/// Describes this machine, with the browser's own name.
///
/// # Errors
/// Where the system does not tell.
pub(super) fn describe(browser: String) -> anyhow::Result<Machine> {
    let read = |file: &str| fs::read_to_string(file).with_context(|| format!("reading {file}"));
    let processors = read("/proc/cpuinfo")?;
    let memory = read("/proc/meminfo")?;
    let load = read("/proc/loadavg")?;
    Ok(Machine {
        processor: field(&processors, "model name").unwrap_or("unknown").to_owned(),
        cores: std::thread::available_parallelism().context("counting processors")?.get(),
        memory_mib: field(&memory, "MemTotal")
            .and_then(|total| total.trim_end_matches(" kB").parse::<u64>().ok())
            .context("MemTotal in /proc/meminfo")?
            / 1024,
        kernel: read("/proc/sys/kernel/osrelease")?.trim().to_owned(),
        browser,
        load_before: load
            .split_whitespace()
            .next()
            .and_then(|number| number.parse().ok())
            .context("/proc/loadavg")?,
    })
}

/// What follows the first `name:`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let text = "model\t\t: 85\nmodel name\t: A processor\n";
        assert_eq!(field(text, "model name"), Some("A processor"));
        assert_eq!(field(text, "name"), None);
    }
}

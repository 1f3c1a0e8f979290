//! What the system knows of a process.

use std::fs;

/// Processor time that all its threads have used, in microseconds. Threads that have ended are not in it.
pub fn busy_micros(process: u32) -> f64 {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let nanos = threads.map(|thread| {
        let figures = fs::read_to_string(thread.unwrap().path().join("schedstat")).unwrap_or_default();
        figures.split_whitespace().next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0)
    });
    nanos.sum::<f64>() / 1e3
}

/// Resident memory, in bytes.
pub fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

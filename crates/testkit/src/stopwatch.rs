//! What something takes on this machine, for the examples that measure.

/// Nanoseconds that this thread was on a processor (Linux, proc(5) `schedstat`), so that other programs on the machine
/// do not count. Elsewhere zero.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|time| time.parse().ok()).unwrap_or_default()
}

/// Runs something, and prints what that was and the milliseconds of processor time that it took.
#[allow(clippy::print_stdout, reason = "an example's table")]
pub fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = processor_time();
    let result = run();
    println!("{what:<60} {:>10.3} ms", (processor_time() - start) / 1e6);
    result
}

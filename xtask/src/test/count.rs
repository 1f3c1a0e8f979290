//! How many tests passed, read from what test runners print.

use std::ops::Add;

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Count {
    /// One check that passed.
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0 };
    /// One check that failed.
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1 };

    /// One check.
    pub(crate) fn of_one(good: bool) -> Self {
        if good { Self::PASSED } else { Self::FAILED }
    }

    /// The sum of what nextest (`Summary [...] 5 tests run: 4 passed, 1 failed, 0 skipped`), cargo
    /// and wasm-bindgen (`test result: ok. 4 passed; 0 failed; ...`) and Node.js (`# pass 4`, `# fail 0`)
    /// report. A run that did not succeed without reporting a failure, because it did not compile for
    /// example, counts as one; one that succeeded without reporting anything is one check that passed.
    pub(crate) fn read(succeeded: bool, output: &str) -> Self {
        let mut count = Self::default();
        let mut reported = false;
        // What nextest shows of a test has that test's own result in it, of a first try too.
        let nextest = output.lines().any(|line| line.trim().starts_with("Summary ["));
        let result = if nextest { "Summary [" } else { "test result:" };
        for line in output.lines().map(str::trim) {
            let here = if line.starts_with(result) {
                Self { passed: before(line, "passed"), failed: failures(line) }
            } else if let Some(passed) = line.strip_prefix("# pass ") {
                Self { passed: passed.parse().unwrap_or(0), failed: 0 }
            } else if let Some(failed) = line.strip_prefix("# fail ") {
                Self { passed: 0, failed: failed.parse().unwrap_or(0) }
            } else {
                continue;
            };
            reported = true;
            count = count + here;
        }
        match (succeeded, reported) {
            (false, _) if count.failed == 0 => count + Self::FAILED,
            (true, false) => Self::PASSED,
            _ => count,
        }
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// What nextest calls timed out or failed to start has not passed either.
fn failures(line: &str) -> usize {
    ["failed", "timed", "exec"].into_iter().map(|word| before(line, word)).sum()
}

/// The number before a word.
fn before(line: &str, word: &str) -> usize {
    let words: Vec<_> = line.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    words
        .windows(3)
        .filter_map(|window| match window {
            [number, found, ..] if *found == word => number.parse().ok(),
            // `; 0 failed` at the very end
            [_, number, found] if *found == word => number.parse().ok(),
            _ => None,
        })
        .next()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_passed_the_second_time_passed() {
        let output = "  test result: FAILED. 0 passed; 1 failed; 0 ignored\n     Summary [ 3.1s] 4 tests run: 4 passed (1 flaky), 0 skipped";
        assert_eq!(Count::read(true, output), Count { passed: 4, failed: 0 });
    }

    #[test]
    fn runners_are_understood() {
        for (output, passed, failed) in [
            ("     Summary [   1.234s] 12 tests run: 12 passed, 3 skipped", 12, 0),
            (
                "     Summary [   1.234s] 12 tests run: 9 passed (1 slow, 2 flaky), 2 failed, 1 timed out, 0 skipped",
                9,
                3,
            ),
            (
                "test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
                4,
                0,
            ),
            ("test result: ok. 4 passed; 0 failed\ntest result: FAILED. 1 passed; 2 failed", 5, 2),
            ("test result: ok. 0 passed; 0 failed\nrunning 3 tests, 2 passed so far", 0, 0),
            ("# tests 5\n# pass 4\n# fail 1\n# cancelled 0", 4, 1),
            ("all 75 pairs have contrast enough", 1, 0),
        ] {
            assert_eq!(Count::read(failed == 0, output), Count { passed, failed }, "{output}");
        }
    }

    #[test]
    fn a_run_that_broke_off_has_failed() {
        assert_eq!(Count::read(false, "error: could not compile"), Count::FAILED);
        assert_eq!(Count::read(false, "test result: ok. 4 passed; 0 failed"), Count { passed: 4, failed: 1 });
    }
}

//! Several altered changes, each on top of what came of the one before, with edits and restarts in between.
#![no_main]

use groundswell_fuzz::accepted;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = accepted::histories(bytes);
});

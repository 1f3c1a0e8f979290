//! A change of a directory, altered by somebody who knows the format; the checksum is right.
#![no_main]

use groundswell_fuzz::accepted;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = accepted::changes(bytes);
});

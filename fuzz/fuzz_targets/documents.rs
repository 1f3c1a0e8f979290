//! A saved document, altered by somebody who knows the format; the checksum is right.
#![no_main]

use groundswell_fuzz::accepted;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = accepted::documents(bytes);
});

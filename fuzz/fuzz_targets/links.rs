//! What somebody pasted.
#![no_main]

use groundswell_seal::Link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|pasted: &str| {
    if let Ok(link) = Link::parse(pasted) {
        assert_eq!(Link::parse(&link.fragment()).ok(), Some(link));
    }
});

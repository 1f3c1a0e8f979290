//! The second implementation of the protocol, `tests/oracle/protocol`, in JavaScript: it checks the test vectors,
//! and meets this one over a relay.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

mod editor;
mod judgement;
mod meeting;
mod node;

#[test]
fn another_implementation_makes_and_reads_the_vectors() {
    let vectors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors.json");
    let said =
        node::run(&["--test", "--test-reporter=tap", "protocol/"], "", &[("GROUNDSWELL_VECTORS", &vectors)]);
    assert!(said.contains("\n# fail 0\n") && !said.contains("\n# pass 0\n"), "{said}");
}

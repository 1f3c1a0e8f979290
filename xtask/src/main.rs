//! The commands people rely on.
fn main() {}

//! The app: pages over a projection of the directory.
fn main() {}

//! What the linker keeps for the build of the site, which splits the app's program into bundles.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(split_pages)");
    if std::env::var_os("CARGO_CFG_SPLIT_PAGES").is_some() {
        // What refers to what: without it nobody could tell which function goes into which bundle.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}

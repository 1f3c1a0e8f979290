//! The toolchain that rust-toolchain.toml names.

use std::path::Path;

use anyhow::{Context as _, ensure};

use crate::process;
use crate::workspace::{command, find};

const TARGET: &str = "wasm32-unknown-unknown";

/// Installs the toolchain, its components and the WebAssembly target where they are missing.
///
/// # Errors
/// Where there is no rustup to install them with.
pub(crate) fn ensure() -> anyhow::Result<()> {
    if complete() {
        return Ok(());
    }
    ensure!(
        find("rustup").is_some(),
        "this Rust lacks the {TARGET} target, rustfmt or clippy, and there is no rustup to add them: see https://rustup.rs"
    );
    println!("Installing the toolchain that rust-toolchain.toml names");
    process::run(command("rustup").args(["toolchain", "install"])).context("installing the toolchain")
}

fn complete() -> bool {
    let library = process::output(command("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    library.is_ok_and(|folder| Path::new(folder.trim()).is_dir())
        && ["fmt", "clippy"]
            .iter()
            .all(|tool| process::output(command("cargo").args([tool, "--version"])).is_ok())
}

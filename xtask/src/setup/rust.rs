//! The toolchain that rust-toolchain.toml names.

use std::path::{Path, PathBuf};

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
        "this Rust lacks the {TARGET} target, its own sources (rust-src), rustfmt or clippy, and there is no rustup to add them: see https://rustup.rs"
    );
    println!("Installing the toolchain that rust-toolchain.toml names");
    process::run(command("rustup").args(["toolchain", "install"])).context("installing the toolchain")
}

/// Where the toolchain is.
///
/// # Errors
/// Where there is none.
pub(crate) fn sysroot() -> anyhow::Result<PathBuf> {
    let folder = process::output(command("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(folder.trim()))
}

fn complete() -> bool {
    let library = process::output(command("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    library.is_ok_and(|folder| Path::new(folder.trim()).is_dir())
        && sysroot().is_ok_and(|folder| folder.join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
        && ["fmt", "clippy"]
            .iter()
            .all(|tool| process::output(command("cargo").args([tool, "--version"])).is_ok())
}

//! The toolchain that rust-toolchain.toml names.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use crate::process;
use crate::workspace::{command, find};

const TARGET: &str = "wasm32-unknown-unknown";
/// As in rust-toolchain.toml.
const COMPONENTS: [&str; 3] = ["rustfmt", "clippy", "rust-src"];

/// Installs components of the toolchain that runs us, and the WebAssembly target, where they are missing. They
/// are asked for by name: told to install what rust-toolchain.toml names, rustup takes a toolchain that is there
/// for complete.
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
    println!("Adding {TARGET} and {} to the toolchain", COMPONENTS.join(", "));
    process::run(command("rustup").args(["target", "add", TARGET])).context("adding the target")?;
    process::run(command("rustup").args(["component", "add"]).args(COMPONENTS)).context("adding components")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_what_the_toolchain_file_names() {
        let file = std::fs::read_to_string(crate::workspace::root().join("rust-toolchain.toml")).unwrap();
        assert!(file.contains(&format!("components = {COMPONENTS:?}")), "{file}");
        assert!(file.contains(&format!("targets = [{TARGET:?}]")), "{file}");
    }
}

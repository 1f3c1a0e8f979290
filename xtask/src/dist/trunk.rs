//! Calling Trunk so that the outcome depends on the sources alone.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Profile;
use crate::process;
use crate::workspace::{command, root, workshop};

/// Builds both programs and the page, and tells the folder they are in.
///
/// # Errors
/// Where Trunk fails.
pub(crate) fn build(profile: Profile) -> anyhow::Result<PathBuf> {
    let folder = workshop().join("trunk");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    let mut trunk = command("trunk");
    // Our own command line is the only place for options, whatever the machine's environment says.
    trunk
        .args(["build", "--skip-version-check", "--color", "never", "--dist"])
        .arg(&folder)
        .env_remove("NO_COLOR");
    if profile == Profile::Release {
        trunk.arg("--release").env("CARGO_ENCODED_RUSTFLAGS", rust_flags()?);
    }
    process::run(&mut trunk)?;
    Ok(folder)
}

/// Takes this machine's folders out of the paths that panic messages carry. These flags stand in the place of
/// those in `.cargo/config.toml`, so that what it says is said here too.
fn rust_flags() -> anyhow::Result<String> {
    let mut flags = vec!["--cfg=erase_components".to_owned(), remap(&root(), "/groundswell")];
    let home = cargo_home().context("finding cargo's home folder")?;
    let registries = home.join("registry").join("src");
    if registries.is_dir() {
        for registry in
            fs::read_dir(&registries).with_context(|| format!("reading {}", registries.display()))?
        {
            flags.push(remap(&registry.context("reading cargo's registry")?.path(), "/crates"));
        }
    }
    Ok(flags.join("\u{1f}"))
}

fn remap(from: &Path, to: &str) -> String {
    format!("--remap-path-prefix={}={to}", from.display())
}

fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

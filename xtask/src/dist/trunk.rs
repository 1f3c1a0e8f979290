//! Calling Trunk so that the outcome depends on the sources alone.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Profile;
use crate::workspace::{cargo_home, command, root, workshop};
use crate::{process, setup};

/// The standard library is compiled with the programs: for size, and without the words of panics, which have
/// nowhere to go in a browser (a panic is a trap with or without them). What it takes is not in stable Rust yet;
/// the pinned toolchain has it, and no source of ours depends on it.
const SMALL_STD: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Builds the programs and the page, and tells the folder they are in.
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
        trunk.arg("--release").env("CARGO_ENCODED_RUSTFLAGS", rust_flags()?).envs(SMALL_STD);
    }
    process::run(&mut trunk)?;
    Ok(folder)
}

/// Makes the programs small, and takes this machine's folders out of the paths they carry. These flags stand in
/// the place of those in `.cargo/config.toml`, so that what it says is said here too.
fn rust_flags() -> anyhow::Result<String> {
    let small = [
        "--cfg=erase_components",
        "--cfg=split_pages",
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zlocation-detail=none",
    ];
    let mut flags = small.map(str::to_owned).to_vec();
    flags.push(remap(&root(), "/groundswell"));
    flags.push(remap(&setup::sysroot()?, "/rust"));
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

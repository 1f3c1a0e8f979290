//! wasm-opt, which npm has ready to run on every machine.

use std::fs;

use anyhow::{Context as _, ensure};

use crate::process;
use crate::workspace::{command, find, root, tools};

/// Installs wasm-opt in the version of `xtask/node/package.json` where it is missing.
///
/// # Errors
/// Where there is no npm, or it cannot install the package.
pub(crate) fn ensure() -> anyhow::Result<()> {
    let from = root().join("xtask").join("node");
    let wanted =
        wanted_version(&fs::read_to_string(from.join("package.json")).context("xtask/node/package.json")?)?;
    let answer = process::output(command("wasm-opt").arg("--version"));
    // "wasm-opt version 132 (version_132)"
    if answer.is_ok_and(|answer| answer.split_whitespace().nth(2) == wanted.split('.').next()) {
        return Ok(());
    }
    ensure!(
        find("npm").is_some(),
        "wasm-opt {wanted} is missing and there is no npm to install it with: install Node.js 20 or later"
    );
    println!("Installing wasm-opt {wanted} (npm's binaryen) into .tools");
    let into = tools().join("node");
    fs::create_dir_all(&into).with_context(|| format!("creating {}", into.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(from.join(name), into.join(name)).with_context(|| format!("copying xtask/node/{name}"))?;
    }
    process::run(command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&into))
}

fn wanted_version(package: &str) -> anyhow::Result<String> {
    let package: serde_json::Value = serde_json::from_str(package).context("xtask/node/package.json")?;
    let version = package.pointer("/devDependencies/binaryen").and_then(serde_json::Value::as_str);
    version.map(str::to_owned).context("xtask/node/package.json does not name binaryen")
}

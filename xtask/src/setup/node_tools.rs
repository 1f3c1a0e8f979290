//! wasm-opt and esbuild, which npm has ready to run on every machine.

use std::fs;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::process;
use crate::workspace::{command, find, root, tools};

/// Installs both in the versions of `xtask/node/package.json` where one is missing.
///
/// # Errors
/// Where there is no npm, or it cannot install the packages.
pub(crate) fn ensure() -> anyhow::Result<()> {
    let from = root().join("xtask").join("node");
    let package = fs::read_to_string(from.join("package.json")).context("reading xtask/node/package.json")?;
    let package: Value = serde_json::from_str(&package).context("xtask/node/package.json")?;
    let (binaryen, esbuild) = (version(&package, "binaryen")?, version(&package, "esbuild")?);
    // binaryen counts whole versions: "wasm-opt version 132 (version_132)".
    if answers("wasm-opt", binaryen.trim_end_matches(".0.0")) && answers("esbuild", esbuild) {
        return Ok(());
    }
    ensure!(
        find("npm").is_some(),
        "wasm-opt {binaryen} or esbuild {esbuild} is missing and there is no npm to install it with: install Node.js 20 or later"
    );
    println!("Installing wasm-opt {binaryen} and esbuild {esbuild} into .tools");
    let into = tools().join("node");
    fs::create_dir_all(&into).with_context(|| format!("creating {}", into.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(from.join(name), into.join(name)).with_context(|| format!("copying xtask/node/{name}"))?;
    }
    process::run(command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&into))
}

/// Whether the program is there and says that it is of that version.
fn answers(program: &str, version: &str) -> bool {
    process::output(command(program).arg("--version"))
        .is_ok_and(|answer| answer.split_whitespace().any(|word| word == version))
}

fn version<'a>(package: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    let version = package.get("devDependencies").and_then(|tools| tools.get(name)).and_then(Value::as_str);
    version.with_context(|| format!("xtask/node/package.json does not name {name}"))
}

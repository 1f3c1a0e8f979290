//! What formatter and compiler can say.

use crate::workspace::{Package, command, find, packages};
use crate::{process, setup};

/// Checks the formatting, then has clippy look at every package where it runs: browser programs as
/// WebAssembly, the others as they are.
///
/// # Errors
/// The first complaint.
pub(crate) fn run() -> anyhow::Result<()> {
    setup::checking()?;
    process::run(command("cargo").args(["fmt", "--all", "--check"]))?;
    let (browser, host): (Vec<_>, Vec<_>) = packages()?.into_iter().partition(Package::is_for_browser);
    clippy(&host, &[])?;
    clippy(&browser, &["--target", "wasm32-unknown-unknown"])?;
    if find("cargo-deny").is_some() {
        process::run(command("cargo").args(["deny", "check", "bans", "licenses", "sources"]))
    } else {
        println!("cargo-deny is not installed here, so deny.toml is not checked (cargo install cargo-deny)");
        Ok(())
    }
}

fn clippy(packages: &[Package], options: &[&str]) -> anyhow::Result<()> {
    let mut clippy = command("cargo");
    clippy.args(["clippy", "--quiet", "--all-targets"]).args(options);
    for package in packages {
        clippy.args(["--package", &package.name]);
    }
    process::run(clippy.args(["--", "-D", "warnings"]))
}

//! What formatter and compiler can say.

use std::process::Command;

use anyhow::ensure;

use crate::workspace::{Package, command, find, packages};
use crate::{process, setup};

/// Checks the formatting, then has clippy look at every package where it runs: browser programs as
/// WebAssembly, the others as they are. Each looks, whatever the one before it found.
///
/// # Errors
/// How many of them complain; what about, they have printed.
pub(crate) fn run() -> anyhow::Result<()> {
    setup::checking()?;
    let (browser, host): (Vec<_>, Vec<_>) = packages()?.into_iter().partition(Package::is_for_browser);
    let mut complaints = 0;
    let mut look = |command: &mut Command| {
        if let Err(error) = process::run(command) {
            println!("{error:#}");
            complaints += 1;
        }
    };
    look(command("cargo").args(["fmt", "--all", "--check"]));
    look(&mut clippy(&host, &[]));
    look(&mut clippy(&browser, &["--target", "wasm32-unknown-unknown"]));
    if find("cargo-deny").is_some() {
        look(command("cargo").args(["deny", "--workspace", "check", "bans", "licenses", "sources"]));
    } else {
        println!("cargo-deny is not installed here, so deny.toml is not checked (cargo install cargo-deny)");
    }
    ensure!(complaints == 0, "{complaints} of the linters complain");
    Ok(())
}

fn clippy(packages: &[Package], options: &[&str]) -> Command {
    let mut clippy = command("cargo");
    clippy.args(["clippy", "--quiet", "--all-targets"]).args(options);
    for package in packages {
        clippy.args(["--package", &package.name]);
    }
    clippy.args(["--", "-D", "warnings"]);
    clippy
}

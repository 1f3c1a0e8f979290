//! The browsers and their drivers, which only the system's own packages bring.

use anyhow::{Context as _, bail};

use crate::process;
use crate::workspace::{command, find};

/// A program that the tests start, and the Debian package that brings it.
const PROGRAMS: [(&str, &str); 6] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("firefox-esr", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
    // The exported spreadsheet is opened with it.
    ("soffice", "libreoffice-calc"),
];

/// Installs the packages whose programs are missing.
///
/// # Errors
/// Where that takes rights or a system that we do not have; the message names the packages.
pub(crate) fn ensure() -> anyhow::Result<()> {
    let missing: Vec<_> =
        PROGRAMS.iter().filter(|(program, _)| find(program).is_none()).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    if find("apt-get").is_none() {
        bail!(
            "the tests drive browsers that are missing here. On Debian they are in the packages {packages}; install their like"
        );
    }
    let user = process::output(command("id").arg("-u")).context("asking who we are")?;
    if user.trim() != "0" {
        bail!("the tests drive browsers that are missing here: sudo apt-get install {packages}");
    }
    println!("Installing Debian packages: {packages}");
    process::run(command("apt-get").args(["update", "--quiet"]))?;
    process::run(
        command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(&missing),
    )
}

//! Tools from crates.io, each in one version.

use anyhow::Context as _;

use crate::process;
use crate::workspace::{command, find, root, tools};

/// A program from crates.io.
#[derive(Debug)]
pub(crate) struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    options: &'static [&'static str],
}

/// The bundler. Later versions need a later compiler than ours.
pub(crate) fn trunk() -> Tool {
    Tool { package: "trunk", program: "trunk", version: "0.21.14".into(), options: &["--locked"] }
}

/// The test runner.
pub(crate) fn nextest() -> Tool {
    Tool {
        package: "cargo-nextest",
        program: "cargo-nextest",
        version: "0.9.151".into(),
        options: &["--locked", "--no-default-features", "--features", "default-no-update"],
    }
}

/// The driver of Firefox.
pub(crate) fn geckodriver() -> Tool {
    Tool { package: "geckodriver", program: "geckodriver", version: "0.36.0".into(), options: &[] }
}

/// The glue between WebAssembly and JavaScript: it only reads what the library of exactly its own
/// version wrote. Its own lock file names a withdrawn package, so it is built without.
///
/// # Errors
/// Where Cargo.lock cannot be read or does not name the library.
pub(crate) fn wasm_bindgen() -> anyhow::Result<Tool> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).context("reading Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock does not name wasm-bindgen")?;
    Ok(Tool { package: "wasm-bindgen-cli", program: "wasm-bindgen", version, options: &[] })
}

/// Whoever waits for a tool is served better by one that is there soon than by one that runs a little faster:
/// optimised and linked as a whole, as its authors publish it, Trunk alone takes ten minutes.
const QUICK: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "false"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
];

/// Installs the tools that the machine does not have in their version.
///
/// # Errors
/// Where one cannot be built.
pub(crate) fn ensure(wanted: &[Tool]) -> anyhow::Result<()> {
    for tool in wanted {
        if tool.is_there() {
            continue;
        }
        println!("Installing {} {} (this takes some minutes, once)", tool.package, tool.version);
        let mut install = command("cargo");
        install.args(["install", tool.package, "--version", &tool.version]).args(tool.options);
        install.envs(QUICK);
        // Another version that the machine has was put there for something else, and stays. Otherwise cargo's
        // own place is best: every checkout finds the tool there.
        if find(tool.program).is_some() {
            install.arg("--root").arg(tools().join("cargo"));
        }
        process::run(&mut install)?;
    }
    Ok(())
}

impl Tool {
    fn is_there(&self) -> bool {
        // A program that is missing or does not answer is not there.
        process::output(command(self.program).arg("--version"))
            .is_ok_and(|answer| answer.split_whitespace().nth(1) == Some(self.version.as_str()))
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}

//! Where things are, and commands that start there with the tools in reach.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde::Deserialize;

/// The checkout's top folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where tools are installed that the machine does not have in the version needed.
pub(crate) fn tools() -> PathBuf {
    root().join(".tools")
}

/// Where the app is put together.
pub(crate) fn workshop() -> PathBuf {
    root().join("target").join("site")
}

/// A command that starts in [`root`], finds our [`tools`] first and waits for no input.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", path()).stdin(Stdio::null());
    command
}

/// The program of that name, among our tools or the machine's.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&path()).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A package of this workspace, as cargo describes it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Package {
    /// The package's name.
    pub(crate) name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Clone, Deserialize)]
struct Dependency {
    name: String,
}

impl Package {
    /// The package's folder.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(&self.manifest_path)
    }

    /// Whether it names that package among its dependencies, of whatever sort.
    pub(crate) fn names(&self, dependency: &str) -> bool {
        self.dependencies.iter().any(|named| named.name == dependency)
    }

    /// Whether it is a program for the browser: it is checked and built for WebAssembly.
    pub(crate) fn is_for_browser(&self) -> bool {
        self.names("web-sys")
    }

    /// Whether it drives real browsers, and so needs the built app and is run once for each.
    pub(crate) fn is_journeys(&self) -> bool {
        self.name == "journeys"
    }
}

/// The workspace's packages, by name.
///
/// # Errors
/// Where cargo cannot read the workspace.
pub(crate) fn packages() -> anyhow::Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let metadata: Metadata = serde_json::from_str(&metadata()?).context("cargo metadata")?;
    Ok(metadata.packages)
}

/// Where cargo puts what it builds.
///
/// # Errors
/// Where cargo cannot read the workspace.
pub(crate) fn target_folder() -> anyhow::Result<PathBuf> {
    #[derive(Deserialize)]
    struct Metadata {
        target_directory: PathBuf,
    }
    let metadata: Metadata = serde_json::from_str(&metadata()?).context("cargo metadata")?;
    Ok(metadata.target_directory)
}

fn metadata() -> anyhow::Result<String> {
    crate::process::output(command("cargo").args(["metadata", "--no-deps", "--format-version", "1"]))
}

/// Where cargo keeps what it downloads and installs.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

fn path() -> OsString {
    let own = [tools().join("cargo").join("bin"), tools().join("node").join("node_modules").join(".bin")];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    // Where cargo installs programs, on machines whose PATH does not name it.
    let of_cargo = cargo_home().map(|home| home.join("bin"));
    let folders = own.into_iter().chain(std::env::split_paths(&inherited)).chain(of_cargo);
    // Joining fails only for a folder whose name holds the separator: then only the machine's tools are in reach.
    std::env::join_paths(folders).unwrap_or(inherited)
}

//! Other people's programs, which tell whether our files are what we say.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// Runs a script of `tests/oracle/` with Node.js, after installing the packages of its lock file if they
/// are not there, and returns what it prints.
///
/// # Errors
/// Where it fails; the message holds what it said.
pub fn node(script: &str, arguments: &[&Path]) -> anyhow::Result<String> {
    let folder = packages()?;
    let mut node = Command::new("node");
    output(node.arg(script).args(arguments).current_dir(folder))
}

/// What a client that was written from `docs/PROTOCOL.md` alone finds behind a sync link, after the edit that it is
/// to make, if any: see `tests/oracle/protocol/client.mjs`.
///
/// # Errors
/// Where it fails; the message holds what it said.
pub fn second_client(link: &str, edit: Option<&Value>) -> anyhow::Result<Value> {
    let origin = link.split_once("/#").context("that is no link")?.0;
    let relay = format!("{}/sync", origin.replacen("http", "ws", 1));
    let folder = packages()?;
    let mut client = Command::new("node");
    client.args(["protocol/client.mjs", "--relay", &relay]).current_dir(folder);
    if let Some(edit) = edit {
        client.arg("--edit").arg(edit.to_string());
    }
    client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = client.spawn().context("starting Node.js")?;
    // By its standard input: arguments are seen by everybody on a machine.
    running.stdin.take().context("the client's input")?.write_all(link.as_bytes())?;
    let output = running.wait_with_output()?;
    ensure!(
        output.status.success(),
        "the second client failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).context("what the second client says")
}

/// The folder with the packages installed.
///
/// # Errors
/// Where npm can not install them.
pub(crate) fn packages() -> anyhow::Result<PathBuf> {
    let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("oracle");
    let into = crate::checkout()?.join("target").join("journeys").join("oracle");
    std::fs::create_dir_all(&into)?;
    // Tests that begin at once wait for the one that installs.
    let lock = std::fs::File::create(into.join("lock"))?;
    lock.lock()?;
    let wanted = std::fs::read(from.join("package-lock.json"))?;
    let installed = into.join("installed");
    for folder in ["", "protocol"] {
        std::fs::create_dir_all(into.join(folder))?;
        for entry in std::fs::read_dir(from.join(folder))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::copy(entry.path(), into.join(folder).join(entry.file_name()))?;
            }
        }
    }
    if std::fs::read(&installed).ok().as_ref() != Some(&wanted) {
        output(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&into))?;
        std::fs::write(&installed, &wanted)?;
    }
    Ok(into)
}

/// What LibreOffice Calc reads in a spreadsheet of text: the cells' values, tabs between them. It opens the
/// file without a window, so it is told what its own dialog proposes for a file with the mark of UTF-8.
///
/// # Errors
/// Where it does not open the file.
pub fn libreoffice(file: &Path, within: &Path) -> anyhow::Result<String> {
    // Its own profile: it refuses to run twice on one.
    let profile = within.join("libreoffice-profile");
    let into = within.join("libreoffice");
    output(
        Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            // Comma, quotation mark, UTF-8, from the first line; and tab, the same, values as they are shown.
            .args(["--headless", "--norestore", "--infilter=Text - txt - csv (StarCalc):44,34,76,1"])
            .args([
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false",
                "--outdir",
            ])
            .args([into.as_path(), file])
            .env("HOME", within),
    )?;
    let made = into.join(file.file_name().context("a file's name")?);
    std::fs::read_to_string(&made).with_context(|| format!("LibreOffice made no {}", made.display()))
}

fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("{name} is missing"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "{name} failed: {said}{}", String::from_utf8_lossy(&output.stderr));
    Ok(said)
}

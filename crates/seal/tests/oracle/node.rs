//! Running the second implementation.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs Node.js in the oracle's folder, its packages installed, and returns what it prints.
pub(crate) fn run(arguments: &[&str], input: &str, environment: &[(&str, &Path)]) -> String {
    let mut node = Command::new("node");
    node.args(arguments).envs(environment.iter().copied()).current_dir(packages());
    output(&mut node, input)
}

/// The oracle's folder, copied to where its packages may be installed.
fn packages() -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle");
    let into = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    fs::create_dir_all(&into).unwrap();
    // Tests that begin at once wait for the one that installs.
    let lock = fs::File::create(into.join("lock")).unwrap();
    lock.lock().unwrap();
    copy(&from, &into);
    let wanted = fs::read(from.join("package-lock.json")).unwrap();
    let installed = into.join("installed");
    if fs::read(&installed).ok().as_ref() != Some(&wanted) {
        output(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&into), "");
        fs::write(&installed, &wanted).unwrap();
    }
    into
}

fn copy(from: &Path, into: &Path) {
    fs::create_dir_all(into).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = into.join(entry.file_name());
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to).unwrap();
        } else if entry.file_name() != "node_modules" {
            copy(&entry.path(), &to);
        }
    }
}

fn output(command: &mut Command, input: &str) -> String {
    let name = command.get_program().to_string_lossy().into_owned();
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().unwrap_or_else(|error| panic!("{name} is missing: {error}"));
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{name} failed: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

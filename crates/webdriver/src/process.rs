//! Programs that are started here, and their certain end.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// A running program with whatever it started. Dropping it ends them all.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts a program; what it says goes into the file `log`.
    ///
    /// # Errors
    /// Where it is missing.
    pub(crate) fn start(command: &mut Command, log: &Path) -> anyhow::Result<Self> {
        let said = File::create(log).with_context(|| format!("creating {}", log.display()))?;
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said)
            .spawn()
            .with_context(|| format!("starting {name}: `cargo xtask test` installs it"))?;
        Ok(Self { child, log: log.to_path_buf() })
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn runs(&mut self) -> anyhow::Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// The system's number of it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said.
    pub(crate) fn said(&self) -> String {
        fs::read(&self.log)
            .map_or_else(|error| error.to_string(), |text| String::from_utf8_lossy(&text).into_owned())
    }

    /// Ends all the programs that it started, at once and unprepared, as a phone without battery does. It
    /// goes on itself.
    pub(crate) fn kill_children(&self) {
        kill(&descendants(self.child.id()));
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Listed first: whoever loses its parent is not found below it any more.
        let mut all = descendants(self.child.id());
        if matches!(self.child.try_wait(), Ok(None)) {
            all.push(self.child.id());
        }
        kill(&all);
        if let Err(error) = self.child.wait() {
            println!("process {} may still run: {error}", self.child.id());
        }
        // Who is killed still holds its files and its control group for a moment.
        let until = Instant::now() + Duration::from_secs(5);
        while all.iter().any(|id| is_running(*id)) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Whether it holds anything yet: one whose end nobody has asked for does not.
fn is_running(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

fn kill(processes: &[u32]) {
    if processes.is_empty() {
        return;
    }
    let ids = processes.iter().map(u32::to_string);
    // It fails where one of them has just ended, which is what is asked for.
    let _some_ended = Command::new("kill").arg("-KILL").args(ids).stderr(Stdio::null()).status();
}

/// Every process below this one.
fn descendants(top: u32) -> Vec<u32> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        if let Some(parent) = parent_in(&stat) {
            parents.push((id, parent));
        }
    }
    let mut found = vec![top];
    let mut at = 0;
    while let Some(&parent) = found.get(at) {
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
        at += 1;
    }
    found.remove(0);
    found
}

/// The parent in a line of `/proc/N/stat`: the second word after the name, which is in parentheses and may
/// hold anything (proc(5)).
fn parent_in(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_found_behind_any_name() {
        assert_eq!(parent_in("71 (Web (x) Content) S 42 71 71 0"), Some(42));
        assert_eq!(parent_in(""), None);
    }

    #[test]
    fn what_a_program_started_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut shell = Command::new("sh");
        let program = Program::start(shell.args(["-c", "sleep 600 & echo $!; wait"]), &log).unwrap();
        let child = loop {
            if let Ok(id) = program.said().trim().parse::<u32>() {
                break id;
            }
        };
        assert_eq!(descendants(program.child.id()), [child]);
        drop(program);
        assert!(!is_running(child));
    }
}

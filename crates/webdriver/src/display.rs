//! A screen that nobody looks at.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, ensure};

/// How long Xvfb may take to name its display.
const LIMIT: Duration = Duration::from_secs(15);

/// A running Xvfb. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Display {
    server: Child,
    /// As `DISPLAY` has it.
    pub(crate) name: String,
}

impl Display {
    /// Starts one on whatever number is free.
    ///
    /// # Errors
    /// Where it does not start in time.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1300x1000x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Xvfb: `cargo xtask test` installs it")?;
        let output = server.stdout.take();
        let mut display = Self { server, name: String::new() };
        let output = output.context("Xvfb's output")?;
        let (told, hear) = mpsc::channel();
        // A pipe has no limit of its own. The thread ends with Xvfb, at the latest.
        std::thread::spawn(move || {
            let mut number = String::new();
            let read = BufReader::new(output).read_line(&mut number).map(|_| number);
            // Nobody listens any more where it came too late.
            let _late = told.send(read);
        });
        let number = hear.recv_timeout(LIMIT).context("Xvfb does not name its display")??;
        ensure!(!number.trim().is_empty(), "Xvfb ended without naming its display");
        display.name = format!(":{}", number.trim());
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let ended = self.server.kill().and_then(|()| self.server.wait());
        if let Err(error) = ended {
            println!("Xvfb (process {}) may still run: {error}", self.server.id());
        }
    }
}

//! Running other programs, in the open.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// Says what it runs and runs it, its output going where ours goes.
///
/// # Errors
/// Where the program cannot be started or does not succeed.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let line = describe(command);
    println!("$ {line}");
    let status = command.status().with_context(|| format!("starting `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// What the program writes to its standard output.
///
/// # Errors
/// Where the program cannot be started, does not succeed or does not write text.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let line = describe(command);
    let output = command.output().with_context(|| format!("starting `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({}):\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("what `{line}` wrote"))
}

/// Runs a program, showing its output and keeping it; also says whether it succeeded.
///
/// # Errors
/// Where the program cannot be started or its output not be read.
pub(crate) fn overhear(command: &mut Command) -> anyhow::Result<(bool, String)> {
    let line = describe(command);
    println!("$ {line}");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting `{line}`"))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (out, err) = std::thread::scope(|scope| {
        let err = scope.spawn(|| stderr.map(echo).transpose());
        let out = stdout.map(echo).transpose();
        (out, err.join())
    });
    let err = err.map_err(|_panic| anyhow::anyhow!("reading what `{line}` wrote"))?;
    let status = child.wait().with_context(|| format!("waiting for `{line}`"))?;
    let heard = [out?, err?].into_iter().flatten().collect::<Vec<_>>().concat();
    Ok((status.success(), heard))
}

fn echo(stream: impl Read) -> anyhow::Result<String> {
    let mut heard = String::new();
    for line in BufReader::new(stream).split(b'\n') {
        let line = line.context("reading a program's output")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        heard.push_str(&line);
        heard.push('\n');
    }
    Ok(heard)
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

//! Rules about source files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use walkdir::WalkDir;

use super::Finding;
use crate::workspace::root;

/// Longer than this a file probably holds two ideas.
const LONG: usize = 400;
/// Longer than this it certainly does.
const TOO_LONG: usize = 500;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 7] = ["util", "utils", "common", "helper", "helpers", "misc", "shared"];

/// Checks the files of the checkout, other than what git ignores.
///
/// # Errors
/// Where a file cannot be read.
pub(crate) fn check() -> anyhow::Result<Vec<Finding>> {
    let root = root();
    let files = files(&root)?;
    let rust: Vec<_> =
        files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")).collect();
    let mut too_long = Vec::new();
    let mut texts = Vec::new();
    for file in &files {
        if let Ok(text) =
            String::from_utf8(fs::read(root.join(file)).with_context(|| file.display().to_string())?)
        {
            texts.push((file, text));
        }
    }
    for (file, text) in texts.iter().filter(|(file, _)| rust.contains(file)) {
        let lines = text.lines().count();
        if lines > TOO_LONG {
            too_long.push(format!("{} has {lines} lines", file.display()));
        } else if lines > LONG {
            println!("note: {} has {lines} lines, more than {LONG}", file.display());
        }
    }
    let here = root.display().to_string();
    let naming =
        texts.iter().filter(|(_, text)| text.contains(&here)).map(|(file, _)| file.display().to_string());
    Ok(vec![
        Finding { rule: "a Rust file has at most 500 lines", breaches: too_long },
        Finding {
            rule: "a module is `foo.rs` beside `foo/`, never `mod.rs`",
            breaches: named(&rust, |name| name == "mod"),
        },
        Finding {
            rule: "a module's name says what is inside",
            breaches: named(&rust, |name| EMPTY_NAMES.contains(&name)),
        },
        Finding { rule: "no file names the folder it was written in", breaches: naming.collect() },
    ])
}

fn named(files: &[&PathBuf], bad: impl Fn(&str) -> bool) -> Vec<String> {
    let is_bad =
        |file: &&&PathBuf| file.with_extension("").iter().any(|part| part.to_str().is_some_and(&bad));
    files.iter().filter(is_bad).map(|file| file.display().to_string()).collect()
}

/// The files of the checkout, from its top.
pub(crate) fn files(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let ignored = ["target", "dist", "node_modules", ".git", ".tools"].contains(&name.as_ref());
        // Below the top such names are ours: xtask has a module `dist`.
        !(ignored && (entry.depth() == 1 || name == "node_modules"))
    });
    for entry in walk {
        let entry = entry.context("reading the checkout")?;
        if entry.file_type().is_file() {
            files.push(entry.path().strip_prefix(root).context("a file outside the checkout")?.to_path_buf());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing_are_found_as_files_and_as_folders() {
        let files = ["src/utils.rs", "src/common/date.rs", "src/list.rs"].map(PathBuf::from);
        let files: Vec<_> = files.iter().collect();
        let found = named(&files, |name| EMPTY_NAMES.contains(&name));
        assert_eq!(found, ["src/utils.rs", "src/common/date.rs"]);
    }
}

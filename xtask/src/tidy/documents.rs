//! Rules about what is written for people.

use std::fs;

use super::Finding;
use crate::workspace::{packages, root};

/// Checks that the map of the house shows every room.
///
/// # Errors
/// Where the workspace cannot be read.
pub(crate) fn check() -> anyhow::Result<Vec<Finding>> {
    let root = root();
    // A missing map shows no room.
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap_or_default();
    let mut breaches = Vec::new();
    for package in packages()? {
        let Ok(folder) = package.folder().strip_prefix(&root) else { continue };
        let room = match folder.to_str() {
            Some("") | None => "src/".to_owned(),
            Some(folder) => format!("{folder}/"),
        };
        if !map.contains(&room) {
            breaches.push(format!("{room} ({}) is missing", package.name));
        }
    }
    Ok(vec![Finding { rule: "ARCHITECTURE.md names every package's folder", breaches }])
}

//! The style sheets as one: `style/main.css` names the others and their layers.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};

use crate::workspace::{root, workshop};

/// Writes the one style sheet that Trunk takes on, and tells where.
///
/// # Errors
/// Where a sheet is missing or the first one holds more than imports and comments.
pub(crate) fn gather() -> anyhow::Result<PathBuf> {
    let css = join(&root().join("style"))?;
    let into = workshop().join("main.css");
    fs::create_dir_all(workshop()).with_context(|| format!("creating {}", workshop().display()))?;
    fs::write(&into, css).with_context(|| format!("writing {}", into.display()))?;
    Ok(into)
}

fn join(folder: &Path) -> anyhow::Result<String> {
    let main = read(&folder.join("main.css"))?;
    let mut sheets = String::new();
    for statement in
        without_comments(&main).split(';').map(str::trim).filter(|statement| !statement.is_empty())
    {
        if statement.starts_with("@layer") && !statement.contains('{') {
            writeln!(sheets, "{statement};")?;
            continue;
        }
        let Some((path, layer)) = import(statement) else {
            bail!(
                "style/main.css may only hold lines like `@import url(\"base.css\") layer(base);`, not `{statement}`"
            );
        };
        let sheet = read(&folder.join(path))?;
        ensure!(
            !without_comments(&sheet).contains("@import"),
            "style/{path} imports another sheet: only style/main.css does"
        );
        writeln!(sheets, "@layer {layer} {{\n{sheet}\n}}")?;
    }
    Ok(sheets)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

fn import(statement: &str) -> Option<(&str, &str)> {
    let rest = statement.strip_prefix("@import")?.trim();
    let (path, rest) = rest.strip_prefix("url(\"")?.split_once("\")")?;
    let layer = rest.trim().strip_prefix("layer(")?.strip_suffix(')')?;
    Some((path, layer))
}

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    }

    #[test]
    fn sheets_are_joined_in_order_each_in_its_layer() {
        let folder = folder(&[
            (
                "main.css",
                "/* a; b */\n@layer base, parts;\n@import url(\"a.css\") layer(base);\n@import url(\"b.css\") layer(parts);\n",
            ),
            ("a.css", "a { color: red }"),
            ("b.css", "b { color: blue }"),
        ]);
        assert_eq!(
            join(folder.path()).unwrap(),
            "@layer base, parts;\n@layer base {\na { color: red }\n}\n@layer parts {\nb { color: blue }\n}\n"
        );
    }

    #[test]
    fn anything_else_in_the_first_sheet_and_a_nested_import_are_refused() {
        let rule = folder(&[("main.css", "body { margin: 0 }")]);
        assert!(join(rule.path()).unwrap_err().to_string().contains("may only hold"));
        let nested =
            folder(&[("main.css", "@import url(\"a.css\") layer(a);"), ("a.css", "@import url(\"b.css\");")]);
        assert!(join(nested.path()).unwrap_err().to_string().contains("imports another sheet"));
        let missing = folder(&[("main.css", "@import url(\"a.css\") layer(a);")]);
        assert!(join(missing.path()).is_err());
    }
}

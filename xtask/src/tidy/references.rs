//! Files that others name must be there.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use super::Finding;
use crate::workspace::root;

/// Checks what the page and the manifest name.
///
/// # Errors
/// Where they cannot be read.
pub(crate) fn check() -> anyhow::Result<Vec<Finding>> {
    let root = root();
    let public = root.join("public");
    let manifest =
        fs::read_to_string(public.join("manifest.webmanifest")).context("public/manifest.webmanifest")?;
    let manifest: Value = serde_json::from_str(&manifest).context("public/manifest.webmanifest")?;
    let mut pictures = Vec::new();
    sources(&manifest, &mut pictures);
    let page = fs::read_to_string(root.join("index.html")).context("index.html")?;
    let named = page.split("=\"/").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned);
    // The loaders of the workers are written by the build.
    let named: Vec<_> = named.filter(|path| !path.ends_with("_loader.js")).collect();
    Ok(vec![
        Finding {
            rule: "every picture in the manifest is in public/",
            breaches: missing(&public, &pictures),
        },
        Finding { rule: "every file named in index.html is in public/", breaches: missing(&public, &named) },
    ])
}

fn missing(public: &Path, paths: &[String]) -> Vec<String> {
    let is_missing = |path: &&String| !public.join(path.trim_start_matches('/')).is_file();
    paths.iter().filter(is_missing).map(|path| format!("{path} is missing")).collect()
}

/// Every `src` in the manifest, however deep.
fn sources(value: &Value, found: &mut Vec<String>) {
    if let Value::Object(fields) = value {
        found.extend(fields.get("src").and_then(Value::as_str).map(str::to_owned));
        fields.values().for_each(|field| sources(field, found));
    }
    if let Value::Array(items) = value {
        items.iter().for_each(|item| sources(item, found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_icons_shortcuts_and_screenshots_are_all_found() {
        let manifest = serde_json::json!({
            "icons": [{ "src": "/a.png" }],
            "shortcuts": [{ "name": "x", "icons": [{ "src": "/b.png" }] }],
        });
        let mut found = Vec::new();
        sources(&manifest, &mut found);
        assert_eq!(found, ["/a.png", "/b.png"]);
    }
}

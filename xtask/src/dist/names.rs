//! File names that carry a hash of what is inside, so that a copy may be kept for ever and a page
//! never starts a program of another build.

use anyhow::{Context as _, ensure};

use super::esbuild;
use super::split::{LINKS, PAGES};
use super::stage::{Stage, short_hash};

/// The script of the app's program, which fetches [`LINKS`] and is fetched by it.
const SCRIPT: &str = "groundswell.js";

/// The files that the page names, each before those that name it.
const FILES: [(&str, &[&str]); 13] = [
    ("engine-worker_bg.wasm", &["engine-worker_loader.js"]),
    ("engine-worker.js", &["engine-worker_loader.js"]),
    ("engine-worker_loader.js", &["index.html"]),
    ("workbook_bg.wasm", &["workbook_loader.js"]),
    ("workbook.js", &["workbook_loader.js"]),
    ("workbook_loader.js", &["index.html"]),
    ("groundswell_bg.wasm", &["index.html"]),
    (SCRIPT, &["index.html"]),
    ("main.css", &["index.html"]),
    ("boot.js", &["index.html"]),
    ("startup.js", &["index.html"]),
    (esbuild::PAGES, &["register.js"]),
    ("register.js", &["index.html"]),
];

/// Renames the files, in the files that name them too.
///
/// # Errors
/// Where one is missing, or not named where it should be.
pub(crate) fn carry_hashes(stage: &Stage) -> anyhow::Result<()> {
    let links = if stage.holds(LINKS) { Some(of_bundles(stage)?) } else { None };
    for (name, named_in) in FILES {
        let hashed = hashed(name, &stage.read(name)?);
        let links = links.as_deref().filter(|_| name == SCRIPT);
        carry(stage, name, &hashed, named_in.iter().copied().chain(links))?;
    }
    Ok(())
}

/// Renames the bundles and the module that fetches them, and tells what that is called. It and the program's
/// script name each other: its hash is that of both as they were.
fn of_bundles(stage: &Stage) -> anyhow::Result<String> {
    carry(stage, PAGES, &hashed(PAGES, &stage.read(PAGES)?), [LINKS])?;
    let both = [stage.read(LINKS)?, stage.read(SCRIPT)?].concat();
    let links = hashed(LINKS, &both);
    carry(stage, LINKS, &links, ["index.html"])?;
    stage.write(SCRIPT, with_import(&stage.text(SCRIPT)?, &links)?)?;
    Ok(links)
}

/// The program's script with its import of [`LINKS`] by another name. Further on it tells the program by what
/// name the program itself knows that module, which stays.
fn with_import(script: &str, links: &str) -> anyhow::Result<String> {
    let (before, after) = script
        .split_once(&format!("/{LINKS}"))
        .with_context(|| format!("{SCRIPT} does not import {LINKS}"))?;
    let statement = before.rsplit(';').next().unwrap_or(before).trim_start();
    ensure!(statement.starts_with("import"), "{SCRIPT} names {LINKS} before it imports it");
    Ok(format!("{before}/{links}{after}"))
}

fn carry<'a>(
    stage: &Stage,
    name: &str,
    hashed: &str,
    named_in: impl IntoIterator<Item = &'a str>,
) -> anyhow::Result<()> {
    stage.rename(name, hashed)?;
    for file in named_in {
        stage.replace(file, &format!("/{name}"), &format!("/{hashed}"))?;
    }
    Ok(())
}

/// The name with the hash, before what wasm-bindgen appends: `engine-worker-<hash>_bg.wasm`.
fn hashed(name: &str, content: &[u8]) -> String {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let (stem, role) = stem.split_at(stem.find('_').unwrap_or(stem.len()));
    format!("{stem}-{}{role}.{ending}", short_hash(content))
}

/// Whether a file of the finished site is the one that was called `name`.
pub(crate) fn is_of(name: &str, path: &str) -> bool {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let (stem, role) = stem.split_at(stem.find('_').unwrap_or(stem.len()));
    let hash = path.strip_prefix(stem).and_then(|rest| rest.strip_suffix(&format!("{role}.{ending}")));
    hash.is_some_and(|hash| hash.is_empty() || hash.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_before_what_wasm_bindgen_appends() {
        let hash = short_hash(b"x");
        assert_eq!(hash.len(), 16);
        assert_eq!(hashed("engine-worker_bg.wasm", b"x"), format!("engine-worker-{hash}_bg.wasm"));
        assert_eq!(hashed("main.css", b"x"), format!("main-{hash}.css"));
    }

    #[test]
    fn a_file_is_known_by_its_name_whatever_its_hash() {
        for (name, path) in [("pages.css", "pages-01ab.css"), ("split_pages.wasm", "split-01ab_pages.wasm")] {
            assert!(is_of(name, path) && is_of(name, name), "{path}");
        }
        assert!(!is_of("pages.css", "pages-01ab.js") && !is_of("pages.css", "main-01ab.css"));
    }

    #[test]
    fn bundles_and_the_script_name_each_other_with_their_hashes() {
        let folder = tempfile::tempdir().unwrap();
        let script = "import*as a from'./pieces.js';var b={'./pieces.js':a}";
        let stage = |links: &str| {
            for (name, content) in
                [(LINKS, links), (SCRIPT, script), (PAGES, "wasm"), ("index.html", "/pieces.js")]
            {
                std::fs::write(folder.path().join(name), content).unwrap();
            }
            Stage::take(folder.path().to_path_buf()).unwrap()
        };
        let links = "import './groundswell.js'; fetch('./split_pages.wasm')";
        let site = stage(links);
        let named = of_bundles(&site).unwrap();
        let pages = hashed(PAGES, b"wasm");
        assert!(site.holds(&pages) && crate::dist::is_later(&pages));
        assert!(site.text(&named).unwrap().contains(&format!("'./{pages}'")));
        let known = format!("import*as a from'./{named}';var b={{'./pieces.js':a}}");
        assert_eq!(site.text(SCRIPT).unwrap(), known);
        assert_eq!(site.text("index.html").unwrap(), format!("/{named}"));
        let other = of_bundles(&stage(&format!("{links};"))).unwrap();
        assert_ne!(other, named);
    }

    #[test]
    fn a_file_that_nothing_names_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for (name, _) in FILES {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::write(folder.path().join("index.html"), "").unwrap();
        let error = carry_hashes(&Stage::take(folder.path().to_path_buf()).unwrap()).unwrap_err();
        assert!(error.to_string().contains("engine-worker_bg.wasm"), "{error}");
    }
}

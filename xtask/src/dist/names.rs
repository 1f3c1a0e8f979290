//! File names that carry a hash of what is inside, so that a copy may be kept for ever and a page
//! never starts a program of another build.

use super::stage::{Stage, short_hash};

/// The files that the page names, each before those that name it.
const FILES: [(&str, &[&str]); 8] = [
    ("engine-worker_bg.wasm", &["engine-worker_loader.js"]),
    ("engine-worker.js", &["engine-worker_loader.js"]),
    ("engine-worker_loader.js", &["index.html"]),
    ("groundswell_bg.wasm", &["index.html"]),
    ("groundswell.js", &["index.html"]),
    ("main.css", &["index.html"]),
    ("boot.js", &["index.html"]),
    ("register.js", &["index.html"]),
];

/// Renames the files, in the files that name them too.
///
/// # Errors
/// Where one is missing, or not named where it should be.
pub(crate) fn carry_hashes(stage: &Stage) -> anyhow::Result<()> {
    for (name, named_in) in FILES {
        let hashed = hashed(name, &stage.read(name)?);
        stage.rename(name, &hashed)?;
        for file in named_in {
            stage.replace(file, &format!("/{name}"), &format!("/{hashed}"))?;
        }
    }
    Ok(())
}

/// The name with the hash, before what wasm-bindgen appends: `engine-worker-<hash>_bg.wasm`.
fn hashed(name: &str, content: &[u8]) -> String {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let (stem, role) = stem.split_at(stem.find('_').unwrap_or(stem.len()));
    format!("{stem}-{}{role}.{ending}", short_hash(content))
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

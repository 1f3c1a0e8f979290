//! The list of the build's files and their hashes, in the service worker.

use std::collections::BTreeMap;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::stage::{Stage, short_hash};

/// The service worker's file.
pub(crate) const WORKER: &str = "sw.js";

/// The line of the service worker that the list takes the place of.
const PLACE: &str = "const BUILD = { id: \"\", files: {} };";

/// Puts the list into the service worker. The build's id hashes the list and the worker's own code,
/// so that either changing makes another build.
///
/// # Errors
/// Where a file cannot be read or the service worker has no place for the list.
pub(crate) fn list(stage: &Stage) -> anyhow::Result<()> {
    let files = hashes(stage)?;
    let files = serde_json::to_string(&files).context("writing the list of files")?;
    let id = short_hash(format!("{files}{}", stage.text(WORKER)?).as_bytes());
    stage.replace(WORKER, PLACE, &format!("const BUILD = {{ id: \"{id}\", files: {files} }};"))
}

/// The list as it stands in the finished service worker.
///
/// # Errors
/// Where there is none.
pub(crate) fn listed(stage: &Stage) -> anyhow::Result<BTreeMap<String, String>> {
    let worker = stage.text(WORKER)?;
    let line =
        worker.lines().find(|line| line.starts_with("const BUILD = ")).context("sw.js holds no list")?;
    let files = line.split_once(", files: ").and_then(|(_, rest)| rest.strip_suffix(" };"));
    serde_json::from_str(files.context("sw.js holds no list of files")?).context("the list in sw.js")
}

/// Each file's address with the SHA-256 of its content in base64.
///
/// # Errors
/// Where a file cannot be read.
pub(crate) fn hashes(stage: &Stage) -> anyhow::Result<BTreeMap<String, String>> {
    let mut hashes = BTreeMap::new();
    for path in stage.paths()? {
        if is_precached(&path) {
            hashes.insert(format!("/{path}"), base64(&Sha256::digest(stage.read(&path)?)));
        }
    }
    Ok(hashes)
}

/// Whether the app keeps the file on the device. It keeps all but the service worker, which the
/// browser itself keeps; the screenshots, which only shops and install dialogs show; and the stored
/// encodings, which have no address of their own.
pub(crate) fn is_precached(path: &str) -> bool {
    path != WORKER && !path.starts_with("screenshots/") && !path.ends_with(".br") && !path.ends_with(".gz")
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().enumerate().fold(0u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            let index = usize::try_from(bits >> (18 - 6 * at) & 63).unwrap_or_default();
            let letter = ALPHABET.get(index).copied().unwrap_or(b'=');
            text.push(if at > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_one_of_rfc_4648() {
        for (plain, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn the_list_written_is_the_list_read() {
        let folder = tempfile::tempdir().unwrap();
        let stage_at = folder.path().join("site");
        std::fs::create_dir_all(stage_at.join("screenshots")).unwrap();
        for (name, content) in [
            ("index.html", "<!doctype html>"),
            ("sw.js", "\"use strict\";\nconst BUILD = { id: \"\", files: {} };\n"),
            ("screenshots/wide.png", "png"),
            ("app.js", "app"),
        ] {
            std::fs::write(stage_at.join(name), content).unwrap();
        }
        let stage = Stage::take(stage_at).unwrap();
        list(&stage).unwrap();
        let listed = listed(&stage).unwrap();
        assert_eq!(listed.keys().collect::<Vec<_>>(), ["/app.js", "/index.html"]);
        assert_eq!(listed, hashes(&stage).unwrap());
        assert!(list(&stage).is_err(), "there is no place for a second list");
    }
}

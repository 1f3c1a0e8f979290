//! The list of the build's files and their hashes, in the service worker.

use std::collections::BTreeMap;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::stage::{Stage, short_hash};

/// The service worker's file.
pub(crate) const WORKER: &str = "sw.js";

/// The line of the service worker that the list takes the place of.
const PLACE: &str = "const BUILD = { id: \"\", files: {}, extras: {} };";

/// Puts the list into the service worker. The build's id hashes the list and the worker's own code,
/// so that either changing makes another build.
///
/// # Errors
/// Where a file cannot be read or the service worker has no place for the list.
pub(crate) fn list(stage: &Stage) -> anyhow::Result<()> {
    let json = |files: Hashes| serde_json::to_string(&files).context("writing the list of files");
    let (files, extras) = (json(hashes(stage)?)?, json(extras(stage)?)?);
    let id = short_hash(format!("{files}{extras}{}", stage.text(WORKER)?).as_bytes());
    stage.replace(
        WORKER,
        PLACE,
        &format!("const BUILD = {{ id: \"{id}\", files: {files}, extras: {extras} }};"),
    )
}

/// The list as it stands in the finished service worker, and that of the extras.
///
/// # Errors
/// Where there is none.
pub(crate) fn listed(stage: &Stage) -> anyhow::Result<[Hashes; 2]> {
    let worker = stage.text(WORKER)?;
    let line =
        worker.lines().find(|line| line.starts_with("const BUILD = ")).context("sw.js holds no list")?;
    let lists = line.split_once(", files: ").and_then(|(_, rest)| rest.strip_suffix(" };"));
    let (files, extras) =
        lists.and_then(|lists| lists.split_once(", extras: ")).context("sw.js holds no list of files")?;
    let list = |list| serde_json::from_str(list).context("the list in sw.js");
    Ok([list(files)?, list(extras)?])
}

/// Each file's address with the SHA-256 of its content in base64.
pub(crate) type Hashes = BTreeMap<String, String>;

/// The files that the app keeps on the device from its first visit.
///
/// # Errors
/// Where one cannot be read.
pub(crate) fn hashes(stage: &Stage) -> anyhow::Result<Hashes> {
    hashes_of(stage, is_precached)
}

/// The files that it keeps from when they are first needed.
///
/// # Errors
/// Where one cannot be read.
pub(crate) fn extras(stage: &Stage) -> anyhow::Result<Hashes> {
    hashes_of(stage, is_extra)
}

fn hashes_of(stage: &Stage, which: fn(&str) -> bool) -> anyhow::Result<Hashes> {
    let mut hashes = BTreeMap::new();
    for path in stage.paths()? {
        if which(&path) {
            hashes.insert(format!("/{path}"), base64(&Sha256::digest(stage.read(&path)?)));
        }
    }
    Ok(hashes)
}

/// Whether the app keeps the file on the device from its first visit. It keeps all but the service worker, which the
/// browser itself keeps; the screenshots, which only shops and install dialogs show; the stored encodings, which have
/// no address of their own; and what comes when it is needed.
pub(crate) fn is_precached(path: &str) -> bool {
    path != WORKER && !path.starts_with("screenshots/") && !is_encoding(path) && !is_extra(path)
}

/// Whether the app fetches the file when it is first needed, and keeps it from then on.
pub(crate) fn is_extra(path: &str) -> bool {
    super::is_of_workbook(path) && !is_encoding(path)
}

fn is_encoding(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
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
            ("sw.js", "\"use strict\";\nconst BUILD = { id: \"\", files: {}, extras: {} };\n"),
            ("workbook-01_bg.wasm", "wasm"),
            ("workbook-01_bg.wasm.br", "br"),
            ("screenshots/wide.png", "png"),
            ("app.js", "app"),
        ] {
            std::fs::write(stage_at.join(name), content).unwrap();
        }
        let stage = Stage::take(stage_at).unwrap();
        list(&stage).unwrap();
        let [listed, fetched_later] = listed(&stage).unwrap();
        assert_eq!(fetched_later.keys().collect::<Vec<_>>(), ["/workbook-01_bg.wasm"]);
        assert_eq!(fetched_later, extras(&stage).unwrap());
        assert_eq!(listed.keys().collect::<Vec<_>>(), ["/app.js", "/index.html"]);
        assert_eq!(listed, hashes(&stage).unwrap());
        assert!(list(&stage).is_err(), "there is no place for a second list");
    }
}

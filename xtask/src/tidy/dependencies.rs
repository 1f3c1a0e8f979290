//! What a package must never reach, through whatever it depends on.

use std::collections::BTreeSet;

use super::Finding;
use crate::process;
use crate::workspace::command;

/// The document, and the one binary format that opens it.
const DOCUMENT: [&str; 2] = ["automerge", "groundswell-directory"];
/// Ciphers that authenticate what they seal: with one of them at hand a relay could be made to read.
const CIPHERS: [&str; 10] = [
    "aead",
    "aes-gcm",
    "aes-gcm-siv",
    "chacha20poly1305",
    "crypto_secretbox",
    "orion",
    "ring",
    "sodiumoxide",
    "libsodium-sys",
    "xsalsa20poly1305",
];
/// The browser and the operating system, which pure packages know nothing of.
const OUTSIDE: [&str; 4] = ["web-sys", "js-sys", "tokio", "wasm-bindgen-futures"];

/// Sources of randomness, which who seals hands over.
const RANDOMNESS: [&str; 3] = ["getrandom", "rand", "rand_core"];

const WASM: &str = "wasm32-unknown-unknown";

/// Checks the dependency trees.
///
/// # Errors
/// Where cargo cannot resolve them.
pub(crate) fn check() -> anyhow::Result<Vec<Finding>> {
    let ciphers_and_document: Vec<_> = CIPHERS.iter().chain(&DOCUMENT).copied().collect();
    let outside: Vec<_> = OUTSIDE.iter().chain(&RANDOMNESS).copied().collect();
    Ok(vec![
        absent("the app never reaches the document", "groundswell", Some(WASM), &DOCUMENT)?,
        absent(
            "the relay never reaches the document, nor a cipher",
            "groundswell-relay",
            None,
            &ciphers_and_document,
        )?,
        absent("the vocabulary never reaches the document", "groundswell-model", None, &DOCUMENT)?,
        absent("the vocabulary never reaches the world outside", "groundswell-model", None, &OUTSIDE)?,
        absent("the document never reaches the world outside", "groundswell-directory", None, &OUTSIDE)?,
        absent(
            "frames and headers never reach the document, nor a cipher",
            "groundswell-wire",
            None,
            &ciphers_and_document,
        )?,
        absent("frames and headers never reach the world outside", "groundswell-wire", None, &outside)?,
        absent("sealing never reaches the document", "groundswell-seal", None, &DOCUMENT)?,
        absent("sealing never reaches the world outside", "groundswell-seal", None, &outside)?,
        absent("syncing never reaches the document", "groundswell-sync", None, &DOCUMENT)?,
        absent("syncing never reaches the world outside", "groundswell-sync", None, &OUTSIDE)?,
        absent("spreadsheets never reach the world outside", "groundswell-interchange", None, &OUTSIDE)?,
    ])
}

fn absent(
    rule: &'static str,
    package: &str,
    target: Option<&str>,
    forbidden: &[&str],
) -> anyhow::Result<Finding> {
    let mut tree = command("cargo");
    tree.args([
        "tree",
        "--package",
        package,
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    if let Some(target) = target {
        tree.args(["--target", target]);
    }
    let tree = process::output(&mut tree)?;
    let reached: BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let breaches = forbidden
        .iter()
        .filter(|name| reached.contains(*name))
        .map(|name| format!("{package} reaches {name}"));
    Ok(Finding { rule, breaches: breaches.collect() })
}

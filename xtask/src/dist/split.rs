//! The app's program in bundles: what paints the list, and the pages that are fetched later.
//!
//! Trunk has no place between the compiler and wasm-bindgen, where a program can be cut: what it made of the
//! whole program is made again from the bundles.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow};

use super::stage::Stage;
use crate::process;
use crate::workspace::{command, target_folder, workshop};

/// The program, by the name of its package.
const PROGRAM: &str = "groundswell";
/// The module that fetches bundles.
pub(super) const LINKS: &str = "pieces.js";
/// The deferred bundle, which holds the pages; its name comes from the cut in `src/pages/fetched.rs`.
pub(super) const PAGES: &str = "split_pages.wasm";

/// The features of rustc's WebAssembly target, as in `index.html`.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What the engine's program is told too, in `index.html`. The first kilobyte of memory is the far end of the stack,
/// to which no address is reckoned. A function that is called once is put in its place only where it is short: the
/// rest compresses better.
const SMALLER: [&str; 2] = ["--low-memory-unused", "--one-caller-inline-max-function-size=80"];

/// Cuts the program that was compiled last, and puts its bundles in the place of the whole.
///
/// # Errors
/// Where the program was not compiled to be cut, or a tool fails.
pub(crate) fn app(stage: &Stage) -> anyhow::Result<()> {
    println!("Splitting the app's program into bundles");
    let bench = workshop().join("pieces");
    if bench.exists() {
        fs::remove_dir_all(&bench).with_context(|| format!("removing {}", bench.display()))?;
    }
    fs::create_dir_all(&bench).with_context(|| format!("creating {}", bench.display()))?;
    let main = bench.join(format!("{PROGRAM}.wasm"));
    cut(&bench, &main)?;

    let bound = bench.join("bound");
    let mut bindgen = command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir"]);
    process::run(bindgen.arg(&bound).arg(&main))?;

    let program = format!("{PROGRAM}_bg.wasm");
    stage.write(&program, small(&bound.join(&program))?)?;
    stage.write(PAGES, small(&bench.join(PAGES))?)?;
    for (script, folder) in [(format!("{PROGRAM}.js"), &bound), (LINKS.to_owned(), &bench)] {
        let file = folder.join(&script);
        stage.write(&script, fs::read(&file).with_context(|| format!("reading {}", file.display()))?)?;
    }
    // The program's script waits for it.
    let preload = |script: &str| format!("<link rel=\"modulepreload\" href=\"/{script}\">");
    let of_script = preload(&format!("{PROGRAM}.js"));
    stage.replace("index.html", &of_script, &format!("{of_script}\n{}", preload(LINKS)))
}

fn cut(bench: &Path, main: &Path) -> anyhow::Result<()> {
    let whole =
        target_folder()?.join("wasm32-unknown-unknown").join("release").join(format!("{PROGRAM}.wasm"));
    let whole = fs::read(&whole).with_context(|| format!("reading {}", whole.display()))?;
    let mut options = wasm_split_cli_support::Options::new(&whole);
    let (module, links) = (format!("./{PROGRAM}.js"), format!("./{LINKS}"));
    options.output_dir = bench;
    options.main_out_path = main;
    options.main_module = &module;
    options.link_name = &links;
    wasm_split_cli_support::transform(options)
        .map(drop)
        .map_err(|error| anyhow!("cutting the program: {error:#}"))
}

/// The bundle as small as it can be: made flat and put together again before it is made small, it is some
/// hundredths smaller.
fn small(bundle: &Path) -> anyhow::Result<Vec<u8>> {
    let out = bundle.with_extension("small.wasm");
    let passes = ["--flatten", "--rereloop", "-Oz", "-Oz", "--strip-producers", "--strip-target-features"];
    let mut optimiser = command("wasm-opt");
    process::run(optimiser.args(FEATURES).args(SMALLER).args(passes).arg(bundle).arg("-o").arg(&out))?;
    fs::read(&out).with_context(|| format!("reading {}", out.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_programs_are_made_for_the_same_browsers() {
        let page = fs::read_to_string(crate::workspace::root().join("index.html")).unwrap();
        let settings = [&FEATURES[..], &SMALLER[..]].concat().join(" ");
        assert!(page.contains(&format!("data-wasm-opt-params=\"{settings}\"")));
    }
}

//! The engine worker's files get names with a hash, and a loader.
//!
//! Trunk gives workers fixed names. Under those, a page could start an engine of another build,
//! which speaks other messages.

use super::stage::{Stage, short_hash};

/// What `new Worker()` is given: it fetches the two other files and starts the program.
const LOADER: &str = include_str!("engine/loader.js");

/// Renames the worker's files, writes its loader and puts the loader's address into the page.
///
/// # Errors
/// Where a file or the place in the page is missing.
pub(crate) fn name_by_hash(stage: &Stage) -> anyhow::Result<()> {
    let module = format!("engine-worker-{}_bg.wasm", short_hash(&stage.read("engine-worker_bg.wasm")?));
    stage.rename("engine-worker_bg.wasm", &module)?;
    let glue = format!("engine-worker-{}.js", short_hash(&stage.read("engine-worker.js")?));
    stage.rename("engine-worker.js", &glue)?;

    let loader = LOADER.replace("{glue}", &format!("/{glue}")).replace("{module}", &format!("/{module}"));
    let name = format!("engine-worker-{}_loader.js", short_hash(loader.as_bytes()));
    stage.write(&name, &loader)?;
    stage.replace("index.html", "/engine-worker_loader.js", &format!("/{name}"))
}

//! The encodings stored beside the files, so that the server never compresses.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

use super::stage::Stage;

/// What gains from compression; pictures are compressed already.
const ENDINGS: [&str; 9] = [".html", ".css", ".js", ".wasm", ".svg", ".webmanifest", ".json", ".csv", ".txt"];

/// Writes the Brotli and gzip forms of every file that gains from them.
///
/// # Errors
/// Where a file cannot be read or written.
pub(crate) fn all(stage: &Stage) -> anyhow::Result<()> {
    let mut paths = stage.paths()?;
    paths.retain(|path| ENDINGS.iter().any(|ending| path.ends_with(ending)));
    let next = AtomicUsize::new(0);
    let work = || -> anyhow::Result<()> {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let content = stage.read(path)?;
            for (ending, encoded) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
                if encoded.len() < content.len() {
                    stage.write(&format!("{path}.{ending}"), encoded)?;
                }
            }
        }
        Ok(())
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().try_for_each(|handle| {
            handle.join().unwrap_or_else(|_panic| Err(anyhow::anyhow!("compressing was broken off")))
        })
    })
}

/// The content in Brotli's best quality, 11, with the largest window that browsers take.
///
/// # Errors
/// Never, other than for want of memory.
pub(crate) fn brotli(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut encoded, &parameters).context("Brotli")?;
    Ok(encoded)
}

/// The content in gzip's best level, without a time in its head.
///
/// # Errors
/// Never, other than for want of memory.
pub(crate) fn gzip(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Compression::best());
    encoder.write_all(content).context("gzip")?;
    encoder.finish().context("gzip")
}

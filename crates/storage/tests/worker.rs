//! The suite in a dedicated worker, where the engine runs.
#![cfg(target_arch = "wasm32")]
// Clippy's leave for tests only covers `#[test]`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[path = "suite/connections.rs"]
mod connections;
#[path = "suite/directories.rs"]
mod directories;
#[path = "suite/drafts.rs"]
mod drafts;
#[path = "suite/failures.rs"]
mod failures;
#[path = "suite/fixture.rs"]
mod fixture;
#[path = "suite/reader.rs"]
mod reader;
#[path = "suite/records.rs"]
mod records;
#[path = "suite/syncing.rs"]
mod syncing;

//! The engine, driven through its messages over the browser's real IndexedDB and channels, in a dedicated
//! worker.
#![cfg(target_arch = "wasm32")]
// Clippy's leave for tests only covers `#[test]`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::wildcard_enum_match_arm)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[path = "engine/backups.rs"]
mod backups;
#[path = "engine/directories.rs"]
mod directories;
#[path = "engine/edits.rs"]
mod edits;
#[path = "engine/failures.rs"]
mod failures;
#[path = "engine/fixture.rs"]
mod fixture;
#[path = "engine/golden.rs"]
mod golden;
#[path = "engine/histories.rs"]
mod histories;
#[path = "engine/history.rs"]
mod history;
#[path = "engine/imports.rs"]
mod imports;
#[path = "engine/leading.rs"]
mod leading;
#[path = "engine/links.rs"]
mod links;
#[path = "engine/neighbours.rs"]
mod neighbours;
#[path = "engine/renewals.rs"]
mod renewals;
#[path = "engine/tabs.rs"]
mod tabs;
#[path = "engine/timings.rs"]
mod timings;

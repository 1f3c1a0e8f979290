//! The browser's own randomness, for ids and seeds.

use groundswell_model::{Id, message::EngineError};

/// This many random bytes, fit for keys.
///
/// # Errors
/// [`EngineError::Stopped`] where the browser gives none, which none does that runs this program.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], EngineError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| EngineError::Stopped(error.to_string()))?;
    Ok(bytes)
}

/// Fills bytes at random, for those who can not handle an error: it stops the program.
pub(crate) fn fill(bytes: &mut [u8]) {
    if let Err(error) = getrandom::fill(bytes) {
        wasm_bindgen::throw_str(&error.to_string());
    }
}

/// A new id.
///
/// # Errors
/// As [`bytes`].
pub(crate) fn id() -> Result<Id, EngineError> {
    bytes().map(Id::from_bytes)
}

/// As [`id`], for those who can not handle an error: it stops the program.
pub(crate) fn some_id() -> Id {
    id().unwrap_or_else(|error| wasm_bindgen::throw_str(&error.to_string()))
}

//! Installing what is missing, from package registries only, and nothing that is there.

mod cargo_tools;
mod debian;
mod node_tools;
mod rust;

pub(crate) use rust::sysroot;

/// What building the app needs: the toolchain with its WebAssembly target, Trunk, wasm-bindgen in
/// the version of Cargo.lock, and wasm-opt.
///
/// # Errors
/// Where something cannot be installed; the message says what to do by hand.
pub(crate) fn building() -> anyhow::Result<()> {
    rust::ensure()?;
    cargo_tools::ensure(&[cargo_tools::trunk(), cargo_tools::wasm_bindgen()?])?;
    node_tools::ensure()
}

/// What running tests without a browser needs.
///
/// # Errors
/// As for [`building`].
pub(crate) fn checking() -> anyhow::Result<()> {
    rust::ensure()?;
    cargo_tools::ensure(&[cargo_tools::nextest()])
}

/// What all tests need: the three browsers with their drivers besides.
///
/// # Errors
/// As for [`building`].
pub(crate) fn testing() -> anyhow::Result<()> {
    checking()?;
    debian::ensure()?;
    cargo_tools::ensure(&[cargo_tools::geckodriver()])
}

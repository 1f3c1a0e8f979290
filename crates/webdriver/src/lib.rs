//! Drivers of browsers, for the journeys in `tests/` and for `cargo xtask bench`.
//!
//! A [`Driver`] is a running driver program, with a display where the browser needs one; [`Driver::open`] starts a
//! browser under it. Every command has a limit ([`Limits`]), which its connection keeps: fantoccini has none, and
//! waits for ever for a driver that stands still. What a page is asked for differs between journeys (roles and
//! names, as assistive technology has them) and bench (marks and probes), and is theirs.

// Processes that may have outlived their end are told of where tests tell things.
#![allow(clippy::print_stdout)]

mod browser;
mod connection;
mod display;
mod driver;
mod limits;
mod ports;
mod process;

pub use browser::Browser;
pub use driver::{Driver, Place};
pub use limits::{Limits, is_stuck};
pub use ports::free as free_port;

//! Free ports of this machine.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use anyhow::Context as _;

/// Below the range from which the system takes the ports of outgoing connections (32768 and up on Linux):
/// a server that is stopped finds its port still free when it is started again.
const RANGE: std::ops::Range<u16> = 18_000..32_000;

/// How many ports were tried before, so that none is handed out twice: the server's own is free while the
/// server is stopped.
static TRIED: AtomicU32 = AtomicU32::new(0);

/// An address on this machine that nobody listens on. Tests that run at once begin at different ports.
///
/// # Errors
/// Where all are taken.
pub fn free() -> anyhow::Result<SocketAddr> {
    let width = u32::from(RANGE.end - RANGE.start);
    let first = std::process::id().wrapping_mul(97) % width;
    (0..width)
        .filter_map(|_| u16::try_from((first + TRIED.fetch_add(1, Relaxed)) % width).ok())
        .map(|offset| SocketAddr::from((Ipv4Addr::LOCALHOST, RANGE.start + offset)))
        .find(|address| TcpListener::bind(address).is_ok())
        .context("no port of this machine is free")
}

//! The server: one small binary that serves the built app with strict headers, and the relay: `/sync`, where
//! replicas leave sealed chunks for each other.
//!
//! The app's folder is read whole when the server starts, so a half-finished deployment is never
//! served and no request can name a file outside it. Nothing here knows what a directory holds: [`relay`] decides
//! by headers and signatures, [`store`] keeps bytes, [`service`] has the sockets.

mod answer;
mod encoding;
mod headers;
pub mod relay;
mod server;
pub mod service;
mod site;
pub mod store;
mod websocket;

pub use headers::CONTENT_SECURITY_POLICY;
pub use server::{Server, StartError, serve, start};
pub use service::{Options, Service};
pub use site::SiteError;

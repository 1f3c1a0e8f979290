//! The server: one small binary that serves the built app with strict headers.
//!
//! The app's folder is read whole when the server starts, so a half-finished deployment is never
//! served and no request can name a file outside it. Nothing here knows what a directory holds.

mod answer;
mod encoding;
mod headers;
mod server;
mod site;

pub use headers::CONTENT_SECURITY_POLICY;
pub use server::{Server, StartError, start};
pub use site::SiteError;

//! The server: one small binary that serves the app with strict headers

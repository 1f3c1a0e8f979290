//! How long a driver may take.

use std::time::Duration;

use fantoccini::error::CmdError;
use serde_json::json;

/// How long a driver may take to answer one command.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// To start a browser.
    pub session: Duration,
    /// To load a page or run a script that answers later. The driver is told to give up by itself a little earlier.
    pub page: Duration,
    /// Everything else.
    pub other: Duration,
}

/// How much earlier than its connection a driver gives up a page or a script by itself: its own message says more.
const MARGIN: Duration = Duration::from_secs(5);

impl Limits {
    /// What the driver is told of pages and scripts.
    pub(crate) fn told(&self) -> Duration {
        self.page.saturating_sub(MARGIN).max(self.page / 2)
    }

    /// The limit of a command, by its path below the driver's address: `session` or `session/ID/NAME`.
    pub(crate) fn of(&self, path: &str) -> Duration {
        match name_of(path) {
            "new session" => self.session,
            "url" | "back" | "forward" | "refresh" | "execute/async" => self.page,
            _ => self.other,
        }
    }
}

/// A command's name without the session's id.
pub(crate) fn name_of(path: &str) -> &str {
    let path = path.trim_start_matches('/');
    match path.strip_prefix("session").unwrap_or(path).trim_start_matches('/').split_once('/') {
        Some((_session, name)) => name,
        None if path == "session" => "new session",
        None => "end session",
    }
}

/// A driver did not answer a command in time. WebKitGTK's loses a script now and then where the page goes to another
/// process, and answers the next; one that leaves two in a row unanswered is taken for stuck, and whatever else it is
/// asked fails at once with the same words.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{} {command:?} within {limit:?}", if *is_stuck { GIVEN_UP } else { LOST })]
pub(crate) struct NoAnswer {
    /// The command: its method and name.
    pub(crate) command: String,
    /// How long it was waited for.
    pub(crate) limit: Duration,
    /// Whether the one before was not answered either.
    pub(crate) is_stuck: bool,
}

/// How the message begins that no driver says of itself.
const GIVEN_UP: &str = "the driver is stuck and did not answer";
const LOST: &str = "the driver did not answer";

impl NoAnswer {
    /// What a driver would answer that gave up itself (WebDriver, "errors").
    pub(crate) fn as_answer(&self) -> Vec<u8> {
        let value = json!({ "error": "timeout", "message": self.to_string(), "stacktrace": "" });
        let body = json!({ "value": value }).to_string();
        let length = body.len();
        let head =
            "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close";
        format!("{head}\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
    }
}

/// Whether an error is, at its root, a driver that does not answer: nothing asked of it again will succeed.
pub fn is_stuck(error: &anyhow::Error) -> bool {
    let is_given_up =
        |error: &CmdError| matches!(error, CmdError::Standard(told) if told.message.starts_with(GIVEN_UP));
    error.chain().any(|cause| cause.downcast_ref::<CmdError>().is_some_and(is_given_up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_named_without_its_session() {
        for (path, name) in [
            ("/session", "new session"),
            ("/session/3f0a", "end session"),
            ("/session/3f0a/execute/sync", "execute/sync"),
            ("/session/3f0a/element/7/click", "element/7/click"),
        ] {
            assert_eq!(name_of(path), name);
        }
    }

    #[test]
    fn a_driver_gives_up_a_page_before_its_connection_does() {
        for seconds in [1, 8, 50, 600] {
            let page = Duration::from_secs(seconds);
            let limits = Limits { session: page, page, other: page };
            assert!(limits.told() < limits.of("session/3f0a/url"));
        }
    }
}

use js_sys::Reflect;
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};

/// Why the browser's storage did not do what was asked, in the cases a person is told about differently.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StorageError {
    /// The device or the site's share of it is full. Nothing of the failed call was kept.
    #[error("the browser's storage is full")]
    Quota,
    /// Another tab holds an older layout open and did not let go in time.
    #[error("another tab is using an older version of the database")]
    Blocked,
    /// The browser closed the connection, and again right after it was reopened.
    #[error("the browser closed the database")]
    Closed,
    /// The database was written by a newer app. It was left untouched; this app must be updated.
    #[error("the database belongs to a newer version of this app")]
    VersionTooNew,
    /// The browser did not answer in time. A write may or may not have happened and can be repeated.
    #[error("the browser's storage did not answer in time")]
    Timeout,
    /// There is no usable IndexedDB here: switched off, refused by a privacy setting, or not provided.
    #[error("the browser offers no storage: {0}")]
    Unavailable(String),
    /// A stored value cannot be read back, or is not what this crate writes.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// The directory is not on this device; another tab may have erased it. Nothing was written.
    #[error("this directory is not on this device")]
    UnknownDirectory,
    /// Anything else, in the browser's words.
    #[error("{0}")]
    Other(String),
}

impl StorageError {
    /// Names what a thrown value or a failed request says, by its `DOMException` name (Indexed Database
    /// API 3.0, "Exceptions"; `NotReadableError` and `DataError` are what Chromium answers for a value
    /// whose file is lost or damaged).
    pub(crate) fn from_js(thrown: &JsValue) -> Self {
        let name = property(thrown, "name");
        let message = property(thrown, "message");
        match name.as_str() {
            "QuotaExceededError" => Self::Quota,
            "VersionError" => Self::VersionTooNew,
            "InvalidStateError" | "AbortError" => Self::Closed,
            // WebKit, when its storage process went away or was suspended.
            "UnknownError"
                if message.starts_with("Connection to Indexed Database server lost")
                    || message.ends_with("without an in-progress transaction") =>
            {
                Self::Closed
            }
            "SecurityError" | "NotSupportedError" => Self::Unavailable(message),
            "NotReadableError" | "DataError" | "NotFoundError" => Self::Corrupt(message),
            "TimeoutError" => Self::Timeout,
            _ => Self::Other(match (name.is_empty(), message.is_empty()) {
                (true, _) => message,
                (_, true) => name,
                _ => name + ": " + &message,
            }),
        }
    }

    /// As [`Self::from_js`] for a database that did not open: there, `InvalidStateError` is how private
    /// windows of older Firefox refuse storage.
    pub(crate) fn from_failed_open(thrown: &JsValue) -> Self {
        if property(thrown, "name") == "InvalidStateError" {
            Self::Unavailable(property(thrown, "message"))
        } else {
            Self::from_js(thrown)
        }
    }
}

fn property(thrown: &JsValue, name: &str) -> String {
    if !thrown.is_object() {
        return if name == "message" { thrown.as_string().unwrap_or_default() } else { String::new() };
    }
    Reflect::get(thrown.unchecked_ref(), &JsValue::from_str(name))
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

//! Messages between the tabs of this device: a `BroadcastChannel`, which carries bytes to every other tab of the
//! same site.

use groundswell_model::{Id, Part, message::SyncState};
use groundswell_storage::Record;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel's name in the browser, outside tests.
pub const CHANNEL: &str = "groundswell";

/// Raised with every change of [`TabMessage`]'s form: tabs of two versions of the app can be open at once.
const VERSION: u8 = 4;

/// A message from one tab to all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TabMessage {
    /// These changes were committed to the storage.
    Committed {
        /// The directory.
        directory: Id,
        /// The changes.
        chunks: Vec<SentChange>,
        /// Whether they were made on this device, and are for the neighbours too.
        own: bool,
    },
    /// Asks the tab that leads the syncing of this directory for its state.
    WhoLeads(Id),
    /// The state of the syncing of a directory, from the tab that leads it.
    Synced {
        /// The directory.
        directory: Id,
        /// The state.
        state: Box<SyncState>,
    },
    /// It was decided by which of several links a directory goes on, or new ones were made by half: the leader restarts
    /// its syncing.
    Decided(Id),
    /// The list of directories changed.
    List,
    /// A directory was erased from this device.
    Erased(Id),
}

/// A committed change on its way to another tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SentChange {
    /// The part it belongs to.
    pub(crate) part: Part,
    /// The name under which it is stored.
    pub(crate) hash: String,
    /// The change.
    pub(crate) bytes: Vec<u8>,
}

impl SentChange {
    /// As the storage has it.
    pub(crate) fn record(&self) -> Record {
        Record { part: self.part.label().to_owned(), hash: self.hash.clone(), bytes: self.bytes.clone() }
    }
}

/// What came from another tab.
pub(crate) enum Received {
    /// A message.
    Message(TabMessage),
    /// One that this version of the app does not understand.
    Unknown,
}

impl TabMessage {
    fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_extend(self, vec![VERSION])
    }

    fn decode(bytes: &[u8]) -> Received {
        match bytes.split_first() {
            Some((&VERSION, rest)) => postcard::from_bytes(rest).map_or(Received::Unknown, Received::Message),
            _ => Received::Unknown,
        }
    }
}

/// This tab's end of the channel, closed when dropped.
pub(crate) struct Channel {
    raw: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Opens the channel of this name.
    ///
    /// # Errors
    /// What the browser throws where it has no such channels.
    pub(crate) fn open(name: &str, receive: impl Fn(Received) + 'static) -> Result<Self, JsValue> {
        let raw = BroadcastChannel::new(name)?;
        let on_message = Closure::new(move |event: MessageEvent| {
            receive(match event.data().dyn_ref::<Uint8Array>() {
                Some(bytes) => TabMessage::decode(&bytes.to_vec()),
                None => Received::Unknown,
            });
        });
        raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Ok(Self { raw, _on_message: on_message })
    }

    /// Sends a message to every other tab.
    ///
    /// # Errors
    /// What the browser throws.
    pub(crate) fn send(&self, message: &TabMessage) -> Result<(), JsValue> {
        let bytes = message.encode().map_err(|error| JsValue::from_str(&error.to_string()))?;
        self.raw.post_message(&Uint8Array::from(bytes.as_slice()))
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.raw.set_onmessage(None);
        self.raw.close();
    }
}

//! A connection to a relay: the browser's WebSocket.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// The path of a relay's door, on the host that serves the page.
const PATH: &str = "/sync";

/// What happens to a socket.
pub(crate) enum SocketEvent {
    /// It is open.
    Opened,
    /// A message came.
    Message(Vec<u8>),
    /// It closed, or could not be opened.
    Closed,
}

/// A connection, closed when dropped. There are no events after that.
pub(crate) struct Socket {
    raw: WebSocket,
    _on_open: Closure<dyn FnMut()>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut()>,
}

impl Socket {
    /// Connects to a relay.
    ///
    /// # Errors
    /// Where the browser does not even try: the address is none, or the page may not go there.
    pub(crate) fn open(
        address: &str,
        receive: impl Fn(SocketEvent) + Clone + 'static,
    ) -> Result<Self, JsValue> {
        let raw = WebSocket::new(address)?;
        raw.set_binary_type(BinaryType::Arraybuffer);
        let notify = receive.clone();
        let on_open = Closure::<dyn FnMut()>::new(move || notify(SocketEvent::Opened));
        let notify = receive.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            notify(match event.data().dyn_ref::<ArrayBuffer>() {
                Some(buffer) => SocketEvent::Message(Uint8Array::new(buffer).to_vec()),
                // A text is nothing that a relay sends: whoever is there is none.
                None => SocketEvent::Closed,
            });
        });
        let on_close = Closure::<dyn FnMut()>::new(move || receive(SocketEvent::Closed));
        raw.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // An error is always followed by the end.
        raw.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Self { raw, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    /// Sends a message, after those before it.
    ///
    /// # Errors
    /// Where the connection does not stand yet.
    pub(crate) fn send(&self, bytes: &[u8]) -> Result<(), JsValue> {
        self.raw.send_with_u8_array(bytes)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.raw.set_onopen(None);
        self.raw.set_onmessage(None);
        self.raw.set_onclose(None);
        // It throws only for a code that is none.
        let _ = self.raw.close();
    }
}

/// A relay's address as a link has it: without a path it is its door's.
pub(crate) fn door(address: &str) -> String {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
    if host.contains('/') { address.to_owned() } else { format!("{}{PATH}", address.trim_end_matches('/')) }
}

/// The origin of this page.
pub(crate) fn own_page() -> Option<String> {
    let location = Reflect::get(&js_sys::global(), &"location".into()).ok()?;
    Reflect::get(&location, &"origin".into()).ok()?.as_string()
}

/// The address of the relay that serves this page.
pub(crate) fn own_relay() -> Option<String> {
    let location = Reflect::get(&js_sys::global(), &"location".into()).ok()?;
    let of = |name: &str| Reflect::get(&location, &name.into()).ok()?.as_string();
    let scheme = if of("protocol")? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}{PATH}", of("host")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_path_is_that_of_the_door() {
        for (address, door_of_it) in [
            ("wss://relay.example", "wss://relay.example/sync"),
            ("wss://relay.example:8443/", "wss://relay.example:8443/sync"),
            ("wss://example.org/groundswell/sync", "wss://example.org/groundswell/sync"),
        ] {
            assert_eq!(door(address), door_of_it);
        }
    }
}

//! A replica's way to the relay: one connection at a time, and the timer that it asks for.

use super::socket::{Socket, SocketEvent};
use crate::console;
use gloo_timers::callback::Timeout;
use groundswell_sync::Event;

/// The connection that a replica asked for last, and its timer. Both end when this is dropped.
#[derive(Default)]
pub(super) struct Transport {
    socket: Option<(u32, Socket)>,
    timer: Option<Timeout>,
}

impl Transport {
    /// Connects to the relay at this address. What happens to the connection goes to `send`; where it cannot even be
    /// tried, the event that follows is answered.
    pub(super) fn connect(
        &mut self,
        address: &str,
        connection: u32,
        send: impl Fn(Event) + Clone + 'static,
    ) -> Option<Event> {
        let receive = move |event| {
            send(match event {
                SocketEvent::Opened => Event::Connected { connection },
                SocketEvent::Message(bytes) => Event::Received { connection, bytes },
                SocketEvent::Closed => Event::Disconnected { connection },
            });
        };
        match Socket::open(address, receive) {
            Ok(socket) => {
                self.socket = Some((connection, socket));
                None
            }
            Err(thrown) => {
                console::report("connecting to the relay", &console::words(&thrown));
                Some(Event::Disconnected { connection })
            }
        }
    }

    /// Closes this connection, if it is still the one.
    pub(super) fn disconnect(&mut self, connection: u32) {
        self.socket.take_if(|(number, _)| *number == connection);
    }

    /// Sends a message, and answers the event that follows where the connection takes nothing: then it is none.
    pub(super) fn send(&self, connection: u32, bytes: &[u8]) -> Option<Event> {
        let own = self.socket.as_ref().filter(|(number, _)| *number == connection);
        let is_sent = own.is_some_and(|(_, socket)| socket.send(bytes).is_ok());
        (!is_sent).then_some(Event::Disconnected { connection })
    }

    /// Does this after so many milliseconds, in place of what was to be done before.
    pub(super) fn wake(&mut self, after_ms: u32, then: impl FnOnce() + 'static) {
        // Dropping the timer that was there stops it.
        self.timer = Some(Timeout::new(after_ms, then));
    }
}

//! One client's WebSocket: bytes in, bytes out. What they mean is decided elsewhere.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::Bytes;
use groundswell_wire::limits;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tracing::debug;

use super::Hub;
use super::hub::Handle;
use crate::relay::{ConnectionId, Input, Transmit};
use crate::websocket::{self, CloseCode, Decoder, Event};

/// Bytes that are read at once. One such buffer serves all connections of a thread.
const READ: usize = 64 << 10;

/// Answers to pings that wait, in bytes, before nothing more is read.
const MOST_WAITING: usize = 512 << 10;

/// How long a client may take to see that the connection was closed.
const FAREWELL: Duration = Duration::from_secs(2);

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; READ]);
}

struct Connection {
    stream: TcpStream,
    hub: Arc<Hub>,
    id: ConnectionId,
    handle: Arc<Handle>,
    decoder: Decoder,
    /// What was read and not looked at yet; only while the client has to wait.
    unread: Vec<u8>,
    /// Bytes of messages that are kept here, as last reported to the relay.
    told: usize,
    /// Whole WebSocket frames, and how much of them is written.
    out: Vec<u8>,
    written: usize,
    is_closing: bool,
}

/// Serves a connection until either side ends it. `early` is what came behind the request.
pub(super) async fn serve(
    stream: TcpStream,
    early: Bytes,
    hub: Arc<Hub>,
    address: IpAddr,
    mut end: watch::Receiver<bool>,
) {
    let (id, handle) = hub.connect(address);
    debug!(connection = id.0, "a client came");
    let decoder = Decoder::new(limits::MESSAGE_BYTES);
    let (unread, out) = (early.to_vec(), Vec::new());
    let connection =
        Connection { stream, hub, id, handle, decoder, unread, told: 0, out, written: 0, is_closing: false };
    connection.run(&mut end).await;
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.hub.disconnect(self.id);
        debug!(connection = self.id.0, "a client went");
    }
}

impl Connection {
    async fn run(mut self, end: &mut watch::Receiver<bool>) {
        loop {
            if self.handle.is_cut.load(Ordering::Acquire) || *end.borrow() {
                return;
            }
            if self.handle.is_to_ping.swap(false, Ordering::AcqRel) && !self.is_closing {
                websocket::ping(&mut self.out);
            }
            if !self.is_paused() && !self.unread.is_empty() {
                let unread = std::mem::take(&mut self.unread);
                self.take(&unread);
            }
            self.fill();
            match self.write() {
                Ok(true) if self.is_closing => return self.send_close().await,
                // There may be more to send by now.
                Ok(true) => continue,
                Ok(false) => {}
                Err(_gone) => return,
            }
            let (may_read, has_more) = (self.may_read(), self.written < self.out.len());
            let is_readable = tokio::select! {
                () = self.handle.called.notified() => false,
                _ = end.changed() => return,
                ready = self.stream.readable(), if may_read => ready.is_ok(),
                ready = self.stream.writable(), if has_more => ready.is_err(),
            };
            if is_readable {
                if self.read().is_err() {
                    return;
                }
                // What is queued for others is sent before more is read: one who writes much delays nobody.
                tokio::task::yield_now().await;
            }
        }
    }

    fn is_paused(&self) -> bool {
        self.handle.is_paused.load(Ordering::Acquire)
    }

    fn may_read(&self) -> bool {
        !self.is_closing && !self.is_paused() && self.out.len() < MOST_WAITING
    }

    /// Takes the next message to send, where the last one is written.
    fn fill(&mut self) {
        if !self.out.is_empty() || self.is_closing {
            return;
        }
        match self.hub.transmit(self.id) {
            Transmit::Nothing => {}
            Transmit::Message(frames) => {
                let length = frames.iter().map(Bytes::len).sum();
                self.out.reserve_exact(length + 10);
                websocket::binary_head(length, &mut self.out);
                frames.iter().for_each(|frame| self.out.extend_from_slice(frame));
            }
            Transmit::HangUp => self.close(Some(CloseCode::Normal as u16)),
        }
    }

    /// Writes what can be written without waiting. Says whether there was something and all of it is written.
    fn write(&mut self) -> std::io::Result<bool> {
        while let Some(rest) = self.out.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.stream.try_write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => self.written += written,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let was_something = !self.out.is_empty();
        if was_something {
            // An idle connection keeps no buffer.
            self.out = Vec::new();
            self.written = 0;
        }
        Ok(was_something)
    }

    fn read(&mut self) -> std::io::Result<()> {
        SCRATCH.with_borrow_mut(|scratch| match self.stream.try_read(scratch) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => {
                self.take(scratch.get(..length).unwrap_or_default());
                Ok(())
            }
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::Interrupted].contains(&error.kind()) => Ok(()),
            Err(error) => Err(error),
        })
    }

    /// Goes through what the client sent, until it has to wait.
    fn take(&mut self, mut bytes: &[u8]) {
        while !self.is_closing {
            if self.is_paused() {
                self.unread.extend_from_slice(bytes);
                break;
            }
            match self.decoder.next(&mut bytes) {
                Ok(None) => break,
                Ok(Some(Event::Message(message))) => {
                    self.told = self.told.saturating_sub(message.len());
                    self.hub.input(Input::Message { connection: self.id, bytes: message.into() });
                }
                Ok(Some(Event::Ping(payload))) => {
                    websocket::pong(&payload, &mut self.out);
                    self.hub.input(Input::Alive { connection: self.id });
                }
                Ok(Some(Event::Pong)) => self.hub.input(Input::Alive { connection: self.id }),
                Ok(Some(Event::Close(said))) => self.close(said),
                Err(violation) => self.close(Some(violation.code() as u16)),
            }
        }
        let kept = self.decoder.kept() + self.unread.len();
        if kept != self.told {
            self.told = kept;
            self.hub.input(Input::Unfinished { connection: self.id, bytes: kept });
        }
    }

    fn close(&mut self, code: Option<u16>) {
        websocket::close(code, &mut self.out);
        self.is_closing = true;
    }

    /// Lets the client read what was written before the socket goes: closed with something unread in it, it
    /// would be reset.
    async fn send_close(&mut self) {
        if self.stream.shutdown().await.is_err() {
            return;
        }
        let until_gone = async {
            while self.stream.readable().await.is_ok() {
                let gone = SCRATCH.with_borrow_mut(|scratch| match self.stream.try_read(scratch) {
                    Ok(length) => length == 0,
                    Err(error) => error.kind() != ErrorKind::WouldBlock,
                });
                if gone {
                    return;
                }
            }
        };
        let _took_too_long = tokio::time::timeout(FAREWELL, until_gone).await;
    }
}

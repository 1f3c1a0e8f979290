//! Closing a directory's rooms: a notice that all who hold the old link can read, sent and acknowledged before
//! anything else changes.

use super::{link, socket, state};
use crate::{clock, engine::Engine, random};
use futures::{
    StreamExt as _,
    channel::mpsc::{self, UnboundedSender},
    future::{Either, select},
};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use groundswell_model::message::{Connection, EngineError, Refusal};
use groundswell_seal::Link;
use groundswell_sync::{Effect, Event, Outcome, Pace, Replica, State, Stored, Write};
use std::collections::BTreeSet;

/// How long the relay may take, in milliseconds.
const LIMIT_MS: u32 = 20_000;
/// [`groundswell_sync::Record::kind`] of a notice.
const NOTICE: u8 = 2;

impl Engine {
    /// Puts a closing notice into the rooms of a link, and waits until the relay has it for good. It is done apart
    /// from the directory's own syncing and keeps nothing in the storage: where it fails nothing has changed here.
    ///
    /// # Errors
    /// [`EngineError::NoRelay`] where it is not acknowledged.
    pub(crate) async fn close_rooms(&self, link: &Link, message: &str) -> Result<(), EngineError> {
        let keys = link::keys(link)?;
        let rooms = groundswell_seal::Part::ALL.into_iter().filter(|part| keys.room(*part).is_some()).count();
        let address = self.relay_of(link)?;
        let (events, mut happened) = mpsc::unbounded();
        let mut apart = Apart {
            replica: Replica::new(&keys, Pace { batch_ms: 0, ..Pace::default() }),
            address,
            events,
            kept: Stored::default(),
            socket: None,
            timer: None,
            acknowledged: BTreeSet::new(),
            refused: None,
        };
        // With what is here already the relay sends only the rest.
        let session = self.syncing.borrow().as_ref().map(|syncing| syncing.session);
        let loaded = match session {
            Some(session) => self.read_kept(session).await,
            None => None,
        };
        if let Some(Event::Loaded(kept)) = loaded {
            apart.kept = kept;
        }
        apart.handle(Event::Loaded(apart.kept.clone()));
        apart.handle(Event::Close { message: message.to_owned() });
        let mut limit = TimeoutFuture::new(LIMIT_MS);
        while apart.acknowledged.len() < rooms {
            match apart.refused {
                // Somebody was quicker.
                Some(Refusal::Closed) => return Ok(()),
                Some(_) => return Err(EngineError::NoRelay),
                None => {}
            }
            match select(happened.next(), limit).await {
                Either::Left((Some(event), rest)) => {
                    limit = rest;
                    apart.handle(event);
                }
                Either::Left((None, _)) | Either::Right(_) => return Err(EngineError::NoRelay),
            }
        }
        Ok(())
    }
}

/// A replica that keeps what it has in memory only.
struct Apart {
    replica: Replica,
    address: String,
    events: UnboundedSender<Event>,
    kept: Stored,
    socket: Option<socket::Socket>,
    timer: Option<Timeout>,
    /// The notices that the relay has for good.
    acknowledged: BTreeSet<[u8; 32]>,
    refused: Option<Refusal>,
}

impl Apart {
    fn handle(&mut self, event: Event) {
        let effects = self.replica.handle(event, clock::now().0, &mut random::fill);
        for effect in effects {
            if let Some(event) = self.carry_out(effect) {
                // Who listens is in the same function as this.
                let _ = self.events.unbounded_send(event);
            }
        }
    }

    fn keep(&mut self, write: Write) {
        let Write { put, remove, settings, .. } = write;
        for (record, bytes) in put {
            match self.kept.records.iter_mut().find(|(known, _)| known.id == record.id) {
                Some((known, sealed)) => {
                    *known = record;
                    *sealed = bytes.or_else(|| sealed.take());
                }
                None => self.kept.records.push((record, bytes)),
            }
        }
        self.kept.records.retain(|(record, _)| remove.iter().all(|id| *id.as_bytes() != record.id));
        self.kept.settings = settings.unwrap_or_else(|| self.kept.settings.clone());
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Load => Some(Event::Loaded(self.kept.clone())),
            Effect::Write(write) => {
                let records = write.put.iter().map(|(record, _)| record);
                let held = records.filter(|record| record.kind == NOTICE && record.state == State::Held);
                self.acknowledged.extend(held.map(|record| record.id));
                let number = write.number;
                self.keep(write);
                Some(Event::Written { number, done: true })
            }
            Effect::Fetch { number, .. } => Some(Event::Fetched { number, chunks: Vec::new() }),
            Effect::Merge { number, .. } => Some(Event::Merged { number, outcome: Outcome::Failed }),
            Effect::Save { number, .. } => Some(Event::Saved { number, document: None }),
            Effect::Connect { connection } => {
                let events = self.events.clone();
                let hear = move |heard| {
                    // It may ring once more after the last listener has gone.
                    let _ = events.unbounded_send(match heard {
                        socket::Heard::Opened => Event::Connected { connection },
                        socket::Heard::Message(bytes) => Event::Received { connection, bytes },
                        socket::Heard::Closed => Event::Disconnected { connection },
                    });
                };
                self.socket = socket::Socket::open(&self.address, hear).ok();
                self.socket.is_none().then_some(Event::Disconnected { connection })
            }
            Effect::Disconnect { .. } => {
                self.socket = None;
                None
            }
            Effect::Send { connection, bytes } => {
                let sent = self.socket.as_ref().is_some_and(|socket| socket.send(&bytes).is_ok());
                (!sent).then_some(Event::Disconnected { connection })
            }
            Effect::SetTimer { after_ms } => {
                let events = self.events.clone();
                let after = u32::try_from(after_ms).unwrap_or(u32::MAX).min(LIMIT_MS);
                self.timer = Some(Timeout::new(after, move || {
                    let _ = events.unbounded_send(Event::Timer);
                }));
                None
            }
            Effect::Status(status) => {
                if let Connection::Refused(why) = state::of(*status).connection {
                    self.refused = Some(why);
                }
                None
            }
        }
    }
}

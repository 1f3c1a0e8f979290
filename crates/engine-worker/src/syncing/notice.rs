//! Closing a directory's rooms: a notice that all who hold the old link can read, sent and acknowledged before
//! anything else changes.

use super::{
    apart::{Apart, Keep},
    link,
};
use crate::engine::Engine;
use futures::{
    StreamExt as _,
    future::{Either, select},
};
use gloo_timers::future::TimeoutFuture;
use groundswell_model::message::EngineError;
use groundswell_seal::Link;
use groundswell_sync::{Connection, Effect, Event, Pace, Refusal, Replica, State, Stored};
use std::collections::{BTreeSet, VecDeque};

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
        // With what is here already the relay sends only the rest.
        let session = self.syncing.borrow().as_ref().map(|syncing| syncing.session);
        let kept = match session {
            Some(session) => self.read_kept(session).await.unwrap_or_default(),
            None => Stored::default(),
        };
        let replica = Replica::new(&keys, Pace { batch_ms: 0, ..Pace::default() });
        let (mut apart, mut happened) = Apart::new(replica, self.relay_of(link)?, Keep::Memory(kept.clone()));
        // The notices that the relay has for good.
        let mut acknowledged = BTreeSet::new();
        let mut events = VecDeque::from([Event::Loaded(kept), Event::Close { message: message.to_owned() }]);
        let mut limit = TimeoutFuture::new(LIMIT_MS);
        loop {
            while let Some(event) = events.pop_front() {
                for effect in apart.handle(event) {
                    acknowledged.extend(held_notices(&effect));
                    apart.carry_out(effect).await;
                }
            }
            if acknowledged.len() >= rooms {
                return Ok(());
            }
            match apart.status().connection {
                // Somebody was quicker.
                Connection::Refused(Refusal::Closed) => return Ok(()),
                Connection::Refused(_) => return Err(EngineError::NoRelay),
                Connection::Offline | Connection::Connecting | Connection::Live => {}
            }
            match select(happened.next(), limit).await {
                Either::Left((Some(event), rest)) => {
                    limit = rest;
                    events.push_back(event);
                }
                Either::Left((None, _)) | Either::Right(_) => return Err(EngineError::NoRelay),
            }
        }
    }
}

/// The notices that are written as being at the relay.
fn held_notices(effect: &Effect) -> Vec<[u8; 32]> {
    let Effect::Write(write) = effect else { return Vec::new() };
    let records = write.put.iter().map(|(record, _)| record);
    let held = records.filter(|record| record.kind == NOTICE && record.state == State::Held);
    held.map(|record| record.id).collect()
}

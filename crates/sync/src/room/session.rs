//! A room on the connection that stands now.

use crate::{Progress, Refusal};

/// How far the exchange is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Not opened on this connection.
    #[default]
    Closed,
    /// Opened; the relay is to send what it has.
    Opening,
    /// Everything of before was exchanged.
    Live,
    /// The relay does not serve it.
    Refused(Refusal),
}

/// What is known of a room on this connection only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Session {
    pub(crate) phase: Phase,
    /// Whether the relay said that it holds nothing of the room.
    pub(crate) relay_is_empty: bool,
    /// Chunks that the relay promised and that have not come.
    pub(crate) promised: u32,
    pub(crate) progress: Progress,
    /// Whether an answer to what this replica has is awaited, and since when.
    pub(crate) asked: Option<u64>,
    /// Whether a round has ended since something was found missing.
    pub(crate) asked_for_missing: bool,
    pub(crate) missing_answered: bool,
    /// How often the relay was asked again for what it promised.
    pub(crate) rounds: u32,
    /// When the relay is asked again, because something came damaged, and how often it was in a row.
    pub(crate) again_at: Option<u64>,
    pub(crate) damaged: u32,
    /// Whether the relay had no space for something in this room.
    pub(crate) is_full: bool,
    /// Nothing is put before this.
    pub(crate) rest_until: Option<u64>,
}

impl Session {
    pub(crate) const fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live)
    }

    /// Whether the relay has been told of it and serves it.
    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Opening | Phase::Live)
    }

    /// Whether nothing is put at present; ends the rest where it is over.
    pub(crate) fn rests(&mut self, now: u64) -> bool {
        self.rest_until = self.rest_until.filter(|until| *until > now);
        self.rest_until.is_some()
    }

    /// Something came damaged: the sound one is asked for, sooner at first than later.
    pub(crate) fn damaged(&mut self, now: u64, wait: u64) {
        self.damaged = self.damaged.saturating_add(1);
        let factor = 1_u64 << self.damaged.min(6);
        self.again_at.get_or_insert(now.saturating_add(wait.saturating_mul(factor)));
    }

    /// A chunk of so many bytes came.
    pub(crate) fn received(&mut self, bytes: usize) {
        self.promised = self.promised.saturating_sub(1);
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.progress.received = self.progress.received.saturating_add(bytes).min(self.progress.total);
    }
}

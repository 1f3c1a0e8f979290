//! What a relay that is not honest does.

use crate::simulation::rng::SeededRng;
use groundswell_wire::{ChunkId, Refusal};

/// How a relay misbehaves. Times are milliseconds since the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mischief {
    /// Not at all.
    #[default]
    Honest,
    /// It loses everything.
    Wiped,
    /// It is set back to an old copy.
    RolledBack,
    /// Some chunks never reach some devices.
    Withholds {
        /// From then on.
        from: u64,
        /// Until then.
        until: u64,
        /// Devices whose number divided by two leaves this.
        victims: usize,
        /// Every how manyeth chunk.
        every: u8,
    },
    /// Even and odd devices do not see what the others put.
    Forks {
        /// From then on.
        from: u64,
        /// Until then.
        until: u64,
    },
    /// Some chunks arrive with a bit turned.
    Corrupts,
    /// It sends old chunks again, in any room.
    Replays,
    /// It is honest and short of space or time: some of what is put it does not take.
    Refuses {
        /// From then on.
        from: u64,
        /// Until then.
        until: u64,
    },
}

impl Mischief {
    /// Whether a chunk of a device is hidden from another.
    pub(super) fn hides(&self, id: &ChunkId, of: Option<usize>, from: usize, now: u64) -> bool {
        match *self {
            Self::Withholds { from: begin, until, victims, every } => {
                (begin..until).contains(&now)
                    && from % 2 == victims
                    && of.is_some_and(|of| of != from)
                    && id.as_bytes().first().is_some_and(|byte| byte % every == 0)
            }
            Self::Forks { from: begin, until } => {
                (begin..until).contains(&now) && of.is_some_and(|of| of % 2 != from % 2)
            }
            Self::Honest
            | Self::Wiped
            | Self::RolledBack
            | Self::Corrupts
            | Self::Replays
            | Self::Refuses { .. } => false,
        }
    }

    /// Why it does not take a chunk, where it does not.
    pub(super) fn refuses(&self, now: u64, rng: &mut SeededRng) -> Option<Refusal> {
        let Self::Refuses { from, until } = *self else { return None };
        if !(from..until).contains(&now) || rng.once_in(300) {
            return None;
        }
        let reasons = [Refusal::TooFast, Refusal::ReadOnly, Refusal::RoomFull, Refusal::TooManyRooms];
        reasons.get(rng.between(0, 3) as usize).copied()
    }

    pub(super) fn replays(&self, rng: &mut SeededRng) -> bool {
        *self == Self::Replays && rng.once_in(500)
    }

    pub(super) fn corrupt(&self, bytes: &mut [u8], rng: &mut SeededRng) {
        if *self == Self::Corrupts && rng.once_in(150) {
            let at = rng.roll() as usize % bytes.len().max(1);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << rng.between(0, 7);
            }
        }
    }
}

//! The status: recomputed after every event.

use super::{Effect, Replica, Turn};
use crate::{
    Anomalies, Connection, Progress, Status, Write,
    room::{Merging, Phase},
};

impl Replica {
    /// Notes that everything is here and at the relay, where it is so.
    pub(super) fn note_synced(&mut self) {
        let is_synced = self.link.is_up()
            && self.merges.is_empty()
            && !self.is_closed()
            && self.settings.publish.is_empty()
            && self.settings.left_behind == 0
            && !self.is_empty()
            && self.rooms.iter().all(|room| {
                room.session.is_live()
                    && room.session.asked.is_none()
                    && room.missing == 0
                    && room.is_read()
                    && room.is_delivered()
            });
        if !is_synced {
            self.is_synced = false;
            return;
        }
        self.settings.synced_at = Some(self.clock.wall());
        if !std::mem::replace(&mut self.is_synced, true) {
            self.keep_settings();
        }
    }

    /// Whether the relay has answered and neither it nor this device has anything of the directory, as on a device
    /// that joins by a link to another relay, or to one that lost everything.
    fn is_empty(&self) -> bool {
        let has_nothing =
            |room: &crate::room::Room| room.session.is_live() && room.is_bare() && room.pending.is_empty();
        self.settings.publish.is_empty() && self.rooms.iter().all(has_nothing)
    }

    fn status(&self) -> Status {
        let refused = self.rooms.iter().find_map(|room| match room.session.phase {
            Phase::Refused(refusal) => Some(refusal),
            Phase::Closed | Phase::Opening | Phase::Live => None,
        });
        let is_live = self.rooms.iter().all(|room| room.session.is_live());
        let connection = if let Some(refusal) = refused.or(self.refusal) {
            Connection::Refused(refusal)
        } else if self.link.is_up() && is_live {
            Connection::Live
        } else if self.link.is_up() || self.link.is_connecting() {
            Connection::Connecting
        } else {
            Connection::Offline
        };
        let sum = |of: &dyn Fn(&crate::room::Room) -> usize| {
            u32::try_from(self.rooms.iter().map(of).sum::<usize>()).unwrap_or(u32::MAX)
        };
        let count = |room: &crate::room::Room, merging| {
            room.blobs().filter(|(_, blob)| blob.merging == merging).count()
        };
        let progress =
            self.rooms.iter().map(|room| room.session.progress).fold(Progress::default(), |sum, it| {
                Progress { received: sum.received + it.received, total: sum.total + it.total }
            });
        Status {
            saved_here: self.is_loaded
                && !self.draft.has_chunks()
                && !self.writing.as_ref().is_some_and(Write::has_chunks),
            waiting: self.rooms.iter().map(crate::room::Room::waiting).sum(),
            owed: sum(&|room| room.fragments().filter(|fragment| fragment.owed).count()),
            synced_at: self.settings.synced_at,
            connection,
            progress: Some(progress).filter(|progress| progress.total > 0),
            anomalies: Anomalies {
                withheld: self.rooms.iter().map(|room| room.withheld).sum(),
                lost: sum(&|room| room.lost.len()),
                corrupted: self.corrupted,
                forked: self.neighbours.are_apart(),
                unfounded: sum(&|room| room.unfounded.len()),
                undecodable: sum(&|room| room.unreadable.len() + count(room, Merging::Quarantined)),
                newer: sum(&|room| count(room, Merging::Newer)),
            },
            here: self.others_here(),
            received_at: self.settings.received_at,
            empty: self.is_empty(),
            notices: self.settings.notices.clone(),
            earlier: self.earlier_notices(),
            left_behind: self.settings.left_behind,
        }
    }

    /// The status is always to be had, also without waiting for a change.
    #[must_use]
    pub fn current(&self) -> Status {
        self.status()
    }

    /// Emits the status where it changed.
    pub(super) fn show(&mut self, turn: &mut Turn<'_>) {
        let status = self.status();
        // That nothing has changed for another while is not worth a word.
        let is_same = self.shown.as_ref().is_some_and(|shown| {
            let synced_at = if self.is_synced { shown.synced_at } else { status.synced_at };
            *shown == Status { synced_at, ..status.clone() }
        });
        if !is_same {
            turn.effects.push(Effect::Status(Box::new(status.clone())));
            self.shown = Some(status);
        }
    }
}

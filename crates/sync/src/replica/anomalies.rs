//! Whether the relay holds something back, or shows different people different things.

use super::{Replica, Turn, putting::channel};
use crate::{Part, room::Room};
use groundswell_wire::ClientFrame;

impl Replica {
    /// When it is to be looked whether something that is missing is held back.
    pub(super) fn missing_due(&self, room: &Room) -> Option<u64> {
        let is_open = room.session.is_live() && room.session.asked.is_none();
        let missing = room.missing_since.filter(|_| is_open && room.withheld == 0);
        missing.map(|since| since.saturating_add(self.timings.anomaly_ms))
    }

    /// When there is something to be sent to neighbours, or asked of them.
    pub(super) fn neighbours_due(&self) -> Option<u64> {
        let is_open = self.rooms.iter().all(|room| room.session.is_live() && room.session.asked.is_none());
        let others = self.neighbours.due(self.timings.anomaly_ms).filter(|_| is_open);
        [others, self.neighbours.send_at].into_iter().flatten().min()
    }

    /// Looks at what does not add up, and asks the relay again before it counts as an anomaly.
    pub(super) fn check_anomalies(&mut self, turn: &mut Turn<'_>) {
        let patience = self.timings.anomaly_ms;
        let mut all_settled = true;
        for at in 0..self.rooms.len() {
            let is_fetching = self.fetches.values().any(|(of, ..)| *of == at);
            let merging = self.merges.values().any(|(of, ..)| *of == at) || self.is_checking(at);
            let Some(room) = self.rooms.get_mut(at) else { continue };
            if room.missing == 0 {
                room.missing_since = None;
                room.withheld = 0;
                room.session.missing_answered = false;
            } else if room.missing_since.is_none() {
                room.missing_since = Some(turn.now);
            }
            // What is to be published no chunk holds yet, so that nobody else can have it.
            let is_published = !self.settings.publish.contains(&room.part);
            // From whom something is withheld has others to warn, who lack what it has.
            let is_settled = room.session.is_live()
                && room.session.asked.is_none()
                && room.session.again_at.is_none()
                && (room.missing == 0 || room.withheld > 0)
                && room.is_read()
                && is_published
                && room.is_delivered();
            all_settled &= is_settled && !merging;
            let is_told_all = room.session.asked.is_none() && room.session.again_at.is_none();
            if room.session.is_live() && is_told_all && room.is_read() && !merging && !is_fetching {
                room.lost.append(&mut room.suspected);
            }
            let overdue = room.missing_since.is_some_and(|since| since.saturating_add(patience) <= turn.now);
            if room.withheld > 0 || (room.session.missing_answered && overdue && !merging) {
                room.session.missing_answered = false;
                room.withheld = room.missing;
            }
            let is_open = room.session.is_live() && room.session.asked.is_none();
            if is_open && overdue && room.withheld == 0 {
                self.probe_room(at, turn);
                // What is missing may be on this device, from another tab.
                self.look_again(turn);
            }
        }
        self.compare(all_settled, turn);
    }

    /// Compares the state of both parts with what neighbours say of theirs. Only in the members part's room: to the
    /// public part's every stranger has a key, and could send whatever alarms people.
    fn compare(&mut self, is_settled: bool, turn: &mut Turn<'_>) {
        let Some(at) = self.members_room() else { return };
        let patience = self.timings.anomaly_ms;
        let mut states = self.rooms.iter().map(|room| room.state);
        if let (Some(public), Some(members)) = (states.next(), states.next())
            && public != [0; 32]
            && members != [0; 32]
        {
            self.neighbours.state([public, members]);
        }
        // Who holds what it may not send differs from everybody, and would alarm them and itself.
        let is_settled = is_settled && self.settings.left_behind == 0;
        self.neighbours.settled(is_settled, turn.now, patience / 3);
        let is_open = self.rooms.iter().all(|room| room.session.is_live() && room.session.asked.is_none());
        if is_open && self.neighbours.ask(turn.now, patience) {
            for at in 0..self.rooms.len() {
                self.probe_room(at, turn);
            }
            self.look_again(turn);
        }
        let Some(text) = self.neighbours.next(turn.now, turn.random) else { return };
        let Some(room) = self.rooms.get(at) else { return };
        let Ok(bytes) = room.keys.seal_ephemeral(&text, turn.random) else { return };
        self.send(&ClientFrame::Ephemeral { channel: channel(at), bytes: &bytes }, turn);
    }

    fn members_room(&self) -> Option<usize> {
        self.rooms.iter().position(|room| room.part == Part::Members)
    }

    /// An ephemeral message came.
    pub(super) fn receive_ephemeral(&mut self, at: usize, bytes: &[u8], turn: &mut Turn<'_>) {
        if self.members_room() != Some(at) {
            return;
        }
        let rest = self.timings.anomaly_ms / 3;
        let Some(room) = self.rooms.get_mut(at) else { return };
        if let Ok(text) = room.keys.open_ephemeral(bytes) {
            self.neighbours.receive(&text, turn.now, rest);
            if self.settings.left_behind > 0 && self.neighbours.is_state_here(&text) {
                self.settings.left_behind = 0;
                self.keep_settings();
            }
            self.receive_presence(at, &text, turn);
        }
    }
}

//! The states of neighbours who are connected now, to notice a relay that shows different people different
//! things.
//!
//! An ephemeral message holds: a version (one byte, 3), the neighbour (8 random bytes, new whenever its replica starts)
//! and for each part the 32 bytes that stand for its state, the public part's first. Only who has everything and has sent everything, also what was
//! there before the directory was shared, sends one. A neighbour's state that was never reached here is an anomaly
//! only when the relay was asked for everything again, the neighbour was asked again, and it is still so.

use crate::Digest;
use std::collections::{BTreeMap, VecDeque};

const VERSION: u8 = 3;
/// States of before that are remembered.
const STATES: usize = 64;
/// Neighbours that are remembered.
const NEIGHBOURS: usize = 64;
/// A neighbour that differs gets another message after so many times the usual rest.
const AGAIN: u64 = 12;

type Neighbour = [u8; 8];
/// The states of the public and the members part.
type States = [Digest; 2];

/// A neighbour in another state.
#[derive(Clone, Copy, Debug)]
struct Other {
    state: States,
    since: u64,
    /// When it was asked again.
    asked: Option<u64>,
    /// Whether it answered.
    answered: bool,
}

/// Neighbours, and what this replica has sent them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Neighbours {
    me: Option<Neighbour>,
    states: VecDeque<States>,
    others: BTreeMap<Neighbour, Other>,
    sent: Option<States>,
    sent_at: u64,
    /// Whether somebody who differs spoke while not everything was here.
    owes: bool,
    /// Since when everything is here and at the relay.
    settled_since: Option<u64>,
    pub(crate) send_at: Option<u64>,
}

impl Neighbours {
    /// The parts are in these states now.
    pub(crate) fn state(&mut self, state: States) {
        if self.states.back() != Some(&state) {
            self.states.push_back(state);
            if self.states.len() > STATES {
                self.states.pop_front();
            }
        }
        self.others.retain(|_, other| other.state != state);
    }

    fn send_by(&mut self, due: u64) {
        self.send_at = Some(self.send_at.map_or(due, |at| at.min(due)));
    }

    /// Whether everything is here and at the relay. What is to be sent is sent after a while.
    pub(crate) fn settled(&mut self, settled: bool, now: u64, rest: u64) {
        if !settled {
            self.settled_since = None;
            self.owes |= self.send_at.take().is_some();
        } else if self.settled_since.is_none() {
            self.settled_since = Some(now);
        }
        let has_news = self.owes || self.sent.as_ref() != self.states.back();
        // A message may be lost, so that it is sent again for as long as somebody differs.
        if settled && (has_news || !self.others.is_empty()) {
            let wait = if has_news { rest } else { rest.saturating_mul(AGAIN) };
            self.send_by(now.max(self.sent_at.saturating_add(wait)).saturating_add(rest / 4));
        }
    }

    /// The message to send now, if any.
    pub(crate) fn next(&mut self, now: u64, random: &mut crate::Random<'_>) -> Option<Vec<u8>> {
        let due = self.send_at.is_some_and(|at| at <= now);
        let state = *self.states.back().filter(|_| due)?;
        let me = *self.me.get_or_insert_with(|| {
            let mut me = Neighbour::default();
            random(&mut me);
            me
        });
        self.send_at = None;
        self.owes = false;
        self.sent = Some(state);
        self.sent_at = now;
        let [public, members] = &state;
        Some([&[VERSION][..], &me, public, members].concat())
    }

    /// Whether this message says that its sender holds what is held here. Nobody can say so who does not know all of
    /// it.
    pub(crate) fn is_state_here(&self, bytes: &[u8]) -> bool {
        read(bytes).is_some_and(|(_, state)| self.states.back() == Some(&state))
    }

    /// A message of a neighbour came. Messages are not signed and may be old: they only raise anomalies.
    pub(crate) fn receive(&mut self, bytes: &[u8], now: u64, rest: u64) {
        let Some((neighbour, state)) = read(bytes) else { return };
        if self.me == Some(neighbour) {
            return;
        }
        if self.states.back() == Some(&state) {
            self.others.remove(&neighbour);
            return;
        }
        // It may not know how it stands here.
        if self.settled_since.is_some() {
            self.send_by(now.max(self.sent_at.saturating_add(rest)));
        } else {
            self.owes = true;
        }
        if self.states.contains(&state) {
            // It is behind, and will say so itself if it stays behind.
            self.others.remove(&neighbour);
        } else if let Some(other) = self.others.get_mut(&neighbour) {
            // What is on its way here may be the difference.
            other.answered |= other.asked.is_some() && self.settled_since.is_some();
            other.state = state;
        } else if self.others.len() < NEIGHBOURS {
            self.others.insert(neighbour, Other { state, since: now, asked: None, answered: false });
        }
    }

    /// When neighbours are to be asked again.
    pub(crate) fn due(&self, patience: u64) -> Option<u64> {
        let settled = self.settled_since?;
        let of = |other: &Other| other.asked.unwrap_or(other.since.max(settled)).saturating_add(patience);
        self.others.values().filter(|other| !other.answered).map(of).min()
    }

    /// Asks again those who have differed for too long. Whether there are any: the relay is to be asked too.
    pub(crate) fn ask(&mut self, now: u64, patience: u64) -> bool {
        let Some(settled) = self.settled_since else { return false };
        self.others.retain(|_, other| {
            other.answered || other.asked.is_none_or(|asked| asked.saturating_add(patience) > now)
        });
        let mut any = false;
        for other in self.others.values_mut().filter(|other| other.asked.is_none()) {
            if other.since.max(settled).saturating_add(patience) <= now {
                other.asked = Some(now);
                any = true;
            }
        }
        if any {
            self.send_at = Some(now);
        }
        any
    }

    /// Whether a neighbour who has everything shows a state that was never reached here.
    pub(crate) fn are_apart(&self) -> bool {
        self.others.values().any(|other| other.answered)
    }

    /// The connection ended: who is there is not known any more. An anomaly stays until it is resolved.
    pub(crate) fn left(&mut self) {
        self.others.retain(|_, other| other.answered);
        self.settled_since = None;
        self.send_at = None;
        self.sent = None;
    }
}

/// Whose message it is, and of which states.
fn read(bytes: &[u8]) -> Option<(Neighbour, States)> {
    let (&VERSION, bytes) = bytes.split_first()? else { return None };
    let (neighbour, states) = bytes.split_first_chunk()?;
    let (public, members) = states.split_first_chunk()?;
    Some((*neighbour, [*public, members.try_into().ok()?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: u64 = 1_000;

    fn neighbour(state: u8, me: u8) -> Neighbours {
        let mut it = Neighbours { me: Some([me; 8]), ..Neighbours::default() };
        it.state([[state; 32], [0; 32]]);
        it.settled(true, 0, PATIENCE);
        it
    }

    fn ephemeral(from: &mut Neighbours, now: u64) -> Option<Vec<u8>> {
        from.next(now, &mut |bytes: &mut [u8]| bytes.fill(9))
    }

    /// Lets two exchange messages for a while.
    fn talk(one: &mut Neighbours, two: &mut Neighbours, from: u64, to: u64) {
        for now in (from..to).step_by(50) {
            for it in [&mut *one, &mut *two] {
                it.settled(true, now, PATIENCE / 3);
                it.ask(now, PATIENCE);
            }
            if let Some(bytes) = ephemeral(one, now) {
                two.receive(&bytes, now, PATIENCE / 3);
            }
            if let Some(bytes) = ephemeral(two, now) {
                one.receive(&bytes, now, PATIENCE / 3);
            }
        }
    }

    #[test]
    fn those_who_agree_are_quiet() {
        let (mut one, mut two) = (neighbour(1, 1), neighbour(1, 2));
        talk(&mut one, &mut two, 0, 10_000);
        assert!(!one.are_apart() && !two.are_apart());
        assert_eq!(one.send_at, None);
    }

    #[test]
    fn those_who_stay_apart_are_noticed_on_both_sides_until_they_meet() {
        let (mut one, mut two) = (neighbour(1, 1), neighbour(2, 2));
        talk(&mut one, &mut two, 0, 10_000);
        assert!(one.are_apart() && two.are_apart());
        one.state([[3; 32]; 2]);
        two.state([[3; 32]; 2]);
        talk(&mut one, &mut two, 10_000, 20_000);
        assert!(!one.are_apart() && !two.are_apart());
    }

    #[test]
    fn one_that_was_left_behind_notices_it() {
        let (mut one, mut two) = (neighbour(1, 1), neighbour(1, 2));
        talk(&mut one, &mut two, 0, 5_000);
        one.state([[2; 32]; 2]);
        talk(&mut one, &mut two, 5_000, 15_000);
        assert!(two.are_apart());
    }

    #[test]
    fn one_that_sent_another_state_and_left_is_no_anomaly() {
        let (mut one, mut two) = (neighbour(1, 1), neighbour(2, 2));
        let bytes = ephemeral(&mut one, 5_000).unwrap();
        two.receive(&bytes, 5_000, PATIENCE);
        for now in (5_000..20_000).step_by(100) {
            two.ask(now, PATIENCE);
        }
        assert!(!two.are_apart());
        assert_eq!(two.due(PATIENCE), None);
    }

    #[test]
    fn an_answer_that_comes_while_something_is_on_its_way_is_no_anomaly() {
        let (mut one, mut two) = (neighbour(1, 1), neighbour(2, 2));
        let first = ephemeral(&mut two, 5_000).unwrap();
        one.receive(&first, 5_000, PATIENCE / 3);
        assert!(one.ask(5_000 + PATIENCE, PATIENCE));
        one.settled(false, 5_100 + PATIENCE, PATIENCE / 3);
        one.receive(&first, 5_200 + PATIENCE, PATIENCE / 3);
        assert!(!one.are_apart());
        one.settled(true, 5_300 + PATIENCE, PATIENCE / 3);
        one.receive(&first, 5_400 + PATIENCE, PATIENCE / 3);
        assert!(one.are_apart());
    }

    #[test]
    fn bytes_that_say_nothing_are_passed_over() {
        let mut one = neighbour(1, 1);
        for bad in [&[][..], &[3], &[2; 73], &[1; 41], &[3; 72], &[3; 74]] {
            one.receive(bad, 0, PATIENCE);
        }
        assert_eq!(one.due(PATIENCE), None);
    }
}

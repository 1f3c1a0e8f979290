//! Which tab leads, as a machine without a clock, a lock or a channel: what happens goes in with the time, and what
//! is to be done comes out.
//!
//! Who holds a lock of the browser's leads. But a tab that the browser suspends keeps its lock and is silent, for
//! minutes or for ever, often without an event before. So followers ask from time to time who leads. Where nobody
//! answers they take the lock away. A tab that was suspended detects that by its own clock, before it does anything
//! else, and gives up what it has: the loss of the lock may be reported only after it would have sent something. A long
//! computation looks the same from outside; a tab that computes notes so, and waits for others longer than they need.

/// So many ticks without an answer until the lock is taken away.
const PATIENCE: i64 = 4;
/// So many ticks that did not happen, and this tab was suspended. Fewer than [`PATIENCE`]: it notices before it can
/// have lost the lock.
const SUSPENDED: i64 = 3;

/// Whether this tab leads.
#[derive(Debug)]
pub(super) struct Leadership {
    role: Role,
    /// From one tick to the next, in milliseconds.
    pulse: i64,
    /// How long whoever leads may be silent, in milliseconds.
    patience: i64,
    /// When this tab was last seen running.
    ran_at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Another leads, or none; when the leader was last seen.
    Follower { leader_seen_at: i64 },
    /// This tab leads.
    Leader,
    /// This browser has no locks: every tab leads for itself.
    Alone,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// The lock is this tab's.
    Granted,
    /// The lock was taken away, or will not come.
    Lost,
    /// The leader sent something.
    LeaderAlive,
    /// The interval has passed.
    Tick,
    /// Something is about to be done that only who leads does.
    Act,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing.
    Stay,
    /// The leader is asked to answer.
    Ask,
    /// The lock is taken away from whoever has it.
    Take,
    /// This tab begins to lead.
    Lead,
    /// What this tab has ends at once: its replica, its connection, its lock or its place among those that wait for
    /// it. It requests the lock again.
    GiveUp,
}

impl Leadership {
    /// A tab that has asked for the lock at `now`, in milliseconds. It looks every `pulse` milliseconds. `chance` is
    /// random, so that of several that wait one is the first.
    pub(super) const fn new(now: i64, pulse: u32, chance: u8) -> Self {
        let pulse = pulse as i64;
        let patience = pulse * PATIENCE + pulse * chance as i64 / u8::MAX as i64;
        Self { role: Role::Follower { leader_seen_at: now }, pulse, patience, ran_at: now }
    }

    /// In a browser without locks.
    pub(super) const fn alone(now: i64, pulse: u32) -> Self {
        Self { role: Role::Alone, ..Self::new(now, pulse, 0) }
    }

    /// Whether this tab leads, as far as it knows.
    pub(super) const fn leads(&self) -> bool {
        !matches!(self.role, Role::Follower { .. })
    }

    /// This tab has computed for so many milliseconds without a break: it was not suspended meanwhile.
    pub(super) const fn computed(&mut self, milliseconds: i64) {
        if milliseconds > 0 {
            self.ran_at += milliseconds;
        }
    }

    /// What is to be done when this happens at `now`, in milliseconds.
    pub(super) fn handle(&mut self, input: Input, now: i64) -> Step {
        // Less than nothing where the clock was set back.
        let was_suspended = now - self.ran_at >= self.pulse * SUSPENDED;
        self.ran_at = now;
        match (self.role, input) {
            (Role::Alone, _) => Step::Stay,
            // Also who waited: what it asked for may have been given to it and taken away meanwhile.
            _ if was_suspended => self.give_up(now),
            (Role::Leader, Input::Lost) => self.give_up(now),
            (Role::Leader, _) | (Role::Follower { .. }, Input::Act) => Step::Stay,
            (Role::Follower { .. }, Input::Granted) => {
                self.role = Role::Leader;
                Step::Lead
            }
            (Role::Follower { .. }, Input::LeaderAlive | Input::Lost) => {
                self.role = Role::Follower { leader_seen_at: now };
                Step::Stay
            }
            (Role::Follower { leader_seen_at }, Input::Tick) => self.look(leader_seen_at, now),
        }
    }

    /// Gives up, and waits for the lock.
    const fn give_up(&mut self, now: i64) -> Step {
        self.role = Role::Follower { leader_seen_at: now };
        Step::GiveUp
    }

    fn look(&mut self, leader_seen_at: i64, now: i64) -> Step {
        // Where the clock was set back, what it sent before does not count.
        let leader_seen_at = leader_seen_at.min(now);
        let is_silent = now - leader_seen_at >= self.patience;
        self.role = Role::Follower { leader_seen_at: if is_silent { now } else { leader_seen_at } };
        if is_silent { Step::Take } else { Step::Ask }
    }
}

#[cfg(test)]
mod tests;

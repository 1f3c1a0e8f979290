//! What must be so at the end.

use super::{World, actions::NOTICE};
use crate::simulation::{plan::Action, relay::Mischief};
use groundswell_seal::Grant;
use groundswell_sync::{Connection, DeviceName, Name, Notice, Part};
use groundswell_wire::ShortId;
use std::collections::BTreeSet;

impl World {
    pub(super) fn judge(&mut self) {
        for tab in 0..self.tabs.len() {
            self.judge_tab(tab);
        }
        self.judge_anomalies();
    }

    fn expected(&self, part: Part) -> BTreeSet<Name> {
        self.all.iter().filter(|(of, _)| *of == part).map(|(_, name)| *name).collect()
    }

    fn judge_tab(&mut self, tab: usize) {
        let of = &self.tabs[tab];
        if of.is_follower {
            return;
        }
        let device = of.device;
        let status = of.status.clone();
        let mut lacks = 0;
        for part in self.parts(device) {
            let expected = self.expected(*part);
            let held = of
                .documents
                .get(part)
                .map(super::super::fake_document::FakeDocument::names)
                .unwrap_or_default();
            let stored: BTreeSet<Name> = self.disks[device].names(*part).copied().collect();
            lacks += expected.difference(&held).count() + expected.difference(&stored).count();
            if !held.is_subset(&expected) {
                self.failures.push(format!("tab {tab} holds in {part:?} what nobody wrote"));
            }
        }
        if self.plan.is_lasting {
            // A reader of the public part receives no state that it could believe.
            let hears = self.devices[device].grant != Grant::Public;
            if lacks > 0 && hears && !status.anomalies.of_relay() {
                self.failures.push(format!("tab {tab} lacks {lacks} changes and does not doubt the relay"));
            }
            return;
        }
        if self.plan.is_closed {
            return self.judge_closed(tab);
        }
        if lacks > 0 {
            self.failures.push(format!("tab {tab} lacks {lacks} changes"));
        }
        let is_blank = self.parts(device).iter().all(|part| self.expected(*part).is_empty());
        let is_at_rest = status.connection == Connection::Live
            && status.waiting == 0
            && status.owed == 0
            && status.saved_here
            && status.progress.is_none()
            && (status.synced_at.is_some() || (status.empty && is_blank))
            && status.anomalies.withheld == 0
            && status.anomalies.newer == 0;
        if !is_at_rest {
            self.failures.push(format!("tab {tab} is not at rest: {status:?}"));
        }
        let here = self.others_here(device);
        if status.here.iter().copied().collect::<BTreeSet<_>>() != here {
            self.failures.push(format!("tab {tab} shows {:?} as being here, not {here:?}", status.here));
        }
    }

    /// The room was closed: everybody knows, and has what is in it and what was made here.
    fn judge_closed(&mut self, tab: usize) {
        let of = &self.tabs[tab];
        let says_so = |notice: &Notice| notice.items.first().is_some_and(|item| item == NOTICE);
        let (device, closed) = (of.device, of.status.notices.iter().any(says_so));
        let mut lacks = 0;
        for part in self.parts(device) {
            let room = self.keys[&Grant::Edit].room(*part).map(|keys| keys.room().id());
            let ids = room.map(|room| self.relay.readable(room)).unwrap_or_default();
            let in_room = ids.iter().filter_map(|id| self.sealed.get(id)).flatten();
            let own = self.made.iter().filter(|(by, _)| *by == device).map(|(_, name)| name);
            let stored: BTreeSet<&Name> = self.disks[device].names(*part).collect();
            let expected = in_room.chain(own).filter(|(of, _)| of == part);
            lacks += expected.filter(|(_, name)| !stored.contains(name)).count();
        }
        if !closed {
            self.failures.push(format!("tab {tab} does not know that the room is closed"));
        }
        if lacks > 0 {
            self.failures.push(format!("tab {tab} lacks {lacks} changes of the closed room or its own"));
        }
    }

    /// The other devices that a member of the network is to see.
    fn others_here(&self, device: usize) -> BTreeSet<DeviceName> {
        let is_member = |device: usize| self.devices[device].grant != Grant::Public;
        let running = self.tabs.iter().filter(|tab| tab.replica.is_some()).map(|tab| tab.device);
        let others = running.filter(|other| *other != device && is_member(*other));
        others.filter(|_| is_member(device)).map(super::name).collect()
    }

    /// How many chunks the relay, set back, asked for again of those to whom it had acknowledged them. Where
    /// others were first to bring them back, or a checkpoint has them, nobody can know.
    fn asked_for_lost(&self) -> usize {
        const SOON_MS: u64 = 30_000;
        let is_lost = |at: u64, device: usize, short: &ShortId| {
            let disk = &self.disks[device];
            self.lost.iter().any(|(of, id)| {
                *of == device
                    && id.short() == *short
                    && !disk.has_covered(id.as_bytes())
                    && !disk.has_removed(id.as_bytes(), at, at + SOON_MS)
            })
        };
        let lasted = |line: &u64, at: u64| self.ended.get(line).is_none_or(|ended| *ended > at + SOON_MS);
        let asked = self.relay.asked.iter();
        asked.filter(|(at, line, device, id)| lasted(line, *at) && is_lost(*at, *device, id)).count()
    }

    fn judge_anomalies(&mut self) {
        let mischief = self.plan.mischief;
        let is_orderly = self.plan.lost + self.plan.repeated + self.plan.reordered == 0;
        let all = self.tabs.iter().map(|tab| tab.anomalies);
        let forked = all.clone().any(|anomalies| anomalies.forked);
        let lost = all.clone().map(|anomalies| anomalies.lost).max().unwrap_or_default();
        let corrupted = all.map(|anomalies| anomalies.corrupted).max().unwrap_or_default();
        if !matches!(mischief, Mischief::Corrupts | Mischief::Replays) && corrupted > 0 {
            self.failures.push("a sound chunk was taken for a damaged one".to_owned());
        }
        // What a checkpoint claimed to cover and the relay dropped therefore nobody can tell from what it lost.
        let lied = self.plan.actions.iter().any(|(_, action)| *action == Action::Lie);
        // A relay that hides checkpoints does not have, for all that can be seen, what is in them only.
        let is_hiding = matches!(mischief, Mischief::Forks { .. } | Mischief::Withholds { .. });
        let may_lose = matches!(mischief, Mischief::RolledBack | Mischief::Wiped);
        if !may_lose && !lied && !is_hiding && is_orderly && lost > 0 {
            self.failures.push(format!("the relay is said to have lost {lost} chunks, which it has not"));
        }
        // Who took a chunk in and ended before noting it can not bring it back to a relay that lost it: neighbours
        // see that there is more than the relay shows them.
        let has_less = matches!(mischief, Mischief::RolledBack | Mischief::Wiped) && self.plan.crashes > 0;
        let may_differ = has_less || matches!(mischief, Mischief::Forks { .. } | Mischief::Withholds { .. });
        if !may_differ && is_orderly && forked {
            self.failures.push("the relay is said to show different things, which it does not".to_owned());
        }
        let missed = self.asked_for_lost();
        if mischief == Mischief::RolledBack && is_orderly && missed > 0 && lost == 0 {
            self.failures.push(format!("nobody noticed that the relay lost {missed}"));
        }
    }
}

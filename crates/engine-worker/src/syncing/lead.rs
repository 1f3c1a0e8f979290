//! The tab that leads, driven over the browser's locks, timers and channel: see [`super::leadership`].

use super::{
    Lock, SyncJob, SyncTask, Syncing,
    leadership::{Input, Leadership, Step},
    lock_name,
};
use crate::{
    channel::TabMessage,
    clock, console,
    engine::{Engine, Job},
    random,
};
use gloo_timers::callback::Interval;
use groundswell_model::{
    Id,
    message::{Connection, Event as PageEvent, SyncState},
};

impl Engine {
    /// Asks for the lock of a directory; `None` where the browser has no locks. Two tabs that sync at once do no harm,
    /// only more work.
    pub(super) fn ask_to_lead(&self, session: u32, directory: Id) -> Option<Lock> {
        let name = lock_name(&self.options.channel, directory);
        Lock::ask(
            &name,
            self.leadership_callback(session, Input::Granted),
            self.leadership_callback(session, Input::Lost),
        )
        .ok()
    }

    /// Whether this tab leads, at the beginning.
    pub(super) fn leadership(&self, has_locks: bool) -> Leadership {
        let (now, pulse) = (clock::now().0, self.options.timings.pulse_ms);
        if !has_locks {
            return Leadership::alone(now, pulse);
        }
        let mut chance = [0];
        random::fill(&mut chance);
        let [chance] = chance;
        Leadership::new(now, pulse, chance)
    }

    /// Looks at the syncing of this session from time to time. Not in its turn among the jobs: who does not look in
    /// time is taken for suspended.
    pub(super) fn pulse(&self, session: u32) -> Interval {
        Interval::new(self.options.timings.pulse_ms, self.leadership_callback(session, Input::Tick))
    }

    /// A callback for the browser that feeds this input to the leadership.
    fn leadership_callback(&self, session: u32, input: Input) -> impl Fn() + 'static + use<> {
        let me = self.downgrade();
        move || {
            if let Some(engine) = me.upgrade() {
                engine.advance_leadership(session, input);
            }
        }
    }

    /// Whether this tab may do what only the one that leads does. Where it was suspended it may not, and gives up.
    pub(super) fn still_leads(&self, session: u32) -> bool {
        self.advance_leadership(session, Input::Act);
        self.with_syncing(session, |syncing| syncing.leadership.leads()) == Some(true)
    }

    /// Another tab asks for the state of a directory's syncing, or sends it.
    pub(crate) fn receive_sync_state(&self, directory: Id, state: Option<SyncState>) {
        let session = self
            .syncing
            .borrow()
            .as_ref()
            .filter(|syncing| syncing.directory == directory)
            .map(|it| it.session);
        let Some(session) = session else { return };
        match state {
            // Only the leader answers ...
            None if self.still_leads(session) => self.announce_sync_state(session),
            None => {}
            // ... and only followers take it.
            Some(state) => {
                self.advance_leadership(session, Input::LeaderAlive);
                let news = self.with_syncing(session, |syncing| {
                    let is_news = !syncing.leadership.leads() && syncing.shown != state;
                    is_news.then(|| syncing.shown.clone_from(&state))
                });
                if news.flatten().is_some() {
                    self.emit(PageEvent::Sync(Some(state)));
                }
            }
        }
    }

    fn announce_sync_state(&self, session: u32) {
        let shown = self.with_syncing(session, |syncing| (syncing.directory, syncing.shown.clone()));
        if let Some((directory, state)) = shown {
            self.broadcast(&TabMessage::Synced { directory, state: Box::new(state) });
        }
    }

    fn advance_leadership(&self, session: u32, input: Input) {
        let now = clock::now().0;
        let advanced =
            self.with_syncing(session, |syncing| (syncing.leadership.handle(input, now), syncing.directory));
        let Some((step, directory)) = advanced else { return };
        match step {
            Step::Stay => {}
            Step::Ask => self.broadcast(&TabMessage::WhoLeads(directory)),
            Step::Take => self.take_the_lead(session, directory),
            Step::Lead => {
                // The others need not wait for the next change.
                self.announce_sync_state(session);
                self.enqueue(Job::Sync(SyncJob { session, what: SyncTask::Lead }));
            }
            Step::GiveUp => self.give_up(session),
        }
    }

    fn take_the_lead(&self, session: u32, directory: Id) {
        let name = lock_name(&self.options.channel, directory);
        match Lock::take(
            &name,
            self.leadership_callback(session, Input::Granted),
            self.leadership_callback(session, Input::Lost),
        ) {
            Ok(lock) => {
                // What this tab waited for before is given up with it.
                drop(self.with_syncing(session, |syncing| syncing.lock.replace(lock)));
            }
            Err(thrown) => console::report("taking the lead", &console::words(&thrown)),
        }
    }

    /// Ends what this tab has, and begins as one that waits. What is not sent is in the storage.
    fn give_up(&self, session: u32) {
        let ended = self.syncing.borrow_mut().take_if(|syncing| syncing.session == session);
        let Some(Syncing { directory, link, shown, replica, .. }) = ended else { return };
        let shown = if replica.is_some() {
            SyncState { connection: Connection::Offline, transfer: None, here: Vec::new(), ..shown }
        } else {
            shown
        };
        if let Err(error) = self.begin_syncing(directory, link, shown) {
            console::report("syncing", &error);
        }
    }

    /// This engine has computed for so many milliseconds without a break.
    pub(crate) fn has_computed(&self, milliseconds: i64) {
        if let Ok(mut syncing) = self.syncing.try_borrow_mut()
            && let Some(syncing) = syncing.as_mut()
        {
            syncing.leadership.computed(milliseconds);
        }
    }
}

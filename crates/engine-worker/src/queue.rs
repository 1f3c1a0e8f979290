//! The order of work: jobs are run one after the other, so that no two of them ever see half of each other's work.

use crate::job::Job;
use futures::future::LocalBoxFuture;
use gloo_timers::callback::Timeout;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;

/// Jobs that wait for their turn, and those that are scheduled for later.
pub(crate) struct Queue {
    me: Weak<Self>,
    jobs: RefCell<VecDeque<Job>>,
    is_running: Cell<bool>,
    run: Box<dyn Fn(Job) -> LocalBoxFuture<'static, ()>>,
    upkeep: RefCell<Option<Timeout>>,
    retry: RefCell<Option<Timeout>>,
}

impl Queue {
    /// An empty queue, whose jobs are run by `run`.
    pub(crate) fn new(run: impl Fn(Job) -> LocalBoxFuture<'static, ()> + 'static) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            jobs: RefCell::default(),
            is_running: Cell::new(false),
            run: Box::new(run),
            upkeep: RefCell::default(),
            retry: RefCell::default(),
        })
    }

    /// Runs a job in its turn.
    pub(crate) fn push(&self, job: Job) {
        self.jobs.borrow_mut().push_back(job);
        if self.is_running.replace(true) {
            return;
        }
        let Some(me) = self.me.upgrade() else { return };
        spawn_local(async move {
            while let Some(job) = me.next() {
                (me.run)(job).await;
            }
            me.is_running.set(false);
        });
    }

    fn next(&self) -> Option<Job> {
        self.jobs.borrow_mut().pop_front()
    }

    /// Whether something else waits for its turn.
    pub(crate) fn is_busy(&self) -> bool {
        !self.jobs.borrow().is_empty()
    }

    /// Lets callbacks of the browser push jobs, as long as the queue lives.
    pub(crate) fn sender(&self) -> impl Fn(Job) + Clone + 'static + use<> {
        let me = self.me.clone();
        move |job| {
            if let Some(queue) = me.upgrade() {
                queue.push(job);
            }
        }
    }

    /// Schedules a job, in place of the one that was scheduled before: of retries there is one, and one of all others.
    pub(crate) fn schedule(&self, delay_ms: u32, job: Job) {
        let send = self.sender();
        let slot = if matches!(job, Job::Retry) { &self.retry } else { &self.upkeep };
        // Dropping the timer that was there stops it.
        slot.replace(Some(Timeout::new(delay_ms, move || send(job))));
    }

    /// Cancels what is scheduled.
    pub(crate) fn cancel_scheduled(&self) {
        self.upkeep.take();
        self.retry.take();
    }
}

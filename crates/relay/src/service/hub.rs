//! The one place where everything meets: connections, the state machine and the store's threads.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError, mpsc};
use std::time::Duration;

use tokio::sync::Notify;

use super::Options;
use super::clock::Clock;
use super::log::Refusals;
use super::metrics::StoreFigures;
use super::store_thread::{self, Fetch, Job};
use crate::relay::{ConnectionId, Counters, Input, Numbers, Output, Relay, Space, StoreFault, Transmit};
use crate::store::{Store, Usage};

/// How often the state machine is told that time passes.
const TICK: Duration = Duration::from_millis(200);

/// How long those who wait for the lock are let go first between two turns of those who ask for much.
const BETWEEN_TURNS: Duration = Duration::from_millis(1);

/// See the module.
#[derive(Debug)]
pub(crate) struct Hub {
    state: Mutex<State>,
    /// How many threads wait for the lock.
    asking: AtomicUsize,
    writer: mpsc::Sender<Job>,
    reader: mpsc::Sender<Fetch>,
    clock: Clock,
    /// Somebody waits for their turn.
    turns: Arc<Notify>,
    pub(super) figures: StoreFigures,
    refusals: Mutex<Refusals>,
    /// Bytes that all rooms together may take up; 0 for any number.
    pub(super) limit: u64,
    pub(super) origins: Vec<String>,
    pub(super) proxies: Vec<IpAddr>,
}

#[derive(Debug)]
struct State {
    relay: Relay,
    handles: HashMap<ConnectionId, Arc<Handle>, BuildHasherDefault<Numbers>>,
    next: u64,
}

/// How a connection's task is spoken to.
#[derive(Debug, Default)]
pub(super) struct Handle {
    pub(super) called: Notify,
    pub(super) is_paused: AtomicBool,
    pub(super) is_cut: AtomicBool,
    pub(super) is_to_ping: AtomicBool,
}

impl Handle {
    fn call(&self, flag: Option<&AtomicBool>) {
        if let Some(flag) = flag {
            flag.store(true, Ordering::Release);
        }
        self.called.notify_one();
    }
}

impl Hub {
    /// Starts the store's threads and the clock.
    pub(super) fn start(store: Box<dyn Store>, usage: Usage, options: Options) -> Arc<Self> {
        // A store that cannot say is one in which nothing is dated.
        let clock = Clock::from(store.clock().unwrap_or_default());
        let turns = Arc::new(Notify::new());
        let limit = options.rules.store_bytes;
        let (writer, jobs) = mpsc::channel();
        let (reader, fetches) = mpsc::channel();
        let state =
            State { relay: Relay::new(options.rules, usage.bytes), handles: HashMap::default(), next: 0 };
        let hub = Arc::new(Self {
            state: Mutex::new(state),
            asking: AtomicUsize::new(0),
            writer,
            reader,
            clock,
            turns: Arc::clone(&turns),
            figures: StoreFigures::of(usage),
            refusals: Mutex::new(Refusals::new()),
            limit,
            origins: options.origins,
            proxies: options.proxies,
        });
        store_thread::start(store, Arc::downgrade(&hub), jobs, fetches);
        let clock = Arc::downgrade(&hub);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(TICK);
            loop {
                ticks.tick().await;
                let Some(hub) = clock.upgrade() else { break };
                hub.clock.compare();
                hub.input(Input::Tick);
                hub.log_refusals(false);
            }
        });
        let taking_turns = Arc::downgrade(&hub);
        tokio::spawn(async move {
            loop {
                turns.notified().await;
                while let Some(hub) = taking_turns.upgrade()
                    && hub.turn()
                {
                    // The lock is not fair: whoever takes it again at once keeps others out.
                    let is_asked = hub.asking.load(Ordering::Acquire) > 0;
                    drop(hub);
                    if is_asked {
                        tokio::time::sleep(BETWEEN_TURNS).await;
                    } else {
                        tokio::task::yield_now().await;
                    }
                }
                if taking_turns.strong_count() == 0 {
                    break;
                }
            }
        });
        hub
    }

    /// Tells what happened, and sets going what follows from it.
    pub(crate) fn input(&self, input: Input) {
        let mut state = self.state();
        let outputs = state.relay.handle(input, self.clock.now());
        self.act(&mut state, outputs);
    }

    /// Gives those who wait for it a turn; says whether they need another.
    fn turn(&self) -> bool {
        let mut state = self.state();
        let outputs = state.relay.handle(Input::Turn, self.clock.now());
        self.act(&mut state, outputs);
        state.relay.has_turns()
    }

    /// A new connection.
    pub(super) fn connect(&self, address: IpAddr) -> (ConnectionId, Arc<Handle>) {
        let mut state = self.state();
        let connection = ConnectionId(state.next);
        state.next += 1;
        let handle = Arc::new(Handle::default());
        state.handles.insert(connection, Arc::clone(&handle));
        let outputs = state.relay.handle(Input::Connected { connection, address }, self.clock.now());
        self.act(&mut state, outputs);
        (connection, handle)
    }

    /// The connection is no more.
    pub(super) fn disconnect(&self, connection: ConnectionId) {
        let mut state = self.state();
        state.handles.remove(&connection);
        let outputs = state.relay.handle(Input::Disconnected { connection }, self.clock.now());
        self.act(&mut state, outputs);
    }

    /// What to send to a client next.
    pub(super) fn transmit(&self, connection: ConnectionId) -> Transmit {
        let mut state = self.state();
        let (transmit, outputs) = state.relay.transmit(connection, self.clock.now());
        self.act(&mut state, outputs);
        transmit
    }

    /// Connections whose tasks have not ended.
    pub(super) fn connections(&self) -> usize {
        self.state().handles.len()
    }

    /// Whose word is taken for where a client comes from.
    pub(crate) fn proxies(&self) -> &[IpAddr] {
        &self.proxies
    }

    /// Ends every connection.
    pub(super) fn cut_all(&self) {
        self.state().handles.values().for_each(|handle| handle.call(Some(&handle.is_cut)));
    }

    /// Tells whoever runs the relay what was refused.
    pub(super) fn log_refusals(&self, is_end: bool) {
        let counters = self.counters();
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).log(&counters, is_end);
    }

    /// What was done so far.
    pub(crate) fn counters(&self) -> Counters {
        self.state().relay.counters()
    }

    /// Why nothing is stored at present, if so.
    pub(crate) fn fault(&self) -> Option<StoreFault> {
        self.state().relay.fault()
    }

    /// How much of the space for all rooms is used.
    pub(crate) fn space(&self) -> Space {
        self.state().relay.space()
    }

    fn act(&self, state: &mut State, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Wake(id) => with(state, id, |handle| handle.call(None)),
                Output::Pause(id) => {
                    with(state, id, |handle| handle.is_paused.store(true, Ordering::Release))
                }
                Output::Turns => self.turns.notify_one(),
                Output::Resume(id) => with(state, id, |handle| {
                    handle.is_paused.store(false, Ordering::Release);
                    handle.call(None);
                }),
                Output::Ping(id) => with(state, id, |handle| handle.call(Some(&handle.is_to_ping))),
                Output::Cut(id) => with(state, id, |handle| handle.call(Some(&handle.is_cut))),
                // The threads end only after the hub.
                Output::Load(room) => drop(self.writer.send(Job::Load(room))),
                Output::Commit { ticket, changes } => drop(self.writer.send(Job::Commit { ticket, changes })),
                Output::Probe => drop(self.writer.send(Job::Probe)),
                Output::Expire(unused_since) => drop(self.writer.send(Job::Expire(unused_since))),
                Output::Shrink(bytes) => drop(self.writer.send(Job::Shrink(bytes))),
                Output::Read { connection, channel, room, ids } => {
                    drop(self.reader.send(Fetch { connection, channel, room, ids }));
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // After a panic under the lock a room may be out of step with its store; replicas heal that, and
        // a relay that answers nothing heals nothing.
        match self.state.try_lock() {
            Ok(state) => return state,
            Err(TryLockError::Poisoned(state)) => return state.into_inner(),
            Err(TryLockError::WouldBlock) => {}
        }
        self.asking.fetch_add(1, Ordering::AcqRel);
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.asking.fetch_sub(1, Ordering::AcqRel);
        state
    }
}

fn with(state: &State, connection: ConnectionId, call: impl FnOnce(&Handle)) {
    if let Some(handle) = state.handles.get(&connection) {
        call(handle);
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        // Whoever gives turns finds that there is nobody left.
        self.turns.notify_one();
    }
}

use super::*;
use std::collections::VecDeque;

const PULSE: u32 = 2_000;
const P: i64 = PULSE as i64;

fn waits(chance: u8) -> Leadership {
    Leadership::new(0, PULSE, chance)
}

fn leads() -> Leadership {
    let mut leadership = waits(0);
    assert_eq!(leadership.handle(Input::Granted, 1), Step::Lead);
    leadership
}

#[test]
fn who_gets_the_lock_leads_until_it_is_lost() {
    let mut tab = leads();
    for at in 1..100 {
        assert_eq!(tab.handle(Input::Tick, at * P), Step::Stay);
        assert_eq!(tab.handle(Input::Act, at * P + 5), Step::Stay);
        // A word of whoever led before, that was on its way.
        assert_eq!(tab.handle(Input::LeaderAlive, at * P + 6), Step::Stay);
    }
    assert!(tab.leads());
    assert_eq!(tab.handle(Input::Lost, 99 * P + 7), Step::GiveUp);
    assert!(!tab.leads());
}

#[test]
fn who_was_suspended_gives_up_before_it_acts() {
    for input in [Input::Tick, Input::Act, Input::LeaderAlive, Input::Lost] {
        let mut tab = leads();
        assert_eq!(tab.handle(input, 150_000), Step::GiveUp, "{input:?}");
        assert!(!tab.leads());
        assert_eq!(tab.handle(Input::Act, 150_001), Step::Stay);
        assert_eq!(tab.handle(Input::Granted, 150_002), Step::Lead);
    }
    // Granted long ago, and taken away by somebody who was not answered.
    assert_eq!(waits(0).handle(Input::Granted, 150_000), Step::GiveUp);
}

#[test]
fn who_only_computes_goes_on() {
    let mut tab = leads();
    tab.computed(14_000);
    assert_eq!(tab.handle(Input::Act, 14_500), Step::Stay);
    tab.computed(-14_000);
    assert_eq!(tab.handle(Input::Act, 14_500 + P * SUSPENDED), Step::GiveUp);
}

#[test]
fn whoever_answers_keeps_the_lock() {
    let mut tab = waits(0);
    for at in 1..100 {
        assert_eq!(tab.handle(Input::Tick, at * P), Step::Ask);
        assert_eq!(tab.handle(Input::LeaderAlive, at * P + 300), Step::Stay);
    }
}

#[test]
fn from_whoever_is_silent_the_lock_is_taken_within_some_seconds() {
    for chance in [0, 100, u8::MAX] {
        let mut tab = waits(chance);
        let taken = (1..).find(|at| tab.handle(Input::Tick, at * P) == Step::Take).unwrap();
        assert!(((PATIENCE)..=PATIENCE + 1).contains(&taken), "{taken}");
        // It is not asked for again until there was time to get it.
        assert_eq!(tab.handle(Input::Tick, (taken + 1) * P), Step::Ask);
        assert_eq!(tab.handle(Input::Granted, (taken + 1) * P + 1), Step::Lead);
    }
}

#[test]
fn who_was_suspended_itself_blames_nobody_for_silence() {
    let mut tab = waits(0);
    assert_eq!(tab.handle(Input::Tick, P), Step::Ask);
    assert_eq!(tab.handle(Input::Tick, 600_000), Step::GiveUp);
    assert_eq!(tab.handle(Input::Tick, 600_000 + P), Step::Ask);
}

#[test]
fn a_clock_that_is_set_back_or_forward_stops_nothing() {
    let mut tab = leads();
    assert_eq!(tab.handle(Input::Tick, -3_600_000), Step::Stay);
    assert_eq!(tab.handle(Input::Tick, -3_600_000 + P), Step::Stay);
    let mut tab = waits(0);
    assert_eq!(tab.handle(Input::Tick, P), Step::Ask);
    let from = -3_600_000;
    let taken = (0..).find(|at| tab.handle(Input::Tick, from + at * P) == Step::Take).unwrap();
    assert_eq!(taken, PATIENCE);
}

#[test]
fn without_locks_every_tab_leads() {
    let mut tab = Leadership::alone(0, PULSE);
    for input in [Input::Tick, Input::Act, Input::LeaderAlive, Input::Lost] {
        assert_eq!(tab.handle(input, 900_000), Step::Stay);
        assert!(tab.leads());
    }
}

/// A browser with some tabs: its lock, its channel, and what it suspends. Everything takes some milliseconds, and
/// what waits for a suspended tab reaches it when it wakes, in an order that nobody knows.
struct Browser {
    now: i64,
    tabs: Vec<Simulated>,
    holder: Option<usize>,
    queue: VecDeque<usize>,
    rng: u64,
    sent_by: Vec<(i64, usize)>,
}

struct Simulated {
    leadership: Leadership,
    suspended: bool,
    waiting: Vec<(i64, Input)>,
    look_at: i64,
    act_at: i64,
}

impl Browser {
    fn new(seed: u64, tabs: u8) -> Self {
        let mut browser = Self {
            now: 0,
            tabs: Vec::new(),
            holder: None,
            queue: VecDeque::new(),
            rng: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            sent_by: Vec::new(),
        };
        for tab in 0..usize::from(tabs) {
            let leadership = Leadership::new(0, PULSE, browser.roll(256) as u8);
            let look_at = browser.roll(P as u64) as i64;
            let act_at = browser.roll(700) as i64;
            browser.tabs.push(Simulated {
                leadership,
                suspended: false,
                waiting: Vec::new(),
                look_at,
                act_at,
            });
            browser.queue.push_back(tab);
        }
        browser.pass_on();
        browser
    }

    fn roll(&mut self, below: u64) -> u64 {
        self.rng ^= self.rng << 13;
        self.rng ^= self.rng >> 7;
        self.rng ^= self.rng << 17;
        self.rng % below
    }

    fn tell(&mut self, tab: usize, input: Input) {
        let at = self.now + 1 + self.roll(20) as i64;
        self.tabs[tab].waiting.push((at, input));
    }

    /// The lock goes to the next, also to one that is suspended.
    fn pass_on(&mut self) {
        if self.holder.is_none()
            && let Some(next) = self.queue.pop_front()
        {
            self.holder = Some(next);
            self.tell(next, Input::Granted);
        }
    }

    fn happen(&mut self, tab: usize, input: Input) {
        match self.tabs[tab].leadership.handle(input, self.now) {
            Step::Stay => {}
            Step::Lead => self.announce(tab),
            Step::Ask => {
                // Who leads answers, unless it is suspended: then later.
                for other in (0..self.tabs.len()).filter(|other| *other != tab) {
                    if !self.tabs[other].suspended && self.tabs[other].leadership.leads() {
                        self.tell(tab, Input::LeaderAlive);
                    }
                }
            }
            Step::Take => {
                self.queue.retain(|waiting| *waiting != tab);
                if let Some(before) = self.holder.replace(tab) {
                    self.tell(before, Input::Lost);
                }
                self.tell(tab, Input::Granted);
            }
            Step::GiveUp => {
                if self.holder == Some(tab) {
                    self.holder = None;
                }
                self.tabs[tab].waiting.retain(|(_, input)| *input == Input::LeaderAlive);
                self.queue.retain(|waiting| *waiting != tab);
                self.queue.push_back(tab);
                self.pass_on();
            }
        }
    }

    fn announce(&mut self, tab: usize) {
        for other in (0..self.tabs.len()).filter(|other| *other != tab) {
            self.tell(other, Input::LeaderAlive);
        }
    }

    /// One millisecond passes.
    fn pass(&mut self) {
        self.now += 1;
        for tab in 0..self.tabs.len() {
            if self.tabs[tab].suspended {
                continue;
            }
            let mut due: Vec<usize> = (0..self.tabs[tab].waiting.len()).collect();
            due.retain(|at| self.tabs[tab].waiting[*at].0 <= self.now);
            // In any order, and other things between them; but a lock is lost after it was granted.
            if !due.is_empty() {
                let chosen = due[self.roll(due.len() as u64) as usize];
                let waiting = &mut self.tabs[tab].waiting;
                let is_of_lock = |(_, input): &(i64, Input)| *input != Input::LeaderAlive;
                let first = waiting.iter().position(is_of_lock).unwrap_or(chosen);
                let chosen = if is_of_lock(&waiting[chosen]) { first } else { chosen };
                let (_, input) = waiting.remove(chosen);
                self.happen(tab, input);
            }
            if self.tabs[tab].look_at <= self.now {
                self.tabs[tab].look_at = self.now + P;
                self.happen(tab, Input::Tick);
            }
            if self.tabs[tab].act_at <= self.now {
                self.tabs[tab].act_at = self.now + 50 + self.roll(700) as i64;
                self.happen(tab, Input::Act);
                if self.tabs[tab].leadership.leads() {
                    self.sent_by.push((self.now, tab));
                }
            }
        }
    }

    fn pass_for(&mut self, milliseconds: i64) {
        for _ in 0..milliseconds {
            self.pass();
        }
    }
}

/// Tabs are suspended and woken at random, the one that leads above all. Whenever one tab is awake for long
/// enough, one leads and acts; and never do two act in turns: what one sends after it was suspended it sends
/// only as the one that leads again.
#[test]
fn whatever_is_suspended_one_tab_leads_soon_and_never_two_at_once() {
    for seed in 1..60 {
        let mut browser = Browser::new(seed, 3);
        browser.pass_for(2 * P);
        for _ in 0..6 {
            let asleep = browser.roll(8);
            for tab in 0..3 {
                browser.tabs[tab].suspended = asleep & (1 << tab) != 0 && asleep != 7;
            }
            if asleep != 7
                && let Some(holder) = browser.holder.filter(|_| browser.roll(2) == 0)
            {
                let awake = (0..3).filter(|tab| !browser.tabs[*tab].suspended).count();
                browser.tabs[holder].suspended = awake > 1;
            }
            // Suspended for long enough that it matters, or for so little that it does not.
            let settles = P * (PATIENCE + 1) + 2 * P;
            browser.pass_for(settles);
            let from = browser.sent_by.len();
            browser.pass_for(3 * P);
            let mut senders: Vec<usize> = browser.sent_by[from..].iter().map(|(_, tab)| *tab).collect();
            senders.dedup();
            assert_eq!(senders.len(), 1, "seed {seed}: {senders:?} act");
            let leads = browser.tabs.iter().filter(|tab| !tab.suspended && tab.leadership.leads());
            assert_eq!(leads.count(), 1, "seed {seed}");
        }
        // Two may overlap by the milliseconds that the news of the loss takes, and only where both were awake;
        // who slept has sent nothing before it led again.
        let turns = browser.sent_by.windows(3).filter(|it| it[0].1 == it[2].1 && it[0].1 != it[1].1).count();
        assert_eq!(turns, 0, "seed {seed}: {:?}", browser.sent_by);
    }
}

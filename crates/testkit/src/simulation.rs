//! A simulated network of replicas and a relay, whose chance comes from a seed: what fails once fails again.
//!
//! Devices edit, lose their network, have clocks that jump, and programs that end at any effect and begin
//! again from what is stored; some have two tabs on one store. The network may lose, repeat and reorder
//! messages. The relay is honest, or is emptied, set back, withholds, forks, corrupts or replays; an editor may
//! put checkpoints that lie. In the end nothing goes wrong any more, and then
//!
//! - all replicas hold the same, and everything that was ever committed anywhere,
//! - somebody new who joins gets all of it from the relay,
//! - nothing was shown as synced that the relay had not acknowledged as durable,
//! - everybody is at rest and says so,
//! - a relay whose mischief lasts is noticed by all who lack something because of it, and an honest one was
//!   never taken for one that lost, damaged or hid anything.

mod disk;
mod fake_document;
mod plan;
mod relay;
mod rng;
mod tab;
mod world;

pub use relay::Mischief;
pub use rng::SeededRng;

/// What came of a seed.
#[derive(Clone, Debug)]
pub struct Run {
    /// The seed.
    pub seed: u64,
    /// What was not as it must be; empty where all is well.
    pub failures: Vec<String>,
    /// How many things happened.
    pub events: u64,
    /// What the relay was up to.
    pub mischief: Mischief,
}

/// Lets everything happen that a seed stands for. Loud, it prints all of it.
#[must_use]
pub fn run(seed: u64, is_loud: bool) -> Run {
    let mut world = world::World::new(seed, is_loud);
    world.run();
    Run { seed, failures: world.failures, events: world.events, mischief: world.plan.mischief }
}

//! How two links to one directory stand to each other.

use super::Link;
use crate::{KeyId, Succession};

/// How a link stands to the one that a device goes by, both to the same directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It opens the same rooms; it may let its holder do more, or less.
    Same,
    /// The device's keys vouch for its keys, directly or by others in between.
    Newer,
    /// Its keys were replaced by the device's. It is never to be gone by: of such a link nobody vouches for its seed.
    Older,
    /// Both have keys that earlier ones of both vouched for: two editors made new links at once, or one was left out
    /// and made some of their own.
    Rival,
    /// Nothing ties them: somebody claims to give access to the same directory.
    Unrelated,
}

impl Link {
    /// Verifying key and epoch.
    #[must_use]
    pub const fn keys(&self) -> KeyId {
        KeyId { key: *self.capability.key(), epoch: self.epoch }
    }

    /// The keys that these are known to come after, the oldest first.
    fn ancestors(&self) -> impl Iterator<Item = KeyId> {
        self.lineage.iter().map(|succession| succession.from)
    }

    /// How it stands to the link that a device goes by. Neither name, relay nor grant count.
    #[must_use]
    pub fn relation(&self, known: &Self) -> Relation {
        let (here, offered) = (known.keys(), self.keys());
        if self.directory != known.directory {
            Relation::Unrelated
        } else if here == offered {
            // A verifying key is no secret: who knows it can write it into a link with another seed.
            let grant = self.capability.grant().min(known.capability.grant());
            let seeds = [self, known].map(|link| link.capability.seed_of(grant));
            let [offered, here] = &seeds;
            if offered == here { Relation::Same } else { Relation::Unrelated }
        } else if self.ancestors().any(|keys| keys == here) {
            Relation::Newer
        } else if known.ancestors().any(|keys| keys == offered) {
            Relation::Older
        } else if self.ancestors().any(|keys| known.ancestors().any(|known| known == keys)) {
            Relation::Rival
        } else {
            Relation::Unrelated
        }
    }

    /// How it stands to the link that a device goes by, where neither lineage tells and these successions are known
    /// beside them, from the notices in closed rooms: what they vouch for one after the other is as if it stood in the
    /// lineage of this link.
    #[must_use]
    pub fn relation_through(&self, known: &Self, successions: &[Succession]) -> Relation {
        let relation = self.relation(known);
        if relation != Relation::Unrelated || self.directory != known.directory {
            return relation;
        }
        let mut left: Vec<&Succession> = successions.iter().filter(|it| it.holds(&self.directory)).collect();
        let mut reached = vec![known.keys()];
        while let Some(at) = left.iter().position(|succession| reached.contains(&succession.from)) {
            let succession = left.swap_remove(at);
            // A verifying key alone says nothing of a seed.
            if succession.leads_to(&self.capability) && succession.to() == self.keys() {
                return Relation::Newer;
            }
            reached.push(succession.to());
        }
        if self.ancestors().any(|keys| reached.contains(&keys)) {
            Relation::Newer
        } else {
            Relation::Unrelated
        }
    }
}

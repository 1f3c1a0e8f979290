//! The link that is to take the place of the one in use, as it is stored.

use super::link;
use groundswell_model::message::Fragment;
use groundswell_seal::Link;
use serde::{Deserialize, Serialize};

/// The version of what is stored.
const VERSION: u8 = 1;

/// A link that is to take the place of the one in use, and how. It is stored before anybody is told of it: an attempt
/// that was interrupted goes on with the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Successor {
    pub(crate) link: String,
    pub(crate) words: String,
    pub(crate) keeps_public: bool,
    pub(crate) anyway: bool,
    /// Whether a notice may have gone out: from then on the old links may have ended.
    pub(crate) begun: bool,
}

impl Successor {
    /// As it is stored.
    pub(crate) fn encode(&self) -> Vec<u8> {
        // Writing to memory can not fail: the one error of postcard's here is a full buffer.
        postcard::to_extend(self, vec![VERSION]).unwrap_or_default()
    }

    /// Programs of before stored the link alone: how it was to be made is not known then, and a press says it.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first()? {
            (&VERSION, rest) => postcard::from_bytes(rest).ok(),
            _ => Some(Self {
                link: String::from_utf8(bytes.to_vec()).ok()?,
                words: String::new(),
                keeps_public: false,
                anyway: false,
                begun: false,
            }),
        }
    }

    /// The link, if it is the next one of this.
    pub(crate) fn after(&self, old: &Link) -> Option<Link> {
        let link = link::parse(&Fragment(self.link.clone())).ok()?;
        let is_next = link.lineage().last().is_some_and(|succession| succession.from == old.keys());
        is_next.then_some(link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_seal::{Capability, Seed, Succession};

    fn a_link(seed: u8) -> Link {
        Link::new(Capability::edit(Seed::from_bytes([seed; 32])), [2; 12], 0)
    }

    fn next(old: &Link) -> Link {
        let capability = Capability::edit(Seed::from_bytes([9; 32]));
        let succession = Succession::sign(old.capability(), 0, old.directory(), &capability, 7, [1; 8]);
        old.succeed(succession.unwrap(), capability).unwrap()
    }

    #[test]
    fn half_made_links_are_read_as_they_were_stored() {
        let (old, new) = (a_link(1), next(&a_link(1)));
        let stored = Successor {
            link: new.fragment().to_string(),
            words: "Ask Ada".to_owned(),
            keeps_public: true,
            anyway: false,
            begun: true,
        };
        let read = Successor::decode(&stored.encode()).unwrap();
        assert_eq!(read, stored);
        assert_eq!(read.after(&old), Some(new));
        assert_eq!(read.after(&a_link(3)), None, "they follow other ones");
        assert_eq!(Successor::decode(&[]), None);
        let cut = stored.encode();
        assert_eq!(Successor::decode(&cut[..cut.len() / 2]), None);
    }

    #[test]
    fn of_the_link_alone_as_programs_of_before_stored_it_nothing_was_begun() {
        let (old, new) = (a_link(1), next(&a_link(1)));
        let read = Successor::decode(new.fragment().as_bytes()).unwrap();
        assert_eq!((read.after(&old), read.begun), (Some(new), false));
    }
}

//! Whether two groups are the same: by name, place and ways to reach them.

use super::{draft::Draft, ways};
use crate::{place, text};
use groundswell_model::{ContactKind, ContactWay, Group, Id, import::Sameness};
use std::collections::{BTreeSet, HashMap};

/// A way that more groups than this share tells none of them apart: a network's common mailbox.
const SHARED_BY: usize = 16;
/// At most so many groups of one name are compared.
const NAMESAKES: usize = 64;

/// Name and town are the same: nothing is surer but an id.
pub(super) const CERTAIN: u32 = 100;

/// What two groups have to do with each other, and what says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) verdict: Verdict,
    pub(super) because: Vec<Sameness>,
}

/// What two groups have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They are the same: how sure that is.
    Same(u32),
    /// They may be the same; a person has to say.
    Perhaps,
    /// They have a name in common, and are two.
    Namesakes,
}

impl Verdict {
    /// Surer ones are more.
    pub(super) fn rank(self) -> u32 {
        match self {
            Self::Same(score) => score.saturating_add(2),
            Self::Perhaps => 1,
            Self::Namesakes => 0,
        }
    }
}

/// What a group is recognised by.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    pub(super) id: Option<Id>,
    /// Every name it goes by.
    names: Vec<String>,
    town: String,
    county: String,
    state: String,
    contacts: Vec<(ContactKind, String)>,
}

impl Keys {
    pub(super) fn of_group(group: &Group) -> Self {
        let county = place::without_county_word(&group.place.county).unwrap_or(&group.place.county);
        Self {
            id: None,
            names: vec![text::name_key(&group.name)],
            town: text::name_key(&group.place.town),
            county: text::key(county),
            state: text::key(place::state(&group.place.state).unwrap_or(&group.place.state)),
            contacts: group.contacts.iter().filter_map(contact).collect(),
        }
    }

    pub(super) fn of_draft(draft: &Draft) -> Self {
        Self { id: draft.id, ..Self::of_group(&draft.group) }
    }

    /// What a row is recognised by when it comes again: all of it but an id.
    pub(super) fn identity(&self) -> String {
        let mut ways: Vec<String> =
            self.contacts.iter().map(|(kind, key)| format!("{} {key}", kind.key())).collect();
        ways.sort_unstable();
        let place = [&self.town, &self.county, &self.state].map(String::as_str).join("\n");
        [self.names.join("\n"), place, ways.join("\n")].join("\n\n")
    }

    /// Takes in what another row of the same group is recognised by.
    pub(super) fn extend(&mut self, later: &Self) {
        self.id = self.id.or(later.id);
        for name in &later.names {
            if self.names.len() < NAMESAKES && !self.names.contains(name) {
                self.names.push(name.clone());
            }
        }
        for (own, other) in [
            (&mut self.town, &later.town),
            (&mut self.county, &later.county),
            (&mut self.state, &later.state),
        ] {
            if own.is_empty() {
                own.clone_from(other);
            }
        }
        for contact in &later.contacts {
            if !self.contacts.contains(contact) {
                self.contacts.push(contact.clone());
            }
        }
    }

    /// Whether both are the same group, and why; `None` if nothing says so. `within` one file two rows whose ways to reach
    /// somebody all differ are two groups; the directory's group is one whose ways were corrected.
    pub(super) fn relation(&self, other: &Self, within: bool) -> Option<Relation> {
        use Sameness::{Contact, Name, Place};
        if matches!((self.id, other.id), (Some(one), Some(other)) if one != other) {
            return None;
        }
        let same = |score, because: &[Sameness]| {
            Some(Relation { verdict: Verdict::Same(score), because: because.to_vec() })
        };
        let say = |verdict, because: &[Sameness]| Some(Relation { verdict, because: because.to_vec() });
        let town = agree(&self.town, &other.town);
        let state = agree(&self.state, &other.state);
        let contact = self.contacts.iter().any(|contact| other.contacts.contains(contact));
        let both = [ContactKind::Email, ContactKind::Phone].into_iter().all(|kind| self.shares(other, kind));
        let name = self.names.iter().any(|name| other.names.contains(name));
        // One town may be said to lie in two counties; it does not lie in two states.
        let elsewhere = [town, agree(&self.county, &other.county), state].contains(&Some(false))
            && (town != Some(true) || state == Some(false));
        if elsewhere {
            return if name && both && state != Some(false) {
                say(Verdict::Perhaps, &[Name, Contact])
            } else {
                None
            };
        }
        let differs = !contact && self.can_be_reached() && other.can_be_reached();
        match (name, town, contact) {
            (true, Some(_), true) => same(CERTAIN + 10, &[Name, Place, Contact]),
            (true, Some(_), false) if within && differs => say(Verdict::Namesakes, &[Name, Place]),
            (true, Some(_), false) => same(CERTAIN, &[Name, Place]),
            (true, None, true) => same(80, &[Name, Contact]),
            (true, None, false) if differs => say(Verdict::Namesakes, &[Name]),
            (true, None, false) if self.town == other.town => same(60, &[Name]),
            (true, None, false) if within => say(Verdict::Perhaps, &[Name]),
            (true, None, false) => same(40, &[Name]),
            (false, Some(_), true) if self.is_named_like(other) => same(50, &[Place, Contact]),
            // Two groups of a file with one coordinator; of the directory, perhaps one that was renamed.
            (false, Some(_), true) if both && !within => say(Verdict::Perhaps, &[Place, Contact]),
            (false, ..) => None,
        }
    }

    fn shares(&self, other: &Self, kind: ContactKind) -> bool {
        self.contacts.iter().any(|contact| contact.0 == kind && other.contacts.contains(contact))
    }

    /// Whether it has an e-mail address or phone number.
    fn can_be_reached(&self) -> bool {
        self.contacts.iter().any(|(kind, _)| matches!(kind, ContactKind::Email | ContactKind::Phone))
    }

    /// Whether the names are forms of one.
    fn is_named_like(&self, other: &Self) -> bool {
        self.names.iter().any(|one| other.names.iter().any(|two| similar(one, two, &self.town)))
    }
}

/// Whether one name has no other words than the other; or whether they have some word in common that is not the
/// town's, and not each another one that tells it apart ("North Side Assembly", "South Side Assembly").
fn similar(one: &str, two: &str, town: &str) -> bool {
    const SMALL: [&str; 21] = [
        "the", "of", "for", "and", "a", "an", "in", "at", "to", "our", "group", "de", "del", "la", "las",
        "el", "los", "y", "en", "por", "para",
    ];
    const GENERIC: [&str; 26] = [
        "community",
        "assembly",
        "network",
        "association",
        "coalition",
        "alliance",
        "county",
        "committee",
        "citizens",
        "people",
        "united",
        "action",
        "local",
        "area",
        "chapter",
        "club",
        "inc",
        "org",
        "grassroots",
        "comunidad",
        "asamblea",
        "red",
        "asociacion",
        "coalicion",
        "alianza",
        "comite",
    ];
    let words = |name: &'_ str| -> BTreeSet<String> {
        name.split(' ').filter(|word| !SMALL.contains(word)).map(String::from).collect()
    };
    let (one, two) = (words(one), words(two));
    if !one.is_empty() && !two.is_empty() && (one.is_subset(&two) || two.is_subset(&one)) {
        return true;
    }
    let tells_apart = |own: &BTreeSet<String>, other: &BTreeSet<String>| {
        own.difference(other).any(|word| !GENERIC.contains(&word.as_str()))
    };
    let in_common = one.intersection(&two).any(|word| town.split(' ').all(|of_town| of_town != word));
    in_common && !(tells_apart(&one, &two) && tells_apart(&two, &one))
}

/// Whether two texts agree; `None` if one is empty.
fn agree(one: &str, other: &str) -> Option<bool> {
    (!one.is_empty() && !other.is_empty()).then(|| one == other)
}

/// A way that tells groups apart.
fn contact(way: &ContactWay) -> Option<(ContactKind, String)> {
    match way.kind {
        ContactKind::Email | ContactKind::Phone | ContactKind::Web => Some((way.kind, ways::key(way))),
        ContactKind::Post | ContactKind::Other => None,
    }
}

/// Name and town as one key; neither has a line break.
fn at_place(name: &str, town: &str) -> String {
    [name, "\n", town].concat()
}

/// Finds those that may be the same as another without comparing all with all.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_id: HashMap<Id, usize>,
    /// By name and town.
    by_place: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_contact: HashMap<(ContactKind, String), Vec<usize>>,
}

impl Index {
    /// Enters an entry, or what is new of it.
    pub(super) fn put(&mut self, at: usize, keys: &Keys) {
        let enter = |places: &mut Vec<usize>, most: usize| {
            if places.len() <= most && !places.contains(&at) {
                places.push(at);
            }
        };
        if let Some(id) = keys.id {
            self.by_id.entry(id).or_insert(at);
        }
        for name in &keys.names {
            enter(self.by_place.entry(at_place(name, &keys.town)).or_default(), NAMESAKES);
            enter(self.by_name.entry(name.clone()).or_default(), NAMESAKES);
        }
        for contact in &keys.contacts {
            enter(self.by_contact.entry(contact.clone()).or_default(), SHARED_BY);
        }
    }

    /// The entry of this id.
    pub(super) fn of_id(&self, id: Id) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Entries that may be the same, in the order in which they were entered.
    pub(super) fn candidates(&self, keys: &Keys) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for name in &keys.names {
            if keys.town.is_empty() {
                found.extend(self.by_name.get(name).into_iter().flatten());
            } else {
                for town in [keys.town.as_str(), ""] {
                    found.extend(self.by_place.get(&at_place(name, town)).into_iter().flatten());
                }
            }
        }
        for contact in &keys.contacts {
            found.extend(
                self.by_contact.get(contact).into_iter().filter(|places| places.len() <= SHARED_BY).flatten(),
            );
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str, town: &str, state: &str, email: &str) -> Keys {
        let mut draft = Draft::default();
        draft.group.name = name.to_owned();
        draft.group.place.town = town.to_owned();
        draft.group.place.state = state.to_owned();
        if !email.is_empty() {
            draft.group.contacts.push(ContactWay { value: email.to_owned(), ..ContactWay::default() });
        }
        Keys::of_draft(&draft)
    }

    #[test]
    fn groups_are_recognised_by_name_place_and_contact() {
        use Sameness::{Contact, Name, Place};
        let kenosha = keys("Kenosha Community Assembly", "Kenosha", "WI", "k@example.org");
        for (name, town, state, email, because) in [
            (
                "KENOSHA COMMUNITY ASSEMBLY",
                "Kenosha",
                "WI",
                "k@example.org",
                Some(&[Name, Place, Contact][..]),
            ),
            ("Kenosha Community Assembly", "kenosha", "", "", Some(&[Name, Place])),
            ("Kenosha Community Assembly", "Kenosha", "Wisconsin", "other@example.org", Some(&[Name, Place])),
            ("Kenosha Community Assembly", "", "", "k@example.org", Some(&[Name, Contact])),
            ("Kenosha Community Assembly", "", "", "", Some(&[Name])),
            ("Kenosha Assembly", "Kenosha", "WI", "k@example.org", Some(&[Place, Contact])),
            ("Kenosha", "Kenosha", "WI", "k@example.org", Some(&[Place, Contact])),
            ("Kenosha Neighbors Assembly", "Kenosha", "WI", "k@example.org", Some(&[Place, Contact])),
            ("Kenosha Food Pantry", "Kenosha", "WI", "k@example.org", None),
            ("Kenosha Assembly", "Kenosha", "WI", "", None),
            ("Kenosha Community Assembly", "Racine", "WI", "k@example.org", None),
            ("Kenosha Community Assembly", "Kenosha", "IL", "", None),
            ("Kenosha Community Assembly", "", "IL", "", None),
        ] {
            let relation = kenosha.relation(&keys(name, town, state, email), false);
            let same = relation.as_ref().filter(|relation| matches!(relation.verdict, Verdict::Same(_)));
            assert_eq!(same.map(|relation| &relation.because[..]), because, "{name}, {town}, {state}");
        }
    }

    #[test]
    fn within_a_file_other_ways_to_be_reached_are_another_group() {
        let elm = keys("Block Club", "Chicago", "IL", "elm@example.org");
        let oak = keys("Block Club", "Chicago", "IL", "oak@example.org");
        assert_eq!(elm.relation(&oak, true).unwrap().verdict, Verdict::Namesakes);
        assert_eq!(elm.relation(&oak, false).unwrap().verdict, Verdict::Same(CERTAIN));
        assert_eq!(elm.relation(&keys("Block Club", "", "", ""), true).unwrap().verdict, Verdict::Perhaps);
        let nowhere = keys("Block Club", "", "", "fir@example.org");
        assert_eq!(elm.relation(&nowhere, false).unwrap().verdict, Verdict::Namesakes);
    }

    #[test]
    fn names_that_each_have_a_word_of_their_own_are_two_groups() {
        for (one, two, alike) in [
            ("north side assembly", "south side assembly", false),
            ("kenosha neighbors united", "kenosha neighbors network", true),
            ("kenosha neighbors", "kenosha tenants", false),
            ("kenosha tenants union", "tenants of kenosha", true),
            ("kenosha", "the kenosha group", true),
            ("the", "of", false),
        ] {
            assert_eq!(similar(one, two, "kenosha"), alike, "{one}, {two}");
        }
    }

    #[test]
    fn two_ids_are_two_groups() {
        let one = Keys { id: Some(Id::from_bytes([1; 12])), ..keys("A", "B", "", "") };
        let two = Keys { id: Some(Id::from_bytes([2; 12])), ..keys("A", "B", "", "") };
        assert!(one.relation(&two, true).is_none());
    }
}

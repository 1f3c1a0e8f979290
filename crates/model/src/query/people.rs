//! People, by name and by what they are in.

use crate::{Id, PersonCard, Ref, Role, fold};
use std::collections::BTreeMap;

/// The people of a directory in the order of their names, each with the words they are found by: their own
/// name and the names of what they have a role in. Made once for a state of the directory, so that a key typed
/// does not fold thousands of names again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleIndex {
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// The folded name first: it is also what the rows are sorted by.
    words: String,
    id: Id,
    roles: Vec<Role>,
}

impl PeopleIndex {
    /// The index of these people; `name_of` is what a record is called in which they have a role.
    #[must_use]
    pub fn new(people: &BTreeMap<Id, PersonCard>, name_of: impl Fn(Ref) -> Option<String>) -> Self {
        let mut rows: Vec<_> = people
            .values()
            .map(|person| {
                let mut words = fold::fold(&person.name);
                for role in &person.roles {
                    // A word somebody types never reaches from one name into the next.
                    words.push('\n');
                    fold::fold_into(&name_of(role.of).unwrap_or_default(), &mut words);
                }
                Row { words, id: person.id, roles: person.roles.iter().map(|role| role.role).collect() }
            })
            .collect();
        rows.sort_unstable_by(|one, other| one.words.cmp(&other.words).then(one.id.cmp(&other.id)));
        Self { rows }
    }

    /// How many people there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The people in whose names all these words are found and who have this role somewhere, in order.
    #[must_use]
    pub fn find(&self, text: &str, role: Option<Role>) -> Vec<Id> {
        let words = fold::words(text);
        self.rows
            .iter()
            .filter(|row| {
                role.is_none_or(|role| row.roles.contains(&role))
                    && words.iter().all(|word| row.words.contains(word.as_str()))
            })
            .map(|row| row.id)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Membership};

    const WATER: Ref = Ref::new(Kind::Awg, Id::from_bytes([9; 12]));

    fn name_of(record: Ref) -> Option<String> {
        let names = [(WATER, "Clean Water"), (Ref::NETWORK, "Wisconsin Grassroots Network")];
        names.iter().find(|(of, _)| *of == record).map(|(_, name)| (*name).to_owned())
    }

    fn people() -> BTreeMap<Id, PersonCard> {
        let id = |last| Id::from_bytes([last; 12]);
        let person = |last, name: &str, roles: Vec<Membership>| PersonCard {
            id: id(last),
            name: name.to_owned(),
            public: false,
            roles,
            disputed: false,
        };
        let people = [
            person(1, "Zoë Ávila", vec![Membership { of: WATER, role: Role::Facilitator }]),
            person(2, "bob lee", vec![Membership { of: Ref::NETWORK, role: Role::TaskForce }]),
            person(3, "Ann Lee", vec![]),
        ];
        people.into_iter().map(|person| (person.id, person)).collect()
    }

    fn names(text: &str, role: Option<Role>) -> Vec<String> {
        let people = people();
        let found = PeopleIndex::new(&people, name_of).find(text, role);
        found.iter().filter_map(|id| people.get(id)).map(|person| person.name.clone()).collect()
    }

    #[test]
    fn people_stand_in_the_order_of_their_names() {
        assert_eq!(names("", None), ["Ann Lee", "bob lee", "Zoë Ávila"]);
    }

    #[test]
    fn people_are_found_by_their_name_and_by_what_they_are_in() {
        assert_eq!(names("avila zoe", None), ["Zoë Ávila"]);
        assert_eq!(names("water", None), ["Zoë Ávila"]);
        assert_eq!(names("lee grassroots", None), ["bob lee"]);
        assert_eq!(names("nobody", None), Vec::<String>::new());
    }

    #[test]
    fn a_role_narrows_the_list() {
        assert_eq!(names("", Some(Role::TaskForce)), ["bob lee"]);
        assert_eq!(names("ann", Some(Role::TaskForce)), Vec::<String>::new());
    }
}

//! Two people change one thing at once.

use crate::replica::{Replica, create, group, id, meet, replicas, save, two_with};
use groundswell_model::{
    Audience, Command, Conflict, ContactKind, ContactWay, Field, Group, Kind, Level, Person, Record, Region,
    command::CommandError,
};

fn way(number: u8, value: &str, audience: Audience) -> ContactWay {
    ContactWay {
        id: id(number),
        kind: ContactKind::Email,
        value: value.to_owned(),
        audience,
        ..ContactWay::default()
    }
}

fn conflicts(replica: &Replica, number: u8) -> Vec<Conflict> {
    replica.view(Kind::Group, id(number)).conflicts
}

fn resolve(conflict: &Conflict, which: usize, number: u8) -> Command {
    Command::Resolve {
        kind: Kind::Group,
        id: id(number),
        field: conflict.field,
        contact: conflict.contact,
        keep: conflict.values[which].key.clone(),
    }
}

#[test]
fn both_values_of_a_field_stay_visible_until_one_is_chosen() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.name = "Racine Assembly".to_owned());
    two.edit(id(1), |group| group.name = "Racine Neighbors".to_owned());
    meet(&mut one, &mut two);

    let found = conflicts(&one, 1);
    assert_eq!(found, conflicts(&two, 1));
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((conflict.field, conflict.contact), (Field::Name, None));
    let mut values: Vec<_> = conflict.values.iter().map(|value| value.value.as_str()).collect();
    assert_eq!(one.group(id(1)).name, values[0]);
    values.sort_unstable();
    assert_eq!(values, ["Racine Assembly", "Racine Neighbors"]);
    for value in &conflict.values {
        let by = if value.value == "Racine Assembly" { 1 } else { 2 };
        assert_eq!(value.stamp.by.0, [by; 8]);
        assert_eq!(value.stamp.at.0 / 1_000_000, i64::from(by));
    }
    assert!(one.projection.groups.get(id(1)).unwrap().disputed);

    let loser = conflict.values[1].value.clone();
    let applied = one.must(&resolve(conflict, 1, 1));
    two.receive(&one.chunks);
    for replica in [&one, &two] {
        assert_eq!(replica.group(id(1)).name, loser);
        assert_eq!(conflicts(replica, 1), []);
        assert!(!replica.projection.groups.get(id(1)).unwrap().disputed);
    }
    assert_eq!(one.run(&resolve(conflict, 0, 1)).unwrap_err(), CommandError::Settled);

    // Reversible: the conflict is there again.
    one.undo(&applied.undo.unwrap()).unwrap();
    assert_eq!(one.group(id(1)).name, conflict.values[0].value);
    assert_eq!(conflicts(&one, 1), std::slice::from_ref(conflict));
}

#[test]
fn choosing_the_shown_value_ends_the_conflict_too() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.meets = "Mondays".to_owned());
    two.edit(id(1), |group| group.meets = "Tuesdays".to_owned());
    meet(&mut one, &mut two);
    let conflict = conflicts(&one, 1).remove(0);
    one.must(&resolve(&conflict, 0, 1));
    two.receive(&one.chunks);
    assert_eq!(conflicts(&one, 1), []);
    assert_eq!(conflicts(&two, 1), []);
    assert_eq!(two.group(id(1)).meets, conflict.values[0].value);
}

#[test]
fn the_same_value_written_twice_is_no_conflict() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.name = "Racine Assembly".to_owned());
    two.edit(id(1), |group| group.name = "Racine Assembly".to_owned());
    meet(&mut one, &mut two);
    assert_eq!(conflicts(&one, 1), []);
    assert_eq!(one.group(id(1)).name, "Racine Assembly");
}

#[test]
fn different_fields_of_a_record_are_no_conflict() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.name = "Racine Assembly".to_owned());
    two.edit(id(1), |group| {
        group.place.town = "Racine".to_owned();
        group.topics.insert("Clean water".to_owned());
    });
    one.edit(id(1), |group| group.topics.extend(["Education".to_owned()]));
    meet(&mut one, &mut two);
    let group = one.group(id(1));
    assert_eq!(conflicts(&one, 1), []);
    assert_eq!((group.name.as_str(), group.place.town.as_str()), ("Racine Assembly", "Racine"));
    assert_eq!(group.topics.len(), 2);
}

#[test]
fn two_peoples_sentences_both_survive() {
    let start = Group { notes: "We meet at the library.".to_owned(), ..group(1, "Racine") };
    let (mut one, mut two) = two_with(start);
    one.edit(id(1), |group| group.notes = "Ring twice. We meet at the library.".to_owned());
    two.edit(id(1), |group| group.notes = "We meet at the library. Bring soup.".to_owned());
    one.edit(id(1), |group| group.about = "A group.".to_owned());
    meet(&mut one, &mut two);
    assert_eq!(one.group(id(1)).notes, "Ring twice. We meet at the library. Bring soup.");
    assert_eq!(one.group(id(1)), two.group(id(1)));
    assert_eq!(conflicts(&one, 1), []);
}

#[test]
fn a_stale_form_changes_what_its_editor_changed_and_nothing_else() {
    let start = Group { about: "Old. Text.".to_owned(), ..group(1, "Racine") };
    let (mut one, _) = two_with(start);
    let stale = one.group(id(1));
    one.edit(id(1), |group| {
        group.name = "Racine Assembly".to_owned();
        group.about = "Old. Text. And more.".to_owned();
        group.place.town = "Racine".to_owned();
    });
    let mut after = stale.clone();
    after.meets = "Mondays".to_owned();
    after.about = "New. Text.".to_owned();
    one.must(&save(Record::Group(stale), Record::Group(after)));
    let group = one.group(id(1));
    assert_eq!(group.name, "Racine Assembly");
    assert_eq!(group.place.town, "Racine");
    assert_eq!(group.meets, "Mondays");
    assert_eq!(group.about, "New. Text. And more.");
}

#[test]
fn an_edit_of_a_contact_way_stands_against_its_removal() {
    let contacts = vec![way(2, "old@example.org", Audience::Public)];
    let (mut one, mut two) = two_with(Group { contacts, ..group(1, "Racine") });
    one.edit(id(1), |group| group.contacts.clear());
    two.edit(id(1), |group| group.contacts[0].value = "new@example.org".to_owned());
    meet(&mut one, &mut two);
    assert_eq!(one.group(id(1)).contacts, [way(2, "new@example.org", Audience::Public)]);
    assert_eq!(two.group(id(1)).contacts, one.group(id(1)).contacts);
}

#[test]
fn a_contact_way_changed_here_and_moved_there_is_for_members() {
    let contacts = vec![way(2, "old@example.org", Audience::Public)];
    let (mut one, mut two) = two_with(Group { contacts, ..group(1, "Racine") });
    one.edit(id(1), |group| group.contacts[0].audience = Audience::Members);
    two.edit(id(1), |group| group.contacts[0].label = "office".to_owned());
    meet(&mut one, &mut two);
    assert_eq!(one.group(id(1)).contacts, two.group(id(1)).contacts);
    let [contact] = one.group(id(1)).contacts.try_into().unwrap();
    assert_eq!(contact.audience, Audience::Members);
    assert_eq!(contact.value, "old@example.org");
}

#[test]
fn two_values_of_a_contact_way_are_told_with_its_id() {
    let contacts = vec![way(2, "old@example.org", Audience::Members)];
    let (mut one, mut two) = two_with(Group { contacts, ..group(1, "Racine") });
    one.edit(id(1), |group| group.contacts[0].value = "a@example.org".to_owned());
    two.edit(id(1), |group| group.contacts[0].value = "b@example.org".to_owned());
    meet(&mut one, &mut two);
    let conflict = conflicts(&one, 1).remove(0);
    assert_eq!((conflict.field, conflict.contact), (Field::Contacts, Some(id(2))));
    one.must(&resolve(&conflict, 1, 1));
    assert_eq!(one.group(id(1)).contacts[0].value, conflict.values[1].value);
    assert_eq!(conflicts(&one, 1), []);
}

#[test]
fn who_is_not_sure_to_be_public_is_not() {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    let person = Person { id: id(1), name: "Rosa".to_owned(), ..Person::default() };
    one.must(&create(Record::Person(person.clone())));
    meet(&mut one, &mut two);
    let public = Person { public: true, ..person.clone() };
    one.must(&save(Record::Person(person.clone()), Record::Person(public.clone())));
    two.must(&save(Record::Person(person.clone()), Record::Person(public.clone())));
    two.must(&save(Record::Person(public), Record::Person(person)));
    meet(&mut one, &mut two);
    for replica in [&one, &two] {
        let view = replica.view(Kind::Person, id(1));
        assert!(matches!(&view.record, Record::Person(person) if !person.public));
        assert_eq!(view.conflicts[0].field, Field::Public);
        assert_eq!(view.conflicts[0].values[0].value, "false");
    }
}

#[test]
fn regions_put_within_each_other_at_once_are_shown_broken_alike() {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    let region = |number: u8, parent: Option<u8>| {
        let name = format!("Region {number}");
        Region { id: id(number), name, level: Level::Region, parent: parent.map(id), ..Region::default() }
    };
    for number in [1, 2, 3] {
        one.must(&create(Record::Region(region(number, None))));
    }
    meet(&mut one, &mut two);
    let move_into = |replica: &mut Replica, number, parent| {
        let before = Record::Region(region(number, None));
        replica.must(&save(before, Record::Region(region(number, Some(parent)))));
    };
    move_into(&mut one, 2, 1);
    let within = save(Record::Region(region(1, None)), Record::Region(region(1, Some(2))));
    let Err(CommandError::Invalid(_)) = one.run(&within) else { panic!("a circle was made") };
    move_into(&mut two, 1, 2);
    move_into(&mut two, 3, 1);
    meet(&mut one, &mut two);
    for replica in [&one, &two] {
        let parents: Vec<_> = replica.directory.projection().regions.values().map(|it| it.parent).collect();
        assert_eq!(parents, [None, Some(id(1)), Some(id(1))]);
        assert_eq!(replica.projection.regions, replica.directory.projection().regions);
    }
    // The circle ends: both are told.
    let Record::Region(two_now) = one.view(Kind::Region, id(2)).record else { panic!() };
    let out = Region { parent: None, ..two_now.clone() };
    one.must(&save(Record::Region(two_now), Record::Region(out)));
    two.receive(&one.chunks);
    for replica in [&one, &two] {
        assert_eq!(replica.projection.regions[&id(1)].parent, Some(id(2)));
        assert_eq!(replica.projection.regions[&id(2)].parent, None);
    }
}

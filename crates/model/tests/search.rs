//! What people type finds what they mean: states, phones in any form, days, words of texts, one mistake.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use groundswell_model::{
    Audience, Awg, ContactKind, ContactWay, Delta, Group, Id, Kind, Person, Projections, Reach, Record,
    RecordCard, RecordView, Ref, fold,
    query::{self, Fit, GroupQuery, GroupSort, TextIndex},
    states,
};
use proptest::prelude::*;

const fn id(number: u8) -> Id {
    Id::from_bytes([number; 12])
}

fn group(number: u8, name: &str, town: &str, state: &str) -> Group {
    let mut group = Group { id: id(number), name: name.into(), ..Group::default() };
    group.place.town = town.into();
    group.place.state = state.into();
    group
}

fn way(kind: ContactKind, value: &str, label: &str) -> ContactWay {
    let way = ContactWay::entered(id(1), kind, Audience::Members, value);
    ContactWay { label: label.into(), ..way.unwrap() }
}

fn directory() -> Projections {
    let mut madison = group(1, "Madison Neighbors", "Madison", "WI");
    madison.meets = "2nd Tue, 7 pm, at the library".into();
    madison.contacts = vec![
        way(ContactKind::Phone, "(608) 555-0142", "office"),
        way(ContactKind::Email, "hello@lakeside.example.org", ""),
    ];
    madison.notes = "Keys are with Delphine at the bakery.".into();
    let mut crosse = group(2, "River Circle", "La Crosse", "WI");
    crosse.about = "We fix bicycles.".into();
    let mut houston = group(3, "Bayou Assembly", "Houston", "TX");
    houston.meets = "every Saturday".into();
    let county = group(4, "Texas County Neighbors", "Houston", "MO");
    let baton = group(5, "Delta Voices", "Baton Rouge", "LA");
    let wheeling = group(6, "Ohio Valley Circle", "Wheeling", "WV");
    let richmond = group(7, "Tidewater Assembly", "Richmond", "Virginia");
    let madson = group(8, "Madson Creek Friends", "Albany", "NY");
    let mut rosa = Person { id: id(21), name: "Rosa Núñez".into(), ..Person::default() };
    rosa.contacts = vec![way(ContactKind::Phone, "414-555-0199 x12", "")];
    let water = Awg { id: id(31), name: "Clean Water".into(), topic: "Lakes".into(), ..Awg::default() };
    let groups = [madison, crosse, houston, county, baton, wheeling, richmond, madson].map(Record::Group);
    let records = groups.into_iter().chain([Record::Person(rosa), Record::Awg(water)]);
    let changed: Vec<_> =
        records.map(|record| RecordView { record, conflicts: Vec::new(), deleted: None }).collect();
    let carded = changed.iter().filter(|view| RecordCard::is_for(view.record.kind()));
    let cards = carded.map(|view| RecordCard::of(&view.record, false)).collect();
    let mut projections = Projections::default();
    projections.apply(&Delta { changed, cards, ..Delta::default() });
    projections
}

fn index(all: &Projections) -> TextIndex {
    let mut index = TextIndex::default();
    index.add_groups(&all.first.groups, 0..all.first.groups.len(), |of| all.reach.get(&of));
    for person in all.people.values() {
        let of = Ref::new(Kind::Person, person.id);
        index.add(of, &fold::fold(&person.name), all.reach.get(&of));
    }
    for awg in all.cards_of(Kind::Awg) {
        index.add(awg.of, &awg.search, all.reach.get(&awg.of));
    }
    index
}

/// The numbers of the groups that a list shows for these words: those of the cards, and what else is found.
fn found(text: &str) -> Vec<u8> {
    let all = directory();
    let query = GroupQuery { text: text.into(), ..GroupQuery::default() };
    let mut found = query::groups(&all.first, &query);
    found.extend(query::more_groups(&all.first, &query, &index(&all)));
    found.iter().map(|id| id.as_bytes()[0]).collect()
}

#[track_caller]
fn check(text: &str, expect: &[u8]) {
    let mut found = found(text);
    found.sort_unstable();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn a_state_is_found_by_its_code_and_by_its_name() {
    for (code, name, expect) in [
        ("wi", "Wisconsin", &[1, 2][..]),
        ("TX", "texas", &[3, 4]),
        ("va", "Virginia", &[7]),
        ("wv", "west virginia", &[6]),
        ("ny", "NEW YORK", &[8]),
        ("la", "louisiana", &[5]),
        // Nobody is in Rhode Island: the letters are letters, as in "River".
        ("ri", "ri", &[2, 7, 8]),
    ] {
        check(code, expect);
        check(name, expect);
    }
    check("houston tx", &[3, 4]);
    check("houston texas", &[3, 4]);
    check("wisco", &[1, 2]);
    check("new yor", &[8]);
    check("la crosse", &[2]);
}

#[test]
fn a_state_is_found_in_the_list_alone() {
    let all = directory();
    for text in ["wi", "wisconsin", "wisc"] {
        let query = GroupQuery { text: text.into(), ..GroupQuery::default() };
        assert_eq!(query::groups(&all.first, &query).len(), 2, "{text}");
    }
    let of = |state: &str| GroupQuery { state: Some(state.into()), ..GroupQuery::default() };
    assert_eq!(query::groups(&all.first, &of("VA")), [id(7)]);
    assert_eq!(query::groups(&all.first, &of("WI")).len(), 2);
    let choices = query::choices(&all.first.groups);
    let states: Vec<_> = choices.states.iter().map(|(key, count)| (key.as_str(), *count)).collect();
    assert_eq!(states, [("LA", 1), ("MO", 1), ("NY", 1), ("TX", 1), ("VA", 1), ("WV", 1), ("WI", 2)]);
    assert_eq!(states::name("WI"), "Wisconsin");
    assert_eq!((states::key("wisconsin"), states::key("Bavaria")), ("WI", "Bavaria"));
}

#[test]
fn phones_are_found_in_any_form() {
    for text in [
        "608 555",
        "(608) 555-0142",
        "608.555.0142",
        "6085550142",
        "5550142",
        "555-0142",
        "+1 608 555 0142",
        "1-608-555-0142",
        "0142",
        "5501",
        "608",
    ] {
        check(text, &[1]);
    }
    check("608 555 neighbors", &[1]);
    check("608 556", &[]);
}

#[test]
fn mail_days_and_words_of_texts_are_found() {
    check("hello@lakeside.example.org", &[1]);
    check("lakeside", &[1]);
    check("tuesday", &[1]);
    check("martes", &[1]);
    check("sábado", &[3]);
    check("saturday houston", &[3]);
    check("delphine", &[1]);
    check("bicycles", &[2]);
    check("office", &[1]);
}

#[test]
fn one_typing_mistake_is_forgiven_after_what_was_typed() {
    check("wheelnig", &[6]);
    check("bicicles", &[2]);
    check("hosuton tx", &[3, 4]);
    check("wisconsni", &[1, 2]);
    check("milk", &[]);
    // What is called so comes before what may have been meant.
    assert_eq!(found("madson"), [8, 1]);
    assert_eq!(found("Madison"), [1, 8]);
    // Three letters are too few to guess at.
    check("mda", &[]);
}

#[test]
fn people_and_awgs_are_found_beside_groups() {
    let all = directory();
    let index = index(&all);
    let others = |text: &str| -> Vec<(Ref, Fit)> {
        index.find(text).into_iter().filter(|(of, _)| of.kind != Kind::Group).collect()
    };
    let (rosa, water) = (Ref::new(Kind::Person, id(21)), Ref::new(Kind::Awg, id(31)));
    assert_eq!(others("nunez"), [(rosa, Fit::Typed)]);
    assert_eq!(others("rsoa"), [(rosa, Fit::Mistaken)]);
    assert_eq!(others("414 555"), [(rosa, Fit::Typed)]);
    assert_eq!(others("lakes"), [(water, Fit::Typed)]);
    assert_eq!(index.find(""), []);
    assert_eq!(index.find(" - "), []);
}

#[test]
fn filters_hold_for_what_else_is_found_too() {
    let all = directory();
    let query = |state: &str| GroupQuery {
        text: "madson".into(),
        state: Some(state.into()),
        sort: GroupSort::Place,
        ..GroupQuery::default()
    };
    assert_eq!(query::more_groups(&all.first, &query("WI"), &index(&all)), [id(1)]);
    assert_eq!(query::more_groups(&all.first, &query("NY"), &index(&all)), []);
}

#[test]
fn what_a_device_does_not_hold_is_not_found() {
    // A public link brings no members part: the records that come of it have nothing of it.
    let mut known = group(1, "Madison Neighbors", "Madison", "WI");
    known.about = "Everybody is welcome.".into();
    let reach = Reach::of(&Record::Group(known)).unwrap();
    assert_eq!((reach.contacts.len(), reach.words.as_str()), (0, "everybody is welcome"));
    assert_eq!(Reach::of(&Record::Group(group(1, "Madison Neighbors", "Madison", "WI"))), None);
}

proptest! {
    /// What is typed letter by letter finds what is found at once.
    #[test]
    fn typing_on_finds_what_is_found_at_once(text in "(wi|tx|texas|la|new |york|virginia|west |houston|[a-z]| ){1,6}") {
        let all = directory();
        let mut typed = query::FoundGroups::default();
        let mut so_far = String::new();
        for letter in text.chars() {
            so_far.push(letter);
            let query = GroupQuery { text: so_far.clone(), ..GroupQuery::default() };
            typed.look(&all.first, &query);
            prop_assert_eq!(typed.first(&all.first, 99), query::groups(&all.first, &query), "{}", so_far);
        }
    }

    #[test]
    fn no_text_panics_and_nothing_is_found_twice(text in "\\PC{0,24}") {
        let all = directory();
        let index = index(&all);
        let found: Vec<_> = index.find(&text).into_iter().map(|(of, _)| of).collect();
        let mut once = found.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), found.len());
        let query = GroupQuery { text, ..GroupQuery::default() };
        let listed = query::groups(&all.first, &query);
        let more = query::more_groups(&all.first, &query, &index);
        prop_assert!(more.iter().all(|id| !listed.contains(id)));
    }

    #[test]
    fn each_group_is_found_by_what_its_card_is_found_by(text in "[a-z]{1,3}") {
        let all = directory();
        let query = GroupQuery { text: text.clone(), ..GroupQuery::default() };
        let index = index(&all);
        let hits: Vec<_> = index.find(&text).into_iter().filter_map(|(of, _)| of.id_of(Kind::Group)).collect();
        for id in query::groups(&all.first, &query) {
            prop_assert!(hits.contains(&id), "{}", text);
        }
    }
}

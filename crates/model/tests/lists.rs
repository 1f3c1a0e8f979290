//! Lists: the table of cards, the projection that holds it, and what people look for in it.

use groundswell_model::{
    Delta, Group, GroupTable, Id, Kind, Projection, Record, RecordView, Region, Stamp, Status, Timestamp,
    query::{self, FoundGroups, GroupQuery, GroupSort},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn id(number: u8) -> Id {
    Id::from_bytes([number; 12])
}

fn group(number: u8, name: &str, town: &str, county: &str, topics: &[&str]) -> Group {
    let mut group = Group { id: id(number), name: name.into(), ..Group::default() };
    group.place.town = town.into();
    group.place.county = county.into();
    group.place.state = "WI".into();
    group.topics = topics.iter().map(|topic| (*topic).to_owned()).collect();
    group
}

fn view(record: Record) -> RecordView {
    RecordView { record, conflicts: Vec::new(), deleted: None }
}

fn wisconsin() -> Projection {
    let mut west = Region { id: id(100), name: "West".into(), ..Region::default() };
    let state = Region { id: id(101), name: "Wisconsin".into(), ..Region::default() };
    west.parent = Some(state.id);
    let mut chippewa = group(1, "Chippewa Neighbors", "Stanley", "Chippewa", &["Fair maps", "Housing"]);
    chippewa.region = Some(west.id);
    chippewa.meta.updated = Stamp { at: Timestamp(30), ..Stamp::default() };
    let mut dane = group(2, "Núñez Circle", "Madison", "Dane", &["fair  maps"]);
    dane.status = Status::Paused;
    dane.meta.updated = Stamp { at: Timestamp(10), ..Stamp::default() };
    dane.meta.verified = Some(Stamp { at: Timestamp(5), ..Stamp::default() });
    let mut brown = group(3, "Bay Assembly", "Green Bay", "Brown", &["Labor"]);
    brown.meta.updated = Stamp { at: Timestamp(20), ..Stamp::default() };
    let records = [
        Record::Group(chippewa),
        Record::Group(dane),
        Record::Group(brown),
        Record::Region(west),
        Record::Region(state),
    ];
    let mut projection = Projection::default();
    projection.take_in(&Delta { changed: records.map(view).to_vec(), ..Delta::default() }.listed());
    projection
}

#[track_caller]
fn check(query: &GroupQuery, expect: &[u8]) {
    let expect: Vec<_> = expect.iter().map(|number| id(*number)).collect();
    assert_eq!(query::groups(&wisconsin(), query), expect, "{query:?}");
}

#[test]
fn words_are_found_in_names_places_issues_and_regions() {
    let text = |text: &str| GroupQuery { text: text.into(), ..GroupQuery::default() };
    check(&text(""), &[3, 1, 2]);
    check(&text("nunez"), &[2]);
    check(&text("stanley"), &[1]);
    check(&text("FAIR maps"), &[1, 2]);
    check(&text("maps madison"), &[2]);
    check(&text("west"), &[1]);
    check(&text("nobody"), &[]);
}

#[test]
fn filters_narrow_and_regions_hold_what_lies_within_them() {
    let all = GroupQuery::default();
    check(&GroupQuery { region: Some(id(101)), ..all.clone() }, &[1]);
    check(&GroupQuery { county: Some("Dane, WI".into()), ..all.clone() }, &[2]);
    check(&GroupQuery { topic: Some("Fair Maps".into()), ..all.clone() }, &[1, 2]);
    check(&GroupQuery { status: Some(Status::Paused), ..all }, &[2]);
}

#[test]
fn orders_are_what_they_say() {
    let sorted = |sort| GroupQuery { sort, ..GroupQuery::default() };
    check(&sorted(GroupSort::Name), &[3, 1, 2]);
    check(&sorted(GroupSort::Place), &[3, 2, 1]);
    check(&sorted(GroupSort::Updated), &[1, 3, 2]);
    check(&sorted(GroupSort::Stale), &[3, 1, 2]);
}

#[test]
fn choices_join_spellings_under_the_one_that_most_use() {
    let choices = query::choices(&wisconsin().groups);
    assert_eq!(choices.topics, [("Fair maps".to_owned(), 2), ("Housing".into(), 1), ("Labor".into(), 1)]);
    assert_eq!(choices.counties.len(), 3);
}

#[test]
fn regions_in_a_circle_end_the_walk() {
    let mut projection = wisconsin();
    let mut state = projection.regions[&id(101)].clone();
    state.parent = Some(id(100));
    projection.take_in(&Delta { changed: vec![view(Record::Region(state))], ..Delta::default() }.listed());
    assert_eq!(projection.regions_around(Some(id(100))).len(), 2);
    assert_eq!(
        query::groups(&projection, &GroupQuery { region: Some(id(100)), ..GroupQuery::default() }).len(),
        1
    );
}

#[test]
fn a_projection_of_another_version_is_refused() {
    let mut bytes = wisconsin().encode();
    bytes[0] = 0;
    assert!(Projection::decode(&bytes).is_err());
    assert!(Projection::decode(&[]).is_err());
}

/// A change of the directory, or of what is looked for.
#[derive(Clone, Debug)]
enum Move {
    Put { number: u8, name: String, region: Option<u8>, status: Status, updated: i64 },
    Remove(u8),
    Region { number: u8, parent: Option<u8> },
    RegionGone(u8),
    Sort,
    Reload,
    Type(String),
    Letter(char),
    Back,
    Order(GroupSort),
    Within(Option<u8>),
    Status(Option<Status>),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let number = || 0..8_u8;
    let region = || prop::option::of(100..103_u8);
    let status = || prop::sample::select(Status::ALL.to_vec());
    let put = (number(), "[abné ]{0,5}", region(), status(), 0..3_i64).prop_map(
        |(number, name, region, status, updated)| Move::Put { number, name, region, status, updated },
    );
    let one = prop_oneof![
        8 => put,
        1 => number().prop_map(Move::Remove),
        1 => (100..103_u8, region()).prop_map(|(number, parent)| Move::Region { number, parent }),
        1 => (100..103_u8).prop_map(Move::RegionGone),
        1 => Just(Move::Sort),
        1 => Just(Move::Reload),
        4 => "[abné]{0,2} ?[ab]{0,2}".prop_map(Move::Type),
        4 => prop::char::range('a', 'b').prop_map(Move::Letter),
        4 => Just(Move::Back),
        1 => prop::sample::select(GroupSort::ALL.to_vec()).prop_map(Move::Order),
        1 => region().prop_map(Move::Within),
        1 => prop::option::of(status()).prop_map(Move::Status),
    ];
    prop::collection::vec(one, 0..90)
}

impl Move {
    fn carry_out(self, projection: &mut Projection, query: &mut GroupQuery) {
        let put = |record| Delta { changed: vec![view(record)], ..Delta::default() };
        let gone = |kind, number| Delta { gone: vec![(kind, id(number))], ..Delta::default() };
        match self {
            Self::Put { number, name, region, status, updated } => {
                let mut group = group(number, &name, "", "", &[]);
                group.region = region.map(id);
                group.status = status;
                group.meta.updated.at = Timestamp(updated);
                group.meta.verified = (updated > 0).then_some(group.meta.updated);
                projection.take_in(&put(Record::Group(group)).listed());
            }
            Self::Remove(number) => projection.take_in(&gone(Kind::Group, number).listed()),
            Self::Region { number, parent } => {
                let region = Region { id: id(number), parent: parent.map(id), ..Region::default() };
                projection.take_in(&put(Record::Region(region)).listed());
            }
            Self::RegionGone(number) => projection.take_in(&gone(Kind::Region, number).listed()),
            Self::Sort => projection.groups.sort(),
            Self::Reload => {
                let Ok(read) = Projection::decode(&projection.encode()) else { panic!("not read back") };
                *projection = read;
            }
            Self::Type(text) => query.text = text,
            Self::Letter(letter) => query.text.push(letter),
            Self::Back => drop(query.text.pop()),
            Self::Order(sort) => query.sort = sort,
            Self::Within(region) => query.region = region.map(id),
            Self::Status(status) => query.status = status,
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Put(u8, String, String),
    Remove(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Long enough, now and then, for the table to let go of texts that no card uses.
    let put = (0..12_u8, "\\PC{0,12}", 0..9_000_usize)
        .prop_map(|(id, name, long)| Step::Put(id, name, "é".repeat(long)));
    let remove = (0..12_u8).prop_map(Step::Remove);
    prop::collection::vec(prop_oneof![3 => put, 1 => remove], 0..60)
}

#[test]
fn what_was_put_long_ago_is_not_known_any_more() {
    let mut table = GroupTable::default();
    let begin = table.revision();
    for number in 0..=200 {
        table.put(&group(number, "", "", "", &[]), "", false);
        let known: Option<Vec<_>> = table.put_since(begin).map(Iterator::collect);
        let put: Vec<_> = (0..=number).map(id).collect();
        assert!(known.is_none_or(|known| known == put), "{number}");
    }
    assert!(table.put_since(begin).is_none());
    let now = table.revision();
    assert_eq!(table.put_since(now).map(Iterator::count), Some(0));
    table.remove(id(7));
    assert!(table.put_since(now).is_none());
    assert!(GroupTable::default().put_since(table.revision()).is_none());
}

proptest! {
    #[test]
    fn what_is_kept_up_to_date_is_what_would_be_found_anew(moves in moves()) {
        let (mut projection, mut query) = (wisconsin(), GroupQuery::default());
        let (mut always, mut sometimes) = (FoundGroups::default(), FoundGroups::default());
        for (turn, one) in moves.into_iter().enumerate() {
            one.carry_out(&mut projection, &mut query);
            let anew = query::groups(&projection, &query);
            always.look(&projection, &query);
            prop_assert_eq!(&always.first(&projection, usize::MAX), &anew);
            prop_assert_eq!(&always.first(&projection, 2), &anew[..anew.len().min(2)]);
            prop_assert_eq!((always.len(), always.is_empty()), (anew.len(), anew.is_empty()));
            if turn % 3 == 0 {
                sometimes.look(&projection, &query);
                prop_assert_eq!(&sometimes.first(&projection, usize::MAX), &anew);
            }
            let words: Vec<_> = query.text.split_whitespace().map(groundswell_model::fold::fold).collect();
            for card in projection.groups.iter().filter(|_| query.region.is_none() && query.status.is_none()) {
                let here = words.iter().all(|word| card.sort_key().contains(word.as_str()));
                prop_assert_eq!(anew.contains(&card.id), here);
            }
            let keys: Vec<_> =
                projection.groups.iter().map(|card| (card.sort_key().to_owned(), card.id)).collect();
            prop_assert!(!projection.groups.is_sorted() || keys.is_sorted());
        }
    }

    #[test]
    fn a_table_holds_what_was_put_and_not_removed(steps in steps()) {
        let mut table = GroupTable::default();
        let mut model = BTreeMap::new();
        for step in steps {
            match step {
                Step::Put(number, name, meets) => {
                    let group = Group { id: id(number), name, meets, ..Group::default() };
                    table.put(&group, "", false);
                    model.insert(group.id, group);
                }
                Step::Remove(number) => {
                    table.remove(id(number));
                    model.remove(&id(number));
                }
            }
        }
        let projection = Projection { groups: table, ..Projection::default() };
        let read = Projection::decode(&projection.encode()).unwrap();
        for table in [&projection.groups, &read.groups] {
            prop_assert_eq!(table.len(), model.len());
            for group in model.values() {
                let card = table.get(group.id).unwrap();
                prop_assert_eq!(card.name, &group.name);
                prop_assert_eq!(card.meets, &group.meets);
                prop_assert_eq!(Some(card), projection.groups.get(group.id));
            }
        }
    }

    #[test]
    fn a_sorted_table_is_the_same_table(names in prop::collection::vec("[a-zé ]{0,8}", 0..40)) {
        let mut table = GroupTable::default();
        for (number, name) in (0..).zip(&names) {
            table.put(&Group { id: id(number), name: name.clone(), ..Group::default() }, "", false);
        }
        table.sort();
        let sorted: Vec<_> = table.iter().map(|card| card.sort_key().to_owned()).collect();
        prop_assert!(sorted.is_sorted());
        for (number, name) in (0..).zip(&names) {
            prop_assert_eq!(table.get(id(number)).map(|card| card.name), Some(name.as_str()));
        }
    }

    #[test]
    fn damaged_bytes_never_panic(cut in 0..400_usize, at in 0..400_usize, bit in 0..8_u8) {
        let mut bytes = wisconsin().encode();
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << bit;
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        if let Ok(projection) = Projection::decode(&bytes) {
            let _ = query::groups(&projection, &GroupQuery { text: "a".into(), ..GroupQuery::default() });
        }
    }

    #[test]
    fn what_left_is_gone(number in 1..4_u8) {
        let mut projection = wisconsin();
        projection.take_in(&Delta { gone: vec![(Kind::Group, id(number))], ..Delta::default() }.listed());
        prop_assert!(projection.groups.get(id(number)).is_none());
        prop_assert_eq!(projection.groups.len(), 2);
    }
}

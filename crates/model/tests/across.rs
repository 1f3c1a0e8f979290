//! One search over several directories.

use groundswell_model::{
    Delta, Group, Id, Projection, Record, RecordView, Status,
    query::{AcrossDirectories, Looked},
};

const fn id(number: u8) -> Id {
    Id::from_bytes([number; 12])
}

fn directory(number: u8, groups: &[(u8, &str, &str)]) -> Projection {
    let mut projection = Projection { directory: id(number), ..Projection::default() };
    put(&mut projection, groups);
    projection
}

fn put(projection: &mut Projection, groups: &[(u8, &str, &str)]) {
    let view = |(number, name, topics): &(u8, &str, &str)| {
        let topics = topics.split(", ").map(str::to_owned).collect();
        let mut group = Group { id: id(*number), name: (*name).to_owned(), topics, ..Group::default() };
        group.place.town = "Stanley".to_owned();
        group.place.state = "WI".to_owned();
        RecordView { record: Record::Group(group), conflicts: Vec::new(), deleted: None }
    };
    projection.take_in(&Delta { changed: groups.iter().map(view).collect(), ..Delta::default() }.listed());
}

/// The names found in a directory, after how many there are.
fn found(looked: Looked) -> (usize, Vec<String>) {
    match looked {
        Looked::Found { total, first } => (total, first.into_iter().map(|group| group.name).collect()),
        Looked::ToCome | Looked::Unreadable => panic!("{looked:?}"),
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn each_directory_answers_for_itself() {
    let mut across = AcrossDirectories::default();
    let none = Projection::default();
    assert_eq!(across.look(id(1), &none, "water", 8), Looked::ToCome);
    across.put(id(1), Some(directory(1, &[(11, "Clear Water", "Housing"), (12, "Fair Maps", "Fair maps")])));
    across.put(id(2), Some(directory(2, &[(21, "Neighbors", "Clean water"), (22, "Labor Circle", "Labor")])));
    across.put(id(3), None);
    assert!(across.holds(id(3)) && !across.holds(id(4)));
    assert_eq!(found(across.look(id(1), &none, "WATER", 8)), (1, names(&["Clear Water"])));
    assert_eq!(found(across.look(id(2), &none, "WATER", 8)), (1, names(&["Neighbors"])));
    assert_eq!(across.look(id(3), &none, "water", 8), Looked::Unreadable);
    // Fewer, then other, then no words that are in any.
    assert_eq!(found(across.look(id(1), &none, "wat cl", 8)), (1, names(&["Clear Water"])));
    assert_eq!(found(across.look(id(1), &none, "maps", 8)), (1, names(&["Fair Maps"])));
    assert_eq!(found(across.look(id(2), &none, "maps", 8)), (0, names(&[])));
}

#[test]
fn the_first_by_name_are_told_and_how_many_there_are() {
    let mut across = AcrossDirectories::default();
    across
        .put(id(1), Some(directory(1, &[(11, "Circle C", ""), (12, "Circle A", ""), (13, "Circle B", "")])));
    let looked = across.look(id(1), &Projection::default(), "circle", 2);
    assert_eq!(found(looked), (3, names(&["Circle A", "Circle B"])));
}

#[test]
fn the_open_directory_is_looked_into_as_it_is_now() {
    let mut across = AcrossDirectories::default();
    let mut open = directory(1, &[(11, "Clear Water", "")]);
    across.put(id(1), Some(open.clone()));
    across.put(id(2), Some(directory(2, &[(21, "Water Circle", "")])));
    put(&mut open, &[(12, "Water Watch", "")]);
    assert_eq!(found(across.look(id(1), &open, "water", 8)), (2, names(&["Clear Water", "Water Watch"])));
    assert_eq!(found(across.look(id(2), &open, "water", 8)), (1, names(&["Water Circle"])));
    // Another one is open now.
    assert_eq!(found(across.look(id(1), &Projection::default(), "water", 8)), (1, names(&["Clear Water"])));
}

#[test]
fn a_group_is_told_with_its_place_and_the_issues_asked_for() {
    let mut across = AcrossDirectories::default();
    across.put(id(1), Some(directory(1, &[(11, "Neighbors", "Fair maps, Housing, Fair pay")])));
    let Looked::Found { first, .. } = across.look(id(1), &Projection::default(), "fair neigh", 8) else {
        panic!()
    };
    let [group] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!((group.id, group.status), (id(11), Status::Active));
    assert_eq!((group.town.as_str(), group.state.as_str()), ("Stanley", "WI"));
    assert_eq!(group.topics, ["Fair maps", "Fair pay"]);
}

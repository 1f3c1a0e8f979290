//! Who changed what, and having back what was there.

use crate::{
    replica::{Replica, create, group, id, meet_at_one_time, opened, replicas, save, two_with},
    undo::public_people,
};
use groundswell_directory::{Directory, Part};
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, DeviceId, Field, Group, Id, Kind, Person, Record,
    command::CommandError,
    history::{ChangesWanted, EntryRef, FieldChange, HistoryEntry, PutBack, Wanted},
    record::FieldValue,
};

const ALL: usize = usize::MAX;

pub(crate) fn entries(directory: &mut Directory, kind: Kind, id: Id) -> Vec<HistoryEntry> {
    let history = directory.history(kind, id, None, ALL).unwrap();
    assert_eq!(history.next, None);
    history.entries
}

fn line(text: &str) -> Option<FieldValue> {
    Some(FieldValue::Line(text.to_owned()))
}

fn long(text: &str) -> Option<FieldValue> {
    Some(FieldValue::Long(text.to_owned()))
}

fn change(field: Field, from: Option<FieldValue>, to: Option<FieldValue>) -> FieldChange {
    FieldChange { field, contact: None, from, to, left_out: 0 }
}

fn email(number: u8, value: &str, audience: Audience) -> ContactWay {
    let value = value.to_owned();
    ContactWay { id: id(number), kind: ContactKind::Email, value, audience, ..ContactWay::default() }
}

#[test]
fn it_says_who_changed_which_field_from_what_to_what() {
    let (mut one, mut two) = two_with(Group { meets: "Mondays".to_owned(), ..group(1, "Racine") });
    meet_at_one_time(&mut one, &mut two);
    two.edit(id(1), |group| {
        group.meets = "Tuesdays".to_owned();
        group.topics.insert("Water".to_owned());
    });
    meet_at_one_time(&mut one, &mut two);
    one.edit(id(1), |group| {
        group.topics = ["Education".to_owned()].into();
        group.notes = "Ask Rosa.".to_owned();
        group.contacts.push(email(3, "a@example.org", Audience::Public));
    });
    meet_at_one_time(&mut one, &mut two);
    for replica in [&mut one, &mut two] {
        let entries = entries(&mut replica.directory, Kind::Group, id(1));
        let by: Vec<_> = entries.iter().map(|it| (it.stamp.by, it.entry.part, it.created)).collect();
        let expected = [
            (DeviceId([1; 8]), Part::Members, false),
            (DeviceId([1; 8]), Part::Public, false),
            (DeviceId([2; 8]), Part::Public, false),
            (DeviceId([1; 8]), Part::Public, true),
        ];
        assert_eq!(by, expected);
        let members = |name: &str| Some(FieldValue::Members(vec![name.to_owned()]));
        assert_eq!(entries[0].fields, [change(Field::Notes, None, long("Ask Rosa."))]);
        let way = email(3, "a@example.org", Audience::Public);
        let contact = FieldChange {
            contact: Some(id(3)),
            ..change(Field::Contacts, None, Some(FieldValue::Contact(way)))
        };
        assert_eq!(
            entries[1].fields,
            [change(Field::Topics, members("Water"), members("Education")), contact]
        );
        let tuesdays = change(Field::Meets, line("Mondays"), line("Tuesdays"));
        assert_eq!(entries[2].fields, [change(Field::Topics, None, members("Water")), tuesdays]);
        assert!(entries[3].fields.contains(&change(Field::Name, None, line("Racine"))));
    }
}

#[test]
fn deleting_bringing_back_and_confirming_are_in_it() {
    let (mut one, _) = two_with(group(1, "Racine"));
    one.must(&Command::Verify { kind: Kind::Group, id: id(1) });
    one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    assert!(one.directory.history(Kind::Group, id(1), None, ALL).unwrap().is_deleted);
    one.must(&Command::Restore { kind: Kind::Group, id: id(1) });
    let entries = entries(&mut one.directory, Kind::Group, id(1));
    let flag = |to: bool| [change(Field::Deleted, Some(FieldValue::Flag(!to)), Some(FieldValue::Flag(to)))];
    // It is said in both parts.
    let shown: Vec<_> = entries.iter().map(|it| it.fields.as_slice()).collect();
    assert_eq!(shown[..4], [&flag(false)[..], &flag(false), &flag(true), &flag(true)]);
    assert_eq!(shown[4][0].field, Field::Verified);
}

#[test]
fn it_comes_in_pages() {
    let (mut one, _) = two_with(group(1, "Racine"));
    for number in 0..10 {
        one.edit(id(1), |group| group.meets = format!("On the {number}th"));
    }
    let all = entries(&mut one.directory, Kind::Group, id(1));
    assert_eq!(all.len(), 11);
    let (mut paged, mut after) = (Vec::new(), None);
    loop {
        let page = one.directory.history(Kind::Group, id(1), after, 4).unwrap();
        assert!(page.entries.len() <= 4);
        paged.extend(page.entries);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(paged, all);
}

pub(crate) fn put_back(replica: &mut Replica, kind: Kind, id: Id, entry: EntryRef, what: Wanted) {
    let command = replica.directory.put_back(&PutBack { kind, id, entry, what }).unwrap();
    replica.must(&command);
}

#[test]
fn one_value_is_put_back_and_nothing_else() {
    let (mut one, mut two) = two_with(Group {
        meets: "Mondays".to_owned(),
        topics: ["Water".to_owned()].into(),
        contacts: vec![email(3, "a@example.org", Audience::Public)],
        ..group(1, "Racine")
    });
    two.edit(id(1), |group| {
        group.meets = "Tuesdays".to_owned();
        group.topics = ["Food".to_owned()].into();
        group.contacts.clear();
        group.notes = "Ask Rosa.".to_owned();
    });
    two.edit(id(1), |group| {
        group.name = "Racine Assembly".to_owned();
        group.topics.insert("Housing".to_owned());
    });
    meet_at_one_time(&mut one, &mut two);
    let entries = entries(&mut one.directory, Kind::Group, id(1));
    let entry = entries.iter().find(|it| it.fields.iter().any(|it| it.field == Field::Meets)).unwrap().entry;
    put_back(&mut one, Kind::Group, id(1), entry, Wanted::Field(Field::Meets, None));
    let mut expected = two.group(id(1));
    expected.meets = "Mondays".to_owned();
    let now = |replica: &Replica| Group { meta: Default::default(), ..replica.group(id(1)) };
    expected.meta = Default::default();
    assert_eq!(now(&one), expected);
    put_back(&mut one, Kind::Group, id(1), entry, Wanted::Field(Field::Topics, None));
    expected.topics = ["Water".to_owned(), "Housing".to_owned()].into();
    assert_eq!(now(&one), expected, "members that others put in since stay");
    put_back(&mut one, Kind::Group, id(1), entry, Wanted::Field(Field::Contacts, Some(id(3))));
    expected.contacts = vec![email(3, "a@example.org", Audience::Public)];
    assert_eq!(now(&one), expected);
    let undo = one.undos.last().unwrap().clone();
    one.undo(&undo).unwrap();
    expected.contacts.clear();
    assert_eq!(now(&one), expected);
    let missing = PutBack { kind: Kind::Group, id: id(1), entry, what: Wanted::Field(Field::Name, None) };
    assert_eq!(one.directory.put_back(&missing), Err(CommandError::NotFound));
}

#[test]
fn a_deletion_is_taken_back_from_the_history() {
    let (mut one, _) = two_with(group(1, "Racine"));
    one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    let entry = entries(&mut one.directory, Kind::Group, id(1))[0].entry;
    put_back(&mut one, Kind::Group, id(1), entry, Wanted::Field(Field::Deleted, None));
    assert!(one.view(Kind::Group, id(1)).deleted.is_none());
}

#[test]
fn what_was_taken_back_from_the_public_is_not_published_by_restoring_the_record() {
    let mut one = replicas(1).remove(0);
    let public = Person {
        id: id(7),
        name: "Rosa".to_owned(),
        public: true,
        contacts: vec![email(3, "a@example.org", Audience::Public)],
        ..Person::default()
    };
    one.must(&create(Record::Person(public.clone())));
    let mut private = public.clone();
    private.name = "Rosa P.".to_owned();
    private.public = false;
    private.contacts[0].audience = Audience::Members;
    one.must(&save(Record::Person(public), Record::Person(private.clone())));
    let created = entries(&mut one.directory, Kind::Person, id(7)).pop().unwrap().entry;
    put_back(&mut one, Kind::Person, id(7), created, Wanted::Record);
    let Record::Person(now) = one.view(Kind::Person, id(7)).record else { panic!() };
    assert_eq!((now.name.as_str(), now.public), ("Rosa", false));
    assert_eq!(now.contacts[0].audience, Audience::Members);
    assert_eq!(public_people(&one), serde_json::json!({}));
}

#[test]
fn a_contact_way_that_is_gone_comes_back_for_members() {
    let public = email(3, "a@example.org", Audience::Public);
    let (mut one, _) = two_with(Group { contacts: vec![public], ..group(1, "Racine") });
    one.edit(id(1), |group| group.contacts[0].audience = Audience::Members);
    one.edit(id(1), |group| group.contacts.clear());
    let created = entries(&mut one.directory, Kind::Group, id(1)).pop().unwrap().entry;
    put_back(&mut one, Kind::Group, id(1), created, Wanted::Record);
    assert_eq!(one.group(id(1)).contacts, [email(3, "a@example.org", Audience::Members)]);
}

#[test]
fn a_public_link_shows_the_history_of_what_is_public() {
    let (one, _) = two_with(Group { notes: "Ask Rosa.".to_owned(), ..group(1, "Racine") });
    let public: Vec<_> = one.chunks.iter().filter(|(part, _)| *part == Part::Public).cloned().collect();
    let mut stranger = opened(9, &public);
    let entries = entries(&mut stranger.directory, Kind::Group, id(1));
    assert_eq!(entries.len(), 1);
    assert!(entries[0].fields.iter().all(|it| it.field != Field::Notes));
    assert_eq!(entries[0].stamp.by, DeviceId([1; 8]));
}

#[test]
fn the_last_changes_are_listed_by_action() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    meet_at_one_time(&mut one, &mut two);
    let person = Person { id: id(7), name: "Rosa".to_owned(), ..Person::default() };
    one.must(&Command::Batch((10..40).map(|number| create(Record::Group(group(number, "Many")))).collect()));
    meet_at_one_time(&mut one, &mut two);
    two.must(&create(Record::Person(person)));
    one.must(&Command::NameDevice { device: DeviceId([1; 8]), name: "Rosa's phone".to_owned() });
    meet_at_one_time(&mut one, &mut two);
    let all = one.directory.recent_changes(&ChangesWanted::default(), 50);
    let shown: Vec<_> = all.changes.iter().map(|it| (it.stamp.by.0[0], it.count, it.records.len())).collect();
    // The first is the network's.
    assert_eq!(shown, [(2, 1, 1), (1, 30, 8), (1, 1, 1), (1, 1, 1)]);
    assert_eq!(all.changes[0].records[0].name, "Rosa");
    assert_eq!(all.devices, [DeviceId([1; 8]), DeviceId([2; 8])]);
    assert_eq!(two.directory.recent_changes(&ChangesWanted::default(), 50), all);

    let wanted = ChangesWanted { device: Some(DeviceId([1; 8])), kind: Some(Kind::Group), after: None };
    let groups = one.directory.recent_changes(&wanted, 1);
    assert_eq!(groups.changes.iter().map(|it| it.count).collect::<Vec<_>>(), [30]);
    let rest = one.directory.recent_changes(&ChangesWanted { after: groups.next, ..wanted }, 50);
    assert_eq!(rest.changes.iter().map(|it| it.count).collect::<Vec<_>>(), [1]);
    assert_eq!(rest.next, None);
}

#[test]
fn huge_texts_and_sets_are_shown_within_bounds() {
    let (mut one, _) = two_with(group(1, "Racine"));
    let about = "All of it again. ".repeat(1_100);
    one.edit(id(1), |group| group.about.clone_from(&about));
    one.edit(id(1), |group| group.about = about.replacen("All", "Some", 1));
    one.edit(id(1), |group| group.topics = (0..64).map(|number| format!("Topic {number}")).collect());
    let entries = entries(&mut one.directory, Kind::Group, id(1));
    for entry in &entries {
        let bytes = serde_json::to_vec(&entry.fields).unwrap().len();
        assert!(bytes < 20_000, "{bytes}");
    }
    let FieldChange { to: Some(FieldValue::Members(members)), left_out, .. } = &entries[0].fields[0] else {
        panic!()
    };
    assert_eq!(members.len() + left_out, 64);
    let FieldChange { from: Some(FieldValue::Long(from)), to: Some(FieldValue::Long(to)), left_out, .. } =
        &entries[1].fields[0]
    else {
        panic!()
    };
    assert!(from.starts_with("All") && to.starts_with("Some"), "{from}");
    assert!(*left_out > 10_000);
    // What is put back is all of it.
    put_back(&mut one, Kind::Group, id(1), entries[1].entry, Wanted::Field(Field::About, None));
    assert_eq!(one.group(id(1)).about, about);
}

#[test]
fn forged_times_and_unknown_keys_harm_nothing() {
    use automerge::{
        ActorId, Automerge, ReadDoc,
        transaction::{CommitOptions, Transactable},
    };
    let (mut one, _) = two_with(group(1, "Racine"));
    for (number, seconds) in [(80, i64::MAX / 2000), (81, -8_000_000_000_000), (82, 0)] {
        let mut doc = Automerge::load(&one.directory.save(Part::Public)).unwrap();
        doc.set_actor(ActorId::from([number; 16]));
        let (_, groups) = doc.get(automerge::ROOT, "groups").unwrap().unwrap();
        let (_, entry) = doc.get(&groups, id(1).to_string()).unwrap().unwrap();
        let mut tx = doc.transaction();
        tx.put(&entry, "from_later", i64::from(number)).unwrap();
        tx.put(&groups, "no id", 1).unwrap();
        if number == 82 {
            tx.delete(&entry, "name").unwrap();
        }
        tx.commit_with(
            CommitOptions::default().with_time(seconds.clamp(-8_000_000_000_000, 8_000_000_000_000)),
        );
        let bytes = doc.get_last_local_change().unwrap().raw_bytes().to_vec();
        one.receive(&[(Part::Public, bytes)]);
    }
    let entries = entries(&mut one.directory, Kind::Group, id(1));
    assert_eq!(entries.iter().map(|it| it.unknown).collect::<Vec<_>>(), [1, 1, 1, 0]);
    let named: Vec<_> = entries.iter().map(|it| it.stamp.by.0[0]).collect();
    assert_eq!(named, [82, 81, 80, 1], "what builds on something comes after it, whatever the clocks said");
    // A deletion that says nothing else is seen all the same.
    assert_eq!(entries[0].fields, [change(Field::Name, line("Racine"), None)]);
    put_back(&mut one, Kind::Group, id(1), entries[0].entry, Wanted::Field(Field::Name, None));
    assert_eq!(one.group(id(1)).name, "Racine");
    assert_eq!(one.directory.recent_changes(&ChangesWanted::default(), 50).changes.len(), 6);
}

/// Whatever the order in which the changes of both parts stand.
#[test]
fn actions_of_the_same_second_are_told_apart() {
    let mut one = replicas(1).remove(0);
    let now = groundswell_model::Timestamp(1_700_000_000_000);
    for number in 10..14 {
        one.directory.apply(&create(Record::Group(group(number, &format!("Group {number}")))), now).unwrap();
    }
    let all = one.directory.recent_changes(&ChangesWanted::default(), 50);
    let shown: Vec<_> = all.changes.iter().map(|it| (it.count, it.records[0].name.as_str())).collect();
    assert_eq!(shown[..4], [(1, "Group 13"), (1, "Group 12"), (1, "Group 11"), (1, "Group 10")]);
}

/// Runs what never waits for anything.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn a_history_made_ready_beside_the_document_is_the_one_made_when_somebody_asks() {
    let (mut one, _) = two_with(group(1, "Neighbors"));
    one.must(&create(Record::Group(group(2, "Friends"))));
    let rename = |one: &mut Replica, name: &str| {
        let before = one.directory.read(Kind::Group, id(1)).unwrap().record;
        let Record::Group(group) = before.clone() else { panic!() };
        let about = format!("Now called {name}.");
        one.must(&save(before, Record::Group(Group { name: name.to_owned(), about, ..group })));
    };
    (0..600).for_each(|round| rename(&mut one, &format!("Neighbors {round}")));
    let making = Part::ALL.map(|part| one.directory.begin_history(part).unwrap());
    // The document goes on meanwhile.
    rename(&mut one, "Neighbors of then");
    let mut steps = 0;
    for making in making {
        let pause = async || {
            steps += 1;
            true
        };
        one.directory.take_history(at_once(making.finish(pause)).unwrap());
    }
    assert!(steps > 0, "it was made in steps");
    assert!(one.directory.begin_history(Part::Public).is_none(), "it is there");
    rename(&mut one, "Neighbors of now");

    let mut asked = opened(5, &one.chunks).directory;
    for number in [1, 2] {
        // All of it would be more than is walked for one answer.
        let of = |directory: &mut Directory| directory.history(Kind::Group, id(number), None, 50).unwrap();
        assert_eq!(of(&mut one.directory), of(&mut asked));
    }
    let given_up = asked.begin_history(Part::Public);
    assert!(given_up.is_none(), "whoever asked has made it");
    let mut other = opened(6, &one.chunks).directory;
    let given_up = other.begin_history(Part::Public).unwrap();
    assert!(at_once(given_up.finish(async || false)).is_none());
    assert_eq!(other.history(Kind::Group, id(1), None, 50).unwrap().entries.len(), 50);
}

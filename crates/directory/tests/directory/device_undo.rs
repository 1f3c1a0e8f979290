//! Undoing what a device did since a moment.

use crate::{
    convergence::{Event, arb_history, happen},
    replica::{Replica, create, group, id, meet, meet_at_one_time, replicas, save, two_with},
    undo::{contents, public_people},
};
use groundswell_model::{
    Announcement, Audience, Command, ContactKind, ContactWay, DeviceId, Field, Group, Id, Kind, Part, Person,
    Record, RecordView, Timestamp,
    command::CommandError,
    history::{DeviceUndo, LeftAlone, Outcome, RecordUndo, WhyLeft},
    record::{FieldValue, Slot},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TWO: DeviceId = DeviceId([2; 8]);
/// Before all that a second device does in these tests.
const EARLIER: Timestamp = Timestamp(1_900_000);

fn email(value: &str, audience: Audience) -> ContactWay {
    let value = value.to_owned();
    ContactWay { id: id(3), kind: ContactKind::Email, value, audience, ..ContactWay::default() }
}

/// Two devices with a group, whose clocks say the same.
fn two_at_one_time(group: Group) -> (Replica, Replica) {
    let (mut one, mut two) = two_with(group);
    meet_at_one_time(&mut one, &mut two);
    (one, two)
}

fn held_back(field: Field, contact: Option<Id>) -> LeftAlone {
    LeftAlone { field: Some(field), contact, why: WhyLeft::StaysPrivate }
}

fn preview(replica: &mut Replica) -> DeviceUndo {
    replica.directory.preview_device_undo(TWO, EARLIER)
}

#[track_caller]
fn undo_all(replica: &mut Replica, preview: &DeviceUndo) {
    let now = replica.now();
    let applied = replica.directory.undo_device(TWO, EARLIER, preview.token, now).unwrap();
    replica.keep(&applied);
}

#[test]
fn what_only_the_device_changed_goes_back_and_what_others_changed_since_is_left_and_said() {
    let (mut one, mut two) = two_at_one_time(Group {
        meets: "Mondays".to_owned(),
        notes: "Ask Rosa.".to_owned(),
        topics: ["Water".to_owned()].into(),
        contacts: vec![email("a@example.org", Audience::Public)],
        ..group(1, "Racine")
    });
    two.edit(id(1), |group| {
        group.name = "Vandal".to_owned();
        group.meets = "Never".to_owned();
        group.notes = "Ask Rosa. Or nobody.".to_owned();
        group.topics = ["Spam".to_owned(), "More spam".to_owned()].into();
        group.contacts[0].audience = Audience::Members;
    });
    two.edit(id(1), |group| group.name = "Vandal again".to_owned());
    two.must(&create(Record::Group(group(2, "Made up"))));
    meet_at_one_time(&mut one, &mut two);
    one.edit(id(1), |group| {
        group.meets = "Tuesdays".to_owned();
        group.notes.push_str(" Bring soup.");
        group.topics.insert("Food".to_owned());
    });
    let stamp = one.view(Kind::Group, id(1)).record.meta().updated;
    meet_at_one_time(&mut one, &mut two);

    let told = preview(&mut one);
    assert_eq!((told.changes, told.changing, told.left_out), (5, 2, 0));
    let outcomes: Vec<_> = told.records.iter().map(|it| (it.record.name.as_str(), it.outcome)).collect();
    assert_eq!(outcomes, [("Vandal again", Outcome::Edited), ("Made up", Outcome::Deleted)]);
    // Times of changes count in seconds.
    let stamp = groundswell_model::Stamp { at: Timestamp(stamp.at.0 / 1000 * 1000), ..stamp };
    let left = LeftAlone { field: Some(Field::Meets), contact: None, why: WhyLeft::ChangedSince(stamp) };
    assert_eq!(told.records[0].left, [left, held_back(Field::Contacts, Some(id(3)))]);
    let fields: Vec<_> = told.records[0].fields.iter().map(|it| it.field).collect();
    assert_eq!(fields, [Field::Name, Field::Topics, Field::Notes]);

    let before = contents(&one);
    undo_all(&mut one, &told);
    let now = one.group(id(1));
    assert_eq!((now.name.as_str(), now.meets.as_str()), ("Racine", "Tuesdays"));
    assert_eq!(now.notes, "Ask Rosa. Bring soup.");
    assert_eq!(now.topics, ["Food".to_owned(), "Water".to_owned()].into());
    assert_eq!(now.contacts, [email("a@example.org", Audience::Members)]);
    assert!(one.view(Kind::Group, id(2)).deleted.is_some());
    let undo = one.undos.last().unwrap().clone();
    one.undo(&undo).unwrap();
    assert_eq!(contents(&one), before);
}

#[test]
fn what_was_deleted_is_there_again() {
    let (mut one, mut two) = two_at_one_time(group(1, "Racine"));
    one.must(&create(Record::Group(group(2, "Kenosha"))));
    meet_at_one_time(&mut one, &mut two);
    two.edit(id(1), |group| group.name = "Gone".to_owned());
    two.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    two.edit(id(2), |group| group.name = "Gone too".to_owned());
    meet_at_one_time(&mut one, &mut two);
    one.must(&Command::Delete { kind: Kind::Group, id: id(2) });
    let told = preview(&mut one);
    assert_eq!(told.records[0].outcome, Outcome::Restored);
    let left = LeftAlone { field: None, contact: None, why: WhyLeft::DeletedSince };
    assert_eq!((told.records[1].outcome, told.records[1].left.as_slice()), (Outcome::Nothing, &[left][..]));
    undo_all(&mut one, &told);
    assert_eq!(one.group(id(1)).name, "Racine");
    assert!(one.view(Kind::Group, id(1)).deleted.is_none());
    assert!(one.view(Kind::Group, id(2)).deleted.is_some());
}

#[test]
fn what_somebody_went_on_with_is_not_deleted() {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    meet_at_one_time(&mut one, &mut two);
    two.must(&create(Record::Group(group(1, "Racine"))));
    meet_at_one_time(&mut one, &mut two);
    one.edit(id(1), |group| group.notes = "Mine.".to_owned());
    let told = preview(&mut one);
    assert_eq!(told.changing, 0);
    assert!(matches!(
        told.records[0].left[..],
        [LeftAlone { field: None, why: WhyLeft::ChangedSince(_), .. }]
    ));
    let now = one.now();
    let refused = one.directory.undo_device(TWO, EARLIER, told.token, now).unwrap_err();
    assert_eq!(refused, CommandError::ChangedSince);
}

#[test]
fn what_is_in_dispute_is_left_to_people() {
    let (mut one, mut two) = two_at_one_time(group(1, "Racine"));
    two.edit(id(1), |group| {
        group.name = "Theirs".to_owned();
        group.meets = "Never".to_owned();
    });
    one.edit(id(1), |group| group.name = "Mine".to_owned());
    meet_at_one_time(&mut one, &mut two);
    let told = preview(&mut one);
    let left = LeftAlone { field: Some(Field::Name), contact: None, why: WhyLeft::InDispute };
    assert_eq!(told.records[0].left, [left]);
    let conflicts = one.view(Kind::Group, id(1)).conflicts;
    undo_all(&mut one, &told);
    assert_eq!(one.view(Kind::Group, id(1)).conflicts, conflicts);
    assert_eq!(one.group(id(1)).meets, "");
}

#[test]
fn only_what_was_done_since_goes_back() {
    let (mut one, mut two) = two_at_one_time(group(1, "Racine"));
    two.edit(id(1), |group| group.name = "Tuesday's".to_owned());
    let since = two.now();
    two.edit(id(1), |group| group.name = "Wednesday's".to_owned());
    two.edit(id(1), |group| group.meets = "Never".to_owned());
    meet_at_one_time(&mut one, &mut two);
    let told = one.directory.preview_device_undo(TWO, since);
    let now = one.now();
    one.directory.undo_device(TWO, since, told.token, now).unwrap();
    assert_eq!((one.group(id(1)).name.as_str(), one.group(id(1)).meets.as_str()), ("Tuesday's", ""));
    assert_eq!(preview(&mut one).changes, 3);
}

#[test]
fn a_preview_holds_only_while_nothing_of_it_changed() {
    let (mut one, mut two) = two_at_one_time(group(1, "Racine"));
    two.edit(id(1), |group| group.name = "Theirs".to_owned());
    meet_at_one_time(&mut one, &mut two);
    let told = preview(&mut one);
    one.must(&create(Record::Group(group(2, "Elsewhere"))));
    assert_eq!(preview(&mut one).token, told.token);
    one.edit(id(1), |group| group.name = "Mine".to_owned());
    let now = one.now();
    let refused = one.directory.undo_device(TWO, EARLIER, told.token, now).unwrap_err();
    assert_eq!(refused, CommandError::ChangedSince);
    assert_eq!(one.group(id(1)).name, "Mine");
}

#[test]
fn a_publication_is_taken_back() {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    let person = Person {
        id: id(7),
        name: "Rosa".to_owned(),
        contacts: vec![email("rosa@example.org", Audience::Members)],
        ..Person::default()
    };
    one.must(&create(Record::Person(person.clone())));
    meet_at_one_time(&mut one, &mut two);
    let mut public = person.clone();
    public.public = true;
    public.contacts[0].audience = Audience::Public;
    two.must(&save(Record::Person(person), Record::Person(public)));
    meet_at_one_time(&mut one, &mut two);
    let told = preview(&mut one);
    undo_all(&mut one, &told);
    assert_eq!(public_people(&one), serde_json::json!({}));
    let Record::Person(now) = one.view(Kind::Person, id(7)).record else { panic!() };
    assert_eq!((now.public, now.contacts[0].audience), (false, Audience::Members));
}

#[test]
fn what_was_withdrawn_from_the_public_is_not_published_by_undoing_the_withdrawal() {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    let announced = Announcement {
        id: id(7),
        name: "Picnic".to_owned(),
        words: "On Sunday.".to_owned(),
        public: true,
        ..Announcement::default()
    };
    one.must(&create(Record::Announcement(announced)));
    one.must(&create(Record::Group(Group {
        contacts: vec![email("a@example.org", Audience::Public)],
        ..group(1, "Racine")
    })));
    meet_at_one_time(&mut one, &mut two);
    let edit = |replica: &mut Replica, edit: fn(&mut Announcement)| {
        let before = replica.view(Kind::Announcement, id(7)).record;
        let mut after = before.clone();
        if let Record::Announcement(announcement) = &mut after {
            edit(announcement);
        }
        replica.must(&save(before, after));
    };
    edit(&mut two, |it| {
        it.public = false;
        it.name = "Vandal".to_owned();
    });
    two.edit(id(1), |group| group.contacts.clear());
    meet_at_one_time(&mut one, &mut two);
    edit(&mut one, |it| it.words.push_str(" Rosa's gate code is 1234."));
    let told = preview(&mut one);
    let left: Vec<_> = told.records.iter().flat_map(|it| it.left.clone()).collect();
    assert_eq!(left.len(), 2);
    assert!(left.contains(&held_back(Field::Public, None)));
    assert!(left.contains(&held_back(Field::Contacts, Some(id(3)))));
    undo_all(&mut one, &told);
    let Record::Announcement(now) = one.view(Kind::Announcement, id(7)).record else { panic!() };
    assert_eq!((now.name.as_str(), now.public), ("Picnic", false));
    assert_eq!(one.group(id(1)).contacts, [email("a@example.org", Audience::Members)]);
}

#[test]
fn what_was_changed_too_often_is_left_to_its_own_history() {
    let (mut one, mut two) = two_at_one_time(group(1, "Racine"));
    two.must(&create(Record::Group(group(2, "Made up"))));
    for number in 0..700 {
        two.edit(id(1), |group| group.meets = format!("On the {number}th"));
    }
    meet_at_one_time(&mut one, &mut two);
    let told = preview(&mut one);
    let left = LeftAlone { field: None, contact: None, why: WhyLeft::ChangedTooOften };
    let outcomes: Vec<_> = told.records.iter().map(|it| (it.outcome, it.left.clone())).collect();
    assert_eq!(outcomes, [(Outcome::Nothing, vec![left]), (Outcome::Deleted, vec![])]);
    undo_all(&mut one, &told);
    assert_eq!(one.group(id(1)).meets, "On the 699th");
}

#[test]
fn thousands_of_members_put_in_at_once_are_undone_in_reasonable_time() {
    use automerge::{
        ActorId, Automerge, ReadDoc,
        transaction::{CommitOptions, Transactable},
    };
    let (mut one, _) = two_with(Group { topics: ["Water".to_owned()].into(), ..group(1, "Racine") });
    let mut doc = Automerge::load(&one.directory.save(Part::Public)).unwrap();
    doc.set_actor(ActorId::from([2; 16]));
    let (_, groups) = doc.get(automerge::ROOT, "groups").unwrap().unwrap();
    let (_, entry) = doc.get(&groups, id(1).to_string()).unwrap().unwrap();
    let keys: Vec<String> = doc.keys(&entry).collect();
    let key = keys.iter().find(|key| key.ends_with("Water")).unwrap();
    let value = doc.get(&entry, key).unwrap().unwrap().0.into_scalar().unwrap();
    let mut tx = doc.transaction();
    for number in 0..10_000 {
        tx.put(&entry, key.replace("Water", &format!("Spam {number}")), value.clone()).unwrap();
    }
    tx.commit_with(CommitOptions::default().with_time(EARLIER.0));
    let bytes = doc.get_last_local_change().unwrap().raw_bytes().to_vec();
    one.receive(&[(Part::Public, bytes)]);
    assert_eq!(one.group(id(1)).topics.len(), 10_001);
    let start = std::time::Instant::now();
    let told = preview(&mut one);
    assert_eq!((told.changing, told.records[0].outcome), (1, Outcome::Edited));
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// What a record has in a field.
fn field(view: &RecordView, field: Field) -> impl PartialEq + std::fmt::Debug + use<> {
    view.record.kind().declaration().field(field).map(|spec| spec.slots(&view.record))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_it_is_as_before_once_the_undoing_is_undone(
        (_, events) in arb_history(), device in 1..4_u8, since in 0..4_i64
    ) {
        let mut all = replicas(3);
        for (at, event) in &events {
            happen(&mut all, *at, event);
        }
        let (one, others) = all.split_at_mut(1);
        others.iter_mut().for_each(|other| meet(&mut one[0], other));
        let one = &mut one[0];
        let (device, since) = (DeviceId([device; 8]), Timestamp(since * 1_000_000));
        let before = contents(one);
        let told = one.directory.preview_device_undo(device, since);
        let now = one.now();
        match one.directory.undo_device(device, since, told.token, now) {
            Err(error) => {
                prop_assert_eq!(&contents(one), &before);
                prop_assert_eq!((error, told.changing), (CommandError::ChangedSince, 0));
            }
            Ok(applied) => {
                one.keep(&applied);
                for record in &told.records {
                    let id = record.record.id;
                    let was = before.iter().find(|view| view.record.id() == id);
                    let Some(view) = one.directory.read(record.record.kind, id) else { panic!() };
                    prop_assert_eq!(view.deleted.is_some(), match record.outcome {
                        Outcome::Deleted => true,
                        Outcome::Restored => false,
                        Outcome::Edited | Outcome::Nothing => was.is_none(),
                    });
                    let changed: Vec<Field> = record.fields.iter().map(|it| it.field).collect();
                    for spec in record.record.kind.declaration().fields() {
                        if let Some(was) = was && !changed.contains(&spec.field) {
                            prop_assert_eq!(field(&view, spec.field), field(was, spec.field), "what was not said stays");
                        }
                    }
                    for left in record.left.iter().filter(|it| it.why == WhyLeft::InDispute) {
                        let conflicts = view.conflicts.iter().map(|it| (Some(it.field), it.contact));
                        let known = was.into_iter().flat_map(|was| &was.conflicts).any(|it| Some(it.field) == left.field);
                        prop_assert!(!known || conflicts.into_iter().any(|it| it == (left.field, left.contact)));
                    }
                }
                if let Some(undo) = applied.undo {
                    one.undo(&undo).unwrap();
                }
                prop_assert_eq!(&contents(one), &before);
            }
        }
    }

    #[test]
    fn of_a_device_that_was_alone_nothing_is_left(
        (_, events) in arb_history(), turn: prop::sample::Index
    ) {
        let mut all = replicas(2);
        // Undoing may put regions into a circle, which is shown broken: who is put back then shows otherwise.
        let alone =
            |event: &&(usize, Event)| matches!(event.1, Event::Run(_) | Event::Edit { .. } | Event::Batch(_));
        let events: Vec<_> = events.iter().filter(alone).collect();
        let (first, second) = events.split_at(turn.index(events.len() + 1));
        let (one, two) = all.split_at_mut(1);
        first.iter().for_each(|(_, event)| happen(one, 0, event));
        meet_at_one_time(&mut one[0], &mut two[0]);
        let (before, since) = (shown(&one[0]), two[0].now());
        second.iter().for_each(|(_, event)| happen(two, 0, event));
        meet_at_one_time(&mut one[0], &mut two[0]);
        let told = one[0].directory.preview_device_undo(TWO, since);
        let now = one[0].now();
        match one[0].directory.undo_device(TWO, since, told.token, now) {
            Ok(_) => {}
            Err(error) => prop_assert_eq!((error, told.changing), (CommandError::ChangedSince, 0)),
        }
        // But for regions that would lie within others which were made since, and for what stays private.
        let left: Vec<Id> = told.records.iter().filter(|it| !it.left.is_empty()).map(|it| it.record.id).collect();
        let stays_private = |left: &LeftAlone| left.why == WhyLeft::StaysPrivate;
        let allowed = |it: &RecordUndo| it.record.kind == Kind::Region || it.left.iter().all(stays_private);
        prop_assert!(told.records.iter().all(allowed));
        let but_for_those = |shown: Vec<Shown>| shown.into_iter().filter(|it| !left.contains(&it.1)).collect::<Vec<_>>();
        prop_assert_eq!(but_for_those(shown(&one[0])), but_for_those(before));
    }
}

/// A record's fields, without dates and origins.
type Shown = (Kind, Id, Vec<BTreeMap<Slot, FieldValue>>);

/// Every record that is not deleted.
fn shown(replica: &Replica) -> Vec<Shown> {
    let views = contents(replica).into_iter().map(|view| view.record);
    let fields =
        |record: &Record| record.kind().declaration().fields().map(|spec| spec.slots(record)).collect();
    views.map(|record| (record.kind(), record.id(), fields(&record))).collect()
}

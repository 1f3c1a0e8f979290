//! No members-only byte is ever in the public part, nor in its history.

use crate::replica::{DIRECTORY, Replica, author, create, group, id, meet, replicas, save, two_with};
use automerge::{Automerge, Change, ExpandedChange};
use groundswell_directory::{CommandError, Directory, Part};
use groundswell_model::{
    Announcement, Audience, Command, ContactKind, ContactWay, DeviceId, Field, Group, Kind, Membership,
    Person, Record, Ref, Role, record::Access,
};
use groundswell_testkit::{Ids, arb_edit, arb_ids, arb_record};
use proptest::prelude::*;

/// In everything that is for members only, and in nothing else.
const SECRET: &str = "hush";

/// Makes a record's members-only texts known as such; of a hidden record all texts.
fn mark(record: &mut Record, hidden: bool) {
    let kind = record.kind();
    let declaration = kind.declaration();
    for spec in declaration.fields() {
        match spec.value {
            Access::Line(text) | Access::Long(_, text) if hidden || spec.options.members => {
                let marked = format!("{SECRET} {}", (text.get)(record));
                (text.set)(record, marked);
            }
            Access::Flag { set, .. } if hidden && spec.field == Field::Public => set(record, false),
            Access::Roles(members) if hidden => {
                let role = Membership { of: Ref::new(Kind::Group, record.id()), role: Role::Member };
                (members.clear)(record);
                (members.insert)(record, &role.to_string());
            }
            Access::Contacts { get, set } => {
                let mut contacts = get(record).to_vec();
                for way in contacts.iter_mut().filter(|way| way.audience == Audience::Members || hidden) {
                    way.audience = Audience::Members;
                    way.kind = ContactKind::Other;
                    way.value = format!("{SECRET} {}", way.value);
                    way.entered = format!("{SECRET} {}", way.entered);
                    way.label = format!("{SECRET} {}", way.label);
                }
                set(record, contacts);
            }
            _ => {}
        }
    }
    if declaration.home == Part::Members {
        // Where it came from is told with its public copy to nobody.
        let meta = record.meta_mut();
        meta.source = SECRET.to_owned();
        meta.external = [(SECRET.to_owned(), SECRET.to_owned())].into();
    }
}

fn assert_no_secret(bytes: &[u8], also: &[String], what: &str) {
    for secret in also.iter().map(String::as_str).chain([SECRET]) {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} in {what}");
    }
}

/// Looks through all that strangers may get to see: raw bytes, and what is in them unpacked.
fn look_through(replica: &mut Replica, also: &[String]) {
    let saved = replica.directory.save(Part::Public);
    assert_no_secret(&saved, also, "the saved document");
    for change in Automerge::load(&saved).unwrap().get_changes(&[]) {
        assert_no_secret(change.raw_bytes(), also, "a change of the saved document");
    }
    for (_, bytes) in replica.chunks.iter().filter(|(part, _)| *part == Part::Public) {
        assert_no_secret(bytes, also, "a chunk");
        let change = Change::try_from(bytes.as_slice()).unwrap();
        assert_no_secret(change.raw_bytes(), also, "a chunk, unpacked");
        let expanded = ExpandedChange::from(&change);
        assert_no_secret(format!("{expanded:?}").as_bytes(), also, "a chunk's operations");
        assert_no_secret(change.message().unwrap_or_default().as_bytes(), also, "a message");
    }
    assert_no_secret(replica.directory.to_json()["public"].to_string().as_bytes(), also, "the JSON");
}

#[derive(Clone, Debug)]
enum Event {
    Edit { wish: Box<Record>, fields: u32, stale: bool },
    Delete(Kind, groundswell_model::Id),
    Restore(Kind, groundswell_model::Id),
    Undo(prop::sample::Index),
    NameDevice,
    Meet,
}

/// Of every kind that is at home with members one that is never shown to everybody.
fn hidden(ids: &Ids) -> Vec<(Kind, groundswell_model::Id)> {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.declaration().home == Part::Members);
    kinds.filter_map(|kind| ids.others.iter().find(|(of, _)| *of == kind).copied()).collect()
}

fn arb_event(ids: &Ids) -> impl Strategy<Value = Event> + use<> {
    let Ids { regions, groups, .. } = ids.clone();
    let hidden = hidden(ids);
    let any_of = prop::sample::select(ids.all());
    let wish = any_of.clone().prop_flat_map(move |(kind, id)| {
        let hidden = hidden.clone();
        arb_record(kind, id, regions.clone(), groups.clone()).prop_map(move |mut record| {
            mark(&mut record, hidden.contains(&(kind, id)));
            record
        })
    });
    prop_oneof![
        8 => (wish, any::<u32>(), any::<bool>())
            .prop_map(|(wish, fields, stale)| Event::Edit { wish: Box::new(wish), fields, stale }),
        1 => any_of.clone().prop_map(|(kind, id)| Event::Delete(kind, id)),
        1 => any_of.prop_map(|(kind, id)| Event::Restore(kind, id)),
        2 => any::<prop::sample::Index>().prop_map(Event::Undo),
        1 => Just(Event::NameDevice),
        2 => Just(Event::Meet),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_is_ever_in_the_public_part(
        (ids, history) in arb_ids().prop_flat_map(|ids| {
            let event = (0..2_usize, arb_event(&ids));
            (Just(ids), prop::collection::vec(event, 1..30))
        })
    ) {
        let mut pair = replicas(2);
        let (mut two, mut one) = (pair.pop().unwrap(), pair.pop().unwrap());
        for (at, event) in history {
            let other = if at == 0 { &two } else { &one };
            let elsewhere = |kind, id| other.directory.read(kind, id).map(|view| view.record);
            let stale_before = match &event {
                Event::Edit { wish, stale: true, .. } => elsewhere(wish.kind(), wish.id()),
                _ => None,
            };
            let here = if at == 0 { &mut one } else { &mut two };
            match event {
                Event::Edit { wish, fields, .. } => {
                    let before = stale_before
                        .or_else(|| here.directory.read(wish.kind(), wish.id()).map(|view| view.record));
                    let command = match before {
                        Some(before) => save(before.clone(), arb_edit(&before, &wish, fields)),
                        None => create(*wish),
                    };
                    drop(here.run(&command));
                }
                Event::Delete(kind, id) => drop(here.run(&Command::Delete { kind, id })),
                Event::Restore(kind, id) => drop(here.run(&Command::Restore { kind, id })),
                Event::Undo(which) => {
                    if !here.undos.is_empty() {
                        let undo = which.get(&here.undos).clone();
                        drop(here.undo(&undo));
                    }
                }
                Event::NameDevice => {
                    let name = format!("{SECRET} phone");
                    here.must(&Command::NameDevice { device: DeviceId([1; 8]), name });
                }
                Event::Meet => meet(&mut one, &mut two),
            }
        }
        meet(&mut one, &mut two);
        let hidden: Vec<String> = hidden(&ids).into_iter().map(|(_, id)| id.to_string()).collect();
        look_through(&mut one, &hidden);
        look_through(&mut two, &hidden);
    }
}

#[test]
fn the_look_finds_what_is_public() {
    // Else the tests above could not fail.
    let (mut one, _) = two_with(group(1, "Racine"));
    let shown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        look_through(&mut one, &["Racine".to_owned()]);
    }));
    assert!(shown.is_err());
}

#[test]
fn a_stranger_sees_the_card_and_nothing_else() {
    let way = |number, audience| ContactWay {
        id: id(number),
        kind: ContactKind::Email,
        value: format!("way{number}@example.org"),
        audience,
        ..ContactWay::default()
    };
    let contacts = vec![way(5, Audience::Public), way(6, Audience::Members)];
    let mut one = replicas(1).remove(0);
    let notes = "Ring twice.".to_owned();
    one.must(&create(Record::Group(Group {
        contacts: contacts.clone(),
        notes: notes.clone(),
        ..group(1, "Racine")
    })));
    let role = Membership { of: Ref::new(Kind::Group, id(1)), role: Role::Contact };
    let rosa = Person {
        id: id(2),
        name: "Rosa".to_owned(),
        public: true,
        roles: [role].into(),
        contacts,
        notes,
        ..Person::default()
    };
    one.must(&create(Record::Person(rosa.clone())));
    one.must(&create(Record::Person(Person { id: id(3), name: "Carl".to_owned(), ..Person::default() })));

    let public: Vec<_> = one.chunks.iter().filter(|(part, _)| *part == Part::Public).cloned().collect();
    let (stranger, _) = Directory::open(DIRECTORY, author(7), &public).unwrap();
    let Record::Group(group) = stranger.read(Kind::Group, id(1)).unwrap().record else { panic!() };
    assert_eq!(group.name, "Racine");
    assert_eq!((group.notes.as_str(), group.contacts.as_slice()), ("", &[way(5, Audience::Public)][..]));
    let people = stranger.records(Kind::Person);
    let [Record::Person(seen)] = people.as_slice() else { panic!("{people:?}") };
    assert_eq!((seen.id, seen.name.as_str(), seen.public), (id(2), "Rosa", true));
    assert_eq!((&seen.roles, seen.notes.as_str()), (&rosa.roles, ""));
    assert_eq!(seen.contacts, [way(5, Audience::Public)]);
    assert_eq!(stranger.projection().people.len(), 1);

    // Withdrawn: nothing of the card stays in the document as it is now.
    let hidden = Person { public: false, ..rosa.clone() };
    one.must(&save(Record::Person(rosa), Record::Person(hidden)));
    assert_eq!(one.directory.to_json()["public"]["people"], serde_json::json!({}));
    let public: Vec<_> = one.chunks.iter().filter(|(part, _)| *part == Part::Public).cloned().collect();
    let (stranger, _) = Directory::open(DIRECTORY, author(7), &public).unwrap();
    assert_eq!(stranger.records(Kind::Person), []);
}

/// What is published is what the editor saw.
#[test]
fn what_was_changed_for_members_meanwhile_is_not_published() {
    let way = ContactWay {
        id: id(5),
        kind: ContactKind::Other,
        value: "seen".to_owned(),
        audience: Audience::Members,
        ..ContactWay::default()
    };
    let contacts = vec![way];
    let person = Person { id: id(2), name: "Rosa".to_owned(), public: true, contacts, ..Person::default() };
    let group = Group { contacts: person.contacts.clone(), ..group(1, "Racine") };
    for record in [Record::Person(person), Record::Group(group)] {
        let change = |edit: fn(&mut ContactWay)| {
            let mut after = record.clone();
            match &mut after {
                Record::Person(it) => it.contacts.iter_mut().for_each(edit),
                Record::Group(it) => it.contacts.iter_mut().for_each(edit),
                _ => {}
            }
            save(record.clone(), after)
        };
        let publish = change(|way| way.audience = Audience::Public);
        let update = change(|way| {
            way.value = SECRET.to_owned();
            way.label = SECRET.to_owned();
        });
        // One after the other, from a stale form.
        let mut one = replicas(1).remove(0);
        one.must(&create(record.clone()));
        one.must(&update);
        assert_eq!(one.run(&publish).map(|_| ()), Err(CommandError::Overtaken));
        look_through(&mut one, &[]);
        // At once; and then an edit of something else.
        let mut pair = replicas(2);
        let (mut two, mut one) = (pair.pop().unwrap(), pair.pop().unwrap());
        one.must(&create(record.clone()));
        meet(&mut one, &mut two);
        one.must(&publish);
        two.must(&update);
        meet(&mut one, &mut two);
        let before = two.view(record.kind(), record.id()).record;
        let mut after = before.clone();
        match &mut after {
            Record::Person(it) => it.name = "Rosa Luz".to_owned(),
            Record::Group(it) => it.name = "Racine Assembly".to_owned(),
            _ => {}
        }
        two.must(&save(before, after));
        look_through(&mut two, &[]);
    }
}

fn announcement(words: &str, public: bool) -> Announcement {
    Announcement {
        id: id(2),
        name: "Kitchen".to_owned(),
        words: words.to_owned(),
        public,
        ..Announcement::default()
    }
}

fn saved(before: &Announcement, after: &Announcement) -> Command {
    save(Record::Announcement(before.clone()), Record::Announcement(after.clone()))
}

/// As above, of all that is not a contact way.
#[test]
fn words_for_members_are_not_published_by_who_did_not_see_them() {
    let begun = announcement("Six people are needed.", false);
    let told = Announcement { words: format!("Six people are needed. {SECRET}"), ..begun.clone() };
    let published = Announcement { public: true, ..begun.clone() };
    // From a stale form.
    let mut one = replicas(1).remove(0);
    one.must(&create(Record::Announcement(begun.clone())));
    one.must(&saved(&begun, &told));
    assert_eq!(one.run(&saved(&begun, &published)).map(|_| ()), Err(CommandError::ChangedSince));
    look_through(&mut one, &[]);
    // Who saw them may publish them.
    let seen = Announcement { words: "Six people are needed. All in.".to_owned(), ..begun.clone() };
    one.must(&saved(&told, &seen));
    one.must(&saved(&seen, &Announcement { public: true, ..seen.clone() }));
    look_through(&mut one, &[]);
    // The other way round: whoever writes for members does not find it published.
    let stale = Announcement { words: SECRET.to_owned(), ..seen.clone() };
    assert_eq!(one.run(&saved(&seen, &stale)).map(|_| ()), Err(CommandError::ChangedSince));
    look_through(&mut one, &[]);
}

#[test]
fn undoing_publishes_nothing_that_was_written_for_members_since() {
    let public = announcement("Six people are needed.", true);
    let withdrawn = Announcement { public: false, ..public.clone() };
    let told = Announcement { words: SECRET.to_owned(), ..withdrawn.clone() };
    let mut one = replicas(1).remove(0);
    one.must(&create(Record::Announcement(public.clone())));
    let undo = one.must(&saved(&public, &withdrawn)).undo.unwrap();
    // While nobody wrote in it, it comes back.
    let redo = one.undo(&undo).unwrap().undo.unwrap();
    let undo = one.undo(&redo).unwrap().undo.unwrap();
    one.must(&saved(&withdrawn, &told));
    assert_eq!(one.undo(&undo).map(|_| ()), Err(CommandError::ChangedSince));
    look_through(&mut one, &[]);
}

#[test]
fn undoing_does_not_bring_back_what_was_for_members_into_what_is_public_by_now() {
    let told = announcement(SECRET, false);
    let clean = Announcement { words: "Six people are needed.".to_owned(), ..told.clone() };
    let mut one = replicas(1).remove(0);
    one.must(&create(Record::Announcement(told.clone())));
    let undo = one.must(&saved(&told, &clean)).undo.unwrap();
    one.must(&saved(&clean, &Announcement { public: true, ..clean.clone() }));
    assert_eq!(one.undo(&undo).map(|_| ()), Err(CommandError::ChangedSince));
    look_through(&mut one, &[]);
}

/// A value written in two places at once stands alone in the copy once somebody has chosen.
#[test]
fn a_choice_ends_the_conflict_in_the_copy_too() {
    let begun = announcement("Six people are needed.", true);
    let mut pair = replicas(2);
    let (mut two, mut one) = (pair.pop().unwrap(), pair.pop().unwrap());
    one.must(&create(Record::Announcement(begun.clone())));
    meet(&mut one, &mut two);
    for (replica, name) in [(&mut one, "Kitchen help"), (&mut two, "Help in the kitchen")] {
        replica.must(&saved(&begun, &Announcement { name: name.to_owned(), ..begun.clone() }));
    }
    meet(&mut one, &mut two);
    let conflicts = one.view(Kind::Announcement, id(2)).conflicts;
    let keep = conflicts[0].values[0].key.clone();
    let (kind, field) = (Kind::Announcement, Field::Name);
    one.must(&Command::Resolve { kind, id: id(2), field, contact: None, keep });
    let public: Vec<_> = [&one, &two]
        .into_iter()
        .flat_map(|replica| replica.chunks.iter().filter(|(part, _)| *part == Part::Public).cloned())
        .collect();
    let (stranger, _) = Directory::open(DIRECTORY, author(7), &public).unwrap();
    assert_eq!(stranger.read(kind, id(2)).unwrap().conflicts, []);
}

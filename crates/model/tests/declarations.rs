//! What must hold of every kind's declaration, and what follows from it.

use groundswell_model::{
    Field, Id, Kind, Label, Record, RecordCard, Ref,
    record::{Access, FormSection, Options},
};
use std::collections::BTreeSet;

/// Every kind, with a name for messages.
fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter()
}

#[test]
fn every_word_is_there_in_both_languages() {
    let check = |what: &str, Label(english, spanish): Label| {
        for word in [english, spanish] {
            assert!(!word.trim().is_empty() && word.trim() == word, "{what}: {word:?}");
        }
    };
    for kind in kinds() {
        let declaration = kind.declaration();
        check(kind.key(), declaration.called);
        if let Some(words) = declaration.list {
            let all = [
                words.title,
                words.one,
                words.many,
                words.add,
                words.new,
                words.search,
                words.none,
                words.why,
                words.choose,
            ];
            all.into_iter().for_each(|word| check(kind.key(), word));
        }
        for spec in declaration.fields() {
            check(&format!("{kind:?}.{}", spec.key), spec.label);
            spec.options.hint.into_iter().for_each(|hint| check(spec.key, hint));
            if let Access::Choice { keys, label, .. } = spec.value {
                for key in keys() {
                    let label =
                        label(key).unwrap_or_else(|| panic!("{kind:?}.{}: {key:?} has no label", spec.key));
                    check(spec.key, label);
                }
            }
        }
    }
}

#[test]
fn keys_maps_and_names_are_each_of_one_only() {
    let (mut maps, mut names) = (BTreeSet::new(), BTreeSet::new());
    for kind in kinds() {
        assert!(maps.insert(kind.map()), "two kinds in {}", kind.map());
        assert!(names.insert(kind.key()), "two kinds called {}", kind.key());
        assert_eq!(Kind::of_map(kind.map()), Some(kind));
        assert_eq!(kind.declaration().address, format!("/{}", kind.map()));
        let (mut keys, mut fields) = (BTreeSet::new(), BTreeSet::new());
        for spec in kind.declaration().fields() {
            assert!(keys.insert(spec.key), "{kind:?} has two fields at {}", spec.key);
            assert!(fields.insert(spec.field), "{kind:?} has {:?} twice", spec.field);
            assert!(!spec.key.contains('/'), "{kind:?}.{}: a stroke parts a set from its member", spec.key);
        }
        assert!(fields.contains(&Field::Name), "{kind:?} has no name");
    }
}

/// Everything else is in the part where the record is at home, and in its public copy.
#[test]
fn only_texts_are_for_members_in_what_is_for_everybody() {
    for kind in kinds() {
        for spec in kind.declaration().fields().filter(|spec| spec.options.members) {
            assert!(matches!(spec.value, Access::Long(..)), "{kind:?}.{} is no text", spec.key);
        }
    }
}

#[test]
fn what_ends_before_it_begins_does_not_hold() {
    let record = |since: &str, until: &str| {
        Record::from(groundswell_model::Announcement {
            id: Id::from_bytes([1; 12]),
            name: "The hall has moved".to_owned(),
            since: since.to_owned(),
            until: until.to_owned(),
            ..groundswell_model::Announcement::default()
        })
    };
    for (since, until, holds) in [
        ("", "", true),
        ("2013-12-01", "", true),
        ("", "2013-12-03", true),
        ("2013-12-01", "2013-12-01", true),
        ("2013-12-02", "2013-12-01", false),
        ("2013-12", "", false),
        ("soon", "", false),
    ] {
        assert_eq!(record(since, until).problems().is_empty(), holds, "{since} to {until}");
    }
}

#[test]
fn every_form_can_be_drawn() {
    for kind in kinds() {
        let name = kind.declaration().field(Field::Name);
        assert!(name.is_some_and(|spec| spec.options.required), "{kind:?} needs no name");
        for spec in kind.declaration().fields() {
            let (what, section) = (format!("{kind:?}.{}", spec.key), spec.section());
            let Options { when_and_where, folded, narrow, required, .. } = spec.options;
            let is_there = section == FormSection::WhenAndWhere;
            assert_eq!(when_and_where, is_there, "{what}: its type has a section of its own");
            assert!(!folded || (is_there && !required), "{what}: only the exact place is folded away");
            assert!(!narrow || is_there || section == FormSection::Main, "{what}: its input is wide");
            assert!(FormSection::ALL.contains(&section), "{what}: forms leave its section out");
        }
    }
}

#[test]
fn pages_that_are_drawn_from_a_declaration_can_be_drawn() {
    for kind in kinds().filter(|kind| RecordCard::is_for(*kind)) {
        let fields = || kind.declaration().fields();
        assert!(
            fields().any(|spec| spec.field == Field::Name && spec.options.required && spec.options.search)
        );
        assert!(fields().filter(|spec| spec.options.sort).count() <= 1, "{kind:?} has two orders");
        assert!(fields().filter(|spec| spec.options.until).count() <= 1, "{kind:?} has two ends");
        for spec in fields() {
            let what = format!("{kind:?}.{}", spec.key);
            let is_limit = spec.options.from || spec.options.until;
            assert!(!is_limit || matches!(spec.value, Access::Day(_)), "{what}: lists go by days");
            assert!(
                !spec.options.filter || matches!(spec.value, Access::Choice { .. } | Access::Set(_)),
                "{what}: lists are narrowed down by choices and sets",
            );
            assert!(
                !spec.options.members || matches!(spec.value, Access::Long(..)),
                "{what}: texts are for members"
            );
        }
    }
}

#[test]
fn a_card_says_what_the_declaration_says_it_shows() {
    let id = |last| Id::from_bytes([last; 12]);
    let group = Ref::new(Kind::Group, id(2));
    let mut record = Record::from(groundswell_model::Announcement {
        id: id(1),
        name: "The hall has moved".to_owned(),
        from: [group].into(),
        words: "Straße ".repeat(100),
        since: "2013-12-01".to_owned(),
        until: "2013-12-03".to_owned(),
        public: true,
        ..groundswell_model::Announcement::default()
    });
    let card = RecordCard::of(&record, true);
    assert_eq!(card.of, Ref::new(Kind::Announcement, id(1)));
    assert_eq!((card.name.as_str(), card.disputed), ("The hall has moved", true));
    assert_eq!((card.from.as_str(), card.until.as_str()), ("2013-12-01", "2013-12-03"));
    assert!(card.is_to_come("2013-11-30") && !card.is_to_come("2013-12-01"));
    assert_eq!(card.refs, [group]);
    assert_eq!(card.value(Field::Public), "true");
    assert!(card.value(Field::Words).chars().count() <= 281 && card.value(Field::Words).ends_with('…'));
    assert!(card.search.contains("the hall has moved"));
    assert!(!card.is_over("2013-12-03") && card.is_over("2013-12-04"));
    if let Record::Announcement(it) = &mut record {
        it.until.clear();
        it.public = false;
    }
    let card = RecordCard::of(&record, false);
    assert!(!card.is_over("9999-12-31"), "without an end it stays");
    assert_eq!(card.value(Field::Public), "");
}

//! Whatever happened, a history says how it came to be, and leads back.

use crate::{
    convergence::{arb_history, happen},
    history::{entries, put_back},
    replica::{create, everything, meet_at_one_time, opened, replicas, save},
    undo::contents,
};
use groundswell_model::{
    Audience, ContactWay, Field, Id, Kind, Part, Record,
    history::{ChangesWanted, FieldChange, HistoryEntry, Wanted},
    record::{Access, FieldValue, Slot},
};
use groundswell_testkit::{arb_edit, arb_ids, arb_record};
use proptest::prelude::*;
use std::collections::BTreeMap;

const ALL: usize = usize::MAX;

/// Puts the entries' values into an empty record, oldest first.
fn replay(kind: Kind, id: Id, entries: &[HistoryEntry]) -> Record {
    let mut record = (kind.declaration().empty)(id);
    // A contact way that was moved is in both parts' entries.
    let mut ways: BTreeMap<(Id, Part), ContactWay> = BTreeMap::new();
    for entry in entries.iter().rev() {
        for FieldChange { field, contact, from, to, left_out } in &entry.fields {
            assert_eq!(*left_out, 0);
            let Some(spec) = kind.declaration().field(*field) else { continue };
            match (contact, spec.value) {
                (Some(contact), _) => {
                    ways.remove(&(*contact, entry.entry.part));
                    if let Some(FieldValue::Contact(way)) = to {
                        ways.insert((*contact, entry.entry.part), way.clone());
                    }
                }
                (None, Access::Set(_) | Access::Refs(..) | Access::Roles(_)) => {
                    for (members, is_there) in [(from, false), (to, true)] {
                        let Some(FieldValue::Members(members)) = members else { continue };
                        for member in members {
                            let value = is_there.then(|| FieldValue::Members(vec![member.clone()]));
                            spec.put(&mut record, [(Slot::Member(member.clone()), value)]);
                        }
                    }
                }
                (None, _) => spec.put(&mut record, [(Slot::Whole, to.clone())]),
            }
        }
    }
    if let Some(spec) = kind.declaration().field(Field::Contacts) {
        for ((contact, _), way) in ways {
            spec.put(&mut record, [(Slot::Contact(contact), Some(FieldValue::Contact(way)))]);
        }
    }
    record
}

/// A record's fields, without dates and origins.
fn fields(record: &Record) -> BTreeMap<(Field, Slot), FieldValue> {
    let fields = record.kind().declaration().fields();
    fields
        .flat_map(|spec| spec.slots(record).into_iter().map(|(slot, it)| ((spec.field, slot), it)))
        .collect()
}

/// What restoring a record gives: what is private now stays so.
fn kept_private(now: &Record, then: &Record) -> Record {
    let mut then = then.clone();
    for spec in now.kind().declaration().fields() {
        if let Access::Flag { get, set } = spec.value {
            let both = get(&then) && get(now);
            set(&mut then, both);
        }
    }
    let ways = |record: &Record| -> Vec<ContactWay> {
        match record.kind().declaration().field(Field::Contacts).map(|spec| spec.value) {
            Some(Access::Contacts { get, .. }) => get(record).to_vec(),
            _ => Vec::new(),
        }
    };
    let public: Vec<Id> =
        ways(now).into_iter().filter(|way| way.audience == Audience::Public).map(|way| way.id).collect();
    let mut kept = ways(&then);
    kept.iter_mut().filter(|way| !public.contains(&way.id)).for_each(|way| way.audience = Audience::Members);
    if let Some(Access::Contacts { set, .. }) =
        then.kind().declaration().field(Field::Contacts).map(|it| it.value)
    {
        set(&mut then, kept);
    }
    then
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn replayed_forward_it_gives_the_present_and_any_entry_gives_the_record_as_it_was(
        (first, edits) in (arb_ids(), 0..Kind::ALL.len()).prop_flat_map(|(ids, kind)| {
            let (kind, id) = ids.all().into_iter().find(|(it, _)| *it == Kind::ALL[kind]).unwrap();
            let record = move || arb_record(kind, id, vec![], vec![]);
            (record(), prop::collection::vec((0..2_usize, record(), any::<u32>()), 1..6))
        }),
        chosen: prop::sample::Index,
    ) {
        let mut all = replicas(2);
        let (kind, id) = (first.kind(), first.id());
        if kind == Kind::Network {
            let before = all[0].view(kind, id).record;
            all[0].must(&save(before, first));
        } else {
            all[0].must(&create(first));
        }
        let mut was: Vec<(Record, usize)> = Vec::new();
        for (device, wish, bits) in edits {
            let (one, two) = all.split_at_mut(1);
            meet_at_one_time(&mut one[0], &mut two[0]);
            let before = all[device].view(kind, id).record;
            let count = entries(&mut all[device].directory, kind, id).len();
            was.push((before.clone(), count));
            all[device].must(&save(before.clone(), arb_edit(&before, &wish, bits)));
        }
        let (one, two) = all.split_at_mut(1);
        meet_at_one_time(&mut one[0], &mut two[0]);
        let present = all[0].view(kind, id).record;
        let history = entries(&mut all[0].directory, kind, id);
        prop_assert_eq!(fields(&replay(kind, id, &history)), fields(&present));
        prop_assert_eq!(&history, &entries(&mut all[1].directory, kind, id));

        let (then, count) = chosen.get(&was);
        let entry = history[history.len() - count].entry;
        let before = contents(&all[0]);
        let shown = all[0].directory.record_then(kind, id, entry).unwrap();
        prop_assert_eq!(fields(&shown.record), fields(&kept_private(&present, then)));
        prop_assert_eq!(shown.was_deleted, false);
        put_back(&mut all[0], kind, id, entry, Wanted::Record);
        let restored = all[0].view(kind, id).record;
        prop_assert_eq!(fields(&restored), fields(&kept_private(&present, then)));
        if fields(&restored) != fields(&present) {
            let undo = all[0].undos.last().unwrap().clone();
            all[0].undo(&undo).unwrap();
        }
        prop_assert_eq!(contents(&all[0]), before);
    }

    #[test]
    fn an_index_that_followed_every_change_says_what_one_made_anew_says(
        (_, events) in arb_history()
    ) {
        let mut all = replicas(3);
        for (at, event) in &events {
            happen(&mut all, *at, event);
            let directory = &mut all[*at].directory;
            let _ = directory.recent_changes(&ChangesWanted::default(), 3);
        }
        for (number, replica) in all.iter_mut().enumerate() {
            let mut fresh = opened(50 + number as u8, &replica.chunks);
            let wanted = ChangesWanted::default();
            prop_assert_eq!(
                replica.directory.recent_changes(&wanted, ALL),
                fresh.directory.recent_changes(&wanted, ALL)
            );
            for view in everything(&replica.directory) {
                let (kind, id) = (view.record.kind(), view.record.id());
                let told = replica.directory.history(kind, id, None, ALL);
                prop_assert_eq!(&told, &fresh.directory.history(kind, id, None, ALL));
                let entries = told.unwrap().entries;
                // Of what is at home with members a copy may be all that is here.
                if !kind.declaration().has_public_copy() {
                    prop_assert!(entries.iter().any(|it| it.created), "{:?} was made by somebody", view.record);
                }
            }
        }
    }
}

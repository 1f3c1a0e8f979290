use super::{Edit, Place, Result, create::part_of};
use crate::record::{self, KIND, contact_key};
use automerge::{ScalarValue, ValueRef};
use groundswell_model::{Audience, ContactWay, Id, Kind, Part, Record};
use std::collections::{BTreeMap, BTreeSet};

impl Edit<'_> {
    pub(super) fn save_contacts(
        &mut self,
        before: &Record,
        after: &Record,
        changed: &mut BTreeSet<Part>,
    ) -> Result {
        let (kind, id) = (after.kind(), after.id());
        let by_id = |record| -> BTreeMap<Id, ContactWay> {
            record::contacts(record).iter().map(|way| (way.id, way.clone())).collect()
        };
        let (mut before, after) = (by_id(before), by_id(after));
        for way in after.values() {
            let before = before.remove(&way.id);
            if before.as_ref() != Some(way) {
                self.save_contact(kind, id, before.as_ref(), way, changed)?;
            }
        }
        for contact in before.into_keys() {
            for part in record::parts(kind) {
                self.remove_contact(kind, id, contact, *part, changed)?;
            }
        }
        Ok(())
    }

    fn save_contact(
        &mut self,
        kind: Kind,
        id: Id,
        before: Option<&ContactWay>,
        after: &ContactWay,
        changed: &mut BTreeSet<Part>,
    ) -> Result {
        let here = self.part_with(kind, id, after.id);
        let moved = before.is_some_and(|before| part_of(kind, before) != part_of(kind, after));
        // Where somebody made it members-only since, it is edited there. The other way round it goes back: what
        // an editor wrote for members is never published by somebody else's choice.
        let members = after.audience == Audience::Members;
        let to = if moved || members {
            part_of(kind, after)
        } else {
            here.unwrap_or_else(|| part_of(kind, after))
        };
        let now = here.map(|part| self.contact_values(kind, id, after.id, part)).transpose()?;
        let wanted = record::subfields(kind, after);
        let base = before.map(|before| record::subfields(kind, before)).unwrap_or_default();
        let publishes = after.audience == Audience::Public
            && before.is_some_and(|before| before.audience != Audience::Public);
        // Someone's removal since is undone by an edit: then, and after a move, all of it is written.
        let whole = here != Some(to) || publishes;
        let mut fields: BTreeMap<String, Option<ScalarValue>> = BTreeMap::new();
        // What is published is what the editor saw, and not what others, who knew it to be for members, made of
        // it since.
        if whole && !publishes {
            for (field, value) in now.iter().flatten() {
                fields.insert(field.clone(), Some(value.clone()));
            }
        }
        let keys: BTreeSet<&str> = wanted.keys().chain(base.keys()).copied().collect();
        for key in keys {
            let edited = wanted.get(key) != base.get(key);
            if edited || (whole && !fields.contains_key(key)) {
                fields.insert(key.to_owned(), wanted.get(key).cloned());
            }
        }
        if publishes && record::home(kind) == Part::Members {
            // Stays in its part: what others write there at the same time must meet a value, to be in dispute.
            for key in record::CONTACT_TEXTS {
                fields.entry(key.to_owned()).or_default().get_or_insert_with(|| "".into());
            }
        }
        let place = self.place(kind, id, to)?;
        let mut wrote = false;
        for (field, value) in fields {
            let key = contact_key(after.id, &field);
            wrote |= self.put(&place, &key, value.clone())?;
            if let (Some(value), true) = (value, publishes) {
                self.docs.part_mut(to).put_again(&place.entry, &key, value)?;
            }
        }
        if wrote {
            if !whole {
                self.assert_contact(&place, after.id)?;
            }
            changed.insert(to);
        }
        for part in record::parts(kind).iter().filter(|part| **part != to) {
            self.remove_contact(kind, id, after.id, *part, changed)?;
        }
        Ok(())
    }

    /// Says anew that a contact way is there, so that an edit stands against a removal elsewhere.
    fn assert_contact(&mut self, at: &Place, contact: Id) -> Result {
        let key = contact_key(contact, KIND);
        let doc = self.docs.part_mut(at.part);
        match doc.values(&at.entry, &key).into_iter().next() {
            Some((kind, _)) => doc.put_again(&at.entry, &key, kind),
            None => Ok(()),
        }
    }

    /// The part that has a contact way; the members part if both do.
    fn part_with(&self, kind: Kind, id: Id, contact: Id) -> Option<Part> {
        let has = |part: &&Part| {
            let doc = self.docs.part(**part);
            doc.entry(kind, id)
                .is_some_and(|entry| doc.range_of(&entry, &record::contact_prefix(contact)).next().is_some())
        };
        record::parts(kind).iter().rev().find(has).copied()
    }

    fn contact_values(
        &self,
        kind: Kind,
        id: Id,
        contact: Id,
        part: Part,
    ) -> Result<BTreeMap<String, ScalarValue>> {
        let entry = self.entry(kind, id, part)?;
        let prefix = record::contact_prefix(contact);
        let value = |item: automerge::iter::MapRangeItem<'_>| match item.value {
            ValueRef::Scalar(value) => Some((item.key.strip_prefix(&prefix)?.to_owned(), value.into())),
            ValueRef::Object(_) => None,
        };
        Ok(self.docs.part(part).range_of(&entry, &prefix).filter_map(value).collect())
    }

    /// Takes a contact way out of a part, with all that any version of the app keeps of it.
    fn remove_contact(
        &mut self,
        kind: Kind,
        id: Id,
        contact: Id,
        part: Part,
        changed: &mut BTreeSet<Part>,
    ) -> Result {
        let Some(entry) = self.docs.part(part).entry(kind, id) else { return Ok(()) };
        let place = Place { part, kind, id, entry };
        for field in self.contact_values(kind, id, contact, part)?.into_keys() {
            if self.put(&place, &contact_key(contact, &field), None)? {
                changed.insert(part);
            }
        }
        Ok(())
    }
}

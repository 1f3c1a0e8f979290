use super::{Edit, Result};
use crate::{
    CommandError,
    conflict::is_deletion,
    read::{self, Texts},
    record,
};
use automerge::ValueRef;
use groundswell_model::{Field, Id, Kind};
use std::collections::BTreeSet;

impl Edit<'_> {
    /// Ends a conflict: writes the value to keep once more, after all of them.
    pub(super) fn resolve(
        &mut self,
        kind: Kind,
        id: Id,
        field: Field,
        contact: Option<Id>,
        keep: &str,
    ) -> Result {
        let found = read::find(self.docs, kind, id, Texts::Leave).ok_or(CommandError::NotFound)?;
        let mut disputes = found.disputes.iter();
        let chosen = disputes.find_map(|dispute| {
            let here = dispute.field == field && dispute.contact == contact;
            here.then(|| Some((dispute.part, dispute.value_of(keep)?.clone()))).flatten()
        });
        let Some((part, value)) = chosen else { return Err(CommandError::Settled) };
        if field == Field::Deleted {
            return if is_deletion(&value) { self.delete(kind, id) } else { self.restore(kind, id) };
        }
        let place = self.place(kind, id, part)?;
        for key in self.disputed_keys(kind, id, field, contact, keep)? {
            self.put(&place, &key, Some(value.clone()))?;
        }
        self.touch(kind, id, &BTreeSet::from([part]))
    }

    /// The key that has the value of this name among several.
    fn disputed_keys(
        &self,
        kind: Kind,
        id: Id,
        field: Field,
        contact: Option<Id>,
        keep: &str,
    ) -> Result<Vec<String>> {
        let mut keys = Vec::new();
        for (part, entry) in self.entries(kind, id)? {
            let doc = self.docs.part(part);
            for item in doc.range(&entry).filter(|item| item.conflict) {
                let here = record::field_of(kind, &item.key) == Some((field, contact))
                    && matches!(item.value, ValueRef::Scalar(_));
                if here
                    && crate::conflict::Dispute::at(doc, &entry, &item.key, field, contact)
                        .is_some_and(|dispute| dispute.value_of(keep).is_some())
                {
                    keys.push(item.key.into_owned());
                }
            }
        }
        Ok(keys)
    }
}

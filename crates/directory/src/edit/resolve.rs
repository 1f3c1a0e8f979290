use super::{Edit, Result};
use crate::{CommandError, conflict::is_deletion, read, reading::Texts};
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
            here.then(|| Some((dispute.part, dispute.key.clone(), dispute.value_of(keep)?.clone()))).flatten()
        });
        let Some((part, key, value)) = chosen else { return Err(CommandError::Settled) };
        if field == Field::Deleted {
            return if is_deletion(&value) { self.delete(kind, id) } else { self.restore(kind, id) };
        }
        let place = self.place(kind, id, part)?;
        self.put(&place, &key, Some(value))?;
        self.touch(kind, id, &BTreeSet::from([part]))
    }
}

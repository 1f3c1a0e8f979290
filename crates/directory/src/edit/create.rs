use super::{Edit, Result};
use crate::{
    CommandError,
    record::{self, CREATED, UPDATED, at_key, by_key, contact_key},
    undo::Step,
};
use automerge::{ScalarValue, hydrate};
use groundswell_model::{Audience, ContactWay, Id, Kind, Network, Part, Record, Stamp};
use std::collections::HashMap;

type Values = HashMap<String, hydrate::Value>;

impl Edit<'_> {
    /// Makes a record, in every part of its kind at once.
    pub(super) fn create(&mut self, after: &Record) -> Result {
        let (kind, id) = (after.kind(), after.id());
        self.check(after)?;
        if Part::ALL.into_iter().any(|part| self.docs.part(part).entry(kind, id).is_some()) {
            return Err(CommandError::AlreadyThere);
        }
        for part in record::parts(kind) {
            let mut values = self.values(after, *part);
            if *part == record::home(kind) {
                self.stamp_values(&mut values);
            }
            let doc = self.docs.part_mut(*part);
            let map = doc.map(kind).clone();
            doc.put_map(&map, &id.to_string(), values)?;
        }
        self.log.steps.push(Step::Created { kind, id });
        self.finish(kind, id)
    }

    /// Fills in the network of a new directory: the map of its fields is there from the beginning.
    pub(super) fn begin_network(&mut self, after: &Record) -> Result {
        let home = self.place(Kind::Network, Id::NETWORK, record::home(Kind::Network))?;
        if !self.docs.part(home.part).values(&home.entry, &at_key(UPDATED)).is_empty() {
            return Err(CommandError::AlreadyThere);
        }
        self.save(&Record::Network(Network::default()), after)?;
        let Stamp { at, by } = self.stamp;
        let doc = self.docs.part_mut(home.part);
        doc.put(&home.entry, &at_key(CREATED), ScalarValue::Timestamp(at.0))?;
        doc.put(&home.entry, &by_key(CREATED), by.to_string().into())
    }

    fn values(&self, after: &Record, part: Part) -> Values {
        let kind = after.kind();
        let mut values = Values::new();
        for ((of, key), value) in record::flat(after) {
            if of == part {
                values.insert(key.into_owned(), hydrate::Value::Scalar(value));
            }
        }
        for way in record::contacts(after) {
            if part_of(kind, way) == part {
                let fields = record::subfields(kind, way).into_iter();
                values.extend(
                    fields.map(|(field, value)| (contact_key(way.id, field), hydrate::Value::Scalar(value))),
                );
            }
        }
        for (of, key, text) in record::texts(kind) {
            if of == part {
                values.insert(key.to_owned(), self.docs.part(part).new_text((text.get)(after)));
            }
        }
        values
    }

    fn stamp_values(&self, values: &mut Values) {
        for stamp in [CREATED, UPDATED] {
            let at = ScalarValue::Timestamp(self.stamp.at.0);
            values.insert(at_key(stamp), hydrate::Value::Scalar(at));
            values.insert(by_key(stamp), hydrate::Value::Scalar(self.stamp.by.to_string().into()));
        }
    }
}

/// The part in which a contact way is kept.
pub(crate) fn part_of(kind: Kind, way: &ContactWay) -> Part {
    if record::home(kind) == Part::Public && way.audience == Audience::Public {
        Part::Public
    } else {
        Part::Members
    }
}

use crate::{Field, Id, Kind, Record, Ref, Timestamp, fold, record::Access, validate::MAX_ENTRIES};
use serde::{Deserialize, Serialize};

/// So much of a long text is on a card, in characters.
const EXCERPT: usize = 280;

/// What lists show of a record, for kinds whose list is drawn from their declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCard {
    /// Which record.
    pub of: Ref,
    /// What it is called.
    pub name: String,
    /// What is in the fields of [`crate::record::Options::card`], in the order of the declaration, as documents keep
    /// it: nothing for an empty field, of a set one entry for each member, of a long text its beginning.
    pub values: Vec<(Field, String)>,
    /// All records that it speaks of.
    pub refs: Vec<Ref>,
    /// The searched texts, folded (see [`fold::fold`]), each on a line of its own; the name is the first.
    pub search: String,
    /// What is in the field that lists are sorted by.
    pub sort: String,
    /// The day before which it is not in the lists; empty if it is there at once.
    pub from: String,
    /// The day after which it leaves the lists; empty if it stays.
    pub until: String,
    /// Last changed.
    pub updated: Timestamp,
    /// Whether any of its fields is in dispute.
    pub disputed: bool,
}

impl RecordCard {
    /// Whether records of this kind have such cards.
    #[must_use]
    pub fn is_for(kind: Kind) -> bool {
        kind.list_title().is_some()
    }

    /// The card of a record.
    #[must_use]
    pub fn of(record: &Record, disputed: bool) -> Self {
        let mut card = Self {
            of: Ref::new(record.kind(), record.id()),
            name: record.name().to_owned(),
            values: Vec::new(),
            refs: Vec::new(),
            search: String::new(),
            sort: String::new(),
            from: String::new(),
            until: String::new(),
            updated: record.meta().updated.at,
            disputed,
        };
        for spec in record.kind().declaration().fields() {
            // A forged record may have any number of members.
            let mut values = spec.values(record);
            values.truncate(MAX_ENTRIES);
            if let Access::Refs(_, members) = spec.value {
                card.refs
                    .extend((members.get)(record).iter().filter_map(|member| member.parse::<Ref>().ok()));
            } else if spec.options.search {
                for value in &values {
                    fold::fold_into(value, &mut card.search);
                    card.search.push('\n');
                }
            }
            if spec.options.sort {
                card.sort = values.first().map(|value| value.clone().into_owned()).unwrap_or_default();
            }
            if spec.options.from {
                card.from = values.first().map(|value| value.clone().into_owned()).unwrap_or_default();
            }
            if spec.options.until {
                card.until = values.first().map(|value| value.clone().into_owned()).unwrap_or_default();
            }
            if spec.options.card {
                card.values.extend(values.iter().map(|value| (spec.field, excerpt(value))));
            }
        }
        card
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.of.id
    }

    /// What is in a field that it shows: of a set the first member, nothing if that is empty.
    #[must_use]
    pub fn value(&self, field: Field) -> &str {
        self.all(field).next().unwrap_or_default()
    }

    /// The members of a set that it shows.
    pub fn all(&self, field: Field) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(of, _)| *of == field).map(|(_, value)| value.as_str())
    }

    /// Whether it has left the lists on this day, written as `2013-12-03`.
    #[must_use]
    pub fn is_over(&self, today: &str) -> bool {
        !self.until.is_empty() && self.until.as_str() < today
    }

    /// Whether it is not in the lists yet on this day.
    #[must_use]
    pub fn is_to_come(&self, today: &str) -> bool {
        self.from.as_str() > today
    }
}

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

//! How somebody is reached and what is said of them: what few pages need of many records at once.

use crate::{ContactKind, ContactWay, Field, Id, Record, fold, meets, record::Access, validate::MAX_ENTRIES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The ways to reach whom a record is about, and the words of its long texts; of all kinds but the network. It holds what this device holds: with a
/// public link nothing that is for members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The ways, in the order in which pages show them. Without ids and without what was entered.
    pub contacts: Vec<ContactWay>,
    /// Each word once that is searched for, folded (see [`fold::fold`]), with spaces between them: of long texts, of
    /// labels and addresses of its ways, and of when it meets, the days of the week in both languages.
    pub words: String,
}

impl Reach {
    /// What there is of a record; `None` where that is nothing.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        let mut contacts = Vec::new();
        let mut text = String::new();
        let add = |text: &mut String, more: &str| {
            text.push(' ');
            fold::fold_into(more, text);
        };
        for spec in record.kind().declaration().fields() {
            match spec.value {
                Access::Contacts { get, .. } => {
                    let ways = get(record).iter().take(MAX_ENTRIES);
                    contacts.extend(ways.map(|way| ContactWay {
                        id: Id::default(),
                        entered: String::new(),
                        ..way.clone()
                    }));
                }
                Access::Long(_, long) => add(&mut text, (long.get)(record)),
                Access::Line(line) if spec.field == Field::Meets => {
                    let meets = (line.get)(record);
                    add(&mut text, meets);
                    meets::days(meets)
                        .for_each(|day| day.names().into_iter().for_each(|it| add(&mut text, it)));
                }
                Access::Line(_)
                | Access::Date(_)
                | Access::Day(_)
                | Access::TimeZone(_)
                | Access::CountyCode(_)
                | Access::Degrees { .. }
                | Access::Choice { .. }
                | Access::Reference { .. }
                | Access::Flag { .. }
                | Access::Set(_)
                | Access::Refs(..)
                | Access::Roles(_) => {}
            }
        }
        for way in &contacts {
            add(&mut text, &way.label);
            // Numbers are found by their digits, however they are written.
            if way.kind != ContactKind::Phone {
                add(&mut text, &way.value);
            }
        }
        let words: BTreeSet<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let words = words.into_iter().collect::<Vec<_>>().join(" ");
        (!contacts.is_empty() || !words.is_empty()).then_some(Self { contacts, words })
    }
}

use crate::place;
use groundswell_model::{Audience, ContactKind, Field, Id, contact::uniform, import::Column};

/// What the values of a column look like.
#[derive(Default)]
pub(super) struct Evidence {
    all: usize,
    emails: usize,
    phones: usize,
    webs: usize,
    wheres: usize,
    ids: usize,
    zones: usize,
    statuses: usize,
    numbers: usize,
}

impl Evidence {
    pub(super) fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut seen = Self::default();
        for value in values {
            let is = |kind| uniform(kind, value).is_ok();
            seen.all += 1;
            seen.emails += usize::from(value.contains('@') && is(ContactKind::Email));
            seen.phones += usize::from(is(ContactKind::Phone));
            seen.webs += usize::from(is(ContactKind::Web));
            seen.wheres += usize::from(place::names_a_state(value));
            seen.ids += usize::from(value.parse::<Id>().is_ok());
            seen.zones +=
                usize::from(["America/", "Pacific/", "US/"].iter().any(|area| value.starts_with(area)));
            seen.statuses += usize::from(place::status(value).is_some());
            seen.numbers += usize::from(value.parse::<f64>().is_ok());
        }
        seen
    }

    fn most(&self, of: usize) -> bool {
        self.all > 0 && of * 10 >= self.all * 6
    }

    /// Whether a column of this meaning can have such values. Nothing is known of one without values.
    pub(super) fn allows(&self, column: Column) -> bool {
        match column {
            Column::Id => self.all == 0 || self.most(self.ids),
            // Spanish says `estado` for state and status.
            Column::Field(Field::State) => self.all == 0 || !self.most(self.statuses),
            Column::Field(Field::Status) => self.all == 0 || self.most(self.statuses),
            Column::Field(Field::Latitude | Field::Longitude) => self.all == 0 || self.most(self.numbers),
            Column::ContactPerson => !self.most(self.phones) && !self.most(self.webs),
            Column::Ignore | Column::Field(_) | Column::Where | Column::RegionName | Column::Contact(..) => {
                true
            }
        }
    }

    /// A heading's meaning, where the values tell apart what headings do not.
    pub(super) fn correct(&self, column: Column) -> Column {
        if column == Column::Field(Field::Town) && self.most(self.wheres) {
            Column::Where
        } else if column == Column::Where && self.all > 0 && self.wheres == 0 {
            Column::Field(Field::Town)
        } else {
            column
        }
    }

    /// What the values say by themselves; `named` is how sure the heading is.
    pub(super) fn options(&self, named: u32) -> Vec<(u32, Column)> {
        let contact = |kind, audience| Column::Contact(kind, audience);
        let mut options = Vec::new();
        // Nothing else looks like an e-mail address, or an id.
        if self.most(self.emails) {
            options.push((200, contact(ContactKind::Email, Audience::Members)));
        } else if self.are_ids() {
            options.push((200, Column::Id));
        } else if self.most(self.phones) {
            options
                .push((if named < 100 { 150 } else { 95 }, contact(ContactKind::Phone, Audience::Members)));
        } else if self.most(self.webs) {
            options.push((if named < 100 { 150 } else { 95 }, contact(ContactKind::Web, Audience::Public)));
        } else if self.most(self.wheres) {
            options.push((30, Column::Where));
        } else if self.all > 0 && self.zones == self.all {
            options.push((30, Column::Field(Field::TimeZone)));
        }
        options
    }

    /// Whether all values are ids of this app.
    pub(super) fn are_ids(&self) -> bool {
        self.all > 0 && self.ids == self.all
    }

    /// Whether the values are words rather than numbers, addresses and the like.
    pub(super) fn is_words(&self) -> bool {
        self.all > 0
            && !self.most(self.numbers)
            && !self.most(self.emails)
            && !self.most(self.phones)
            && !self.most(self.webs)
    }
}

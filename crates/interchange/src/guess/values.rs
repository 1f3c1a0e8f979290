use super::{phrases::SURE, words::Heading};
use crate::place;
use groundswell_model::{Audience, ContactKind, Field, Id, contact::uniform, import::Column};

/// What the values of a column look like.
#[derive(Default)]
pub(super) struct Evidence {
    all: usize,
    emails: usize,
    phones: usize,
    /// Those of them that are written as people write them, not as digits alone.
    spaced_phones: usize,
    webs: usize,
    wheres: usize,
    /// Two letters of a state.
    states: usize,
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
            let is_phone = is(ContactKind::Phone);
            seen.phones += usize::from(is_phone);
            seen.spaced_phones += usize::from(is_phone && !value.bytes().all(|byte| byte.is_ascii_digit()));
            seen.webs += usize::from(is(ContactKind::Web));
            seen.wheres += usize::from(place::names_a_state(value));
            seen.states += usize::from(value.len() == 2 && place::state(value).is_some());
            seen.ids += usize::from(value.parse::<Id>().is_ok());
            seen.zones +=
                usize::from(["America/", "Pacific/", "US/"].iter().any(|area| value.starts_with(area)));
            seen.statuses += usize::from(place::status(value).is_some());
            seen.numbers += usize::from(place::degrees(value, f64::MAX).is_some());
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
            // Whether it may be shown, or what kind it is, is no number.
            Column::Contact(ContactKind::Email | ContactKind::Phone, _) => !self.most(self.statuses),
            Column::Ignore
            | Column::Field(_)
            | Column::Where
            | Column::RegionName
            | Column::Contact(ContactKind::Web | ContactKind::Post | ContactKind::Other, _)
            | Column::GivenName
            | Column::FamilyName => true,
        }
    }

    /// A heading's meaning, where the values tell apart what headings do not.
    pub(super) fn correct(&self, column: Column) -> Column {
        if column == Column::Field(Field::Town) && self.most(self.wheres) {
            Column::Where
        } else if column == Column::Where && self.all > 0 && self.wheres == 0 {
            Column::Field(Field::Town)
        } else if column == Column::RegionName && self.most(self.states) {
            // So address books call it.
            Column::Field(Field::State)
        } else {
            column
        }
    }

    /// What the values say by themselves, below a heading that is so sure.
    pub(super) fn options(&self, named: u32, heading: &Heading) -> Vec<(u32, Column)> {
        let contact = |kind, audience| Column::Contact(kind, audience);
        let mut options = Vec::new();
        // Ten digits may be anything.
        let phones = if named == 0 && !heading.is_empty() || heading.is_of_numbers() {
            self.spaced_phones
        } else {
            self.phones
        };
        // A heading that says something else wins, but where nothing else looks like the values.
        let score = if named < SURE { 95 } else { 85 };
        // Nothing else looks like an e-mail address, or an id.
        if self.most(self.emails) {
            options.push((200, contact(ContactKind::Email, Audience::Members)));
        } else if self.are_ids() {
            options.push((200, Column::Id));
        } else if self.most(phones) {
            options.push((score, contact(ContactKind::Phone, Audience::Members)));
        } else if self.most(self.webs) {
            options.push((score, contact(ContactKind::Web, Audience::Public)));
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

//! What is said of a field beside its type, and where it stands.

use super::Part;
use crate::Label;

/// What is said of a field beside its type: after its label, in any order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// It has to be given.
    pub required: bool,
    /// It is for members, wherever the record is at home.
    pub members: bool,
    /// Lists show it.
    pub card: bool,
    /// Searches go through it.
    pub search: bool,
    /// Lists can be narrowed down by it.
    pub filter: bool,
    /// Lists are in its order, the latest or greatest first; without one they are in the order of names.
    pub sort: bool,
    /// A day before which the record is not in the lists.
    pub from: bool,
    /// A day after which the record leaves the lists.
    pub until: bool,
    /// It is about when something meets or where it is.
    pub when_and_where: bool,
    /// Few need it: forms keep it folded away.
    pub folded: bool,
    /// Its input is short, and stands beside others that are.
    pub narrow: bool,
    /// What to know before it is filled in.
    pub hint: Option<Label>,
}

impl Options {
    /// Nothing else.
    pub const NONE: Self = Self {
        required: false,
        members: false,
        card: false,
        search: false,
        filter: false,
        sort: false,
        from: false,
        until: false,
        when_and_where: false,
        folded: false,
        narrow: false,
        hint: None,
    };

    /// It has to be given.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// It is for members.
    #[must_use]
    pub const fn members(self) -> Self {
        Self { members: true, ..self }
    }

    /// Lists show it.
    #[must_use]
    pub const fn card(self) -> Self {
        Self { card: true, ..self }
    }

    /// Searches go through it.
    #[must_use]
    pub const fn search(self) -> Self {
        Self { search: true, ..self }
    }

    /// Lists can be narrowed down by it.
    #[must_use]
    pub const fn filter(self) -> Self {
        Self { filter: true, ..self }
    }

    /// Lists are in its order.
    #[must_use]
    pub const fn sort(self) -> Self {
        Self { sort: true, ..self }
    }

    /// Before this day the record is not in the lists.
    #[must_use]
    pub const fn from(self) -> Self {
        Self { from: true, ..self }
    }

    /// After this day the record leaves the lists.
    #[must_use]
    pub const fn until(self) -> Self {
        Self { until: true, ..self }
    }

    /// It is about when something meets or where it is.
    #[must_use]
    pub const fn when_and_where(self) -> Self {
        Self { when_and_where: true, ..self }
    }

    /// Forms keep it folded away.
    #[must_use]
    pub const fn folded(self) -> Self {
        Self { folded: true, ..self }
    }

    /// Its input stands beside others that are short.
    #[must_use]
    pub const fn narrow(self) -> Self {
        Self { narrow: true, ..self }
    }

    /// What to know before it is filled in.
    #[must_use]
    pub const fn hint(self, english: &'static str, spanish: &'static str) -> Self {
        Self { hint: Some(Label(english, spanish)), ..self }
    }

    /// The part of such a field, in a record that is at home there.
    pub(super) const fn part(self, home: Part) -> Part {
        if self.members { Part::Members } else { home }
    }
}

/// A part of a record's form and page, in the order in which forms have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormSection {
    /// What it is.
    Main,
    /// When it meets and where it is.
    WhenAndWhere,
    /// What somebody does, and in what.
    Roles,
    /// Ways to reach it.
    Contacts,
    /// Words of any length.
    Words,
}

impl FormSection {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Main, Self::WhenAndWhere, Self::Roles, Self::Contacts, Self::Words];
}

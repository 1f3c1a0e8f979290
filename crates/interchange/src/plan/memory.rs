//! What a spreadsheet said when it last came in: the meaning that people gave its columns, and for each row which group
//! it became. What a file repeats is then no news, whatever happened here since.

use super::{
    draft::{Corrected, Draft},
    merge::{TEXTS, is_same_text, position, same_topics, text_of, text_of_mut, topics},
    slot, ways,
};
use crate::text;
use groundswell_model::{
    ContactKind, ContactWay, Field, Id, Status, fold,
    import::{Change, Column, MAX_ROWS, OpenedTable},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// So many kinds of spreadsheet are remembered.
const MAX_SHEETS: usize = 8;

/// What the spreadsheets that came into a directory said, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMemory {
    sheets: Vec<Sheet>,
}

/// A spreadsheet, recognised by its headings whatever its file is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its headings, folded.
    headings: Vec<String>,
    columns: Vec<Column>,
    pub(super) rows: Vec<Remembered>,
}

/// What came of one or more rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remembered {
    /// The group that they are; nothing if they were left out.
    pub(super) group: Option<Id>,
    /// [`Keys::identity`](super::matching::Keys::identity) of each.
    pub(super) rows: Vec<String>,
    /// What they said together.
    pub(super) said: Said,
}

/// What a row said of its group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    /// Fields that are one text, by their keys; a position as both its degrees.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    texts: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    topics: BTreeSet<String>,
    /// Kind and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ways: Vec<(ContactKind, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<String>,
}

/// What rows became, by what they are recognised by.
#[derive(Debug, Default)]
pub(super) struct Last {
    by_row: HashMap<String, VecDeque<Option<Id>>>,
    by_group: HashMap<Id, Said>,
}

impl ImportMemory {
    /// Reads what [`Self::to_bytes`] wrote; nothing where that can not be read.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The memory as bytes.
    ///
    /// # Errors
    /// None that can happen: all of it has a form in JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Takes in what a spreadsheet said, in place of what one with its headings said before. What is oldest is
    /// forgotten.
    pub fn put(&mut self, sheet: Sheet) {
        if let Some(at) = self.recognised(&sheet.headings) {
            self.sheets.remove(at);
        }
        self.sheets.insert(0, sheet);
        self.sheets.truncate(MAX_SHEETS);
        let mut rows = 0;
        self.sheets.retain(|sheet| {
            rows += sheet.rows.len();
            rows <= 2 * MAX_ROWS
        });
    }

    /// Corrects the guess by what people said of such columns before. What then would be twice is left open.
    pub fn correct(&self, opened: &mut OpenedTable) {
        let before = self.columns(&opened.headings);
        let before = |at: usize| before.get(at).copied().flatten();
        let mut taken: BTreeSet<Column> =
            (0..opened.guess.len()).filter_map(before).filter_map(slot).collect();
        for (at, guess) in opened.guess.iter_mut().enumerate() {
            match (before(at), slot(*guess)) {
                (Some(said), _) => {
                    *guess = said;
                    opened.remembered += 1;
                }
                (None, Some(slot)) if !taken.insert(slot) => *guess = Column::Ignore,
                (None, _) => {}
            }
        }
    }

    /// What people said each column of a table with these headings means; nothing where the table is not known.
    fn columns(&self, headings: &[String]) -> Vec<Option<Column>> {
        let folded = folded(headings);
        let Some(sheet) = self.recognised(&folded).and_then(|at| self.sheets.get(at)) else {
            return Vec::new();
        };
        // Of two columns with one heading each has its own meaning.
        let mut known = HashMap::<&str, VecDeque<Column>>::new();
        for (heading, column) in sheet.headings.iter().zip(&sheet.columns) {
            known.entry(heading).or_default().push_back(*column);
        }
        folded.iter().map(|heading| known.get_mut(heading.as_str())?.pop_front()).collect()
    }

    pub(super) fn last(&self, headings: &[String]) -> Last {
        let sheet = self.recognised(&folded(headings)).and_then(|at| self.sheets.get(at));
        let mut last = Last::default();
        for remembered in sheet.into_iter().flat_map(|sheet| &sheet.rows) {
            for row in &remembered.rows {
                last.by_row.entry(row.clone()).or_default().push_back(remembered.group);
            }
            if let Some(group) = remembered.group {
                last.by_group.insert(group, remembered.said.clone());
            }
        }
        last
    }

    /// The spreadsheet that has most of these headings, at least half of its own and of these.
    fn recognised(&self, folded: &[String]) -> Option<usize> {
        let own: BTreeSet<&String> = folded.iter().filter(|heading| !heading.is_empty()).collect();
        let shared = |sheet: &Sheet| {
            let its: BTreeSet<&String> =
                sheet.headings.iter().filter(|heading| !heading.is_empty()).collect();
            let both = its.intersection(&own).count();
            (both > 0 && both * 2 >= its.len() && both * 2 >= own.len()).then_some(both)
        };
        // The first of equals.
        let found = self.sheets.iter().enumerate().rev().filter_map(|(at, sheet)| Some((at, shared(sheet)?)));
        found.max_by_key(|(_, both)| *both).map(|(at, _)| at)
    }
}

impl Sheet {
    pub(super) fn new(headings: &[String], columns: &[Column]) -> Self {
        Self { headings: folded(headings), columns: columns.to_vec(), rows: Vec::new() }
    }
}

impl Last {
    /// What the next row of this identity became; nothing where none is known.
    pub(super) fn next(&mut self, identity: &str) -> Option<Option<Id>> {
        self.by_row.get_mut(identity)?.pop_front()
    }

    /// What the rows of this group said; it is asked for once.
    pub(super) fn take(&mut self, group: Id) -> Option<Said> {
        self.by_group.remove(&group)
    }
}

impl Said {
    pub(super) fn of(draft: &Draft) -> Self {
        let group = &draft.group;
        let one_text = [
            (Field::Name, group.name.as_str()),
            (Field::Status, draft.status.map_or("", Status::key)),
            (Field::Region, draft.region.as_str()),
            (Field::Latitude, &position(group)),
        ];
        let texts = TEXTS.into_iter().filter_map(|field| Some((field, text_of(group, field)?)));
        let texts = one_text.into_iter().chain(texts).filter(|(_, text)| !text.is_empty());
        Self {
            texts: texts.map(|(field, text)| (field.key().to_owned(), text.to_owned())).collect(),
            topics: group.topics.clone(),
            ways: group.contacts.iter().map(|way| (way.kind, way.value.clone())).collect(),
            notes: draft.notes.clone(),
            people: draft.people.clone(),
        }
    }

    fn text(&self, field: Field) -> &str {
        self.texts.get(field.key()).map_or("", String::as_str)
    }

    fn ways(&self) -> impl Iterator<Item = ContactWay> {
        let ways = self.ways.iter().cloned();
        ways.map(|(kind, value)| ContactWay { kind, value, ..ContactWay::default() })
    }

    /// What a draft says that was not said before; everything else is left out of it.
    pub(super) fn news(&self, draft: &Draft) -> Draft {
        let mut news = draft.clone();
        let group = &mut news.group;
        if text::name_key(&group.name) == text::name_key(self.text(Field::Name)) {
            group.name.clear();
        }
        news.status = news.status.filter(|status| status.key() != self.text(Field::Status));
        for field in TEXTS {
            if let Some(text) = text_of_mut(group, field)
                && is_same_text(field, text, self.text(field))
            {
                text.clear();
            }
        }
        if position(group) == self.text(Field::Latitude) {
            group.place.latitude = None;
            group.place.longitude = None;
        }
        if text::key(&news.region) == text::key(self.text(Field::Region)) {
            news.region.clear();
        }
        if same_topics(&group.topics, &self.topics) {
            group.topics.clear();
        }
        news.corrected = Some(Corrected {
            ways: self.corrected_ways(&group.contacts),
            notes: self.notes.iter().filter(|piece| !draft.notes.contains(piece)).cloned().collect(),
        });
        group.contacts.retain(|way| !self.ways().any(|before| ways::same(&before, way)));
        news.notes.retain(|piece| !self.notes.contains(piece));
        let known: BTreeSet<String> = self.people.iter().map(|name| text::key(name)).collect();
        news.people.retain(|name| !known.contains(&text::key(name)));
        news
    }

    /// Of each kind of which one way went and one came, the one that went.
    fn corrected_ways(&self, now: &[ContactWay]) -> BTreeMap<Id, ContactWay> {
        let mut corrected = BTreeMap::new();
        for kind in ContactKind::ALL {
            let gone: Vec<ContactWay> = self
                .ways()
                .filter(|way| way.kind == kind && !now.iter().any(|other| ways::same(way, other)))
                .collect();
            let mut came = now
                .iter()
                .filter(|way| way.kind == kind && !self.ways().any(|before| ways::same(&before, way)));
            if let ([gone], Some(came), None) = (gone.as_slice(), came.next(), came.next()) {
                corrected.insert(came.id, gone.clone());
            }
        }
        corrected
    }

    /// Whether changes would overwrite what was changed here since.
    pub(super) fn undoes_an_edit(&self, changes: &[Change]) -> bool {
        changes.iter().any(|change| !change.before.is_empty() && !self.left(change))
    }

    /// Whether what stands in the directory is what the file said before.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a group has few of all fields")]
    fn left(&self, change: &Change) -> bool {
        let before = change.before.as_str();
        match change.field {
            Field::Contacts => self.ways().any(|way| way.shown() == before),
            Field::Notes => text::paragraphs(before) == text::paragraphs(&self.notes.join("\n")),
            Field::Topics => before == topics(&self.topics),
            Field::Name => text::name_key(before) == text::name_key(self.text(Field::Name)),
            Field::Region => text::key(before) == text::key(self.text(Field::Region)),
            Field::Status => match self.text(Field::Status) {
                "" => before == Status::default().key(),
                said => before == said,
            },
            field => is_same_text(field, before, self.text(field)),
        }
    }
}

fn folded(headings: &[String]) -> Vec<String> {
    headings.iter().map(|heading| fold::fold(&text::line(heading))).collect()
}

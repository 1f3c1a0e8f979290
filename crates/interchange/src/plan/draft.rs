//! One row as a group: what each cell says, and what is to be said of it.

use super::{regions::Regions, ways};
use crate::{Table, guess, place, table::row::Row, text};
use groundswell_model::{
    Audience, ContactKind, ContactWay, Field, Group, Id, Problem, Record, Status,
    import::{Column, Remark, RemarkKind},
    validate::{MAX_ENTRIES, MAX_LONG, MAX_SHORT},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a row says.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The id that a file of this app gives it.
    pub(super) id: Option<Id>,
    /// The fields that the row fills. Notes, region and status stand beside.
    pub(super) group: Group,
    /// The status, if the row has one.
    pub(super) status: Option<Status>,
    /// The region's name; empty if it has none.
    pub(super) region: String,
    /// The notes, and what found no other place, piece by piece.
    pub(super) notes: Vec<String>,
    /// Those who answer for the group.
    pub(super) people: Vec<String>,
    /// The contact ways of which the file says who may see them.
    pub(super) named: BTreeSet<Id>,
    /// In whose place it comes, where it is what a file says since it said something else.
    pub(super) corrected: Option<Corrected>,
}

/// What a file says in place of what it said before.
#[derive(Clone, Debug, Default)]
pub(super) struct Corrected {
    /// For contact ways, the one in whose place each comes.
    pub(super) ways: BTreeMap<Id, ContactWay>,
    /// Pieces of notes that it no longer has.
    pub(super) notes: Vec<String>,
}

impl Draft {
    /// What of its group does not hold.
    fn problem(&mut self) -> Option<Problem> {
        let record = Record::Group(std::mem::take(&mut self.group));
        let problem = record.problems().first().map(|error| error.problem);
        if let Record::Group(group) = record {
            self.group = group;
        }
        problem
    }
}

/// A row read.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) draft: Draft,
    pub(super) remarks: Vec<Remark>,
    /// Whether it can not be taken.
    pub(super) refused: bool,
}

/// Reads rows of one table with one mapping.
#[derive(Debug)]
pub(super) struct Mapping {
    /// Place, meaning and heading of each column that is taken.
    columns: Vec<(usize, Column, String)>,
    /// How many columns have a heading.
    width: usize,
    /// The column of the name.
    pub(super) name: usize,
    /// Whether this app wrote the file.
    is_ours: bool,
}

impl Mapping {
    pub(super) fn new(columns: &[Column], table: &Table, name: usize) -> Self {
        let headings = table.headings();
        let columns = columns
            .iter()
            .zip(headings)
            .enumerate()
            .filter(|(_, (column, _))| **column != Column::Ignore)
            .map(|(at, (column, heading))| (at, *column, heading.clone()))
            .collect();
        Self { columns, width: headings.len(), name, is_ours: table.is_ours() }
    }

    /// Reads a row.
    pub(super) fn read(&self, row: &Row, regions: &mut Regions, new_id: &mut dyn FnMut() -> Id) -> Reading {
        let mut reading = Reading { draft: Draft::default(), remarks: Vec::new(), refused: false };
        let mut whereabouts = None;
        let mut degrees = [None, None];
        let mut person = [const { Vec::new() }; 2];
        for (at, column, heading) in &self.columns {
            let raw = text::unguard(row.cell(*at).trim());
            let says_nothing = match column {
                // Na, Null and Nil are called so.
                Column::GivenName | Column::FamilyName => text::is_punctuation(raw),
                Column::Ignore
                | Column::Field(_)
                | Column::Where
                | Column::RegionName
                | Column::Contact(..)
                | Column::ContactPerson
                | Column::Id => text::is_placeholder(raw),
            };
            if raw.is_empty() || !self.is_ours && says_nothing {
                continue;
            }
            let mut cell = Cell { at: *at, heading, raw, reading: &mut reading };
            match column {
                Column::Where => whereabouts = Some((*at, heading, raw)),
                Column::Field(Field::Latitude) => degrees[0] = Some((*at, heading, raw)),
                Column::Field(Field::Longitude) => degrees[1] = Some((*at, heading, raw)),
                Column::RegionName | Column::Field(Field::Region) => {
                    if let Some(name) = cell.short() {
                        regions.resolve(&name, new_id);
                        cell.reading.draft.region = name;
                    }
                }
                Column::Contact(kind, audience) => cell.contact(*kind, *audience, self.is_ours, new_id),
                Column::ContactPerson => cell.people(),
                Column::GivenName => person[0].extend(cell.short()),
                Column::FamilyName => person[1].extend(cell.short()),
                Column::Id => match raw.parse::<Id>() {
                    Ok(id) if id != Id::NETWORK => cell.reading.draft.id = Some(id),
                    _ => cell.keep(),
                },
                Column::Field(field) => cell.field(*field),
                Column::Ignore => {}
            }
        }
        if let Some((at, heading, raw)) = whereabouts {
            Cell { at, heading, raw, reading: &mut reading }.whereabouts();
        }
        reading.person(&person.concat().join(" "));
        reading.position(degrees);
        for at in self.width..row.cells.len() {
            let raw = row.cell(at).trim();
            if !raw.is_empty() {
                Cell { at, heading: "", raw: text::unguard(raw), reading: &mut reading }.keep();
            }
        }
        reading.check(self.name);
        reading
    }
}

/// One cell on its way into the draft.
struct Cell<'a> {
    at: usize,
    heading: &'a str,
    raw: &'a str,
    reading: &'a mut Reading,
}

impl Cell<'_> {
    fn remark(&mut self, kind: RemarkKind, kept: &str) {
        self.reading.remarks.push(Remark {
            column: self.at,
            kind,
            entered: text::excerpt(self.raw),
            kept: text::excerpt(kept),
        });
    }

    fn refuse(&mut self, problem: Problem) {
        self.reading.refused = true;
        self.remark(RemarkKind::Problem(problem), "");
    }

    /// Says so if the value is kept in another form than it was entered.
    fn uniform(&mut self, kept: &str) {
        if text::line(self.raw) != kept {
            self.remark(RemarkKind::Uniform, kept);
        }
    }

    /// The cell on one line.
    fn line(&self) -> Option<String> {
        Some(text::line(self.raw)).filter(|line| !line.is_empty())
    }

    /// The cell's lines.
    fn paragraphs(&self) -> Option<String> {
        Some(text::paragraphs(self.raw)).filter(|lines| !lines.is_empty())
    }

    /// The cell's lines, of which no more than fits is kept: the beginning, up to a word's end.
    fn long(&mut self, room: usize) -> Option<String> {
        let lines = self.paragraphs()?;
        let Some((end, _)) = lines.char_indices().nth(room) else { return Some(lines) };
        let fits = lines.get(..end).unwrap_or_default();
        let words =
            fits.rfind(char::is_whitespace).and_then(|space| fits.get(..space)).unwrap_or(fits).trim_end();
        self.remark(RemarkKind::Cut, words);
        Some(words.to_owned())
    }

    /// The cell as a short text; among the notes where it is too long for one.
    fn short(&mut self) -> Option<String> {
        let line = self.line()?;
        if line.chars().count() > MAX_SHORT {
            self.keep();
            return None;
        }
        Some(line)
    }

    /// Keeps the cell as written among the notes.
    fn keep(&mut self) {
        if let Some(value) = self.long(self.reading.room(self.heading)) {
            let kept = if self.heading.is_empty() { value } else { format!("{}: {value}", self.heading) };
            self.remark(RemarkKind::KeptInNotes, &kept);
            self.reading.draft.notes.push(kept);
        }
    }

    /// Takes the cell's contact ways. What is written beside one may say that not everybody may see it, unless this app
    /// wrote the file, whose headings say that.
    fn contact(
        &mut self,
        kind: ContactKind,
        audience: Audience,
        is_ours: bool,
        new_id: &mut dyn FnMut() -> Id,
    ) {
        let bare = text::paragraphs(self.raw);
        let bare = if kind == ContactKind::Other { text::line(&bare) } else { bare };
        let found = ways::read(kind, audience, &bare, new_id);
        let mut kept = Vec::new();
        let is_named = guess::names_audience(self.heading) || audience != guess::default_audience(kind);
        let is_doubtful = !is_ours && !found.whole && guess::is_doubtful(&bare);
        for mut way in found.ways {
            let is_marked = is_doubtful || !is_ours && guess::is_doubtful(&way.label);
            if is_marked {
                way.audience = Audience::Members;
            }
            if is_marked || is_named {
                self.reading.draft.named.insert(way.id);
            }
            if kind == ContactKind::Other && way.label.is_empty() {
                way.label = guess::label_of_other(self.heading);
            }
            kept.push(ways::write(&way));
            if !self.reading.draft.group.contacts.iter().any(|other| ways::same(other, &way)) {
                self.reading.draft.group.contacts.push(way);
            }
        }
        if found.whole { self.uniform(&text::line(&kept.join("; "))) } else { self.keep() }
    }

    fn people(&mut self) {
        let Some(lines) = self.paragraphs() else { return };
        for name in lines.split([';', '|', '\n']).map(text::line).filter(|name| !name.is_empty()) {
            if name.chars().count() > MAX_SHORT || self.reading.draft.people.len() >= MAX_ENTRIES {
                return self.keep();
            }
            self.reading.person(&name);
        }
    }

    fn topics(&mut self) {
        let Some(lines) = self.paragraphs() else { return };
        // Where stronger marks part the issues, a comma is part of one.
        let strong = [';', '|', '\n'];
        let parts: Vec<&str> =
            if lines.contains(strong) { lines.split(strong).collect() } else { lines.split(',').collect() };
        for topic in parts.into_iter().map(text::line).filter(|topic| !topic.is_empty()) {
            // One more than a group holds says that there are too many.
            if topic.chars().count() > MAX_SHORT || self.reading.draft.group.topics.len() > MAX_ENTRIES {
                return self.keep();
            }
            let key = text::key(&topic);
            let topics = &mut self.reading.draft.group.topics;
            if !topics.iter().any(|other| text::key(other) == key) {
                topics.insert(topic);
            }
        }
    }

    fn whereabouts(&mut self) {
        let Some(line) = self.short() else { return };
        let found = place::whereabouts(&line);
        let own = &mut self.reading.draft.group.place;
        let contradicted = !own.state.is_empty() && !found.state.is_empty() && own.state != found.state;
        if own.state.is_empty() {
            own.state.clone_from(&found.state);
        }
        if own.county.is_empty() {
            own.county.clone_from(&found.county);
        }
        own.town.clone_from(&found.town);
        if found.rest || contradicted {
            return self.keep();
        }
        let parts = [found.town, found.county, found.state];
        let kept: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        self.uniform(&kept.join(", "));
    }

    /// A value that holds in some form, or is kept among the notes.
    fn formed(&mut self, form: impl FnOnce(&str) -> Option<String>) -> Option<String> {
        let line = self.line()?;
        match form(&line) {
            Some(kept) => {
                self.uniform(&kept);
                Some(kept)
            }
            None => {
                self.keep();
                None
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a group has few of all fields")]
    fn field(&mut self, field: Field) {
        match field {
            Field::Name => {
                if let Some(name) = self.line() {
                    if name.chars().count() > MAX_SHORT {
                        self.refuse(Problem::TooLong(MAX_SHORT));
                    }
                    self.reading.draft.group.name = name;
                }
            }
            Field::Town => {
                if let Some(town) = self.short() {
                    self.reading.draft.group.place.town = town;
                }
            }
            Field::County => {
                if let Some(line) = self.short() {
                    let county = place::without_county_word(&line).unwrap_or(&line).to_owned();
                    self.uniform(&county);
                    self.reading.draft.group.place.county = county;
                }
            }
            Field::State => {
                if let Some(line) = self.short() {
                    let state = place::state(&line).unwrap_or(&line).to_owned();
                    self.uniform(&state);
                    self.reading.draft.group.place.state = state;
                }
            }
            Field::CountyFips => {
                if let Some(code) = self.formed(place::county_fips) {
                    self.reading.draft.group.place.county_fips = code;
                }
            }
            Field::TimeZone => {
                if let Some(zone) = self.formed(place::time_zone) {
                    self.reading.draft.group.time_zone = zone;
                }
            }
            Field::Status => {
                if let Some(line) = self.line() {
                    match place::status(&line) {
                        Some(status) => self.reading.draft.status = Some(status),
                        None => self.keep(),
                    }
                }
            }
            Field::Founded => {
                if let Some(founded) = self.short() {
                    self.reading.draft.group.founded = founded;
                }
            }
            Field::Meets => {
                if let Some(meets) = self.short() {
                    let all = &mut self.reading.draft.group.meets;
                    let joined = if all.is_empty() { meets } else { format!("{all}, {meets}") };
                    if joined.chars().count() > MAX_SHORT {
                        return self.keep();
                    }
                    *all = joined;
                }
            }
            Field::About => {
                if let Some(about) = self.long(MAX_LONG) {
                    self.reading.draft.group.about = about;
                }
            }
            Field::Notes => {
                let plain = guess::says_only_notes(self.heading);
                if let Some(notes) = self.long(self.reading.room(if plain { "" } else { self.heading })) {
                    let notes = if plain { notes } else { format!("{}: {notes}", self.heading) };
                    self.reading.draft.notes.push(notes);
                }
            }
            Field::Topics | Field::Topic => self.topics(),
            // Dealt with by `Mapping::read`, or nothing that a group has.
            _ => {}
        }
    }
}

impl Reading {
    /// Somebody who answers for the group; nobody twice.
    fn person(&mut self, name: &str) {
        let key = text::key(name);
        if name.chars().count() <= MAX_SHORT
            && !name.is_empty()
            && !self.draft.people.iter().any(|other| text::key(other) == key)
        {
            self.draft.people.push(name.to_owned());
        }
    }

    /// So many characters more fit into the notes, under this heading.
    fn room(&self, heading: &str) -> usize {
        let taken: usize = self.draft.notes.iter().map(|piece| piece.chars().count() + 2).sum();
        let label = if heading.is_empty() { 0 } else { heading.chars().count() + 2 };
        MAX_LONG.saturating_sub(taken + label)
    }

    /// Latitude and longitude hold only together.
    fn position(&mut self, cells: [Option<(usize, &String, &str)>; 2]) {
        let [latitude, longitude] = cells;
        let degrees = |cell: Option<(usize, &String, &str)>, most| {
            cell.and_then(|(_, _, raw)| place::degrees(&text::line(raw), most))
        };
        match (degrees(latitude, 90.0), degrees(longitude, 180.0)) {
            (Some(north), Some(east)) => {
                self.draft.group.place.latitude = Some(north);
                self.draft.group.place.longitude = Some(east);
            }
            _ => {
                for (at, heading, raw) in [latitude, longitude].into_iter().flatten() {
                    Cell { at, heading, raw, reading: self }.keep();
                }
            }
        }
    }

    /// Whether the row can be a group.
    fn check(&mut self, name: usize) {
        if self.refused {
            return;
        }
        let problem =
            if self.draft.group.name.is_empty() { Some(Problem::Missing) } else { self.draft.problem() };
        if let Some(problem) = problem {
            Cell { at: name, heading: "", raw: "", reading: self }.refuse(problem);
        }
    }
}

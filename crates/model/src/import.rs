//! What a page and the engine say to each other about a spreadsheet on its way in.
//!
//! A table is opened, its columns are mapped unless they follow from a kind's declaration, a plan is previewed, and the
//! plan is carried out as one action.

use crate::{Audience, ContactKind, Field, Id, Kind};
use serde::{Deserialize, Serialize};

/// At most this many rows are taken from one spreadsheet.
pub const MAX_ROWS: usize = 20_000;

/// What a column of a spreadsheet means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    /// Is not taken.
    Ignore,
    /// A field of the group.
    Field(Field),
    /// "Milwaukee, WI": town and state in one.
    Where,
    /// The region, by its name.
    RegionName,
    /// A way to reach the group, and who may see it.
    Contact(ContactKind, Audience),
    /// The person who answers for the group: becomes a person with the role of contact.
    ContactPerson,
    /// That person's first name, where it stands in a column of its own.
    GivenName,
    /// That person's last name.
    FamilyName,
    /// The group's id in a file that this app wrote.
    Id,
}

/// A spreadsheet as it was understood before anybody was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedTable {
    /// The kind whose spreadsheet this is, where that follows from the headings: then nobody has to say what the
    /// columns mean. Nothing of any other table, which is one of groups.
    pub kind: Option<Kind>,
    /// The file's name.
    pub file: String,
    /// The encoding found, by its name in the Encoding Standard: "UTF-8", "Windows-1252", "macintosh". Empty where the
    /// file is no table in text form, so that nobody has to be told how it was written.
    pub encoding: String,
    /// The delimiter found.
    pub delimiter: char,
    /// Column headings as they stand in the file.
    pub headings: Vec<String>,
    /// The best guess for each column.
    pub guess: Vec<Column>,
    /// How many columns mean what somebody said of them when they last came in.
    pub remembered: usize,
    /// For each column, up to three values that are not empty.
    pub samples: Vec<Vec<String>>,
    /// The file's first rows with content, as they stand there.
    pub first: Vec<FirstRow>,
    /// The place among them of the row with the headings, of two such rows the second; nothing where the file has none.
    pub headings_at: Option<usize>,
    /// The encodings that somebody can choose from; none where [`Self::encoding`] is empty.
    pub encodings: Vec<String>,
    /// Rows with content, headings not counted.
    pub rows: usize,
    /// Rows without content, which are ignored.
    pub empty_rows: usize,
}

/// One of a file's first rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstRow {
    /// Its row as a spreadsheet program counts them, from 1.
    pub line: usize,
    /// Its cells, the long ones shortened.
    pub cells: Vec<String>,
}

/// How a file is to be read, as far as somebody says it; the rest is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    /// The encoding: one of [`OpenedTable::encodings`].
    pub encoding: Option<String>,
    /// Where the headings are.
    pub headings: Option<HeadingRow>,
}

/// Where a spreadsheet has its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeadingRow {
    /// In one of [`OpenedTable::first`], by its place.
    At(usize),
    /// It has none: its first row is a record.
    Missing,
}

/// Why a file can not be read as a spreadsheet at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TableError {
    /// It has no bytes, or no row with content.
    #[error("the file is empty")]
    Empty,
    /// It is some other kind of file: names it by what its first bytes say ("xlsx", "ods", "pdf", "binary").
    #[error("the file is not a spreadsheet in text form but {0}")]
    NotText(String),
    /// More rows than [`MAX_ROWS`].
    #[error("the file has {0} rows, more than are taken at once")]
    TooManyRows(usize),
    /// No column is mapped to the group's name.
    #[error("no column is the group's name")]
    NoName,
    /// Two columns are mapped to the same field.
    #[error("two columns are mapped to the same field")]
    Twice(Column),
}

/// What would happen, row by row, if the plan were carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// The kind of record that the rows are; nothing of groups.
    pub kind: Option<Kind>,
    /// One entry for each row with content, in the order of the file.
    pub rows: Vec<PreviewRow>,
    /// Regions that would be created.
    pub new_regions: Vec<String>,
    /// How many people would be created.
    pub new_people: usize,
    /// Columns that are not taken: nobody said what they mean, the kind has no such field, or it has one that more people
    /// may see.
    pub left_out: Vec<LeftOutColumn>,
}

/// A column with values that are not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutColumn {
    /// Its place in the file.
    pub place: usize,
    /// Its heading; empty if it has none.
    pub heading: String,
}

/// What would happen to one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Its row as a spreadsheet program counts them, from 1.
    pub line: usize,
    /// The record's name as it would be kept.
    pub name: String,
    /// Its town; empty for what has none.
    pub town: String,
    /// What would be done.
    pub outcome: Outcome,
    /// Values that were made uniform or could not be taken.
    pub remarks: Vec<Remark>,
    /// Whether the row is taken; people can change that in the preview.
    pub take: bool,
    /// Whether it is a group of its own because somebody said so.
    pub apart: bool,
}

/// What an import does with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A new record.
    New,
    /// The directory has it, and the row says nothing else.
    Same {
        /// The record.
        id: Id,
    },
    /// The directory has it, and the row differs.
    Changed {
        /// The record.
        id: Id,
        /// Field by field, what is there and what the row says.
        changes: Vec<Change>,
        /// What made it recognisable.
        because: Vec<Sameness>,
    },
    /// An earlier row of the file is the same group; what this row adds is merged into it.
    DuplicateOf {
        /// Which.
        line: usize,
        /// What made it recognisable.
        because: Vec<Sameness>,
        /// What this row would add to the earlier one.
        changes: Vec<Change>,
    },
    /// The row can not be taken.
    Refused,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where.
    pub field: Field,
    /// What is there; empty if nothing.
    pub before: String,
    /// What the row says.
    pub after: String,
}

/// Why two groups are taken for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sameness {
    /// The id in a file that this app wrote.
    Id,
    /// The name, but for case, accents and spaces.
    Name,
    /// The town.
    Place,
    /// An e-mail address, phone number or web address.
    Contact,
    /// The row was this group when the file last came in.
    Before,
}

/// Something to say about one value of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The column, by its place in the file.
    pub column: usize,
    /// What is to be said.
    pub kind: RemarkKind,
    /// The value as it stands in the file.
    pub entered: String,
    /// The value as it would be kept; empty if it is not.
    pub kept: String,
}

/// What is to be said about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RemarkKind {
    /// It was brought into the uniform form; the original is kept beside it.
    Uniform,
    /// It does not hold as what the column says, and is kept as written among the notes.
    KeptInNotes,
    /// It is longer than what is kept of it.
    Cut,
    /// Of the row: a quote in it is never closed.
    OpenQuote,
    /// Of the row, which is not taken unless somebody says so: it is the headings once more.
    HeadingsAgain,
    /// Of the row, which is not taken unless somebody says so: it is a total, or says something of the file.
    NoRecord,
    /// Of the row: this one, or a group of the directory, has the same name and other ways to be reached;
    /// the two are taken for two groups.
    Namesake(Option<usize>),
    /// Of the row, which is not taken unless somebody says so: it may be the same group or another.
    Perhaps,
    /// Of the row, which is not taken unless somebody says so: the group was deleted here.
    DeletedHere,
    /// Of the row, which is not taken unless somebody says so: what it says would undo what was changed here since.
    EditedHere,
    /// Of the row, which is not taken unless somebody says so: it was left out when the file last came in.
    LeftOutBefore,
    /// Of the row: it says what it said when the file last came in, and what was changed here since stays.
    Repeats,
    /// The row can not be taken because of it.
    Problem(crate::Problem),
    /// The row can not be taken: this is no id.
    NotAnId,
    /// The row can not be taken: the record of this id was deleted.
    WasDeleted,
    /// The row can not be taken: an earlier one has the same id.
    Repeated,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDone {
    /// Records created.
    pub created: usize,
    /// Records changed.
    pub changed: usize,
    /// Rows left as they were.
    pub unchanged: usize,
    /// Rows merged into an earlier row of the file.
    pub merged: usize,
    /// Rows not taken.
    pub refused: usize,
}

/// Kinds of record that can be exported as a spreadsheet: groups, people, and those whose columns follow from their
/// declaration.
pub fn exported() -> impl Iterator<Item = Kind> {
    let is_exported = |kind: &Kind| matches!(kind, Kind::Group | Kind::Person) || kind.list_title().is_some();
    Kind::ALL.into_iter().filter(is_exported)
}

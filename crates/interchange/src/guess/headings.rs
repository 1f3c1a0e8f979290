//! Which of a file's first rows has the headings.

use super::{audience, words::Heading};
use crate::{
    table::row::{MOST_ABOVE, Row},
    text,
};
use csv::StringRecord;
use groundswell_model::{fold, import::HeadingRow};

/// The headings of a table.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What they say.
    pub(crate) headings: Vec<String>,
    /// Rows up to the last of theirs.
    pub(crate) rows: usize,
}

/// Finds the headings where nobody says which row has them: those of the first row, unless it is a title and a later one
/// speaks like headings. Where the row below them speaks so too, the first one only joins columns of the second.
pub(crate) fn headings(rows: &[Row], said: Option<HeadingRow>) -> Found {
    let own = |row: &Row| row.cells.iter().map(text::line).collect::<Vec<String>>();
    match said {
        Some(HeadingRow::Missing) => {
            let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
            return Found { headings: vec![String::new(); width], rows: 0 };
        }
        Some(HeadingRow::At(at)) => {
            let Some(row) = rows.get(at) else { return Found::default() };
            let above = at.checked_sub(1).and_then(|above| rows.get(above));
            let above = above.filter(|above| is_marked(&above.cells) || is_second(&above.cells, &row.cells));
            let headings = above.map_or_else(|| own(row), |above| joined(&own(above), &own(row)));
            return Found { headings, rows: at + 1 };
        }
        None => {}
    }
    let at = heading_row(rows);
    let Some(first) = rows.get(at) else { return Found::default() };
    if let Some(second) = rows.get(at + 1).filter(|second| is_second(&first.cells, &second.cells)) {
        return Found { headings: joined(&own(first), &own(second)), rows: at + 2 };
    }
    // What stands above them may say who may see the columns below it.
    let above = at.checked_sub(1).and_then(|above| rows.get(above)).filter(|above| is_marked(&above.cells));
    let headings = above.map_or_else(|| own(first), |above| joined(&own(above), &own(first)));
    Found { headings, rows: at + 1 }
}

/// Whether a row says of some of its columns who may see them; a title stands over the first one alone.
fn is_marked(cells: &StringRecord) -> bool {
    cells.iter().skip(1).any(|cell| audience::is_doubtful(cell) || audience::parted(cell).1.is_some())
}

fn filled(cells: &StringRecord) -> impl Iterator<Item = &str> {
    cells.iter().filter(|cell| !cell.trim().is_empty())
}

/// How many of a row's cells are what people call columns.
fn known(cells: &StringRecord) -> usize {
    filled(cells).filter(|cell| Heading::of(cell).is_known()).count()
}

fn heading_row(rows: &[Row]) -> usize {
    let first = rows.iter().take(MOST_ABOVE + 1);
    let mut widest_above = 0;
    for (at, row) in first.clone().enumerate() {
        let (count, known) = (filled(&row.cells).count(), known(&row.cells));
        // Below a title, which has fewer cells, headings are mostly words that are known.
        if known >= 2 && (at == 0 || (widest_above < count && known * 2 >= count)) {
            return at;
        }
        widest_above = widest_above.max(count);
    }
    // Headings in nobody's words below lines of one cell each.
    let titles = first.clone().take_while(|row| filled(&row.cells).count() == 1).count();
    let is_table = |row: &Row| filled(&row.cells).count() > 2;
    // "Group" alone over columns without a heading is the heading of the first.
    let is_title = !first.clone().take(titles).any(|row| known(&row.cells) > 0);
    let is_headings = |row: &Row| !filled(&row.cells).any(is_value);
    let below = rows.get(titles..titles + 2).unwrap_or_default();
    if titles > 0
        && titles <= MOST_ABOVE
        && is_title
        && below.len() == 2
        && below.iter().all(is_table)
        && below.first().is_some_and(is_headings)
    {
        titles
    } else {
        0
    }
}

/// Whether a cell is an address or a number rather than a heading.
fn is_value(cell: &str) -> bool {
    cell.contains('@') || cell.chars().filter(char::is_ascii_digit).count() > 4
}

/// Whether a row below the headings is headings too: other words, and no values among them.
fn is_second(first: &StringRecord, second: &StringRecord) -> bool {
    let count = filled(second).count();
    let known = known(second);
    let differs = first
        .iter()
        .zip(second)
        .any(|(one, other)| !other.trim().is_empty() && fold::fold(one) != fold::fold(other));
    // Merged cells leave those beside them empty.
    let merged =
        first.iter().zip(second).any(|(one, other)| one.trim().is_empty() && !other.trim().is_empty())
            || second.len() > first.len();
    known >= 2 && known * 2 >= count && merged && differs && !filled(second).any(is_value)
}

/// The headings of the second row, with those of the first where it takes both to tell them apart or to know who may see
/// a column.
fn joined(first: &[String], second: &[String]) -> Vec<String> {
    let mut over = "";
    let mut all = Vec::new();
    for at in 0..first.len().max(second.len()) {
        if let Some(own) = first.get(at).filter(|own| !own.is_empty()) {
            over = own;
        }
        let under = second.get(at).map_or("", String::as_str);
        let is_repeated = second.iter().filter(|other| fold::fold(other) == fold::fold(under)).count() > 1;
        let both = format!("{over} {under}");
        // "Members" alone says it only together with what stands below.
        let is_marked = audience::parted(over).1.is_some()
            || !under.is_empty() && audience::parted(&both).1 != audience::parted(under).1;
        all.push(match (under.is_empty(), over.is_empty() || !(is_repeated || is_marked)) {
            (true, _) => first.get(at).cloned().unwrap_or_default(),
            (false, true) => under.to_owned(),
            (false, false) => both,
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[&[&str]], headings_are: &[&str], last: usize) {
        let rows: Vec<Row> = rows
            .iter()
            .map(|cells| Row { line: 1, cells: StringRecord::from(cells.to_vec()), flaw: None })
            .collect();
        let found = headings(&rows, None);
        assert_eq!(found.headings, headings_are);
        assert_eq!(found.rows, last);
    }

    #[test]
    fn headings_are_found_below_titles() {
        check(
            &[&["Groups"], &["Updated May 3", " 2024"], &["Group", "Town", "Phone"]],
            &["Group", "Town", "Phone"],
            3,
        );
        check(&[&["Our list"], &["What", "Wo", "Wann"], &["A", "B", "C"]], &["What", "Wo", "Wann"], 2);
        check(&[&["Group"], &["A"], &["B"]], &["Group"], 1);
        let rows: [&[&str]; 3] =
            [&["Group", "", ""], &["A", "Racine", "608-555-0100"], &["B", "Kenosha", "608-555-0101"]];
        check(&rows, &["Group", "", ""], 1);
        let rows: [&[&str]; 3] = [&["Group", "", ""], &["A", "Racine", "Lena"], &["B", "Kenosha", "Rosa"]];
        check(&rows, &["Group", "", ""], 1);
        let rows: [&[&str]; 3] =
            [&["Our list", "", ""], &["A", "Racine", "608-555-0100"], &["B", "Kenosha", "608-555-0101"]];
        check(&rows, &["Our list", "", ""], 1);
        check(&[&["Wo", "Was"], &["Group", "Phone"]], &["Wo", "Was"], 1);
    }

    #[test]
    fn two_rows_of_headings_are_one() {
        check(
            &[
                &["Group", "", "Contact", ""],
                &["Name", "Town", "Name", "Phone"],
                &["A", "B", "C", "608-555-0100"],
            ],
            &["Group Name", "Town", "Contact Name", "Phone"],
            2,
        );
        check(
            &[&["Group", "Not public", ""], &["", "Phone", "E-mail"], &["A", "1", "b@example.org"]],
            &["Group", "Not public Phone", "Not public E-mail"],
            2,
        );
        check(
            &[
                &["Group", "", "Private", ""],
                &["Name", "Town", "Phone", "Web site"],
                &["A", "B", "1", "b.example.org"],
            ],
            &["Name", "Town", "Private Phone", "Private Web site"],
            2,
        );
        check(
            &[
                &["Group", "", "Members", ""],
                &["Name", "Town", "Phone", "Website"],
                &["A", "B", "1", "b.example.org"],
            ],
            &["Name", "Town", "Members Phone", "Members Website"],
            2,
        );
        check(&[&["Group", "Town"], &["Group", "Town"]], &["Group", "Town"], 1);
    }
}

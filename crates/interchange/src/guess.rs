//! What the columns of somebody's spreadsheet mean: their headings in people's words, helped by what stands
//! below them.

mod audience;
mod headings;
mod phrases;
mod values;
mod words;

pub(crate) use audience::is_doubtful;
pub(crate) use headings::headings;

use crate::{Table, plan::slot};
use groundswell_model::{Audience, ContactKind, Field, import::Column};
use values::Evidence;

/// So many values of each column are looked at.
const LOOKED_AT: usize = 200;

/// The best guess for each column; never two for one field.
pub(crate) fn columns(table: &Table) -> Vec<Column> {
    let ours = table.is_ours();
    let mut options: Vec<Vec<(u32, Column)>> =
        table.headings().iter().enumerate().map(|(at, heading)| column(table, at, heading, ours)).collect();
    let mut guess = vec![Column::Ignore; options.len()];
    let mut taken = Vec::new();
    // The surest guess of all columns is settled first; the leftmost of equals.
    while let Some((at, choice)) = surest(&options) {
        let Some(place) = options.get_mut(at) else { break };
        let slot = slot(choice);
        if slot.is_some_and(|slot| taken.contains(&slot)) {
            place.retain(|(_, column)| *column != choice);
            continue;
        }
        taken.extend(slot);
        place.clear();
        if let Some(guessed) = guess.get_mut(at) {
            *guessed = choice;
        }
    }
    if !guess.contains(&Column::Field(Field::Name)) {
        let named = (0..guess.len()).find(|at| {
            guess.get(*at) == Some(&Column::Ignore)
                && table
                    .headings()
                    .get(*at)
                    .is_some_and(|heading| !words::Heading::of(heading).is_for_members())
                && Evidence::of(table.values(*at).take(LOOKED_AT)).is_words()
        });
        if let Some(guessed) = named.and_then(|at| guess.get_mut(at)) {
            *guessed = Column::Field(Field::Name);
        }
    }
    guess
}

fn surest(options: &[Vec<(u32, Column)>]) -> Option<(usize, Column)> {
    let mut best: Option<(u32, usize, Column)> = None;
    for (at, options) in options.iter().enumerate() {
        for (score, column) in options {
            if best.is_none_or(|(best, ..)| *score > best) {
                best = Some((*score, at, *column));
            }
        }
    }
    best.map(|(_, at, column)| (at, column))
}

/// Whether this app wrote the file: it has a column of this app's ids. Its headings then mean what they say,
/// whatever somebody is called.
pub(crate) fn is_ours(table: &Table) -> bool {
    table.headings().iter().enumerate().any(|(at, heading)| {
        words::Heading::of(heading).options().iter().any(|(_, column)| *column == Column::Id)
            && Evidence::of(table.values(at).take(LOOKED_AT)).are_ids()
    })
}

/// What one column may mean, each with how sure that is.
fn column(table: &Table, at: usize, heading: &str, ours: bool) -> Vec<(u32, Column)> {
    let heading = words::Heading::of(heading);
    if ours && heading.is_known() {
        let mut options = heading.options();
        // No export has status and state under one name.
        options.retain(|(score, _)| *score >= phrases::SURE);
        return options;
    }
    let evidence = Evidence::of(table.values(at).take(LOOKED_AT));
    let mut options = heading.options();
    for option in &mut options {
        let meant = option.1;
        option.1 = evidence.correct(meant);
        if meant == Column::Where && option.1 != meant {
            // A building beside a town, perhaps.
            option.0 = option.0.saturating_sub(5);
        }
        if !evidence.allows(option.1) {
            option.0 = 0;
        }
    }
    options.retain(|(score, _)| *score > 0);
    let named = options.iter().map(|(score, _)| *score).max().unwrap_or(0);
    let by_value = evidence.options(named, &heading);
    let by_value = by_value.into_iter().map(|(score, column)| (score, heading.unless_doubtful(column)));
    options.extend(by_value.map(|(score, column)| (score, heading.for_whom(column))));
    options
}

/// Whether the heading says no more than that its column is notes.
pub(crate) fn says_only_notes(heading: &str) -> bool {
    words::Heading::of(heading).is_notes()
}

/// Whether a heading says who may see its column.
pub(crate) fn names_audience(heading: &str) -> bool {
    audience::parted(heading).1.is_some()
}

/// Who may see contact ways of this kind where no heading says it.
pub(crate) const fn default_audience(kind: ContactKind) -> Audience {
    match kind {
        ContactKind::Web => Audience::Public,
        ContactKind::Email | ContactKind::Phone | ContactKind::Post | ContactKind::Other => Audience::Members,
    }
}

/// What a heading calls the other ways to reach somebody that stand below it; empty if it says no more than that.
pub(crate) fn label_of_other(heading: &str) -> String {
    let words = words::Heading::of(heading);
    if words.is_other_way() || words.is_for_members() { String::new() } else { crate::text::line(heading) }
}

#[cfg(test)]
mod tests;

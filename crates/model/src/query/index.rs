//! Everything that is said of records, by its words: what cards do not show, phone numbers in any form, and words
//! with one typing mistake. Made when somebody searches, and asked of at every key.

use super::asked::{Asked, Term, segment};
use crate::{ContactKind, GroupTable, Reach, Ref, states};
use std::{collections::HashMap, ops::Range, str::Chars};

/// The words of records, and where each of them is.
#[derive(Clone, Debug, Default)]
pub struct TextIndex {
    rows: Vec<Ref>,
    words: Vec<Word>,
    places: HashMap<Box<str>, usize>,
    /// The digits of each phone number, behind the place of its row.
    numbers: Vec<(u32, String)>,
}

#[derive(Clone, Debug)]
struct Word {
    word: Box<str>,
    /// The places of the rows that have it, in rising order.
    rows: Vec<u32>,
}

/// How well a record fits what somebody looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Not at all.
    None,
    /// With a typing mistake.
    Mistaken,
    /// As it was typed.
    Typed,
}

/// A number is looked for by at least so many digits: of fewer, nearly all have them.
const DIGITS: usize = 3;
/// Words of so many letters may have a typing mistake.
const MISTAKEN: usize = 4;
/// And words of so many also while they are still being typed.
const BEGUN: usize = 6;

impl TextIndex {
    /// Adds the groups at these places of their table, each by the searched texts of its card and by how it is
    /// reached: ten thousand at once would hold a page up.
    pub fn add_groups<'a>(
        &mut self,
        groups: &GroupTable,
        places: Range<usize>,
        reach: impl Fn(Ref) -> Option<&'a Reach>,
    ) {
        for card in places.filter_map(|place| groups.at(place)) {
            let of = Ref::new(crate::Kind::Group, card.id);
            self.add(of, card.sort_key(), reach(of));
        }
    }

    /// Adds a record by its folded texts (see [`fold::fold`]) and by how it is reached. Between two U+001F stands what
    /// is a text for itself, such as a state.
    pub fn add(&mut self, of: Ref, texts: &str, reach: Option<&Reach>) {
        let row = self.rows.len() as u32;
        self.rows.push(of);
        for text in texts.split(['\u{1f}', '\n']) {
            // A state is looked for as such: see `Asked`.
            if text.len() == 2 {
                self.add_word(&segment(text), row);
            }
            text.split(' ').for_each(|word| self.add_word(word, row));
        }
        let Some(reach) = reach else { return };
        reach.words.split(' ').for_each(|word| self.add_word(word, row));
        for way in reach.contacts.iter().filter(|way| way.kind == ContactKind::Phone) {
            self.numbers.push((row, way.value.chars().filter(char::is_ascii_digit).collect()));
        }
    }

    fn add_word(&mut self, word: &str, row: u32) {
        if word.is_empty() {
            return;
        }
        let Some(place) = self.places.get(word) else {
            self.places.insert(word.into(), self.words.len());
            self.words.push(Word { word: word.into(), rows: vec![row] });
            return;
        };
        if let Some(known) = self.words.get_mut(*place)
            && known.rows.last() != Some(&row)
        {
            known.rows.push(row);
        }
    }

    /// The records that fit what somebody types, in the order in which they were added.
    #[must_use]
    pub fn find(&self, typed: &str) -> Vec<(Ref, Fit)> {
        let asked = Asked::of(typed, |code| self.places.contains_key(code));
        let mut fits: Option<Vec<Fit>> = None;
        let mut terms = asked.terms();
        while let Some((term, rest)) = terms.split_first() {
            let found = match run_of_digits(terms) {
                (run @ 1.., digits) if digits.len() >= DIGITS => {
                    let (number, after) = terms.split_at(run);
                    terms = after;
                    self.with_number(number, &digits)
                }
                _ => {
                    terms = rest;
                    self.with_term(term)
                }
            };
            fits = Some(match fits {
                Some(mut fits) => {
                    fits.iter_mut().zip(found).for_each(|(fit, found)| *fit = found.min(*fit));
                    fits
                }
                None => found,
            });
        }
        let fits = self.rows.iter().copied().zip(fits.unwrap_or_default());
        fits.filter(|(_, fit)| *fit != Fit::None).collect()
    }

    fn with_term(&self, term: &Term) -> Vec<Fit> {
        let mut fits = vec![Fit::None; self.rows.len()];
        match term {
            Term::Word { word, states } => {
                self.with_word(word, &mut fits);
                states.iter().for_each(|state| self.with_whole(state, Fit::Typed, &mut fits));
            }
            Term::State { code, name } => {
                self.with_whole(code, Fit::Typed, &mut fits);
                let mut named = vec![Fit::Typed; fits.len()];
                for word in name.split(' ') {
                    let mut found = vec![Fit::None; fits.len()];
                    self.with_whole(word, Fit::Typed, &mut found);
                    named.iter_mut().zip(found).for_each(|(fit, found)| *fit = found.min(*fit));
                }
                fits.iter_mut().zip(named).for_each(|(fit, named)| *fit = named.max(*fit));
            }
        }
        fits
    }

    /// Digits are looked for in numbers as one, and as words each for itself.
    fn with_number(&self, terms: &[Term], digits: &str) -> Vec<Fit> {
        let mut fits = vec![Fit::Typed; self.rows.len()];
        for term in terms {
            let found = self.with_term(term);
            fits.iter_mut().zip(found).for_each(|(fit, found)| *fit = found.min(*fit));
        }
        for (row, _) in self.numbers.iter().filter(|(_, number)| number.contains(digits)) {
            set(&mut fits, *row, Fit::Typed);
        }
        fits
    }

    fn with_whole(&self, word: &str, fit: Fit, fits: &mut [Fit]) {
        let known = self.places.get(word).and_then(|place| self.words.get(*place));
        known.into_iter().flat_map(|known| &known.rows).for_each(|row| set(fits, *row, fit));
    }

    fn with_word(&self, word: &str, fits: &mut [Fit]) {
        let letters = word.chars().count();
        let may_be_mistaken = letters >= MISTAKEN && !word.bytes().all(|byte| byte.is_ascii_digit());
        for known in &self.words {
            let fit = if known.word.contains(word) {
                Fit::Typed
            } else if may_be_mistaken && is_mistaken(word, letters, &known.word) {
                Fit::Mistaken
            } else {
                continue;
            };
            known.rows.iter().for_each(|row| set(fits, *row, fit));
        }
        // No text has the names of states beside their codes.
        let is_meant =
            |name: &str| name.to_ascii_lowercase().split(' ').any(|part| is_mistaken(word, letters, part));
        for (code, _) in states::all().filter(|(_, name)| may_be_mistaken && is_meant(name)) {
            self.with_whole(&segment(code), Fit::Mistaken, fits);
        }
    }
}

fn set(fits: &mut [Fit], row: u32, to: Fit) {
    if let Some(fit) = fits.get_mut(row as usize) {
        *fit = to.max(*fit);
    }
}

/// How many of the first terms are of digits alone, and all their digits.
fn run_of_digits(terms: &[Term]) -> (usize, String) {
    let digits = |term: &Term| match term {
        Term::Word { word, .. } => word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.clone()),
        Term::State { .. } => None,
    };
    let run: Vec<_> = terms.iter().map_while(digits).collect();
    (run.len(), run.concat())
}

/// Whether a word was meant for a known one, with one letter wrong, missing, too many, or two that changed places;
/// of a long word also for the beginning of one.
fn is_mistaken(word: &str, letters: usize, known: &str) -> bool {
    // Most words differ in their first two letters: at most one of these may be wrong.
    let (mut typed, mut meant) = (word.chars(), known.chars());
    let (one, other) = ((typed.next(), typed.next()), (meant.next(), meant.next()));
    if one.0 != other.0 && one.1 != other.1 && one.0 != other.1 && one.1 != other.0 {
        return false;
    }
    if one_mistake(word.chars(), known.chars()) {
        return true;
    }
    letters >= BEGUN
        && (letters - 1..=letters + 1).any(|length| {
            let end = known.char_indices().nth(length).map(|(end, _)| end);
            let begun = end.and_then(|end| known.get(..end));
            begun.is_some_and(|begun| one_mistake(word.chars(), begun.chars()))
        })
}

/// Whether two words differ by one letter (Damerau-Levenshtein distance of at most 1).
fn one_mistake(mut one: Chars<'_>, mut other: Chars<'_>) -> bool {
    let (after_one, after_other) = loop {
        let (mut one_on, mut other_on) = (one.clone(), other.clone());
        match (one_on.next(), other_on.next()) {
            (None, None) => return true,
            (a, b) if a == b => (one, other) = (one_on, other_on),
            (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) => break (one_on, other_on),
        }
    };
    let swapped = || {
        let (mut one_on, mut other_on) = (after_one.clone(), after_other.clone());
        let first = (one.clone().next(), other.clone().next());
        one_on.next() == first.1 && other_on.next() == first.0 && one_on.as_str() == other_on.as_str()
    };
    after_one.as_str() == after_other.as_str()
        || one.as_str() == after_other.as_str()
        || after_one.as_str() == other.as_str()
        || swapped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_makes_a_mistake_and_two_another_word() {
        for (typed, meant, is) in [
            ("madison", "madison", true),
            ("madson", "madison", true),
            ("maddison", "madison", true),
            ("madisom", "madison", true),
            ("amdison", "madison", true),
            ("madisno", "madison", true),
            ("nadison", "madison", true),
            ("adison", "madison", true),
            ("mdiason", "madison", false),
            ("mdsn", "madison", false),
            ("nunez", "nuñez", true),
            ("", "a", true),
            ("ab", "", false),
        ] {
            assert_eq!(one_mistake(typed.chars(), meant.chars()), is, "{typed} {meant}");
            assert_eq!(one_mistake(meant.chars(), typed.chars()), is, "{meant} {typed}");
        }
        // What is left out for speed is left out only where it can not be one.
        for typed in ["madson", "amdison", "nadison", "adison", "mmadison", "madiso", "wilwaukee"] {
            let found = ["madison", "milwaukee"].into_iter().any(|known| is_mistaken(typed, 6, known));
            assert!(found, "{typed}");
        }
        assert!(is_mistaken("milwuak", 7, "milwaukee"), "it is being typed");
        assert!(!is_mistaken("mlik", 4, "milwaukee"), "too short for that");
    }
}

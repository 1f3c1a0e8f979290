//! What somebody types, read as words and as states: "WI", "wisconsin" and "madison wi".

use crate::{GroupTable, card::contains, fold, states};

/// What somebody looks for, made ready to be asked of many texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    words: Vec<String>,
    terms: Vec<Term>,
}

/// One thing that has to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Term {
    /// A word, and the states in whose name a word begins with it.
    Word {
        /// The word, folded.
        word: String,
        /// How the searched texts write those states: see [`segment`].
        states: Vec<String>,
    },
    /// A state, by its code or its whole name.
    State {
        /// How the searched texts write it by its code.
        code: String,
        /// Its name, folded.
        name: String,
    },
}

impl Asked {
    /// Reads what somebody typed. Two letters are a state only as the last word, and where a group is in it:
    /// "la crosse" begins with no Louisiana, and nobody looks for Michigan where all is in Wisconsin.
    pub(super) fn of(typed: &str, is_there: impl Fn(&str) -> bool) -> Self {
        let words = fold::words(typed);
        let mut terms = Vec::new();
        let mut rest = words.as_slice();
        while let Some((word, after)) = rest.split_first() {
            if let Some((term, words)) = state_named(rest) {
                terms.push(term);
                rest = rest.get(words..).unwrap_or_default();
                continue;
            }
            rest = after;
            terms.push(match state_coded(word).filter(|_| after.is_empty()) {
                Some(state @ Term::State { .. }) if state.code().is_some_and(&is_there) => state,
                _ => Term::Word { word: word.clone(), states: begun_with(word) },
            });
        }
        Self { words, terms }
    }

    /// As [`Self::of`], of these groups.
    pub(super) fn of_groups(typed: &str, groups: &GroupTable) -> Self {
        let is_in =
            |code: &str, at| groups.searched_at(at).is_some_and(|text| contains(text, code.as_bytes()));
        Self::of(typed, |code| (0..groups.len()).any(|at| is_in(code, at)))
    }

    /// What has to be found, each of it.
    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether all of it is in the searched text of a group's card.
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        self.terms.iter().all(|term| match term {
            Term::Word { word, states } => {
                contains(text, word.as_bytes()) || states.iter().any(|it| contains(text, it.as_bytes()))
            }
            Term::State { code, name } => contains(text, code.as_bytes()) || has_words(text, name.as_bytes()),
        })
    }

    /// Whether all that is found by this, which was typed from `before` on, was found by that too.
    pub(super) fn narrows(&self, before: &Self) -> bool {
        // A state that becomes a word finds other things, and what was typed before a word stays what it was.
        let is_word = |term: &Term| matches!(term, Term::Word { .. });
        let typed_on = |(last, earlier): (&String, &[String])| {
            let typed = self.words.get(earlier.len());
            self.words.starts_with(earlier) && typed.is_some_and(|word| word.starts_with(last.as_str()))
        };
        before.terms.iter().all(is_word) && before.words.split_last().is_none_or(typed_on)
    }
}

impl Term {
    fn code(&self) -> Option<&str> {
        match self {
            Self::State { code, .. } => Some(code),
            Self::Word { .. } => None,
        }
    }
}

/// A state as the searched text of a card has it: between the marks that part its texts.
pub(super) fn segment(code: &str) -> String {
    format!("\u{1f}{}\u{1f}", code.to_ascii_lowercase())
}

/// The state whose whole name these words begin with, the longest one, and of how many words that is.
fn state_named(words: &[String]) -> Option<(Term, usize)> {
    let named = states::all().filter_map(|(code, name)| {
        let name = name.to_ascii_lowercase();
        let count = name.split(' ').count();
        let is_it = words.len() >= count && name.split(' ').eq(words.iter().take(count));
        is_it.then(|| (Term::State { code: segment(code), name }, count))
    });
    named.max_by_key(|(_, count)| *count)
}

fn state_coded(word: &str) -> Option<Term> {
    let (code, name) = states::all().find(|(code, _)| code.eq_ignore_ascii_case(word))?;
    Some(Term::State { code: segment(code), name: name.to_ascii_lowercase() })
}

fn begun_with(word: &str) -> Vec<String> {
    let begins = |part: &str| part.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
    let named = states::all().filter(|(_, name)| name.split(' ').any(begins));
    named.map(|(code, _)| segment(code)).collect()
}

/// Whether a text has these words as whole ones.
fn has_words(mut text: &[u8], words: &[u8]) -> bool {
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b' ' | 0x1f));
    let mut before = None;
    loop {
        if is_end(before) && text.starts_with(words) && is_end(text.get(words.len())) {
            return true;
        }
        // On to the next word.
        let Some(at) = text.iter().position(|byte| is_end(Some(byte))) else { return false };
        before = text.get(at);
        text = text.get(at + 1..).unwrap_or_default();
    }
}

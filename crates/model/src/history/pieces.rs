//! Two texts, word by word: what is in both, what was taken out and what was put in.

/// Words, with the space after each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// They are in both texts.
    Kept(String),
    /// They are in the first only.
    Removed(String),
    /// They are in the second only.
    Added(String),
}

/// So many pairs of words are compared; beyond that, all that lies between what is alike at both ends is taken out and
/// put in.
const MOST_PAIRS: usize = 1_000_000;

/// What became of the words of one text in another, by a longest row of words that are in both.
#[must_use]
pub fn pieces(from: &str, to: &str) -> Vec<Piece> {
    let (one, other) = (split(from), split(to));
    let begin = one.iter().zip(&other).take_while(|(this, that)| this == that).count();
    let (head, one) = one.split_at(begin);
    let (_, other) = other.split_at(begin);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(this, that)| this == that).count();
    let (one, tail) = one.split_at(one.len() - end);
    let (other, _) = other.split_at(other.len() - end);
    let mut said = Said::default();
    head.iter().for_each(|word| said.keep(word));
    if one.len().saturating_mul(other.len()) <= MOST_PAIRS {
        said.compare(one, other);
    } else {
        one.iter().for_each(|word| said.remove(word));
        other.iter().for_each(|word| said.add(word));
    }
    tail.iter().for_each(|word| said.keep(word));
    said.0
}

fn split(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

#[derive(Default)]
struct Said(Vec<Piece>);

impl Said {
    fn keep(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Piece::Kept(words)) => words.push_str(word),
            _ => self.0.push(Piece::Kept(word.to_owned())),
        }
    }

    fn remove(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Piece::Removed(words)) => words.push_str(word),
            _ => self.0.push(Piece::Removed(word.to_owned())),
        }
    }

    fn add(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Piece::Added(words)) => words.push_str(word),
            _ => self.0.push(Piece::Added(word.to_owned())),
        }
    }

    /// By the lengths of the longest common rows of what is left of both (Wagner and Fischer).
    fn compare(&mut self, one: &[&str], other: &[&str]) {
        let width = other.len() + 1;
        let mut lengths = vec![0_u32; (one.len() + 1) * width];
        let at = |lengths: &[u32], row: usize, column: usize| {
            lengths.get(row * width + column).copied().unwrap_or_default()
        };
        for (row, this) in one.iter().enumerate().rev() {
            for (column, that) in other.iter().enumerate().rev() {
                let length = if this == that {
                    at(&lengths, row + 1, column + 1) + 1
                } else {
                    at(&lengths, row + 1, column).max(at(&lengths, row, column + 1))
                };
                if let Some(cell) = lengths.get_mut(row * width + column) {
                    *cell = length;
                }
            }
        }
        let (mut row, mut column) = (0, 0);
        loop {
            match (one.get(row), other.get(column)) {
                (Some(this), Some(that)) if this == that => {
                    self.keep(this);
                    (row, column) = (row + 1, column + 1);
                }
                (Some(this), that)
                    if that.is_none() || at(&lengths, row + 1, column) >= at(&lengths, row, column + 1) =>
                {
                    self.remove(this);
                    row += 1;
                }
                (_, Some(that)) => {
                    self.add(that);
                    column += 1;
                }
                (_, None) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_differ_are_told() {
        let kept = |words: &str| Piece::Kept(words.to_owned());
        let removed = |words: &str| Piece::Removed(words.to_owned());
        let added = |words: &str| Piece::Added(words.to_owned());
        assert_eq!(
            pieces("We meet at the library. Bring soup.", "We meet at the church. Bring warm soup."),
            [
                kept("We meet at the "),
                removed("library. "),
                added("church. "),
                kept("Bring "),
                added("warm "),
                kept("soup.")
            ]
        );
        assert_eq!(pieces("", "New"), [added("New")]);
        assert_eq!(pieces("Same", "Same"), [kept("Same")]);
    }

    #[test]
    fn texts_that_have_nothing_in_common_take_no_time() {
        let (one, other) = ("a ".repeat(5_000), "b ".repeat(5_000));
        assert_eq!(pieces(&one, &other), [Piece::Removed(one), Piece::Added(other)]);
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_pieces(from in "([ab]{1,2}[ \n]?){0,12}", to in "([ab]{1,2}[ \n]?){0,12}") {
            let (mut one, mut other) = (String::new(), String::new());
            for piece in pieces(&from, &to) {
                match piece {
                    Piece::Kept(words) => {
                        one.push_str(&words);
                        other.push_str(&words);
                    }
                    Piece::Removed(words) => one.push_str(&words),
                    Piece::Added(words) => other.push_str(&words),
                }
            }
            prop_assert_eq!((one, other), (from, to));
        }
    }
}

//! Two texts, word by word: what is in both, what was taken out and what was put in.

/// Words, with the space after each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
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
pub fn text_diff(from: &str, to: &str) -> Vec<Segment> {
    let (one, other) = (split(from), split(to));
    let begin = one.iter().zip(&other).take_while(|(this, that)| this == that).count();
    let (head, one) = one.split_at(begin);
    let (_, other) = other.split_at(begin);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(this, that)| this == that).count();
    let (one, tail) = one.split_at(one.len() - end);
    let (other, _) = other.split_at(other.len() - end);
    let mut segments = Segments::default();
    head.iter().for_each(|word| segments.keep(word));
    if one.len().saturating_mul(other.len()) <= MOST_PAIRS {
        segments.compare(one, other);
    } else {
        one.iter().for_each(|word| segments.remove(word));
        other.iter().for_each(|word| segments.add(word));
    }
    tail.iter().for_each(|word| segments.keep(word));
    segments.0
}

fn split(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

#[derive(Default)]
struct Segments(Vec<Segment>);

impl Segments {
    fn keep(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Segment::Kept(words)) => words.push_str(word),
            _ => self.0.push(Segment::Kept(word.to_owned())),
        }
    }

    fn remove(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Segment::Removed(words)) => words.push_str(word),
            _ => self.0.push(Segment::Removed(word.to_owned())),
        }
    }

    fn add(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Segment::Added(words)) => words.push_str(word),
            _ => self.0.push(Segment::Added(word.to_owned())),
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
        let kept = |words: &str| Segment::Kept(words.to_owned());
        let removed = |words: &str| Segment::Removed(words.to_owned());
        let added = |words: &str| Segment::Added(words.to_owned());
        assert_eq!(
            text_diff("We meet at the library. Bring soup.", "We meet at the church. Bring warm soup."),
            [
                kept("We meet at the "),
                removed("library. "),
                added("church. "),
                kept("Bring "),
                added("warm "),
                kept("soup.")
            ]
        );
        assert_eq!(text_diff("", "New"), [added("New")]);
        assert_eq!(text_diff("Same", "Same"), [kept("Same")]);
    }

    #[test]
    fn texts_that_have_nothing_in_common_take_no_time() {
        let (one, other) = ("a ".repeat(5_000), "b ".repeat(5_000));
        assert_eq!(text_diff(&one, &other), [Segment::Removed(one), Segment::Added(other)]);
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_segments(from in "([ab]{1,2}[ \n]?){0,12}", to in "([ab]{1,2}[ \n]?){0,12}") {
            let (mut one, mut other) = (String::new(), String::new());
            for segment in text_diff(&from, &to) {
                match segment {
                    Segment::Kept(words) => {
                        one.push_str(&words);
                        other.push_str(&words);
                    }
                    Segment::Removed(words) => one.push_str(&words),
                    Segment::Added(words) => other.push_str(&words),
                }
            }
            prop_assert_eq!((one, other), (from, to));
        }
    }
}

//! Web and mail addresses within texts.

use super::{ContactKind, ContactWay, uniform};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they are.
    Words(&'a str),
    /// Words that are an address, and what a browser opens for it: `http`, `https` or `mailto`, never anything else.
    Link(&'a str, String),
}

/// A line of a text as pieces, which together are the line.
#[must_use]
pub fn linked(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    let mut words = 0;
    while let Some(start) = rest.get(words..).and_then(|after| after.find(|char: char| !char.is_whitespace()))
    {
        let start = words + start;
        let after = rest.get(start..).unwrap_or_default();
        let end = start + after.find(char::is_whitespace).unwrap_or(after.len());
        let word = rest.get(start..end).unwrap_or_default();
        words = end;
        let bare = word.trim_start_matches(['(', '[', '<', '"', '\'', '«', '“', '¿', '¡']);
        let from = start + word.len() - bare.len();
        let bare =
            bare.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', '»', '”', '…']);
        let Some(link) = address(bare) else { continue };
        if from > 0 {
            pieces.push(Piece::Words(rest.get(..from).unwrap_or_default()));
        }
        pieces.push(Piece::Link(bare, link));
        rest = rest.get(from + bare.len()..).unwrap_or_default();
        words = 0;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

fn address(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let kind = if ["http://", "https://", "www."].iter().any(|it| lower.starts_with(it)) {
        ContactKind::Web
    } else if word.contains('@') {
        ContactKind::Email
    } else {
        return None;
    };
    let value = uniform(kind, word).ok()?;
    ContactWay { kind, value, ..ContactWay::default() }.link()
}

//! Content lines: a name, its parameters and a value, over as many lines of the file as they take.

use crate::table::decode;
use std::iter::Peekable;

/// A property of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What holds it together with others: Apple writes what it calls a number beside it, in the same group.
    pub(super) group: String,
    /// Its name in capitals.
    pub(super) name: String,
    /// What its parameters say, in small letters: types, of which version 2.1 gives the bare words.
    pub(super) types: Vec<String>,
    /// The value, its escapes still in it.
    pub(super) value: String,
}

/// The properties of a file, one after the other.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut rest = text.split(['\n', '\r']).filter(|line| !line.is_empty()).peekable();
    std::iter::from_fn(move || {
        loop {
            let unfolded = unfold(&mut rest)?;
            if let Some(line) = read(&unfolded) {
                return Some(line);
            }
        }
    })
}

/// A line with those that go on with it: they begin with a blank (RFC 6350 section 3.2), or, in quoted-printable, the one
/// before ends in `=` (RFC 2045 section 6.7).
fn unfold<'a>(lines: &mut Peekable<impl Iterator<Item = &'a str>>) -> Option<String> {
    let mut whole = lines.next()?.to_owned();
    let head = whole.split(':').next().unwrap_or_default();
    let is_quoted = head.to_ascii_uppercase().contains("QUOTED-PRINTABLE");
    while let Some(next) = lines.peek() {
        if is_quoted && whole.ends_with('=') {
            whole.pop();
            whole.push_str(next.strip_prefix([' ', '\t']).unwrap_or(next));
        } else if let Some(more) = next.strip_prefix([' ', '\t']) {
            whole.push_str(more);
        } else {
            break;
        }
        lines.next();
    }
    Some(whole)
}

fn read(line: &str) -> Option<Line> {
    let (head, value) = line.split_at(outside_quotes(line, ':')?);
    let value = value.strip_prefix(':').unwrap_or(value);
    let mut rest = head;
    let mut parts = Vec::new();
    while let Some(at) = outside_quotes(rest, ';') {
        let (part, after) = rest.split_at(at);
        parts.push(part);
        rest = after.strip_prefix(';').unwrap_or(after);
    }
    parts.push(rest);
    let (name, params) = parts.split_first()?;
    let (group, name) = name.rsplit_once('.').unwrap_or(("", name));
    let (mut types, mut quoted, mut charset) = (Vec::new(), false, String::new());
    for param in params {
        let (key, said) = param.split_once('=').unwrap_or(("TYPE", param));
        let said = said.to_ascii_lowercase();
        quoted |= said == "quoted-printable";
        if key.eq_ignore_ascii_case("CHARSET") {
            charset = said;
        } else if key.eq_ignore_ascii_case("TYPE") {
            types.extend(said.replace('"', "").split(',').map(|word| word.trim().to_owned()));
        }
    }
    let value = if quoted { unquoted(value, &charset) } else { value.to_owned() };
    Some(Line { group: group.to_ascii_uppercase(), name: name.trim().to_ascii_uppercase(), types, value })
}

/// Where the first such character is that stands in no quoted parameter.
fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, char)| {
        quoted ^= char == '"';
        (char == wanted && !quoted).then_some(at)
    })
}

/// A quoted-printable value as the text it stands for.
fn unquoted(value: &str, charset: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((plain, after)) = rest.split_once('=') {
        bytes.extend_from_slice(plain.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'=');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    // Who names no character set writes UTF-8 today, or that of their country.
    let named = charset.contains("1252").then_some("Windows-1252");
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => decode(error.as_bytes(), named).map(|(text, _)| text).unwrap_or_default(),
    }
}

/// The parts of a structured value (RFC 6350 section 3.3), their escapes taken out.
pub(super) fn parts(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = value.chars();
    while let Some(char) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match char {
            '\\' => match chars.next() {
                Some('n' | 'N') => part.push('\n'),
                Some(escaped) => part.push(escaped),
                None => part.push('\\'),
            },
            ';' => parts.push(String::new()),
            _ => part.push(char),
        }
    }
    parts
}

/// A value that is one text (RFC 6350 section 3.4).
pub(super) fn text(value: &str) -> String {
    parts(value).join(";")
}

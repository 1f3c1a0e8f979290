//! A link's bytes as text, and finding it in what somebody pasted.

use super::bytes::MOST;
use super::{Link, LinkError, NAME_CHARS, PASTED_BYTES, RELAY_BYTES};
use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

const MARK: &str = "#join=";
/// The mark as it is written, and as what some messengers make of it, each in small letters: it counts in either case.
const MARKS: [&str; 4] = [MARK, "#join%3d", "%23join=", "%23join%3d"];
/// Letters of the longest link.
const MOST_LETTERS: usize = (MOST * 4).div_ceil(3);
/// At so many places at most a link is thought to end.
const MOST_ENDS: usize = 64;

/// The fragment of a link of these bytes.
pub(super) fn write(bytes: &[u8]) -> Zeroizing<String> {
    let encoded = Zeroizing::new(Base64UrlUnpadded::encode_string(bytes));
    let mut fragment = Zeroizing::new(String::with_capacity(MARK.len() + encoded.len()));
    fragment.push_str(MARK);
    fragment.push_str(&encoded);
    fragment
}

/// Finds the letters of a link in a text, and reads them.
pub(super) fn find(pasted: &str, read: impl Fn(&[u8]) -> Result<Link, LinkError>) -> Result<Link, LinkError> {
    if pasted.len() > PASTED_BYTES {
        return Err(LinkError::TooLong);
    }
    let (compact, breaks) = compact(pasted);
    let Some((start, letters)) = after_mark(&compact) else { return Err(LinkError::None) };
    let length = letters.bytes().take_while(|letter| is_letter(*letter)).count();
    // White space may be a line break within the link or the end of it: whatever gives a link is right.
    let ends = breaks.into_iter().filter_map(|at| at.checked_sub(start));
    let ends = ends.filter(|end| (1..length).contains(end)).take(MOST_ENDS).chain([length]);
    let mut fault = LinkError::CutShort;
    for end in ends {
        match letters.get(..end).map_or(Err(LinkError::CutShort), |letters| decode(letters, &read)) {
            // Every shorter end of a link that goes on looks cut short, so other faults tell more.
            Err(LinkError::CutShort) => {}
            Err(other) => fault = other,
            found => return found,
        }
    }
    Err(fault)
}

fn decode(letters: &str, read: impl Fn(&[u8]) -> Result<Link, LinkError>) -> Result<Link, LinkError> {
    if letters.len() > MOST_LETTERS {
        return Err(LinkError::Mistyped);
    }
    if let Ok(bytes) = Base64UrlUnpadded::decode_vec(letters) {
        return read(&Zeroizing::new(bytes));
    }
    // The letters at the end make no whole bytes: some are missing or changed. The others tell which.
    let whole = letters.len() / 4 * 4;
    let bytes = letters.get(..whole).and_then(|letters| Base64UrlUnpadded::decode_vec(letters).ok());
    match bytes.map(Zeroizing::new).map(|bytes| read(&bytes)) {
        Some(Err(fault)) => Err(fault),
        // A link was complete before its last letters.
        Some(Ok(_)) | None => Err(LinkError::Mistyped),
    }
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The text without white space, letters that take none, and the marks of quotations; and where white space was.
fn compact(pasted: &str) -> (Zeroizing<String>, Vec<usize>) {
    let mut compact = Zeroizing::new(String::with_capacity(pasted.len()));
    let mut breaks = Vec::new();
    for letter in pasted.chars() {
        if letter.is_whitespace() || matches!(letter, '<' | '>') {
            if breaks.last() != Some(&compact.len()) {
                breaks.push(compact.len());
            }
        } else if !is_invisible(letter) && !matches!(letter, '\u{200c}' | '\u{200d}') {
            compact.push(letter);
        }
    }
    (compact, breaks)
}

/// Where the first mark ends, and what comes then. Without a `#` the mark counts only at the beginning.
fn after_mark(compact: &str) -> Option<(usize, &str)> {
    let small = Zeroizing::new(compact.to_ascii_lowercase());
    let marked = MARKS.iter().filter_map(|mark| small.find(mark).map(|at| at + mark.len())).min();
    let bare = small.starts_with("join=").then_some("join=".len());
    let start = bare.or(marked)?;
    Some((start, compact.get(start..)?))
}

/// Whether a letter takes no space, or turns the direction of what follows: in names they only deceive. Joiners
/// are none of these: scripts need them.
const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What of a name can be shown safely: without control letters, letters that take no space or turn directions;
/// white space as single spaces; not too long. `None` where nothing is left.
pub(super) fn clean_name(name: &str) -> Option<String> {
    let kept = |letter: &char| letter.is_whitespace() || !(letter.is_control() || is_invisible(*letter));
    // Nobody's name is so long that the rest of this matters.
    let kept: String = name.chars().filter(kept).take(16 * NAME_CHARS).collect();
    let words: Vec<_> = kept.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(NAME_CHARS).collect();
    let name = name.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether this is a relay's address: see [`Link::with_relay`].
pub(super) fn is_relay(address: &str) -> bool {
    let (rest, is_safe) = match (address.strip_prefix("wss://"), address.strip_prefix("ws://")) {
        (Some(rest), _) => (rest, true),
        (_, Some(rest)) => (rest, false),
        (None, None) => return false,
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let in_path = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte);
    let bracket = authority.find(']').map_or(0, |at| at + 1);
    let colon = authority.get(bracket..).and_then(|after| after.find(':')).map(|at| bracket + at);
    let (host, port) = authority.split_at(colon.unwrap_or(authority.len()));
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse().is_ok_and(|port: u16| port > 0)
    };
    let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    address.len() <= RELAY_BYTES
        && is_host(host)
        && port.strip_prefix(':').is_none_or(is_port)
        && path.bytes().all(in_path)
        && (is_safe || is_here)
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        let inner = inner.strip_suffix(']').and_then(|inner| inner.parse::<std::net::Ipv6Addr>().ok());
        return inner.is_some();
    }
    let in_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    host.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && host.bytes().all(in_host)
}

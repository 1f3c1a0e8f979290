//! An archive as a text, for ways that carry no other file: base64 (RFC 4648) between two lines, after words for
//! people.

use super::{BackupError, MAX_BYTES, is_bare, readme::plain};
use base64ct::{Base64, Encoding};

const BEGIN: &str = "-----BEGIN GROUNDSWELL FILE-----";
const END: &str = "-----END GROUNDSWELL FILE-----";
/// What both lines begin with.
const HYPHENS: &str = "-----";
/// Letters on a line (RFC 2045).
const WIDTH: usize = 76;
/// So far in the text the first line is looked for: whoever passed it on may have written before it.
const WORDS: usize = 8_192;

/// The archive as a text.
#[must_use]
pub fn armour(archive: &[u8], name: &str) -> String {
    // A name that holds one of the lines would be taken for it, by readers that look for the first.
    let name = plain(name).replace(HYPHENS, "–");
    let letters = Base64::encode_string(archive);
    let mut text = format!(
        "Groundswell: \"{name}\"\r\n\r\nOpen Groundswell, choose \"Share\" or \"Restore a backup\", and choose this \
         file.\r\nAbra Groundswell, elija «Compartir» o «Restaurar una copia de seguridad», y elija este archivo.\r\n\r\n{BEGIN}\r\n"
    );
    text.reserve(letters.len() + letters.len() / WIDTH * 2 + END.len() + 4);
    let mut rest = letters.as_str();
    while !rest.is_empty() {
        // Base64 is ASCII: every place in it is between two letters.
        let (line, after) = rest.split_at_checked(WIDTH).unwrap_or((rest, ""));
        text.push_str(line);
        text.push_str("\r\n");
        rest = after;
    }
    text.push_str(END);
    text.push_str("\r\n");
    text
}

/// The archive in a text; `None` where the bytes are no such text.
///
/// Words before or after it may hold the same lines, such as a network's name: what counts is the first place where
/// an archive follows.
pub(super) fn take_off(bytes: &[u8]) -> Result<Option<Vec<u8>>, BackupError> {
    let start = bytes.get(..WORDS.min(bytes.len())).unwrap_or_default();
    let begins = start.windows(BEGIN.len()).enumerate().filter(|(_, window)| *window == BEGIN.as_bytes());
    let mut fault = None;
    for (at, _) in begins {
        match archive(bytes.get(at + BEGIN.len()..).unwrap_or_default()) {
            Ok(archive) => return Ok(Some(archive)),
            Err(error) => fault = Some(error),
        }
    }
    fault.map_or(Ok(None), Err)
}

/// The archive whose letters stand here, up to the line that ends them.
fn archive(armoured: &[u8]) -> Result<Vec<u8>, BackupError> {
    const CUT: BackupError = BackupError::Damaged("the text is cut short");
    const CHANGED: BackupError = BackupError::Damaged("the text was changed");
    // The letters hold no hyphen.
    let end = armoured.windows(HYPHENS.len()).position(|window| window == HYPHENS.as_bytes()).ok_or(CUT)?;
    let (letters, after) = armoured.split_at_checked(end).ok_or(CUT)?;
    if !after.starts_with(END.as_bytes()) {
        return Err(CUT);
    }
    if letters.len() > MAX_BYTES * 2 {
        return Err(BackupError::TooLarge);
    }
    // Mail programs break and quote lines as they like.
    let letters: String = letters.iter().copied().filter(|byte| is_letter(*byte)).map(char::from).collect();
    let archive = Base64::decode_vec(&letters).map_err(|_| CHANGED)?;
    if is_bare(&archive) { Ok(archive) } else { Err(CHANGED) }
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

//! An archive as a text, for ways that carry no other file: base64 (RFC 4648) between two lines, after words for
//! people.

use super::{BackupError, MAX_BYTES};
use base64ct::{Base64, Encoding};

const BEGIN: &str = "-----BEGIN GROUNDSWELL FILE-----";
const END: &str = "-----END GROUNDSWELL FILE-----";
/// Letters on a line (RFC 2045).
const WIDTH: usize = 76;
/// So far in the text the first line is looked for: whoever passed it on may have written before it.
const WORDS: usize = 8_192;

/// The archive as a text.
#[must_use]
pub fn armour(archive: &[u8], name: &str) -> String {
    let name: String = name.chars().filter(|char| !char.is_control()).collect();
    let letters = Base64::encode_string(archive);
    let mut text = format!(
        "Groundswell: \"{name}\"\r\n\r\nOpen Groundswell, choose \"Share\" or \"Restore a backup\", and choose this \
         file.\r\nAbra Groundswell, elija «Compartir» o «Restaurar una copia», y elija este archivo.\r\n\r\n{BEGIN}\r\n"
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
pub(super) fn take_off(bytes: &[u8]) -> Result<Option<Vec<u8>>, BackupError> {
    let start = bytes.get(..WORDS.min(bytes.len())).unwrap_or_default();
    let Some(at) = start.windows(BEGIN.len()).position(|window| window == BEGIN.as_bytes()) else {
        return Ok(None);
    };
    let armoured = bytes.get(at + BEGIN.len()..).unwrap_or_default();
    if armoured.len() > MAX_BYTES * 2 {
        return Err(BackupError::TooLarge);
    }
    let end = armoured
        .windows(END.len())
        .rposition(|window| window == END.as_bytes())
        .ok_or(BackupError::Damaged("the text is cut short"))?;
    let letters = armoured.get(..end).unwrap_or_default();
    // Mail programs break and quote lines as they like.
    let letters: String = letters.iter().copied().filter(|byte| is_letter(*byte)).map(char::from).collect();
    let archive = Base64::decode_vec(&letters).map_err(|_| BackupError::Damaged("the text was changed"))?;
    Ok(Some(archive))
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

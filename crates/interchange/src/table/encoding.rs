//! From bytes to text. Spreadsheet programs write UTF-8, with or without its mark, UTF-16 ("Unicode text") or
//! the Western code page; anything else is told apart as no text.

/// The encodings' names, as a person is told.
const UTF_8: &str = "UTF-8";
const UTF_16_LE: &str = "UTF-16LE";
const UTF_16_BE: &str = "UTF-16BE";
const WINDOWS_1252: &str = "Windows-1252";

/// The text and the name of its encoding; `None` if the bytes are no text in any of them.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (text, encoding) = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        (utf_8(rest), UTF_8)
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        (utf_16(rest, u16::from_le_bytes), UTF_16_LE)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        (utf_16(rest, u16::from_be_bytes), UTF_16_BE)
    } else {
        match zeros(bytes) {
            Zeros::None if is_utf_8(bytes) => (utf_8(bytes), UTF_8),
            Zeros::None => (bytes.iter().copied().map(windows_1252).collect(), WINDOWS_1252),
            Zeros::Odd => (utf_16(bytes, u16::from_le_bytes), UTF_16_LE),
            Zeros::Even => (utf_16(bytes, u16::from_be_bytes), UTF_16_BE),
            Zeros::Anywhere => return None,
        }
    };
    // DOS programs end a text with this character.
    let end = text.trim_end_matches('\u{1a}').len();
    let mut text = text;
    text.truncate(end);
    is_text(&text).then_some((text, encoding))
}

/// Where the zero bytes are: text in UTF-16 has them at every other place wherever its letters are Latin.
enum Zeros {
    None,
    Odd,
    Even,
    Anywhere,
}

fn zeros(bytes: &[u8]) -> Zeros {
    let head = bytes.get(..8192).unwrap_or(bytes);
    let at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (at(0), at(1));
    match (even, odd) {
        (0, 0) if bytes.contains(&0) => Zeros::Anywhere,
        (0, 0) => Zeros::None,
        _ if bytes.len().is_multiple_of(2) && odd > head.len() / 8 && even < odd / 8 + 1 => Zeros::Odd,
        _ if bytes.len().is_multiple_of(2) && even > head.len() / 8 && odd < even / 8 + 1 => Zeros::Even,
        _ => Zeros::Anywhere,
    }
}

/// Whether the bytes are UTF-8, but perhaps for single strays: files that were joined from several have them.
fn is_utf_8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut letters, mut strays) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        strays += chunk.invalid().len();
    }
    letters > 2 * strays
}

/// Strays are read as the Western code page reads them, so that nothing is lost.
fn utf_8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(windows_1252));
    }
    text
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    char::decode_utf16(units.iter().copied().map(unit))
        .map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The Encoding Standard's index for windows-1252, bytes 0x80 to 0x9F; all others are the code points of their
/// number.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    byte.checked_sub(0x80).and_then(|at| UPPER.get(usize::from(at))).copied().unwrap_or(char::from(byte))
}

/// Whether there are no more control characters than a careless paste leaves.
fn is_text(text: &str) -> bool {
    let (mut all, mut strange) = (0_usize, 0_usize);
    for char in text.chars().take(65_536) {
        all += 1;
        let control = char.is_control() && !matches!(char, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
        strange += usize::from(control || char == char::REPLACEMENT_CHARACTER);
    }
    strange <= 8 + all / 20 && strange * 4 <= all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Grupo,Teléfono\r\nCarl Núñez,“(608) 555-0100”\r\n";

    fn in_utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[track_caller]
    fn check(bytes: &[u8], expect: Option<(&str, &str)>) {
        let read = decode(bytes);
        assert_eq!(read.as_ref().map(|(text, name)| (text.as_str(), *name)), expect);
    }

    #[test]
    fn each_encoding_is_found() {
        check(TEXT.as_bytes(), Some((TEXT, UTF_8)));
        check(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), Some((TEXT, UTF_8)));
        check(&in_utf_16(TEXT, u16::to_le_bytes), Some((TEXT, UTF_16_LE)));
        check(&in_utf_16(TEXT, u16::to_be_bytes), Some((TEXT, UTF_16_BE)));
        check(&in_utf_16(&format!("\u{feff}{TEXT}"), u16::to_le_bytes), Some((TEXT, UTF_16_LE)));
        check(&in_utf_16(&format!("\u{feff}{TEXT}"), u16::to_be_bytes), Some((TEXT, UTF_16_BE)));
        let (western, ..) = encoding_rs::WINDOWS_1252.encode(TEXT);
        check(&western, Some((TEXT, WINDOWS_1252)));
        check(b"a,b\n\x1a", Some(("a,b\n", UTF_8)));
    }

    #[test]
    fn a_stray_byte_does_not_spoil_a_file() {
        check(b"N\xc3\xba\xc3\xb1ez,\xc3\xa9,Mu\xf1oz", Some(("Núñez,é,Muñoz", UTF_8)));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        check(b"\x00\x01\x02\x03\x04\x05\x06", None);
        check(b"a,b\0\0\0\0c", None);
        check(b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11", None);
    }

    #[test]
    fn the_western_code_page_is_the_standards() {
        let bytes: Vec<u8> = (0..=255).collect();
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        assert_eq!(bytes.iter().copied().map(windows_1252).collect::<String>(), text);
    }

    proptest! {
        #[test]
        fn utf_16_is_read_as_the_standard_reads_it(bytes: Vec<u8>) {
            let even = &bytes[..bytes.len() / 2 * 2];
            let (text, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(even);
            prop_assert_eq!(utf_16(even, u16::from_le_bytes), text);
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}

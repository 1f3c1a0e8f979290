//! From bytes to text. Spreadsheet programs write UTF-8, with or without its mark, UTF-16 ("Unicode text") or a code
//! page of their country; anything else is told apart as no text.

mod fit;
mod pages;

use pages::{PAGES, WESTERN};

/// The encodings' names, as a person is told.
const UTF_8: &str = "UTF-8";
const UTF_16_LE: &str = "UTF-16LE";
const UTF_16_BE: &str = "UTF-16BE";

/// The encodings' names, the likelier first.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let pages = PAGES.iter().map(|page| page.name);
    [UTF_8].into_iter().chain(pages).chain([UTF_16_LE, UTF_16_BE])
}

/// The text and the name of its encoding, which somebody may have said; `None` if the bytes are no text in it, or in any.
pub(crate) fn decode(bytes: &[u8], said: Option<&str>) -> Option<(String, &'static str)> {
    let said = said.and_then(|said| names().find(|name| *name == said));
    let (text, encoding) = if let Some(name) = said {
        (decode_as(bytes, name), name)
    } else if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        (utf_8(rest), UTF_8)
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        (utf_16(rest, u16::from_le_bytes), UTF_16_LE)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        (utf_16(rest, u16::from_be_bytes), UTF_16_BE)
    } else {
        match zeros(bytes) {
            Zeros::Odd => (utf_16(bytes, u16::from_le_bytes), UTF_16_LE),
            Zeros::Even => (utf_16(bytes, u16::from_be_bytes), UTF_16_BE),
            Zeros::Elsewhere if is_utf_8(bytes) => (utf_8(bytes), UTF_8),
            Zeros::Elsewhere => code_page(bytes),
        }
    };
    // DOS programs end a text with this character.
    let end = text.trim_end_matches(['\u{1a}', '\0']).len();
    let mut text = text;
    text.truncate(end);
    if !is_text(&text) {
        return None;
    }
    // A stray one spoils nothing.
    text.retain(|char| char != '\0');
    Some((text, encoding))
}

/// The text in one of [`names`].
fn decode_as(bytes: &[u8], name: &str) -> String {
    match name {
        UTF_16_LE => utf_16(bytes.strip_prefix(b"\xff\xfe").unwrap_or(bytes), u16::from_le_bytes),
        UTF_16_BE => utf_16(bytes.strip_prefix(b"\xfe\xff").unwrap_or(bytes), u16::from_be_bytes),
        _ => match PAGES.iter().find(|page| page.name == name) {
            Some(page) => page.decode(bytes),
            None => utf_8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
        },
    }
}

/// The text in the code page that it fits best.
fn code_page(bytes: &[u8]) -> (String, &'static str) {
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    let mut best = (usize::MAX, &WESTERN);
    for page in &PAGES {
        let oddities = fit::oddities(&page.decode(sample));
        if oddities < best.0 {
            best = (oddities, page);
        }
        if oddities == 0 {
            break;
        }
    }
    (best.1.decode(bytes), best.1.name)
}

/// Where the zero bytes are: text in UTF-16 has them at every other place wherever its letters are Latin.
enum Zeros {
    Odd,
    Even,
    Elsewhere,
}

fn zeros(bytes: &[u8]) -> Zeros {
    let head = bytes.get(..8192).unwrap_or(bytes);
    let at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (at(0), at(1));
    match (even, odd) {
        _ if odd > head.len() / 8 && even < odd / 8 + 1 => Zeros::Odd,
        _ if even > head.len() / 8 && odd < even / 8 + 1 => Zeros::Even,
        _ => Zeros::Elsewhere,
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
        if !chunk.invalid().is_empty() {
            text.push_str(&WESTERN.decode(chunk.invalid()));
        }
    }
    text
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    char::decode_utf16(units.iter().copied().map(unit))
        .map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
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
        let read = decode(bytes, None);
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
        check(&western, Some((TEXT, WESTERN.name)));
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
    fn single_strays_are_taken_out() {
        check(b"a,b\nRing\0 twice,c\n", Some(("a,b\nRing twice,c\n", UTF_8)));
        let mut odd = in_utf_16(TEXT, u16::to_le_bytes);
        odd.push(b'x');
        check(&odd, Some((TEXT, UTF_16_LE)));
    }

    #[test]
    fn a_code_page_is_found_by_what_makes_words_of_it() {
        for (label, text) in [
            ("macintosh", "Grupo,Contacto\rAsociación Montaña,José Núñez\rÉlan Café,María García"),
            (
                "windows-1252",
                "Group,Where\nWomen’s Circle,Chicago\nO’Brien – García Núñez,“Café”\nMonday–Friday,½",
            ),
            ("windows-1250", "Grupa,Miasto\nŁódź,Kraków\nŻeglarze,Śląsk"),
            ("windows-1251", "Комитет соседей;Чикаго\nРусская школа;Милуоки"),
            ("windows-1253", "Ομάδα,Αθήνα\nΕλληνική κοινότητα,Σικάγο"),
            ("windows-1254", "Türk Derneği,Şikago\nGüneş Işığı,İzmir"),
            ("windows-1255", "קבוצת השכנים,שיקגו\nבית,רחוב"),
            ("windows-1256", "جمعية الجيران,ديربورن\nالمركز العربي,شيكاغو"),
        ] {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let bytes = if label == "macintosh" {
                let all: Vec<u8> = (0..=255).collect();
                let (chars, _) = encoding.decode_without_bom_handling(&all);
                text.chars().map(|char| chars.chars().position(|it| it == char).unwrap() as u8).collect()
            } else {
                encoding.encode(text).0.into_owned()
            };
            let (read, name) = decode(&bytes, None).unwrap();
            assert_eq!((read.as_str(), name.to_lowercase().as_str()), (text, label));
        }
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
            let _ = decode(&bytes, None);
            for name in names() {
                let _ = decode(&bytes, Some(name));
            }
        }
    }
}

//! What a closing notice holds: one item, a version (one byte, 1) and a text in UTF-8.

const VERSION: u8 = 1;
/// Bytes of text that are kept.
const TEXT_BYTES: usize = 1_000;

/// The item of a notice that says this, cut to 1,000 bytes.
pub(crate) fn write(text: &str) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(cut(text).as_bytes());
    bytes
}

/// What a notice says; nothing where it is of a newer version or not a text.
pub(crate) fn read(items: &[Vec<u8>]) -> String {
    match items.first().and_then(|item| item.split_first()) {
        Some((&VERSION, text)) => std::str::from_utf8(text).map(cut).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn cut(text: &str) -> &str {
    let end = text.floor_char_boundary(TEXT_BYTES);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_says_what_was_written_and_no_more_than_fits() {
        assert_eq!(read(&[write("A new link: ask Ada")]), "A new link: ask Ada");
        assert_eq!(read(&[write(&"é".repeat(2_000))]), "é".repeat(500));
        for bad in [vec![], vec![2, b'a'], vec![1, 0xff]] {
            assert_eq!(read(&[bad]), "");
        }
        assert_eq!(read(&[]), "");
    }
}

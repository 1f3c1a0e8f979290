//! Several short texts in one cell, so that they part again where they were joined.

/// What parts one text from the next.
const PARTING: [char; 3] = [';', '\n', '\r'];

/// The texts with "; " between. One that would not come back as it is stands in quotes, as in a CSV file.
pub(super) fn join<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let written: Vec<String> = texts.map(write).collect();
    written.join("; ")
}

fn write(text: &str) -> String {
    let is_plain =
        !text.is_empty() && text.trim() == text && !text.starts_with('"') && !text.contains(PARTING);
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// The texts of a cell, parted at semicolons and line breaks.
pub(super) fn part(cell: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = cell;
    loop {
        rest = rest.trim_start_matches(|char: char| char.is_whitespace() || PARTING.contains(&char));
        if rest.is_empty() {
            return texts;
        }
        if let Some((text, after)) = quoted(rest) {
            texts.push(text);
            rest = after;
            continue;
        }
        let (text, after) = rest.split_at(rest.find(PARTING).unwrap_or(rest.len()));
        texts.push(text.trim_end().to_owned());
        rest = after;
    }
}

/// A text in quotes and what comes after it, if the quotes end before the next parting.
fn quoted(cell: &str) -> Option<(String, &str)> {
    let mut rest = cell.strip_prefix('"')?;
    let mut text = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        text.push_str(before);
        if let Some(more) = after.strip_prefix('"') {
            text.push('"');
            rest = more;
            continue;
        }
        let ends = after.trim_start_matches([' ', '\t']);
        return (ends.is_empty() || ends.starts_with(PARTING)).then_some((text, after));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_parted_as_people_write_them() {
        for (cell, texts) in [
            ("Climate; Education, K-12", &["Climate", "Education, K-12"][..]),
            ("Climate\nHousing\r\n", &["Climate", "Housing"]),
            (" ; Climate;; ", &["Climate"]),
            ("\"a; b\"; c", &["a; b", "c"]),
            ("\"Fight for 15\" rally; c", &["\"Fight for 15\" rally", "c"]),
            ("\"open; c", &["\"open", "c"]),
            ("", &[]),
        ] {
            assert_eq!(part(cell), texts, "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_parts_again(texts in prop::collection::vec("[ab;\" \n\r,]{0,5}|\\PC{0,6}", 0..5)) {
            prop_assert_eq!(part(&join(texts.iter().map(String::as_str))), texts);
        }

        #[test]
        fn no_cell_panics(cell in "[\"; a\n]{0,12}|\\PC{0,12}") {
            let _ = part(&cell);
        }
    }
}

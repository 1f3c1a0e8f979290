//! Phone numbers that a program took for numbers, or that people kept from it.

use std::borrow::Cow;

/// The number as it was, if it can be told; else the cell as it stands.
pub(super) fn mended(cell: &str) -> Cow<'_, str> {
    let bare = cell.trim();
    // Excel keeps as text what stands behind an apostrophe.
    let bare = match bare.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|char: char| char.is_ascii_digit() || "+(".contains(char)) => rest,
        _ => bare,
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match bare.strip_suffix(".0").or_else(|| bare.strip_suffix(".00")) {
        Some(whole) if is_digits(whole) && whole.len() >= 10 => return Cow::Borrowed(whole),
        _ => {}
    }
    // In scientific notation all digits may still be there: 6.085550101E+09.
    if let Some((mantissa, exponent)) = bare.split_once(['E', 'e'])
        && let Some((first, rest)) = mantissa.split_once('.')
        && first.len() == 1
        && is_digits(first)
        && is_digits(rest)
        && exponent.trim_start_matches('+').parse() == Ok(rest.len())
    {
        return Cow::Owned(format!("{first}{rest}"));
    }
    Cow::Borrowed(bare)
}

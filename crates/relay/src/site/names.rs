//! What a file's name tells: its media type, and whether it may be kept for ever.

use std::borrow::Cow;

/// The media type by the name's ending.
pub(crate) fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Whether the name ends in a hash of the content, as the build writes it:
/// `main-0123456789abcdef.css`, `groundswell-0123456789abcdef_bg.wasm`.
pub(crate) fn carries_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let stem = ["_bg", "_loader"].iter().find_map(|ending| stem.strip_suffix(ending)).unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        (12..=64).contains(&hash.len())
            && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

/// The path with its percent-encoding undone; nothing where that is not text.
pub(crate) fn decode(path: &str) -> Option<Cow<'_, str>> {
    if !path.contains('%') {
        return Some(Cow::Borrowed(path));
    }
    let mut decoded = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            decoded.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// How often a program on the way may have written `%` for what was escaped already.
const MOST_ESCAPED: usize = 4;

/// Whether a sync link stands in a path or a query, which was a fragment before somebody escaped it: `#join=`, or
/// `join=` where it begins a part of it, with any of it escaped, once or more often, in either case of letters.
pub(crate) fn carries_link(part: &str) -> bool {
    // What is long is no link, and is not looked through.
    let mut bytes = part.as_bytes().get(..part.len().min(MOST_SEARCHED)).unwrap_or_default().to_vec();
    for _ in 0..MOST_ESCAPED {
        if is_marked(&bytes) {
            return true;
        }
        let fewer = unescaped(&bytes);
        if fewer.len() == bytes.len() {
            return false;
        }
        bytes = fewer;
    }
    is_marked(&bytes)
}

/// Bytes of a path or a query that are searched: as many as a request's head may have.
const MOST_SEARCHED: usize = 16 << 10;

fn is_marked(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"join=";
    let begins = |before: Option<&u8>| before.is_none_or(|before| b"#/?&".contains(before));
    bytes.windows(MARK.len()).enumerate().any(|(place, window)| {
        window.eq_ignore_ascii_case(MARK) && begins(place.checked_sub(1).and_then(|place| bytes.get(place)))
    })
}

/// With the percent-encoding undone once, where it is one.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%'
            && let [high, low, after @ ..] = after
            && let (Some(high), Some(low)) = (digit(high), digit(low))
        {
            plain.push(high << 4 | low);
            rest = after;
        } else {
            plain.push(*first);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for name in
            ["/main-0123456789abcdef.css", "/groundswell-f3a9c1d2e4b5a697_bg.wasm", "/a/b-0123456789ab.js"]
        {
            assert!(carries_hash(name), "{name}");
        }
        for name in [
            "/index.html",
            "/sw.js",
            "/icons/icon-512.png",
            "/engine-worker_loader.js",
            "/shots/wide-screen.png",
        ] {
            assert!(!carries_hash(name), "{name}");
        }
    }

    #[test]
    fn percent_encoding_is_undone_or_refused() {
        assert_eq!(decode("/a%20b").as_deref(), Some("/a b"));
        assert_eq!(decode("/caf%C3%A9").as_deref(), Some("/café"));
        for bad in ["/%", "/%f", "/%zz", "/%ff"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_link_is_seen_however_it_was_escaped() {
        for part in [
            "/%23join=AQBi",
            "/%23join%3DAQBi",
            "/%23join%3dAQBi.",
            "/#join=AQBi",
            "/%2523join%253dAQBi",
            "/groups/%23JOIN%3dAQBi",
            "/%23%6a%6F%69%6e%3d",
            "/join=AQBi",
            "join=AQBi",
            "utm=x&join%3DAQBi",
            "%23join=AQBi",
            "/%23join%3D%zz%",
        ] {
            assert!(carries_link(part), "{part}");
        }
        for part in
            ["", "/", "/groups", "/conjoin=x", "town=Waupaca", "/%", "/%23", "/join", "/joining/=", "%25"]
        {
            assert!(!carries_link(part), "{part}");
        }
    }
}

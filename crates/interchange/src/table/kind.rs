/// What a file is, if its first bytes say that it is no text.
///
/// Signatures: ZIP (PKWARE APPNOTE 4.3.7), OpenDocument 1.3 part 2 section 3.3 (`mimetype` comes first), OLE2
/// compound files (MS-CFB 2.2), PDF (ISO 32000 7.5.2).
pub(super) fn not_text(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(match () {
            () if has(b"application/vnd.oasis.opendocument.spreadsheet") => "ods",
            () if has(b"application/vnd.oasis.opendocument.text") => "odt",
            () if has(b"word/") => "docx",
            // The order of entries is free; most programs write the content types first and the sheets later.
            () if has(b"xl/") || has(b"[Content_Types].xml") => "xlsx",
            () if has(b"Index/") => "numbers",
            () => "zip",
        });
    }
    const SIGNATURES: [(&[u8], &str); 10] = [
        (b"%PDF", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"{\\rtf", "rtf"),
        (b"PK\x05\x06", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"\x89PNG", "png"),
        (b"\xff\xd8\xff", "jpeg"),
        (b"GIF8", "gif"),
        (b"\x85\x6f\x4a\x83", "automerge"),
        (b"SQLite format 3\0", "sqlite"),
    ];
    if let Some((_, name)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some(name);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if begins(b"<!doctype html") || begins(b"<html") || begins(b"<table") {
        return Some("html");
    }
    begins(b"<?xml").then_some("xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_text_are_recognised() {
        for (bytes, kind) in [
            (&b"PK\x03\x04....[Content_Types].xml"[..], Some("xlsx")),
            (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Some("ods")),
            (b"PK\x03\x04....public.automerge", Some("zip")),
            (b"%PDF-1.7", Some("pdf")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("xls")),
            (b"\n <HTML><table>", Some("html")),
            (b"\xef\xbb\xbf<?xml version", Some("xml")),
            (b"Group,Where\n", None),
            (b"", None),
        ] {
            assert_eq!(not_text(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}

//! WebSockets (RFC 6455), the server's side: the handshake's answer, and frames as bytes.
//!
//! It is own code because the libraries bring a stream cipher into the relay's tree for the client's masks,
//! and keep a buffer as large as the largest message for as long as a connection lives. Here an idle
//! connection keeps none. The tests speak to it with another implementation.
//!
//! Of the protocol is left out what a relay has no use for: extensions, sub-protocols, text.

mod decoder;

use axum::http::{HeaderMap, HeaderValue, header};
use sha1::{Digest as _, Sha1};

pub(crate) use decoder::{Decoder, Event};

/// The version of the protocol, the only one there is.
pub(crate) const VERSION: &str = "13";

/// Why a request does not open a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handshake {
    /// It asks for something else, or for another version.
    Other,
    /// It asks, and not as the standard says.
    Malformed,
}

/// The answer to a client's key: proof that this server speaks WebSocket (RFC 6455 section 4.2.2).
pub(crate) fn accept(key: &str) -> HeaderValue {
    let mut hash = Sha1::new();
    hash.update(key.as_bytes());
    hash.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    // Base64 is always a value of a header.
    HeaderValue::from_str(&base64(&hash.finalize())).unwrap_or(HeaderValue::from_static(""))
}

/// The client's key, where a request asks for a WebSocket (section 4.2.1).
///
/// # Errors
/// [`Handshake`].
pub(crate) fn asked(headers: &HeaderMap) -> Result<&str, Handshake> {
    let names = |name, token: &str| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(token))
    };
    if !names(header::CONNECTION, "upgrade") || !names(header::UPGRADE, "websocket") {
        return Err(Handshake::Other);
    }
    let only = |name| {
        let mut values = headers.get_all(name).iter();
        values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok())
    };
    match only(header::SEC_WEBSOCKET_VERSION) {
        Some(version) if version.trim() == VERSION => {}
        _ => return Err(Handshake::Other),
    }
    only(header::SEC_WEBSOCKET_KEY).map(str::trim).filter(|key| is_key(key)).ok_or(Handshake::Malformed)
}

/// Whether it is 16 bytes in base64 (RFC 4648 section 4), in their one canonical form.
fn is_key(key: &str) -> bool {
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'+' || letter == b'/';
    match key.as_bytes() {
        // The last letter stands for two bits only.
        [letters @ .., b'A' | b'Q' | b'g' | b'w', b'=', b'='] => {
            letters.len() == 21 && letters.iter().all(|letter| is_letter(*letter))
        }
        _ => false,
    }
}

/// Why a server closes (RFC 6455 section 7.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseCode {
    /// A normal end.
    Normal = 1000,
    /// The client broke the protocol.
    Protocol = 1002,
    /// The client sent text.
    Unsupported = 1003,
    /// The client gave a reason that is no text.
    NotText = 1007,
    /// A message was too large.
    TooBig = 1009,
}

/// Appends the head of an unmasked binary message of so many bytes.
pub(crate) fn binary_head(length: usize, out: &mut Vec<u8>) {
    out.push(0x82);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..=125), _) => out.push(short),
        (_, Ok(middle)) => {
            out.push(126);
            out.extend(middle.to_be_bytes());
        }
        _ => {
            out.push(127);
            out.extend((length as u64).to_be_bytes());
        }
    }
}

/// Appends a ping.
pub(crate) fn ping(out: &mut Vec<u8>) {
    out.extend([0x89, 0]);
}

/// Appends the answer to a ping of at most 125 bytes.
pub(crate) fn pong(payload: &[u8], out: &mut Vec<u8>) {
    if let Ok(length @ 0..=125) = u8::try_from(payload.len()) {
        out.extend([0x8a, length]);
        out.extend(payload);
    }
}

/// Appends a close, with a code where there is one to say.
pub(crate) fn close(code: Option<u16>, out: &mut Vec<u8>) {
    match code {
        None => out.extend([0x88, 0]),
        Some(code) => {
            out.extend([0x88, 2]);
            out.extend(code.to_be_bytes());
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let joined =
            three.iter().fold(0u32, |joined, byte| joined << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter =
                LETTERS.get((joined >> (18 - 6 * place) & 63) as usize).filter(|_| place <= three.len());
            text.push(char::from(*letter.unwrap_or(&b'=')));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example_is_answered_as_it_says() {
        assert_eq!(accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn a_key_is_sixteen_bytes_in_base64() {
        assert!(is_key("dGhlIHNhbXBsZSBub25jZQ=="));
        assert!(is_key("+/+/+/+/+/+/+/+/+/+/+w=="));
        for key in [
            "",
            "short",
            "dGhlIHNhbXBsZSBub25jZQ=",
            "dGhlIHNhbXBsZSBub25jZQ===",
            "dGhlIHNhbXBsZSBub25jZR==",
            "dGhlIHNhbXBsZSBub25jZ!==",
            "dGhlIHNhbXBsZSBub25jZSB=",
            "dGhlIHNhbXBsZSBub25jZSBs",
            "dGhlIHNhbXBsZSBub25j-_==",
        ] {
            assert!(!is_key(key), "{key}");
        }
    }

    #[test]
    fn base64_of_every_length() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn lengths_are_written_in_the_shortest_form() {
        for (length, head) in [
            (0, &[0x82, 0][..]),
            (125, &[0x82, 125]),
            (126, &[0x82, 126, 0, 126]),
            (65_535, &[0x82, 126, 255, 255]),
            (65_536, &[0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let mut out = Vec::new();
            binary_head(length, &mut out);
            assert_eq!(out, head);
        }
    }

    #[test]
    fn only_a_request_for_a_websocket_has_a_key() {
        let mut headers = HeaderMap::new();
        for (name, value) in
            [("connection", "keep-alive, Upgrade"), ("upgrade", "WebSocket"), ("sec-websocket-version", "13")]
        {
            assert_eq!(asked(&headers), Err(Handshake::Other));
            headers.insert(name, HeaderValue::from_static(value));
        }
        assert_eq!(asked(&headers), Err(Handshake::Malformed));
        let key = HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ==");
        headers.insert("sec-websocket-key", key.clone());
        assert_eq!(asked(&headers), Ok("dGhlIHNhbXBsZSBub25jZQ=="));
        headers.append("sec-websocket-key", key);
        assert_eq!(asked(&headers), Err(Handshake::Malformed));
        headers.insert("sec-websocket-version", HeaderValue::from_static("8"));
        assert_eq!(asked(&headers), Err(Handshake::Other));
    }
}

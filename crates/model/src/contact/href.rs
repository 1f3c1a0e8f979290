//! Addresses that a browser opens for contact ways: the one place where such an address is made of what people
//! wrote.

use super::{ContactKind, uniform};
use std::fmt::Write as _;

/// The address for a value, which holds that value and nothing besides: a mail program or a phone finds one
/// recipient or one number in it and no header fields, parameters or codes.
///
/// `None` where the value is not what its kind says, and for kinds that no program opens.
pub(super) fn href(kind: ContactKind, value: &str) -> Option<String> {
    // A document may say anything.
    let value = uniform(kind, value).ok()?;
    match kind {
        ContactKind::Email => mail(&value),
        // Digits after a `+`, an extension at most (RFC 3966): nothing in it has to be encoded.
        ContactKind::Phone => Some(format!("tel:{value}")),
        // Web addresses are kept as addresses: what has a meaning in them is meant.
        ContactKind::Web => Some(value),
        ContactKind::Post | ContactKind::Other => None,
    }
}

/// RFC 6068, section 2: in the part before the `@` everything that has a meaning in an address is percent-encoded,
/// and what is not ASCII as UTF-8 on both sides.
fn mail(value: &str) -> Option<String> {
    let (local, domain) = value.rsplit_once('@')?;
    let mut href = "mailto:".to_owned();
    encode(&mut href, local);
    href.push('@');
    encode(&mut href, domain);
    Some(href)
}

pub(super) fn encode(href: &mut String, text: &str) {
    for byte in text.bytes() {
        // The unreserved ones of RFC 3986, and the `+` of many addresses, which some programs do not decode.
        if byte.is_ascii_alphanumeric() || b"-._~+".contains(&byte) {
            href.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(href, "%{byte:02X}");
        }
    }
}

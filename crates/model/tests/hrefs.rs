//! What a contact way leads to, as an independent parser of addresses (the one of the WHATWG standard that Servo
//! uses) reads it: one recipient, one number, one site, and nothing besides.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail the test")]

use groundswell_model::{ContactKind, ContactWay};
use proptest::prelude::*;
use url::{Host, Url};

fn href(kind: ContactKind, value: &str) -> Option<String> {
    ContactWay { kind, value: value.to_owned(), ..ContactWay::default() }.link()
}

/// The one recipient of a `mailto:` address (RFC 6068): no second one, no header fields.
fn recipient(href: &str) -> String {
    let url = Url::parse(href).unwrap();
    assert_eq!(url.scheme(), "mailto", "{href}");
    assert!(url.query().is_none() && url.fragment().is_none() && !url.has_authority(), "{href}");
    // Recipients are told apart before anything is decoded.
    assert!(!url.path().contains([',', ';', '&', '=', '/', ':', ' ']), "{href}");
    let decoded = decode(url.path());
    assert_eq!(url.path().matches('@').count(), 1, "{href}");
    assert!(!decoded.chars().any(char::is_control), "{href}");
    decoded
}

fn decode(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A `tel:` address (RFC 3966): a global number, an extension at most.
fn is_number(href: &str) -> bool {
    let url = Url::parse(href).unwrap();
    let (number, extension) = url.path().split_once(";ext=").unwrap_or((url.path(), "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    url.scheme() == "tel"
        && url.query().is_none()
        && url.fragment().is_none()
        && number.strip_prefix('+').is_some_and(digits)
        && digits(extension)
}

fn check(kind: ContactKind, value: &str) {
    let Some(href) = href(kind, value) else { return };
    match kind {
        ContactKind::Email => {
            assert_eq!(recipient(&href), groundswell_model::contact::uniform(kind, value).unwrap(), "{href}");
        }
        ContactKind::Phone => assert!(is_number(&href), "{href}"),
        ContactKind::Web => {
            // What does not parse leads nowhere.
            let Ok(url) = Url::parse(&href) else { return };
            assert!(matches!(url.scheme(), "https" | "http"), "{href}");
            assert!(url.username().is_empty() && url.password().is_none(), "{href}");
            assert!(matches!(url.host(), Some(Host::Domain(_))), "{href}");
            assert!(!href.chars().any(turns), "{href}");
        }
        ContactKind::Post | ContactKind::Other => panic!("{href}"),
    }
}

fn turns(char: char) -> bool {
    matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn what_has_a_meaning_in_an_address_is_carried_as_a_letter() {
    for (value, expected) in [
        ("rosa@example.org", Some("mailto:rosa@example.org")),
        ("rosa+list@example.org", Some("mailto:rosa+list@example.org")),
        (
            "rosa%40example.org?bcc=spy@example.com",
            Some("mailto:rosa%2540example.org%3Fbcc%3Dspy@example.com"),
        ),
        ("rosa&body=x@example.org", Some("mailto:rosa%26body%3Dx@example.org")),
        ("rosa%0abcc:x@example.org", None),
        ("rosa%0ax@example.org", Some("mailto:rosa%250ax@example.org")),
        ("rosa#x@example.org", Some("mailto:rosa%23x@example.org")),
        ("rosa/x@example.org", Some("mailto:rosa%2Fx@example.org")),
        ("josé@peña.example", Some("mailto:jos%C3%A9@pe%C3%B1a.example")),
        ("rosa@example.org,spy@example.com", None),
        ("rosa@example.org;spy@example.com", None),
        ("rosa@example.org?bcc=spy@example.com", None),
        ("rosa@example.org\nbcc: spy@example.com", None),
        ("rosa@example.org?subject=x", None),
        ("\u{202e}rosa@example.org", None),
    ] {
        assert_eq!(href(ContactKind::Email, value).as_deref(), expected, "{value}");
        check(ContactKind::Email, value);
    }
    for (value, expected) in [
        ("+16085550100", Some("tel:+16085550100")),
        ("+16085550100;ext=12", Some("tel:+16085550100;ext=12")),
        ("*21*+16085550100#", None),
        ("*#06#", None),
        ("+16085550100;phone-context=example.org", None),
        ("+16085550100;isub=1", None),
        ("+16085550100,,1234", None),
        ("+16085550100?x", None),
    ] {
        assert_eq!(href(ContactKind::Phone, value).as_deref(), expected, "{value}");
        check(ContactKind::Phone, value);
    }
    for (value, expected) in [
        ("https://example.org/a?b#c", Some("https://example.org/a?b#c")),
        ("javascript:alert(1)", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("https://rosa@example.org", None),
        ("https://rosa:secret@example.org", None),
        ("https://example.org:443@example.com", None),
        ("https://example.org\\@example.com", None),
        ("https://example.org/\u{202e}gro.elpmaxe", None),
        ("https://\u{200f}example.org", None),
        ("https://example.org/\u{200b}x", None),
        ("https://127.0.0.1", None),
        ("https://192.168.0.0x1", None),
        ("https://0x7f.0x1", None),
        ("//example.org", None),
    ] {
        assert_eq!(href(ContactKind::Web, value).as_deref(), expected, "{value}");
        check(ContactKind::Web, value);
    }
}

/// Pieces of what somebody would try, between and beside letters.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9+.@:/?#&=%;,*!' _~-]{1,6}",
        "[A-Za-z]{1,4}@[a-z]{1,4}\\.(org|0x1|1|ñ|①)",
        "\\+?[0-9]{7,12}",
        "\\PC{1,3}",
        ".{1,2}",
        prop::sample::select(vec![
            "%40",
            "%0a",
            "%0d",
            "%2c",
            "?bcc=",
            "&body=",
            "?to=",
            "mailto:",
            "tel:",
            "https://",
            "http:",
            "\\",
            "javascript:",
            "data:",
            ";ext=",
            ";phone-context=",
            "x",
            "\u{202e}",
            "\u{200f}",
            "\u{ff0e}",
            "İ",
            "\t",
            "\n",
            "@",
            "://",
            "//",
            "[::1]",
            "0x7f",
            "xn--",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_value_holds_it_leads_to_one_place(value in hostile(), kind in 0..5_usize) {
        check(ContactKind::ALL[kind], &value);
    }

    #[test]
    fn an_address_with_any_allowed_letter_leads_to_itself(
        local in "[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}",
        domain in "[a-z]{1,9}\\.(org|example)",
    ) {
        let value = format!("{local}@{domain}");
        let href = href(ContactKind::Email, &value).unwrap();
        prop_assert_eq!(recipient(&href), value);
    }

    #[test]
    fn what_is_taken_as_a_contact_way_stays_one(value in hostile(), kind in 0..5_usize) {
        let kind = ContactKind::ALL[kind];
        if let Ok(uniform) = groundswell_model::contact::uniform(kind, &value) {
            prop_assert_eq!(groundswell_model::contact::uniform(kind, &uniform), Ok(uniform));
        }
    }
}

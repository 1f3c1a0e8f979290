//! A link whose checksum is right, whatever is in it, whole and damaged: what is read is written to the same letters.
#![no_main]

use base64ct::{Base64UrlUnpadded, Encoding as _};
use groundswell_seal::{Link, LinkError};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let bytes = [body, &blake3::hash(body).as_bytes()[..4]].concat();
    let fragment = format!("#join={}", Base64UrlUnpadded::encode_string(&bytes));
    match Link::parse(&fragment) {
        Ok(link) => {
            assert_eq!(*link.fragment(), fragment);
            for end in "#join=".len()..fragment.len() {
                let cut = Link::parse(&fragment[..end]);
                assert!(matches!(cut, Err(LinkError::CutShort | LinkError::Mistyped)), "{cut:?}");
            }
        }
        Err(error) => assert!(!matches!(error, LinkError::None | LinkError::CutShort), "{error}"),
    }
});

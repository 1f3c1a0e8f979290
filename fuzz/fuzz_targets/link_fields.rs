//! A link whose checksum is right, whatever is in it, whole and damaged: what is read is written to the same letters.
//! Fields that begin with 255 stand for a real link that others vouch for, with some bytes of it changed: what is
//! read of that leads to the right keys.
#![no_main]

use base64ct::{Base64UrlUnpadded, Encoding as _};
use groundswell_fuzz::renewed;
use groundswell_seal::{Grant, Link, LinkError, Relation};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// Links after 1 to 4 renewals, of each grant, and their bytes before the checksum.
static REAL: LazyLock<Vec<(Link, Vec<u8>)>> = LazyLock::new(|| {
    let each = (1..5).flat_map(|renewals| Grant::ALL.map(|grant| renewed(renewals, grant)));
    each.map(|link| {
        let fragment = link.fragment();
        let mut body = Base64UrlUnpadded::decode_vec(&fragment["#join=".len()..]).expect("letters of a link");
        body.truncate(body.len() - 4);
        (link, body)
    })
    .collect()
});

fn changed(script: &[u8]) -> Option<(&'static Link, Vec<u8>)> {
    let (which, changes) = script.strip_prefix(&[255])?.split_first()?;
    let (link, body) = &REAL[usize::from(*which) % REAL.len()];
    let mut body = body.clone();
    for change in changes.as_chunks::<3>().0 {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % body.len();
        body[at] ^= change[2];
    }
    Some((link, body))
}

fuzz_target!(|input: &[u8]| {
    let changed = changed(input);
    let body = changed.as_ref().map_or(input, |(_, body)| body);
    let bytes = [body, &blake3::hash(body).as_bytes()[..4]].concat();
    let fragment = format!("#join={}", Base64UrlUnpadded::encode_string(&bytes));
    match Link::parse(&fragment) {
        Ok(link) => {
            assert_eq!(*link.fragment(), fragment);
            assert!(link.lineage().iter().all(|succession| succession.holds(link.directory())));
            if let Some((real, _)) = changed {
                // Without the edit seeds nobody ties other keys, or another seed, to these.
                let relation = link.relation(real);
                assert!(matches!(relation, Relation::Same | Relation::Unrelated), "{relation:?}");
                assert!(link.lineage().is_empty() || relation == Relation::Same);
            }
            for end in "#join=".len()..fragment.len() {
                let cut = Link::parse(&fragment[..end]);
                assert!(matches!(cut, Err(LinkError::CutShort | LinkError::Mistyped)), "{cut:?}");
            }
        }
        Err(error) => assert!(!matches!(error, LinkError::None | LinkError::CutShort), "{error}"),
    }
});

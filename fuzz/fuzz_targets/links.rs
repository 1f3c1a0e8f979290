//! What somebody pasted.
#![no_main]

use groundswell_fuzz::renewed;
use groundswell_seal::{Grant, Link, Relation};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// The link that a device goes by.
static KNOWN: LazyLock<Link> = LazyLock::new(|| renewed(2, Grant::Members));

fuzz_target!(|pasted: &str| {
    if let Ok(link) = Link::parse(pasted) {
        assert_eq!(Link::parse(&link.fragment()).ok().as_ref(), Some(&link));
        assert_eq!(link.relation(&link), Relation::Same);
        let (there, back) = (link.relation(&KNOWN), KNOWN.relation(&link));
        let mirrored = match there {
            Relation::Newer => Relation::Older,
            Relation::Older => Relation::Newer,
            Relation::Same | Relation::Rival | Relation::Unrelated => there,
        };
        assert_eq!(back, mirrored);
        for grant in Grant::ALL {
            let weaker = link.weaken(grant);
            assert_eq!(weaker.is_some(), grant <= link.capability().grant());
            if let Some(weaker) = weaker {
                assert_eq!((weaker.lineage(), weaker.relation(&link)), (link.lineage(), Relation::Same));
            }
        }
    }
});

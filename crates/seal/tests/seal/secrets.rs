//! No secret is ever shown.

use crate::samples::{body, capability, keys, renewed};
use groundswell_seal::{Grant, Link, Notice, Part, Succession, Withdrawal};

/// Every secret that follows from this edit seed.
fn secrets() -> Vec<[u8; 32]> {
    let derive = |what: &str, from: &[u8; 32]| blake3::derive_key(&format!("groundswell v1 {what}"), from);
    let edit = *capability(0xa7, Grant::Edit).seed().expose();
    let members = derive("members seed", &edit);
    let public = derive("public seed", &members);
    let mut secrets = vec![edit, members, public, derive("signing key", &edit)];
    for seed in [members, public] {
        for what in
            ["content key", "fetch token", "nonce key", "whole key", "whisper key", "whisper nonce key"]
        {
            secrets.push(derive(what, &seed));
        }
    }
    secrets
}

#[test]
fn debug_shows_no_secret() {
    let mut shown = String::new();
    for grant in Grant::ALL {
        let capability = capability(0xa7, grant);
        let keys = keys(0xa7, grant);
        let link = Link::new(capability.clone(), [1; 12], 0).with_name("Driftless");
        shown.push_str(&format!("{capability:?} {capability:#?} {:?} {keys:?} {keys:#?}", capability.seed()));
        shown.push_str(&format!("{link:?} {link:#?} {:?}", Link::parse(&link.fragment())));
        for room in Part::ALL.iter().filter_map(|part| keys.room(*part)) {
            shown.push_str(&format!("{room:?} {room:#?} {:?} {:#?}", room.access(), room.access().token));
        }
    }
    let (edit, public) = (capability(0xa7, Grant::Edit), capability(0xa7, Grant::Public));
    let old = Link::new(capability(1, Grant::Edit), [1; 12], 0);
    let succession = Succession::sign(old.capability(), 0, &[1; 12], &edit, 0, [0; 8]);
    let new = old.succeed(succession.clone().unwrap(), edit.clone()).unwrap();
    let notice = Notice {
        words: "ask Anna".to_owned(),
        succession,
        public_seed: Some(public.seed().clone()),
        withdrawal: Withdrawal::sign(&edit, &[1; 12]),
    };
    assert_eq!(Notice::read(&notice.items(), &old.keys(), &[1; 12]), notice);
    shown.push_str(&format!("{notice:?} {notice:#?} {new:?} {new:#?} {:?} {:?}", new.lineage(), new.keys()));
    assert!(shown.contains("ask Anna"), "what is shown is looked into");
    for secret in secrets() {
        let hex = hex::encode(secret);
        let list = format!("{:?}", &secret[..4]);
        let lines = format!("{:#?}", &secret[..4]);
        let (list, lines) = (list.trim_matches(['[', ']']), lines.trim_matches(['[', ']', '\n', ',']));
        for form in [&hex[..8], &hex.to_uppercase()[..8], list, lines] {
            assert!(!shown.contains(form), "{form} is shown");
        }
    }
    assert!(!shown.contains("join=") && !shown.contains("Driftless"), "a link is not shown");
}

#[test]
fn no_secret_of_the_members_is_in_a_public_link() {
    let secrets = secrets();
    let public = secrets[2];
    let link = Link::new(capability(0xa7, Grant::Public), [1; 12], 0);
    let old = Link::new(capability(1, Grant::Edit), [1; 12], 0);
    let vouched = renewed(&renewed(&old, 2), 0xa7).weaken(Grant::Public).unwrap();
    for link in [link, vouched] {
        // What the link holds, without the crate that wrote it.
        let bytes = body(&link);
        let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
        assert!(holds(&public));
        for secret in secrets.iter().filter(|secret| **secret != public) {
            assert!(!holds(&secret[..16]));
        }
        // Nor of the keys before.
        assert!(!holds(&[1; 16]) && !holds(&[2; 16]));
    }
}

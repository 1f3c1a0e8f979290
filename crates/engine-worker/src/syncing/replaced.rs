//! What notices say of links that were replaced, read with the keys of a link.

use super::link;
use groundswell_model::{Part, message::Replacement};
use groundswell_seal::{Capability, Grant, KeyId, Link, Notice as Contents, Succession};
use groundswell_sync::{EarlierRoom, Notice, Status};
use groundswell_wire::VerifyingKey;

/// What a person is shown of the notices in the rooms of a link, and in those before them.
pub(super) struct Shown {
    /// Notices that the link was replaced.
    pub(super) replaced: Vec<Replacement>,
    /// Others that were made in place of the same earlier one.
    pub(super) rivals: Vec<Replacement>,
    /// The keys of the link itself.
    pub(super) keys: Replacement,
}

/// Reads the notices of a status. `decided` are keys that somebody here has decided not to go by.
pub(super) fn shown(link: &Link, status: &Status, decided: &[[u8; 32]]) -> Shown {
    let own = read(&status.notices, &link.keys(), link);
    let replaced = each_once(own.iter().filter(|notice| notice.withdrawal.is_none()), link);
    let lineage = link.lineage();
    let is_ours = |key: &VerifyingKey| {
        key == link.capability().key()
            || lineage.iter().any(|succession| succession.from.key == *key)
            || decided.contains(key.as_bytes())
    };
    let earlier: Vec<Contents> = status
        .earlier
        .iter()
        .flat_map(|earlier| {
            let room = KeyId { key: VerifyingKey::from_bytes(earlier.key), epoch: earlier.epoch };
            read(std::slice::from_ref(&earlier.notice), &room, link)
        })
        .collect();
    let withdrawn = withdrawn(&earlier);
    let rivals = earlier.iter().filter(|notice| {
        notice.succession.as_ref().is_some_and(|it| !is_ours(&it.to) && !withdrawn.contains(&it.to))
    });
    let keys = Replacement {
        maker: lineage.last().map(link::stamp),
        words: String::new(),
        code: Some(link.keys().code(link.directory())),
    };
    Shown { replaced, rivals: each_once(rivals, link), keys }
}

/// The keys of an earlier room.
pub(super) const fn keys_of(room: &EarlierRoom) -> KeyId {
    KeyId { key: VerifyingKey::from_bytes(room.key), epoch: room.epoch }
}

/// The public link that a closed room leads on to: what was public stays so. `None` where this device may do more
/// than read that, and where it is not certain which one.
pub(super) fn leads_on(link: &Link, status: &Status) -> Option<Link> {
    if link.capability().grant() != Grant::Public {
        return None;
    }
    let notices: Vec<Notice> =
        status.notices.iter().filter(|notice| notice.part == Part::Public).cloned().collect();
    let read = read(&notices, &link.keys(), link);
    let withdrawn = withdrawn(&read);
    let live = read.iter().filter_map(|notice| Some((notice.succession.as_ref()?, &notice.public_seed)));
    let mut live: Vec<_> = live.filter(|(succession, _)| !withdrawn.contains(&succession.to)).collect();
    live.dedup_by_key(|(succession, _)| succession.to);
    let [(succession, Some(seed))] = live.as_slice() else { return None };
    let capability = Capability::read(Grant::Public, seed.clone(), succession.to).ok()?;
    link.succeed(Succession::clone(succession), capability)
}

fn read(notices: &[Notice], room: &KeyId, link: &Link) -> Vec<Contents> {
    notices.iter().map(|notice| Contents::read(&notice.items, room, link.directory())).collect()
}

fn withdrawn(notices: &[Contents]) -> Vec<VerifyingKey> {
    notices.iter().filter_map(|notice| notice.withdrawal.as_ref()).map(|withdrawal| withdrawal.key).collect()
}

/// What they say, each once: a notice is in the rooms of both parts.
fn each_once<'a>(notices: impl Iterator<Item = &'a Contents>, link: &Link) -> Vec<Replacement> {
    let mut all: Vec<Replacement> = Vec::new();
    for notice in notices {
        let succession = notice.succession.as_ref();
        let said = Replacement {
            maker: succession.map(link::stamp),
            words: notice.words.clone(),
            code: succession.map(|it| it.to().code(link.directory())),
        };
        if !all.contains(&said) {
            all.push(said);
        }
    }
    // Of one of which no more is known than that it is there nothing need be said beside others.
    if all.iter().any(|said| said.maker.is_some() || !said.words.is_empty()) {
        all.retain(|said| said.maker.is_some() || !said.words.is_empty());
    }
    all
}

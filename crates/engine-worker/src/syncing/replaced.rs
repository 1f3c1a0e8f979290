//! What notices say of links that were replaced, read with the keys of a link.

use groundswell_model::{DeviceId, Part, Stamp, Timestamp, message::Replacement};
use groundswell_seal::{Capability, Grant, KeyId, Link, Notice as Contents, Succession};
use groundswell_sync::{EarlierNotice, EarlierRoom, Notice, Status};
use groundswell_wire::VerifyingKey;

/// What this device knows of keys by itself.
#[derive(Clone, Default)]
pub(crate) struct Own {
    /// What it calls itself in the document.
    pub(crate) device: DeviceId,
    /// Keys that it made.
    pub(crate) made: Vec<[u8; 32]>,
    /// Keys that somebody here has decided not to go by.
    pub(crate) decided: Vec<[u8; 32]>,
}

impl Own {
    /// Who made keys in place of earlier ones, and when. Whoever claims to be this device and is not says nothing.
    pub(crate) fn maker(&self, succession: &Succession) -> Option<Stamp> {
        let by = DeviceId(succession.device);
        let holds = by != self.device || self.made.contains(succession.to.as_bytes());
        holds.then_some(Stamp { at: Timestamp(succession.made_at), by })
    }
}

/// Notices as they were last read: their signatures, and the codes of what they name, take some milliseconds each.
#[derive(Default)]
pub(super) struct Reader {
    last: Option<(Vec<Notice>, Vec<EarlierNotice>)>,
    shown: Shown,
    leads_on: Option<Link>,
}

impl Reader {
    /// What a person is shown of a status's notices, and the public link that they lead on to.
    pub(super) fn read(&mut self, link: &Link, status: &Status, own: &Own) -> (&Shown, Option<&Link>) {
        let is_same = |(notices, earlier): &(Vec<Notice>, Vec<EarlierNotice>)| {
            *notices == status.notices && *earlier == status.earlier
        };
        if !self.last.as_ref().is_some_and(is_same) {
            self.shown = shown(link, status, own);
            self.leads_on = leads_on(link, &status.notices);
            self.last = Some((status.notices.clone(), status.earlier.clone()));
        }
        (&self.shown, self.leads_on.as_ref())
    }
}

/// What a person is shown of the notices in the rooms of a link, and in those before them.
#[derive(Clone, Default)]
pub(super) struct Shown {
    /// Notices that the link was replaced.
    pub(super) replaced: Vec<Replacement>,
    /// Others that were made in place of the same earlier one.
    pub(super) rivals: Vec<Replacement>,
    /// The keys of the link itself.
    pub(super) keys: Option<Replacement>,
}

fn shown(link: &Link, status: &Status, own: &Own) -> Shown {
    let here = read(&status.notices, &link.keys(), link);
    let taken_back = withdrawn(&here);
    let stands = |notice: &&Contents| {
        let is_taken_back = notice.succession.as_ref().is_some_and(|it| taken_back.contains(&it.to));
        notice.withdrawal.is_none() && !is_taken_back
    };
    let mut replaced = each_once(here.iter().filter(stands), link, own);
    // Whatever a notice says: that there is one ends the link.
    if replaced.is_empty() && !status.notices.is_empty() {
        replaced.push(Replacement { maker: None, words: String::new(), code: None });
    }
    let lineage = link.lineage();
    let is_ours = |key: &VerifyingKey| {
        key == link.capability().key()
            || lineage.iter().any(|succession| succession.from.key == *key)
            || own.decided.contains(key.as_bytes())
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
        maker: lineage.last().and_then(|succession| own.maker(succession)),
        words: String::new(),
        code: Some(link.keys().code(link.directory())),
    };
    Shown { replaced, rivals: each_once(rivals, link, own), keys: Some(keys) }
}

/// The keys of an earlier room.
pub(super) const fn keys_of(room: &EarlierRoom) -> KeyId {
    KeyId { key: VerifyingKey::from_bytes(room.key), epoch: room.epoch }
}

/// The public link that a closed room leads on to: what was public stays so. `None` where this device may do more
/// than read that, and where it is not certain which one.
pub(super) fn leads_on(link: &Link, notices: &[Notice]) -> Option<Link> {
    if link.capability().grant() != Grant::Public {
        return None;
    }
    let notices: Vec<Notice> = notices.iter().filter(|notice| notice.part == Part::Public).cloned().collect();
    let read = read(&notices, &link.keys(), link);
    let withdrawn = withdrawn(&read);
    let live = read.iter().filter_map(|notice| Some((notice.succession.as_ref()?, &notice.public_seed)));
    let live: Vec<_> = live.filter(|(succession, _)| !withdrawn.contains(&succession.to)).collect();
    let (succession, _) = live.first()?;
    if live.iter().any(|(other, _)| other.to != succession.to) {
        return None;
    }
    // Whoever copies a notice without its seed cuts nobody off.
    let seed = live.iter().find_map(|(_, seed)| seed.as_ref())?;
    let capability = Capability::read(Grant::Public, seed.clone(), succession.to).ok()?;
    link.succeed(Succession::clone(succession), capability)
}

pub(super) fn read(notices: &[Notice], room: &KeyId, link: &Link) -> Vec<Contents> {
    notices.iter().map(|notice| Contents::read(&notice.items, room, link.directory())).collect()
}

fn withdrawn(notices: &[Contents]) -> Vec<VerifyingKey> {
    notices.iter().filter_map(|notice| notice.withdrawal.as_ref()).map(|withdrawal| withdrawal.key).collect()
}

/// What they say, each once: a notice is in the rooms of both parts.
fn each_once<'a>(notices: impl Iterator<Item = &'a Contents>, link: &Link, own: &Own) -> Vec<Replacement> {
    let mut all: Vec<Replacement> = Vec::new();
    for notice in notices {
        let succession = notice.succession.as_ref();
        let said = Replacement {
            maker: succession.and_then(|succession| own.maker(succession)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_seal::{Seed, Withdrawal};

    const DIRECTORY: [u8; 12] = [2; 12];

    fn edit(seed: u8) -> Capability {
        Capability::edit(Seed::from_bytes([seed; 32]))
    }

    fn link(grant: Grant) -> Link {
        Link::new(edit(1), DIRECTORY, 0).weaken(grant).unwrap()
    }

    /// From the keys of the link to these.
    fn succession(to: u8) -> Succession {
        Succession::sign(&edit(1), 0, &DIRECTORY, &edit(to), 7, [to; 8]).unwrap()
    }

    fn notice(part: Part, contents: &Contents) -> Notice {
        Notice { part, chunk: [0; 32], items: contents.items() }
    }

    fn naming(to: u8) -> Contents {
        Contents { words: format!("by {to}"), succession: Some(succession(to)), ..Contents::default() }
    }

    fn leading(to: u8) -> Contents {
        let public = edit(to).weaken(Grant::Public).unwrap();
        Contents { public_seed: Some(public.seed().clone()), ..naming(to) }
    }

    fn withdrawing(key: u8) -> Contents {
        Contents { withdrawal: Withdrawal::sign(&edit(key), &DIRECTORY), ..Contents::default() }
    }

    fn said(contents: &[Contents]) -> Vec<String> {
        let notices = contents.iter().map(|contents| notice(Part::Members, contents)).collect();
        let status = Status { notices, ..Status::default() };
        let shown = shown(&link(Grant::Edit), &status, &Own::default());
        shown.replaced.into_iter().map(|it| it.words).collect()
    }

    #[test]
    fn a_notice_that_holds_a_withdrawal_alone_ends_a_link_as_any_other() {
        assert_eq!(said(&[]), Vec::<String>::new());
        assert_eq!(said(&[withdrawing(3)]), [""]);
        assert_eq!(said(&[Contents::default()]), [""]);
        let notices = vec![notice(Part::Members, &withdrawing(3))];
        let status = Status { notices, ..Status::default() };
        let shown = shown(&link(Grant::Edit), &status, &Own::default());
        assert_eq!(shown.replaced, [Replacement { maker: None, words: String::new(), code: None }]);
    }

    #[test]
    fn links_that_their_maker_withdrew_are_not_listed() {
        for order in [[naming(3), naming(4), withdrawing(3)], [withdrawing(3), naming(3), naming(4)]] {
            assert_eq!(said(&order), ["by 4"]);
        }
        assert_eq!(said(&[naming(3), withdrawing(3)]), [""], "the old one has ended all the same");
        assert_eq!(said(&[naming(3), withdrawing(4)]), ["by 3"], "only whoever made them can");
    }

    #[test]
    fn of_rivals_in_earlier_rooms_those_that_were_withdrawn_are_not_listed() {
        let in_use = link(Grant::Edit).succeed(succession(2), edit(2)).unwrap();
        let rivals = |contents: &[Contents]| {
            let earlier = contents.iter().map(|contents| EarlierNotice {
                epoch: 0,
                key: *edit(1).key().as_bytes(),
                notice: notice(Part::Members, contents),
            });
            let status = Status { earlier: earlier.collect(), ..Status::default() };
            let shown = shown(&in_use, &status, &Own::default());
            shown.rivals.into_iter().map(|it| it.words).collect::<Vec<_>>()
        };
        assert_eq!(rivals(&[naming(2), naming(3)]), ["by 3"]);
        assert_eq!(rivals(&[naming(2), naming(3), withdrawing(3)]), Vec::<String>::new());
    }

    #[test]
    fn whoever_copies_a_notice_without_its_seed_cuts_no_public_link() {
        let public = link(Grant::Public);
        let leads = |contents: &[Contents]| {
            let notices: Vec<_> = contents.iter().map(|contents| notice(Part::Public, contents)).collect();
            leads_on(&public, &notices).map(|link| link.keys())
        };
        let new = Some(succession(3).to());
        assert_eq!(leads(&[leading(3)]), new);
        assert_eq!(leads(&[leading(3), naming(3)]), new);
        assert_eq!(leads(&[naming(3), leading(3)]), new);
        assert_eq!(leads(&[naming(3)]), None, "the maker left it out");
        assert_eq!(leads(&[leading(3), leading(4)]), None, "it is not certain which");
        assert_eq!(leads(&[leading(3), leading(4), withdrawing(4)]), new);
        let of_members = [notice(Part::Members, &leading(3))];
        assert_eq!(leads_on(&public, &of_members), None, "in the other room it says nothing");
        assert_eq!(leads_on(&link(Grant::Members), &[notice(Part::Public, &leading(3))]), None);
    }
}

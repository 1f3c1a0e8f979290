//! Sync links as this device keeps and gives them.

use super::replaced::Own;
use groundswell_model::{
    Id, StoredEntry,
    message::{Access, EngineError, Fragment, Invitation, LinkProblem, LinkRelation, Links},
};
use groundswell_seal::{Capability, Grant, Keys, Link, LinkError, Relation, Seed, Succession};

/// The link of whoever began a directory: the right to everything.
pub(crate) fn first(directory: Id, seed: [u8; 32], epoch: u32) -> Link {
    Link::new(Capability::edit(Seed::from_bytes(seed)), *directory.as_bytes(), epoch)
}

/// The sync link in whatever somebody pasted.
///
/// # Errors
/// [`EngineError::Link`].
pub(crate) fn parse(text: &Fragment) -> Result<Link, EngineError> {
    Link::parse(&text.0).map_err(|error| EngineError::Link(problem(error)))
}

/// As it is kept and given.
pub(crate) fn fragment(link: &Link) -> Fragment {
    Fragment(link.fragment().to_string())
}

/// The keys that a link gives.
///
/// # Errors
/// [`LinkProblem::Malformed`].
pub(crate) fn keys(link: &Link) -> Result<Keys, EngineError> {
    Keys::new(link.capability(), link.epoch()).map_err(|_| EngineError::Link(LinkProblem::Malformed))
}

/// The directory that a link is for.
pub(crate) const fn directory(link: &Link) -> Id {
    Id::from_bytes(*link.directory())
}

/// What a link gives.
pub(crate) const fn access(link: &Link) -> Access {
    match link.capability().grant() {
        Grant::Public => Access::Public,
        Grant::Members => Access::Members,
        Grant::Edit => Access::Edit,
    }
}

/// The edit seed, where a link has it.
pub(crate) fn seed(link: &Link) -> Option<[u8; 32]> {
    (access(link) == Access::Edit).then(|| *link.capability().seed().expose())
}

/// What a link says of itself, found in a text, on a device that has this.
pub(crate) fn invitation(
    link: &Link,
    text: &Fragment,
    here: Option<&StoredEntry>,
    page: Option<&str>,
    own: &Own,
    further: &[Succession],
) -> Invitation {
    let relation = here.map_or(LinkRelation::New, |entry| relation(entry, link, further));
    let access = access(link);
    let goes_by = here.map(|entry| adopted(entry, link, relation));
    let here = here.map(|entry| entry.shown.access);
    let gives = relation.is_adopted() && goes_by.is_some_and(|link| self::access(&link) == Access::Edit);
    Invitation {
        directory: directory(link),
        name: link.name().map(str::to_owned),
        access,
        relay: link.relay().map(str::to_owned),
        elsewhere: if link.relay().is_none() { elsewhere(&text.0, &link.fragment(), page) } else { None },
        here,
        relation,
        maker: link.lineage().last().and_then(|succession| own.maker(succession)),
        code: link.keys().code(link.directory()),
        hands_over: here.filter(|_| gives),
    }
}

/// The links that a device goes by, or would.
fn known(entry: &StoredEntry, offered: &Link) -> Vec<Link> {
    let in_use = entry.link.as_ref().and_then(|link| parse(link).ok());
    let Some(seed) = entry.seed else { return in_use.into_iter().collect() };
    let own = |epoch| first(entry.shown.id, seed, epoch);
    // Restored from a file that does not say how often the keys were replaced. That the offered link names the right
    // epoch is certain where it is the first, where its lineage says so, or where it holds the edit seed itself.
    let is_sure = offered.epoch() == 0 || !offered.lineage().is_empty() || access(offered) == Access::Edit;
    let is_own = *own(0).capability().key() == *offered.capability().key() && is_sure;
    let may_differ = in_use.as_ref().is_none_or(|link| link.epoch() == 0 && access(offered) == Access::Edit);
    let same = (is_own && may_differ).then(|| own(offered.epoch()));
    let before = offered.lineage().iter().filter(|_| in_use.is_none()).map(|it| own(it.from.epoch));
    let mut known: Vec<Link> = in_use.iter().cloned().chain(same).chain(before).collect();
    if known.is_empty() {
        known.push(own(0));
    }
    known
}

/// How a link stands to what this device has of its directory, where these successions are known beside the links.
pub(crate) fn relation(entry: &StoredEntry, offered: &Link, further: &[Succession]) -> LinkRelation {
    let relations =
        known(entry, offered).into_iter().map(|known| (offered.relation_through(&known, further), known));
    let found = relations.into_iter().find(|(relation, _)| *relation != Relation::Unrelated);
    let Some((relation, known)) = found else { return LinkRelation::Unrelated };
    let is_in_use = entry.link.as_ref().and_then(|link| parse(link).ok()).as_ref() == Some(&known);
    match relation {
        Relation::Same if access(offered) > entry.shown.access || !is_in_use => LinkRelation::More,
        Relation::Same => LinkRelation::Same,
        Relation::Newer => LinkRelation::Newer,
        Relation::Older => LinkRelation::Older,
        Relation::Rival => LinkRelation::Rival,
        Relation::Unrelated => LinkRelation::Unrelated,
    }
}

/// The link that a device goes by from now on that adopts one, which stands so to what is here. What it may do with the
/// same keys already, and what is known of those before them, it keeps.
pub(crate) fn adopted(entry: &StoredEntry, offered: &Link, relation: LinkRelation) -> Link {
    if relation != LinkRelation::More {
        return offered.clone();
    }
    let own = entry.seed.map(|seed| Capability::edit(Seed::from_bytes(seed)));
    let capability = own.filter(|own| own.key() == offered.capability().key());
    let capability = capability.unwrap_or_else(|| offered.capability().clone());
    let in_use = entry.link.as_ref().and_then(|link| parse(link).ok());
    let longer =
        in_use.filter(|it| it.keys() == offered.keys() && it.lineage().len() > offered.lineage().len());
    let base = longer.as_ref().unwrap_or(offered);
    base.with_capability(capability).unwrap_or_else(|| offered.clone())
}

/// The address at which a pasted link was, where that is another page than this one.
fn elsewhere(text: &str, fragment: &str, page: Option<&str>) -> Option<String> {
    let page = page?;
    let small = text.to_ascii_lowercase();
    let mark = ["#join", "%23join"].into_iter().filter_map(|mark| small.find(mark)).min()?;
    let before: String =
        text.get(..mark)?.chars().filter(|letter| !matches!(letter, '<' | '\n' | '\r')).collect();
    let start = ["https://", "http://"].into_iter().filter_map(|scheme| before.rfind(scheme)).max()?;
    let address = before.get(start..)?;
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split('/').next()?;
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    let is_path = |byte: u8| is_host(byte) || b"/_~%".contains(&byte);
    let is_address = !authority.is_empty() && authority.bytes().all(is_host) && rest.bytes().all(is_path);
    (is_address && format!("{scheme}://{authority}") != page).then(|| format!("{address}{fragment}"))
}

/// The links that somebody with this one can give on, with the network's name for their previews.
pub(crate) fn to_give(link: &Link, name: &str) -> Links {
    let link = link.clone().with_name(name);
    let grants = [Grant::Edit, Grant::Members, Grant::Public];
    let links = grants.into_iter().filter_map(|grant| link.weaken(grant));
    Links {
        links: links.map(|link| (access(&link), fragment(&link))).collect(),
        relay: link.relay().map(str::to_owned),
    }
}

const fn problem(error: LinkError) -> LinkProblem {
    match error {
        LinkError::None => LinkProblem::None,
        LinkError::CutShort => LinkProblem::CutShort,
        LinkError::Mistyped => LinkProblem::Mistyped,
        LinkError::Newer(_) => LinkProblem::Newer,
        LinkError::Malformed => LinkProblem::Malformed,
        LinkError::TooLong => LinkProblem::TooLong,
    }
}

/// A link as it is kept: the name in it is only for whoever looks at it.
pub(crate) fn bare(link: &Link) -> Link {
    link.clone().with_name("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_leads_to_another_page_is_told_from_one_that_leads_here() {
        let page = Some("https://here.example");
        for (text, leads) in [
            ("https://here.example/#join=AAAA", None),
            ("https://here.example/groups#join=AAAA", None),
            ("#join=AAAA", None),
            ("join=AAAA", None),
            (
                "Read https://here.example and come:\n<https://there.example/app/#join=AA\nAA> now",
                Some("https://there.example/app/#join=AAAA"),
            ),
            ("https://there.example/%23join%3DAAAA", Some("https://there.example/#join=AAAA")),
            ("https://there.example/%23JOIN%3dAAAA", Some("https://there.example/#join=AAAA")),
            ("http://here.example/#join=AAAA", Some("http://here.example/#join=AAAA")),
            ("https://here.example@there.example/#join=AAAA", None),
            ("javascript:alert(1)#join=AAAA", None),
        ] {
            assert_eq!(elsewhere(text, "#join=AAAA", page).as_deref(), leads, "{text}");
        }
    }
}

//! Sync links as this device keeps and gives them.

use super::Own;
use groundswell_model::{
    Id, StoredEntry,
    message::{Access, EngineError, Fragment, Invitation, LinkProblem, LinkRelation, Links},
};
use groundswell_seal::{Capability, Grant, Keys, Link, LinkError, Relation, Seed};

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
) -> Invitation {
    let relation = here.map_or(LinkRelation::New, |entry| relation(entry, link));
    let access = access(link);
    let here = here.map(|entry| entry.shown.access);
    let gives = relation.is_adopted() && access == Access::Edit;
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

/// The link that a device goes by, or would.
fn known(entry: &StoredEntry, offered: &Link) -> Option<Link> {
    if let Some(link) = &entry.link {
        return parse(link).ok();
    }
    // Never shared from here, or restored from a file that does not say how often its keys were replaced.
    let seed = entry.seed?;
    let own = |epoch| first(entry.shown.id, seed, epoch);
    let epochs = offered.lineage().iter().map(|succession| succession.from.epoch);
    let mut known = epochs.chain([offered.epoch()]).map(own);
    known.find(|known| offered.relation(known) != Relation::Unrelated).or_else(|| Some(own(0)))
}

/// How a link stands to what this device has of its directory.
pub(crate) fn relation(entry: &StoredEntry, offered: &Link) -> LinkRelation {
    let Some(known) = known(entry, offered) else { return LinkRelation::Unrelated };
    match offered.relation(&known) {
        Relation::Same if access(offered) > entry.shown.access || entry.link.is_none() => LinkRelation::More,
        Relation::Same => LinkRelation::Same,
        Relation::Newer => LinkRelation::Newer,
        Relation::Older => LinkRelation::Older,
        Relation::Rival => LinkRelation::Rival,
        Relation::Unrelated => LinkRelation::Unrelated,
    }
}

/// The address at which a pasted link was, where that is another page than this one.
fn elsewhere(text: &str, fragment: &str, page: Option<&str>) -> Option<String> {
    let page = page?;
    let mark = ["#join", "%23join"].into_iter().filter_map(|mark| text.find(mark)).min()?;
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
            ("http://here.example/#join=AAAA", Some("http://here.example/#join=AAAA")),
            ("https://here.example@there.example/#join=AAAA", None),
            ("javascript:alert(1)#join=AAAA", None),
        ] {
            assert_eq!(elsewhere(text, "#join=AAAA", page).as_deref(), leads, "{text}");
        }
    }
}

//! Sync links as this device keeps and gives them.

use groundswell_model::{
    Id,
    message::{Access, EngineError, Fragment, Invitation, LinkProblem, Links},
};
use groundswell_seal::{Capability, Grant, Keys, Link, LinkError, Seed};

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

/// What a link says of itself.
pub(crate) fn invitation(link: &Link, here: Option<Access>, brings: bool) -> Invitation {
    Invitation {
        directory: directory(link),
        name: link.name().map(str::to_owned),
        access: access(link),
        relay: link.relay().map(str::to_owned),
        here,
        brings,
    }
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

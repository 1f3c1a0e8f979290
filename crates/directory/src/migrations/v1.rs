//! Version 1: `schema`, `part`, `directory`, and one map for every kind of record that was foreseen. The maps of other
//! kinds are made later: see [`super::later`].

use automerge::{
    AutomergeError, ObjType, ROOT,
    transaction::{Transactable, Transaction},
};
use groundswell_model::{Id, Part};

/// The root's key of the document's version.
pub(crate) const SCHEMA: &str = "schema";
/// The root's key of the part's label.
pub(crate) const PART: &str = "part";
/// The root's key of the directory's id.
pub(crate) const DIRECTORY: &str = "directory";
/// The root's key of the names of devices.
pub(crate) const DEVICES: &str = "devices";

const NETWORK: &str = "network";
const REGIONS: &str = "regions";
const GROUPS: &str = "groups";
const AWGS: &str = "awgs";
const PEOPLE: &str = "people";

const PUBLIC: &[&str] = &[
    NETWORK,
    REGIONS,
    GROUPS,
    AWGS,
    PEOPLE,
    "gatherings",
    "needs",
    "strengths",
    "matches",
    "actions",
    "proposals",
    "positions",
    "stories",
    "links",
];

const MEMBERS: &[&str] = &[
    NETWORK,
    REGIONS,
    GROUPS,
    AWGS,
    PEOPLE,
    "gatherings",
    "needs",
    "strengths",
    "matches",
    "actions",
    "proposals",
    "positions",
    "stories",
    "links",
    "registrations",
    DEVICES,
];

/// The maps of a part. `network` is the network's own record, the others hold records by their ids.
pub(crate) const fn maps(part: Part) -> &'static [&'static str] {
    match part {
        Part::Public => PUBLIC,
        Part::Members => MEMBERS,
    }
}

pub(crate) fn write(tx: &mut Transaction<'_>, id: Id, part: Part) -> Result<(), AutomergeError> {
    tx.put(ROOT, PART, part.label())?;
    tx.put(ROOT, DIRECTORY, id.to_string())?;
    for key in maps(part) {
        let map = tx.put_object(ROOT, *key, ObjType::Map)?;
        if *key == NETWORK {
            let text = match part {
                Part::Public => "about",
                Part::Members => "notes",
            };
            tx.put_object(&map, text, ObjType::Text)?;
        }
    }
    Ok(())
}

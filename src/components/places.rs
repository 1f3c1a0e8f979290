//! Records that others speak of, as pages name them and link to them.

use crate::locales::texts;
use groundswell_model::{Projection, Ref};

/// What it is called; `None` once it is deleted.
pub fn place_name(projection: &Projection, record: Ref) -> Option<String> {
    let name = projection.name_of(record)?;
    let unnamed = record == Ref::NETWORK && name.is_empty();
    Some(if unnamed { texts().people().whole_network().to_owned() } else { name.to_owned() })
}

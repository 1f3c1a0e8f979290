//! Records that others speak of, as pages name them and link to them.

use crate::{locales::texts, state::State};
use groundswell_model::Ref;

/// What it is called; `None` once it is deleted. Follows nothing but what the record is listed in.
pub fn place_name(state: State, record: Ref) -> Option<String> {
    let name = state.name_of(record)?;
    let unnamed = record == Ref::NETWORK && name.is_empty();
    Some(if unnamed { texts().people().whole_network().to_owned() } else { name })
}

use super::declare::{choice, record};
use crate::{Field, Id, Problem};

record! {
    /// A region: groups belong to it, and it may lie in another (county -> region -> state -> nation).
    Region in "regions" by Id, home Public, check |it: &Region, found: &mut crate::validate::Found| {
        if it.parent == Some(it.id) {
            found.add(Field::Region, Problem::WithinItself);
        }
    } => {
        /// What it is called.
        name: Line = Name required,
        /// How large it is.
        level: Choice<Level> = Level,
        /// The region around it. Where concurrent edits made a circle, the engine shows it broken.
        parent: Reference = Region("parent"),
        /// What it says of itself, for everybody.
        about: Long = About,
        /// What members tell each other.
        notes: Long = Notes members,
    }
}

choice! {
    /// How large a region is.
    Level {
        /// A county or parish.
        County "county",
        /// Several counties.
        #[default]
        Region "region",
        /// A state or territory.
        State "state",
        /// A nation.
        Nation "nation",
    }
}

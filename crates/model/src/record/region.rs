use super::declare::{choice, record};
use crate::{Field, Id, Problem};

record! {
    /// A region: groups belong to it, and it may lie in another (county -> region -> state -> nation).
    Region in "regions" by Id, home Public, icon "region", called ["Region", "Región"], check |it: &Region, found: &mut crate::problem::Found| {
        if it.parent == Some(it.id) {
            found.add(Field::Region, Problem::WithinItself);
        }
    } => {
        /// What it is called.
        name: Line = Name ["Name", "Nombre"] required,
        /// How large it is.
        level: Choice<Level> = Level ["Kind of area", "Tipo de zona"] narrow,
        /// The region around it. Where concurrent edits made a circle, the engine shows it broken.
        parent: Reference = Region("parent") ["Part of", "Parte de"] narrow,
        /// What it says of itself, for everybody.
        about: Long = About ["About", "Presentación"],
        /// What members tell each other.
        notes: Long = Notes ["Notes", "Notas"] members,
    }
}

choice! {
    /// How large a region is.
    Level {
        /// A county or parish.
        County "county" ["County", "Condado"],
        /// Several counties.
        #[default]
        Region "region" ["Region", "Región"],
        /// A state or territory.
        State "state" ["State", "Estado"],
        /// A nation.
        Nation "nation" ["Nation", "Nación"],
    }
}

use super::declare::{choice, record};
use crate::{Id, meets};
use serde::{Deserialize, Serialize};

record! {
    /// A local community group. Its card is public; notes and contact ways marked so are for members.
    Group in "groups" by Id, home Public, icon "groups", called ["Group", "Grupo"], check |it: &Group, found: &mut crate::problem::Found| {
        found.position(it.place.latitude, it.place.longitude);
    } => {
        /// What it is called.
        name: Line = Name ["Name", "Nombre"] required,
        /// Whether it is active.
        status: Choice<Status> = Status ["Status", "Situación"],
        /// The issues it works on, as people write them.
        topics: Set = Topics ["Issues", "Temas"] hint("One on each line, or separated by commas.", "Uno por línea o separados por comas."),
        /// Since when, as people write it: "2011", "spring 2017".
        founded: Line = Founded ["Since", "Desde"] hint(
            "A year, or \"spring 2017\".",
            "Un año, o «primavera de 2017»."
        ),
        /// When it meets, in its own words; [`crate::meets::parse`] reads what it can of it.
        meets: Line = Meets ["Meets", "Se reúne"] when_and_where,
        /// Where it is at home.
        place: Place,
        /// The region it belongs to.
        region: Reference = Region ["Region", "Región"] when_and_where narrow,
        /// IANA name of its time zone; empty if not said.
        time_zone: TimeZone = TimeZone ["Time zone", "Zona horaria"] when_and_where,
        /// What it says of itself, for everybody.
        about: Long = About ["About", "Presentación"],
        /// What members tell each other.
        notes: Long = Notes ["Notes", "Notas"] members,
        /// Ways to reach it.
        contacts: Contacts = Contacts ["Contact info", "Datos de contacto"],
    }
}

impl Group {
    /// When it meets, as far as its words can be read.
    #[must_use]
    pub fn schedule(&self) -> Option<meets::Schedule> {
        meets::parse(&self.meets)
    }
}

/// Where something is at home.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Town, city or village.
    pub town: String,
    /// County, without the word "County".
    pub county: String,
    /// State: the two letters, or its name abroad.
    pub state: String,
    /// The county's five-digit code (US FIPS), if known.
    pub county_fips: String,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
}

choice! {
    /// Whether a group or AWG is active.
    Status {
        /// Meets and acts.
        #[default]
        Active "active" ["Active", "Activo"],
        /// Is being started.
        Forming "forming" ["Forming", "En formación"],
        /// Rests.
        Paused "paused" ["Paused", "En pausa"],
        /// Is over, and kept for its history.
        Ended "ended" ["Ended", "Terminado"],
    }
}

//! Headings and words of an export, in the languages of the app. The import understands each of them.

use crate::text;
use groundswell_model::{Audience, ContactKind, Language};

/// A word in each language.
#[derive(Clone, Copy)]
pub(crate) struct Heading {
    english: &'static str,
    spanish: &'static str,
}

impl Heading {
    const fn new(english: &'static str, spanish: &'static str) -> Self {
        Self { english, spanish }
    }

    pub(crate) const fn in_language(self, language: Language) -> &'static str {
        language.choose(self.english, self.spanish)
    }

    /// Whether it has this key in either language: see [`text::key`].
    pub(crate) fn is(self, key: &str) -> bool {
        [self.english, self.spanish].into_iter().any(|word| text::key(word) == key)
    }
}

pub(crate) const NAME: Heading = Heading::new("Group", "Grupo");
pub(crate) const STATUS: Heading = Heading::new("Status", "Situación");
pub(crate) const TOWN: Heading = Heading::new("Town", "Ciudad");
pub(crate) const COUNTY: Heading = Heading::new("County", "Condado");
pub(crate) const STATE: Heading = Heading::new("State", "Estado");
pub(crate) const REGION: Heading = Heading::new("Region", "Región");
pub(crate) const CONTACT_PERSON: Heading = Heading::new("Contact person", "Persona de contacto");
pub(crate) const MEETS: Heading = Heading::new("When we meet", "Cuándo nos reunimos");
pub(crate) const TOPICS: Heading = Heading::new("Issues", "Temas");
pub(crate) const FOUNDED: Heading = Heading::new("Since", "Desde");
pub(crate) const ABOUT: Heading = Heading::new("About", "Acerca de");
pub(crate) const NOTES: Heading = Heading::new("Notes", "Notas");
pub(crate) const TIME_ZONE: Heading = Heading::new("Time zone", "Zona horaria");
pub(crate) const COUNTY_FIPS: Heading = Heading::new("County code (FIPS)", "Código del condado (FIPS)");
pub(crate) const LATITUDE: Heading = Heading::new("Latitude", "Latitud");
pub(crate) const LONGITUDE: Heading = Heading::new("Longitude", "Longitud");
pub(crate) const ID: Heading = Heading::new("Id", "Id");
pub(crate) const PERSON: Heading = Heading::new("Name", "Nombre");
pub(crate) const PEOPLE: Heading = Heading::new("People", "Personas");
pub(crate) const ROLES: Heading = Heading::new("Roles", "Funciones");
pub(crate) const SHOWN_TO_ALL: Heading = Heading::new("Shown to everybody", "A la vista de todos");
pub(crate) const NETWORK: Heading = Heading::new("the network", "la red");

/// The heading of a kind of contact way.
pub(crate) const fn contact(kind: ContactKind) -> Heading {
    match kind {
        ContactKind::Email => Heading::new("E-mail", "Correo electrónico"),
        ContactKind::Phone => Heading::new("Phone", "Teléfono"),
        ContactKind::Web => Heading::new("Web site", "Sitio web"),
        ContactKind::Post => Heading::new("Address", "Dirección postal"),
        ContactKind::Other => Heading::new("Other contact", "Otro contacto"),
    }
}

/// A heading with its mark of who may see the column, so that who passes the file on is told.
pub(crate) fn marked(heading: &str, audience: Audience, language: Language) -> String {
    format!("{heading} ({})", mark(audience).in_language(language))
}

/// A heading without its mark, and who that says may see the column.
pub(crate) fn unmarked(heading: &str) -> (&str, Option<Audience>) {
    let found =
        heading.strip_suffix(')').and_then(|heading| heading.rsplit_once('(')).and_then(|(bare, said)| {
            let said = text::key(said);
            let audience =
                [Audience::Members, Audience::Public].into_iter().find(|it| mark(*it).is(&said))?;
            Some((bare.trim_end(), Some(audience)))
        });
    found.unwrap_or((heading, None))
}

const fn mark(audience: Audience) -> Heading {
    match audience {
        Audience::Members => Heading::new("members only", "solo miembros"),
        Audience::Public => Heading::new("public", "público"),
    }
}

/// Yes or no.
pub(crate) const fn yes_or_no(yes: bool, language: Language) -> &'static str {
    if yes { language.choose("yes", "sí") } else { language.choose("no", "no") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_model::{Field, Kind};

    #[test]
    fn the_spreadsheet_of_people_says_what_the_form_says() {
        let spec = Kind::Person.declaration().fields().find(|spec| spec.field == Field::Public).unwrap();
        assert_eq!([SHOWN_TO_ALL.english, SHOWN_TO_ALL.spanish], [spec.label.0, spec.label.1]);
    }
}

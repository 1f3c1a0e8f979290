//! Headings and words of an export, in the languages of the app. The import understands each of them.

use crate::text;
use groundswell_model::{Audience, ContactKind, Field, Kind, Language};

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

pub(crate) const CONTACT_PERSON: Heading = Heading::new("Contact person", "Persona de contacto");
pub(crate) const ID: Heading = Heading::new("Id", "Id");
pub(crate) const PEOPLE: Heading = Heading::new("People", "Personas");
pub(crate) const NETWORK: Heading = Heading::new("the network", "la red");

/// The heading of a field: what its declaration calls it, as form and page do.
pub(crate) fn of(kind: Kind, field: Field, language: Language) -> &'static str {
    let spec = kind.declaration().field(field);
    spec.map(|spec| language.of(spec.label)).unwrap_or_default()
}

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

//! Headings and words of an export, in the languages of the app. The import understands each of them.

use crate::Language;
use groundswell_model::{Audience, ContactKind, Role, Status};

/// A word in each language.
#[derive(Clone, Copy)]
pub(super) struct Heading {
    english: &'static str,
    spanish: &'static str,
}

impl Heading {
    const fn new(english: &'static str, spanish: &'static str) -> Self {
        Self { english, spanish }
    }

    pub(super) const fn in_language(self, language: Language) -> &'static str {
        language.choose(self.english, self.spanish)
    }
}

pub(super) const NAME: Heading = Heading::new("Group", "Grupo");
pub(super) const STATUS: Heading = Heading::new("Status", "Situación");
pub(super) const TOWN: Heading = Heading::new("Town", "Ciudad");
pub(super) const COUNTY: Heading = Heading::new("County", "Condado");
pub(super) const STATE: Heading = Heading::new("State", "Estado");
pub(super) const REGION: Heading = Heading::new("Region", "Región");
pub(super) const CONTACT_PERSON: Heading = Heading::new("Contact person", "Persona de contacto");
pub(super) const MEETS: Heading = Heading::new("When we meet", "Cuándo nos reunimos");
pub(super) const TOPICS: Heading = Heading::new("Issues", "Temas");
pub(super) const TOPIC: Heading = Heading::new("Issue", "Tema");
pub(super) const FOUNDED: Heading = Heading::new("Since", "Desde");
pub(super) const ABOUT: Heading = Heading::new("About", "Acerca de");
pub(super) const NOTES: Heading = Heading::new("Notes", "Notas");
pub(super) const TIME_ZONE: Heading = Heading::new("Time zone", "Zona horaria");
pub(super) const COUNTY_FIPS: Heading = Heading::new("County code (FIPS)", "Código del condado (FIPS)");
pub(super) const LATITUDE: Heading = Heading::new("Latitude", "Latitud");
pub(super) const LONGITUDE: Heading = Heading::new("Longitude", "Longitud");
pub(super) const ID: Heading = Heading::new("Id", "Id");
pub(super) const PERSON: Heading = Heading::new("Name", "Nombre");
pub(super) const PEOPLE: Heading = Heading::new("People", "Personas");
pub(super) const ROLES: Heading = Heading::new("Roles", "Funciones");
pub(super) const SHOWN_TO_ALL: Heading = Heading::new("Shown to everybody", "Visible para todos");
pub(super) const NETWORK: Heading = Heading::new("the network", "la red");

/// The heading of a kind of contact way.
pub(super) const fn contact(kind: ContactKind) -> Heading {
    match kind {
        ContactKind::Email => Heading::new("E-mail", "Correo electrónico"),
        ContactKind::Phone => Heading::new("Phone", "Teléfono"),
        ContactKind::Web => Heading::new("Web site", "Sitio web"),
        ContactKind::Post => Heading::new("Address", "Dirección postal"),
        ContactKind::Other => Heading::new("Other contact", "Otro contacto"),
    }
}

/// A heading with its mark of who may see the column, so that who passes the file on is told.
pub(super) fn marked(heading: &str, audience: Audience, language: Language) -> String {
    let mark = match audience {
        Audience::Members => language.choose("members only", "solo miembros"),
        Audience::Public => language.choose("public", "público"),
    };
    format!("{heading} ({mark})")
}

/// A status in words.
pub(super) const fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Active => language.choose("Active", "Activo"),
        Status::Forming => language.choose("Forming", "En formación"),
        Status::Paused => language.choose("Paused", "En pausa"),
        Status::Ended => language.choose("Ended", "Terminado"),
    }
}

/// A role in words.
pub(super) const fn role(role: Role, language: Language) -> &'static str {
    match role {
        Role::Convener => language.choose("Convener", "Convoca"),
        Role::Contact => language.choose("Contact", "Contacto"),
        Role::Facilitator => language.choose("Facilitator", "Facilita"),
        Role::Representative => language.choose("Representative", "Representa"),
        Role::TaskForce => language.choose("Task force", "Equipo de trabajo"),
        Role::Member => language.choose("Member", "Miembro"),
    }
}

/// Yes or no.
pub(super) const fn yes_or_no(yes: bool, language: Language) -> &'static str {
    if yes { language.choose("yes", "sí") } else { language.choose("no", "no") }
}

use groundswell_model::{
    Audience, ContactKind, Field, fold,
    import::Column::{self, ContactPerson, Id, RegionName, Where},
};

const EMAIL: Column = Column::Contact(ContactKind::Email, Audience::Members);
const PHONE: Column = Column::Contact(ContactKind::Phone, Audience::Members);
const WEB: Column = Column::Contact(ContactKind::Web, Audience::Public);
const POST: Column = Column::Contact(ContactKind::Post, Audience::Members);
const OTHER: Column = Column::Contact(ContactKind::Other, Audience::Members);

/// How sure a heading is that says exactly this. A name beside a "group" is a person's.
pub(super) const SURE: u32 = 100;

/// What people call their columns, folded, in English and Spanish.
const PHRASES: &[(Column, u32, &[&str])] = &[
    (Column::Field(Field::Name), SURE + 4, &["group name", "name of group", "nombre del grupo"]),
    (
        Column::Field(Field::Name),
        SURE + 2,
        &[
            "group",
            "groups",
            "community group",
            "organization",
            "organisation",
            "organization name",
            "chapter",
            "grupo",
            "grupos",
            "organizacion",
            "capitulo",
        ],
    ),
    (Column::Field(Field::Name), SURE, &["name", "nombre", "org", "title", "titulo"]),
    (ContactPerson, 40, &["name", "nombre"]),
    (
        Where,
        SURE,
        &[
            "where",
            "location",
            "place",
            "city state",
            "city and state",
            "town state",
            "town and state",
            "donde",
            "lugar",
            "ubicacion",
            "ciudad y estado",
            "ciudad estado",
        ],
    ),
    (
        Column::Field(Field::Town),
        SURE,
        &[
            "town",
            "city",
            "village",
            "municipality",
            "town city",
            "city town",
            "town or city",
            "ciudad",
            "pueblo",
            "localidad",
            "municipio",
            "poblacion",
        ],
    ),
    (Column::Field(Field::County), SURE, &["county", "parish", "counties", "condado"]),
    (Column::Field(Field::State), SURE, &["state", "province", "estado", "provincia"]),
    (
        Column::Field(Field::CountyFips),
        SURE,
        &[
            "county fips",
            "fips",
            "fips code",
            "county fips code",
            "county code",
            "county code fips",
            "codigo del condado fips",
            "fips del condado",
            "codigo fips",
            "codigo del condado",
        ],
    ),
    (Column::Field(Field::Latitude), SURE, &["latitude", "lat", "latitud"]),
    (Column::Field(Field::Longitude), SURE, &["longitude", "lon", "lng", "long", "longitud"]),
    (Column::Field(Field::TimeZone), SURE, &["time zone", "timezone", "tz", "zona horaria", "huso horario"]),
    (RegionName, SURE, &["region", "area", "district", "regional network", "zona", "distrito"]),
    (
        ContactPerson,
        SURE,
        &[
            "contact person",
            "contact persons",
            "contact",
            "contacts",
            "contact name",
            "point of contact",
            "key contact",
            "county contact",
            "coordinator",
            "organizer",
            "organiser",
            "convener",
            "leader",
            "persona de contacto",
            "personas de contacto",
            "contacto",
            "contactos",
            "nombre del contacto",
            "coordinador",
            "coordinadora",
            "responsable",
        ],
    ),
    (
        EMAIL,
        SURE,
        &[
            "e mail",
            "email",
            "e mails",
            "emails",
            "mail",
            "email address",
            "e mail address",
            "contact email",
            "correo",
            "correos",
            "correo electronico",
            "direccion de correo",
        ],
    ),
    (
        PHONE,
        SURE,
        &[
            "phone",
            "phones",
            "phone number",
            "phone no",
            "telephone",
            "telephone number",
            "tel",
            "cell",
            "cell phone",
            "mobile",
            "mobile phone",
            "contact phone",
            "telefono",
            "telefonos",
            "numero de telefono",
            "celular",
            "movil",
        ],
    ),
    (
        WEB,
        SURE,
        &[
            "web site",
            "website",
            "web",
            "url",
            "web page",
            "webpage",
            "homepage",
            "home page",
            "link",
            "links",
            "web address",
            "site",
            "facebook",
            "instagram",
            "sitio web",
            "pagina web",
            "pagina",
            "sitio",
            "enlace",
        ],
    ),
    (
        POST,
        SURE,
        &[
            "address",
            "mailing address",
            "postal address",
            "street address",
            "street",
            "post",
            "direccion",
            "direccion postal",
            "domicilio",
            "correo postal",
        ],
    ),
    (OTHER, SURE, &["other contact", "other", "whatsapp", "signal", "telegram", "otro contacto", "otro"]),
    (
        Column::Field(Field::Meets),
        SURE,
        &[
            "when we meet",
            "when",
            "meets",
            "meet",
            "meeting",
            "meetings",
            "meeting time",
            "meeting times",
            "meeting schedule",
            "meeting day",
            "meeting date",
            "schedule",
            "cuando",
            "cuando nos reunimos",
            "reunion",
            "reuniones",
            "horario",
            "dia de reunion",
            "horario de reuniones",
        ],
    ),
    (
        Column::Field(Field::Topics),
        SURE,
        &[
            "action work groups",
            "action work group",
            "awgs",
            "awg",
            "issues",
            "issue",
            "topics",
            "topic",
            "work groups",
            "working groups",
            "causes",
            "interests",
            "focus",
            "focus areas",
            "temas",
            "tema",
            "asuntos",
            "causas",
            "intereses",
            "grupos de trabajo",
            "grupos de accion",
            "grupos de trabajo y accion",
        ],
    ),
    (
        Column::Field(Field::Founded),
        SURE,
        &[
            "since",
            "founded",
            "established",
            "started",
            "year founded",
            "year",
            "desde",
            "fundado",
            "fundada",
            "fundacion",
            "ano de fundacion",
            "ano",
        ],
    ),
    (Column::Field(Field::Status), SURE, &["status", "active", "situacion", "estatus", "activo"]),
    // Spanish says `estado` for both; what stands below decides.
    (Column::Field(Field::Status), 90, &["estado"]),
    (
        Column::Field(Field::Notes),
        SURE,
        &[
            "notes",
            "note",
            "comments",
            "comment",
            "remarks",
            "memo",
            "notas",
            "nota",
            "comentarios",
            "observaciones",
        ],
    ),
    // Where it meets is not where it is at home.
    (
        Column::Field(Field::Notes),
        SURE - 10,
        &[
            "meeting place",
            "meeting location",
            "where we meet",
            "venue",
            "lugar de reunion",
            "donde nos reunimos",
        ],
    ),
    (
        Column::Field(Field::About),
        SURE,
        &[
            "about",
            "about us",
            "description",
            "mission",
            "who we are",
            "acerca de",
            "sobre nosotros",
            "descripcion",
            "mision",
            "quienes somos",
        ],
    ),
    (Id, SURE, &["id", "group id", "identifier", "identificador"]),
];

/// Marks of who may see a column.
const AUDIENCES: &[(Audience, &[&str])] = &[
    (
        Audience::Members,
        &[
            "for members only",
            "members only",
            "solo para miembros",
            "solo miembros",
            "private",
            "privado",
            "privada",
        ],
    ),
    (Audience::Public, &["public", "publico", "publica"]),
];

/// A heading's words, without its mark of who may see it and the number of its repetition.
pub(super) struct Heading {
    phrase: String,
    audience: Option<Audience>,
}

impl Heading {
    pub(super) fn of(heading: &str) -> Self {
        let mut phrase = format!(" {} ", fold::fold(heading));
        let mut audience = None;
        for (whom, marks) in AUDIENCES {
            for mark in *marks {
                let mark = format!(" {mark} ");
                if phrase.contains(&mark) && phrase.trim() != mark.trim() {
                    phrase = phrase.replace(&mark, " ");
                    audience = Some(*whom);
                }
            }
        }
        let words: Vec<&str> =
            phrase.split(' ').filter(|word| !word.is_empty() && word.parse::<u32>().is_err()).collect();
        Self { phrase: words.join(" "), audience }
    }

    /// What the heading may mean, each with how sure that is.
    pub(super) fn options(&self) -> Vec<(u32, Column)> {
        let exact: Vec<_> = PHRASES
            .iter()
            .filter(|(_, _, phrases)| phrases.contains(&self.phrase.as_str()))
            .map(|(column, score, _)| (*score, self.for_whom(*column)))
            .collect();
        if !exact.is_empty() || self.phrase.is_empty() {
            return exact;
        }
        let words: Vec<&str> = self.phrase.split(' ').collect();
        let mut options: Vec<(u32, Column)> = Vec::new();
        for (column, _, phrases) in PHRASES {
            let best = phrases.iter().filter_map(|phrase| within(phrase, &words)).max();
            if let Some(score) = best {
                options.push((score, self.for_whom(*column)));
            }
        }
        options
    }

    /// The column with the audience that the heading names.
    pub(super) fn for_whom(&self, column: Column) -> Column {
        match (column, self.audience) {
            (Column::Contact(kind, _), Some(audience)) => Column::Contact(kind, audience),
            (other, _) => other,
        }
    }

    /// Whether these are exactly the words of some heading.
    pub(super) fn is_known(&self) -> bool {
        PHRASES.iter().any(|(_, _, phrases)| phrases.contains(&self.phrase.as_str()))
    }

    /// Whether it says no more than that its column is notes.
    pub(super) fn is_notes(&self) -> bool {
        self.phrase.is_empty()
            || PHRASES.iter().any(|(column, score, phrases)| {
                *column == Column::Field(Field::Notes)
                    && *score == SURE
                    && phrases.contains(&self.phrase.as_str())
            })
    }
}

/// How sure it is that words mean a phrase that is among them: less with every other word, more with every
/// word of the phrase.
fn within(phrase: &str, words: &[&str]) -> Option<u32> {
    // Words that stand in many headings with another meaning.
    const VAGUE: [&str; 12] =
        ["id", "long", "post", "other", "site", "title", "year", "meet", "active", "org", "ano", "name"];
    let parts: Vec<&str> = phrase.split(' ').collect();
    if VAGUE.contains(&phrase) || !parts.iter().all(|part| words.contains(part)) {
        return None;
    }
    let others = words.len() - parts.len().min(words.len());
    Some(60 + 8 * u32::try_from(parts.len()).unwrap_or(0))
        .map(|score| score.saturating_sub(6 * others as u32).max(5))
}

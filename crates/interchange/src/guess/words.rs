use super::{
    audience,
    phrases::{PHRASES, SURE},
};
use groundswell_model::{Audience, ContactKind, Field, import::Column};

/// Words beside those of [`PHRASES`] that leave a heading's meaning as it is.
const HARMLESS: &[&str] = &[
    "our",
    "your",
    "their",
    "its",
    "the",
    "a",
    "an",
    "of",
    "for",
    "in",
    "at",
    "on",
    "or",
    "and",
    "if",
    "any",
    "known",
    "where",
    "to",
    "is",
    "are",
    "do",
    "does",
    "you",
    "they",
    "main",
    "primary",
    "official",
    "social",
    "media",
    "pages",
    "sites",
    "websites",
    "urls",
    "http",
    "https",
    "www",
    "online",
    "internet",
    "regular",
    "usual",
    "weekly",
    "monthly",
    "short",
    "brief",
    "long",
    "text",
    "information",
    "info",
    "details",
    "summary",
    "statement",
    "more",
    "first",
    "second",
    "third",
    "new",
    "current",
    "public",
    "full",
    "google",
    "map",
    "twitter",
    "x",
    "bluesky",
    "youtube",
    "mastodon",
    "nuestro",
    "nuestra",
    "su",
    "sus",
    "el",
    "la",
    "los",
    "las",
    "un",
    "una",
    "de",
    "del",
    "en",
    "y",
    "o",
    "si",
    "tiene",
    "principal",
    "oficial",
    "redes",
    "sociales",
    "paginas",
    "sitios",
    "enlaces",
    "semanal",
    "mensual",
    "breve",
    "informacion",
    "detalles",
    "resumen",
    "grupal",
    "comite",
    "colectivo",
    "colectiva",
    "committee",
    "collective",
    "community",
    "comunidad",
    "comunitario",
];

/// A heading's words, without its mark of who may see it and the number of its repetition.
pub(super) struct Heading {
    phrase: String,
    audience: Option<Audience>,
}

impl Heading {
    pub(super) fn of(heading: &str) -> Self {
        let (phrase, audience) = audience::parted(heading);
        let words: Vec<&str> =
            phrase.split(' ').filter(|word| !word.is_empty() && word.parse::<u32>().is_err()).collect();
        Self { phrase: words.join(" "), audience }
    }

    /// Whether it says that its column is an id, or of what kind another one is: such digits are no phone number.
    pub(super) fn is_of_numbers(&self) -> bool {
        const WORDS: [&str; 24] = [
            "id", "ids", "geoid", "code", "codes", "number", "no", "num", "zip", "postal", "fips", "ein",
            "account", "key", "type", "label", "tipo", "codigo", "numero", "cuenta", "count", "size", "date",
            "fecha",
        ];
        self.phrase.split(' ').any(|word| WORDS.contains(&word) || word.len() > 3 && word.ends_with("id"))
    }

    /// Whether its column says of what kind another one is.
    fn is_of_kinds(&self) -> bool {
        self.phrase.split(' ').any(|word| matches!(word, "type" | "label" | "tipo" | "id" | "code"))
    }

    /// Whether it has no words.
    pub(super) const fn is_empty(&self) -> bool {
        self.phrase.is_empty()
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
            // "E-mail type" is none.
            let is_kind = matches!(column, Column::Contact(..)) && self.is_of_kinds();
            if let Some(score) = best.filter(|_| !is_kind) {
                options.push((score, self.for_whom(self.unless_doubtful(*column))));
            }
        }
        options
    }

    /// A column that would be for everybody is not, where words beside its own might say something else.
    pub(super) fn unless_doubtful(&self, column: Column) -> Column {
        let known = |word: &str| {
            HARMLESS.contains(&word)
                || PHRASES.iter().any(|(_, _, phrases)| {
                    phrases.iter().any(|phrase| phrase.split(' ').any(|part| part == word))
                })
        };
        let is_doubtful = || !self.phrase.is_empty() && !self.phrase.split(' ').all(known);
        let is_web = matches!(column, Column::Contact(ContactKind::Web, Audience::Public));
        let is_text = matches!(column, Column::Field(Field::About | Field::Meets));
        if is_web && is_doubtful() {
            Column::Contact(ContactKind::Web, Audience::Members)
        } else if is_text && is_doubtful() {
            Column::Field(Field::Notes)
        } else {
            column
        }
    }

    /// The column with the audience that the heading names: what is not for everybody does not come into a field that
    /// everybody may read.
    pub(super) const fn for_whom(&self, column: Column) -> Column {
        match (column, self.audience) {
            (Column::Contact(kind, _), Some(audience)) => Column::Contact(kind, audience),
            (Column::Field(_) | Column::Where | Column::RegionName, Some(Audience::Members)) => {
                Column::Field(Field::Notes)
            }
            (other, _) => other,
        }
    }

    /// Whether it says that not everybody may see the column.
    pub(super) fn is_for_members(&self) -> bool {
        self.audience == Some(Audience::Members)
    }

    /// Whether these are exactly the words of some heading.
    pub(super) fn is_known(&self) -> bool {
        PHRASES.iter().any(|(_, _, phrases)| phrases.contains(&self.phrase.as_str()))
    }

    /// Whether it says no more than that its column is another way to reach somebody.
    pub(super) fn is_other_way(&self) -> bool {
        self.phrase.is_empty()
            || matches!(self.phrase.as_str(), "other contact" | "other" | "otro contacto" | "otro")
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
    const VAGUE: [&str; 25] = [
        "id", "long", "post", "other", "site", "title", "year", "meet", "active", "org", "ano", "name",
        "day", "days", "time", "times", "hour", "hours", "person", "place", "company", "hora", "dia", "sede",
        "building",
    ];
    let parts: Vec<&str> = phrase.split(' ').collect();
    if VAGUE.contains(&phrase) || !parts.iter().all(|part| words.contains(part)) {
        return None;
    }
    let others = words.len() - parts.len().min(words.len());
    Some(60 + 8 * u32::try_from(parts.len()).unwrap_or(0))
        .map(|score| score.saturating_sub(6 * others as u32).max(5))
}

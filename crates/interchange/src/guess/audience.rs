//! Who may see a column, as its heading says it: "(not public)", "members only", "will not be published", "no publicar".

use super::phrases;
use groundswell_model::{Audience, fold};

/// Words that say that not everybody may see it.
const PRIVATE: [&str; 37] = [
    "private",
    "privately",
    "privado",
    "privada",
    "privados",
    "privadas",
    "confidential",
    "confidencial",
    "confidenciales",
    "internal",
    "interno",
    "interna",
    "internos",
    "internas",
    "hidden",
    "hide",
    "oculto",
    "oculta",
    "ocultar",
    "secret",
    "secreto",
    "secreta",
    "restricted",
    "restringido",
    "restringida",
    "reservado",
    "reservada",
    "unlisted",
    "unpublished",
    "nonpublic",
    "inedito",
    "sensitive",
    "only",
    "solo",
    "solamente",
    "personal",
    "personales",
];
/// Words of members.
const MEMBERS: [&str; 18] = [
    "members",
    "member",
    "miembros",
    "miembro",
    "miembra",
    "miembras",
    "socio",
    "socia",
    "socios",
    "socias",
    "integrante",
    "integrantes",
    "afiliado",
    "afiliada",
    "afiliados",
    "afiliadas",
    "membership",
    "membresia",
];
/// Words of making something public.
const PUBLIC: [&str; 45] = [
    "public",
    "publicly",
    "publish",
    "published",
    "publishable",
    "publishing",
    "publico",
    "publica",
    "publicos",
    "publicas",
    "publicar",
    "publicarse",
    "publicado",
    "publicada",
    "publique",
    "publicamente",
    "visible",
    "shown",
    "show",
    "share",
    "shared",
    "display",
    "displayed",
    "listed",
    "mostrar",
    "compartir",
    "difundir",
    "publication",
    "publicacion",
    "printed",
    "sharing",
    "shareable",
    "disclose",
    "disclosed",
    "distribute",
    "distributed",
    "distribution",
    "circulate",
    "divulgar",
    "divulgarse",
    "divulgado",
    "distribuir",
    "distribuirse",
    "difusion",
    "compartirse",
];
/// Those of them that leave no doubt.
const CERTAIN: [&str; 9] = [
    "public",
    "publicly",
    "published",
    "publico",
    "publica",
    "publicos",
    "publicas",
    "publicado",
    "publicada",
];
/// Words that turn them into their opposite, or into a question.
const NOT: [&str; 32] = [
    "not",
    "no",
    "non",
    "never",
    "dont",
    "wont",
    "cannot",
    "cant",
    "isnt",
    "arent",
    "shouldnt",
    "mustnt",
    "nor",
    "without",
    "nunca",
    "sin",
    "jamas",
    "tampoco",
    "ask",
    "unless",
    "except",
    "before",
    "until",
    "consent",
    "permission",
    "maybe",
    "si",
    "salvo",
    "excepto",
    "preguntar",
    "permiso",
    "antes",
];
/// Words that stand beside them.
const BESIDE: [&str; 33] = [
    "for", "to", "be", "made", "make", "is", "are", "will", "should", "must", "do", "does", "may", "can",
    "the", "on", "this", "in", "keep", "please", "ok", "para", "se", "es", "ser", "hacer", "hara", "debe",
    "sera", "lo", "de", "la", "y",
];

/// A heading's folded words without those that say who may see its column, and who that is; nobody where none say it.
/// What leaves a doubt is for members.
pub(super) fn parted(heading: &str) -> (String, Option<Audience>) {
    let folded = fold::fold(heading);
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let has = |of: &[&str]| all.iter().any(|word| of.contains(word));
    let (some_private, is_public) = (all.iter().any(|word| is_private(word)), has(&PUBLIC));
    // A member's id and a group of "Members" say nothing of who may see them.
    let counts = some_private && !is_about_members(heading, &all);
    if !counts && !is_public {
        if phrases::is_phrase(&folded) || !says_no(&all) {
            return (folded, None);
        }
        // "Phone (not for the web site)". Behind "Tel. no." stand numbers.
        let last = all.len() - 1;
        let is_left = |at: usize, word: &str| {
            at == last && word == "no" || !NOT.contains(&word) && !BESIDE.contains(&word)
        };
        let words = all.iter().enumerate().filter(|(at, word)| is_left(*at, word)).map(|(_, word)| *word);
        return (words.collect::<Vec<_>>().join(" "), Some(Audience::Members));
    }
    let mark = |word: &&&str| is_private(word) || PUBLIC.contains(*word);
    let first = all.iter().position(|word| mark(&word));
    let last = all.iter().rposition(|word| mark(&word));
    let (mut from, mut to) = (first.unwrap_or(0), last.map_or(0, |last| last + 1));
    let is_beside =
        |word: Option<&&str>| word.is_some_and(|word| NOT.contains(word) || BESIDE.contains(word));
    while from > 0 && is_beside(all.get(from - 1)) {
        from -= 1;
    }
    while is_beside(all.get(to)) {
        to += 1;
    }
    let bare = all.iter().enumerate().filter(|(at, _)| *at < from || *at >= to).map(|(_, word)| *word);
    // "Phone 2 (public)" is one of several.
    let bare = bare.filter(|word| word.parse::<u32>().is_err());
    let bare = bare.collect::<Vec<_>>().join(" ");
    let is_sure =
        has(&CERTAIN) && !some_private && !has(&NOT) && (bare.is_empty() || phrases::is_phrase(&bare));
    (bare, Some(if is_sure { Audience::Public } else { Audience::Members }))
}

/// Whether a note beside a value, or words above a heading, may say that not everybody is to see it. Here any such word
/// is enough.
pub(crate) fn is_doubtful(text: &str) -> bool {
    let folded = fold::fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words.iter().any(|word| is_private(word)) || says_no(&words) || parted(text).1 == Some(Audience::Members)
}

/// Whether a word says no or asks, other than where it names the answers: "Active (yes/no)".
fn says_no(all: &[&str]) -> bool {
    let is_answer = |at: usize| {
        let word = |at: Option<usize>| at.and_then(|at| all.get(at)).copied();
        match word(Some(at)) {
            Some("no") => matches!(word(at.checked_sub(1)), Some("yes" | "si")),
            Some("si") => word(at.checked_add(1)) == Some("no"),
            Some(_) | None => false,
        }
    };
    all.iter().enumerate().any(|(at, word)| NOT.contains(word) && !is_answer(at))
}

/// Whether a word says that not everybody may see something.
fn is_private(word: &str) -> bool {
    PRIVATE.contains(&word) || MEMBERS.contains(&word)
}

/// Whether words of members are all that could say who may see it, and they say something else: how many they are, or
/// what one of them is called.
fn is_about_members(heading: &str, all: &[&str]) -> bool {
    const COUNTED: [&str; 22] = [
        "id", "ids", "number", "no", "num", "count", "total", "size", "how", "many", "of", "the", "numero",
        "cantidad", "cuantos", "cuantas", "de", "del", "los", "las", "code", "codigo",
    ];
    const CALLED: [&str; 17] = [
        "name",
        "names",
        "nombre",
        "nombres",
        "group",
        "groups",
        "organization",
        "organizations",
        "organisation",
        "chapter",
        "chapters",
        "grupo",
        "grupos",
        "organizacion",
        "organizaciones",
        "first",
        "last",
    ];
    // "Group (members)" is no member group.
    let is_one_phrase = !heading.contains(['(', '[', ':', ',', ';', '/', '-', '–', '—', '|', '*']);
    let mut marks = all.iter().filter(|word| is_private(word));
    marks.all(|word| MEMBERS.contains(word))
        && all
            .iter()
            .filter(|word| !is_private(word))
            .all(|word| COUNTED.contains(word) || is_one_phrase && CALLED.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_who_may_see_its_column() {
        use Audience::{Members, Public};
        for (heading, phrase, audience) in [
            ("Phone", "phone", None),
            ("Phone (public)", "phone", Some(Public)),
            ("Public e-mail", "e mail", Some(Public)),
            ("Correo (público)", "correo", Some(Public)),
            ("Phone (not public)", "phone", Some(Members)),
            ("E-mail (will not be made public)", "e mail", Some(Members)),
            ("Not for publication: phone", "phone", Some(Members)),
            ("Phone (not for the web site)", "phone web site", Some(Members)),
            ("Phone no.", "phone no", None),
            ("Show phone?", "phone", Some(Members)),
            ("Do not publish - phone", "phone", Some(Members)),
            ("Phone - members only", "phone", Some(Members)),
            ("Only for members: web site", "web site", Some(Members)),
            ("Private phone", "phone", Some(Members)),
            ("Teléfono (no publicar)", "telefono", Some(Members)),
            ("Teléfono (no es público)", "telefono", Some(Members)),
            ("No se hará público: correo", "correo", Some(Members)),
            ("Sitio web (solo para miembros)", "sitio web", Some(Members)),
            ("Correo privado", "correo", Some(Members)),
            ("Public phone? ask first", "phone ask first", Some(Members)),
            ("Public library phone", "library phone", Some(Members)),
            ("Non-public web site", "web site", Some(Members)),
            ("Unpublished number", "number", Some(Members)),
            ("Member ID", "member id", None),
            ("Member name", "member name", None),
            ("Number of members", "number of members", None),
            ("Cantidad de miembros", "cantidad de miembros", None),
            ("Website (members)", "website", Some(Members)),
            ("Sitio web (miembros)", "sitio web", Some(Members)),
            ("Sitio web (integrantes)", "sitio web", Some(Members)),
            ("Members' website", "website", Some(Members)),
            ("About (members)", "about", Some(Members)),
            ("Meets: members", "meets", Some(Members)),
            ("Website (ask first)", "website first", Some(Members)),
            ("Página web (no distribuir)", "pagina web", Some(Members)),
            ("Sitio web (no divulgar)", "sitio web", Some(Members)),
            ("Website - no sharing", "website", Some(Members)),
            ("Website (no bots)", "website bots", Some(Members)),
            ("Tel. no.", "tel no", Some(Members)),
            ("Active (yes/no)", "active yes no", None),
            ("Activo (sí/no)", "activo si no", None),
            ("Members", "members", None),
        ] {
            assert_eq!(parted(heading), (phrase.to_owned(), audience), "{heading}");
        }
    }
}

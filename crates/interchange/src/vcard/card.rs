//! Cards: what is called how, and how it is reached.

use super::line::{self, Line};
use crate::text;
use groundswell_model::{ContactKind, Kind};

/// A contact as its card says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Card {
    /// A person, or a group: an organisation of its own.
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) ways: Vec<Way>,
    /// What else it says, a line each.
    pub(super) notes: Vec<String>,
    pub(super) birthday: String,
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    kind: ContactKind,
    value: String,
    label: String,
}

impl Way {
    /// As a cell that the import reads back: the value, then what it is called in brackets.
    pub(super) fn cell(&self) -> String {
        if self.label.is_empty() { self.value.clone() } else { format!("{} [{}]", self.value, self.label) }
    }
}

impl Card {
    /// Its ways of this kind.
    pub(super) fn of(&self, kind: ContactKind) -> impl Iterator<Item = &Way> {
        self.ways.iter().filter(move |way| way.kind == kind)
    }
}

/// The cards of a file in their order. A card without any name, and one that is a list of others, is none.
pub(super) fn read(text: &str) -> Vec<Card> {
    let mut cards = Vec::new();
    let mut open: Option<Vec<Line>> = None;
    // An assistant's card may stand within another: version 2.1, property AGENT.
    let mut within = 0_usize;
    for line in line::lines(text) {
        let is_card = line.value.trim().eq_ignore_ascii_case("VCARD");
        match line.name.as_str() {
            "BEGIN" if is_card && open.is_some() => within += 1,
            "BEGIN" if is_card => open = Some(Vec::new()),
            "END" if is_card && within > 0 => within -= 1,
            "END" if is_card => cards.extend(open.take().and_then(|lines| card(&lines))),
            _ if within == 0 => {
                if let Some(lines) = &mut open {
                    lines.push(line);
                }
            }
            _ => {}
        }
    }
    // A file that breaks off has a last card all the same.
    cards.extend(open.and_then(|lines| card(&lines)));
    cards
}

fn card(lines: &[Line]) -> Option<Card> {
    let all = |name: &'static str| lines.iter().filter(move |line| line.name == name);
    let first =
        |name| all(name).map(|line| text::line(&line::text(&line.value))).find(|value| !value.is_empty());
    let is = |name, value: &str| first(name).is_some_and(|said| said.eq_ignore_ascii_case(value));
    if is("KIND", "group") || is("X-ADDRESSBOOKSERVER-KIND", "group") {
        return None;
    }
    let organisation = first("ORG").map(|said| {
        let parts: Vec<_> = said.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    });
    let whole_name = first("N").map(|_| structured_name(lines)).filter(|name| !name.is_empty());
    let nobody = first("FN").is_none() && whole_name.is_none();
    let is_group = is("KIND", "org") || is("X-ABSHOWAS", "COMPANY") || nobody && organisation.is_some();
    let person = first("FN").or(whole_name);
    let name = if is_group { organisation.clone().or(person) } else { person };
    let mut card = Card {
        kind: if is_group { Kind::Group } else { Kind::Person },
        name: name.or_else(|| first("NICKNAME")).or_else(|| first("EMAIL"))?,
        ways: Vec::new(),
        notes: Vec::new(),
        birthday: first("BDAY").unwrap_or_default(),
    };
    let at_work: Vec<_> =
        [first("TITLE"), organisation.filter(|_| !is_group)].into_iter().flatten().collect();
    if !at_work.is_empty() {
        card.notes.push(at_work.join(", "));
    }
    for line in lines {
        match line.name.as_str() {
            "NOTE" => card.notes.push(text::paragraphs(&line::text(&line.value))),
            "TEL" => card.add(lines, line, ContactKind::Phone, telephone(&line::text(&line.value))),
            "EMAIL" => card.add(lines, line, ContactKind::Email, without_scheme(&line.value, "mailto:")),
            "URL" => card.add(lines, line, ContactKind::Web, line::text(&line.value)),
            "ADR" => card.add(lines, line, ContactKind::Post, address(&line.value)),
            "IMPP" | "X-SOCIALPROFILE" => card.add(lines, line, ContactKind::Other, line::text(&line.value)),
            _ => {}
        }
    }
    card.notes.retain(|note| !note.is_empty());
    Some(card)
}

impl Card {
    fn add(&mut self, lines: &[Line], line: &Line, kind: ContactKind, value: String) {
        let way = Way { kind, value: text::line(&value), label: label(lines, line) };
        let is_known = self.ways.iter().any(|known| known.kind == kind && known.value == way.value);
        if !way.value.is_empty() && !is_known {
            self.ways.push(way);
        }
    }
}

/// "Family;Given;Additional;Prefixes;Suffixes" (RFC 6350 section 6.2.2) as it is spoken.
fn structured_name(lines: &[Line]) -> String {
    let Some(line) = lines.iter().find(|line| line.name == "N") else { return String::new() };
    let parts = line::parts(&line.value);
    let part = |at: usize| parts.get(at).map(|part| text::line(&part.replace(',', " "))).unwrap_or_default();
    text::line(&[part(3), part(1), part(2), part(0), part(4)].join(" "))
}

/// "PO box;extended;street;town;region;code;country" (RFC 6350 section 6.3.1) on one line, as an envelope has it.
fn address(value: &str) -> String {
    let parts = line::parts(value);
    let part = |at: usize| parts.get(at).map(|part| text::line(part)).unwrap_or_default();
    let town = text::line(&[part(4), part(5)].join(" "));
    let all = [part(0), part(2), part(1), part(3), town, part(6)];
    all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A number, also where version 4.0 gives an address: `tel:+1-608-555-0100;ext=12`.
fn telephone(value: &str) -> String {
    without_scheme(value, "tel:").replace(";ext=", " ext. ")
}

fn without_scheme(value: &str, scheme: &str) -> String {
    let value = value.trim();
    match value.get(..scheme.len()) {
        Some(begin) if begin.eq_ignore_ascii_case(scheme) => {
            value.get(scheme.len()..).unwrap_or_default().to_owned()
        }
        _ => line::text(value),
    }
}

/// What a way is called: in words of its owner's, as Apple and Google write beside it, or by its types.
fn label(lines: &[Line], line: &Line) -> String {
    let own = lines
        .iter()
        .find(|other| other.name == "X-ABLABEL" && !line.group.is_empty() && other.group == line.group);
    let own = own.map(|own| line::text(&own.value));
    // "_$!<Home>!$_" is how Apple writes its own words.
    let own = own.map(|own| own.trim_start_matches("_$!<").trim_end_matches(">!$_").to_owned());
    let types = || {
        const MEANT: [(&str, &str); 7] = [
            ("fax", "fax"),
            ("cell", "cell"),
            ("iphone", "cell"),
            ("work", "work"),
            ("home", "home"),
            ("pager", "pager"),
            ("main", "main"),
        ];
        let said = |word: &&(&str, &str)| line.types.iter().any(|said| said == word.0);
        MEANT.iter().find(said).map(|(_, label)| (*label).to_owned())
    };
    let label = own.filter(|own| !own.is_empty()).or_else(types).unwrap_or_default();
    text::line(&label.replace('[', "(").replace(']', ")"))
}

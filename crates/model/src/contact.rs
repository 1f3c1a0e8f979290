//! Ways to reach somebody, and the uniform form of each kind.

mod directions;
mod href;
mod linked;
mod phone;

pub use directions::{Maps, directions};
pub use linked::{Piece, linked};

use crate::{
    Id, Problem,
    validate::{MAX_SHORT, unprintable},
};
use serde::{Deserialize, Serialize};

/// One way to reach somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactWay {
    /// Its id within the record.
    pub id: Id,
    /// What kind of way.
    pub kind: ContactKind,
    /// The uniform form, as [`uniform`] makes it.
    pub value: String,
    /// What was entered, where that is not the uniform form; else empty.
    pub entered: String,
    /// What people call it: "office", "after 6 pm".
    pub label: String,
    /// Who may see it.
    pub audience: Audience,
}

/// A kind of contact way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ContactKind {
    /// An e-mail address.
    #[default]
    Email,
    /// A phone number, kept as RFC 3966 and E.164 write it: `+16085550100`, with `;ext=12` where there is one.
    Phone,
    /// A web address.
    Web,
    /// An address for letters.
    Post,
    /// Anything else, as written.
    Other,
}

impl ContactKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Email, Self::Phone, Self::Web, Self::Post, Self::Other];

    /// The kind's name in documents and files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Web => "web",
            Self::Post => "post",
            Self::Other => "other",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Who may see something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// Those who hold a members or an edit link.
    #[default]
    Members,
    /// Everybody.
    Public,
}

impl ContactWay {
    /// A contact way from what somebody entered, in its uniform form.
    ///
    /// # Errors
    /// When it does not hold as what it should be.
    pub fn entered(id: Id, kind: ContactKind, audience: Audience, entered: &str) -> Result<Self, Problem> {
        let value = uniform(kind, entered)?;
        let entered = if value == entered.trim() { String::new() } else { entered.trim().to_owned() };
        Ok(Self { id, kind, value, entered, label: String::new(), audience })
    }

    /// Whether its value is in the uniform form of its kind.
    ///
    /// # Errors
    /// What does not hold.
    pub fn check(&self) -> Result<(), Problem> {
        for text in [&self.label, &self.entered] {
            if text.chars().count() > MAX_SHORT {
                return Err(Problem::TooLong(MAX_SHORT));
            }
            if text.chars().any(|char| unprintable(char) && char != '\n') {
                return Err(Problem::Unprintable);
            }
        }
        uniform(self.kind, &self.value).map(drop)
    }

    /// The value as people read it: phone numbers of the North American plan as `(608) 555-0100`, web
    /// addresses without their scheme.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.kind {
            ContactKind::Phone => phone::shown(&self.value),
            ContactKind::Web => {
                let bare = self.value.split_once("://").map_or(self.value.as_str(), |(_, rest)| rest);
                bare.strip_suffix('/').unwrap_or(bare).to_owned()
            }
            ContactKind::Email | ContactKind::Post | ContactKind::Other => self.value.clone(),
        }
    }

    /// The address a browser opens for it: `mailto:`, `tel:` or a web address. Never any other scheme, whatever
    /// a document says, and never more than this one value: see [RFC 6068](https://www.rfc-editor.org/rfc/rfc6068)
    /// and [RFC 3966](https://www.rfc-editor.org/rfc/rfc3966).
    #[must_use]
    pub fn link(&self) -> Option<String> {
        href::href(self.kind, &self.value)
    }
}

/// The uniform form of a value.
///
/// # Errors
/// When it does not hold as what it should be.
pub fn uniform(kind: ContactKind, entered: &str) -> Result<String, Problem> {
    let entered = entered.trim();
    if entered.is_empty() {
        return Err(Problem::Missing);
    }
    if entered.chars().count() > MAX_SHORT {
        return Err(Problem::TooLong(MAX_SHORT));
    }
    if entered.chars().any(|char| unprintable(char) && !(char == '\n' && kind == ContactKind::Post)) {
        return Err(Problem::Unprintable);
    }
    match kind {
        ContactKind::Email => email(entered),
        ContactKind::Phone => phone::uniform(entered),
        ContactKind::Web => web(entered),
        ContactKind::Post | ContactKind::Other => Ok(entered.to_owned()),
    }
}

/// Lower case: RFC 5321 leaves the part before the `@` to its host, but no host in use tells letters' case
/// apart, and people's spreadsheets do not either.
fn email(entered: &str) -> Result<String, Problem> {
    // Before anything is looked at: of some letters the small ones are none that an address has.
    let bare = entered.strip_prefix("mailto:").unwrap_or(entered).to_lowercase();
    let (local, domain) = bare.rsplit_once('@').ok_or(Problem::NotAnEmail)?;
    let local_holds = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|char| char.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(char));
    if local_holds && is_domain(domain) { Ok(bare) } else { Err(Problem::NotAnEmail) }
}

/// A host name of at least two labels (RFC 1123). The last one begins with a letter, as those of all top-level domains
/// do: browsers take others for the number of a machine, in whatever notation.
fn is_domain(domain: &str) -> bool {
    domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|char| char.is_alphanumeric() || char == '-')
        })
        && domain.rsplit('.').next().is_some_and(|last| last.starts_with(char::is_alphabetic))
}

/// `https://` where no scheme is given; scheme and host in lower case; no user name, no other scheme.
fn web(entered: &str) -> Result<String, Problem> {
    let (scheme, rest) = match entered.split_once("://") {
        Some((scheme, rest)) => (scheme.to_lowercase(), rest),
        None => ("https".to_owned(), entered),
    };
    if scheme != "https" && scheme != "http" {
        return Err(Problem::NotAWebAddress);
    }
    if rest.chars().any(|char| char.is_whitespace() || "<>\"\\^`{|}".contains(char)) {
        return Err(Problem::NotAWebAddress);
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let host = host.to_lowercase();
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if !is_domain(&host) || !port.is_none_or(is_port) {
        return Err(Problem::NotAWebAddress);
    }
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let path = if path == "/" { "" } else { path };
    Ok(format!("{scheme}://{host}{port}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_spreadsheets_forms_become_uniform() {
        for (kind, entered, value) in [
            (ContactKind::Phone, "639-555-0100", "+16395550100"),
            (ContactKind::Phone, "(811) 555-0101", "+18115550101"),
            (ContactKind::Phone, "327.555.0102", "+13275550102"),
            (ContactKind::Phone, "+1 526 555 0103", "+15265550103"),
            (ContactKind::Phone, "3595550104", "+13595550104"),
            (ContactKind::Phone, "1-608-555-0100 ext. 12", "+16085550100;ext=12"),
            (ContactKind::Phone, "608-555-0100 x7", "+16085550100;ext=7"),
            (ContactKind::Phone, "+44 20 7946 0018", "+442079460018"),
            (ContactKind::Email, "MILWAUKEE@EXAMPLE.ORG", "milwaukee@example.org"),
            (ContactKind::Email, "mailto:a.b+c@example.org", "a.b+c@example.org"),
            (ContactKind::Web, "milwaukee.example.org", "https://milwaukee.example.org"),
            (ContactKind::Web, "HTTPS://Example.org/", "https://example.org"),
            (ContactKind::Web, "http://example.org/a?b#c", "http://example.org/a?b#c"),
        ] {
            assert_eq!(uniform(kind, entered), Ok(value.to_owned()), "{entered}");
        }
    }

    #[test]
    fn what_is_not_what_it_says_is_refused() {
        for (kind, entered, problem) in [
            (ContactKind::Phone, "call Rosa", Problem::NotAPhone),
            (ContactKind::Phone, "555-0100", Problem::NotAPhone),
            (ContactKind::Phone, "608-555-0100 ext", Problem::NotAPhone),
            (ContactKind::Email, "rosa at example.org", Problem::NotAnEmail),
            (ContactKind::Email, "a b@example.org", Problem::NotAnEmail),
            (ContactKind::Web, "javascript:alert(1)", Problem::NotAWebAddress),
            (ContactKind::Web, "javascript://example.org/%0aalert(1)", Problem::NotAWebAddress),
            (ContactKind::Web, "https://user:secret@example.org", Problem::NotAWebAddress),
            (ContactKind::Web, "library basement", Problem::NotAWebAddress),
            (ContactKind::Web, "", Problem::Missing),
        ] {
            assert_eq!(uniform(kind, entered), Err(problem), "{entered}");
        }
    }

    #[test]
    fn a_hostile_value_never_becomes_a_link() {
        let way = ContactWay {
            kind: ContactKind::Web,
            value: "javascript:alert(1)".into(),
            ..ContactWay::default()
        };
        assert_eq!(way.link(), None);
    }

    proptest! {
        #[test]
        fn the_uniform_form_is_its_own_uniform_form(text in "[+0-9a-zA-Z@:/. ()#-]{0,30}", kind in 0..5_usize) {
            let kind = ContactKind::ALL[kind];
            if let Ok(value) = uniform(kind, &text) {
                prop_assert_eq!(uniform(kind, &value), Ok(value));
            }
        }

        #[test]
        fn no_text_panics(text: String, kind in 0..5_usize) {
            let kind = ContactKind::ALL[kind];
            let way = ContactWay { kind, value: text, ..ContactWay::default() };
            let _ = (way.check(), way.link(), way.shown());
        }
    }
}

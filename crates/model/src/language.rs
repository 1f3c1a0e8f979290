//! The languages that people use Groundswell in.

use serde::{Deserialize, Serialize};

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// US English.
    #[default]
    English,
    /// US Spanish.
    Spanish,
}

/// What people call something: in US English and US Spanish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(pub &'static str, pub &'static str);

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Its tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.choose("en", "es")
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.choose("English", "Español")
    }

    /// The language of a BCP 47 tag such as `es-MX`; English for every other than Spanish.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("es") { Self::Spanish } else { Self::English }
    }

    /// The label in this language.
    #[must_use]
    pub const fn of(self, label: Label) -> &'static str {
        self.choose(label.0, label.1)
    }

    /// The one of two wordings that is in this language.
    #[must_use]
    pub const fn choose<T: Copy>(self, english: T, spanish: T) -> T {
        match self {
            Self::English => english,
            Self::Spanish => spanish,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_its_language() {
        for (tag, language) in [
            ("en", Language::English),
            ("es", Language::Spanish),
            ("es-MX", Language::Spanish),
            ("ES_us", Language::Spanish),
            ("est", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
        assert!(Language::ALL.into_iter().all(|language| Language::from_tag(language.tag()) == language));
    }
}

use groundswell_model::Label;

/// The language of an export's headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language of a BCP 47 tag such as `es-MX`; English for every other than Spanish.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("es") { Self::Spanish } else { Self::English }
    }

    /// The label in this language.
    pub(crate) const fn of(self, label: Label) -> &'static str {
        self.choose(label.0, label.1)
    }

    /// The one of two wordings that is in this language.
    pub(crate) const fn choose<T: Copy>(self, english: T, spanish: T) -> T {
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
    }
}

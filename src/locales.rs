//! What the app says, in every language it speaks.
//!
//! Each page's words stand in a file of their own under `locales/`, the languages side by side, as methods of
//! a small type: a word that lacks a language, or a key that does not exist, does not compile.

mod format;

pub use format::{Format, Plural};

use crate::browser;
use groundswell_model::Label;
use leptos::prelude::*;

/// A language the app speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Its own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }

    /// What something is called in it.
    pub const fn of(self, label: Label) -> &'static str {
        match self {
            Self::English => label.0,
            Self::Spanish => label.1,
        }
    }

    /// The language with this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language `boot.js` chose for this page: the one kept on this device, else the browser's.
    pub fn of_page() -> Self {
        document()
            .document_element()
            .and_then(|root| root.get_attribute("lang"))
            .and_then(|tag| Self::from_tag(&tag))
            .unwrap_or_default()
    }

    /// Keeps this choice on this device and tells the browser and its screen reader.
    pub fn choose(self) {
        browser::set_setting("language", Some(self.tag()));
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", self.tag());
        }
    }
}

/// The language of the page, for the place where it is chosen.
#[derive(Clone, Copy)]
pub struct ChosenLanguage(pub RwSignal<Language>);

/// Declares a section of the app's words: a type whose methods give them in its language. Words with
/// parameters are format strings over them; a count picks its plural with `one`/`other`.
macro_rules! words {
    ($(#[$doc:meta])* $section:ident { $($body:tt)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $section(pub $crate::locales::Language);

        impl $section {
            $crate::locales::words!(@words $($body)*);
        }
    };
    (@words) => {};
    (@words $key:ident: $en:literal, $es:literal; $($rest:tt)*) => {
        pub const fn $key(self) -> &'static str {
            match self.0 {
                $crate::locales::Language::English => $en,
                $crate::locales::Language::Spanish => $es,
            }
        }
        $crate::locales::words!(@words $($rest)*);
    };
    (@words $key:ident($($name:ident: $type:ty),+): $en:literal, $es:literal; $($rest:tt)*) => {
        pub fn $key(self $(, $name: $type)+) -> String {
            match self.0 {
                $crate::locales::Language::English => format!($en),
                $crate::locales::Language::Spanish => format!($es),
            }
        }
        $crate::locales::words!(@words $($rest)*);
    };
    (@words $key:ident[$count:ident]: $en_one:literal | $en:literal, $es_one:literal | $es:literal; $($rest:tt)*) => {
        pub fn $key(self, count: usize) -> String {
            let format = $crate::locales::Format(self.0);
            let $count = format.number(count);
            match (self.0, format.plural(count)) {
                ($crate::locales::Language::English, $crate::locales::Plural::One) => format!($en_one),
                ($crate::locales::Language::English, $crate::locales::Plural::Other) => format!($en),
                ($crate::locales::Language::Spanish, $crate::locales::Plural::One) => format!($es_one),
                ($crate::locales::Language::Spanish, $crate::locales::Plural::Other) => format!($es),
            }
        }
        $crate::locales::words!(@words $($rest)*);
    };
}
pub(crate) use words;

mod groups;
mod history;
mod import;
mod links;
mod people;
mod records;
mod settings;
mod sharing;
mod shell;
mod start;

pub use groups::Groups;
pub use history::History;
pub use import::Import;
pub use links::Links;
pub use people::People;
pub use records::Records;
pub use settings::Settings;
pub use sharing::Sharing;
pub use shell::Shell;
pub use start::Start;

/// The app's words in the language of the page. A change of language rebuilds all views, so that a view
/// may take its words once.
#[derive(Clone, Copy, Debug)]
pub struct Texts(pub Language);

impl Texts {
    /// What something is called.
    pub const fn label(self, label: Label) -> &'static str {
        self.0.of(label)
    }

    /// Dates, numbers and plurals.
    pub const fn format(self) -> Format {
        Format(self.0)
    }

    /// What frames every page.
    pub const fn shell(self) -> Shell {
        Shell(self.0)
    }

    /// The start page.
    pub const fn start(self) -> Start {
        Start(self.0)
    }

    /// Names of fields, kinds, and what is wrong with them.
    pub const fn records(self) -> Records {
        Records(self.0)
    }

    /// Groups, AWGs and regions.
    pub const fn groups(self) -> Groups {
        Groups(self.0)
    }

    /// Who changed what.
    pub const fn history(self) -> History {
        History(self.0)
    }

    /// People.
    pub const fn people(self) -> People {
        People(self.0)
    }

    /// Spreadsheets in and out.
    pub const fn import(self) -> Import {
        Import(self.0)
    }

    /// Sync links, invitations and neighbours.
    pub const fn sharing(self) -> Sharing {
        Sharing(self.0)
    }

    /// Links that take the place of others.
    pub const fn links(self) -> Links {
        Links(self.0)
    }

    /// Settings.
    pub const fn settings(self) -> Settings {
        Settings(self.0)
    }
}

/// The words of the page that a view belongs to.
pub fn texts() -> Texts {
    use_context().unwrap_or(Texts(Language::English))
}

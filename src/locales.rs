//! What the app says, in every language it speaks.
//!
//! Each page's words stand in a file of their own under `locales/`, the languages side by side, as methods of
//! a small type: a word that lacks a language, or a key that does not exist, does not compile.

mod format;

pub use format::{Format, Plural};

use crate::browser;
use groundswell_model::{Label, Language};
use leptos::prelude::*;

/// The language `boot.js` chose for this page: the one kept on this device, else the browser's.
pub fn language_of_page() -> Language {
    let tag = document().document_element().and_then(|root| root.get_attribute("lang"));
    Language::from_tag(&tag.unwrap_or_default())
}

/// Keeps this choice on this device and tells the browser and its screen reader.
pub fn keep_language(language: Language) {
    browser::set_setting("language", Some(language.tag()));
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
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
        pub struct $section(pub groundswell_model::Language);

        impl $section {
            $crate::locales::words!(@words $($body)*);
        }
    };
    (@words) => {};
    (@words $key:ident: $en:literal, $es:literal; $($rest:tt)*) => {
        pub const fn $key(self) -> &'static str {
            match self.0 {
                groundswell_model::Language::English => $en,
                groundswell_model::Language::Spanish => $es,
            }
        }
        $crate::locales::words!(@words $($rest)*);
    };
    (@words $key:ident($($name:ident: $type:ty),+): $en:literal, $es:literal; $($rest:tt)*) => {
        pub fn $key(self $(, $name: $type)+) -> String {
            match self.0 {
                groundswell_model::Language::English => format!($en),
                groundswell_model::Language::Spanish => format!($es),
            }
        }
        $crate::locales::words!(@words $($rest)*);
    };
    (@words $key:ident[$count:ident]: $en_one:literal | $en:literal, $es_one:literal | $es:literal; $($rest:tt)*) => {
        pub fn $key(self, count: usize) -> String {
            let format = $crate::locales::Format(self.0);
            let $count = format.number(count);
            match (self.0, format.plural(count)) {
                (groundswell_model::Language::English, $crate::locales::Plural::One) => format!($en_one),
                (groundswell_model::Language::English, $crate::locales::Plural::Other) => format!($en),
                (groundswell_model::Language::Spanish, $crate::locales::Plural::One) => format!($es_one),
                (groundswell_model::Language::Spanish, $crate::locales::Plural::Other) => format!($es),
            }
        }
        $crate::locales::words!(@words $($rest)*);
    };
}
pub(crate) use words;

mod drafts;
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

pub use drafts::Drafts;
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

    /// What is typed and not saved yet.
    pub const fn drafts(self) -> Drafts {
        Drafts(self.0)
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

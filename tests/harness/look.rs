//! What to look for on a page: a role and an accessible name.

use std::fmt;

use serde::Serialize;

/// Something on the page, as assistive technology knows it.
#[derive(Debug, Clone, Serialize)]
pub struct Look {
    role: &'static str,
    name: Option<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holding: Vec<String>,
    within: Option<Box<Look>>,
    first: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Is(String),
    Starts(String),
    Holds(String),
}

impl Look {
    fn of(role: &'static str, name: &str) -> Self {
        let name = (!name.is_empty()).then(|| Name::Is(name.to_owned()));
        Self { role, name, holding: Vec::new(), within: None, first: false }
    }

    /// Only inside that.
    #[must_use]
    pub fn within(mut self, outer: Look) -> Self {
        self.within = Some(Box::new(outer));
        self
    }

    /// Only with these words in it.
    #[must_use]
    pub fn holding(mut self, words: &str) -> Self {
        self.holding.push(words.to_owned());
        self
    }

    /// The first of several. Without it several are an error where one is acted upon.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.first = true;
        self
    }

    /// A name that only begins so.
    #[must_use]
    pub fn starting(mut self, words: &str) -> Self {
        self.name = Some(Name::Starts(words.to_owned()));
        self
    }

    /// A name with these words in it.
    #[must_use]
    pub fn about(mut self, words: &str) -> Self {
        self.name = Some(Name::Holds(words.to_owned()));
        self
    }

    pub(crate) fn is_first(&self) -> bool {
        self.first
    }

    pub(crate) fn exact_name(&self) -> Option<&str> {
        match &self.name {
            Some(Name::Is(name)) => Some(name),
            Some(Name::Starts(_) | Name::Holds(_)) | None => None,
        }
    }
}

impl fmt::Display for Look {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.role)?;
        match &self.name {
            Some(Name::Is(name)) => write!(to, " {name:?}")?,
            Some(Name::Starts(name)) => write!(to, " {name:?}…")?,
            Some(Name::Holds(name)) => write!(to, " …{name:?}…")?,
            None => {}
        }
        for words in &self.holding {
            write!(to, " holding {words:?}")?;
        }
        if let Some(outer) = &self.within {
            write!(to, " in {outer}")?;
        }
        Ok(())
    }
}

macro_rules! looks {
    ($($(#[$what:meta])* $function:ident = $role:literal;)*) => {
        $(
            $(#[$what])*
            pub fn $function(name: &str) -> Look {
                Look::of($role, name)
            }
        )*
    };
}

looks! {
    /// A button, of that name if any is given.
    button = "button";
    /// A link.
    link = "link";
    /// Whatever takes text or a choice: text box, search box, combo box, number.
    field = "field";
    /// A place for a file.
    file_field = "file";
    /// A check box or switch.
    checkbox = "checkbox";
    /// One of several to choose.
    radio = "radio";
    /// An entry of a list to choose from.
    option = "option";
    /// A heading of any level.
    heading = "heading";
    /// A dialog.
    dialog = "dialog";
    /// A named part of the page.
    part = "region";
    /// Navigation.
    navigation = "navigation";
    /// The page's content.
    main_part = "main";
    /// A list.
    list = "list";
    /// An entry of a list. Without a name: say what it holds.
    item = "listitem";
    /// An article.
    article = "article";
    /// A group of fields.
    group = "group";
    /// A table.
    table = "table";
    /// A table's row. Without a name: say what it holds.
    row = "row";
    /// Something said in passing, politely.
    status = "status";
    /// Something said at once.
    warning = "alert";
    /// How far something has come.
    progress = "progressbar";
    /// What opens and closes details.
    menu_summary = "summary";
}

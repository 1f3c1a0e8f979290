use super::headings;
use crate::text;
use groundswell_model::{Audience, Language};

/// A spreadsheet being written, cell by cell.
pub(super) struct Cells {
    text: String,
    begun: bool,
}

impl Cells {
    pub(super) fn new() -> Self {
        // Excel takes a file without the mark for the system's code page.
        Self { text: "\u{feff}".to_owned(), begun: false }
    }

    fn part(&mut self) {
        if self.begun {
            self.text.push(',');
        }
        self.begun = true;
    }

    /// A text, guarded. Always in quotes, but for an empty one: "leave quoted fields as text" then keeps
    /// leading zeros, and no rule of what has to be quoted can be wrong.
    pub(super) fn text(&mut self, cell: &str) {
        self.part();
        if cell.is_empty() {
            return;
        }
        self.text.push('"');
        for char in text::guard(cell).chars() {
            if char == '"' {
                self.text.push('"');
            }
            self.text.push(char);
        }
        self.text.push('"');
    }

    /// A number. It can not be run as a formula, whatever its sign.
    pub(super) fn number(&mut self, number: Option<f64>) {
        self.part();
        if let Some(number) = number {
            self.text.push_str(&number.to_string());
        }
    }

    /// A heading as many times as there are columns of it: "Phone", "Phone 2".
    pub(super) fn repeated(
        &mut self,
        heading: &str,
        times: usize,
        audience: Option<Audience>,
        language: Language,
    ) {
        for number in 1..=times {
            let numbered = if number == 1 { heading.to_owned() } else { format!("{heading} {number}") };
            let audience = audience.unwrap_or(Audience::Members);
            self.text(&headings::marked(&numbered, audience, language));
        }
    }

    /// Ends a row (RFC 4180, section 2.1).
    pub(super) fn end_row(&mut self) {
        self.text.push_str("\r\n");
        self.begun = false;
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

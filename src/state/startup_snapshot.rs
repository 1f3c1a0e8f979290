use super::{Phase, State};
use crate::browser;
use leptos::prelude::*;

impl State {
    /// Tells `public/startup.js` that there is what the first page shows, and what the list in it is of.
    pub(super) fn emit_drawn(self) {
        browser::emit("groundswell-drawn", untrack(|| self.listing()).as_deref());
    }

    /// Has `public/startup.js` keep the list of the open directory for the next start, and forget what it kept
    /// with whatever changes: the directory, which one is open, and which are on this device at all.
    pub fn keep_startup_snapshot(self) {
        Effect::new(move |_| browser::emit("groundswell-listing", self.listing().as_deref()));
    }

    /// Of what the list is, where it is one to be kept: the directory, and what names its content.
    fn listing(self) -> Option<String> {
        let is_listed = self.phase.with(|phase| matches!(phase, Phase::Shown | Phase::Ready));
        let current = self.current.get().filter(|_| is_listed && self.invitation().is_none())?;
        let content = self.projection.with(|projection| {
            // Of what was changed since it was stored, the heads are not known here: it is like nothing before.
            let is_stored = !projection.heads.is_empty();
            if is_stored { letters(&projection.heads) } else { browser::new_id().to_string() }
        });
        Some([current.to_string(), content].join(" "))
    }
}

/// Bytes as two letters each.
fn letters(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from(b'a' + half)).collect()
}

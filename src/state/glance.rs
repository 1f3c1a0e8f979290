use super::{Phase, State};
use crate::browser;
use leptos::prelude::*;

impl State {
    /// Has `public/glance.js` keep the list of the open directory for the next start, and forget what it kept
    /// with whatever changes: the directory, which one is open, and which are on this device at all.
    pub fn keep_glance(self) {
        Effect::new(move |_| {
            let is_listed = self.phase.with(|phase| matches!(phase, Phase::Shown | Phase::Ready));
            let stands = is_listed && self.invitation().is_none();
            let content = self.projection.with(|projection| {
                // Of what was changed since it was stored, the heads are not known here: it is like nothing before.
                let is_stored = !projection.heads.is_empty();
                if is_stored { format!("{:?}", projection.heads) } else { browser::moment().to_string() }
            });
            let listing = self.current.get().filter(|_| stands).map(|id| format!("{id} {content}"));
            browser::tell("groundswell-listing", listing.as_deref());
        });
    }
}

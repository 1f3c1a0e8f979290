//! What is said while others change a record that is being edited, before anything is pressed.

use super::FormState;
use crate::{
    components::{Icon, said_by},
    locales::texts,
    state::{Detail, state},
};
use groundswell_model::{Field, Record};
use leptos::prelude::*;

impl FormState {
    /// Says what becomes of the record elsewhere, of which the editor has seen it as it was `before`.
    pub fn watch(self, before: Record) {
        self.before.set(Some(before));
    }
}

/// Who changed which fields of the record since its editor began; or that it was deleted.
#[component]
pub fn Elsewhere(
    /// The form.
    form: FormState,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let said = Memo::new(move |_| {
        let before = form.before.get()?;
        form.refused.track();
        form.failed.track();
        let Detail::Here(view) = state.detail(before.kind(), before.id()).get() else { return None };
        // What comes of its own saving is none of it.
        if form.busy.get_value() {
            return None;
        }
        if let Some(stamp) = view.deleted {
            let gone = t.groups().is_deleted(&t.format().moment(stamp.at), &said_by(state, stamp.by));
            return Some(format!("{gone}. {}", t.groups().deleted_meanwhile_why()));
        }
        let fields = changed(&before, &view.record);
        let names: Vec<_> = fields.into_iter().map(|field| t.records().field(form.kind, field)).collect();
        let stamp = view.record.meta().updated;
        let (who, when) = (said_by(state, stamp.by), t.format().moment(stamp.at));
        (!names.is_empty()).then(|| t.drafts().changed_since(&who, &when, &names.join(", ")))
    });
    // What is asked says it at length.
    let shown = move || said.get().filter(|_| form.refused.with(Option::is_none));
    view! {
        <div role="status">
            {move || shown().map(|said| view! {
                <div class="notice" data-kind="warn"><Icon name="conflict"/><p>{said}</p></div>
            })}
        </div>
    }
}

fn changed(before: &Record, now: &Record) -> Vec<Field> {
    let fields = now.kind().declaration().fields();
    fields.filter(|spec| spec.slots(before) != spec.slots(now)).map(|spec| spec.field).collect()
}

//! What is to be fixed before a form can be saved.

use super::{FormState, input_id};
use crate::{browser, locales::texts};
use groundswell_model::{Field, FieldError, Kind};
use leptos::prelude::*;

/// The errors of a form, each the way to its field.
#[component]
pub fn Summary(
    /// The form.
    form: FormState,
) -> impl IntoView {
    let t = texts();
    let failed = move || form.failed.get().map(|error| t.records().error(&error));
    move || {
        let errors = form.errors.get();
        let failed = failed();
        (!errors.is_empty() || failed.is_some()).then(|| {
            view! {
                <div class="error-summary" id="form-errors" role="alert" tabindex="-1">
                    <h2>{t.groups().fix_these()}</h2>
                    {failed.map(|failed| view! { <p>{failed}</p> })}
                    <ul>
                        {errors.into_iter().map(|error| {
                            let id = input_id(error.field, error.entry);
                            let said = format!("{}: {}", t.records().field(form.kind, error.field), t.records().problem(error.problem));
                            let target = id.clone();
                            view! {
                                <li><a href=format!("#{id}") on:click=move |event| {
                                    // The router would take the address for another page.
                                    event.prevent_default();
                                    unfold(&target);
                                    browser::focus(&target);
                                }>{said}</a></li>
                            }
                        }).collect_view()}
                    </ul>
                </div>
            }
        })
    }
}

/// Brings errors into the order of the form.
pub fn in_order(kind: Kind, errors: &mut [FieldError]) {
    errors.sort_by_key(|error| (place_in_form(kind, error.field), error.entry));
}

/// Opens what an input is folded away in: nothing that is hidden takes the focus.
pub fn unfold(id: &str) {
    let input = document().get_element_by_id(id);
    if let Some(Ok(Some(details))) = input.map(|input| input.closest("details")) {
        let _ = details.set_attribute("open", "");
    }
}

/// Where forms have a field: its section, whether it is folded away at the end of that, and its place.
fn place_in_form(kind: Kind, field: Field) -> (usize, bool, usize) {
    let fields = kind.declaration().fields().enumerate();
    let found = fields.into_iter().find(|(_, spec)| spec.field == field);
    found.map_or((usize::MAX, true, 0), |(place, spec)| (spec.section() as usize, spec.options.folded, place))
}

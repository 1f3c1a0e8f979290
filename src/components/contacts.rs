use super::Icon;
use crate::locales::texts;
use groundswell_model::{Audience, ContactKind, ContactWay};
use leptos::prelude::*;

/// The drawing of a kind of contact way.
const fn icon(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Email => "mail",
        ContactKind::Phone => "phone",
        ContactKind::Web => "web",
        ContactKind::Post => "post",
        ContactKind::Other => "notes",
    }
}

/// Ways to reach somebody, each with who may see it.
#[component]
pub fn ContactList(
    /// The ways.
    contacts: Vec<ContactWay>,
) -> impl IntoView {
    let t = texts();
    view! {
        <ul class="contact">
            {contacts.into_iter().map(|way| {
                let shown = way.shown();
                let value = match way.link() {
                    Some(link) => {
                        // A stranger's page learns nothing of where its visitor came from.
                        let rel = (way.kind == ContactKind::Web).then_some("noreferrer noopener external");
                        view! { <a href=link rel=rel>{shown}</a> }.into_any()
                    }
                    None => shown.into_any(),
                };
                let (audience, drawing) = match way.audience {
                    Audience::Public => ("public", "public"),
                    Audience::Members => ("members", "lock"),
                };
                let entered = (!way.entered.is_empty() && way.entered != way.shown())
                    .then(|| t.groups().entered_as(&way.entered));
                let note = match (way.label.is_empty(), entered) {
                    (true, entered) => entered,
                    (false, None) => Some(way.label.clone()),
                    (false, Some(entered)) => Some(format!("{} · {entered}", way.label)),
                };
                view! {
                    <li>
                        <Icon name=icon(way.kind)/>
                        <div>
                            <span class="visually-hidden">{format!("{}: ", t.records().contact_kind(way.kind))}</span>
                            <p class="contact-value">{value}</p>
                            {note.map(|note| view! { <p class="contact-note">{note}</p> })}
                        </div>
                        <span class="audience" data-audience=audience><Icon name=drawing/>{t.records().audience(way.audience)}</span>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

use super::Icon;
use crate::{locales::texts, state::state};
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

/// An address that breaks, where it has to, behind an `@` or before a dot, and not within a name.
pub fn breakable(shown: &str) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut rest = shown;
    while let Some(at) = rest.get(1..).and_then(|rest| rest.find(['@', '.', '/'])) {
        let (part, after) = rest
            .split_at_checked(at + 1 + usize::from(rest.as_bytes().get(at + 1) == Some(&b'@')))
            .unwrap_or((rest, ""));
        parts.push(view! { {part.to_owned()}<wbr/> }.into_any());
        rest = after;
    }
    parts.push(rest.to_owned().into_any());
    parts
}

/// Ways to reach somebody, each with who may see it.
#[component]
pub fn ContactList(
    /// The ways.
    contacts: Vec<ContactWay>,
    /// The address of the form in which they are corrected.
    edit: String,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let may = Memo::new(move |_| state.may_edit());
    view! {
        <ul class="contact">
            {contacts.into_iter().map(|way| {
                let shown = way.shown();
                let correct = t.groups().correct(&shown);
                let form = format!("{edit}?contact={}", way.id);
                let shown = breakable(&shown);
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
                        {move || may.get().then(|| view! {
                            <a class="button quiet icon-only print-none" href=form.clone() aria-label=correct.clone()><Icon name="edit"/></a>
                        })}
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

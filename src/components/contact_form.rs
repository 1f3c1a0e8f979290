use super::{FormState, Icon, Select, described_by, error_line, input_id};
use crate::{browser, locales::texts};
use groundswell_model::{Audience, ContactKind, ContactWay, Field, FieldError, Id, record::Rows};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A contact way while it is typed: what was entered stays as it is until the form is saved.
#[derive(Clone, Copy)]
struct Draft {
    id: Id,
    kind: RwSignal<ContactKind>,
    entered: RwSignal<String>,
    label: RwSignal<String>,
    audience: RwSignal<Audience>,
}

/// The contact ways of a form.
#[derive(Clone, Copy)]
pub struct ContactForm {
    drafts: RwSignal<Vec<Draft>>,
    before: StoredValue<Vec<ContactWay>>,
}

impl Draft {
    fn new(way: &ContactWay, entered: String) -> Self {
        Self {
            id: way.id,
            kind: RwSignal::new(way.kind),
            entered: RwSignal::new(entered),
            label: RwSignal::new(way.label.clone()),
            audience: RwSignal::new(way.audience),
        }
    }

    fn resumed(row: &[String]) -> Option<Self> {
        let [id, kind, audience, label, entered] = row else { return None };
        let way = ContactWay {
            id: id.parse().ok()?,
            kind: ContactKind::from_key(kind).unwrap_or_default(),
            audience: audience_of(audience),
            label: label.clone(),
            ..ContactWay::default()
        };
        Some(Self::new(&way, entered.clone()))
    }

    fn row(self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.kind.get_untracked().key().to_owned(),
            audience_key(self.audience.get_untracked()).to_owned(),
            self.label.get_untracked(),
            self.entered.get_untracked(),
        ]
    }
}

const fn audience_key(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Members => "members",
    }
}

fn audience_of(key: &str) -> Audience {
    if key == "public" { Audience::Public } else { Audience::Members }
}

impl ContactForm {
    /// A form whose editor began with these; what was typed since, where that is a draft, is in its rows.
    pub fn new(contacts: &[ContactWay], resumed: Option<Rows>) -> Self {
        let drafts = match resumed {
            Some(rows) => rows.iter().filter_map(|row| Draft::resumed(row)).collect(),
            None => contacts.iter().map(|way| Draft::new(way, way.shown())).collect(),
        };
        Self { drafts: RwSignal::new(drafts), before: StoredValue::new(contacts.to_vec()) }
    }

    /// The contact ways for a draft, as [`Self::new`] takes them.
    pub fn rows(self) -> Rows {
        self.drafts.get_untracked().into_iter().map(Draft::row).collect()
    }

    /// The contact ways in their uniform form; ways with nothing entered are left out.
    ///
    /// # Errors
    /// One for each that does not hold, by its place in the form.
    pub fn contacts(self) -> Result<Vec<ContactWay>, Vec<FieldError>> {
        let mut contacts = Vec::new();
        let mut errors = Vec::new();
        for (place, draft) in self.drafts.get_untracked().into_iter().enumerate() {
            let entered = draft.entered.get_untracked();
            if entered.trim().is_empty() {
                continue;
            }
            let (kind, audience) = (draft.kind.get_untracked(), draft.audience.get_untracked());
            let label = draft.label.get_untracked().trim().to_owned();
            let before =
                self.before.with_value(|before| before.iter().find(|way| way.id == draft.id).cloned());
            match ContactWay::entered(draft.id, kind, audience, &entered) {
                // What was not touched keeps the form in which it once was entered.
                Ok(way) => match before {
                    Some(before) if before.kind == kind && before.value == way.value => {
                        contacts.push(ContactWay { label, audience, ..before });
                    }
                    _ => contacts.push(ContactWay { label, ..way }),
                },
                Err(problem) => {
                    errors.push(FieldError { field: Field::Contacts, entry: Some(place), problem })
                }
            }
        }
        if errors.is_empty() { Ok(contacts) } else { Err(errors) }
    }

    /// Whether a way that was public would no longer be.
    fn withdraws(self) -> bool {
        self.drafts.with(|drafts| {
            self.before.with_value(|before| {
                before.iter().filter(|way| way.audience == Audience::Public).any(|way| {
                    drafts
                        .iter()
                        .find(|draft| draft.id == way.id)
                        .is_none_or(|draft| draft.audience.get() == Audience::Members)
                })
            })
        })
    }
}

/// The contact ways of a form, each with its kind and who may see it.
#[component]
pub fn ContactFields(
    /// The form they are part of.
    form: FormState,
    /// The contact ways.
    contacts: ContactForm,
) -> impl IntoView {
    let t = texts();
    let add = move |kind| {
        let way = ContactWay { id: browser::new_id(), kind, ..ContactWay::default() };
        let draft = Draft::new(&way, String::new());
        let place = contacts.drafts.with_untracked(Vec::len);
        contacts.drafts.update(|drafts| drafts.push(draft));
        focus_soon(Some(place));
    };
    // Whoever comes to add or to correct one finds it ready.
    let asked = use_query_map().with_untracked(|params| params.get("contact")).unwrap_or_default();
    if let Some(kind) = ContactKind::from_key(&asked) {
        add(kind);
    } else if let Ok(id) = asked.parse::<Id>() {
        let place = contacts.drafts.with_untracked(|drafts| drafts.iter().position(|draft| draft.id == id));
        focus_soon(place);
    }
    let numbered = move || contacts.drafts.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <fieldset class="group">
            <legend>{t.records().field(form.kind, Field::Contacts)}</legend>
            <ul class="repeat">
                <For each=numbered key=|(place, draft)| (*place, draft.id) let:((place, draft))>
                    <Way form contacts draft place/>
                </For>
            </ul>
            <Show when=move || contacts.withdraws()>
                <div class="notice" data-kind="warn" role="status"><Icon name="warning"/><p>{t.groups().published_warning()}</p></div>
            </Show>
            <button class="button" type="button" on:click=move |_| { form.touch(); add(ContactKind::default()); }><Icon name="add"/>{t.groups().add_contact()}</button>
        </fieldset>
    }
}

/// Moves the focus to a contact way, after that of the page has gone to its heading.
fn focus_soon(place: Option<usize>) {
    let Some(place) = place else { return };
    let focus = move || browser::focus(&input_id(Field::Contacts, Some(place)));
    browser::after_paint(move || browser::after_paint(focus));
}

#[component]
fn Way(form: FormState, contacts: ContactForm, draft: Draft, place: usize) -> impl IntoView {
    let t = texts();
    let id = input_id(Field::Contacts, Some(place));
    let error = form.error_of(Field::Contacts, Some(place));
    let error_id = format!("{id}-error");
    let described = described_by(error, &error_id, None);
    let invalid = move || error.with(Option::is_some);
    let shown_error = error_line(error, error_id);
    let kinds: Vec<_> = ContactKind::ALL
        .map(|kind| (kind.key().to_owned(), t.records().contact_kind(kind).to_owned()))
        .to_vec();
    let audiences: Vec<_> = [Audience::Members, Audience::Public]
        .map(|audience| (audience_key(audience).to_owned(), t.records().audience(audience).to_owned()))
        .to_vec();
    let remove_label = move || draft.entered.with(|entered| t.groups().remove_contact(entered));
    let remove = move |_| {
        form.touch();
        form.errors.update(Vec::clear);
        contacts.drafts.update(|drafts| drafts.retain(|other| other.id != draft.id));
    };
    let (kind_id, label_id, audience_id) =
        (format!("{id}-kind"), format!("{id}-label"), format!("{id}-audience"));
    view! {
        <li>
            <div class="field">
                <label for=kind_id.clone()>{t.groups().contact_kind()}</label>
                <Select id=kind_id options=Signal::stored(kinds)
                    value=Signal::derive(move || draft.kind.get().key().to_owned())
                    on_choose=Callback::new(move |key: String| draft.kind.set(ContactKind::from_key(&key).unwrap_or_default()))/>
            </div>
            <div class="field" data-invalid=move || invalid().then_some("")>
                <label for=id.clone()>{t.groups().contact_value()}</label>
                <input id=id type="text" autocomplete="off" value=draft.entered.get_untracked()
                    inputmode=move || match draft.kind.get() {
                        ContactKind::Email => "email",
                        ContactKind::Phone => "tel",
                        ContactKind::Web => "url",
                        ContactKind::Post | ContactKind::Other => "text",
                    }
                    aria-invalid=move || invalid().then_some("true") aria-describedby=described
                    on:input=move |event| draft.entered.set(event_target_value(&event))/>
                {shown_error}
            </div>
            <div class="field">
                <label for=label_id.clone()>{t.groups().contact_label()}" "<span class="optional">{t.records().optional()}</span></label>
                <input id=label_id type="text" autocomplete="off" value=draft.label.get_untracked()
                    on:input=move |event| draft.label.set(event_target_value(&event))/>
            </div>
            <div class="field">
                <label for=audience_id.clone()>{t.groups().contact_audience()}</label>
                <Select id=audience_id options=Signal::stored(audiences)
                    value=Signal::derive(move || audience_key(draft.audience.get()).to_owned())
                    on_choose=Callback::new(move |key: String| draft.audience.set(audience_of(&key)))/>
            </div>
            <button class="button quiet danger icon-only" type="button" aria-label=remove_label on:click=remove><Icon name="delete"/></button>
        </li>
    }
}

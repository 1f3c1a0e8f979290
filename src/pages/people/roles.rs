use super::{
    place_field::{PLACE_HINT, PlaceField},
    places::Place,
};
use crate::{
    browser,
    components::{FormState, Icon, Select, input_id, place_name},
    locales::texts,
    state::State,
};
use groundswell_model::{Field, FieldError, Membership, Problem, Role, Target};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// A role while it is chosen.
#[derive(Clone, Copy)]
pub struct Draft {
    number: usize,
    role: RwSignal<Role>,
    /// The place that was chosen.
    pub target: RwSignal<Option<Target>>,
    /// What was typed to find it.
    pub typed: RwSignal<String>,
}

impl Draft {
    /// Takes a place that was offered.
    pub fn choose(self, place: Place) {
        self.typed.set(place.name);
        self.target.set(Some(place.target));
    }
}

/// The roles of a form.
#[derive(Clone, Copy)]
pub struct RoleForm {
    drafts: RwSignal<Vec<Draft>>,
    next: StoredValue<usize>,
}

impl RoleForm {
    /// A form that begins with these.
    pub fn new(state: State, roles: &BTreeSet<Membership>) -> Self {
        let form = Self { drafts: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        let gone = texts().people().gone_place();
        for Membership { of, role } in roles {
            let name = state.projection.with_untracked(|projection| place_name(projection, *of));
            form.add(*role, Some(*of), name.unwrap_or_else(|| gone.to_owned()));
        }
        form
    }

    /// The roles; those without a place are left out.
    ///
    /// # Errors
    /// One for each of which the place was typed but is none, by its place in the form.
    pub fn roles(self) -> Result<BTreeSet<Membership>, Vec<FieldError>> {
        let mut roles = BTreeSet::new();
        let mut errors = Vec::new();
        for (place, draft) in self.drafts.get_untracked().into_iter().enumerate() {
            match draft.target.get_untracked() {
                Some(of) => {
                    roles.insert(Membership { of, role: draft.role.get_untracked() });
                }
                None if draft.typed.with_untracked(|typed| typed.trim().is_empty()) => {}
                None => errors.push(FieldError {
                    field: Field::Roles,
                    entry: Some(place),
                    problem: Problem::NotOneOfThem,
                }),
            }
        }
        if errors.is_empty() { Ok(roles) } else { Err(errors) }
    }

    fn add(self, role: Role, target: Option<Target>, typed: String) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        let (role, target, typed) = (RwSignal::new(role), RwSignal::new(target), RwSignal::new(typed));
        self.drafts.update(|drafts| drafts.push(Draft { number, role, target, typed }));
    }
}

/// What somebody does, and where.
#[component]
pub fn RoleFields(
    /// The form they are part of.
    form: FormState,
    /// The roles.
    roles: RoleForm,
) -> impl IntoView {
    let t = texts();
    let add = move |_| {
        form.touch();
        let place = roles.drafts.with_untracked(Vec::len);
        roles.add(Role::default(), None, String::new());
        browser::after_paint(move || browser::focus(&input_id(Field::Roles, Some(place))));
    };
    let numbered = move || roles.drafts.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <fieldset class="group">
            <legend>{t.records().roles()}</legend>
            <p class="hint" id=PLACE_HINT>{t.people().place_hint()}</p>
            <ul class="repeat" data-pairs="">
                <For each=numbered key=|(place, draft)| (*place, draft.number) let:((place, draft))>
                    <RoleRow form roles draft place/>
                </For>
            </ul>
            <button class="button" type="button" on:click=add><Icon name="add"/>{t.people().add_role()}</button>
        </fieldset>
    }
}

#[component]
fn RoleRow(form: FormState, roles: RoleForm, draft: Draft, place: usize) -> impl IntoView {
    let t = texts();
    let role_id = format!("{}-role", input_id(Field::Roles, Some(place)));
    let options = Role::ALL.map(|role| (role.key().to_owned(), t.records().role(role).to_owned())).to_vec();
    let remove_label = move || {
        let role = t.records().role(draft.role.get());
        draft.typed.with(|typed| {
            let what = if typed.is_empty() { role.to_owned() } else { t.people().as_in(role, typed) };
            t.people().remove_role(&what)
        })
    };
    let remove = move |_| {
        form.touch();
        form.errors.update(Vec::clear);
        roles.drafts.update(|drafts| drafts.retain(|other| other.number != draft.number));
    };
    view! {
        <li>
            <div class="field">
                <label for=role_id.clone()>{t.people().role()}</label>
                <Select id=role_id options=Signal::stored(options)
                    value=Signal::derive(move || draft.role.get().key().to_owned())
                    on_choose=Callback::new(move |key: String| draft.role.set(Role::from_key(&key).unwrap_or_default()))/>
            </div>
            <PlaceField form draft place/>
            <button class="button quiet danger icon-only" type="button" aria-label=remove_label on:click=remove><Icon name="delete"/></button>
        </li>
    }
}

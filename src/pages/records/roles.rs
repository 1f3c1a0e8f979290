//! What somebody does, and where, while it is chosen.

use crate::{
    browser,
    components::{FormState, Icon, Pick, RecordPicker, Select, input_id},
    locales::texts,
    state::{State, state},
};
use groundswell_model::{Field, FieldError, Kind, Membership, Problem, Ref, Role, record::Rows};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The id of the hint that the places of all roles share.
const PLACE_HINT: &str = "place-hint";

/// What most people who are named at a place do there.
pub fn first_role(of: Ref) -> Role {
    if of == Ref::NETWORK {
        Role::TaskForce
    } else if of.kind == Kind::Awg {
        Role::Member
    } else {
        Role::Contact
    }
}

/// A role while it is chosen.
#[derive(Clone, Copy)]
struct Draft {
    number: usize,
    role: RwSignal<Role>,
    place: Pick,
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
        for Membership { of, role } in roles {
            form.add(state, *role, Some(*of));
        }
        form
    }

    /// A form as a draft has it: of each role its key, its place, if one was chosen, and what was typed of that.
    pub fn resumed(state: State, rows: Rows) -> Self {
        let form = Self::new(state, &BTreeSet::new());
        for row in rows {
            let [role, place, typed] = row.as_slice() else { continue };
            let place = Pick::resumed(state, place.parse().ok(), typed);
            form.push(Role::from_key(role).unwrap_or_default(), place);
        }
        form
    }

    /// The roles for a draft.
    pub fn rows(self) -> Rows {
        let row = |draft: Draft| {
            let [place, typed] = draft.place.row();
            vec![draft.role.get_untracked().key().to_owned(), place, typed]
        };
        self.drafts.get_untracked().into_iter().map(row).collect()
    }

    /// The roles; those without a place are left out.
    ///
    /// # Errors
    /// One for each of which the place was typed but is none, by its place in the form.
    pub fn roles(self) -> Result<BTreeSet<Membership>, Vec<FieldError>> {
        let mut roles = BTreeSet::new();
        let mut errors = Vec::new();
        for (place, draft) in self.drafts.get_untracked().into_iter().enumerate() {
            if let Some(of) = draft.place.record.get_untracked() {
                roles.insert(Membership { of, role: draft.role.get_untracked() });
            } else if draft.place.is_unknown() {
                let problem = Problem::NotOneOfThem;
                errors.push(FieldError { field: Field::Roles, entry: Some(place), problem });
            }
        }
        if errors.is_empty() { Ok(roles) } else { Err(errors) }
    }

    fn add(self, state: State, role: Role, place: Option<Ref>) {
        self.push(role, Pick::new(state, place));
    }

    fn push(self, role: Role, place: Pick) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        let draft = Draft { number, role: RwSignal::new(role), place };
        self.drafts.update(|drafts| drafts.push(draft));
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
    let state = state();
    let t = texts();
    let add = move |_| {
        form.touch();
        let place = roles.drafts.with_untracked(Vec::len);
        roles.add(state, Role::default(), None);
        browser::after_paint(move || browser::focus(&input_id(Field::Roles, Some(place))));
    };
    let numbered = move || roles.drafts.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <fieldset class="group">
            <legend>{t.records().field(form.kind, Field::Roles)}</legend>
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
        draft.place.typed.with(|typed| {
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
            <RecordPicker form pick=draft.place kinds=&Membership::OF field=Field::Roles place label=t.people().place() hint=PLACE_HINT/>
            <button class="button quiet danger icon-only" type="button" aria-label=remove_label on:click=remove><Icon name="delete"/></button>
        </li>
    }
}

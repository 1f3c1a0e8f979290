use super::Icon;
use crate::{locales::texts, state::state};
use groundswell_model::{Id, Ref, Role, message::Access};
use leptos::prelude::*;

/// The people with a role in a group, AWG, region or the network.
#[component]
pub fn PeopleHere(
    /// Where.
    target: Ref,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let people = Memo::new(move |_| {
        let mut people: Vec<(Role, String, Id)> = state.people().with(|people| {
            let here = people.values().flat_map(|person| {
                let roles = person.roles.iter().filter(|role| role.of == target);
                roles.map(|role| (role.role, person.name.clone(), person.id))
            });
            here.collect()
        });
        people.sort();
        people
    });
    let add = format!("/people/new?of={target}");
    view! {
        <section class="record-part">
            <h2>
                {t.groups().people_here()}
                {move || people.with(|people| (!people.is_empty()).then(|| view! { <span class="count">{people.len()}</span> }))}
                {move || state.may_edit().then(|| view! {
                    <a class="button quiet print-none" href=add.clone()><Icon name="add"/>{t.people().add()}</a>
                })}
            </h2>
            {move || people.with(|people| if people.is_empty() {
                let left_out = state.access() == Access::Public;
                let said = if left_out { t.sharing().people_left_out() } else { t.groups().no_people() };
                view! { <p class="hint">{said}</p> }.into_any()
            } else {
                view! {
                    <ul class="people">
                        {people.iter().map(|(role, name, id)| view! {
                            <li>
                                <span class="initials" aria-hidden="true">{initials(name)}</span>
                                <div><a class="person-name" dir="auto" href=format!("/people/{id}")>{name.clone()}</a></div>
                                <span class="badge">{t.records().role(*role)}</span>
                            </li>
                        }).collect_view()}
                    </ul>
                }.into_any()
            })}
        </section>
    }
}

/// The first letters of the first and last word of a name.
pub fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|char| char.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

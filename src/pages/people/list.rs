use crate::{
    components::{
        Empty, Icon, ListSearch, ListState, ReadOnly, Rows, RowsToCome, SearchBox, Select, current_id,
        indexed, initials, place_name,
    },
    locales::texts,
    pages::record::Failure,
    state::{State, state},
};
use groundswell_model::{Id, Kind, PersonCard, Ref, Role, fold, message::Access, query::PeopleIndex};
use leptos::prelude::*;

/// The people of the directory, found by their names and by where they have a role.
#[component]
pub fn People(
    /// What is looked for; its choice is a role.
    search: ListSearch,
) -> impl IntoView {
    let state = state();
    let t = texts().people();
    let index = Memo::new(move |_| {
        state.people().with(|people| PeopleIndex::new(people, |record| state.name_of(record)))
    });
    let role = Memo::new(move |_| search.choice.with(|key| Role::from_key(key)));
    // By phone, say, or by a word of the notes.
    let asked_for = move || search.words.with(|words| !fold::fold(words).is_empty());
    let all_words = indexed(&[Kind::Person], asked_for);
    let found = Memo::new(move |_| {
        let (words, role) = (search.words.get(), role.get());
        let mut found = index.with(|index| index.find(&words, role));
        if asked_for() {
            let mut more = all_words.with(|index| index.find(&words));
            more.sort_by(|(_, one), (_, other)| other.cmp(one));
            let has_role = |id: &Id| {
                state.people().with(|people| {
                    let person = people.get(id);
                    let has = |role| person.is_some_and(|it| it.roles.iter().any(|it| it.role == role));
                    person.is_some() && role.is_none_or(has)
                })
            };
            let more = more.into_iter().map(|(of, _)| of.id).filter(has_role);
            let more: Vec<_> = more.filter(|id| !found.contains(id)).collect();
            found.extend(more);
        }
        found
    });
    let counts = Memo::new(move |_| (index.with(PeopleIndex::len), found.with(Vec::len)));
    let list_state = ListState::once(state.people(), state, counts);
    let total = Signal::derive(move || found.with(Vec::len));
    let first = Callback::new(move |most| found.with(|found| found.iter().copied().take(most).collect()));
    let asked = Signal::derive(move || format!("{} {}", search.choice.get(), search.words.get()));
    let paper = move || {
        let mut params = leptos_router::params::ParamsMap::new();
        params.insert("list", Kind::Person.map().to_owned());
        params.insert("q", search.words.get());
        params.insert("role", search.choice.get());
        format!("/print{}", params.to_query_string())
    };
    let current = current_id();
    let row = Callback::new(move |id| view! { <Row state id current/> }.into_any());
    view! {
        <div class="list-head">
            <h1>{t.title()}</h1>
            <a class="button icon-only" href=paper aria-label=texts().groups().print()><Icon name="print"/></a>
            {move || if state.may_edit() {
                view! { <a class="button primary" href="/people/new"><Icon name="add"/>{t.add()}</a> }.into_any()
            } else {
                view! { <ReadOnly/> }.into_any()
            }}
        </div>
        <Toolbar search role counts/>
        {move || match list_state.get() {
            ListState::Failure(error) => view! { <Failure error/> }.into_any(),
            ListState::ToCome => view! { <RowsToCome/> }.into_any(),
            ListState::NoneYet if state.access() == Access::Public => view! {
                <Empty title=texts().sharing().people_left_out() why=texts().sharing().people_left_out_why()>
                    <a class="button" href="/groups"><Icon name="groups"/>{texts().shell().to_groups()}</a>
                </Empty>
            }.into_any(),
            ListState::NoneYet => view! {
                <Empty title=t.none_yet() why=t.none_yet_why()>
                    <Show when=move || state.may_edit()>
                        <a class="button primary" href="/people/new"><Icon name="add"/>{t.add()}</a>
                    </Show>
                </Empty>
            }.into_any(),
            ListState::NoneFound => view! {
                <Empty art="none-found" title=t.none_found() why=t.none_found_why()>
                    <button class="button" type="button" on:click=move |_| search.clear()><Icon name="clear"/>{t.show_all()}</button>
                </Empty>
            }.into_any(),
            ListState::Rows => view! { <Rows total first asked faces=true row/> }.into_any(),
        }}
    }
}

#[component]
fn Toolbar(search: ListSearch, role: Memo<Option<Role>>, counts: Memo<(usize, usize)>) -> impl IntoView {
    let t = texts();
    let words = Memo::new(move |_| search.words.get());
    let result = move || {
        let (all, found) = counts.get();
        let all_words = t.people().all(all);
        if all == 0 {
            // Rows to come are not counted.
            String::new()
        } else if all == found {
            all_words
        } else {
            t.groups().some_match(&all_words, &t.format().number(found))
        }
    };
    let roles: Vec<_> = std::iter::once((String::new(), t.people().any_role().to_owned()))
        .chain(Role::ALL.map(|role| (role.key().to_owned(), t.records().role(role).to_owned())))
        .collect();
    let choose = Callback::new(move |key: String| {
        search.choice.set(key);
        search.keep();
    });
    view! {
        <div class="toolbar">
            <SearchBox label=t.people().search() words on_input=Callback::new(move |words| search.words.set(words))
                on_done=Callback::new(move |()| search.keep())/>
            <label class="sort">
                <span class="visually-hidden">{t.people().role()}</span>
                <Select id="role" options=Signal::stored(roles) on_choose=choose
                    value=Signal::derive(move || role.get().map_or("", Role::key).to_owned())/>
            </label>
            <p class="result" role="status">{result}</p>
        </div>
    }
}

/// So many roles are named in a row.
const ROLES: usize = 2;

#[derive(Clone, PartialEq)]
struct RowText {
    name: String,
    disputed: bool,
    /// What somebody does, where, and its drawing.
    roles: Vec<(&'static str, String)>,
    more: usize,
}

impl RowText {
    fn of(state: State, person: &PersonCard) -> Self {
        let t = texts();
        let named = person.roles.iter().filter_map(|membership| {
            let place = place_name(state, membership.of)?;
            Some((membership.of, t.people().as_in(t.records().role(membership.role), &place)))
        });
        let drawn = |(of, said): (Ref, String)| (of.kind.icon(), said);
        let roles: Vec<_> = named.map(drawn).take(ROLES).collect();
        Self {
            name: person.name.clone(),
            disputed: person.disputed,
            more: person.roles.len().saturating_sub(roles.len()),
            roles,
        }
    }
}

#[component]
fn Row(state: State, id: Id, current: Memo<Option<Id>>) -> impl IntoView {
    let person = Memo::new(move |_| {
        state.people().with(|people| people.get(&id).map(|person| RowText::of(state, person)))
    });
    let here = move || (current.get() == Some(id)).then_some("true");
    view! {
        <li class="row" aria-current=here>
            {move || person.get().map(|person| {
                let t = texts();
                let RowText { name, disputed, roles, more } = person;
                view! {
                    <span class="initials" aria-hidden="true">{initials(&name)}</span>
                    <h2 class="row-name"><a dir="auto" href=format!("/people/{id}")>{name}</a></h2>
                    <div class="row-side">
                        {disputed.then(|| view! { <span class="badge" data-kind="warn"><Icon name="conflict"/>{t.groups().conflict()}</span> })}
                    </div>
                    {roles.into_iter().map(|(icon, said)| view! { <p class="row-place"><Icon name=icon/>{said}</p> }).collect_view()}
                    {(more > 0).then(|| view! { <p class="row-place">{t.people().more_roles(more)}</p> })}
                }
            })}
        </li>
    }
}

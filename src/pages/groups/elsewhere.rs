//! What a search of the groups finds that their cards do not show, and what it finds among people and AWGs.

use super::{filters::Search, list::More};
use crate::{
    components::{Icon, indexed, place_name},
    locales::texts,
    state::state,
};
use gloo_timers::callback::Timeout;
use groundswell_model::{
    Kind, Ref, fold,
    query::{self, Fit, TextIndex},
};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// Somebody who types no key for so long, in milliseconds, has typed what they look for.
const PAUSE: u32 = 150;

/// So many of a kind are named.
const NAMED: usize = 3;

/// The kinds that are looked through beside groups.
const KINDS: [Kind; 2] = [Kind::Person, Kind::Awg];

/// What else is found. It gives the list what finds more groups.
#[component]
pub fn FoundElsewhere(
    /// What is looked for.
    search: Search,
    /// What finds more groups.
    more: RwSignal<Option<More>>,
) -> impl IntoView {
    let state = state();
    let index = indexed(&[Kind::Group, Kind::Person, Kind::Awg], || true);
    let settled = RwSignal::new(String::new());
    let typing = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let text = search.query.with(|query| query.text.clone());
        let settle = move || drop(settled.try_set(text));
        typing.set_value(Some(Timeout::new(PAUSE, settle)));
    });
    more.set(Some(Callback::new(move |(wanted, found): (query::GroupQuery, usize)| {
        // Where cards show something, whatever else there is waits until no further key comes.
        let is_due = found == 0 || settled.with(|settled| *settled == wanted.text);
        if !is_due || fold::fold(&wanted.text).is_empty() {
            return Vec::new();
        }
        state.projection.with(|projection| index.with(|index| query::more_groups(projection, &wanted, index)))
    })));
    let others = Memo::new(move |_| settled.with(|typed| index.with(|index| others(index, typed))));
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <div class="elsewhere">
                <p>{texts().groups().also_found()}</p>
                <ul>
                    {move || others.get().into_iter().map(|(kind, found)| of_kind(kind, &found, &settled.get_untracked())).collect_view()}
                </ul>
            </div>
        </Show>
    }
}

/// What fits best of each kind, if anything does.
fn others(index: &TextIndex, typed: &str) -> Vec<(Kind, Vec<Ref>)> {
    let found = index.find(typed);
    let of_kind = |kind: Kind| {
        let of_kind = || found.iter().filter(move |(of, _)| of.kind == kind);
        let best = of_kind().map(|(_, fit)| *fit).max().unwrap_or(Fit::None);
        let best = of_kind().filter(|(_, fit)| *fit == best).map(|(of, _)| *of);
        (kind, best.collect::<Vec<_>>())
    };
    KINDS.map(of_kind).into_iter().filter(|(_, found)| !found.is_empty()).collect()
}

/// The first of a kind, and the way to all.
fn of_kind(kind: Kind, found: &[Ref], typed: &str) -> AnyView {
    let state = state();
    let t = texts();
    let link = |of: &Ref| {
        let name = untrack(|| place_name(state, *of))?;
        Some(
            view! { <li><a class="button quiet" href=of.address() dir="auto"><Icon name=kind.icon()/>{name}</a></li> },
        )
    };
    let all = (found.len() > NAMED).then(|| {
        let mut params = ParamsMap::new();
        params.insert("q", typed.to_owned());
        let said = if kind == Kind::Person {
            t.groups().also_people(found.len())
        } else {
            t.groups().all_awgs(found.len())
        };
        let href = format!("{}{}", kind.address(), params.to_query_string());
        view! { <li><a class="button quiet" href=href>{said}</a></li> }
    });
    view! { {found.iter().filter_map(link).take(NAMED).collect_view()}{all} }.into_any()
}

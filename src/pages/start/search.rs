use super::opening::{Opening, START, start_address, way_into};
use crate::{
    browser,
    components::{Empty, Icon, ListSearch, SearchBox},
    locales::texts,
    pages::{place_line, record::status_look},
    state::{state, stored_projection},
};
use groundswell_model::{
    Id, Status, fold,
    query::{AcrossDirectories, FoundGroup, Looked},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

/// So many groups of a directory are shown; all of them are one step further.
const FIRST: usize = 8;

/// A directory that is searched: its id and its name.
type Named = (Id, String);

/// The search over all directories of this device, where there are several.
#[component]
pub fn SearchAll(
    /// The way into what is found.
    opening: Opening,
) -> impl IntoView {
    let state = state();
    // What nobody has accepted yet is not theirs to search.
    let here = Memo::new(move |_| {
        state.directories.with(|entries| {
            let own = entries.iter().filter(|entry| !entry.invitation);
            own.map(|entry| (entry.id, entry.name.clone())).collect::<Vec<_>>()
        })
    });
    let several = Memo::new(move |_| here.with(|here| here.len() > 1));
    view! { <Show when=move || several.get()><Search here opening/></Show> }
}

#[component]
fn Search(here: Memo<Vec<Named>>, opening: Opening) -> impl IntoView {
    let t = texts().start();
    let path = use_location().pathname;
    let search = ListSearch::of_address(START, None);
    let words = Memo::new(move |_| search.words.get());
    let looked = look(here, words);
    let total =
        Memo::new(move |_| looked.with(|looked| looked.iter().map(|(_, looked)| groups_in(looked)).sum()));
    let to_come =
        Memo::new(move |_| looked.with(|all| all.iter().any(|(_, looked)| *looked == Looked::ToCome)));
    let none =
        Memo::new(move |_| looked.with(|looked| !looked.is_empty()) && !to_come.get() && total.get() == 0);
    let keep = Callback::new(move |()| {
        if path.get_untracked() == START {
            search.keep();
        } else {
            // The page is here in place of another, which comes instead of it once a directory is open; what
            // is gone back to has to be this one.
            search.words.with_untracked(|words| browser::replace_address(&start_address(words)));
        }
    });
    let said = move || {
        let opened = opening.directory.get();
        let name =
            here.with(|here| here.iter().find(|(id, _)| Some(*id) == opened).map(|(_, name)| name.clone()));
        match (name, total.get()) {
            (Some(name), _) => t.opening(&name),
            (None, 0) if to_come.get() => texts().shell().loading().to_owned(),
            (None, 0) if none.get() => t.none_found().to_owned(),
            (None, 0) => String::new(),
            (None, total) => t.found(total),
        }
    };
    view! {
        <div class="stack">
            <SearchBox label=t.search_all() words on_input=Callback::new(move |words| search.words.set(words)) on_done=keep/>
            <p class="result" role="status">{said}</p>
            <Show when=move || none.get()>
                <Empty art="none-found" title=t.none_found() why=texts().groups().fewer_words()>
                    <button class="button" type="button" on:click=move |_| { search.words.set(String::new()); keep.run(()); }>
                        <Icon name="clear"/>{texts().groups().clear_search()}
                    </button>
                </Empty>
            </Show>
            {move || {
                let words = words.get_untracked();
                looked.get().into_iter().map(|(directory, looked)| within(directory, looked, &words)).collect_view()
            }}
        </div>
    }
}

/// What these words find in each directory; nothing while there are none. Each directory is read once, when the
/// first word is typed, and the open one is searched as it is.
fn look(here: Memo<Vec<Named>>, words: Memo<String>) -> Memo<Vec<(Named, Looked)>> {
    let state = state();
    let across = StoredValue::new(AcrossDirectories::default());
    let read = RwSignal::new(());
    let asked = Memo::new(move |_| words.with(|words| !fold::words(words).is_empty()));
    Effect::new(move |_| {
        if !asked.get() {
            return;
        }
        let unread = across.with_value(|across| {
            here.with(|here| {
                here.iter().map(|(id, _)| *id).filter(|id| !across.holds(*id)).collect::<Vec<_>>()
            })
        });
        spawn_local(async move {
            // One after the other, so that the page can be used between them.
            for id in unread {
                let projection = stored_projection(id).await.map(|stored| stored.first);
                if across.try_update_value(|across| across.put(id, projection)).is_none() {
                    // Somebody has gone elsewhere.
                    return;
                }
                let _ = read.try_set(());
            }
        });
    });
    Memo::new(move |_| {
        read.track();
        if !asked.get() {
            return Vec::new();
        }
        let look = |across: &mut AcrossDirectories| {
            let look = |named: &Named| {
                let looked = state
                    .projection
                    .with(|open| words.with(|words| across.look(named.0, open, words, FIRST)));
                (named.clone(), looked)
            };
            here.with(|here| here.iter().map(look).collect())
        };
        across.try_update_value(look).unwrap_or_default()
    })
}

const fn groups_in(looked: &Looked) -> usize {
    match looked {
        Looked::Found { total, .. } => *total,
        Looked::ToCome | Looked::Unreadable => 0,
    }
}

/// What was found in one directory.
fn within((directory, name): Named, looked: Looked, words: &str) -> AnyView {
    let t = texts();
    let (total, first) = match looked {
        Looked::Found { total, first } if total > 0 => (total, first),
        Looked::Unreadable => {
            let said = t.start().not_searched(&name);
            return view! { <p class="meta"><Icon name="info"/>{said}</p> }.into_any();
        }
        Looked::Found { .. } | Looked::ToCome => return ().into_any(),
    };
    let all = (total > first.len()).then(|| {
        let said = t.start().show_all(&t.format().number(total), &name);
        view! { <p><a class="button" href=way_into(directory, None, words) data-noscroll="">{said}</a></p> }
    });
    let label = name.clone();
    view! {
        <section class="stack" aria-label=label>
            <h2>{name}</h2>
            <ul class="rows">{first.into_iter().map(|group| row(directory, group, words)).collect_view()}</ul>
            {all}
        </section>
    }
    .into_any()
}

fn row(directory: Id, group: FoundGroup, words: &str) -> impl IntoView {
    let FoundGroup { id, name, town, county, state, status, topics } = group;
    let place = place_line(&town, &county, &state);
    let badge = (status != Status::Active).then(|| {
        view! { <span class="badge" data-kind=status_look(status)>{texts().records().status_name(status)}</span> }
    });
    view! {
        <li class="row">
            <h3 class="row-name"><a href=way_into(directory, Some(id), words) data-noscroll="">{name}</a></h3>
            <div class="row-side">{badge}</div>
            {(!place.is_empty()).then(|| view! { <p class="row-place"><Icon name="place"/>{place}</p> })}
            {(!topics.is_empty()).then(|| view! {
                <ul class="tags">{topics.into_iter().map(|topic| view! { <li><span class="tag">{topic}</span></li> }).collect_view()}</ul>
            })}
        </li>
    }
}

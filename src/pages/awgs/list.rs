use crate::{
    components::{
        Choose, Empty, Icon, ListSearch, Panes, ReadOnly, Rows, RowsToCome, SearchBox, Shown, Standing,
        current_id,
    },
    locales::texts,
    pages::{
        home::title,
        record::{Failure, status_look},
    },
    state::{State, state},
};
use groundswell_model::{Awg, Id, Projection, Status, fold};
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The list of AWGs, beside the one that is looked at.
#[component]
pub fn AwgsPage() -> impl IntoView {
    let t = texts().groups();
    let shown = Shown::by_address("/awgs");
    let search = ListSearch::of_address("/awgs", None);
    Effect::new(move |_| {
        if shown.get() == Shown::List {
            title(t.awgs());
        }
    });
    view! {
        <Panes shown list_label=t.awgs() detail_label=t.awg()
            list=view! { <List search/> }.into_any() detail=view! { <Outlet/> }.into_any()/>
    }
}

/// Stands where the AWG will be, on wide screens.
#[component]
pub fn ChooseAwg() -> impl IntoView {
    view! { <Choose said=texts().groups().choose_awg()/> }
}

#[component]
fn List(search: ListSearch) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let found = Memo::new(move |_| search.words.with(|words| state.projection.with(|it| find(it, words))));
    let counts = Memo::new(move |_| (state.projection.with(|it| it.awgs.len()), found.with(Vec::len)));
    let standing = Standing::of(state, counts);
    let words = Memo::new(move |_| search.words.get());
    let result = move || {
        let (all, found) = counts.get();
        let all_words = t.all_awgs(all);
        if all == found { all_words } else { t.some_match(&all_words, &texts().format().number(found)) }
    };
    let total = Signal::derive(move || found.with(Vec::len));
    let first = Callback::new(move |most| found.with(|found| found.iter().copied().take(most).collect()));
    let asked = Signal::derive(move || search.words.get());
    let current = current_id();
    let row = Callback::new(move |id| view! { <Row state id current/> }.into_any());
    view! {
        <div class="list-head">
            <h1>{texts().shell().awgs()}</h1>
            {move || if state.may_edit() {
                view! { <a class="button primary" href="/awgs/new"><Icon name="add"/>{t.add_awg()}</a> }.into_any()
            } else {
                view! { <ReadOnly/> }.into_any()
            }}
        </div>
        <div class="toolbar">
            <SearchBox label=t.search_awgs() words on_input=Callback::new(move |words| search.words.set(words))
                on_done=Callback::new(move |()| search.keep())/>
            <p class="result" role="status">{result}</p>
        </div>
        {move || match standing.get() {
            Standing::Failure(error) => view! { <Failure error/> }.into_any(),
            Standing::ToCome => view! { <RowsToCome/> }.into_any(),
            Standing::NoneYet => view! {
                <Empty title=t.no_awgs() why=t.no_awgs_why()>
                    <Show when=move || state.may_edit()>
                        <a class="button primary" href="/awgs/new"><Icon name="add"/>{t.add_awg()}</a>
                    </Show>
                </Empty>
            }.into_any(),
            Standing::NoneFound => view! {
                <Empty art="none-found" title=t.no_awg_found() why=t.fewer_words()>
                    <button class="button" type="button" on:click=move |_| search.clear()><Icon name="clear"/>{t.show_all_awgs()}</button>
                </Empty>
            }.into_any(),
            Standing::Rows => view! { <Rows total first asked row/> }.into_any(),
        }}
    }
}

/// The AWGs in whose name or issue all these words are found, by name.
fn find(projection: &Projection, words: &str) -> Vec<Id> {
    let words = fold::words(words);
    let mut found: Vec<_> = projection
        .awgs
        .values()
        .map(|awg| {
            let mut text = fold::fold(&awg.name);
            text.push('\n');
            fold::fold_into(&awg.topic, &mut text);
            (text, awg.id)
        })
        .filter(|(text, _)| words.iter().all(|word| text.contains(word.as_str())))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

#[component]
fn Row(state: State, id: Id, current: Memo<Option<Id>>) -> impl IntoView {
    let awg = Memo::new(move |_| state.projection.with(|projection| projection.awgs.get(&id).cloned()));
    let here = move || (current.get() == Some(id)).then_some("true");
    view! {
        <li class="row" aria-current=here>
            {move || awg.get().map(|awg| {
                let Awg { name, topic, meets, status, .. } = awg;
                let badge = (status != Status::Active).then(|| view! {
                    <span class="badge" data-kind=status_look(status)>{texts().records().status_name(status)}</span>
                });
                view! {
                    <h2 class="row-name"><a href=format!("/awgs/{id}")>{name}</a></h2>
                    <div class="row-side">{badge}</div>
                    {(!meets.is_empty()).then(|| view! { <p class="row-when"><Icon name="clock"/>{meets}</p> })}
                    {(!topic.is_empty()).then(|| view! { <ul class="tags"><li><span class="tag">{topic}</span></li></ul> })}
                }
            })}
        </li>
    }
}

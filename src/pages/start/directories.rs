use super::{opening::Opening, search::SearchAll};
use crate::{components::Icon, locales::texts, state::state};
use groundswell_model::{
    Id,
    message::{Access, DirectoryEntry},
};
use leptos::prelude::*;

/// The directories on this device, last opened first.
#[component]
pub fn Directories() -> impl IntoView {
    let state = state();
    let t = texts();
    let opening = Opening::by_address();
    let some = move || state.directories.with(|entries| !entries.is_empty());
    view! {
        <Show when=some>
            <section class="stack" aria-label=t.shell().your_directories()>
                {move || opening.error.get().map(|error| view! {
                    <p class="error" role="alert"><Icon name="error"/>{error}</p>
                })}
                <SearchAll opening/>
                <h2>{t.start().here()}</h2>
                <ul class="rows">
                    {move || state.directories.get().into_iter().map(|entry| view! { <Entry entry opening/> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Entry(entry: DirectoryEntry, opening: Opening) -> impl IntoView {
    let state = state();
    let t = texts();
    let id = entry.id;
    let name = entry.name.clone();
    // The status of the open one says it.
    let waiting = Memo::new(move |_| {
        let is_open = state.current.get() == Some(id);
        let of = |elsewhere: &Vec<(Id, u32)>| {
            elsewhere.iter().find(|(of, _)| *of == id).map(|(_, waiting)| *waiting)
        };
        state.elsewhere.with(of).filter(|_| !is_open).unwrap_or_default()
    });
    let busy = move || opening.directory.get() == Some(id);
    view! {
        <li class="row">
            <h3 class="row-name">{entry.name}</h3>
            <p class="row-when"><Icon name="clock"/>{t.start().opened(&t.format().moment(entry.opened))}</p>
            <Marks access=entry.access shared=entry.shared invitation=entry.invitation waiting/>
            <div class="row-side">
                {move || if state.current.get() == Some(id) {
                    let address = if entry.invitation { "/join" } else { "/groups" };
                    view! {
                        <a class="button" href=address aria-label=t.start().go_on_in(&name)>{t.start().go_on()}</a>
                    }.into_any()
                } else {
                    view! {
                        <button class="button" type="button" aria-label=t.start().open(&name) aria-busy=move || busy().then_some("true")
                            on:click=move |_| opening.open(id)>{t.start().open_it()}</button>
                    }.into_any()
                }}
            </div>
            {move || (state.current.get() == Some(id) && !entry.invitation).then(|| view! {
                <div class="row-share"><a class="button quiet" href="/share"><Icon name="share"/>{t.sharing().share_it()}</a></div>
            })}
            {entry.sample.then(|| view! {
                <p class="row-place"><Icon name="sample"/>{t.start().invented()}</p>
            })}
        </li>
    }
}

/// Whether a directory is shared, what this device may do with it, and what waits to be sent.
#[component]
fn Marks(access: Access, shared: bool, invitation: bool, waiting: Memo<u32>) -> impl IntoView {
    let t = texts();
    let mark = move |kind: Option<&'static str>, icon: &'static str, said: String| {
        view! { <span class="badge" data-kind=kind><Icon name=icon/>{said}</span> }
    };
    let read_only = access != Access::Edit && !invitation;
    (invitation || shared || read_only).then(|| {
        view! {
            <p class="row-marks">
                {invitation.then(|| mark(Some("warn"), "groups", t.sharing().an_invitation().to_owned()))}
                {(shared && !invitation).then(|| mark(None, "share", t.sharing().is_shared().to_owned()))}
                {read_only.then(|| mark(None, "lock", t.shell().read_only().to_owned()))}
                {move || (waiting.get() > 0).then(|| mark(Some("warn"), "clock", t.start().waits(waiting.get() as usize)))}
            </p>
        }
    })
}

//! Links that take the place of others: who made them, the number by which two people compare them, and what their
//! makers wrote.

use super::{Icon, said_by};
use crate::{
    locales::texts,
    state::{State, state},
};
use groundswell_model::{
    Stamp,
    message::{Replacement, SyncState},
};
use leptos::{prelude::*, task::spawn_local};

/// Whoever holds an edit link can make as many new links and notices as they like: so many are shown.
const MOST: usize = 8;

/// The number of some links, to be read out and compared.
#[component]
pub fn LinkCode(
    /// The digits, in groups.
    code: String,
    /// What they are.
    label: &'static str,
) -> impl IntoView {
    view! { <p class="link-code"><span>{label}</span><strong translate="no" dir="ltr">{spaced(&code)}</strong></p> }
}

/// Digits in groups, as they are read out.
fn spaced(code: &str) -> String {
    code.replace('-', " ")
}

/// Whoever made some links: this device, the name by which the open directory's members know the device, or word
/// that nobody does.
pub fn maker_name(
    state: State,
    maker: Stamp,
    // Whether the open directory is the one that the links are for: a name in another one says nothing here.
    is_open: bool,
) -> String {
    let named = state.projection.with_untracked(|projection| projection.devices.contains_key(&maker.by));
    if state.device.get_untracked() == Some(maker.by) || (is_open && named) {
        return said_by(state, maker.by);
    }
    let mut short = maker.by.to_string();
    short.truncate(4);
    texts().links().unknown_device(&short)
}

/// When some links were made. Nothing for a time that no calendar has: it is whatever their maker wrote.
pub fn made_on(maker: Stamp) -> Option<String> {
    Some(texts().format().moment(maker.at)).filter(|date| !date.is_empty())
}

/// Several sets of links, one of which is to be chosen.
#[component]
pub fn LinkSets(
    /// Each with what it is called here, and what is known of it where anything is.
    sets: Vec<(&'static str, Option<Replacement>)>,
    /// Whether the open directory is the one that they are for.
    #[prop(default = true)]
    is_open: bool,
) -> impl IntoView {
    let state = state();
    let words = texts().links();
    let made = move |maker: Option<Stamp>| {
        let Some(maker) = maker else { return words.set_made_by_nobody().to_owned() };
        let name = maker_name(state, maker, is_open);
        made_on(maker).map_or_else(|| words.set_made(&name), |date| words.set_made_on(&name, &date))
    };
    let set = move |(called, known): (&'static str, Option<Replacement>)| {
        match known {
        Some(Replacement { maker, code, .. }) => view! {
            <li>
                <strong>{called}</strong>
                <span>{made(maker)}</span>
                {code.map(|code| view! { <span class="link-number" translate="no" dir="ltr">{spaced(&code)}</span> })}
            </li>
        }
        .into_any(),
        None => view! { <li><strong>{called}</strong><span>{words.set_unseen()}</span></li> }.into_any(),
    }
    };
    view! { <ul class="link-sets">{sets.into_iter().map(set).collect_view()}</ul> }
}

/// The end of this device's link: it leads nowhere any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// What was said of it, each by somebody.
    pub notices: Vec<Replacement>,
    /// Changes made here that were not sent before.
    pub waiting: usize,
}

impl End {
    /// The end, where there is one. A relay alone cannot say so: it takes a notice.
    pub fn of(sync: &SyncState) -> Option<Self> {
        let waiting = usize::try_from(sync.waiting).unwrap_or(usize::MAX);
        (!sync.replaced.is_empty()).then(|| Self { notices: sync.replaced.clone(), waiting })
    }
}

/// Several sets of new links that were made in place of the same ones, about which nobody here has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sets {
    /// Those in use here.
    here: Replacement,
    /// The others.
    others: Vec<Replacement>,
}

impl Sets {
    /// The sets, where there are several. After the end of a link there is nothing to choose by it.
    pub fn of(sync: &SyncState) -> Option<Self> {
        if sync.rivals.is_empty() || !sync.replaced.is_empty() {
            return None;
        }
        let unknown = || Replacement { maker: None, words: String::new(), code: None };
        Some(Self { here: sync.keys.clone().unwrap_or_else(unknown), others: sync.rivals.clone() })
    }
}

/// That several sets of new links were made, each with its maker and number, and the choice.
#[component]
pub fn Rivals(
    /// The sets.
    sets: Sets,
) -> impl IntoView {
    let words = texts().links();
    let Sets { here, others } = sets;
    let title = match others.len() {
        1 => words.two_sets().to_owned(),
        others => words.several_sets(&texts().format().number(others + 1)),
    };
    let others = others.into_iter().take(MOST).map(|other| (words.set_other(), Some(other)));
    let sets = std::iter::once((words.set_here(), Some(here))).chain(others).collect();
    view! {
        <p><strong>{title}</strong></p>
        <p>{words.agree_on_one()}</p>
        <LinkSets sets/>
        <div class="buttons"><KeepLinks/><a class="button" href="/join">{words.open_other_link()}</a></div>
    }
}

#[component]
fn KeepLinks() -> impl IntoView {
    let state = state();
    let words = texts().links();
    let busy = RwSignal::new(false);
    let keep = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let kept = state.keep_links().await;
            busy.try_set(false);
            match kept {
                Ok(()) => state.toasts.success(words.links_kept().to_owned(), None),
                Err(error) => state.toasts.fail(error),
            }
        });
    };
    view! {
        <button class="button" type="button" disabled=move || busy.get() aria-busy=move || busy.get().then_some("true")
            on:click=keep>
            <Icon name="check"/>{words.keep_links()}
        </button>
    }
}

/// What the notices said that ended this device's link, and what to do.
#[component]
pub fn Ended(
    /// What was said, and what waits.
    end: End,
) -> impl IntoView {
    let words = texts().links();
    let End { notices, waiting } = end;
    let count = notices.len();
    view! {
        <p><strong>{words.closed()}</strong></p>
        <ul class="told">{notices.into_iter().take(MOST).map(|notice| view! { <Notice notice/> }).collect_view()}</ul>
        {(count > MOST).then(|| view! { <p>{words.more_notices(count - MOST)}</p> })}
        {(count > 1).then(|| view! { <p><strong>{words.closed_several()}</strong></p> })}
        <p>{words.closed_what()}</p>
        {(waiting > 0).then(|| view! { <p><strong>{words.closed_unsent(waiting)}</strong></p> })}
    }
}

/// A notice, in the words of whoever wrote it: quoted, and never as the app's own.
#[component]
fn Notice(notice: Replacement) -> impl IntoView {
    let state = state();
    let words = texts().links();
    let Replacement { maker, words: said, code } = notice;
    let who = maker.map_or_else(
        || words.somebody_wrote().to_owned(),
        |maker| words.wrote(&begun(maker_name(state, maker, true))),
    );
    let when = maker.and_then(made_on);
    view! {
        <li>
            <p class="told-by"><strong>{who}</strong>{when.map(|when| view! { <span>{when}</span> })}</p>
            {if said.trim().is_empty() {
                view! { <p>{words.wrote_nothing()}</p> }.into_any()
            } else {
                view! { <blockquote class="said" dir="auto"><p>{said}</p></blockquote> }.into_any()
            }}
            {code.map(|code| view! { <LinkCode code label=words.their_number()/> })}
        </li>
    }
}

/// With a capital letter, as what begins a sentence.
fn begun(said: String) -> String {
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

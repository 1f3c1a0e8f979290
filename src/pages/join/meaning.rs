use crate::{
    components::{Icon, LinkCode, LinkSets, made_on, maker_name},
    locales::texts,
    state::{State, state},
};
use groundswell_model::message::{Access, Invitation, LinkRelation, Replacement};
use leptos::prelude::*;
use web_sys::Url;

/// What using a link would change here, and what is sent then.
#[component]
pub fn Meaning(
    /// What the link says of itself.
    invitation: Invitation,
    /// What the button says that uses it.
    button: &'static str,
) -> impl IntoView {
    let t = texts();
    let (words, links) = (t.sharing(), t.links());
    let is_open = state().current.get_untracked() == Some(invitation.directory);
    let note = |said: String| {
        view! { <div class="notice" data-kind="info"><Icon name="info"/><p>{said}</p></div> }.into_any()
    };
    if let Some(address) = invitation.elsewhere.as_deref()
        && !matches!(invitation.relation, LinkRelation::Older | LinkRelation::Unrelated)
    {
        return view! { <Elsewhere address=address.to_owned()/> }.into_any();
    }
    match invitation.relation {
        LinkRelation::New => note(words.not_here().to_owned()),
        LinkRelation::Same => note(words.here_same().to_owned()),
        LinkRelation::Older => note(links.here_newer().to_owned()),
        LinkRelation::More => {
            let here = words.can_do(invitation.here.unwrap_or(Access::Public));
            view! {
                {note(words.here_less(here))}
                {invitation.hands_over.map(|what| view! { <p>{links.hands_over(Some(what), button)}</p> })}
            }
            .into_any()
        }
        LinkRelation::Newer => view! { <Newer invitation button is_open/> }.into_any(),
        LinkRelation::Rival => view! { <Rival invitation button is_open/> }.into_any(),
        LinkRelation::Unrelated => view! { <Unrelated code=invitation.code/> }.into_any(),
    }
}

/// The link takes the place of the one in use here.
#[component]
fn Newer(invitation: Invitation, button: &'static str, is_open: bool) -> impl IntoView {
    let links = texts().links();
    let made = made_by(state(), &invitation, is_open);
    view! {
        <div class="notice" data-kind="info">
            <Icon name="info"/>
            <div><p><strong>{made}</strong></p><p>{links.takes_place()}</p></div>
        </div>
        <div class="stack">
            <LinkCode code=invitation.code.clone() label=links.number()/>
            <p>{links.compare()}</p>
        </div>
        <p>{links.hands_over(invitation.hands_over, button)}</p>
        <Less invitation is_open/>
    }
}

/// The link and the one in use here were both made in place of the same one.
#[component]
fn Rival(invitation: Invitation, button: &'static str, is_open: bool) -> impl IntoView {
    let links = texts().links();
    let here = state().sync.with_untracked(|sync| sync.as_ref().and_then(|sync| sync.keys.clone()));
    let this =
        Replacement { maker: invitation.maker, words: String::new(), code: Some(invitation.code.clone()) };
    let sets = vec![(links.set_here(), here.filter(|_| is_open)), (links.set_this(), Some(this))];
    view! {
        <div class="notice" data-kind="warn">
            <Icon name="warning"/>
            <div><p><strong>{links.two_sets()}</strong></p><p>{links.agree_first()}</p></div>
        </div>
        <LinkSets sets is_open/>
        <p>{links.hands_over(invitation.hands_over, button)}</p>
        <Less invitation is_open/>
    }
}

/// That the link lets its holder do less than this device may now, and what becomes of what waits to be sent.
#[component]
fn Less(invitation: Invitation, is_open: bool) -> impl IntoView {
    let t = texts();
    let links = t.links();
    let here = invitation.here.filter(|here| invitation.access < *here)?;
    let state = state();
    let waiting = Memo::new(move |_| {
        let waiting = state.sync.with(|sync| sync.as_ref().map_or(0, |sync| sync.waiting));
        usize::try_from(waiting).unwrap_or(usize::MAX)
    });
    let left = move || match (is_open, waiting.get()) {
        (true, 0) => None,
        (true, waiting) => Some(links.left_unsent(waiting)),
        // How many wait elsewhere is not known to this page for certain.
        (false, _) => Some(links.left_unsent_any().to_owned()),
    };
    Some(view! {
        <div class="notice" data-kind="warn">
            <Icon name="warning"/>
            <div>
                <p>{links.now_less(t.sharing().can_do(here), t.sharing().can_do(invitation.access))}</p>
                {move || left().filter(|_| here == Access::Edit).map(|left| view! { <p><strong>{left}</strong></p> })}
            </div>
        </div>
    })
}

/// Somebody claims that the link is for the directory that is here, and nothing vouches for it.
#[component]
fn Unrelated(code: String) -> impl IntoView {
    let links = texts().links();
    view! {
        <div class="notice" data-kind="warn">
            <Icon name="warning"/>
            <div><p><strong>{links.unrelated()}</strong></p><p>{links.unrelated_why()}</p></div>
        </div>
        <h3>{links.unrelated_sure()}</h3>
        <ol class="howto">
            <li>{links.unrelated_1()}<LinkCode code label=links.number()/></li>
            <li>{links.unrelated_2()}</li>
            <li>{links.unrelated_3()}</li>
            <li>{links.unrelated_4()}</li>
            <li>{links.unrelated_5()}</li>
        </ol>
    }
}

/// The link belongs to another page: the way there, where it is one that a browser shows.
#[component]
fn Elsewhere(address: String) -> impl IntoView {
    let links = texts().links();
    let said = |title: String, why: Option<&'static str>, way: Option<AnyView>| {
        view! {
            <div class="notice" data-kind="warn">
                <Icon name="external"/>
                <div><p><strong>{title}</strong></p>{why.map(|why| view! { <p>{why}</p> })}{way}</div>
            </div>
        }
    };
    let Some(host) = host(&address) else { return said(links.elsewhere_unknown().to_owned(), None, None) };
    let way = view! {
        <div class="buttons"><a class="button" href=address rel="noreferrer"><Icon name="external"/>{links.elsewhere_go(&host)}</a></div>
    };
    said(links.elsewhere(&host), Some(links.elsewhere_why()), Some(way.into_any()))
}

/// The host of a page's address. A browser writes those in other letters so that they cannot pass for another.
fn host(address: &str) -> Option<String> {
    let address = Url::new(address).ok()?;
    let is_page = matches!(address.protocol().as_str(), "https:" | "http:");
    Some(address.host()).filter(|host| is_page && !host.is_empty())
}

fn made_by(state: State, invitation: &Invitation, is_open: bool) -> String {
    let links = texts().links();
    let Some(maker) = invitation.maker else { return links.made_by_nobody().to_owned() };
    let name = maker_name(state, maker, is_open);
    made_on(maker).map_or_else(|| links.made_by_undated(&name), |date| links.made_by(&name, &date))
}

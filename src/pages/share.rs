//! Sharing: the sync links of the open directory, what each lets its holder do, and new ones.

mod by_file;
mod invitation;
mod new_links;
mod qr;
mod ways;

use crate::{
    components::{End, Ended, Icon, LinkCode, ReadOnly},
    locales::texts,
    pages::{home::title, start::may_be_shared_elsewhere},
    state::{NewLinks as Wanted, Phase, State, state},
};
use by_file::ByFile;
use groundswell_model::message::{Access, EngineError, Fragment, Links};
use invitation::Invitation;
use leptos::{prelude::*, task::spawn_local};
use new_links::NewLinks;
use ways::Ways;

/// The heading of the links, which takes the focus once they are there.
const LINKS: &str = "share-links";

/// The page.
#[component]
pub fn SharePage() -> impl IntoView {
    let state = state();
    let t = texts();
    let words = t.sharing();
    title(words.share());
    let sharing = Sharing::new();
    let name = Memo::new(move |_| state.projection.with(|projection| projection.network.name.clone()));
    let ready = Memo::new(move |_| state.phase.with(|phase| *phase == Phase::Ready));
    let invited = Memo::new(move |_| state.invitation().is_some());
    let shared = Memo::new(move |_| state.entry().is_some_and(|entry| entry.shared));
    // Whoever makes new links ends their own old one on the way.
    let ended = Memo::new(move |_| {
        let end = state.sync.with(|sync| sync.as_ref().and_then(End::of));
        end.filter(|_| !sharing.renewing.get())
    });
    // Where the notice is this device's own, new links were half made, and are made to the end.
    let replaced = Memo::new(move |_| {
        let device = state.device.get();
        ended.with(|end| {
            end.as_ref().is_some_and(|end| {
                end.notices.iter().any(|notice| notice.maker.map(|maker| maker.by) != device)
            })
        })
    });
    let renewable = Memo::new(move |_| {
        let given = !invited.get() && sharing.links.with(Option::is_some);
        state.may_edit() && (ended.with(Option::is_some) || given)
    });
    let code = Memo::new(move |_| {
        let keys = state.sync.with(|sync| sync.as_ref().and_then(|sync| sync.keys.clone()));
        keys.and_then(|keys| keys.code)
    });
    // Other links came into use, here or in another tab: those that are shown would lead nowhere.
    Effect::new(move |before: Option<Option<String>>| {
        let now = code.get();
        if before.flatten().is_some_and(|before| now.as_ref() != Some(&before))
            && now.is_some()
            && sharing.links.with_untracked(Option::is_some)
        {
            sharing.ask(false);
        }
        now
    });
    // What is shared already shows its links; what is not waits for a word.
    Effect::new(move |_| {
        if ready.get() && shared.get() && !invited.get() && sharing.links.with_untracked(Option::is_none) {
            sharing.ask(false);
        }
    });
    view! {
        <div class="page share">
            <div class="page-head">
                <div>
                    <h1>{move || name.with(|name| if name.is_empty() {
                        words.share_it().to_owned()
                    } else {
                        words.share_title(name)
                    })}</h1>
                    <p>{words.share_why()}</p>
                    <Show when=move || !state.may_edit()><ReadOnly/></Show>
                </div>
            </div>
            {move || sharing.error.get().map(|error| view! {
                <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(&error)}</p></div>
            })}
            {move || if let Some(end) = ended.get() {
                view! {
                    <div class="notice" data-kind="warn">
                        <Icon name="lock"/>
                        <div>
                            <Ended end/>
                            <div class="buttons"><a class="button primary" href="/join"><Icon name="groups"/>{t.links().join_anew()}</a></div>
                        </div>
                    </div>
                }.into_any()
            } else if invited.get() {
                view! {
                    <div class="notice" data-kind="info">
                        <Icon name="info"/>
                        <div>
                            <p>{words.share_accept_first()}</p>
                            <div class="buttons"><a class="button primary" href="/join">{t.shell().invited_answer()}</a></div>
                        </div>
                    </div>
                }.into_any()
            } else if sharing.links.with(Option::is_some) {
                view! { <Given sharing name code/> }.into_any()
            } else if !ready.get() || sharing.busy.get() || shared.get() {
                view! { <p class="hint" role="status">{t.shell().loading()}</p> }.into_any()
            } else {
                view! { <Begin sharing/> }.into_any()
            }}
            <Show when=move || ready.get() && !invited.get()><ByFile/></Show>
            <Honest/>
            // Beside what gives way to one another above: what is asked in front of the page outlives that.
            <Show when=move || renewable.get()><NewLinks sharing replaced/></Show>
        </div>
    }
}

/// Shares a directory that is not shared yet.
#[component]
fn Begin(sharing: Sharing) -> impl IntoView {
    let (words, links) = (texts().sharing(), texts().links());
    let is_unknown = Memo::new(move |_| sharing.state.current.get().is_some_and(may_be_shared_elsewhere));
    view! {
        <Show when=move || is_unknown.get()>
            <div class="notice" data-kind="warn">
                <Icon name="warning"/>
                <div>
                    <p>{links.share_apart()}</p>
                    <div class="buttons"><a class="button" href="/join"><Icon name="groups"/>{links.open_a_link()}</a></div>
                </div>
            </div>
        </Show>
        <p>{words.share_first()}</p>
        <div class="buttons">
            <button class="button primary" type="button" on:click=move |_| sharing.ask(true)>
                <Icon name="share"/>{words.share_begin()}
            </button>
        </div>
    }
}

/// The links, one of which somebody chooses, and new ones.
#[component]
fn Given(sharing: Sharing, name: Memo<String>, code: Memo<Option<String>>) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        let access = sharing.chosen.get()?;
        sharing.links.with(|links| {
            let links = links.as_ref()?;
            let (access, link) = links.links.iter().find(|(of, _)| *of == access)?;
            Some(Chosen { access: *access, address: address(link), name: name.get() })
        })
    });
    view! {
        <Ways sharing/>
        {move || chosen.get().map(|chosen| view! { <Invitation chosen/> })}
        {move || code.get().map(|code| view! {
            <section class="panel print-none"><LinkCode code label=texts().links().links_number()/></section>
        })}
    }
}

/// What is to be said before a link is given away.
#[component]
fn Honest() -> impl IntoView {
    let t = texts().sharing();
    view! {
        <section class="panel honest" aria-labelledby="share-honest">
            <h2 id="share-honest"><Icon name="info"/>{t.honest()}</h2>
            <ul class="plain">
                <li>{t.honest_remove()}</li>
                <li>{t.honest_editors()}</li>
                <li>{t.honest_relay()}</li>
                <li>{t.honest_page()}</li>
            </ul>
        </section>
    }
}

/// A link as it is given away. A secret.
#[derive(Clone, PartialEq)]
struct Chosen {
    /// What it lets its holder do.
    access: Access,
    /// The whole address.
    address: String,
    /// What the network is called.
    name: String,
}

fn address(link: &Fragment) -> String {
    format!("{}/{}", crate::browser::origin(), link.0)
}

/// The links of the open directory, as far as they are known to this page.
#[derive(Clone, Copy)]
struct Sharing {
    state: State,
    links: RwSignal<Option<Links>>,
    /// Which of them somebody chose to give away; only that one is ever shown.
    chosen: RwSignal<Option<Access>>,
    error: RwSignal<Option<EngineError>>,
    busy: RwSignal<bool>,
    /// New links are being made.
    renewing: RwSignal<bool>,
    /// New links were made just now.
    renewed: RwSignal<bool>,
}

impl Sharing {
    fn new() -> Self {
        Self {
            state: state(),
            links: RwSignal::new(None),
            chosen: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            renewing: RwSignal::new(false),
            renewed: RwSignal::new(false),
        }
    }

    /// Makes new links in place of the old ones, which are not shown any more.
    async fn renew(self, wanted: Wanted) -> Result<(), EngineError> {
        self.renewing.set(true);
        let made = self.state.new_links(wanted).await;
        // Somebody may have gone elsewhere meanwhile.
        let made = made.map(|links| {
            self.chosen.try_set(None);
            self.links.try_set(Some(links));
            self.renewed.try_set(true);
        });
        self.renewing.try_set(false);
        made
    }

    /// Asks the engine for the links; afterwards the focus goes to them where somebody pressed for it.
    fn ask(self, pressed: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let shared = self.state.share().await;
            // Somebody may have gone elsewhere meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match shared {
                Ok(links) => self.links.set(Some(links)),
                Err(why) => self.error.set(Some(why)),
            }
            if pressed {
                crate::browser::after_paint(|| crate::browser::focus(LINKS));
            }
        });
    }
}

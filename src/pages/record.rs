//! What every record's page has: its states, and the way to delete and bring back.

use crate::{
    browser,
    components::{Art, Back, ContactList, Icon, Menu, PAGE, ReadOnly, said_by},
    locales::texts,
    pages::{
        groups::{groups_address, place_line},
        history::history_address,
        records::glimpse,
    },
    state::{Detail, state},
};
use groundswell_model::{
    Command, ContactKind, ContactWay, Id, Kind, RecordView, Stamp, Status,
    contact::{Piece, linked},
    message::EngineError,
    query::{self, GroupQuery},
};
use leptos::prelude::*;
use std::sync::Arc;

/// A record's page: `show` draws it once it is there, anew with each change.
#[component]
pub fn Record(
    /// Its kind.
    kind: Kind,
    /// Its id, as the address says it.
    id: Memo<Option<Id>>,
    /// The list it is one of.
    list: &'static str,
    /// What that list is called.
    list_name: &'static str,
    /// Whether it is drawn only once, as it is at first: a form must not change under somebody's hands.
    #[prop(optional)]
    once: bool,
    /// Draws it.
    show: fn(Arc<RecordView>) -> AnyView,
) -> impl IntoView {
    let state = state();
    view! {
        <Back list name=list_name/>
        {move || match id.get() {
            None => view! { <Missing/> }.into_any(),
            Some(id) => {
                let detail = state.detail(kind, id);
                let here = Memo::new({
                    let detail = detail.clone();
                    move |before: Option<&Detail>| match before {
                        Some(before @ Detail::Here(_)) if once => before.clone(),
                        _ => detail.get(),
                    }
                });
                (move || match drawn_anew(here.get()) {
                    Detail::Loading => view! { <Opening kind id/> }.into_any(),
                    Detail::Missing => view! { <Missing/> }.into_any(),
                    Detail::Failed(error) => view! { <Failure error/> }.into_any(),
                    Detail::Here(view) => show(view),
                }).into_any()
            }
        }}
    }
}

/// The focus does not get lost when a record is drawn anew: it stays where it was, or goes to the title.
fn drawn_anew(detail: Detail) -> Detail {
    match browser::focus_within(".record") {
        Some(id) => browser::keep_focus(id),
        None => browser::meet_title(),
    }
    detail
}

/// What lists know of it, while it is read.
#[component]
fn Opening(kind: Kind, id: Id) -> impl IntoView {
    let known = glimpse(kind, id);
    if let Some(known) = known {
        return known;
    }
    view! {
        <div class="record" aria-busy="true">
            <p class="visually-hidden" role="status">{texts().shell().loading()}</p>
            <div class="skeleton" aria-hidden="true"><span class="bone"></span><span class="bone"></span><span class="bone"></span></div>
        </div>
    }
    .into_any()
}

/// The record is not in this directory.
#[component]
pub fn Missing() -> impl IntoView {
    let t = texts().groups();
    view! {
        <div class="empty"><Art name="none-found"/><h2>{t.not_here()}</h2><p>{t.not_here_why()}</p></div>
    }
}

/// Something could not be read or opened, and what to do.
#[component]
pub fn Failure(
    /// Why.
    error: EngineError,
) -> impl IntoView {
    let state = state();
    let t = texts();
    view! {
        <div class="notice" data-kind="error" role="alert">
            <Icon name="error"/>
            <div>
                <strong>{t.shell().open_failed()}</strong>
                <p>{t.records().error(&error)}</p>
                <div class="buttons"><button class="button" type="button" on:click=move |_| state.retry()>{t.shell().retry()}</button></div>
            </div>
        </div>
    }
}

/// What can be done with a record: edit it, say that it is still true, print it, delete it.
#[component]
pub fn Actions(
    /// Its kind.
    kind: Kind,
    /// Its id.
    id: Id,
    /// What it is called.
    name: String,
    /// The address of its form.
    edit: String,
    /// When it was deleted, if it was.
    deleted: Option<Stamp>,
) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    if let Some(stamp) = deleted {
        let said = t.is_deleted(&texts().format().moment(stamp.at), &said_by(state, stamp.by));
        let restore = move |_| state.act(Command::Restore { kind, id }, t.restored(&name));
        return view! {
            <div class="notice" data-kind="warn">
                <Icon name="delete"/>
                <div>
                    <strong>{said}</strong>
                    <p>{t.is_deleted_why()}</p>
                    <Show when=move || state.may_edit() fallback=ReadOnly>
                        <div class="buttons"><button class="button primary" type="button" on:click=restore.clone()><Icon name="undo"/>{t.restore()}</button></div>
                    </Show>
                    <p><a href=history_address(kind, id)>{texts().history().title()}</a></p>
                </div>
            </div>
        }
        .into_any();
    }
    let may = Memo::new(move |_| state.may_edit());
    (move || {
        if may.get() {
            view! { <Editing kind id name=name.clone() edit=edit.clone()/> }.into_any()
        } else {
            view! {
                <div class="buttons print-none">
                    <ReadOnly/>
                    <a class="button" href=history_address(kind, id)><Icon name="history"/>{texts().history().title()}</a>
                    <button class="button" type="button" on:click=|_| browser::print()><Icon name="print"/>{t.print()}</button>
                </div>
            }
            .into_any()
        }
    })
    .into_any()
}

#[component]
fn Editing(kind: Kind, id: Id, name: String, edit: String) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let verified = t.said_still_true(&name);
    let gone = t.deleted(&name);
    view! {
        <div class="buttons print-none">
            <a class="button primary" href=edit><Icon name="edit"/>{t.edit()}</a>
            {kind.declaration().goes_stale().then(|| view! {
                <button class="button" type="button" id="verify"
                    on:click=move |_| state.act(Command::Verify { kind, id }, verified.clone())>
                    <Icon name="verify"/>{t.still_true()}
                </button>
            })}
            <Menu label=t.more()>
                    <a class="menu-item" href=history_address(kind, id)><Icon name="history"/>{texts().history().title()}</a>
                    <button class="menu-item" type="button" on:click=|_| browser::print()><Icon name="print"/>{t.print()}</button>
                    {(kind != Kind::Network).then(|| view! {
                        <hr/>
                        <button class="menu-item" type="button" on:click=move |_| state.act(Command::Delete { kind, id }, gone.clone())>
                            <Icon name="delete"/>{t.delete()}
                        </button>
                    })}
            </Menu>
        </div>
    }
}

/// What members tell each other, if anything.
#[component]
pub fn NotesPart(
    /// The text.
    text: String,
) -> impl IntoView {
    let t = texts();
    (!text.is_empty()).then(|| view! {
        <section class="record-part">
            <h2>{t.groups().members_notes()} <span class="audience" data-audience="members"><Icon name="lock"/>{t.records().members()}</span></h2>
            <Prose text/>
        </section>
    })
}

/// How to reach whom a record is about.
#[component]
pub fn ContactPart(
    /// The contact ways.
    contacts: Vec<ContactWay>,
    /// The address of the record's form.
    edit: String,
) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let add = format!("{edit}?contact={}", ContactKind::Phone.key());
    let may = Memo::new(move |_| state.may_edit());
    view! {
        <section class="record-part">
            <h2>
                {t.how_to_reach()}
                {move || may.get().then(|| view! {
                    <a class="button quiet print-none" href=add.clone()><Icon name="add"/>{t.add_phone()}</a>
                })}
            </h2>
            {if contacts.is_empty() {
                view! { <p class="hint">{t.no_contacts()}</p> }.into_any()
            } else {
                view! { <ContactList contacts edit/> }.into_any()
            }}
        </section>
    }
}

/// How the badge of a status looks.
pub const fn status_look(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Forming => "forming",
        Status::Paused => "resting",
        Status::Ended => "closed",
    }
}

/// A long text as paragraphs.
#[component]
pub fn Prose(
    /// The text.
    text: String,
) -> impl IntoView {
    let paragraphs: Vec<_> =
        text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let paragraph = |line: String| view! { <p dir="auto">{with_links(&line)}</p> };
    view! { <div class="prose">{paragraphs.into_iter().map(paragraph).collect_view()}</div> }
}

/// A line with the addresses in it as links. A stranger's page learns nothing of where its visitor came from.
fn with_links(line: &str) -> Vec<AnyView> {
    let piece = |piece| match piece {
        Piece::Words(words) => String::from(words).into_any(),
        Piece::Link(words, href) => {
            let words = words.to_owned();
            view! { <a href=href rel="noreferrer noopener external">{words}</a> }.into_any()
        }
    };
    linked(line).into_iter().map(piece).collect()
}

/// The groups that a search finds, as links: the first of them, and the way to all.
#[component]
pub fn GroupLinks(
    /// What they have in common.
    title: &'static str,
    /// What is said when there are none.
    none: &'static str,
    /// What is searched for.
    query: GroupQuery,
) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let all = groups_address(&query);
    let found = Memo::new(move |_| {
        state.projection.with(|projection| {
            let ids = query::groups(projection, &query);
            let cards = ids.iter().take(PAGE).filter_map(|id| projection.groups.get(*id));
            let shown: Vec<_> = cards
                .map(|card| (card.id, card.name.to_owned(), place_line(card.town, card.county, card.state)))
                .collect();
            (ids.len(), shown)
        })
    });
    view! {
        <section class="record-part">
            <h2>
                {title}
                {move || found.with(|(count, _)| (*count > 0).then(|| view! {
                    <span class="count">{texts().format().number(*count)}</span>
                }))}
            </h2>
            {move || found.with(|(count, shown)| if shown.is_empty() {
                view! { <p class="hint">{none}</p> }.into_any()
            } else {
                view! {
                    <ul class="people">
                        {shown.iter().map(|(id, name, place)| view! {
                            <li>
                                <Icon name="groups"/>
                                <div>
                                    <a class="person-name" dir="auto" href=format!("/groups/{id}")>{name.clone()}</a>
                                    {(!place.is_empty()).then(|| view! { <p class="person-note">{place.clone()}</p> })}
                                </div>
                            </li>
                        }).collect_view()}
                    </ul>
                    <p class="print-none"><a class="button quiet" href=all.clone()><Icon name="groups"/>{t.show_all_groups(*count)}</a></p>
                }.into_any()
            })}
        </section>
    }
}

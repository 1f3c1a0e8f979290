//! Devices that meet through a real relay: `cargo xtask test` starts one and says where it is. Each database is a
//! device of its own.

use crate::fixture::{Tab, group, id, new_group, quick, rename, store, wait_for};
use gloo_timers::future::TimeoutFuture;
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, Id, Kind, Person, PersonCard, Record,
    message::{
        Access, Answer, Connection, EngineError, Event, Fragment, LinkProblem, Links, Request, SyncState,
    },
    projection::Section,
};
use std::collections::BTreeMap;
use wasm_bindgen_test::wasm_bindgen_test;

/// New links in place of those in use.
pub(crate) fn renewing(words: &str) -> Request {
    Request::NewLinks { message: words.to_owned(), keeps_public: true, anyway: false }
}

pub(crate) async fn device(database: &str) -> Tab {
    Tab::with_relay(database, quick()).await
}

/// A device with a directory of one group.
pub(crate) async fn founder(database: &str) -> (Tab, Id) {
    let tab = device(database).await;
    let entry = tab.create("Test Network").await;
    tab.apply(new_group(1, "Founders")).await;
    (tab, entry.id)
}

pub(crate) async fn links(tab: &Tab, request: Request) -> Links {
    match tab.call(request).await.unwrap() {
        Answer::Links(links) => links,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn link(tab: &Tab, access: Access) -> Fragment {
    let Links { links, .. } = links(tab, Request::Share).await;
    links.into_iter().find(|(of, _)| *of == access).unwrap().1
}

pub(crate) async fn join(tab: &Tab, link: &Fragment) {
    match tab.call(Request::Join(link.clone())).await.unwrap() {
        Answer::Opened { .. } => {}
        other => panic!("{other:?}"),
    }
}

pub(crate) fn last_state(tab: &Tab) -> Option<SyncState> {
    tab.events().into_iter().rev().find_map(|event| match event {
        Event::Sync(state) => Some(state),
        _ => None,
    })?
}

pub(crate) async fn is_synced(tab: &Tab) {
    wait_for("everything to be at the relay", || {
        last_state(tab).filter(|state| {
            state.connection == Connection::Live && state.waiting == 0 && state.synced_at.is_some()
        })
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_neighbour_who_joins_has_everything_and_both_see_what_each_does() {
    let (one, _) = founder("neighbours-one").await;
    let invited = link(&one, Access::Edit).await;
    let other = device("neighbours-other").await;
    let Answer::Invitation(preview) = other.call(Request::LookAtLink(invited.clone())).await.unwrap() else {
        panic!()
    };
    assert_eq!((preview.name.as_deref(), preview.access), (Some("Test Network"), Access::Edit));
    assert_eq!(preview.here, None);
    join(&other, &invited).await;
    other.shows(&["Founders"]).await;
    assert_eq!(other.call(Request::Accept).await, Ok(Answer::Done));
    other.apply(new_group(2, "Joiners")).await;
    one.shows(&["Founders", "Joiners"]).await;
    one.apply(rename(1, "Founders", "First Group")).await;
    other.shows(&["First Group", "Joiners"]).await;
    is_synced(&one).await;
    is_synced(&other).await;
}

#[wasm_bindgen_test]
async fn what_was_done_before_anybody_was_there_is_there_later() {
    let (one, _) = founder("later-one").await;
    let invited = link(&one, Access::Edit).await;
    one.apply(new_group(2, "Second")).await;
    is_synced(&one).await;
    drop(one);
    let other = device("later-other").await;
    join(&other, &invited).await;
    other.shows(&["Founders", "Second"]).await;
    other.apply(new_group(3, "Third")).await;
    is_synced(&other).await;
    let again = device("later-one").await;
    again.open_directory(id_of(&invited, &again).await).await;
    again.shows(&["Founders", "Second", "Third"]).await;
}

async fn id_of(link: &Fragment, tab: &Tab) -> Id {
    match tab.call(Request::LookAtLink(link.clone())).await.unwrap() {
        Answer::Invitation(invitation) => invitation.directory,
        other => panic!("{other:?}"),
    }
}

fn contact(value: &str, audience: Audience) -> ContactWay {
    ContactWay { kind: ContactKind::Email, value: value.into(), audience, ..ContactWay::default() }
}

#[wasm_bindgen_test]
async fn a_public_link_shows_the_card_alone_and_changes_nothing() {
    let (one, _) = founder("public-one").await;
    let mut card = group(2, "Card");
    card.contacts =
        vec![contact("open@example.org", Audience::Public), contact("closed@example.org", Audience::Members)];
    one.apply(Command::Save { before: None, after: Box::new(Record::Group(card)) }).await;
    let person = Person { id: id(9), name: "Rosa".into(), ..Person::default() };
    one.apply(Command::Save { before: None, after: Box::new(Record::Person(person)) }).await;
    let (public, members) = (link(&one, Access::Public).await, link(&one, Access::Members).await);
    is_synced(&one).await;

    let stranger = device("public-stranger").await;
    join(&stranger, &public).await;
    stranger.shows(&["Card", "Founders"]).await;
    let Record::Group(seen) = stranger.read(id(2)).await.unwrap().record else { panic!() };
    let values: Vec<_> = seen.contacts.iter().map(|way| way.value.as_str()).collect();
    assert_eq!(values, ["open@example.org"]);
    let people = Request::Read { kind: Kind::Person, id: id(9) };
    assert_eq!(stranger.call(people.clone()).await, Ok(Answer::Record(None)));
    for forbidden in [
        Request::Apply(new_group(5, "Intruders")),
        Request::NameDevice("Mine".into()),
        Request::NewLinks { message: String::new(), keeps_public: true, anyway: false },
    ] {
        assert_eq!(stranger.call(forbidden).await, Err(EngineError::ReadOnly));
    }
    let Links { links: given, .. } = links(&stranger, Request::Share).await;
    assert_eq!(given.iter().map(|(access, _)| *access).collect::<Vec<_>>(), [Access::Public]);

    // The same device is given more.
    join(&stranger, &members).await;
    let people = async || {
        let people: BTreeMap<Id, PersonCard> = stranger.section(Section::Records(Kind::Person)).await;
        people
    };
    for _ in 0..1_000 {
        if people().await.contains_key(&id(9)) {
            break;
        }
        TimeoutFuture::new(20).await;
    }
    assert!(people().await.contains_key(&id(9)), "the person");
    assert_eq!(stranger.call(Request::Apply(new_group(5, "Intruders"))).await, Err(EngineError::ReadOnly));
}

#[wasm_bindgen_test]
async fn of_two_tabs_one_speaks_for_both_and_the_other_follows_it() {
    let (leader, directory) = founder("tabs-of-one").await;
    let invited = link(&leader, Access::Edit).await;
    is_synced(&leader).await;
    let follower = device("tabs-of-one").await;
    follower.open_directory(directory).await;
    let neighbour = device("tabs-neighbour").await;
    join(&neighbour, &invited).await;
    neighbour.shows(&["Founders"]).await;
    follower.apply(new_group(2, "By the follower")).await;
    neighbour.shows(&["By the follower", "Founders"]).await;
    is_synced(&follower).await;
    drop(leader);
    neighbour.apply(new_group(3, "By the neighbour")).await;
    follower.shows(&["By the follower", "By the neighbour", "Founders"]).await;
    follower.apply(new_group(4, "By the new leader")).await;
    neighbour.shows(&["By the follower", "By the neighbour", "By the new leader", "Founders"]).await;
}

#[wasm_bindgen_test]
async fn new_links_shut_the_old_out_and_tell_them() {
    let (one, _) = founder("shut-one").await;
    let old = link(&one, Access::Edit).await;
    let other = device("shut-other").await;
    join(&other, &old).await;
    other.shows(&["Founders"]).await;
    is_synced(&other).await;
    is_synced(&one).await;
    let fresh = links(&one, renewing("Ask Ada for the new link")).await;
    let new = fresh.links.into_iter().find(|(access, _)| *access == Access::Edit).unwrap().1;
    assert_ne!(new, old);
    let notice = wait_for("the notice", || last_state(&other)?.replaced.into_iter().next()).await;
    assert_eq!(notice.words, "Ask Ada for the new link");
    assert!(notice.maker.is_some() && notice.code.is_some());
    one.apply(new_group(2, "After")).await;
    is_synced(&one).await;
    crate::fixture::a_while().await;
    assert_eq!(other.shown(), ["Founders"], "who was shut out sees nothing more");
    // What they wrote meanwhile comes along when they are given the new link.
    other.apply(new_group(3, "Left outside")).await;
    join(&other, &new).await;
    other.shows(&["After", "Founders", "Left outside"]).await;
    one.shows(&["After", "Founders", "Left outside"]).await;
}

#[wasm_bindgen_test]
async fn an_invitation_that_is_declined_leaves_nothing() {
    let (one, directory) = founder("declined-one").await;
    let invited = link(&one, Access::Members).await;
    let other = device("declined-other").await;
    join(&other, &invited).await;
    assert_eq!(other.call(Request::Decline { directory }).await, Ok(Answer::Done));
    let emptied =
        |event: &Event| matches!(event, Event::Directories(entries) if entries.is_empty()).then_some(());
    other.hears("the empty list", emptied).await;
    // What was accepted is removed in another way.
    assert_eq!(one.call(Request::Decline { directory }).await, Err(EngineError::NoDirectory));
}

#[wasm_bindgen_test]
async fn a_text_that_is_no_link_says_why() {
    let (one, _) = founder("links-one").await;
    let Fragment(good) = link(&one, Access::Edit).await;
    let cut: String = good.chars().take(40).collect();
    let mistyped: String = good
        .chars()
        .enumerate()
        .map(|(at, letter)| match (at, letter) {
            (60, 'A') => 'B',
            (60, _) => 'A',
            _ => letter,
        })
        .collect();
    for (text, problem) in [
        ("Come and join us!", LinkProblem::None),
        (&cut, LinkProblem::CutShort),
        (&mistyped, LinkProblem::Mistyped),
    ] {
        let looked = one.call(Request::LookAtLink(Fragment(text.to_owned()))).await;
        assert_eq!(looked, Err(EngineError::Link(problem)), "{problem:?}");
    }
    let Ok(Answer::Invitation(own)) = one.call(Request::LookAtLink(Fragment(good))).await else { panic!() };
    assert_eq!(own.here, Some(Access::Edit));
}

/// So many chunks a directory holds, on this device.
pub(crate) async fn chunks(database: &str, directory: Id) -> usize {
    store(database).await.load_sync(&directory.to_string()).await.unwrap().holdings.len()
}

#[wasm_bindgen_test]
async fn a_directory_that_is_not_open_sends_what_waits_and_fetches_what_came() {
    let nowhere = "ws://127.0.0.1:9/sync";
    let (one, directory) = founder("background-one").await;
    let invited = link(&one, Access::Edit).await;
    let other = device("background-other").await;
    join(&other, &invited).await;
    other.shows(&["Founders"]).await;
    is_synced(&one).await;
    drop(one);

    let offline = Tab::at_relay("background-one", nowhere, quick()).await;
    offline.open_directory(directory).await;
    offline.apply(new_group(2, "Written offline")).await;
    offline.create("Yet Another Network").await;
    let waits = |event: &Event| match event {
        Event::Elsewhere { directory: of, waiting } if *of == directory && *waiting > 0 => Some(()),
        _ => None,
    };
    offline.hears("what waits in the directory that is not open", waits).await;
    drop(offline);
    let elsewhere = device("background-one").await;
    elsewhere.create("Another Network").await;
    other.shows(&["Founders", "Written offline"]).await;
    let sent = |event: &Event| (*event == Event::Elsewhere { directory, waiting: 0 }).then_some(());
    elsewhere.hears("that nothing waits any more", sent).await;

    is_synced(&other).await;
    let before = chunks("background-one", directory).await;
    other.apply(new_group(3, "Written meanwhile")).await;
    is_synced(&other).await;
    elsewhere.call(Request::Attend { visible: true }).await.unwrap();
    for _ in 0..200 {
        if chunks("background-one", directory).await > before {
            break;
        }
        TimeoutFuture::new(50).await;
    }
    drop(elsewhere);
    let offline = Tab::at_relay("background-one", nowhere, quick()).await;
    offline.open_directory(directory).await;
    offline.shows(&["Founders", "Written meanwhile", "Written offline"]).await;
}

#[wasm_bindgen_test]
async fn without_a_relay_work_goes_on_and_says_what_waits() {
    let tab = Tab::at_relay("alone", "ws://127.0.0.1:9/sync", quick()).await;
    tab.create("Test Network").await;
    link(&tab, Access::Edit).await;
    tab.apply(new_group(1, "Alone")).await;
    tab.shows(&["Alone"]).await;
    wait_for("what waits", || last_state(&tab).filter(|state| state.waiting > 0)).await;
}

//! What becomes of devices while links are made anew: half made ones, many in a row, edits that nobody else has, and
//! directories that are not open.

use crate::{
    fixture::{Tab, new_group, quick, store, wait_for},
    links::{backup, fragment, look, of, parsed, restore, two},
    neighbours::{device, founder, is_synced, join, last_state, link, links, renewing},
};
use groundswell_engine_worker::Timings;
use groundswell_model::message::{Access, Answer, EngineError, Event, Fragment, LinkRelation, Request};
use groundswell_seal::{Capability, Link, Seed, Succession};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn what_stays_behind_at_a_link_that_lets_less_is_said_until_an_edit_link_brings_it_along() {
    let (one, other, _, _) = two("left").await;
    let fresh = links(&one, renewing("")).await;
    is_synced(&one).await;
    wait_for("the notice", || last_state(&other)?.replaced.into_iter().next()).await;
    other.apply(new_group(2, "Left behind")).await;
    other.apply(new_group(3, "This too")).await;
    join(&other, &of(&fresh, Access::Members)).await;
    one.apply(new_group(4, "Of the others")).await;
    other.shows(&["Founders", "Left behind", "Of the others", "This too"]).await;
    let state = last_state(&other).unwrap();
    assert!(state.left_behind >= 2, "{state:?}");
    assert_eq!((state.synced_at, state.waiting), (None, 0), "in step with nobody");
    // It is known after a start too, and at a link that lets still less.
    drop(other);
    let other = device("left-other").await;
    other.open_directory(look(&other, &of(&fresh, Access::Edit)).await.directory).await;
    wait_for("what is left", || last_state(&other).filter(|state| state.left_behind >= 2)).await;
    assert_eq!(one.shown(), ["Founders", "Of the others"]);
    join(&other, &of(&fresh, Access::Edit)).await;
    one.shows(&["Founders", "Left behind", "Of the others", "This too"]).await;
    is_synced(&other).await;
    assert_eq!(last_state(&other).unwrap().left_behind, 0);
}

/// A link that takes the place of another, as a device made it that calls itself so.
fn next(old: &Link, device: [u8; 8]) -> Link {
    // Rooms of the directory's own, whichever others there were at this relay.
    let mut seed = [77; 32];
    seed[..12].copy_from_slice(old.directory());
    let capability = Capability::edit(Seed::from_bytes(seed));
    let succession =
        Succession::sign(old.capability(), old.epoch(), old.directory(), &capability, 7, device).unwrap();
    old.succeed(succession, capability).unwrap()
}

/// What a device stores of new links before anybody hears of them: a version, the link, the words, whether the public
/// link leads on, whether it is done in any case, and whether it was begun.
fn half_made(new: &Link, words: &str, begun: bool) -> Vec<u8> {
    let text = |text: &str| {
        let length = text.len();
        let length =
            if length < 128 { vec![length as u8] } else { vec![length as u8 | 128, (length >> 7) as u8] };
        [length, text.as_bytes().to_vec()].concat()
    };
    [vec![1], text(&new.fragment()), text(words), vec![1, 0, u8::from(begun)]].concat()
}

#[wasm_bindgen_test]
async fn new_links_that_were_half_made_are_finished_when_the_device_leads_again() {
    let (one, other, old, id) = two("half").await;
    let phone = device("half-phone").await;
    join(&phone, &old).await;
    is_synced(&phone).await;
    let poster = device("half-poster").await;
    join(&poster, &link(&one, Access::Public).await).await;
    poster.shows(&["Founders"]).await;
    // What a device leaves that ended in the midst: before its first notice, and after its last.
    let new = next(&parsed(&old), [3; 8]);
    drop(one);
    drop(phone);
    for database in ["half-one", "half-phone"] {
        let stored = store(database).await;
        stored.put_setting(&format!("successor/{id}"), &half_made(&new, "Ask Ada", true)).await.unwrap();
        stored.put_setting(&format!("made/{id}"), new.capability().key().as_bytes()).await.unwrap();
        let again = device(database).await;
        again.open_directory(id).await;
        wait_for("the new links", || {
            last_state(&again).filter(|state| {
                let code = state.keys.as_ref().and_then(|keys| keys.code.clone());
                state.replaced.is_empty() && code == Some(new.keys().code(new.directory()))
            })
        })
        .await;
        again.apply(new_group(if database == "half-one" { 2 } else { 3 }, database)).await;
        is_synced(&again).await;
        assert_eq!(parsed(&link(&again, Access::Edit).await).keys(), new.keys(), "the same keys");
        assert_eq!(stored.setting(&format!("successor/{id}")).await.unwrap(), Some(Vec::new()));
    }
    let notice = wait_for("the notice", || last_state(&other)?.replaced.into_iter().next()).await;
    assert_eq!(notice.words, "Ask Ada");
    poster.shows(&["Founders", "half-one", "half-phone"]).await;
    join(&other, &fragment(&new)).await;
    other.shows(&["Founders", "half-one", "half-phone"]).await;
    is_synced(&other).await;
    assert!(last_state(&other).unwrap().rivals.is_empty());
}

#[wasm_bindgen_test]
async fn new_links_of_which_nobody_can_know_wait_for_another_press() {
    let (one, other, old, id) = two("unbegun").await;
    let new = next(&parsed(&old), [3; 8]);
    drop(one);
    for stored in [half_made(&new, "", false), new.fragment().as_bytes().to_vec()] {
        store("unbegun-one").await.put_setting(&format!("successor/{id}"), &stored).await.unwrap();
        let again = device("unbegun-one").await;
        again.open_directory(id).await;
        is_synced(&again).await;
        crate::fixture::a_while().await;
        assert!(last_state(&other).unwrap().replaced.is_empty());
    }
    let again = device("unbegun-one").await;
    again.open_directory(id).await;
    let made = links(&again, renewing("Pressed")).await;
    assert_eq!(parsed(&of(&made, Access::Edit)).keys(), new.keys(), "with the same keys");
    let notice = wait_for("the notice", || last_state(&other)?.replaced.into_iter().next()).await;
    assert_eq!(notice.words, "Pressed");
}

#[wasm_bindgen_test]
async fn a_restored_directory_is_shared_from_its_first_moment() {
    let (one, _) = founder("restored-one").await;
    link(&one, Access::Edit).await;
    is_synced(&one).await;
    let file = backup(&one).await;
    let phone = device("restored-phone").await;
    phone.forget();
    restore(&phone, &file).await;
    let lists = phone.events().into_iter().filter_map(|event| match event {
        Event::Directories(entries) => Some(entries),
        _ => None,
    });
    let lists: Vec<_> = lists.collect();
    assert!(!lists.is_empty() && lists.iter().flatten().all(|entry| entry.shared), "{lists:?}");
    phone.apply(new_group(2, "On the phone")).await;
    one.shows(&["Founders", "On the phone"]).await;
}

/// Makes new links so often.
async fn renewed(tab: &Tab, times: usize, keeps_public: bool) -> Fragment {
    let mut new = None;
    for _ in 0..times {
        let request = Request::NewLinks { message: String::new(), keeps_public, anyway: false };
        new = Some(of(&links(tab, request).await, Access::Edit));
    }
    is_synced(tab).await;
    new.unwrap()
}

#[wasm_bindgen_test]
async fn who_was_away_for_more_than_eight_renewals_is_led_on_notice_by_notice() {
    let (one, other, _, id) = two("far").await;
    let poster = device("far-poster").await;
    join(&poster, &link(&one, Access::Public).await).await;
    poster.call(Request::Accept).await.unwrap();
    poster.shows(&["Founders"]).await;
    drop(other);
    drop(poster);
    // Written without a network.
    let away = Tab::at_relay("far-other", "ws://127.0.0.1:9/sync", quick()).await;
    away.open_directory(id).await;
    away.apply(new_group(2, "Written far away")).await;
    drop(away);
    let new = renewed(&one, 11, true).await;
    let other = device("far-other").await;
    other.open_directory(id).await;
    let seen = look(&other, &new).await;
    assert_eq!((seen.relation, seen.hands_over), (LinkRelation::Newer, Some(Access::Edit)));
    join(&other, &new).await;
    one.shows(&["Founders", "Written far away"]).await;
    is_synced(&other).await;
    // Who can only read goes all the way by themselves.
    let poster = device("far-poster").await;
    poster.open_directory(id).await;
    poster.shows(&["Founders", "Written far away"]).await;
}

#[wasm_bindgen_test]
async fn where_no_notice_leads_on_a_link_too_far_away_is_not_used() {
    let (one, other, _, id) = two("cut").await;
    drop(other);
    let nine = renewed(&one, 9, false).await;
    let ten = renewed(&one, 1, false).await;
    let other = device("cut-other").await;
    other.open_directory(id).await;
    assert_eq!(look(&other, &ten).await.relation, LinkRelation::Unrelated);
    assert_eq!(other.call(Request::Join(ten.clone())).await, Err(EngineError::NotVouched));
    // Of one step the notice in the own room tells; from there on the next is known.
    assert_eq!(look(&other, &nine).await.relation, LinkRelation::Newer);
    join(&other, &nine).await;
    assert_eq!(look(&other, &ten).await.relation, LinkRelation::Newer);
    join(&other, &ten).await;
    one.apply(new_group(2, "After")).await;
    other.shows(&["After", "Founders"]).await;
}

/// Runs a script with `name`.
async fn run(name: &str, script: &str) -> JsValue {
    let ran = Function::new_with_args("name", script).call1(&JsValue::NULL, &name.into()).unwrap();
    JsFuture::from(Promise::resolve(&ran)).await.unwrap()
}

#[wasm_bindgen_test]
async fn background_sync_goes_by_the_link_that_is_in_use_once_it_has_the_lock() {
    let (one, _) = founder("background-link-one").await;
    let shared = link(&one, Access::Edit).await;
    is_synced(&one).await;
    let patient = Timings { background_sync_lock_ms: 15_000, ..quick() };
    let here = Tab::with_relay("background-link-here", patient).await;
    join(&here, &shared).await;
    here.call(Request::Accept).await.unwrap();
    here.shows(&["Founders"]).await;
    let id = look(&here, &shared).await.directory;
    // Whoever has the lock next has it before the background sync, which waits for it.
    let asked = run(
        &format!("background-link-here/sync/{id}"),
        "return { got: new Promise((got) => navigator.locks.request(name, () => {
            got(); return new Promise((release) => { globalThis.releaseBackground = release; });
        })) };",
    )
    .await;
    here.create("Elsewhere").await;
    JsFuture::from(js_sys::Reflect::get(&asked, &"got".into()).unwrap().unchecked_into::<Promise>())
        .await
        .unwrap();
    crate::fixture::a_while().await;
    let new = of(&links(&one, renewing("")).await, Access::Edit);
    // Another tab, which does not hear of this one, goes over to the new link.
    let there = Tab::with_options_of("background-link-here", "background-link-there", quick()).await;
    join(&there, &new).await;
    is_synced(&there).await;
    drop(there);
    one.apply(new_group(2, "After")).await;
    is_synced(&one).await;
    run("", "globalThis.releaseBackground();").await;
    here.hears("the end of the background sync", |event| match event {
        Event::Elsewhere { directory, .. } if *directory == id => Some(()),
        _ => None,
    })
    .await;
    // What it fetched is there without a network.
    let alone = Tab::at_relay("background-link-here", "ws://127.0.0.1:9/sync", quick()).await;
    alone.open_directory(id).await;
    alone.shows(&["After", "Founders"]).await;
}

#[wasm_bindgen_test]
async fn what_is_known_of_keys_goes_with_the_directory() {
    let (one, id) = founder("forgotten-one").await;
    link(&one, Access::Edit).await;
    links(&one, renewing("")).await;
    let stored = store("forgotten-one").await;
    stored.put_setting(&format!("decided/{id}"), &[7; 32]).await.unwrap();
    assert_eq!(stored.setting(&format!("made/{id}")).await.unwrap().unwrap().len(), 32);
    let erased = Request::Erase { directory: id, typed: "Test Network".to_owned() };
    assert_eq!(one.call(erased).await, Ok(Answer::Done));
    for setting in ["made", "decided", "successor"] {
        let left = stored.setting(&format!("{setting}/{id}")).await.unwrap();
        assert_eq!(left.unwrap_or_default(), Vec::<u8>::new(), "{setting}");
    }
}

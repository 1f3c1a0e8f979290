//! Links that take the place of others: what vouches for them, two sets at once, what strangers make up, and that
//! nobody is said to be in step who is not.

use crate::{
    fixture::{Tab, new_group, quick, wait_for},
    neighbours::{device, founder, is_synced, join, last_state, link, links, renewing},
};
use groundswell_model::{
    Id,
    message::{
        Access, Answer, Connection, EngineError, ExportFormat, ExportedFile, Fragment, Invitation,
        LinkRelation, Links, Request, Wrapping,
    },
};
use groundswell_seal::{Capability, Grant, Link, Seed};
use wasm_bindgen_test::wasm_bindgen_test;

pub(crate) async fn look(tab: &Tab, link: &Fragment) -> Invitation {
    match tab.call(Request::LookAtLink(link.clone())).await.unwrap() {
        Answer::Invitation(invitation) => invitation,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn of(links: &Links, access: Access) -> Fragment {
    links.links.iter().find(|(of, _)| *of == access).unwrap().1.clone()
}

pub(crate) fn parsed(fragment: &Fragment) -> Link {
    Link::parse(&fragment.0).unwrap()
}

pub(crate) fn fragment(link: &Link) -> Fragment {
    Fragment(link.fragment().to_string())
}

/// Two devices that edit one directory.
pub(crate) async fn two(name: &str) -> (Tab, Tab, Fragment, Id) {
    let (one, id) = founder(&format!("{name}-one")).await;
    let shared = link(&one, Access::Edit).await;
    let other = device(&format!("{name}-other")).await;
    join(&other, &shared).await;
    other.call(Request::Accept).await.unwrap();
    other.shows(&["Founders"]).await;
    is_synced(&one).await;
    is_synced(&other).await;
    (one, other, shared, id)
}

#[wasm_bindgen_test]
async fn who_holds_a_public_link_can_not_have_the_members_part_published_to_them() {
    let (one, _) = founder("stranger-one").await;
    let public = parsed(&link(&one, Access::Public).await);
    is_synced(&one).await;
    // All that a public link's holder knows: the id, the verifying key, the public seed.
    let own = Capability::edit(Seed::from_bytes([66; 32]));
    let key = *public.capability().key();
    let forged = [
        Link::new(own.clone(), *public.directory(), public.epoch() + 1),
        Link::new(own.clone(), *public.directory(), public.epoch()),
        Link::new(own.weaken(Grant::Members).unwrap(), *public.directory(), public.epoch() + 1),
        Link::new(
            Capability::read(Grant::Members, Seed::from_bytes([67; 32]), key).unwrap(),
            *public.directory(),
            public.epoch(),
        ),
    ];
    for forged in &forged {
        let forged = fragment(forged);
        let seen = look(&one, &forged).await;
        assert_eq!((seen.relation, seen.hands_over), (LinkRelation::Unrelated, None));
        assert_eq!(one.call(Request::Join(forged)).await, Err(EngineError::NotVouched));
    }
    let still = link(&one, Access::Edit).await;
    assert_eq!(parsed(&still).capability().key(), public.capability().key());
    // The same of a directory that was never shared from here, but has the id.
    let Answer::File(file) = one.call(Request::Export(ExportFormat::Backup(Wrapping::Zip))).await.unwrap()
    else {
        panic!()
    };
    let alone = Tab::at_relay("stranger-alone", "ws://127.0.0.1:9/sync", quick()).await;
    restore(&alone, &file).await;
    for forged in &forged {
        assert_eq!(alone.call(Request::Join(fragment(forged))).await, Err(EngineError::NotVouched));
    }
}

#[wasm_bindgen_test]
async fn a_link_that_the_one_in_use_vouches_for_says_who_made_it_and_what_is_handed_over() {
    let (one, other, old, _) = two("vouched").await;
    let fresh = links(&one, renewing("Ask Ada")).await;
    let new = of(&fresh, Access::Edit);
    wait_for("the notice", || last_state(&other)?.replaced.into_iter().next()).await;
    other.apply(new_group(2, "Written meanwhile")).await;
    let seen = look(&other, &new).await;
    assert_eq!(seen.relation, LinkRelation::Newer);
    assert_eq!(seen.hands_over, Some(Access::Edit));
    let notice = last_state(&other).unwrap().replaced.remove(0);
    assert_eq!((seen.maker, Some(seen.code)), (notice.maker, notice.code), "the notice said which");
    // Looking sends nothing.
    crate::fixture::a_while().await;
    assert_eq!(one.shown(), ["Founders"]);
    join(&other, &new).await;
    one.shows(&["Founders", "Written meanwhile"]).await;
    is_synced(&other).await;
    // The old one is known for what it is, and never comes back.
    let seen = look(&other, &old).await;
    assert_eq!(seen.relation, LinkRelation::Older);
    join(&other, &old).await;
    assert_eq!(parsed(&link(&other, Access::Edit).await).epoch(), 1);
    is_synced(&other).await;
}

#[wasm_bindgen_test]
async fn an_old_edit_link_does_not_take_the_place_of_a_newer_members_link() {
    let (one, _) = founder("older-one").await;
    let old = of(&links(&one, Request::Share).await, Access::Edit);
    is_synced(&one).await;
    let new = of(&links(&one, renewing("")).await, Access::Members);
    let reader = device("older-reader").await;
    join(&reader, &new).await;
    reader.call(Request::Accept).await.unwrap();
    reader.shows(&["Founders"]).await;
    assert_eq!(look(&reader, &old).await.relation, LinkRelation::Older);
    join(&reader, &old).await;
    one.apply(new_group(2, "After")).await;
    reader.shows(&["After", "Founders"]).await;
}

#[wasm_bindgen_test]
async fn links_of_several_renewals_later_are_vouched_for() {
    let (one, other, _, _) = two("several").await;
    let mut new = None;
    for _ in 0..3 {
        new = Some(of(&links(&one, renewing("")).await, Access::Edit));
        is_synced(&one).await;
    }
    let new = new.unwrap();
    assert_eq!(look(&other, &new).await.relation, LinkRelation::Newer);
    other.apply(new_group(2, "Left behind")).await;
    join(&other, &new).await;
    one.shows(&["Founders", "Left behind"]).await;
}

#[wasm_bindgen_test]
async fn of_two_editors_who_make_new_links_at_once_one_is_told_that_the_other_was_quicker() {
    let (one, other, _, _) = two("at-once").await;
    let (first, second) = futures::join!(one.call(renewing("by one")), other.call(renewing("by other")));
    let made = [&first, &second].into_iter().filter(|made| made.is_ok()).count();
    let told =
        [&first, &second].into_iter().filter(|made| **made == Err(EngineError::AlreadyReplaced)).count();
    assert_eq!((made, told), (1, 1), "{first:?} {second:?}");
    let (winner, loser, fresh) = match (first, second) {
        (Ok(Answer::Links(fresh)), _) => (one, other, fresh),
        (_, Ok(Answer::Links(fresh))) => (other, one, fresh),
        made => panic!("{made:?}"),
    };
    wait_for("the notice", || last_state(&loser)?.replaced.into_iter().next()).await;
    loser.apply(new_group(2, "Written meanwhile")).await;
    let new = of(&fresh, Access::Edit);
    assert_eq!(look(&loser, &new).await.relation, LinkRelation::Newer);
    join(&loser, &new).await;
    winner.shows(&["Founders", "Written meanwhile"]).await;
    is_synced(&winner).await;
    is_synced(&loser).await;
    assert!(last_state(&winner).unwrap().rivals.is_empty(), "what was withdrawn is no rival");
}

#[wasm_bindgen_test]
async fn two_sets_of_new_links_are_shown_and_people_choose_and_nothing_is_lost() {
    let (one, other, _, _) = two("rivals").await;
    let first = links(&one, renewing("by one")).await;
    is_synced(&one).await;
    wait_for("the notice", || last_state(&other)?.replaced.into_iter().next()).await;
    assert_eq!(other.call(renewing("by other")).await, Err(EngineError::AlreadyReplaced));
    let anyway = Request::NewLinks { message: "by other".to_owned(), keeps_public: false, anyway: true };
    // The notices of before are known and everything is exchanged when these go out.
    is_done(&other).await;
    let second = links(&other, anyway).await;
    one.apply(new_group(2, "By one")).await;
    other.apply(new_group(3, "By other")).await;
    // Both hear of it, the first from the old room.
    one.call(Request::Attend { visible: true }).await.unwrap();
    let told = wait_for("the rival, at one", || last_state(&one)?.rivals.into_iter().next()).await;
    assert_eq!(told.words, "by other");
    assert_eq!(told.code, last_state(&other).unwrap().keys.unwrap().code);
    let seen = wait_for("the rival, at the other", || last_state(&other)?.rivals.into_iter().next()).await;
    assert_eq!(seen.words, "by one");
    // One goes over to the other's.
    let chosen = of(&second, Access::Edit);
    assert_eq!(look(&one, &chosen).await.relation, LinkRelation::Rival);
    assert_eq!(one.shown(), ["By one", "Founders"], "nothing comes along by itself");
    join(&one, &chosen).await;
    one.shows(&["By one", "By other", "Founders"]).await;
    other.shows(&["By one", "By other", "Founders"]).await;
    is_synced(&one).await;
    wait_for("no rival at who went over", || last_state(&one).filter(|state| state.rivals.is_empty())).await;
    // The other says that they stay.
    other.call(Request::KeepLinks).await.unwrap();
    wait_for("no rival at who stayed", || last_state(&other).filter(|state| state.rivals.is_empty())).await;
    assert_eq!(look(&other, &of(&first, Access::Edit)).await.relation, LinkRelation::Rival);
}

#[wasm_bindgen_test]
async fn a_public_link_leads_on_to_the_new_one_unless_the_maker_cuts_it() {
    let (one, _) = founder("poster-one").await;
    let poster = of(&links(&one, Request::Share).await, Access::Public);
    is_synced(&one).await;
    let reader = device("poster-reader").await;
    join(&reader, &poster).await;
    reader.call(Request::Accept).await.unwrap();
    reader.shows(&["Founders"]).await;
    links(&one, renewing("")).await;
    one.apply(new_group(2, "After")).await;
    reader.shows(&["After", "Founders"]).await;
    // Who comes by the poster only now is led on as well.
    let late = device("poster-late").await;
    join(&late, &poster).await;
    late.shows(&["After", "Founders"]).await;
    let cut = Request::NewLinks { message: "Cut".to_owned(), keeps_public: false, anyway: false };
    links(&one, cut).await;
    one.apply(new_group(3, "Later")).await;
    let notice = wait_for("the notice", || last_state(&reader)?.replaced.into_iter().next()).await;
    assert_eq!(notice.words, "Cut");
    crate::fixture::a_while().await;
    assert_eq!(reader.shown(), ["After", "Founders"]);
}

#[wasm_bindgen_test]
async fn a_room_in_which_nothing_is_says_so_and_is_not_in_step() {
    let (one, _) = founder("empty-one").await;
    let shared = parsed(&link(&one, Access::Members).await);
    // A room of which this relay knows nothing, as after it lost everything.
    let elsewhere = Link::new(shared.capability().clone(), *shared.directory(), 40);
    let other = device("empty-other").await;
    join(&other, &fragment(&elsewhere)).await;
    let state = wait_for("an empty room", || last_state(&other).filter(|state| state.empty)).await;
    assert_eq!((state.connection, state.synced_at), (Connection::Live, None));
}

/// Waits until nothing more is exchanged by the link that ended.
async fn is_done(tab: &Tab) {
    wait_for("the end", || {
        last_state(tab).filter(|state| !state.replaced.is_empty() && state.connection == Connection::Offline)
    })
    .await;
}

pub(crate) async fn restore(tab: &Tab, file: &ExportedFile) {
    let opened = tab.call(Request::OpenBackup { bytes: file.bytes.clone() }).await.unwrap();
    assert!(matches!(opened, Answer::Backup(_)), "{opened:?}");
    let restored = tab.call(Request::Restore).await.unwrap();
    assert!(matches!(restored, Answer::Opened { .. }), "{restored:?}");
}

pub(crate) async fn backup(tab: &Tab) -> ExportedFile {
    match tab.call(Request::Export(ExportFormat::Backup(Wrapping::Zip))).await.unwrap() {
        Answer::File(file) => file,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn a_link_that_lets_less_takes_nothing_from_a_device_that_holds_the_edit_seed() {
    let (one, _) = founder("less-one").await;
    // Of before it was shared, as older backups are: it holds the seed and no link.
    let plain = backup(&one).await;
    let shared = links(&one, Request::Share).await;
    is_synced(&one).await;
    for (name, access) in [("less-members", Access::Members), ("less-public", Access::Public)] {
        let phone = device(name).await;
        restore(&phone, &plain).await;
        phone.apply(new_group(2, "From the backup")).await;
        assert_eq!(look(&phone, &of(&shared, access)).await.relation, LinkRelation::More);
        join(&phone, &of(&shared, access)).await;
        phone.apply(new_group(3, "Still an editor")).await;
        is_synced(&phone).await;
        one.shows(&["Founders", "From the backup", "Still an editor"]).await;
        assert_eq!(
            parsed(&link(&phone, Access::Edit).await).keys(),
            parsed(&of(&shared, Access::Edit)).keys()
        );
    }
}

#[wasm_bindgen_test]
async fn a_backup_knows_its_links_and_joins_again_where_it_may() {
    let (one, _) = founder("epoch-one").await;
    link(&one, Access::Edit).await;
    is_synced(&one).await;
    let before = backup(&one).await;
    links(&one, renewing("")).await;
    is_synced(&one).await;
    let after = backup(&one).await;
    // A backup of today goes on where it was.
    let phone = device("epoch-phone").await;
    restore(&phone, &after).await;
    phone.shows(&["Founders"]).await;
    phone.apply(new_group(2, "On the new phone")).await;
    one.shows(&["Founders", "On the new phone"]).await;
    // One of before the new links says that they were replaced, and is never said to be in step.
    let late = device("epoch-late").await;
    restore(&late, &before).await;
    wait_for("the notice", || last_state(&late)?.replaced.into_iter().next()).await;
    assert_eq!(last_state(&late).unwrap().synced_at, None);
    // Where the newer ones are in use it is known for older.
    let Answer::Backup(summary) =
        one.call(Request::OpenBackup { bytes: before.bytes.clone() }).await.unwrap()
    else {
        panic!()
    };
    let summary = summary.unpack().unwrap();
    assert_eq!(summary.links, Some(LinkRelation::Older));
}

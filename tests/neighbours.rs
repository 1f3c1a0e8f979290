//! Neighbours who were handed a link keep one directory, each of them offline as often as they like.

use std::path::PathBuf;

use anyhow::ensure;
use journeys::{
    For, Person, button, dialog, field, file_field, heading, journey, link, main_part, part, radio,
};

#[test]
fn neighbours_merge_what_they_did_while_the_relay_was_away_and_fill_an_emptied_one_in_every_engine()
-> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        ada.sees_it_synced().await?;
        let ben = ada.next_door().await?;
        let walked = merge(ada, &ben, &invitation).await;
        ben.leaves().await;
        walked
    })
}

async fn merge(ada: &mut Person, ben: &Person, invitation: &str) -> anyhow::Result<()> {
    ben.opens_link(invitation).await?;
    ben.reads("read and change everything").await?;
    ben.joins(invitation).await?;
    ben.sees_groups(26).await?;
    // Both are on their own, and change the same and different things.
    ada.server.stop().await;
    ada.goes_to("Groups").await?;
    ada.opens_group("Stanley Community Assembly").await?;
    ada.edits().await?;
    ada.types(field("Meets (optional)"), "First Friday 7 pm").await?;
    ada.saves("Stanley Community Assembly").await?;
    ada.goes_to("Groups").await?;
    ada.adds_group("Cornell Neighbors", "Cornell").await?;
    ben.opens_group("Stanley Community Assembly").await?;
    ben.edits().await?;
    ben.types(field("Meets (optional)"), "Last Sunday 4 pm").await?;
    ben.types(field("Since (optional)"), "2008").await?;
    ben.saves("Stanley Community Assembly").await?;
    ben.goes_to("People").await?;
    ben.presses(link("Add a person").first()).await?;
    ben.types(field("Name"), "Odalys Reyes").await?;
    ben.saves("Odalys Reyes").await?;
    ben.goes_to("Groups").await?;
    ben.opens_group("Mosinee Neighbors").await?;
    ben.deletes("Mosinee Neighbors").await?;
    // The relay has lost everything meanwhile: the phones fill it again.
    ada.server.loses_rooms()?;
    ada.server.start().await?;
    for person in [&*ada, ben] {
        person.sees_it_synced().await?;
        // The drawing of the status has changed many times by now.
        let drawings =
            "return Math.max(...[...document.querySelectorAll('svg.icon')].map((it) => it.children.length));";
        ensure!(person.asks_page::<u32>(drawings).await? == 1, "drawings lie one over the other");
        person.goes_to("Groups").await?;
        person.sees_groups(26).await?;
        person.searches("cornell neighbors").await?;
        person.sees_just(&["Cornell Neighbors"]).await?;
        person.searches("mosinee neighbors").await?;
        person.sees(heading("No group matches").within(part("Groups"))).await?;
        person.searches("stanley community").await?;
        person.opens_group("Stanley Community Assembly").await?;
        // The one true conflict is shown to both, and what did not conflict is there.
        for words in ["First Friday 7 pm", "Last Sunday 4 pm", "2008"] {
            person.reads(words).await?;
        }
        person.goes_to("People").await?;
        person.sees(link("Odalys Reyes")).await?;
    }
    // Each sees that the other is here, by the name that its device was given.
    ben.goes_to("Settings").await?;
    ben.types(field("Name of this device"), "Ben’s tablet").await?;
    ben.presses(button("Save the name")).await?;
    ada.presses(button("").starting("Synced")).await?;
    ada.reads("Ben’s tablet").await
}

#[test]
fn a_public_link_shows_the_card_and_no_way_to_change_it() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Everybody).await?;
        ada.sees_it_synced().await?;
        let stranger = ada.next_door().await?;
        let walked = look_around(&stranger, &invitation).await;
        stranger.leaves().await;
        walked
    })
}

async fn look_around(stranger: &Person, invitation: &str) -> anyhow::Result<()> {
    stranger.joins(invitation).await?;
    stranger.sees_groups(26).await?;
    stranger.opens_group("Kenosha Community Assembly").await?;
    ensure!(!stranger.finds(link("Edit")).await?, "it can be edited");
    // Neither people nor what is for members came to this device at all.
    stranger.goes_to("People").await?;
    stranger.reads_no("Ken Whitebird").await?;
    stranger.opens("/groups/new").await?;
    stranger.reads("This device can read this directory but not change it.").await?;
    ensure!(!stranger.finds(button("Save")).await?, "there is a form");
    Ok(())
}

#[test]
fn new_links_shut_the_old_ones_out_and_tell_who_held_them() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let old = ada.shares(For::Editors).await?;
        ada.sees_it_synced().await?;
        let ben = ada.next_door().await?;
        let walked = shut_out(ada, &ben, &old).await;
        ben.leaves().await;
        walked
    })
}

async fn shut_out(ada: &Person, ben: &Person, old: &str) -> anyhow::Result<()> {
    ben.joins(old).await?;
    ben.sees_it_synced().await?;
    ada.presses(button("").starting("Make new links…")).await?;
    ada.types(field("Message to everybody with an old link"), "Ask Ada for the new link").await?;
    ada.presses(button("Make new links now")).await?;
    ada.reads("The old links no longer work.").await?;
    let new = ada.takes_link(For::Editors).await?;
    ensure!(new != old, "the link is the same");
    ada.reads("Number of these links, to compare by phone").await?;
    let number: String =
        ada.asks_page("return document.querySelector('.link-code strong').innerText;").await?;
    ensure!(
        number.chars().filter(char::is_ascii_digit).count() == 12,
        "the links have the number {number:?}"
    );
    // What somebody wrote stands under whoever wrote it, and is no link.
    ben.presses(button("").starting("Link replaced")).await?;
    for words in ["wrote:", "Ask Ada for the new link", "Number of their links", &number] {
        ben.reads(words).await?;
    }
    ben.presses(button("").starting("Link replaced")).await?;
    ben.sees(link("What to do")).await?;
    ada.goes_to("Groups").await?;
    ada.adds_group("Cornell Neighbors", "Cornell").await?;
    ada.sees_it_synced().await?;
    ben.sees_groups(26).await?;
    // With the new link all goes on.
    ben.opens_link(&new).await?;
    for words in ["made new links", "Compare this number", &number] {
        ben.reads(words).await?;
    }
    ben.presses(button("Use this link").within(main_part(""))).await?;
    ben.arrives_at("the groups", |address| address == "/groups").await?;
    ben.sees_groups(27).await?;
    ben.sees_it_synced().await
}

#[test]
fn a_link_leaves_no_trace_where_anybody_else_could_read_it_in_every_engine() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        ada.sees_it_synced().await?;
        let ben = ada.next_door().await?;
        let walked = leave_no_trace(&ben, &invitation).await;
        ben.leaves().await;
        walked
    })
}

async fn leave_no_trace(ben: &Person, invitation: &str) -> anyhow::Result<()> {
    let secret = invitation.split_once("#join=").map_or("", |(_, secret)| secret);
    ensure!(secret.len() > 40, "the link has no secret: {invitation}");
    ben.joins(invitation).await?;
    let seen: Vec<String> = ben
        .asks_page(
            "return [location.href, document.title, document.referrer, JSON.stringify(history.state),
                document.documentElement.outerHTML, JSON.stringify({ ...localStorage }),
                JSON.stringify({ ...sessionStorage }), document.cookie,
                ...performance.getEntriesByType('resource').map(({ name }) => name)].map(String);",
        )
        .await?;
    for text in &seen {
        ensure!(!text.contains(secret), "the secret is in {:?}", text.chars().take(200).collect::<String>());
    }
    let kept: Vec<String> = ben
        .asks_page_later(
            "const done = arguments[0];
            (async () => {
              const found = [];
              for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) found.push(request.url);
              done(found);
            })();",
        )
        .await?;
    ensure!(kept.iter().all(|address| !address.contains(secret)), "the secret is in the cache's addresses");
    if ben.browser.keeps_profile() {
        let log = format!("{:?}", ben.takes_log("browser").await.unwrap_or_default());
        ensure!(!log.contains(secret), "the secret is in the console");
    }
    // Going back does not bring it either.
    ben.goes_back().await?;
    let before = ben.client()?.current_url().await?;
    ensure!(!before.as_str().contains("join="), "going back shows the link");
    Ok(())
}

#[test]
fn a_directory_and_then_its_changes_go_from_hand_to_hand_as_files() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let ben = ada.next_door().await?;
        let walked = hand_over(ada, &ben).await;
        ben.leaves().await;
        walked
    })
}

async fn hand_over(ada: &Person, ben: &Person) -> anyhow::Result<()> {
    to_sharing(ada).await?;
    ada.presses(radio("").starting("The whole directory")).await?;
    let whole = makes_file(ada).await?;
    ben.opens("/start").await?;
    ben.presses(button("").starting("Restore a backup")).await?;
    ben.hands(file_field("").starting("Choose a backup").within(dialog("Restore a backup")), &whole).await?;
    ben.presses(button("Restore it")).await?;
    ben.sees_groups(26).await?;
    // From then on only what is new.
    ada.goes_to("Groups").await?;
    ada.adds_group("Cornell Neighbors", "Cornell").await?;
    to_sharing(ada).await?;
    ada.sees(radio("").starting("Everything new since the last file")).await?;
    let changes = makes_file(ada).await?;
    to_sharing(ben).await?;
    ben.presses(button("Add a shared file")).await?;
    ben.hands(file_field("").starting("Choose the file").within(dialog("Add a shared file")), &changes)
        .await?;
    ben.reads("1 record differs and will be merged").await?;
    ben.presses(button("Add it")).await?;
    ben.sees_groups(27).await?;
    // A second file would have nothing in it.
    to_sharing(ada).await?;
    ada.presses(button("Make the file")).await?;
    ada.reads("Nothing has changed since then").await
}

async fn to_sharing(person: &Person) -> anyhow::Result<()> {
    person.goes_to("Settings").await?;
    person.presses(link("").starting("Share").within(main_part("")).first()).await?;
    person.sees(heading("Share without internet")).await
}

async fn makes_file(person: &Person) -> anyhow::Result<PathBuf> {
    person.presses(button("Make the file")).await?;
    person.presses(button("Save")).await?;
    person.reads("is in your downloads").await?;
    let (name, bytes) = person.takes_download().await?;
    let file = person.scratch().join(name);
    std::fs::write(&file, bytes)?;
    Ok(file)
}

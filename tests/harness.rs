//! The harness itself, on a small page of its own: whoever writes a story can rely on its words.

use std::fs;

use anyhow::ensure;
use journeys::{
    Key, Look, button, checkbox, dialog, field, file_field, heading, item, journey_on, link, navigation, part,
};

const PAGE: &str = include_str!("harness/sample.html");
const SCRIPT: &str = include_str!("harness/sample.js");
const WORKER: &str = r#"
const FILES = ["/index.html", "/sample.js"];
addEventListener("install", (event) => event.waitUntil(caches.open("kept").then((kept) => kept.addAll(FILES))));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  event.respondWith(caches.match(pathname === "/" ? "/index.html" : pathname).then((kept) => kept ?? fetch(event.request)));
});
"#;

fn site() -> anyhow::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("index.html"), PAGE)?;
    fs::write(folder.path().join("sample.js"), SCRIPT)?;
    fs::write(folder.path().join("sw.js"), WORKER)?;
    Ok(folder)
}

#[test]
fn things_are_found_by_role_and_name_and_acted_upon_in_every_engine() -> anyhow::Result<()> {
    let site = site()?;
    journey_on(site.path(), async |person| {
        person.opens("/").await?;
        person.sees(heading("Apples & pears")).await?;
        person.sees(link("Fruit").within(navigation("Main"))).await?;
        person.sees(part("Basket")).await?;
        person.sees(item("").holding("Anna")).await?;
        // By aria-label, by its own words without what is hidden, by a label, by a placeholder.
        for look in [button("Close"), button("Pick"), field("Name"), field("Find fruit"), checkbox("Ripe")] {
            person.sees_so_many(1, look).await?;
        }
        for look in [button("Secret"), button("Gone"), button("Inert"), heading("Veiled")] {
            person.sees_so_many(0, look).await?;
        }
        person.types(field("Name"), "Ångström ñandú").await?;
        person.types(field("Name"), "José").await?;
        person.checks(checkbox("Ripe"), true).await?;
        person.chooses(field("Kind"), "Pear").await?;
        person.presses(button("Pick")).await?;
        person.reads("Picked José, Pear, ripe").await?;
        person.presses(button("Pick").first()).await?;
        let file = person.scratch().join("basket.csv");
        fs::write(&file, "a,b\n")?;
        person.hands(file_field("Basket file"), &file).await?;
        person.reads("Got basket.csv of 4 bytes").await?;
        person.presses(button("Keep")).await?;
        let (name, bytes) = person.takes_download().await?;
        ensure!(name == "kept.txt" && bytes == b"kept words", "downloaded {name}: {bytes:?}");
        Ok(())
    })
}

#[test]
fn the_keyboard_dialogs_and_tabs_work_in_every_engine() -> anyhow::Result<()> {
    let site = site()?;
    journey_on(site.path(), async |person| {
        person.opens("/").await?;
        person.tabs_to(button("Ask")).await?;
        person.key(Key::Enter).await?;
        person.sees(dialog("Sure?")).await?;
        // What is behind a modal dialog is out of reach.
        person.sees_no(button("Ask")).await?;
        person.key(Key::Escape).await?;
        person.sees_no(dialog("Sure?")).await?;
        person.has_focus_on(button("Ask")).await?;
        let first = person.this_tab().await?;
        person.opens_in_new_tab("/?second").await?;
        person.arrives_at("the second", |address| address == "/?second").await?;
        person.closes_tab(&first).await?;
        person.arrives_at("the first", |address| address == "/").await?;
        Ok(())
    })
}

#[test]
fn the_server_stops_and_starts_and_the_browser_is_opened_again_in_every_engine() -> anyhow::Result<()> {
    let site = site()?;
    journey_on(site.path(), async |person| {
        person.opens("/").await?;
        person.presses(button("Remember")).await?;
        person
            .waits_until_page("for the worker", "return Boolean(navigator.serviceWorker.controller)")
            .await?;
        person.server.stop().await;
        if person.browser.keeps_profile() {
            person.closes_browser().await?;
            person.opens_browser().await?;
            person.opens("/").await?;
        } else {
            person.reloads().await?;
        }
        person.reads("Remembered").await?;
        person.server.start().await?;
        person.opens("/sample.js").await?;
        person.reads("use strict").await?;
        Ok(())
    })
}

#[test]
fn a_failing_step_says_what_is_there_instead() -> anyhow::Result<()> {
    let site = site()?;
    journey_on(site.path(), async |person| {
        person.opens("/").await?;
        let missing: Look = button("Pock").within(part("Basket"));
        let shown = missing.to_string();
        ensure!(shown == "button \"Pock\" in region \"Basket\"", "it is shown as {shown}");
        ensure!(!person.finds(missing).await?, "there is no such button");
        ensure!(person.counts(button("")).await? > 3, "there are several buttons");
        Ok(())
    })
}

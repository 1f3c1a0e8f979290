//! The list as it was last seen stands on the page before the app's program does, and what is done with it
//! meanwhile is done.

use anyhow::{Context as _, ensure};
use journeys::{
    NETWORK, Person, app, button, copy_site, dialog, field, heading, journey, link, part, radio, warning,
};
use serde_json::{Value, json};

/// Starts no program before `letItStart()` is called.
const HOLD: &str = "const start = WebAssembly.instantiateStreaming;
const held = new Promise((let_) => (window.letItStart = let_));
WebAssembly.instantiateStreaming = async (...program) => {
  await held;
  return start(...program);
};";

#[test]
fn the_list_is_there_before_the_program_and_hands_on_what_was_done() -> anyhow::Result<()> {
    journey(async |person| {
        let (held, groups) = begins_held(person).await?;
        let name = groups.get(3).context("a fourth group")?;

        // Typed before the program is there: it searches once it is.
        person.reloads().await?;
        person.sees_groups(26).await?;
        person.searches("madison").await?;
        person.sees_groups(26).await?;
        held.goes_on().await?;
        person.reads("26 groups, ").await?;
        person.sees_value(search(), "madison").await?;
        person.has_focus_on(search()).await?;

        // Pressed before it is there: it is opened.
        person.opens("/groups").await?;
        held.goes_on().await?;
        is_kept(person).await?;
        person.reloads().await?;
        person.sees_groups(26).await?;
        person.presses(link(name).within(part("Groups"))).await?;
        person.sees_no(heading(name).within(part("Group"))).await?;
        held.goes_on().await?;
        person.sees(heading(name).within(part("Group"))).await?;
        person.sees_it_saved().await
    })
}

#[test]
fn what_is_no_longer_so_is_not_shown() -> anyhow::Result<()> {
    journey(async |person| {
        let (held, groups) = begins_held(person).await?;
        let name = groups.first().context("a group")?;

        // A group that was deleted right before.
        person.opens_group(name).await?;
        person.deletes(name).await?;
        person.opens("/groups").await?;
        person.sees_no(link(name).within(part("Groups"))).await?;
        held.goes_on().await?;
        person.sees_groups(25).await?;

        // Words of another language.
        is_kept(person).await?;
        person
            .waits_until_page("to speak Spanish", "localStorage['groundswell.language'] = 'es'; return true;")
            .await?;
        person.reloads().await?;
        ensure!(!person.words().await?.contains("25 groups"), "an English list stands in a Spanish page");
        held.goes_on().await?;
        person.reads("25 grupos").await?;
        person
            .waits_until_page("to speak English", "localStorage['groundswell.language'] = 'en'; return true;")
            .await?;
        person.reloads().await?;
        held.goes_on().await?;
        person.sees_groups(25).await?;
        is_kept(person).await?;

        // A directory that was erased.
        person.goes_to("Settings").await?;
        person.presses(button("").starting("Erase it…")).await?;
        let asked = || dialog("Erase this directory");
        person.types(field("To erase it, type its name:").within(asked()), NETWORK).await?;
        person.presses(button("Erase it for good").within(asked())).await?;
        person.sees(button("").starting("Start a directory")).await?;
        let left: Option<String> =
            person.asks_page("return localStorage.getItem('groundswell.glance');").await?;
        ensure!(left.is_none(), "the list of an erased directory is still kept: {left:?}");
        Ok(())
    })
}

#[test]
fn the_start_page_is_there_before_the_program_and_hands_on_what_was_pressed() -> anyhow::Result<()> {
    journey(async |person| {
        const SHOWN: &str = "return document.querySelector('.app:first-of-type .start').innerText;";
        let start = || button("").starting("Start a directory");
        person.opens("/").await?;
        person.sees(start()).await?;
        let drawn: String = person.asks_page(SHOWN).await?;
        let held = Held::begin(person).await?;
        person.reloads().await?;
        person.sees(start()).await?;
        let stands: String = person.asks_page(SHOWN).await?;
        ensure!(stands == drawn, "before the program it says\n{stands}\nand then\n{drawn}");
        let findings = person.asks_axe().await?;
        ensure!(findings.is_empty(), "axe finds {findings:?}");

        // Another language is spoken at once, and stays.
        person.presses(radio("Español")).await?;
        person.sees(button("").starting("Crear un directorio")).await?;
        let stands: String = person.asks_page(SHOWN).await?;
        held.goes_on().await?;
        person
            .waits_until_page("to be the app's", "return Boolean(document.querySelector('.app:not([data-snapshot]) .start') && !document.querySelector('[data-snapshot]'));")
            .await?;
        let drawn: String = person.asks_page(SHOWN).await?;
        ensure!(stands == drawn, "before the program it says\n{stands}\nand then\n{drawn}");
        person.presses(radio("English")).await?;
        person.sees(start()).await?;

        // Pressed before the program is there: it asks for the name once it is.
        person.reloads().await?;
        person.presses(start()).await?;
        person.sees_no(dialog("Start a directory")).await?;
        held.goes_on().await?;
        let asked = || dialog("Start a directory");
        person.types(field("Name of the network").within(asked()), NETWORK).await?;
        person.presses(button("Start directory").within(asked())).await?;
        person.sees(heading("No groups yet")).await?;

        // Whoever has a directory does not see it.
        person.opens("/").await?;
        person.sees_no(start()).await?;
        held.goes_on().await?;
        person.sees(heading("No groups yet")).await
    })
}

#[test]
fn a_program_that_does_not_start_is_told_of_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        let broken = person.scratch().join("broken");
        copy_site(&app()?, &broken)?;
        for entry in std::fs::read_dir(&broken)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("groundswell-") && name.contains("_bg.wasm") {
                std::fs::remove_file(entry.path())?;
            }
        }
        person.server.serve(broken).await?;
        person.opens("/").await?;
        person.sees(warning("").holding("Groundswell could not start.")).await?;
        person.server.serve(app()?).await?;
        person.presses(link("Try again")).await?;
        person.sees(button("").starting("Start a directory")).await
    })
}

fn search() -> journeys::Look {
    field("Search name, town, issue or region")
}

/// Wisconsin's groups, of which the list is kept, and the pages that come held, which only Chromium lets one do.
async fn begins_held(person: &Person) -> anyhow::Result<(Held<'_>, Vec<String>)> {
    person.begins_with_wisconsin().await?;
    let groups = person.listed_groups().await?;
    // At the latest it is kept when the page is left.
    person.reloads().await?;
    is_kept(person).await?;
    Ok((Held::begin(person).await?, groups))
}

/// Waits until the list is kept for the next start.
async fn is_kept(person: &Person) -> anyhow::Result<()> {
    person
        .waits_until_page("to keep the list", "return Boolean(localStorage.getItem('groundswell.glance'));")
        .await
}

/// Pages whose program waits.
struct Held<'a> {
    person: &'a Person,
}

impl<'a> Held<'a> {
    /// Holds back the programs of the pages that come.
    async fn begin(person: &'a Person) -> anyhow::Result<Self> {
        let answer: Value =
            person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": HOLD })).await?;
        ensure!(answer.get("identifier").is_some(), "the browser answered {answer}");
        Ok(Self { person })
    }

    /// Lets the program of this page start.
    async fn goes_on(&self) -> anyhow::Result<()> {
        self.person.waits_until_page("to start", "window.letItStart(); return true;").await
    }
}

//! Every page for everyone: what axe-core finds, a narrow phone, fingers.
//!
//! In Chromium only: device sizes and colour preferences are set through its development tools, and what
//! axe-core looks at, the document and its computed styles, is the same in all three.

use anyhow::ensure;
use journeys::{Person, button, field, heading, journey, link, main_part, menu_summary, part};

#[test]
fn axe_finds_nothing_on_any_page_in_light_or_dark() -> anyhow::Result<()> {
    journey(async |person| {
        let mut found = Vec::new();
        for scheme in ["light", "dark"] {
            person.prefers(scheme).await?;
            person.opens("/").await?;
            person.sees(button("").starting("Start a directory").first()).await?;
            note(person, &format!("start, {scheme}"), &mut found).await?;
        }
        person.explores_sample().await?;
        for scheme in ["light", "dark"] {
            person.prefers(scheme).await?;
            for (name, path) in pages(person).await? {
                person.opens(&path).await?;
                settles(person).await?;
                note(person, &format!("{name}, {scheme}"), &mut found).await?;
            }
            // States that no address has.
            for (name, state) in states() {
                state.come_to(person).await?;
                note(person, &format!("{name}, {scheme}"), &mut found).await?;
            }
        }
        ensure!(found.is_empty(), "axe-core holds against the pages: {found:#?}");
        Ok(())
    })
}

#[test]
fn a_page_of_320_pixels_needs_no_scrolling_sideways() -> anyhow::Result<()> {
    journey(async |person| {
        person.holds_device(320, 640).await?;
        person.opens("/").await?;
        person.sees(button("").starting("Start a directory").first()).await?;
        let mut found = person.sticks_out().await?;
        person.explores_sample().await?;
        for language in ["en", "es"] {
            for (name, path) in pages(person).await? {
                let script =
                    format!("localStorage.setItem('groundswell.language', '{language}'); return true;");
                person.waits_until_page("to keep a language", &script).await?;
                person.opens(&path).await?;
                settles(person).await?;
                found.extend(
                    person.sticks_out().await?.into_iter().map(|what| format!("{name}, {language}: {what}")),
                );
            }
        }
        ensure!(found.is_empty(), "wider than the page: {found:#?}");
        Ok(())
    })
}

#[test]
fn what_is_tapped_is_large_enough_for_a_finger() -> anyhow::Result<()> {
    journey(async |person| {
        person.holds_device(360, 740).await?;
        person.explores_sample().await?;
        let mut small = Vec::new();
        for (name, path) in pages(person).await? {
            person.opens(&path).await?;
            settles(person).await?;
            let targets = person.targets().await?;
            ensure!(!targets.is_empty(), "{name} has nothing to tap");
            // 44 CSS pixels in height; half a pixel is lost to rounding.
            let low = targets.into_iter().filter(|target| target.height < 43.5);
            small.extend(low.map(|target| format!("{name}: {} is {} high", target.what, target.height)));
        }
        ensure!(small.is_empty(), "too small for a finger: {small:#?}");
        Ok(())
    })
}

/// Every page, as the sample's records have them.
async fn pages(person: &Person) -> anyhow::Result<Vec<(&'static str, String)>> {
    let mut pages = Vec::new();
    for (list, one, form, new) in [
        ("groups", "a group", "a group's form", "a new group"),
        ("awgs", "an AWG", "an AWG's form", "a new AWG"),
        ("people", "a person", "a person's form", "a new person"),
        ("regions", "a region", "a region's form", "a new region"),
        ("achievements", "an achievement", "an achievement's form", "a new achievement"),
        ("stories", "a story", "a story's form", "a new story"),
        ("announcements", "an announcement", "an announcement's form", "a new announcement"),
    ] {
        person.opens(&format!("/{list}")).await?;
        settles(person).await?;
        let script = format!(
            "return [...document.querySelectorAll('main a')].map((it) => it.pathname).find((it) => /^\\/{list}\\/(?!new)[^/]+$/.test(it)) ?? null;"
        );
        let record: String = person.asks_page(&script).await?;
        pages.push((list, format!("/{list}")));
        pages.push((form, format!("{record}/edit")));
        pages.push((one, record));
        pages.push((new, format!("/{list}/new")));
    }
    for (name, path) in [
        ("start", "/start"),
        ("import", "/import"),
        ("deleted", "/deleted"),
        ("what changed", "/changes"),
        ("the network's history", "/history/network/00000000000000000000"),
        ("network", "/network"),
        ("network's form", "/network/edit"),
        ("settings", "/settings"),
        ("share", "/share"),
        ("more", "/more"),
        ("paper", "/print"),
        ("join", "/join"),
        ("a search that finds nothing", "/groups?q=zzzz"),
        ("does not exist", "/nowhere"),
    ] {
        pages.push((name, path.to_owned()));
    }
    Ok(pages)
}

/// Waits until a page stands: it has its heading and nothing is being fetched for it.
async fn settles(person: &Person) -> anyhow::Result<()> {
    person.sees(heading("").within(main_part("")).first()).await?;
    person
        .waits_until_page(
            "for the page to stand",
            "return !document.querySelector('[aria-busy=true], .skeleton') && [...document.querySelectorAll('.status')].at(-1)?.dataset.state !== 'loading' && document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getComputedTiming().iterations === Infinity);",
        )
        .await
}

async fn note(person: &Person, name: &str, found: &mut Vec<String>) -> anyhow::Result<()> {
    for finding in person.asks_axe().await? {
        found.extend(finding.places.iter().map(|place| format!("{name}: {}: {place}", finding.rule)));
    }
    Ok(())
}

/// A state of a page that no address has.
#[derive(Clone, Copy)]
enum Unaddressed {
    OpenFilters,
    OpenMenu,
    FormWithErrors,
    LeaveDialog,
    EraseDialog,
    RestoreDialog,
    NameDialog,
    ImportColumns,
    ImportPreview,
    ImportDone,
}

fn states() -> [(&'static str, Unaddressed); 10] {
    [
        ("open filters", Unaddressed::OpenFilters),
        ("an open menu", Unaddressed::OpenMenu),
        ("a form with errors", Unaddressed::FormWithErrors),
        ("leaving a form", Unaddressed::LeaveDialog),
        ("erasing", Unaddressed::EraseDialog),
        ("restoring", Unaddressed::RestoreDialog),
        ("starting", Unaddressed::NameDialog),
        ("import, columns", Unaddressed::ImportColumns),
        ("import, preview", Unaddressed::ImportPreview),
        ("import, done", Unaddressed::ImportDone),
    ]
}

impl Unaddressed {
    async fn come_to(self, person: &Person) -> anyhow::Result<()> {
        let sheet = journeys::data("wisconsin-groups.csv");
        match self {
            Self::OpenFilters => {
                person.opens("/groups").await?;
                person.presses(button("").starting("Filters")).await?;
                person.sees(field("County")).await?;
            }
            Self::OpenMenu => {
                person.opens("/groups").await?;
                settles(person).await?;
                let first = person.listed_groups().await?.into_iter().next().unwrap_or_default();
                person.opens_group(&first).await?;
                person.presses(menu_summary("More")).await?;
                person.sees(button("Delete")).await?;
            }
            Self::FormWithErrors => {
                person.opens("/groups/new").await?;
                person.presses(button("Add phone, email or link")).await?;
                person.types(field("Address or number"), "nobody").await?;
                person.presses(button("Save")).await?;
                person.sees(heading("Fix these to save")).await?;
            }
            Self::LeaveDialog => {
                person.presses(link("Cancel")).await?;
                person.presses(button("Stay")).await?;
                person.presses(link("Cancel")).await?;
                person.sees(button("Leave")).await?;
                note_then_leave(person).await?;
                return Ok(());
            }
            Self::EraseDialog => {
                person.opens("/settings").await?;
                person.presses(button("").starting("Erase it…")).await?;
                person.sees(button("Erase it for good")).await?;
            }
            Self::RestoreDialog => {
                person.opens("/settings").await?;
                person.presses(button("Restore a backup")).await?;
                person.reads("You will see what is in the file first.").await?;
            }
            Self::NameDialog => {
                person.opens("/start").await?;
                person.presses(button("").starting("Start a directory")).await?;
                person.presses(button("Start directory")).await?;
                person.reads("Fill this in.").await?;
            }
            Self::ImportColumns => {
                person.opens("/settings").await?;
                person.chooses_spreadsheet(&sheet).await?;
            }
            Self::ImportPreview => {
                person.presses(button("Preview the rows")).await?;
                person.sees(heading("").starting("Preview: ")).await?;
            }
            Self::ImportDone => {
                if person.finds(button("").starting("Import 2")).await? {
                    person.presses(button("").starting("Import 2")).await?;
                    person.sees(heading("The import is done")).await?;
                }
            }
        }
        settles_beside_dialogs(person).await
    }
}

/// The question whether to leave a form stays open for axe-core; the form is left after the next page is
/// opened by its address, which would ask once more.
async fn note_then_leave(person: &Person) -> anyhow::Result<()> {
    settles_beside_dialogs(person).await?;
    let findings = person.asks_axe().await?;
    ensure!(findings.is_empty(), "leaving a form: {findings:#?}");
    person.presses(button("Leave")).await?;
    person.sees(part("Groups")).await
}

async fn settles_beside_dialogs(person: &Person) -> anyhow::Result<()> {
    person
        .waits_until_page(
            "for the page to stand",
            "return document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getComputedTiming().iterations === Infinity);",
        )
        .await
}

//! What goes wrong is said in plain words, where it went wrong, and nothing is lost by it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use journeys::{
    NETWORK, Person, app, button, copy_site, dialog, field, file_field, heading, journey, link, main_part,
    part, status, warning,
};

#[test]
fn files_that_are_no_spreadsheet_are_refused_in_plain_words() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(NETWORK).await?;
        person.opens("/import").await?;
        // The beginning of every .xlsx file: it is a ZIP archive.
        let mut workbook = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00".to_vec();
        workbook.extend((0..4000_u32).map(|at| u8::try_from(at * 7 % 251).unwrap_or_default()));
        let long_name = "x".repeat(1_000_000);
        let files: [(&str, &[u8], &str); 4] = [
            ("renamed.csv", &workbook, "This is not a CSV or text file"),
            ("empty.csv", b"", "The file is empty."),
            ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "This is not a CSV or text file"),
            ("header.csv", b"\xef\xbb\xbf\r\n\r\n", "The file is empty."),
        ];
        for (name, bytes, words) in files {
            let file = person.scratch().join(name);
            fs::write(&file, bytes)?;
            person.hands(file_field("").starting("Choose a spreadsheet"), &file).await?;
            person.sees(warning("").holding(words)).await?;
            person.sees(heading("Choose your spreadsheet")).await?;
        }
        // A name of a megabyte: the row is refused with its place, the other is taken.
        let file = person.scratch().join("long.csv");
        fs::write(&file, format!("Name,Town\r\n{long_name},Arena\r\nArena Neighbors,Arena\r\n"))?;
        person.chooses_spreadsheet(&file).await?;
        person.presses(button("Preview the rows")).await?;
        person.sees(heading("").starting("Preview: ")).await?;
        person.reads("1 row can't be imported").await?;
        person.presses(button("Import 1 row")).await?;
        person.sees(heading("The import is done")).await?;
        person.goes_to("Groups").await?;
        person.sees_just(&["Arena Neighbors"]).await
    })
}

#[test]
fn a_form_tells_what_is_wrong_at_the_field_and_loses_nothing() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.presses(link("Add a group").first()).await?;
        person.types(field("Name"), "Arena Neighbors").await?;
        person.types(field("Notes (optional)"), "Bring soup.").await?;
        person.presses(button("Add phone, email or link")).await?;
        person.chooses(field("Type"), "Email").await?;
        person.types(field("Address or number"), "arena at example").await?;
        person.types(field("Time zone (optional)"), "Central time").await?;
        person.presses(button("Save")).await?;
        let summary = || warning("").holding("Fix these to save");
        person.has_focus_on(summary()).await?;
        person
            .sees(
                summary()
                    .holding("Contact info: This is not an email address. Write it like rosa@example.org."),
            )
            .await?;
        person
            .sees(summary().holding("Time zone: This is not a time zone. Write it like America/Chicago."))
            .await?;
        // The error is at the field, for the eye and for a screen reader.
        let address = || field("Address or number");
        ensure!(
            person.attribute_of(address(), "aria-invalid").await?.as_deref() == Some("true"),
            "not invalid"
        );
        let described = person.description_of(address()).await?;
        ensure!(described.contains("This is not an email address."), "it is described as {described:?}");
        // The summary leads to it, and what was typed is all there.
        person.presses(link("").starting("Contact info: ")).await?;
        person.has_focus_on(address()).await?;
        person.sees_value(address(), "arena at example").await?;
        person.sees_value(field("Notes (optional)"), "Bring soup.").await?;
        person.types(address(), "arena@example.org").await?;
        person.types(field("Time zone (optional)"), "America/Chicago").await?;
        person.saves("Arena Neighbors").await?;
        person.reads("arena@example.org").await?;
        person.reads("Bring soup.").await
    })
}

#[test]
fn a_name_is_asked_for_again() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.presses(button("").starting("Start a directory")).await?;
        let asked = || dialog("Start a directory");
        person.presses(button("Start directory").within(asked())).await?;
        person.sees(warning("").holding("Fill this in.").within(asked())).await?;
        person.has_focus_on(field("Name of the network").within(asked())).await?;
        person.types(field("Name of the network").within(asked()), "Red de Base").await?;
        person.presses(button("Start directory").within(asked())).await?;
        person.sees(heading("No groups yet")).await
    })
}

#[test]
fn a_browser_without_storage_says_so_and_goes_on_once_it_has_some_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        let whole = person.server.app().to_path_buf();
        // As in windows that keep nothing: opening is refused, as long as the site says so. The browser may go
        // on using the loader that it has, for its name says that it never changes.
        let refusal = "const asked = new XMLHttpRequest();
            asked.open('GET', '/refuse.txt', false);
            asked.send();
            if (asked.status === 200 && asked.responseText === 'yes') {
              IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); };
            }";
        let without = site_where(person, refusal)?;
        fs::write(without.join("refuse.txt"), "yes")?;
        person.server.serve(without).await?;
        person.opens("/").await?;
        person.sees(warning("").holding("Nothing can be saved here right now")).await?;
        person.reads("This browser does not save anything for this page.").await?;
        person.server.serve(whole).await?;
        person.reloads().await?;
        person.starts_directory(NETWORK).await?;
        person.sees_no(warning("")).await
    })
}

#[test]
fn a_full_device_is_said_at_once_and_nothing_shown_as_saved_is_lost() -> anyhow::Result<()> {
    journey(async |person| {
        let whole = person.server.app().to_path_buf();
        // What a browser without room answers, from the moment that the page says so.
        let full = "let full = false;
            new BroadcastChannel('room').onmessage = ({ data }) => { full = data === 'full'; };
            for (const name of ['add', 'put']) {
              const write = IDBObjectStore.prototype[name];
              IDBObjectStore.prototype[name] = function (...entry) {
                if (full) throw new DOMException('no room', 'QuotaExceededError');
                return write.apply(this, entry);
              };
            }";
        let small = site_where(person, full)?;
        person.server.serve(small).await?;
        person.begins_with_wisconsin().await?;
        person.opens_group("Mosinee Neighbors").await?;
        person.edits().await?;
        person.types(field("Meets (optional)"), "Last Sunday 4 pm").await?;
        let say = "new BroadcastChannel('room').postMessage('full'); return true;";
        person.waits_until_page("to fill the device", say).await?;
        person.presses(button("Save")).await?;
        person.reads("This device is out of space.").await?;
        // What was typed is still there, and is saved as soon as there is room.
        person.sees_value(field("Meets (optional)"), "Last Sunday 4 pm").await?;
        let say = "new BroadcastChannel('room').postMessage('room'); return true;";
        person.waits_until_page("to make room", say).await?;
        person.saves("Mosinee Neighbors").await?;
        person.reads("Last Sunday 4 pm").await?;
        person.server.serve(whole).await?;
        person.reloads().await?;
        person.sees_groups(26).await?;
        person.sees(heading("Mosinee Neighbors").within(part("Group"))).await?;
        person.reads("Last Sunday 4 pm").await
    })
}

/// A copy of the app whose engine finds a browser changed by that script. Its service worker refuses such a
/// file, which is not in its list, so that the next build is loaded from the server again.
fn site_where(person: &Person, script: &str) -> anyhow::Result<PathBuf> {
    let into = person.scratch().join("changed-site");
    journeys::copy_site(person.server.app(), &into)?;
    let loader = fs::read_dir(&into)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            let path = path.to_string_lossy();
            path.contains("engine-worker") && path.ends_with("_loader.js")
        })
        .context("the engine's loader")?;
    let text = fs::read_to_string(&loader)?;
    fs::write(&loader, format!("{script}\n{text}"))?;
    journeys::forget_encodings(&loader)?;
    Ok(into)
}

#[test]
fn an_engine_that_stops_is_started_again_from_what_is_saved_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Kenosha Community Assembly").await?;
        stop_engine(person).await?;
        // The page stays, and goes on as soon as the engine is back.
        person.sees(heading("Kenosha Community Assembly").within(main_part(""))).await?;
        person.sees_it_saved().await?;
        person.edits().await?;
        person.types(field("Meets (optional)"), "Every Friday 6 pm").await?;
        person.saves("Kenosha Community Assembly").await?;
        person.reads("Every Friday 6 pm").await?;
        person.sees_no(status("").holding("Not saved")).await
    })
}

/// Ends the engine's worker in the midst of whatever it does, and lets the page hear of it as it hears of a
/// trap of the engine's program.
async fn stop_engine(person: &Person) -> anyhow::Result<()> {
    // The page keeps its worker to itself; it shows when something is said to it.
    let watch = "const say = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (...words) { window.engine = this; return say.apply(this, words); };
        return true;";
    person.waits_until_page("to watch the engine", watch).await?;
    person.presses(button("Mark as checked")).await?;
    let stop = "if (!window.engine) return false;
        const { engine } = window;
        // In this order: WebKit tells nothing any more of a worker that was ended.
        engine.dispatchEvent(new ErrorEvent('error', { message: 'RuntimeError: unreachable' }));
        engine.terminate();
        window.engine = undefined;
        return true;";
    person.waits_until_page("to stop the engine", stop).await
}

#[test]
fn a_page_whose_bundle_does_not_come_says_so_and_is_fetched_again() -> anyhow::Result<()> {
    journey(async |person| {
        let torn = person.scratch().join("torn-build");
        copy_site(&app()?, &torn)?;
        let bundles: Vec<_> = fs::read_dir(&torn)?
            .map(|entry| entry.map(|entry| entry.path()))
            .filter(|path| path.as_ref().is_ok_and(|path| path.to_string_lossy().contains("/split-")))
            .collect::<Result<_, _>>()?;
        ensure!(!bundles.is_empty(), "the built app has no bundles");
        for bundle in bundles {
            fs::remove_file(bundle)?;
        }
        person.server.serve(torn).await?;
        person.opens("/start").await?;
        person.sees(warning("").holding("This page is not on this device yet")).await?;
        // The network is back.
        person.server.serve(app()?).await?;
        person.presses(button("Try again")).await?;
        person.starts_directory(NETWORK).await
    })
}

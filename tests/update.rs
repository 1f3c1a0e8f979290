//! A new version of the app comes when the person wants it, and never over a form.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use journeys::{
    Person, app, button, copy_site, field, forget_encodings, heading, journey, link, part, status,
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The file that differs between the two builds.
const CHANGED: &str = "icons.svg";
const MARK: &str = "<!-- another build -->";

#[test]
fn a_new_version_waits_for_the_open_form_and_comes_when_asked() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.has_the_app_offline().await?;
        ensure!(!is_new(person).await?, "the first build is the old one");
        let next = another_build(person.scratch())?;
        person.server.serve(next).await?;
        // Typed before the new version comes.
        person.presses(link("Add a group").first()).await?;
        person.types(field("Name"), "Half a name").await?;
        looks_for_update(person).await?;
        let ready = || status("").holding("A new version is ready.");
        person.sees(ready().holding("It can be used once the open form is saved or left.")).await?;
        // It is not brought in over the form, whatever is pressed.
        let disabled = person.attribute_of(button("Use it now"), "disabled").await?;
        ensure!(disabled.is_some(), "the new version can be used over an open form");
        person.waits_until_page("to ask all the same", "dispatchEvent(new Event('x')); return true;").await?;
        person.sees_value(field("Name"), "Half a name").await?;
        ensure!(!is_new(person).await?, "the new build came over an open form");
        // Saved: now it may come.
        person.types(field("Name"), "A whole name").await?;
        person.saves("A whole name").await?;
        person.sees(heading("A whole name").within(part("Group"))).await?;
        person.presses(button("Use it now")).await?;
        journeys::until("for the new version", || async {
            ensure!(is_new(person).await?, "the old build is still there");
            Ok(())
        })
        .await?;
        person.sees_no(ready()).await?;
        person.sees(heading("A whole name").within(part("Group"))).await?;
        person.sees_groups(27).await?;
        // The new version is kept on the device too, and the old one is gone.
        person.server.stop().await;
        person.reloads().await?;
        person.sees_groups(27).await?;
        ensure!(is_new(person).await?, "without a network the old build came back");
        let kept = "const done = arguments[0]; caches.keys().then((names) => done(names.length));";
        let kept: u32 = person.asks_page_later(kept).await?;
        ensure!(kept == 1, "{kept} builds are kept");
        Ok(())
    })
}

#[test]
fn a_build_that_does_not_come_whole_is_not_taken() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.has_the_app_offline().await?;
        let next = another_build(person.scratch())?;
        // One file is not what the list says: as if the upload were half done.
        std::fs::write(next.join(CHANGED), "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>")?;
        person.server.serve(next).await?;
        let failed = "const done = arguments[0];
            navigator.serviceWorker.getRegistration().then((it) => {
              it.addEventListener('updatefound', () => {
                const worker = it.installing;
                worker.addEventListener('statechange', () => worker.state === 'redundant' && done('redundant'));
              });
              it.update().catch((error) => done(`refused: ${error}`));
            });";
        let said: String = person.asks_page_later(failed).await?;
        ensure!(said == "redundant" || said.starts_with("refused"), "the new worker is {said}");
        person.sees_no(button("Use it now")).await?;
        person.server.stop().await;
        person.reloads().await?;
        person.sees_groups(26).await?;
        ensure!(!is_new(person).await?, "a broken build was taken");
        Ok(())
    })
}

/// Asks for the service worker once more, as the browser does by itself from time to time.
async fn looks_for_update(person: &Person) -> anyhow::Result<()> {
    let script = "const done = arguments[0];
        navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => done(true), (error) => done(String(error)));";
    let asked: Value = person.asks_page_later(script).await?;
    ensure!(asked == Value::Bool(true), "asking for an update: {asked}");
    Ok(())
}

/// Whether the page's files are those of the other build.
async fn is_new(person: &Person) -> anyhow::Result<bool> {
    let script = "const done = arguments[0];
        fetch('/icons.svg').then((it) => it.text()).then((text) => done(text.includes('another build')), (error) => done(String(error)));";
    let answer: Value = person.asks_page_later(script).await?;
    answer.as_bool().with_context(|| format!("asking for a file: {answer}"))
}

/// A copy of the built app with one file changed, and its service worker's list brought up to date as
/// `cargo xtask dist` does.
fn another_build(within: &Path) -> anyhow::Result<PathBuf> {
    let into = within.join("another-build");
    copy_site(&app()?, &into)?;
    let text = std::fs::read_to_string(into.join(CHANGED))? + MARK;
    std::fs::write(into.join(CHANGED), &text)?;
    let worker = std::fs::read_to_string(into.join("sw.js"))?;
    let list = worker.split_once("files:").and_then(|(_, rest)| rest.split_once('}'));
    let (list, _) = list.context("the list in sw.js")?;
    let mut files: serde_json::Map<String, Value> =
        serde_json::from_str(&format!("{}}}", list.trim_start()))?;
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&text));
    let before = files.insert(format!("/{CHANGED}"), Value::from(hash.clone()));
    let before = before.as_ref().and_then(Value::as_str).context("the changed file is in the list")?;
    // Another list is another build, with a cache of its own.
    let id =
        worker.split_once("id:").and_then(|(_, rest)| rest.split('"').nth(1)).context("the build's id")?;
    let other: String = id.chars().rev().collect();
    std::fs::write(into.join("sw.js"), worker.replace(before, &hash).replace(id, &other))?;
    forget_encodings(&into.join(CHANGED))?;
    forget_encodings(&into.join("sw.js"))?;
    Ok(into)
}

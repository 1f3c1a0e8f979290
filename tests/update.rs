//! A new version of the app comes when the person wants it, and never over a form.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use journeys::{
    Browser, Person, app, button, copy_site, field, forget_encodings, heading, journey, link, part, status,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The file that differs between the two builds.
const CHANGED: &str = "icons.svg";
const MARK: &str = "<!-- another build -->";

#[test]
fn a_new_version_waits_for_the_open_form_and_comes_when_asked_in_every_engine() -> anyhow::Result<()> {
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
        person.sees(ready().holding("Save or close the open form first.")).await?;
        // It is not brought in over the form, whatever is pressed.
        let disabled = person.attribute_of(button("Update now"), "disabled").await?;
        ensure!(disabled.is_some(), "the new version can be used over an open form");
        person.waits_until_page("to ask all the same", "dispatchEvent(new Event('x')); return true;").await?;
        person.sees_value(field("Name"), "Half a name").await?;
        ensure!(!is_new(person).await?, "the new build came over an open form");
        // Saved: now it may come.
        person.types(field("Name"), "A whole name").await?;
        person.saves("A whole name").await?;
        person.sees(heading("A whole name").within(part("Group"))).await?;
        person.presses(button("Update now")).await?;
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
        keeps(person, 1).await
    })
}

#[test]
fn a_tab_opened_before_an_update_finds_its_bundles_until_it_is_closed_in_every_engine() -> anyhow::Result<()>
{
    journey(async |person| {
        person.explores_sample().await?;
        person.has_the_app_offline().await?;
        let old = person.this_tab().await?;
        let bundles: Vec<String> = person.asks_page_later(BUNDLES).await?;
        ensure!(bundles.len() > 5, "of one build only are {bundles:?}");
        if person.browser == Browser::Chromium {
            // The tab is loaded without the deferred bundle, as on a poor connection.
            person.devtools("Network.enable", json!({})).await?;
            person.devtools("Network.setBlockedURLs", json!({ "urls": ["*/split-*"] })).await?;
            person.reloads().await?;
            person.sees_groups(26).await?;
            person.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
        }
        let next = build_of_other_names(person.scratch())?;
        person.server.serve(next).await?;
        person.opens_in_new_tab("/groups").await?;
        looks_for_update(person).await?;
        person.presses(button("Update now")).await?;
        let asked_for = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)";
        let new = format!("return !{asked_for}.some((path) => {}.includes(path));", json!(bundles));
        person.waits_until_page("for the new version", &new).await?;
        person.sees_groups(26).await?;
        // The server has the new build alone, and is not asked.
        person.server.stop().await;
        let second = person.this_tab().await?;
        person.turns_to(&old).await?;
        person.goes_to("Regions").await?;
        person.goes_to("Settings").await?;
        let missing = format!(
            "const [done] = arguments;
            const bundles = {};
            Promise.all(bundles.map((path) => fetch(path).then(({{ ok }}) => !ok, () => true)))
              .then((missing) => done(bundles.filter((_, at) => missing[at])));",
            json!(bundles)
        );
        let missing: Vec<String> = person.asks_page_later(&missing).await?;
        ensure!(missing.is_empty(), "the old tab does not find {missing:?}");
        keeps(person, 2).await?;
        // Its bundles go with it.
        person.closes_tab(&second).await?;
        person.reloads().await?;
        keeps(person, 1).await
    })
}

/// The files that are of one build only, of those that are kept.
const BUNDLES: &str = "const done = arguments[0];
    caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys()).then((kept) => {
      const paths = kept.map(({ url }) => new URL(url).pathname);
      done(paths.filter((path) => /-[0-9a-f]{16}[._]/.test(path)));
    });";

/// Waits until so many builds are kept.
async fn keeps(person: &Person, count: usize) -> anyhow::Result<()> {
    let kept = "const done = arguments[0]; caches.keys().then((names) => done(names.length));";
    journeys::until("for the builds that are kept", || async {
        let kept: usize = person.asks_page_later(kept).await?;
        ensure!(kept == count, "{kept} builds are kept");
        Ok(())
    })
    .await
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
        person.sees_no(button("Update now")).await?;
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
    write(&into, CHANGED, &text)?;
    list_anew(&into, |path| path.to_owned())?;
    Ok(into)
}

/// A copy of the built app in which every file that is of one build only has another name.
fn build_of_other_names(within: &Path) -> anyhow::Result<PathBuf> {
    let into = within.join("other-names");
    copy_site(&app()?, &into)?;
    let hashes: BTreeSet<String> = listed(&into)?.keys().filter_map(|path| hash_in(path)).collect();
    let renamed = |text: &str| {
        let mut text = text.to_owned();
        for hash in &hashes {
            text = text.replace(hash, &hash.chars().rev().collect::<String>());
        }
        text
    };
    for path in listed(&into)?.keys().map(|path| path.trim_start_matches('/')) {
        let text = ["html", "js", "css"].iter().any(|kind| path.ends_with(&format!(".{kind}")));
        if text {
            let text = std::fs::read_to_string(into.join(path))?;
            write(&into, path, &renamed(&text))?;
        }
        forget_encodings(&into.join(path))?;
        std::fs::rename(into.join(path), into.join(renamed(path)))?;
    }
    list_anew(&into, renamed)?;
    Ok(into)
}

/// What tells a file of one build from that of another, in its name.
fn hash_in(path: &str) -> Option<String> {
    let is_hash = |part: &&str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    path.split(['-', '.', '_']).find(is_hash).map(str::to_owned)
}

fn write(site: &Path, path: &str, text: &str) -> anyhow::Result<()> {
    std::fs::write(site.join(path), text)?;
    forget_encodings(&site.join(path))
}

/// The service worker's list of files, with their hashes.
fn listed(site: &Path) -> anyhow::Result<serde_json::Map<String, Value>> {
    let worker = std::fs::read_to_string(site.join("sw.js"))?;
    let list = worker.split_once("files:").and_then(|(_, rest)| rest.split_once('}'));
    let (list, _) = list.context("the list in sw.js")?;
    Ok(serde_json::from_str(&format!("{}}}", list.trim_start()))?)
}

/// Lists the files as they are now, under the names that they have now. Another list is another build, with a cache
/// of its own.
fn list_anew(site: &Path, name: impl Fn(&str) -> String) -> anyhow::Result<()> {
    let mut files = serde_json::Map::new();
    for path in listed(site)?.keys() {
        let path = name(path);
        let content = std::fs::read(site.join(path.trim_start_matches('/')))?;
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&content));
        files.insert(path, Value::from(hash));
    }
    let worker = std::fs::read_to_string(site.join("sw.js"))?;
    let (before, rest) = worker.split_once("files:").context("the list in sw.js")?;
    let (_, after) = rest.split_once('}').context("the end of the list in sw.js")?;
    let (before, id) = before.split_once("id:").context("the build's id")?;
    let id = id.split('"').nth(1).context("the build's id in quotes")?;
    let other: String = id.chars().rev().collect();
    let list = serde_json::to_string(&files)?;
    write(site, "sw.js", &format!("{before}id:\"{other}\",files:{list}{after}"))
}

//! Nobody else is asked for anything, and the browser has nothing to complain about.

use anyhow::{Context as _, ensure};
use journeys::{Person, button, data, heading, journey, link, main_part};
use serde_json::{Value, json};

/// Reports what the policy stopped and what failed in the page since it was asked last.
const LISTEN: &str = "if (!window.overheard) {
  window.overheard = [];
  addEventListener('securitypolicyviolation', (event) => overheard.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  addEventListener('error', (event) => overheard.push(`error: ${event.message}`), true);
  addEventListener('unhandledrejection', (event) => overheard.push(`rejection: ${event.reason}`));
}
return true;";

#[test]
fn nothing_is_asked_of_anybody_else_and_no_policy_is_broken_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.waits_until_page("to listen", LISTEN).await?;
        tour(person).await?;
        let overheard: Vec<String> =
            person.asks_page("return window.overheard ?? ['the page was loaded again'];").await?;
        ensure!(overheard.is_empty(), "in the page: {overheard:#?}");
        let asked: Vec<String> = person
            .asks_page("return performance.getEntriesByType('resource').map((entry) => entry.name);")
            .await?;
        let strangers: Vec<_> = asked.iter().filter(|address| !is_own(person, address)).collect();
        ensure!(
            asked.len() > 3 && strangers.is_empty(),
            "asked of others: {strangers:?}, in all {}",
            asked.len()
        );
        Ok(())
    })
}

#[test]
fn the_network_and_the_console_stay_clean() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        tour(person).await?;
        let mut requests = Vec::new();
        for entry in person.takes_log("performance").await? {
            let message: Value = serde_json::from_str(
                entry.get("message").and_then(Value::as_str).context("a log's message")?,
            )?;
            if message.pointer("/message/method") == Some(&json!("Network.requestWillBeSent")) {
                let address = message.pointer("/message/params/request/url").and_then(Value::as_str);
                requests.push(address.context("a request's address")?.to_owned());
            }
        }
        // The browser's own pages are not the network: it shows one before it is sent to ours.
        requests.retain(|address| !address.starts_with("chrome:"));
        let strangers: Vec<_> = requests.iter().filter(|address| !is_own(person, address)).collect();
        ensure!(requests.len() > 3, "{} requests were logged", requests.len());
        ensure!(strangers.is_empty(), "requests to others: {strangers:?}");
        let mut console = person.takes_log("browser").await?;
        // What the browser notes for developers, such as that it leaves the offer to install to the page.
        let noted = |entry: &Value| {
            entry.get("level") == Some(&json!("INFO")) && entry.get("source") == Some(&json!("other"))
        };
        console.retain(|entry| !noted(entry));
        ensure!(console.is_empty(), "in the console: {console:#?}");
        Ok(())
    })
}

#[test]
fn chromium_would_install_it() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.has_the_app_offline().await?;
        let manifest = person.devtools("Page.getAppManifest", json!({})).await?;
        let errors = manifest.get("errors").cloned().context("the manifest's errors")?;
        ensure!(errors == json!([]), "the manifest: {errors}");
        let address = manifest.get("url").and_then(Value::as_str).unwrap_or_default();
        ensure!(address.ends_with("/manifest.webmanifest"), "the manifest is {address:?}");
        let found = person.devtools("Page.getInstallabilityErrors", json!({})).await?;
        let mut errors =
            found.get("installabilityErrors").and_then(Value::as_array).context("its errors")?.clone();
        // A headless browser has no window to put an installed app into.
        errors.retain(|error| error.get("errorId") != Some(&json!("in-incognito")));
        ensure!(errors.is_empty(), "it would not install it: {errors:?}");
        Ok(())
    })
}

#[test]
fn the_policy_is_strict_and_holds_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.sees(button("").starting("Start a directory")).await?;
        let script = "const done = arguments[0];
            fetch('/').then((it) => done([it.headers.get('content-security-policy'), it.headers.get('referrer-policy')]));";
        let (policy, referrer): (String, String) = person.asks_page_later(script).await?;
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "require-trusted-types-for 'script'",
        ] {
            ensure!(policy.contains(part), "the policy lacks {part}: {policy}");
        }
        for part in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
            ensure!(!policy.contains(part), "the policy has {part}: {policy}");
        }
        ensure!(referrer == "no-referrer", "the referrer policy is {referrer}");
        // An inline script, a stranger's file and a style attribute do nothing.
        let script = "const done = arguments[0];
            const broken = new Set();
            addEventListener('securitypolicyviolation', (event) => {
              broken.add(event.effectiveDirective);
              if (broken.size >= 3) done([...broken].sort());
            });
            const inline = document.createElement('div');
            inline.setAttribute('style', 'color: red');
            document.body.append(inline);
            const image = new Image();
            image.src = 'http://127.0.0.2:9/stranger.png';
            fetch('http://127.0.0.2:9/stranger').catch(() => {});";
        let broken: Vec<String> = person.asks_page_later(script).await?;
        ensure!(broken == ["connect-src", "img-src", "style-src-attr"], "the policy stopped {broken:?}");
        Ok(())
    })
}

/// Through all rooms, with a spreadsheet taken in and files handed out.
async fn tour(person: &Person) -> anyhow::Result<()> {
    person.starts_directory(journeys::NETWORK).await?;
    person.imports(&data("wisconsin-groups.csv")).await?;
    for room in ["Groups", "Action groups", "People", "Regions", "Settings"] {
        person.goes_to(room).await?;
    }
    person.presses(button("Groups as CSV")).await?;
    person.takes_download().await?;
    person.presses(button("Make a backup")).await?;
    person.takes_download().await?;
    person.presses(link("Deleted records")).await?;
    person.sees(heading("Nothing is deleted")).await?;
    person.goes_to("Groups").await?;
    person.opens_group("Kenosha Community Assembly").await?;
    person.edits().await?;
    person.presses(link("Cancel")).await?;
    person.goes_to("People").await?;
    person.presses(link("Ken Whitebird").within(main_part("")).first()).await?;
    person.sees(heading("Ken Whitebird")).await
}

fn is_own(person: &Person, address: &str) -> bool {
    let origin = person.server.origin();
    [format!("{origin}/"), format!("blob:{origin}/"), "data:".to_owned()]
        .iter()
        .any(|own| address.starts_with(own))
}

//! A sync link is taken in, and out of the address, whatever a mail program or a messenger makes of its marks.

use anyhow::{Context as _, ensure};
use journeys::{Browser, For, Person, heading, journey};
use serde_json::{Value, json};

/// As fragments.
const FRAGMENTS: [&str; 3] = ["/#join=", "/groups#join%3D", "/?x#JOIN%3d"];
/// As what a server is asked for: `%23` begins no fragment.
const PATHS: [&str; 4] = ["/%23join=", "/%23join%3D", "/groups/%23Join%3d", "/?%23join%3D"];

#[test]
fn every_form_of_a_link_is_taken_in_and_out_of_the_address_in_chromium_and_firefox() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        let (_, secret) = invitation.split_once("#join=").context("the link's secret")?;
        for form in FRAGMENTS.into_iter().chain(PATHS) {
            // Each comes to the app for the first time.
            let ben = ada.next_door().await?;
            let walked = open(&ben, form, secret).await.with_context(|| form.to_owned());
            ben.leaves().await;
            walked?;
        }
        Ok(())
    })
}

#[test]
fn no_form_of_a_link_goes_to_the_server_where_the_app_is_on_the_device_in_chromium_and_firefox()
-> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        let (_, secret) = invitation.split_once("#join=").context("the link's secret")?;
        let ben = ada.next_door().await?;
        let walked = async {
            ben.opens("/").await?;
            ben.has_the_app_offline().await?;
            let before = kept(&ben).await?;
            // Nobody is there to be asked.
            ada.server.stop().await;
            for form in FRAGMENTS.into_iter().chain(PATHS) {
                open(&ben, form, secret).await.with_context(|| form.to_owned())?;
            }
            let after = kept(&ben).await?;
            ensure!(before == after, "kept besides: {after:?}");
            Ok(())
        }
        .await;
        ben.leaves().await;
        walked
    })
}

/// Opens the link, and sees what it is for and no trace of it.
async fn open(person: &Person, form: &str, secret: &str) -> anyhow::Result<()> {
    // As from another program: not within a page that is open.
    person.client()?.goto("about:blank").await?;
    person.opens(&format!("{form}{secret}")).await?;
    person.sees(heading("").starting("Invitation to")).await?;
    person.arrives_at("the page for joining", |address| address == "/join").await?;
    let script = "return [location.href, document.URL, document.referrer, JSON.stringify(history.state),
        document.documentElement.outerHTML, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }),
        ...performance.getEntriesByType('resource').map(({ name }) => name),
        ...(window.navigation?.entries() ?? []).map(({ url }) => url)].map(String);";
    let mut seen: Vec<String> = person.asks_page(script).await?;
    if person.browser == Browser::Chromium {
        let history = person.devtools("Page.getNavigationHistory", json!({})).await?;
        let entries = history.get("entries").and_then(Value::as_array).context("the history's entries")?;
        seen.extend(entries.iter().filter_map(|entry| entry.get("url")).map(Value::to_string));
    }
    for text in &seen {
        ensure!(!text.contains(secret), "the secret is in {:?}", text.chars().take(200).collect::<String>());
    }
    Ok(())
}

/// The addresses of what is kept on the device.
async fn kept(person: &Person) -> anyhow::Result<Vec<String>> {
    let script = "const done = arguments[0];
        (async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) found.push(request.url);
          done(found.sort());
        })();";
    person.asks_page_later(script).await
}

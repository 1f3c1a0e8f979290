//! The person: what they do and what they see.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use fantoccini::Client;
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::{Value, json};

use crate::driver::{Driver, Folders};
use crate::patience::{SOON, until, until_within};
use crate::{Browser, Look, Server, devtools, evidence, page};

/// A person with a browser, and the server they reach or not.
#[derive(Debug)]
pub struct Person {
    /// Which browser it is.
    pub browser: Browser,
    /// The server that the app comes from.
    pub server: Server,
    driver: Option<Driver>,
    folders: Folders,
}

impl Person {
    /// Starts the server and the browser.
    pub(crate) async fn arrive(browser: Browser, app: PathBuf) -> anyhow::Result<Self> {
        let server = Server::start_new(app).await?;
        let folders = Folders::new()?;
        let driver = Some(Driver::start(browser, &folders).await?);
        Ok(Self { browser, server, driver, folders })
    }

    /// Somebody else with a device of their own: another profile, and another address of the same app.
    ///
    /// # Errors
    /// Where it does not start.
    pub async fn neighbour(&self) -> anyhow::Result<Self> {
        Self::arrive(self.browser, self.server.app().to_path_buf()).await
    }

    /// Closes the browser and the server for good.
    pub async fn leaves(self) {
        self.leave().await;
    }

    pub(crate) async fn leave(mut self) {
        if let Some(driver) = self.driver.take() {
            driver.close().await;
        }
        self.server.stop().await;
    }

    pub(crate) async fn keep_evidence(&self, error: &anyhow::Error) -> String {
        let name = format!("{}-{}", evidence::test_name(), self.browser.name());
        let Some(driver) = &self.driver else { return "the browser was closed".to_owned() };
        match evidence::keep(&driver.client, &name, &format!("{error:#}")).await {
            Ok(picture) => format!("what was on the page is in {}, .txt and .html", picture.display()),
            Err(error) => format!("nothing of the page could be kept ({error:#}); {}", driver.said()),
        }
    }

    /// The session, for what has no word of its own here.
    ///
    /// # Errors
    /// Where the browser is closed.
    pub fn client(&self) -> anyhow::Result<&Client> {
        self.driver.as_ref().map(|driver| &driver.client).context("the browser is closed")
    }

    pub(crate) fn downloads(&self) -> PathBuf {
        self.folders.downloads()
    }

    /// A folder for whatever the story writes; it is gone afterwards.
    pub fn scratch(&self) -> &Path {
        self.folders.scratch()
    }

    /// Asks the browser's development tools (Chromium only).
    ///
    /// # Errors
    /// Where the browser is another, or refuses.
    pub async fn devtools(&self, command: &str, parameters: Value) -> anyhow::Result<Value> {
        devtools::devtools(self.client()?, command, parameters).await.with_context(|| command.to_owned())
    }

    /// Takes the browser's log of that name: "browser" is the console, "performance" the network
    /// (Chromium only).
    ///
    /// # Errors
    /// Where the browser is another.
    pub async fn takes_log(&self, name: &str) -> anyhow::Result<Vec<Value>> {
        devtools::log(self.client()?, name).await
    }
}

/// Coming and going.
impl Person {
    /// Opens an address of the app, as one types it into the address bar.
    ///
    /// # Errors
    /// Where it can not be opened.
    pub async fn opens(&self, path: &str) -> anyhow::Result<()> {
        let address = format!("{}{path}", self.server.origin());
        self.client()?.goto(&address).await.with_context(|| format!("opening {address}"))
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// Where it can not be loaded.
    pub async fn reloads(&self) -> anyhow::Result<()> {
        self.client()?.refresh().await.context("loading the page again")
    }

    /// Goes back to the page before.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn goes_back(&self) -> anyhow::Result<()> {
        self.client()?.back().await.context("going back")
    }

    /// The address after the origin.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn address(&self) -> anyhow::Result<String> {
        let address = self.client()?.current_url().await?;
        let rest = address.as_str().strip_prefix(&self.server.origin()).map(str::to_owned);
        rest.with_context(|| format!("{address} is not the app"))
    }

    /// Waits until the address after the origin is one of which that holds.
    ///
    /// # Errors
    /// Where it does not become such.
    pub async fn arrives_at(&self, what: &str, is_it: impl Fn(&str) -> bool) -> anyhow::Result<String> {
        until(&format!("to arrive at {what}"), || async {
            let address = self.address().await?;
            ensure!(is_it(&address), "the address is {address}");
            Ok(address)
        })
        .await
    }

    /// Closes the browser.
    ///
    /// # Errors
    /// Where it is closed already.
    pub async fn closes_browser(&mut self) -> anyhow::Result<()> {
        self.driver.take().context("the browser is closed already")?.close().await;
        Ok(())
    }

    /// The browser ends in the midst of whatever it does, unprepared.
    ///
    /// # Errors
    /// Where it is closed already.
    pub fn loses_browser(&mut self) -> anyhow::Result<()> {
        self.driver.take().context("the browser is closed already")?.crash();
        Ok(())
    }

    /// Opens the browser again, with what it kept.
    ///
    /// # Errors
    /// Where it does not start.
    pub async fn opens_browser(&mut self) -> anyhow::Result<()> {
        ensure!(self.driver.is_none(), "the browser is open already");
        self.driver = Some(Driver::start(self.browser, &self.folders).await?);
        Ok(())
    }

    /// Waits until the app is kept on this device, so that it opens without a network.
    ///
    /// # Errors
    /// Where it is not.
    pub async fn has_the_app_offline(&self) -> anyhow::Result<()> {
        let script = "return [document.documentElement.dataset.offline ?? '', Boolean(navigator.serviceWorker?.controller)];";
        until("for the app to be kept on the device", || async {
            let (offline, controlled): (String, bool) = page::run(self.client()?, script, vec![]).await?;
            ensure!(offline == "ready" && controlled, "data-offline is {offline:?}, controlled: {controlled}");
            Ok(())
        })
        .await
    }
}

/// Seeing.
impl Person {
    /// Waits until it is there.
    ///
    /// # Errors
    /// Where it does not come.
    pub async fn sees(&self, look: Look) -> anyhow::Result<()> {
        let client = self.client()?;
        let look = look.first();
        until(&format!("to see {look}"), || async { page::one(client, &look).await.map(drop) }).await
    }

    /// Waits until it is not there.
    ///
    /// # Errors
    /// Where it stays.
    pub async fn sees_no(&self, look: Look) -> anyhow::Result<()> {
        self.sees_so_many(0, look).await
    }

    /// Waits until there are exactly so many.
    ///
    /// # Errors
    /// Where there are others.
    pub async fn sees_so_many(&self, count: usize, look: Look) -> anyhow::Result<()> {
        let client = self.client()?;
        until(&format!("to see {look} {count} times"), || async {
            let found = page::every(client, &look).await?.len();
            ensure!(found == count, "{look} is there {found} times, not {count}");
            Ok(())
        })
        .await
    }

    /// How many there are now.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn counts(&self, look: Look) -> anyhow::Result<usize> {
        Ok(page::every(self.client()?, &look).await?.len())
    }

    /// Whether it is there now.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn finds(&self, look: Look) -> anyhow::Result<bool> {
        Ok(self.counts(look).await? > 0)
    }

    /// Waits until these words stand on the page.
    ///
    /// # Errors
    /// Where they do not come.
    pub async fn reads(&self, words: &str) -> anyhow::Result<()> {
        until(&format!("to read {words:?}"), || async {
            let page = self.words().await?;
            ensure!(page.contains(words), "the page says {page:?}");
            Ok(())
        })
        .await
    }

    /// Waits until these words do not stand on the page.
    ///
    /// # Errors
    /// Where they stay.
    pub async fn reads_no(&self, words: &str) -> anyhow::Result<()> {
        until(&format!("not to read {words:?}"), || async {
            let page = self.words().await?;
            ensure!(!page.contains(words), "the page says {page:?}");
            Ok(())
        })
        .await
    }

    /// All words on the page now, one space between them.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn words(&self) -> anyhow::Result<String> {
        page::run(self.client()?, "return textOf(document.body);", vec![]).await
    }

    /// The words of each that fits.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn words_of(&self, look: Look) -> anyhow::Result<Vec<String>> {
        let script = "return everyOf(arguments[0]).map(textOf);";
        page::run(self.client()?, script, vec![json!(look)]).await
    }

    /// Whether it comes within a short while, for what may as well not come at all.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn finds_soon(&self, look: Look) -> anyhow::Result<bool> {
        let client = self.client()?;
        let found = until_within(SOON, "", || async { page::one(client, &look).await.map(drop) }).await;
        Ok(found.is_ok())
    }

    /// What a field holds; of a choice, the words chosen.
    ///
    /// # Errors
    /// Where it is not there.
    pub async fn value_of(&self, look: Look) -> anyhow::Result<String> {
        let client = self.client()?;
        until(&format!("to read {look}"), || async {
            let element = page::one(client, &look).await?;
            value(client, &element).await
        })
        .await
    }

    /// Waits until a field holds that.
    ///
    /// # Errors
    /// Where it holds something else.
    pub async fn sees_value(&self, look: Look, wanted: &str) -> anyhow::Result<()> {
        let client = self.client()?;
        until(&format!("for {look} to hold {wanted:?}"), || async {
            let element = page::one(client, &look).await?;
            let value = value(client, &element).await?;
            ensure!(value == wanted, "it holds {value:?}");
            Ok(())
        })
        .await
    }

    /// What describes a field to assistive technology: its hint and its error.
    ///
    /// # Errors
    /// Where it is not there.
    pub async fn description_of(&self, look: Look) -> anyhow::Result<String> {
        let element = page::one(self.client()?, &look).await?;
        page::run(self.client()?, "return described(arguments[0]);", vec![page::argument(&element)]).await
    }

    /// An attribute of what is looked for.
    ///
    /// # Errors
    /// Where it is not there.
    pub async fn attribute_of(&self, look: Look, name: &str) -> anyhow::Result<Option<String>> {
        Ok(page::one(self.client()?, &look).await?.attr(name).await?)
    }

    /// Runs a script in the page, for what has no words there.
    ///
    /// # Errors
    /// Where it throws.
    pub async fn asks_page<T: serde::de::DeserializeOwned>(&self, script: &str) -> anyhow::Result<T> {
        page::run(self.client()?, script, vec![]).await
    }

    /// As [`Person::asks_page`], for a script that calls its last argument with the answer.
    ///
    /// # Errors
    /// As for [`Person::asks_page`], or where it does not answer.
    pub async fn asks_page_later<T: serde::de::DeserializeOwned>(&self, script: &str) -> anyhow::Result<T> {
        page::run_async(self.client()?, script, vec![]).await
    }

    /// Waits until a script in the page returns true.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn waits_until_page(&self, what: &str, script: &str) -> anyhow::Result<()> {
        until(what, || async {
            let holds: Value = self.asks_page(script).await?;
            ensure!(holds == Value::Bool(true), "the page answers {holds}");
            Ok(())
        })
        .await
    }
}

/// Doing.
impl Person {
    /// Presses a button, link or whatever else.
    ///
    /// # Errors
    /// Where it is not there, covered, or is called otherwise by the browser itself.
    pub async fn presses(&self, look: Look) -> anyhow::Result<()> {
        let failed = until(&format!("to press {look}"), || async {
            let element = self.ready(&look).await?;
            match element.click().await {
                Ok(()) => Ok(None),
                Err(error) if happened_not(&error) => Err(error.into()),
                Err(error) => Ok(Some(error)),
            }
        })
        .await?;
        match failed {
            None => Ok(()),
            Some(error) => Err(error).with_context(|| format!("pressing {look}")),
        }
    }

    /// Types into a field in place of what it holds, and sees it there.
    ///
    /// # Errors
    /// Where the field is not there or takes something else.
    pub async fn types(&self, look: Look, text: &str) -> anyhow::Result<()> {
        let client = self.client()?;
        until(&format!("to type into {look}"), || async {
            let element = self.ready(&look).await?;
            if value(client, &element).await? != text {
                // Select all, then over it: as people do, so that the page hears of each key.
                element.send_keys("\u{e009}a\u{e000}").await?;
                element.send_keys(if text.is_empty() { "\u{e003}" } else { text }).await?;
            }
            let value = value(client, &element).await?;
            ensure!(value == text, "it holds {value:?}");
            Ok(())
        })
        .await
    }

    /// Types on at the end of what a field holds.
    ///
    /// # Errors
    /// Where the field is not there.
    pub async fn types_on(&self, look: Look, text: &str) -> anyhow::Result<()> {
        let element = until(&format!("to find {look}"), || async { self.ready(&look).await }).await?;
        element.send_keys("\u{e009}\u{e010}\u{e000}").await?;
        element.send_keys(text).await?;
        Ok(())
    }

    /// Chooses an entry of a field's list by its words.
    ///
    /// # Errors
    /// Where there is no such entry.
    pub async fn chooses(&self, look: Look, entry: &str) -> anyhow::Result<()> {
        let client = self.client()?;
        let find = "return [...arguments[0].options].findIndex((option) => tidy(option.label) === arguments[1]);";
        until(&format!("to choose {entry:?} in {look}"), || async {
            let element = self.ready(&look).await?;
            if value(client, &element).await? == entry {
                return Ok(());
            }
            let at: i64 = page::run(client, find, vec![page::argument(&element), json!(entry)]).await?;
            let there: Vec<String> = page::run(
                client,
                "return [...arguments[0].options].map((option) => tidy(option.label));",
                vec![page::argument(&element)],
            )
            .await?;
            let at = usize::try_from(at).with_context(|| format!("there are {there:?}"))?;
            element.select_by_index(at).await?;
            let value = value(client, &element).await?;
            ensure!(value == entry, "it shows {value:?}");
            Ok(())
        })
        .await
    }

    /// Opens or closes a check box.
    ///
    /// # Errors
    /// Where it is not there.
    pub async fn checks(&self, look: Look, wanted: bool) -> anyhow::Result<()> {
        let client = self.client()?;
        until(&format!("to set {look} to {wanted}"), || async {
            let element = self.ready(&look).await?;
            if element.is_selected().await? != wanted {
                element.click().await?;
            }
            let element = page::one(client, &look).await?;
            ensure!(element.is_selected().await? == wanted, "it does not change");
            Ok(())
        })
        .await
    }

    /// Hands a file to a place for files.
    ///
    /// # Errors
    /// Where there is no such place.
    pub async fn hands(&self, look: Look, file: &Path) -> anyhow::Result<()> {
        let client = self.client()?;
        let element =
            until(&format!("to find {look}"), || async { page::one(client, &look).await }).await?;
        let path = file.to_str().context("a path in Unicode")?;
        element.send_keys(path).await.with_context(|| format!("handing {path} over"))
    }

    /// The element in the middle of the window, and called by the browser what we call it.
    async fn ready(&self, look: &Look) -> anyhow::Result<Element> {
        let client = self.client()?;
        let element = page::one(client, look).await?;
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";
        client.execute(script, vec![page::argument(&element)]).await?;
        if let Some(name) = look.exact_name()
            && self.browser.tells_names()
        {
            let told = devtools::computed_label(client, &element.element_id()).await?;
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            ensure!(told == name, "the browser calls {look} {told:?}");
        }
        Ok(element)
    }
}

async fn value(client: &Client, element: &Element) -> anyhow::Result<String> {
    let script = "const [field] = arguments; return field.localName === 'select' ? tidy(field.selectedOptions[0]?.label ?? '') : field.value;";
    page::run(client, script, vec![page::argument(element)]).await
}

/// Whether the driver says that it has not pressed at all.
fn happened_not(error: &CmdError) -> bool {
    let CmdError::Standard(answer) = error else { return false };
    [
        ErrorStatus::ElementClickIntercepted,
        ErrorStatus::ElementNotInteractable,
        ErrorStatus::NoSuchElement,
        ErrorStatus::StaleElementReference,
    ]
    .contains(&answer.error)
}

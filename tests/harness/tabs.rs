//! Several tabs of one browser.

use anyhow::{Context as _, ensure};
use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};

use crate::{Person, devtools, page, until};

/// A tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab(WindowHandle);

/// A tab behind the one that is looked at: hidden, and never painted.
#[derive(Debug)]
pub struct Behind {
    /// What is looked at. The page there holds on to the one behind it, where the browser shows tabs.
    before: Tab,
    hidden: Option<Tab>,
}

impl Person {
    /// The tab that is looked at.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn this_tab(&self) -> anyhow::Result<Tab> {
        Ok(Tab(self.client()?.window().await?))
    }

    /// Opens another tab, looks at it and opens an address of the app there.
    ///
    /// # Errors
    /// Where the browser opens none.
    pub async fn opens_in_new_tab(&mut self, path: &str) -> anyhow::Result<Tab> {
        let is_tab = self.browser.shows_tabs();
        let opened = self.client()?.new_window(is_tab).await.context("opening a tab")?;
        let tab = Tab(opened.handle);
        self.turns_to(&tab).await?;
        self.opens(path).await?;
        Ok(tab)
    }

    /// Opens an address of the app in a tab behind this one, as one does with the middle button of a mouse.
    ///
    /// # Errors
    /// Where the browser opens none, or shows it.
    pub async fn opens_behind(&mut self, path: &str) -> anyhow::Result<Behind> {
        let client = self.client()?;
        let before = self.this_tab().await?;
        let address = format!("{}{path}", self.server.origin());
        let mut behind = Behind { before, hidden: None };
        if self.browser.shows_tabs() {
            client.execute("window.behind = window.open('about:blank');", vec![]).await?;
            self.until_behind(&behind, "to be there", |_| true, |_| true).await?;
            // To another and back: to look at what is looked at already changes nothing.
            let windows = client.windows().await?;
            let other =
                windows.into_iter().find(|window| *window != behind.before.0).context("another tab")?;
            client.switch_to_window(other).await?;
            self.turns_to(&behind.before).await?;
            self.until_behind(&behind, "to be hidden", |state| state == "hidden", |_| true).await?;
            client.execute("window.behind.location = arguments[0];", vec![json!(address)]).await?;
        } else {
            let opened = client.new_window(true).await.context("opening a tab")?;
            client.switch_to_window(opened.handle.clone()).await?;
            client.goto(&address).await.with_context(|| format!("opening {address}"))?;
            self.turns_to(&behind.before).await?;
            behind.hidden = Some(Tab(opened.handle));
        }
        Ok(behind)
    }

    /// Waits until these words are on the page behind this one, which stays there.
    ///
    /// # Errors
    /// Where they do not come.
    pub async fn reads_behind(&self, behind: &Behind, words: &str) -> anyhow::Result<()> {
        let what = format!("to say {words:?}");
        self.until_behind(behind, &what, |state| state == "hidden", |page| page.contains(words)).await
    }

    async fn until_behind(
        &self,
        behind: &Behind,
        what: &str,
        is_state: impl Fn(&str) -> bool,
        is_page: impl Fn(&str) -> bool,
    ) -> anyhow::Result<()> {
        let client = self.client()?;
        until(&format!("for the page behind this one {what}"), || async {
            let script = "const page = arguments[0] ? window.behind.document : document;
                return [page.visibilityState, page.body ? textOf(page.body) : ''];";
            if let Some(hidden) = &behind.hidden {
                self.turns_to(hidden).await?;
            }
            let found = page::run(client, script, vec![json!(behind.hidden.is_none())]).await;
            if behind.hidden.is_some() {
                self.turns_to(&behind.before).await?;
            }
            let (state, page): (String, String) = found?;
            ensure!(is_state(&state) && is_page(&page), "it is {state} and says {page:?}");
            Ok(())
        })
        .await
    }

    /// The browser suspends a tab that nobody looks at, with its workers (Chromium only); with or without telling it
    /// before, for not every browser does.
    ///
    /// # Errors
    /// Where the browser is another, or the tab is looked at.
    pub async fn loses_sight_of(&self, tab: &Tab, is_told: bool) -> anyhow::Result<()> {
        let deaf = "addEventListener('freeze', (event) => event.stopImmediatePropagation(), true);";
        let state = "document.visibilityState";
        until("for the tab to be hidden", || async {
            let seen = self.of_tab(tab, &[evaluate(state)]).await?;
            let seen = seen.first().and_then(|it| it.pointer("/result/value")).cloned();
            ensure!(seen == Some(json!("hidden")), "it is {seen:?}");
            Ok(())
        })
        .await?;
        let mut commands = Vec::new();
        if !is_told {
            commands.push(evaluate(deaf));
        }
        commands.push(("Page.setWebLifecycleState", json!({ "state": "frozen" })));
        self.of_tab(tab, &commands).await.map(drop)
    }

    /// The browser lets a suspended tab go on.
    ///
    /// # Errors
    /// Where the browser is another.
    pub async fn finds_again(&self, tab: &Tab) -> anyhow::Result<()> {
        self.of_tab(tab, &[("Page.setWebLifecycleState", json!({ "state": "active" }))]).await.map(drop)
    }

    async fn of_tab(&self, tab: &Tab, commands: &[(&str, Value)]) -> anyhow::Result<Vec<Value>> {
        let window = String::from(tab.0.clone());
        devtools::of_page(&self.profile(), &window, commands).await.context("asking a tab behind")
    }

    /// Looks at a tab.
    ///
    /// # Errors
    /// Where it was closed.
    pub async fn turns_to(&self, tab: &Tab) -> anyhow::Result<()> {
        Ok(self.client()?.switch_to_window(tab.0.clone()).await?)
    }

    /// Closes the tab that is looked at and turns to another.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn closes_tab(&self, then: &Tab) -> anyhow::Result<()> {
        self.client()?.close_window().await?;
        self.turns_to(then).await
    }
}

fn evaluate(script: &str) -> (&'static str, Value) {
    ("Runtime.evaluate", json!({ "expression": script, "returnByValue": true }))
}

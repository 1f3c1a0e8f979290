//! Several tabs of one browser.

use anyhow::Context as _;
use fantoccini::wd::WindowHandle;

use crate::Person;

/// A tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab(WindowHandle);

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
        let opened = self.client()?.new_window(true).await.context("opening a tab")?;
        let tab = Tab(opened.handle);
        self.turns_to(&tab).await?;
        self.opens(path).await?;
        Ok(tab)
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

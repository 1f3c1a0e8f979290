//! What a person does.

use std::path::Path;

use anyhow::{Context as _, ensure};
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::json;

use super::Person;
use super::seeing::value;
use crate::patience::until;
use crate::{Look, devtools, page};

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
        let find =
            "return [...arguments[0].options].findIndex((option) => tidy(option.label) === arguments[1]);";
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
        let element = until(&format!("to find {look}"), || async { page::one(client, &look).await }).await?;
        // Chromium's driver takes no other form.
        let file = file.canonicalize().with_context(|| format!("{}", file.display()))?;
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

//! What a person sees.

use anyhow::ensure;
use fantoccini::Client;
use fantoccini::elements::Element;
use serde_json::{Value, json};

use super::Person;
use crate::patience::{SOON, until, until_within};
use crate::{Look, page};

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

pub(super) async fn value(client: &Client, element: &Element) -> anyhow::Result<String> {
    let script = "const [field] = arguments; return field.localName === 'select' ? tidy(field.selectedOptions[0]?.label ?? '') : field.value;";
    page::run(client, script, vec![page::argument(element)]).await
}

//! What people do who keep a directory with neighbours.

use anyhow::{Context as _, ensure};

use crate::patience::LONG;
use crate::{Person, button, field, heading, link, main_part, menu_summary, radio, until, until_within};

/// Whom a link is for, as the page says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Those who read and change everything.
    Editors,
    /// Those who read everything.
    Members,
    /// Those who read what everybody may see.
    Everybody,
}

impl For {
    const fn words(self) -> &'static str {
        match self {
            Self::Editors => "Editors",
            Self::Members => "Members",
            Self::Everybody => "Public",
        }
    }
}

impl Person {
    /// Shares the open directory, and answers the link as the page shows it.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn shares(&self, whom: For) -> anyhow::Result<String> {
        self.goes_to("Settings").await?;
        self.presses(link("").starting("Share").within(main_part("")).first()).await?;
        if self.finds_soon(button("Start sharing")).await? {
            self.presses(button("Start sharing")).await?;
        }
        self.sees(heading("Who is this link for?")).await?;
        self.takes_link(whom).await
    }

    /// Takes the link for these people from the page that shares.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn takes_link(&self, whom: For) -> anyhow::Result<String> {
        self.presses(radio("").starting(whom.words())).await?;
        self.presses(menu_summary("The link as text")).await?;
        let link = self.value_of(field("The link as text")).await?;
        ensure!(
            link.starts_with(&self.server.origin()) && link.contains("/#join="),
            "that is no link: {link:?}"
        );
        Ok(link)
    }

    /// Opens a link that somebody was handed, and looks at the invitation.
    ///
    /// # Errors
    /// Where the page does not tell what it is.
    pub async fn opens_link(&self, link: &str) -> anyhow::Result<()> {
        let path = link.strip_prefix(&self.server.origin()).context("the link is of another server")?;
        self.opens(path).await?;
        self.sees(heading("").starting("Invitation to")).await?;
        self.arrives_at("the page for joining", |address| address == "/join").await.map(drop)
    }

    /// Opens a link, looks inside until everything is there, and joins.
    ///
    /// # Errors
    /// Where that does not lead to its groups.
    pub async fn joins(&self, link: &str) -> anyhow::Result<()> {
        self.looks_inside(link).await?;
        self.presses(button("Join")).await?;
        self.arrives_at("the groups", |address| address == "/groups").await.map(drop)
    }

    /// As [`Person::joins`], with a name for this device in place of the one that is guessed.
    ///
    /// # Errors
    /// Where that does not lead to its groups.
    pub async fn joins_as(&self, device: &str, link: &str) -> anyhow::Result<()> {
        self.looks_inside(link).await?;
        self.types(field("Name of this device"), device).await?;
        self.presses(button("Join")).await?;
        self.arrives_at("the groups", |address| address == "/groups").await.map(drop)
    }

    async fn looks_inside(&self, link: &str) -> anyhow::Result<()> {
        self.opens_link(link).await?;
        self.presses(button("Look inside")).await?;
        until_within(LONG, "for everything to be here", || async {
            self.has_words("Everything is here.").await
        })
        .await
    }

    /// Waits until everything is at the relay and here.
    ///
    /// # Errors
    /// Where that does not come about.
    pub async fn sees_it_synced(&self) -> anyhow::Result<()> {
        until_within(LONG, "for everything to be synced", || async { self.has_words("Synced at").await })
            .await
    }

    /// Waits until the page says that these many changes wait.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn sees_waiting(&self, count: usize) -> anyhow::Result<()> {
        let words = format!("{count} waiting");
        until(&format!("for {words:?}"), || async { self.has_words(&words).await }).await
    }

    async fn has_words(&self, words: &str) -> anyhow::Result<()> {
        let said = self.words().await?;
        ensure!(said.contains(words), "the page says {said:?}");
        Ok(())
    }
}

//! What people do in this app again and again.

use std::path::Path;

use anyhow::ensure;

use crate::patience::{LONG, until_within};
use crate::{
    Person, button, dialog, field, file_field, heading, item, link, main_part, menu_summary, navigation,
    page, part, status,
};

/// The network of the main job.
pub const NETWORK: &str = "Wisconsin Grassroots Network";

/// Directories.
impl Person {
    /// Starts a directory from the start page.
    ///
    /// # Errors
    /// Where that does not lead to its empty list of groups.
    pub async fn starts_directory(&self, name: &str) -> anyhow::Result<()> {
        self.presses(button("").starting("Start a directory")).await?;
        let asked = || dialog("Start a directory");
        self.types(field("Name of the network").within(asked()), name).await?;
        self.presses(button("Start directory").within(asked())).await?;
        self.arrives_at("the groups", |address| address == "/groups").await?;
        self.sees(heading("No groups yet")).await?;
        self.sees_it_saved().await
    }

    /// Comes to the app for the first time and takes in the spreadsheet of the main job.
    ///
    /// # Errors
    /// Where that does not lead to its 26 groups.
    pub async fn begins_with_wisconsin(&self) -> anyhow::Result<()> {
        self.opens("/").await?;
        self.starts_directory(NETWORK).await?;
        self.imports(&crate::data("wisconsin-groups.csv")).await?;
        self.goes_to("Groups").await?;
        self.sees_groups(26).await
    }

    /// Opens the fictional network.
    ///
    /// # Errors
    /// Where it does not come.
    pub async fn explores_sample(&self) -> anyhow::Result<()> {
        self.opens("/").await?;
        self.presses(button("").starting("Explore a sample")).await?;
        self.arrives_at("the groups", |address| address == "/groups").await?;
        self.sees_groups(26).await
    }

    /// Waits until the status says that everything is saved, be it sent to neighbours or not.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn sees_it_saved(&self) -> anyhow::Result<()> {
        let shared = [
            "Synced at",
            "waiting: saved on this device",
            "Syncing: everything is saved here",
            "Offline: everything is saved here",
            // Said of what others did, where everything is saved.
            "Check this",
            "Choose a link",
        ];
        crate::until("for the status to say that everything is saved", || async {
            let saved = self.finds(status("").holding("Saved on this device")).await?;
            let said = self.words().await?;
            ensure!(saved || shared.iter().any(|words| said.contains(words)), "the page says {said:?}");
            Ok(())
        })
        .await
    }
}

/// Moving about.
impl Person {
    /// Goes to one of the rooms by the main navigation.
    ///
    /// # Errors
    /// Where its page does not come.
    pub async fn goes_to(&self, room: &str) -> anyhow::Result<()> {
        self.presses(link(room).within(navigation("Main"))).await?;
        // The page has room for the whole name.
        let title = if room == "Action groups" { "Action Work Groups" } else { room };
        self.sees(heading(title).within(main_part(""))).await
    }

    /// Waits until the list says that it has so many groups.
    ///
    /// # Errors
    /// Where it says otherwise.
    pub async fn sees_groups(&self, count: usize) -> anyhow::Result<()> {
        let words = if count == 1 { "1 group".to_owned() } else { format!("{count} groups") };
        let list = part("Groups");
        if count == 0 {
            return self.sees(heading("No groups yet").within(list)).await;
        }
        crate::until(&format!("for the list to say {words:?}"), || async {
            let said = self.words_of(status("").within(part("Groups"))).await?;
            let starts = |said: &String| *said == words || said.starts_with(&format!("{words}, "));
            ensure!(said.iter().any(starts), "it says {said:?}");
            Ok(())
        })
        .await
    }

    /// Types into the search of groups.
    ///
    /// # Errors
    /// Where there is no such search.
    pub async fn searches(&self, words: &str) -> anyhow::Result<()> {
        self.types(field("Search name, town, issue or region"), words).await
    }

    /// The names of the groups in the list, in its order.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn listed_groups(&self) -> anyhow::Result<Vec<String>> {
        self.words_of(heading("").within(item("").within(part("Groups")))).await
    }

    /// Waits until the list holds exactly these groups, in any order.
    ///
    /// # Errors
    /// Where it holds others.
    pub async fn sees_just(&self, names: &[&str]) -> anyhow::Result<()> {
        crate::until(&format!("for the list to hold just {names:?}"), || async {
            let mut listed = self.listed_groups().await?;
            listed.sort();
            let mut names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort();
            ensure!(listed == names, "it holds {listed:?}");
            Ok(())
        })
        .await
    }

    /// Opens a group from the list.
    ///
    /// # Errors
    /// Where it is not there.
    pub async fn opens_group(&self, name: &str) -> anyhow::Result<()> {
        self.presses(link(name).within(part("Groups"))).await?;
        self.sees(heading(name).within(part("Group"))).await
    }
}

/// Changing things.
impl Person {
    /// Opens the form of the record that is looked at.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn edits(&self) -> anyhow::Result<()> {
        self.presses(link("Edit")).await?;
        self.sees(button("Save")).await
    }

    /// Saves the form and sees that it is saved.
    ///
    /// # Errors
    /// Where it is not.
    pub async fn saves(&self, name: &str) -> anyhow::Result<()> {
        self.presses(button("Save")).await?;
        self.reads(&format!("{name} saved")).await?;
        self.sees_no(button("Save")).await?;
        self.sees_it_saved().await
    }

    /// Adds a group with a name and a town.
    ///
    /// # Errors
    /// Where it is not there then.
    pub async fn adds_group(&self, name: &str, town: &str) -> anyhow::Result<()> {
        self.presses(link("Add a group").first()).await?;
        self.sees(heading("New group")).await?;
        self.types(field("Name"), name).await?;
        self.types(field("Town (optional)"), town).await?;
        self.saves(name).await?;
        self.sees(heading(name)).await
    }

    /// Deletes the record that is looked at.
    ///
    /// # Errors
    /// Where it is not said to be deleted.
    pub async fn deletes(&self, name: &str) -> anyhow::Result<()> {
        self.presses(menu_summary("More")).await?;
        self.presses(button("Delete")).await?;
        self.reads(&format!("{name} deleted")).await
    }
}

/// Spreadsheets.
impl Person {
    /// Takes a spreadsheet in, as it is, and leaves everything as it is proposed.
    ///
    /// # Errors
    /// Where it does not end well.
    pub async fn imports(&self, file: &Path) -> anyhow::Result<()> {
        self.previews_import(file).await?;
        self.presses(button("").starting("Import ")).await?;
        self.sees_eventually(heading("The import is done")).await?;
        self.sees_it_saved().await
    }

    /// Chooses a spreadsheet and goes on to what would come of it.
    ///
    /// # Errors
    /// Where it is not understood.
    pub async fn previews_import(&self, file: &Path) -> anyhow::Result<()> {
        self.chooses_spreadsheet(file).await?;
        self.presses(button("Preview the rows")).await?;
        self.sees_eventually(heading("").starting("Preview: ")).await
    }

    /// Gives up the import that was looked at: back to its columns, and to another file.
    ///
    /// # Errors
    /// Where it is not said that nothing was changed.
    pub async fn gives_import_up(&self) -> anyhow::Result<()> {
        self.presses(button("Back")).await?;
        self.presses(button("Choose another file")).await?;
        self.reads("Cancelled. Nothing was changed.").await?;
        self.sees(heading("Choose your spreadsheet")).await
    }

    /// Chooses a spreadsheet and sees its columns.
    ///
    /// # Errors
    /// Where it is not understood.
    pub async fn chooses_spreadsheet(&self, file: &Path) -> anyhow::Result<()> {
        self.goes_to("Settings").await?;
        self.presses(link("Import a spreadsheet").within(main_part(""))).await?;
        self.sees(heading("Choose your spreadsheet")).await?;
        self.hands(file_field("").starting("Choose a spreadsheet"), file).await?;
        self.sees_eventually(heading("What does each column mean?")).await
    }

    /// As [`Person::sees`], for what takes long: a large import in a slow browser.
    ///
    /// # Errors
    /// Where it does not come.
    pub async fn sees_eventually(&self, look: crate::Look) -> anyhow::Result<()> {
        let client = self.client()?;
        let look = look.first();
        until_within(LONG, &format!("to see {look}"), || async { page::one(client, &look).await.map(drop) })
            .await
    }

    /// What the preview counts: "26 new groups" and so on, in its order.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn tally(&self) -> anyhow::Result<Vec<String>> {
        self.words_of(item("").within(crate::list("Summary"))).await
    }
}

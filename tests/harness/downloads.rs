//! Files that the app hands out.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};

use crate::Person;
use crate::patience::until;

impl Person {
    /// Takes the file that the app has just handed out, out of the downloads: its name and bytes.
    ///
    /// # Errors
    /// Where none comes, or more than one.
    pub async fn takes_download(&self) -> anyhow::Result<(String, Vec<u8>)> {
        let folder = self.downloads();
        let file = until("for a download", || {
            let folder = folder.clone();
            async move { whole(&folder) }
        })
        .await?;
        let name = file.file_name().context("a download's name")?.to_string_lossy().into_owned();
        let bytes = fs::read(&file)?;
        fs::remove_file(&file)?;
        Ok((name, bytes))
    }
}

/// The one file in the folder, once it is whole: browsers write beside it under another name, or hold its
/// place with an empty file.
fn whole(folder: &PathBuf) -> anyhow::Result<PathBuf> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    ensure!(files.len() == 1, "the downloads hold {files:?}");
    let file = files.into_iter().next().context("no download")?;
    let ending = file.extension().unwrap_or_default().to_string_lossy().into_owned();
    ensure!(
        !file.file_name().unwrap_or_default().to_string_lossy().starts_with('.'),
        "{file:?} is under way"
    );
    ensure!(!["crdownload", "part", "wkdownload", "tmp"].contains(&ending.as_str()), "{file:?} is under way");
    ensure!(fs::metadata(&file)?.len() > 0, "{file:?} is empty so far");
    Ok(file)
}

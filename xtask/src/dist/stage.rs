//! The folder in which the site is finished before it takes the place of the last one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

/// The site's folder while it is worked on, or when it is looked at.
#[derive(Debug)]
pub(crate) struct Stage {
    folder: PathBuf,
}

impl Stage {
    /// Takes a folder over.
    ///
    /// # Errors
    /// Where it holds no `index.html`.
    pub(crate) fn take(folder: PathBuf) -> anyhow::Result<Self> {
        ensure!(folder.join("index.html").is_file(), "{} holds no index.html", folder.display());
        Ok(Self { folder })
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every file's path from the folder, in order, with `/` between the parts.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub(crate) fn paths(&self) -> anyhow::Result<Vec<String>> {
        let mut paths = Vec::new();
        for entry in WalkDir::new(&self.folder).sort_by_file_name() {
            let entry = entry.context("reading the built site")?;
            if entry.file_type().is_file() {
                let path =
                    entry.path().strip_prefix(&self.folder).context("a file outside the built site")?;
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                paths.push(parts.join("/"));
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// Whether there is such a file.
    pub(crate) fn holds(&self, path: &str) -> bool {
        self.folder.join(path).is_file()
    }

    /// A file's content.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn read(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        fs::read(self.folder.join(path)).with_context(|| format!("reading {path} of the built site"))
    }

    /// A file's content as text.
    ///
    /// # Errors
    /// Where it cannot be read or is not text.
    pub(crate) fn text(&self, path: &str) -> anyhow::Result<String> {
        String::from_utf8(self.read(path)?).with_context(|| format!("{path} of the built site is not text"))
    }

    /// Writes a file, over an older one if there is one.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> anyhow::Result<()> {
        fs::write(self.folder.join(path), content)
            .with_context(|| format!("writing {path} of the built site"))
    }

    /// Gives a file another name.
    ///
    /// # Errors
    /// Where it is not there.
    pub(crate) fn rename(&self, from: &str, to: &str) -> anyhow::Result<()> {
        fs::rename(self.folder.join(from), self.folder.join(to))
            .with_context(|| format!("renaming {from} to {to}"))
    }

    /// Replaces a piece of a text file wherever it is.
    ///
    /// # Errors
    /// Where it is nowhere, or the file cannot be read or written.
    pub(crate) fn replace(&self, path: &str, piece: &str, with: &str) -> anyhow::Result<()> {
        let text = self.text(path)?;
        ensure!(text.contains(piece), "{path} of the built site does not hold `{piece}`");
        self.write(path, text.replace(piece, with))
    }

    /// Puts the folder in the place of the last build's.
    ///
    /// # Errors
    /// Where the system does not let us.
    pub(crate) fn finish(self, destination: &Path) -> anyhow::Result<PathBuf> {
        let old = self.folder.with_extension("old");
        if old.exists() {
            fs::remove_dir_all(&old).with_context(|| format!("removing {}", old.display()))?;
        }
        if destination.exists() {
            fs::rename(destination, &old)
                .with_context(|| format!("moving {} away", destination.display()))?;
        }
        fs::rename(&self.folder, destination)
            .with_context(|| format!("moving the site to {}", destination.display()))?;
        if old.exists() {
            fs::remove_dir_all(&old).with_context(|| format!("removing {}", old.display()))?;
        }
        Ok(destination.to_path_buf())
    }
}

/// The first 64 bits of the content's SHA-256 in hexadecimal: what a hashed file name carries.
pub(crate) fn short_hash(content: &[u8]) -> String {
    let mut hash = hex::encode(Sha256::digest(content));
    hash.truncate(16);
    hash
}

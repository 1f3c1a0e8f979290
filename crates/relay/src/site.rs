//! The app's files, held in memory with their stored encodings.

pub(crate) mod names;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::encoding::Encoding;

/// Why an app's folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file or folder could not be read.
    #[error("cannot read {path}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder holds no page to start from.
    #[error("{0} holds no index.html: build the app first")]
    NoIndex(PathBuf),
}

/// A folder of files as it was when it was read, by the path a request names.
#[derive(Debug)]
pub(crate) struct Site {
    files: HashMap<String, File>,
    index: File,
}

/// One file with what its answers need.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// The media type.
    pub(crate) content_type: &'static str,
    /// Whether the name carries a hash of the content, so that a copy may be kept for ever.
    pub(crate) immutable: bool,
    /// The first 128 bits of the content's SHA-256, in hexadecimal.
    pub(crate) hash: String,
    identity: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Site {
    /// Reads the folder. A file `x.br` or `x.gz` beside a file `x` is taken as the latter's stored
    /// encoding and has no address of its own; hidden files and symbolic links are left out.
    ///
    /// # Errors
    /// [`SiteError`] where a file cannot be read or there is no `index.html`.
    pub(crate) fn read(folder: &Path) -> Result<Self, SiteError> {
        let mut contents = HashMap::new();
        let walk = WalkDir::new(folder).into_iter().filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        });
        for entry in walk {
            let entry = entry.map_err(|error| SiteError::Read {
                path: error.path().unwrap_or(folder).to_path_buf(),
                source: error.into(),
            })?;
            if !entry.file_type().is_file() {
                continue;
            }
            let Ok(relative) = entry.path().strip_prefix(folder) else { continue };
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            let content = std::fs::read(entry.path())
                .map_err(|source| SiteError::Read { path: entry.path().to_path_buf(), source })?;
            contents.insert(format!("/{}", parts.join("/")), Bytes::from(content));
        }
        let files = contents
            .iter()
            .filter(|(path, _)| !is_stored_encoding(path, &contents))
            .map(|(path, content)| (path.clone(), File::new(path, content, &contents)))
            .collect::<HashMap<_, _>>();
        let Some(index) = files.get(INDEX).cloned() else {
            return Err(SiteError::NoIndex(folder.to_path_buf()));
        };
        Ok(Self { files, index })
    }

    /// The file a request's path names: the file itself, or the starting page for `/` and for
    /// every path that could be one of the app's own addresses, which never hold a dot.
    pub(crate) fn find(&self, path: &str) -> Option<&File> {
        let decoded = names::decode(path)?;
        self.files.get(decoded.as_ref()).or_else(|| {
            let last = decoded.rsplit('/').next().unwrap_or_default();
            if last.contains('.') { None } else { Some(&self.index) }
        })
    }

    /// The starting page.
    pub(crate) fn index(&self) -> &File {
        &self.index
    }
}

impl File {
    /// The bytes in the first of the given encodings that is stored, with that encoding.
    pub(crate) fn in_encoding(&self, accepted: &[Encoding]) -> (Encoding, Bytes) {
        for encoding in accepted {
            let stored = match encoding {
                Encoding::Brotli => self.brotli.as_ref(),
                Encoding::Gzip => self.gzip.as_ref(),
                Encoding::Identity => Some(&self.identity),
            };
            if let Some(stored) = stored {
                return (*encoding, stored.clone());
            }
        }
        (Encoding::Identity, self.identity.clone())
    }

    fn new(path: &str, content: &Bytes, contents: &HashMap<String, Bytes>) -> Self {
        let mut hash = hex::encode(Sha256::digest(content));
        hash.truncate(32);
        Self {
            content_type: names::content_type(path),
            immutable: names::carries_hash(path),
            hash,
            identity: content.clone(),
            brotli: contents.get(&format!("{path}.br")).cloned(),
            gzip: contents.get(&format!("{path}.gz")).cloned(),
        }
    }
}

const INDEX: &str = "/index.html";

fn is_stored_encoding(path: &str, contents: &HashMap<String, Bytes>) -> bool {
    [".br", ".gz"]
        .iter()
        .any(|ending| path.strip_suffix(ending).is_some_and(|original| contents.contains_key(original)))
}

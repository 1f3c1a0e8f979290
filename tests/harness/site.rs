//! Copies of the built app, for stories in which it is another one.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// Copies a built app.
///
/// # Errors
/// Where it can not be read or written.
pub fn copy_site(from: &Path, into: &Path) -> anyhow::Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let to = into.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Removes the stored encodings of a file that was changed, so that it is served as it is.
///
/// # Errors
/// Where one can not be removed.
pub fn forget_encodings(file: &Path) -> anyhow::Result<()> {
    for ending in [".br", ".gz"] {
        let mut encoded = OsString::from(file);
        encoded.push(ending);
        if Path::new(&encoded).is_file() {
            fs::remove_file(&encoded)?;
        }
    }
    Ok(())
}

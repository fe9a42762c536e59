//! A single file outside of the dataset, written aside and swapped in.

use crate::publish::PublishError;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is written and does not yet stand in its place. Dropped, it is removed.
#[derive(Debug)]
pub struct Aside {
    /// Nothing, where the file in place says the same.
    file: Option<NamedTempFile>,
    target: PathBuf,
}

impl Aside {
    /// Writes a text beside its target; folders are made.
    ///
    /// # Errors
    /// When the folder cannot be made or the file cannot be written.
    pub fn write(target: &Path, text: &str) -> Result<Self, PublishError> {
        // A link stays a link: what it leads to is replaced.
        let target = std::fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        if std::fs::read(&target).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(Self { file: None, target });
        }
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(parent).map_err(PublishError::io("create", parent))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".undersigned-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(parent).map_err(PublishError::io("create a file in", parent))?;
        file.write_all(text.as_bytes()).map_err(PublishError::io("write", &target))?;
        file.as_file().sync_all().map_err(PublishError::io("write", &target))?;
        Ok(Self { file: Some(file), target })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the file in place cannot be replaced.
    pub fn swap_in(self) -> Result<(), PublishError> {
        let Self { file, target } = self;
        if let Some(file) = file {
            file.persist(&target).map_err(|error| PublishError::io("replace", &target)(error.error))?;
        }
        Ok(())
    }
}

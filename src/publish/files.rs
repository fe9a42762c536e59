//! The files of a published folder: their names, and writing them.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::publish::PublishError;
use crate::publish::checksums::{self, FileHash};

/// Files that desktops leave in folders and nobody misses.
const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// The names of the files in a folder and in those below it, with `/` between their parts, sorted. A folder that
/// holds nothing is named too. What desktops leave is not.
///
/// # Errors
/// When a folder cannot be listed.
pub fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut below = vec![String::new()];
    while let Some(prefix) = below.pop() {
        let mut is_empty = true;
        for entry in fs::read_dir(folder.join(&prefix))? {
            let entry = entry?;
            is_empty = false;
            let own = entry.file_name().to_string_lossy().into_owned();
            let name = format!("{prefix}{own}");
            // A link is not followed.
            if entry.file_type()?.is_dir() {
                below.push(format!("{name}/"));
            } else if !LITTER.contains(&own.as_str()) {
                names.push(name);
            }
        }
        if is_empty && !prefix.is_empty() {
            names.push(prefix.trim_end_matches('/').to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a name is one of a file in a folder or below it, and leads nowhere else.
pub fn is_inside(name: &str) -> bool {
    !name.contains('\\') && name.split('/').all(|part| !["", ".", ".."].contains(&part))
}

/// Where the bytes of a file go: to the disk, and into its hash.
pub type Sink = BufWriter<Hashed>;

/// A file that knows the hash of what was written to it.
#[derive(Debug)]
pub struct Hashed {
    file: File,
    hasher: checksums::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..n_written]);
        Ok(n_written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 18;

/// Writes a file.
///
/// # Errors
/// When it cannot be written.
pub fn write_with(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut Sink) -> Result<(), PublishError>,
) -> Result<FileHash, PublishError> {
    let path = &folder.join(name);
    let file = File::create(path).map_err(PublishError::io("create", path))?;
    let mut sink = Sink::with_capacity(BUFFER, Hashed { file, hasher: checksums::Hasher::default() });
    write(&mut sink)?;
    let Hashed { file, hasher } =
        sink.into_inner().map_err(|error| PublishError::io("write", path)(error.into_error()))?;
    file.sync_all().map_err(PublishError::io("write", path))?;
    Ok(hasher.of_file(name))
}

/// Writes a file that is at hand as text; folders above it are made.
///
/// # Errors
/// When it cannot be written.
pub fn write_text(folder: &Path, name: &str, text: &str) -> Result<FileHash, PublishError> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(PublishError::io("create", parent))?;
    }
    write_with(folder, name, |sink| sink.write_all(text.as_bytes()).map_err(PublishError::io("write", &path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_below_are_named() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b/c.js", "a.csv", "b/.DS_Store", "Thumbs.db"] {
            write_text(folder.path(), name, "x").unwrap();
        }
        fs::create_dir(folder.path().join("empty")).unwrap();
        assert_eq!(names(folder.path()).unwrap(), ["a.csv", "b/c.js", "empty"]);
        assert!(names(&folder.path().join("none")).is_err());
        let file = write_text(folder.path(), "d/e", "text").unwrap();
        assert_eq!(file, checksums::hash(folder.path(), "d/e").unwrap());
    }

    #[test]
    fn names_lead_nowhere_else() {
        for name in ["a.csv", "explorer/a.js", "..a"] {
            assert!(is_inside(name), "{name}");
        }
        for name in ["", "/a", "a/", "../a", "a/../b", "a//b", "a\\b", "."] {
            assert!(!is_inside(name), "{name}");
        }
    }
}

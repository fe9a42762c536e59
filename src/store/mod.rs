//! Files in: the documents of the input folder with their sidecars, and people's decisions. The only
//! module besides `config`, `publish` and `cli` that touches the disk.

pub mod frame;

use crate::model::{Issue, IssueCode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A document as found on disk.
#[derive(Debug)]
pub struct InputFile {
    /// Path below the input folder, with `/` between its parts.
    pub path: String,
    /// Where it is.
    pub location: PathBuf,
    /// Where its sidecar is, with the path below the input folder.
    pub sidecar: Option<(String, PathBuf)>,
}

/// Bytes of a document, or why there are none.
#[derive(Debug)]
pub struct Bytes {
    /// The content; empty when it could not be read.
    pub content: Vec<u8>,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Why it could not be read.
    pub error: Option<String>,
}

/// The documents below a folder in order of path, and what is wrong with what lies there. Hidden files and
/// folders are passed over; `.toml` files are sidecars, not documents.
///
/// # Errors
/// When the folder itself cannot be listed.
pub fn documents(folder: &Path) -> Result<(Vec<InputFile>, Vec<Issue>), std::io::Error> {
    std::fs::read_dir(folder)?;
    let mut issues = Vec::new();
    let mut documents: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut sidecars: BTreeMap<String, PathBuf> = BTreeMap::new();
    let is_hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| name.starts_with('.'))
    };
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_entry(|entry| !is_hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let path = relative(folder, entry.path());
                if path.ends_with(".toml") {
                    sidecars.insert(path, entry.into_path());
                } else {
                    documents.insert(path, entry.into_path());
                }
            }
            Err(error) => {
                let path = error.path().map(|path| relative(folder, path)).unwrap_or_default();
                let reason = error
                    .io_error()
                    .map_or_else(|| "a link that leads to itself".to_owned(), ToString::to_string);
                issues.push(Issue::new(IssueCode::UnreadableFile, &path, reason));
            }
        }
    }
    let mut used = std::collections::BTreeSet::new();
    let documents = documents
        .into_iter()
        .map(|(path, location)| {
            let sidecar = sidecar_names(&path)
                .into_iter()
                .find_map(|name| sidecars.get(&name).map(|location| (name, location.clone())));
            used.extend(sidecar.iter().map(|(name, _)| name.clone()));
            InputFile { path, location, sidecar }
        })
        .collect();
    for path in sidecars.keys().filter(|path| !used.contains(*path)) {
        issues.push(Issue::new(
            IssueCode::OrphanSidecar,
            path,
            "there is no document of this name beside the sidecar",
        ));
    }
    Ok((documents, issues))
}

/// Reads a file; what goes wrong is part of the result.
pub fn read(location: &Path) -> Bytes {
    let (content, error) = match std::fs::read(location) {
        Ok(content) => (content, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    Bytes { sha256: sha256(&content), content, error }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `letter.txt.gz` may have `letter.txt.gz.toml`, `letter.txt.toml` or `letter.toml` beside it.
fn sidecar_names(path: &str) -> Vec<String> {
    let mut names = vec![format!("{path}.toml")];
    let mut stem = path;
    while let Some((shorter, extension)) = stem.rsplit_once('.')
        && !extension.contains('/')
        && names.len() < 3
    {
        names.push(format!("{shorter}.toml"));
        stem = shorter;
    }
    names
}

fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> =
        below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_and_sidecars() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        };
        for name in ["b/2.txt.gz", "b/2.toml", "a.md", "lost.toml", ".hidden/c.txt"] {
            write(name);
        }
        let (found, issues) = documents(folder.path()).unwrap();
        let found: Vec<_> = found.iter().map(|file| (file.path.as_str(), file.sidecar.is_some())).collect();
        assert_eq!(found, [("a.md", false), ("b/2.txt.gz", true)]);
        let codes: Vec<_> = issues.iter().map(|issue| (issue.code, issue.path.as_str())).collect();
        assert_eq!(codes, [(IssueCode::OrphanSidecar, "lost.toml")]);
    }
}

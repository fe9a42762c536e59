//! Files in: the documents of the input folder with their sidecars, and people's decisions. The only
//! module besides `config`, `publish` and `cli` that touches the disk.

pub mod frame;
pub mod pack;

use crate::model::{Issue, IssueCode};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document as found on disk.
#[derive(Debug)]
pub struct InputFile {
    /// Path below the input folder, with `/` between its parts.
    pub path: String,
    /// Where it is.
    pub location: PathBuf,
    /// Where its sidecar is, with the path below the input folder.
    pub sidecar: Option<(String, PathBuf)>,
    /// Which links are followed when it is read.
    pub links: Links,
}

impl InputFile {
    /// Reads it; see [`read`].
    pub fn read(&self, max_bytes: u64) -> Bytes {
        read_by(&self.location, max_bytes, &self.links)
    }
}

/// Which links are followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Links {
    /// Those to files, wherever they lead.
    #[default]
    ToFiles,
    /// Those to files in that folder.
    Within(Arc<Path>),
    /// All.
    All,
}

/// Bytes of a document, or why there are none.
#[derive(Debug)]
pub struct Bytes {
    /// The content, one byte more than the limit at most; empty when it could not be read.
    pub content: Vec<u8>,
    /// Size of the file.
    pub n_bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Why it could not be read.
    pub error: Option<String>,
    /// For a folder, the files in it in order of their paths below it; then `content` is empty.
    pub members: Option<Vec<(String, Bytes)>>,
}

/// Sidecar of a folder that is one document.
const FOLDER_SIDECAR: &str = "letter.toml";

/// The documents below a folder in order of path, and what is wrong with what lies there. Hidden files and
/// folders are passed over; `.toml` files are sidecars, not documents, and a folder that holds a `letter.toml`
/// is one document with all that is in it. A link to a file in the folder is that
/// file. Other links are documents that cannot be read, unless all are followed, as is whatever else is no file.
///
/// # Errors
/// When the folder itself cannot be listed.
pub fn documents(folder: &Path, follow_links: bool) -> Result<(Vec<InputFile>, Vec<Issue>), io::Error> {
    std::fs::read_dir(folder)?;
    let links = if follow_links { Links::All } else { Links::Within(folder.canonicalize()?.into()) };
    let mut issues = Vec::new();
    let mut documents: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut sidecars: BTreeSet<PathBuf> = BTreeSet::new();
    let is_hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let walk = walkdir::WalkDir::new(folder).min_depth(1).follow_links(follow_links).sort_by_file_name();
    let mut walk = walk.into_iter().filter_entry(|entry| !is_hidden(entry));
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() && !entry.path().join(FOLDER_SIDECAR).is_file() => {}
            Ok(entry) if entry.path().extension() == Some(OsStr::new("toml")) => {
                sidecars.insert(entry.into_path());
            }
            Ok(entry) => {
                let mut path = relative(folder, entry.path());
                if documents.contains_key(&path) {
                    path = free_name(&documents, &path);
                    let message = "the path is not valid UTF-8, and as far as it is, another document has it; \
                                   a number was added";
                    issues.push(Issue::new(IssueCode::InvalidEncoding, &path, message));
                }
                if entry.file_type().is_dir() {
                    sidecars.insert(entry.path().join(FOLDER_SIDECAR));
                    walk.skip_current_dir();
                }
                documents.insert(path, entry.into_path());
            }
            // Followed, it leads nowhere: reading it will say so.
            Err(error) if error.loop_ancestor().is_none() && error.path().is_some_and(Path::is_symlink) => {
                let location = error.path().unwrap_or(folder).to_path_buf();
                documents.insert(relative(folder, &location), location);
            }
            Err(error) => {
                let path = error.path().map(|path| relative(folder, path)).unwrap_or_default();
                issues.push(Issue::new(IssueCode::UnreadableFile, &path, reason(&error)));
            }
        }
    }
    let mut used = BTreeSet::new();
    let documents = documents
        .into_iter()
        .map(|(path, location)| {
            let sidecar = sidecar_beside(&location, |path| sidecars.contains(path));
            used.extend(sidecar.clone());
            let sidecar = sidecar.map(|location| (relative(folder, &location), location));
            InputFile { path, location, sidecar, links: links.clone() }
        })
        .collect();
    for location in sidecars.difference(&used) {
        issues.push(Issue::new(
            IssueCode::OrphanSidecar,
            &relative(folder, location),
            "there is no document of this name beside the sidecar",
        ));
    }
    Ok((documents, issues))
}

/// Where the sidecar of a document is: `letter.txt.gz` may have `letter.txt.gz.toml`, `letter.txt.toml` or
/// `letter.toml` beside it, a folder has the `letter.toml` in it.
pub fn sidecar_beside(document: &Path, is_there: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let mut longest = document.as_os_str().to_owned();
    longest.push(".toml");
    [
        document.join(FOLDER_SIDECAR),
        longest.into(),
        document.with_extension("toml"),
        document.with_extension("").with_extension("toml"),
    ]
    .into_iter()
    .find(|sidecar: &PathBuf| sidecar != document && is_there(sidecar))
}

/// Reads a document; what goes wrong is part of the result. Of one that is larger than the limit no more is
/// kept than tells that it is. A folder is read with all files in it.
pub fn read(location: &Path, max_bytes: u64) -> Bytes {
    read_by(location, max_bytes, &Links::ToFiles)
}

fn read_by(location: &Path, max_bytes: u64, links: &Links) -> Bytes {
    let metadata = match links {
        Links::All => location.metadata(),
        Links::ToFiles | Links::Within(_) => location.symlink_metadata(),
    };
    if metadata.is_ok_and(|metadata| metadata.is_dir()) {
        return read_folder(location, max_bytes, links);
    }
    let mut content = Vec::new();
    let mut hash = Sha256::new();
    let mut hash_all = || -> io::Result<u64> {
        let mut file = open(location, links)?;
        (&mut file).take(max_bytes.saturating_add(1)).read_to_end(&mut content)?;
        hash.update(&content);
        let mut n_bytes = content.len() as u64;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(n_bytes),
                Ok(n) => {
                    hash.update(&buffer[..n]);
                    n_bytes += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    };
    match hash_all() {
        Ok(n_bytes) => {
            Bytes { content, n_bytes, sha256: hexadecimal(&hash.finalize()), error: None, members: None }
        }
        Err(error) => Bytes::unreadable(error.to_string()),
    }
}

impl Bytes {
    fn unreadable(reason: String) -> Self {
        Self { content: Vec::new(), n_bytes: 0, sha256: sha256(&[]), error: Some(reason), members: None }
    }
}

/// Why something could not be listed, without where it is on this machine.
fn reason(error: &walkdir::Error) -> String {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => "it is a link to a folder that it lies in".to_owned(),
        (None, Some(error)) => error.to_string(),
        (None, None) => "it cannot be listed".to_owned(),
    }
}

/// The files of a folder in byte order of their paths, without its sidecar and what is hidden. The hash is that
/// of their names and hashes.
fn read_folder(folder: &Path, max_bytes: u64, links: &Links) -> Bytes {
    let is_hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let mut files: Vec<(String, PathBuf, Option<String>)> = walkdir::WalkDir::new(folder)
        .min_depth(1)
        .follow_links(*links == Links::All)
        .into_iter()
        .filter_entry(|entry| !is_hidden(entry))
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() || entry.path() == folder.join(FOLDER_SIDECAR) => None,
            Ok(entry) => Some((relative(folder, entry.path()), entry.into_path(), None)),
            Err(error) => {
                let location = error.path().unwrap_or(folder).to_path_buf();
                Some((relative(folder, &location), location, Some(reason(&error))))
            }
        })
        .collect();
    files.sort();
    let mut all =
        Bytes { content: Vec::new(), n_bytes: 0, sha256: String::new(), error: None, members: None };
    let mut hash = Sha256::new();
    let mut left = max_bytes;
    let mut members = Vec::with_capacity(files.len());
    for (name, location, error) in files {
        let bytes = error.map_or_else(|| read_by(&location, left, links), Bytes::unreadable);
        left = left.saturating_sub(bytes.content.len() as u64);
        all.n_bytes += bytes.n_bytes;
        for part in [name.as_str(), "\0", &bytes.sha256, bytes.error.as_deref().unwrap_or_default(), "\n"] {
            hash.update(part);
        }
        members.push((name, bytes));
    }
    all.sha256 = hexadecimal(&hash.finalize());
    all.members = Some(members);
    all
}

/// A file that a person wrote, by the path that issues name it by: its text, or why there is none.
pub type Written = (String, Result<String, String>);

/// The sidecar of a document, if it has one.
pub fn sidecar(file: &InputFile) -> Option<Written> {
    let (path, location) = file.sidecar.as_ref()?;
    Some((path.clone(), text(location, &file.links).map_err(|error| error.to_string())))
}

/// A file of the folder of curation, if there is one.
pub fn curated(curation: &Path, name: &str) -> Option<Written> {
    let path = match curation.file_name() {
        Some(folder) => format!("{}/{name}", folder.to_string_lossy()),
        None => name.to_owned(),
    };
    match text(&curation.join(name), &Links::ToFiles) {
        Ok(text) => Some((path, Ok(text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some((path, Err(error.to_string()))),
    }
}

/// The files that lie in a folder, by name, with the SHA-256 of each or why it cannot be read; those of a folder
/// that is not there are none. Hidden ones are passed over.
pub fn hashes(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = (!name.starts_with('.')).then(|| read(&entry.path(), 0))?;
            Some((name, bytes.error.unwrap_or(bytes.sha256)))
        })
        .collect()
}

fn text(location: &Path, links: &Links) -> io::Result<String> {
    let mut bytes = Vec::new();
    open(location, links)?.read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        io::Error::other(format!("it is not UTF-8: see line {line}"))
    })
}

/// Opens a regular file, or what a link says is one. A pipe would never end, a device may do anything.
fn open(location: &Path, links: &Links) -> io::Result<File> {
    if let Links::Within(folder) = links
        && location.is_symlink()
        && !location.canonicalize()?.starts_with(folder)
    {
        let message = "it is a link that leads out of the folder of documents, which is not followed without \
                       input.follow_links";
        return Err(io::Error::other(message));
    }
    let kind = std::fs::metadata(location)?.file_type();
    if kind.is_file() {
        return File::open(location);
    }
    Err(io::Error::other(match kind.is_dir() {
        true if location.is_symlink() => {
            "it is a link to a folder, which is not followed without input.follow_links"
        }
        true => "it is a folder",
        false => "it is a pipe, a socket or a device, not a file",
    }))
}

/// Writes a file as a whole: beside its place first, then moved there. Folders above it are made.
///
/// # Errors
/// When that cannot be done; then what stood there before still does.
pub fn write_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // Others may read it, as far as the user's mask allows.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Whether something can be written to a folder, or to the first one above it that is there; nothing is left.
///
/// # Errors
/// When it cannot.
pub fn can_write(folder: &Path) -> io::Result<()> {
    let folder = std::path::absolute(folder)?;
    match folder.ancestors().find(|folder| folder.exists()) {
        Some(there) => tempfile::tempfile_in(there).map(drop),
        None => Err(io::ErrorKind::NotFound.into()),
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The path with the first number before its ends, from 2, that no other has.
fn free_name(taken: &BTreeMap<String, PathBuf>, path: &str) -> String {
    let stem = path.strip_suffix(".gz").unwrap_or(path);
    let stem = stem.rsplit_once('.').filter(|(_, end)| !end.contains('/')).map_or(stem, |(stem, _)| stem);
    let end = &path[stem.len()..];
    let names = (2_u64..).map(|number| format!("{stem}~{number}{end}"));
    names.into_iter().find(|name| !taken.contains_key(name)).unwrap_or_else(|| path.to_owned())
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
        let (found, issues) = documents(folder.path(), false).unwrap();
        let found: Vec<_> = found.iter().map(|file| (file.path.as_str(), file.sidecar.is_some())).collect();
        assert_eq!(found, [("a.md", false), ("b/2.txt.gz", true)]);
        let codes: Vec<_> = issues.iter().map(|issue| (issue.code, issue.path.as_str())).collect();
        assert_eq!(codes, [(IssueCode::OrphanSidecar, "lost.toml")]);
    }

    fn paths(folder: &Path) -> Vec<String> {
        documents(folder, false).unwrap().0.into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn sidecars_of_any_length() {
        let folder = tempfile::tempdir().unwrap();
        let check = |document: &str, sidecar: &str, is_found: bool| {
            let there = folder.path().join(sidecar);
            let found = sidecar_beside(&folder.path().join(document), |path| path == there);
            assert_eq!(found.is_some(), is_found, "{document} {sidecar}");
        };
        check("letter.txt.gz", "letter.txt.gz.toml", true);
        check("letter.txt.gz", "letter.txt.toml", true);
        check("letter.txt.gz", "letter.toml", true);
        check("letter.txt", "letter.txt.toml", true);
        check("letter", "letter.toml", true);
        check("letter.toml", "letter.toml", false);
        check("letter.txt", "other.toml", false);
    }

    #[test]
    fn large_files_are_hashed_but_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, vec![b'x'; 200_000]).unwrap();
        for (limit, n_kept) in [(100, 101), (199_999, 200_000), (200_000, 200_000), (u64::MAX, 200_000)] {
            let bytes = read(&path, limit);
            assert_eq!((bytes.content.len(), bytes.n_bytes, bytes.error), (n_kept, 200_000, None));
            assert_eq!(bytes.sha256, sha256(&[b'x'; 200_000]));
        }
        assert!(read(&folder.path().join("gone"), 100).error.is_some());
    }

    #[test]
    fn what_people_wrote_is_named_by_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let curation = folder.path().join("verdicts");
        assert_eq!(curated(&curation, "decisions.csv"), None);
        std::fs::create_dir_all(curation.join("decisions.csv")).unwrap();
        let path = "verdicts/decisions.csv".to_owned();
        assert_eq!(
            curated(&curation, "decisions.csv"),
            Some((path.clone(), Err("it is a folder".to_owned())))
        );
        std::fs::remove_dir(curation.join("decisions.csv")).unwrap();
        std::fs::write(curation.join("decisions.csv"), "left").unwrap();
        assert_eq!(curated(&curation, "decisions.csv"), Some((path.clone(), Ok("left".to_owned()))));
        std::fs::write(curation.join("decisions.csv"), b"left\n\xff\n").unwrap();
        assert_eq!(
            curated(&curation, "decisions.csv"),
            Some((path, Err("it is not UTF-8: see line 2".to_owned())))
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_files_only_and_other_things_are_not_opened() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("letter.txt"), "Dear all").unwrap();
        let real = outside.path().join("real");
        std::fs::create_dir(&real).unwrap();
        // The input folder itself may be a link.
        let raw = outside.path().join("raw");
        symlink(&real, &raw).unwrap();
        let link = |target: &Path, name: &str| symlink(target, raw.join(name)).unwrap();
        link(&outside.path().join("letter.txt"), "a.txt");
        link(outside.path(), "b.txt");
        link(Path::new("gone"), "c.txt");
        link(Path::new("/dev/zero"), "d.txt");
        let _socket = std::os::unix::net::UnixListener::bind(raw.join("e.txt")).unwrap();
        assert_eq!(paths(&raw), ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]);
        let check = |name: &str, content: &str, error: Option<&str>| {
            let bytes = read(&raw.join(name), 100);
            assert_eq!(bytes.content, content.as_bytes(), "{name}");
            match (bytes.error, error) {
                (None, None) => {}
                (Some(error), Some(part)) => assert!(error.contains(part), "{name}: {error}"),
                (error, _) => panic!("{name}: {error:?}"),
            }
        };
        check("a.txt", "Dear all", None);
        check("b.txt", "", Some("link to a folder"));
        check("c.txt", "", Some("No such file"));
        check("d.txt", "", Some("device"));
        check("e.txt", "", Some("socket"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn paths_that_read_alike_are_two_documents() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        for name in [b"a\xfe.txt.gz".as_slice(), b"a\xff.txt.gz", b"a\xff.toml"] {
            std::fs::write(folder.path().join(OsStr::from_bytes(name)), name).unwrap();
        }
        let (found, issues) = documents(folder.path(), false).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|file| (file.path.as_str(), file.sidecar.is_some(), read(&file.location, 100).content))
            .collect();
        assert_eq!(
            found,
            [
                ("a\u{fffd}.txt.gz", false, b"a\xfe.txt.gz".to_vec()),
                ("a\u{fffd}~2.txt.gz", true, b"a\xff.txt.gz".to_vec()),
            ]
        );
        let issues: Vec<_> = issues.iter().map(|issue| (issue.code, issue.path.as_str())).collect();
        assert_eq!(issues, [(IssueCode::InvalidEncoding, "a\u{fffd}~2.txt.gz")]);
    }
}

//! Written aside, swapped in: the folder beside the target in which a dataset is written, and how it
//! takes the target's place.
//!
//! Beside the target `output` there may be, for the time of a run, `.undersigned-output.lock`,
//! `.undersigned-output.new-…` and `.undersigned-output.old`. What a killed run leaves of them is removed
//! by the next. Where the system cannot let two folders change places in one step, a run may be killed between
//! two; then the old dataset is put back first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempDir;

use crate::publish::checksums::FileHash;
use crate::publish::{PublishError, Staged, checksums, files, package};

/// A folder in which a dataset is written. Dropped, it is removed.
#[derive(Debug)]
pub struct Staging {
    folder: TempDir,
    target: PathBuf,
    old: PathBuf,
    lock: Lock,
}

impl Staging {
    /// A fresh folder beside the target, if the target may be replaced.
    pub fn open(target: &Path) -> Result<Self, PublishError> {
        let target = resolve(target)?;
        let not_a_folder = || PublishError::NotAFolder { path: target.clone() };
        let parent = target.parent().ok_or_else(not_a_folder)?;
        let name = target.file_name().ok_or_else(not_a_folder)?.to_string_lossy().into_owned();
        fs::create_dir_all(parent).map_err(PublishError::io("create", parent))?;

        let lock = Lock::take(parent.join(format!(".undersigned-{name}.lock")), &target)?;
        let old = parent.join(format!(".undersigned-{name}.old"));
        let prefix = format!(".undersigned-{name}.new-");
        clean_up(parent, &prefix, &old, &target)?;
        check_replaceable(&target)?;

        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix);
        #[cfg(unix)]
        {
            // What is published is to be read by others, as far as the user's mask allows.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let folder = builder.tempdir_in(parent).map_err(PublishError::io("create a folder in", parent))?;
        Ok(Self { folder, target, old, lock })
    }

    /// Removes what a killed run left beside the target, if it left anything and no run is at work.
    pub fn tidy(target: &Path) {
        let Ok(target) = resolve(target) else { return };
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else { return };
        let prefix = format!(".undersigned-{}.", name.to_string_lossy());
        let is_left = |entry: io::Result<fs::DirEntry>| {
            entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        };
        if fs::read_dir(parent).is_ok_and(|mut entries| entries.any(is_left)) {
            // A run begins with that and may be refused; there is nothing else to do.
            drop(Self::open(&target));
        }
    }

    /// The folder to write to.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Copies a file from the target, if the file that stands there has that hash.
    pub fn reuse(&self, name: &str, sha256: &str) -> Option<FileHash> {
        fs::copy(self.target.join(name), self.path().join(name)).ok()?;
        checksums::hash(self.path(), name).ok().filter(|file| file.sha256 == sha256)
    }

    /// The names of files that the target lacks, or has with other content, or has and the staged dataset lacks.
    pub fn differences(&self, staged: &Staged) -> Vec<String> {
        let names = files::names(&self.target).unwrap_or_default();
        let there: Vec<FileHash> =
            names.par_iter().filter_map(|name| checksums::hash(&self.target, name).ok()).collect();
        let by_name = |files: &[FileHash]| -> BTreeMap<String, String> {
            files.iter().map(|file| (file.name.clone(), file.sha256.clone())).collect()
        };
        let (mut new, old) = (by_name(&staged.files), by_name(&there));
        new.insert(checksums::FILE.to_owned(), staged.sums.clone());
        let names: BTreeSet<&String> = new.keys().chain(old.keys()).collect();
        names.into_iter().filter(|name| new.get(*name) != old.get(*name)).cloned().collect()
    }

    /// Puts the folder in the target's place, in one step where the system can do that: a reader meets the old
    /// dataset or the new one, and so does whoever looks after a run was killed. The old one is moved to
    /// `previous`, whose own former content is removed, or is itself removed.
    pub fn swap_in(self, previous: Option<&Path>) -> Result<(), PublishError> {
        let Self { folder, target, old, lock } = self;
        sync(folder.path());
        // The folder is about to move; nothing else removes it then.
        let staged = folder.keep();
        if !target.exists() {
            fs::rename(&staged, &target).map_err(PublishError::io("replace", &target))?;
        } else if exchange(&staged, &target).is_ok() {
            // The old dataset has the name of the staged one now.
            let _ = fs::rename(&staged, &old);
        } else {
            fs::rename(&target, &old).map_err(PublishError::io("move", &target))?;
            if let Err(source) = fs::rename(&staged, &target) {
                fs::rename(&old, &target).map_err(PublishError::io("move back", &old))?;
                let _ = fs::remove_dir_all(&staged);
                return Err(PublishError::io("replace", &target)(source));
            }
        }
        if let Some(parent) = target.parent() {
            sync(parent);
        }
        // The new dataset stands; what cannot be moved or removed now is removed by the next run.
        if let Some(previous) = previous
            && old.exists()
            && check_replaceable(previous).is_ok()
        {
            let _ = fs::remove_dir_all(previous);
            let _ = previous.parent().map(fs::create_dir_all);
            let _ = fs::rename(&old, previous);
        }
        let _ = fs::remove_dir_all(&old);
        drop(lock);
        Ok(())
    }
}

/// Lets two folders change places in one step.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(left: &Path, right: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, left, CWD, right, RenameFlags::EXCHANGE)?)
}

/// Lets two folders change places in one step: not here.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The target without links and relative parts, so that renaming meets the folder itself.
fn resolve(target: &Path) -> Result<PathBuf, PublishError> {
    if target.exists() {
        fs::canonicalize(target).map_err(PublishError::io("read", target))
    } else {
        std::path::absolute(target).map_err(PublishError::io("read", target))
    }
}

fn clean_up(parent: &Path, prefix: &str, old: &Path, target: &Path) -> Result<(), PublishError> {
    if old.exists() {
        if target.exists() {
            fs::remove_dir_all(old).map_err(PublishError::io("remove", old))?;
        } else {
            fs::rename(old, target).map_err(PublishError::io("move back", old))?;
        }
    }
    for entry in fs::read_dir(parent).map_err(PublishError::io("read", parent))? {
        let entry = entry.map_err(PublishError::io("read", parent))?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            fs::remove_dir_all(entry.path()).map_err(PublishError::io("remove", &entry.path()))?;
        }
    }
    Ok(())
}

/// A target may be replaced when it is not there, or empty, or holds a dataset of ours and nothing else.
fn check_replaceable(target: &Path) -> Result<(), PublishError> {
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return Err(PublishError::NotAFolder { path: target.to_owned() });
    }
    let names = files::names(target).map_err(PublishError::io("read", target))?;
    if names.is_empty() {
        return Ok(());
    }
    let read = |name: &str| fs::read_to_string(target.join(name)).ok();
    let sums = read(checksums::FILE);
    let (Some(sums), true) = (sums, read(package::FILE).is_some_and(|text| package::is_ours(&text))) else {
        return Err(PublishError::NotOurs { path: target.to_owned() });
    };
    let ours: BTreeSet<&str> = checksums::names(&sums).chain([checksums::FILE]).collect();
    match names.iter().find(|name| !ours.contains(name.as_str())) {
        Some(stranger) => Err(PublishError::Stranger { path: target.join(stranger) }),
        None => Ok(()),
    }
}

/// Whether a target may be replaced, and a folder can be made beside it. One that is made is removed at once.
pub fn can_replace(target: &Path) -> Result<(), PublishError> {
    let target = resolve(target)?;
    check_replaceable(&target)?;
    let above = target.ancestors().skip(1).find(|folder| folder.exists());
    let above = above.ok_or_else(|| PublishError::NotAFolder { path: target.clone() })?;
    tempfile::tempfile_in(above).map_err(PublishError::io("create a file in", above)).map(drop)
}

/// Asks that a folder's entries reach the disk; not every system can.
fn sync(folder: &Path) {
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
}

/// Held while a run publishes to a target; the system lets go of it when a run is killed.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    fn take(path: PathBuf, target: &Path) -> Result<Self, PublishError> {
        loop {
            let file = File::create(&path).map_err(PublishError::io("create", &path))?;
            match file.try_lock() {
                // Another run may have removed the file between its opening and its locking; then
                // nobody else can meet this lock, and one is taken of the file that stands there now.
                Ok(()) if !is_at(&file, &path) => continue,
                Ok(()) => return Ok(Self { path, file }),
                Err(fs::TryLockError::WouldBlock) => {
                    return Err(PublishError::Busy { path: target.to_owned() });
                }
                Err(fs::TryLockError::Error(source)) => return Err(PublishError::io("lock", &path)(source)),
            }
        }
    }
}

/// Whether an open file is the one that a path names.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(opened), Ok(named)) => identity(opened) == identity(named),
        _ => false,
    }
}

/// Whether an open file is the one that a path names: elsewhere than on Unix a file that is open for a
/// lock keeps its name until it is closed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_lock_of_a_removed_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let target = folder.path().join("output");
        let first = Lock::take(path.clone(), &target).unwrap();
        // Opened while the first run holds it, locked after the first run has removed it.
        let late = File::create(&path).unwrap();
        assert!(is_at(&late, &path));
        drop(first);
        late.try_lock().unwrap();
        assert!(!is_at(&late, &path));

        let second = Lock::take(path.clone(), &target).unwrap();
        assert!(!is_at(&late, &path));
        assert!(is_at(&second.file, &path));
        assert!(matches!(Lock::take(path.clone(), &target), Err(PublishError::Busy { .. })));
        drop(second);
        assert!(!path.exists());
    }
}

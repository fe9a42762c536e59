//! Written aside, swapped in: the folder beside the target in which a dataset is written, and how it
//! takes the target's place.
//!
//! Beside the target `output` there may be, for the time of a run, `.undersigned-output.lock`,
//! `.undersigned-output.new-…` and `.undersigned-output.old`. What a killed run leaves of them is removed
//! by the next; where it was killed between the two renames, the old dataset is put back first.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::publish::{PublishError, checksums, package};

/// Files that desktops leave in folders and nobody misses.
pub const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

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

    /// The folder to write to.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts the folder in the target's place.
    pub fn swap_in(self) -> Result<(), PublishError> {
        let Self { folder, target, old, lock } = self;
        sync(folder.path());
        let is_replacing = target.exists();
        if is_replacing {
            fs::rename(&target, &old).map_err(PublishError::io("move", &target))?;
        }
        if let Err(source) = fs::rename(folder.path(), &target) {
            if is_replacing {
                fs::rename(&old, &target).map_err(PublishError::io("move back", &old))?;
            }
            return Err(PublishError::io("replace", &target)(source));
        }
        // The folder has moved; there is nothing left to remove.
        let _ = folder.keep();
        if let Some(parent) = target.parent() {
            sync(parent);
        }
        if is_replacing {
            // The new dataset stands; what cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&old);
        }
        drop(lock);
        Ok(())
    }
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
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(target).map_err(PublishError::io("read", target))? {
        let entry = entry.map_err(PublishError::io("read", target))?;
        names.insert(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !LITTER.contains(&name.as_str()));
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

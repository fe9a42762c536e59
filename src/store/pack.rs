//! A pack: results of earlier runs in one file, found by the hash of what they were made from.
//!
//! The file may be removed at any time, and one that is damaged, or of another form, counts as empty: all
//! that is lost is time.

use crate::store::write_atomically;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::io;
use std::ops::Range;
use std::path::Path;

/// SHA-256 of what a result was made from.
pub type Key = [u8; 32];

/// Makes a [`Key`] of parts that do not run together.
#[derive(Debug, Clone)]
pub struct KeyBuilder(Sha256);

impl KeyBuilder {
    /// A key of results of that kind.
    pub fn new(kind: &str) -> Self {
        let mut builder = Self(Sha256::new());
        builder.add(kind.as_bytes());
        builder
    }

    /// Adds a part.
    pub fn add(&mut self, part: &[u8]) -> &mut Self {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// Adds a part that may be missing, which is not the same as being empty.
    pub fn add_optional(&mut self, part: Option<&[u8]>) -> &mut Self {
        match part {
            None => self.add(b"none"),
            Some(part) => self.add(b"some").add(part),
        }
    }

    /// The key of all parts.
    pub fn finish(self) -> Key {
        self.0.finalize().into()
    }
}

/// First bytes of the file; the number counts forms of it.
const MAGIC: &[u8] = b"undersigned pack 1\n";
/// Bytes of a row of the index: key and length.
const ROW: usize = 32 + 8;
/// Bytes of the hash at the end.
const HASH: usize = 32;

/// Results by their keys.
#[derive(Debug, Default)]
pub struct Pack {
    bytes: Vec<u8>,
    entries: FxHashMap<Key, Range<usize>>,
}

impl Pack {
    /// The pack of a file; an empty one where there is none that can be used.
    pub fn read(path: &Path) -> Self {
        std::fs::read(path).ok().and_then(Self::parse).unwrap_or_default()
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let (content, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH)?)?;
        if Sha256::digest(content).as_slice() != hash {
            return None;
        }
        let rest = content.strip_prefix(MAGIC)?;
        let (n_entries, rest) = rest.split_first_chunk::<8>()?;
        let n_entries = usize::try_from(u64::from_le_bytes(*n_entries)).ok()?;
        let (index, _) = rest.split_at_checked(n_entries.checked_mul(ROW)?)?;
        let mut entries = FxHashMap::default();
        let mut at = MAGIC.len() + 8 + index.len();
        for row in index.chunks_exact(ROW) {
            let (key, length) = row.split_first_chunk::<32>()?;
            let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
            let end = at.checked_add(length).filter(|end| *end <= content.len())?;
            entries.insert(*key, at..end);
            at = end;
        }
        Some(Self { bytes, entries })
    }

    /// The result of a key.
    pub fn get(&self, key: &Key) -> Option<&[u8]> {
        self.bytes.get(self.entries.get(key)?.clone())
    }

    /// How many results there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Writes a pack, in the order of the entries.
///
/// # Errors
/// When the file cannot be written; then an older one stands as it was.
pub fn write(path: &Path, entries: &[(Key, &[u8])]) -> io::Result<()> {
    let size = entries.iter().map(|(_, bytes)| bytes.len() + ROW).sum::<usize>();
    let mut content = Vec::with_capacity(MAGIC.len() + 8 + size + HASH);
    content.extend_from_slice(MAGIC);
    content.extend_from_slice(&(entries.len() as u64).to_le_bytes());
    for (key, bytes) in entries {
        content.extend_from_slice(key);
        content.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    }
    for (_, bytes) in entries {
        content.extend_from_slice(bytes);
    }
    let hash = Sha256::digest(&content);
    content.extend_from_slice(&hash);
    write_atomically(path, &content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(text: &str) -> Key {
        let mut builder = KeyBuilder::new("test");
        builder.add(text.as_bytes());
        builder.finish()
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below/pack");
        assert!(Pack::read(&path).is_empty());
        write(&path, &[(key("a"), b"first"), (key("b"), b"")]).unwrap();
        let pack = Pack::read(&path);
        assert_eq!(pack.len(), 2);
        assert_eq!(pack.get(&key("a")), Some(b"first".as_slice()));
        assert_eq!(pack.get(&key("b")), Some(b"".as_slice()));
        assert_eq!(pack.get(&key("c")), None);
    }

    #[test]
    fn parts_do_not_run_together() {
        let of = |parts: &[&str]| {
            let mut builder = KeyBuilder::new("test");
            for part in parts {
                builder.add(part.as_bytes());
            }
            builder.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&[]), of(&[""]));
    }

    proptest! {
        #[test]
        fn a_damaged_pack_is_empty(at in 0_usize..1000, value in 0_u8..=255, cut in 0_usize..1000) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("pack");
            write(&path, &[(key("a"), b"first"), (key("b"), b"second")]).unwrap();
            let whole = std::fs::read(&path).unwrap();
            let mut changed = whole.clone();
            let at = at % changed.len();
            changed[at] = value;
            std::fs::write(&path, &changed).unwrap();
            prop_assert_eq!(Pack::read(&path).is_empty(), changed != whole);
            std::fs::write(&path, &whole[..cut % whole.len()]).unwrap();
            prop_assert!(Pack::read(&path).is_empty());
        }
    }
}

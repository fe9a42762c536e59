//! What a build keeps for the next, in the folder of `output.state`: what was read from each document, how
//! the signatories were linked, and which inputs gave the output that stands there.
//!
//! All is found by the hash of what it was made from, so nothing is ever out of date; the folder may be
//! removed at any time, and all that is lost is time.

use crate::config::Config;
use crate::model::{Issue, Linkage, Outcome, Reading};
use crate::pipeline::inputs::{CODE, as_value};
use crate::pipeline::record::Counts;
use crate::publish::Twins;
use crate::store::pack::{self, Key, Pack};
use crate::store::write_atomically;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The folder of what is kept; nothing is kept without one.
#[derive(Debug)]
pub struct Kept {
    folder: Option<PathBuf>,
    /// Whether what lies there is passed over.
    is_forgetting: bool,
    readings: Pack,
    /// The last build that was published.
    pub published: Option<Published>,
    troubles: Mutex<Vec<String>>,
}

/// The last build that was published, as the next needs to know it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Key of everything that it was made from, hexadecimal.
    pub fingerprint: String,
    /// Fingerprint of the program.
    pub code: String,
    /// The configuration.
    pub config: serde_json::Value,
    /// SHA-256 of its `SHA256SUMS`.
    pub sums: String,
    /// For each document, what it was made from: the hashes of its bytes and of its sidecar.
    pub documents: BTreeMap<String, (String, Option<String>)>,
    /// For each file of the folder of curation, its hash.
    pub curation: BTreeMap<String, String>,
    /// What was counted.
    pub counts: Counts,
    /// What people who made decisions must be told.
    pub notices: Vec<Issue>,
    /// Which Parquet file belongs to which CSV file.
    pub twins: Twins,
}

const READINGS: &str = "readings.pack";
const LINKAGE: &str = "linkage.pack";
const PUBLISHED: &str = "published.json";

impl Kept {
    /// What is kept in a folder.
    pub fn open(folder: Option<&Path>) -> Self {
        let published = folder.and_then(|folder| std::fs::read(folder.join(PUBLISHED)).ok());
        let published = published.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { published, is_forgetting: false, ..Self::forgetting(folder) }
    }

    /// As if nothing were kept in a folder; what comes is kept there.
    pub fn forgetting(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map(Path::to_path_buf),
            is_forgetting: true,
            readings: Pack::default(),
            published: None,
            troubles: Mutex::default(),
        }
    }

    /// Fetches what was read from documents, which takes a moment.
    #[must_use]
    pub fn with_readings(self) -> Self {
        Self { readings: self.pack(READINGS), ..self }
    }

    fn pack(&self, name: &str) -> Pack {
        match &self.folder {
            Some(folder) if !self.is_forgetting => Pack::read(&folder.join(name)),
            _ => Pack::default(),
        }
    }

    /// What was read from a document under that key.
    pub fn reading(&self, key: &Key) -> Option<(Reading, &[u8])> {
        let bytes = self.readings.get(key)?;
        Some((postcard::from_bytes(bytes).ok()?, bytes))
    }

    /// Whether something was read from a document under that key.
    pub fn has_reading(&self, key: &Key) -> bool {
        self.readings.get(key).is_some()
    }

    /// Keeps what was read from all documents; what was kept of others is dropped.
    pub fn keep_readings(&self, readings: &[(Key, &[u8])]) {
        let is_kept = !self.is_forgetting
            && readings.len() == self.readings.len()
            && readings.iter().all(|(key, _)| self.has_reading(key));
        if !is_kept {
            self.keep(READINGS, |path| pack::write(path, readings));
        }
    }

    /// How signatories were linked under that key.
    pub fn linkage(&self, key: &Key) -> Option<Outcome<Linkage>> {
        let pack = self.pack(LINKAGE);
        let (value, issues) = postcard::from_bytes(pack.get(key)?).ok()?;
        Some(Outcome { value, issues })
    }

    /// Keeps how signatories were linked.
    pub fn keep_linkage(&self, key: Key, linkage: &Outcome<Linkage>) {
        self.keep(LINKAGE, |path| pack::write(path, &[(key, &encode(&(&linkage.value, &linkage.issues)))]));
    }

    /// Keeps what the next build must know of this one.
    pub fn keep_published(&self, published: &Published) {
        self.keep(PUBLISHED, |path| write_atomically(path, &serde_json::to_vec(published)?));
    }

    /// Parquet files that can be used again by this program, under this configuration.
    pub fn twins(&self, config: &Config) -> Twins {
        let is_of_now = |last: &&Published| {
            last.code == CODE && last.config.get("dataset") == as_value(config).get("dataset")
        };
        self.published.as_ref().filter(is_of_now).map(|last| last.twins.clone()).unwrap_or_default()
    }

    /// What could not be kept: sentences for a person.
    pub fn troubles(&self) -> Vec<String> {
        self.troubles.lock().map(|troubles| troubles.clone()).unwrap_or_default()
    }

    fn keep(&self, name: &str, write: impl FnOnce(&Path) -> std::io::Result<()>) {
        let Some(folder) = &self.folder else { return };
        let path = folder.join(name);
        if let Err(error) = write(&path)
            && let Ok(mut troubles) = self.troubles.lock()
        {
            troubles
                .push(format!("the next build will take longer: cannot write {}: {error}", path.display()));
        }
    }

    /// Where the dataset is moved that is replaced by a new one: the last but one, for comparing.
    pub fn previous(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("previous"))
    }

    /// The folder, if there is one.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }
}

/// A result as bytes.
pub fn encode(result: &impl Serialize) -> Vec<u8> {
    // The formats of our types have a length for every sequence; those can always be written.
    postcard::to_allocvec(result).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::pack::KeyBuilder;

    #[test]
    fn what_is_forgotten_is_not_used_and_what_comes_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Some(folder.path());
        let key = KeyBuilder::new("test").finish();
        let linkage = Outcome::clean(Linkage::default());
        Kept::open(folder).keep_linkage(key, &linkage);
        Kept::open(folder).keep_readings(&[(key, b"read")]);
        Kept::open(folder).keep_published(&Published::default());
        let kept = Kept::open(folder).with_readings();
        assert!(kept.linkage(&key).is_some() && kept.has_reading(&key) && kept.published.is_some());

        let forgetting = Kept::forgetting(folder).with_readings();
        assert!(forgetting.linkage(&key).is_none());
        assert!(!forgetting.has_reading(&key) && forgetting.published.is_none());
        forgetting.keep_readings(&[]);
        assert!(!Kept::open(folder).with_readings().has_reading(&key));
        assert!(Kept::open(None).with_readings().linkage(&key).is_none());
    }
}

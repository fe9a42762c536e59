//! The parts of an Office package: a zip archive with XML files that name each other.

use super::xml::{Piece, Xml};
use encoding_rs::{Encoding, UTF_8};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};
use rustc_hash::FxHashMap;
use std::io::Read;

/// Parts that one archive may hold at most.
const MOST_PARTS: usize = 10_000;

/// An archive with the places of its parts.
pub struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    parts: FxHashMap<String, (CompressionMethod, ZipArchiveEntryWayfinder)>,
    /// Bytes that may still be inflated.
    left: u64,
}

/// Why a part cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum PartError {
    /// There is no such part.
    Missing,
    /// It is larger than is allowed; nothing of it is kept.
    TooLarge,
    /// It breaks off; what came before is kept.
    Damaged(String),
}

/// One line of a part's relations.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Id by which the part refers to it.
    pub id: String,
    /// Last word of the type: `styles`, `header`, `hyperlink`.
    pub kind: String,
    /// Path of the part, or the address of a link.
    pub target: String,
}

impl<'a> Package<'a> {
    /// The archive, or `None` for bytes that are none.
    pub fn open(bytes: &'a [u8], max_bytes: u64) -> Option<Self> {
        let archive = ZipArchive::from_slice(bytes).ok()?;
        let mut parts = FxHashMap::default();
        let mut entries = archive.entries();
        while let Ok(Some(entry)) = entries.next_entry() {
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).replace('\\', "/");
            let found = (entry.compression_method(), entry.wayfinder());
            parts.entry(name.trim_start_matches('/').to_ascii_lowercase()).or_insert(found);
            if parts.len() >= MOST_PARTS {
                break;
            }
        }
        (!parts.is_empty()).then_some(Self { archive, parts, left: max_bytes })
    }

    /// Whether there is such a part.
    pub fn has(&self, path: &str) -> bool {
        self.parts.contains_key(&path.to_ascii_lowercase())
    }

    /// The text of a part; one that breaks off comes with what came before.
    pub fn text(&mut self, path: &str) -> (String, Option<PartError>) {
        let Some((method, place)) = self.parts.get(&path.to_ascii_lowercase()).copied() else {
            return (String::new(), Some(PartError::Missing));
        };
        let entry = match self.archive.get_entry(place) {
            Ok(entry) => entry,
            Err(error) => return (String::new(), Some(PartError::Damaged(error.to_string()))),
        };
        let mut bytes = Vec::new();
        // One byte more than the limit tells a part at the limit from one above it.
        let limit = self.left.saturating_add(1);
        let read = match method {
            CompressionMethod::STORE => entry.data().take(limit).read_to_end(&mut bytes),
            CompressionMethod::DEFLATE => {
                flate2::read::DeflateDecoder::new(entry.data()).take(limit).read_to_end(&mut bytes)
            }
            _ => {
                let message = "compressed in a way that is not read".to_owned();
                return (String::new(), Some(PartError::Damaged(message)));
            }
        };
        if bytes.len() as u64 > self.left {
            return (String::new(), Some(PartError::TooLarge));
        }
        self.left -= bytes.len() as u64;
        let encoding = Encoding::for_bom(&bytes).map_or(UTF_8, |(encoding, _)| encoding);
        let text = encoding.decode_with_bom_removal(&bytes).0.into_owned();
        (text, read.err().map(|error| PartError::Damaged(error.to_string())))
    }

    /// What a part refers to; the package itself where `path` is empty.
    pub fn relations(&mut self, path: &str) -> Vec<Relation> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let file = join(folder, &format!("_rels/{name}.rels"));
        let (text, _) = self.text(&file);
        let mut relations = Vec::new();
        let mut xml = Xml::new(&text);
        while let Some(piece) = xml.next() {
            let Piece::Start(element) = piece else { continue };
            if element.local != "Relationship" {
                continue;
            }
            let get = |name: &str| element.get(name).unwrap_or_default().to_owned();
            let (id, target) = (get("Id"), get("Target"));
            let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
            let is_external = element.get("TargetMode").is_some_and(|mode| mode == "External");
            let target = if is_external { target } else { join(folder, &target) };
            relations.push(Relation { id, kind, target });
        }
        relations
    }
}

/// A path below a folder; one that begins with a slash begins at the package.
fn join(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        assert_eq!(join("word", "styles.xml"), "word/styles.xml");
        assert_eq!(join("word", "../docProps/core.xml"), "docProps/core.xml");
        assert_eq!(join("word", "/word/a.xml"), "word/a.xml");
        assert_eq!(join("", "word/document.xml"), "word/document.xml");
    }
}

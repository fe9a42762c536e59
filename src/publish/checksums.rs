//! `SHA256SUMS`, as `sha256sum -c` reads it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::publish::PublishError;

/// Name of the file.
pub const FILE: &str = "SHA256SUMS";

/// A file with its size and hash.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FileHash {
    /// Its name in the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The hash of bytes that come one after another.
#[derive(Debug, Default)]
pub struct Hasher {
    hasher: Sha256,
    bytes: u64,
}

impl Hasher {
    /// Takes the bytes that follow.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The hash of a file that holds these bytes.
    pub fn of_file(self, name: &str) -> FileHash {
        let sha256 = hexadecimal(&self.hasher.finalize());
        FileHash { name: name.to_owned(), bytes: self.bytes, sha256 }
    }
}

/// Hashes a file.
pub fn hash(folder: &Path, name: &str) -> Result<FileHash, PublishError> {
    let path = folder.join(name);
    let mut file = File::open(&path).map_err(PublishError::io("read", &path))?;
    let mut hasher = Hasher::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer).map_err(PublishError::io("read", &path))?;
        if n == 0 {
            return Ok(hasher.of_file(name));
        }
        hasher.update(&buffer[..n]);
    }
}

/// SHA-256 of bytes, hexadecimal.
pub fn of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a folder's `SHA256SUMS` has that hash, and every file in it is there and has the hash that it says.
pub fn is_intact(folder: &Path, sums: &str) -> bool {
    let Ok(text) = std::fs::read_to_string(folder.join(FILE)) else { return false };
    let lines: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once("  ")).collect();
    let is_as_said =
        |(sha256, name): &(&str, &str)| hash(folder, name).is_ok_and(|file| file.sha256 == *sha256);
    of(text.as_bytes()) == sums && lines.par_iter().all(is_as_said)
}

/// The lines of the file.
pub fn render(files: &[FileHash]) -> String {
    files.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect()
}

/// The names in such a file.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name)
}

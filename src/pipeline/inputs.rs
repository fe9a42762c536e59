//! What a build is made from, by hash: documents with their sidecars, people's decisions, the
//! configuration, and the program itself.

use crate::config::Config;
use crate::link::{Decision, Signing};
use crate::model::{Corpus, Document, Issue, Role};
use crate::pipeline::record::InputRecord;
use crate::pipeline::{BuildError, Places};
use crate::store::pack::{Key, KeyBuilder};
use crate::store::{self, InputFile, Written};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Changes with every change of the program, its reference data among it.
pub const CODE: &str = env!("UNDERSIGNED_CODE");

/// A document as found on disk, read only as far as its hash.
#[derive(Debug)]
pub struct Input {
    /// Where it is.
    pub file: InputFile,
    /// SHA-256 of its bytes, hexadecimal, or why it cannot be read.
    pub sha256: Result<String, String>,
    /// Its sidecar.
    pub sidecar: Option<Written>,
}

/// All that a build is made from.
#[derive(Debug)]
pub struct Inputs {
    /// The documents, in order of path.
    pub documents: Vec<Input>,
    /// What is wrong with the input folder.
    pub issues: Vec<Issue>,
    /// The files of the folder of curation, with the hash of each.
    pub curation: BTreeMap<String, String>,
}

impl Inputs {
    /// Takes stock of the input folder and the folder of curation.
    ///
    /// # Errors
    /// When the input folder cannot be listed.
    pub fn take(config: &Config, places: &Places) -> Result<Self, BuildError> {
        let (files, issues) = store::documents(&places.raw, config.input.follow_links)
            .map_err(|source| BuildError::Input { path: places.raw.display().to_string(), source })?;
        let documents = files
            .into_par_iter()
            .map(|file| {
                let bytes = file.read(0);
                let sha256 = bytes.error.map_or(Ok(bytes.sha256), Err);
                let sidecar = store::sidecar(&file);
                Input { file, sha256, sidecar }
            })
            .collect();
        Ok(Self { documents, issues, curation: store::hashes(&places.curation) })
    }

    /// The key of all that the output depends on.
    pub fn fingerprint(&self, config: &Config, places: &Places) -> Key {
        let mut key = KeyBuilder::new("output");
        key.add(CODE.as_bytes()).add(&described(config)).add(&[u8::from(places.is_foreign)]);
        for input in &self.documents {
            match &input.sha256 {
                Ok(sha256) => key.add(b"file").add(sha256.as_bytes()),
                Err(error) => key.add(b"error").add(error.as_bytes()),
            };
            add_sidecar(key.add(input.file.path.as_bytes()), input.sidecar.as_ref());
        }
        for issue in &self.issues {
            key.add(issue.path.as_bytes()).add(issue.message.as_bytes());
        }
        for (name, sha256) in &self.curation {
            key.add(name.as_bytes()).add(sha256.as_bytes());
        }
        key.finish()
    }

    /// For each document the hashes of what it was made from; of one that cannot be read, why.
    pub fn hashes(&self) -> BTreeMap<String, (String, Option<String>)> {
        let of = |input: &Input| {
            let sidecar = input.sidecar.as_ref().map(|(path, text)| {
                let text = text.as_deref().unwrap_or_else(|error| error);
                format!("{path} {}", store::sha256(text.as_bytes()))
            });
            (input.shown().to_owned(), sidecar)
        };
        self.documents.iter().map(|input| (input.file.path.clone(), of(input))).collect()
    }

    /// For `run.json`.
    pub fn recorded(&self) -> Vec<InputRecord> {
        let record = |path: &str, sha256: &str| InputRecord {
            path: path.to_owned(),
            sha256: sha256.to_owned(),
            is_kept: false,
        };
        let documents = self.documents.iter().map(|input| record(&input.file.path, input.shown()));
        documents.chain(self.curation.iter().map(|(name, sha256)| record(name, sha256))).collect()
    }

    /// Sees that every document that could be read when stock was taken still could be when it was read.
    ///
    /// # Errors
    /// When one went: a dataset without it would not be what anybody meant.
    pub fn check_there(&self, corpus: &Corpus) -> Result<(), BuildError> {
        let as_read = corpus.readings.iter().map(|reading| &reading.document);
        let is_gone = |input: &Input, document: &Document| {
            let was_there = input.sha256.as_ref().is_ok_and(|sha256| *sha256 != document.sha256);
            was_there && document.role == Role::Unreadable
        };
        let gone: Vec<String> = self
            .documents
            .iter()
            .zip(as_read)
            .filter(|(input, document)| is_gone(input, document))
            .map(|(input, _)| input.file.path.clone())
            .collect();
        if gone.is_empty() { Ok(()) } else { Err(BuildError::Changed(gone)) }
    }

    /// Whether nothing changed while the corpus was made from these inputs: else what is published must not be
    /// taken for what they give.
    pub fn still_hold(&self, places: &Places, corpus: &Corpus) -> bool {
        let as_read = corpus.readings.iter().map(|reading| &reading.document);
        self.documents.iter().zip(as_read).all(|(input, document)| match &input.sha256 {
            Ok(sha256) => *sha256 == document.sha256,
            Err(_) => document.role == Role::Unreadable,
        }) && store::hashes(&places.curation) == self.curation
    }
}

impl Input {
    fn shown(&self) -> &str {
        match &self.sha256 {
            Ok(text) | Err(text) => text,
        }
    }
}

/// The key of how signatories are linked.
pub fn key_of_linkage(config: &Config, inputs: &Inputs, rows: &[Signing], decisions: &[Decision]) -> Key {
    let mut key = KeyBuilder::new("linkage");
    key.add(CODE.as_bytes()).add(&described(&config.link)).add(&described(&config.countries));
    // Issues name files of the folder of curation.
    key.add(&described(&config.input));
    for name in ["decisions.csv", "countries.csv"] {
        key.add_optional(inputs.curation.get(name).map(String::as_bytes));
    }
    for decision in decisions {
        // Which signatures a decision is about depends on which documents print one letter.
        key.add(decision.left.to_string().as_bytes()).add(decision.right.to_string().as_bytes());
    }
    for row in rows {
        let Signing { id, letter, kind, name, acronym, affiliation, descriptor, country, position } = row;
        key.add(id.to_string().as_bytes())
            .add(&letter.to_le_bytes())
            .add(&[*kind as u8])
            .add(name.as_bytes());
        for part in [acronym, affiliation, descriptor] {
            key.add_optional(part.map(str::as_bytes));
        }
        key.add_optional(country.as_ref().map(|country| country.as_str().as_bytes()));
        key.add(&position.to_le_bytes());
    }
    key.finish()
}

/// The key of what is read from one document.
pub fn key_of_reading(rules: &Key, path: &str, sha256: &str, sidecar: Option<&Written>) -> Key {
    let mut key = KeyBuilder::new("reading");
    key.add(rules).add(path.as_bytes()).add(sha256.as_bytes());
    add_sidecar(&mut key, sidecar);
    key.finish()
}

/// The key of all that reading depends on besides the document: the program, the settings, and what people
/// decided about countries.
pub fn rules_of_reading(config: &Config, inputs: &Inputs) -> Key {
    let mut key = KeyBuilder::new("rules of reading");
    key.add(CODE.as_bytes()).add(&described(&config.read)).add(&described(&config.countries));
    key.add_optional(inputs.curation.get("countries.csv").map(String::as_bytes));
    key.finish()
}

/// Settings as bytes.
pub fn described(settings: &impl serde::Serialize) -> Vec<u8> {
    // Settings are maps with keys of text; those can always be written.
    serde_json::to_vec(settings).unwrap_or_default()
}

/// Settings as a value of JSON.
pub fn as_value(settings: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(settings).unwrap_or_default()
}

fn add_sidecar(key: &mut KeyBuilder, sidecar: Option<&Written>) {
    key.add_optional(sidecar.map(|(path, _)| path.as_bytes()));
    match sidecar {
        Some((_, Ok(text))) => key.add(b"text").add(text.as_bytes()),
        Some((_, Err(error))) => key.add(b"error").add(error.as_bytes()),
        None => key,
    };
}

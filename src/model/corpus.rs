//! All that is known: of one document after parsing, of the corpus after linking.

use crate::model::{
    Churn, Claim, DocumentId, EntityId, Issue, LayoutChoice, Letter, LetterId, LineNote, Linkage, Mention,
    Registry, Section, Signature, SignatureId,
};
use crate::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// What a document is.
    pub enum Role {
        /// It prints a letter, or the list of its signatories.
        Letter = "letter",
        /// It reports on a letter.
        Coverage = "coverage",
        /// Neither.
        Other = "other",
        /// It could not be read.
        Unreadable = "unreadable",
    }
}

/// A file of the input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Derived from the path.
    pub id: DocumentId,
    /// Path below the input folder, with `/` between its parts.
    pub path: String,
    /// IANA media type; `None` where the format was not recognised.
    pub media_type: Option<String>,
    /// WHATWG name of the character encoding; `None` where there was no text.
    pub encoding: Option<String>,
    /// ISO 639-1 code; `None` where there is too little text to tell.
    pub language: Option<String>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Lines in the decoded text.
    pub n_lines: u32,
    /// What it is.
    pub role: Role,
    /// Title of the publication, as its sidecar states it.
    pub source_title: Option<String>,
    /// Who published it, as its sidecar states it.
    pub source_publisher: Option<String>,
    /// Address of the publication, as its sidecar states it.
    pub source_url: Option<String>,
    /// Date of the publication, as its sidecar states it.
    pub source_date: Option<String>,
    /// Terms of the publication, as its sidecar states them.
    pub source_licence: Option<String>,
}

/// A document after parsing and normalizing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The file.
    pub document: Document,
    /// For a letter, its id.
    pub letter_id: Option<LetterId>,
    /// Whether the sidecar states the id; else it is derived from the path.
    pub is_id_stated: bool,
    /// For a letter, its own fields.
    pub letter: Option<Letter>,
    /// The signature blocks.
    pub sections: Vec<Section>,
    /// Lines of the signature blocks in all, headings and what stands between included.
    pub n_block_lines: usize,
    /// The signatures in printed order.
    pub signatures: Vec<Signature>,
    /// What became of every line of the signature blocks.
    pub notes: Vec<LineNote>,
    /// The layouts in which the signature blocks were read.
    pub layouts: Vec<LayoutChoice>,
    /// Counts stated.
    pub claims: Vec<Claim>,
    /// Letters mentioned.
    pub mentions: Vec<Mention>,
    /// Diagnostics.
    pub issues: Vec<Issue>,
}

impl Reading {
    /// A document from which nothing could be read.
    pub fn unreadable(document: Document, issues: Vec<Issue>) -> Self {
        Self {
            document,
            letter_id: None,
            is_id_stated: false,
            letter: None,
            sections: Vec::new(),
            n_block_lines: 0,
            signatures: Vec::new(),
            notes: Vec::new(),
            layouts: Vec::new(),
            claims: Vec::new(),
            mentions: Vec::new(),
            issues,
        }
    }
}

/// The corpus after linking: what the tables are made of.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// Documents in order of path.
    pub readings: Vec<Reading>,
    /// For each reading, the index of the reading that prints the same letter first: itself, but for
    /// a copy.
    pub original_of: Vec<usize>,
    /// The signatures that count, as (reading, signature) indices; those of copies do not.
    pub signings: Vec<(usize, usize)>,
    /// Ids of `signings`.
    pub signature_ids: Vec<SignatureId>,
    /// Further ids of signings: those that copies of their letters give them.
    pub aliases: BTreeMap<SignatureId, usize>,
    /// Entities of `signings`.
    pub linkage: Linkage,
    /// What is known of ids that were given, these entities among them.
    pub registry: Registry,
    /// How the ids of the last edition fared.
    pub churn: Churn,
    /// Diagnostics of the run as a whole.
    pub issues: Vec<Issue>,
    /// Entities that asked not to be named, ascending.
    pub withdrawn: Vec<usize>,
}

impl Corpus {
    /// The signing of an id.
    pub fn signing(&self, id: SignatureId) -> Option<usize> {
        let own = self.signature_ids.iter().position(|known| *known == id);
        own.or_else(|| self.aliases.get(&id).copied())
    }

    /// The index of the entity that an id stands for, or that it leads to.
    pub fn entity(&self, id: EntityId) -> Option<usize> {
        let current = self.registry.current(id)?;
        self.linkage.entities.binary_search_by_key(&current, |entity| entity.id).ok()
    }

    /// The signature of a signing.
    pub fn signature(&self, signing: usize) -> &Signature {
        let (reading, signature) = self.signings[signing];
        &self.readings[reading].signatures[signature]
    }

    /// The reading that prints a signing.
    pub fn reading(&self, signing: usize) -> &Reading {
        &self.readings[self.signings[signing].0]
    }
}

//! `documents`: every input file, whatever became of it.

use crate::model::{DocumentId, LetterId, LineFate, Role};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, optional};

table! {
    /// One row per input file: no file is left out, not even one that could not be read.
    pub struct DocumentRow in "documents", key(document_id) {
        /// Identifier of the document, derived from its path.
        document_id: DocumentId,
        /// Path of the file below the input folder, with `/` between its parts.
        path: String,
        /// IANA media type of the file, such as `text/html`. Empty: the format was not recognised.
        media_type: Option<String>,
        /// Character encoding that the text was decoded from, by its WHATWG name, such as `UTF-8`.
        /// Empty: there was no text to decode.
        encoding: Option<String>,
        /// Language of the text, ISO 639-1 code. Empty: too little text to tell.
        language: Option<String>,
        /// SHA-256 of the file's bytes, in hexadecimal.
        sha256: String,
        /// Size of the file in bytes; 2147483647 stands for that or more.
        bytes: i32,
        /// What the document is.
        role: Role,
        /// Letter that the document prints. Empty: it prints none.
        letter_id: Option<LetterId> => "letters",
        /// For a copy, a translation or a re-post, the document that prints the same letter and whose
        /// signatures are the ones counted. Empty: the document is no copy.
        original_document_id: Option<DocumentId> => "documents",
        /// Lines of the decoded text.
        n_lines: i32,
        /// Signatures printed in the document, those of a copy included.
        n_signatures: i32,
        /// Lines of its signature blocks that were read as signatures.
        n_signature_lines: i32,
        /// Lines of its signature blocks that could not be read; each is an issue.
        n_rejected: i32,
        /// Lines of its signature blocks that were recognised as something else.
        n_other_lines: i32,
        /// Passages of the document that mention another letter.
        n_mentions: i32,
        /// Title of the publication that the document is an edition of, as its sidecar states it. Empty:
        /// not stated; so with the next four.
        source_title: Option<String>,
        /// Who published it.
        source_publisher: Option<String>,
        /// Address of the publication.
        source_url: Option<String>,
        /// Date of the publication, as stated.
        source_date: Option<String>,
        /// Terms of the publication.
        source_licence: Option<String>,
    }
}

/// A row for every document.
pub fn rows(source: &Source<'_>) -> Vec<DocumentRow> {
    let corpus = source.corpus;
    let stated = |text: &Option<String>| text.as_deref().and_then(optional);
    corpus
        .readings
        .iter()
        .enumerate()
        .map(|(index, reading)| {
            let document = &reading.document;
            let lines = |fate: LineFate| int(reading.notes.iter().filter(|note| note.fate == fate).count());
            let original = source.letter_of[index].filter(|original| *original != index);
            DocumentRow {
                document_id: document.id,
                path: document.path.clone(),
                media_type: document.media_type.as_deref().and_then(optional),
                encoding: document.encoding.as_deref().and_then(optional),
                language: document.language.as_deref().and_then(optional),
                sha256: document.sha256.clone(),
                bytes: int(document.bytes),
                role: document.role,
                letter_id: source.letter_id(index),
                original_document_id: original.map(|original| corpus.readings[original].document.id),
                n_lines: int(document.n_lines),
                n_signatures: int(reading.signatures.len()),
                n_signature_lines: lines(LineFate::Signature),
                n_rejected: lines(LineFate::Rejected),
                n_other_lines: lines(LineFate::Other),
                n_mentions: int(reading.mentions.len()),
                source_title: stated(&document.source_title),
                source_publisher: stated(&document.source_publisher),
                source_url: stated(&document.source_url),
                source_date: stated(&document.source_date),
                source_licence: stated(&document.source_licence),
            }
        })
        .collect()
}

//! Diagnostics: what was doubtful or impossible, and where.

use crate::model::Place;
use crate::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How serious an issue is.
    pub enum Severity {
        /// Something is missing from the dataset because of it.
        Error = "error",
        /// A value deserves a look.
        Warning = "warning",
        /// Worth knowing; nothing to do.
        Note = "note",
    }
}

vocabulary! {
    /// What kind of thing an issue is about. The code is stable across versions.
    pub enum IssueCode {
        /// The file could not be read from disk.
        UnreadableFile = "unreadable-file",
        /// The file has no content.
        EmptyDocument = "empty-document",
        /// The bytes are no text in any format that is read.
        BinaryDocument = "binary-document",
        /// The format is not one of those that are read.
        UnsupportedFormat = "unsupported-format",
        /// The file, or what it decompresses to, is larger than `read.max_bytes`.
        DocumentTooLarge = "document-too-large",
        /// Some bytes of the document or of its path are not valid in the character encoding and were
        /// replaced by U+FFFD.
        InvalidEncoding = "invalid-encoding",
        /// The compressed stream is damaged; what came before the damage was read.
        DamagedCompression = "damaged-compression",
        /// The document is damaged or locked; what could be read before the fault, if anything, was read.
        DamagedDocument = "damaged-document",
        /// The front matter is not valid YAML; the rest of the document was read.
        InvalidFrontMatter = "invalid-front-matter",
        /// Something in a list of records is not written as its format demands; the rest was read.
        InvalidRecords = "invalid-records",
        /// A file of a folder is none of a signatory and was passed over.
        PassedOver = "passed-over",
        /// A sidecar has an unknown key or a bad value, and was left aside.
        InvalidSidecar = "invalid-sidecar",
        /// A sidecar lies beside no document.
        OrphanSidecar = "orphan-sidecar",
        /// A line is longer than `read.max_line_chars`; it was not searched for signatures.
        LineTooLong = "line-too-long",
        /// Parts of the document are nested more deeply than `read.max_depth`; they were read as if they stood
        /// beside each other.
        NestedTooDeep = "nested-too-deep",
        /// The document reads like a letter but no signature was found in it.
        NoSignatures = "no-signatures",
        /// A line of a signature block could not be read as a signature.
        RejectedLine = "rejected-line",
        /// A date can be read in more than one way.
        AmbiguousDate = "ambiguous-date",
        /// A text where a country may stand names several countries or none for sure.
        AmbiguousCountry = "ambiguous-country",
        /// A stated count and the list disagree.
        CountDisagrees = "count-disagrees",
        /// Two documents print the same letter; its signatures are counted once.
        DuplicateLetter = "duplicate-letter",
        /// A row of a curation file cannot be used.
        InvalidCuration = "invalid-curation",
        /// The registry of ids cannot be read; nothing is published.
        InvalidRegistry = "invalid-registry",
        /// A decision refers to something that is no longer there.
        StaleDecision = "stale-decision",
        /// Decisions contradict each other.
        ContradictoryDecisions = "contradictory-decisions",
        /// A set of names was too large to compare in full; what was left out is named.
        BlockTooLarge = "block-too-large",
    }
}

impl IssueCode {
    /// How serious an issue of this code is.
    pub fn severity(self) -> Severity {
        use IssueCode as Code;
        match self {
            Code::UnreadableFile
            | Code::EmptyDocument
            | Code::BinaryDocument
            | Code::UnsupportedFormat
            | Code::DocumentTooLarge
            | Code::DamagedCompression
            | Code::DamagedDocument
            | Code::LineTooLong
            | Code::InvalidSidecar
            | Code::InvalidCuration
            | Code::InvalidRegistry
            | Code::ContradictoryDecisions => Severity::Error,
            Code::InvalidEncoding
            | Code::InvalidFrontMatter
            | Code::InvalidRecords
            | Code::OrphanSidecar
            | Code::NestedTooDeep
            | Code::NoSignatures
            | Code::RejectedLine
            | Code::StaleDecision
            | Code::BlockTooLarge => Severity::Warning,
            Code::AmbiguousDate
            | Code::AmbiguousCountry
            | Code::CountDisagrees
            | Code::DuplicateLetter
            | Code::PassedOver => Severity::Note,
        }
    }
}

/// A diagnostic with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// What kind of thing.
    pub code: IssueCode,
    /// File it is about, as a path below the input folder or the project; empty for the run as a whole.
    pub path: String,
    /// Where in the file.
    pub place: Option<Place>,
    /// The raw text it is about, cut to 200 characters.
    pub text: Option<String>,
    /// What is wrong, as a sentence for a person.
    pub message: String,
}

impl Issue {
    /// An issue about a whole file; see [`Issue::at`] and [`Issue::quoting`] for the rest.
    pub fn new(code: IssueCode, path: &str, message: impl Into<String>) -> Self {
        Self { code, path: path.to_owned(), place: None, text: None, message: message.into() }
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds the raw text.
    #[must_use]
    pub fn quoting(mut self, text: &str) -> Self {
        let cut: String = text.chars().take(200).collect();
        self.text = (!cut.is_empty()).then_some(cut);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_because_of_it_is_an_error() {
        for code in [IssueCode::EmptyDocument, IssueCode::DamagedCompression, IssueCode::LineTooLong] {
            assert_eq!(code.severity(), Severity::Error, "{code}");
        }
        // The rest of the document was read, and nothing of the list is gone.
        assert_eq!(IssueCode::InvalidFrontMatter.severity(), Severity::Warning);
    }
}

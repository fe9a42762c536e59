//! Diagnostics: what was doubtful or impossible, and where.

use crate::codes;
use crate::model::Place;
use serde::{Deserialize, Serialize};

codes! {
    /// What kind of thing an issue is about. The code is stable across versions.
    pub enum IssueCode {
        /// The file could not be read from disk.
        UnreadableFile = "unreadable-file", Error {
            example: "raw/letter.pdf: Permission denied",
            advice: "Make the file readable for the user who builds, copy it again, or take it out of the input folder.",
        }
        /// The file has no content.
        EmptyDocument = "empty-document", Error {
            example: "raw/letter.txt has 0 bytes, or spaces only",
            advice: "Fetch the letter again; a download that failed leaves such files.",
        }
        /// The bytes are no text in any format that is read.
        BinaryDocument = "binary-document", Error {
            example: "raw/letter.txt: the bytes are no text in any format that is read",
            advice: "Give the file the ending of its format (.pdf, .docx), or convert it to text.",
        }
        /// The format is not one of those that are read.
        UnsupportedFormat = "unsupported-format", Error {
            example: "raw/letter.png: a picture of a letter",
            advice: "Convert it to text, HTML, PDF with text, or Word; or write what it prints into a text file.",
        }
        /// The file, or what it decompresses to, is larger than `read.max_bytes`.
        DocumentTooLarge = "document-too-large", Error {
            example: "raw/all.csv has 400 MB where read.max_bytes is 268435456",
            advice: "Raise read.max_bytes in pipeline.toml, or split the file.",
        }
        /// Some bytes of the document or of its path are not valid in the character encoding and were
        /// replaced by U+FFFD.
        InvalidEncoding = "invalid-encoding", Warning {
            example: "raw/letter.txt:15: `Bro\u{fffd}ken Union`",
            advice: "Save the file as UTF-8; for a path, rename the file.",
        }
        /// The compressed stream is damaged; what came before the damage was read.
        DamagedCompression = "damaged-compression", Error {
            example: "raw/letter.txt.gz ends in the middle",
            advice: "Fetch or compress the file again.",
        }
        /// The document is damaged or locked; what could be read before the fault, if anything, was read.
        DamagedDocument = "damaged-document", Error {
            example: "raw/letter.pdf: the document needs a password",
            advice: "Save the document again without a password, or print it to a new PDF.",
        }
        /// The front matter is not valid YAML; the rest of the document was read.
        InvalidFrontMatter = "invalid-front-matter", Warning {
            example: "raw/letter.md:2: `title: \"On rivers`, a quote that is not closed",
            advice: "Mend the YAML between the two lines of `---`.",
        }
        /// Something in a list of records is not written as its format demands; the rest was read.
        InvalidRecords = "invalid-records", Warning {
            example: "raw/list.json:40: a comma is missing between two records",
            advice: "Mend the line that is named.",
        }
        /// A file of a folder is none of a signatory and was passed over.
        PassedOver = "passed-over", Note {
            example: "raw/signed/notes.txt holds no signatory, in a folder of one file for each",
            advice: "Nothing, if the file is none of a signatory; else write it like its neighbours.",
        }
        /// A sidecar has an unknown key or a bad value, and was left aside.
        InvalidSidecar = "invalid-sidecar", Error {
            example: "raw/letter.toml:3: unknown field `tittle`",
            advice: "Mend the line that is named; README.md lists what a sidecar may state.",
        }
        /// A sidecar lies beside no document.
        OrphanSidecar = "orphan-sidecar", Warning {
            example: "raw/lettre.toml lies there, raw/letter.txt has no sidecar",
            advice: "Give the sidecar the name of its document, or remove it.",
        }
        /// A line is longer than `read.max_line_chars`; it was not searched for signatures.
        LineTooLong = "line-too-long", Error {
            example: "raw/letter.html:1: a page of 300,000 characters without a line break",
            advice: "Raise read.max_line_chars in pipeline.toml, or break the line.",
        }
        /// Parts of the document are nested more deeply than `read.max_depth`; they were read as if they stood
        /// beside each other.
        NestedTooDeep = "nested-too-deep", Warning {
            example: "raw/letter.html: 600 elements inside each other",
            advice: "Mostly nothing; raise read.max_depth where a list is read wrongly because of it.",
        }
        /// The document reads like a letter but no signature was found in it.
        NoSignatures = "no-signatures", Warning {
            example: "raw/letter.txt: a greeting and a close, and no list of names",
            advice: "See `undersigned parse FILE --explain`. Where the list is missing from the document, add it; where the document is no letter, say role = \"other\" in its sidecar.",
        }
        /// A line of a signature block could not be read as a signature.
        RejectedLine = "rejected-line", Warning {
            example: "raw/letter.txt:40:1: `___________`, among the signatures",
            advice: "See `undersigned parse FILE --explain`; correct what was copied wrongly, or leave it where it is no signature.",
        }
        /// A date can be read in more than one way.
        AmbiguousDate = "ambiguous-date", Note {
            example: "raw/letter.txt:3: `04/05/2021` may be April or May",
            advice: "State `date` in the sidecar of the letter.",
        }
        /// A text where a country may stand names several countries or none for sure.
        AmbiguousCountry = "ambiguous-country", Note {
            example: "raw/letter.txt:21: `Georgia` may be the country or the state",
            advice: "Decide in curation/countries.csv what the text stands for, or in curation/decisions.csv for the one signatory.",
        }
        /// A stated count and the list disagree.
        CountDisagrees = "count-disagrees", Note {
            example: "raw/letter.txt:7: the text says 53 organizations, the list has 52",
            advice: "Compare the letter with its list. Letters do miscount; then nothing is to be done.",
        }
        /// Two documents print the same letter; its signatures are counted once.
        DuplicateLetter = "duplicate-letter", Note {
            example: "raw/b.html prints what raw/a.txt prints",
            advice: "Nothing, or remove one of the two.",
        }
        /// A row of a curation file cannot be used.
        InvalidCuration = "invalid-curation", Error {
            example: "curation/decisions.csv:4: `decision` is `maybe`",
            advice: "Mend the row; the message says what it may hold.",
        }
        /// The registry of ids cannot be read; nothing is published.
        InvalidRegistry = "invalid-registry", Error {
            example: "curation/registry.csv:12: the row has 2 fields",
            advice: "Take the file back from version control, or mend the row; without it all ids would be given anew.",
        }
        /// A decision refers to something that is no longer there.
        StaleDecision = "stale-decision", Warning {
            example: "curation/decisions.csv:9: sig-000000000000 is no longer there",
            advice: "Give the row the id of the signature that took its place, or remove the row.",
        }
        /// Decisions contradict each other.
        ContradictoryDecisions = "contradictory-decisions", Error {
            example: "curation/decisions.csv:5: A and C are different by this row, and the same by rows 2 and 3",
            advice: "Remove one of the rows that are named.",
        }
        /// A set of names was too large to compare in full; what was left out is named.
        BlockTooLarge = "block-too-large", Warning {
            example: "2,000 names hold the word `association` and no rarer one",
            advice: "Mostly nothing; raise link.max_block in pipeline.toml where links are missing, at the price of time.",
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
    use crate::model::code::{Code, Severity, explained};
    use crate::model::vocabulary::Vocabulary;

    #[test]
    fn what_is_missing_because_of_it_is_an_error() {
        for code in [IssueCode::EmptyDocument, IssueCode::DamagedCompression, IssueCode::LineTooLong] {
            assert_eq!(code.severity(), Severity::Error, "{code}");
        }
        // The rest of the document was read, and nothing of the list is gone.
        assert_eq!(IssueCode::InvalidFrontMatter.severity(), Severity::Warning);
    }
    #[test]
    fn every_code_is_explained() {
        for (code, name, _) in IssueCode::VALUES {
            let text = explained::<IssueCode>(name).unwrap_or_default();
            assert!(text.starts_with(&format!("{name} ({})\n\n", code.severity())), "{text}");
            let guide = code.guide();
            assert!(guide.example.len() > 20 && guide.advice.ends_with('.'), "{name}");
        }
        assert_eq!(explained::<IssueCode>("no-such-code"), None);
    }
}

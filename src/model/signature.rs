//! A printed signature.

use crate::model::{CountryReading, Line, Place};
use crate::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a signatory is.
    pub enum Kind {
        /// An organization, coalition, company or other group.
        Organization = "organization",
        /// A person.
        Person = "person",
        /// Nothing printed tells.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// What deserves notice about a signature.
    pub enum Flag {
        /// The same text is printed earlier in the same letter.
        Duplicate = "duplicate",
        /// The kind is not the one that the section's heading announces.
        KindAgainstSection = "kind_against_section",
        /// The signature was put together from several printed lines.
        Joined = "joined",
        /// The line holds several signatures.
        Split = "split",
        /// No country is printed with the signature; the heading or label that it stands under is one.
        CountryFromHeading = "country_from_heading",
    }
}

/// A signature as parsed and normalized.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// Place in the letter, from 1.
    pub position: u32,
    /// Index of its section in the letter.
    pub section_idx: usize,
    /// Heading of the section as printed.
    pub section: Option<String>,
    /// Organization or person.
    pub kind: Kind,
    /// Name as printed, with a printed acronym, legal form, title or post-nominals.
    pub name: String,
    /// Comparison form of the name; empty until normalized.
    pub name_normalized: String,
    /// Acronym printed with the name.
    pub acronym: Option<String>,
    /// All that is printed between name and country, unsplit.
    pub descriptor: Option<String>,
    /// Role of a person.
    pub role: Option<String>,
    /// Organization that a person is of.
    pub affiliation: Option<String>,
    /// City or region printed.
    pub place_name: Option<String>,
    /// Country as printed.
    pub country_text: Option<String>,
    /// What the printed country means; `None` where none is printed.
    pub country: Option<CountryReading>,
    /// Where it stands.
    pub place: Place,
    /// The text as printed, several lines joined by ` / `.
    pub text: String,
    /// What deserves notice.
    pub flags: Vec<Flag>,
}

vocabulary! {
    /// What became of a line of a signature block.
    pub enum LineFate {
        /// It is, or is part of, one signature or more.
        Signature = "signature",
        /// It could not be read; the reason is an issue.
        Rejected = "rejected",
        /// It is recognised as something that is no signature.
        Other = "other",
    }
}

/// What became of a line of a signature block, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineNote {
    /// The line.
    pub line: Line,
    /// What became of it.
    pub fate: LineFate,
    /// True for the lines that segmenting handed to parsing; false for headings and what stands between.
    pub is_of_section: bool,
    /// Why, as a phrase for a person.
    pub reason: String,
}

//! A letter's own fields, the counts it states, the letters it mentions, its signature blocks.

use crate::model::{DateSource, Line, PartialDate, Place};
use crate::vocabulary;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A letter's own fields, as read from one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// Title as printed.
    pub title: Option<String>,
    /// Date of the letter.
    pub date: Option<(PartialDate, DateSource)>,
    /// Place that the date line names.
    pub place: Option<String>,
    /// Whom it is addressed to, as printed.
    pub addressees: Vec<String>,
    /// Subject line.
    pub subject: Option<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// Day of which the list of signatories is.
    pub as_of_date: Option<PartialDate>,
}

vocabulary! {
    /// What a stated count counts.
    pub enum Unit {
        /// Organizations that sign.
        Organizations = "organizations",
        /// Persons that sign.
        Individuals = "individuals",
        /// Signatories of whatever kind.
        Signatories = "signatories",
        /// Countries from which signatories come.
        Countries = "countries",
        /// Members or groups that signatories represent; they cannot be counted in the list.
        Represented = "represented",
    }
}

vocabulary! {
    /// How exactly a count is stated.
    pub enum Qualifier {
        /// Just so many.
        Exactly = "exactly",
        /// At least so many: "over", "more than".
        Over = "over",
        /// Roughly so many: "about", "nearly".
        About = "about",
    }
}

vocabulary! {
    /// What part of the letter a stated count is about.
    pub enum ClaimScope {
        /// The letter as a whole.
        Letter = "letter",
        /// The signature block whose heading states it.
        Section = "section",
    }
}

/// A count that a document states of its own signatories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What is counted.
    pub unit: Unit,
    /// How exactly.
    pub qualifier: Qualifier,
    /// The number.
    pub stated: u32,
    /// What part of the letter it is about.
    pub scope: ClaimScope,
    /// For a section, its index in the letter's sections.
    pub section: Option<usize>,
    /// Where it is stated.
    pub place: Place,
    /// The sentence or heading that states it.
    pub text: String,
}

/// A passage that mentions a letter with signatories, other than the document's own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub line: u32,
    /// The sentence.
    pub text: String,
    /// Date of the letter mentioned, as far as the passage and the document tell.
    pub date: Option<PartialDate>,
    /// Whom it was addressed to, as printed.
    pub addressee: Option<String>,
    /// Organizations stated.
    pub n_organizations: Option<u32>,
    /// Individuals stated.
    pub n_individuals: Option<u32>,
    /// Signatories of unsaid or mixed kind stated.
    pub n_signatories: Option<u32>,
    /// Groups or members represented.
    pub n_represented: Option<u32>,
    /// Signatories named in passing.
    pub signers: Vec<String>,
    /// True when the sentence goes on about the letter of the mention before it in this document.
    pub continues: bool,
}

/// Who is announced by the heading of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Announced {
    /// Organizations are named.
    pub organizations: bool,
    /// Persons are named.
    pub individuals: bool,
}

/// A signature block: a heading and the lines under it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Heading as printed, if there is one.
    pub heading: Option<Line>,
    /// Whom the heading announces.
    pub announced: Announced,
    /// The lines that may be signatures, in printed order.
    pub lines: Vec<SignatureLine>,
    /// Indices of those lines that the format says name the columns of what follows.
    pub heads: Vec<usize>,
    /// How lines are broken.
    pub breaks: Breaks,
}

/// Where a document breaks lines that are too long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Breaks {
    /// Nothing tells.
    #[default]
    Unknown,
    /// Lines run on, so that every break is meant.
    Never,
    /// At so many characters.
    At(usize),
}

/// A line of a signature block, with what its block says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignatureLine {
    /// The line.
    pub line: Line,
    /// Index of its block in the document; lines of one paragraph share it.
    pub block: usize,
    /// True for an item of a list or a row of a table: then a line is an entry.
    pub is_item: bool,
}

/// How the lines of a signature block from one place to another were read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LayoutChoice {
    /// From the first of the lines to the last.
    pub place: Place,
    /// Name of the layout.
    pub layout: Cow<'static, str>,
    /// How well it explains the lines, from 0 to 1.
    pub score: f64,
    /// The next best layout and how well it explains them; `None` where they can be read in one way only.
    pub runner_up: Option<(Cow<'static, str>, f64)>,
}

//! The lines of a section to entries, one for each signature.
//!
//! Lists are printed in several ways. Each layout is one file here that reads a whole section its way
//! and says how well that explains it; the best reading wins. To add a layout, write its file and its
//! row in `LAYOUTS`.

mod columns;
mod lines;
mod run_in;
mod stanzas;
mod table;

use crate::model::{Kind, Mark, Place, Section};
use crate::normalize;
use crate::reference::Reference;

/// One entry of a list, before its fields are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The text to read, with commas between what separate lines or cells hold.
    pub text: String,
    /// The text as printed, lines joined by ` / `, cells by ` | `.
    pub printed: String,
    /// Where it stands.
    pub place: Option<Place>,
    /// Special stretches of `text`; only for entries of one line.
    pub marks: Vec<Mark>,
    /// Indices of its lines in the section.
    pub lines: Vec<usize>,
    /// True when the line holds other entries as well.
    pub is_split: bool,
    /// Its fields, where they stand in columns; `text` is then the name.
    pub columns: Option<Columns>,
}

/// The fields of an entry that stand in columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// True when the text may hold more than the name: role, affiliation, country.
    pub is_line: bool,
    /// The kind that a column states.
    pub kind: Option<Kind>,
    /// What the columns say of the kind: positive for an organization.
    pub weight: i32,
    /// Role.
    pub role: Option<String>,
    /// Affiliation, with the role where `role` has no column.
    pub affiliation: Option<String>,
    /// True when both role and affiliation have a column.
    pub is_split_office: bool,
    /// Acronym.
    pub acronym: Option<String>,
    /// City or region.
    pub place: Option<String>,
    /// Place and country in one.
    pub location: Option<String>,
    /// Country.
    pub country: Option<String>,
}

/// A section read in one layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Name of the layout.
    pub layout: &'static str,
    /// The entries.
    pub entries: Vec<Entry>,
    /// Lines that are no entry, by index, with the reason.
    pub others: Vec<(usize, &'static str)>,
    /// How well the layout explains the section, from 0 to 1.
    pub score: f64,
}

/// Reads a section in one way, or `None` when it cannot be printed so.
type Layout = fn(&Section, &Reference) -> Option<Reading>;

/// Every layout; of equal scores the earlier wins.
const LAYOUTS: &[Layout] = &[lines::read, table::read, stanzas::read, run_in::read];

/// The reading that explains the section best.
pub fn best(section: &Section, reference: &Reference) -> Reading {
    let mut best = Reading::default();
    for layout in LAYOUTS {
        if let Some(reading) = layout(section, reference)
            && (best.layout.is_empty() || reading.score > best.score)
        {
            best = reading;
        }
    }
    best
}

/// Whether a text can be the name of a signatory: short, opened by a capital or a digit where the script
/// has them, no sentence.
fn can_be_a_name(text: &str) -> bool {
    let n_words = text.split_whitespace().count();
    let first = text.chars().find(|c| c.is_alphanumeric());
    (1..=14).contains(&n_words)
        && first.is_some_and(|c| !c.is_lowercase())
        && !text.ends_with(['?', '!', ':'])
        // A short last word owns its full stop: "Inc."
        && text.strip_suffix('.').is_none_or(|body| body.rsplit(' ').next().is_some_and(|last| last.chars().count() <= 4))
}

/// Whether a line tells what a person is or where: a role, or an organization.
fn can_be_an_office(text: &str, reference: &Reference) -> bool {
    normalize::role::holds_role(text, reference)
        || normalize::kind::judge(text, "", reference).kind == crate::model::Kind::Organization
        || normalize::country::resolve(text, reference).country().is_some()
}

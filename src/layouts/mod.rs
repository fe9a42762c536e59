//! The lines of a section to entries, one for each signature.
//!
//! Lists are printed in several ways, and a section may mix them. First its labels are set apart: countries
//! and regions under which signatories stand. What is left is runs of lines that are printed alike: rows of
//! a table, items, plain lines. Each layout is one file here that reads a whole run its way and says how
//! well that explains it; the best reading wins. To add a layout, write its file and its row in `LAYOUTS`.
//!
//! A score is comparable between layouts: the share of the run that reads as signatures, weighed by lines.
//! What can be the name of a signatory counts 1, what is nothing without another line (an office, a
//! country, the tail of a line) next to nothing, and joining and splitting lines cost a little, so that
//! they must explain something.

mod columns;
mod labels;
mod lines;
mod looks;
mod markers;
mod pairs;
mod run;
mod run_in;
mod runs;
mod splits;
mod stanzas;
mod table;

use crate::model::{Kind, LayoutChoice, Mark, Place, Section};
use crate::reference::Reference;
use run::Run;

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
    /// The label that it stands under: a part of the section, with a name of its own.
    pub label: Option<String>,
    /// The country that a label or the heading gives it, as printed.
    pub inherited_country: Option<String>,
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

/// Lines read in one layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Name of the layout.
    pub layout: &'static str,
    /// The entries.
    pub entries: Vec<Entry>,
    /// Lines that are no entry, by index, with the reason.
    pub others: Vec<(usize, &'static str)>,
    /// How well the layout explains the lines, from 0 to 1.
    pub score: f64,
}

/// A section as read: its entries in printed order, and how each of its runs was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SectionReading {
    /// The entries.
    pub entries: Vec<Entry>,
    /// Lines that are no entry, by index, with the reason.
    pub others: Vec<(usize, &'static str)>,
    /// The layout of each run, in printed order, with the lines of the section from where it begins.
    pub choices: Vec<LayoutChoice>,
}

/// Reads a run in one way, or `None` when it cannot be printed so.
type Layout = fn(&Run, &Reference) -> Option<Reading>;

/// Every layout; of equal scores the earlier wins.
const LAYOUTS: &[Layout] = &[
    |run, reference| table::read(&run.section, reference),
    lines::read,
    stanzas::read,
    pairs::read,
    columns::read,
    run_in::read,
];

/// Reads a section: every run in the layout that explains it best.
pub fn read(section: &Section, reference: &Reference) -> SectionReading {
    let heading = section.heading.as_ref().and_then(|line| labels::of_heading(&line.text, reference));
    let parts = runs::of(section, reference);
    let mut result = SectionReading { others: parts.others, ..SectionReading::default() };
    for run in &parts.runs {
        let (mut reading, choice) = best(run, reference);
        if reading.layout == "lines" {
            reading.entries = splits::apply(reading.entries, reference);
        }
        for mut entry in reading.entries {
            let label = entry.lines.first().and_then(|at| run.labels.get(*at).copied().flatten());
            let label = label.and_then(|label| parts.labels.get(label));
            entry.label = label.map(|label| label.text.clone());
            entry.inherited_country =
                label.or(heading.as_ref()).filter(|label| label.is_country).map(|label| label.text.clone());
            entry.lines = entry.lines.iter().filter_map(|at| run.origin.get(*at).copied()).collect();
            entry.lines.dedup();
            result.entries.push(entry);
        }
        result.others.extend(
            reading.others.into_iter().filter_map(|(at, reason)| Some((*run.origin.get(at)?, reason))),
        );
        result.choices.push(choice);
    }
    result
}

/// The reading that explains a run best, and how it compares with the next best.
fn best(run: &Run, reference: &Reference) -> (Reading, LayoutChoice) {
    let mut best = Reading::default();
    let mut runner_up: Option<(&'static str, f64)> = None;
    for layout in LAYOUTS {
        let Some(reading) = layout(run, reference) else { continue };
        if best.layout.is_empty() || reading.score > best.score {
            if !best.layout.is_empty() {
                runner_up = Some((best.layout, best.score));
            }
            best = reading;
        } else if runner_up.is_none_or(|(_, score)| reading.score > score) {
            runner_up = Some((reading.layout, reading.score));
        }
    }
    let place_of =
        |at: Option<&crate::model::SignatureLine>| at.map(|line| line.line.place).unwrap_or_default();
    let place = place_of(run.section.lines.first()).to(place_of(run.section.lines.last()));
    let choice = LayoutChoice { place, layout: best.layout, score: best.score, runner_up };
    (best, choice)
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

#[cfg(test)]
mod tests;

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
mod emphasis;
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

/// What a layout offers: how well it explains the lines, and the reading, which is built of the best alone.
pub struct Offer<'a> {
    /// Name of the layout.
    pub layout: &'static str,
    /// How well the layout explains the lines, from 0 to 1.
    pub score: f64,
    /// Reads the lines.
    pub read: Box<dyn FnOnce() -> Reading + 'a>,
}

impl<'a> Offer<'a> {
    /// An offer of entries that are built when it is taken.
    fn new(layout: &'static str, score: f64, entries: impl FnOnce() -> Vec<Entry> + 'a) -> Self {
        let read = move || Reading { layout, score, entries: entries(), ..Reading::default() };
        Self { layout, score, read: Box::new(read) }
    }
}

impl From<Reading> for Offer<'_> {
    fn from(reading: Reading) -> Self {
        Self { layout: reading.layout, score: reading.score, read: Box::new(|| reading) }
    }
}

/// Reads a run in one way, or `None` when it cannot be printed so.
type Layout = for<'a> fn(&'a Run, &'a Reference) -> Option<Offer<'a>>;

/// Every layout; of equal scores the earlier wins.
const LAYOUTS: &[Layout] = &[
    |run, reference| table::read(&run.section, reference).map(Offer::from),
    |run, reference| emphasis::read(run, reference).map(Offer::from),
    |run, reference| Some(lines::read(run, reference)),
    stanzas::read,
    |run, reference| pairs::read(run, reference).map(Offer::from),
    |run, reference| columns::read(run, reference).map(Offer::from),
    |run, reference| run_in::read(run, reference).map(Offer::from),
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
    let mut best: Option<Offer> = None;
    let mut runner_up: Option<(&'static str, f64)> = None;
    for layout in LAYOUTS {
        let Some(offer) = layout(run, reference) else { continue };
        let (layout, score) = (offer.layout, offer.score);
        if best.as_ref().is_none_or(|best| score > best.score) {
            runner_up = best.replace(offer).map(|best| (best.layout, best.score)).or(runner_up);
        } else if runner_up.is_none_or(|(_, highest)| score > highest) {
            runner_up = Some((layout, score));
        }
    }
    let best = best.map(|offer| (offer.read)()).unwrap_or_default();
    let place_of =
        |at: Option<&crate::model::SignatureLine>| at.map(|line| line.line.place).unwrap_or_default();
    let place = place_of(run.section.lines.first()).to(place_of(run.section.lines.last()));
    let runner_up = runner_up.map(|(layout, score)| (layout.into(), score));
    let choice = LayoutChoice { place, layout: best.layout.into(), score: best.score, runner_up };
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

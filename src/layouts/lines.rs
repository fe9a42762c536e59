//! One entry on each line; an item of a list may run over several.

use super::looks::{Look, alone};
use super::run::{Run, sample};
use super::{Entry, Offer};
use crate::reference::Reference;
use std::borrow::Cow;
use std::ops::Range;

/// Lines of the longest item that is one entry.
const LONGEST_ITEM: usize = 6;
/// Words of a line beyond which it holds more than one entry.
const MOST_WORDS: usize = 60;
/// What a line is worth that has commas enough to be a paragraph of names itself.
const WITH_COMMAS: f64 = 0.9;

/// Reads every line, or every item with the lines that it runs over, as an entry. Explains the run as far as
/// its lines can be entries of their own.
pub fn read<'a>(run: &'a Run, reference: &'a Reference) -> Offer<'a> {
    let ranges = ranges(run, 0..run.len(), reference);
    let (mut sum, mut n_lines) = (0.0, 0);
    for lines in sample(ranges.len()).filter_map(|at| ranges.get(at)) {
        sum += quality(lines, run, reference) * lines.len() as f64;
        n_lines += lines.len();
    }
    let score = sum / n_lines.max(1) as f64;
    let entries = move || ranges.into_iter().map(|lines| run.joined(lines, reference)).collect();
    Offer::new("lines", score, entries)
}

/// The entries of lines.
pub(super) fn entries(run: &Run, lines: Range<usize>, reference: &Reference) -> Vec<Entry> {
    ranges(run, lines, reference).into_iter().map(|lines| run.joined(lines, reference)).collect()
}

/// The lines of each entry.
fn ranges(run: &Run, lines: Range<usize>, reference: &Reference) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = lines.start;
    while at < lines.end {
        let mut end = at + 1;
        while end < lines.end && goes_on(run, at, end, reference) {
            end += 1;
        }
        ranges.push(at..end);
        at = end;
    }
    ranges
}

/// Whether a line belongs to the entry that began at `first`.
fn goes_on(run: &Run, first: usize, at: usize, reference: &Reference) -> bool {
    if run.block(first) != run.block(at) {
        return false;
    }
    if run.is_item(at) && run.block_len(first) <= LONGEST_ITEM {
        return true;
    }
    run.is_wrapped(at, reference)
}

/// How well an entry reads as one signature.
fn quality(lines: &Range<usize>, run: &Run, reference: &Reference) -> f64 {
    let first = lines.start;
    let text = match lines.len() {
        1 => Cow::Borrowed(run.text(first)),
        _ => Cow::Owned(run.joined(lines.clone(), reference).text),
    };
    let text = text.as_ref();
    if text.split_whitespace().count() > MOST_WORDS {
        return 0.0;
    }
    let n_commas = text.matches([',', '，', '、', '،']).count();
    // What stands between semicolons, and behind a wide gap, is an entry as a rule.
    let factor = if run.has_cells(first)
        || run.is_bilingual()
        || text.trim_end_matches([';', '；']).contains([';', '；'])
        || run.has_gap(first)
    {
        0.6
    } else if text.matches(['•', '●', '▪', '|', '·']).count() > 1 || text.matches(" / ").count() > 2 {
        0.7
    } else if n_commas > 1 || (n_commas > 0 && run.len() < 4) {
        WITH_COMMAS
    } else {
        1.0
    };
    let look = run.look(first, reference);
    // Where persons lead, an organization is somebody's.
    let factor = if look == Look::Name && run.persons_lead(reference) && run.kind(first, reference) >= 0 {
        0.6 * factor
    } else {
        factor
    };
    factor * alone(text, look)
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;

    fn check(lines: &[(&str, usize, bool)], expected: &[&str]) {
        let reference = crate::reference::shared();
        let run = run(lines);
        let reading = (read(&run, reference).read)();
        let texts: Vec<&str> = reading.entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn an_item_runs_over_lines() {
        check(
            &[
                ("Upland Federation of Tenants and", 0, true),
                ("Housing Cooperatives, Sweden", 0, true),
                ("River Watch", 1, true),
                ("Lake Fund (Republic of", 2, true),
                ("Moldova)", 2, true),
                ("Ann Other", 3, true),
                ("Director", 3, true),
            ],
            &[
                "Upland Federation of Tenants and Housing Cooperatives, Sweden",
                "River Watch",
                "Lake Fund (Republic of Moldova)",
                "Ann Other, Director",
            ],
        );
    }

    #[test]
    fn a_full_line_without_a_country_goes_on() {
        check(
            &[
                ("Upland Federation of Tenants Associations", 0, false),
                ("Housing Group, Sweden", 0, false),
                ("River Watch for Clean Rivers, Kenya", 0, false),
                ("Lake Fund for the Lakes of Peru, Chile", 0, false),
                ("Sea Union, Norway", 0, false),
                ("Pond Trust of All the Ponds, Peru", 0, false),
                ("Union of Fishers, Peru", 0, false),
            ],
            &[
                "Upland Federation of Tenants Associations Housing Group, Sweden",
                "River Watch for Clean Rivers, Kenya",
                "Lake Fund for the Lakes of Peru, Chile",
                "Sea Union, Norway",
                "Pond Trust of All the Ponds, Peru",
                "Union of Fishers, Peru",
            ],
        );
    }

    #[test]
    fn a_line_of_a_paragraph_goes_on() {
        check(
            &[
                ("Upland Federation of Tenants and", 0, false),
                ("Housing Cooperatives", 0, false),
                ("River Watch", 0, false),
                ("Lake Fund (Republic", 0, false),
                ("of Moldova)", 0, false),
                ("Sea Union", 0, false),
            ],
            &[
                "Upland Federation of Tenants and Housing Cooperatives",
                "River Watch",
                "Lake Fund (Republic of Moldova)",
                "Sea Union",
            ],
        );
    }
}

//! Labels: lines, or heads of lines, that say where the signatories under them are from.
//!
//! A label is a country or a region and nothing else. It holds until the next one. In a signature block the
//! country stands too, but below the name: there it is no label.

use super::looks::place_of;
use crate::model::{MarkKind, SignatureLine};
use crate::reference::Reference;
use crate::reference::countries::PlaceKind;
use crate::reference::phrases::PhraseRole;
use crate::text::fold;

/// Words of the longest label.
const MOST_WORDS: usize = 6;

/// A label as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its text, without what adorns it.
    pub text: String,
    /// Whether it is a country, which the signatures inherit; else it only names a part of the list.
    pub is_country: bool,
}

/// The label that a heading is, if it is one.
pub fn of_heading(text: &str, reference: &Reference) -> Option<Label> {
    bare(text, reference).map(|(label, _)| label)
}

/// For each line, whether it is a label. A bare country is one only where the list is printed so: a label
/// comes first, and what follows it is of another kind.
pub fn of_lines(lines: &[SignatureLine], reference: &Reference) -> Vec<Option<Label>> {
    let found: Vec<Option<(Label, bool)>> = lines
        .iter()
        .map(|line| {
            let is_row = !line.line.cells.is_empty();
            let found = if is_row { None } else { bare(&line.line.text, reference) };
            found.map(|(label, is_adorned)| (label, is_adorned || is_bold(line)))
        })
        .collect();
    let n_found = found.iter().flatten().count();
    // A list of nothing but countries is one of governments, or of what else is called like them.
    if 5 * n_found > 3 * lines.len() {
        return vec![None; lines.len()];
    }
    let opens = |at: usize| at == 0 || lines[at - 1].block != lines[at].block;
    let is_first = found.first().is_some_and(Option::is_some);
    // Every bare country opens a paragraph that goes on.
    let opens_all = found.iter().enumerate().all(|(at, found)| match found {
        Some((_, false)) => opens(at) && lines.get(at + 1).is_some_and(|next| next.block == lines[at].block),
        _ => true,
    });
    let takes_bare = is_first || opens_all;
    let mut labels: Vec<Option<Label>> = found
        .into_iter()
        .map(|found| found.filter(|(_, is_adorned)| *is_adorned || takes_bare).map(|(label, _)| label))
        .collect();
    // What closes the list labels nothing.
    let n_labelled = labels.iter().rposition(Option::is_none).map_or(0, |last| last + 1);
    labels[n_labelled..].fill(None);
    labels
}

/// A line that is a label, and whether print shows it: a colon, dashes around it, a count behind it.
fn bare(text: &str, reference: &Reference) -> Option<(Label, bool)> {
    let text = text.trim();
    // Behind a colon stands what is said of the name above.
    if text.len() > 80 || text.starts_with(':') {
        return None;
    }
    let mut core =
        text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '（' | '）' | '.'));
    core = core.trim_end_matches('.');
    let mut is_adorned = text.ends_with([':', '：']) || (core.len() < text.trim_end_matches('.').len());
    // "Kenya (3)", "Kenya – 3".
    let counted = core.trim_end_matches([')', '）', ' ']).trim_end_matches(char::is_numeric);
    let without = counted.trim_end_matches(['(', '（', ' ', '–', '-', '—', ':', '：', '[']);
    let is_counted = counted.trim_end().ends_with(['(', '（', '–', '-', '—', ':', '：', '[']);
    if is_counted && counted.len() < core.trim_end_matches([')', '）', ' ']).len() && !without.is_empty() {
        core = without;
        is_adorned = true;
    }
    if core.split_whitespace().count() > MOST_WORDS || core.chars().filter(|c| c.is_alphabetic()).count() < 2
    {
        return None;
    }
    // "National", below "Regional".
    if reference.phrases.is(&fold(core), PhraseRole::Scope) {
        return Some((Label { text: core.to_owned(), is_country: false }, is_adorned));
    }
    let kind = place_of(core, reference)?;
    let is_place = matches!(kind, PlaceKind::City | PlaceKind::Subdivision);
    // Towns are called like persons and groups: only print makes a label of them.
    if is_place && !is_adorned {
        return None;
    }
    Some((Label { text: core.to_owned(), is_country: kind == PlaceKind::Country }, is_adorned))
}

/// Whether the whole line is bold.
fn is_bold(line: &SignatureLine) -> bool {
    let marks = &line.line.marks;
    marks.iter().any(|mark| mark.kind == MarkKind::Strong && mark.range.len() + 2 >= line.line.text.len())
}

/// How a label stands before its entries on their line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Colon,
    Dash,
}

/// Labels at the heads of lines, each with where the rest begins: "Kenya: River Watch; Lake Fund" always,
/// "KE – River Watch" and "Kenya – River Watch" where the lines are printed so.
pub fn at_heads(lines: &[SignatureLine], reference: &Reference) -> Vec<Option<(Option<Label>, usize)>> {
    let mut found: Vec<Option<(Option<Label>, usize, Joint, bool)>> = Vec::with_capacity(lines.len());
    for line in lines {
        let text = line.line.text.as_str();
        let found_here = if line.line.cells.is_empty() { at_head(text, reference) } else { None };
        found.push(found_here);
    }
    // Codes, and countries before dashes, only where most lines have them.
    let n_open =
        found.iter().flatten().filter(|(_, _, joint, is_code)| *joint == Joint::Dash || *is_code).count();
    let takes_open = n_open >= 3 && 5 * n_open >= 3 * lines.len();
    found
        .into_iter()
        .map(|found| {
            let (label, rest, joint, is_code) = found?;
            (takes_open || (joint == Joint::Colon && !is_code)).then_some((label, rest))
        })
        .collect()
}

fn at_head(text: &str, reference: &Reference) -> Option<(Option<Label>, usize, Joint, bool)> {
    if !text.contains([':', '：', '–', '—', '-']) {
        return None;
    }
    let (at, length, joint) = [
        (": ", Joint::Colon),
        ("：", Joint::Colon),
        (":\t", Joint::Colon),
        (" – ", Joint::Dash),
        (" — ", Joint::Dash),
        (" - ", Joint::Dash),
    ]
    .into_iter()
    .filter_map(|(joint, kind)| text.find(joint).map(|at| (at, joint.len(), kind)))
    .min_by_key(|(at, ..)| *at)?;
    let head = text[..at].trim_matches(|c: char| !c.is_alphanumeric());
    let rest = text[at + length..].trim_start();
    if head.is_empty() || rest.is_empty() || head.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let start = text.len() - rest.len();
    let n_letters = head.chars().count();
    if n_letters == 2 && head.chars().all(|c| c.is_ascii_uppercase()) {
        reference.countries.code(head)?;
        return Some((Some(Label { text: head.to_owned(), is_country: true }), start, joint, true));
    }
    if joint == Joint::Colon && is_announcement(head, reference) {
        return Some((None, start, joint, false));
    }
    let kind = place_of(head, reference)?;
    let label = Label { text: head.to_owned(), is_country: kind == PlaceKind::Country };
    matches!(kind, PlaceKind::Country | PlaceKind::Region).then_some((Some(label), start, joint, false))
}

/// Whether a text before a colon only announces who follows: "Organizations", "Signed by".
fn is_announcement(head: &str, reference: &Reference) -> bool {
    use PhraseRole::{
        Closing, HeadingFiller, HeadingIndividuals, HeadingOrganizations, HeadingSignatories, TableHead,
    };
    let folded = fold(head);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut at = 0;
    // "Name: …", "Country: …" on the lines of a form.
    let mut announces = [Closing, TableHead].iter().any(|role| reference.phrases.is(&folded, *role));
    while at < words.len() && !announces {
        let rest = &words[at..];
        let longest = [HeadingOrganizations, HeadingIndividuals, HeadingSignatories]
            .map(|role| reference.phrases.prefix(rest, role))
            .into_iter()
            .max()
            .unwrap_or(0);
        if longest == 0 && !reference.phrases.is(words[at], HeadingFiller) {
            return false;
        }
        at += longest.max(1);
        announces |= longest > 0 && at == words.len();
    }
    announces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Place};

    fn lines(blocks: &[&str]) -> Vec<SignatureLine> {
        let line = |block: usize, text: &str| SignatureLine {
            line: Line::plain(text, Place::line(1)),
            block,
            is_item: false,
        };
        blocks
            .iter()
            .enumerate()
            .flat_map(|(block, lines)| lines.split('|').map(move |text| line(block, text)))
            .collect()
    }

    #[test]
    fn labels_on_lines_of_their_own() {
        let check = |blocks: &[&str], expected: &[&str]| {
            let labels = of_lines(&lines(blocks), crate::reference::shared());
            let texts: Vec<String> = labels.into_iter().flatten().map(|label| label.text).collect();
            assert_eq!(texts, expected, "{blocks:?}");
        };
        check(&["Kenya|River Watch|Lake Fund", "Peru|Sea Union"], &["Kenya", "Peru"]);
        check(&["Kenya:|River Watch|Lake Fund", "Sea Union", "Perú (1)|Pond Trust"], &["Kenya", "Perú"]);
        check(&["— KENYA —", "River Watch", "— PERU —", "Lake Fund"], &["KENYA", "PERU"]);
        check(
            &["Europe", "River Watch", "Lake Fund", "Africa", "Sea Union", "Pond Trust"],
            &["Europe", "Africa"],
        );
        check(&["Ann Other|Director|Kenya", "Jo Doe|Peru"], &[]);
        check(&["River Watch", "Kenya", "Lake Fund", "Peru"], &[]);
        check(&["Kenya|Peru|Chile"], &[]);
    }

    #[test]
    fn labels_at_the_heads_of_lines() {
        let check = |blocks: &[&str], expected: &[(&str, &str)]| {
            let lines = lines(blocks);
            let labels = at_heads(&lines, crate::reference::shared());
            let found: Vec<(String, String)> = labels
                .into_iter()
                .zip(&lines)
                .filter_map(|(found, line)| {
                    let (label, rest) = found?;
                    Some((
                        label.map(|label| label.text).unwrap_or_default(),
                        line.line.text[rest..].to_owned(),
                    ))
                })
                .collect();
            let expected: Vec<(String, String)> =
                expected.iter().map(|(label, rest)| ((*label).to_owned(), (*rest).to_owned())).collect();
            assert_eq!(found, expected, "{blocks:?}");
        };
        check(&["Kenya: River Watch; Lake Fund"], &[("Kenya", "River Watch; Lake Fund")]);
        check(
            &["KE – River Watch", "PE – Lake Fund", "CL – Sea Union"],
            &[("KE", "River Watch"), ("PE", "Lake Fund"), ("CL", "Sea Union")],
        );
        check(&["MST – River Watch", "IT – Lake Fund", "Sea Union", "Pond Trust"], &[]);
        check(&["Organizations: River Watch, Lake Fund"], &[("", "River Watch, Lake Fund")]);
        check(&["ABC: River Watch"], &[]);
    }
}

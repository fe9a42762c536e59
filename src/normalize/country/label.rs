//! Labels before and after a country: "based in Kenya", "HQ: Kenya", "US-based", "Kenya HQ".

use super::{Text, bracket, chain, is_country_itself, whole};
use crate::model::country::{CountryMethod, CountryReading};
use crate::reference::Reference;
use crate::text::fold;

/// The label behind a place of which nothing else is a part: "Nairobi-based".
const BASED: &str = "based";
/// The most words that a label has.
const MOST_WORDS: usize = 4;

/// Reads what stands beside a label.
pub(super) fn read(text: &Text, reference: &Reference) -> Option<CountryReading> {
    // Most texts neither begin nor end as a label does.
    let ends = [text.folded.split(' ').next(), text.folded.rsplit(' ').next()];
    if !ends.into_iter().flatten().any(|word| reference.countries.ends_label(word)) {
        return None;
    }
    let (rest, is_before, label) = rest(text.printed, reference)?;
    let rest = text.part(rest);
    let reading = whole::read(&rest, reference)
        .or_else(|| bracket::read(&rest, reference))
        .or_else(|| chain::read(&rest, reference))?;
    if reading.codes.len() != 1 {
        return Some(reading);
    }
    // "Kenya office" is Kenya; "New York office" is a part of an organization.
    if !is_before && label != BASED && !is_country_itself(reading.method) {
        return None;
    }
    Some(CountryReading { method: CountryMethod::Label, confidence: reading.confidence * 0.95, ..reading })
}

/// The text without the longest label before it, or after it, whether the label was before, and the label.
fn rest<'a>(printed: &'a str, reference: &Reference) -> Option<(&'a str, bool, String)> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—');
    let mut gaps: Vec<usize> = printed.match_indices(is_gap).map(|(at, _)| at).take(MOST_WORDS + 2).collect();
    gaps.reverse();
    for at in gaps {
        let label = fold(&printed[..at]);
        if reference.countries.is_label_before(&label) {
            return Some((&printed[at..], true, label));
        }
    }
    let mut gaps: Vec<usize> = printed.rmatch_indices(is_gap).map(|(at, _)| at).take(MOST_WORDS).collect();
    gaps.reverse();
    gaps.into_iter()
        .map(|at| (&printed[..at], false, fold(&printed[at..])))
        .find(|(_, _, label)| reference.countries.is_label_after(label))
}

//! A text and a bracket: "Congo (DRC)", "Brussels (Belgium)", "Micronesia (Federated States of)".

use super::{Text, chain, is_country_itself, one, reading_of, whole};
use crate::model::country::{Alpha2, CountryMethod, CountryReading};
use crate::reference::Reference;

/// Reads both sides and answers when they fit.
pub(super) fn read(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let (outer, inner) = split(text.printed)?;
    let (outer, inner) = (text.part(outer), text.part(inner));
    if outer.folded.is_empty() {
        return whole::read(&inner, reference);
    }
    if inner.folded.is_empty() {
        return whole::read(&outer, reference);
    }
    let inverted = format!("{} {}", inner.folded, outer.folded);
    if let Some(meaning) = reference.countries.name(&inverted) {
        return Some(reading_of(meaning));
    }
    let around = whole::read(&outer, reference).or_else(|| chain::read(&outer, reference));
    let within = whole::read(&inner, reference);
    match (around, within) {
        (Some(around), _) if around.method == CountryMethod::Region => Some(around),
        (Some(around), Some(within)) => both(around, &outer, within, &inner, reference),
        (Some(around), None) => {
            // "(until 1990)", "(resolution 1244)"
            let has_number = inner.folded.bytes().any(|byte| byte.is_ascii_digit());
            let is_plain =
                text.is_in_column() || has_number || reference.countries.is_qualifier(&inner.folded);
            (around.country().is_some() && is_plain).then_some(around)
        }
        (None, Some(within)) => {
            let code = within.country()?;
            let is_home = text.is_in_column() || whole::homes(&outer.folded, reference).contains(&code);
            is_home.then(|| one(code, CountryMethod::Chain, 0.85))
        }
        (None, None) => None,
    }
}

/// Both sides are readable.
fn both(
    around: CountryReading,
    outer: &Text,
    within: CountryReading,
    inner: &Text,
    reference: &Reference,
) -> Option<CountryReading> {
    match (around.country(), within.country()) {
        (Some(a), Some(b)) if a == b && is_country_itself(around.method) => {
            Some(CountryReading { confidence: around.confidence.max(0.95), ..around })
        }
        (Some(a), Some(b)) if a == b => Some(one(a, CountryMethod::Chain, 0.95)),
        (Some(a), Some(b)) if reference.countries.parent(a) == Some(b) => Some(around),
        (Some(a), Some(b)) if reference.countries.parent(b) == Some(a) => Some(within),
        (Some(a), Some(b)) => {
            if whole::homes(&outer.folded, reference).contains(&b) {
                return Some(one(b, CountryMethod::Chain, 0.9));
            }
            if whole::homes(&inner.folded, reference).contains(&a) {
                return Some(one(a, CountryMethod::Chain, 0.9));
            }
            let is_list = is_country_itself(around.method) && is_country_itself(within.method);
            is_list.then(|| CountryReading {
                codes: vec![a, b],
                method: CountryMethod::Several,
                confidence: 0.8,
                candidates: Vec::new(),
            })
        }
        (None, Some(b)) => chosen(&around.candidates, b, outer, reference),
        (Some(a), None) => {
            let is_within = within.candidates.contains(&a) || within.method == CountryMethod::Region;
            is_within.then_some(around)
        }
        (None, None) => Some(around),
    }
}

/// An ambiguous name is settled by the bracket: one of its candidates, or a territory of that state.
fn chosen(candidates: &[Alpha2], by: Alpha2, outer: &Text, reference: &Reference) -> Option<CountryReading> {
    let is_candidate = candidates.contains(&by) || whole::homes(&outer.folded, reference).contains(&by);
    if is_candidate {
        return Some(one(by, CountryMethod::Chain, 0.9));
    }
    let territory = candidates.iter().find(|code| reference.countries.parent(**code) == Some(by))?;
    Some(one(*territory, CountryMethod::Chain, 0.85))
}

/// What stands before a closing bracket's opening one, and between the two.
fn split(printed: &str) -> Option<(&str, &str)> {
    let (open, close) = if printed.ends_with(')') {
        ('(', ')')
    } else if printed.ends_with(']') {
        ('[', ']')
    } else if printed.ends_with('）') {
        ('（', '）')
    } else {
        return None;
    };
    let (outer, inner) = printed.strip_suffix(close)?.split_once(open)?;
    (!inner.contains(open) && !inner.contains(close)).then_some((outer, inner))
}

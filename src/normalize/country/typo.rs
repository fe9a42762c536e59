//! A misspelt name: "Urugauy". Never from fewer than six letters, never where another place, a word or
//! a person's name is spelt so, never between two countries.

use super::{Text, one, whole};
use crate::model::country::{CountryMethod, CountryReading};
use crate::reference::Reference;

/// Letters of the shortest misspelling.
const SHORTEST: usize = 6;

/// Reads a misspelling of one name.
pub(super) fn read(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let bare = text.folded.strip_prefix("the ").unwrap_or(&text.folded);
    if reference.countries.is_lookalike(bare) || !whole::homes(bare, reference).is_empty() {
        return None;
    }
    // "UNTED" may be an acronym; a misspelling of one word has lower case or is long.
    let is_acronym = bare.len() < 7 && text.printed.chars().all(|c| !c.is_lowercase());
    if is_acronym {
        return None;
    }
    // "Inria" is no India.
    if bare.chars().count() < SHORTEST {
        return None;
    }
    let (code, edits) = reference.countries.misspelling(bare)?;
    Some(one(code, CountryMethod::Typo, if edits > 1 { 0.7 } else { 0.85 }))
}

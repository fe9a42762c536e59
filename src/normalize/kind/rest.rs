//! What the rest of the line says: persons have offices and affiliations.

use super::Evidence;
use crate::normalize::{country, role};
use crate::reference::Reference;
use crate::reference::small::SmallWord;
use crate::reference::words::WordRole;
use crate::text::fold;

/// Adds the evidence of the rest of the line.
pub(super) fn weigh(rest: &str, evidence: &mut Evidence, reference: &Reference) {
    let folded = fold(rest);
    if folded.is_empty() {
        return;
    }
    let parts = || rest.split([',', ';', '–', '|']);
    // Where somebody is tells nothing of either.
    let is_place = |part: &&str| country::resolve(part, reference).country().is_some();
    let first = parts().find(|part| !is_place(part)).unwrap_or_default();
    let opens_as_part = || {
        let word = fold(first.split_whitespace().next().unwrap_or_default());
        first.contains(' ') && reference.words.role(&word) == Some(WordRole::Chapter)
    };
    if is_individual(&folded, reference) {
        evidence.add(-6, "says that it is an individual");
    } else if role::ends_with_any_role(first, reference) {
        evidence.add(-6, "a role behind the name");
    } else if is_description(first, reference) {
        evidence.add(5, "a description of an organization behind the name");
    } else if opens_as_part() && !role::holds_role(rest, reference) {
        evidence.add(5, "a part of an organization behind the name");
    } else if role::holds_role(rest, reference) {
        evidence.add(-4, "a role in the rest of the line");
    } else if is_affiliation(&folded, reference) {
        evidence.add(-3, "an affiliation behind the name");
    }
    if role::is_postnominal(first.trim(), reference) {
        evidence.add(-5, "letters behind the name");
    }
}

/// "a network of gardeners", "asociación de vecinos": what an organization is, in small letters.
fn is_description(first: &str, reference: &Reference) -> bool {
    let is_small = |word: &&str| word.chars().all(char::is_lowercase);
    let mut words = first.split_whitespace().take_while(is_small).take(3);
    first.contains(' ')
        && words.any(|word| reference.words.role(&fold(word)) == Some(WordRole::OrganizationType))
}

fn is_individual(folded: &str, reference: &Reference) -> bool {
    folded.split(' ').count() <= 4
        && folded.split(' ').any(|word| reference.small.is(SmallWord::Individual, word))
}

/// Whether the rest names an organization. A place or a country is said of organizations too.
fn is_affiliation(folded: &str, reference: &Reference) -> bool {
    folded.split(' ').any(|word| {
        reference.words.role(word) == Some(WordRole::OrganizationType)
            || reference.words.is_organization_compound(word)
    })
}

//! Persons with the family name first: "OTHER, Ann", "Other, Ann, Upland University". Only the list as a whole
//! tells these from "River Watch, Kenya".

use super::split::{Part, Separator, bracket_at_end};
use super::tail;
use crate::normalize::{kind, role};
use crate::reference::Reference;
use crate::text::fold;

/// Words of the longest family name, and of the longest given name with its title.
const FAMILY_WORDS: usize = 4;
const GIVEN_WORDS: usize = 4;
/// Letters of the longest word of a name that begins small.
const PARTICLE: usize = 4;
/// A larger score is that of an organization.
const MOST_SCORE: i32 = 2;

/// Whether the first two parts of an entry are plainly a family name and a given name: the one is printed in
/// capitals or the other is known, and no place.
pub fn is_plain(parts: &[Part], reference: &Reference) -> bool {
    let Some((family, given)) = names(parts, reference) else { return false };
    let given_of = |word: &str| reference.persons.given(&fold(word)) > 0;
    let is_known = given.split([' ', '-']).any(given_of);
    // "VAN DER MEER" and "van der MEER", but not "Ann Other MP".
    let is_large = |word: &str| {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        letters().count() > 1 && letters().all(char::is_uppercase)
    };
    let is_capitals = family.split_whitespace().last().is_some_and(is_large)
        && family.split_whitespace().all(|word| word.starts_with(char::is_lowercase) || is_large(word))
        && given.contains(char::is_lowercase);
    (is_known || is_capitals)
        && tail::printed_country(given, false, reference).is_none()
        && (is_capitals || !tail::is_place(given, false, reference))
        && score(family, given, reference) < 0
}

/// The first two parts of an entry as one, where they can be a family name and a given name.
pub fn joined<'a>(text: &'a str, parts: &[Part<'a>], reference: &Reference) -> Option<Part<'a>> {
    let (family, given) = names(parts, reference)?;
    if score(family, given, reference) > MOST_SCORE {
        return None;
    }
    let at = |part: &str| (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    let second = parts.get(1)?.text;
    let whole = text.get(at(family)..at(second).wrapping_add(second.len()))?;
    Some(Part { text: whole, separator: Separator::Start })
}

/// The name in the order in which names are judged: "Ann Other".
pub fn turned(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) => format!("{} {}", given.trim(), family.trim()),
        None => name.to_owned(),
    }
}

/// The first two parts, where they look like the two parts of a name; without the bracket behind them.
fn names<'a>(parts: &[Part<'a>], reference: &Reference) -> Option<(&'a str, &'a str)> {
    let [first, second, ..] = parts else { return None };
    let family = first.text;
    let given = bracket_at_end(second.text).map_or(second.text, |(before, _)| before);
    let n_words = |text: &str| text.split_whitespace().count();
    let opens = |word: &str| !word.starts_with(char::is_lowercase);
    let is_family = (1..=FAMILY_WORDS).contains(&n_words(family))
        && family.split_whitespace().all(|word| opens(word) || word.chars().count() <= PARTICLE)
        && !family.contains(['(', '"', '«', '“', '.']);
    let is_given = (1..=GIVEN_WORDS).contains(&n_words(given))
        && given.split_whitespace().all(opens)
        && !given.contains(['"', '«', '“', '&'])
        && given.chars().any(char::is_alphabetic);
    let is_something_else = role::holds_role(given, reference)
        || role::is_postnominal(given, reference)
        || reference.persons.is_postnominal(given);
    (second.separator == Separator::Comma && is_family && is_given && !is_something_else)
        .then_some((family, given))
}

fn score(family: &str, given: &str, reference: &Reference) -> i32 {
    kind::judge(&format!("{given} {family}"), "", reference).score
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use super::*;

    #[test]
    fn family_names_first() {
        let check = |text: &str, plain: bool, name: Option<&str>| {
            let reference = crate::reference::shared();
            let parts = split::parts(text, None);
            let found = joined(text, &parts, reference).map(|part| part.text);
            assert_eq!((is_plain(&parts, reference), found), (plain, name), "{text}");
        };
        check("SMITH, John, Upland University", true, Some("SMITH, John"));
        check("de Vries, Jan", true, Some("de Vries, Jan"));
        check("VAN DER MEER, Anna Maria (Kenya)", true, Some("VAN DER MEER, Anna Maria (Kenya)"));
        check("Other, Femi (University of the Lake)", true, Some("Other, Femi (University of the Lake)"));
        check("Okafor-Smith, Dr. Maria, Lake Fund", true, Some("Okafor-Smith, Dr. Maria"));
        check("River Watch, Kenya", false, None);
        check("Ann Other MP, Riverside", false, Some("Ann Other MP, Riverside"));
        check("John Smith, Professor", false, None);
        check("John Smith, PhD", false, None);
        check("Union of Fishers, Lake Branch", false, None);
    }
}

//! A text as a whole: a code or an abbreviation, a name, a demonym, a state, a city.

use super::{Standing, Text, ambiguous, one, reading_of};
use crate::model::country::{Alpha2, CountryMethod, CountryReading};
use crate::reference::Reference;
use crate::reference::countries::{Formality, Known};
use std::borrow::Cow;

/// The most bytes of the letters of an abbreviation.
const LONGEST_CODE: usize = 12;

/// Reads the text as one name.
pub(super) fn read(text: &Text, reference: &Reference) -> Option<CountryReading> {
    if text.folded.is_empty() {
        return None;
    }
    if let Some(meaning) = reference.decided.get(&text.folded) {
        return Some(reading_of(meaning));
    }
    let known = reference.countries.known(&text.folded);
    code(text, reference)
        .or_else(|| known.name().map(reading_of))
        .or_else(|| otherwise_named(&text.folded, reference))
        .or_else(|| place(text, known, reference))
        .or_else(|| rare(text, known))
}

/// A name that counts only where a value stands alone.
fn rare(text: &Text, known: Known) -> Option<CountryReading> {
    if text.standing == Standing::InText { None } else { known.rare().map(reading_of) }
}

/// A code or an abbreviation, by its letters as printed.
fn code(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let printed = text.printed;
    let bare = ["the ", "The ", "THE "].iter().find_map(|article| printed.strip_prefix(article));
    let letters = letters_of(bare.unwrap_or(printed))?;
    let meaning = reference.countries.code(&letters)?;
    if meaning.method == CountryMethod::Code && text.printed.contains(' ') {
        return None;
    }
    // "D" is Germany only where nothing but countries can stand.
    if !text.is_in_column() && letters.chars().count() == 1 {
        return None;
    }
    let is_doubtful = !text.is_in_column() && reference.countries.is_doubtful_code(&letters);
    if !is_doubtful {
        return Some(reading_of(meaning));
    }
    let mut candidates = meaning.codes.clone();
    let states = reference.countries.postal_code(&letters).iter().filter(|postal| postal.may_stand_alone);
    candidates.extend(states.map(|postal| postal.country));
    if candidates.len() > 1 { Some(ambiguous(candidates)) } else { Some(CountryReading::unresolved()) }
}

/// The letters of "U.S." and "P. R. China" alike, unless they are too many for an abbreviation.
fn letters_of(printed: &str) -> Option<Cow<'_, str>> {
    if !printed.contains(['.', ' ']) {
        return (printed.len() <= LONGEST_CODE).then_some(Cow::Borrowed(printed));
    }
    let letters = || printed.chars().filter(|c| *c != '.' && *c != ' ');
    (letters().map(char::len_utf8).sum::<usize>() <= LONGEST_CODE).then(|| letters().collect())
}

/// A name as it is, without article, with short words written out, or without formality.
pub(super) fn name(folded: &str, reference: &Reference) -> Option<CountryReading> {
    reference.countries.name(folded).map(reading_of).or_else(|| otherwise_named(folded, reference))
}

/// A name without article, with short words written out, or without formality.
fn otherwise_named(folded: &str, reference: &Reference) -> Option<CountryReading> {
    let countries = &reference.countries;
    let bare = countries.without_article(folded);
    let bare = bare.strip_suffix(" the").unwrap_or(bare);
    if bare != folded
        && let Some(meaning) = countries.name(bare)
    {
        return Some(reading_of(meaning));
    }
    // "St.Lucia", whose dot is no gap when it is folded.
    if let Some(name) = bare.strip_prefix("st").filter(|name| !name.starts_with(' '))
        && let Some(meaning) = countries.name(&format!("st {name}"))
    {
        return Some(reading_of(meaning));
    }
    let written = written_out(bare, reference);
    if let Some(written) = &written
        && let Some(meaning) = countries.name(written)
    {
        return Some(reading_of(meaning));
    }
    formally(written.as_deref().unwrap_or(bare), reference)
}

/// A name among the words of an official one: "Kingdom of the Netherlands", "Lebanese Republic".
fn formally(folded: &str, reference: &Reference) -> Option<CountryReading> {
    let countries = &reference.countries;
    let words: Vec<&str> = folded.split(' ').collect();
    let of_word: Vec<Option<Formality>> = words.iter().map(|word| countries.formality(word)).collect();
    let most = of_word.iter().flatten().copied().max()?;
    if most == Formality::Word {
        return None;
    }
    let first = of_word.iter().position(Option::is_none)?;
    let last = of_word.iter().rposition(Option::is_none)?;
    let name = words.get(first..=last)?.join(" ");
    if let Some(meaning) = countries.name(&name).filter(|meaning| is_of_states(meaning.method)) {
        // "State of Georgia" is as likely the part of a country.
        let is_part = most == Formality::Polity && countries.subdivision(&name).is_some();
        return (!is_part).then(|| reading_of(meaning));
    }
    let code = countries.demonym(&name)?.country()?;
    (most == Formality::Realm).then(|| one(code, CountryMethod::Name, 0.95))
}

/// Whether a meaning is one that an official name of a state may have.
fn is_of_states(method: CountryMethod) -> bool {
    matches!(method, CountryMethod::Name | CountryMethod::Historical | CountryMethod::Contested)
}

/// The name with its short words written out, where it has any.
fn written_out(folded: &str, reference: &Reference) -> Option<String> {
    let long = |word| reference.countries.written_out(word);
    folded
        .split(' ')
        .any(|word| long(word).is_some())
        .then(|| folded.split(' ').map(|word| long(word).unwrap_or(word)).collect::<Vec<_>>().join(" "))
}

/// A demonym, a state, a city.
fn place(text: &Text, known: Known, reference: &Reference) -> Option<CountryReading> {
    if let Some(meaning) = known.demonym() {
        return Some(reading_of(meaning));
    }
    if let Some(meaning) = subdivision(&text.folded, known, reference) {
        return Some(meaning);
    }
    if let Some(reading) = postal_code(text, reference) {
        return Some(reading);
    }
    if let Some(code) = known.city() {
        return Some(one(code, CountryMethod::City, 0.75));
    }
    let homes = known.city_homes();
    (homes.len() > 1).then(|| ambiguous(homes.to_vec()))
}

fn subdivision(folded: &str, known: Known, reference: &Reference) -> Option<CountryReading> {
    if let Some(meaning) = known.subdivision() {
        return Some(reading_of(meaning));
    }
    let name = reference.countries.without_division(folded)?;
    let known = reference.countries.known(name);
    let meaning = known
        .subdivision()
        .or_else(|| known.name().filter(|meaning| meaning.method == CountryMethod::Subdivision))?;
    Some(reading_of(meaning))
}

/// Two or three letters without the dots between them: what may be the code of a state or a country.
pub(super) fn capitals(printed: &str) -> Option<Cow<'_, str>> {
    let n_dots = printed.bytes().filter(|byte| *byte == b'.').count();
    if !(2..=3).contains(&(printed.len() - n_dots)) {
        return None;
    }
    Some(if n_dots == 0 { Cow::Borrowed(printed) } else { Cow::Owned(printed.replace('.', "")) })
}

/// The postal code of a state that is nothing else, such as "NY".
fn postal_code(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let letters = capitals(text.printed)?;
    match reference.countries.postal_code(&letters) {
        [postal] if postal.stands_alone => Some(one(postal.country, CountryMethod::Subdivision, 0.8)),
        _ => None,
    }
}

/// Countries in which a folded text names a place, or which it names itself.
pub(super) fn homes(folded: &str, reference: &Reference) -> Vec<Alpha2> {
    let known = reference.countries.known(folded);
    let mut homes = known.city_homes().to_vec();
    homes.extend(known.city());
    for meaning in [known.subdivision(), known.demonym(), known.name()].into_iter().flatten() {
        homes.extend(&meaning.codes);
    }
    if let Some(reading) = subdivision(folded, known, reference) {
        homes.extend(reading.codes);
    }
    homes
}

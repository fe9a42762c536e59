//! A text as a whole: a code or an abbreviation, a name, a demonym, a state, a city.

use super::{Text, ambiguous, one, reading_of};
use crate::model::country::{Alpha2, CountryMethod, CountryReading};
use crate::reference::Reference;

/// Articles before a name.
const ARTICLES: [&str; 11] =
    ["the ", "la ", "le ", "les ", "el ", "los ", "las ", "il ", "die ", "der ", "as "];
/// Short forms of words of names, and the words.
const SHORT_WORDS: [(&str, &str); 14] = [
    ("st", "saint"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("so", "south"),
    ("rep", "republic"),
    ("dem", "democratic"),
    ("fed", "federated"),
    ("eq", "equatorial"),
    ("is", "islands"),
    ("isl", "islands"),
    ("terr", "territory"),
    ("brit", "british"),
];
/// What official names put before the name.
const FORMALITIES: [&str; 26] = [
    "republic of the ",
    "republic of ",
    "federal republic of ",
    "federative republic of ",
    "islamic republic of ",
    "arab republic of ",
    "socialist republic of ",
    "democratic republic of ",
    "democratic socialist republic of ",
    "federal democratic republic of ",
    "cooperative republic of ",
    "bolivarian republic of ",
    "oriental republic of ",
    "united republic of ",
    "union of ",
    "kingdom of the ",
    "kingdom of ",
    "commonwealth of the ",
    "commonwealth of ",
    "principality of ",
    "grand duchy of ",
    "sultanate of ",
    "independent state of ",
    "republica de ",
    "republique de ",
    "republik ",
];
/// What stands around the name of a state or a province.
const DIVISIONS: [&str; 12] = [
    " state",
    " province",
    " region",
    " prefecture",
    " county",
    " oblast",
    " governorate",
    " department",
    " district",
    " territory",
    " regency",
    " canton",
];
const DIVISIONS_BEFORE: [&str; 7] =
    ["state of ", "province of ", "estado de ", "provincia de ", "provincia di ", "region of ", "region de "];

/// Reads the text as one name.
pub(super) fn read(text: &Text, reference: &Reference) -> Option<CountryReading> {
    if text.folded.is_empty() {
        return None;
    }
    code(text, reference).or_else(|| name(&text.folded, reference)).or_else(|| place(text, reference))
}

/// A code or an abbreviation, by its letters as printed.
fn code(text: &Text, reference: &Reference) -> Option<CountryReading> {
    // "U.S." and "P. R. China" alike.
    let letters: String = text.printed.chars().filter(|c| *c != '.' && *c != ' ').collect();
    if letters.len() > 12 {
        return None;
    }
    let meaning = reference.countries.code(&letters)?;
    if meaning.method == CountryMethod::Code && text.printed.contains(' ') {
        return None;
    }
    let is_doubtful = !text.is_field && reference.countries.is_doubtful_code(&letters);
    if !is_doubtful {
        return Some(reading_of(meaning));
    }
    let mut candidates = meaning.codes.clone();
    candidates.extend(reference.countries.postal_code(&letters).iter().map(|postal| postal.country));
    if candidates.len() > 1 { Some(ambiguous(candidates)) } else { Some(CountryReading::unresolved()) }
}

/// A name as it is, without article, with short words written out, or without formality.
pub(super) fn name(folded: &str, reference: &Reference) -> Option<CountryReading> {
    let countries = &reference.countries;
    if let Some(meaning) = countries.name(folded) {
        return Some(reading_of(meaning));
    }
    let bare = ARTICLES.iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(folded);
    let bare = bare.strip_suffix(" the").unwrap_or(bare);
    if bare != folded
        && let Some(meaning) = countries.name(bare)
    {
        return Some(reading_of(meaning));
    }
    if let Some(written) = written_out(bare)
        && let Some(meaning) = countries.name(&written)
    {
        return Some(reading_of(meaning));
    }
    // "Lebanese Republic"
    if let Some(people) = bare.strip_suffix(" republic")
        && let Some(code) = countries.demonym(people).and_then(|meaning| meaning.country())
    {
        return Some(one(code, CountryMethod::Name, 0.95));
    }
    let rest = FORMALITIES.iter().find_map(|formality| bare.strip_prefix(formality))?;
    let meaning = countries.name(rest).filter(|meaning| meaning.method == CountryMethod::Name)?;
    Some(reading_of(meaning))
}

fn written_out(folded: &str) -> Option<String> {
    if !folded.split(' ').any(|word| SHORT_WORDS.iter().any(|(short, _)| *short == word)) {
        return None;
    }
    let words = folded.split(' ').map(|word| {
        SHORT_WORDS.iter().find(|(short, _)| *short == word).map_or(word, |(_, written)| written)
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

/// A demonym, a state, a city.
fn place(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let countries = &reference.countries;
    let folded = text.folded.as_str();
    if let Some(meaning) = countries.demonym(folded) {
        return Some(reading_of(meaning));
    }
    if let Some(meaning) = subdivision(folded, reference) {
        return Some(meaning);
    }
    if let Some(reading) = postal_code(text, reference) {
        return Some(reading);
    }
    if let Some(code) = countries.city(folded) {
        return Some(one(code, CountryMethod::City, 0.75));
    }
    let homes = countries.city_homes(folded);
    (homes.len() > 1).then(|| ambiguous(homes.to_vec()))
}

fn subdivision(folded: &str, reference: &Reference) -> Option<CountryReading> {
    let countries = &reference.countries;
    if let Some(meaning) = countries.subdivision(folded) {
        return Some(reading_of(meaning));
    }
    let after = DIVISIONS.iter().find_map(|division| folded.strip_suffix(division));
    let before = DIVISIONS_BEFORE.iter().find_map(|division| folded.strip_prefix(division));
    let name = after.or(before)?;
    let meaning = countries
        .subdivision(name)
        .or_else(|| countries.name(name).filter(|meaning| meaning.method == CountryMethod::Subdivision))?;
    Some(reading_of(meaning))
}

/// The postal code of a state that is nothing else, such as "NY".
fn postal_code(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let letters = text.printed.replace('.', "");
    match reference.countries.postal_code(&letters) {
        [postal] if postal.stands_alone => Some(one(postal.country, CountryMethod::Subdivision, 0.8)),
        _ => None,
    }
}

/// Countries in which a folded text names a place, or which it names itself.
pub(super) fn homes(folded: &str, reference: &Reference) -> Vec<Alpha2> {
    let countries = &reference.countries;
    let mut homes = countries.city_homes(folded).to_vec();
    homes.extend(countries.city(folded));
    for meaning in [countries.subdivision(folded), countries.demonym(folded), countries.name(folded)]
        .into_iter()
        .flatten()
    {
        homes.extend(&meaning.codes);
    }
    if let Some(reading) = subdivision(folded, reference) {
        homes.extend(reading.codes);
    }
    homes
}

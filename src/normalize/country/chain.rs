//! Several parts in one text: a chain from the smaller to the larger ("Oakland, California, USA") or a
//! list of countries ("UK/Pakistan", "Kenya, Uganda and Tanzania").
//!
//! In a chain the last readable part answers, when what stands before does not contradict it. In a list
//! every part must be a country.

use super::{Text, ambiguous, bracket, is_country_itself, is_noise, one, reading_of, typo, whole};
use crate::model::country::{Alpha2, CountryMethod, CountryReading};
use crate::reference::Reference;

/// More parts are prose.
const MOST_PARTS: usize = 12;
/// Signs that join the countries of a list, besides words.
const AND_SIGNS: [&str; 2] = ["+", "&"];

/// Reads a text of several parts.
pub(super) fn read(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let parts = split(text.printed);
    if parts.len() > MOST_PARTS {
        return None;
    }
    if let [part] = parts.as_slice() {
        let text = text.part(without_postal_number(part));
        return joined(&text, reference).or_else(|| place_and_country(&text, reference));
    }
    if let [name, title] = parts.as_slice() {
        // "Guatemala, C.A."
        let straight = format!("{} {}", text.part(name).folded, text.part(title).folded);
        if let Some(meaning) = reference.countries.name(&straight) {
            return Some(reading_of(meaning));
        }
        // "Korea, Republic of"
        let inverted = format!("{} {}", text.part(title).folded, text.part(name).folded);
        if let Some(meaning) = reference.countries.name(&inverted) {
            return Some(reading_of(meaning));
        }
        if let Some(reading) =
            whole::name(&inverted, reference).filter(|reading| reading.method == CountryMethod::Name)
        {
            return Some(reading);
        }
    }
    combine(&read_parts(text, &parts, reference), reference)
}

/// A part and its reading.
struct Part {
    folded: String,
    reading: CountryReading,
}

impl Part {
    fn is_country(&self) -> bool {
        self.reading.method == CountryMethod::Several
            || is_country_itself(self.reading.method) && self.reading.codes.len() == 1
    }

    fn is_homes_of(&self, code: Alpha2, reference: &Reference) -> bool {
        self.reading.codes.contains(&code)
            || self.reading.candidates.contains(&code)
            || whole::homes(&self.folded, reference).contains(&code)
    }
}

fn split(printed: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for piece in printed.split([',', ';', ':', '/', '|', '\n', '–', '—', '،', '、', '，', '・']) {
        parts.extend(piece.split(" - "));
    }
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    parts
}

fn read_parts(text: &Text, parts: &[&str], reference: &Reference) -> Vec<Part> {
    let mut read: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        let part = text.part(without_postal_number(part));
        if part.folded.is_empty() {
            continue;
        }
        let before = read.last().map(|before| before.folded.as_str());
        let reading = before
            .and_then(|before| state_or_code(&part, before, reference))
            .or_else(|| whole::read(&part, reference))
            .or_else(|| bracket::read(&part, reference))
            .or_else(|| joined(&part, reference))
            .or_else(|| place_and_country(&part, reference))
            .or_else(|| typo::read(&part, reference))
            .unwrap_or_else(CountryReading::unresolved);
        read.push(Part { folded: part.folded, reading });
    }
    read
}

/// "Cambridge, MA 02139" is "Cambridge, MA".
fn without_postal_number(part: &str) -> &str {
    part.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '-')
}

/// Capitals after a city: the postal code of a state, or the code of a country that has the city.
fn state_or_code(part: &Text, before: &str, reference: &Reference) -> Option<CountryReading> {
    let letters = whole::capitals(part.printed)?;
    let homes = whole::homes(before, reference);
    let states = reference.countries.postal_code(&letters);
    let code = Alpha2::new(&letters).filter(|code| reference.countries.get(*code).is_some());
    if let Some(code) = code.filter(|code| homes.first() == Some(code)) {
        return Some(one(code, CountryMethod::Code, 0.9));
    }
    if let Some(state) = states.iter().find(|state| homes.contains(&state.country)) {
        return Some(one(state.country, CountryMethod::Subdivision, 0.85));
    }
    let code = code.filter(|code| homes.contains(code))?;
    Some(one(code, CountryMethod::Code, 0.85))
}

/// Countries joined by a word or a hyphen; every one must be a country.
fn joined(text: &Text, reference: &Reference) -> Option<CountryReading> {
    let sides = sides(text.printed, reference);
    sides.into_iter().find_map(|(left, right)| {
        let left = whole::read(&text.part(left), reference)?;
        let right = text.part(right);
        let right = whole::read(&right, reference).or_else(|| joined(&right, reference))?;
        let is_list = [&left, &right].iter().all(|side| {
            !side.codes.is_empty()
                && (is_country_itself(side.method) || side.method == CountryMethod::Several)
        });
        is_list.then(|| several(left.codes.into_iter().chain(right.codes)))
    })
}

/// What stands before and behind each word or sign that joins, at most [`MOST_PARTS`] of them.
fn sides<'a>(printed: &'a str, reference: &Reference) -> Vec<(&'a str, &'a str)> {
    let mut sides = Vec::new();
    let mut start = 0;
    for piece in printed.split(' ') {
        let end = start + piece.len();
        let is_joiner = AND_SIGNS.contains(&piece) || reference.joiners.joins(piece);
        if is_joiner && start > 0 && end < printed.len() {
            sides.push((&printed[..start], &printed[end..]));
        }
        start = end + 1;
    }
    sides.extend(printed.match_indices('-').map(|(at, sign)| (&printed[..at], &printed[at + sign.len()..])));
    sides.truncate(MOST_PARTS);
    sides
}

/// "Nairobi Kenya": a place, and the country that it lies in, without a sign between them.
fn place_and_country(text: &Text, reference: &Reference) -> Option<CountryReading> {
    // "Austin TX", "Amsterdam NL", but not letters behind a name.
    if let Some((before, letters)) = text.printed.rsplit_once(' ')
        && whole::capitals(letters.trim_matches(is_noise)).is_some()
        && !reference.persons.is_postnominal(letters)
        && let before = text.part(before).folded
        && let Some(reading) = state_or_code(&text.part(letters), &before, reference)
        && (reading.method == CountryMethod::Subdivision
            || reading.country().is_some() && reference.countries.city(&before) == reading.country())
    {
        return Some(CountryReading { method: CountryMethod::Chain, ..reading });
    }
    let folded = text.folded.as_str();
    let gaps: Vec<usize> = folded.match_indices(' ').map(|(at, _)| at).collect();
    if gaps.len() > 5 {
        return None;
    }
    gaps.into_iter().find_map(|at| {
        let country = reference.countries.name(&folded[at + 1..])?.country()?;
        let place = &folded[..at];
        let is_place = reference.countries.city_homes(place).contains(&country)
            || reference.countries.subdivision(place).is_some_and(|meaning| meaning.codes.contains(&country));
        is_place.then(|| one(country, CountryMethod::Chain, 0.9))
    })
}

fn several(codes: impl Iterator<Item = Alpha2>) -> CountryReading {
    let mut distinct: Vec<Alpha2> = Vec::new();
    for code in codes {
        if !distinct.contains(&code) {
            distinct.push(code);
        }
    }
    match distinct.as_slice() {
        [code] => one(*code, CountryMethod::Alias, 0.95),
        _ => CountryReading {
            codes: distinct,
            method: CountryMethod::Several,
            confidence: 0.95,
            candidates: Vec::new(),
        },
    }
}

/// What the parts say together.
fn combine(parts: &[Part], reference: &Reference) -> Option<CountryReading> {
    // A region beside a country adds nothing: "Kenya, East Africa".
    let parts: Vec<&Part> = match parts.iter().any(|part| part.reading.method != CountryMethod::Region) {
        true => parts.iter().filter(|part| part.reading.method != CountryMethod::Region).collect(),
        false => return parts.first().map(|part| part.reading.clone()),
    };
    let (last, before) = parts.split_last()?;
    if before.is_empty() {
        return (last.reading.method != CountryMethod::Unresolved).then(|| last.reading.clone());
    }
    let mut countries: Vec<Alpha2> = Vec::new();
    for part in parts.iter().filter(|part| part.is_country()) {
        countries.extend(
            part.reading.codes.iter().filter(|code| !countries.contains(code)).copied().collect::<Vec<_>>(),
        );
    }
    match countries.as_slice() {
        [] => without_country(last, before, reference),
        [code] => with_country(*code, last, before, reference),
        [territory, parent] if reference.countries.parent(*territory) == Some(*parent) => {
            Some(one(*territory, CountryMethod::Chain, 0.9))
        }
        [_, larger] if last.is_country() && is_place_in(before, *larger, reference) => {
            Some(one(*larger, CountryMethod::Chain, 0.9))
        }
        _ => {
            let is_list = parts.iter().all(|part| {
                part.is_country() || countries.iter().any(|code| part.is_homes_of(*code, reference))
            });
            is_list.then(|| several(countries.iter().copied()))
        }
    }
}

/// Whether every part before the last is a place in the country, whatever else it may name.
fn is_place_in(before: &[&Part], code: Alpha2, reference: &Reference) -> bool {
    before.iter().all(|part| {
        let countries = &reference.countries;
        countries.subdivision(&part.folded).is_some_and(|meaning| meaning.codes.contains(&code))
            || countries.city_homes(&part.folded).contains(&code)
    })
}

/// One country among the parts.
fn with_country(
    code: Alpha2,
    last: &Part,
    before: &[&Part],
    reference: &Reference,
) -> Option<CountryReading> {
    if last.is_country() {
        // "Atlanta, Georgia": the name of the country is that of a state, too, and the city decides.
        let state =
            reference.countries.subdivision(&last.folded).and_then(|meaning| meaning.codes.first().copied());
        if let Some(other) = state.filter(|other| *other != code) {
            let is_here = before.iter().any(|part| part.is_homes_of(code, reference));
            let is_there = before.iter().any(|part| part.is_homes_of(other, reference));
            return match (is_here, is_there) {
                (false, true) => Some(one(other, CountryMethod::Chain, 0.85)),
                (true, false) => Some(one(code, CountryMethod::Chain, 0.9)),
                _ => Some(ambiguous(vec![code, other])),
            };
        }
        // "ABCD/CG" is no chain: two letters count behind a place that lies there.
        let is_short_code = last.reading.method == CountryMethod::Code && last.folded.len() == 2;
        if is_short_code && !before.iter().all(|part| part.is_homes_of(code, reference)) {
            return None;
        }
        let confidence = if last.reading.method == CountryMethod::Typo { 0.75 } else { 0.9 };
        return Some(one(code, CountryMethod::Chain, confidence));
    }
    // "Mexico, Missouri": a state after a country is the larger of the two.
    if last.reading.method == CountryMethod::Subdivision && !last.reading.codes.contains(&code) {
        // Two letters tell a state only behind a place that lies there: "Barbados, W.I." is in the West Indies.
        let lies_there =
            |part: &&Part| last.reading.country().is_some_and(|state| part.is_homes_of(state, reference));
        if last.folded.len() == 2 && !before.iter().any(lies_there) {
            return None;
        }
        return last.reading.country().map(|state| one(state, CountryMethod::Chain, 0.8));
    }
    // "United States - Michigan", "Kenya, Nairobi"
    let is_inside = |part: &&Part| part.is_country() || part.is_homes_of(code, reference);
    let is_chain = is_inside(&last) && before.iter().all(is_inside);
    is_chain.then(|| one(code, CountryMethod::Chain, 0.9))
}

/// Places only: the state or province at the end answers, or a country that all places share.
fn without_country(last: &Part, before: &[&Part], reference: &Reference) -> Option<CountryReading> {
    if last.reading.method == CountryMethod::Subdivision {
        return last.reading.country().map(|code| one(code, CountryMethod::Chain, 0.85));
    }
    let named: Vec<Alpha2> = before.iter().chain([&last]).filter_map(|part| part.reading.country()).collect();
    if let Some(code) = named.iter().find(|code| {
        last.is_homes_of(**code, reference) && before.iter().all(|part| part.is_homes_of(**code, reference))
    }) {
        return Some(one(*code, CountryMethod::Chain, 0.8));
    }
    if named.len() == before.len() + 1 {
        return Some(several(named.into_iter()));
    }
    let is_unknown = before.iter().all(|part| part.reading.method == CountryMethod::Unresolved);
    let is_policy = matches!(
        last.reading.method,
        CountryMethod::Ambiguous | CountryMethod::Contested | CountryMethod::Historical
    );
    (is_unknown && is_policy).then(|| last.reading.clone())
}

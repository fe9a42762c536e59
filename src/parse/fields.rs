//! The fields of one signature: name, kind, acronym, descriptor, role, affiliation, place, country.

use crate::model::{Announced, CountryMethod, CountryReading, Kind, Mark, MarkKind};
use crate::normalize::{country, kind, role};
use crate::parse::{affiliation, clean};
use crate::reference::Reference;
use crate::text::fold;

/// How much the heading of a section weighs for the kind it announces, in the units of
/// [`kind::KindVerdict::score`]: it settles what the line leaves open and yields to what the line says.
const HEADING_WEIGHT: i32 = 3;

/// How clearly a name alone must be a person's for what follows its dash to be told apart.
const CLEAR_PERSON: i32 = 6;
/// How much a list weighs that is nearly all of one kind.
const LIST_WEIGHT: i32 = 2;
/// Entries that a list needs to weigh anything.
const LIST_ENTRIES: usize = 5;

/// What the heading announces, as a weight: positive for organizations.
pub fn heading_weight(announced: Announced) -> i32 {
    match (announced.organizations, announced.individuals) {
        (true, false) => HEADING_WEIGHT,
        (false, true) => -HEADING_WEIGHT,
        _ => 0,
    }
}

/// What the entries of a list that are clear say of those that are not: lists are mostly of one kind.
pub fn list_weight(scores: &[i32]) -> i32 {
    let clear = |is_clear: fn(&i32) -> bool| scores.iter().filter(|score| is_clear(score)).count();
    let n_organizations = clear(|score| *score > LIST_WEIGHT);
    let n_persons = clear(|score| *score < -LIST_WEIGHT);
    if scores.len() < LIST_ENTRIES || 2 * (n_organizations + n_persons) < scores.len() {
        0
    } else if n_organizations >= 4 * n_persons {
        LIST_WEIGHT
    } else if n_persons >= 4 * n_organizations {
        -LIST_WEIGHT
    } else {
        0
    }
}

/// Whether an entry leaves its kind so open that the list may settle it.
pub fn is_open(fields: &Fields) -> bool {
    fields.score.abs() <= LIST_WEIGHT
}

/// The fields of a signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields {
    /// Organization or person.
    pub kind: Kind,
    /// How clear the kind is, in the units of [`kind::KindVerdict::score`], the weight given included.
    pub score: i32,
    /// Name as printed.
    pub name: String,
    /// Acronym printed with the name.
    pub acronym: Option<String>,
    /// All between name and country.
    pub descriptor: Option<String>,
    /// Role of a person.
    pub role: Option<String>,
    /// Organization of a person.
    pub affiliation: Option<String>,
    /// City or region.
    pub place: Option<String>,
    /// Country as printed.
    pub country_text: Option<String>,
    /// What it means.
    pub country: Option<CountryReading>,
}

/// Reads the fields from a cleaned entry. `weight` is what heading and list say of the kind.
pub fn read(text: &str, marks: &[Mark], weight: i32, reference: &Reference) -> Fields {
    let without = clean::without_contacts(text);
    // Marks are of the text as printed.
    let marks = if without.len() == text.len() { marks } else { &[] };
    let text = clean::clean(&without);
    let mut parts = parts(text, marks);
    let mut country_text = None;
    let mut country_reading = None;
    let mut place = None;

    // From the end: a country, and before it a city or region.
    if parts.len() > 1
        && let Some((shown, reading)) = parts.last().and_then(|last| printed_country(last, reference))
    {
        country_text = Some(shown);
        country_reading = Some(reading);
        parts.pop();
    } else if let Some((head, shown, reading)) =
        parts.last().and_then(|last| bracketed_country(last, reference))
    {
        country_text = Some(shown);
        country_reading = Some(reading);
        let last = parts.len() - 1;
        parts[last] = head;
    }
    // City and region may both be printed; alone, without a country, one of them is enough.
    let n_places = if country_text.is_some() { 2 } else { 1 };
    let n_kept = parts.len();
    while parts.len() > 1
        && n_kept - parts.len() < n_places
        && parts.last().is_some_and(|last| is_place(last, country_text.is_some(), reference))
    {
        let printed = parts.pop().unwrap_or_default();
        place = Some(place.map_or(printed.to_owned(), |behind: String| format!("{printed}, {behind}")));
    }

    let mut name_end = 1;
    while name_end < parts.len() && belongs_to_name(parts[name_end], reference) {
        name_end += 1;
    }
    let printed = join(text, &parts[..name_end]);
    let rest = join(text, &parts[name_end..]);
    let (head, in_name) = split_person(&printed);
    let whole_rest = match (in_name.is_empty(), rest.is_empty()) {
        (true, _) => rest.clone(),
        (false, true) => in_name.to_owned(),
        (false, false) => format!("{in_name}, {rest}"),
    };
    // "Ann Other – singer and writer" is a person, whatever the whole looks like.
    let is_told_apart = !in_name.is_empty()
        && head.contains(' ')
        && (role::holds_role(in_name, reference) || kind::judge(head, "", reference).score <= -CLEAR_PERSON);
    let (kind, score) = if is_told_apart {
        kind_of(head, &whole_rest, weight, reference)
    } else {
        kind_of(&printed, &rest, weight, reference)
    };
    if kind != Kind::Person {
        // Whatever commas an organization's name holds are its own.
        let name = join(text, &parts);
        let acronym = acronym_of(&name);
        return Fields {
            kind,
            score,
            acronym,
            name,
            descriptor: place.clone(),
            role: None,
            affiliation: None,
            place,
            country_text,
            country: country_reading,
        };
    }
    let (name, rest) = (head, whole_rest);
    let office = affiliation::read(&rest, reference);
    let descriptor = match (&place, rest.is_empty()) {
        (Some(place), true) => Some(place.clone()),
        (Some(place), false) => Some(format!("{rest}, {place}")),
        (None, false) => Some(rest),
        (None, true) => None,
    };
    Fields {
        kind,
        score,
        name: name.to_owned(),
        acronym: None,
        descriptor,
        role: office.role,
        affiliation: office.affiliation,
        place,
        country_text,
        country: country_reading,
    }
}

/// The parts between commas, tabs and bars outside brackets. A bold name is a part of its own.
fn parts<'a>(text: &'a str, marks: &[Mark]) -> Vec<&'a str> {
    let bold = marks
        .iter()
        .find(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0 && mark.range.end < text.len())
        .map(|mark| mark.range.end)
        .filter(|end| text.is_char_boundary(*end));
    let (head, tail) = bold.map_or(("", text), |end| text.split_at(end));
    let mut parts: Vec<&str> = Vec::new();
    parts.extend(
        Some(head.trim().trim_end_matches([',', ':', '–', '-'])).filter(|head| !head.trim().is_empty()),
    );
    let mut depth = 0_i32;
    let mut start = 0;
    for (at, c) in tail.char_indices() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = (depth - 1).max(0),
            ',' | '，' | '、' | '،' | '\t' | '|' if depth == 0 => {
                parts.push(&tail[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&tail[start..]);
    let parts: Vec<&str> = parts
        .into_iter()
        .map(|part| clean::without_marks(part.trim_start_matches(['–', '—', '-', ':', ' '])))
        .collect();
    let kept: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    if kept.is_empty() { vec![text] } else { kept }
}

/// The printed text from the first part to the last, with what stands between them.
fn join(text: &str, parts: &[&str]) -> String {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return String::new() };
    let base = text.as_ptr() as usize;
    let start = first.as_ptr() as usize - base;
    let end = last.as_ptr() as usize - base + last.len();
    let printed = text.get(start..end).unwrap_or_default();
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A part that is a printed country, and what it means. A state, a city or a demonym alone is none.
fn printed_country(part: &str, reference: &Reference) -> Option<(String, CountryReading)> {
    let reading = country::resolve(part, reference);
    is_printed(&reading).then(|| (part.to_owned(), reading))
}

fn is_printed(reading: &CountryReading) -> bool {
    use CountryMethod as Method;
    match reading.method {
        Method::City | Method::Demonym | Method::Unresolved | Method::Region => false,
        // Constituent countries are printed as countries; other parts of a country are places.
        Method::Subdivision => reading.confidence >= 0.9,
        Method::Contested | Method::Historical | Method::Ambiguous => true,
        _ => !reading.codes.is_empty(),
    }
}

/// "Name (Kenya)": the name, the country as printed, and what it means.
fn bracketed_country<'a>(part: &'a str, reference: &Reference) -> Option<(&'a str, String, CountryReading)> {
    let round = part.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    let (head, inner) = round.or_else(|| part.strip_suffix(']').and_then(|inner| inner.rsplit_once('[')))?;
    let head = head.trim_end();
    // Two letters in brackets are an acronym as often as a code.
    if head.is_empty() || inner.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return None;
    }
    let reading = country::resolve(inner, reference);
    let is_named = matches!(
        reading.method,
        CountryMethod::Name | CountryMethod::Alias | CountryMethod::Abbreviation | CountryMethod::Several
    );
    is_named.then(|| (head, inner.trim().to_owned(), reading))
}

/// A part that names a city or region. Before a country nearly any place will do; alone it must be one that
/// is not a word of names.
fn is_place(part: &str, before_country: bool, reference: &Reference) -> bool {
    let method = country::resolve(part, reference).method;
    match method {
        CountryMethod::City | CountryMethod::Subdivision => true,
        CountryMethod::Region => !before_country,
        _ => false,
    }
}

/// Legal forms and post-nominals behind a comma belong to the name.
fn belongs_to_name(part: &str, reference: &Reference) -> bool {
    let folded = fold(part);
    role::is_postnominal(part, reference)
        || folded.split(' ').all(|word| {
            matches!(reference.words.role(word), Some(crate::reference::words::WordRole::LegalForm))
        })
}

fn kind_of(name: &str, rest: &str, weight: i32, reference: &Reference) -> (Kind, i32) {
    let score = kind::judge(name, rest, reference).score + weight;
    let kind = match score {
        1.. => Kind::Organization,
        0 => Kind::Unknown,
        _ => Kind::Person,
    };
    (kind, score)
}

/// A person's name and what is printed behind a dash or in brackets: "Ann Other – singer".
fn split_person(name: &str) -> (&str, &str) {
    for dash in [" – ", " — ", " - ", "; ", ": "] {
        if let Some((head, tail)) = name.split_once(dash)
            && !head.trim().is_empty()
        {
            return (head.trim(), tail.trim());
        }
    }
    if let Some((head, inner)) = name.strip_suffix(')').and_then(|inner| inner.rsplit_once('('))
        && inner.split_whitespace().count() > 1
        && !head.trim().is_empty()
    {
        return (head.trim(), inner.trim());
    }
    (name, "")
}

/// The acronym printed with an organization's name: in brackets, or on one side of a dash.
pub fn acronym_of(name: &str) -> Option<String> {
    if let Some((_, inner)) = name.strip_suffix(')').and_then(|inner| inner.rsplit_once('('))
        && is_acronym(inner.trim())
    {
        return Some(inner.trim().to_owned());
    }
    [" – ", " — ", " - ", ": "].into_iter().find_map(|dash| {
        let (head, tail) = name.split_once(dash)?;
        let (head, tail) = (head.trim(), tail.trim());
        let expands = |short: &str, long: &str| is_acronym(short) && long.split_whitespace().count() >= 2;
        if expands(head, tail) {
            Some(head.to_owned())
        } else if expands(tail, head) {
            Some(tail.to_owned())
        } else {
            None
        }
    })
}

/// Mostly capitals, one word, two letters to twelve.
fn is_acronym(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let n_capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    (2..=12).contains(&letters.len())
        && !text.contains(char::is_whitespace)
        && n_capitals >= 2
        && 2 * n_capitals > letters.len()
}

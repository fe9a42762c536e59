//! The CSV files under `data/` to the maps of [`Countries`].
//!
//! Generated files hold folded text. A row that does not parse is left out here and found by the tests of
//! this module.

use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

use super::super::file::{Key, fields, folded, n_rows, rows, set};
use super::known::{Facts, Link};
use super::spelling::Spelling;
use super::{City, Countries, Country, Formality, Meaning, PostalCode};
use crate::model::country::{Alpha2, CountryMethod};
use crate::model::vocabulary::Vocabulary;
use crate::text::fold;

const COUNTRIES: &str = include_str!("../data/countries.csv");
const TERRITORY_NAMES: &str = include_str!("../data/territory_names.csv");
const REGION_NAMES: &str = include_str!("../data/region_names.csv");
const REGIONS: &str = include_str!("../data/regions.csv");
const ALIASES: &str = include_str!("../data/country_aliases.csv");
const NOT_CODES: &str = include_str!("../data/not_codes.csv");
const POSTAL_CODES: &str = include_str!("../data/postal_codes.csv");
const SUBDIVISIONS: &str = include_str!("../data/subdivisions.csv");
const CITIES: &str = include_str!("../data/cities.csv");
const DEMONYMS: &str = include_str!("../data/demonyms.csv");
const LABELS: &str = include_str!("../data/country_labels.csv");
const SHORT_WORDS: &str = include_str!("../data/country_short_words.csv");
const PARENTS: &str = include_str!("../data/territory_parents.csv");
const LOOKALIKES: &str = include_str!("../data/country_lookalikes.csv");

/// How sure a name is that is a word or a name of a person as often.
const RARE: f64 = 0.6;
/// How sure a name is that is a misspelling of another.
const SLIP: f64 = 0.85;

/// Builds the gazetteer.
pub(super) fn load() -> Countries {
    let countries = countries();
    let aliases = aliases();
    let mut names = Names::default();
    names.facts.reserve([TERRITORY_NAMES, REGION_NAMES, CITIES].map(n_rows).iter().sum::<usize>() * 5 / 4);
    let mut misspelt = Vec::new();
    // Earlier rows win: policy before CLDR, countries before regions.
    for alias in &aliases {
        if !is_code(alias.method) {
            names.name(folded(alias.name), |meanings| push(meanings, alias.meaning()));
        }
    }
    // Most names are of few countries.
    let mut known: FxHashMap<&str, Link> = FxHashMap::default();
    for [name, code_list, usage] in rows(TERRITORY_NAMES) {
        if usage == "rare" {
            let meaning = named(codes(code_list));
            let link =
                push(&mut names.meanings, Meaning { confidence: RARE.min(meaning.confidence), ..meaning });
            names.facts.entry(name.into()).or_default().rare = link;
            continue;
        }
        if usage == "slip" {
            let meaning =
                Meaning { method: CountryMethod::Typo, confidence: SLIP, ..named(codes(code_list)) };
            names.name(name.into(), |meanings| push(meanings, meaning));
            continue;
        }
        let link =
            *known.entry(code_list).or_insert_with(|| push(&mut names.meanings, named(codes(code_list))));
        let code = link.get(&names.meanings).and_then(Meaning::country);
        let found = names.name(name.into(), |_| link);
        if usage == "misspelt"
            && let Some(code) = code
            && found.get(&names.meanings).and_then(Meaning::country) == Some(code)
        {
            misspelt.push((Box::from(name), code));
        }
    }
    for alias in &aliases {
        let folded = fold(alias.name);
        if alias.method == CountryMethod::Name
            && folded.is_ascii()
            // Single words are in the names of CLDR, or are native names near to names of persons.
            && folded.contains(' ')
            && let [code] = alias.codes.as_slice()
        {
            misspelt.push((folded.into(), *code));
        }
    }
    let mut known: FxHashMap<&str, Link> = FxHashMap::default();
    let regions = rows(REGIONS).map(|[name, region]| (folded(name), region));
    for (name, region) in regions.chain(rows(REGION_NAMES).map(|[name, region]| (name.into(), region))) {
        names.name(name, |meanings| {
            *known.entry(region).or_insert_with(|| push(meanings, region_meaning(region)))
        });
    }
    subdivisions(&mut names);
    demonyms(&mut names);
    let (cities, homes) = cities(&mut names);
    let (labels_before, labels_after) = (labels("before"), labels("after"));
    let firsts = labels_before.iter().filter_map(|label| label.split(' ').next());
    let lasts = labels_after.iter().filter_map(|label| label.rsplit(' ').next());
    Countries {
        codes: code_map(&countries, &aliases),
        countries,
        names: names.with_first_words(),
        meanings: names.meanings,
        cities,
        homes,
        not_codes: set(NOT_CODES),
        postal_codes: postal_codes(),
        lookalikes: set(LOOKALIKES),
        spelling: Spelling::new(misspelt),
        label_ends: firsts.chain(lasts).collect(),
        labels_before,
        labels_after,
        qualifiers: labels("qualifier"),
        articles: labels("article"),
        divisions_before: labels("division before"),
        divisions_after: labels("division after"),
        short_words: rows(SHORT_WORDS).map(|[short, written]| (short, written)).collect(),
        formalities: [
            ("formal", Formality::Word),
            ("polity", Formality::Polity),
            ("realm", Formality::Realm),
        ]
        .into_iter()
        .flat_map(|(name, formality)| labels(name).into_iter().map(move |word| (word, formality)))
        .collect(),
        parents: rows(PARENTS)
            .filter_map(|[territory, parent]| Some((Alpha2::new(territory)?, Alpha2::new(parent)?)))
            .collect(),
    }
}

/// Names in the making.
#[derive(Default)]
struct Names {
    facts: FxHashMap<Key, Facts>,
    meanings: Vec<Meaning>,
}

impl Names {
    /// Links a name to a meaning unless it has one already; the link that it has then.
    fn name(&mut self, name: Key, meaning: impl FnOnce(&mut Vec<Meaning>) -> Link) -> Link {
        let facts = self.facts.entry(name).or_default();
        if facts.name.is_none() {
            facts.name = meaning(&mut self.meanings);
        }
        facts.name
    }

    /// The names, and for the first word of each how long a name may be.
    fn with_first_words(&mut self) -> FxHashMap<Key, Facts> {
        let mut facts = std::mem::take(&mut self.facts);
        let mut longer: Vec<(Key, u8)> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "each name is counted alone")]
        for (name, facts) in &mut facts {
            match first_word(name) {
                Some(longest) => longer.push(longest),
                None => facts.longest = 1,
            }
        }
        for (word, n_words) in longer {
            let of_word = facts.entry(word).or_default();
            of_word.longest = of_word.longest.max(n_words);
        }
        facts
    }
}

/// The first word of a name of several and the number of its words.
fn first_word(name: &Key) -> Option<(Key, u8)> {
    let first = match name {
        Cow::Borrowed(name) => Cow::Borrowed(name.split_once(' ')?.0),
        Cow::Owned(name) => Cow::Owned(name.split_once(' ')?.0.to_owned()),
    };
    let n_words = name.bytes().filter(|byte| *byte == b' ').count() + 1;
    Some((first, u8::try_from(n_words).unwrap_or(u8::MAX)))
}

fn push(meanings: &mut Vec<Meaning>, meaning: Meaning) -> Link {
    meanings.push(meaning);
    Link::to(meanings.len() - 1)
}

/// A row of `country_aliases.csv`.
struct Alias {
    name: &'static str,
    codes: Vec<Alpha2>,
    method: CountryMethod,
    confidence: Option<f64>,
}

impl Alias {
    fn meaning(&self) -> Meaning {
        let place = match (self.method, self.codes.as_slice()) {
            (CountryMethod::Subdivision | CountryMethod::City, [code]) => {
                format!("{code}:{}", fold(self.name))
            }
            (CountryMethod::Ambiguous, _) | (_, []) => format!("name:{}", fold(self.name)),
            (_, [code]) => code.to_string(),
            _ => format!("name:{}", fold(self.name)),
        };
        let mut meaning = Meaning::new(self.method, self.codes.clone(), place);
        if let Some(confidence) = self.confidence {
            meaning.confidence = confidence;
        }
        meaning
    }
}

fn is_code(method: CountryMethod) -> bool {
    matches!(method, CountryMethod::Abbreviation | CountryMethod::Code)
}

fn aliases() -> Vec<Alias> {
    rows::<4>(ALIASES)
        .filter_map(|[name, code_list, method, confidence]| {
            let method = CountryMethod::from_name(method)?;
            Some(Alias { name, codes: codes(code_list), method, confidence: confidence.parse().ok() })
        })
        .collect()
}

/// Codes and abbreviations by their letters as printed. An abbreviation of several meanings is listed
/// as ambiguous in capitals, and as a name too.
fn code_map(countries: &[Country], aliases: &[Alias]) -> FxHashMap<Key, Meaning> {
    let mut map: FxHashMap<Key, Meaning> = FxHashMap::default();
    for alias in aliases {
        let is_capitals =
            alias.name.len() <= 4 && !alias.name.contains(|c: char| !c.is_alphabetic() || c.is_lowercase());
        if is_code(alias.method) || is_capitals {
            map.entry(alias.name.into()).or_insert_with(|| alias.meaning());
        }
    }
    for country in countries {
        let code = country.alpha2;
        let meaning = Meaning::new(CountryMethod::Code, vec![code], code.to_string());
        map.entry(code.to_string().into()).or_insert_with(|| meaning.clone());
        map.entry(country.alpha3.into()).or_insert(meaning);
    }
    map
}

fn countries() -> Vec<Country> {
    let mut countries: Vec<Country> = Vec::with_capacity(256);
    for line in COUNTRIES.lines().skip(1) {
        // One name of the file has a comma and stands in quotes.
        let (head, name, tail) = match line.split_once('"') {
            Some((head, rest)) => match rest.split_once("\",") {
                Some((name, tail)) => (head.trim_end_matches(','), name, tail),
                None => continue,
            },
            None => {
                let mut parts = line.splitn(5, ',');
                let head_len: usize = parts.by_ref().take(3).map(|part| part.len() + 1).sum();
                match (parts.next(), parts.next()) {
                    (Some(name), Some(tail)) => (&line[..head_len - 1], name, tail),
                    _ => continue,
                }
            }
        };
        let [Some([alpha2, alpha3, numeric]), Some([region, subregion, intermediate_region])] =
            [fields(head), fields(tail)]
        else {
            continue;
        };
        let Some(alpha2) = Alpha2::new(alpha2) else { continue };
        countries.push(Country { alpha2, alpha3, numeric, name, region, subregion, intermediate_region });
    }
    countries.sort_by_key(|country| country.alpha2);
    countries
}

fn postal_codes() -> FxHashMap<&'static str, Vec<PostalCode>> {
    let mut map: FxHashMap<&str, Vec<PostalCode>> = FxHashMap::default();
    for [code, place, alone] in rows(POSTAL_CODES) {
        if let Some(country) = country_of(place) {
            map.entry(code).or_default().push(PostalCode {
                country,
                place,
                stands_alone: alone == "1",
                may_stand_alone: !alone.is_empty(),
            });
        }
    }
    map
}

fn subdivisions(names: &mut Names) {
    for [name, places] in rows(SUBDIVISIONS) {
        let codes: Vec<Alpha2> = places.split(';').filter_map(country_of).collect();
        let (method, place) = match codes.as_slice() {
            [_] => (CountryMethod::Subdivision, places.to_owned()),
            _ => (CountryMethod::Ambiguous, format!("name:{name}")),
        };
        let link = push(&mut names.meanings, Meaning::new(method, codes, place));
        names.facts.entry(name.into()).or_default().subdivision = link;
    }
}

/// The cities and all their homes.
fn cities(names: &mut Names) -> (Vec<City>, Vec<Alpha2>) {
    let (mut cities, mut all_homes) = (Vec::new(), Vec::new());
    for [name, chosen, homes, place] in rows(CITIES) {
        let first = all_homes.len();
        all_homes.extend(homes.split(';').filter_map(Alpha2::new));
        cities.push(City { chosen: Alpha2::new(chosen), homes: first..all_homes.len(), place });
        names.facts.entry(name.into()).or_default().city = Link::to(cities.len() - 1);
    }
    (cities, all_homes)
}

fn demonyms(names: &mut Names) {
    for [name, code_list] in rows(DEMONYMS) {
        let codes = codes(code_list);
        // "Korean" is of the place "Korea" whichever of the two it is.
        let Some(first) = codes.first() else { continue };
        let method = if codes.len() == 1 { CountryMethod::Demonym } else { CountryMethod::Ambiguous };
        let place = first.to_string();
        let link = push(&mut names.meanings, Meaning::new(method, codes, place));
        names.facts.entry(folded(name)).or_default().demonym = link;
    }
}

fn named(codes: Vec<Alpha2>) -> Meaning {
    match codes.as_slice() {
        [code] => {
            let place = code.to_string();
            Meaning::new(CountryMethod::Name, codes, place)
        }
        _ => {
            let joined: Vec<&str> = codes.iter().map(Alpha2::as_str).collect();
            let place = format!("name:{}", joined.join("+"));
            Meaning::new(CountryMethod::Ambiguous, codes, place)
        }
    }
}

fn region_meaning(region: &str) -> Meaning {
    Meaning::new(CountryMethod::Region, Vec::new(), format!("region:{region}"))
}

fn labels(position: &str) -> FxHashSet<&'static str> {
    rows(LABELS).filter(|[_, found]| *found == position).map(|[label, _]| label).collect()
}

fn country_of(place: &str) -> Option<Alpha2> {
    Alpha2::new(place.get(..2)?)
}

/// Every alpha-2 code of the file.
pub(super) fn codes_in_use() -> impl Iterator<Item = &'static str> {
    COUNTRIES.lines().skip(1).filter_map(|line| line.split(',').next())
}

/// The codes of a list joined by semicolons.
pub(super) fn codes(list: &str) -> Vec<Alpha2> {
    list.split(';').filter_map(Alpha2::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert_eq!(countries().len(), 250);
        assert_eq!(aliases().len(), ALIASES.lines().count() - 1);
        for file in
            [TERRITORY_NAMES, REGION_NAMES, REGIONS, SUBDIVISIONS, DEMONYMS, CITIES, LOOKALIKES, POSTAL_CODES]
        {
            assert!(!file.contains('"'), "a field in quotes");
        }
        for alias in aliases() {
            let is_free = matches!(
                alias.method,
                CountryMethod::Contested
                    | CountryMethod::Historical
                    | CountryMethod::Ambiguous
                    | CountryMethod::Several
            );
            assert!(is_free || alias.codes.len() == 1, "{}", alias.name);
        }
    }

    #[test]
    fn generated_names_are_folded() {
        let generated =
            rows::<1>(TERRITORY_NAMES).chain(rows::<1>(REGION_NAMES)).chain(rows::<1>(SUBDIVISIONS));
        for [name] in generated.chain(rows::<1>(CITIES)).chain(rows::<1>(LOOKALIKES)) {
            assert_eq!(fold(name), name);
        }
    }

    #[test]
    fn every_code_is_assigned() {
        let countries = load();
        for meaning in ALIASES
            .lines()
            .skip(1)
            .filter_map(fields)
            .map(|[_, list]| list)
            .chain(rows::<2>(TERRITORY_NAMES).map(|[_, list]| list))
        {
            for code in codes(meaning) {
                assert!(countries.get(code).is_some(), "{code}");
            }
        }
    }
}

//! The words that names are made of: towns, countries and persons' names of the reference data, and words of
//! our own in `words.csv`.

use super::random::Random;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Persons' names are dealt out to so many cultures.
pub const CULTURES: usize = 12;
/// Languages of organizations' names by culture; the rest is made of syllables.
const LANGUAGES: [&str; CULTURES] = ["en", "es", "", "fr", "en", "de", "", "es", "en", "", "fr", "en"];

/// A country.
pub struct Country {
    /// Its code of two letters.
    pub alpha2: String,
    /// Every way to write it, the usual name first, then the codes.
    pub spellings: Vec<String>,
    /// Its towns.
    pub towns: Vec<String>,
    /// The culture that names its persons and organizations.
    pub culture: usize,
}

impl Country {
    /// The language of most of its organizations; nothing for one that nobody has words of.
    pub fn language(&self) -> &'static str {
        LANGUAGES[self.culture]
    }
}

/// All words.
pub struct Material {
    /// Countries, those with more towns first.
    pub countries: Vec<Country>,
    /// Given names by culture.
    pub given: Vec<Vec<String>>,
    /// Family names by culture.
    pub family: Vec<Vec<String>>,
    /// Own words by kind and language, each with a shorter spelling or nothing.
    words: BTreeMap<(String, String), Vec<(String, String)>>,
    /// Shorter spellings of words.
    shorter: BTreeMap<String, String>,
    /// Types of organizations.
    types: BTreeSet<String>,
}

impl Material {
    /// Reads the files below the root of the package.
    pub fn read(root: &Path) -> Self {
        let data = root.join("src/reference/data");
        let mut words: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
        let mut shorter = BTreeMap::new();
        for [kind, language, text, short] in rows(&root.join("benches/linking/words.csv")) {
            if !short.is_empty() {
                shorter.insert(text.clone(), short.clone());
            }
            words.entry((kind, language)).or_default().push((text, short));
        }
        let types = words.iter().filter(|((kind, _), _)| kind == "type").flat_map(|(_, words)| words);
        let types = types.map(|(text, _)| text.clone()).collect();
        Self {
            countries: countries(&data),
            given: by_culture(&data.join("given_names.csv")),
            family: by_culture(&data.join("family_names.csv")),
            words,
            shorter,
            types,
        }
    }

    /// A word of our own.
    pub fn word(&self, random: &mut Random, kind: &str, language: &str) -> String {
        let found = self.words.get(&(kind.to_owned(), language.to_owned()));
        found.map_or(String::new(), |words| random.of_first(words, 2).0.clone())
    }

    /// The word at a number, beginning anew behind the last.
    pub fn word_at(&self, at: usize, kind: &str, language: &str) -> String {
        let found = self.words.get(&(kind.to_owned(), language.to_owned()));
        found.map_or(String::new(), |words| words[at % words.len()].0.clone())
    }

    /// Whether a word is a type of organization.
    pub fn is_type(&self, word: &str) -> bool {
        self.types.contains(word)
    }

    /// The shorter spelling of a word.
    pub fn shorter(&self, word: &str) -> Option<&String> {
        self.shorter.get(word)
    }

    /// A word of so many syllables that nobody knows.
    pub fn invented(&self, random: &mut Random, n_syllables: usize) -> String {
        let text: String =
            (0..n_syllables).map(|_| self.word_at(random.below(1 << 16), "syllable", "")).collect();
        capitalized(&text)
    }
}

/// The word with a capital letter in front.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn rows<const N: usize>(path: &Path) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let records = reader.records().map(Result::unwrap);
    records.map(|record| std::array::from_fn(|at| record[at].to_owned())).collect()
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c == ' ' || c.is_alphabetic() && u32::from(c) < 0x250)
}

fn countries(data: &Path) -> Vec<Country> {
    let mut towns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for [name, country, _, place] in rows(&data.join("cities.csv")) {
        if place.strip_prefix("city:").is_some_and(|id| id == name.replace(' ', "-")) && is_plain(&name) {
            let name = name.split(' ').map(capitalized).collect::<Vec<_>>().join(" ");
            towns.entry(country).or_default().push(name);
        }
    }
    let mut others: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for [name, code, method, confidence] in rows(&data.join("country_aliases.csv")) {
        let is_sure = confidence.is_empty() && matches!(method.as_str(), "name" | "abbreviation");
        if is_sure && code.len() == 2 && is_plain(&name) {
            others.entry(code).or_default().push(name);
        }
    }
    let mut countries: Vec<Country> = rows(&data.join("countries.csv"))
        .into_iter()
        .filter_map(|[alpha2, alpha3, _, name]| {
            let towns = towns.remove(&alpha2).filter(|towns| towns.len() >= 8)?;
            let mut spellings = vec![name, alpha2.clone(), alpha3];
            spellings.extend(others.remove(&alpha2).unwrap_or_default());
            Some(Country { alpha2, spellings, towns, culture: 0 })
        })
        .collect();
    countries.sort_by(|a, b| (b.towns.len(), &a.alpha2).cmp(&(a.towns.len(), &b.alpha2)));
    for (at, country) in countries.iter_mut().enumerate() {
        country.culture = at % CULTURES;
        // Which town is large is nobody's choice.
        let mut random = Random::new(1, 7, at as u64);
        for last in (1..country.towns.len()).rev() {
            country.towns.swap(last, random.below(last + 1));
        }
    }
    countries
}

/// Names in cultures, in an order of their own.
fn by_culture(path: &Path) -> Vec<Vec<String>> {
    let mut cultures = vec![Vec::new(); CULTURES];
    for (at, [name, _]) in rows(path).into_iter().enumerate() {
        if is_plain(&name) && name.chars().count() > 2 {
            let mut random = Random::new(1, 8, at as u64);
            let (culture, rank) = (random.below(CULTURES), random.share());
            cultures[culture].push((rank, capitalized(&name)));
        }
    }
    cultures
        .into_iter()
        .map(|mut names| {
            names.sort_by(|a, b| a.0.total_cmp(&b.0));
            names.into_iter().map(|(_, name)| name).collect()
        })
        .collect()
}

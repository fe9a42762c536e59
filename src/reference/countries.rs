//! Countries of ISO 3166-1 and XK, what they are called, and the places in them.
//!
//! In: folded text (see [`crate::text::fold`]), or a code as printed. Out: what the text means as a
//! whole, from hash maps. Taking a text apart (chains, brackets, labels) and correcting misspellings is
//! the work of `normalize::country`, which asks here.
//!
//! Names in all languages are generated from CLDR; what people write besides, and the policy on
//! contested and ambiguous names, are rows of `data/country_aliases.csv`, which come first.

mod data;
mod decided;
mod known;
mod place;
mod spelling;

pub use decided::{Decided, Decisions, parse_codes, read as read_decided};
pub use known::Known;
pub use place::{PlaceKind, PlaceMatch};

use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

use super::file::Key;
use crate::model::country::{Alpha2, CountryMethod};

/// A country of ISO 3166-1, or Kosovo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// Two-letter code.
    pub alpha2: Alpha2,
    /// Three-letter code.
    pub alpha3: &'static str,
    /// Numeric code, three digits; empty for Kosovo.
    pub numeric: &'static str,
    /// English short name.
    pub name: &'static str,
    /// UN M49 region; empty for Antarctica.
    pub region: &'static str,
    /// UN M49 subregion.
    pub subregion: &'static str,
    /// UN M49 intermediate region; empty where M49 has none.
    pub intermediate_region: &'static str,
}

/// What a text means when it is a name, a code, or a place as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    /// Which kind of name it is.
    pub method: CountryMethod,
    /// The country; several are candidates of which none is chosen.
    pub codes: Vec<Alpha2>,
    /// Canonical id of the place; the same for all names of one place.
    pub place: Box<str>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
}

impl Meaning {
    fn new(method: CountryMethod, codes: Vec<Alpha2>, place: String) -> Self {
        Self { method, codes, place: place.into(), confidence: usual_confidence(method) }
    }

    /// The country, where the text stands for exactly one.
    pub fn country(&self) -> Option<Alpha2> {
        match (self.method, self.codes.as_slice()) {
            (CountryMethod::Ambiguous | CountryMethod::Contested | CountryMethod::Historical, _) => None,
            (_, [code]) => Some(*code),
            _ => None,
        }
    }
}

/// How sure a reading is by its kind alone. A row of a data file may say otherwise.
fn usual_confidence(method: CountryMethod) -> f64 {
    match method {
        CountryMethod::Name | CountryMethod::Flag => 0.99,
        CountryMethod::Abbreviation => 0.97,
        CountryMethod::Code | CountryMethod::Several => 0.95,
        CountryMethod::Alias => 0.9,
        CountryMethod::Subdivision => 0.85,
        CountryMethod::City | CountryMethod::Demonym => 0.75,
        CountryMethod::Typo => 0.8,
        _ => 0.0,
    }
}

/// A city of a name: what the name alone stands for, and every country that has one so called.
#[derive(Debug, Clone, PartialEq, Eq)]
struct City {
    chosen: Option<Alpha2>,
    /// Part of [`Countries::homes`].
    homes: Range<usize>,
    place: &'static str,
}

/// What a word is in the official name of a state, the more telling last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formality {
    /// An adjective or a small word: "democratic", "of".
    Word,
    /// A kind of state that parts of states are called, too: "state", "union".
    Polity,
    /// A kind of state: "republic".
    Realm,
}

/// A state or province by its postal code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostalCode {
    /// The country it is a part of.
    pub country: Alpha2,
    /// Canonical id, such as `US-OH`.
    pub place: &'static str,
    /// Whether the code is read so without a city before it.
    pub stands_alone: bool,
    /// Whether it is a candidate at least, without a city before it.
    pub may_stand_alone: bool,
}

/// The gazetteer.
#[derive(Debug)]
pub struct Countries {
    countries: Vec<Country>,
    /// Every folded name of a place, and the first word of every name of several words.
    names: FxHashMap<Key, known::Facts>,
    meanings: Vec<Meaning>,
    cities: Vec<City>,
    homes: Vec<Alpha2>,
    codes: FxHashMap<Key, Meaning>,
    not_codes: FxHashSet<&'static str>,
    postal_codes: FxHashMap<&'static str, Vec<PostalCode>>,
    lookalikes: FxHashSet<&'static str>,
    spelling: spelling::Spelling,
    labels_before: FxHashSet<&'static str>,
    labels_after: FxHashSet<&'static str>,
    /// First words of labels before a country, last words of labels after one.
    label_ends: FxHashSet<&'static str>,
    qualifiers: FxHashSet<&'static str>,
    articles: FxHashSet<&'static str>,
    divisions_before: FxHashSet<&'static str>,
    divisions_after: FxHashSet<&'static str>,
    short_words: FxHashMap<&'static str, &'static str>,
    formalities: FxHashMap<&'static str, Formality>,
    parents: FxHashMap<Alpha2, Alpha2>,
}

impl Countries {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        data::load()
    }

    /// The country of a code.
    pub fn get(&self, code: Alpha2) -> Option<&Country> {
        let index = self.countries.binary_search_by_key(&code, |country| country.alpha2).ok()?;
        self.countries.get(index)
    }

    /// All countries, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Country> {
        self.countries.iter()
    }

    /// All that a folded text is known as, from one look.
    pub fn known(&self, folded: &str) -> Known<'_> {
        Known::new(self, folded)
    }

    /// The most words that the name of a place has which begins with a folded word; 0 when none does.
    pub fn longest_place(&self, first_word: &str) -> usize {
        self.known(first_word).longest()
    }

    /// What a folded text means as a name of a country, a region, or a territory under a policy.
    pub fn name(&self, folded: &str) -> Option<&Meaning> {
        self.known(folded).name()
    }

    /// What a code or an abbreviation means, by its letters as printed: "US" and "us" differ.
    pub fn code(&self, letters: &str) -> Option<&Meaning> {
        self.codes.get(letters)
    }

    /// Whether capitals that are a code of ISO 3166-1 are more often a word, a title or a state.
    pub fn is_doubtful_code(&self, letters: &str) -> bool {
        self.not_codes.contains(letters)
    }

    /// States and provinces with this postal code.
    pub fn postal_code(&self, letters: &str) -> &[PostalCode] {
        self.postal_codes.get(letters).map_or(&[], Vec::as_slice)
    }

    /// What a folded text means as a state, a province or a similar part of a country.
    pub fn subdivision(&self, folded: &str) -> Option<&Meaning> {
        self.known(folded).subdivision()
    }

    /// The country that the name of a city alone stands for.
    pub fn city(&self, folded: &str) -> Option<Alpha2> {
        self.known(folded).city()
    }

    /// Every country that has a city of this name, the largest city first.
    pub fn city_homes(&self, folded: &str) -> &[Alpha2] {
        self.known(folded).city_homes()
    }

    /// What a folded text means as a demonym.
    pub fn demonym(&self, folded: &str) -> Option<&Meaning> {
        self.known(folded).demonym()
    }

    /// Whether a folded text is a word or a name that looks like a misspelt country and is none.
    pub fn is_lookalike(&self, folded: &str) -> bool {
        self.lookalikes.contains(folded)
    }

    /// The country of whose name a folded text is a misspelling, and the edits between them.
    pub fn misspelling(&self, folded: &str) -> Option<(Alpha2, usize)> {
        self.spelling.correct(folded)
    }

    /// Whether a label before a country may begin with this folded word, or one after it end with it.
    pub fn ends_label(&self, word: &str) -> bool {
        self.label_ends.contains(word)
    }

    /// Whether folded words stand before a country: "based in".
    pub fn is_label_before(&self, folded: &str) -> bool {
        self.labels_before.contains(folded)
    }

    /// Whether folded words stand after a country: "based", "HQ".
    pub fn is_label_after(&self, folded: &str) -> bool {
        self.labels_after.contains(folded)
    }

    /// Whether folded words in brackets after a country leave it what it is: "mainland", "HQ".
    pub fn is_qualifier(&self, folded: &str) -> bool {
        self.qualifiers.contains(folded)
    }

    /// A folded name without the article before it, where it has one.
    pub fn without_article<'b>(&self, folded: &'b str) -> &'b str {
        folded
            .split_once(' ')
            .filter(|(word, _)| self.articles.contains(word))
            .map_or(folded, |(_, name)| name)
    }

    /// The folded name of a part of a country without what such a part is called: "Kanto region", "state of
    /// Lagos".
    pub fn without_division<'b>(&self, folded: &'b str) -> Option<&'b str> {
        if let Some((name, _)) =
            folded.rsplit_once(' ').filter(|(_, word)| self.divisions_after.contains(word))
        {
            return Some(name);
        }
        let end = folded.match_indices(' ').map(|(at, _)| at).nth(1)?;
        self.divisions_before.contains(&folded[..end]).then(|| &folded[end + 1..])
    }

    /// The word that a folded word is short for in names of countries.
    pub fn written_out(&self, word: &str) -> Option<&'static str> {
        self.short_words.get(word).copied()
    }

    /// What a folded word is in the official name of a state.
    pub fn formality(&self, word: &str) -> Option<Formality> {
        self.formalities.get(word).copied()
    }

    /// The state that a territory with a code of its own is written with.
    pub fn parent(&self, code: Alpha2) -> Option<Alpha2> {
        self.parents.get(&code).copied()
    }

    /// The place that a folded text of one or several words names: a country, a region, a state, a city,
    /// or the people of one.
    pub fn place_of(&self, folded: &str) -> Option<PlaceMatch<'_>> {
        place::place_of(self.known(folded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(folded: &str, expected: Option<(PlaceKind, &str)>) {
        let countries = Countries::builtin();
        let found = countries.place_of(folded).map(|place| (place.kind, place.canonical.to_owned()));
        assert_eq!(found, expected.map(|(kind, canonical)| (kind, canonical.to_owned())), "{folded}");
    }

    #[test]
    fn places() {
        check("north korea", Some((PlaceKind::Country, "KP")));
        check("north korean", Some((PlaceKind::Demonym, "KP")));
        check("korea", Some((PlaceKind::Country, "KR")));
        check("korean", Some((PlaceKind::Demonym, "KR")));
        check("deutschland", Some((PlaceKind::Country, "DE")));
        check("ohio", Some((PlaceKind::Subdivision, "US-OH")));
        check("kanagawa", Some((PlaceKind::Subdivision, "JP-14")));
        check("seoul", Some((PlaceKind::City, "city:seoul")));
        check("서울", Some((PlaceKind::City, "city:seoul")));
        check("asia", Some((PlaceKind::Region, "region:asia")));
        check("asian", Some((PlaceKind::Region, "region:asia")));
        check("international", None);
        check("best", None);
        check("", None);
    }

    #[test]
    fn table() {
        let countries = Countries::builtin();
        let codes: Vec<Alpha2> = countries.iter().map(|country| country.alpha2).collect();
        assert!(codes.is_sorted());
        let kenya = countries.get(Alpha2::new("KE").unwrap()).unwrap();
        assert_eq!((kenya.alpha3, kenya.numeric, kenya.name), ("KEN", "404", "Kenya"));
        assert_eq!((kenya.region, kenya.subregion), ("Africa", "Sub-Saharan Africa"));
    }
}

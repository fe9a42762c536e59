//! The evidence of two records: their names, countries, letters and affiliations.

use super::blocking::{FullKeys, Key};
use super::cluster::{n_shared, same_letter};
use super::compare::{Home, compare};
use super::compare_persons;
use super::namesakes::population;
use super::organizations::Forms;
use super::overlaps::Overlaps;
use super::persons::{PersonForms, Titles};
use super::reach::{Reach, reach};
use super::records::{CountryWeights, Record};
use super::score::Rule;
use super::score::Score;
use super::stage::Scorer;
use super::weights as w;
use crate::model::{Alpha2, EvidenceKind as Kind};
use crate::normalize::organization::NamedPlace;

/// Scores organizations.
pub struct Organizations<'a> {
    /// Their names.
    pub forms: &'a Forms,
    /// Weights of countries.
    pub countries: &'a CountryWeights,
    /// What letters share.
    pub overlaps: &'a Overlaps,
    /// Whether the letters are pairs of names to compare.
    pub are_pairs: bool,
    /// Weight of both standing in one letter.
    pub same_letter: i32,
}

/// Scores persons.
pub struct Persons<'a> {
    /// Their names.
    pub forms: &'a PersonForms,
    /// For each cluster of organizations the weight of it being the affiliation of both.
    pub affiliations: &'a [i32],
    /// For each kind of title the weight of both printing it.
    pub titles: &'a [i32],
    /// Weight of both standing in one letter.
    pub same_letter: i32,
}

impl Scorer for Organizations<'_> {
    fn n_forms(&self) -> usize {
        self.forms.forms.len()
    }

    fn keys_of(&self, form: u32, tier: usize, full: &FullKeys, keys: &mut Vec<(Key, u32)>) {
        self.forms.keys_of(form, tier, full, keys);
    }

    fn name_of(&self, form: u32) -> &str {
        &self.forms.forms[form as usize].key
    }

    fn reach(&self, left: u32, right: u32) -> Option<Reach> {
        let (left, right) = (&self.forms.forms[left as usize], &self.forms.forms[right as usize]);
        reach(&self.forms.dictionary, left, right)
    }

    fn names(&self, left: u32, right: u32, score: &mut Score) -> bool {
        let (left, right) = (&self.forms.forms[left as usize], &self.forms.forms[right as usize]);
        compare(self.forms, left, right, [Home::default(); 2], score)
    }

    fn is_home_told(&self, left: (&Record, u32), right: (&Record, u32)) -> bool {
        let tells = |(home, _): (&Record, u32), (_, form): (&Record, u32)| {
            let mut places = self.forms.forms[form as usize].places.iter();
            home.place.is_some()
                || home.country.is_some() && places.any(|place| place.country == home.country)
        };
        tells(left, right) || tells(right, left)
    }

    fn names_at_home(&self, left: (&Record, u32), right: (&Record, u32), score: &mut Score) {
        let homes = [Home::of(left.0), Home::of(right.0)];
        let (left, right) = (&self.forms.forms[left.1 as usize], &self.forms.forms[right.1 as usize]);
        compare(self.forms, left, right, homes, score);
    }

    fn rest(&self, left: (&Record, u32), right: (&Record, u32), score: &mut Score) {
        for (record, form) in [left, right] {
            if record.forms.first() != Some(&form) {
                score.note(Kind::Acronym, w::ALTERNATIVE, || "printed as another name".to_owned());
            }
        }
        prior(self.population(), w::NAME_MAX_ORGANIZATION, score);
        self.company(left.0, right.0, score);
        let equal = |country| self.countries.equal(country);
        country(left.0, right.0, equal, w::COUNTRY_DIFFERENT_ORGANIZATION, score);
        let in_name = |form: u32, place: &NamedPlace| {
            self.forms.forms[form as usize].places.iter().any(|own| own.canonical == place.canonical)
        };
        apart_places(left, right, in_name, score);
        letters(left.0, right.0, self.same_letter, score);
    }

    fn most_of_rest(&self) -> i32 {
        w::COUNTRY_EQUAL_MAX + self.most_of_company() - self.population()
    }

    fn is_acronym(&self, left: u32, right: u32) -> bool {
        let n_words = |form: u32| self.forms.forms[form as usize].words.len();
        let key = |form: u32| self.forms.forms[form as usize].key.as_str();
        let spells = |short: u32, long: u32| {
            let long = &self.forms.forms[long as usize];
            n_words(short) == 1
                && (long.initials.iter().any(|initials| initials == key(short))
                    || long.acronyms.iter().any(|(acronym, _)| acronym == key(short)))
        };
        spells(left, right) || spells(right, left)
    }
}

impl Scorer for Persons<'_> {
    fn n_forms(&self) -> usize {
        self.forms.forms.len()
    }

    fn keys_of(&self, form: u32, tier: usize, _: &FullKeys, keys: &mut Vec<(Key, u32)>) {
        if tier == 0 {
            self.forms.keys_of(form, keys);
        }
    }

    fn name_of(&self, form: u32) -> &str {
        &self.forms.forms[form as usize].key
    }

    fn reach(&self, _: u32, _: u32) -> Option<Reach> {
        None
    }

    fn names(&self, left: u32, right: u32, score: &mut Score) -> bool {
        let form = |form: u32| &self.forms.forms[form as usize];
        compare_persons::compare(self.forms, form(left), form(right), score);
        false
    }

    fn is_home_told(&self, _: (&Record, u32), _: (&Record, u32)) -> bool {
        false
    }

    fn names_at_home(&self, left: (&Record, u32), right: (&Record, u32), score: &mut Score) {
        self.names(left.1, right.1, score);
    }

    fn rest(&self, left: (&Record, u32), right: (&Record, u32), score: &mut Score) {
        let population = |form: u32| self.forms.forms[form as usize].population;
        let population = population(left.1).min(population(right.1));
        let is_rare = score.millibits() - population >= w::RARE_NAME;
        let different = if is_rare { w::AFFILIATION_DIFFERENT_RARE_NAME } else { w::AFFILIATION_DIFFERENT };
        prior(population, w::NAME_MAX_PERSON, score);
        country(left.0, right.0, |_| w::COUNTRY_EQUAL_PERSON, w::COUNTRY_DIFFERENT_PERSON, score);
        if let (Some(a), Some(b)) = (left.0.affiliation, right.0.affiliation) {
            let weight = if a == b { self.affiliations[a as usize] } else { different };
            score
                .note(Kind::Affiliation, weight, || if a == b { "the same" } else { "different" }.to_owned());
        } else if is_apart(&left.0.descriptor, &right.0.descriptor) {
            // Who prints a trade and a town is of no university, as far as is printed.
            let words = |record: &Record| -> Vec<&str> {
                record.descriptor.iter().map(|word| self.forms.behind[*word as usize].as_str()).collect()
            };
            score.note(Kind::Affiliation, different, || {
                format!("{} | {}", words(left.0).join(" "), words(right.0).join(" "))
            });
        }
        self.titles(left.0.titles, right.0.titles, score);
        letters(left.0, right.0, self.same_letter, score);
    }

    fn most_of_rest(&self) -> i32 {
        w::TITLE_EQUAL_MAX + w::COUNTRY_EQUAL_PERSON + w::AFFILIATION_EQUAL_MAX
    }

    fn is_acronym(&self, _: u32, _: u32) -> bool {
        false
    }
}

impl Organizations<'_> {
    fn population(&self) -> i32 {
        population(self.forms.forms.len() as f64, w::MIN_ORGANIZATIONS)
    }

    /// What two names to compare have before them that two of all names have not.
    fn of_pair(&self) -> i32 {
        self.population() - population(0.0, w::MIN_ORGANIZATIONS)
    }

    fn most_of_company(&self) -> i32 {
        if self.are_pairs { self.of_pair() } else { w::SAME_CAMPAIGN_MAX }
    }

    /// What the letters add to the prior: those that share signatories, or that are pairs to compare.
    fn company(&self, left: &Record, right: &Record, score: &mut Score) {
        if self.are_pairs {
            if n_shared(&left.letters, &right.letters) > 0 {
                score.note(Kind::Prior, self.of_pair(), || "two names to compare".to_owned());
            }
            return;
        }
        let weight = self.overlaps.weight(&left.letters, &right.letters);
        if weight > 0 {
            score.note(Kind::Prior, weight, || "letters that share signatories".to_owned());
        }
    }
}

impl Persons<'_> {
    fn titles(&self, left: Titles, right: Titles, score: &mut Score) {
        let weight = match (left.is_empty(), right.is_empty()) {
            (true, true) => return,
            (true, false) | (false, true) => w::TITLE_ONE_SIDED,
            (false, false) => {
                let weights = left.and(right).kinds().filter_map(|kind| self.titles.get(kind));
                weights.copied().max().unwrap_or(w::TITLE_DIFFERENT)
            }
        };
        score.note(Kind::Affiliation, weight, || match weight {
            w::TITLE_ONE_SIDED => "title on one side".to_owned(),
            w::TITLE_DIFFERENT => "other titles".to_owned(),
            _ => "the same title".to_owned(),
        });
    }
}

/// Whether both print something, and no word of it is the same.
fn is_apart(left: &[u32], right: &[u32]) -> bool {
    !left.is_empty() && !right.is_empty() && left.iter().all(|word| right.binary_search(word).is_err())
}

impl<'a> Home<'a> {
    fn of(record: &'a Record) -> Self {
        Self { country: record.country, place: record.place.as_ref() }
    }
}

/// Adds the prior, when all evidence of names is there, and takes off what names alone cannot say.
fn prior(population: i32, most: i32, score: &mut Score) {
    score.add(Kind::Prior, -population);
    let excess = score.millibits() - most;
    if excess > 0 {
        score.note(Kind::Prior, -excess, || "names alone are not surer".to_owned());
    }
}

fn country(left: &Record, right: &Record, equal: impl Fn(Alpha2) -> i32, different: i32, score: &mut Score) {
    if let (Some(a), Some(b)) = (left.country, right.country) {
        if a == b {
            score.note(Kind::Country, equal(a), || a.to_string());
        } else {
            let fewer = left.signings.len().min(right.signings.len()).max(1);
            let repeated = ((fewer as f64).log2() * f64::from(w::COUNTRY_REPEATED)).round() as i32;
            let weight = (different + repeated).max(w::COUNTRY_DIFFERENT_MAX);
            score.note(Kind::Country, weight, || format!("{a} and {b}"));
        }
    }
}

/// Places printed behind the names: of a chapter, or where the signatory is.
fn apart_places(
    left: (&Record, u32),
    right: (&Record, u32),
    in_name: impl Fn(u32, &NamedPlace) -> bool,
    score: &mut Score,
) {
    match (&left.0.place, &right.0.place) {
        (Some(a), Some(b)) if a.canonical != b.canonical => {
            score.rule = Some(Rule::Places);
            score.note(Kind::Conflict, w::TWO_SIDED_WORD, || format!("{} | {}", a.canonical, b.canonical));
        }
        (Some(place), None) | (None, Some(place)) => {
            let other = if left.0.place.is_some() { right } else { left };
            let says_same = place.is_country && other.0.country.is_some();
            if !says_same && !in_name(other.1, place) {
                score.note(Kind::Country, w::APART_PLACE, || {
                    format!("{} printed on one side", place.canonical)
                });
            }
        }
        _ => {}
    }
}

fn letters(left: &Record, right: &Record, weight: i32, score: &mut Score) {
    let n_both = n_shared(&left.letters, &right.letters);
    if n_both > 0 {
        let weight = same_letter(weight, n_both, left.letters.len().min(right.letters.len()));
        score.note(Kind::SameLetter, weight, || "both stand in one letter".to_owned());
    }
}

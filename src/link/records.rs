//! Records: signings that say the same, and the kinds that they are compared within.

use super::persons::Titles;
use super::settings::LinkSettings;
use crate::model::{Alpha2, Kind, SignatureId};
use crate::normalize::organization::NamedPlace;

/// A signature as linking needs it.
#[derive(Debug, Clone, Copy)]
pub struct Signing<'a> {
    /// Key of the signing: letter, printed text, ordinal among equal texts.
    pub id: SignatureId,
    /// Number of its letter.
    pub letter: u32,
    /// What it is.
    pub kind: Kind,
    /// Name as printed.
    pub name: &'a str,
    /// Acronym printed with it.
    pub acronym: Option<&'a str>,
    /// Organization that a person is of, as printed.
    pub affiliation: Option<&'a str>,
    /// All that is printed behind the name of a person.
    pub descriptor: Option<&'a str>,
    /// Country, where exactly one is printed.
    pub country: Option<Alpha2>,
    /// Place in the letter, from 1.
    pub position: u32,
}

impl Signing<'_> {
    /// What signings are ordered by: no two are equal, and the order of rows plays no part.
    pub fn order(&self) -> (u32, u32, SignatureId) {
        (self.letter, self.position, self.id)
    }
}

/// Signings that say the same: one name, country, affiliation and place, and for persons without an
/// affiliation one descriptor.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its names: the main one, then those printed as other names.
    pub forms: Vec<u32>,
    /// Country printed, or that of the place printed behind the name.
    pub country: Option<Alpha2>,
    /// Place printed behind the name, where it says more than the country.
    pub place: Option<NamedPlace>,
    /// For a person, the cluster of the affiliation.
    pub affiliation: Option<u32>,
    /// For a person, the words of what is printed behind the name by number, ascending.
    pub descriptor: Vec<u32>,
    /// For a person, the titles printed with the name.
    pub titles: Titles,
    /// Letters it signed, ascending.
    pub letters: Vec<u32>,
    /// Rows of its signings, the first printed first; empty for an affiliation that never signed.
    pub signings: Vec<u32>,
    /// Rows of persons whose affiliation it is.
    pub affiliates: Vec<u32>,
}

/// Weight of both records standing in one letter, thousandths of a bit: nothing where names repeat inside
/// letters more than across them, for then the letters are none: a table that is one list, or pairs.
pub fn same_letter(records: &[Record], are_pairs: bool, settings: &LinkSettings) -> i32 {
    let n_within: usize = records.iter().map(|record| record.signings.len() - record.letters.len()).sum();
    let n_across: usize = records.iter().map(|record| record.letters.len().saturating_sub(1)).sum();
    let is_letters = !are_pairs && (n_within < MIN_REPEATED || n_within <= n_across);
    if is_letters { (settings.same_letter * f64::from(super::weights::BIT)) as i32 } else { 0 }
}

/// Whether the letters are none, but pairs of names to compare: of letters, hardly ever nineteen in twenty have
/// two signatories.
pub fn are_pairs(signings: &[Signing]) -> bool {
    let mut letters: Vec<u32> = signings.iter().map(|signing| signing.letter).collect();
    letters.sort_unstable();
    let n_letters = letters.chunk_by(|a, b| a == b).count();
    let n_pairs = letters.chunk_by(|a, b| a == b).filter(|rows| rows.len() == 2).count();
    n_letters >= MIN_REPEATED && 20 * n_pairs >= 19 * n_letters
}

/// Fewer names that repeat inside letters say nothing of what the letters are.
const MIN_REPEATED: usize = 100;

/// How often each country is printed, for the weight of an equal one.
#[derive(Debug, Default)]
pub struct CountryWeights {
    weights: std::collections::BTreeMap<Alpha2, i32>,
}

impl CountryWeights {
    /// Counts the countries of records.
    pub fn new(records: &[Record]) -> Self {
        let mut counts: std::collections::BTreeMap<Alpha2, u32> = std::collections::BTreeMap::new();
        for country in records.iter().filter_map(|record| record.country) {
            *counts.entry(country).or_insert(0) += 1;
        }
        let total: f64 = counts.values().map(|n| f64::from(*n)).sum::<f64>() + PSEUDO_COUNTRIES;
        let weights = counts
            .into_iter()
            .map(|(country, n)| {
                let u = (f64::from(n) + PSEUDO_COUNTRIES / 50.0) / total;
                let weight = (-u.log2() * f64::from(super::weights::BIT)).round() as i32;
                (country, weight.clamp(0, super::weights::COUNTRY_EQUAL_MAX))
            })
            .collect();
        Self { weights }
    }

    /// Weight of both records being in this country.
    pub fn equal(&self, country: Alpha2) -> i32 {
        self.weights.get(&country).copied().unwrap_or_default()
    }
}

/// Records that stand for the world in a small corpus, spread over fifty countries.
const PSEUDO_COUNTRIES: f64 = 100.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, SignatureId};

    #[test]
    fn pairs_are_told_from_short_letters() {
        let check = |sizes: &[usize], expected: bool| {
            let letters = sizes.iter().cycle().take(200).zip(0..);
            let letters: Vec<u32> =
                letters.flat_map(|(size, letter)| std::iter::repeat_n(letter, *size)).collect();
            let signing = |letter: &u32| Signing {
                id: SignatureId::of(&[]),
                letter: *letter,
                kind: Kind::Organization,
                name: "",
                acronym: None,
                affiliation: None,
                descriptor: None,
                country: None,
                position: 0,
            };
            let signings: Vec<Signing> = letters.iter().map(signing).collect();
            assert_eq!(are_pairs(&signings), expected, "{sizes:?}");
        };
        check(&[2], true);
        check(&[2, 2, 2, 3], false);
        check(&[1, 2, 4], false);
        check(&[50], false);
    }
}

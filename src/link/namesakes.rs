//! How many bear the same name by chance: given and family names go together, and with countries.
//!
//! Of N persons of a country, N·p(given)·p(family) are expected to bear one name, p counted in that
//! country. Counted over all countries the product is far too small: who is called Ada in one country is
//! likely called Lampson, in another never. A name is weighed in the country where most of its namesakes
//! are expected, so that it needs no printed country, and an equal country says little more.

use super::dictionary::WordId;
use super::persons::PersonForms;
use super::weights as w;
use crate::model::Alpha2;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Log2 of a number of names, thousandths; small corpora stand for one of so many.
pub fn population(n_names: f64, least: f64) -> i32 {
    millibits(n_names.max(least))
}

fn millibits(n: f64) -> i32 {
    (n.log2() * f64::from(w::BIT)).round() as i32
}

/// Sets the weights of the parts of all names, and the number of names that each is one of. `printed` are
/// names with a country that they are printed with, in any order.
pub fn weigh(forms: &mut PersonForms, mut printed: Vec<(u32, Alpha2)>) {
    printed.par_sort_unstable();
    printed.dedup();
    let counts = Counts::new(forms, &printed);
    let PersonForms { forms, dictionary, .. } = forms;
    let n_names = forms.len() as f64;
    forms.par_iter_mut().for_each(|form| {
        let mut words: Vec<WordId> =
            form.parts.iter().filter(|part| !part.is_initial).map(|part| part.id).collect();
        words.sort_unstable();
        words.dedup();
        let share = |word: WordId| (-f64::from(dictionary.word(word).weight) / f64::from(w::BIT)).exp2();
        // The countries of the part that the fewest know are those where the whole name can be at home.
        let Some(homes) = words.iter().map(|word| counts.countries(*word)).min_by_key(|found| found.len())
        else {
            return;
        };
        let weights = |country: Alpha2, n_country: f64| -> Vec<i32> {
            let part = |word: &WordId| {
                // The two names that are compared are not chance.
                let n_word = (counts.of(*word, country) - 2.0).max(0.0);
                let here =
                    (n_word + w::COUNTRY_PSEUDO_NAMES * share(*word)) / (n_country + w::COUNTRY_PSEUDO_NAMES);
                (-millibits(here)).clamp(0, w::MAX_WORD)
            };
            words.iter().map(part).collect()
        };
        let everywhere: Vec<i32> = words.iter().map(|word| dictionary.word(*word).weight).collect();
        let mut best = (form.population - everywhere.iter().sum::<i32>(), form.population, everywhere);
        for (_, country, _) in homes {
            let n_country = counts.n_names(*country);
            let size = n_names.max(w::MIN_PERSONS) * n_country / counts.n_printed;
            let (size, here) = (millibits(size.max(1.0)), weights(*country, n_country));
            let namesakes = size - here.iter().sum::<i32>();
            if namesakes > best.0 {
                best = (namesakes, size, here);
            }
        }
        form.population = best.1;
        for part in &mut form.parts {
            if let Ok(at) = words.binary_search(&part.id) {
                part.weight = best.2[at];
            }
        }
    });
}

/// Names by country, and parts of names by country.
struct Counts {
    names: FxHashMap<Alpha2, f64>,
    n_printed: f64,
    /// Ascending: each part, with the countries of names that hold it and their number.
    parts: Vec<(WordId, Alpha2, u32)>,
}

impl Counts {
    fn new(forms: &PersonForms, printed: &[(u32, Alpha2)]) -> Self {
        let mut names: FxHashMap<Alpha2, f64> = FxHashMap::default();
        let mut held: Vec<(WordId, Alpha2)> = Vec::with_capacity(printed.len() * 3);
        for (form, country) in printed {
            *names.entry(*country).or_insert(0.0) += 1.0;
            let parts = &forms.forms[*form as usize].parts;
            held.extend(parts.iter().filter(|part| !part.is_initial).map(|part| (part.id, *country)));
        }
        held.par_sort_unstable();
        let parts =
            held.chunk_by(|a, b| a == b).map(|same| (same[0].0, same[0].1, same.len() as u32)).collect();
        Self { names, n_printed: (printed.len() as f64).max(1.0), parts }
    }

    fn n_names(&self, country: Alpha2) -> f64 {
        self.names.get(&country).copied().unwrap_or_default()
    }

    fn countries(&self, word: WordId) -> &[(WordId, Alpha2, u32)] {
        let from = self.parts.partition_point(|(other, ..)| *other < word);
        let n = self.parts[from..].partition_point(|(other, ..)| *other == word);
        &self.parts[from..from + n]
    }

    fn of(&self, word: WordId, country: Alpha2) -> f64 {
        let found = self.parts.binary_search_by_key(&(word, country), |(word, country, _)| (*word, *country));
        found.map_or(0.0, |at| f64::from(self.parts[at].2))
    }
}

//! Whether two texts name the same addressee: "the Japanese government" and "Prime Minister of Japan".
//!
//! They do when they share a country, by name or demonym, or a word that is no title: a surname.

use std::collections::BTreeSet;

use crate::model::Alpha2;
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::text::fold;

/// Longest name of a country, in words.
const MAX_COUNTRY_WORDS: usize = 5;

/// What tells one addressee from another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressee {
    words: BTreeSet<String>,
    countries: BTreeSet<Alpha2>,
}

impl Addressee {
    /// What a text says of an addressee.
    pub fn read(text: &str, reference: &Reference) -> Self {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut addressee = Self::default();
        let mut at = 0;
        while at < words.len() {
            let longest = MAX_COUNTRY_WORDS.min(words.len() - at);
            let found = (1..=longest)
                .rev()
                .find_map(|length| Some((length, country(&words[at..at + length].join(" "), reference)?)));
            if let Some((length, code)) = found {
                addressee.countries.insert(code);
                at += length;
                continue;
            }
            let is_common = reference.phrases.is(words[at], PhraseRole::CommonInAddress);
            if !is_common && words[at].chars().nth(1).is_some() {
                addressee.words.insert(words[at].to_owned());
            }
            at += 1;
        }
        addressee
    }

    /// Whether nothing tells this addressee from another.
    pub fn is_unknown(&self) -> bool {
        self.words.is_empty() && self.countries.is_empty()
    }

    /// Whether both may be the same: they share a word or a country.
    pub fn is_like(&self, other: &Self) -> bool {
        !self.words.is_disjoint(&other.words) || !self.countries.is_disjoint(&other.countries)
    }

    /// Adds what another text says of the same addressee.
    pub fn absorb(&mut self, other: &Self) {
        self.words.extend(other.words.iter().cloned());
        self.countries.extend(&other.countries);
    }
}

fn country(folded: &str, reference: &Reference) -> Option<Alpha2> {
    // Two letters are a small word in some language more often than a country.
    if folded.len() < 3 {
        return None;
    }
    let countries = &reference.countries;
    countries.name(folded).or_else(|| countries.demonym(folded))?.country()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expected: bool) {
        let reference = Reference::builtin();
        let [first, second] = [a, b].map(|text| Addressee::read(text, &reference));
        assert_eq!(first.is_like(&second), expected, "{a} / {b}: {first:?} {second:?}");
        assert_eq!(second.is_like(&first), expected, "{b} / {a}");
    }

    #[test]
    fn one_addressee_or_two() {
        check("Chilean government", "Ana Rivas, Prime Minister of Chile", true);
        check("President Rivas", "President Ana Rivas-Olmo", true);
        check("President Rivas", "President Olmo", false);
        check("Prime Minister of Norway", "Prime Minister of Sweden", false);
        check("the government", "the Government", false);
        check("South Korean government", "Government of North Korea", false);
        check("gobierno de México", "the government of Mexico", true);
        check("", "", false);
    }
}

//! Names of persons as the score sees them: names and initials by number and weight, keys of blocks.
//!
//! Order is not trusted: lists print "Surname, Given", "SURNAME Given" and the other way round, and in
//! half of the world the family name comes first anyway.

use super::blocking::{Key, key};
use super::dictionary::{Background, Dictionary, Word, WordId, sound};
use super::{namesakes, weights};
use crate::reference::Reference;
use crate::text::fold;
use rustc_hash::FxHashMap;

/// A name has no more parts than are compared.
const MOST_PARTS: usize = 8;
/// Spellings of a part that make keys.
const SPELLINGS_IN_KEYS: usize = 3;

/// One part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The word; an initial is a word of one letter.
    pub id: WordId,
    /// Whether it is an initial.
    pub is_initial: bool,
    /// First letter.
    pub initial: char,
    /// Weight of its agreement among the names of the country that bears most of its kind.
    pub weight: i32,
}

/// A name that some persons bear.
#[derive(Debug, Clone, Default)]
pub struct PersonForm {
    /// Folded parts in printed order, family name after a comma moved to the end.
    pub key: String,
    /// The parts.
    pub parts: Vec<Part>,
    /// Log2 of the number of names that it is one of, thousandths: those of the country where most of its
    /// kind are borne.
    pub population: i32,
}

/// All names of persons.
#[derive(Debug, Default)]
pub struct PersonForms {
    /// The names, in order of their keys.
    pub forms: Vec<PersonForm>,
    /// Their parts.
    pub dictionary: Dictionary,
    /// For each part a number that parts of the same sound share; `None` for short ones.
    pub sounds: Vec<Option<u32>>,
    /// Parts that are familiar forms, with those they may stand for, ascending.
    pub familiar: Vec<(WordId, WordId)>,
    /// Words that are printed behind the names, by number.
    pub behind: Vec<String>,
}

/// The comparison form of a person's name: folded, without titles, post-nominals and particles, family
/// name last where a comma says which it is.
pub fn comparison_key(name: &str, reference: &Reference) -> (String, Titles) {
    let words = &reference.words;
    let mut pieces: Vec<&str> = name.split(['(', '[']).next().unwrap_or(name).split(',').collect();
    // What stands behind a comma is the given name, unless it is degrees.
    let folded: Vec<String> = pieces.iter().map(|piece| fold(piece)).collect();
    let is_degrees =
        |text: &String| text.split(' ').all(|word| words.is_title_after(word) || words.is_title_before(word));
    let given = (1..pieces.len()).find(|at| !folded[*at].is_empty() && !is_degrees(&folded[*at]));
    let ordered: Vec<String> = match given {
        Some(at) if !folded[0].is_empty() => vec![folded[at].clone(), folded[0].clone()],
        _ => vec![folded.first().cloned().unwrap_or_default()],
    };
    pieces.clear();
    let text = ordered.join(" ");
    let all: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept: Vec<&str> = all.clone();
    let mut titles = Titles::default();
    while kept.len() > 1 && words.is_title_before(kept[0]) {
        titles.add(kept.remove(0));
    }
    while kept.len() > 2
        && let Some(last) = kept.pop_if(|last| words.is_title_after(last))
    {
        titles.add(last);
    }
    folded.iter().skip(1).filter(|text| is_degrees(text)).for_each(|text| titles.add(text));
    // A title in the middle is left of "Surname, Dr. Given".
    if given.is_some() {
        kept.retain(|word| {
            let is_title = words.is_title_before(word);
            if is_title {
                titles.add(word);
            }
            !is_title
        });
    }
    let without: Vec<&str> = kept.iter().copied().filter(|word| !is_particle(word)).collect();
    let kept = if without.is_empty() { if kept.is_empty() { all } else { kept } } else { without };
    (kept.join(" "), titles)
}

/// Titles and degrees printed with a name, as a set of up to 64 kinds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Titles(u64);

impl Titles {
    fn add(&mut self, title: &str) {
        for word in title.split(' ').filter(|word| !word.is_empty()) {
            // The high bits of a hash; that two titles share one is rare and harmless.
            self.0 |= 1 << (key(&word) & 63);
        }
    }

    /// Whether none is printed.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those of both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The kinds, by number.
    pub fn kinds(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |kind| self.0 >> kind & 1 == 1)
    }
}

/// Particles of family names, which lists print or leave out.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "della"
            | "di"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "du"
            | "la"
            | "le"
            | "los"
            | "las"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ten"
            | "ter"
            | "zu"
            | "y"
            | "e"
            | "bin"
            | "bint"
            | "ibn"
            | "al"
            | "el"
            | "af"
            | "av"
    )
}

impl PersonForms {
    /// The forms of comparison keys, which are sorted and distinct.
    pub fn new(keys: &[&str], reference: &Reference) -> Self {
        let counted: Vec<Vec<(&str, bool)>> =
            keys.iter().map(|key| parts(key).map(|part| (part, true)).collect()).collect();
        let share = |word: &str| {
            if word.chars().nth(1).is_none() {
                Some(INITIAL_SHARE)
            } else {
                reference.words.person_share(word)
            }
        };
        // Names have spellings of their own, which the world knows each: "mohamed", "mohammed".
        let is_word = |_: &str| false;
        let background = Background {
            share: &share,
            unknown: weights::UNKNOWN_PERSON_WORD,
            is_word: &is_word,
            spellings: &[],
        };
        let dictionary = Dictionary::new(&counted, &background);
        let forms = keys
            .iter()
            .map(|key| PersonForm {
                key: (*key).to_owned(),
                parts: parts(key)
                    .filter_map(|part| {
                        let initial = part.chars().next()?;
                        let is_initial = part.chars().nth(1).is_none() && u32::from(initial) < 0x1100;
                        let id = dictionary.id(part)?;
                        Some(Part { id, is_initial, initial, weight: dictionary.word(id).weight })
                    })
                    .collect(),
                population: namesakes::population(keys.len() as f64, weights::MIN_PERSONS),
            })
            .collect();
        let sounds = sounds(&dictionary);
        let familiar = familiar(&dictionary, reference);
        Self { forms, dictionary, sounds, familiar, behind: Vec::new() }
    }

    /// The keys that bring a name together with others: any two of its names in any order, a name with the
    /// initial of another, and all of it as one word.
    pub fn keys_of(&self, name: u32, keys: &mut Vec<(Key, u32)>) {
        let form = &self.forms[name as usize];
        let mut letters: Vec<&str> =
            form.parts.iter().map(|part| self.dictionary.word(part.id).text.as_str()).collect();
        keys.push((key(&("joined", letters.concat())), name));
        letters.sort_unstable();
        keys.push((key(&("joined", letters.concat())), name));
        let spellings: Vec<Vec<WordId>> = form
            .parts
            .iter()
            .map(|part| if part.is_initial { Vec::new() } else { self.spellings(part.id) })
            .collect();
        for (at, of_this) in spellings.iter().enumerate() {
            for a in of_this {
                for b in spellings.iter().skip(at + 1).flatten() {
                    keys.push((key(&("two", a.min(b), a.max(b))), name));
                }
                for (_, other) in form.parts.iter().enumerate().filter(|(other, _)| *other != at) {
                    keys.push((key(&("initial", a, other.initial)), name));
                }
            }
        }
    }

    /// The names that a part may be the familiar form of.
    fn stands_for(&self, id: WordId) -> impl Iterator<Item = WordId> {
        let from = self.familiar.partition_point(|(familiar, _)| *familiar < id);
        self.familiar[from..].iter().take_while(move |(familiar, _)| *familiar == id).map(|(_, name)| *name)
    }

    /// Whether one of two parts is the familiar form of the other.
    pub fn are_familiar(&self, a: WordId, b: WordId) -> bool {
        [(a, b), (b, a)].iter().any(|pair| self.familiar.binary_search(pair).is_ok())
    }

    fn spellings(&self, id: WordId) -> Vec<WordId> {
        let count = |id: WordId| self.dictionary.word(id).n_names;
        let mut spellings: Vec<WordId> =
            self.dictionary.word(id).neighbours.iter().map(|(other, _)| *other).collect();
        spellings.retain(|other| (count(*other), id) > (count(id), *other));
        spellings.sort_by_key(|other| (std::cmp::Reverse(count(*other)), *other));
        spellings.truncate(SPELLINGS_IN_KEYS - 1);
        spellings.insert(0, id);
        spellings.extend(self.stands_for(id));
        spellings
    }
}

/// Familiar forms among the words, with the names among the words that they stand for.
fn familiar(dictionary: &Dictionary, reference: &Reference) -> Vec<(WordId, WordId)> {
    let of_word = |(id, word): (usize, &Word)| {
        let names = reference.words.familiar_forms_of(&word.text).iter();
        let known = names.filter_map(|name| dictionary.id(name));
        known.map(|name| (id as WordId, name)).collect::<Vec<_>>()
    };
    let mut pairs: Vec<(WordId, WordId)> = dictionary.words.iter().enumerate().flat_map(of_word).collect();
    pairs.sort_unstable();
    pairs
}

/// Numbers of the sounds of words of four letters and more.
fn sounds(dictionary: &Dictionary) -> Vec<Option<u32>> {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    dictionary
        .words
        .iter()
        .map(|word| {
            (word.text.chars().count() >= 4).then(|| {
                let next = numbers.len() as u32;
                *numbers.entry(sound(&word.text)).or_insert(next)
            })
        })
        .collect()
}

/// Share of names that hold a given initial.
const INITIAL_SHARE: f64 = 0.01;

fn parts(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').filter(|part| !part.is_empty()).take(MOST_PARTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::builtin);

    fn check(name: &str, expected: &str) {
        assert_eq!(comparison_key(name, &REFERENCE).0, expected, "{name}");
    }

    #[test]
    fn keys() {
        check("Dr. Ada Lampson, Ph.D.", "ada lampson");
        check("LAMPSON, Ada", "ada lampson");
        check("Lampson, Dr. Ada", "ada lampson");
        check("Ada van der Lamp", "ada lamp");
        check("Prof. Dr. A. Lampson MP", "a lampson");
        check("Lampson", "lampson");
        check("Dr.", "dr");
        check("", "");
        check(",", "");
    }
}

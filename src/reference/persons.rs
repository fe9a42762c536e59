//! Words of persons' names: given and family names, titles before a name, letters behind it.
//!
//! Takes folded words, except where print decides: "MA" behind a name is a degree, "Ma" is a name.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::file::{Key, folded, n_rows, rows, set};
use crate::text::fold;

const GIVEN: &str = include_str!("data/given_names.csv");
const GIVEN_MORE: &str = include_str!("data/given_names_more.csv");
const FAMILY: &str = include_str!("data/family_names.csv");
const FAMILY_FIRST: &str = include_str!("data/family_first.csv");
const COMMON_WORDS: &str = include_str!("data/common_words.csv");
const HONORIFICS: &str = include_str!("data/honorifics.csv");
const POSTNOMINALS: &str = include_str!("data/postnominals.csv");

/// The most words that a title has.
pub const LONGEST_TITLE: usize = 4;

/// What stands before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// A title whatever follows.
    Certain,
    /// A given name or an initial too ("Dean", "Major", "M."): a title only before a whole name.
    Ambiguous,
}

/// The words.
#[derive(Debug)]
pub struct Persons {
    given: FxHashMap<&'static str, u8>,
    family: FxHashMap<&'static str, u8>,
    family_first: FxHashSet<&'static str>,
    common_words: FxHashSet<&'static str>,
    titles: FxHashMap<Key, Title>,
    postnominals: FxHashSet<String>,
    /// Those of three letters or more, in small letters.
    long_postnominals: FxHashSet<String>,
    pronouns: FxHashSet<Key>,
    cjk_suffixes: Vec<&'static str>,
}

impl Persons {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut postnominals = FxHashSet::default();
        let mut pronouns = FxHashSet::default();
        let mut cjk_suffixes = Vec::new();
        for [text, kind] in rows(POSTNOMINALS) {
            match kind {
                "after" => cjk_suffixes.push(text),
                "pronouns" => _ = pronouns.insert(folded(text)),
                _ => _ = postnominals.insert(letters(text)),
            }
        }
        // "名誉教授" before "教授".
        cjk_suffixes.sort_by_key(|suffix| std::cmp::Reverse(suffix.len()));
        let long_postnominals = postnominals.iter().filter(|known| known.len() >= 3);
        let long_postnominals = long_postnominals.map(|known| known.to_ascii_lowercase()).collect();
        let titles = rows(HONORIFICS).map(|[title, kind]| {
            (folded(title), if kind == "ambiguous" { Title::Ambiguous } else { Title::Certain })
        });
        let mut given = counts(GIVEN);
        for [name, _] in rows(GIVEN_MORE) {
            given.entry(name).or_insert(1);
        }
        Self {
            given,
            family: counts(FAMILY),
            family_first: set(FAMILY_FIRST),
            common_words: set(COMMON_WORDS),
            titles: titles.collect(),
            postnominals,
            long_postnominals,
            pronouns,
            cjk_suffixes,
        }
    }

    /// In how many languages a folded word is a given name.
    pub fn given(&self, folded: &str) -> u8 {
        self.given.get(folded).copied().unwrap_or_default()
    }

    /// In how many languages a folded word is a family name.
    pub fn family(&self, folded: &str) -> u8 {
        self.family.get(folded).copied().unwrap_or_default()
    }

    /// Whether a folded word is a common word of some language and hardly a name.
    pub fn is_common_word(&self, folded: &str) -> bool {
        self.common_words.contains(folded)
    }

    /// Whether a folded word is the family name of a people that puts it first.
    pub fn is_family_first(&self, folded: &str) -> bool {
        self.family_first.contains(folded)
    }

    /// Whether folded words are a title before a name.
    pub fn title(&self, folded: &str) -> Option<Title> {
        self.titles.get(folded).copied()
    }

    /// Whether printed text is letters behind a name, of one kind: "Ph.D.", "MP", "III".
    pub fn is_postnominal(&self, printed: &str) -> bool {
        let letters = letters(printed);
        if letters.is_empty() {
            return false;
        }
        if self.postnominals.contains(&letters) {
            return true;
        }
        // "PHD" and, when long enough not to be a word, "phd".
        let is_capitals = !letters.contains(char::is_lowercase);
        (is_capitals || letters.len() >= 3 && printed == printed.to_lowercase())
            && self.long_postnominals.contains(&letters.to_ascii_lowercase())
    }

    /// Whether printed text states pronouns.
    pub fn is_pronouns(&self, printed: &str) -> bool {
        self.pronouns.contains(fold(printed).as_str())
    }

    /// The title that Chinese, Japanese and Korean put behind a name without a space.
    pub fn cjk_suffix(&self, printed: &str) -> Option<&'static str> {
        self.cjk_suffixes.iter().copied().find(|suffix| printed.ends_with(suffix))
    }
}

/// Letters of an abbreviation, without dots, spaces and brackets.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '.' | ' ' | '(' | ')' | ',')).collect()
}

fn counts(file: &'static str) -> FxHashMap<&'static str, u8> {
    let mut counts = FxHashMap::with_capacity_and_hasher(n_rows(file), FxBuildHasher);
    counts.extend(rows(file).map(|[name, count]| (name, count.parse().unwrap_or(1))));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_good() {
        for file in [GIVEN, GIVEN_MORE, FAMILY, FAMILY_FIRST, COMMON_WORDS, HONORIFICS, POSTNOMINALS] {
            assert!(!file.contains('"'), "a field in quotes");
        }
        for [title] in rows(HONORIFICS) {
            assert!(fold(title).split(' ').count() <= LONGEST_TITLE, "{title}");
        }
        for [name] in rows(GIVEN).chain(rows(GIVEN_MORE)).chain(rows(FAMILY)) {
            assert_eq!(fold(name), name);
        }
    }

    #[test]
    fn words() {
        let persons = Persons::builtin();
        let check = |printed: &str, expected: bool| {
            assert_eq!(persons.is_postnominal(printed), expected, "{printed}")
        };
        check("Ph.D.", true);
        check("PHD", true);
        check("MA", true);
        check("Ma", false);
        check("III", true);
        check("Smith", false);
        assert_eq!(persons.title("dr"), Some(Title::Certain));
        assert_eq!(persons.title("dean"), Some(Title::Ambiguous));
        assert_eq!(persons.title("jane"), None);
    }
}

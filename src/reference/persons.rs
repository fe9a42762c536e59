//! Words of persons' names: given and family names, titles before a name, letters behind it.
//!
//! Takes folded words, except where print decides: "MA" behind a name is a degree, "Ma" is a name.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::file::{Key, folded, n_rows, rows};
use crate::text::fold;
use std::borrow::Cow;

const GIVEN: &str = include_str!("data/given_names.csv");
const GIVEN_MORE: &str = include_str!("data/given_names_more.csv");
const FAMILY: &str = include_str!("data/family_names.csv");
const FAMILY_FIRST: &str = include_str!("data/family_first.csv");
const NAME_ENDINGS: &str = include_str!("data/name_endings.csv");
const COMMON_WORDS: &str = include_str!("data/common_words.csv");
const HONORIFICS: &str = include_str!("data/honorifics.csv");
const POSTNOMINALS: &str = include_str!("data/postnominals.csv");

/// So many letters stand before the ending of a family name at least.
const SHORTEST_STEM: usize = 3;
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

/// What a folded word is as a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameWord {
    /// In how many languages it is a given name.
    pub given: u8,
    /// In how many languages it is a family name.
    pub family: u8,
    /// Whether it is the family name of a people that puts it first.
    pub is_family_first: bool,
    /// Whether it is a common word of some language and hardly a name.
    pub is_common: bool,
}

/// The words.
#[derive(Debug)]
pub struct Persons {
    names: FxHashMap<&'static str, NameWord>,
    titles: FxHashMap<Key, Title>,
    /// First words of titles.
    title_starts: FxHashSet<Key>,
    postnominals: FxHashSet<String>,
    /// Those of three letters or more, in small letters.
    long_postnominals: FxHashSet<String>,
    pronouns: FxHashSet<Key>,
    /// Ranks of professors that stand behind "prof.".
    chairs: FxHashSet<Key>,
    cjk_suffixes: Vec<&'static str>,
    /// With whether it is of patronymics.
    name_endings: FxHashMap<&'static str, bool>,
}

impl Persons {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut postnominals = FxHashSet::default();
        let mut pronouns = FxHashSet::default();
        let mut chairs = FxHashSet::default();
        let mut cjk_suffixes = Vec::new();
        for [text, kind] in rows(POSTNOMINALS) {
            match kind {
                "after" => cjk_suffixes.push(text),
                "chair" => _ = chairs.insert(folded(text)),
                "pronouns" => _ = pronouns.insert(folded(text)),
                _ => _ = postnominals.insert(letters(text).into_owned()),
            }
        }
        // "名誉教授" before "教授".
        cjk_suffixes.sort_by_key(|suffix| std::cmp::Reverse(suffix.len()));
        let long_postnominals = postnominals.iter().filter(|known| known.len() >= 3);
        let long_postnominals = long_postnominals.map(|known| known.to_ascii_lowercase()).collect();
        let titles = rows(HONORIFICS).map(|[title, kind]| {
            (folded(title), if kind == "ambiguous" { Title::Ambiguous } else { Title::Certain })
        });
        let titles: FxHashMap<Key, Title> = titles.collect();
        let title_starts = titles.keys().filter_map(|title| title.split(' ').next());
        Self {
            title_starts: title_starts.map(|first| first.to_owned().into()).collect(),
            names: names(),
            titles,
            postnominals,
            long_postnominals,
            pronouns,
            chairs,
            cjk_suffixes,
            name_endings: rows(NAME_ENDINGS).map(|[ending, kind]| (ending, kind == "patronymic")).collect(),
        }
    }

    /// What a folded word is as a name, from one look.
    pub fn name(&self, folded: &str) -> NameWord {
        self.names.get(folded).copied().unwrap_or_default()
    }

    /// In how many languages a folded word is a given name.
    pub fn given(&self, folded: &str) -> u8 {
        self.name(folded).given
    }

    /// In how many languages a folded word is a family name.
    pub fn family(&self, folded: &str) -> u8 {
        self.name(folded).family
    }

    /// Whether a folded word is a common word of some language and hardly a name.
    pub fn is_common_word(&self, folded: &str) -> bool {
        self.name(folded).is_common
    }

    /// Whether a folded word is the family name of a people that puts it first.
    pub fn is_family_first(&self, folded: &str) -> bool {
        self.name(folded).is_family_first
    }

    /// Whether a folded word ends as family names and patronymics do: "petrosyan", "shevchenko". Words that
    /// are known as something else are for the caller to leave out.
    pub fn ends_as_family(&self, folded: &str) -> bool {
        let mut starts = folded.char_indices().map(|(at, _)| at).skip(SHORTEST_STEM);
        starts.any(|at| self.name_endings.contains_key(&folded[at..]))
    }

    /// Whether a folded word is formed as a patronymic: "ivanovich".
    pub fn is_patronymic(&self, folded: &str) -> bool {
        let mut starts = folded.char_indices().map(|(at, _)| at).skip(SHORTEST_STEM - 1);
        starts.any(|at| self.name_endings.get(&folded[at..]) == Some(&true))
    }

    /// Whether any title begins with this folded word.
    pub fn titles_begin_with(&self, word: &str) -> bool {
        self.title_starts.contains(word)
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
        if self.postnominals.contains(letters.as_ref()) {
            return true;
        }
        // "PHD" and, when long enough not to be a word, "phd".
        let is_capitals = !letters.contains(char::is_lowercase);
        (is_capitals || letters.len() >= 3 && printed.chars().all(|c| c.to_lowercase().eq([c])))
            && self.long_postnominals.contains(&letters.to_ascii_lowercase())
    }

    /// Whether printed text tells the rank of a professor, behind "prof.".
    pub fn is_chair(&self, printed: &str) -> bool {
        self.chairs.contains(fold(printed).as_str())
    }

    /// Whether printed text states pronouns.
    pub fn is_pronouns(&self, printed: &str) -> bool {
        self.pronouns.contains(fold(printed).as_str())
    }

    /// The title that Chinese, Japanese and Korean put behind a name without a space.
    pub fn cjk_suffix(&self, printed: &str) -> Option<&'static str> {
        // Their last characters are none that are written with spaces.
        let is_unspaced = printed.ends_with(|c| c >= '\u{2E80}');
        self.cjk_suffixes.iter().copied().find(|suffix| is_unspaced && printed.ends_with(suffix))
    }
}

/// Letters of an abbreviation, without dots, spaces and brackets.
fn letters(text: &str) -> Cow<'_, str> {
    let is_other = |c: char| matches!(c, '.' | ' ' | '(' | ')' | ',');
    if text.contains(is_other) {
        text.chars().filter(|c| !is_other(*c)).collect()
    } else {
        Cow::Borrowed(text)
    }
}

/// Every word of names and every common word, in one map: whoever asks for one of its sides mostly asks for
/// the others too.
fn names() -> FxHashMap<&'static str, NameWord> {
    let n_words = [GIVEN, FAMILY, COMMON_WORDS].map(n_rows).iter().sum();
    let mut names: FxHashMap<&str, NameWord> = FxHashMap::with_capacity_and_hasher(n_words, FxBuildHasher);
    for [word] in rows(COMMON_WORDS) {
        names.entry(word).or_default().is_common = true;
    }
    for [name, count] in rows(GIVEN) {
        names.entry(name).or_default().given = count.parse().unwrap_or(1);
    }
    for [name] in rows(GIVEN_MORE) {
        let given = &mut names.entry(name).or_default().given;
        *given = (*given).max(1);
    }
    for [name, count] in rows(FAMILY) {
        names.entry(name).or_default().family = count.parse().unwrap_or(1);
    }
    for [name] in rows(FAMILY_FIRST) {
        names.entry(name).or_default().is_family_first = true;
    }
    names
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
        for [suffix, _] in rows(POSTNOMINALS).filter(|[_, kind]| *kind == "after") {
            assert!(suffix.ends_with(|c| c >= '\u{2E80}'), "{suffix}");
        }
        for [name] in rows(GIVEN).chain(rows(GIVEN_MORE)).chain(rows(FAMILY)) {
            assert_eq!(fold(name), name);
        }
    }

    #[test]
    fn ranks_of_professors() {
        let persons = Persons::builtin();
        assert!(persons.is_chair("uczelni") && persons.is_chair("nadzw."));
        assert!(!persons.is_chair("prawa"));
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
        assert!(persons.ends_as_family("qwertzyan") && !persons.ends_as_family("qwertz"));
        assert!(!persons.ends_as_family("yan") && persons.is_patronymic("petrovich"));
        assert_eq!(persons.title("dr"), Some(Title::Certain));
        assert_eq!(persons.title("dean"), Some(Title::Ambiguous));
        assert_eq!(persons.title("jane"), None);
    }
}

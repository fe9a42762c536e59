//! Small words of names: particles, what stands before a former name, what a withheld name says.

use super::file::rows;
use crate::model::vocabulary::Vocabulary;
use crate::vocabulary;
use rustc_hash::{FxHashMap, FxHashSet};

const FUNCTION_WORDS: &str = include_str!("data/function_words.csv");

vocabulary! {
    /// What a small word does.
    pub enum SmallWord {
        /// A preposition or a conjunction that stands in names of organizations and hardly in those of persons.
        Preposition = "preposition",
        /// An article that names of organizations begin with.
        Article = "article",
        /// Says that somebody signs for nobody else.
        Individual = "individual",
        /// Stands before a family name and belongs to it: "van", "bin".
        Particle = "particle",
        /// An article or a preposition that lost its vowel before an apostrophe: "d", "dell".
        Elided = "elided",
        /// Stands before a former or another name: "formerly known as".
        Former = "former",
        /// Stands before the one for whom somebody signs: "on behalf of".
        Behalf = "behalf",
        /// Stands where a name would and says that it is not told.
        Withheld = "withheld",
        /// Stands between two titles: "Dr. and Mrs.".
        BetweenTitles = "between_titles",
        /// Stands behind a title and belongs to it: "Prof. em.".
        BehindTitle = "behind_title",
        /// The head of a family name before a capital: "Mc", "Fitz".
        Prefix = "prefix",
        /// What a whole body is called, in the spelling that stands for all: foundation, network. Names leave it
        /// out, unlike what a part is called: office, youth.
        Body = "body",
        /// A syllable that joins the words of a Japanese phrase and hardly stands in names.
        Joint = "joint",
    }
}

/// The words.
#[derive(Debug)]
pub struct SmallWords {
    kinds: FxHashMap<SmallWord, Vec<&'static str>>,
    words: FxHashSet<(SmallWord, &'static str)>,
}

impl SmallWords {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut kinds: FxHashMap<SmallWord, Vec<&'static str>> = FxHashMap::default();
        let mut in_order: Vec<(SmallWord, &str)> = rows(FUNCTION_WORDS)
            .filter_map(|[word, kind]| Some((SmallWord::from_name(kind)?, word)))
            .collect();
        // The longer before those that they begin with.
        in_order.sort_unstable_by_key(|(kind, word)| (*kind, std::cmp::Reverse(word.len()), *word));
        for (kind, word) in &in_order {
            kinds.entry(*kind).or_default().push(word);
        }
        Self { kinds, words: in_order.into_iter().collect() }
    }

    /// The words of a kind, the longest first.
    pub fn all(&self, kind: SmallWord) -> &[&'static str] {
        self.kinds.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded word is of a kind.
    pub fn is(&self, kind: SmallWord, word: &str) -> bool {
        self.words.contains(&(kind, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let small = SmallWords::builtin();
        let n_words: usize = SmallWord::VALUES.iter().map(|(kind, ..)| small.all(*kind).len()).sum();
        assert_eq!(n_words + 1, FUNCTION_WORDS.lines().count());
        assert!(!FUNCTION_WORDS.contains('"'));
        assert!(small.is(SmallWord::Particle, "van") && !small.is(SmallWord::Particle, "jane"));
        assert!(small.is(SmallWord::Article, "the") && !small.is(SmallWord::Article, ""));
    }
}

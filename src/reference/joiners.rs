//! Words that join the last two names of a list: "and", in the languages of letters.

use super::file::{Key, folded, rows};
use crate::text::fold;
use rustc_hash::FxHashSet;

const DATA: &str = include_str!("data/joiners.csv");

/// The words, folded.
#[derive(Debug)]
pub struct Joiners {
    words: FxHashSet<Key>,
    /// Bytes of the longest.
    longest: usize,
}

impl Joiners {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let words: FxHashSet<Key> = rows(DATA).map(|[word]| folded(word)).collect();
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        Self { words, longest }
    }

    /// Bytes of the joining word, of several characters, at the head of a text without spaces.
    pub fn at_start(&self, text: &str) -> Option<usize> {
        let ends = text.char_indices().map(|(at, _)| at).skip(2).take(3);
        ends.filter(|end| *end < text.len() && self.is(&text[..*end])).last()
    }

    /// Whether a printed word joins names.
    pub fn joins(&self, word: &str) -> bool {
        // Most words are too long, which folding does not change of plain letters.
        let is_too_long = word.len() > self.longest && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        !is_too_long && self.is(&fold(word))
    }

    /// Whether a folded word joins names.
    pub fn is(&self, folded: &str) -> bool {
        self.words.contains(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_is_good() {
        let joiners = Joiners::builtin();
        assert!(joiners.is("and") && joiners.is("und") && joiners.is("و") && !joiners.is("or"));
        assert!(!DATA.contains('"'), "a field in quotes");
        for [word, language] in rows(DATA) {
            let folded = folded(word);
            assert!(!folded.is_empty() && !folded.contains(' ') && !language.is_empty(), "{word}");
        }
    }
}

//! Misspelt names of countries.
//!
//! Words are compared one by one: a word of five to eight letters may have one edit, a longer one two. A
//! shorter word must be right, but for one edit where every other word is right ("Costa Rico"). The first letter must be right, or have changed places with the
//! second. When names of two countries are as near, there is no answer. Joined words ("SouthKorea")
//! must be right.

use rustc_hash::FxHashMap;

use crate::model::country::Alpha2;
use crate::text::edits_within;

/// Edits that a text may have in all.
const MOST_EDITS: usize = 2;

/// Letters of a name from which one of its words may be short and wrong.
const SHORTEST_WITH_SHORT_WORD: usize = 8;

/// Names of which misspellings are looked for.
#[derive(Debug)]
pub(super) struct Spelling {
    /// By first letter and number of words.
    candidates: FxHashMap<(char, usize), Vec<Candidate>>,
    joined: FxHashMap<Box<str>, Alpha2>,
}

#[derive(Debug)]
struct Candidate {
    name: Box<str>,
    length: usize,
    letters: u32,
    code: Alpha2,
}

impl Spelling {
    /// Of folded names.
    pub(super) fn new(mut names: Vec<(Box<str>, Alpha2)>) -> Self {
        names.sort_unstable();
        names.dedup();
        let mut candidates: FxHashMap<(char, usize), Vec<Candidate>> = FxHashMap::default();
        let mut joined = FxHashMap::default();
        for (name, code) in names {
            let n_words = name.split(' ').count();
            if n_words > 1 {
                joined.insert(name.replace(' ', "").into(), code);
            }
            let Some(first) = name.chars().next() else { continue };
            let (letters, length) = (letter_set(&name), name.chars().count());
            candidates.entry((first, n_words)).or_default().push(Candidate { name, length, letters, code });
        }
        Self { candidates, joined }
    }

    /// The country of whose name the folded text is a misspelling, and the edits.
    pub(super) fn correct(&self, folded: &str) -> Option<(Alpha2, usize)> {
        let length = folded.chars().count();
        if !(5..=40).contains(&length) || folded.chars().any(|c| c.is_ascii_digit() || c >= '\u{250}') {
            return None;
        }
        if let Some(code) = self.joined.get(folded) {
            return Some((*code, 0));
        }
        let n_words = folded.split(' ').count();
        let letters = letter_set(folded);
        let mut nearest: Option<(Alpha2, usize)> = None;
        let mut is_tie = false;
        for first in folded.chars().take(2) {
            for candidate in self.candidates.get(&(first, n_words)).map_or(&[][..], Vec::as_slice) {
                // Each edit changes at most two letters of the set.
                let n_different = (candidate.letters ^ letters).count_ones() as usize;
                if n_different > 2 * MOST_EDITS || candidate.length.abs_diff(length) > MOST_EDITS {
                    continue;
                }
                let Some(edits) = edits_by_word(folded, &candidate.name) else { continue };
                match nearest {
                    Some((code, least)) if edits == least => is_tie |= code != candidate.code,
                    Some((_, least)) if edits > least => {}
                    _ => {
                        nearest = Some((candidate.code, edits));
                        is_tie = false;
                    }
                }
            }
        }
        nearest.filter(|_| !is_tie)
    }
}

/// Edits between texts of as many words, or `None` when a word has too many.
fn edits_by_word(text: &str, name: &str) -> Option<usize> {
    let mut total = 0;
    let mut has_short = false;
    for (word, right) in text.split(' ').zip(name.split(' ')) {
        if word == right {
            continue;
        }
        let length = word.chars().count().max(right.chars().count());
        let bound = match length {
            0..4 => return None,
            4 if text.len() < SHORTEST_WITH_SHORT_WORD => return None,
            4 => {
                has_short = true;
                1
            }
            5..9 => 1,
            _ => 2,
        };
        let (mut word_chars, mut right_chars) = (word.chars(), right.chars());
        let (word_first, right_first) = (word_chars.next(), right_chars.next());
        let is_swapped = word_first == right_chars.next() && right_first == word_chars.next();
        if word_first != right_first && !is_swapped {
            return None;
        }
        total += edits_within(word, right, bound)?;
    }
    (total <= if has_short { 1 } else { MOST_EDITS }).then_some(total)
}

fn letter_set(text: &str) -> u32 {
    text.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, byte| set | 1 << (byte - b'a'))
}

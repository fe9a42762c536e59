//! Names in scripts that are written without spaces: Chinese, Japanese, and Korean, whose names are short
//! words.

use crate::reference::Reference;
use crate::reference::small::SmallWord;
use crate::reference::words::WordRole;

/// The longest name of a person, family name and given name.
const LONGEST_NAME: usize = 6;

/// Whether a character is Han, Kana or Hangul.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x20000..=0x3FFFF)
}

/// Whether a syllable joins the words of a Japanese phrase and hardly stands in names.
fn is_joint(c: char, reference: &Reference) -> bool {
    reference.small.is(SmallWord::Joint, c.encode_utf8(&mut [0; 4]))
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0xAC00..=0xD7A3)
}

fn is_katakana(c: char) -> bool {
    matches!(u32::from(c), 0x30A1..=0x30FA | 0x30FC | 0xFF66..=0xFF9D)
}

fn is_hiragana(c: char) -> bool {
    matches!(u32::from(c), 0x3041..=0x309F)
}

/// How much the words look like a person's name; negative for a phrase. `None` where the script is another.
pub(super) fn person_weight(words: &[&str], reference: &Reference) -> Option<i32> {
    let letters = words.iter().flat_map(|word| word.chars()).filter(|c| !matches!(c, '・' | '·' | '･'));
    if !letters.clone().all(is_unspaced) {
        return None;
    }
    let all: Vec<char> = letters.collect();
    if all.is_empty() {
        return None;
    }
    let n_chars = all.len();
    let weight = match words {
        [word] if all.iter().all(|c| is_hangul(*c)) => korean(word, n_chars, reference),
        _ if all.iter().all(|c| is_hangul(*c)) => {
            let is_name = words.len() == 2
                && n_chars <= 4
                && family_length(words[0], reference) == words[0].chars().count();
            if is_name { 6 } else { -5 }
        }
        // A foreign name in Katakana has its parts separated by dots.
        [word] if word.contains(['・', '·', '･']) => {
            let is_group = |part: &str| reference.words.role(part) == Some(WordRole::OrganizationType);
            if word.split(['・', '·', '･']).any(is_group) {
                -4
            } else if all.iter().all(|c| is_katakana(*c)) {
                6
            } else {
                3
            }
        }
        [word] => chinese_or_japanese(word, n_chars, reference),
        [family, given] => {
            let is_short = |word: &str, most: usize| (1..=most).contains(&word.chars().count());
            let is_phrase =
                all.iter().any(|c| is_joint(*c, reference)) && family_length(family, reference) == 0;
            if is_short(family, 3) && is_short(given, 4) && n_chars <= LONGEST_NAME && !is_phrase {
                7
            } else {
                -3
            }
        }
        _ => -4,
    };
    Some(weight)
}

fn korean(word: &str, n_chars: usize, reference: &Reference) -> i32 {
    match (n_chars, family_length(word, reference)) {
        (3, 1) | (4, 2) => 6,
        (2, 1) => 3,
        (4, 1) => -1,
        (2, 0) => -1,
        _ => -4,
    }
}

fn chinese_or_japanese(word: &str, n_chars: usize, reference: &Reference) -> i32 {
    let family = family_length(word, reference);
    let is_phrase = word.chars().skip(family.max(1)).any(|c| is_joint(c, reference));
    let is_han = !word.chars().any(|c| is_katakana(c) || is_hiragana(c));
    match (n_chars, family) {
        _ if is_phrase && n_chars > 3 => -6,
        (2 | 3, 1) => 5,
        (3 | 4, 2) | (4 | 5, 3) => 6,
        (5, 2) => 2,
        (4, 1) => -1,
        (2..=4, 0) if is_han => -2,
        _ => -4,
    }
}

/// How many characters at the beginning are a family name.
fn family_length(word: &str, reference: &Reference) -> usize {
    (1..=3)
        .rev()
        .find(|n_chars| {
            let end = word.char_indices().nth(*n_chars).map_or(word.len(), |(at, _)| at);
            word.chars().count() >= *n_chars && reference.persons.family(&word[..end]) > 0
        })
        .unwrap_or_default()
}

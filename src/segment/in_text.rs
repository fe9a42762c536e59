//! Names of signatories within a sentence: "The letter was signed by River Watch, Lake Fund and Sea Union."

use crate::model::{Line, Place};
use crate::normalize::kind;
use crate::reference::Reference;
use crate::reference::phrases::{PhraseRole, Phrases};
use crate::segment::prose::{self, SEPARATORS};
use crate::segment::rows::{Class, Row};
use crate::text::fold;

/// Names that a sentence lists, at least.
const FEWEST: usize = 3;
/// Names of a paragraph that holds nothing else and that nothing introduces, at least.
const ALL_NAMES: usize = 6;
/// A score of [`kind::judge`] that is plainly a person's or an organization's.
const PLAIN: i32 = 3;
/// Longest such name, in words.
const NAME_WORDS: usize = 14;
/// Longest phrase that leads to the names, in words.
const LEAD_WORDS: usize = 6;

/// The rows of the paragraph that lists most names behind words of signing, each with the part of its line
/// that holds names.
pub fn find(rows: &[Row], reference: &Reference) -> Option<Vec<(usize, Line)>> {
    let mut best: Option<(usize, Vec<(usize, Line)>)> = None;
    let mut at = 0;
    while at < rows.len() {
        let end = (at + 1..rows.len()).find(|next| rows[*next].block != rows[at].block).unwrap_or(rows.len());
        let is_text = rows[at..end].iter().any(|row| row.class == Class::Prose) && !rows[at].is_item();
        if is_text
            && let Some((n_names, lines)) = in_block(rows, at, end, reference)
            && best.as_ref().is_none_or(|(n_best, _)| n_names > *n_best)
        {
            best = Some((n_names, lines));
        }
        at = end;
    }
    best.map(|(_, lines)| lines)
}

/// Whether a sentence speaks of those who sign.
pub fn tells_of_signing(text: &str, reference: &Reference) -> bool {
    let words: Vec<String> = text.split_whitespace().map(fold).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).any(|at| {
        [PhraseRole::SignedBy, PhraseRole::HeadingSignatories]
            .iter()
            .any(|role| reference.phrases.prefix(&words[at..], *role) > 0)
    })
}

/// Whether a text is nothing but names with marks between them, plainly of persons and organizations.
pub fn is_all_names(text: &str, reference: &Reference) -> bool {
    if !prose::runs_in(text) {
        return false;
    }
    let parts: Vec<&str> = text.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_name = |part: &&&str| {
        let name = part.split(['(', '（']).next().unwrap_or_default();
        kind::judge(name, "", reference).score.abs() >= PLAIN
    };
    parts.len() >= ALL_NAMES && 4 * parts.iter().filter(is_name).count() >= 3 * parts.len()
}

/// The names in a paragraph, how many they are and where.
fn in_block(
    rows: &[Row],
    from: usize,
    to: usize,
    reference: &Reference,
) -> Option<(usize, Vec<(usize, Line)>)> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for row in &rows[from..to] {
        starts.push(text.len());
        text.push_str(row.text());
        text.push(' ');
    }
    let (start, end, n_names) = names_in(&text, &reference.phrases)?;
    let mut lines = Vec::new();
    for (index, row) in rows[from..to].iter().enumerate() {
        let (Some(line), Some(offset)) = (row.line, starts.get(index)) else { continue };
        let (first, last) = (start.max(*offset), end.min(offset + line.text.len()));
        if first >= last {
            continue;
        }
        let (first, last) = (first - offset, last - offset);
        let (Some(before), Some(part)) = (line.text.get(..first), line.text.get(first..last)) else {
            continue;
        };
        let n_before = u32::try_from(before.chars().count()).unwrap_or(0);
        let place = Place { column: line.place.column + n_before, ..line.place };
        if !part.trim().is_empty() {
            lines.push((from + index, Line::plain(part, place)));
        }
    }
    (!lines.is_empty()).then_some((n_names, lines))
}

/// The bytes of the names behind the first words of signing that names follow, and how many they are.
fn names_in(text: &str, phrases: &Phrases) -> Option<(usize, usize, usize)> {
    let words: Vec<(usize, &str)> =
        text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).collect();
    let folded: Vec<String> = words.iter().map(|(_, word)| fold(word)).collect();
    let mut at = 0;
    while at < words.len() {
        let window: Vec<&str> = folded[at..].iter().take(LEAD_WORDS).map(String::as_str).collect();
        let n_lead = phrases.prefix(&window, PhraseRole::SignedBy);
        if n_lead > 0 {
            let (last, word) = words[at + n_lead - 1];
            let from = last + word.len();
            // "signed by: A, B" and "signed by the following groups: A, B"
            let rest = &text[from..];
            let colon = rest.find([':', '：']).filter(|colon| rest[..*colon].split_whitespace().count() <= 8);
            let from = from + n_bytes_of_fillers(rest, phrases);
            let behind_colon = colon.and_then(|colon| {
                let width = rest[colon..].chars().next().map_or(1, char::len_utf8);
                run_of_names(text, last + word.len() + colon + width)
            });
            if let Some(found) = behind_colon.or_else(|| run_of_names(text, from)) {
                return Some(found);
            }
            at += n_lead;
        } else {
            at += 1;
        }
    }
    None
}

/// The bytes of the words that may stand between the lead and the first name: "the following groups", "هذا
/// الخطاب كل من". A word that begins large may be of the name.
fn n_bytes_of_fillers(text: &str, phrases: &Phrases) -> usize {
    let roles = [PhraseRole::HeadingFiller, PhraseRole::LetterWord, PhraseRole::HeadingOrganizations];
    let mut n_bytes = 0;
    for word in text.split_whitespace().take(LEAD_WORDS) {
        let folded = fold(word);
        let is_filler =
            prose::starts_cased(word) != Some(true) && roles.iter().any(|role| phrases.is(&folded, *role));
        if !is_filler || word.starts_with(is_quote) {
            break;
        }
        n_bytes = word.as_ptr() as usize + word.len() - text.as_ptr() as usize;
    }
    n_bytes
}

fn is_quote(c: char) -> bool {
    "“”\"«»„‘’'「」『』".contains(c)
}

/// The names that run on from a place of a text, up to the end of their sentence.
fn run_of_names(text: &str, from: usize) -> Option<(usize, usize, usize)> {
    let rest = text.get(from..)?;
    let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || is_quote(c)).len();
    let from = from + skipped;
    let rest = &text[from..];
    let n_cased = rest.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).count();
    let is_cased = 2 * n_cased > rest.chars().filter(|c| c.is_alphabetic()).count();
    let stop = sentence_end(rest);
    let mut end = 0;
    let mut n_names = 0;
    let mut at = 0;
    while at < stop {
        let next = rest[at..stop].find(SEPARATORS).map_or(stop, |found| at + found);
        let part = rest[at..next].trim();
        if !can_be_a_name(part, is_cased) {
            break;
        }
        n_names += 1;
        end = at + rest[at..next].trim_end().len();
        at = next + rest[next..stop].chars().next().map_or(1, char::len_utf8);
    }
    let names = rest.get(..end)?.trim_end_matches(|c: char| is_quote(c) || c == '.');
    (n_names >= FEWEST).then_some((from, from + names.len(), n_names))
}

/// Where the first sentence of a text ends: a mark that a space and no small letter follow. The full stop
/// of a short word ends none: "Lake Fund Inc. and others".
fn sentence_end(text: &str) -> usize {
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '।' | '؟' | '？' | '！' | '!' | '?') {
            return at;
        }
        if c == '.' {
            let before = text[..at].rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
            let after = text[at + 1..].trim_start_matches(['"', '”', '»']);
            let ends = after.trim().is_empty() || (after.starts_with(' ') && before.chars().count() > 4);
            if ends && !after.trim_start().starts_with(char::is_lowercase) {
                return at;
            }
        }
    }
    text.len()
}

fn can_be_a_name(part: &str, is_cased: bool) -> bool {
    let n_words = part.split_whitespace().count();
    if n_words == 0 || n_words > NAME_WORDS || (!is_cased && part.chars().count() > 80) {
        return false;
    }
    let words = || part.split_whitespace();
    let n_small = words().filter(|word| prose::starts_cased(word) == Some(false)).count();
    let n_large = words().filter(|word| prose::starts_cased(word) == Some(true)).count();
    // The last of them stands behind "and": "and Sea Union".
    !is_cased
        || (n_large > 0 && n_small <= 2 * n_large && (n_small <= 1 || !part.starts_with(char::is_lowercase)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Option<(String, usize)> {
        names_in(text, &crate::reference::shared().phrases)
            .map(|(start, end, n_names)| (text[start..end].to_owned(), n_names))
    }

    #[test]
    fn names_in_a_sentence() {
        let check = |text: &str, expected: &str, n_names: usize| {
            assert_eq!(found(text), Some((expected.to_owned(), n_names)), "{text}");
        };
        check(
            "On Monday a letter signed by River Watch, Lake Fund and Sea Union, Open Networks was sent.",
            "River Watch, Lake Fund and Sea Union, Open Networks was sent",
            3,
        );
        check(
            "The letter is signed by: River Watch, Lake Fund, Sea Union.",
            "River Watch, Lake Fund, Sea Union",
            3,
        );
        check(
            "We, the undersigned organizations: River Watch, Lake Fund, Sea Union, call on the minister to act.",
            "River Watch, Lake Fund, Sea Union",
            3,
        );
        check(
            "ووقع على هذا البيان كل من: “مركز النهر، جمعية البحيرة، مؤسسة البحر”.",
            "مركز النهر، جمعية البحيرة، مؤسسة البحر",
            3,
        );
        check(
            "Der Brief wurde unterzeichnet von Flussverein, Seebund, Meeresunion und Waldwacht.",
            "Flussverein, Seebund, Meeresunion und Waldwacht",
            3,
        );
    }

    #[test]
    fn sentences_without_names() {
        for text in [
            "The letter was signed by many people, who want clean rivers, lakes, and seas.",
            "We ask the minister to act now.",
            "It was signed by River Watch.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(signed by|A|, |، |: |\\. |“|\\PC){0,40}") {
            found(&text);
        }
    }
}

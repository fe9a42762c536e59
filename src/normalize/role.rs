//! Whether a text tells what a person is.

use crate::reference::Reference;
use crate::reference::roles::{MAX_WORDS, RoleWord};
use crate::text::fold;

/// Whether any phrase in the text is an office or occupation.
pub fn holds_role(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    (0..words.len()).any(|at| {
        (1..=MAX_WORDS.min(words.len() - at))
            .any(|n_words| reference.roles.is(&words[at..at + n_words].join(" "), RoleWord::Role))
    })
}

/// Whether the text ends in an office or occupation; words of rank and brackets behind it do not count:
/// "Professor Emeritus", "Chair (acting)".
pub fn ends_with_role(text: &str, reference: &Reference) -> bool {
    last_role(text, reference, RoleWord::Role)
}

/// Whether the text begins with an office or occupation, or with words of rank before one.
pub fn begins_with_role(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let start = words.iter().take_while(|word| reference.roles.is(word, RoleWord::Rank)).count();
    (1..=MAX_WORDS.min(words.len() - start)).any(|n_words| {
        let phrase = words[start..start + n_words].join(" ");
        reference.roles.is(&phrase, RoleWord::Role) || reference.roles.is(&phrase, RoleWord::Field)
    })
}

/// Whether the text ends in an occupation that is of a field of study.
pub fn is_of_a_field(text: &str, reference: &Reference) -> bool {
    last_role(text, reference, RoleWord::Field)
}

fn last_role(text: &str, reference: &Reference, kind: RoleWord) -> bool {
    let text = match text.trim_end().strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((before, _)) => before,
        None => text,
    };
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut end = words.len();
    loop {
        let found = (1..=MAX_WORDS.min(end))
            .any(|n_words| reference.roles.is(&words[end - n_words..end].join(" "), kind));
        if found {
            return true;
        }
        if end < 2 || !reference.roles.is(words[end - 1], RoleWord::Rank) {
            return false;
        }
        end -= 1;
    }
}

/// Whether a word is one of rank, such as "former".
pub fn is_rank(word: &str, reference: &Reference) -> bool {
    reference.roles.is(&fold(word), RoleWord::Rank)
}

/// Whether the text is letters behind a name: "Ph.D.", "MP", "MSc, CEng".
pub fn is_postnominal(text: &str, reference: &Reference) -> bool {
    let is_short = text.chars().count() <= 24;
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
    is_short
        && words.peek().is_some()
        && (reference.roles.is(&fold(text).replace(' ', ""), RoleWord::Postnominal)
            || words.all(|word| reference.roles.is(&fold(word), RoleWord::Postnominal)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles() {
        let reference = crate::reference::shared();
        let check = |text: &str, holds: bool, ends: bool| {
            assert_eq!(
                (holds_role(text, reference), ends_with_role(text, reference)),
                (holds, ends),
                "{text}"
            );
        };
        check("Former Secretary General", true, true);
        check("Professor Emeritus", true, true);
        check("Director of Studies", true, false);
        check("Diretora", true, true);
        check("Upper House", false, false);
        check("", false, false);
        assert!(is_of_a_field("Associate Professor", reference) && !is_of_a_field("Chair", reference));
        assert!(is_postnominal("Ph. D.", reference) && is_postnominal("MSc, CEng", reference));
        assert!(!is_postnominal("Inc.", reference) && !is_postnominal("", reference));
    }
}

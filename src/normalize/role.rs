//! Whether a text tells what a person is.

use crate::reference::Reference;
use crate::reference::roles::{MAX_WORDS, RoleWord};
use crate::text::fold;

/// Whether any phrase in the text is an office or occupation.
pub fn holds_role(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    let mut starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    starts.any(|start| begins_with(&folded[start..], reference, &[RoleWord::Role]))
}

/// Whether a folded text begins with a phrase of any of some kinds.
fn begins_with(folded: &str, reference: &Reference, kinds: &[RoleWord]) -> bool {
    let first = folded.split(' ').next().unwrap_or_default();
    if !reference.roles.begin_with(first) {
        return false;
    }
    let ends = folded.match_indices(' ').map(|(at, _)| at).chain([folded.len()]);
    ends.take(MAX_WORDS).any(|end| kinds.iter().any(|kind| reference.roles.is(&folded[..end], *kind)))
}

/// Whether a folded text ends with a phrase of any of some kinds.
fn ends_with(folded: &str, reference: &Reference, kinds: &[RoleWord]) -> bool {
    let starts = folded.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]);
    starts.take(MAX_WORDS).any(|start| kinds.iter().any(|kind| reference.roles.is(&folded[start..], *kind)))
}

/// Whether the text ends in an office or occupation; words of rank and brackets behind it do not count:
/// "Professor Emeritus", "Chair (acting)".
pub fn ends_with_role(text: &str, reference: &Reference) -> bool {
    last_role(text, reference, &[RoleWord::Role])
}

/// Whether the text ends in an office or occupation, be it of a field of study or not.
pub fn ends_with_any_role(text: &str, reference: &Reference) -> bool {
    last_role(text, reference, &[RoleWord::Role, RoleWord::Field])
}

/// Whether the text begins with an office or occupation, or with words of rank before one.
pub fn begins_with_role(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    let mut rest = folded.as_str();
    while let Some((first, behind)) = rest.split_once(' ')
        && reference.roles.is(first, RoleWord::Rank)
    {
        rest = behind;
    }
    begins_with(rest, reference, &[RoleWord::Role, RoleWord::Field])
}

/// Whether the text ends in an occupation that is of a field of study.
pub fn is_of_a_field(text: &str, reference: &Reference) -> bool {
    last_role(text, reference, &[RoleWord::Field])
}

fn last_role(text: &str, reference: &Reference, kinds: &[RoleWord]) -> bool {
    let text = match text.trim_end().strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((before, _)) => before,
        None => text,
    };
    let folded = fold(text);
    let mut rest = folded.as_str();
    loop {
        if ends_with(rest, reference, kinds) {
            return true;
        }
        match rest.rsplit_once(' ') {
            Some((before, last)) if reference.roles.is(last, RoleWord::Rank) => rest = before,
            _ => return false,
        }
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

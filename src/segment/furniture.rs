//! Lines that belong to the page, not to the letter: navigation, reactions, shares, tags.

use crate::model::{Line, MarkKind};
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::text::fold;

/// Words of a label of page furniture, at most.
const FURNITURE_WORDS: usize = 2;

/// Whether a line is page furniture: one phrase of it, or several and numbers: "Share | Tweet | 12 | Print".
pub fn is_furniture(folded: &str, reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    if phrases.is(folded, PhraseRole::Furniture) {
        return true;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let (mut at, mut n_phrases) = (0, 0);
    while at < words.len() {
        let length = phrases.prefix(&words[at..], PhraseRole::Furniture);
        let is_number = words[at].bytes().all(|byte| byte.is_ascii_digit());
        if length == 0 && !is_number {
            return false;
        }
        n_phrases += usize::from(length > 0);
        at += length.max(1);
    }
    // "212 claps"
    n_phrases > 1 || words.len() == 2 && n_phrases == 1 && words[0].bytes().all(|byte| byte.is_ascii_digit())
}

/// "Next post: Meeting in May", "Share: Mail, Print".
pub fn labels_furniture(text: &str, reference: &Reference) -> bool {
    text.split_once([':', '：']).is_some_and(|(label, rest)| {
        !rest.trim().is_empty()
            && label.split_whitespace().count() <= FURNITURE_WORDS
            && reference.phrases.is(&fold(label), PhraseRole::Furniture)
    })
}

/// Whether a line is nothing but links to what else is filed under a word.
pub fn are_tags(line: &Line) -> bool {
    let mut covered = 0;
    let is_tag = |url: &str| {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let mut names = path.rsplit('/').filter(|name| !name.is_empty()).skip(1);
        names.next().is_some_and(|name| matches!(name, "tag" | "tags" | "tagged" | "hashtag" | "topics"))
    };
    for mark in &line.marks {
        if let MarkKind::Link(url) = &mark.kind {
            if !is_tag(url) {
                return false;
            }
            covered += mark.range.len();
        }
    }
    covered > 0 && 5 * covered > 4 * line.text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Mark, Place};

    #[test]
    fn links_to_tags_are_furniture() {
        let check = |text: &str, url: &str, expected: bool| {
            let mark = Mark { kind: MarkKind::Link(url.to_owned()), range: 0..text.len() };
            let line = Line { marks: vec![mark], ..Line::plain(text, Place::line(1)) };
            assert_eq!(are_tags(&line), expected, "{url}");
        };
        check("Labour", "https://page.example/tag/labour", true);
        check("Labour", "/tags/labour/?page=2", true);
        check("River Watch", "https://river.example/about", false);
    }
}

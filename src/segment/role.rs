//! What a document is: a letter, a report on one, or neither.

use crate::model::Role;
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::segment::rows::{Class, Row};
use crate::text::fold;

/// Shortest quotation that a report quotes, in characters.
const QUOTATION: usize = 20;
/// Longest attribution behind a quotation, in characters.
const ATTRIBUTION: usize = 60;
/// Marks that open and close quotations.
const QUOTES: [(char, char); 7] =
    [('«', '»'), ('“', '”'), ('„', '“'), ('「', '」'), ('"', '"'), ('»', '«'), ('『', '』')];

/// What was found in a document.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// A list of signatories.
    pub has_list: bool,
    /// Passages about other letters.
    pub has_mentions: bool,
}

/// Says what a document is. A list of signatories makes a letter, and so does a greeting at the head or with
/// a close. What tells of a letter, or quotes somebody under the title of one, reports on it.
pub fn read(rows: &[Row], found: Found, title: Option<&str>, reference: &Reference) -> Role {
    let has = |class: Class| rows.iter().any(|row| row.class == class);
    let reads_like_a_letter = has(Class::Salutation) && has(Class::Closing);
    if found.has_list || reads_like_a_letter || addresses_somebody(rows) {
        return Role::Letter;
    }
    let is_about_letter = |title: &str| {
        let phrases = &reference.phrases;
        phrases.within(&fold(title), PhraseRole::LetterWord)
    };
    let quotes = || rows.iter().any(|row| row.class != Class::End && quotes_somebody(row.text()));
    if found.has_mentions || title.is_some_and(is_about_letter) && quotes() {
        return Role::Coverage;
    }
    Role::Other
}

/// A salutation at the head of the text, before the first sentence.
fn addresses_somebody(rows: &[Row]) -> bool {
    let first_prose = rows.iter().position(|row| row.class == Class::Prose).unwrap_or(rows.len());
    rows[..first_prose].iter().any(|row| row.class == Class::Salutation)
}

/// A quotation with a dash and a name behind it: “We want clean rivers.” – Ann Other
fn quotes_somebody(text: &str) -> bool {
    QUOTES.iter().any(|(open, close)| {
        let Some((_, rest)) = text.split_once(*open) else { return false };
        let Some((quoted, behind)) = rest.rsplit_once(*close) else { return false };
        let behind = behind.trim_start_matches([',', '.', ' ', ')']);
        let name = behind.trim_start_matches(['–', '—', '-', '―', ' ']);
        quoted.chars().count() >= QUOTATION
            && name.len() < behind.len()
            && name.chars().count() <= ATTRIBUTION
            && name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations() {
        let check = |text: &str, expected| assert_eq!(quotes_somebody(text), expected, "{text}");
        check("“We want clean rivers for everybody.” – Ann Other, River Watch", true);
        check("«Nous voulons des rivières propres.» — Ann Other", true);
        check("「すべての人のためにきれいな川を求めます。私たちは」 – 川田花子", true);
        check("“Clean rivers” – a campaign", false);
        check("“We want clean rivers for everybody.” said nobody.", false);
    }
}

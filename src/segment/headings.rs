//! Headings of lists: whether a line announces signatories, and whom.

use crate::model::Announced;
use crate::reference::Reference;
use crate::reference::countries::PlaceKind;
use crate::reference::phrases::PhraseRole;

/// Longest heading of a list, in words; in a script without spaces, in phrases.
const HEADING_WORDS: usize = 24;
/// Longest phrase of a script without spaces, in characters.
const PHRASE_CHARS: usize = 8;
/// Longest line that names a place and nothing else, in words.
const PLACE_WORDS: usize = 6;

/// Letters of the alphabet in one line, at least.
const FEWEST_LETTERS: usize = 3;

/// What a heading of a list says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heading {
    /// Whom it announces.
    pub announced: Announced,
    /// Whether it speaks of signing, not only of organizations or persons.
    pub names_signatories: bool,
}

/// Whether a folded line is the heading of a list, and whom it announces; see [`heading`].
pub fn announced(folded: &str, is_printed_as_heading: bool, reference: &Reference) -> Option<Announced> {
    heading(folded, is_printed_as_heading, reference).map(|heading| heading.announced)
}

/// Reads a folded line as the heading of a list: each of its words is one that headings are made of, a
/// number, a month or a demonym, and at least one says who follows. A line that is printed as a heading or
/// ends in a colon may hold some other words as well.
pub fn heading(folded: &str, is_printed_as_heading: bool, reference: &Reference) -> Option<Heading> {
    let phrases = &reference.phrases;
    let mut words: Vec<&str> = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        if words.len() > HEADING_WORDS {
            return None;
        }
        match word.chars().any(is_written_without_spaces) {
            true => pieces(word, reference, &mut words),
            false => words.push(word),
        }
    }
    if words.is_empty() || words.len() > HEADING_WORDS {
        return None;
    }
    // Words that headings are not made of: some are allowed, which is settled when all are read.
    let most_foreign = if is_printed_as_heading { (words.len() / 3).max(1) } else { 0 };
    let mut heading = Heading::default();
    let mut is_list = false;
    let mut n_foreign = 0;
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let [organizations, individuals, signatories] = HEADS.map(|role| phrases.prefix(rest, role));
        let longest = organizations.max(individuals).max(signatories);
        if longest > 0 {
            is_list = true;
            heading.announced.organizations |= organizations > 0;
            heading.announced.individuals |= individuals > 0;
            heading.names_signatories |= signatories > 0;
            // In a script without spaces the word for signing may hold that for organizations.
            let word = words[at];
            let starts = word.char_indices().skip(1).filter(|(_, c)| is_written_without_spaces(*c));
            for end in starts.filter_map(|(start, _)| word.get(start..)) {
                heading.announced.organizations |= phrases.is(end, PhraseRole::HeadingOrganizations);
                heading.announced.individuals |= phrases.is(end, PhraseRole::HeadingIndividuals);
            }
            at += longest;
            continue;
        }
        n_foreign += usize::from(!is_filler(words[at], reference));
        if n_foreign > most_foreign {
            return None;
        }
        at += 1;
    }
    // "Latest signatures:"
    let least = usize::from(heading.names_signatories && words.len() > 1);
    let allowed = if is_printed_as_heading { (words.len() / 3).max(least) } else { 0 };
    // "Open Networks" is a name; "Signatories of the open letter" is a heading.
    let is_of_letter = words.iter().any(|word| *word == "open" || phrases.is(word, PhraseRole::LetterWord));
    let is_open_name = is_of_letter && !heading.names_signatories && !is_printed_as_heading;
    (is_list && n_foreign <= allowed && !is_open_name).then_some(heading)
}

const HEADS: [PhraseRole; 3] =
    [PhraseRole::HeadingOrganizations, PhraseRole::HeadingIndividuals, PhraseRole::HeadingSignatories];

fn is_filler(word: &str, reference: &Reference) -> bool {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    reference.phrases.is(word, PhraseRole::HeadingFiller)
        || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()))
        // "2nd", "1e", "15개"
        || (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && word.chars().count() <= digits.len() + 2)
        || reference.calendar.month(word, None).is_some()
        || reference.calendar.number(word).is_some()
        // "Japanese individuals" is a heading; "Citizens UK" is an organization.
        || reference.countries.place_of(word).is_some_and(|place| place.kind == PlaceKind::Demonym)
}

/// Characters of scripts that put no space between words, and Hangul, which puts few.
fn is_written_without_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF)
}

/// Takes a word of such a script apart into the longest phrases of headings; what is none stands alone.
fn pieces<'a>(word: &'a str, reference: &Reference, into: &mut Vec<&'a str>) {
    let phrases = &reference.phrases;
    let ends: Vec<usize> = word.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let mut at = 0;
    let mut from = 0;
    while at < ends.len() && into.len() <= HEADING_WORDS {
        let is_known =
            |piece: &str| HEADS.iter().any(|role| phrases.is(piece, *role)) || is_filler(piece, reference);
        let longest = (at..ends.len().min(at + PHRASE_CHARS))
            .rev()
            .find(|last| word.get(from..ends[*last]).is_some_and(is_known))
            .unwrap_or(at);
        into.extend(word.get(from..ends[longest]));
        from = ends[longest];
        at = longest + 1;
    }
}

/// Whether a folded line names a country, a region of the world or a state and nothing else, but for a
/// number of signatories behind it.
pub fn is_place(folded: &str, reference: &Reference) -> bool {
    let mut words: Vec<&str> = folded.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
        words.pop();
    }
    if words.len() > PLACE_WORDS {
        return false;
    }
    let is_named = |text: &str| {
        reference.countries.place_of(text).is_some_and(|place| {
            matches!(place.kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::Subdivision)
        }) || reference.countries.name(text).is_some_and(|meaning| meaning.country().is_some())
    };
    let whole = words.join(" ");
    // "Middle East and North Africa"
    is_named(&whole)
        || reference.phrases.is(&whole, PhraseRole::Scope)
        || whole.strip_prefix("the ").is_some_and(is_named)
        || whole.split_once(" and ").is_some_and(|(a, b)| is_named(a) && is_named(b))
}

/// Whether a line is one letter of the alphabet, or a range of letters, as lists in order print them; or all
/// of these letters, to choose from: "A | B | C".
pub fn is_letter_of_alphabet(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split([' ', '|', '·', '•', '/', ',', '\u{a0}', '\t'])
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .collect();
    let letter = |part: &&str| part.chars().next().filter(|c| c.is_alphabetic() && part.chars().count() == 1);
    if parts.len() >= FEWEST_LETTERS {
        let letters: Vec<char> = parts.iter().filter_map(letter).collect();
        return letters.len() == parts.len() && letters.windows(2).all(|pair| pair[0] < pair[1]);
    }
    if text.chars().nth(5).is_some() {
        return false;
    }
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_range = text.contains(['-', '–', '—', '/', '&']);
    letters.iter().all(|c| c.is_uppercase() || (letters.len() == 1 && c.is_alphabetic()))
        && (letters.len() == 1 || (letters.len() == 2 && is_range))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn headings_in_many_languages() {
        let reference = crate::reference::shared();
        let check = |text: &str, organizations: bool, individuals: bool| {
            let is_printed = text.ends_with([':', '：']);
            let found = announced(&fold(text), is_printed, reference);
            assert_eq!(found, Some(Announced { organizations, individuals }), "{text}");
        };
        check("Signatories", false, false);
        check("Signatory organizations (as of 3 May 2021)", true, false);
        check("The following organizations and individuals have signed this letter:", true, true);
        check("Organizaciones firmantes", true, false);
        check("Personas firmantes (12)", false, true);
        check("Entidades que assinam esta carta:", true, false);
        check("Premiers signataires", false, false);
        check("Unterzeichnende Organisationen", true, false);
        check("Erstunterzeichnerinnen und Erstunterzeichner", false, false);
        check("Organizzazioni firmatarie", true, false);
        check("Entitats signants", true, false);
        check("Lijst van ondertekenaars", false, false);
        check("Organizacje popierające apel", true, false);
        check("Seznam signatářů", false, false);
        check("Zoznam signatárov", false, false);
        check("Список подписавших организаций", true, false);
        check("Перелік підписантів", false, false);
        check("İmza veren kuruluşlar", true, false);
        check("المنظمات الموقعة", true, false);
        check("ארגונים חותמים", true, false);
        check("हस्ताक्षरकर्ताओं की सूची", false, false);
        check("賛同団体・個人", true, true);
        check("賛同団体一覧（五十音順）", true, false);
        check("연명단체 (가나다순, 15개)", true, false);
        check("联署机构名单", true, false);
        check("Các tổ chức ký tên", true, false);
        check("Daftar penanda tangan", false, false);
        check("Latest signatures:", false, false);
    }

    #[test]
    fn names_are_no_headings() {
        let reference = crate::reference::shared();
        for text in [
            "Citizens for Public Schools",
            "Upland Workers Union",
            "River Watch",
            "動物福祉実行委員会",
            "먹거리안전협의회",
            "环境保护促进会",
            "Движение «За реки»",
            "Open Networks",
        ] {
            assert_eq!(announced(&fold(text), false, reference), None, "{text}");
        }
    }

    #[test]
    fn places_and_letters() {
        let reference = crate::reference::shared();
        for (text, expected) in [
            ("Kenya", true),
            ("Kenya (3)", true),
            ("The Netherlands:", true),
            ("Люксембург", true),
            ("África", true),
            ("Latin America and the Caribbean", true),
            ("Kenya Rivers", false),
            ("River Watch", false),
        ] {
            assert_eq!(is_place(&fold(text), reference), expected, "{text}");
        }
        for (text, expected) in [
            ("A", true),
            ("A–C", true),
            ("Б", true),
            ("EFF", false),
            ("5", false),
            ("EU", false),
            ("A | B | D | M", true),
            ("A B C", true),
            ("J R R", false),
        ] {
            assert_eq!(is_letter_of_alphabet(text), expected, "{text}");
        }
    }
}

//! One office: a role and the organization that it leads to or that stands before it.

use super::affiliation::{CLEAR, begins_institution, is_unit, names_institution};
use crate::normalize::{kind, role};
use crate::reference::Reference;
use crate::reference::roles::{Lead, MAX_WORDS, RoleWord};
use crate::reference::words::WordRole;
use crate::text::fold;

/// Words of the longest lead.
const LONGEST_LEAD: usize = 3;
/// Characters of the longest role that is written without spaces.
const LONGEST_ROLE: usize = 7;
/// What joins two offices.
const JOINTS: [&str; 13] =
    [" / ", "/", " & ", " and ", " y ", " et ", " und ", " e ", " i ", " en ", " og ", " och ", ". "];

/// A role and its organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Office<'a> {
    /// The role, without the organization behind it.
    pub role: &'a str,
    /// The organization.
    pub organization: &'a str,
    /// Whether the organization stands behind the role.
    pub is_behind: bool,
    /// Whether it is an organization even beside one that is named alone.
    pub is_certain: bool,
}

/// A word of an office and where it stands.
struct Word<'a> {
    start: usize,
    printed: &'a str,
    folded: String,
}

/// The offices of a part: split at slashes and conjunctions where what follows holds a role of its own, so
/// that "Committee on Trade and Industry" stays whole.
pub(super) fn split<'a>(part: &'a str, reference: &Reference) -> Vec<&'a str> {
    let mut offices: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut depth = 0_u32;
    while let Some(c) = part[at..].chars().next() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let joint = JOINTS.iter().find(|joint| depth == 0 && part[at..].starts_with(**joint));
        match joint {
            Some(joint)
                if role::begins_with_role(&part[at + joint.len()..], reference)
                    && role::holds_role(&part[start..at], reference) =>
            {
                offices.push(part[start..at].trim());
                at += joint.len();
                start = at;
            }
            _ => at += c.len_utf8(),
        }
    }
    offices.push(part[start..].trim());
    offices
}

/// The organization of an office, if it tells one.
pub(super) fn read<'a>(office: &'a str, reference: &Reference) -> Option<Office<'a>> {
    let words: Vec<Word<'a>> = words(office);
    let start = words.iter().take_while(|word| reference.roles.is(&word.folded, RoleWord::Rank)).count();
    match role_at(&words, start, reference) {
        Some(n_words) => behind(office, &words, start, start + n_words, reference),
        None => before(office, &words, start, reference),
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let base = text.as_ptr() as usize;
    text.split_whitespace()
        .flat_map(|word| {
            // "d'Such", "l’Institut": the elided word is one of its own.
            let elided = word
                .char_indices()
                .take(5)
                .find(|(_, c)| matches!(c, '\'' | '’'))
                .map(|(at, c)| at + c.len_utf8());
            match elided
                .filter(|at| *at < word.len() && word[..*at].chars().next().is_some_and(char::is_lowercase))
            {
                Some(at) => vec![&word[..at], &word[at..]],
                None => vec![word],
            }
        })
        .map(|printed| Word { start: printed.as_ptr() as usize - base, printed, folded: fold(printed) })
        .collect()
}

/// How many words from there are a role, with what qualifies it behind.
fn role_at(words: &[Word], at: usize, reference: &Reference) -> Option<usize> {
    let longest = MAX_WORDS.min(words.len().saturating_sub(at));
    let n_words = (1..=longest).rev().find(|n_words| {
        let phrase =
            words[at..at + n_words].iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
        is_role(&phrase, reference)
    })?;
    let ranks = words[at + n_words..]
        .iter()
        .take_while(|word| reference.roles.is(&word.folded, RoleWord::Rank))
        .count();
    Some(n_words + ranks)
}

fn is_role(phrase: &str, reference: &Reference) -> bool {
    reference.roles.is(phrase, RoleWord::Role) || reference.roles.is(phrase, RoleWord::Field)
}

/// "Former Secretary General of the Committee for Fairness", "CEO Such Company": the organization behind.
fn behind<'a>(
    office: &'a str,
    words: &[Word],
    start: usize,
    end: usize,
    reference: &Reference,
) -> Option<Office<'a>> {
    let phrase = words[start..end].iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
    let is_field = role::is_of_a_field(&phrase, reference);
    let mut unit: Option<Office> = None;
    let mut at = end;
    while at < words.len() {
        if let Some((n_words, lead)) = lead_at(words, at, reference)
            && let Some(word) = words.get(at + n_words)
        {
            let tail = office[word.start..].trim();
            let is_open = starts_capital(tail) || begins_institution(tail, reference);
            let is_organization = match lead {
                // "mayor of Such Town", "member for Such Shire": a place is the role's, not an employer.
                _ if !(is_field && lead == Lead::At) && is_place(tail, reference) => false,
                Lead::At => true,
                _ if is_field && at == end => is_field_led(tail, lead, reference),
                _ => !is_common(tail, reference) || names_institution(tail, reference),
            };
            if is_open && is_organization {
                let found = Office {
                    role: office[..words[at].start].trim(),
                    organization: tail,
                    is_behind: true,
                    is_certain: kind::judge(tail, "", reference).score >= CLEAR && lead != Lead::Of
                        || lead == Lead::At,
                };
                // "of the Department of History of Such University": the university, if it is told.
                let is_other = unit.is_none() || lead != Lead::Of || begins_institution(tail, reference);
                if is_other && !is_unit(tail, reference) || lead == Lead::At {
                    return Some(found);
                }
                unit = unit.or(Some(found));
            }
            at += n_words;
            continue;
        }
        if unit.is_none()
            && let Some(found) = run_on(office, words, at, end, reference)
        {
            return Some(found);
        }
        at += 1;
    }
    unit
}

/// Whether a text is a town, a region or a country, whole.
fn is_place(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    !reference.countries.city_homes(&folded).is_empty() || reference.countries.place_of(&folded).is_some()
}

/// Whether what follows "professor of" is an organization, not a field.
fn is_field_led(tail: &str, lead: Lead, reference: &Reference) -> bool {
    let first = tail.split_whitespace().next().unwrap_or_default();
    begins_institution(tail, reference)
        || is_acronym(first)
        || lead == Lead::OfArticle && !is_common(first, reference)
        || kind::judge(tail, "", reference).score >= CLEAR && tail_institution(tail, reference)
}

/// Whether the last word, or the first, says that a text is an organization.
fn tail_institution(tail: &str, reference: &Reference) -> bool {
    let folded = fold(tail);
    [folded.split(' ').next(), folded.split(' ').next_back()]
        .into_iter()
        .flatten()
        .any(|word| reference.words.role(word) == Some(WordRole::OrganizationType))
}

/// "CEO Such Company", "researcher XYZ": an organization from here on without a lead.
fn run_on<'a>(
    office: &'a str,
    words: &[Word],
    at: usize,
    end: usize,
    reference: &Reference,
) -> Option<Office<'a>> {
    let word = words.get(at)?;
    let tail = office[word.start..].trim_start_matches(['@', ' ']);
    let before = at.checked_sub(1).and_then(|at| words.get(at))?;
    let is_after_lower = before.printed.chars().all(|c| !c.is_uppercase());
    if !starts_capital(tail) || reference.words.role(&before.folded) == Some(WordRole::Connector) {
        return None;
    }
    let has_case = word.printed.chars().any(char::is_uppercase);
    let is_organization = is_acronym(word.printed)
        || begins_institution(tail, reference)
        || !has_case && names_institution(tail, reference)
        || has_case
            && at == end
            && (names_institution(tail, reference) || is_after_lower || !is_common(word.printed, reference))
        || has_case && is_after_lower && at > end && !is_common(word.printed, reference);
    (is_organization && !role::begins_with_role(tail, reference)).then_some(Office {
        role: office[..word.start].trim(),
        organization: tail,
        is_behind: true,
        is_certain: false,
    })
}

fn lead_at(words: &[Word], at: usize, reference: &Reference) -> Option<(usize, Lead)> {
    (1..=LONGEST_LEAD.min(words.len() - at)).rev().find_map(|n_words| {
        let phrase =
            words[at..at + n_words].iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
        let is_lower =
            words[at..at + n_words].iter().all(|word| !word.printed.chars().any(char::is_uppercase));
        reference.roles.lead(&phrase).filter(|_| is_lower).map(|lead| (n_words, lead))
    })
}

/// "Such Union Secretary", "UN Special Rapporteur on water": the organization before the role.
fn before<'a>(
    office: &'a str,
    words: &[Word<'a>],
    start: usize,
    reference: &Reference,
) -> Option<Office<'a>> {
    let role_start = (start + 1..words.len()).find(|at| {
        let ranks =
            words[*at..].iter().take_while(|word| reference.roles.is(&word.folded, RoleWord::Rank)).count();
        role_at(words, at + ranks, reference).is_some()
    })?;
    let first = words.get(start)?;
    let whole = office.get(first.start..words.get(role_start)?.start)?.trim();
    let is_last = role::ends_with_role(office, reference);
    let organization = if starts_capital(whole)
        && (is_acronym(whole)
            || is_last && (names_institution(whole, reference) || !is_common(whole, reference)))
    {
        whole
    } else if is_acronym(first.printed) {
        first.printed
    } else {
        return None;
    };
    Some(Office { role: office, organization, is_behind: false, is_certain: false })
}

/// "大学教授": a role at the end of what is written without spaces, and the organization before it.
pub(super) fn without_spaces<'a>(part: &'a str, reference: &Reference) -> Option<Office<'a>> {
    if part.chars().next_back().is_none_or(|c| c < '\u{2E80}') {
        return None;
    }
    let starts: Vec<usize> = part.char_indices().map(|(at, _)| at).collect();
    let first = starts.len().saturating_sub(LONGEST_ROLE);
    let mut cut = *starts[first..].iter().find(|at| is_role(&fold(&part[**at..]), reference))?;
    // "前", "元", "전" before it is its rank.
    while let Some(c) = part[..cut].trim_end().chars().next_back()
        && reference.roles.is(&c.to_string(), RoleWord::Rank)
    {
        cut = part[..cut].trim_end().len() - c.len_utf8();
    }
    let organization = part[..cut].trim_end();
    (organization.chars().count() > 1).then(|| Office {
        role: if part[..cut].ends_with(char::is_whitespace) { part } else { part[cut..].trim() },
        organization,
        is_behind: false,
        is_certain: false,
    })
}

/// Whether a text is a role, whole, with no more than a rank written before it without a space.
pub(super) fn is_ranked_role(part: &str, reference: &Reference) -> bool {
    part.char_indices().take(4).any(|(at, _)| {
        let (rank, rest) = part.split_at(at);
        (rank.is_empty() || reference.roles.is(rank, RoleWord::Rank)) && is_role(&fold(rest), reference)
    })
}

/// Whether a text begins with a capital or a letter without case.
pub(super) fn starts_capital(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// A word of capitals, or with capitals inside: "UNAM", "CEAB-CSIC", "UChicago".
pub(super) fn is_acronym(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let n_capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let is_one_word = !text.contains(char::is_whitespace);
    is_one_word
        && n_capitals >= 2
        && (text.chars().count() <= 12 || text.contains('-'))
        && !text.chars().any(|c| matches!(c, '.' | '\''))
        && !text.split('-').all(|part| part.chars().skip(1).all(char::is_lowercase))
}

/// Whether all words of a text are common ones, ranks, or small.
pub(super) fn is_common(text: &str, reference: &Reference) -> bool {
    text.split_whitespace().all(|word| {
        let folded = fold(word);
        let is_small = word.chars().all(|c| !c.is_uppercase()) && word.chars().any(char::is_lowercase);
        is_small
            || folded.is_empty()
            || folded.bytes().all(|byte| byte.is_ascii_digit())
            || reference.persons.is_common_word(&folded)
            || reference.words.role(&folded).is_some()
            || reference.words.share(reference.words.canonical(&folded)).is_some()
            || reference.roles.is(&folded, RoleWord::Rank)
            || is_role(&folded, reference)
    })
}

//! Numbers of organizations, persons, signatories and countries in a sentence.

use crate::model::{Qualifier, Unit};
use crate::reference::Reference;
use crate::reference::phrases::{PhraseRole, Phrases, is_unspaced};
use crate::segment::counts::units::Kinds;
use crate::segment::dates::tokens;
use crate::segment::sentences::Sentence;
use crate::text::fold;

mod units;
mod unspaced;

/// Words of a label before a number, from its unit on.
const LABEL: usize = 3;
/// Words behind a number in brackets, at most.
const BRACKET: usize = 6;
/// Words that may stand between a number and what it counts.
const ADJECTIVES: usize = 6;
/// Numbers that are taken for years when they stand alone.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;
/// Largest number of signatories that is believed.
const LARGEST: u32 = 100_000_000;

/// A word of a sentence.
#[derive(Debug)]
pub struct Word<'a> {
    /// As printed, with punctuation.
    pub raw: &'a str,
    /// Folded; may hold spaces (`twenty-five`).
    pub folded: String,
}

/// A count in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub unit: Unit,
    /// How exactly.
    pub qualifier: Qualifier,
    /// The number; those named before "and 66 other" are added.
    pub value: u32,
    /// Index of the first word of the number or its qualifier.
    pub first: usize,
    /// Index behind the last word of what is counted.
    pub end: usize,
    /// Those named before "and 66 other".
    pub named: Vec<String>,
    /// In scripts without spaces, whether the writers' own words lead to the number.
    pub is_led: bool,
}

impl Default for Count {
    fn default() -> Self {
        let (unit, qualifier) = (Unit::Signatories, Qualifier::Exactly);
        Self { unit, qualifier, value: 0, first: 0, end: 0, named: Vec::new(), is_led: false }
    }
}

/// A sentence with what it counts, which is asked both for what the letter states of itself and for what it
/// tells of others.
#[derive(Debug)]
pub struct Counted<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Its words.
    pub words: Vec<Word<'a>>,
    /// The counts in it, in order.
    pub counts: Vec<Count>,
}

impl<'a> Counted<'a> {
    /// Reads a sentence.
    pub fn new(sentence: &'a Sentence, language: Option<&str>, reference: &Reference) -> Self {
        let words = words(&sentence.text);
        let counts = find(&words, language, reference);
        Self { sentence, words, counts }
    }
}

/// The words of a sentence.
pub fn words(text: &str) -> Vec<Word<'_>> {
    text.split_whitespace().map(|raw| Word { raw, folded: fold(raw) }).collect()
}

/// The counts in a sentence, in order.
pub fn find(words: &[Word], language: Option<&str>, reference: &Reference) -> Vec<Count> {
    if words.iter().any(|word| word.raw.chars().any(is_unspaced)) {
        return unspaced::find(words, reference);
    }
    let mut counts = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match count_at(words, at, language, reference) {
            Some(count) => {
                at = count.end.max(at + 1);
                counts.push(count);
            }
            None => at += 1,
        }
    }
    counts
}

/// Whether a phrase of that role begins at a word; the number of words it takes.
pub fn phrase(words: &[Word], at: usize, role: PhraseRole, phrases: &Phrases) -> usize {
    let folded: Vec<&str> = words[at..].iter().take(6).map(|word| word.folded.as_str()).collect();
    phrases.prefix(&folded, role)
}

fn count_at(words: &[Word], at: usize, language: Option<&str>, reference: &Reference) -> Option<Count> {
    let phrases = &reference.phrases;
    let (mut value, n_number) = number_at(words, at, language, reference)?;
    if let Some((unit, first)) = labelled(words, at, n_number, phrases) {
        let (qualifier, _) = qualifier_before(words, at, phrases);
        return Some(Count { unit, qualifier, value, first, end: at + n_number, ..Count::default() });
    }
    let mut next = at + n_number;
    let is_others = words.get(next).is_some_and(|word| phrases.is(&word.folded, PhraseRole::Others));
    next += usize::from(is_others);
    let (unit, end) = counted(words, next, language, reference)?;
    let (mut qualifier, first) = qualifier_before(words, at, phrases);
    if words[at].raw.ends_with('+') {
        qualifier = Qualifier::Over;
    }
    let mut named = Vec::new();
    if is_others {
        named = names_before(words, first, phrases);
        // "now with 14 more signers": so many were added.
        let joins = first.checked_sub(1).is_some_and(|at| phrase(words, at, PhraseRole::And, phrases) > 0);
        if named.is_empty() && !joins && first > 0 {
            return None;
        }
        value = value.saturating_add(u32::try_from(named.len()).unwrap_or(0));
    }
    let from = first.saturating_sub(4);
    let represents = (from..first).any(|i| phrase(words, i, PhraseRole::Represents, phrases) > 0);
    let unit = if represents && unit != Unit::Countries { Unit::Represented } else { unit };
    Some(Count { unit, qualifier, value, first, end, named, is_led: false })
}

/// What a number behind its unit counts, and where the unit begins: "organizations (23)", "Number of
/// signatories: twenty".
fn labelled(words: &[Word], at: usize, n_number: usize, phrases: &Phrases) -> Option<(Unit, usize)> {
    let before = words.get(at.checked_sub(1)?)?;
    let last = words.get(at + n_number - 1)?;
    // "signatories (23)", "signatories (23 as of 20 October)".
    let closing = words.len().min(at + n_number + BRACKET);
    let is_bracketed = words[at].raw.starts_with('(')
        && (last.raw.contains(')')
            || words[at + n_number..closing].iter().any(|word| word.raw.contains(')')));
    // "Signatures 1,204", and nothing else in the line.
    let is_all =
        at + n_number == words.len() && phrase(&words[..at], 0, PhraseRole::UnitSignatories, phrases) == at;
    if !is_bracketed && !is_all && !before.raw.ends_with([':', '：']) {
        return None;
    }
    // "Signatories (as of 3 May 2022): 512".
    let opening =
        || words[at.saturating_sub(LABEL + BRACKET)..at].iter().rposition(|w| w.raw.starts_with('('));
    let n_inside =
        if before.raw.ends_with("):") { opening().map_or(0, |n| at.min(LABEL + BRACKET) - n) } else { 0 };
    (at.saturating_sub(LABEL + n_inside)..at - n_inside).rev().find_map(|first| {
        let is = |role| phrase(&words[..at], first, role, phrases) > 0;
        let unit = if is(PhraseRole::UnitSignatories) || is(PhraseRole::HeadingSignatories) {
            Unit::Signatories
        } else if is(PhraseRole::UnitOrganizations) || is(PhraseRole::HeadingOrganizations) {
            Unit::Organizations
        } else if is(PhraseRole::UnitIndividuals) || is(PhraseRole::HeadingIndividuals) {
            Unit::Individuals
        } else if is(PhraseRole::UnitCountries) {
            Unit::Countries
        } else {
            return None;
        };
        Some((unit, first))
    })
}

/// The number at a word, in digits (`1,000`, `1.000`, `2 000`) or words, and how many words it takes.
fn number_at(
    words: &[Word],
    at: usize,
    language: Option<&str>,
    reference: &Reference,
) -> Option<(u32, usize)> {
    let raw = words[at].raw.trim_matches(|c: char| "()[]“”\"'’‘,.;:+،؛।".contains(c));
    // Hebrew and Arabic join small words to what follows.
    let raw =
        raw.trim_start_matches(|c: char| ('\u{5BE}'..='\u{64A}').contains(&c)).trim_start_matches(['-', '־']);
    let in_ascii = |c: char| tokens::digit(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c);
    if raw.starts_with(|c: char| in_ascii(c).is_ascii_digit()) {
        let raw: String = raw.chars().map(in_ascii).collect();
        let raw = raw.as_str();
        let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
        let is_plain = raw.len() == digits.len();
        let is_grouped =
            raw.split([',', '.', '\u{a0}', '\u{202f}', '’', '\'']).enumerate().all(|(index, group)| {
                group.bytes().all(|byte| byte.is_ascii_digit())
                    && if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
            });
        if !is_plain && !is_grouped {
            return None;
        }
        let mut value: u32 = digits.parse().ok()?;
        let mut n_words = 1;
        // A space groups the thousands: "2 000 personnes".
        while raw.len() <= 3 && words.get(at + n_words).is_some_and(|word| is_group_of_three(word.raw)) {
            value = value.checked_mul(1000)?.checked_add(words[at + n_words].raw.parse().ok()?)?;
            n_words += 1;
        }
        let is_millions = words
            .get(at + n_words)
            .is_some_and(|word| reference.phrases.is(&word.folded, PhraseRole::TimesMillion));
        if is_millions {
            value = value.checked_mul(1_000_000)?;
            n_words += 1;
        }
        let is_year = is_plain && n_words == 1 && digits.len() == 4 && YEARS.contains(&value);
        return (!is_year && (1..LARGEST).contains(&value)).then_some((value, n_words));
    }
    let first = words[at].folded.split(' ').next().unwrap_or_default();
    let is_joint = !first.is_ascii() && first.chars().count() == 1;
    if !is_joint && !reference.calendar.begins_number(first) {
        return None;
    }
    // Folding may have split a word: "twenty-five".
    let mut pieces: Vec<&str> = Vec::new();
    let mut word_of_piece = Vec::new();
    for (index, word) in words[at..].iter().take(6).enumerate() {
        for piece in word.folded.split(' ') {
            pieces.push(piece);
            word_of_piece.push(index);
        }
    }
    let n_joint = usize::from(pieces.len() > 1 && pieces[0].chars().count() == 1 && !pieces[0].is_ascii());
    let (value, n_pieces) = reference.calendar.spelled(&pieces[n_joint..], language)?;
    Some((value, word_of_piece.get(n_joint + n_pieces - 1)? + 1))
}

fn is_group_of_three(raw: &str) -> bool {
    raw.len() == 3 && raw.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the noun phrase from a word counts, and where it ends: "non-governmental organizations, coalitions,
/// and concerned individuals" counts signatories, since it names both kinds.
fn counted(
    words: &[Word],
    from: usize,
    language: Option<&str>,
    reference: &Reference,
) -> Option<(Unit, usize)> {
    let phrases = &reference.phrases;
    let mut counted = Kinds::default();
    let mut end = None;
    let mut since_unit = 0;
    for at in from..words.len() {
        if since_unit > ADJECTIVES || number_at(words, at, language, reference).is_some() {
            break;
        }
        let kinds = units::kinds_at(words, at, language, reference);
        if !kinds.any() && phrases.is(&words[at].folded, PhraseRole::Stop) {
            break;
        }
        since_unit += 1;
        if kinds.any() {
            end = Some(at + 1);
            since_unit = 0;
        }
        // "signatory organizations", "workers' unions": what stands before says whose they are.
        let qualifies_next = (kinds.signatories || kinds.individuals)
            && !words[at].raw.ends_with([',', '.', ';', ':', ')'])
            && at + 1 < words.len()
            && units::kinds_at(words, at + 1, language, reference).is_like_heads(kinds);
        counted = counted.or(if qualifies_next && !kinds.signatories { Kinds::default() } else { kinds });
        // The phrase goes on behind a unit only through a comma or an "and".
        let ends_clause = words[at].raw.ends_with(['.', ';', ':', '!', '?', ')']);
        let goes_on = words[at].raw.ends_with(',')
            || words.get(at + 1).is_some_and(|next| phrases.is(&next.folded, PhraseRole::And));
        // "the 27 undersigned press freedom groups"
        let is_open = kinds.signatories && !kinds.organizations && !kinds.individuals;
        if ends_clause || (since_unit == 0 && !goes_on && !qualifies_next && !is_open) {
            break;
        }
    }
    let Kinds { organizations, individuals, signatories, countries } = counted;
    let unit = match (organizations, individuals, signatories, countries) {
        (_, _, _, true) => Unit::Countries,
        // "the 7 undersigned organizations" are organizations.
        (true, false, _, _) => Unit::Organizations,
        (false, true, _, _) => Unit::Individuals,
        (false, false, false, _) => return None,
        _ => Unit::Signatories,
    };
    Some((unit, end?))
}

fn qualifier_before(words: &[Word], at: usize, phrases: &Phrases) -> (Qualifier, usize) {
    for n_words in (1..=3.min(at)).rev() {
        let from = at - n_words;
        if phrase(&words[..at], from, PhraseRole::QualifierOver, phrases) == n_words {
            return (Qualifier::Over, from);
        }
        if phrase(&words[..at], from, PhraseRole::QualifierAbout, phrases) == n_words {
            return (Qualifier::About, from);
        }
    }
    (Qualifier::Exactly, at)
}

/// The names before "and 66 other": "Amnesty, Such Watch and", back to where small letters end the run.
fn names_before(words: &[Word], end: usize, phrases: &Phrases) -> Vec<String> {
    let mut names: Vec<Vec<&str>> = vec![Vec::new()];
    for word in words[..end].iter().rev() {
        let is_joint = phrases.is(&word.folded, PhraseRole::And);
        let is_capital = word.raw.trim_start_matches(['“', '"', '(', '‘']).starts_with(char::is_uppercase);
        if is_joint {
            if names.last().is_some_and(|name| !name.is_empty()) {
                names.push(Vec::new());
            }
        } else if is_capital {
            if word.raw.ends_with(',') && names.last().is_some_and(|name| !name.is_empty()) {
                names.push(Vec::new());
            }
            if let Some(name) = names.last_mut() {
                name.push(word.raw.trim_matches(|c: char| ",;“”\"".contains(c)));
            }
        } else {
            break;
        }
    }
    let mut names: Vec<String> = names
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| name.into_iter().rev().collect::<Vec<_>>().join(" "))
        .collect();
    names.reverse();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(u32, Unit, Qualifier)]) {
        let reference = crate::reference::shared();
        let got: Vec<_> = find(&words(text), Some("en"), reference)
            .iter()
            .map(|c| (c.value, c.unit, c.qualifier))
            .collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn counts() {
        use Qualifier::{About, Exactly, Over};
        use Unit::{Countries, Individuals, Organizations, Represented, Signatories};
        check(
            "on behalf of 69 non-governmental organizations and seven concerned individuals from 23 different countries",
            &[(69, Organizations, Exactly), (7, Individuals, Exactly), (23, Countries, Exactly)],
        );
        check(
            "54 non-governmental organizations, coalitions, and concerned individuals from Asia",
            &[(54, Signatories, Exactly)],
        );
        check(
            "altogether represent more than 300 nongovernmental groups in Asia",
            &[(300, Represented, Over)],
        );
        check(
            "Open Skies Watch and 66 other international human rights organizations",
            &[(67, Organizations, Exactly)],
        );
        check("plus de 2 000 personnes ont signé", &[(2000, Individuals, Over)]);
        check("nearly 1,200 academics", &[(1200, Individuals, About)]);
        check("más de 40 organizaciones", &[(40, Organizations, Over)]);
        check("one of the signatories of the letter", &[]);
        check("Five days before a summit between the leaders", &[]);
        check("in 2019 organizations were closed", &[]);
        check("the 7 undersigned organisations", &[(7, Organizations, Exactly)]);
        check("representing over 2 million workers", &[(2_000_000, Represented, Over)]);
        check("a coalition of 40+ organizations", &[(40, Organizations, Over)]);
        check("480 signatories", &[(480, Signatories, Exactly)]);
        check("twenty-five NGOs", &[(25, Organizations, Exactly)]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "([0-9]{1,9}|over|two|hundred|groups|and|,| |\\PC){0,40}") {
            find(&words(&text), Some("de"), crate::reference::shared());
        }
    }
}

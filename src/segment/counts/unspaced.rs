//! Numbers of signers in scripts that set no spaces: `19団体と個人7名`, `16个组织`, `15개 단체`.

use crate::model::{Qualifier, Unit};
use crate::reference::Reference;
use crate::reference::phrases::{PhraseRole, Phrases};
use crate::segment::counts::{Count, LARGEST, Word, YEARS};
use crate::segment::dates::tokens::{digit, han_number, is_han_numeral};

/// Characters between a number and its unit.
const GAP: usize = 4;
/// Characters before a number in which its unit may stand.
const BEFORE: usize = 5;
/// Characters before a number in which the writers may speak of themselves.
const LEAD: usize = 8;

/// The counts in a sentence, in order.
pub fn find(words: &[Word], reference: &Reference) -> Vec<Count> {
    let mut chars: Vec<char> = Vec::new();
    let mut word_of = Vec::new();
    for (index, word) in words.iter().enumerate() {
        for c in word.raw.chars() {
            chars.push(c);
            word_of.push(index);
        }
    }
    let mut counts = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some((value, end)) = number(&chars, at) else {
            at += 1;
            continue;
        };
        if let Some((unit, qualifier)) = unit(&chars, at, end, &reference.phrases) {
            let (first, last) = (word_of[at], word_of[end - 1]);
            let is_led = is_led(&chars, at, end, &reference.phrases);
            counts.push(Count { unit, qualifier, value, first, end: last + 1, named: Vec::new(), is_led });
        }
        at = end;
    }
    counts
}

/// The number that begins at a character, and where it ends.
fn number(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let run = |is_of: &dyn Fn(char) -> bool| {
        chars[at..].iter().position(|c| !is_of(*c)).map_or(chars.len(), |n| at + n)
    };
    if digit(chars[at]).is_some() {
        let end = run(&|c| digit(c).is_some() || matches!(c, ',' | '，'));
        let mut value = 0_u32;
        for digit in chars[at..end].iter().filter_map(|c| digit(*c)) {
            value = value.checked_mul(10)?.checked_add(digit)?;
        }
        return ((1..LARGEST).contains(&value)).then_some((value, end));
    }
    if is_han_numeral(chars[at]) {
        let end = run(&is_han_numeral);
        let value = han_number(&chars[at..end].iter().collect::<String>())?;
        return (value > 1).then_some((value, end));
    }
    None
}

/// Whether the writers' own words stand before a number, or a word for the sum of a list in brackets:
/// "私たち7団体", "(이상 12개 단체)".
fn is_led(chars: &[char], start: usize, end: usize, phrases: &Phrases) -> bool {
    let before = &chars[start.saturating_sub(LEAD)..start];
    let is_own = |c: &&char| !"。、，,；".contains(**c);
    let text: String = before.iter().rev().take_while(is_own).collect::<Vec<_>>().into_iter().rev().collect();
    let has = |role| phrases.unspaced(role).any(|phrase| text.contains(phrase));
    let opens = text.rfind(['(', '（', '【']).map(|at| text[at..].to_owned());
    let closes = chars[end..].iter().take(2 * LEAD).any(|c| matches!(c, ')' | '）' | '】'));
    let is_sum = opens.is_some_and(|text| phrases.unspaced(PhraseRole::Total).any(|sum| text.contains(sum)));
    has(PhraseRole::Writers) || has(PhraseRole::ClaimLead) || is_sum && closes
}

/// What a number counts: by the unit behind it, or, where that is a word for any person, by a word before it.
fn unit(chars: &[char], start: usize, end: usize, phrases: &Phrases) -> Option<(Unit, Qualifier)> {
    let behind: String = chars[end..]
        .iter()
        .take(GAP + 8)
        .take_while(|c| digit(**c).is_none() && !"。、，,".contains(**c))
        .collect();
    let before: String = chars[start.saturating_sub(BEFORE)..start].iter().collect();
    if behind.starts_with(['年', '月', '日', '년', '월', '일', '%', '％', '号', '条', '号']) {
        return None;
    }
    let roles = [
        (PhraseRole::UnitSignatories, Unit::Signatories),
        (PhraseRole::UnitCountries, Unit::Countries),
        (PhraseRole::UnitOrganizations, Unit::Organizations),
        (PhraseRole::UnitIndividuals, Unit::Individuals),
    ];
    let opens = |text: &str| {
        roles
            .iter()
            .flat_map(|(role, unit)| phrases.unspaced(*role).map(move |phrase| (phrase, *unit)))
            .filter(|(phrase, _)| text.starts_with(phrase))
            .max_by_key(|(phrase, _)| phrase.len())
    };
    let closes = |text: &str| {
        roles
            .iter()
            .flat_map(|(role, unit)| phrases.unspaced(*role).map(move |phrase| (phrase, *unit)))
            .find(|(phrase, _)| phrase.chars().count() > 1 && text.ends_with(phrase))
            .map(|(_, unit)| unit)
    };
    let counts_any: Vec<&str> = phrases.unspaced(PhraseRole::UnitAnybody).collect();
    let is_generic = |phrase: &str| counts_any.contains(&phrase);
    let mut generic = false;
    let mut found = None;
    for (n, (offset, _)) in behind.char_indices().enumerate() {
        if n > GAP {
            break;
        }
        match behind.get(offset..).and_then(opens) {
            Some((phrase, _)) if is_generic(phrase) => generic |= n <= 1,
            Some((_, unit)) if !generic || n <= 3 => {
                found = Some(unit);
                break;
            }
            _ => {}
        }
    }
    // "個人7名": what is before the number says who they are.
    let unit = match (generic, closes(&before)) {
        (true, Some(unit)) => unit,
        (true, None) => found.unwrap_or(Unit::Signatories),
        (false, _) => found?,
    };
    let value_is_year = chars[start..end].len() == 4 && YEARS.contains(&number(chars, start)?.0);
    if value_is_year && !generic {
        return None;
    }
    let says = |role| {
        phrases.unspaced(role).any(|phrase| before.ends_with(phrase) || behind.starts_with(phrase))
            || phrases.unspaced(role).any(|phrase| phrase.chars().count() > 1 && behind.contains(phrase))
    };
    let qualifier = if says(PhraseRole::QualifierOver) {
        Qualifier::Over
    } else if says(PhraseRole::QualifierAbout) {
        Qualifier::About
    } else {
        Qualifier::Exactly
    };
    Some((unit, qualifier))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::counts;
    use proptest::prelude::*;

    #[test]
    fn counts_without_spaces() {
        let check = |text: &str, expected: &[(u32, Unit)]| {
            let found = find(&counts::words(text), crate::reference::shared());
            let got: Vec<_> = found.iter().map(|count| (count.value, count.unit)).collect();
            assert_eq!(got, expected, "{text}");
        };
        use Unit::{Countries, Individuals, Organizations, Signatories};
        check("19団体と個人7名が賛同", &[(19, Organizations), (7, Individuals)]);
        check("16个组织和4位个人联署", &[(16, Organizations), (4, Individuals)]);
        check("15개 단체와 개인 7명이 서명", &[(15, Organizations), (7, Individuals)]);
        check("賛同者1,200名", &[(1200, Signatories)]);
        check("21명이 연명", &[(21, Signatories)]);
        check("23个国家的120名学者", &[(23, Countries), (120, Individuals)]);
        check("2020年8月3日", &[]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "([0-9十名団体个组织개 단체]|\\PC){0,40}") {
            find(&counts::words(&text), crate::reference::shared());
        }
    }
}

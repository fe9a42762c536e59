//! Counts that a letter states of its own signatories.

use crate::model::{Claim, ClaimScope, Place, Section, Unit};
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::segment::counts::{self, Count, Word, phrase};
use crate::segment::dates;
use crate::segment::rows;
use crate::segment::sentences::Sentence;
use crate::text::fold;

/// Words between a lead ("on behalf of") and the number it leads to.
const LEAD: usize = 4;
/// Words between two counts of one claim ("69 organizations and seven individuals from 23 countries").
const CHAIN: usize = 4;
/// A list that differs from a count by more than this share is not what is counted.
const PLAUSIBLE: f64 = 0.1;

/// The counts of a sentence that are claims: those that a lead leads to, and those chained to them; or
/// any count in a sentence about the letter, where the list bears it out.
pub fn in_sentence(sentence: &Sentence, n_signatures: usize, reference: &Reference) -> Vec<Claim> {
    let words = counts::words(&sentence.text);
    let found = counts::find(&words, reference);
    let tells_of_letter =
        (0..words.len()).any(|at| phrase(&words, at, PhraseRole::LetterWord, &reference.phrases) > 0);
    let mut claims: Vec<Claim> = Vec::new();
    let mut end_of_claim = None;
    for count in &found {
        let is_chained = end_of_claim.is_some_and(|end| count.first <= end + CHAIN);
        if is_chained
            || is_led(&words, count, reference)
            || (tells_of_letter && is_borne_out(&words, count, n_signatures, reference))
        {
            end_of_claim = Some(count.end);
            claims.push(Claim {
                unit: count.unit,
                qualifier: count.qualifier,
                stated: count.value,
                scope: ClaimScope::Letter,
                section: None,
                place: Place { line_end: sentence.line_end, ..Place::line(sentence.line_start) },
                text: sentence.text.clone(),
            });
        }
    }
    claims
}

/// Whether the writers' own words lead to the number, and no other letter is told of.
fn is_led(words: &[Word], count: &Count, reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    let from = count.first.saturating_sub(LEAD + 3);
    let is_led = (from..count.first).any(|at| {
        let n_words = phrase(&words[..count.first], at, PhraseRole::ClaimLead, phrases);
        n_words > 0 && count.first - (at + n_words) <= LEAD
    });
    let speaks = count.first > 0 && phrases.is(&words[count.first - 1].folded, PhraseRole::Writers);
    (is_led || speaks) && !is_of_others(words, count, reference)
}

/// "A coalition of 67 groups wrote to you last year": others did it, and it is done.
fn is_of_others(words: &[Word], count: &Count, reference: &Reference) -> bool {
    (count.end..words.len().min(count.end + 8))
        .any(|at| phrase(words, at, PhraseRole::Wrote, &reference.phrases) > 0)
}

/// Whether a count in a sentence about a letter is what the list holds.
fn is_borne_out(words: &[Word], count: &Count, n_signatures: usize, reference: &Reference) -> bool {
    let gap = (f64::from(count.value) - n_signatures as f64).abs();
    !matches!(count.unit, Unit::Countries | Unit::Represented)
        && gap <= PLAUSIBLE * n_signatures as f64
        && !is_of_others(words, count, reference)
}

/// The count that the heading of a section states of it: "(Individuals – international, 6)".
pub fn in_heading(
    index: usize,
    section: &Section,
    language: Option<&str>,
    reference: &Reference,
) -> Option<Claim> {
    let heading = section.heading.as_ref()?;
    let mut text = heading.text.clone();
    for date in dates::find(&heading.text, language, &reference.calendar).iter().rev() {
        text.replace_range(date.range.clone(), " ");
    }
    let folded = fold(&text);
    let mut numbers = folded.split(' ').filter_map(|word| word.parse::<u32>().ok());
    let stated = numbers.next().filter(|number| (1..=1_000_000).contains(number))?;
    if numbers.next().is_some() {
        return None;
    }
    let announced = rows::announced(&folded, true, reference).unwrap_or_default();
    let unit = match (announced.organizations, announced.individuals) {
        (true, false) => Unit::Organizations,
        (false, true) => Unit::Individuals,
        _ => Unit::Signatories,
    };
    Some(Claim {
        unit,
        qualifier: crate::model::Qualifier::Exactly,
        stated,
        scope: ClaimScope::Section,
        section: Some(index),
        place: heading.place,
        text: heading.text.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, n_signatures: usize, expected: &[(u32, Unit)]) {
        let sentence = Sentence { text: text.to_owned(), block: 0, line_start: 1, line_end: 1 };
        let claims = in_sentence(&sentence, n_signatures, crate::reference::shared());
        let got: Vec<_> = claims.iter().map(|claim| (claim.stated, claim.unit)).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn claims() {
        use Unit::{Countries, Individuals, Organizations};
        check(
            "We are writing on behalf of 69 organizations and seven concerned individuals from 23 countries.",
            76,
            &[(69, Organizations), (7, Individuals), (23, Countries)],
        );
        check("The undersigned 12 groups ask you to act.", 3, &[(12, Organizations)]);
        check("Over 40 organizations urge the firms in a joint letter to stop.", 42, &[(40, Organizations)]);
        check(
            "A large coalition of 67 organizations and ten individuals wrote to you last December.",
            70,
            &[],
        );
        check("We, 3 organisations, urge you to act.", 9, &[(3, Organizations)]);
        check(
            "We, more than fifty civil society organisations and twenty-three academics, ask you.",
            9,
            &[(50, Organizations), (23, Individuals)],
        );
        check("We note that 40 organizations were closed by the state.", 40, &[]);
        check("A total of 22 NGOs have been arrested.", 19, &[]);
    }
}

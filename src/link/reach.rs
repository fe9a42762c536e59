//! The most that two names of organizations can weigh, seen from their words without comparing them: most names
//! that share a word differ in others that nothing can bring together.

use super::compare::have_same_letters;
use super::dictionary::Dictionary;
use super::organizations::{Form, NameWord};
use super::weights as w;
use crate::normalize::organization::TokenRole;

/// The most that two names can weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// If no rule rejects them; `i32::MIN` where one does for sure.
    pub accepted: i32,
    /// If a rule rejects them; `i32::MIN` where none does.
    pub rejected: i32,
}

/// Words of one name that agree with no word of the other for sure.
#[derive(Debug, Clone, Copy, Default)]
struct Apart {
    has_place: bool,
    has_number: bool,
    has_chapter: bool,
    /// Whether there is another word than types of organization and places.
    has_word: bool,
    /// Weight of the rarest that is no place.
    rarest: Option<i32>,
    /// Sum of the weights of the other words, which may agree with some.
    rest: i32,
}

/// The reach of two names of which each holds a word that the other cannot, wherever they are based; `None` where
/// that is not so, or takes a closer look.
pub fn reach(dictionary: &Dictionary, left: &Form, right: &Form) -> Option<Reach> {
    let (a, b) = (left.words.as_slice(), right.words.as_slice());
    let takes_a_closer_look = a.len() < 2
        || b.len() < 2
        || !left.acronyms.is_empty() && !right.acronyms.is_empty()
        || left.is_lead
        || right.is_lead
        || have_same_letters(left, right);
    if takes_a_closer_look {
        return None;
    }
    let (mut open_a, mut open_b) = (0_u32, mask(b.len()));
    let mut equal = 0;
    for (i, word) in a.iter().enumerate() {
        match (0..b.len()).find(|j| open_b >> j & 1 == 1 && b[*j].id == word.id) {
            Some(j) => {
                open_b &= !(1 << j);
                equal += word.weight.min(b[j].weight);
            }
            None => open_a |= 1 << i,
        }
    }
    if open_a == 0 || open_b == 0 || is_joined(a, open_a, b, open_b) || is_joined(b, open_b, a, open_a) {
        return None;
    }
    let (of_a, of_b) = (apart(dictionary, a, open_a, b, open_b), apart(dictionary, b, open_b, a, open_a));
    let most = equal + of_a.rest.min(of_b.rest);
    let rejected = most + w::TWO_SIDED_WORD;
    let is_rejected = of_a.has_place && of_b.has_place
        || of_a.has_number && of_b.has_number
        || of_a.has_chapter
        || of_b.has_chapter;
    if is_rejected {
        return Some(Reach { accepted: i32::MIN, rejected });
    }
    let against = match (of_a.rarest, of_b.rarest) {
        (Some(one), Some(other)) => w::TWO_SIDED_WORD - one.max(other),
        (Some(_), None) if of_b.has_place => beside_home(of_a),
        (None, Some(_)) if of_a.has_place => beside_home(of_b),
        _ => return None,
    };
    let are_words = |words, open| in_mask(words, open).all(|word| !is_ruled(word.role));
    let rejected = if are_words(a, open_a) && are_words(b, open_b) { i32::MIN } else { rejected };
    Some(Reach { accepted: most + against, rejected })
}

/// Whether a rule may reject names for a word that only one of them holds.
fn is_ruled(role: TokenRole) -> bool {
    matches!(role, TokenRole::Place | TokenRole::Number | TokenRole::Chapter)
}

/// The most that words weigh beside a place of the other name, should that be where this one is based.
fn beside_home(words: Apart) -> i32 {
    if words.has_word {
        w::ONE_SIDED_HOME_AND_WORD + w::ONE_SIDED_WORD
    } else {
        w::TYPE_LEFT_OUT + w::COMPLETE_ORGANIZATION
    }
}

/// The open words of one name beside those of the other.
fn apart(
    dictionary: &Dictionary,
    own: &[NameWord],
    open: u32,
    others: &[NameWord],
    open_others: u32,
) -> Apart {
    let mut apart = Apart::default();
    for word in in_mask(own, open) {
        let may_agree = |other: &NameWord| {
            dictionary.are_near(word.id, other.id)
                || word.is_short && other.is_short && word.role == other.role
        };
        if word.is_slip || in_mask(others, open_others).any(may_agree) {
            apart.rest += word.weight;
            continue;
        }
        match word.role {
            TokenRole::Place => {
                apart.has_place = true;
                continue;
            }
            TokenRole::Number => apart.has_number = true,
            TokenRole::Chapter => apart.has_chapter = true,
            TokenRole::OrganizationType => {}
            TokenRole::Word | TokenRole::LegalForm | TokenRole::Connector => apart.has_word = true,
        }
        apart.rarest = apart.rarest.max(Some(word.weight));
    }
    apart.has_word |= apart.has_number;
    apart
}

fn in_mask(words: &[NameWord], mask: u32) -> impl Iterator<Item = &NameWord> {
    words.iter().enumerate().filter(move |(at, _)| mask >> at & 1 == 1).map(|(_, word)| word)
}

fn mask(n: usize) -> u32 {
    if n >= 32 { u32::MAX } else { (1 << n) - 1 }
}

/// Whether two open words on one side may be one on the other.
fn is_joined(two: &[NameWord], open_two: u32, one: &[NameWord], open_one: u32) -> bool {
    (1..two.len()).any(|at| {
        open_two >> (at - 1) & 3 == 3
            && in_mask(one, open_one).any(|word| {
                let length = u16::from(two[at - 1].length) + u16::from(two[at].length);
                u16::from(word.length) == length
            })
    })
}

#[cfg(test)]
mod tests {
    use super::super::compare::{Home, compare};
    use super::super::organizations::{Forms, ReadName};
    use super::super::score::Score;
    use super::*;
    use crate::model::Alpha2;
    use crate::normalize::organization::{self, OrganizationName};
    use crate::reference::Reference;

    #[test]
    fn no_pair_weighs_more_than_its_reach() {
        let reference = Reference::builtin();
        let subjects = [
            "Lantern",
            "Lanterns",
            "Lantren",
            "Candle Light",
            "Candlelight",
            "Human Rights",
            "Oak",
            "Oka",
            "Oakl And",
        ];
        let kinds = ["Union", "Society", "Chapter", "Fund", "Fnud"];
        let ends =
            ["", " Kenya", " of Nairobi", " Tanzania", " 1969", " 1970", " fo Youth", " for Youth (LWU)"];
        let texts: Vec<String> = subjects
            .iter()
            .flat_map(|subject| kinds.map(|kind| format!("{subject} {kind}")))
            .flat_map(|name| ends.map(|end| format!("{name}{end}")))
            .collect();
        let read: Vec<OrganizationName> =
            texts.iter().map(|text| organization::read(text, None, &reference)).collect();
        let names: Vec<ReadName> =
            read.iter().map(|name| ReadName { name, n_signings: 1, n_letters: 1 }).collect();
        let (forms, _) = Forms::new(&names, &reference);
        let home = |code| Home { country: Alpha2::new(code), place: None };
        let (mut n_seen, mut n_rejected) = (0, 0);
        for left in &forms.forms {
            for right in &forms.forms {
                let Some(reach) = reach(&forms.dictionary, left, right) else { continue };
                n_seen += 1;
                n_rejected += usize::from(reach.accepted == i32::MIN);
                for homes in [[Home::default(); 2], [home("KE"), home("KE")], [home("KE"), home("TZ")]] {
                    let mut score = Score::default();
                    compare(&forms, left, right, homes, &mut score);
                    let pair = format!("{} | {}: {reach:?} {score:?}", left.key, right.key);
                    let most = if score.rule.is_some() { reach.rejected } else { reach.accepted };
                    assert!(score.millibits() <= most, "{pair}");
                }
            }
        }
        assert!(n_seen > 10_000 && n_rejected > 1_000, "{n_seen} {n_rejected}");
    }
}

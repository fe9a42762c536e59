//! Two names of persons, part by part.

use super::dictionary::WordId;
use super::persons::{Part, PersonForm, PersonForms};
use super::score::Score;
use super::weights as w;
use crate::model::EvidenceKind as Kind;

/// Adds the evidence of two names.
pub fn compare(forms: &PersonForms, left: &PersonForm, right: &PersonForm, score: &mut Score) {
    let text = |part: Part| forms.dictionary.word(part.id).text.as_str();
    let (a, b) = (&left.parts, &right.parts);
    let (mut open_a, mut open_b): (Vec<usize>, Vec<usize>) = ((0..a.len()).collect(), (0..b.len()).collect());
    let mut partners: Vec<(usize, usize)> = Vec::with_capacity(a.len());
    let mut n_full = 0;

    take(
        &mut open_a,
        &mut open_b,
        |i, j| a[i].id == b[j].id,
        |i, j| {
            let word = forms.dictionary.word(a[i].id);
            let weight = if a[i].is_initial { w::INITIAL } else { a[i].weight.min(b[j].weight) };
            n_full += usize::from(!a[i].is_initial);
            score.note(Kind::EqualWords, weight, || word.text.clone());
            partners.push((i, j));
        },
    );
    let is_spelling = |i: usize, j: usize| {
        !a[i].is_initial && !b[j].is_initial && spelling(forms, a[i].id, b[j].id).is_some()
    };
    take(&mut open_a, &mut open_b, is_spelling, |i, j| {
        let weight = a[i].weight.min(b[j].weight);
        n_full += 1;
        score.note(Kind::EqualWords, weight, || format!("{}/{}", text(a[i]), text(b[j])));
        let penalty = spelling(forms, a[i].id, b[j].id).unwrap_or_default();
        score.note(Kind::Typos, penalty, || format!("{}/{}", text(a[i]), text(b[j])));
        partners.push((i, j));
    });
    let fits = |i: usize, j: usize| a[i].is_initial != b[j].is_initial && a[i].initial == b[j].initial;
    take(&mut open_a, &mut open_b, fits, |i, j| {
        score.note(Kind::EqualWords, w::INITIAL, || format!("{}/{}", text(a[i]), text(b[j])));
        partners.push((i, j));
    });
    if !open_a.is_empty() && !open_b.is_empty() && joined(&open_a, a, forms) == joined(&open_b, b, forms) {
        let sum = |open: &[usize], parts: &[Part]| open.iter().map(|at| parts[*at].weight).sum::<i32>();
        let weight = sum(&open_a, a).min(sum(&open_b, b));
        score.note(Kind::EqualWords, weight, || joined(&open_a, a, forms));
        score.note(Kind::Typos, w::JOINED, || "written as one".to_owned());
        n_full += open_a.len().max(open_b.len());
        open_a.clear();
        open_b.clear();
    }

    let names =
        |open: &[usize], parts: &[Part]| open.iter().map(|at| text(parts[*at])).collect::<Vec<_>>().join(" ");
    match (open_a.is_empty(), open_b.is_empty()) {
        (true, true) => {
            let n_parts = a.len().min(b.len());
            if n_full >= 2 {
                score.note(Kind::EqualWords, w::COMPLETE_PERSON, || "no other part in either".to_owned());
            } else if n_full == 1 && n_parts >= 2 {
                score.note(Kind::EqualWords, w::COMPLETE_WITH_INITIAL, || {
                    "no other part in either".to_owned()
                });
            }
        }
        (false, false) => {
            let rarest = open_a.iter().map(|i| a[*i]).chain(open_b.iter().map(|j| b[*j]));
            let weight = rarest.map(|part| forms.dictionary.word(part.id).weight).max().unwrap_or_default();
            score.note(Kind::UnmatchedWords, w::TWO_SIDED_WORD - weight, || {
                format!("{} | {}", names(&open_a, a), names(&open_b, b))
            });
        }
        _ => {
            let (open, parts) = if open_a.is_empty() { (&open_b, b) } else { (&open_a, a) };
            let weight: i32 = open
                .iter()
                .map(|at| if parts[*at].is_initial { w::MIDDLE_INITIAL_MISSING } else { w::MIDDLE_MISSING })
                .sum();
            // Beside a single name that agrees, the missing one may be the family name.
            let alone = if partners.len() < 2 { w::ONE_SIDED_WORD } else { 0 };
            score.note(Kind::UnmatchedWords, weight + alone, || names(open, parts));
        }
    }
    partners.sort_unstable();
    if partners.windows(2).any(|two| two[0].1 > two[1].1) {
        score.note(Kind::Typos, w::PERSON_REORDERED, || "other order".to_owned());
    }
}

/// Pairs what is open on both sides, first come first served.
fn take(
    open_a: &mut Vec<usize>,
    open_b: &mut Vec<usize>,
    is_match: impl Fn(usize, usize) -> bool,
    mut on_match: impl FnMut(usize, usize),
) {
    open_a.retain(|i| {
        let Some(at) = open_b.iter().position(|j| is_match(*i, *j)) else { return true };
        on_match(*i, open_b.remove(at));
        false
    });
}

/// Penalty of two spellings of one name.
fn spelling(forms: &PersonForms, a: WordId, b: WordId) -> Option<i32> {
    let (left, right) = (forms.sounds[a as usize], forms.sounds[b as usize]);
    if left.is_some() && left == right {
        return Some(w::SAME_SOUND);
    }
    if forms.are_familiar(a, b) {
        return Some(w::FAMILIAR_FORM);
    }
    let dictionary = &forms.dictionary;
    dictionary.edits(a, b).or_else(|| dictionary.edits_by_way(a, b)).map(|edits| {
        let are_known = dictionary.word(a).is_known && dictionary.word(b).is_known;
        i32::from(edits) * if are_known { w::PERSON_EDIT_KNOWN } else { w::PERSON_EDIT }
    })
}

fn joined(open: &[usize], parts: &[Part], forms: &PersonForms) -> String {
    open.iter().map(|at| forms.dictionary.word(parts[*at].id).text.as_str()).collect()
}

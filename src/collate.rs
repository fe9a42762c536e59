//! Which documents print the same letter: a copy or a re-post is one letter with two documents, and its
//! signatures are counted once.

use crate::model::{Issue, IssueCode, Reading};
use crate::text::fold;
use std::collections::BTreeMap;

/// Signatures below which equal lists are no evidence.
const FEWEST: usize = 3;

/// For each reading, the index of the first that prints the same letter: itself, but for a copy. Two
/// documents print one letter when their sidecars say so, or when the same names sign both and their
/// dates do not contradict.
pub fn run(readings: &[Reading], issues: &mut Vec<Issue>) -> Vec<usize> {
    let mut first_of: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    let mut first_with_id = BTreeMap::new();
    let mut originals = Vec::with_capacity(readings.len());
    for (index, reading) in readings.iter().enumerate() {
        let mut original = index;
        if let Some(id) = reading.letter_id {
            original = *first_with_id.entry(id).or_insert(index);
        }
        if original == index && reading.signatures.len() >= FEWEST {
            let mut names: Vec<String> =
                reading.signatures.iter().map(|signature| fold(&signature.name)).collect();
            names.sort_unstable();
            let alike = first_of.entry(names).or_default();
            match alike.iter().find(|other| !contradict(&readings[**other], reading)) {
                Some(first) => original = *first,
                None => alike.push(index),
            }
        }
        if original != index {
            let message = format!(
                "prints the same letter as {}; its signatures are not counted again",
                readings[original].document.path
            );
            issues.push(Issue::new(IssueCode::DuplicateLetter, &reading.document.path, message));
        }
        originals.push(original);
    }
    originals
}

fn contradict(a: &Reading, b: &Reading) -> bool {
    let date =
        |reading: &Reading| reading.letter.as_ref().and_then(|letter| letter.date).map(|(date, _)| date.date);
    matches!((date(a), date(b)), (Some(a), Some(b)) if a != b)
}

//! Whether a signatory is an organization or a person.
//!
//! In: the printed name and the rest of the line. Out: a score, positive for an organization, negative
//! for a person, and the reasons. Every piece of evidence adds its weight; nothing is decided by one
//! alone. What a heading says is for the caller to add.

mod line;
mod name;
mod rest;
mod script;

pub use line::judge_line;

use crate::model::Kind;
use crate::reference::Reference;

/// The decision and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindVerdict {
    /// What the score says; unknown at zero.
    pub kind: Kind,
    /// Positive for an organization, negative for a person; the larger, the surer. Three settle what is
    /// open; ten leave no doubt.
    pub score: i32,
    /// The evidence, with its weights.
    pub reasons: Vec<(i32, &'static str)>,
}

impl KindVerdict {
    /// Adds a piece of evidence.
    fn add(&mut self, weight: i32, reason: &'static str) {
        if weight != 0 {
            self.score += weight;
            self.reasons.push((weight, reason));
            self.kind = kind_of(self.score);
        }
    }
}

/// Weighs the evidence. `rest` is what the line says behind the name, or empty.
pub fn judge(name: &str, rest: &str, reference: &Reference) -> KindVerdict {
    let mut evidence = Evidence::default();
    name::weigh(name, &mut evidence, reference);
    rest::weigh(rest, &mut evidence, reference);
    KindVerdict { kind: kind_of(evidence.score), score: evidence.score, reasons: evidence.reasons }
}

fn kind_of(score: i32) -> Kind {
    match score {
        1.. => Kind::Organization,
        0 => Kind::Unknown,
        _ => Kind::Person,
    }
}

/// What the rest of the line adds to the score of a name, whatever the name.
pub fn weight_of_rest(rest: &str, reference: &Reference) -> i32 {
    let mut evidence = Evidence::default();
    rest::weigh(rest, &mut evidence, reference);
    evidence.score
}

/// A sum of weights.
#[derive(Debug, Default)]
struct Evidence {
    score: i32,
    reasons: Vec<(i32, &'static str)>,
}

impl Evidence {
    /// Adds a weight, positive for an organization.
    fn add(&mut self, weight: i32, reason: &'static str) {
        if weight != 0 {
            self.score += weight;
            self.reasons.push((weight, reason));
        }
    }
}

#[cfg(test)]
mod tests;

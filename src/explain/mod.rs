//! Why two were or were not linked, and how an entity came together: as data, as a picture, as a page.
//!
//! In: the linked corpus, and the scored pairs that were asked for. Out: stories that the command line prints,
//! SVG and HTML. Nothing here decides anything.

mod html;
mod story;
mod svg;

pub use html::{entity_page, pair_page};
pub(crate) use story::tree;
pub use story::{EntityStory, Join, PairStory, Verdict, entity, pair, representatives};
pub use svg::waterfall;

use crate::model::{EvidenceItem, EvidenceKind, Link};

/// One step of a waterfall: a piece of evidence, with the sum before and after it, in bits.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is about.
    pub kind: String,
    /// What was seen.
    pub detail: String,
    /// Weight in bits.
    pub bits: f64,
    /// Sum of what came before.
    pub before: f64,
    /// Sum with it.
    pub after: f64,
}

/// The evidence of a pair, step by step: what is known before anything is looked at comes first.
pub fn steps(link: &Link) -> Vec<Step> {
    let is_prior = |item: &&EvidenceItem| item.kind == EvidenceKind::Prior && item.detail.is_empty();
    let (prior, rest): (Vec<&EvidenceItem>, Vec<&EvidenceItem>) = link.evidence.iter().partition(is_prior);
    let mut sum = 0;
    prior
        .into_iter()
        .chain(rest)
        .map(|item| {
            let before = sum;
            sum += item.millibits;
            Step {
                kind: item.kind.to_string().replace('_', " "),
                detail: item.detail.clone(),
                bits: bits(item.millibits),
                before: bits(before),
                after: bits(sum),
            }
        })
        .collect()
}

/// Thousandths of a bit as bits.
pub fn bits(millibits: i32) -> f64 {
    f64::from(millibits) / 1000.0
}

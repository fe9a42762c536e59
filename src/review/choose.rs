//! Choosing: which questions a person's time is best spent on.
//!
//! A question weighs the more, the less sure its answer is and the more signatures hang on it.

use super::side::Side;
use crate::explain;
use crate::model::{Corpus, Decided, EvidenceKind, Link, LinkDecision};
use crate::vocabulary;
use std::collections::{BTreeMap, BTreeSet};

vocabulary! {
    /// Why a pair is asked about.
    pub enum Question {
        /// They are not linked; a little more would have linked them.
        NearThreshold = "near_threshold",
        /// Their own evidence would link them, but others of their entities do not fit, or another fits as well.
        Contested = "contested",
        /// They are linked by an acronym and what it stands for, and by nothing else.
        Acronym = "acronym",
        /// They are linked, and nothing surer holds the two parts of their entity together.
        WeakestLink = "weakest_link",
    }
}

/// A link that is at least as probable is not asked about.
const SURE: f64 = 0.999;

/// A question to a person.
#[derive(Debug, Clone)]
pub struct Item {
    /// Why it is asked.
    pub question: Question,
    /// The pair.
    pub link: Link,
    /// Whether they are one entity now.
    pub is_linked: bool,
    /// How much a look is worth.
    pub priority: f64,
}

impl Item {
    /// What is known of the two.
    pub fn sides(&self, corpus: &Corpus) -> [Side; 2] {
        [self.link.left, self.link.right].map(|signing| Side::of(corpus, signing, self.is_linked))
    }

    /// The evidence in words.
    pub fn evidence(&self) -> String {
        let steps = explain::steps(&self.link);
        let told: Vec<String> = steps
            .iter()
            .map(|step| match step.detail.as_str() {
                "" => format!("{} ({:+.1})", step.kind, step.bits),
                detail => format!("{}: {detail} ({:+.1})", step.kind, step.bits),
            })
            .collect();
        told.join("; ")
    }
}

/// The questions, the most telling first.
pub fn choose(corpus: &Corpus) -> Vec<Item> {
    let linkage = &corpus.linkage;
    let entity_of = |signing: usize| linkage.entity_of.get(signing).copied().unwrap_or_default();
    let size = |entity: usize| linkage.entities.get(entity).map_or(1, |entity| entity.signings.len());
    let mut items: Vec<Item> = Vec::new();
    let mut inside: BTreeMap<usize, Vec<Link>> = BTreeMap::new();
    for link in &linkage.links {
        let (left, right) = (entity_of(link.left), entity_of(link.right));
        if left == right {
            inside.entry(left).or_default().push(link.clone());
        }
        if link.by == Decided::Person {
            continue;
        }
        if left == right {
            if is_acronym_only(link) {
                items.push(item(Question::Acronym, link, true, [1, size(left)]));
            }
        } else if link.decision == LinkDecision::Review {
            let is_contested = link.why.contains("do not fit");
            let question = if is_contested { Question::Contested } else { Question::NearThreshold };
            items.push(item(question, link, false, [size(left), size(right)]));
        }
    }
    for (_, links) in inside {
        if let Some((link, sizes)) = explain::tree(&links).last()
            && link.by != Decided::Person
            && link.probability < SURE
        {
            items.push(item(Question::WeakestLink, link, true, *sizes));
        }
    }
    items.sort_by(|a, b| {
        let ends = |item: &Item| (item.link.left, item.link.right, item.question);
        b.priority.total_cmp(&a.priority).then_with(|| ends(a).cmp(&ends(b)))
    });
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert((item.link.left, item.link.right)));
    items
}

/// Whether an acronym is all that speaks for a link, beside countries.
fn is_acronym_only(link: &Link) -> bool {
    let sum = |kind: EvidenceKind| -> i32 {
        link.evidence.iter().filter(|item| item.kind == kind).map(|item| item.millibits).sum()
    };
    sum(EvidenceKind::Acronym) > 0 && sum(EvidenceKind::EqualWords) <= 0
}

fn item(question: Question, link: &Link, is_linked: bool, sizes: [usize; 2]) -> Item {
    let p = link.probability;
    // What is contested is open whatever the two say by themselves.
    let doubt = if question == Question::Contested { 1.0 } else { 4.0 * p * (1.0 - p) };
    let at_stake = (sizes[0] as f64 * sizes[1] as f64).sqrt();
    Item { question, link: link.clone(), is_linked, priority: doubt * at_stake }
}

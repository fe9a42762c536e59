//! The stories: what is told of a pair, and of an entity.

use super::bits;
use crate::model::{Corpus, Decided, Entity, EvidenceKind, Kind, Link, LinkDecision};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Printings of an entity that are compared with each other; of more, the commonest.
const MOST: usize = 30;
/// Pairs that are told of what nearly joined.
const MOST_NEAR: usize = 10;

/// Why two signatures are of one entity, or are not.
#[derive(Debug, Clone)]
pub struct PairStory {
    /// The two, by their signings.
    pub signings: [usize; 2],
    /// In short.
    pub verdict: Verdict,
    /// Why, in sentences.
    pub why: Vec<String>,
    /// Their own evidence; nothing where they are one record, or of two kinds.
    pub link: Option<Link>,
    /// Other pairs that decided: those that hold the two together, or keep their entities apart.
    pub others: Vec<Link>,
    /// Weight from which such pairs are linked, in bits.
    pub threshold: f64,
}

/// The verdict on a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They print the same.
    OneRecord,
    /// They are one entity, by their own evidence.
    Linked,
    /// They are one entity, by way of others.
    ByOthers,
    /// They are two entities.
    Different,
}

/// How an entity came together.
#[derive(Debug, Clone)]
pub struct EntityStory {
    /// Index of the entity.
    pub entity: usize,
    /// Different printings.
    pub n_printings: usize,
    /// The joins that made it one, the surest first.
    pub joins: Vec<Join>,
    /// Pairs with others that came near, the nearest first.
    pub near: Vec<Link>,
    /// Weight from which such pairs are linked, in bits.
    pub threshold: f64,
}

/// Two parts of an entity that a pair brought together.
#[derive(Debug, Clone)]
pub struct Join {
    /// The pair.
    pub link: Link,
    /// Printings of the two parts.
    pub n_printings: [usize; 2],
    /// Whether nothing surer holds the entity together.
    pub is_weakest: bool,
}

/// What makes two signatures print the same.
fn printing(corpus: &Corpus, signing: usize) -> (String, Option<String>, Option<String>) {
    let signature = corpus.signature(signing);
    let country = signature
        .country
        .as_ref()
        .map(|country| country.codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(";"));
    (signature.name_normalized.clone(), country, signature.affiliation.clone())
}

/// One signature for each way in which an entity is printed, the commonest ways first; the ones that are given
/// are among them.
pub fn representatives(corpus: &Corpus, entity: usize, given: &[usize]) -> Vec<usize> {
    let Some(entity) = corpus.linkage.entities.get(entity) else { return Vec::new() };
    let mut printings: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for signing in &entity.signings {
        printings.entry(printing(corpus, *signing)).or_insert((0, *signing)).0 += 1;
    }
    let mut ordered: Vec<(usize, usize)> = printings.into_values().collect();
    ordered.sort_by_key(|(n, first)| (std::cmp::Reverse(*n), *first));
    let mut chosen: Vec<usize> = given.iter().copied().filter(|one| entity.signings.contains(one)).collect();
    for (_, first) in ordered {
        if chosen.len() < MOST && !chosen.contains(&first) {
            chosen.push(first);
        }
    }
    chosen
}

/// Tells of a pair. `asked` holds the scored pairs of all that print the two entities, or the one; `threshold`
/// is the weight from which such pairs are linked.
pub fn pair(corpus: &Corpus, signings: [usize; 2], asked: &[Link], threshold: f64) -> PairStory {
    let [left, right] = signings;
    let is_own = |link: &&Link| [link.left, link.right] == [left.min(right), left.max(right)];
    let link = asked.iter().find(is_own).cloned();
    let entity_of = |signing: usize| corpus.linkage.entity_of.get(signing).copied();
    let mut story = PairStory {
        signings,
        verdict: Verdict::Different,
        why: Vec::new(),
        link,
        others: Vec::new(),
        threshold,
    };
    if entity_of(left) == entity_of(right) {
        one(corpus, asked, &mut story);
    } else {
        two(corpus, asked, &mut story);
    }
    story
}

/// Why the two are one.
fn one(corpus: &Corpus, asked: &[Link], story: &mut PairStory) {
    let [left, right] = story.signings;
    let Some(link) = &story.link else {
        let is_one_kind = corpus.signature(left).kind == corpus.signature(right).kind;
        if left == right || is_one_kind && printing(corpus, left) == printing(corpus, right) {
            story.verdict = Verdict::OneRecord;
            story
                .why
                .push("They are the same record: name, kind, country and affiliation are equal.".to_owned());
        } else {
            story.verdict = Verdict::ByOthers;
            story.why.push("They are joined by way of others, or by a person's decision.".to_owned());
        }
        return;
    };
    let is_direct = link.by == Decided::Person || bits(link.millibits) >= story.threshold;
    if is_direct && link.decision != LinkDecision::Rejected {
        story.verdict = Verdict::Linked;
        story.why.push(link.why.clone());
        return;
    }
    story.verdict = Verdict::ByOthers;
    let own = bits(link.millibits);
    story.why.push(format!(
        "Their own {own:.1} bits do not link them, for {:.1} are needed; others of the entity hold them together.",
        story.threshold
    ));
    story.others = way(asked, left, right);
}

/// Why the two are not one.
fn two(corpus: &Corpus, asked: &[Link], story: &mut PairStory) {
    let [left, right] = story.signings;
    let Some(link) = &story.link else {
        let kinds = [left, right].map(|signing| corpus.signature(signing).kind);
        let why = match kinds.contains(&Kind::Person) && kinds.iter().any(|kind| *kind != Kind::Person) {
            true => "One is read as a person and the other is not; only a person's decision joins them.",
            false => "They print the same; the evidence of others keeps their entities apart.",
        };
        story.why.push(why.to_owned());
        return;
    };
    let own = bits(link.millibits);
    match link.by {
        Decided::Person | Decided::Rule => {
            story.why.push(link.why.clone());
            if link.by == Decided::Rule {
                story.why.push("No weight outvotes this rule; a person's decision does.".to_owned());
            }
        }
        Decided::Score if own < story.threshold => {
            let against =
                link.evidence.iter().filter(|item| item.millibits < 0 && item.kind != EvidenceKind::Prior);
            let heaviest = against.min_by_key(|item| item.millibits);
            story.why.push(format!(
                "They reach {own:.1} bits, and {:.1} are needed: {:.1} are missing.",
                story.threshold,
                story.threshold - own
            ));
            if let Some(item) = heaviest {
                let kind = item.kind.to_string().replace('_', " ");
                let detail =
                    if item.detail.is_empty() { String::new() } else { format!(" ({})", item.detail) };
                let weight = bits(item.millibits);
                story.why.push(format!("What speaks most against it: {kind}{detail}, {weight:+.1} bits."));
            }
        }
        Decided::Score => {
            story.why.push(format!(
                "Their own {own:.1} bits would link them, but other records of the two entities do not fit."
            ));
            let mut against: Vec<&Link> =
                asked.iter().filter(|other| bits(other.millibits) < story.threshold).collect();
            against.sort_by_key(|link| (link.by != Decided::Rule, link.millibits, link.left, link.right));
            story.others = against.into_iter().take(3).cloned().collect();
            let n_pairs = asked.len().max(1);
            let sum: f64 = asked.iter().map(|link| bits(link.millibits)).sum();
            story.why.push(format!(
                "The mean over {n_pairs} pairs of theirs is {:.1} bits.",
                sum / n_pairs as f64
            ));
        }
    }
}

/// The pairs of a strongest way from one to the other.
fn way(asked: &[Link], from: usize, to: usize) -> Vec<Link> {
    let tree = tree(asked);
    let mut neighbours: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    for (link, _) in &tree {
        neighbours.entry(link.left).or_default().push(link);
        neighbours.entry(link.right).or_default().push(link);
    }
    let mut before: BTreeMap<usize, &Link> = BTreeMap::new();
    let mut seen = BTreeSet::from([from]);
    let mut queue = VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        for link in neighbours.get(&at).into_iter().flatten() {
            let other = if link.left == at { link.right } else { link.left };
            if seen.insert(other) {
                before.insert(other, link);
                queue.push_back(other);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = to;
    while let Some(link) = before.get(&at).filter(|_| at != from) {
        way.push((*link).clone());
        at = if link.left == at { link.right } else { link.left };
    }
    way.reverse();
    way
}

/// The strongest pairs that hold all together, the surest first, each with the printings of the two parts that it
/// joins. A person's decision comes before every score.
pub(crate) fn tree(links: &[Link]) -> Vec<(&Link, [usize; 2])> {
    let mut ordered: Vec<&Link> = links.iter().collect();
    let is_decided = |link: &Link| link.by == Decided::Person && link.decision != LinkDecision::Rejected;
    ordered.sort_by_key(|link| {
        let is_ruled_out = link.by == Decided::Rule;
        (!is_decided(link), is_ruled_out, std::cmp::Reverse(link.millibits), link.left, link.right)
    });
    let mut part_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for signing in links.iter().flat_map(|link| [link.left, link.right]) {
        part_of.insert(signing, signing);
        parts.insert(signing, vec![signing]);
    }
    let mut tree = Vec::new();
    for link in ordered {
        let (Some(a), Some(b)) = (part_of.get(&link.left).copied(), part_of.get(&link.right).copied()) else {
            continue;
        };
        if a == b {
            continue;
        }
        let moved = parts.remove(&b).unwrap_or_default();
        let Some(kept) = parts.get_mut(&a) else { continue };
        tree.push((link, [kept.len(), moved.len()]));
        for signing in &moved {
            part_of.insert(*signing, a);
        }
        kept.extend(moved);
    }
    tree
}

/// Tells of an entity. `asked` holds the scored pairs of all that print it.
pub fn entity(corpus: &Corpus, place: usize, asked: &[Link], threshold: f64) -> EntityStory {
    let signings = corpus.linkage.entities.get(place).map_or(&[][..], |entity: &Entity| &entity.signings);
    let printings: BTreeSet<_> = signings.iter().map(|signing| printing(corpus, *signing)).collect();
    let joined = tree(asked);
    let weakest = joined.len().checked_sub(1);
    let joins: Vec<Join> = joined
        .into_iter()
        .enumerate()
        .map(|(at, (link, n_printings))| Join {
            link: link.clone(),
            n_printings,
            is_weakest: Some(at) == weakest,
        })
        .collect();
    let is_inside = |signing: usize| signings.binary_search(&signing).is_ok();
    let mut near: Vec<Link> = corpus
        .linkage
        .links
        .iter()
        .filter(|link| is_inside(link.left) != is_inside(link.right))
        .cloned()
        .collect();
    near.sort_by_key(|link| {
        (link.by == Decided::Rule, std::cmp::Reverse(link.millibits), link.left, link.right)
    });
    near.truncate(MOST_NEAR);
    EntityStory { entity: place, n_printings: printings.len(), joins, near, threshold }
}

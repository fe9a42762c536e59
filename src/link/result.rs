//! Clusters to the published result: entities with their ids, scored pairs with their evidence.

use super::calibrate::probability;
use super::cluster::{CANNOT, Edge, find, unite};
use super::decisions::Resolved;
use super::records::{Record, Signing};
use super::relations;
use super::score::Score;
use super::settings::LinkSettings;
use super::stage::{Clustering, LOOK_ALIKE, Scorer};
use super::universe::Read;
use super::weights as w;
use crate::model::{
    Alpha2, Decided, Entity, EntityId, EvidenceItem, Kind, Link, LinkDecision, Linkage, Relation,
    RelationKind,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One kind of records with its clusters.
pub struct Side<'a, S> {
    /// What scores them.
    pub scorer: &'a S,
    /// The records.
    pub records: &'a [Record],
    /// For each row its record.
    pub record_of: &'a [Option<u32>],
    /// The clusters.
    pub clustering: &'a Clustering,
    /// Probability from which pairs are linked.
    pub link: f64,
}

/// Puts the result together.
pub fn assemble(
    signings: &[Signing],
    read: &Read,
    organizations: &Side<super::scorers::Organizations>,
    persons: &Side<super::scorers::Persons>,
    decided: &Resolved,
    settings: &LinkSettings,
    with_links: bool,
) -> Linkage {
    // Records of both kinds are numbered together: a person may decide across them.
    let offset = organizations.records.len() as u32;
    let all: Vec<&Record> = organizations.records.iter().chain(persons.records).collect();
    let labels = organizations.clustering.labels.iter().copied();
    let mut parent: Vec<u32> =
        labels.chain(persons.clustering.labels.iter().map(|label| label + offset)).collect();
    let record_of: Vec<u32> = (0..signings.len())
        .map(|row| organizations.record_of[row].or(persons.record_of[row].map(|record| record + offset)))
        .map(Option::unwrap_or_default)
        .collect();
    for (a, b) in &decided.must {
        unite(&mut parent, record_of[*a as usize], record_of[*b as usize]);
    }
    let roots: Vec<u32> = (0..all.len() as u32).map(|record| find(&mut parent, record)).collect();
    let mut clusters: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (record, root) in roots.iter().enumerate() {
        clusters.entry(*root).or_default().push(record as u32);
    }

    let strengths = strengths(organizations, persons, &roots, offset, decided, &record_of);
    let mut entities: Vec<(Entity, Vec<u32>)> = clusters
        .into_values()
        .map(|records| (entity(signings, read, &all, &records, offset), records))
        .collect();
    entities.sort_by_key(|(entity, _)| entity.id);
    let mut entity_of_record = vec![0_usize; all.len()];
    for (at, (entity, records)) in entities.iter_mut().enumerate() {
        entity.confidence = strengths.confidence(records);
        for record in records {
            entity_of_record[*record as usize] = at;
        }
    }
    let entity_of: Vec<usize> = record_of.iter().map(|record| entity_of_record[*record as usize]).collect();
    let link_probability = record_of.iter().map(|record| strengths.best[*record as usize]).collect();
    let affiliation_of = affiliations(signings.len(), organizations.records, &entity_of_record);

    let entities = entities.into_iter().map(|(entity, _)| entity).collect();
    if !with_links {
        let (links, relations) = (Vec::new(), Vec::new());
        return Linkage { entities, entity_of, link_probability, affiliation_of, links, relations };
    }
    let mut links = links(organizations, &entity_of_record, decided, settings);
    links.extend(self::links(persons, &entity_of_record[offset as usize..], decided, settings));
    links.sort_by_key(|link| (link.left, link.right));

    let mut found = relations::chapters(organizations, &entity_of_record);
    for (row, affiliation) in affiliation_of.iter().enumerate() {
        let Some(affiliation) = affiliation.filter(|affiliation| *affiliation != entity_of[row]) else {
            continue;
        };
        found.push(Relation {
            entity_a: entity_of[row],
            entity_b: affiliation,
            kind: RelationKind::AffiliatedWith,
            evidence: signings[row].affiliation.unwrap_or_default().to_owned(),
        });
    }
    found.sort_by(|a, b| {
        (a.entity_a, a.entity_b, a.kind, &a.evidence).cmp(&(b.entity_a, b.entity_b, b.kind, &b.evidence))
    });
    found.dedup_by_key(|relation| (relation.entity_a, relation.entity_b, relation.kind));
    Linkage { entities, entity_of, link_probability, affiliation_of, links, relations: found }
}

/// For each row the entity of its affiliation.
fn affiliations(n_rows: usize, records: &[Record], entity_of_record: &[usize]) -> Vec<Option<usize>> {
    let mut affiliation_of = vec![None; n_rows];
    for (record, of) in records.iter().enumerate() {
        for row in &of.affiliates {
            affiliation_of[*row as usize] = Some(entity_of_record[record]);
        }
    }
    affiliation_of
}

/// An entity from its records.
fn entity(signings: &[Signing], read: &Read, all: &[&Record], records: &[u32], offset: u32) -> Entity {
    let mut rows: Vec<u32> =
        records.iter().flat_map(|record| &all[*record as usize].signings).copied().collect();
    rows.sort_by_key(|row| signings[*row as usize].order());
    let mut affiliates: Vec<u32> =
        records.iter().flat_map(|record| &all[*record as usize].affiliates).copied().collect();
    affiliates.sort_by_key(|row| signings[*row as usize].order());
    let founder = rows.first().or(affiliates.first()).map(|row| &signings[*row as usize]);
    let id = founder.map_or(EntityId::of(&["nothing"]), |signing| {
        let id = signing.id.to_string();
        // An organization that never signed is founded by the first person who is of it.
        if rows.is_empty() { EntityId::of(&["affiliation", &id]) } else { EntityId::of(&[&id]) }
    });
    let kind = match rows.first() {
        Some(row) if read.is_person[*row as usize] => Kind::Person,
        None if records.iter().all(|record| *record >= offset) => Kind::Person,
        _ => Kind::Organization,
    };
    let printed = |row: &u32| signings[*row as usize].name;
    let name = if rows.is_empty() {
        commonest(affiliates.iter().filter_map(|row| signings[*row as usize].affiliation.map(str::trim)))
    } else {
        commonest(rows.iter().map(printed))
    };
    let acronym = commonest(rows.iter().filter_map(|row| signings[*row as usize].acronym)).map(str::to_owned);
    let acronyms = rows
        .iter()
        .filter_map(|row| read.name_of[*row as usize])
        .flat_map(|name| &read.acronyms[name as usize]);
    let in_names = || commonest(acronyms.map(String::as_str));
    let country = leading(rows.iter().filter_map(|row| signings[*row as usize].country));
    let mut indices: Vec<usize> = rows.iter().map(|row| *row as usize).collect();
    indices.sort_unstable();
    Entity {
        id,
        kind,
        name: name.unwrap_or_default().to_owned(),
        acronym: acronym.or_else(|| in_names().map(str::to_uppercase)),
        country,
        is_name_decided: false,
        is_country_decided: false,
        confidence: 1.0,
        signings: indices,
    }
}

/// The commonest text, of equals the first.
fn commonest<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, text) in texts.enumerate() {
        counts.entry(text).or_insert((0, at)).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, (n, first))| (*n, std::cmp::Reverse(*first))).map(|(text, _)| text)
}

/// The commonest country, where there is only one.
fn leading(countries: impl Iterator<Item = Alpha2>) -> Option<Alpha2> {
    let mut counts: BTreeMap<Alpha2, usize> = BTreeMap::new();
    for country in countries {
        *counts.entry(country).or_insert(0) += 1;
    }
    let most = counts.values().copied().max()?;
    let mut leaders = counts.into_iter().filter(|(_, n)| *n == most);
    let (first, _) = leaders.next()?;
    leaders.next().is_none().then_some(first)
}

/// The links that hold entities together.
struct Strengths {
    /// For each record the probability of its strongest link inside its entity.
    best: Vec<Option<f64>>,
    /// For each record the weakest link of a strongest spanning tree of its entity.
    weakest: Vec<f64>,
}

impl Strengths {
    fn confidence(&self, records: &[u32]) -> f64 {
        records.iter().map(|record| self.weakest[*record as usize]).fold(1.0, f64::min)
    }
}

fn strengths<A: Scorer, B: Scorer>(
    organizations: &Side<A>,
    persons: &Side<B>,
    roots: &[u32],
    offset: u32,
    decided: &Resolved,
    record_of: &[u32],
) -> Strengths {
    let mut best: Vec<Option<f64>> = Vec::with_capacity(roots.len());
    best.extend(alone(organizations));
    best.extend(alone(persons));
    let mut weakest: Vec<f64> = best.iter().map(|own| own.unwrap_or(1.0)).collect();
    let shifted = persons.clustering.edges.iter().map(|edge| Edge {
        left: edge.left + offset,
        right: edge.right + offset,
        millibits: edge.millibits,
    });
    let mut inner: Vec<(u32, u32, f64)> = organizations
        .clustering
        .edges
        .iter()
        .copied()
        .chain(shifted)
        .filter(|edge| edge.millibits != CANNOT && roots[edge.left as usize] == roots[edge.right as usize])
        .map(|edge| (edge.left, edge.right, probability(edge.millibits)))
        .collect();
    for (a, b) in &decided.must {
        inner.push((record_of[*a as usize], record_of[*b as usize], 1.0));
    }
    inner.par_sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let mut parent: Vec<u32> = (0..roots.len() as u32).collect();
    for (a, b, strength) in inner {
        for record in [a, b] {
            let own = &mut best[record as usize];
            *own = Some(own.map_or(strength, |own| own.max(strength)));
        }
        if find(&mut parent, a) != find(&mut parent, b) {
            unite(&mut parent, a, b);
            weakest[a as usize] = weakest[a as usize].min(strength);
        }
    }
    Strengths { best, weakest }
}

/// For each record of several signings the probability that they are one.
fn alone<S: Scorer>(side: &Side<S>) -> Vec<Option<f64>> {
    side.records
        .par_iter()
        .map(|record| {
            let form = *record.forms.first()?;
            if record.signings.len() < 2 {
                return None;
            }
            let other = Record {
                forms: vec![form],
                country: record.country,
                place: record.place.clone(),
                affiliation: record.affiliation,
                titles: record.titles,
                ..Record::default()
            };
            let mut score = Score::default();
            side.scorer.score((&other, form), (&other, form), &mut score);
            Some(probability(score.millibits()))
        })
        .collect()
}

/// The scored pairs that are published, with their evidence.
fn links<S: Scorer>(
    side: &Side<S>,
    entity_of_record: &[usize],
    decided: &Resolved,
    settings: &LinkSettings,
) -> Vec<Link> {
    let records = side.records;
    let pairs = |rows: &[(u32, u32)]| -> BTreeSet<(u32, u32)> {
        rows.iter()
            .filter_map(|(a, b)| side.record_of[*a as usize].zip(side.record_of[*b as usize]))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect()
    };
    let (must, cannot) = (pairs(&decided.must), pairs(&decided.cannot));
    let least = (settings.near_miss * f64::from(w::BIT)) as i32;
    let mut kept: Vec<Edge> = side
        .clustering
        .edges
        .iter()
        .filter(|edge| edge.millibits >= least || edge.millibits == CANNOT)
        .filter(|edge| {
            [edge.left, edge.right].iter().all(|record| !records[*record as usize].signings.is_empty())
        })
        .copied()
        .collect();
    // The heaviest first; look-alikes that a rule rejects come after what was scored.
    kept.par_sort_unstable_by_key(|edge| (std::cmp::Reverse(edge.millibits), edge.left, edge.right));
    let mut n_of = vec![0_usize; records.len()];
    kept.retain(|edge| {
        let (a, b) = (n_of[edge.left as usize], n_of[edge.right as usize]);
        let is_kept =
            a.min(b) < settings.max_links && (edge.millibits != CANNOT || a.max(b) < settings.max_links);
        if is_kept {
            n_of[edge.left as usize] += 1;
            n_of[edge.right as usize] += 1;
        }
        is_kept
    });
    let known: BTreeSet<(u32, u32)> = kept.iter().map(|edge| (edge.left, edge.right)).collect();
    let missing = must.union(&cannot).filter(|pair| pair.0 != pair.1 && !known.contains(pair));
    kept.extend(missing.map(|(left, right)| Edge { left: *left, right: *right, millibits: 0 }));
    kept.par_iter()
        .filter_map(|edge| {
            let (a, b) = (&records[edge.left as usize], &records[edge.right as usize]);
            let (left, right) = (*a.signings.first()? as usize, *b.signings.first()? as usize);
            let score = explain(side.scorer, a, b);
            let is_same = entity_of_record[edge.left as usize] == entity_of_record[edge.right as usize];
            let pair = (edge.left, edge.right);
            let verdict =
                verdict(&score, is_same, must.contains(&pair), cannot.contains(&pair), side.link, settings);
            let is_look_alike =
                score.rule.is_some() && score.millibits() < LOOK_ALIKE && verdict.1 != Decided::Person;
            (!is_look_alike).then(|| Link {
                left: left.min(right),
                right: left.max(right),
                millibits: score.millibits(),
                probability: if score.rule.is_some() { 0.0 } else { probability(score.millibits()) },
                decision: verdict.0,
                by: verdict.1,
                why: verdict.2,
                evidence: score.pieces(),
            })
        })
        .collect()
}

/// A pair of rows with its evidence, whatever it weighs; nothing for rows of one record or of two kinds.
pub fn asked<S: Scorer>(
    side: &Side<S>,
    (left, right): (u32, u32),
    is_same: bool,
    decided: &Resolved,
    settings: &LinkSettings,
) -> Option<Link> {
    let record = |row: u32| side.record_of.get(row as usize).copied().flatten();
    let pair = (record(left)?, record(right)?);
    if pair.0 == pair.1 {
        return None;
    }
    let (a, b) = (side.records.get(pair.0 as usize)?, side.records.get(pair.1 as usize)?);
    let is_decided = |rows: &[(u32, u32)]| {
        rows.iter().any(|(one, other)| {
            let of = (record(*one), record(*other));
            of == (Some(pair.0), Some(pair.1)) || of == (Some(pair.1), Some(pair.0))
        })
    };
    let score = explain(side.scorer, a, b);
    let (decision, by, why) =
        verdict(&score, is_same, is_decided(&decided.must), is_decided(&decided.cannot), side.link, settings);
    Some(Link {
        left: left.min(right) as usize,
        right: left.max(right) as usize,
        millibits: score.millibits(),
        probability: if score.rule.is_some() { 0.0 } else { probability(score.millibits()) },
        decision,
        by,
        why,
        evidence: score.pieces(),
    })
}

/// The best score of two records over all their names, with what was seen.
fn explain<S: Scorer>(scorer: &S, a: &Record, b: &Record) -> Score {
    let mut best: Option<Score> = None;
    for left in &a.forms {
        for right in &b.forms {
            let mut score = Score::explained();
            scorer.score((a, *left), (b, *right), &mut score);
            if best.as_ref().is_none_or(|best| {
                (score.rule.is_none(), score.millibits()) > (best.rule.is_none(), best.millibits())
            }) {
                best = Some(score);
            }
        }
    }
    best.unwrap_or_default()
}

fn verdict(
    score: &Score,
    is_same: bool,
    is_must: bool,
    is_cannot: bool,
    link: f64,
    settings: &LinkSettings,
) -> (LinkDecision, Decided, String) {
    let probability = if score.rule.is_some() { 0.0 } else { probability(score.millibits()) };
    let bits = f64::from(score.millibits()) / f64::from(w::BIT);
    if is_must {
        let overrules = probability < link;
        let decision = if overrules { LinkDecision::Overruled } else { LinkDecision::Linked };
        return (decision, Decided::Person, "A person decided that they are the same.".to_owned());
    }
    if is_cannot {
        let overrules = probability >= link;
        let decision = if overrules { LinkDecision::Overruled } else { LinkDecision::Rejected };
        return (decision, Decided::Person, "A person decided that they are different.".to_owned());
    }
    let told = told(&score.evidence());
    if is_same {
        let why = if probability >= link {
            format!("{told}: {bits:.1} bits speak for one entity.")
        } else {
            format!("{told}: {bits:.1} bits; other records of the entity hold them together.")
        };
        return (LinkDecision::Linked, Decided::Score, why);
    }
    if let Some(rule) = score.rule {
        return (LinkDecision::Rejected, Decided::Rule, rule.why().to_owned());
    }
    if probability >= link {
        let why = format!("{told}: {bits:.1} bits, but other records of the two entities do not fit.");
        return (LinkDecision::Review, Decided::Score, why);
    }
    if probability >= settings.review {
        return (
            LinkDecision::Review,
            Decided::Score,
            format!("{told}: {bits:.1} bits are not enough to link."),
        );
    }
    (LinkDecision::Rejected, Decided::Score, format!("{told}: {bits:.1} bits speak for two entities."))
}

/// The weightiest evidence in words.
fn told(evidence: &[EvidenceItem]) -> String {
    let mut order: Vec<&EvidenceItem> = evidence.iter().filter(|item| !item.detail.is_empty()).collect();
    order.sort_by_key(|item| (std::cmp::Reverse(item.millibits.abs()), item.kind));
    let told: Vec<String> = order
        .iter()
        .take(3)
        .map(|item| format!("{} ({})", item.kind.to_string().replace('_', " "), item.detail))
        .collect();
    if told.is_empty() { "nothing in particular".to_owned() } else { told.join(", ") }
}

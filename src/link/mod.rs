//! Which signatures are the same organization or person.
//!
//! In: the signatures of all letters, and decisions of people. Out: entities, scored pairs with their
//! evidence, and relations that are not identity. The result depends neither on the order of the rows
//! nor on the number of threads.
//!
//! Identical signings become records; records of organizations, affiliations among them, are compared
//! and clustered first, then those of persons, with the affiliation's entity as evidence. Names are only
//! compared where they share a rare key; nothing is quadratic in the corpus.

mod blocking;
mod calibrate;
mod cluster;
mod compare;
mod compare_persons;
pub mod decisions;
pub mod descriptions;
mod dictionary;
pub mod evaluate;
mod namesakes;
mod organizations;
mod overlaps;
mod persons;
mod reach;
mod records;
mod relations;
mod result;
pub mod sampled;
mod score;
mod scorers;
mod settings;
mod stage;
mod universe;
mod weights;

pub use decisions::{Decision, Decisions};
pub use records::Signing;
pub use settings::LinkSettings;

use crate::model::{Link, Linkage, Outcome, SignatureId};
use crate::reference::Reference;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use weights as w;

/// Links signings. Every signing is in exactly one entity.
pub fn run(
    signings: &[Signing],
    decisions: &[Decision],
    settings: &LinkSettings,
    reference: &Reference,
) -> Outcome<Linkage> {
    let outcome = link(signings, decisions, settings, reference, true, |_| Vec::new());
    Outcome { value: outcome.value.0, issues: outcome.issues }
}

/// Links signings to the same entities as [`run`], without scored pairs and relations.
pub fn entities(
    signings: &[Signing],
    decisions: &[Decision],
    settings: &LinkSettings,
    reference: &Reference,
) -> Outcome<Linkage> {
    let outcome = link(signings, decisions, settings, reference, false, |_| Vec::new());
    Outcome { value: outcome.value.0, issues: outcome.issues }
}

/// Links signings as [`entities`] does, and scores the pairs of rows that are asked for when the entities are known,
/// with all their evidence. A pair of one record or of two kinds has none.
pub fn run_asked(
    signings: &[Signing],
    decisions: &[Decision],
    settings: &LinkSettings,
    reference: &Reference,
    ask: impl FnOnce(&Linkage) -> Vec<(usize, usize)>,
) -> Outcome<(Linkage, Vec<Link>)> {
    link(signings, decisions, settings, reference, false, ask)
}

fn link(
    signings: &[Signing],
    decisions: &[Decision],
    settings: &LinkSettings,
    reference: &Reference,
    with_links: bool,
    ask: impl FnOnce(&Linkage) -> Vec<(usize, usize)>,
) -> Outcome<(Linkage, Vec<Link>)> {
    let mut issues = Vec::new();
    let named: FxHashSet<SignatureId> =
        decisions.iter().flat_map(|decision| [decision.left, decision.right]).collect();
    let rows: FxHashMap<SignatureId, u32> = signings
        .iter()
        .enumerate()
        .filter(|(_, signing)| named.contains(&signing.id))
        .map(|(row, signing)| (signing.id, row as u32))
        .collect();
    let name_of = |row: u32| signings[row as usize].name;
    let mut decided = decisions::resolve(decisions, |id| rows.get(&id).copied(), name_of).unpack(&mut issues);
    let are_pairs = records::are_pairs(signings);
    let (read, names) = universe::read(signings, reference);
    decided.close(&read.is_person);
    let organizations = universe::organizations(signings, &read, names, &decided, reference);
    let same_letter = records::same_letter(&organizations.records, are_pairs, settings);
    let scorer = scorers::Organizations {
        forms: &organizations.forms,
        countries: &records::CountryWeights::new(&organizations.records),
        overlaps: &overlaps::Overlaps::new(&organizations.records, organizations.forms.forms.len() as f64),
        are_pairs,
        same_letter,
    };
    let link = calibrate::least_weight(settings.link_organizations);
    let (must, cannot) = organizations.decided(&decided);
    let plan = stage::Plan { must: &must, cannot: &cannot, link, same_letter, with_links };
    let mut of_organizations = stage::run(&scorer, &organizations.records, plan, settings);
    issues.append(&mut of_organizations.issues);
    let persons =
        universe::persons(signings, &read, &organizations, &of_organizations.labels, &decided, reference);
    let affiliations = universe::affiliation_weights(&persons, organizations.records.len());
    let same_letter = records::same_letter(&persons.records, are_pairs, settings);
    let person_scorer = scorers::Persons {
        forms: &persons.forms,
        affiliations: &affiliations,
        titles: &universe::title_weights(&persons),
        same_letter,
    };
    let link = calibrate::least_weight(settings.link_persons);
    let (must, cannot) = persons.decided(&decided);
    let plan = stage::Plan { must: &must, cannot: &cannot, link, same_letter, with_links };
    let mut of_persons = stage::run(&person_scorer, &persons.records, plan, settings);
    issues.append(&mut of_persons.issues);
    let organizations = result::Side {
        scorer: &scorer,
        records: &organizations.records,
        record_of: &organizations.record_of,
        clustering: &of_organizations,
        link: settings.link_organizations,
    };
    let persons = result::Side {
        scorer: &person_scorer,
        records: &persons.records,
        record_of: &persons.record_of,
        clustering: &of_persons,
        link: settings.link_persons,
    };
    let linkage = result::assemble(signings, &read, &organizations, &persons, &decided, settings, with_links);
    let linkage = linkage.of_signatories();
    let asked = ask(&linkage);
    let is_one = |(left, right): (usize, usize)| linkage.entity_of.get(left) == linkage.entity_of.get(right);
    let explained: Vec<Link> = asked
        .into_par_iter()
        .filter_map(|pair| {
            let rows = (u32::try_from(pair.0).ok()?, u32::try_from(pair.1).ok()?);
            result::asked(&organizations, rows, is_one(pair), &decided, settings)
                .or_else(|| result::asked(&persons, rows, is_one(pair), &decided, settings))
        })
        .collect();
    Outcome { value: (linkage, explained), issues }
}

/// The weight from which organizations, or persons, are linked, in bits.
pub fn threshold(settings: &LinkSettings, is_person: bool) -> f64 {
    let probability = if is_person { settings.link_persons } else { settings.link_organizations };
    f64::from(calibrate::least_weight(probability)) / f64::from(w::BIT)
}

#[cfg(test)]
mod tests;

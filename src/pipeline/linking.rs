//! All documents together: which print one letter, who signed it, and which ids they keep.

use crate::config::Config;
use crate::link::descriptions::Subject;
use crate::link::{self, Decisions, Signing};
use crate::model::{
    Corpus, EntityId, Issue, IssueCode, Link, Linkage, Outcome, Reading, Registry, SignatureId,
};
use crate::pipeline::inputs::{self, Inputs};
use crate::pipeline::kept::Kept;
use crate::pipeline::{Places, REGISTRY, curated};
use crate::reference::Reference;
use crate::tables::withdrawals;
use crate::{collate, registry, store};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::path::Path;

/// The corpus of what was read: signatories linked, with the ids, names and withdrawals that people keep.
pub fn run(
    config: &Config,
    places: &Places,
    inputs: &Inputs,
    kept: &Kept,
    reference: &Reference,
    mut readings: Vec<Reading>,
    mut issues: Vec<Issue>,
) -> Corpus {
    let original_of = collate::run(&mut readings, &mut issues);
    let signings: Vec<(usize, usize)> = (0..readings.len())
        .filter(|index| original_of[*index] == *index)
        .flat_map(|index| (0..readings[index].signatures.len()).map(move |signature| (index, signature)))
        .collect();
    let ids_of = signature_ids(&readings);
    let aliases = aliases(&readings, &original_of, &ids_of, &signings);
    let signature_ids: Vec<SignatureId> =
        signings.iter().map(|(reading, signature)| ids_of[*reading][*signature]).collect();
    let decisions = decisions(&places.curation, |id| aliases.get(&id).map(|signing| signature_ids[*signing]))
        .unpack(&mut issues);
    let rows = rows(&readings, &signings, &signature_ids);
    let key = inputs::key_of_linkage(config, inputs, &rows, &decisions.pairs);
    let linked = kept.linkage(&key).unwrap_or_else(|| {
        let linked = link::run(&rows, &decisions.pairs, &config.link, reference);
        kept.keep_linkage(key, &linked);
        linked
    });
    let linkage = linked.unpack(&mut issues);

    let known = registry(places, &signature_ids, &aliases).unpack(&mut issues);
    let registry::Assigned { mut linkage, registry, churn } =
        registry::assign(&known, &signature_ids, &aliases, linkage);
    // Only few projects ask for a signature by its id.
    let own = LazyCell::new(|| -> FxHashMap<SignatureId, usize> {
        signature_ids.iter().enumerate().map(|(signing, id)| (*id, signing)).collect()
    });
    let signing_of = |id: SignatureId| own.get(&id).or_else(|| aliases.get(&id)).copied();
    issues.extend(describe(&mut linkage, &decisions, &registry, signing_of, reference));
    let asked = curated(&places.curation, withdrawals::FILE, withdrawals::read).unpack(&mut issues);
    let current = |id: EntityId| registry.current(id);
    let withdrawn = withdrawals::resolve(&asked, &linkage, signing_of, current).unpack(&mut issues);
    Corpus {
        readings,
        original_of,
        signings,
        signature_ids,
        aliases,
        linkage,
        registry,
        churn,
        issues,
        withdrawn,
    }
}

/// Decisions about signatures that are there, by their own ids: `own_id` leads from further ids to those.
fn decisions(curation: &Path, own_id: impl Fn(SignatureId) -> Option<SignatureId>) -> Outcome<Decisions> {
    let mut outcome = curated(curation, "decisions.csv", link::decisions::read);
    for decision in &mut outcome.value.pairs {
        decision.left = own_id(decision.left).unwrap_or(decision.left);
        decision.right = own_id(decision.right).unwrap_or(decision.right);
    }
    outcome
}

/// The signatures that count, as linking needs them.
fn rows<'a>(
    readings: &'a [Reading],
    signings: &[(usize, usize)],
    signature_ids: &[SignatureId],
) -> Vec<Signing<'a>> {
    signings
        .iter()
        .zip(signature_ids)
        .map(|((reading, at), id)| {
            let signature = &readings[*reading].signatures[*at];
            Signing {
                id: *id,
                letter: u32::try_from(*reading).unwrap_or(u32::MAX),
                kind: signature.kind,
                name: &signature.name,
                acronym: signature.acronym.as_deref(),
                // Of several, the one that is printed first.
                affiliation: signature.affiliation.as_deref().and_then(|names| names.split("; ").next()),
                descriptor: signature.descriptor.as_deref(),
                country: signature.country.as_ref().and_then(|country| country.country()),
                position: signature.position,
            }
        })
        .collect()
}

/// Scores pairs of signings of a corpus, with all their evidence, whatever they weigh: linking is run again.
/// What is of one record or of two kinds has no score.
pub fn explained(
    config: &Config,
    places: &Places,
    reference: &Reference,
    corpus: &Corpus,
    asked: Vec<(usize, usize)>,
) -> Vec<Link> {
    let own_id = |id| corpus.aliases.get(&id).map(|signing| corpus.signature_ids[*signing]);
    let decisions = decisions(&places.curation, own_id).value;
    let rows = rows(&corpus.readings, &corpus.signings, &corpus.signature_ids);
    link::run_asked(&rows, &decisions.pairs, &config.link, reference, |_| asked).value.1
}

/// Gives entities the names and countries that people decided.
fn describe(
    linkage: &mut Linkage,
    decisions: &Decisions,
    registry: &Registry,
    signing_of: impl Fn(SignatureId) -> Option<usize>,
    reference: &Reference,
) -> Vec<Issue> {
    let place_of: FxHashMap<EntityId, usize> =
        linkage.entities.iter().enumerate().map(|(place, entity)| (entity.id, place)).collect();
    let entity_of = linkage.entity_of.clone();
    let find = |subject| match subject {
        Subject::Signature(id) => entity_of.get(signing_of(id)?).copied(),
        Subject::Entity(id) => place_of.get(&registry.current(id)?).copied(),
    };
    let is_country = |code| reference.countries.get(code).is_some();
    link::descriptions::describe(linkage, &decisions.descriptions, find, is_country)
}

/// The registry as the last build left it.
fn registry(
    places: &Places,
    signature_ids: &[SignatureId],
    aliases: &BTreeMap<SignatureId, usize>,
) -> Outcome<Registry> {
    let mut outcome = match store::curated(&places.curation, REGISTRY) {
        None => Outcome::default(),
        Some((path, Ok(text))) => registry::read(&text, &path),
        Some((path, Err(reason))) => Outcome {
            value: Registry::default(),
            issues: vec![Issue::new(IssueCode::InvalidRegistry, &path, reason)],
        },
    };
    if places.is_foreign {
        let held: FxHashSet<SignatureId> =
            outcome.value.entities.values().flat_map(|known| known.signatures.iter().copied()).collect();
        if !signature_ids.iter().chain(aliases.keys()).any(|id| held.contains(id)) {
            outcome.value = Registry::default();
        }
    }
    outcome
}

/// Further ids of signatures: those that copies of their letters give them. Which document of a letter comes
/// first may change when one is added.
fn aliases(
    readings: &[Reading],
    original_of: &[usize],
    ids: &[Vec<SignatureId>],
    signings: &[(usize, usize)],
) -> BTreeMap<SignatureId, usize> {
    let mut first: FxHashMap<usize, usize> = FxHashMap::default();
    for (signing, (reading, _)) in signings.iter().enumerate() {
        first.entry(*reading).or_insert(signing);
    }
    let mut aliases = BTreeMap::new();
    for (copy, original) in original_of.iter().copied().enumerate().filter(|(copy, of)| copy != of) {
        let Some(first) = first.get(&original) else { continue };
        let texts = |reading: usize| numbered(readings[reading].signatures.iter().map(|s| s.name.as_str()));
        let known: FxHashMap<(&str, usize), usize> =
            texts(original).into_iter().enumerate().map(|(at, text)| (text, at)).collect();
        for (text, id) in texts(copy).iter().zip(&ids[copy]) {
            if let Some(at) = known.get(text) {
                aliases.insert(*id, first + at);
            }
        }
    }
    aliases
}

/// Texts, each with how often it stood before and itself.
fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut ordinals: FxHashMap<&str, usize> = FxHashMap::default();
    texts
        .map(|text| {
            let ordinal = ordinals.entry(text).or_default();
            *ordinal += 1;
            (text, *ordinal)
        })
        .collect()
}

/// Ids from what is printed: the letter, the text, and the ordinal among equal texts of the letter.
fn signature_ids(readings: &[Reading]) -> Vec<Vec<SignatureId>> {
    readings
        .par_iter()
        .map(|reading| {
            let letter = reading.letter_id.map(|id| id.to_string()).unwrap_or_default();
            let id = |text: &str, ordinal: usize| SignatureId::of(&[&letter, text, &ordinal.to_string()]);
            let texts = reading.signatures.iter().map(|signature| signature.text.as_str());
            numbered(texts).into_iter().map(|(text, ordinal)| id(text, ordinal)).collect()
        })
        .collect()
}

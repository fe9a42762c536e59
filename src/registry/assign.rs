//! Giving ids to entities.

use crate::model::{Churn, EntityId, Known, Linkage, Registry, SignatureId};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Entities with the ids that they keep.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// The entities, in order of their ids.
    pub linkage: Linkage,
    /// What is known of ids from now on.
    pub registry: Registry,
    /// How the ids of before fared.
    pub churn: Churn,
}

/// Gives every entity its id. `signature_ids` are those of the signings; `aliases` lead from further ids of a
/// signature, those of its copies, to its signing.
pub fn assign(
    before: &Registry,
    signature_ids: &[SignatureId],
    aliases: &BTreeMap<SignatureId, usize>,
    linkage: Linkage,
) -> Assigned {
    let signing_of: FxHashMap<SignatureId, usize> =
        signature_ids.iter().enumerate().map(|(signing, id)| (*id, signing)).collect();
    let place_of = |id: &SignatureId| {
        let signing = signing_of.get(id).or_else(|| aliases.get(id))?;
        linkage.entity_of.get(*signing).copied()
    };
    let shares: BTreeMap<EntityId, Shares> =
        before.entities.iter().map(|(id, known)| (*id, Shares::of(known, place_of))).collect();
    let ids = choose(before, &shares, &linkage);

    let edition = before.entities.values().map(|known| known.since).max().unwrap_or(0).saturating_add(1);
    let mut registry = Registry::default();
    for (entity, id) in linkage.entities.iter().zip(&ids) {
        let since = before.entities.get(id).map_or(edition, |known| known.since);
        let mut signatures: Vec<SignatureId> =
            entity.signings.iter().filter_map(|signing| signature_ids.get(*signing).copied()).collect();
        signatures.sort_unstable();
        registry.entities.insert(*id, Known { since, is_live: true, signatures, ..Known::default() });
    }
    let mut churn = Churn::default();
    for (id, known) in &before.entities {
        let found: Vec<EntityId> = shares
            .get(id)
            .map(|shares| shares.ranked().iter().map(|place| ids[*place]).collect())
            .unwrap_or_default();
        let is_live = registry.entities.contains_key(id);
        if known.is_live {
            churn.n_former += 1;
            match (is_live, found.len()) {
                (true, 0 | 1) => {}
                (true, _) => churn.n_split += 1,
                (false, 0) => churn.n_removed += 1,
                (false, _) => churn.n_merged += 1,
            }
        }
        if !is_live {
            let kept = Known { is_live: false, now: None, parts: Vec::new(), ..known.clone() };
            registry.entities.insert(*id, kept);
        }
        let now = registry.entities.get_mut(id);
        if let Some(now) = now {
            now.parts = found.iter().copied().filter(|part| part != id).collect();
            if !is_live && !now.parts.is_empty() {
                now.now = Some(now.parts.remove(0));
            }
        }
    }
    remember(before, &shares, &mut registry);
    Assigned { linkage: linkage.with_ids(&ids), registry, churn }
}

/// Which entities hold the signatures of an id.
#[derive(Debug, Default)]
struct Shares(BTreeMap<usize, (usize, SignatureId)>);

impl Shares {
    fn of(known: &Known, place_of: impl Fn(&SignatureId) -> Option<usize>) -> Self {
        let mut shares: BTreeMap<usize, (usize, SignatureId)> = BTreeMap::new();
        // In ascending order: the first signature that an entity holds is the smallest.
        for signature in &known.signatures {
            if let Some(place) = place_of(signature) {
                shares.entry(place).or_insert((0, *signature)).0 += 1;
            }
        }
        Self(shares)
    }

    /// The entities, the one with most signatures first.
    fn ranked(&self) -> Vec<usize> {
        let mut ranked: Vec<usize> = self.0.keys().copied().collect();
        ranked.sort_by_key(|place| self.0.get(place).map(|(n, first)| (Reverse(*n), *first)));
        ranked
    }

    /// The entity with most signatures; of several, one that has no id yet.
    fn best(&self, is_taken: impl Fn(usize) -> bool) -> Option<usize> {
        self.0
            .iter()
            .max_by_key(|(place, (n, first))| (*n, !is_taken(**place), Reverse(*first)))
            .map(|(place, _)| *place)
    }
}

/// For each entity its id.
fn choose(before: &Registry, shares: &BTreeMap<EntityId, Shares>, linkage: &Linkage) -> Vec<EntityId> {
    let mut given: Vec<Option<EntityId>> = vec![None; linkage.entities.len()];
    let mut order: Vec<(&EntityId, &Known)> = before.entities.iter().collect();
    // Ids in use come before those that came out of use; then the older, then the larger.
    order.sort_by_key(|(id, known)| (!known.is_live, known.since, Reverse(known.signatures.len()), **id));
    for (id, _) in order {
        let best = shares.get(id).and_then(|shares| shares.best(|place| given[place].is_some()));
        if let Some(place) = best.filter(|place| given[*place].is_none()) {
            given[place] = Some(*id);
        }
    }
    let mut taken: BTreeSet<EntityId> = before.entities.keys().copied().collect();
    given
        .into_iter()
        .zip(&linkage.entities)
        .map(|(id, entity)| {
            id.unwrap_or_else(|| {
                let id = unused(entity.id, &taken);
                taken.insert(id);
                id
            })
        })
        .collect()
}

/// An id that was never given: the entity's own, or one derived from it.
fn unused(own: EntityId, taken: &BTreeSet<EntityId>) -> EntityId {
    let numbered = (1_usize..).map(|n| EntityId::of(&[&own.to_string(), &n.to_string()]));
    std::iter::once(own).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(own)
}

/// What was known of ids whose signatures are gone: where they led, they lead on.
fn remember(before: &Registry, shares: &BTreeMap<EntityId, Shares>, registry: &mut Registry) {
    let mut found: Vec<(EntityId, Option<EntityId>, Vec<EntityId>)> = Vec::new();
    for (id, known) in &before.entities {
        let follow = |other: &EntityId| follow(*other, before, registry).filter(|other| other != id);
        let parts = known.parts.iter().filter_map(follow).collect();
        let has_shares = shares.get(id).is_some_and(|shares| !shares.0.is_empty());
        let now = if has_shares { None } else { known.now.as_ref().and_then(follow) };
        found.push((*id, now, parts));
    }
    for (id, now, parts) in found {
        let Some(known) = registry.entities.get_mut(&id) else { continue };
        if !known.is_live {
            known.now = known.now.or(now);
        }
        known.parts.extend(parts);
        known.parts.sort_unstable();
        known.parts.dedup();
        let now = known.now;
        known.parts.retain(|part| Some(*part) != now);
        if !known.is_live && now.is_none() && !known.parts.is_empty() {
            known.now = Some(known.parts.remove(0));
        }
    }
}

/// The entity that an id leads to now, if it leads anywhere.
fn follow(id: EntityId, before: &Registry, registry: &Registry) -> Option<EntityId> {
    let mut seen = BTreeSet::new();
    let mut at = id;
    while seen.insert(at) {
        let now = registry.entities.get(&at)?;
        if now.is_live {
            return Some(at);
        }
        at = now.now.or_else(|| before.entities.get(&at)?.now)?;
    }
    None
}

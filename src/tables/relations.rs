//! `relations`: how different entities are related.

use std::collections::BTreeMap;

use crate::model::{EntityId, RelationKind};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::required;

table! {
    /// One row per relation of two entities that are not the same.
    pub struct RelationRow in "relations", key(entity_a, entity_b, type) {
        /// The chapter, or the person.
        entity_a: EntityId => "entities",
        /// The organization that it is a chapter of, or that the person is of.
        entity_b: EntityId => "entities",
        /// How they are related.
        r#type: RelationKind,
        /// What says so; several reasons are joined by `; `.
        evidence: String,
    }
}

/// A row for every related pair.
pub fn rows(source: &Source<'_>) -> Vec<RelationRow> {
    let linkage = &source.corpus.linkage;
    let mut evidence: BTreeMap<(usize, usize, RelationKind), Vec<&str>> = BTreeMap::new();
    for relation in &linkage.relations {
        let reasons = evidence.entry((relation.entity_a, relation.entity_b, relation.kind)).or_default();
        if !reasons.contains(&relation.evidence.as_str()) {
            reasons.push(&relation.evidence);
        }
    }
    evidence
        .into_iter()
        .map(|((entity_a, entity_b, kind), reasons)| RelationRow {
            entity_a: linkage.entities[entity_a].id,
            entity_b: linkage.entities[entity_b].id,
            r#type: kind,
            evidence: required(&reasons.join("; ")),
        })
        .collect()
}

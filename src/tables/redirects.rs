//! `redirects`: where ids lead that were published before.

use crate::model::{EntityId, Fate, Known};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, joined};

table! {
    /// One row per identifier of an earlier edition that no longer means all that it meant. An identifier
    /// that is in use and not listed here means what it always did. None is ever given to anything else.
    pub struct RedirectRow in "redirects", key(former_entity_id) {
        /// The identifier, as published before.
        former_entity_id: EntityId,
        /// What became of it.
        fate: Fate,
        /// The entity to use in its place: the one with most of its signatures. For one that was split, the
        /// entity that keeps the identifier. Empty: nothing of it is left.
        entity_id: Option<EntityId> => "entities",
        /// Other entities that took over some of its signatures, joined by `;`. Empty: none.
        other_entity_ids: Option<String>,
        /// Number of the edition in which the identifier was first given, from 1.
        since: i32,
    }
}

/// A row for every id with a fate.
pub fn rows(source: &Source<'_>) -> Vec<RedirectRow> {
    let entities = &source.corpus.registry.entities;
    entities.iter().filter_map(|(id, known)| Some(row(*id, known, known.fate()?))).collect()
}

fn row(id: EntityId, known: &Known, fate: Fate) -> RedirectRow {
    RedirectRow {
        former_entity_id: id,
        fate,
        entity_id: if known.is_live { Some(id) } else { known.now },
        other_entity_ids: joined(&known.parts, ";"),
        since: int(known.since),
    }
}

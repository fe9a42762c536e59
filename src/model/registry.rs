//! The memory of ids: which signatures an entity was last known by, and what became of ids that are no
//! longer in use.

use crate::model::{EntityId, SignatureId};
use crate::vocabulary;
use std::collections::BTreeMap;

/// All that is known of ids that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    /// Every id that was ever given.
    pub entities: BTreeMap<EntityId, Known>,
}

/// What is known of an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Number of the edition in which it was first given, from 1.
    pub since: u32,
    /// Whether an entity bears it.
    pub is_live: bool,
    /// Signatures of the entity; of an id that is no longer in use, those it last had. Ascending.
    pub signatures: Vec<SignatureId>,
    /// For an id that is no longer in use, the entity that holds most of its signatures now.
    pub now: Option<EntityId>,
    /// Other entities that took over some of its signatures. Ascending.
    pub parts: Vec<EntityId>,
}

impl Registry {
    /// The entity that an id stands for now: its own, or the one that it leads to.
    pub fn current(&self, id: EntityId) -> Option<EntityId> {
        let known = self.entities.get(&id)?;
        if known.is_live { Some(id) } else { known.now }
    }
}

vocabulary! {
    /// What became of an id.
    pub enum Fate {
        /// The id is no longer in use; another entity holds most of its signatures.
        Merged = "merged",
        /// The id is in use, and some of its former signatures are of other entities.
        Split = "split",
        /// The id is no longer in use, and none of its signatures is there.
        Removed = "removed",
    }
}

/// How the ids of the last edition fared in this one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Churn {
    /// Ids that were in use.
    pub n_former: usize,
    /// Those whose signatures went to another entity for the most part.
    pub n_merged: usize,
    /// Those that lost signatures to other entities.
    pub n_split: usize,
    /// Those of whose signatures none is there any more.
    pub n_removed: usize,
}

impl Churn {
    /// Ids that no longer mean what they meant.
    pub fn n_changed(&self) -> usize {
        self.n_merged + self.n_split + self.n_removed
    }

    /// Their share of the ids that were in use, from 0 to 1.
    pub fn share(&self) -> f64 {
        if self.n_former == 0 { 0.0 } else { self.n_changed() as f64 / self.n_former as f64 }
    }
}

impl Known {
    /// What became of the id, where anything did.
    pub fn fate(&self) -> Option<Fate> {
        match (self.is_live, self.now, self.parts.is_empty()) {
            (true, _, true) => None,
            (true, _, false) => Some(Fate::Split),
            (false, Some(_), _) => Some(Fate::Merged),
            (false, None, _) => Some(Fate::Removed),
        }
    }
}

//! What linking makes: entities, scored pairs with their evidence, relations.

use crate::model::{Alpha2, EntityId, Kind};
use crate::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What was decided about a pair of records.
    pub enum LinkDecision {
        /// They are one entity.
        Linked = "linked",
        /// Worth a person's look; they are not linked.
        Review = "review",
        /// They are different.
        Rejected = "rejected",
        /// A person's decision went against the score.
        Overruled = "overruled",
    }
}

vocabulary! {
    /// Who or what decided.
    pub enum Decided {
        /// The match weight against its threshold.
        Score = "score",
        /// A rule that no weight can outvote.
        Rule = "rule",
        /// A row of `curation/decisions.csv`.
        Person = "person",
    }
}

vocabulary! {
    /// What a piece of evidence is about.
    pub enum EvidenceKind {
        /// Words that both names hold, as they are or folded.
        EqualWords = "equal_words",
        /// Words that differ by a typing error.
        Typos = "typos",
        /// An acronym and its expansion.
        Acronym = "acronym",
        /// Words that only one name holds.
        UnmatchedWords = "unmatched_words",
        /// Places, numbers or chapters that conflict.
        Conflict = "conflict",
        /// Countries.
        Country = "country",
        /// Both stand in one letter.
        SameLetter = "same_letter",
        /// Affiliations and roles of persons.
        Affiliation = "affiliation",
        /// How likely two records are the same before names are looked at.
        Prior = "prior",
    }
}

/// One piece of evidence for or against a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// What it is about.
    pub kind: EvidenceKind,
    /// What was seen, for a person: the words, the countries.
    pub detail: String,
    /// Weight in thousandths of a bit.
    pub millibits: i32,
}

/// A scored pair of records. A record is a set of identical signings; it is named by the index of
/// its first signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// First signing of the left record.
    pub left: usize,
    /// First signing of the right record; `left < right`.
    pub right: usize,
    /// Sum of the evidence, thousandths of a bit.
    pub millibits: i32,
    /// Probability that they are the same.
    pub probability: f64,
    /// What was decided.
    pub decision: LinkDecision,
    /// By whom or what.
    pub by: Decided,
    /// Why, in one sentence.
    pub why: String,
    /// The evidence, in order of [`EvidenceKind`].
    pub evidence: Vec<EvidenceItem>,
}

/// An organization or person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Stable id.
    pub id: EntityId,
    /// Organization or person.
    pub kind: Kind,
    /// The name printed most often; of equals, the one that is printed first; or the one that a person decided.
    pub name: String,
    /// Whether a person decided the name.
    pub is_name_decided: bool,
    /// The acronym printed most often.
    pub acronym: Option<String>,
    /// The country printed most often, where one leads; or the one that a person decided.
    pub country: Option<Alpha2>,
    /// Whether a person decided the country, or that there is none.
    pub is_country_decided: bool,
    /// Probability of the weakest link that holds the entity together; 1 for a single record.
    pub confidence: f64,
    /// Indices of its signings, ascending.
    pub signings: Vec<usize>,
}

vocabulary! {
    /// How two different entities are related.
    pub enum RelationKind {
        /// The first is a chapter or national section of the second.
        ChapterOf = "chapter_of",
        /// The first, a person, is of the second, an organization.
        AffiliatedWith = "affiliated_with",
    }
}

/// A relation that is not identity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Index of the first entity.
    pub entity_a: usize,
    /// Index of the second entity.
    pub entity_b: usize,
    /// How they are related.
    pub kind: RelationKind,
    /// What says so.
    pub evidence: String,
}

/// The result of linking. Every signing is in exactly one entity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Linkage {
    /// Entities, in order of id.
    pub entities: Vec<Entity>,
    /// For each signing, the index of its entity.
    pub entity_of: Vec<usize>,
    /// For each signing, the probability of the strongest link that holds it in its entity; `None`
    /// for a signing that nothing was linked to.
    pub link_probability: Vec<Option<f64>>,
    /// For each signing, the index of the entity of its affiliation.
    pub affiliation_of: Vec<Option<usize>>,
    /// Scored pairs, ordered by left and right.
    pub links: Vec<Link>,
    /// Relations, ordered.
    pub relations: Vec<Relation>,
}

impl Linkage {
    /// With other ids, one for each entity, and the entities in order of them.
    #[must_use]
    pub fn with_ids(mut self, ids: &[EntityId]) -> Self {
        for (entity, id) in self.entities.iter_mut().zip(ids) {
            entity.id = *id;
        }
        let mut order: Vec<usize> = (0..self.entities.len()).collect();
        order.sort_by_key(|at| self.entities[*at].id);
        let mut new_index = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            new_index[*old] = new;
        }
        self.entities.sort_by_key(|entity| entity.id);
        self.entity_of.iter_mut().for_each(|entity| *entity = new_index[*entity]);
        self.affiliation_of.iter_mut().flatten().for_each(|entity| *entity = new_index[*entity]);
        for relation in &mut self.relations {
            relation.entity_a = new_index[relation.entity_a];
            relation.entity_b = new_index[relation.entity_b];
        }
        self.relations.sort_by(|a, b| {
            (a.entity_a, a.entity_b, a.kind, &a.evidence).cmp(&(b.entity_a, b.entity_b, b.kind, &b.evidence))
        });
        self
    }

    /// Without the organizations that never signed and are known only as the affiliation of persons: an
    /// entity is a signatory. What referred to them refers to nothing.
    #[must_use]
    pub fn of_signatories(mut self) -> Self {
        let mut next = 0;
        let new_index: Vec<Option<usize>> = self
            .entities
            .iter()
            .map(|entity| {
                let index = (!entity.signings.is_empty()).then_some(next);
                next += usize::from(index.is_some());
                index
            })
            .collect();
        self.entities.retain(|entity| !entity.signings.is_empty());
        self.entity_of.iter_mut().for_each(|entity| *entity = new_index[*entity].unwrap_or(*entity));
        for affiliation in &mut self.affiliation_of {
            *affiliation = affiliation.and_then(|entity| new_index[entity]);
        }
        self.relations.retain_mut(|relation| {
            match (new_index[relation.entity_a], new_index[relation.entity_b]) {
                (Some(a), Some(b)) => {
                    (relation.entity_a, relation.entity_b) = (a, b);
                    true
                }
                _ => false,
            }
        });
        self
    }
}

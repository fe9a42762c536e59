//! `names`: the ways in which an entity's name is printed.

use std::collections::BTreeMap;

use crate::model::{Corpus, EntityId};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, optional, required};

table! {
    /// One row per way in which an entity's name is printed, by its own signatures or as the affiliation
    /// of a person.
    pub struct NameRow in "names", key(entity_id, name) {
        /// The organization or person.
        entity_id: EntityId => "entities",
        /// Name as printed.
        name: String,
        /// Form of the name that is used for comparing. Empty: it is printed only as an affiliation, or
        /// holds no letter or digit.
        name_normalized: Option<String>,
        /// Signatures that print the name so.
        n_signatures: i32,
        /// Signatures of persons that print it so as their organization.
        n_affiliations: i32,
    }
}

/// How an entity's name is printed.
#[derive(Debug, Default)]
pub struct PrintedName<'a> {
    normalized: &'a str,
    n_signatures: usize,
    n_affiliations: usize,
}

/// A row for every way in which an entity's name is printed.
pub fn rows(source: &Source<'_>) -> Vec<NameRow> {
    source
        .names
        .iter()
        .map(|((entity, name), printed)| NameRow {
            entity_id: source.corpus.linkage.entities[*entity].id,
            name: name.clone(),
            name_normalized: optional(printed.normalized),
            n_signatures: int(printed.n_signatures),
            n_affiliations: int(printed.n_affiliations),
        })
        .collect()
}

/// Names by entity, as published.
pub fn printed_names(corpus: &Corpus) -> BTreeMap<(usize, String), PrintedName<'_>> {
    let mut names: BTreeMap<(usize, String), PrintedName<'_>> = BTreeMap::new();
    for (signing, entity) in corpus.linkage.entity_of.iter().enumerate() {
        let signature = corpus.signature(signing);
        let printed = names.entry((*entity, required(&signature.name))).or_default();
        if printed.normalized.is_empty() {
            printed.normalized = &signature.name_normalized;
        }
        printed.n_signatures += 1;
    }
    for (signing, entity) in corpus.linkage.affiliation_of.iter().enumerate() {
        let affiliation = corpus.signature(signing).affiliation.as_deref();
        if let (Some(entity), Some(affiliation)) = (entity, affiliation) {
            names.entry((*entity, required(affiliation))).or_default().n_affiliations += 1;
        }
    }
    names
}

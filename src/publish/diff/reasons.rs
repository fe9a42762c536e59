//! Why a record changed, as far as the two releases tell.
//!
//! The first that holds: a name was withdrawn; a person's decision about one of its entities is new or gone;
//! the document that it is read from is another; one of its entities is merged or split; an entity or letter
//! in it is touched by a document that is another; a pair or signature that it counts changed; else a rule. What no document and no entity is in, such
//! as a row of `countries`, changed with the documents where any did.

use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

use super::{Reason, Snapshot, TextTable};

const WITHDRAWN: &str = "[withdrawn]";

/// What is known of two releases.
#[derive(Debug, Default)]
pub(super) struct Reasons {
    /// Documents that are not the same, and letters and signatures read from them.
    sources: FxHashSet<String>,
    /// Entities and missing letters that stand in a row with such a document.
    touched: FxHashSet<String>,
    merged: FxHashSet<String>,
    split: FxHashSet<String>,
    decided: FxHashSet<String>,
    /// Letters and entities of which a count changes with signatures and pairs: why those changed.
    beside: FxHashMap<String, Reason>,
    any_source: bool,
}

/// Whether a text is an id of this kind.
fn is_id(text: &str, prefix: &str) -> bool {
    text.len() == 16 && text.starts_with(prefix)
}

fn column<'a>(table: &TextTable, row: &'a [String], name: &str) -> &'a str {
    table.place(name).and_then(|at| row.get(at)).map_or("", String::as_str)
}

impl Reasons {
    pub(super) fn of(old: &Snapshot, new: &Snapshot) -> Self {
        let mut reasons = Self { sources: changed_documents(old, new), ..Self::default() };
        reasons.any_source = !reasons.sources.is_empty();
        for snapshot in [old, new] {
            reasons.touch(snapshot);
        }
        let (before, after) = (decisions(old), decisions(new));
        for pair in before.symmetric_difference(&after) {
            reasons.decided.extend(pair.iter().cloned());
        }
        let (before, after) = (withdrawn(old), withdrawn(new));
        reasons.decided.extend(before.symmetric_difference(&after).map(|id| (*id).clone()));
        reasons.regroup(old, new);
        for table in ["signatures", "cosignatures"] {
            let nothing = TextTable::default();
            let before = &old.tables.get(table).unwrap_or(&nothing).rows;
            let after = &new.tables.get(table).unwrap_or(&nothing).rows;
            let keys: BTreeSet<&Vec<String>> = before.keys().chain(after.keys()).collect();
            for key in keys {
                let (old, new) = (before.get(key), after.get(key));
                if old == new {
                    continue;
                }
                let reason = reasons.of_row(table, old, new);
                for id in old.into_iter().chain(new).flatten() {
                    if is_id(id, "ltr-") || is_id(id, "ent-") {
                        reasons.beside.entry(id.clone()).or_insert(reason);
                    }
                }
            }
        }
        reasons
    }

    /// Notes what stands in a row with a document that is not the same.
    fn touch(&mut self, snapshot: &Snapshot) {
        for name in ["documents", "signatures", "claims", "mentions"] {
            let Some(table) = snapshot.tables.get(name) else { continue };
            for row in table.rows.values() {
                if !self.sources.contains(column(table, row, "document_id")) {
                    continue;
                }
                for id in row.iter() {
                    if is_id(id, "ltr-") && name == "documents" || is_id(id, "sig-") {
                        self.sources.insert(id.clone());
                    } else if ["ent-", "mis-", "ltr-"].iter().any(|prefix| is_id(id, prefix)) {
                        self.touched.insert(id.clone());
                    }
                }
            }
        }
    }

    /// Notes which entities have become one, or several.
    fn regroup(&mut self, old: &Snapshot, new: &Snapshot) {
        let entities = |snapshot: &Snapshot| -> FxHashMap<String, String> {
            let Some(table) = snapshot.tables.get("signatures") else { return FxHashMap::default() };
            let of = |row: &Vec<String>| {
                (column(table, row, "signature_id").to_owned(), column(table, row, "entity_id").to_owned())
            };
            table.rows.values().map(of).collect()
        };
        let (before, after) = (entities(old), entities(new));
        for entities in [&before, &after] {
            let of_decided: Vec<String> =
                self.decided.iter().filter_map(|signature| entities.get(signature)).cloned().collect();
            self.decided.extend(of_decided);
        }
        let mut pairs: BTreeSet<(&String, &String)> = BTreeSet::new();
        let Some(signatures) = old.tables.get("signatures") else { return };
        for row in signatures.rows.values() {
            let id = column(signatures, row, "signature_id");
            if let (Some(before), Some(after)) = (before.get(id), after.get(id)) {
                pairs.insert((before, after));
            }
        }
        // An entity whose founding signature is another goes on under another id.
        for (before, after) in pairs.iter().filter(|(before, after)| before != after) {
            if self.touched.contains(*before) || self.touched.contains(*after) {
                self.touched.extend([(*before).clone(), (*after).clone()]);
            }
        }
        let mut became: FxHashMap<&String, u32> = FxHashMap::default();
        let mut came_from: FxHashMap<&String, u32> = FxHashMap::default();
        for (before, after) in &pairs {
            *became.entry(before).or_default() += 1;
            *came_from.entry(after).or_default() += 1;
        }
        for (before, after) in pairs {
            if came_from.get(after).is_some_and(|n| *n > 1) {
                self.merged.extend([before.clone(), after.clone()]);
            }
            if became.get(before).is_some_and(|n| *n > 1) {
                self.split.extend([before.clone(), after.clone()]);
            }
        }
    }

    /// Why a row of a table changed.
    pub(super) fn of_row(&self, table: &str, old: Option<&Vec<String>>, new: Option<&Vec<String>>) -> Reason {
        let cells = || old.into_iter().chain(new).flatten().map(String::as_str);
        let is_in = |set: &FxHashSet<String>| cells().any(|cell| set.contains(cell));
        let is_withdrawn = |row: Option<&Vec<String>>| {
            row.is_some_and(|row| row.iter().any(|cell| cell.contains(WITHDRAWN)))
        };
        if is_withdrawn(old) != is_withdrawn(new) || is_in(&self.decided) {
            Reason::Decision
        } else if is_in(&self.sources) {
            Reason::Source
        } else if is_in(&self.merged) {
            Reason::Merge
        } else if is_in(&self.split) {
            Reason::Split
        } else if is_in(&self.touched) || (self.any_source && ["countries", "issues"].contains(&table)) {
            Reason::Source
        } else if ["letters", "entities", "network_nodes"].contains(&table) {
            cells().find_map(|cell| self.beside.get(cell)).copied().unwrap_or(Reason::Rule)
        } else {
            Reason::Rule
        }
    }
}

fn changed_documents(old: &Snapshot, new: &Snapshot) -> FxHashSet<String> {
    let sums = |snapshot: &Snapshot| -> BTreeSet<(String, String)> {
        let Some(table) = snapshot.tables.get("documents") else { return BTreeSet::new() };
        let of = |row: &Vec<String>| {
            (column(table, row, "document_id").to_owned(), column(table, row, "sha256").to_owned())
        };
        table.rows.values().map(of).collect()
    };
    let (before, after) = (sums(old), sums(new));
    before.symmetric_difference(&after).map(|(id, _)| id.clone()).collect()
}

/// Entities that are withdrawn.
fn withdrawn(snapshot: &Snapshot) -> BTreeSet<&String> {
    let Some(table) = snapshot.tables.get("entities") else { return BTreeSet::new() };
    let rows = table.rows.iter().filter(|(_, row)| column(table, row, "name") == WITHDRAWN);
    rows.filter_map(|(key, _)| key.first()).collect()
}

/// Pairs that a person decided about, as signatures and entities.
fn decisions(snapshot: &Snapshot) -> BTreeSet<[String; 2]> {
    let Some(table) = snapshot.tables.get("links") else { return BTreeSet::new() };
    let by_person = table.rows.values().filter(|row| column(table, row, "by") == "person");
    by_person
        .map(|row| {
            ["left_signature_id", "right_signature_id"].map(|name| column(table, row, name).to_owned())
        })
        .collect()
}

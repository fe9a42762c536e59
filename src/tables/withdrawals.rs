//! Signatories who asked not to be named: `curation/withdrawals.csv`.
//!
//! In: the ids that people wrote there, and the tables. Out: tables without them. Of a withdrawn signatory
//! the rows in `signatures` and `entities` stay, so that counts add up, and hold ids and `[withdrawn]`;
//! every pair with it is gone; and wherever else its name is printed, in whatever order and writing,
//! `[withdrawn]` stands in its stead. That holds for others of the same name too: a name is what was
//! withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::curation;
use crate::model::table::Table;
use crate::model::{Corpus, EntityId, Issue, IssueCode, Kind, Linkage, Outcome, Place, SignatureId};
use crate::tables::Dataset;
use crate::tables::names::NameRow;
use crate::text::fold;

/// What stands in the stead of a name.
const WITHDRAWN: &str = "[withdrawn]";
/// Characters that may stand between two words of a name.
const GAP: usize = 4;
/// Name of the file.
pub const FILE: &str = "withdrawals.csv";

/// Whom a row of the file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// Who signed so; all signatures of the same signatory are withdrawn.
    Signature(SignatureId),
    /// An entity.
    Entity(EntityId),
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Who.
    pub signer: Signer,
    /// File that says so.
    pub path: String,
    /// Line of the file, from 1.
    pub line: u32,
}

/// Reads the file. `path` is what issues name it by. The file holds ids and no names.
pub fn read(csv_text: &str, path: &str) -> Outcome<Vec<Withdrawal>> {
    let rows = curation::rows(csv_text, path, &["id"], &["reason", "date"]);
    let mut outcome = Outcome { value: Vec::with_capacity(rows.value.len()), issues: rows.issues };
    for row in rows.value {
        let id = row.fields.first().map(String::as_str).unwrap_or_default();
        let signature = id.parse().map(Signer::Signature);
        match signature.or_else(|_| id.parse().map(Signer::Entity)) {
            Ok(signer) => outcome.value.push(Withdrawal { signer, path: path.to_owned(), line: row.line }),
            Err(_) => {
                let message = format!("`{id}` is neither the id of a signature nor of an entity.");
                outcome.issues.push(curation::invalid(path, row.line, &row.text, message));
            }
        }
    }
    outcome
}

/// The withdrawn entities, ascending; a row that names nobody is an issue. `signing_of` gives the signing of
/// a signature, `current` the id under which an entity goes on.
pub fn resolve(
    withdrawals: &[Withdrawal],
    linkage: &Linkage,
    signing_of: impl Fn(SignatureId) -> Option<usize>,
    current: impl Fn(EntityId) -> Option<EntityId>,
) -> Outcome<Vec<usize>> {
    let mut outcome = Outcome::<Vec<usize>>::default();
    if withdrawals.is_empty() {
        return outcome;
    }
    let entity_of: FxHashMap<EntityId, usize> =
        linkage.entities.iter().enumerate().map(|(index, entity)| (entity.id, index)).collect();
    for Withdrawal { signer, path, line } in withdrawals {
        let (found, id) = match signer {
            Signer::Signature(id) => {
                let entity = signing_of(*id).and_then(|signing| linkage.entity_of.get(signing).copied());
                (entity, id.to_string())
            }
            Signer::Entity(id) => {
                let known = current(*id).unwrap_or(*id);
                (entity_of.get(&known).copied(), id.to_string())
            }
        };
        match found {
            Some(entity) => outcome.value.push(entity),
            None => {
                let message = format!("{id} is withdrawn, but nobody in the corpus has this id.");
                let issue = Issue::new(IssueCode::StaleDecision, path, message).at(Place::line(*line));
                outcome.issues.push(issue);
            }
        }
    }
    outcome.value.sort_unstable();
    outcome.value.dedup();
    outcome
}

/// Takes the withdrawn entities out of the tables.
pub fn apply(dataset: &mut Dataset, corpus: &Corpus, withdrawn: &[usize]) {
    if withdrawn.is_empty() {
        return;
    }
    let ids: BTreeSet<EntityId> =
        withdrawn.iter().filter_map(|entity| Some(corpus.linkage.entities.get(*entity)?.id)).collect();
    let is_gone = |id: EntityId| ids.contains(&id);

    for row in &mut dataset.signatures {
        if row.affiliation_entity_id.is_some_and(is_gone) {
            row.affiliation_entity_id = None;
        }
        if is_gone(row.entity_id) {
            row.name = WITHDRAWN.to_owned();
            row.text = WITHDRAWN.to_owned();
            let texts = [
                &mut row.name_normalized,
                &mut row.acronym,
                &mut row.descriptor,
                &mut row.role,
                &mut row.affiliation,
                &mut row.place,
                &mut row.country_text,
                &mut row.country_codes,
            ];
            texts.into_iter().for_each(|text| *text = None);
            (row.country, row.country_method, row.country_confidence) = (None, None, None);
            (row.link_probability, row.affiliation_entity_id) = (None, None);
        }
    }
    for row in dataset.entities.iter_mut().filter(|row| is_gone(row.entity_id)) {
        row.name = WITHDRAWN.to_owned();
        (row.acronym, row.country, row.region, row.subregion) = (None, None, None, None);
        (row.n_names, row.n_affiliations) = (1, 0);
    }
    for row in dataset.names.iter_mut().filter(|row| is_gone(row.entity_id)) {
        (row.name, row.name_normalized) = (WITHDRAWN.to_owned(), None);
        row.n_affiliations = 0;
    }
    dataset.links.retain(|row| !is_gone(row.left_entity_id) && !is_gone(row.right_entity_id));
    dataset.review.retain(|row| !is_gone(row.left_entity_id) && !is_gone(row.right_entity_id));
    dataset.relations.retain(|row| !is_gone(row.entity_a) && !is_gone(row.entity_b));
    dataset.cosignatures.retain(|row| !is_gone(row.entity_a) && !is_gone(row.entity_b));

    let names = Names::of(corpus, withdrawn);
    dataset.for_each_text(&|text| {
        if let Some(changed) = names.taken_out(text) {
            *text = changed;
        }
    });
    dataset.names = merged(std::mem::take(&mut dataset.names));
}

/// Names of one entity that have become equal are one row.
fn merged(mut rows: Vec<NameRow>) -> Vec<NameRow> {
    rows.sort_by(|a, b| (a.entity_id.to_string(), &a.name).cmp(&(b.entity_id.to_string(), &b.name)));
    let mut merged: Vec<NameRow> = Vec::with_capacity(rows.len());
    for row in rows {
        match merged.last_mut().filter(|last| last.entity_id == row.entity_id && last.name == row.name) {
            Some(last) => {
                last.n_signatures = last.n_signatures.saturating_add(row.n_signatures);
                last.n_affiliations = last.n_affiliations.saturating_add(row.n_affiliations);
            }
            None => merged.push(row),
        }
    }
    merged
}

/// Names that are taken out of texts.
#[derive(Debug, Default)]
struct Names {
    /// By the first folded word of a name, the words of names, longest first.
    by_first: BTreeMap<String, Vec<Vec<String>>>,
    /// Names of one word, which stand for themselves only where they are printed so.
    single: Vec<String>,
    /// Names in writings without spaces.
    unspaced: Vec<String>,
}

impl Names {
    fn of(corpus: &Corpus, withdrawn: &[usize]) -> Self {
        let mut names = Self::default();
        for entity in withdrawn.iter().filter_map(|entity| corpus.linkage.entities.get(*entity)) {
            let is_person = entity.kind != Kind::Organization;
            names.add(&entity.name, is_person, true);
            for signing in &entity.signings {
                let signature = corpus.signature(*signing);
                names.add(&signature.name, is_person, true);
                names.add(&signature.name_normalized, is_person, false);
            }
        }
        for words in names.by_first.values_mut() {
            words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            words.dedup();
        }
        names.single.sort_unstable();
        names.single.dedup();
        names.unspaced.sort_unstable();
        names.unspaced.dedup();
        names
    }

    fn add(&mut self, name: &str, is_person: bool, is_printed: bool) {
        let printed: Vec<String> = words(name).into_iter().map(|word| fold(&name[word])).collect();
        let written: Vec<String> = printed.into_iter().filter(|word| !word.is_empty()).collect();
        if name.contains(is_unspaced) && name.chars().filter(|c| c.is_alphanumeric()).count() >= 2 {
            self.unspaced.push(name.to_owned());
        }
        match &written[..] {
            [] => return,
            [_] => {
                if is_printed {
                    self.single.push(name.trim().to_owned());
                }
                return;
            }
            _ => {}
        }
        let mut orders = vec![written.clone()];
        if is_person {
            // "Other, Ann" and, of a name of many words, the first and the last of them.
            let mut turned = written.clone();
            turned.rotate_right(1);
            orders.push(turned);
            let mut turned = written.clone();
            turned.rotate_left(1);
            orders.push(turned);
            if let (Some(first), Some(last)) = (written.first(), written.last())
                && written.len() > 2
                && first.chars().count() > 2
                && last.chars().count() > 2
            {
                orders.push(vec![first.clone(), last.clone()]);
                orders.push(vec![last.clone(), first.clone()]);
            }
        }
        for order in orders {
            if let Some(first) = order.first() {
                self.by_first.entry(first.clone()).or_default().push(order.clone());
            }
        }
    }

    /// The text without the names, if it holds one.
    fn taken_out(&self, text: &str) -> Option<String> {
        if text == WITHDRAWN {
            return None;
        }
        let mut changed: Option<String> = None;
        for name in &self.unspaced {
            let current = changed.as_deref().unwrap_or(text);
            if current.contains(name.as_str()) {
                changed = Some(current.replace(name.as_str(), WITHDRAWN));
            }
        }
        let text = changed.as_deref().unwrap_or(text);
        let words = words(text);
        let folded: Vec<String> = words.iter().map(|word| fold(&text[word.clone()])).collect();
        let mut kept = String::new();
        let (mut end, mut at) = (0, 0);
        while at < words.len() {
            let n_words = self.length_at(text, &words, &folded, at);
            if n_words == 0 {
                at += 1;
                continue;
            }
            kept.push_str(&text[end..words[at].start]);
            kept.push_str(WITHDRAWN);
            end = words[at + n_words - 1].end;
            at += n_words;
        }
        if end == 0 {
            return changed;
        }
        kept.push_str(&text[end..]);
        Some(kept)
    }

    /// How many words of a text, from one on, are a name.
    fn length_at(&self, text: &str, words: &[std::ops::Range<usize>], folded: &[String], at: usize) -> usize {
        let is_near = |name: &[String]| {
            words[at..at + name.len()]
                .windows(2)
                .all(|pair| text[pair[0].end..pair[1].start].chars().count() <= GAP)
        };
        let candidates = self.by_first.get(&folded[at]).into_iter().flatten();
        let several = candidates
            .filter(|name| folded.get(at..at + name.len()) == Some(name.as_slice()) && is_near(name))
            .map(Vec::len)
            .next();
        let is_single = |name: &String| text[words[at].clone()] == **name;
        several.unwrap_or_else(|| usize::from(self.single.iter().any(is_single)))
    }
}

/// Writings that set no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

/// The words of a text: letters and digits in a row. Marks above letters belong to them.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}');
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (start, is_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// Changes every text of some rows.
pub(super) fn change_texts<T: Table>(rows: &mut [T], change: &(dyn Fn(&mut String) + Sync)) {
    rows.par_iter_mut().for_each(|row| row.for_each_text(change));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_file() {
        let outcome = read(
            "id,reason\nent-000000000001,asked\nsig-000000000002,\nAnn Other,asked\n,\n",
            "curation/withdrawals.csv",
        );
        assert_eq!(outcome.value.len(), 2);
        assert_eq!(outcome.value[1].line, 3);
        assert_eq!(outcome.issues.len(), 1);
    }

    #[test]
    fn names_are_taken_out() {
        let mut names = Names::default();
        names.add("Dr. Ánn B. Other", true, true);
        names.add("ann b other", true, false);
        names.add("Madlen", true, true);
        names.add("王明", true, true);
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(names.taken_out(text).as_deref(), expected, "{text}")
        };
        check("Dr. Ann B. Other of River Watch", Some("[withdrawn] of River Watch"));
        check("says ANN B. OTHER, and ann-other.toml", Some("says [withdrawn], and [withdrawn].toml"));
        check("Other, Ann B.", Some("[withdrawn]."));
        check("another Ann or other", None);
        check("Madlen signed", Some("[withdrawn] signed"));
        check("madlen is a word", None);
        check("由王明签署", Some("由[withdrawn]签署"));
        check("[withdrawn]", None);
    }
}

//! `links`: scored pairs of records, with their evidence in columns.

use std::borrow::Cow;
use std::fmt::Write as _;

use rayon::prelude::*;

use crate::model::vocabulary::Vocabulary;
use crate::model::{Decided, EntityId, EvidenceItem, EvidenceKind, Link, LinkDecision, SignatureId};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{bits, required, rounded};
use crate::tables::private::withheld_beside;

table! {
    /// One row per pair of records that was scored. A record stands for all signatures that print exactly
    /// the same; it is named by the first of them. The weight is the sum of the columns `bits_…`; each bit
    /// doubles the odds that the two are the same.
    pub struct LinkRow in "links", key(left_signature_id, right_signature_id) {
        /// First signature of the left record.
        left_signature_id: SignatureId => "signatures",
        /// First signature of the right record.
        right_signature_id: SignatureId => "signatures",
        /// Entity of the left record.
        left_entity_id: EntityId => "entities",
        /// Entity of the right record.
        right_entity_id: EntityId => "entities",
        /// Name of the left record as printed.
        left_name: String,
        /// Name of the right record as printed.
        right_name: String,
        /// Weight of the evidence in bits: above 0 it speaks for one signatory, below 0 for two.
        match_weight: f64,
        /// Probability that the two are the same, from 0 to 1.
        probability: f64,
        /// What was decided. Two records of one entity need not be linked directly.
        decision: LinkDecision,
        /// By whom or what.
        by: Decided,
        /// Why, in a sentence.
        why: String,
        /// The evidence in words: what was seen and, in brackets, its weight in bits, joined by `; `.
        /// Empty: none was weighed, as where a person decided.
        evidence: Option<String>,
        /// Bits for words that both names hold. Empty, as in the columns that follow: not seen.
        bits_equal_words: Option<f64>,
        /// Bits for words that differ by a typing error.
        bits_typos: Option<f64>,
        /// Bits for an acronym and its expansion.
        bits_acronym: Option<f64>,
        /// Bits against, for words that only one name holds.
        bits_unmatched_words: Option<f64>,
        /// Bits against, for places, numbers or chapters that conflict.
        bits_conflict: Option<f64>,
        /// Bits for equal or different countries.
        bits_country: Option<f64>,
        /// Bits against, for both standing in one letter.
        bits_same_letter: Option<f64>,
        /// Bits for equal or different affiliations and roles of persons.
        bits_affiliation: Option<f64>,
        /// Bits for how likely two records are the same before anything is looked at.
        bits_prior: Option<f64>,
    }
}

/// A row for every scored pair.
pub fn rows(source: &Source<'_>) -> Vec<LinkRow> {
    source.corpus.linkage.links.par_iter().map(|link| row(source, link)).collect()
}

fn row(source: &Source<'_>, link: &Link) -> LinkRow {
    let corpus = source.corpus;
    let entity = |signing: usize| corpus.linkage.entities[corpus.linkage.entity_of[signing]].id;
    let sum = |kind: EvidenceKind| -> Option<f64> {
        let mut items = link.evidence.iter().filter(|item| item.kind == kind).peekable();
        items.peek()?;
        Some(bits(items.map(|item| item.millibits).sum()))
    };
    let (evidence, is_private) = in_words(&link.evidence);
    LinkRow {
        left_signature_id: corpus.signature_ids[link.left],
        right_signature_id: corpus.signature_ids[link.right],
        left_entity_id: entity(link.left),
        right_entity_id: entity(link.right),
        left_name: required(&corpus.signature(link.left).name),
        right_name: required(&corpus.signature(link.right).name),
        match_weight: bits(link.millibits),
        probability: rounded(link.probability, 4),
        decision: link.decision,
        by: link.by,
        // A score is explained by its evidence; what a person says may hold anything.
        why: if link.by == Decided::Score && !is_private { link.why.clone() } else { required(&link.why) },
        evidence: (!evidence.is_empty()).then_some(evidence),
        bits_equal_words: sum(EvidenceKind::EqualWords),
        bits_typos: sum(EvidenceKind::Typos),
        bits_acronym: sum(EvidenceKind::Acronym),
        bits_unmatched_words: sum(EvidenceKind::UnmatchedWords),
        bits_conflict: sum(EvidenceKind::Conflict),
        bits_country: sum(EvidenceKind::Country),
        bits_same_letter: sum(EvidenceKind::SameLetter),
        bits_affiliation: sum(EvidenceKind::Affiliation),
        bits_prior: sum(EvidenceKind::Prior),
    }
}

/// Evidence in words, and whether it may hold anything private, which is withheld from each piece then: looked for
/// in what was seen, before the numbers of bits stand beside it.
fn in_words(evidence: &[EvidenceItem]) -> (String, bool) {
    let seen: Vec<&str> = evidence.iter().map(|item| item.detail.as_str()).collect();
    let is_private = matches!(withheld_beside(&seen.join("; ")), Cow::Owned(_));
    let mut written = String::new();
    for EvidenceItem { kind, detail, millibits } in evidence {
        if !written.is_empty() {
            written.push_str("; ");
        }
        written.push_str(&kind.name().replace('_', " "));
        if !detail.is_empty() {
            let detail = if is_private { withheld_beside(detail) } else { detail.into() };
            let _ = write!(written, ": {detail}");
        }
        let _ = write!(written, " ({:+.1})", bits(*millibits));
    }
    (written, is_private)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::Table;
    use crate::model::vocabulary::Vocabulary;

    #[test]
    fn every_kind_of_evidence_has_its_column() {
        let columns: Vec<&str> = LinkRow::columns().iter().map(|column| column.name).collect();
        let expected: Vec<String> =
            EvidenceKind::VALUES.iter().map(|(_, name, _)| format!("bits_{name}")).collect();
        assert_eq!(columns[columns.len() - expected.len()..], expected);
    }

    #[test]
    fn evidence_reads() {
        let item = |detail: &str, millibits| EvidenceItem {
            kind: EvidenceKind::EqualWords,
            detail: detail.to_owned(),
            millibits,
        };
        let evidence = [item("harbour watch", 3210), item("", -12_060)];
        let words = "equal words: harbour watch (+3.2); equal words (-12.1)";
        assert_eq!(in_words(&evidence), (words.to_owned(), false));
        let evidence = [item("ann@letters.example", 3210)];
        assert_eq!(in_words(&evidence), ("equal words: [e-mail] (+3.2)".to_owned(), true));
    }
}

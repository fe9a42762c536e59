//! `claims`: the counts that documents state, beside what is counted.

use crate::model::{
    Claim, ClaimId, ClaimScope, DocumentId, Issue, IssueCode, LetterId, Qualifier, Reading, Unit,
};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{Ordinals, int, required};
use crate::tables::counts::count;

table! {
    /// One row per count of signatories that a document states of its own letter, beside what its list
    /// gives. A disagreement is evidence, not an error: lists are shortened, grow, or count otherwise.
    pub struct ClaimRow in "claims", key(claim_id) {
        /// Identifier of the claim, derived from the document, the number and the printed text.
        claim_id: ClaimId,
        /// Document that states the count.
        document_id: DocumentId => "documents",
        /// Letter that the document prints. Empty: it prints none.
        letter_id: Option<LetterId> => "letters",
        /// What is counted.
        unit: Unit,
        /// How exactly the count is stated.
        qualifier: Qualifier,
        /// The number stated.
        stated: i32,
        /// What part of the letter the count is about.
        scope: ClaimScope,
        /// What the list of this document gives; a signature that is printed twice counts twice. Empty:
        /// it cannot be counted, because the document prints no list or the unit is `represented`.
        counted: Option<i32>,
        /// Whether list and statement agree: as many for `exactly`, at least as many for `over`, within
        /// a tenth for `about`. Empty with `counted`.
        agrees: Option<bool>,
        /// Line of the document that states it, from 1.
        line: i32,
        /// The sentence or heading that states it, as printed.
        text: String,
    }
}

/// A row for every stated count.
pub fn rows(source: &Source<'_>) -> Vec<ClaimRow> {
    let mut rows = Vec::new();
    for (index, reading) in source.corpus.readings.iter().enumerate() {
        let path = &reading.document.path;
        let mut ordinals = Ordinals::new();
        for claim in &reading.claims {
            let stated = claim.stated.to_string();
            let unit = claim.unit.to_string();
            let ordinal = ordinals.next((claim.unit, claim.stated, claim.text.as_str()));
            let counted = counted(reading, claim);
            rows.push(ClaimRow {
                claim_id: ClaimId::of(&[path, &unit, &stated, &claim.text, &ordinal]),
                document_id: reading.document.id,
                letter_id: source.letter_id(index),
                unit: claim.unit,
                qualifier: claim.qualifier,
                stated: int(claim.stated),
                scope: claim.scope,
                counted,
                agrees: counted.map(|counted| agrees(claim, counted)),
                line: int(claim.place.line_start),
                text: required(&claim.text),
            });
        }
    }
    rows
}

/// An issue for every stated count that the list disagrees with.
pub fn disagreements(source: &Source<'_>) -> Vec<Issue> {
    let readings = source.corpus.readings.iter();
    let claims = readings.flat_map(|reading| reading.claims.iter().map(move |claim| (reading, claim)));
    claims
        .filter_map(|(reading, claim)| {
            let counted = counted(reading, claim).filter(|counted| !agrees(claim, *counted))?;
            let qualifier = match claim.qualifier {
                Qualifier::Exactly => "",
                Qualifier::Over => "more than ",
                Qualifier::About => "about ",
            };
            let part = match claim.scope {
                ClaimScope::Letter => "the list",
                ClaimScope::Section => "this part of the list",
            };
            let message =
                format!("{qualifier}{} {} are stated, {part} has {counted}", claim.stated, claim.unit);
            let issue = Issue::new(IssueCode::CountDisagrees, &reading.document.path, message);
            Some(issue.at(claim.place).quoting(&claim.text))
        })
        .collect()
}

fn counted(reading: &Reading, claim: &Claim) -> Option<i32> {
    let section = match claim.scope {
        ClaimScope::Letter => None,
        ClaimScope::Section => Some(claim.section?),
    };
    if reading.signatures.is_empty() {
        return None;
    }
    let is_in_scope = |idx: usize| section.is_none_or(|section| section == idx);
    let counts = count(reading.signatures.iter().filter(|signature| is_in_scope(signature.section_idx)));
    match claim.unit {
        Unit::Organizations => Some(counts.organizations),
        Unit::Individuals => Some(counts.persons),
        Unit::Signatories => Some(counts.signatures),
        Unit::Countries => Some(counts.countries),
        Unit::Represented => None,
    }
}

fn agrees(claim: &Claim, counted: i32) -> bool {
    let (stated, counted) = (i64::from(claim.stated), i64::from(counted));
    match claim.qualifier {
        Qualifier::Exactly => counted == stated,
        Qualifier::Over => counted >= stated,
        Qualifier::About => (counted - stated).abs() * 10 <= stated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn check(qualifier: Qualifier, stated: u32, counted: i32, expected: bool) {
        let claim = Claim {
            unit: Unit::Signatories,
            qualifier,
            stated,
            scope: ClaimScope::Letter,
            section: None,
            place: Place::line(1),
            text: String::new(),
        };
        assert_eq!(agrees(&claim, counted), expected, "{qualifier} {stated}, {counted}");
    }

    #[test]
    fn list_and_statement() {
        check(Qualifier::Exactly, 54, 54, true);
        check(Qualifier::Exactly, 23, 22, false);
        check(Qualifier::Over, 40, 42, true);
        check(Qualifier::Over, 40, 40, true);
        check(Qualifier::Over, 40, 39, false);
        check(Qualifier::About, 100, 90, true);
        check(Qualifier::About, 100, 111, false);
        check(Qualifier::Exactly, u32::MAX, 1, false);
    }
}

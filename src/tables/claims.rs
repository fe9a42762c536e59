//! `claims`: the counts that documents state, beside what is counted.

use std::collections::BTreeMap;

use crate::model::{
    Claim, ClaimId, ClaimScope, DocumentId, Issue, IssueCode, LetterId, Qualifier, Reading, Signature, Unit,
};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{Ordinals, int, required};
use crate::tables::counts::{Counts, count};

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
        for (claim, counted) in reading.claims.iter().zip(&source.counted[index]) {
            let stated = claim.stated.to_string();
            let unit = claim.unit.to_string();
            let ordinal = ordinals.next((claim.unit, claim.stated, claim.text.as_str()));
            rows.push(ClaimRow {
                claim_id: ClaimId::of(&[path, &unit, &stated, &claim.text, &ordinal]),
                document_id: reading.document.id,
                letter_id: source.letter_id(index),
                unit: claim.unit,
                qualifier: claim.qualifier,
                stated: int(claim.stated),
                scope: claim.scope,
                counted: *counted,
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
    let readings = source.corpus.readings.iter().zip(&source.counted);
    let claims = readings.flat_map(|(reading, counted)| {
        reading.claims.iter().zip(counted).map(move |(claim, counted)| (reading, claim, counted))
    });
    claims
        .filter_map(|(reading, claim, counted)| {
            let counted = counted.filter(|counted| !agrees(claim, *counted))?;
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

/// What the list of a document gives for each of its claims; `None` where nothing can be counted. Every
/// section is counted once, however many claims are about it.
pub fn counted(reading: &Reading) -> Vec<Option<i32>> {
    if reading.signatures.is_empty() || reading.claims.is_empty() {
        return vec![None; reading.claims.len()];
    }
    let whole = count(&reading.signatures);
    let mut sections: BTreeMap<usize, Vec<&Signature>> = BTreeMap::new();
    if reading.claims.iter().any(|claim| claim.scope == ClaimScope::Section) {
        for signature in &reading.signatures {
            sections.entry(signature.section_idx).or_default().push(signature);
        }
    }
    let sections: BTreeMap<usize, Counts> =
        sections.into_iter().map(|(section, signatures)| (section, count(signatures))).collect();
    let counts_of = |claim: &Claim| match claim.scope {
        ClaimScope::Letter => Some(whole),
        ClaimScope::Section => {
            claim.section.map(|section| sections.get(&section).copied().unwrap_or_default())
        }
    };
    let counted = |claim: &Claim| {
        let counts = counts_of(claim)?;
        match claim.unit {
            Unit::Organizations => Some(counts.organizations),
            Unit::Individuals => Some(counts.persons),
            Unit::Signatories => Some(counts.signatures),
            Unit::Countries => Some(counts.countries),
            Unit::Represented => None,
        }
    };
    reading.claims.iter().map(counted).collect()
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
    use crate::model::{Kind, Place, Role};
    use crate::tables::sample::{reading, signature};

    #[test]
    fn sections_are_counted_apart() {
        let mut letter = reading("two-lists.txt", Role::Letter);
        letter.signatures = vec![
            signature(1, "River Watch", Kind::Organization),
            signature(2, "Lake Foundation", Kind::Organization),
            signature(3, "Ada Ferro", Kind::Person),
        ];
        letter.signatures[2].section_idx = 1;
        let claim = |unit, scope, section| Claim {
            unit,
            qualifier: Qualifier::Exactly,
            stated: 1,
            scope,
            section,
            place: Place::line(1),
            text: String::new(),
        };
        let cases = [
            (claim(Unit::Signatories, ClaimScope::Letter, None), Some(3)),
            (claim(Unit::Represented, ClaimScope::Letter, None), None),
            (claim(Unit::Organizations, ClaimScope::Section, Some(0)), Some(2)),
            (claim(Unit::Individuals, ClaimScope::Section, Some(1)), Some(1)),
            (claim(Unit::Organizations, ClaimScope::Section, Some(1)), Some(0)),
            (claim(Unit::Signatories, ClaimScope::Section, Some(2)), Some(0)),
            (claim(Unit::Signatories, ClaimScope::Section, None), None),
        ];
        letter.claims = cases.iter().map(|(claim, _)| claim.clone()).collect();
        let expected: Vec<Option<i32>> = cases.iter().map(|(_, expected)| *expected).collect();
        assert_eq!(counted(&letter), expected);
        letter.signatures.clear();
        assert_eq!(counted(&letter), vec![None; cases.len()]);
    }

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

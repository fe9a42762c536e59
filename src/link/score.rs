//! The score of a pair: evidence by kind, in integer thousandths of a bit.
//!
//! Integer sums are associative, so the result is the same at any thread count.

use crate::model::{EvidenceItem, EvidenceKind};

/// A rule that no weight can outvote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The names hold different places.
    Places,
    /// The names hold different numbers.
    Numbers,
    /// One is a chapter, or both are different ones.
    Chapters,
}

impl Rule {
    /// Why, in plain words.
    pub fn why(self) -> &'static str {
        match self {
            Self::Places => "The names hold different places, so they are different organizations.",
            Self::Numbers => "The names hold different numbers, so they are different organizations.",
            Self::Chapters => "One is a chapter of an organization, or they are different chapters.",
        }
    }
}

/// Weights of a pair by kind of evidence.
#[derive(Debug, Clone, Default)]
pub struct Score {
    parts: [i32; KINDS.len()],
    /// What was seen, only when it was asked for.
    details: Option<Vec<(EvidenceKind, i32, String)>>,
    /// The rule that rejects the pair.
    pub rule: Option<Rule>,
}

const KINDS: [EvidenceKind; 9] = [
    EvidenceKind::EqualWords,
    EvidenceKind::Typos,
    EvidenceKind::Acronym,
    EvidenceKind::UnmatchedWords,
    EvidenceKind::Conflict,
    EvidenceKind::Country,
    EvidenceKind::SameLetter,
    EvidenceKind::Affiliation,
    EvidenceKind::Prior,
];

impl Score {
    /// An empty score that keeps what was seen, for a person.
    pub fn explained() -> Self {
        Self { details: Some(Vec::new()), ..Self::default() }
    }

    /// Adds a weight.
    pub fn add(&mut self, kind: EvidenceKind, millibits: i32) {
        self.parts[kind as usize] += millibits;
    }

    /// Adds a weight, and what was seen.
    pub fn note(&mut self, kind: EvidenceKind, millibits: i32, detail: impl FnOnce() -> String) {
        self.add(kind, millibits);
        if let Some(details) = &mut self.details {
            details.push((kind, millibits, detail()));
        }
    }

    /// Sum of the weights.
    pub fn millibits(&self) -> i32 {
        self.parts.iter().sum()
    }

    /// The weight of one kind of evidence.
    pub fn part(&self, kind: EvidenceKind) -> i32 {
        self.parts[kind as usize]
    }

    /// The evidence, one item for each kind that was seen.
    pub fn evidence(&self) -> Vec<EvidenceItem> {
        let details = self.details.as_deref().unwrap_or_default();
        KINDS
            .iter()
            .filter_map(|kind| {
                let seen: Vec<&str> =
                    details.iter().filter(|(of, ..)| of == kind).map(|(.., text)| text.as_str()).collect();
                let millibits = self.part(*kind);
                (millibits != 0 || !seen.is_empty()).then(|| EvidenceItem {
                    kind: *kind,
                    detail: seen.join("; "),
                    millibits,
                })
            })
            .collect()
    }

    /// The evidence piece by piece, in order of kinds: what was seen, each with its own weight, and for each
    /// kind what was added without a word.
    pub fn pieces(&self) -> Vec<EvidenceItem> {
        let details = self.details.as_deref().unwrap_or_default();
        let mut pieces = Vec::new();
        for kind in KINDS {
            let mut rest = self.part(kind);
            for (_, millibits, detail) in details.iter().filter(|(of, ..)| *of == kind) {
                rest -= millibits;
                pieces.push(EvidenceItem { kind, detail: detail.clone(), millibits: *millibits });
            }
            if rest != 0 {
                pieces.push(EvidenceItem { kind, detail: String::new(), millibits: rest });
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::Vocabulary;

    #[test]
    fn kinds_are_in_order_of_declaration() {
        let declared: Vec<EvidenceKind> = EvidenceKind::VALUES.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(declared, KINDS);
    }

    #[test]
    fn evidence_adds_up() {
        let mut score = Score::explained();
        score.note(EvidenceKind::Country, 4000, || "KE".to_owned());
        score.note(EvidenceKind::EqualWords, 9000, || "lantern".to_owned());
        score.add(EvidenceKind::EqualWords, 1000);
        assert_eq!(score.millibits(), 14_000);
        let kinds: Vec<EvidenceKind> = score.evidence().iter().map(|item| item.kind).collect();
        assert_eq!(kinds, [EvidenceKind::EqualWords, EvidenceKind::Country]);
        let pieces: Vec<(String, i32)> =
            score.pieces().into_iter().map(|piece| (piece.detail, piece.millibits)).collect();
        let expected = [("lantern", 9000), ("", 1000), ("KE", 4000)];
        assert_eq!(pieces, expected.map(|(detail, millibits)| (detail.to_owned(), millibits)));
    }
}

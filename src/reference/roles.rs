//! Words of what persons are: offices, occupations, ranks, post-nominals.

use super::file::{Key, folded, rows};
use rustc_hash::{FxHashMap, FxHashSet};

const DATA: &str = include_str!("data/roles.csv");
const LEADS: &str = include_str!("data/leads.csv");
/// Longest phrase, in words.
pub const MAX_WORDS: usize = 4;

/// What a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum RoleWord {
    /// An office or occupation: "director", "journalist".
    Role,
    /// An office or occupation that is of a field of study: "professor".
    Field,
    /// A word of rank before it: "former", "deputy".
    Rank,
    /// Behind a name: "PhD", "MP".
    Postnominal,
}

impl RoleWord {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "role" => Self::Role,
            "field" => Self::Field,
            "rank" => Self::Rank,
            "postnominal" => Self::Postnominal,
            _ => return None,
        })
    }
}

/// What leads from a role to what it is of or where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// "at", "chez": an organization follows.
    At,
    /// "of", "de": an organization follows, or a field.
    Of,
    /// "of the", "da": of two that follow, mostly the organization.
    OfArticle,
}

/// The phrases, folded.
#[derive(Debug)]
pub struct Roles {
    kinds: FxHashMap<Key, u8>,
    /// First words of phrases.
    starts: FxHashSet<Key>,
    leads: FxHashMap<Key, Lead>,
}

impl Roles {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut kinds: FxHashMap<Key, u8> = FxHashMap::default();
        for [phrase, kind] in rows(DATA) {
            if let Some(kind) = RoleWord::from_name(kind) {
                *kinds.entry(folded(phrase)).or_default() |= 1 << (kind as u8);
            }
        }
        let mut leads: FxHashMap<Key, Lead> = FxHashMap::default();
        for [phrase, kind] in rows(LEADS) {
            let lead = match kind {
                "at" => Lead::At,
                "of" => Lead::Of,
                _ => Lead::OfArticle,
            };
            leads.insert(folded(phrase), lead);
        }
        let starts =
            kinds.keys().map(|phrase| phrase.split(' ').next().unwrap_or_default().to_owned().into());
        Self { starts: starts.collect(), kinds, leads }
    }

    /// What a folded phrase leads to, if it is a preposition with or without an article.
    pub fn lead(&self, folded: &str) -> Option<Lead> {
        self.leads.get(folded).copied()
    }

    /// Whether any phrase begins with this folded word.
    pub fn begin_with(&self, word: &str) -> bool {
        self.starts.contains(word)
    }

    /// Whether a folded phrase is of that kind.
    pub fn is(&self, folded: &str, kind: RoleWord) -> bool {
        self.kinds.get(folded).is_some_and(|kinds| kinds & (1 << (kind as u8)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_is_good() {
        assert!(!DATA.contains('"'), "a field in quotes");
        for [phrase, kind] in rows(DATA) {
            assert!(RoleWord::from_name(kind).is_some(), "{phrase} {kind}");
            let folded = folded(phrase);
            assert!(!folded.is_empty() && folded.split(' ').count() <= MAX_WORDS, "{phrase}");
        }
    }
}

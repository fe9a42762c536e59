//! Words of what persons are: offices, occupations, ranks, post-nominals.

use super::file::{Key, folded, rows};
use rustc_hash::FxHashMap;

const DATA: &str = include_str!("data/roles.csv");
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

/// The phrases, folded.
#[derive(Debug)]
pub struct Roles {
    kinds: FxHashMap<Key, u8>,
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
        Self { kinds }
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

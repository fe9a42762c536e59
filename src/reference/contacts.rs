//! Words by which ways of reaching somebody are recognised: telephone numbers, street addresses, post
//! boxes, mail addresses that are written out.

use super::file::{Key, folded, rows};
use crate::text::fold;
use rustc_hash::{FxHashMap, FxHashSet};

const DATA: &str = include_str!("data/contact_words.csv");

/// What a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactWord {
    /// A telephone number follows.
    Telephone,
    /// The name of a street ends: "Main Street".
    StreetLast,
    /// The name of a street begins: "Rue Haute".
    StreetFirst,
    /// A word that ends so names a street: "Hauptstraße".
    StreetEnd,
    /// The number of a house follows.
    House,
    /// The number of a register follows, of a company or a book.
    Register,
    /// The number of a flat or floor stands beside it.
    Unit,
    /// The number of a post box follows.
    Box,
    /// An address follows.
    AddressLabel,
    /// The sign `@` in words.
    At,
    /// The dot of a domain in words.
    Dot,
    /// A host whose pages are those of its users.
    Profile,
}

impl ContactWord {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "telephone" => Self::Telephone,
            "street_last" => Self::StreetLast,
            "street_first" => Self::StreetFirst,
            "street_end" => Self::StreetEnd,
            "house" => Self::House,
            "register" => Self::Register,
            "unit" => Self::Unit,
            "box" => Self::Box,
            "address_label" => Self::AddressLabel,
            "at" => Self::At,
            "dot" => Self::Dot,
            "profile" => Self::Profile,
            _ => return None,
        })
    }
}

/// The words, folded.
#[derive(Debug)]
pub struct Contacts {
    words: FxHashMap<ContactWord, FxHashSet<Key>>,
    ends: Vec<Key>,
    dots: FxHashSet<String>,
}

impl Contacts {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut words: FxHashMap<ContactWord, FxHashSet<Key>> = FxHashMap::default();
        let (mut ends, mut dots) = (Vec::new(), FxHashSet::default());
        for [word, kind] in rows(DATA) {
            let Some(kind) = ContactWord::from_name(kind) else { continue };
            if kind == ContactWord::StreetEnd {
                ends.push(folded(word));
            }
            if kind == ContactWord::Dot {
                let mut letters = word.chars();
                let capitalized = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters);
                dots.extend([word.to_lowercase(), word.to_uppercase(), capitalized.collect()]);
            }
            // Hosts keep their dots.
            let key = if kind == ContactWord::Profile { Key::Borrowed(word) } else { folded(word) };
            words.entry(kind).or_default().insert(key);
        }
        Self { words, ends, dots }
    }

    /// Whether a printed word or phrase, without the dot of an abbreviation, is of a kind.
    pub fn is(&self, printed: &str, kind: ContactWord) -> bool {
        self.words.get(&kind).is_some_and(|words| words.contains(fold(printed).as_str()))
    }

    /// Whether a text holds a dot in words, in small letters, capitals or with one; a quick look.
    pub fn holds_dot(&self, text: &str) -> bool {
        text.len() > 12 && text.split_whitespace().any(|word| self.dots.contains(word))
    }

    /// Whether a host's pages are those of its users.
    pub fn is_profile_host(&self, host: &str) -> bool {
        self.words.get(&ContactWord::Profile).is_some_and(|hosts| hosts.contains(host))
    }

    /// Whether a printed word is the name of a street by its end, with something in front of it.
    pub fn ends_street(&self, printed: &str) -> bool {
        let word = fold(printed);
        self.ends.iter().any(|end| word.len() >= end.len() + 3 && word.ends_with(end.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_is_good() {
        let contacts = Contacts::builtin();
        for [word, kind, language] in rows(DATA) {
            assert!(ContactWord::from_name(kind).is_some(), "{kind}");
            assert!(!word.is_empty() && !language.is_empty(), "{word}");
        }
        let mut sorted: Vec<&str> = DATA.lines().skip(1).collect();
        sorted.sort_unstable();
        assert!(sorted.iter().eq(DATA.lines().skip(1).collect::<Vec<_>>().iter()), "not sorted");
        assert!(contacts.is("Tél", ContactWord::Telephone) && !contacts.is("Tea", ContactWord::Telephone));
        assert!(contacts.ends_street("Lindenstraße") && !contacts.ends_street("Straße"));
    }
}

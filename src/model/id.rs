//! Identifiers: 60 bits of SHA-256 over raw source text, printed as a prefix and twelve letters.
//!
//! They are derived from what a file prints, never from normalized text, so a better normalizer
//! does not rename the world. With a million ids the chance of one collision is below 1 in 2 million.

use crate::model::table::{Cell, ColumnType, Text, Value};
use sha2::{Digest, Sha256};

/// Crockford's base 32, in lower case: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 12;
/// Letters of a prefix.
const PREFIX: usize = 3;

/// The first 60 bits of SHA-256 over the parts, each ended by a unit separator.
pub fn digest(parts: &[&str]) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0x1f]);
    }
    let bytes = hasher.finalize();
    let head = bytes.iter().take(8).fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
    head >> 4
}

/// An id as it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Printed([u8; PREFIX + 1 + LENGTH]);

impl Printed {
    fn of(prefix: [u8; PREFIX], value: u64) -> Self {
        let mut text = [b'-'; PREFIX + 1 + LENGTH];
        text[..PREFIX].copy_from_slice(&prefix);
        for (digit, place) in text[PREFIX + 1..].iter_mut().rev().zip(0..) {
            *digit = ALPHABET[(value >> (5 * place)) as usize & 31];
        }
        Self(text)
    }
}

impl std::ops::Deref for Printed {
    type Target = str;
    fn deref(&self) -> &str {
        // Prefixes, the hyphen and the digits are ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn scan(prefix: &str, text: &str) -> Option<u64> {
    let digits = text.strip_prefix(prefix)?.strip_prefix('-')?;
    if digits.len() != LENGTH {
        return None;
    }
    digits.bytes().try_fold(0_u64, |value, byte| {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)?;
        Some((value << 5) | digit as u64)
    })
}

macro_rules! ids {
    ($( $(#[doc = $doc:literal])+ $name:ident $prefix:literal; )+) => { $(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The id of whatever these parts identify.
            pub fn of(parts: &[&str]) -> Self {
                Self(digest(parts))
            }

            fn printed(self) -> Printed {
                const { assert!($prefix.len() == PREFIX, "prefixes are of one length") };
                const LETTERS: [u8; PREFIX] = *$prefix.as_bytes().first_chunk().unwrap();
                Printed::of(LETTERS, self.0)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.printed())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                scan($prefix, text).map(Self).ok_or_else(|| {
                    format!(concat!("`{}` is not an id of the form ", $prefix, "-xxxxxxxxxxxx"), text)
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl Value for $name {
            const TYPE: ColumnType = ColumnType::Text;
            const PATTERN: Option<&'static str> = Some(concat!("^", $prefix, "-[0-9a-hjkmnp-tv-z]{12}$"));
            fn cell(&self) -> Cell<'_> {
                Cell::Text(Text::Id(self.printed()))
            }
        }
    )+ };
}

ids! {
    /// A document: derived from its path below the input folder.
    DocumentId "doc";
    /// A letter: derived from its first document, or from the `id` that its sidecar gives.
    LetterId "ltr";
    /// A printed signature: its letter, its printed text, and its ordinal among equal texts there.
    SignatureId "sig";
    /// An organization or person: derived from the signature that founded it.
    EntityId "ent";
    /// A count that a document states.
    ClaimId "clm";
    /// A passage that mentions a letter.
    MentionId "mtn";
    /// A letter that documents mention and the corpus lacks.
    MissingLetterId "mis";
    /// A diagnostic.
    IssueId "iss";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back() {
        let id = SignatureId::of(&["letter", "CIVICUS", "0"]);
        assert_eq!(id.to_string().parse::<SignatureId>(), Ok(id));
        assert_eq!(id.to_string().len(), 16);
        assert!("sig-123".parse::<SignatureId>().is_err());
        assert!(id.to_string().parse::<EntityId>().is_err());
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}

//! Countries as read from a text.

use crate::model::table::{Cell, ColumnType, Value};
use crate::vocabulary;
use serde::{Deserialize, Serialize};

/// ISO 3166-1 alpha-2 code, or the user-assigned `XK` for Kosovo.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alpha2([u8; 2]);

impl Alpha2 {
    /// From two capital ASCII letters; whether it is assigned is for the reference data to say.
    pub fn new(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Self([*a, *b])),
            _ => None,
        }
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Display for Alpha2 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::fmt::Debug for Alpha2 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Alpha2 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Alpha2 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::new(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not two capital letters")))
    }
}

impl Value for Alpha2 {
    const TYPE: ColumnType = ColumnType::Text;
    const PATTERN: Option<&'static str> = Some("^[A-Z]{2}$");
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str().into())
    }
}

vocabulary! {
    /// Which rule answered when a country was looked for.
    pub enum CountryMethod {
        /// The text is a name of the country, in some language.
        Name = "name",
        /// A person decided what the text stands for.
        Curated = "curated",
        /// The text is a code: ISO 3166-1 alpha-2 or alpha-3, or another code in common use.
        Code = "code",
        /// The text is an abbreviation in common use.
        Abbreviation = "abbreviation",
        /// The text is a flag.
        Flag = "flag",
        /// The text is a former or a colloquial name.
        Alias = "alias",
        /// The text names a part of the country: a state, a province, a constituent country.
        Subdivision = "subdivision",
        /// The text names a city that stands for one country only.
        City = "city",
        /// The text is a demonym or another adjective of the country.
        Demonym = "demonym",
        /// The text is a chain such as city, state, country; its last readable part answered.
        Chain = "chain",
        /// The text is a label such as "based in" and a country.
        Label = "label",
        /// The text is a misspelt name.
        Typo = "typo",
        /// The text names several countries; all are in the codes.
        Several = "several",
        /// The text may mean several countries; none is chosen.
        Ambiguous = "ambiguous",
        /// The text names a territory without a code of its own whose status is disputed.
        Contested = "contested",
        /// The text names a state that no longer exists.
        Historical = "historical",
        /// The text names a region, a continent, or the world.
        Region = "region",
        /// The text is none of a country.
        Unresolved = "unresolved",
    }
}

/// What a text says of countries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountryReading {
    /// Countries named; more than one only with [`CountryMethod::Several`].
    pub codes: Vec<Alpha2>,
    /// Rule that answered.
    pub method: CountryMethod,
    /// How sure the rule is, from 0 to 1.
    pub confidence: f64,
    /// What an ambiguous text may mean, else empty.
    pub candidates: Vec<Alpha2>,
}

impl CountryReading {
    /// Nothing was read.
    pub fn unresolved() -> Self {
        Self { codes: Vec::new(), method: CountryMethod::Unresolved, confidence: 0.0, candidates: Vec::new() }
    }

    /// The country, where exactly one is named.
    pub fn country(&self) -> Option<Alpha2> {
        match self.codes.as_slice() {
            [code] => Some(*code),
            _ => None,
        }
    }
}

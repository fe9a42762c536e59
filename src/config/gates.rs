//! `[gates]`: bounds that a dataset must keep, each declared once with its default.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! gates {
    ($( $(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:expr, )+) => {
        /// `[gates]`: a build that breaks one publishes nothing and ends with status 3.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        #[schemars(transform = bound_shares)]
        pub struct GateSettings {
            $( $(#[doc = $doc])+ pub $key: $type, )+
            /// Bounds of the same names beyond which a build is published, and warns.
            pub warn: GateWarnings,
        }

        /// `[gates.warn]`: a build beyond one of these is published, and warns.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        #[schemars(transform = bound_shares)]
        pub struct GateWarnings {
            $(
                $(#[doc = $doc])+
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $key: Option<$type>,
            )+
        }

        impl Default for GateSettings {
            fn default() -> Self {
                Self { $( $key: $default, )+ warn: GateWarnings::default() }
            }
        }

        impl GateSettings {
            /// The keys of the bounds.
            pub const KEYS: &[&'static str] = &[$( stringify!($key) ),+];

            /// Every bound by its key, those that warn among them.
            fn bounds(&self) -> Vec<(&'static str, f64)> {
                let mut bounds = vec![$( (stringify!($key), self.$key as f64), )+];
                $( bounds.extend(self.warn.$key.map(|bound| (stringify!($key), bound as f64))); )+
                bounds
            }
        }
    };
}

gates! {
    /// Fewest letters.
    min_letters: usize = 1,
    /// Fewest signatures.
    min_signatures: usize = 1,
    /// Fewest signatures of any letter.
    min_signatures_of_a_letter: usize = 0,
    /// Largest share of lines of signature blocks that may be rejected, from 0 to 1.
    max_rejected_share: f64 = 0.2,
    /// Largest share of documents that may be unreadable, from 0 to 1.
    max_unreadable_share: f64 = 0.5,
    /// Largest share of printed countries that may be left unresolved, from 0 to 1.
    max_unresolved_countries: f64 = 0.2,
    /// Largest share of signatures that are printed twice in their letter, from 0 to 1.
    max_duplicate_share: f64 = 1.0,
    /// Largest share of stated counts that the lists disagree with, from 0 to 1.
    max_disagreeing_share: f64 = 1.0,
    /// Most signatures that one entity may have.
    max_cluster: usize = 10_000,
    /// Largest share of the ids of the last edition that may be redirected, split or removed, from 0 to 1.
    max_churn: f64 = 1.0,
}

/// Whether a bound is a share, from 0 to 1.
fn is_share(key: &str) -> bool {
    key.ends_with("_share") || ["max_unresolved_countries", "max_churn"].contains(&key)
}

/// Writes the bounds of shares into the schema.
fn bound_shares(schema: &mut schemars::Schema) {
    let properties = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut);
    for (_, property) in properties.into_iter().flatten().filter(|(key, _)| is_share(key)) {
        if let Some(property) = property.as_object_mut() {
            property.insert("minimum".to_owned(), 0.into());
            property.insert("maximum".to_owned(), 1.into());
        }
    }
}

impl GateSettings {
    /// What is wrong with the bounds, for a person.
    pub(super) fn validate(&self) -> Result<(), String> {
        for (key, value) in self.bounds() {
            if is_share(key) && !(0.0..=1.0).contains(&value) {
                return Err(format!("`{key}` is {value}; a share between 0 and 1 is needed"));
            }
        }
        Ok(())
    }
}

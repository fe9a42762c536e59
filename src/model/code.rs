//! Codes of messages: a stable name, how serious it is, what it means, an example, and what to do.

use crate::model::vocabulary::Vocabulary;
use crate::vocabulary;

vocabulary! {
    /// How serious an issue is.
    pub enum Severity {
        /// Something is missing from the dataset because of it.
        Error = "error",
        /// A value deserves a look.
        Warning = "warning",
        /// Worth knowing; nothing to do.
        Note = "note",
    }
}

/// What a person is told about a code besides its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guide {
    /// How serious it is.
    pub severity: Severity,
    /// What such a message may look like, with what it is about.
    pub example: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// A kind of message, by a name that is stable across versions.
pub trait Code: Vocabulary {
    /// What a person is told about it.
    fn guide(self) -> Guide;

    /// How serious it is.
    fn severity(self) -> Severity {
        self.guide().severity
    }
}

/// What `undersigned explain CODE` tells.
pub fn explained<C: Code>(name: &str) -> Option<String> {
    let (code, name, meaning) = C::VALUES.iter().find(|(_, known, _)| *known == name)?;
    let Guide { severity, example, advice } = code.guide();
    let meaning = meaning.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("{name} ({severity})\n\n{meaning}\n\nExample:  {example}\n\nWhat to do:  {advice}"))
}

/// Declares a vocabulary of codes: `Variant = "name", Severity { example: "…", advice: "…" }`, each with a doc
/// comment that is its meaning.
#[macro_export]
macro_rules! codes {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $(
                $(#[doc = $meaning:literal])+
                $variant:ident = $text:literal, $severity:ident {
                    example: $example:literal,
                    advice: $advice:literal,
                }
            )+
        }
    ) => {
        $crate::vocabulary! {
            $(#[doc = $doc])+
            pub enum $name { $( $(#[doc = $meaning])+ $variant = $text, )+ }
        }

        impl $crate::model::Code for $name {
            fn guide(self) -> $crate::model::Guide {
                match self {
                    $( Self::$variant => $crate::model::Guide {
                        severity: $crate::model::Severity::$severity,
                        example: $example,
                        advice: $advice,
                    }, )+
                }
            }
        }
    };
}

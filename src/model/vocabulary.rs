//! Closed vocabularies: enums whose every value has a published name and a published meaning.

/// A closed set of values that a column may hold.
pub trait Vocabulary: Copy + Sized + 'static {
    /// Every value with its published name and meaning, in order of declaration.
    const VALUES: &'static [(Self, &'static str, &'static str)];

    /// The name under which the value is published.
    fn name(self) -> &'static str;

    /// The value of that name.
    fn from_name(name: &str) -> Option<Self> {
        Self::VALUES.iter().find(|(_, known, _)| *known == name).map(|(value, ..)| *value)
    }
}

/// Declares a vocabulary: `Variant = "name"`, each with a doc comment that is its published meaning.
#[macro_export]
macro_rules! vocabulary {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $( $(#[doc = $meaning:literal])+ $variant:ident = $text:literal, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $meaning])+ $variant, )+ }

        impl $crate::model::vocabulary::Vocabulary for $name {
            const VALUES: &'static [(Self, &'static str, &'static str)] =
                &[ $( (Self::$variant, $text, concat!($($meaning),+)), )+ ];

            fn name(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::model::vocabulary::Vocabulary::name(*self))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::model::vocabulary::Vocabulary::name(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                <Self as $crate::model::vocabulary::Vocabulary>::from_name(&text).ok_or_else(|| {
                    serde::de::Error::custom(format!(
                        concat!("`{}` is none of ", $( "`", $text, "`, ", )+ "for ", stringify!($name)), text
                    ))
                })
            }
        }
    };
}

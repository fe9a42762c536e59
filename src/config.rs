//! `pipeline.toml`: what a user sets, with the file, line and column of whatever is wrong with it.

use crate::formats::ReadSettings;
use crate::link::LinkSettings;
use crate::model::country::Alpha2;
use crate::publish::About;
use crate::reference::countries::{Decided, parse_codes};
use crate::tables::TableSettings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The configuration as written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where documents and people's decisions are read.
    pub input: InputSettings,
    /// Where the dataset is written.
    pub output: OutputSettings,
    /// What the dataset is called and under which terms it is published.
    pub dataset: About,
    /// Limits of reading.
    pub read: ReadSettings,
    /// What texts stand for in place of a country.
    pub countries: CountrySettings,
    /// Thresholds of linking.
    pub link: LinkSettings,
    /// Bounds of derived tables.
    pub tables: TableSettings,
    /// Bounds that a dataset must keep to be published.
    pub gates: GateSettings,
}

/// `[input]`: folders, relative to the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InputSettings {
    /// Folder of the documents; searched recursively.
    pub raw: PathBuf,
    /// Folder of people's decisions; it need not exist.
    pub curation: PathBuf,
}

impl Default for InputSettings {
    fn default() -> Self {
        Self { raw: "raw".into(), curation: "curation".into() }
    }
}

/// `[countries]`: what texts stand for, before every rule. `curation/countries.csv` comes before these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CountrySettings {
    /// By text, as printed: an alpha-2 code, several joined by semicolons, or nothing for no country.
    pub names: BTreeMap<String, CountryCodes>,
}

impl CountrySettings {
    /// As decisions.
    pub fn decided(&self) -> impl Iterator<Item = Decided> {
        self.names.iter().map(|(text, codes)| Decided { text: text.clone(), codes: codes.0.clone() })
    }
}

/// Countries as a list of codes joined by semicolons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct CountryCodes(pub Vec<Alpha2>);

impl TryFrom<String> for CountryCodes {
    type Error = String;

    fn try_from(list: String) -> Result<Self, String> {
        parse_codes(&list).map(Self)
    }
}

impl Serialize for CountryCodes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.iter().map(Alpha2::as_str).collect::<Vec<_>>().join(";"))
    }
}

/// `[output]`: folder, relative to the configuration file, and what is written there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutputSettings {
    /// Folder of the dataset; replaced as a whole by every build that changes it.
    pub dir: PathBuf,
    /// Tables with more rows than this have no sheet in `tables.xlsx`; 0 writes no workbook.
    pub xlsx_rows: usize,
    /// Folder of what is kept for the next build, and of the record of the last; it may be removed at any time.
    pub state: PathBuf,
}

impl Default for OutputSettings {
    fn default() -> Self {
        Self { dir: "output".into(), xlsx_rows: 200_000, state: ".undersigned".into() }
    }
}

macro_rules! gates {
    ($( $(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:expr, )+) => {
        /// `[gates]`: a build that breaks one publishes nothing and ends with status 3.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct GateSettings {
            $( $(#[doc = $doc])+ pub $key: $type, )+
            /// Bounds of the same names beyond which a build is published, and warns.
            pub warn: GateWarnings,
        }

        /// `[gates.warn]`: a build beyond one of these is published, and warns.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
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

impl GateSettings {
    fn validate(&self) -> Result<(), String> {
        let is_share =
            |key: &str| key.ends_with("_share") || ["max_unresolved_countries", "max_churn"].contains(&key);
        for (key, value) in self.bounds() {
            if is_share(key) && !(0.0..=1.0).contains(&value) {
                return Err(format!("`{key}` is {value}; a share between 0 and 1 is needed"));
            }
        }
        Ok(())
    }
}

/// What is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML, has an unknown key, or a value out of bounds.
    #[error("{path}:{line}:{column}: {message}\n{line:>5} | {quoted}\n      | {caret}")]
    Invalid {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// The line as written.
        quoted: String,
        /// Points at the place below the line.
        caret: String,
    },
}

impl Config {
    /// Reads and checks a configuration file.
    ///
    /// # Errors
    /// When the file cannot be read, or is wrong in any way.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: shown.clone(), source })?;
        Self::parse(&shown, &text)
    }

    /// Checks the text of a configuration; `path` is for messages.
    ///
    /// # Errors
    /// When the text is no TOML, has an unknown key, or a value out of bounds.
    pub fn parse(path: &str, text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text)
            .map_err(|error| invalid(path, text, error.span().unwrap_or(0..0), error.message()))?;
        let checks = [
            ("read", config.read.validate()),
            ("link", config.link.validate()),
            ("tables", config.tables.validate()),
            ("gates", config.gates.validate()),
            ("dataset", config.dataset.problems().into_iter().next().map_or(Ok(()), Err)),
        ];
        for (section, checked) in checks {
            if let Err(message) = checked {
                let span = place_of(text, section, &message).unwrap_or(0..0);
                return Err(invalid(path, text, span, &message));
            }
        }
        Ok(config)
    }
}

/// Bytes at which the value stands that a message is about: the key of the section that the message names
/// first, else the section.
fn place_of(text: &str, section: &str, message: &str) -> Option<Range<usize>> {
    let document = toml::de::DeTable::parse(text).ok()?;
    let table = document.get_ref().get(section)?;
    let named = message.split(|c: char| !c.is_alphanumeric() && c != '_');
    let value = table.get_ref().as_table().and_then(|keys| named.into_iter().find_map(|word| keys.get(word)));
    Some(value.map_or(table.span(), toml::Spanned::span))
}

fn invalid(path: &str, text: &str, span: Range<usize>, message: &str) -> ConfigError {
    let start = span.start.min(text.len());
    let before = text.get(..start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let quoted = text[line_start..].lines().next().unwrap_or_default();
    let indent = before[line_start..].chars().count();
    let width =
        text.get(span).map_or(1, |value| value.lines().next().unwrap_or_default().chars().count()).max(1);
    ConfigError::Invalid {
        path: path.to_owned(),
        line: before.matches('\n').count() + 1,
        column: indent + 1,
        message: message.trim_end().to_owned(),
        quoted: quoted.to_owned(),
        caret: format!("{}{}", " ".repeat(indent), "^".repeat(width)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(usize, &str)>) {
        match (Config::parse("pipeline.toml", text), expected) {
            (Ok(_), None) => {}
            (Err(ConfigError::Invalid { line, message, .. }), Some((expected_line, part))) => {
                assert_eq!(line, expected_line, "{message}");
                assert!(message.contains(part), "{message}");
            }
            (got, _) => panic!("{text}: {got:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        check("", None);
        check("[read]\nmax_bytes = 100\n", None);
        check("[read]\n# comment\nmax_byte = 100\n", Some((3, "max_byte")));
        check("[raed]\n", Some((1, "raed")));
        check("[link]\nreview = \"high\"\n", Some((2, "string")));
        check("[link]\n\nreview = 1.5\n", Some((3, "review")));
        check("[gates]\nmax_rejected_share = -0.1\n", Some((2, "max_rejected_share")));
        check("[countries.names]\n\"Lake Land\" = \"KE\"\nLakes = \"US;CA\"\nNone = \"\"\n", None);
        check("[countries.names]\nLakes = \"ZZ\"\n", Some((2, "ZZ")));
        check("[link\n", Some((1, "")));
    }
}

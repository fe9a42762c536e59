//! `pipeline.toml`: what a user sets, with the file, line and column of whatever is wrong with it.

mod gates;
mod schema;

pub use gates::{GateSettings, GateWarnings};
pub use schema::schema;

use crate::formats::ReadSettings;
use crate::link::LinkSettings;
use crate::model::country::Alpha2;
use crate::publish::{About, Extras, extras};
use crate::reference::countries::{Decided, parse_codes};
use crate::tables::TableSettings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The configuration as written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InputSettings {
    /// Folder of the documents; searched recursively.
    pub raw: PathBuf,
    /// Folder of people's decisions; it need not exist.
    pub curation: PathBuf,
    /// Whether links are followed that lead out of the folder of documents, and links to folders.
    pub follow_links: bool,
}

impl Default for InputSettings {
    fn default() -> Self {
        Self { raw: "raw".into(), curation: "curation".into(), follow_links: false }
    }
}

/// `[countries]`: what texts stand for, before every rule. `curation/countries.csv` comes before these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

impl JsonSchema for CountryCodes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CountryCodes".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "Alpha-2 codes of ISO 3166-1 or `XK`, joined by semicolons; empty for no country.",
            "pattern": "^ *([A-Z]{2} *(; *[A-Z]{2} *)*)?$",
        })
    }
}

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OutputSettings {
    /// Folder of the dataset; replaced as a whole by every build that changes it.
    pub dir: PathBuf,
    /// Tables with more rows than this have no sheet in `tables.xlsx`; 0 writes no workbook.
    pub xlsx_rows: usize,
    /// Edges that `network.graphml` and `network.gexf` hold at most: the heaviest. `network_edges.csv` holds all.
    pub network_edges: usize,
    /// Whether `report.html` is written.
    pub report: bool,
    /// Whether `index.html` and its folder `explorer` are written.
    pub explorer: bool,
    /// Where the pages find the documents to link to their lines: a web address, or a path from the folder of the
    /// dataset; empty for nowhere. Not set: the folder of the documents, as this file names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<String>,
    /// Folder of what is kept for the next build, and of the record of the last; it may be removed at any time.
    pub state: PathBuf,
}

impl Default for OutputSettings {
    fn default() -> Self {
        Self {
            dir: "output".into(),
            xlsx_rows: 200_000,
            network_edges: 100_000,
            report: true,
            explorer: true,
            documents: None,
            state: ".undersigned".into(),
        }
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
        let documents = config.output.documents.as_deref().and_then(extras::problem);
        let checks = [
            ("output", documents.map_or(Ok(()), Err)),
            ("read", config.read.validate()),
            ("link", config.link.validate()),
            ("tables", config.tables.validate()),
            ("gates", config.gates.validate()),
            ("dataset", config.dataset.problems().into_iter().next().map_or(Ok(()), Err)),
        ];
        for (section, checked) in checks {
            if let Err(message) = checked {
                let span = span_of(text, section, &message).unwrap_or(0..0);
                return Err(invalid(path, text, span, &message));
            }
        }
        Ok(config)
    }

    /// What is published beside the tables.
    pub fn extras(&self) -> Extras {
        let OutputSettings { dir, xlsx_rows, network_edges, report, explorer, documents, .. } = &self.output;
        let documents = documents.clone().or_else(|| extras::way(dir, &self.input.raw));
        Extras {
            xlsx_rows: *xlsx_rows,
            network_edges: *network_edges,
            report: *report,
            explorer: *explorer,
            documents,
        }
    }
}

/// Line and column, from 1, of the value of a key, named by the keys that lead to it; where one is not there, of
/// the last that is.
pub fn place_of(text: &str, keys: &[&str]) -> Option<(usize, usize)> {
    let document = toml::de::DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut start = None;
    for key in keys {
        let Some(value) = table.get(*key) else { break };
        start = Some(value.span().start);
        let Some(inner) = value.get_ref().as_table() else { break };
        table = inner;
    }
    start.map(|start| line_and_column(text, start))
}

/// Line and column, from 1, of a byte of a text.
fn line_and_column(text: &str, start: usize) -> (usize, usize) {
    let before = text.get(..start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Bytes at which the value stands that a message is about: the key of the section that the message names
/// first, else the section.
fn span_of(text: &str, section: &str, message: &str) -> Option<Range<usize>> {
    let document = toml::de::DeTable::parse(text).ok()?;
    let table = document.get_ref().get(section)?;
    let named = message.split(|c: char| !c.is_alphanumeric() && c != '_');
    let value = table.get_ref().as_table().and_then(|keys| named.into_iter().find_map(|word| keys.get(word)));
    Some(value.map_or(table.span(), toml::Spanned::span))
}

fn invalid(path: &str, text: &str, span: Range<usize>, message: &str) -> ConfigError {
    let start = span.start.min(text.len());
    let (line, column) = line_and_column(text, start);
    let quoted = text.lines().nth(line - 1).unwrap_or_default();
    let indent = column - 1;
    let width =
        text.get(span).map_or(1, |value| value.lines().next().unwrap_or_default().chars().count()).max(1);
    ConfigError::Invalid {
        path: path.to_owned(),
        line,
        column,
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
        check("[output]\nreport = false\ndocuments = \"https://letters.example/raw\"\n", None);
        check("[output]\ndocuments = \"javascript:alert(1)\"\n", Some((2, "documents")));
        check("[link\n", Some((1, "")));
    }
}

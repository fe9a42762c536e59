//! What is to be said about a dataset: `[dataset]` in `pipeline.toml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a reader is told about the dataset as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    /// Short name: small letters, digits, `-`, `_` and `.`.
    #[schemars(regex(pattern = "^[a-z0-9._-]+$"))]
    pub name: String,
    /// Title for people.
    #[schemars(regex(pattern = r"\S"))]
    pub title: String,
    /// What it is, in a paragraph.
    pub description: String,
    /// Version of the data.
    #[schemars(regex(pattern = r"\S"))]
    pub version: String,
    /// Day of the release, such as `2026-01-31`: no file holds the day on which it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub released: Option<String>,
    /// SPDX identifier of the licence, such as `CC-BY-4.0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Where the licence is printed; by default the page of its SPDX identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^https?://"))]
    pub licence_url: Option<String>,
    /// Who made the dataset.
    pub creators: Vec<Creator>,
    /// Web page of the dataset.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^https?://"))]
    pub homepage: Option<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
}

/// A person or an organization that made the dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Creator {
    /// Name as it is to be cited.
    #[schemars(regex(pattern = r"\S"))]
    pub name: String,
    /// ORCID as a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^https?://"))]
    pub orcid: Option<String>,
    /// Organization of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
}

impl Default for About {
    fn default() -> Self {
        Self {
            name: "open-letters".to_owned(),
            title: "Signatories of open letters".to_owned(),
            description: "Who signed which open letter: signatures as printed, with normalized names and \
                          countries, linked across letters."
                .to_owned(),
            version: "0.1.0".to_owned(),
            released: None,
            licence: None,
            licence_url: None,
            creators: Vec::new(),
            homepage: None,
            keywords: vec!["open letters".to_owned(), "signatories".to_owned(), "civil society".to_owned()],
        }
    }
}

impl About {
    /// What the descriptions by schema.org, in the page and in `croissant.json`, say alike.
    pub fn properties(&self) -> [(&'static str, serde_json::Value); 6] {
        use serde_json::json;
        [
            ("description", json!(self.description)),
            ("version", json!(self.version)),
            ("datePublished", json!(self.released)),
            ("license", json!(self.licence_page())),
            ("url", json!(self.homepage)),
            ("keywords", json!(self.keywords)),
        ]
    }

    /// What makes it impossible to publish under this description, as phrases.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let is_name_char = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
        if self.name.is_empty() || !self.name.chars().all(is_name_char) {
            problems.push(format!("dataset.name `{}` may hold only a-z, 0-9, `-`, `_` and `.`", self.name));
        }
        for (key, value) in [("title", &self.title), ("version", &self.version)] {
            if value.trim().is_empty() {
                problems.push(format!("dataset.{key} is empty"));
            }
        }
        if self.creators.iter().any(|creator| creator.name.trim().is_empty()) {
            problems.push("a creator in dataset.creators has no name".to_owned());
        }
        if let Some(day) = &self.released
            && !day.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == *day)
        {
            problems.push(format!("dataset.released `{day}` is no day like 2026-01-31"));
        }
        let urls = [("licence_url", &self.licence_url), ("homepage", &self.homepage)];
        let orcids = self.creators.iter().map(|creator| ("creators.orcid", &creator.orcid));
        for (key, url) in urls.into_iter().chain(orcids) {
            let url = url.as_deref().unwrap_or("https://");
            if !(url.starts_with("https://") || url.starts_with("http://")) {
                problems.push(format!("dataset.{key} `{url}` is no web address"));
            }
        }
        problems
    }

    /// What readers of published data expect and is not said: its key, and a phrase; worth a warning.
    pub fn gaps(&self) -> Vec<(&'static str, &'static str)> {
        let mut gaps = Vec::new();
        if self.licence.is_none() {
            gaps.push(("licence", "dataset.licence is not set: nobody knows whether the data may be used"));
        }
        if self.creators.is_empty() {
            gaps.push(("creators", "dataset.creators is empty: nobody knows whom to cite"));
        }
        gaps
    }

    /// Where the licence is printed.
    pub(super) fn licence_page(&self) -> Option<String> {
        let by_id = |id: &String| format!("https://spdx.org/licenses/{id}.html");
        self.licence_url.clone().or_else(|| self.licence.as_ref().map(by_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_from_toml() {
        let about: About = toml::from_str(
            "name = \"letters-2021\"\nlicence = \"CC-BY-4.0\"\n[[creators]]\nname = \"Mira Lindqvist\"\n",
        )
        .unwrap();
        assert_eq!(about.problems(), Vec::<String>::new());
        assert_eq!(about.licence_page().as_deref(), Some("https://spdx.org/licenses/CC-BY-4.0.html"));
        assert!(toml::from_str::<About>("license = \"MIT\"").is_err());
    }

    #[test]
    fn problems_are_named() {
        let about = About {
            name: "My Letters".to_owned(),
            title: " ".to_owned(),
            homepage: Some("example.org".to_owned()),
            ..About::default()
        };
        assert_eq!(about.problems().len(), 3);
    }
}

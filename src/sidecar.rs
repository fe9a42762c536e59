//! Sidecars: `NAME.toml` beside `NAME.ext` states what the document does not.

use crate::model::{DatePrecision, DateSource, Issue, IssueCode, LetterId, PartialDate, Place, Role};
use crate::segment::{Segmented, Stated};
use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// What a sidecar may state. Whatever it states beats what is read from the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sidecar {
    /// Name of the letter, from which its id is derived; for letters whose file may be renamed, and to say
    /// that two documents print one letter.
    pub id: Option<String>,
    /// What the document is, where it is not what it looks like.
    pub role: Option<StatedRole>,
    /// Title of the letter.
    pub title: Option<String>,
    /// Date of the letter: `2020-02-13`, `2020-02` or `2020`, between quotes or, for a day, without.
    #[serde(deserialize_with = "day_or_text")]
    pub date: Option<String>,
    /// Place of the letter.
    pub place: Option<String>,
    /// Addressees.
    pub addressees: Option<Vec<String>>,
    /// Subject.
    pub subject: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// Where the document comes from.
    pub source: Source,
}

/// Where a document comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// Title of the publication.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Date of the publication.
    #[serde(deserialize_with = "day_or_text")]
    pub date: Option<String>,
    /// Day on which it was retrieved.
    #[serde(deserialize_with = "day_or_text")]
    pub retrieved: Option<String>,
    /// Terms under which it is published.
    pub licence: Option<String>,
}

/// Roles that a sidecar may state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatedRole {
    /// A letter.
    Letter,
    /// A report on a letter.
    Coverage,
    /// Neither: no signatures are read from it.
    Other,
}

/// Reads a sidecar. One that is wrong is an issue, and nothing of it is used; of one whose date alone is
/// wrong, the rest is.
pub fn read(path: &str, text: &str, issues: &mut Vec<Issue>) -> Sidecar {
    let sidecar: Sidecar = match toml::from_str(text) {
        Ok(sidecar) => sidecar,
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start).min(text.len());
            let before = text.get(..start).unwrap_or_default();
            let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX);
            let quoted = text.lines().nth(line as usize - 1).unwrap_or_default();
            issues.push(
                Issue::new(IssueCode::InvalidSidecar, path, error.message().trim_end())
                    .at(Place::line(line))
                    .quoting(quoted),
            );
            // Who mends the one is spared to be told of the other only then.
            let date = text.parse::<toml::Table>().ok().and_then(|mut table| table.remove("date"));
            issues.extend(date.and_then(text_of_date).and_then(|date| bad_date(path, text, &date)));
            return Sidecar::default();
        }
    };
    let Some(issue) = sidecar.date.as_deref().and_then(|date| bad_date(path, text, date)) else {
        return sidecar;
    };
    issues.push(issue);
    Sidecar { date: None, ..sidecar }
}

/// What is wrong with the date of a letter.
fn bad_date(path: &str, text: &str, date: &str) -> Option<Issue> {
    let message = "`date` is neither YYYY-MM-DD nor YYYY-MM nor YYYY";
    let issue = || Issue::new(IssueCode::InvalidSidecar, path, message).quoting(date);
    partial_date(date).is_none().then(|| issue().at(Place::line(line_of(text, "date"))))
}

impl Sidecar {
    /// What segmenting has to know before it looks at the document.
    pub fn stated(&self) -> Stated {
        let role = self.role.map(|role| match role {
            StatedRole::Letter => Role::Letter,
            StatedRole::Coverage => Role::Coverage,
            StatedRole::Other => Role::Other,
        });
        Stated { role, language: self.language.clone() }
    }
}

/// Puts what the sidecar states of a letter's own fields in the place of what was read.
pub fn apply(sidecar: &Sidecar, segmented: &mut Segmented) {
    let Some(letter) = &mut segmented.letter else { return };
    let set = |field: &mut Option<String>, stated: &Option<String>| {
        if stated.is_some() {
            field.clone_from(stated);
        }
    };
    set(&mut letter.title, &sidecar.title);
    set(&mut letter.place, &sidecar.place);
    set(&mut letter.subject, &sidecar.subject);
    if let Some(date) = sidecar.date.as_deref().and_then(partial_date) {
        letter.date = Some((date, DateSource::Sidecar));
    }
    if let Some(addressees) = &sidecar.addressees {
        letter.addressees.clone_from(addressees);
    }
}

/// The id of the letter that a document prints.
pub fn letter_id(sidecar: &Sidecar, path: &str) -> LetterId {
    match &sidecar.id {
        Some(id) => LetterId::of(&["id", id]),
        None => LetterId::of(&["path", path]),
    }
}

/// A date that TOML knows, of which the day counts, or the text of one.
fn day_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let found = text_of_date(toml::Value::deserialize(deserializer)?);
    found.map(Some).ok_or_else(|| D::Error::custom("a date is needed, or a text"))
}

fn text_of_date(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Datetime(found) => Some(found.date.map_or(found.to_string(), |date| date.to_string())),
        _ => None,
    }
}

/// The line on which a key stands.
fn line_of(text: &str, key: &str) -> u32 {
    let at = text.lines().position(|line| line.split('=').next().is_some_and(|name| name.trim() == key));
    at.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(1)
}

fn partial_date(text: &str) -> Option<PartialDate> {
    let (padded, precision) = match text.len() {
        10 => (text.to_owned(), DatePrecision::Day),
        7 => (format!("{text}-01"), DatePrecision::Month),
        4 => (format!("{text}-01-01"), DatePrecision::Year),
        _ => return None,
    };
    padded.parse::<Date>().ok().map(|date| PartialDate { date, precision })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sidecars() {
        let mut issues = Vec::new();
        let sidecar =
            read("x.toml", "title = \"T\"\ndate = \"2020-02\"\n[source]\nurl = \"u\"\n", &mut issues);
        assert_eq!((sidecar.title.as_deref(), sidecar.source.url.as_deref()), (Some("T"), Some("u")));
        assert!(issues.is_empty());
        read("x.toml", "title = \"T\"\ntitel = 1\n", &mut issues);
        assert_eq!(issues[0].place, Some(Place::line(2)));
        assert_eq!(read("x.toml", "date = \"May 2020\"\n", &mut issues).date, None);
        assert_eq!(issues.len(), 2);
    }

    /// The date of a letter that a sidecar states, and what is told of it.
    fn check_date(text: &str, expected: Option<&str>, told: &[&str]) {
        let mut issues = Vec::new();
        assert_eq!(read("x.toml", text, &mut issues).date.as_deref(), expected, "{text}: {issues:?}");
        assert_eq!(issues.len(), told.len(), "{text}: {issues:?}");
        for (issue, part) in issues.iter().zip(told) {
            assert!(issue.message.contains(part), "{text}: {issue:?}");
        }
    }

    #[test]
    fn dates_may_be_of_toml() {
        check_date("date = 2021-05-03\n", Some("2021-05-03"), &[]);
        check_date("date = 2021-05-03T10:00:00Z\n", Some("2021-05-03"), &[]);
        check_date("date = \"2021\"\n", Some("2021"), &[]);
        check_date("date = 10:00:00\n", None, &["neither"]);
        check_date("date = 2021\n", None, &["a date is needed"]);
        check_date("date = \"2021-02-30\"\nrole = \"lettre\"\n", None, &["lettre", "neither"]);
        check_date("date = 2021-05-03\nrole = \"lettre\"\n", None, &["lettre"]);
        let mut issues = Vec::new();
        let source = read("x.toml", "[source]\nretrieved = 2021-05-03\n", &mut issues).source;
        assert_eq!((source.retrieved.as_deref(), issues), (Some("2021-05-03"), Vec::new()));
    }
}

//! What people decided that a text stands for: `[countries]` of `pipeline.toml` and
//! `curation/countries.csv`, which come before every rule.

use rustc_hash::FxHashMap;

use super::data::codes;
use super::{Key, Meaning};
use crate::curation;
use crate::model::Outcome;
use crate::model::country::{Alpha2, CountryMethod};
use crate::text::fold;

/// A text, and the countries that it stands for: none, one or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// As printed; compared folded.
    pub text: String,
    /// The countries, none when it stands for none.
    pub codes: Vec<Alpha2>,
}

/// The codes of a list such as `KE` or `US;CA`; empty for none.
///
/// # Errors
/// When one is no code of ISO 3166-1 alpha-2 or `XK`.
pub fn parse_codes(list: &str) -> Result<Vec<Alpha2>, String> {
    let is_assigned = |code: &str| super::data::codes_in_use().any(|known| known == code);
    match list.split(';').map(str::trim).find(|code| !code.is_empty() && !is_assigned(code)) {
        Some(code) => Err(format!("`{code}` is no alpha-2 code of ISO 3166-1")),
        None => Ok(codes(&list.replace(' ', ""))),
    }
}

/// Reads `countries.csv`: columns `text`, `country`, and `reason`. `path` is what issues name it by.
pub fn read(csv_text: &str, path: &str) -> Outcome<Vec<Decided>> {
    let rows = curation::rows(csv_text, path, &["text", "country"], &["reason"]);
    let mut outcome = Outcome { value: Vec::with_capacity(rows.value.len()), issues: rows.issues };
    for row in rows.value {
        let [text, country, ..] = row.fields.as_slice() else { continue };
        match parse_codes(country) {
            _ if fold(text).is_empty() => {
                let message = "The text holds neither letter nor digit.".to_owned();
                outcome.issues.push(curation::invalid(path, row.line, &row.text, message));
            }
            Ok(codes) => outcome.value.push(Decided { text: text.clone(), codes }),
            Err(message) => {
                outcome.issues.push(curation::invalid(path, row.line, &row.text, format!("{message}.")));
            }
        }
    }
    outcome
}

/// What people decided, by folded text.
#[derive(Debug, Clone, Default)]
pub struct Decisions(FxHashMap<Key, Meaning>);

impl Decisions {
    /// Takes decisions; of two about one text the later holds.
    pub fn take(&mut self, decided: impl IntoIterator<Item = Decided>) {
        for Decided { text, codes } in decided {
            let place = codes.iter().map(Alpha2::as_str).collect::<Vec<_>>().join("+");
            let method = if codes.len() > 1 { CountryMethod::Several } else { CountryMethod::Curated };
            self.0.insert(
                fold(&text).into(),
                Meaning { confidence: 1.0, ..Meaning::new(method, codes, place) },
            );
        }
    }

    /// What people decided that a folded text stands for.
    pub fn get(&self, folded: &str) -> Option<&Meaning> {
        self.0.get(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_read() {
        let check = |rows: &str, expected: &[(&str, &str)], n_issues: usize| {
            let outcome = read(&format!("text,country,reason\n{rows}"), "curation/countries.csv");
            let found: Vec<(&str, String)> = outcome
                .value
                .iter()
                .map(|decided| {
                    let codes: Vec<&str> = decided.codes.iter().map(Alpha2::as_str).collect();
                    (decided.text.as_str(), codes.join(";"))
                })
                .collect();
            let expected: Vec<(&str, String)> =
                expected.iter().map(|(text, codes)| (*text, (*codes).to_owned())).collect();
            assert_eq!(found, expected, "{rows}");
            assert_eq!(outcome.issues.len(), n_issues, "{rows}");
        };
        check("Lake Land,KE,ours\n", &[("Lake Land", "KE")], 0);
        check("Congo,,not known which\n", &[("Congo", "")], 0);
        check("Lakes,US;CA,\n", &[("Lakes", "US;CA")], 0);
        check("Lake Land,ZZ,\nRiver Land,XK,\n", &[("River Land", "XK")], 1);
        check("Lake Land,Kenya,\n", &[], 1);
        check("...,KE,\n", &[], 1);
        check("Lake Land\n", &[], 1);
    }
}

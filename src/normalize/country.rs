//! The country that a text names, with the rule that answered and how sure it is.
//!
//! In: what a letter prints where a country may stand, from "U.S." to "based in Nairobi, Kenya". Out: a
//! [`CountryReading`]. What it does not do: look for a country inside a longer text. A name of an
//! organization or a person, a role or a title gives nothing, for a wrong country is much worse than none.
//!
//! The rules are tried in the order of `RULES` and the first that answers wins: what the text is as a
//! whole, then labels, brackets, chains and lists, whose parts are read by the same whole-text rules, and
//! misspellings last.

mod bracket;
mod chain;
mod flag;
mod label;
mod typo;
mod whole;

use crate::model::country::{Alpha2, CountryMethod, CountryReading};
use crate::reference::Reference;
use crate::reference::countries::Meaning;
use crate::text::fold;

/// The rules, in the order in which they are tried.
const RULES: [fn(&Text, &Reference) -> Option<CountryReading>; 6] =
    [flag::read, whole::read, label::read, bracket::read, chain::read, typo::read];

/// A longer text is not the print of a country.
const LONGEST: usize = 200;

/// What a text says of countries. Capitals that are a word, a title or a state as often as a code ("IT",
/// "MP", "CA") give no country.
pub fn resolve(text: &str, reference: &Reference) -> CountryReading {
    read(text, reference, Standing::InText)
}

/// What a text says of countries when it stands alone where a country may stand. Names count besides that
/// in a line are rather words or names of persons: "Alan" is Åland in three languages.
pub fn resolve_value(text: &str, reference: &Reference) -> CountryReading {
    read(text, reference, Standing::Alone)
}

/// What a text says of countries when it stands in a column of countries: every ISO code counts, too.
pub fn resolve_field(text: &str, reference: &Reference) -> CountryReading {
    read(text, reference, Standing::InColumn)
}

/// Where a text stands, and so what it is likely to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Standing {
    /// In a line, beside other texts.
    InText,
    /// Alone, where a country may stand.
    Alone,
    /// In a column of countries.
    InColumn,
}

fn read(text: &str, reference: &Reference, standing: Standing) -> CountryReading {
    if text.len() > LONGEST {
        return CountryReading::unresolved();
    }
    let text = Text::new(text, standing);
    RULES.iter().find_map(|rule| rule(&text, reference)).unwrap_or_else(CountryReading::unresolved)
}

/// A text and the forms in which the rules look it up.
struct Text<'a> {
    printed: &'a str,
    folded: String,
    standing: Standing,
}

impl<'a> Text<'a> {
    fn new(text: &'a str, standing: Standing) -> Self {
        let printed = text.trim_matches(is_noise);
        Self { printed, folded: fold(printed), standing }
    }

    /// A part of this text.
    fn part<'b>(&self, text: &'b str) -> Text<'b> {
        Text::new(text, self.standing)
    }

    fn is_in_column(&self) -> bool {
        self.standing == Standing::InColumn
    }
}

/// Bullets, quotes and stops around a value; brackets are left for their rule.
fn is_noise(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{feff}' | '\u{200b}' | '.' | ',' | ';' | ':' | '…' | '*' | '-' | '–' | '—' | '•' | '·'
        )
        || matches!(
            c,
            '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | '|' | '/' | '_' | '#' | '>' | '?' | '!'
        )
}

/// The reading of a meaning from the gazetteer.
fn reading_of(meaning: &Meaning) -> CountryReading {
    match meaning.country() {
        None if meaning.method == CountryMethod::Curated => CountryReading {
            method: meaning.method,
            confidence: meaning.confidence,
            ..CountryReading::unresolved()
        },
        _ if meaning.method == CountryMethod::Several => CountryReading {
            codes: meaning.codes.clone(),
            method: meaning.method,
            confidence: meaning.confidence,
            candidates: Vec::new(),
        },
        Some(code) => CountryReading {
            codes: vec![code],
            method: meaning.method,
            confidence: meaning.confidence,
            candidates: Vec::new(),
        },
        None => CountryReading {
            codes: Vec::new(),
            method: meaning.method,
            confidence: 0.0,
            candidates: meaning.codes.clone(),
        },
    }
}

fn one(code: Alpha2, method: CountryMethod, confidence: f64) -> CountryReading {
    CountryReading { codes: vec![code], method, confidence, candidates: Vec::new() }
}

fn ambiguous(mut candidates: Vec<Alpha2>) -> CountryReading {
    candidates.dedup();
    CountryReading { codes: Vec::new(), method: CountryMethod::Ambiguous, confidence: 0.0, candidates }
}

/// Whether the method says that the country itself is named, not a place in it.
fn is_country_itself(method: CountryMethod) -> bool {
    use CountryMethod::{Abbreviation, Alias, Code, Curated, Flag, Label, Name, Typo};
    matches!(method, Name | Curated | Code | Abbreviation | Alias | Flag | Label | Typo)
}

#[cfg(test)]
mod tests;

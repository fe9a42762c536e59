//! Quality gates: bounds that a dataset must keep to be published, and bounds that only warn.

use crate::config::GateSettings;
use crate::model::{Churn, Corpus, CountryMethod, Flag, LineFate, Role};
use crate::tables::Dataset;
use serde::Serialize;

/// A bound, and how the dataset stands to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gate {
    /// Its key in the configuration.
    pub key: &'static str,
    /// What was measured.
    pub value: f64,
    /// The bound that it must keep to be published.
    pub fail: f64,
    /// The bound beyond which it is only told.
    pub warn: Option<f64>,
    /// How it stands.
    pub verdict: Verdict,
    /// What the value is made up of, where that is not plain.
    pub detail: Option<String>,
    /// The rows that stand against it, for a person: where, and what.
    #[serde(skip)]
    pub rows: Vec<[String; 2]>,
}

/// How a value stands to its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Within.
    Kept,
    /// Beyond the bound that warns.
    Warned,
    /// Beyond the bound of publication.
    Broken,
}

impl Gate {
    /// What is to be told about a gate that is not kept.
    pub fn sentence(&self) -> Option<String> {
        let Self { key, value, .. } = self;
        let side = if key.starts_with("min_") { "below" } else { "above" };
        let shown = |number: f64| match number.fract() == 0.0 {
            true => format!("{number}"),
            false => format!("{number:.4}"),
        };
        let (mut value, bound) = (shown(*value), |bound| shown(bound));
        if let Some(detail) = &self.detail {
            value = format!("{detail}: {value}");
        }
        match self.verdict {
            Verdict::Kept => None,
            Verdict::Warned => {
                Some(format!("{value} is {side} gates.warn.{key}, {}", bound(self.warn.unwrap_or_default())))
            }
            Verdict::Broken => Some(format!("{value} is {side} gates.{key}, {}", bound(self.fail))),
        }
    }
}

/// Holds a corpus against the bounds of the configuration; a copy of a letter is not counted twice.
pub fn run(corpus: &Corpus, dataset: &Dataset, settings: &GateSettings) -> Vec<Gate> {
    let readings = || {
        let numbered = corpus.readings.iter().enumerate();
        numbered.filter(|(index, _)| corpus.original_of[*index] == *index).map(|(_, reading)| reading)
    };
    let letters = || readings().filter(|reading| reading.letter.is_some());
    let n_signatures = corpus.signings.len();
    let signatures = || (0..n_signatures).map(|signing| (corpus.reading(signing), corpus.signature(signing)));

    let noted = || {
        let notes = readings().flat_map(|reading| reading.notes.iter().map(move |note| (reading, note)));
        notes.filter(|(_, note)| note.is_of_section)
    };
    let rejected: Vec<[String; 2]> = noted()
        .filter(|(_, note)| note.fate == LineFate::Rejected)
        .map(|(reading, note)| {
            let place = format!("{}:{}", reading.document.path, note.line.place.line_start);
            [place, note.line.text.clone()]
        })
        .collect();
    let unreadable: Vec<[String; 2]> = readings()
        .filter(|reading| reading.document.role == Role::Unreadable)
        .map(|reading| {
            let why = reading.issues.first().map(|issue| issue.message.clone()).unwrap_or_default();
            [reading.document.path.clone(), why]
        })
        .collect();
    let printed = || signatures().filter(|(_, signature)| signature.country.is_some());
    let unresolved: Vec<[String; 2]> = printed()
        .filter(|(_, signature)| {
            let method = signature.country.as_ref().map(|country| country.method);
            matches!(method, Some(CountryMethod::Unresolved | CountryMethod::Ambiguous))
        })
        .map(|(reading, signature)| {
            let place = format!("{}:{}", reading.document.path, signature.place.line_start);
            [place, signature.country_text.clone().unwrap_or_default()]
        })
        .collect();
    let duplicates: Vec<[String; 2]> = signatures()
        .filter(|(_, signature)| signature.flags.contains(&Flag::Duplicate))
        .map(|(reading, signature)| {
            [format!("{}:{}", reading.document.path, signature.place.line_start), signature.text.clone()]
        })
        .collect();
    let smallest = letters().map(|reading| reading.signatures.len()).min();
    let few: Vec<[String; 2]> = letters()
        .filter(|reading| Some(reading.signatures.len()) == smallest)
        .map(|reading| [reading.document.path.clone(), format!("{} signatures", reading.signatures.len())])
        .collect();
    let largest = corpus.linkage.entities.iter().map(|entity| entity.signings.len()).max().unwrap_or(0);
    let large: Vec<[String; 2]> = corpus
        .linkage
        .entities
        .iter()
        .filter(|entity| entity.signings.len() == largest)
        .map(|entity| [entity.id.to_string(), entity.name.clone()])
        .collect();

    let rejected_share = share(rejected.len(), noted().count());
    let unreadable_share = share(unreadable.len(), readings().count());
    let unresolved_share = share(unresolved.len(), printed().count());
    let duplicate_share = share(duplicates.len(), n_signatures);
    let disagreeing: Vec<[String; 2]> = dataset
        .claims
        .iter()
        .filter(|claim| claim.agrees == Some(false))
        .map(|claim| [format!("{}:{}", claim.document_id, claim.line), claim.text.clone()])
        .collect();
    let n_compared = dataset.claims.iter().filter(|claim| claim.agrees.is_some()).count();
    let disagreeing_share = share(disagreeing.len(), n_compared);

    let Churn { n_former, n_merged, n_split, n_removed } = corpus.churn;
    let churned = format!(
        "of {n_former} ids of the last edition {n_merged} would be redirected, {n_split} split and {n_removed} removed"
    );

    macro_rules! gate {
        ($key:ident, $value:expr, $rows:expr) => {
            gate(
                stringify!($key),
                $value,
                settings.$key as f64,
                settings.warn.$key.map(|bound| bound as f64),
                $rows,
            )
        };
    }
    let smallest = smallest.map_or(f64::INFINITY, |number| number as f64);
    vec![
        gate!(min_letters, letters().count() as f64, Vec::new()),
        gate!(min_signatures, n_signatures as f64, Vec::new()),
        gate!(min_signatures_of_a_letter, smallest, few),
        gate!(max_rejected_share, rejected_share, rejected),
        gate!(max_unreadable_share, unreadable_share, unreadable),
        gate!(max_unresolved_countries, unresolved_share, unresolved),
        gate!(max_duplicate_share, duplicate_share, duplicates),
        gate!(max_disagreeing_share, disagreeing_share, disagreeing),
        gate!(max_cluster, largest as f64, large),
        Gate { detail: Some(churned), ..gate!(max_churn, corpus.churn.share(), Vec::new()) },
    ]
}

fn gate(key: &'static str, value: f64, fail: f64, warn: Option<f64>, rows: Vec<[String; 2]>) -> Gate {
    let is_beyond = |bound: f64| if key.starts_with("min_") { value < bound } else { value > bound };
    let verdict = match warn {
        _ if is_beyond(fail) => Verdict::Broken,
        Some(bound) if is_beyond(bound) => Verdict::Warned,
        _ => Verdict::Kept,
    };
    Gate { key, value, fail, warn, verdict, detail: None, rows }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

//! What most deserves a person's look, and taking in what the person decided.
//!
//! In: the linked corpus. Out: questions, the most telling first, as CSV and as one page of HTML that works
//! without a network; and, from a file of decisions, what is added to `curation/decisions.csv`.

mod apply;
mod choose;
mod html;
mod side;

pub use apply::{Applied, File, apply};
pub use choose::{Item, Question, choose};
pub use html::page;
pub use side::Side;

use crate::model::Corpus;

/// Columns of the CSV: those of decisions first.
pub const COLUMNS: &[&str] = &[
    "left_signature_id",
    "right_signature_id",
    "decision",
    "value",
    "reason",
    "who",
    "date",
    "rank",
    "question",
    "linked_now",
    "match_weight",
    "probability",
    "why",
    "evidence",
    "left_name",
    "right_name",
    "left_text",
    "right_text",
    "left_country",
    "right_country",
    "left_affiliation",
    "right_affiliation",
    "left_letters",
    "right_letters",
    "left_entity_id",
    "right_entity_id",
    "left_entity",
    "right_entity",
    "left_signatures",
    "right_signatures",
];

/// The questions as rows of these columns.
pub fn rows(corpus: &Corpus, items: &[Item]) -> Vec<Vec<String>> {
    items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let [left, right] = item.sides(corpus);
            let empty = String::new;
            vec![
                left.signature_id.clone(),
                right.signature_id.clone(),
                empty(),
                empty(),
                empty(),
                empty(),
                empty(),
                (at + 1).to_string(),
                item.question.to_string(),
                if item.is_linked { "true" } else { "false" }.to_owned(),
                format!("{:.3}", f64::from(item.link.millibits) / 1000.0),
                format!("{:.4}", item.link.probability),
                item.link.why.clone(),
                item.evidence(),
                left.name,
                right.name,
                left.text,
                right.text,
                left.country,
                right.country,
                left.affiliation,
                right.affiliation,
                left.letters.join(" | "),
                right.letters.join(" | "),
                left.entity_id,
                right.entity_id,
                left.entity,
                right.entity,
                left.n_signatures.to_string(),
                right.n_signatures.to_string(),
            ]
        })
        .collect()
}

//! The diagnostics, by kind.

use std::collections::BTreeMap;

use crate::model::{IssueCode, Severity};
use crate::publish::html::{Links, heads, number, table, text};
use crate::tables::Dataset;
use crate::tables::issues::IssueRow;

/// Places that are named of one kind.
const MOST_PLACES: usize = 5;

/// Writes the section.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    if dataset.issues.is_empty() {
        out.push_str("<p>Nothing was doubtful.</p>\n");
        return;
    }
    let mut kinds: BTreeMap<(Severity, IssueCode), Vec<&IssueRow>> = BTreeMap::new();
    for row in &dataset.issues {
        kinds.entry((row.severity, row.code)).or_default().push(row);
    }
    let rows = kinds.iter().map(|((severity, code), rows)| {
        let mut sorted = rows.clone();
        sorted.sort_by_key(|row| (row.path.as_deref(), row.line, row.issue_id));
        let places = sorted.iter().take(MOST_PLACES).map(|row| {
            let place = match row.document_id {
                Some(document) => links.line(document, row.line),
                None => row.path.as_deref().map(text).unwrap_or_default(),
            };
            format!("<p>{} {place}</p>", text(&row.message))
        });
        let mut places: String = places.collect();
        if rows.len() > MOST_PLACES {
            places.push_str(&format!("<p>and {} more</p>", number(rows.len() - MOST_PLACES)));
        }
        (String::new(), vec![code.to_string(), severity.to_string(), number(rows.len()), places])
    });
    let caption = format!("Diagnostics by kind. Rows: {}", links.table("issues"));
    table(out, &caption, &heads(["Kind", "Severity", "#Number", "First of them"]), rows);
}

//! `issues`: all that was doubtful or impossible.

use std::collections::BTreeMap;

use crate::model::{Code, DocumentId, Issue, IssueCode, IssueId, LineFate, Reading, Severity};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{Ordinals, int, optional, required};
use crate::tables::claims::disagreements;
use crate::tables::cosignatures::left_out;

table! {
    /// One row per diagnostic: what was doubtful or impossible, where, and what was done.
    pub struct IssueRow in "issues", key(issue_id) {
        /// Identifier of the issue, derived from its code, its place and its text.
        issue_id: IssueId,
        /// What kind of thing it is about; the code is stable across versions.
        code: IssueCode,
        /// How serious it is.
        severity: Severity,
        /// Document that it is about. Empty: it is about another file or the whole run.
        document_id: Option<DocumentId> => "documents",
        /// File that it is about: a path below the input folder or the project. Empty: the whole run.
        path: Option<String>,
        /// Line of the file, from 1. Empty: the file as a whole.
        line: Option<i32>,
        /// Character of the line, from 1. Empty with `line`.
        column: Option<i32>,
        /// The raw text that it is about, cut to 200 characters. Empty: no text in particular.
        text: Option<String>,
        /// What is wrong and what was done, in a sentence.
        message: String,
    }
}

/// A row for every diagnostic.
pub fn rows(source: &Source<'_>) -> Vec<IssueRow> {
    let mut issues: Vec<Issue> = Vec::new();
    for reading in &source.corpus.readings {
        issues.extend(reading.issues.iter().cloned());
        issues.extend(unreported_lines(reading));
    }
    issues.extend(source.corpus.issues.iter().cloned());
    issues.extend(disagreements(source));
    issues.extend(left_out(source));

    let documents: BTreeMap<&str, DocumentId> = source
        .corpus
        .readings
        .iter()
        .map(|reading| (reading.document.path.as_str(), reading.document.id))
        .collect();
    let mut ordinals = Ordinals::new();
    issues
        .into_iter()
        .map(|issue| {
            let code = issue.code.to_string();
            let line = issue.place.map_or(String::new(), |place| place.line_start.to_string());
            let text = issue.text.clone().unwrap_or_default();
            let ordinal = ordinals.next((issue.code, issue.path.clone(), line.clone(), text.clone()));
            IssueRow {
                issue_id: IssueId::of(&[&code, &issue.path, &line, &text, &ordinal]),
                code: issue.code,
                severity: issue.code.severity(),
                document_id: documents.get(issue.path.as_str()).copied(),
                path: optional(&issue.path),
                line: issue.place.map(|place| int(place.line_start)),
                column: issue.place.map(|place| int(place.column)),
                text: optional(&text),
                message: required(&issue.message),
            }
        })
        .collect()
}

/// Issues for rejected lines that have none yet, so that no line is lost without a word.
fn unreported_lines(reading: &Reading) -> Vec<Issue> {
    let reported = Ranges::of(
        reading
            .issues
            .iter()
            .filter(|issue| matches!(issue.code, IssueCode::RejectedLine | IssueCode::LineTooLong))
            .filter_map(|issue| issue.place.map(|place| (place.line_start, place.line_end))),
    );
    reading
        .notes
        .iter()
        .filter(|note| note.fate == LineFate::Rejected && !reported.contains(note.line.place.line_start))
        .map(|note| {
            Issue::new(IssueCode::RejectedLine, &reading.document.path, required(&note.reason))
                .at(note.line.place)
                .quoting(&note.line.text)
        })
        .collect()
}

/// Ranges of lines, ascending and apart from each other, so that a line is found by halving: a document
/// may reject as many lines as it has, each with its issue.
struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    /// The ranges with both ends in them, in whatever order.
    fn of(ranges: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut sorted: Vec<(u32, u32)> = ranges.collect();
        sorted.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (start, end) in sorted {
            match merged.last_mut() {
                Some((_, last)) if start <= *last => *last = end.max(*last),
                _ => merged.push((start, end)),
            }
        }
        Self(merged)
    }

    fn contains(&self, line: u32) -> bool {
        let n_begun = self.0.partition_point(|(start, _)| *start <= line);
        n_begun > 0 && line <= self.0[n_begun - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_in_ranges() {
        let ranges = Ranges::of([(9, 9), (2, 6), (3, 4), (6, 7), (9, 9)].into_iter());
        assert_eq!(ranges.0, [(2, 7), (9, 9)]);
        let found: Vec<u32> = (0..12).filter(|line| ranges.contains(*line)).collect();
        assert_eq!(found, [2, 3, 4, 5, 6, 7, 9]);
        assert!(!Ranges::of(std::iter::empty()).contains(1));
    }
}

//! Lists of records, whatever they are written in: a tree of values to rows with heads, headings, and what
//! stands around the list.

use super::Source;
use crate::model::{Block, BlockKind, Issue, IssueCode, Line, Place};

/// One record: its fields in the order of the columns, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The fields.
    pub cells: Vec<String>,
    /// Where.
    pub place: Place,
}

/// What a reader would print of a record: the fields that are filled, with commas between.
pub fn printed(cells: &[String]) -> String {
    let filled: Vec<String> =
        cells.iter().filter(|cell| !cell.is_empty()).map(|cell| cell.replace('\n', " ")).collect();
    filled.join(", ")
}

/// The row of a record; none when nothing is in it or it is too long.
pub fn row(source: &Source, mut record: Record, is_head: bool, issues: &mut Vec<Issue>) -> Option<Block> {
    let limit = source.settings.max_columns;
    if record.cells.len() > limit {
        if record.cells[limit..].iter().any(|cell| !cell.is_empty()) {
            let message = format!(
                "the record has {} fields, more than read.max_columns, {limit}; the rest is not read",
                record.cells.len()
            );
            issues.push(Issue::new(IssueCode::InvalidRecords, source.path, message).at(record.place));
        }
        record.cells.truncate(limit);
    }
    let n_kept = record.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    record.cells.truncate(n_kept);
    let text = printed(&record.cells);
    if text.trim().is_empty() {
        return None;
    }
    if let Some(issue) = super::long_line(source, &text, record.place.line_start) {
        issues.push(issue);
        return None;
    }
    let line = Line { cells: record.cells, ..Line::plain(&text, record.place) };
    Some(Block::new(BlockKind::Row { is_head }, vec![line]))
}

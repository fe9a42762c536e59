//! Release notes: how many records of each table were added, removed and changed, and why.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Change, ChangeRow, Reason, Snapshot};
use crate::model::vocabulary::Vocabulary;

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Name of the table.
    pub table: String,
    /// Rows before.
    pub before: usize,
    /// Rows after.
    pub after: usize,
    /// Records that are new.
    pub added: usize,
    /// Records that are gone.
    pub removed: usize,
    /// Records of which a value is another.
    pub changed: usize,
    /// Records by reason.
    pub reasons: BTreeMap<Reason, usize>,
}

/// What became of every table of either release, in order of name.
pub fn counts(old: &Snapshot, new: &Snapshot, changes: &[ChangeRow]) -> Vec<Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for name in old.tables.keys().chain(new.tables.keys()) {
        let n_rows = |snapshot: &Snapshot| snapshot.tables.get(name).map_or(0, |table| table.rows.len());
        let count =
            Count { table: name.clone(), before: n_rows(old), after: n_rows(new), ..Count::default() };
        counts.insert(name, count);
    }
    // The rows of a record stand together.
    let mut last = None;
    for change in changes {
        let here = Some((&change.table, &change.record));
        if here == last || change.change == Change::Columns {
            continue;
        }
        last = here;
        let Some(count) = counts.get_mut(change.table.as_str()) else { continue };
        *match change.change {
            Change::Added => &mut count.added,
            Change::Removed => &mut count.removed,
            Change::Changed | Change::Columns => &mut count.changed,
        } += 1;
        *count.reasons.entry(change.reason).or_default() += 1;
    }
    counts.into_values().collect()
}

/// The notes as Markdown.
pub fn notes(old: &Snapshot, new: &Snapshot, changes: &[ChangeRow]) -> String {
    let mut text = String::from(
        "| table | before | after | change | records added | removed | changed | why |\n\
         |---|---:|---:|---:|---:|---:|---:|---|\n",
    );
    for count in counts(old, new, changes) {
        let difference = count.after as i64 - count.before as i64;
        let why: Vec<String> = count.reasons.iter().map(|(reason, n)| format!("{reason} {n}")).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {difference:+} | {} | {} | {} | {} |",
            count.table,
            count.before,
            count.after,
            count.added,
            count.removed,
            count.changed,
            why.join(", ")
        );
    }
    let columns: Vec<&ChangeRow> = changes.iter().filter(|change| change.change == Change::Columns).collect();
    for change in columns {
        let what = match (&change.old, &change.new) {
            (None, _) => "is new",
            (_, None) => "is gone",
            _ => "has other columns",
        };
        let _ = writeln!(text, "\nThe table {} {what}.", change.table);
    }
    text.push_str("\nReasons:\n\n");
    for (_, name, meaning) in Reason::VALUES {
        let _ = writeln!(text, "- {name}: {}", meaning.trim());
    }
    text
}

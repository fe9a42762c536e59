//! `undersigned diff OLD NEW`: what changed from one published folder to another.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use std::path::{Path, PathBuf};
use undersigned::model::table::Table;
use undersigned::publish::diff::{self, Change, ChangeRow};

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of the earlier dataset
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Folder of the later dataset; with --apply, the folder that is written
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How the changes are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print release notes in Markdown: what became of every table, and why
    #[arg(long, conflicts_with = "format")]
    notes: bool,
    /// Write the changes to a file as well: .parquet, .csv or .json, or .html to look at
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Make the tables of NEW, as CSV files, out of OLD and the changes in a file
    #[arg(long, value_name = "CHANGES", conflicts_with_all = ["format", "notes", "output"])]
    apply: Option<PathBuf>,
}

/// Prints what changed, or makes the new tables.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    if let Some(changes) = &arguments.apply {
        return apply(context, &arguments.old, changes, &arguments.new);
    }
    let (old, new) = (read(&arguments.old)?, read(&arguments.new)?);
    let changes = diff::run(&old, &new);
    if let Some(path) = &arguments.output {
        match diff::is_page(path) {
            true => diff::write_page(&old, &new, &changes, path)?,
            false => diff::write_changes(&changes, path)?,
        }
    }
    if arguments.notes {
        let notes = diff::notes(&old, &new, &changes);
        print::lines(notes.lines().map(str::to_owned))?;
        return Ok(Status::Done);
    }
    match arguments.format {
        Format::Text => {
            let counts = diff::counts(&old, &new, &changes);
            let changed = counts.iter().filter(|count| count.added + count.removed + count.changed > 0);
            let rows: Vec<Vec<String>> = changed
                .map(|count| {
                    let why: Vec<String> =
                        count.reasons.iter().map(|(reason, n)| format!("{reason} {n}")).collect();
                    let numbers = [count.before, count.after, count.added, count.removed, count.changed];
                    let numbers = numbers.iter().map(usize::to_string);
                    std::iter::once(count.table.clone()).chain(numbers).chain([why.join(", ")]).collect()
                })
                .collect();
            if !rows.is_empty() {
                let head = ["table", "before", "after", "added", "removed", "changed", "why"];
                print::table(Format::Text, &head, &rows)?;
            }
            print::lines(told(&changes).into_iter())?;
        }
        format => {
            let columns = ChangeRow::columns();
            let head: Vec<&str> = columns.iter().map(|column| column.name).collect();
            let rows: Vec<Vec<String>> = changes.iter().map(row).collect();
            print::table(format, &head, &rows)?;
        }
    }
    let n_records: usize = diff::counts(&old, &new, &changes)
        .iter()
        .map(|count| count.added + count.removed + count.changed)
        .sum();
    context.log.message(&format!("{n_records} records differ in {} values", changes.len()));
    Ok(Status::Done)
}

fn row(change: &ChangeRow) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        change.table.clone(),
        text(&change.record),
        change.change.to_string(),
        text(&change.column),
        text(&change.old),
        text(&change.new),
        change.reason.to_string(),
    ]
}

/// A line for every record, signs first, with the values of what is another.
fn told(changes: &[ChangeRow]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last = None;
    for change in changes {
        let value = |text: &Option<String>| match text {
            Some(text) => format!("{text:?}"),
            None => "nothing".to_owned(),
        };
        let here = Some((&change.table, &change.record));
        let is_new = here != last;
        last = here;
        let record = change.record.as_deref().unwrap_or("(columns)");
        let column = change.column.as_deref().unwrap_or_default();
        let sign = match change.change {
            Change::Added => '+',
            Change::Removed => '-',
            Change::Changed | Change::Columns => '~',
        };
        let said = match change.change {
            Change::Added => format!("{column} {}", value(&change.new)),
            Change::Removed => format!("{column} {}", value(&change.old)),
            Change::Changed => format!("{column} {} -> {}", value(&change.old), value(&change.new)),
            Change::Columns => format!("{} -> {}", value(&change.old), value(&change.new)),
        };
        match lines.last_mut().filter(|_| !is_new) {
            Some(line) => line.push_str(&format!("; {said}")),
            None => lines.push(format!("{sign} {} {record} ({}): {said}", change.table, change.reason)),
        }
    }
    lines
}

fn apply(context: &Context, old: &Path, changes: &Path, new: &Path) -> Result<Status, Stop> {
    let (old, changes) = (read(old)?, diff::read_changes(changes)?);
    let made = diff::apply(&old, &changes).map_err(Stop::failed)?;
    diff::write(&made, new)?;
    context.log.message(&format!("{} tables written to {}", made.tables.len(), new.display()));
    Ok(Status::Done)
}

fn read(folder: &Path) -> Result<diff::Snapshot, Stop> {
    Ok(diff::read(folder)?)
}

//! What changed from one published folder to another: by table, record and column, with the reason.
//!
//! In: two folders, each as its own descriptor tells of it. Out: a [`ChangeRow`] for every value that is not
//! the same; [`apply`] makes the tables of the one out of those of the other and the changes.

mod notes;
mod page;
mod reasons;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use polars::prelude::{ParquetReader, SerReader};

use crate::model::vocabulary::Vocabulary;
use crate::publish::{About, PublishError, folder, parquet};
use crate::tables::TableView;
use crate::{table, vocabulary};

pub use notes::{Count, counts, notes};
pub use page::page;

vocabulary! {
    /// What became of a record.
    pub enum Change {
        /// It is new; each of its values is a row.
        Added = "added",
        /// It is gone; each of its values is a row.
        Removed = "removed",
        /// One of its values is another.
        Changed = "changed",
        /// The table has other columns, or another key, or is new or gone; the values are lists.
        Columns = "columns",
    }
}

vocabulary! {
    /// Why something changed.
    pub enum Reason {
        /// A document was added, removed or edited.
        Source = "source",
        /// The program or its configuration reads, normalizes or links otherwise.
        Rule = "rule",
        /// A person decided: about a pair, or that a signatory is withdrawn.
        Decision = "decision",
        /// Entities have become one.
        Merge = "merge",
        /// An entity has become several.
        Split = "split",
    }
}

table! {
    /// One row per value that is not the same in two releases of the dataset.
    pub struct ChangeRow in "changes", key(table, record, column) {
        /// Name of the table.
        table: String,
        /// Key of the record; of a key of several columns, a list in JSON. Empty: the change is of the
        /// table's columns.
        record: Option<String>,
        /// What became of the record.
        change: Change,
        /// Column of the value. Empty with `record`.
        column: Option<String>,
        /// The value before. Empty: there was none.
        old: Option<String>,
        /// The value after. Empty: there is none.
        new: Option<String>,
        /// Why.
        reason: Reason,
    }
}

/// Tables as texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// By name.
    pub tables: BTreeMap<String, TextTable>,
}

/// A table as texts; an empty text is an absent value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextTable {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Names of the columns of the key.
    pub key: Vec<String>,
    /// By key, which orders them as they are published.
    pub rows: BTreeMap<Vec<String>, Vec<String>>,
}

impl TextTable {
    fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == column)
    }

    /// Columns and key as one text.
    fn head(&self) -> String {
        serde_json::json!([self.columns, self.key]).to_string()
    }

    /// An empty table of these columns and this key.
    fn of_head(head: &str) -> Option<Self> {
        let [columns, key]: [Vec<String>; 2] = serde_json::from_str(head).ok()?;
        Some(Self { columns, key, rows: BTreeMap::new() })
    }

    /// The rows under other columns; of another key, none.
    fn with_head(&self, other: &Self) -> Self {
        let mut changed = Self { columns: other.columns.clone(), key: other.key.clone(), ..Self::default() };
        if self.key == other.key {
            let places: Vec<Option<usize>> = other.columns.iter().map(|column| self.place(column)).collect();
            let moved = |row: &Vec<String>| -> Vec<String> {
                places.iter().map(|at| at.and_then(|at| row.get(at).cloned()).unwrap_or_default()).collect()
            };
            changed.rows = self.rows.iter().map(|(key, row)| (key.clone(), moved(row))).collect();
        }
        changed
    }
}

/// Reads the tables of a published folder.
///
/// # Errors
/// When the folder holds no dataset of this program, or a table cannot be read.
pub fn read(target: &Path) -> Result<Snapshot, PublishError> {
    let package = folder::read(target)?;
    let mut tables = BTreeMap::new();
    for resource in package.csv() {
        let path = target.join(&resource.path);
        let at_fault = |source| PublishError::UnreadableCsv { path: path.clone(), source };
        let mut reader = ::csv::Reader::from_path(&path).map_err(at_fault)?;
        let columns: Vec<String> = reader.headers().map_err(at_fault)?.iter().map(str::to_owned).collect();
        let mut table = TextTable { columns, key: resource.key.clone(), rows: BTreeMap::new() };
        let key: Vec<usize> = table.key.iter().filter_map(|column| table.place(column)).collect();
        for record in reader.records() {
            let row: Vec<String> = record.map_err(at_fault)?.iter().map(str::to_owned).collect();
            table.rows.insert(key.iter().map(|at| row[*at].clone()).collect(), row);
        }
        tables.insert(resource.name.clone(), table);
    }
    Ok(Snapshot { tables })
}

/// What makes the new tables out of the old ones.
pub fn run(old: &Snapshot, new: &Snapshot) -> Vec<ChangeRow> {
    let reasons = reasons::Reasons::of(old, new);
    let mut changes = Vec::new();
    let names: std::collections::BTreeSet<&String> = old.tables.keys().chain(new.tables.keys()).collect();
    let nothing = TextTable::default();
    for name in names {
        let (before, after) = (old.tables.get(name), new.tables.get(name));
        let (old_head, new_head) = (before.map(TextTable::head), after.map(TextTable::head));
        if old_head != new_head {
            changes.push(ChangeRow {
                table: name.clone(),
                record: None,
                change: Change::Columns,
                column: None,
                old: old_head,
                new: new_head,
                reason: Reason::Rule,
            });
        }
        // A table that is gone is told of as a whole.
        let Some(after) = after else { continue };
        let before = before.unwrap_or(&nothing).with_head(after);
        compare(name, &before, after, &reasons, &mut changes);
    }
    changes
}

/// The changes of the rows of a table whose columns are the same.
fn compare(
    name: &str,
    before: &TextTable,
    after: &TextTable,
    reasons: &reasons::Reasons,
    changes: &mut Vec<ChangeRow>,
) {
    let absent = vec![String::new(); after.columns.len()];
    let keys: std::collections::BTreeSet<&Vec<String>> =
        before.rows.keys().chain(after.rows.keys()).collect();
    for key in keys {
        let (old, new) = (before.rows.get(key), after.rows.get(key));
        if old == new {
            continue;
        }
        let change = match (old, new) {
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
            _ => Change::Changed,
        };
        let reason = reasons.of_row(name, old, new);
        let (old, new) = (old.unwrap_or(&absent), new.unwrap_or(&absent));
        for ((column, old), new) in
            after.columns.iter().zip(old).zip(new).filter(|((_, old), new)| old != new)
        {
            let text = |value: &String| (!value.is_empty()).then(|| value.clone());
            changes.push(ChangeRow {
                table: name.to_owned(),
                record: Some(record(key)),
                change,
                column: Some(column.clone()),
                old: text(old),
                new: text(new),
                reason,
            });
        }
    }
}

fn record(key: &[String]) -> String {
    match key {
        [one] => one.clone(),
        several => serde_json::json!(several).to_string(),
    }
}

fn key_of(record: &str, table: &TextTable) -> Option<Vec<String>> {
    if table.key.len() == 1 { Some(vec![record.to_owned()]) } else { serde_json::from_str(record).ok() }
}

/// The new tables out of the old ones and the changes.
///
/// # Errors
/// Says which change does not fit the old tables.
pub fn apply(old: &Snapshot, changes: &[ChangeRow]) -> Result<Snapshot, String> {
    let mut made = old.clone();
    // Columns first: rows are told of under the new ones.
    for change in changes.iter().filter(|change| change.change == Change::Columns) {
        let name = &change.table;
        if made.tables.get(name).map(TextTable::head) != change.old {
            return Err(format!("{name} has not the columns that the changes begin from"));
        }
        let Some(head) = &change.new else {
            made.tables.remove(name);
            continue;
        };
        let empty =
            TextTable::of_head(head).ok_or_else(|| format!("the columns of {name} cannot be read"))?;
        let moved = made.tables.get(name).unwrap_or(&TextTable::default()).with_head(&empty);
        made.tables.insert(name.clone(), moved);
    }
    for change in changes.iter().filter(|change| change.change != Change::Columns) {
        let (record, column) =
            (change.record.as_deref().unwrap_or_default(), change.column.as_deref().unwrap_or_default());
        let told = || format!("{} {record}: {column}", change.table);
        let table = made
            .tables
            .get_mut(&change.table)
            .ok_or_else(|| format!("{}: there is no such table", told()))?;
        let at = table.place(column).ok_or_else(|| format!("{}: there is no such column", told()))?;
        let key = key_of(record, table).ok_or_else(|| format!("{}: the key cannot be read", told()))?;
        let n_columns = table.columns.len();
        let row = table.rows.entry(key.clone()).or_insert_with(|| vec![String::new(); n_columns]);
        if row[at] != change.old.as_deref().unwrap_or_default() {
            return Err(format!("{} is {:?} and not what the changes begin from", told(), row[at]));
        }
        row[at] = change.new.clone().unwrap_or_default();
        if change.change == Change::Removed && row.iter().all(String::is_empty) {
            table.rows.remove(&key);
        }
    }
    Ok(made)
}

/// Writes the tables as CSV files into a folder that is not there or empty, byte for byte as they are
/// published.
///
/// # Errors
/// When the folder holds something, or cannot be written.
pub fn write(snapshot: &Snapshot, target: &Path) -> Result<(), PublishError> {
    std::fs::create_dir_all(target).map_err(PublishError::io("create", target))?;
    let mut entries = std::fs::read_dir(target).map_err(PublishError::io("read", target))?;
    if entries.next().is_some() {
        return Err(PublishError::NotEmpty { path: target.to_owned() });
    }
    for (name, table) in &snapshot.tables {
        let path = target.join(format!("{name}.csv"));
        let at_fault = |source| PublishError::Csv { path: path.clone(), source };
        let mut writer = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::Any(b'\n'))
            .from_path(&path)
            .map_err(at_fault)?;
        writer.write_record(&table.columns).map_err(at_fault)?;
        for row in table.rows.values() {
            writer.write_record(row).map_err(at_fault)?;
        }
        writer.flush().map_err(PublishError::io("write", &path))?;
    }
    Ok(())
}

/// Writes the changes; the end of the file's name tells the format.
///
/// # Errors
/// When the name ends otherwise than in `.csv`, `.json` or `.parquet`, or the file cannot be written.
pub fn write_changes(changes: &Vec<ChangeRow>, path: &Path) -> Result<(), PublishError> {
    let view = TableView::of(changes);
    let create = || File::create(path).map(BufWriter::new).map_err(PublishError::io("create", path));
    match format_of(path)? {
        Format::Csv => crate::publish::csv::write_to(&view, create()?)
            .map_err(|source| PublishError::Csv { path: path.to_owned(), source }),
        Format::Parquet => {
            let about = About { title: "Changes of a dataset".to_owned(), ..About::default() };
            let mut file = create()?;
            parquet::write_to(&view, &about, &mut file)
                .map_err(|source| PublishError::Parquet { path: path.to_owned(), source })?;
            file.flush().map_err(PublishError::io("write", path))
        }
        Format::Json => {
            let mut text = serde_json::to_string_pretty(changes).unwrap_or_default();
            text.push('\n');
            std::fs::write(path, text).map_err(PublishError::io("write", path))
        }
    }
}

/// Whether changes are to be written as a page, by the end of the file's name.
pub fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html"))
}

/// Writes the changes as a page of HTML.
///
/// # Errors
/// When the file cannot be written.
pub fn write_page(
    old: &Snapshot,
    new: &Snapshot,
    changes: &[ChangeRow],
    path: &Path,
) -> Result<(), PublishError> {
    std::fs::write(path, page(old, new, changes)).map_err(PublishError::io("write", path))
}

/// Reads changes as [`write_changes`] writes them.
///
/// # Errors
/// When the file is none of changes, or cannot be read.
pub fn read_changes(path: &Path) -> Result<Vec<ChangeRow>, PublishError> {
    let damaged = |reason: String| PublishError::Damaged { path: path.to_owned(), reason };
    let format = format_of(path)?;
    let bytes = std::fs::read(path).map_err(PublishError::io("read", path))?;
    match format {
        Format::Csv => ::csv::Reader::from_reader(&bytes[..])
            .into_deserialize()
            .collect::<Result<_, _>>()
            .map_err(|error| damaged(error.to_string())),
        Format::Json => serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string())),
        Format::Parquet => {
            let frame = ParquetReader::new(std::io::Cursor::new(bytes)).finish();
            let frame = frame.map_err(|error| damaged(error.to_string()))?;
            let column = |name: &str| {
                frame.column(name).and_then(|column| column.str()).map_err(|error| damaged(error.to_string()))
            };
            let (table, record, change) = (column("table")?, column("record")?, column("change")?);
            let (name, old, new, reason) =
                (column("column")?, column("old")?, column("new")?, column("reason")?);
            let text = |value: Option<&str>| value.map(str::to_owned);
            (0..frame.height())
                .map(|row| {
                    Some(ChangeRow {
                        table: text(table.get(row))?,
                        record: text(record.get(row)),
                        change: Change::from_name(change.get(row)?)?,
                        column: text(name.get(row)),
                        old: text(old.get(row)),
                        new: text(new.get(row)),
                        reason: Reason::from_name(reason.get(row)?)?,
                    })
                })
                .collect::<Option<_>>()
                .ok_or_else(|| damaged("a row is no change".to_owned()))
        }
    }
}

enum Format {
    Csv,
    Json,
    Parquet,
}

fn format_of(path: &Path) -> Result<Format, PublishError> {
    match path.extension().map(|end| end.to_ascii_lowercase()) {
        Some(end) if end == "csv" => Ok(Format::Csv),
        Some(end) if end == "json" => Ok(Format::Json),
        Some(end) if end == "parquet" => Ok(Format::Parquet),
        _ => Err(PublishError::UnknownFormat { path: path.to_owned() }),
    }
}

#[cfg(test)]
mod tests;

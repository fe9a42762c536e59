//! `dictionary.csv`: every column of every published table, with what it means.
//!
//! In: the declarations of the tables. Out: a row for each column. The same is told for people in the
//! dictionary of `README.md` and for machines in `datapackage.json`.

use crate::model::table::Table;
use crate::publish::package::type_name;
use crate::table;
use crate::tables::TableView;

table! {
    /// One row per column of any table of the dataset, this one included.
    pub struct DictionaryRow in "dictionary", key(table, column) {
        /// Name of the table and stem of its files.
        table: String,
        /// Name of the column.
        column: String,
        /// Place of the column in its table, from 1.
        position: i32,
        /// Type of the values: `string`, `integer` (32 bits), `number` (64 bits), `boolean` or `date`.
        r#type: String,
        /// Whether the column is part of the table's primary key.
        is_key: bool,
        /// Whether every row has a value. False: a cell may be empty, which means absent.
        is_required: bool,
        /// Table whose key the column holds. Empty: it refers to no table.
        references: Option<String>,
        /// Values of a closed vocabulary with their meanings, as `value: meaning`, joined by ` | `. Empty:
        /// any value of the type.
        values: Option<String>,
        /// What the column holds and what an empty cell means; Markdown.
        description: String,
    }
}

/// A row for every column of these tables and of the dictionary itself.
pub fn rows(tables: &[TableView<'_>]) -> Vec<DictionaryRow> {
    let nothing = Vec::new();
    let own = TableView::of::<DictionaryRow>(&nothing);
    let mut rows: Vec<DictionaryRow> = tables.iter().chain([&own]).flat_map(rows_of).collect();
    rows.sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    rows
}

fn rows_of(table: &TableView<'_>) -> Vec<DictionaryRow> {
    let row = |(position, column): (i32, &crate::model::table::Column)| {
        let values: Vec<String> =
            column.vocabulary.iter().map(|(value, meaning)| format!("{value}: {meaning}")).collect();
        DictionaryRow {
            table: table.name.to_owned(),
            column: column.name.to_owned(),
            position,
            r#type: type_name(column.column_type).to_owned(),
            is_key: table.key.contains(&column.name),
            is_required: !column.nullable,
            references: column.references.map(str::to_owned),
            values: (!values.is_empty()).then(|| values.join(" | ")),
            description: column.description.clone(),
        }
    };
    (1..).zip(&table.columns).map(row).collect()
}

/// Name of the table.
pub const NAME: &str = DictionaryRow::NAME;

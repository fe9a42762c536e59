//! What every dataset must hold: required values are there and no text is empty, keys are unique and
//! sorted, every reference leads to a row.
//!
//! A violation is an error of this program, never of an input; the run stops before it publishes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::table::Cell;
use crate::tables::Dataset;
use crate::tables::view::{TableView, text};

/// What is wrong with a dataset, as sentences; empty when all is well.
pub fn violations(dataset: &Dataset) -> Vec<String> {
    let tables = dataset.tables();
    let mut found = Vec::new();
    for table in &tables {
        check_cells(table, &mut found);
        check_key(table, &mut found);
    }
    check_references(&tables, &mut found);
    found
}

fn check_cells(table: &TableView<'_>, found: &mut Vec<String>) {
    for (index, column) in table.columns.iter().enumerate() {
        for row in 0..table.rows.n_rows() {
            match table.rows.cell(row, index) {
                Cell::Null if !column.nullable => {
                    found.push(format!("{}.{} is null in row {row}", table.name, column.name));
                }
                Cell::Text(text) if text.is_empty() => {
                    found.push(format!("{}.{} is an empty text in row {row}", table.name, column.name));
                }
                Cell::Integer(number) if column.bounds().0.is_some_and(|least| number < least) => {
                    found.push(format!("{}.{} is {number} in row {row}", table.name, column.name));
                }
                Cell::Number(number) if column.bounds().1.is_some() && !(0.0..=1.0).contains(&number) => {
                    found.push(format!("{}.{} is {number} in row {row}", table.name, column.name));
                }
                _ => {}
            }
        }
    }
}

fn check_key(table: &TableView<'_>, found: &mut Vec<String>) {
    let columns = table.key_columns();
    let key = |row: usize| -> Vec<String> {
        columns.iter().map(|column| text(&table.rows.cell(row, *column))).collect()
    };
    for row in 1..table.rows.n_rows() {
        let (before, here) = (key(row - 1), key(row));
        if before == here {
            found.push(format!("{} has two rows with the key {}", table.name, here.join(", ")));
        } else if before > here {
            found.push(format!("{} is not sorted at the key {}", table.name, here.join(", ")));
        }
    }
}

fn check_references(tables: &[TableView<'_>], found: &mut Vec<String>) {
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for target in tables.iter().flat_map(|table| table.columns.iter().filter_map(|column| column.references))
    {
        let Some(table) = tables.iter().find(|table| table.name == target) else {
            found.push(format!("a column refers to {target}, which is no table"));
            continue;
        };
        if let [column] = table.key_columns()[..] {
            keys.entry(target).or_insert_with(|| {
                (0..table.rows.n_rows()).map(|row| text(&table.rows.cell(row, column))).collect()
            });
        }
    }
    for table in tables {
        for (index, column) in table.columns.iter().enumerate() {
            let Some(known) = column.references.and_then(|target| keys.get(target)) else { continue };
            for row in 0..table.rows.n_rows() {
                let cell = table.rows.cell(row, index);
                if cell != Cell::Null && !known.contains(&text(&cell)) {
                    found.push(format!(
                        "{}.{} holds {}, which leads nowhere",
                        table.name,
                        column.name,
                        text(&cell)
                    ));
                }
            }
        }
    }
}

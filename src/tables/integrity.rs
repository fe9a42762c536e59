//! What every dataset must hold: required values are there and no text is empty, keys are unique and
//! sorted, every reference leads to a row.
//!
//! A violation is an error of this program, never of an input; the run stops before it publishes.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::model::table::{Cell, Text};
use crate::tables::Dataset;
use crate::tables::view::{TableView, by_key};

/// What is wrong with a dataset, as sentences; empty when all is well.
pub fn violations(dataset: &Dataset) -> Vec<String> {
    let tables = dataset.tables();
    let mut found: Vec<String> = tables
        .par_iter()
        .flat_map_iter(|table| {
            let mut found = Vec::new();
            check_cells(table, &mut found);
            check_key(table, &mut found);
            found
        })
        .collect();
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
    for row in 1..table.rows.n_rows() {
        let cell_of = |row: usize| move |column: usize| table.rows.cell(row, column);
        let fault = match by_key(&columns, cell_of(row - 1), cell_of(row)) {
            Ordering::Less => continue,
            Ordering::Equal => "has two rows with",
            Ordering::Greater => "is not sorted at",
        };
        let key: Vec<String> =
            columns.iter().map(|column| table.rows.cell(row, *column).to_string()).collect();
        found.push(format!("{} {fault} the key {}", table.name, key.join(", ")));
    }
}

fn check_references(tables: &[TableView<'_>], found: &mut Vec<String>) {
    let mut keys: BTreeMap<&str, FxHashSet<Text<'_>>> = BTreeMap::new();
    for target in tables.iter().flat_map(|table| table.columns.iter().filter_map(|column| column.references))
    {
        let Some(table) = tables.iter().find(|table| table.name == target) else {
            found.push(format!("a column refers to {target}, which is no table"));
            continue;
        };
        if let [column] = table.key_columns()[..] {
            keys.entry(target).or_insert_with(|| {
                let cells = (0..table.rows.n_rows()).map(|row| table.rows.cell(row, column));
                cells.filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None }).collect()
            });
        }
    }
    let columns: Vec<_> = tables
        .iter()
        .flat_map(|table| table.columns.iter().enumerate().map(move |(index, column)| (table, index, column)))
        .filter_map(|(table, index, column)| Some((table, index, column, keys.get(column.references?)?)))
        .collect();
    found.par_extend(columns.into_par_iter().flat_map_iter(|(table, index, column, known)| {
        let cells = (0..table.rows.n_rows()).map(move |row| table.rows.cell(row, index));
        let lost = cells.filter(|cell| !matches!(cell, Cell::Text(text) if known.contains(text)));
        lost.filter(|cell| *cell != Cell::Null)
            .map(|cell| format!("{}.{} holds {cell}, which leads nowhere", table.name, column.name))
    }));
}

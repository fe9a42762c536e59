//! A table as data: its schema beside its rows, without its row type, so that every format is written
//! once for all tables.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::model::table::{Cell, Column, Table};

/// The cells of a table.
pub trait Rows: Sync {
    /// Number of rows.
    fn n_rows(&self) -> usize;
    /// One value.
    fn cell(&self, row: usize, column: usize) -> Cell<'_>;
}

impl<T: Table> Rows for Vec<T> {
    fn n_rows(&self) -> usize {
        self.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self[row].cell(column)
    }
}

/// A table with its schema.
#[derive(Clone)]
pub struct TableView<'a> {
    /// Name of the table and stem of its files.
    pub name: &'static str,
    /// Columns of the primary key.
    pub key: &'static [&'static str],
    /// What a row is.
    pub description: String,
    /// Columns in published order.
    pub columns: Vec<Column>,
    /// The cells.
    pub rows: &'a dyn Rows,
}

impl std::fmt::Debug for TableView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableView").field("name", &self.name).field("n_rows", &self.rows.n_rows()).finish()
    }
}

impl<'a> TableView<'a> {
    /// The table of these rows.
    pub fn of<T: Table>(rows: &'a Vec<T>) -> Self {
        Self::over::<T>(rows)
    }

    /// The table of rows that are held otherwise than they are declared.
    pub fn over<T: Table>(rows: &'a dyn Rows) -> Self {
        Self { name: T::NAME, key: T::KEY, description: T::description(), columns: T::columns(), rows }
    }

    /// Index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Indices of the columns of the key.
    pub fn key_columns(&self) -> Vec<usize> {
        self.key.iter().filter_map(|name| self.column(name)).collect()
    }
}

/// The rows in order of their key.
pub fn sorted<T: Table>(mut rows: Vec<T>) -> Vec<T> {
    let columns = TableView::of(&Vec::<T>::new()).key_columns();
    rows.par_sort_by(|a, b| by_key(&columns, |column| a.cell(column), |column| b.cell(column)));
    rows
}

/// How two rows are ordered by the columns of their key.
pub fn by_key<'a, 'b>(
    columns: &[usize],
    a: impl Fn(usize) -> Cell<'a>,
    b: impl Fn(usize) -> Cell<'b>,
) -> Ordering {
    let of_columns = columns.iter().map(|column| a(*column).partial_cmp(&b(*column)));
    of_columns.flatten().find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
}

//! A table as CSV: UTF-8 without a byte-order mark, lines end in LF, an empty field is null and nothing
//! else, quotes only where RFC 4180 needs them.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::model::table::Cell;
use crate::publish::PublishError;
use crate::tables::TableView;

/// Writes a table to a file.
pub fn write(table: &TableView<'_>, path: &Path) -> Result<(), PublishError> {
    let file = File::create(path).map_err(PublishError::io("create", path))?;
    let mut buffered = BufWriter::new(file);
    write_to(table, &mut buffered).map_err(|source| PublishError::Csv { path: path.to_owned(), source })?;
    let file = buffered.into_inner().map_err(|error| PublishError::io("write", path)(error.into_error()))?;
    file.sync_all().map_err(PublishError::io("write", path))
}

/// Writes a table to anything that takes bytes.
pub fn write_to(table: &TableView<'_>, to: impl Write) -> Result<(), ::csv::Error> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::Any(b'\n')).from_writer(to);
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    for row in 0..table.rows.n_rows() {
        for column in 0..table.columns.len() {
            match table.rows.cell(row, column) {
                Cell::Null => writer.write_field("")?,
                Cell::Text(text) => writer.write_field(text.as_bytes())?,
                Cell::Integer(number) => writer.write_field(number.to_string())?,
                // A whole number keeps its `.0`, so that a reader who guesses types guesses right.
                Cell::Number(number) => writer.write_field(format!("{number:?}"))?,
                Cell::Boolean(truth) => writer.write_field(if truth { "true" } else { "false" })?,
                Cell::Date(date) => writer.write_field(date.to_string())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

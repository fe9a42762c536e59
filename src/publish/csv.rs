//! A table as CSV: UTF-8 without a byte-order mark, lines end in LF, an empty field is null and nothing
//! else, quotes only where RFC 4180 needs them.

use std::io::Write;
use std::path::Path;

use crate::model::table::Cell;
use crate::publish::checksums::FileHash;
use crate::publish::{PublishError, files};
use crate::tables::TableView;

/// Writes a table to a file.
pub fn write(table: &TableView<'_>, folder: &Path, name: &str) -> Result<FileHash, PublishError> {
    files::write_with(folder, name, |sink| {
        write_to(table, sink).map_err(|source| PublishError::Csv { path: folder.join(name), source })
    })
}

/// Writes a table to anything that takes bytes.
pub fn write_to(table: &TableView<'_>, to: impl Write) -> Result<(), ::csv::Error> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::Any(b'\n')).from_writer(to);
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    let mut printed = Vec::new();
    for row in 0..table.rows.n_rows() {
        for column in 0..table.columns.len() {
            match table.rows.cell(row, column) {
                Cell::Text(text) => writer.write_field(text.as_bytes())?,
                cell => {
                    printed.clear();
                    write!(printed, "{cell}")?;
                    writer.write_field(&printed)?;
                }
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

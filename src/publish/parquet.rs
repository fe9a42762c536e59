//! A table as Parquet: zstd, row groups of 122,880 rows, statistics; the descriptions of the columns travel
//! in the Arrow schema, those of the table and the dataset in the key-value pairs of the file.
//!
//! The Arrow schema is ours and not the one that Polars would write, for a second reason: Polars names
//! its texts string views, which older readers do not know; the bytes are the same as those of plain texts.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use base64::Engine;
use polars::error::PolarsResult;
use polars::prelude::{
    ArrowDataType, ArrowField, ArrowSchema, BooleanChunked, BooleanChunkedBuilder, ChunkedBuilder,
    Column as Series, DataFrame, Float64Chunked, Int32Chunked, IntoColumn, KeyValueMetadata, NewChunkedArray,
    ParquetCompression, ParquetWriter, PlSmallStr, StatisticsOptions, StringChunkedBuilder,
};
use polars_arrow::io::ipc::write::{default_ipc_fields, schema_to_bytes};

use crate::model::table::{Cell, Column, ColumnType};
use crate::publish::checksums::FileHash;
use crate::publish::{About, PublishError, files};
use crate::tables::TableView;

/// A row group that DuckDB reads by one thread at a time.
const ROW_GROUP_ROWS: usize = 122_880;

/// Writes a table to a file.
pub fn write(
    table: &TableView<'_>,
    about: &About,
    folder: &Path,
    name: &str,
) -> Result<FileHash, PublishError> {
    files::write_with(folder, name, |sink| {
        write_to(table, about, sink)
            .map_err(|source| PublishError::Parquet { path: folder.join(name), source })
    })
}

/// Writes a table to anything that takes bytes, one row group after another.
pub fn write_to(table: &TableView<'_>, about: &About, to: impl Write) -> PolarsResult<()> {
    let mut writer = ParquetWriter::new(to)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::full())
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(metadata(table, about))))
        .batched(frame(table, 0..0)?.schema())?;
    let n_rows = table.rows.n_rows();
    for start in (0..n_rows).step_by(ROW_GROUP_ROWS) {
        writer.write_batch(&frame(table, start..n_rows.min(start + ROW_GROUP_ROWS))?)?;
    }
    writer.finish().map(|_| ())
}

/// Rows of a table as a data frame.
fn frame(table: &TableView<'_>, rows: Range<usize>) -> PolarsResult<DataFrame> {
    let columns = table.columns.iter().enumerate();
    let columns = columns.map(|(index, column)| series(table, rows.clone(), index, column));
    DataFrame::new(rows.len(), columns.collect())
}

fn series(table: &TableView<'_>, rows: Range<usize>, index: usize, column: &Column) -> Series {
    let n_rows = rows.len();
    let name = PlSmallStr::from_static(column.name);
    let cells = rows.map(|row| table.rows.cell(row, index));
    // A cell of another type than its column's cannot be: both come from one declaration.
    match column.column_type {
        ColumnType::Text => {
            let mut builder = StringChunkedBuilder::new(name, n_rows);
            for cell in cells {
                match cell {
                    Cell::Text(text) => builder.append_value(&*text),
                    _ => builder.append_null(),
                }
            }
            builder.finish().into_column()
        }
        ColumnType::Integer => {
            let numbers =
                cells.map(|cell| if let Cell::Integer(number) = cell { Some(number) } else { None });
            Int32Chunked::from_iter_options(name, numbers).into_column()
        }
        ColumnType::Number => {
            let numbers = cells.map(|cell| if let Cell::Number(number) = cell { Some(number) } else { None });
            Float64Chunked::from_iter_options(name, numbers).into_column()
        }
        ColumnType::Boolean => {
            let mut builder = BooleanChunkedBuilder::new(name, n_rows);
            for cell in cells {
                builder.append_option(if let Cell::Boolean(truth) = cell { Some(truth) } else { None });
            }
            let column: BooleanChunked = builder.finish();
            column.into_column()
        }
        ColumnType::Date => {
            let days = cells.map(|cell| if let Cell::Date(date) = cell { Some(days(date)) } else { None });
            Int32Chunked::from_iter_options(name, days).into_date().into_column()
        }
    }
}

/// Days since 1970-01-01.
fn days(date: jiff::civil::Date) -> i32 {
    date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// What is said of a table and its dataset, and the Arrow schema, which says it again for readers that look
/// there.
fn metadata(table: &TableView<'_>, about: &About) -> Vec<(String, String)> {
    let said = [
        ("table", table.name),
        ("description", &table.description),
        ("primary_key", &table.key.join(",")),
        ("dataset", &about.title),
        ("dataset_description", &about.description),
        ("version", &about.version),
        ("licence", about.licence.as_deref().unwrap_or_default()),
        ("homepage", about.homepage.as_deref().unwrap_or_default()),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()));
    let mut pairs: Vec<(String, String)> = said.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let encoded = encoded(&arrow_schema(table), &pairs);
    pairs.insert(0, ("ARROW:schema".to_owned(), encoded));
    pairs
}

/// The schema as Arrow writes it into Parquet files: a message of its inter-process format, with the marks
/// and the length that stand before one, in base 64.
fn encoded(schema: &ArrowSchema, metadata: &[(String, String)]) -> String {
    let metadata: BTreeMap<PlSmallStr, PlSmallStr> =
        metadata.iter().map(|(key, value)| (key.as_str().into(), value.as_str().into())).collect();
    let message = schema_to_bytes(schema, &default_ipc_fields(schema.iter_values()), Some(&metadata));
    let mut bytes = vec![0xff; 4];
    bytes.extend(u32::try_from(message.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(message);
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn arrow_schema(table: &TableView<'_>) -> ArrowSchema {
    table
        .columns
        .iter()
        .map(|column| {
            let data_type = match column.column_type {
                ColumnType::Text => ArrowDataType::Utf8,
                ColumnType::Integer => ArrowDataType::Int32,
                ColumnType::Number => ArrowDataType::Float64,
                ColumnType::Boolean => ArrowDataType::Boolean,
                ColumnType::Date => ArrowDataType::Date32,
            };
            let name = PlSmallStr::from_static(column.name);
            let about = BTreeMap::from([(
                PlSmallStr::from_static("description"),
                PlSmallStr::from_str(&column.description),
            )]);
            (name.clone(), ArrowField::new(name, data_type, true).with_metadata(about))
        })
        .collect()
}

//! A table as Parquet: zstd, row groups of 122,880 rows, statistics; the descriptions of the columns travel
//! in the Arrow schema, those of the table and the dataset in the key-value pairs of the file.
//!
//! The Arrow schema is ours and not the one that Polars would write, for a second reason: Polars names
//! its texts string views, which older readers do not know; the bytes are the same as those of plain texts.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use polars::error::{PolarsError, PolarsResult};
use polars::prelude::{
    ArrowDataType, ArrowField, ArrowSchema, BooleanChunked, BooleanChunkedBuilder, ChunkedBuilder,
    Column as Series, DataFrame, Float64Chunked, Int32Chunked, IntoColumn, KeyValueMetadata, NewChunkedArray,
    ParquetCompression, ParquetWriter, PlSmallStr, StatisticsOptions, StringChunkedBuilder,
};
use polars_parquet::write::schema_to_metadata_key;

use crate::model::table::{Cell, Column, ColumnType};
use crate::publish::{About, PublishError};
use crate::tables::TableView;

/// A row group that DuckDB reads by one thread at a time.
const ROW_GROUP_ROWS: usize = 122_880;

/// Writes a table to a file.
pub fn write(table: &TableView<'_>, about: &About, path: &Path) -> Result<(), PublishError> {
    let at_fault = |source: PolarsError| PublishError::Parquet { path: path.to_owned(), source };
    let file = File::create(path).map_err(PublishError::io("create", path))?;
    let mut buffered = BufWriter::new(file);
    let mut frame = frame(table).map_err(at_fault)?;
    write_to(&mut frame, table, about, &mut buffered).map_err(at_fault)?;
    let file = buffered.into_inner().map_err(|error| PublishError::io("write", path)(error.into_error()))?;
    file.sync_all().map_err(PublishError::io("write", path))
}

/// Writes a table to anything that takes bytes.
pub fn write_to(
    frame: &mut DataFrame,
    table: &TableView<'_>,
    about: &About,
    to: impl Write,
) -> PolarsResult<()> {
    ParquetWriter::new(to)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::full())
        .with_row_group_size(Some(ROW_GROUP_ROWS))
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(metadata(table, about))))
        .finish(frame)
        .map(|_| ())
}

/// A table as a data frame.
pub fn frame(table: &TableView<'_>) -> PolarsResult<DataFrame> {
    let columns = table.columns.iter().enumerate().map(|(index, column)| series(table, index, column));
    DataFrame::new(table.rows.n_rows(), columns.collect())
}

fn series(table: &TableView<'_>, index: usize, column: &Column) -> Series {
    let n_rows = table.rows.n_rows();
    let name = PlSmallStr::from_static(column.name);
    let cells = (0..n_rows).map(|row| table.rows.cell(row, index));
    // A cell of another type than its column's cannot be: both come from one declaration.
    match column.column_type {
        ColumnType::Text => {
            let mut builder = StringChunkedBuilder::new(name, n_rows);
            for cell in cells {
                match cell {
                    Cell::Text(text) => builder.append_value(text),
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

fn metadata(table: &TableView<'_>, about: &About) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let schema = schema_to_metadata_key(&arrow_schema(table));
    if let Some(encoded) = schema.value {
        pairs.push((schema.key, encoded));
    }
    let mut say = |key: &str, value: &str| {
        if !value.is_empty() {
            pairs.push((key.to_owned(), value.to_owned()));
        }
    };
    say("table", table.name);
    say("description", &table.description);
    say("primary_key", &table.key.join(","));
    say("dataset", &about.title);
    say("dataset_description", &about.description);
    say("version", &about.version);
    say("licence", about.licence.as_deref().unwrap_or_default());
    say("homepage", about.homepage.as_deref().unwrap_or_default());
    pairs
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

//! Tables of others, CSV or Parquet by the end of their name, as columns of text.

use polars::prelude::{Column, DataFrame, DataType, ParquetReader, ParquetWriter, SerReader};
use rustc_hash::FxHashMap;
use std::fs::File;
use std::path::Path;

/// Why a table cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The file cannot be opened or read to its end.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// A column is missing.
    #[error("{path} has no column `{column}`; it has {known}")]
    NoColumn {
        /// The file.
        path: String,
        /// The column.
        column: String,
        /// Columns that it has.
        known: String,
    },
    /// The end of the file's name is that of no format that is written.
    #[error("cannot write {path}: the name must end in .csv, .parquet or .pq")]
    UnknownFormat {
        /// The file.
        path: String,
    },
    /// The file cannot be written.
    #[error("cannot write {path}: {reason}")]
    Unwritable {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
}

/// A column of text, in one piece of memory; nulls are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Adds a row.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a row; empty where there is no such row.
    pub fn get(&self, row: usize) -> &str {
        let from = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let to = self.ends.get(row).copied().unwrap_or_default();
        self.text.get(from..to).unwrap_or_default()
    }

    /// The texts in order of rows.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// The distinct texts, ascending, and for each row the number of its own.
    pub fn numbered(&self) -> (Vec<&str>, Vec<u32>) {
        let mut seen: FxHashMap<&str, u32> = FxHashMap::default();
        let mut found: Vec<u32> = Vec::with_capacity(self.len());
        for text in self.iter() {
            let next = seen.len() as u32;
            found.push(*seen.entry(text).or_insert(next));
        }
        let mut known: Vec<(&str, u32)> = seen.into_iter().collect();
        known.sort_unstable();
        let mut number = vec![0; known.len()];
        for (at, (_, of)) in known.iter().enumerate() {
            number[*of as usize] = at as u32;
        }
        found.iter_mut().for_each(|of| *of = number[*of as usize]);
        (known.into_iter().map(|(text, _)| text).collect(), found)
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut column = Self::default();
        texts.into_iter().for_each(|text| column.push(text));
        column
    }
}

/// Columns of text, all of one length.
pub type Columns = Vec<Texts>;

fn is_parquet(path: &Path) -> bool {
    has_end(path, &["parquet", "pq"])
}

fn has_end(path: &Path, ends: &[&str]) -> bool {
    path.extension().is_some_and(|extension| ends.iter().any(|end| extension.eq_ignore_ascii_case(end)))
}

/// Whether a table can be written under that name; asked before the work is done.
///
/// # Errors
/// When its end is none of `.csv`, `.parquet`, `.pq`.
pub fn check_output(path: &Path) -> Result<(), FrameError> {
    match has_end(path, &["csv", "parquet", "pq"]) {
        true => Ok(()),
        false => Err(FrameError::UnknownFormat { path: path.display().to_string() }),
    }
}

/// Reads columns of a table: `needed` must be there, an absent one of `optional` is `None`.
///
/// # Errors
/// When the file cannot be read or a needed column is missing.
pub fn read(
    path: &Path,
    needed: &[&str],
    optional: &[&str],
) -> Result<(Columns, Vec<Option<Texts>>), FrameError> {
    let shown = path.display().to_string();
    let unreadable = |error: &dyn std::fmt::Display| FrameError::Unreadable {
        path: shown.clone(),
        reason: error.to_string(),
    };
    let no_column = |column: &str, known: &[String]| FrameError::NoColumn {
        path: shown.clone(),
        column: column.to_owned(),
        known: known.join(", "),
    };
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    if is_parquet(path) {
        let frame = ParquetReader::new(file).finish().map_err(|error| unreadable(&error))?;
        let known: Vec<String> = frame.get_column_names().iter().map(|name| name.to_string()).collect();
        let column = |name: &str| -> Result<Option<Texts>, FrameError> {
            let Ok(column) = frame.column(name) else { return Ok(None) };
            let text = column.cast(&DataType::String).map_err(|error| unreadable(&error))?;
            let text = text.str().map_err(|error| unreadable(&error))?;
            Ok(Some(text.iter().map(Option::unwrap_or_default).collect()))
        };
        let needed: Columns = needed
            .iter()
            .map(|name| column(name)?.ok_or_else(|| no_column(name, &known)))
            .collect::<Result<_, _>>()?;
        let optional = optional.iter().map(|name| column(name)).collect::<Result<_, _>>()?;
        return Ok((needed, optional));
    }
    let mut reader = csv::Reader::from_reader(std::io::BufReader::new(file));
    let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let known: Vec<String> =
        header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
    let place = |name: &str| known.iter().position(|column| column == name);
    let needed_at: Vec<usize> = needed
        .iter()
        .map(|name| place(name).ok_or_else(|| no_column(name, &known)))
        .collect::<Result<_, _>>()?;
    let optional_at: Vec<Option<usize>> = optional.iter().map(|name| place(name)).collect();
    let mut columns: Columns = vec![Texts::default(); needed.len()];
    let mut others: Vec<Option<Texts>> = optional_at.iter().map(|at| at.map(|_| Texts::default())).collect();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
        for (column, at) in columns.iter_mut().zip(&needed_at) {
            column.push(record.get(*at).unwrap_or_default());
        }
        for (column, at) in others.iter_mut().zip(&optional_at) {
            if let (Some(column), Some(at)) = (column, at) {
                column.push(record.get(*at).unwrap_or_default());
            }
        }
    }
    Ok((columns, others))
}

/// Writes two columns of text and one of numbers.
///
/// # Errors
/// When the file cannot be written, or its name tells of no format.
pub fn write(
    path: &Path,
    names: [&str; 3],
    texts: [&Texts; 2],
    numbers: &[Option<f64>],
) -> Result<(), FrameError> {
    check_output(path)?;
    let shown = path.display().to_string();
    let unwritable = |error: &dyn std::fmt::Display| FrameError::Unwritable {
        path: shown.clone(),
        reason: error.to_string(),
    };
    let file = File::create(path).map_err(|error| unwritable(&error))?;
    if is_parquet(path) {
        let columns = vec![
            Column::new(names[0].into(), texts[0].iter().collect::<Vec<_>>()),
            Column::new(names[1].into(), texts[1].iter().collect::<Vec<_>>()),
            Column::new(names[2].into(), numbers),
        ];
        let mut frame = DataFrame::new(numbers.len(), columns).map_err(|error| unwritable(&error))?;
        return ParquetWriter::new(file).finish(&mut frame).map(|_| ()).map_err(|error| unwritable(&error));
    }
    let mut writer = csv::Writer::from_writer(std::io::BufWriter::new(file));
    writer.write_record(names).map_err(|error| unwritable(&error))?;
    for ((first, second), number) in texts[0].iter().zip(texts[1].iter()).zip(numbers) {
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        writer.write_record([first, second, &number]).map_err(|error| unwritable(&error))?;
    }
    writer.flush().map_err(|error| unwritable(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_formats_are_not_written() {
        for name in ["t.json", "t", "csv", "t.csv.gz", ".csv"] {
            assert!(matches!(check_output(Path::new(name)), Err(FrameError::UnknownFormat { .. })), "{name}");
        }
    }

    #[test]
    fn texts_are_numbered_in_their_order() {
        let texts = Texts::from_iter(["é", "", "b", "é"]);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["é", "", "b", "é"]);
        assert_eq!(texts.numbered(), (vec!["", "b", "é"], vec![2, 0, 1, 2]));
        assert_eq!((texts.len(), texts.get(4)), (4, ""));
    }

    #[test]
    fn csv_and_parquet_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let ids = Texts::from_iter(["1", "2"]);
        let names = Texts::from_iter(["a, \"b\"", "é"]);
        for name in ["t.csv", "t.parquet", "t.PQ"] {
            let path = folder.path().join(name);
            write(&path, ["id", "name", "p"], [&ids, &names], &[Some(0.5), None]).unwrap();
            let (columns, optional) = read(&path, &["name"], &["id", "gone"]).unwrap();
            assert_eq!(columns, std::slice::from_ref(&names));
            assert_eq!(optional, [Some(ids.clone()), None]);
            assert!(matches!(read(&path, &["gone"], &[]), Err(FrameError::NoColumn { .. })));
        }
    }
}

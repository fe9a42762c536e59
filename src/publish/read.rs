//! A published table read back from its CSV file.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::model::table::Table;

/// Why a published table could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file could not be opened.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The file is not this table.
    #[error("{} is not the table `{table}`", path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// The table that was expected.
        table: &'static str,
        /// What is wrong, and in which line.
        source: csv::Error,
    },
}

/// Reads the rows of a table.
pub fn read_csv<T: Table>(path: &Path) -> Result<Vec<T>, ReadError> {
    let file = File::open(path).map_err(|source| ReadError::Io { path: path.to_owned(), source })?;
    rows(file).map_err(|source| ReadError::Row { path: path.to_owned(), table: T::NAME, source })
}

/// Reads the rows of a table from CSV text.
pub(super) fn rows<T: Table>(text: impl std::io::Read) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(text).deserialize().collect()
}

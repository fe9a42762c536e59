//! Publish: the tables to a folder that stands for itself.
//!
//! In: a [`Dataset`], what is to be said about it, and the target folder. Out: NAME.parquet and NAME.csv
//! for every table, `datapackage.json`, `README.md`, `CITATION.cff` and `SHA256SUMS`. All is written
//! beside the target and swapped in at once: a run that fails leaves the target as it was. No file holds
//! the time or a path of this machine, so equal tables are equal bytes.

mod about;
mod card;
mod checksums;
mod citation;
mod csv;
mod package;
mod parquet;
mod staging;

pub use about::{About, Creator};

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::tables::{Dataset, TableView, violations};
use checksums::FileHash;
use staging::Staging;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A file or folder could not be read, written, moved or removed.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A table could not be written as CSV.
    #[error("cannot write {}", path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// Why it failed.
        source: ::csv::Error,
    },
    /// A table could not be written as Parquet.
    #[error("cannot write {}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// Why it failed.
        source: polars::error::PolarsError,
    },
    /// The target is a file, or has no parent.
    #[error("{} is not a folder that can be replaced", path.display())]
    NotAFolder {
        /// The target.
        path: PathBuf,
    },
    /// The target holds something that is not a dataset of this program.
    #[error(
        "{} is not empty and holds no dataset published by undersigned; choose another folder, or empty it",
        path.display()
    )]
    NotOurs {
        /// The target.
        path: PathBuf,
    },
    /// The target holds a dataset and a file that is no part of it; replacing the folder would lose it.
    #[error("{} is no part of the dataset published there and would be lost; move it away first", path.display())]
    Stranger {
        /// The file.
        path: PathBuf,
    },
    /// Another run is publishing to the same target.
    #[error("another run is publishing to {}", path.display())]
    Busy {
        /// The target.
        path: PathBuf,
    },
    /// What is said about the dataset cannot be published.
    #[error("the description of the dataset is at fault: {}", .0.join("; "))]
    About(Vec<String>),
    /// The tables contradict their declarations; this is an error of the program, not of an input.
    #[error("the tables contradict their declarations: {}", .0.join("; "))]
    Violations(Vec<String>),
}

impl PublishError {
    fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> Self + 'a {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}

/// Publishes the tables to a folder, replacing what was published there before.
///
/// # Errors
/// When the description or the tables are at fault, the target may not be replaced, or a file cannot be
/// written. What was published before is untouched.
pub fn run(dataset: &Dataset, about: &About, target: &Path) -> Result<(), PublishError> {
    let problems = about.problems();
    if !problems.is_empty() {
        return Err(PublishError::About(problems));
    }
    let mut violations = violations(dataset);
    if !violations.is_empty() {
        // One bad reference repeats in every row.
        violations.truncate(20);
        return Err(PublishError::Violations(violations));
    }

    let staging = Staging::open(target)?;
    let tables = dataset.tables();
    let tables_written = tables
        .par_iter()
        .map(|table| write_table(table, about, staging.path()))
        .collect::<Result<Vec<_>, _>>()?;
    write(staging.path(), package::FILE, package::descriptor(&tables, about, &tables_written).as_bytes())?;
    write(staging.path(), "README.md", card::render(&tables, about).as_bytes())?;
    write(staging.path(), "CITATION.cff", citation::render(about).as_bytes())?;
    let files = checksums::hash_folder(staging.path())?;
    write(staging.path(), checksums::FILE, checksums::render(&files).as_bytes())?;

    staging.swap_in()
}

/// Writes a table in both formats; the hash is that of the CSV file.
fn write_table(table: &TableView<'_>, about: &About, folder: &Path) -> Result<FileHash, PublishError> {
    let name = format!("{}.csv", table.name);
    csv::write(table, &folder.join(&name))?;
    parquet::write(table, about, &folder.join(format!("{}.parquet", table.name)))?;
    checksums::hash(folder, &name)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
    let path = folder.join(name);
    let mut file = File::create(&path).map_err(PublishError::io("create", &path))?;
    file.write_all(bytes).map_err(PublishError::io("write", &path))?;
    file.sync_all().map_err(PublishError::io("write", &path))
}

#[cfg(test)]
mod tests;

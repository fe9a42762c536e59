//! Publish: the tables to a folder that stands for itself.
//!
//! In: a [`Dataset`], what is to be said about it, and the target folder. Out: NAME.parquet and NAME.csv
//! for every table, the network of those who sign together, a workbook, a report, an explorer, a dictionary, `datapackage.json`,
//! `croissant.json`, `README.md`, `CITATION.cff` and `SHA256SUMS`. [`verify`] checks such a folder. All is
//! written beside the target and swapped in at once: a run that fails leaves the target as it was. No file holds
//! the time or a path of this machine, so equal tables are equal bytes.

mod about;
mod aside;
mod card;
mod checksums;
mod citation;
mod croissant;
mod csv;
mod dictionary;
pub mod diff;
mod explorer;
pub mod extras;
mod files;
pub mod folder;
mod html;
mod network;
mod package;
mod parquet;
mod report;
mod staging;
pub mod verify;
mod xlsx;
mod xml;

pub use about::{About, Creator};
pub use aside::Aside;
pub use checksums::FileHash;
pub use extras::Extras;
pub use staging::Staging;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::publish::files::{write_text, write_with};
use crate::tables::{Dataset, TableView, violations};

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
    /// A folder that is to be read holds no dataset of this program.
    #[error("{} holds no dataset published by undersigned: no datapackage.json of its making", path.display())]
    NotADataset {
        /// The folder.
        path: PathBuf,
    },
    /// A table of a dataset cannot be read.
    #[error("cannot read {}", path.display())]
    UnreadableCsv {
        /// The file.
        path: PathBuf,
        /// Why it failed.
        source: ::csv::Error,
    },
    /// A folder that is to be written holds something.
    #[error("{} is not empty", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The end of a file's name is that of no format.
    #[error("{}: the name must end in .csv, .json or .parquet; a page is written under .html and not read", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The descriptor of a dataset cannot be understood.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How.
        reason: String,
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
    /// Whether it is for want of room.
    pub fn is_disk_full(&self) -> bool {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        let is_full = |error: &std::io::Error| matches!(error.kind(), StorageFull | QuotaExceeded);
        match self {
            Self::Io { source, .. } => is_full(source),
            Self::Csv { source, .. } => {
                matches!(source.kind(), ::csv::ErrorKind::Io(error) if is_full(error))
            }
            Self::Parquet { source, .. } => {
                matches!(source, polars::error::PolarsError::IO { error, .. } if is_full(error))
            }
            _ => false,
        }
    }

    fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> Self + 'a {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}

/// The Parquet files of earlier builds that can be used again: by table, the hash of the CSV file beside it and
/// its own. They hold for one version of the program and one description of the dataset.
pub type Twins = BTreeMap<String, (String, String)>;

/// A dataset written aside.
#[derive(Debug)]
pub struct Staged {
    /// Its files, `SHA256SUMS` excepted, sorted by name.
    pub files: Vec<FileHash>,
    /// SHA-256 of its `SHA256SUMS`, hexadecimal.
    pub sums: String,
    /// What the workbook and the files of the network do not hold, as sentences.
    pub notes: Vec<String>,
    /// Its Parquet files, for the next build.
    pub twins: Twins,
}

/// A place beside the target in which a dataset is written; see [`Staging::swap_in`]. As long as it lives no
/// other run publishes to the target.
///
/// # Errors
/// When the target may not be replaced, another run is publishing to it, or nothing can be written beside it.
pub fn open(target: &Path) -> Result<Staging, PublishError> {
    Staging::open(target)
}

/// Whether a target may be replaced and something can be written beside it; nothing is.
///
/// # Errors
/// When it may not or cannot.
pub fn can_replace(target: &Path) -> Result<(), PublishError> {
    staging::can_replace(target)
}

/// Whether a folder holds a dataset of this program.
pub fn is_published(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join(package::FILE)).is_ok_and(|text| package::is_ours(&text))
}

/// Writes the tables and all that belongs to them aside. The Parquet file of a table whose rows are those of an
/// earlier build is copied from the target.
///
/// # Errors
/// When the description or the tables are at fault, or a file cannot be written.
pub fn stage(
    dataset: &Dataset,
    about: &About,
    extras: &Extras,
    staging: &Staging,
    twins: &Twins,
) -> Result<Staged, PublishError> {
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

    let folder = staging.path();
    let (nodes, edges) = (network::nodes(dataset), network::Edges(&dataset.cosignatures));
    // Tables of which there is a CSV file only.
    let mut views = dataset.tables();
    let n_twins = views.len();
    views.extend([TableView::of(&nodes), TableView::over::<network::EdgeRow>(&edges)]);
    let columns = dictionary::rows(&views);
    views.push(TableView::of(&columns));

    let write_one = |index: usize| {
        let twin = (index < n_twins).then(|| twins.get(views[index].name));
        write_table(views[index].clone(), twin, about, staging)
    };
    // What takes longest begins first, so that nothing is waited for.
    let ((workbook, pages), (tables, networks)) = rayon::join(
        || {
            rayon::join(
                || write_workbook(&views, about, extras.xlsx_rows, folder),
                || write_pages(dataset, about, extras, folder),
            )
        },
        || {
            rayon::join(
                || (0..views.len()).into_par_iter().map(write_one).collect::<Result<Vec<_>, _>>(),
                || network::write(&nodes, &edges, extras.network_edges, folder),
            )
        },
    );
    let (tables, (workbook, mut notes), (networks, note)) = (tables?, workbook?, networks?);
    notes.extend(note);
    let mut files: Vec<FileHash> = tables.iter().flat_map(Published::files).cloned().collect();
    files.extend(workbook);
    files.extend(networks);
    files.extend(pages?);
    let texts = [
        (package::FILE, package::descriptor(&tables, about, &package::sources(dataset))),
        (croissant::FILE, croissant::render(&tables, about)),
        ("README.md", card::render(&tables, about)),
        ("CITATION.cff", citation::render(about)),
    ];
    for (name, text) in texts {
        files.push(write_text(folder, name, &text)?);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let sums = checksums::render(&files);
    write_text(folder, checksums::FILE, &sums)?;
    let twins = tables
        .iter()
        .filter_map(|table| {
            let sha256 = |file: &FileHash| file.sha256.clone();
            Some((table.view.name.to_owned(), (sha256(&table.csv), table.parquet.as_ref().map(sha256)?)))
        })
        .collect();
    Ok(Staged { files, sums: checksums::of(sums.as_bytes()), notes, twins })
}

/// Whether a folder holds the dataset whose `SHA256SUMS` has that hash, whole and unchanged.
pub fn is_intact(target: &Path, sums: &str) -> bool {
    checksums::is_intact(target, sums)
}

/// Writes the pages that people look at.
fn write_pages(
    dataset: &Dataset,
    about: &About,
    extras: &Extras,
    folder: &Path,
) -> Result<Vec<FileHash>, PublishError> {
    let documents = extras.documents.as_deref();
    let (report, explorer) = rayon::join(
        || extras.report.then(|| report::render(dataset, about, documents, extras.explorer)),
        || extras.explorer.then(|| explorer::files(dataset, about, documents, extras.report)),
    );
    let mut texts = explorer.unwrap_or_default();
    texts.extend(report.map(|page| (report::FILE.to_owned(), page)));
    texts.into_par_iter().map(|(name, text)| write_text(folder, &name, &text)).collect()
}

/// Writes the workbook, if there is to be one, and returns what it does not hold.
fn write_workbook(
    tables: &[TableView<'_>],
    about: &About,
    most_rows: usize,
    folder: &Path,
) -> Result<(Option<FileHash>, Vec<String>), PublishError> {
    if most_rows == 0 {
        return Ok((None, Vec::new()));
    }
    let mut notes = Vec::new();
    let written = write_with(folder, xlsx::FILE, |sink| {
        let path = folder.join(xlsx::FILE);
        let written = xlsx::write(tables, about, most_rows, sink).map_err(io::Error::other);
        notes = written.map_err(PublishError::io("write", &path))?;
        Ok(())
    });
    written.map(|file| (Some(file), notes))
}

/// A table with its files.
#[derive(Debug)]
struct Published<'a> {
    view: TableView<'a>,
    csv: FileHash,
    parquet: Option<FileHash>,
}

impl Published<'_> {
    fn files(&self) -> impl Iterator<Item = &FileHash> {
        [Some(&self.csv), self.parquet.as_ref()].into_iter().flatten()
    }
}

/// Writes a table as CSV and, where it is to have a twin, as Parquet: the one of an earlier build, if that was
/// written of the same rows.
fn write_table<'a>(
    view: TableView<'a>,
    twin: Option<Option<&(String, String)>>,
    about: &About,
    staging: &Staging,
) -> Result<Published<'a>, PublishError> {
    let folder = staging.path();
    let name = format!("{}.csv", view.name);
    let csv = csv::write(&view, folder, &name)?;
    let Some(earlier) = twin else { return Ok(Published { view, csv, parquet: None }) };
    let name = format!("{}.parquet", view.name);
    let reused =
        earlier.filter(|(of, _)| *of == csv.sha256).and_then(|(_, sha256)| staging.reuse(&name, sha256));
    let parquet = match reused {
        Some(file) => file,
        None => parquet::write(&view, about, folder, &name)?,
    };
    Ok(Published { view, csv, parquet: Some(parquet) })
}

#[cfg(test)]
mod tests;

//! A published folder against itself: nothing missing, nothing more, nothing changed.
//!
//! In: a folder. Out: what is wrong in it, one [`Problem`] each, in order of the checks: the files and their
//! sums; the descriptor; of each table the head, the types, constraints and number of rows of its CSV file,
//! its keys and where they lead, and that its Parquet file holds the same. The folder's own
//! `datapackage.json` says what is to be there, so that folders of other versions can be checked too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use polars::prelude::{AnyValue, DataFrame, DataType, ParquetReader, SerReader};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::publish::folder::{FieldType, Package, Resource};
use crate::publish::{PublishError, checksums, croissant, files, folder, package};

/// Problems of one kind in one file that are told one by one; of the others only the number.
const MOST_TOLD: usize = 10;

/// Something that is wrong in a published folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Line of a CSV file, from 1; for rows that hold line breaks, the line on which the row begins.
    pub line: Option<u64>,
    /// What is wrong, as a phrase.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// What was checked and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Files listed.
    pub n_files: usize,
    /// Tables described.
    pub n_tables: usize,
    /// Rows of all tables.
    pub n_rows: usize,
    /// What is wrong; empty when all is well.
    pub problems: Vec<Problem>,
}

/// Collects problems and stops telling them one by one when there are too many.
#[derive(Default)]
struct Problems {
    file: String,
    told: Vec<Problem>,
    n_by_kind: BTreeMap<&'static str, usize>,
}

impl Problems {
    fn of(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    fn push(&mut self, kind: &'static str, line: Option<u64>, message: impl FnOnce() -> String) {
        let n = self.n_by_kind.entry(kind).or_default();
        *n += 1;
        if *n <= MOST_TOLD {
            self.told.push(Problem { file: self.file.clone(), line, message: message() });
        }
    }

    fn finish(mut self) -> Vec<Problem> {
        for (kind, n) in &self.n_by_kind {
            if let Some(more) = n.checked_sub(MOST_TOLD).filter(|more| *more > 0) {
                let message = format!("{more} further problems of this kind: {kind}");
                self.told.push(Problem { file: self.file.clone(), line: None, message });
            }
        }
        self.told
    }
}

/// Checks a published folder.
///
/// # Errors
/// When the folder is none of a dataset of this program, or cannot be read.
pub fn run(target: &Path) -> Result<Verdict, PublishError> {
    let mut verdict = Verdict::default();
    let sums = check_files(target, &mut verdict)?;
    let package = folder::read(target)?;
    verdict.problems.extend(check_descriptor(target, &package, &sums));
    verdict.problems.extend(check_croissant(target, &sums));

    let tables: Vec<&Resource> = package.csv().collect();
    verdict.n_tables = tables.len();
    let wanted = wanted_keys(&package);
    let read: Vec<Checked> = tables
        .par_iter()
        .map(|resource| {
            let empty = BTreeSet::new();
            let kept = wanted.get(resource.name.as_str()).unwrap_or(&empty);
            check_table(target, resource, package.twin(resource), kept)
        })
        .collect();
    let mut values: FxHashMap<(&str, &str), &FxHashSet<String>> = FxHashMap::default();
    for (resource, checked) in tables.iter().zip(&read) {
        for (column, found) in &checked.values {
            values.insert((resource.name.as_str(), column.as_str()), found);
        }
    }
    for (resource, checked) in tables.iter().zip(&read) {
        verdict.n_rows += checked.n_rows;
        verdict.problems.extend(checked.problems.iter().cloned());
        let mut problems = Problems::of(&resource.path);
        for key in &resource.foreign_keys {
            let target = if key.table.is_empty() { resource.name.as_str() } else { key.table.as_str() };
            let known = values.get(&(target, key.target.as_str()));
            for (value, line) in checked.references.get(&key.column).into_iter().flatten() {
                if known.is_none_or(|known| !known.contains(value)) {
                    problems.push("a reference that leads nowhere", Some(*line), || {
                        format!("{} is {value:?}, which is no {} of {target}", key.column, key.target)
                    });
                }
            }
        }
        verdict.problems.extend(problems.finish());
    }
    Ok(verdict)
}

/// Every file that is listed is there with its sum, and no other. The sums by file.
fn check_files(target: &Path, verdict: &mut Verdict) -> Result<BTreeMap<String, String>, PublishError> {
    let mut problem = |file: &str, line: Option<u64>, message: &str| {
        verdict.problems.push(Problem { file: file.to_owned(), line, message: message.to_owned() });
    };
    let path = target.join(checksums::FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(_) if !target.join(package::FILE).exists() => {
            return Err(PublishError::NotADataset { path: target.to_owned() });
        }
        Err(error) => {
            problem(checksums::FILE, None, &format!("cannot be read: {error}"));
            return Ok(BTreeMap::new());
        }
    };
    let mut sums = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        match line.split_once("  ").filter(|(sum, name)| is_sum(sum) && files::is_inside(name)) {
            Some((sum, name)) => {
                if sums.insert(name.to_owned(), sum.to_owned()).is_some() {
                    problem(checksums::FILE, Some(number), &format!("{name} is listed twice"));
                }
            }
            None => problem(checksums::FILE, Some(number), "the line is no sum and name of a file"),
        }
    }
    for name in files::names(target).map_err(PublishError::io("read", target))? {
        if !sums.contains_key(&name) && name != checksums::FILE {
            problem(&name, None, "is no part of the dataset: SHA256SUMS does not list it");
        }
    }
    let hashed: Vec<(&String, &String, Result<checksums::FileHash, PublishError>)> =
        sums.par_iter().map(|(name, sum)| (name, sum, checksums::hash(target, name))).collect();
    for (name, sum, hash) in hashed {
        match hash {
            Ok(hash) if hash.sha256 == *sum => {}
            Ok(_) => problem(name, None, "was changed: its SHA-256 is not the one in SHA256SUMS"),
            Err(_) if !target.join(name).exists() => problem(name, None, "is missing"),
            Err(error) => problem(name, None, &format!("cannot be read: {}", chain(&error))),
        }
    }
    verdict.n_files = sums.len();
    Ok(sums)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}

fn is_sum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// What the descriptor says of files agrees with the files.
fn check_descriptor(target: &Path, package: &Package, sums: &BTreeMap<String, String>) -> Vec<Problem> {
    let mut problems = Problems::of(package::FILE);
    let mut described = BTreeSet::new();
    for resource in &package.resources {
        described.insert(resource.path.as_str());
        if !files::is_inside(&resource.path) {
            problems.push("path", None, || format!("{:?} is no name of a file in the folder", resource.path));
            continue;
        }
        let sum = sums.get(&resource.path);
        if sum.is_none() {
            problems.push("file", None, || {
                format!("{} is described and not listed in SHA256SUMS", resource.path)
            });
        }
        if resource.sha256.as_ref().is_some_and(|hash| sum.is_some_and(|sum| sum != hash)) {
            problems
                .push("hash", None, || format!("the hash of {} is not that of SHA256SUMS", resource.path));
        }
        let size = std::fs::metadata(target.join(&resource.path)).map(|metadata| metadata.len()).ok();
        if let (Some(stated), Some(size)) = (resource.bytes, size)
            && stated != size
        {
            problems
                .push("bytes", None, || format!("{} has {size} bytes, {stated} are stated", resource.path));
        }
    }
    for name in sums.keys().filter(|name| name.ends_with(".parquet") || name.ends_with(".csv")) {
        if !described.contains(name.as_str()) {
            problems.push("table", None, || format!("{name} is not described"));
        }
    }
    problems.finish()
}

fn check_croissant(target: &Path, sums: &BTreeMap<String, String>) -> Vec<Problem> {
    let mut problems = Problems::of(croissant::FILE);
    if !sums.contains_key(croissant::FILE) {
        // A dataset of an older version has none.
        return Vec::new();
    }
    let text = std::fs::read_to_string(target.join(croissant::FILE)).unwrap_or_default();
    match serde_json::from_str::<serde_json::Value>(&text) {
        Err(error) => problems.push("format", Some(error.line() as u64), || format!("is no JSON: {error}")),
        Ok(value) => {
            let files = value.get("distribution").and_then(|files| files.as_array());
            for file in files.into_iter().flatten() {
                let said = |key: &str| file.get(key).and_then(|value| value.as_str()).unwrap_or_default();
                if sums.get(said("contentUrl")).is_none_or(|sum| sum != said("sha256")) {
                    problems.push("hash", None, || {
                        format!("the hash of {:?} is not that of SHA256SUMS", said("contentUrl"))
                    });
                }
            }
        }
    }
    problems.finish()
}

/// Columns that other tables refer to, by table.
fn wanted_keys(package: &Package) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for resource in package.csv() {
        for key in &resource.foreign_keys {
            let target = if key.table.is_empty() { &resource.name } else { &key.table };
            wanted.entry(target).or_default().insert(&key.target);
        }
    }
    wanted
}

/// A table after its own checks, with what is needed to check references.
#[derive(Default)]
struct Checked {
    n_rows: usize,
    problems: Vec<Problem>,
    /// Values of columns that other tables refer to.
    values: BTreeMap<String, FxHashSet<String>>,
    /// Values of columns that refer to tables, with the line of the first.
    references: BTreeMap<String, BTreeMap<String, u64>>,
}

fn check_table(
    target: &Path,
    resource: &Resource,
    twin: Option<&Resource>,
    kept: &BTreeSet<&str>,
) -> Checked {
    let mut checked = Checked::default();
    let twin = twin.and_then(|twin| {
        let mut problems = Problems::of(&twin.path);
        let frame = read_parquet(&target.join(&twin.path));
        match &frame {
            Err(reason) => problems.push("file", None, || format!("cannot be read as Parquet: {reason}")),
            Ok(frame) => check_frame(resource, twin, frame, &mut problems),
        }
        let is_whole = problems.told.is_empty();
        checked.problems.extend(problems.finish());
        frame.ok().filter(|_| is_whole)
    });
    let mut problems = Problems::of(&resource.path);
    match csv::ReaderBuilder::new().flexible(true).from_path(target.join(&resource.path)) {
        Err(error) => problems.push("file", None, || format!("cannot be read: {error}")),
        Ok(reader) => check_rows(reader, resource, twin.as_ref(), kept, &mut checked, &mut problems),
    }
    checked.problems.extend(problems.finish());
    checked
}

fn read_parquet(path: &Path) -> Result<DataFrame, String> {
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    ParquetReader::new(file).finish().map_err(|error| error.to_string())
}

/// The columns of a Parquet file are those of the table, with their types.
fn check_frame(resource: &Resource, twin: &Resource, frame: &DataFrame, problems: &mut Problems) {
    if twin.fields != resource.fields
        || twin.key != resource.key
        || twin.foreign_keys != resource.foreign_keys
    {
        problems.push("schema", None, || format!("is described otherwise than {}", resource.path));
    }
    let data_type = |field_type| match field_type {
        FieldType::Text => DataType::String,
        FieldType::Integer => DataType::Int32,
        FieldType::Number => DataType::Float64,
        FieldType::Boolean => DataType::Boolean,
        FieldType::Date => DataType::Date,
    };
    let found: Vec<(&str, &DataType)> =
        frame.columns().iter().map(|column| (column.name().as_str(), column.dtype())).collect();
    let is_as_said = found.len() == twin.fields.len()
        && found
            .iter()
            .zip(&twin.fields)
            .all(|((name, found), field)| *name == field.name && **found == data_type(field.field_type));
    if !is_as_said {
        problems.push("schema", None, || {
            let columns: Vec<String> = found.iter().map(|(name, found)| format!("{name} {found}")).collect();
            format!("its columns are not those described: {}", columns.join(", "))
        });
    }
    if let Some(stated) = twin.n_rows.filter(|stated| *stated != frame.height() as u64) {
        problems.push("rows", None, || format!("has {} rows, {stated} are stated", frame.height()));
    }
}

fn check_rows(
    mut reader: csv::Reader<std::fs::File>,
    resource: &Resource,
    twin: Option<&DataFrame>,
    kept: &BTreeSet<&str>,
    checked: &mut Checked,
    problems: &mut Problems,
) {
    let fields = &resource.fields;
    let head: Vec<String> = match reader.headers() {
        Ok(head) => head.iter().map(str::to_owned).collect(),
        Err(error) => return problems.push("head", Some(1), || format!("the head cannot be read: {error}")),
    };
    if !head.iter().eq(fields.iter().map(|field| &field.name)) {
        let expected: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        return problems.push("head", Some(1), || {
            format!("the columns are {}, not {}", head.join(","), expected.join(","))
        });
    }
    let place = |name: &str| fields.iter().position(|field| field.name == name);
    let key: Vec<usize> = resource.key.iter().filter_map(|name| place(name)).collect();
    // A key of one column is unique as such.
    let mut unique: Vec<(Vec<usize>, FxHashSet<Vec<String>>)> = (0..fields.len())
        .filter(|at| fields[*at].unique)
        .map(|at| (vec![at], FxHashSet::default()))
        .collect();
    if key.len() != 1 || !unique.iter().any(|(columns, _)| *columns == key) {
        unique.push((key.clone(), FxHashSet::default()));
    }
    let kept: Vec<(&str, usize)> = kept.iter().filter_map(|name| Some((*name, place(name)?))).collect();
    let references: Vec<(&str, usize)> = resource
        .foreign_keys
        .iter()
        .filter_map(|reference| Some((reference.column.as_str(), place(&reference.column)?)))
        .collect();
    let mut before: Vec<String> = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) if error.is_io_error() => {
                problems.push("row", Some(line), || format!("the rows cannot be read: {error}"));
                break;
            }
            Err(error) => {
                problems.push("row", Some(line), || format!("the row cannot be read: {error}"));
                continue;
            }
        }
        let row = checked.n_rows;
        checked.n_rows += 1;
        if record.len() != fields.len() {
            problems.push("row", Some(line), || {
                format!("the row has {} fields, the table has {} columns", record.len(), fields.len())
            });
            continue;
        }
        for (field, cell) in fields.iter().zip(&record) {
            if let Some(wrong) = field.problem(cell) {
                problems.push("value", Some(line), || format!("{} is {cell:?}: {wrong}", field.name));
            }
        }
        let of =
            |columns: &[usize]| -> Vec<String> { columns.iter().map(|at| record[*at].to_owned()).collect() };
        for (columns, seen) in &mut unique {
            if !seen.insert(of(columns)) {
                problems.push("key", Some(line), || {
                    let names: Vec<&str> = columns.iter().map(|at| fields[*at].name.as_str()).collect();
                    format!("{} {} stands in a row above too", names.join(", "), of(columns).join(", "))
                });
            }
        }
        let own = of(&key);
        if own < before {
            let names = resource.key.join(", ");
            problems.push("order", Some(line), || format!("the row is not in order of {names}"));
        }
        before = own;
        for (name, at) in &kept {
            checked.values.entry((*name).to_owned()).or_default().insert(record[*at].to_owned());
        }
        for (name, at) in references.iter().filter(|(_, at)| !record[*at].is_empty()) {
            let seen = checked.references.entry((*name).to_owned()).or_default();
            if !seen.contains_key(&record[*at]) {
                seen.insert(record[*at].to_owned(), line);
            }
        }
        let differing = twin.and_then(|frame| {
            let mut cells = fields.iter().zip(frame.columns()).zip(&record);
            cells.find(|((_, column), cell)| !column.get(row).is_ok_and(|value| is_same(cell, &value)))
        });
        if let Some(((field, column), cell)) = differing {
            problems.push("a row that the Parquet file does not hold", Some(line), || {
                let other = column.get(row).map_or_else(|_| "no row".to_owned(), |value| value.to_string());
                format!("{} is {cell:?}, the Parquet file has {other}", field.name)
            });
        }
    }
    let n_rows = checked.n_rows;
    if let Some(frame) = twin.filter(|frame| frame.height() != n_rows) {
        problems.push("rows", None, || format!("has {n_rows} rows, the Parquet file has {}", frame.height()));
    }
    if let Some(stated) = resource.n_rows.filter(|stated| *stated != n_rows as u64) {
        problems.push("rows", None, || format!("has {n_rows} rows, {stated} are stated"));
    }
}

/// Whether a cell of a CSV file says what a cell of a Parquet file says.
fn is_same(cell: &str, value: &AnyValue<'_>) -> bool {
    match value {
        AnyValue::Null => cell.is_empty(),
        AnyValue::String(text) => cell == *text,
        AnyValue::StringOwned(text) => cell == text.as_str(),
        AnyValue::Int32(number) => cell.parse() == Ok(*number),
        AnyValue::Float64(number) => cell.parse() == Ok(*number),
        AnyValue::Boolean(truth) => cell.parse() == Ok(*truth),
        AnyValue::Date(days) => {
            let epoch = jiff::civil::date(1970, 1, 1);
            epoch.checked_add(jiff::Span::new().days(*days)).is_ok_and(|date| date.to_string() == cell)
        }
        _ => false,
    }
}

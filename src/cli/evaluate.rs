//! `undersigned evaluate`: quality of parsing or linking against gold.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use undersigned::link::evaluate::{self, Quality};
use undersigned::text::fold;

/// Arguments of `evaluate`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t, global = true)]
    format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A clustering against the true one: CSV files with columns signature_id and entity_id
    Linking {
        /// The truth
        truth: PathBuf,
        /// What `link` wrote; rows that are missing count as clusters of their own
        predicted: PathBuf,
    },
    /// Signatures against gold: CSV files with columns kind, name and country (gold: country_iso2)
    Parsing {
        /// Gold signatures
        gold: PathBuf,
        /// What `parse --format csv` printed
        predicted: PathBuf,
    },
}

/// Prints the figures.
pub fn run(_context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    match &arguments.what {
        What::Linking { truth, predicted } => linking(truth, predicted, arguments.format)?,
        What::Parsing { gold, predicted } => parsing(gold, predicted, arguments.format)?,
    }
    Ok(Status::Done)
}

fn linking(truth: &Path, predicted: &Path, format: Format) -> Result<(), Stop> {
    let truth = labels(truth)?;
    let predicted = labels(predicted)?;
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut true_labels = Vec::with_capacity(truth.len());
    let mut predicted_labels = Vec::with_capacity(truth.len());
    let mut clusters: BTreeMap<String, u32> = BTreeMap::new();
    for (signature, entity) in &truth {
        let next = numbers.len() as u32;
        true_labels.push(*numbers.entry(entity).or_insert(next));
        let label = predicted.get(signature).cloned().unwrap_or_else(|| format!("\u{1f}{signature}"));
        let next = clusters.len() as u32;
        predicted_labels.push(*clusters.entry(label).or_insert(next));
    }
    let evaluation = evaluate::evaluate(&true_labels, &predicted_labels);
    let row = |name: &str, scores: &Quality| {
        vec![
            name.to_owned(),
            format!("{:.4}", scores.precision),
            format!("{:.4}", scores.recall),
            format!("{:.4}", scores.f1),
        ]
    };
    let rows = [row("pairs", &evaluation.pairs), row("b_cubed", &evaluation.b_cubed)];
    print::table(format, &["measure", "precision", "recall", "f1"], &rows)
}

/// Entity of each signature.
fn labels(path: &Path) -> Result<BTreeMap<String, String>, Stop> {
    let rows = read(path, &["signature_id", "entity_id"])?;
    Ok(rows.into_iter().map(|mut row| (std::mem::take(&mut row[0]), std::mem::take(&mut row[1]))).collect())
}

fn parsing(gold: &Path, predicted: &Path, format: Format) -> Result<(), Stop> {
    let gold = read(gold, &["name", "kind", "country_iso2|country"])?;
    let predicted = read(predicted, &["name", "kind", "country"])?;
    let mut by_name: BTreeMap<String, Vec<&Vec<String>>> = BTreeMap::new();
    for row in predicted.iter().rev() {
        by_name.entry(fold(&row[0])).or_default().push(row);
    }
    let (mut n_hits, mut n_kind, mut n_country) = (0, 0, 0);
    for row in &gold {
        // Rows are paired by name in printed order, each row once.
        let Some(hit) = by_name.get_mut(&fold(&row[0])).and_then(Vec::pop) else { continue };
        n_hits += 1;
        n_kind += usize::from(row[1].get(..3) == hit[1].get(..3));
        n_country += usize::from(row[2] == hit[2]);
    }
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let (precision, recall) = (share(n_hits, predicted.len()), share(n_hits, gold.len()));
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    let rows: Vec<Vec<String>> = [
        ("rows precision", precision),
        ("rows recall", recall),
        ("rows f1", f1),
        ("kind accuracy", share(n_kind, n_hits)),
        ("country accuracy", share(n_country, n_hits)),
    ]
    .iter()
    .map(|(name, value)| vec![(*name).to_owned(), format!("{value:.4}")])
    .collect();
    print::table(format, &["measure", "value"], &rows)
}

/// The named columns of a CSV file; `a|b` is the first of the two that the file has.
fn read(path: &Path, columns: &[&str]) -> Result<Vec<Vec<String>>, Stop> {
    let shown = path.display();
    let mut reader = csv::Reader::from_path(path)
        .map_err(|error| Stop::failed(format!("cannot read {shown}: {error}")))?;
    let header = reader.headers().map_err(|error| Stop::failed(format!("{shown}: {error}")))?.clone();
    let places: Vec<usize> = columns
        .iter()
        .map(|names| {
            let found = names.split('|').find_map(|name| {
                header.iter().position(|column| column.trim_start_matches('\u{feff}') == name)
            });
            found.ok_or_else(|| Stop::usage(format!("{shown} has no column {}", names.replace('|', " or "))))
        })
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Stop::failed(format!("{shown}: {error}")))?;
        rows.push(places.iter().map(|place| record.get(*place).unwrap_or_default().to_owned()).collect());
    }
    Ok(rows)
}

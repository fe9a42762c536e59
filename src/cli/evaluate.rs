//! `undersigned evaluate`: quality of parsing or linking against gold.

use super::print::{self, Format};
use super::{Context, Status, Stop, stated_kind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use undersigned::link::evaluate::{self, Quality};
use undersigned::model::Kind;
use undersigned::store::frame;
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
    let (columns, _) = frame::read(path, &["signature_id", "entity_id"], &[])?;
    let [signatures, entities]: [Vec<String>; 2] = of_two(columns)?;
    Ok(signatures.into_iter().zip(entities).collect())
}

/// A row that is compared.
struct Row {
    name: String,
    kind: Option<Kind>,
    country: String,
}

/// The rows of a table, with the country from the first of these columns that it has.
fn rows(path: &Path, countries: &[&str]) -> Result<Vec<Row>, Stop> {
    let (columns, found) = frame::read(path, &["name", "kind"], countries)?;
    let [names, kinds] = of_two(columns)?;
    let Some(countries) = found.into_iter().flatten().next() else {
        let known = countries.join(" or ");
        return Err(Stop::usage(format!("{} has no column {known}", path.display())));
    };
    names
        .into_iter()
        .zip(kinds)
        .zip(countries)
        .map(|((name, kind), country)| match stated_kind(&kind) {
            None if !kind.is_empty() => Err(Stop::failed(format!(
                "{}: `{kind}`, the kind of `{name}`, is none of organization, person, unknown",
                path.display()
            ))),
            kind => Ok(Row { name, kind, country }),
        })
        .collect()
}

fn of_two(columns: frame::Columns) -> Result<[Vec<String>; 2], Stop> {
    columns.try_into().map_err(|_| Stop::failed("two columns were asked for"))
}

fn parsing(gold: &Path, predicted: &Path, format: Format) -> Result<(), Stop> {
    let gold = rows(gold, &["country_iso2", "country"])?;
    let predicted = rows(predicted, &["country"])?;
    let mut by_name: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in predicted.iter().rev() {
        by_name.entry(fold(&row.name)).or_default().push(row);
    }
    let (mut n_hits, mut n_kind, mut n_country) = (0, 0, 0);
    for row in &gold {
        // Rows are paired by name in printed order, each row once.
        let Some(hit) = by_name.get_mut(&fold(&row.name)).and_then(Vec::pop) else { continue };
        n_hits += 1;
        n_kind += usize::from(row.kind == hit.kind);
        n_country += usize::from(row.country == hit.country);
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

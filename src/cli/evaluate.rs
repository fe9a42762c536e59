//! `undersigned evaluate`: quality of parsing or linking against gold.

use super::link::Table;
use super::print::{self, Format};
use super::{Context, Status, Stop, stated_kind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use undersigned::link;
use undersigned::link::evaluate::{self, Evaluation, Quality};
use undersigned::link::sampled::{self, Drawn};
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
    /// The same, estimated with standard errors from a sample of which the truth is known
    Sample {
        /// Clusters that a person labelled, each in full: columns signature_id and entity_id
        labelled: PathBuf,
        /// What `link` wrote, of all rows
        predicted: PathBuf,
        /// How the clusters were drawn
        #[arg(long, value_enum, default_value_t)]
        drawn: Draw,
    },
    /// Quality at thresholds: the table is linked anew at each
    Thresholds {
        /// The truth
        truth: PathBuf,
        /// The table, as `link` reads it
        table: PathBuf,
        /// Probabilities from which pairs are linked
        #[arg(long, value_delimiter = ',', default_value = "0.5,0.7,0.8,0.9,0.95,0.97,0.99,0.995")]
        at: Vec<f64>,
    },
    /// Pairs that must not be one, and are: the list has columns left_signature_id and right_signature_id
    Apart {
        /// The pairs
        pairs: PathBuf,
        /// What `link` wrote, or the table `signatures`
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

/// How the clusters of a sample were drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Draw {
    /// By signatures drawn at random: large clusters are likelier
    #[default]
    Signatures,
    /// Each cluster with the same likelihood
    Clusters,
}

/// Prints the figures.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    match &arguments.what {
        What::Sample { labelled, predicted, drawn } => sample(labelled, predicted, *drawn, arguments.format)?,
        What::Thresholds { truth, table, at } => thresholds(context, truth, table, at, arguments.format)?,
        What::Apart { pairs, predicted } => return apart(context, pairs, predicted, arguments.format),
        What::Linking { truth, predicted } => linking(truth, predicted, arguments.format)?,
        What::Parsing { gold, predicted } => parsing(gold, predicted, arguments.format)?,
    }
    Ok(Status::Done)
}

fn linking(truth: &Path, predicted: &Path, format: Format) -> Result<(), Stop> {
    let evaluation = compared(&labels(truth)?, &labels(predicted)?);
    let row = |name: &str, scores: &Quality| {
        vec![
            name.to_owned(),
            format!("{:.4}", scores.precision),
            format!("{:.4}", scores.recall),
            format!("{:.4}", scores.f1),
        ]
    };
    let rows = [
        row("pairs", &evaluation.pairs),
        row("b_cubed", &evaluation.b_cubed),
        row("clusters", &evaluation.clusters),
    ];
    print::table(format, &["measure", "precision", "recall", "f1"], &rows)
}

/// Compares entities of signatures; one that is missing is a cluster of its own.
fn compared(truth: &BTreeMap<String, String>, predicted: &BTreeMap<String, String>) -> Evaluation {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut clusters: BTreeMap<String, u32> = BTreeMap::new();
    let mut both = (Vec::with_capacity(truth.len()), Vec::with_capacity(truth.len()));
    for (signature, entity) in truth {
        let next = numbers.len() as u32;
        both.0.push(*numbers.entry(entity).or_insert(next));
        let next = clusters.len() as u32;
        both.1.push(*clusters.entry(label(predicted, signature)).or_insert(next));
    }
    evaluate::evaluate(&both.0, &both.1)
}

/// The entity of a signature, or one of its own.
fn label(predicted: &BTreeMap<String, String>, signature: &str) -> String {
    predicted.get(signature).cloned().unwrap_or_else(|| format!("\u{1f}{signature}"))
}

fn sample(labelled: &Path, predicted: &Path, drawn: Draw, format: Format) -> Result<(), Stop> {
    let (labelled, predicted) = (labels(labelled)?, labels(predicted)?);
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |label: String| {
        let next = numbers.len() as u32;
        *numbers.entry(label).or_insert(next)
    };
    let mut found: Vec<u32> = predicted.values().map(|label| number(label.clone())).collect();
    let mut clusters: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (signature, entity) in &labelled {
        let label = number(label(&predicted, signature));
        if !predicted.contains_key(signature) {
            found.push(label);
        }
        clusters.entry(entity).or_default().push(label);
    }
    let clusters: Vec<Vec<u32>> = clusters.into_values().collect();
    let drawn = if drawn == Draw::Signatures { Drawn::BySignature } else { Drawn::ByCluster };
    let sampled = sampled::estimate(&clusters, &found, drawn);
    let mut rows = Vec::new();
    for (name, estimates) in
        [("pairs", sampled.pairs), ("b_cubed", sampled.b_cubed), ("clusters", sampled.clusters)]
    {
        for (figure, estimate) in ["precision", "recall", "f1"].iter().zip(estimates) {
            let error = estimate.error.map(|error| format!("{error:.4}")).unwrap_or_default();
            rows.push(vec![format!("{name} {figure}"), format!("{:.4}", estimate.value), error]);
        }
    }
    print::table(format, &["measure", "estimate", "standard_error"], &rows)
}

fn thresholds(context: &Context, truth: &Path, table: &Path, at: &[f64], format: Format) -> Result<(), Stop> {
    let (config, reference) = context.reference()?;
    let truth = labels(truth)?;
    let table = Table::read(table, &reference)?;
    let signings = table.signings();
    let mut rows = Vec::new();
    for threshold in at {
        let mut settings = config.link.clone();
        (settings.link_organizations, settings.link_persons) = (*threshold, *threshold);
        settings.review = settings.review.min(*threshold);
        settings.validate().map_err(Stop::usage)?;
        let linkage = link::entities(&signings, &[], &settings, &reference).value;
        let entities = linkage.entity_of.iter().map(ToString::to_string);
        let found: BTreeMap<String, String> = table.ids.iter().map(str::to_owned).zip(entities).collect();
        let measured = compared(&truth, &found);
        let mut row = vec![threshold.to_string(), linkage.entities.len().to_string()];
        for quality in [measured.pairs, measured.b_cubed, measured.clusters] {
            row.extend([quality.precision, quality.recall, quality.f1].map(|figure| format!("{figure:.4}")));
        }
        rows.push(row);
    }
    let header = [
        "threshold",
        "entities",
        "pairs_precision",
        "pairs_recall",
        "pairs_f1",
        "b_cubed_precision",
        "b_cubed_recall",
        "b_cubed_f1",
        "clusters_precision",
        "clusters_recall",
        "clusters_f1",
    ];
    print::table(format, &header, &rows)
}

/// Lists the pairs that are one and must not be; status 1 when there is any.
fn apart(context: &Context, pairs: &Path, predicted: &Path, format: Format) -> Result<Status, Stop> {
    let (columns, _) = frame::read(pairs, &["left_signature_id", "right_signature_id"], &[])?;
    let [left, right] = of_two(columns)?;
    let predicted = labels(predicted)?;
    let n_pairs = left.len();
    let rows: Vec<Vec<String>> = left
        .iter()
        .zip(right.iter())
        .filter(|(left, right)| left != right)
        .filter_map(|(left, right)| {
            let entity = predicted.get(left)?;
            let is_one = predicted.get(right) == Some(entity);
            is_one.then(|| vec![left.to_owned(), right.to_owned(), entity.clone()])
        })
        .collect();
    print::table(format, &["left_signature_id", "right_signature_id", "entity_id"], &rows)?;
    context.log.message(&format!("{} of {n_pairs} pairs that must not be one are one", rows.len()));
    Ok(if rows.is_empty() { Status::Done } else { Status::Failed })
}

/// Entity of each signature.
fn labels(path: &Path) -> Result<BTreeMap<String, String>, Stop> {
    let (columns, _) = frame::read(path, &["signature_id", "entity_id"], &[])?;
    let [signatures, entities] = of_two(columns)?;
    let owned = |(signature, entity): (&str, &str)| (signature.to_owned(), entity.to_owned());
    Ok(signatures.iter().zip(entities.iter()).map(owned).collect())
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
        .iter()
        .zip(kinds.iter())
        .zip(countries.iter())
        .map(|((name, kind), country)| match stated_kind(kind) {
            None if !kind.is_empty() => Err(Stop::failed(format!(
                "{}: `{kind}`, the kind of `{name}`, is none of organization, person, unknown",
                path.display()
            ))),
            kind => Ok(Row { name: name.to_owned(), kind, country: country.to_owned() }),
        })
        .collect()
}

fn of_two(columns: frame::Columns) -> Result<[frame::Texts; 2], Stop> {
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

//! `undersigned build`: the main job.

use super::{Context, Status, Stop};
use std::path::PathBuf;
use undersigned::model::{Corpus, Role};
use undersigned::pipeline::{self, BuildError, Places};
use undersigned::tables::Dataset;

/// Arguments of `build`.
#[derive(Debug, Default, clap::Args)]
pub struct Arguments {
    /// Folder of the documents, instead of the configured one
    #[arg(long, value_name = "DIR")]
    raw: Option<PathBuf>,
    /// Folder of the dataset, instead of the configured one
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Threads; 0 is one for each processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    jobs: usize,
    /// End with status 4 when documents could not be read
    #[arg(long)]
    strict: bool,
}

/// Builds and publishes, and prints a summary.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (config, places) = context.project(arguments.raw.as_deref(), arguments.output.as_deref())?;
    for gap in config.dataset.gaps() {
        context.log.message(&format!("warning: {gap}"));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.jobs).build().map_err(Stop::failed)?;
    let built = pool.install(|| pipeline::build(&config, &places, &context.log));
    let (corpus, dataset) = built.map_err(|error| match error {
        BuildError::Gates { .. } => Stop::new(Status::Gate, error),
        error => Stop::failed(error),
    })?;
    context.log.message(&summary(&corpus, &dataset, &places));
    let is_quarantined = corpus.readings.iter().any(|reading| reading.document.role == Role::Unreadable);
    Ok(if arguments.strict && is_quarantined { Status::Quarantined } else { Status::Done })
}

fn summary(corpus: &Corpus, dataset: &Dataset, places: &Places) -> String {
    let of_role = |role: Role| corpus.readings.iter().filter(|reading| reading.document.role == role).count();
    let n_organizations: i32 = dataset.letters.iter().map(|letter| letter.n_organizations).sum();
    let n_persons: i32 = dataset.letters.iter().map(|letter| letter.n_persons).sum();
    let disagreeing = dataset.claims.iter().filter(|claim| claim.agrees == Some(false)).count();
    let unreadable = match of_role(Role::Unreadable) {
        0 => String::new(),
        n => format!(", {n} unreadable (see issues.csv)"),
    };
    [
        format!(
            "\ndocuments      {} ({} letters, {} coverage, {} other{unreadable})",
            corpus.readings.len(),
            of_role(Role::Letter),
            of_role(Role::Coverage),
            of_role(Role::Other),
        ),
        format!(
            "letters        {} ({} mentioned, not in the corpus)",
            dataset.letters.len(),
            dataset.missing_letters.len()
        ),
        format!(
            "signatures     {} ({n_organizations} of organizations, {n_persons} of persons)",
            dataset.signatures.len()
        ),
        format!("entities       {}", dataset.entities.len()),
        format!("countries      {}", dataset.countries.len()),
        format!("stated counts  {} ({disagreeing} disagree with the list)", dataset.claims.len()),
        format!("to review      {} pairs", dataset.review.len()),
        format!("output         {}", places.output.display()),
    ]
    .join("\n")
}

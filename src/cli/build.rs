//! `undersigned build`: the main job.

use super::{Context, Status, Stop};
use std::path::PathBuf;
use undersigned::model::{Churn, Corpus, IssueCode, Role, Severity};
use undersigned::pipeline::{self, Places};
use undersigned::tables::Dataset;

/// Threads that may be asked for; what is beyond is a slip of the keyboard.
const MOST_JOBS: i64 = 512;

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
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=MOST_JOBS))]
    jobs: u16,
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
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(arguments.jobs))
        .build()
        .map_err(Stop::failed)?;
    let (corpus, dataset) = pool.install(|| pipeline::build(&config, &places, &context.log))?;
    // A decision that is not obeyed is told to the person who made it.
    for issue in corpus.issues.iter().filter(|issue| is_of_decisions(issue.code)) {
        context.log.issue(issue);
    }
    context.log.message(&summary(&corpus, &dataset, &places));
    let is_quarantined = corpus.readings.iter().any(|reading| reading.document.role == Role::Unreadable);
    Ok(if arguments.strict && is_quarantined { Status::Quarantined } else { Status::Done })
}

/// Whether an issue is about what people decided.
fn is_of_decisions(code: IssueCode) -> bool {
    use IssueCode::{ContradictoryDecisions, InvalidCuration, StaleDecision};
    matches!(code, InvalidCuration | ContradictoryDecisions | StaleDecision)
}

/// How many issues there are, by severity.
fn issues(dataset: &Dataset) -> String {
    let of = |severity: Severity| dataset.issues.iter().filter(|issue| issue.severity == severity).count();
    let counted: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match of(severity) {
            0 => None,
            1 => Some(format!("1 {severity}")),
            n => Some(format!("{n} {severity}s")),
        })
        .collect();
    match dataset.issues.len() {
        0 => "0".to_owned(),
        n => format!("{n} ({}; see issues.csv)", counted.join(", ")),
    }
}

/// What became of the ids of the last edition, where anything did.
fn churn(churn: &Churn) -> String {
    if churn.n_changed() == 0 {
        return String::new();
    }
    let counted: Vec<String> =
        [(churn.n_merged, "redirected"), (churn.n_split, "split"), (churn.n_removed, "removed")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
    format!(" (of {} former ids {})", churn.n_former, counted.join(", "))
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
        format!("entities       {}{}", dataset.entities.len(), churn(&corpus.churn)),
        format!("countries      {}", dataset.countries.len()),
        format!("stated counts  {} ({disagreeing} disagree with the list)", dataset.claims.len()),
        format!("to review      {} pairs", dataset.review.len()),
        format!("output         {}", places.output.display()),
        format!("issues         {}", issues(dataset)),
    ]
    .join("\n")
}

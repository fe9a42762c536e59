//! `undersigned check`: what is wrong with configuration, inputs and curation, without building.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use std::path::PathBuf;
use undersigned::model::{Issue, Severity};
use undersigned::pipeline;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of the documents, instead of the configured one
    #[arg(long, value_name = "DIR")]
    raw: Option<PathBuf>,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Lists the issues; status 1 when one is an error.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (config, places) = context.project(arguments.raw.as_deref(), None)?;
    let reference = pipeline::reference(&config, &places.curation);
    // Whether a decision is obeyed is known only when the whole corpus is.
    let corpus = pipeline::corpus(&config, &places, &reference, &context.log)?;
    let of_readings = corpus.readings.iter().flat_map(|reading| &reading.issues);
    let issues: Vec<&Issue> = of_readings.chain(&corpus.issues).collect();

    let rows: Vec<Vec<String>> = issues.iter().map(|issue| row(issue)).collect();
    print::table(
        arguments.format,
        &["severity", "code", "path", "line", "column", "message", "text"],
        &rows,
    )?;
    let n_errors = issues.iter().filter(|issue| issue.code.severity() == Severity::Error).count();
    let n_documents = corpus.readings.len();
    context.log.message(&format!("{n_documents} documents, {} issues, {n_errors} errors", issues.len()));
    Ok(if n_errors > 0 { Status::Failed } else { Status::Done })
}

fn row(issue: &Issue) -> Vec<String> {
    vec![
        issue.code.severity().to_string(),
        issue.code.to_string(),
        issue.path.clone(),
        issue.place.map(|place| place.line_start.to_string()).unwrap_or_default(),
        issue.place.map(|place| place.column.to_string()).unwrap_or_default(),
        issue.message.clone(),
        issue.text.clone().unwrap_or_default(),
    ]
}

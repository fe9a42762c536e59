//! `undersigned check`: what is wrong with configuration, inputs and curation, without building.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use rayon::prelude::*;
use std::path::PathBuf;
use undersigned::model::{Issue, Severity};
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store;

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
    let reference = Reference::builtin();
    let (files, mut issues) = store::documents(&places.raw).map_err(|error| {
        Stop::failed(format!("cannot read the input folder {}: {error}", places.raw.display()))
    })?;
    let readings: Vec<Vec<Issue>> = files
        .par_iter()
        .map(|file| {
            pipeline::read(file, &store::read(&file.location, config.read.max_bytes), &config, &reference)
                .issues
        })
        .collect();
    issues.extend(readings.into_iter().flatten());
    issues.extend(pipeline::decisions(&places.curation).issues);

    let rows: Vec<Vec<String>> = issues.iter().map(row).collect();
    print::table(
        arguments.format,
        &["severity", "code", "path", "line", "column", "message", "text"],
        &rows,
    )?;
    let n_errors = issues.iter().filter(|issue| issue.code.severity() == Severity::Error).count();
    context.log.message(&format!("{} documents, {} issues, {n_errors} errors", files.len(), issues.len()));
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

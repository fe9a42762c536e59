//! `undersigned verify DIR`: a published folder against itself.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use std::path::PathBuf;
use undersigned::publish::verify;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of a published dataset
    #[arg(default_value = "output", value_name = "DIR")]
    folder: PathBuf,
    /// How the problems are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Lists what is wrong; status 1 when anything is.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let verdict = verify::run(&arguments.folder)?;
    let rows: Vec<Vec<String>> = verdict
        .problems
        .iter()
        .map(|problem| {
            let line = problem.line.map(|line| line.to_string()).unwrap_or_default();
            vec![problem.file.clone(), line, problem.message.clone()]
        })
        .collect();
    match arguments.format {
        // Places first, as compilers print them, and nothing cut.
        Format::Text => print::lines(verdict.problems.iter().map(ToString::to_string))?,
        format => print::table(format, &["file", "line", "message"], &rows)?,
    }
    let n_problems = verdict.problems.len();
    let what = format!("{} files, {} tables, {} rows", verdict.n_files, verdict.n_tables, verdict.n_rows);
    context.log.message(&match n_problems {
        0 => format!("{}: {what}: all as published", arguments.folder.display()),
        1 => format!("{}: {what}: 1 problem", arguments.folder.display()),
        n => format!("{}: {what}: {n} problems", arguments.folder.display()),
    });
    Ok(if n_problems > 0 { Status::Failed } else { Status::Done })
}

//! `undersigned check`: what is wrong with configuration, inputs and curation, without building.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use std::path::{Path, PathBuf};
use undersigned::model::{Code, IssueCode, Severity};
use undersigned::pipeline::doctor::{self, Finding};
use undersigned::pipeline::{self, Places, gates};
use undersigned::tables::{self, issues::IssueRow};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 when nothing is an error, 1 when something is, 2 when the configuration is wrong.\n\
`undersigned explain CODE` tells what a code means and what to do."
)]
pub struct Arguments {
    /// Folder of the documents, instead of the configured one
    #[arg(long, value_name = "DIR")]
    raw: Option<PathBuf>,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Something that is wrong, whatever it is about.
#[derive(Debug)]
struct Problem {
    severity: Severity,
    code: String,
    path: String,
    place: Option<(usize, usize)>,
    message: String,
    text: Option<String>,
}

/// Lists what is wrong, the worst first; status 1 when something is an error.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (config, places) = context.project(arguments.raw.as_deref(), None)?;
    let reference = pipeline::reference(&config, &places.curation);
    // Whether a decision is obeyed is known only when the whole corpus is.
    let corpus = pipeline::corpus(&config, &places, &reference, &context.log)?;
    let dataset = tables::run(&corpus, &config.tables, &reference.value);
    let gates = gates::run(&corpus, &dataset, &config.gates);
    let shown = context.config_path.display().to_string();
    let text = std::fs::read_to_string(&context.config_path)?;
    let written = doctor::Written { path: &shown, text: &text, config: &config };
    let findings = doctor::run(&written, &places, &corpus, &gates);

    let mut problems: Vec<Problem> = findings.into_iter().map(of_finding).collect();
    problems.extend(dataset.issues.iter().map(|row| of_issue(row, &places)));
    problems.sort_by_key(|problem| problem.severity);
    match arguments.format {
        // Places first, as compilers print them, and nothing cut.
        Format::Text => print::lines(problems.iter().flat_map(told))?,
        format => {
            let rows: Vec<Vec<String>> = problems.iter().map(row).collect();
            let header = ["severity", "code", "path", "line", "column", "message", "text"];
            print::table(format, &header, &rows)?;
        }
    }
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let (n_errors, n_warnings, n_notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let n_documents = corpus.readings.len();
    context.log.message(&format!(
        "{n_documents} documents, {n_errors} errors, {n_warnings} warnings, {n_notes} notes"
    ));
    if let Some(problem) = problems.first() {
        context
            .log
            .message(&format!("undersigned explain {}    tells what it means and what to do", problem.code));
    }
    Ok(if n_errors > 0 { Status::Failed } else { Status::Done })
}

fn of_finding(finding: Finding) -> Problem {
    let Finding { code, path, place, message } = finding;
    Problem { severity: code.severity(), code: code.to_string(), path, place, message, text: None }
}

fn of_issue(row: &IssueRow, places: &Places) -> Problem {
    let number = |number: Option<i32>| number.and_then(|number| usize::try_from(number).ok());
    Problem {
        severity: row.severity,
        code: row.code.to_string(),
        path: row.path.as_deref().map(|path| location(row.code, path, places)).unwrap_or_default(),
        place: number(row.line).map(|line| (line, number(row.column).unwrap_or(1))),
        message: row.message.clone(),
        text: row.text.clone(),
    }
}

/// The path of a file that an issue is about, as an editor opens it.
fn location(code: IssueCode, path: &str, places: &Places) -> String {
    let of_curation = [
        IssueCode::InvalidCuration,
        IssueCode::InvalidRegistry,
        IssueCode::StaleDecision,
        IssueCode::ContradictoryDecisions,
    ];
    let folder = match of_curation.contains(&code) {
        // Issues name the folder of decisions itself.
        true => places.curation.parent(),
        false => Some(places.raw.as_path()),
    };
    folder.unwrap_or(Path::new("")).join(path).display().to_string()
}

/// A problem as compilers tell it: `path:line:column: severity[code]: message`, and the text below.
fn told(problem: &Problem) -> Vec<String> {
    let Problem { severity, code, path, place, message, text } = problem;
    let place = place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let path = if path.is_empty() { String::new() } else { format!("{path}{place}: ") };
    let mut lines = vec![format!("{path}{severity}[{code}]: {message}")];
    lines.extend(text.iter().map(|text| format!("    | {text}")));
    lines
}

fn row(problem: &Problem) -> Vec<String> {
    let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        problem.severity.to_string(),
        problem.code.clone(),
        problem.path.clone(),
        number(problem.place.map(|(line, _)| line)),
        number(problem.place.map(|(_, column)| column)),
        problem.message.clone(),
        problem.text.clone().unwrap_or_default(),
    ]
}

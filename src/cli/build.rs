//! `undersigned build`: the main job.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use std::path::PathBuf;
use std::time::Duration;
use undersigned::model::Severity;
use undersigned::pipeline::codes::RunCode;
use undersigned::pipeline::record::Counts;
use undersigned::pipeline::{self, BuildError, Places, Purpose, doctor, plan};

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
    /// Build everything anew, whatever earlier builds kept
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Publish nothing; fail when the output is not what these inputs give
    #[arg(long)]
    check: bool,
    /// Say what would be done, and why, and do nothing
    #[arg(long, conflicts_with_all = ["check", "force"])]
    dry_run: bool,
    /// How the list of --dry-run is printed
    #[arg(long, value_enum, default_value_t, requires = "dry_run")]
    format: Format,
    /// Build whenever something changed, until interrupted
    #[arg(long, conflicts_with_all = ["check", "dry_run", "strict"])]
    watch: bool,
    /// End with status 4 when documents could not be read
    #[arg(long)]
    strict: bool,
}

/// Builds and publishes, and prints a summary.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(arguments.jobs))
        .build()
        .map_err(Stop::failed)?;
    pool.install(|| match arguments {
        Arguments { dry_run: true, .. } => plan(context, arguments),
        Arguments { watch: true, .. } => watch(context, arguments),
        _ => build(context, arguments),
    })
}

fn build(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (config, places) = context.project(arguments.raw.as_deref(), arguments.output.as_deref())?;
    for (code, gap) in doctor::gaps(&config) {
        context.log.warning(code, gap);
    }
    let purpose = match arguments {
        Arguments { check: true, .. } => Purpose::Check,
        Arguments { force: true, .. } => Purpose::Afresh,
        _ => Purpose::Publish,
    };
    let built = pipeline::build(&config, &places, purpose, &context.log).inspect_err(|error| {
        if let (BuildError::Gates { .. }, Some(state), false) = (error, &places.state, arguments.check) {
            let rows = state.join("gates");
            context.log.message(&format!("the rows that stand against a gate are in {}", rows.display()));
        }
    })?;
    // A decision that is not obeyed is told to the person who made it.
    for issue in &built.notices {
        context.log.issue(issue);
    }
    for (code, warning) in &built.warnings {
        context.log.warning(*code, warning);
    }
    if arguments.check && !built.changed.is_empty() {
        let (output, changed) = (places.output.display(), built.changed.join(", "));
        return Err(Stop::new(
            RunCode::OutputDiffers,
            format!("{output} is not what these inputs give; it differs in {changed}"),
        ));
    }
    context.log.message(&summary(&built.counts, &places));
    let is_quarantined = built.counts.documents_unreadable > 0;
    Ok(if arguments.strict && is_quarantined { Status::Quarantined } else { Status::Done })
}

/// Prints what a build would do.
fn plan(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (config, places) = context.project(arguments.raw.as_deref(), arguments.output.as_deref())?;
    let steps = plan::plan(&config, &places)?;
    let rows: Vec<Vec<String>> =
        steps.iter().map(|step| vec![step.action.to_string(), step.path.clone(), step.why.clone()]).collect();
    print::table(arguments.format, &["action", "path", "why"], &rows)?;
    if steps.is_empty() {
        context.log.message("nothing would be done: the output is what these inputs give");
    }
    Ok(Status::Done)
}

/// How often a watched project is looked at.
const LOOK: Duration = Duration::from_millis(700);

/// Builds whenever something changed. What goes wrong is told, and looked at again after the next change.
fn watch(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let mut seen = None;
    loop {
        let project = context.project(arguments.raw.as_deref(), arguments.output.as_deref());
        let now = project.and_then(|(config, places)| Ok(pipeline::fingerprint(&config, &places)?));
        // A configuration that is wrong is told once, until it is wrong otherwise.
        let state = now.map_err(|stop| (stop.code, stop.to_string()));
        if seen.as_ref() != Some(&state) {
            match &state {
                Err((code, error)) => context.log.stop(code, error),
                Ok(_) => {
                    if let Err(stop) = build(context, arguments) {
                        context.log.stop(stop.code, &stop.to_string());
                    }
                    context.log.message("\nwaiting for changes; interrupt to end");
                }
            }
            seen = Some(state);
        }
        std::thread::sleep(LOOK);
    }
}

/// How many issues there are, by severity.
fn issues(counts: &Counts) -> String {
    let by_severity = [
        (Severity::Error, counts.issues_error),
        (Severity::Warning, counts.issues_warning),
        (Severity::Note, counts.issues_note),
    ];
    let counted: Vec<String> = by_severity
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(severity, n)| plural(n, &severity.to_string()))
        .collect();
    match counts.issues {
        0 => "0".to_owned(),
        n => format!("{n} ({}; see issues.csv)", counted.join(", ")),
    }
}

/// What became of the ids of the last edition, where anything did.
fn churn(counts: &Counts) -> String {
    if counts.ids_changed() == 0 {
        return String::new();
    }
    let counted: Vec<String> =
        [(counts.ids_redirected, "redirected"), (counts.ids_split, "split"), (counts.ids_removed, "removed")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
    format!(" (of {} former ids {})", counts.ids_former, counted.join(", "))
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn summary(counts: &Counts, places: &Places) -> String {
    let unreadable = match counts.documents_unreadable {
        0 => String::new(),
        n => format!(", {n} unreadable (see issues.csv)"),
    };
    let unknown = match counts.signatures_of_unknown {
        0 => String::new(),
        n => format!(", {n} of either"),
    };
    [
        format!(
            "\ndocuments      {} ({} letters, {} coverage, {} other{unreadable})",
            counts.documents, counts.documents_letter, counts.documents_coverage, counts.documents_other,
        ),
        format!(
            "letters        {} ({} mentioned, not in the corpus)",
            counts.letters, counts.missing_letters
        ),
        format!(
            "signatures     {} ({} of organizations, {} of persons{unknown})",
            counts.signatures, counts.signatures_of_organizations, counts.signatures_of_persons,
        ),
        format!("entities       {}{}", counts.entities, churn(counts)),
        format!("countries      {}", counts.countries),
        format!("stated counts  {} ({} disagree with the list)", counts.claims, counts.claims_disagreeing),
        format!("to review      {}", plural(counts.review, "pair")),
        format!("output         {}", places.output.display()),
        format!("issues         {}", issues(counts)),
    ]
    .join("\n")
}

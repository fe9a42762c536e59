//! `undersigned review`: the pairs that most deserve a person's look, as CSV and as a page; and taking the
//! decisions back.

use super::{Context, Status, Stop};
use std::path::{Path, PathBuf};
use undersigned::pipeline;
use undersigned::publish::Aside;
use undersigned::review;
use undersigned::store;

/// Arguments of `review`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder in which review.csv and review.html are written
    #[arg(short, long, value_name = "DIR", default_value = "review")]
    output: PathBuf,
    /// Most pairs that are asked about, the most telling first
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
    /// Take in the decisions of a file: what the page exports, or the CSV with its column `decision` filled in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "limit"])]
    apply: Option<PathBuf>,
}

/// Asks, or takes the answers in.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    match &arguments.apply {
        Some(path) => apply(context, path),
        None => ask(context, arguments),
    }
}

fn ask(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (config, places) = context.project(None, None)?;
    let reference = pipeline::reference(&config, &places.curation);
    let corpus = pipeline::corpus(&config, &places, &reference, &context.log)?;
    let mut items = review::choose(&corpus);
    let n_all = items.len();
    items.truncate(arguments.limit);
    let folder = &arguments.output;
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(review::COLUMNS)?;
    for row in review::rows(&corpus, &items) {
        writer.write_record(row)?;
    }
    let table = writer.into_inner().map_err(|error| Stop::failed(error.to_string()))?;
    let page = review::page(&corpus, &items).into_bytes();
    for (name, content) in [("review.csv", table), ("review.html", page)] {
        let path = folder.join(name);
        std::fs::write(&path, content).map_err(|error| failed(&path, &error))?;
    }
    let rest = match n_all - items.len() {
        0 => String::new(),
        n => format!("; {n} more with a larger --limit"),
    };
    let folder = folder.display();
    let n_items = items.len();
    context.log.message(&format!("{n_items} pairs in {folder}/review.csv and {folder}/review.html{rest}"));
    Ok(Status::Done)
}

fn apply(context: &Context, path: &Path) -> Result<Status, Stop> {
    let (config, places) = context.project(None, None)?;
    let text = std::fs::read_to_string(path).map_err(|error| failed(path, &error))?;
    let target = places.curation.join("decisions.csv");
    let (there, written) = match store::curated(&places.curation, "decisions.csv") {
        None => (target.display().to_string(), String::new()),
        Some((path, Ok(text))) => (path, text),
        Some((path, Err(reason))) => return Err(Stop::failed(format!("{path}: {reason}"))),
    };
    let reference = pipeline::reference(&config, &places.curation);
    let corpus = pipeline::corpus(&config, &places, &reference, &context.log)?;
    let name = path.display().to_string();
    let applied = review::apply(
        &corpus,
        review::File { path: &there, text: &written },
        review::File { path: &name, text: &text },
    );
    for issue in &applied.issues {
        context.log.issue(issue);
    }
    if applied.n_added > 0 {
        Aside::write(&target, &applied.text).and_then(Aside::swap_in)?;
    }
    context.log.message(&format!(
        "{} decisions added to {there}, {} known already, {} left out",
        applied.n_added,
        applied.n_known,
        applied.issues.len()
    ));
    Ok(if applied.issues.is_empty() { Status::Done } else { Status::Failed })
}

fn failed(path: &Path, error: &std::io::Error) -> Stop {
    Stop::failed(format!("{}: {error}", path.display()))
}

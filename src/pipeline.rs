//! The run, on one screen: read, segment, parse, normalize, link, tabulate, publish.

pub mod codes;
pub mod doctor;
pub mod gates;
mod inputs;
mod kept;
mod linking;
pub mod plan;
mod reading;
pub mod record;

pub use linking::explained;
pub use reading::read;

use crate::config::Config;
use crate::model::{Corpus, Issue, IssueCode, Linkage, Outcome};
use crate::publish::{self, PublishError};
use crate::reference::{Reference, countries};
use crate::store::pack::Key;
use crate::tables::{self, Dataset};
use crate::{registry, store};
use codes::RunCode;
use gates::{Gate, Verdict};
use inputs::{CODE, Inputs, as_value};
use kept::{Kept, Published};
use record::{Counts, Ending, Record, Stopwatch};
use std::path::{Path, PathBuf};

/// Told how a run goes on. All calls may come from any thread.
pub trait Observer: Sync {
    /// A stage begins, with so many steps.
    fn begin(&self, stage: &str, n_steps: usize);
    /// One step of the stage is done.
    fn step(&self);
    /// The stage is done; `note` says what came of it.
    fn end(&self, note: &str);
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The input folder cannot be listed.
    #[error("cannot read the input folder {path}")]
    Input {
        /// The folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Documents went or changed while they were read, so that they cannot be read any more.
    #[error("{} changed or went while it was read", .0.join(", "))]
    Changed(Vec<String>),
    /// The output cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A gate of the configuration is broken; the old output is kept.
    #[error("{} not kept: {}", if broken.len() == 1 { "a quality gate was" } else { "quality gates were" }, broken.join("; "))]
    Gates {
        /// What was broken, one sentence each.
        broken: Vec<String>,
    },
    /// The memory of ids cannot be read; without it, entities would get other ids.
    #[error("{}; mend it, or take it back from version control", .0.join("; "))]
    Registry(Vec<String>),
    /// Counts in and out of the stages contradict each other: a fault of this program.
    #[error("the parts do not add up to the whole of: {sums}; please report this")]
    Counts {
        /// The sums.
        sums: String,
    },
    /// Lines of signature blocks are unaccounted for: a fault of this program.
    #[error("{path}: {n_lines} lines in signature blocks, but {n_notes} accounted for; please report this")]
    Unaccounted {
        /// The document.
        path: String,
        /// Lines of its blocks.
        n_lines: usize,
        /// Lines with a fate.
        n_notes: usize,
    },
}

/// What a build is run on; see [`Config`] for the rest.
#[derive(Debug, Clone)]
pub struct Places {
    /// Folder of the documents.
    pub raw: PathBuf,
    /// Folder of people's decisions, and of the registry of ids.
    pub curation: PathBuf,
    /// Folder of the dataset.
    pub output: PathBuf,
    /// Whether the documents are others than those of the project. Then a registry that knows none of their
    /// signatures is that of the project, and is left as it is.
    pub is_foreign: bool,
    /// Folder of what is kept for the next build, and of `run.json`; `None` keeps nothing.
    pub state: Option<PathBuf>,
}

/// What a build is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To publish, with what earlier builds kept.
    #[default]
    Publish,
    /// To publish as if nothing were kept.
    Afresh,
    /// To see whether the output would change; nothing is published.
    Check,
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    /// How it ended: published or unchanged.
    pub ending: Ending,
    /// What was counted.
    pub counts: Counts,
    /// What people who made decisions must be told.
    pub notices: Vec<Issue>,
    /// What else is to be told: gates that warn, and what could not be kept for the next build.
    pub warnings: Vec<(RunCode, String)>,
    /// Names of the files that differ from those that stood there.
    pub changed: Vec<String>,
    /// What was built; `None` where nothing had to be done.
    pub made: Option<(Corpus, Dataset)>,
}

impl Built {
    fn unchanged(last: &Published) -> Self {
        Self {
            ending: Ending::Unchanged,
            counts: last.counts.clone(),
            notices: last.notices.clone(),
            warnings: Vec::new(),
            changed: Vec::new(),
            made: None,
        }
    }
}

/// A hash of all that the output depends on: it changes when a build would have something to do.
///
/// # Errors
/// When the input folder cannot be listed.
pub fn fingerprint(config: &Config, places: &Places) -> Result<Key, BuildError> {
    Ok(Inputs::take(config, places)?.fingerprint(config, places))
}

/// The file that remembers ids, in the folder of curation.
const REGISTRY: &str = "registry.csv";

/// Builds the dataset and publishes it.
///
/// # Errors
/// When the input folder cannot be listed, a gate is broken, or the output cannot be written. In each
/// case what was published before is untouched.
pub fn build(
    config: &Config,
    places: &Places,
    purpose: Purpose,
    observer: &dyn Observer,
) -> Result<Built, BuildError> {
    let stopwatch = Stopwatch::new(observer);
    let mut record = Record::begun(as_value(config));
    let mut built = attempt(config, places, purpose, &stopwatch, &mut record);
    record.end(&built, stopwatch.stages());
    if let Some(state) = places.state.as_deref().filter(|_| purpose != Purpose::Check)
        && let Err(error) = record.write(state)
        && let Ok(built) = &mut built
    {
        let message = format!("cannot write the record of this run to {}: {error}", state.display());
        built.warnings.push((RunCode::StateNotKept, message));
    }
    built
}

fn attempt(
    config: &Config,
    places: &Places,
    purpose: Purpose,
    observer: &dyn Observer,
    record: &mut Record,
) -> Result<Built, BuildError> {
    observer.begin("inputs", 0);
    let inputs = Inputs::take(config, places)?;
    record.inputs = inputs.recorded();
    let kept = match purpose {
        Purpose::Afresh => Kept::forgetting(places.state.as_deref()),
        Purpose::Publish | Purpose::Check => Kept::open(places.state.as_deref()),
    };
    let fingerprint = store::hexadecimal(&inputs.fingerprint(config, places));
    let is_current =
        |last: &&Published| last.fingerprint == fingerprint && publish::is_intact(&places.output, &last.sums);
    if let Some(last) = kept.published.as_ref().filter(is_current) {
        publish::Staging::tidy(&places.output);
        observer.end(&format!("{} documents, nothing changed", inputs.documents.len()));
        return Ok(Built::unchanged(last));
    }
    observer.end(&format!("{} documents", inputs.documents.len()));

    // Held until the end: two builds to one folder exclude each other.
    let staging = publish::open(&places.output)?;
    let kept = kept.with_readings();
    let reference = reference(config, &places.curation);
    let corpus = linked(config, places, &inputs, &kept, &reference, observer, record);
    inputs.check_there(&corpus)?;
    check_lines(&corpus)?;
    check_registry(&corpus)?;

    observer.begin("tabulate", 0);
    let dataset = tables::run(&corpus, &config.tables, &reference.value);
    let counts = Counts::of(&corpus, &dataset);
    observer.end(&format!("{} entities", dataset.entities.len()));
    record.counts = Some(counts.clone());
    let contradictions = counts.contradictions();
    if !contradictions.is_empty() {
        return Err(BuildError::Counts { sums: contradictions.join(", ") });
    }
    let gates = gates::run(&corpus, &dataset, &config.gates);
    record.gates.clone_from(&gates);
    let broken: Vec<String> = sentences(&gates, Verdict::Broken);
    if !broken.is_empty() {
        return Err(BuildError::Gates { broken });
    }

    observer.begin("publish", 0);
    let twins = kept.twins(config);
    let staged = publish::stage(&dataset, &config.dataset, &config.extras(), &staging, &twins)?;
    let mut changed = staging.differences(&staged);
    let n_changed = changed.len();
    let ids = keeps_registry(places, &corpus).then(|| registry::render(&corpus.registry));
    let mut is_held = inputs.still_hold(places, &corpus);
    let mut curation = inputs.curation.clone();
    if purpose == Purpose::Check {
        let is_same = |ids: &String| curation.get(REGISTRY) == Some(&store::sha256(ids.as_bytes()));
        changed.extend(ids.iter().filter(|ids| !is_same(ids)).map(|_| REGISTRY.to_owned()));
        is_held = false;
    } else {
        // Ids are remembered when they are published, and not before.
        let path = places.curation.join(REGISTRY);
        let remembered = ids.as_ref().map(|ids| publish::Aside::write(&path, ids)).transpose()?;
        if n_changed > 0 {
            staging.swap_in(kept.previous().as_deref())?;
        }
        if let Some(remembered) = remembered {
            remembered.swap_in()?;
        }
        curation.extend(ids.map(|ids| (REGISTRY.to_owned(), store::sha256(ids.as_bytes()))));
    }
    let told = match n_changed {
        0 => "the output is the same".to_owned(),
        n => format!("{n} of {} files changed", staged.files.len() + 1),
    };
    observer.end(&std::iter::once(told).chain(staged.notes).collect::<Vec<_>>().join("; "));
    record.outputs.clone_from(&staged.files);
    let notices = record::notices(&corpus);
    if is_held {
        // What the next build will find is what this one leaves.
        let documents = inputs.hashes();
        let after = Inputs { curation, ..inputs };
        kept.keep_published(&Published {
            fingerprint: store::hexadecimal(&after.fingerprint(config, places)),
            code: CODE.to_owned(),
            config: as_value(config),
            sums: staged.sums,
            documents,
            curation: after.curation,
            counts: counts.clone(),
            notices: notices.clone(),
            twins: staged.twins,
        });
    }
    let ending = if changed.is_empty() { Ending::Unchanged } else { Ending::Published };
    let of_gates = sentences(&gates, Verdict::Warned).into_iter().map(|text| (RunCode::NearGate, text));
    let of_state = kept.troubles().into_iter().map(|text| (RunCode::StateNotKept, text));
    let warnings = of_gates.chain(of_state).collect();
    Ok(Built { ending, counts, notices, warnings, changed, made: Some((corpus, dataset)) })
}

/// The sentences of the gates of a verdict.
fn sentences(gates: &[Gate], verdict: Verdict) -> Vec<String> {
    gates.iter().filter(|gate| gate.verdict == verdict).filter_map(Gate::sentence).collect()
}

/// Whether the registry is to hold the ids of a corpus: not that of a project, when it knows none of them.
fn keeps_registry(places: &Places, corpus: &Corpus) -> bool {
    !places.is_foreign || corpus.churn.n_former > 0 || !places.curation.join(REGISTRY).exists()
}

/// Everything up to linking: what `build` publishes and `explain` tells of.
///
/// # Errors
/// When the input folder cannot be listed.
pub fn corpus(
    config: &Config,
    places: &Places,
    reference: &Outcome<Reference>,
    observer: &dyn Observer,
) -> Result<Corpus, BuildError> {
    let inputs = Inputs::take(config, places)?;
    let kept = Kept::open(places.state.as_deref()).with_readings();
    let record = &mut Record::begun(serde_json::Value::Null);
    Ok(linked(config, places, &inputs, &kept, reference, observer, record))
}

fn linked(
    config: &Config,
    places: &Places,
    inputs: &Inputs,
    kept: &Kept,
    reference: &Outcome<Reference>,
    observer: &dyn Observer,
    record: &mut Record,
) -> Corpus {
    let mut issues = inputs.issues.clone();
    issues.extend(reference.issues.iter().cloned());
    let reference = &reference.value;

    observer.begin("read", inputs.documents.len());
    let (readings, is_kept) = reading::run(config, inputs, kept, reference, observer);
    record.is_kept(&is_kept);
    let n_signatures: usize = readings.iter().map(|reading| reading.signatures.len()).sum();
    let n_kept = is_kept.iter().filter(|is_kept| **is_kept).count();
    let of_them = if n_kept > 0 { format!(" ({n_kept} as kept)") } else { String::new() };
    observer.end(&format!("{} documents{of_them}, {n_signatures} signatures", readings.len()));

    observer.begin("link", 0);
    let corpus = linking::run(config, places, inputs, kept, reference, readings, issues);
    let Linkage { entities, links, .. } = &corpus.linkage;
    observer.end(&format!("{} entities, {} scored pairs", entities.len(), links.len()));
    corpus
}

/// The reference data with what people decided about countries, in the configuration and in the folder of
/// curation.
pub fn reference(config: &Config, curation: &Path) -> Outcome<Reference> {
    let mut reference = Reference::builtin();
    reference.decided.take(config.countries.decided());
    let decided = curated(curation, "countries.csv", countries::read_decided);
    reference.decided.take(decided.value);
    Outcome { value: reference, issues: decided.issues }
}

/// What people wrote in a file of the folder of curation; nothing when there is no such file.
fn curated<T: Default>(curation: &Path, name: &str, read: fn(&str, &str) -> Outcome<T>) -> Outcome<T> {
    match store::curated(curation, name) {
        None => Outcome::default(),
        Some((path, Ok(text))) => read(&text, &path),
        Some((path, Err(reason))) => Outcome {
            value: T::default(),
            issues: vec![Issue::new(IssueCode::InvalidCuration, &path, reason)],
        },
    }
}

/// Every line of a signature block has exactly one fate: segmenting counted the lines of the blocks, and
/// each of them is noted once, by segmenting or by parsing.
fn check_lines(corpus: &Corpus) -> Result<(), BuildError> {
    for reading in &corpus.readings {
        let (n_lines, n_notes) = (reading.n_block_lines, reading.notes.len());
        if n_lines != n_notes {
            return Err(BuildError::Unaccounted { path: reading.document.path.clone(), n_lines, n_notes });
        }
    }
    Ok(())
}

/// A registry that cannot be read in full would give entities other ids: nothing is published then.
fn check_registry(corpus: &Corpus) -> Result<(), BuildError> {
    let broken: Vec<String> = corpus
        .issues
        .iter()
        .filter(|issue| issue.code == IssueCode::InvalidRegistry)
        .map(|issue| {
            let line = issue.place.map(|place| format!(":{}", place.line_start)).unwrap_or_default();
            format!("{}{line}: {}", issue.path, issue.message.trim_end_matches('.'))
        })
        .collect();
    if broken.is_empty() { Ok(()) } else { Err(BuildError::Registry(broken)) }
}

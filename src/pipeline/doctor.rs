//! What is wrong with a project as a whole, for `undersigned check`: its folders, its terms, its gates. What is
//! wrong with documents and decisions is told by reading and linking them.

use crate::config::{self, Config};
use crate::model::{Corpus, Role};
use crate::pipeline::codes::{self, RunCode};
use crate::pipeline::gates::{Gate, Verdict};
use crate::pipeline::{Places, REGISTRY};
use crate::{publish, store};

/// Something that is wrong with a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub code: RunCode,
    /// The file or folder that it is about.
    pub path: String,
    /// Line and column of the file, from 1.
    pub place: Option<(usize, usize)>,
    /// What is wrong, as a sentence for a person.
    pub message: String,
}

/// A configuration with its file.
#[derive(Debug)]
pub struct Written<'a> {
    /// Its path, for messages.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What it says.
    pub config: &'a Config,
}

/// Examines a project of which a corpus was made, with the gates as that corpus stands to them.
pub fn run(written: &Written, places: &Places, corpus: &Corpus, gates: &[Gate]) -> Vec<Finding> {
    let mut findings = terms(written);
    findings.extend(bounds(written, gates));
    findings.extend(documents(places, corpus));
    findings.extend(curation(places));
    findings.extend(output(places));
    findings
}

/// A finding in the configuration, at the key that comes last of those that are there.
fn configured(written: &Written, keys: &[&str], code: RunCode, message: String) -> Finding {
    let place = config::place_of(written.text, keys);
    Finding { code, path: written.path.to_owned(), place, message }
}

/// What the description of the dataset does not say.
fn terms(written: &Written) -> Vec<Finding> {
    let gaps = gaps(written.config).into_iter();
    gaps.map(|(code, gap)| configured(written, &["dataset"], code, gap.to_owned())).collect()
}

/// What readers of published data expect and the description of the dataset does not say.
pub fn gaps(config: &Config) -> Vec<(RunCode, &'static str)> {
    let code = |key: &str| match key {
        "licence" => RunCode::MissingLicence,
        _ => RunCode::MissingCreators,
    };
    config.dataset.gaps().into_iter().map(|(key, gap)| (code(key), gap)).collect()
}

/// Gates that a build would break, and bounds that never say anything.
fn bounds(written: &Written, gates: &[Gate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for gate in gates {
        let code = match gate.verdict {
            Verdict::Kept => None,
            Verdict::Warned => Some((RunCode::NearGate, vec!["gates", "warn", gate.key])),
            Verdict::Broken => Some((RunCode::QualityGate, vec!["gates", gate.key])),
        };
        if let (Some((code, keys)), Some(sentence)) = (code, gate.sentence()) {
            let rows = gate.rows.iter().take(3).map(|[place, what]| format!("{place} {what}"));
            let rows: Vec<String> = rows.collect();
            let such = if rows.is_empty() { String::new() } else { format!("; such as {}", rows.join("; ")) };
            findings.push(configured(written, &keys, code, format!("{sentence}{such}")));
        }
        let is_idle = |warn: f64| match gate.key.starts_with("min_") {
            true => warn <= gate.fail,
            false => warn >= gate.fail,
        };
        if let Some(warn) = gate.warn.filter(|warn| is_idle(*warn)) {
            let message = format!(
                "gates.warn.{} is {warn}, and a build fails at {} already: it never warns",
                gate.key, gate.fail
            );
            findings.push(configured(written, &["gates", "warn", gate.key], RunCode::IdleGate, message));
        }
    }
    findings
}

/// What is wrong with the documents taken together.
fn documents(places: &Places, corpus: &Corpus) -> Vec<Finding> {
    let path = places.raw.display().to_string();
    let finding = |code, message: String| Finding { code, path: path.clone(), place: None, message };
    if corpus.readings.is_empty() {
        return vec![finding(RunCode::NoDocuments, "the folder holds no document".to_owned())];
    }
    let read = || corpus.readings.iter().map(|reading| &reading.document);
    let readable = || read().filter(|document| document.role != Role::Unreadable);
    let mut unlicensed = readable().filter(|document| document.source_licence.is_none());
    let Some(first) = unlicensed.next() else { return Vec::new() };
    let (n, n_all) = (unlicensed.count() + 1, readable().count());
    let message =
        format!("the licence of {n} of {n_all} documents is not stated; the first is {}", first.path);
    vec![finding(RunCode::MissingSourceLicence, message)]
}

/// The files of the folder of curation that builds read or write.
const CURATION: &[&str] = &["countries.csv", "decisions.csv", REGISTRY, "withdrawals.csv"];

/// Files of curation that no build reads, and a registry that is gone.
fn curation(places: &Places) -> Vec<Finding> {
    let folder = &places.curation;
    let is_read = |name: &String| CURATION.contains(&name.as_str()) || name.to_lowercase().ends_with(".md");
    let mut findings: Vec<Finding> = store::hashes(folder)
        .into_keys()
        .filter(|name| !is_read(name))
        .map(|name| Finding {
            code: RunCode::UnreadFile,
            path: folder.join(name).display().to_string(),
            place: None,
            message: format!("no build reads it; read are {}", CURATION.join(", ")),
        })
        .collect();
    let registry = folder.join(REGISTRY);
    if !registry.exists() && publish::is_published(&places.output) {
        findings.push(Finding {
            code: RunCode::MissingRegistry,
            path: registry.display().to_string(),
            place: None,
            message: format!(
                "it is not there, and {} holds a dataset whose ids would be given anew",
                places.output.display()
            ),
        });
    }
    findings
}

/// Whether a dataset could be published, and what is kept for the next build.
fn output(places: &Places) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Err(error) = publish::can_replace(&places.output) {
        let path = places.output.display().to_string();
        let message = match std::error::Error::source(&error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        };
        findings.push(Finding { code: codes::of_publish(&error), path, place: None, message });
    }
    for folder in [Some(&places.curation), places.state.as_ref()].into_iter().flatten() {
        if let Err(error) = store::can_write(folder) {
            let path = folder.display().to_string();
            let message = format!("nothing can be written there: {error}");
            findings.push(Finding { code: RunCode::UnwritableOutput, path, place: None, message });
        }
    }
    findings
}

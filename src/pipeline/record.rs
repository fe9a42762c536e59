//! `run.json`: what the last run did. It lies outside the dataset, and may therefore tell the time.

use crate::config::GateSettings;
use crate::model::{Corpus, Issue, IssueCode, Kind, LineFate, LinkDecision, Role, Severity};
use crate::pipeline::gates::{Gate, Verdict};
use crate::pipeline::inputs::CODE;
use crate::pipeline::{BuildError, Built, Observer};
use crate::publish::FileHash;
use crate::store::write_atomically;
use crate::tables::{Dataset, SCHEMA_VERSION};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Instant, SystemTime};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// A new dataset was published.
    Published,
    /// What was published already is what these inputs give.
    Unchanged,
    /// A gate is broken; the old dataset stands.
    Gates,
    /// Something failed; the old dataset stands.
    Failed,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// Version of the program.
    pub program: &'static str,
    /// Fingerprint of the program's source.
    pub code: &'static str,
    /// Version of the tables' schema.
    pub schema: &'static str,
    /// When it began, seconds since 1970 by the clock of the machine.
    pub started: u64,
    /// How it ended.
    pub ending: Ending,
    /// Why, where nothing was published.
    pub reason: Option<String>,
    /// The configuration.
    pub config: serde_json::Value,
    /// The inputs.
    pub inputs: Vec<InputRecord>,
    /// The stages that ran, in order.
    pub stages: Vec<Stage>,
    /// What was counted; absent where the run did not come so far.
    pub counts: Option<Counts>,
    /// The gates; empty where the run did not come so far.
    pub gates: Vec<Gate>,
    /// The files of the dataset.
    pub outputs: Vec<FileHash>,
}

impl Record {
    /// The record of a run that begins now.
    pub fn begun(config: serde_json::Value) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Self {
            program: env!("CARGO_PKG_VERSION"),
            code: CODE,
            schema: SCHEMA_VERSION,
            started: now.map(|since| since.as_secs()).unwrap_or_default(),
            ending: Ending::Failed,
            reason: None,
            config,
            inputs: Vec::new(),
            stages: Vec::new(),
            counts: None,
            gates: Vec::new(),
            outputs: Vec::new(),
        }
    }

    /// Notes which documents were not read again.
    pub fn is_kept(&mut self, is_kept: &[bool]) {
        for (input, is_kept) in self.inputs.iter_mut().zip(is_kept) {
            input.is_kept = *is_kept;
        }
    }

    /// Notes how the run ended.
    pub fn end(&mut self, built: &Result<Built, BuildError>, stages: Vec<Stage>) {
        self.stages = stages;
        match built {
            Ok(built) => {
                self.ending = built.ending;
                self.counts.get_or_insert_with(|| built.counts.clone());
            }
            Err(error) => {
                self.ending =
                    if matches!(error, BuildError::Gates { .. }) { Ending::Gates } else { Ending::Failed };
                self.reason = Some(error.to_string());
            }
        }
    }

    /// Writes `run.json`, and beside it, for every gate that is not kept, the rows that stand against it.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let against = folder.join("gates");
        for key in GateSettings::KEYS {
            // What an earlier run wrote.
            match std::fs::remove_file(against.join(format!("{key}.csv"))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        for gate in self.gates.iter().filter(|gate| gate.verdict != Verdict::Kept && !gate.rows.is_empty()) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["where", "what"])?;
            for row in &gate.rows {
                writer.write_record(row)?;
            }
            let rows = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
            write_atomically(&against.join(format!("{}.csv", gate.key)), &rows)?;
        }
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        write_atomically(&folder.join("run.json"), &text)
    }
}

/// An input of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputRecord {
    /// Its path below the input folder, or that of a file of curation.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal, or why it cannot be read.
    pub sha256: String,
    /// Whether what was read of it was kept from an earlier run.
    pub is_kept: bool,
}

/// A stage of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// Its name.
    pub stage: String,
    /// What came of it.
    pub note: String,
    /// How long it took.
    pub seconds: f64,
}

/// What was counted in and out of the stages. The parts of a sum add up to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Documents found; the next four add up to them.
    pub documents: usize,
    /// Documents that print a letter.
    pub documents_letter: usize,
    /// Documents that report on a letter.
    pub documents_coverage: usize,
    /// Documents that are neither.
    pub documents_other: usize,
    /// Documents that could not be read.
    pub documents_unreadable: usize,
    /// Lines of signature blocks; the next three add up to them.
    pub lines: usize,
    /// Lines that became signatures.
    pub lines_signature: usize,
    /// Lines that could not be read as signatures.
    pub lines_rejected: usize,
    /// Lines that are something else: headings, notes.
    pub lines_other: usize,
    /// Signatures that are printed; those of copies and those that are counted add up to them.
    pub signatures_printed: usize,
    /// Signatures of documents that print a letter again.
    pub signatures_of_copies: usize,
    /// Signatures that are rows of the table; the next three add up to them.
    pub signatures: usize,
    /// Those of organizations.
    pub signatures_of_organizations: usize,
    /// Those of persons.
    pub signatures_of_persons: usize,
    /// Those of neither for sure.
    pub signatures_of_unknown: usize,
    /// Scored pairs that are kept; the next four add up to them.
    pub pairs: usize,
    /// Pairs that are linked.
    pub pairs_linked: usize,
    /// Pairs that are for review.
    pub pairs_review: usize,
    /// Pairs that are different.
    pub pairs_rejected: usize,
    /// Pairs that a person decided against the score.
    pub pairs_overruled: usize,
    /// Organizations and persons.
    pub entities: usize,
    /// Ids of the last edition.
    pub ids_former: usize,
    /// Those that lead to another now.
    pub ids_redirected: usize,
    /// Those that lost signatures to others.
    pub ids_split: usize,
    /// Those of whose signatures none is there any more.
    pub ids_removed: usize,
    /// Letters.
    pub letters: usize,
    /// Letters that are mentioned and not in the corpus.
    pub missing_letters: usize,
    /// Countries.
    pub countries: usize,
    /// Stated counts.
    pub claims: usize,
    /// Stated counts that the list disagrees with.
    pub claims_disagreeing: usize,
    /// Pairs that are worth a person's look.
    pub review: usize,
    /// Diagnostics; the next three add up to them.
    pub issues: usize,
    /// Those that are errors.
    pub issues_error: usize,
    /// Those that are warnings.
    pub issues_warning: usize,
    /// Those that are notes.
    pub issues_note: usize,
}

impl Counts {
    /// Counts a corpus and its tables.
    pub fn of(corpus: &Corpus, dataset: &Dataset) -> Self {
        let readings = &corpus.readings;
        let documents = |role: Role| readings.iter().filter(|reading| reading.document.role == role).count();
        let notes = || readings.iter().flat_map(|reading| &reading.notes);
        let lines = |fate: LineFate| notes().filter(|note| note.fate == fate).count();
        let printed = readings.iter().map(|reading| reading.signatures.len()).sum();
        let signatures = |kind: Kind| dataset.signatures.iter().filter(|row| row.kind == kind).count();
        let pairs = |decision: LinkDecision| {
            corpus.linkage.links.iter().filter(|link| link.decision == decision).count()
        };
        let issues =
            |severity: Severity| dataset.issues.iter().filter(|row| row.severity == severity).count();
        Self {
            documents: readings.len(),
            documents_letter: documents(Role::Letter),
            documents_coverage: documents(Role::Coverage),
            documents_other: documents(Role::Other),
            documents_unreadable: documents(Role::Unreadable),
            lines: readings.iter().map(|reading| reading.n_block_lines).sum(),
            lines_signature: lines(LineFate::Signature),
            lines_rejected: lines(LineFate::Rejected),
            lines_other: lines(LineFate::Other),
            signatures_printed: printed,
            signatures_of_copies: printed - corpus.signings.len(),
            signatures: dataset.signatures.len(),
            signatures_of_organizations: signatures(Kind::Organization),
            signatures_of_persons: signatures(Kind::Person),
            signatures_of_unknown: signatures(Kind::Unknown),
            pairs: corpus.linkage.links.len(),
            pairs_linked: pairs(LinkDecision::Linked),
            pairs_review: pairs(LinkDecision::Review),
            pairs_rejected: pairs(LinkDecision::Rejected),
            pairs_overruled: pairs(LinkDecision::Overruled),
            entities: dataset.entities.len(),
            ids_former: corpus.churn.n_former,
            ids_redirected: corpus.churn.n_merged,
            ids_split: corpus.churn.n_split,
            ids_removed: corpus.churn.n_removed,
            letters: dataset.letters.len(),
            missing_letters: dataset.missing_letters.len(),
            countries: dataset.countries.len(),
            claims: dataset.claims.len(),
            claims_disagreeing: dataset.claims.iter().filter(|claim| claim.agrees == Some(false)).count(),
            review: dataset.review.len(),
            issues: dataset.issues.len(),
            issues_error: issues(Severity::Error),
            issues_warning: issues(Severity::Warning),
            issues_note: issues(Severity::Note),
        }
    }

    /// Ids of the last edition that no longer mean what they meant.
    pub fn ids_changed(&self) -> usize {
        self.ids_redirected + self.ids_split + self.ids_removed
    }

    /// The sums that do not add up, by name: none, unless this program is at fault.
    pub fn contradictions(&self) -> Vec<&'static str> {
        let sums = [
            (
                "documents",
                self.documents,
                self.documents_letter
                    + self.documents_coverage
                    + self.documents_other
                    + self.documents_unreadable,
            ),
            ("lines", self.lines, self.lines_signature + self.lines_rejected + self.lines_other),
            ("signatures_printed", self.signatures_printed, self.signatures_of_copies + self.signatures),
            (
                "signatures",
                self.signatures,
                self.signatures_of_organizations + self.signatures_of_persons + self.signatures_of_unknown,
            ),
            (
                "pairs",
                self.pairs,
                self.pairs_linked + self.pairs_review + self.pairs_rejected + self.pairs_overruled,
            ),
            ("issues", self.issues, self.issues_error + self.issues_warning + self.issues_note),
        ];
        sums.into_iter().filter(|(_, whole, parts)| whole != parts).map(|(name, ..)| name).collect()
    }
}

/// What people who made decisions must be told: a decision that is not obeyed.
pub fn notices(corpus: &Corpus) -> Vec<Issue> {
    use IssueCode::{ContradictoryDecisions, InvalidCuration, StaleDecision};
    let of_decisions = corpus
        .issues
        .iter()
        .filter(|issue| matches!(issue.code, InvalidCuration | ContradictoryDecisions | StaleDecision));
    of_decisions.cloned().collect()
}

/// Passes on how a run goes, and takes the time of each stage.
pub struct Stopwatch<'a> {
    observer: &'a dyn Observer,
    stages: Mutex<Vec<(Stage, Instant)>>,
}

impl<'a> Stopwatch<'a> {
    /// A stopwatch before that observer.
    pub fn new(observer: &'a dyn Observer) -> Self {
        Self { observer, stages: Mutex::new(Vec::new()) }
    }

    /// The stages that ran.
    pub fn stages(&self) -> Vec<Stage> {
        let stages = self.stages.lock().map(|stages| stages.clone()).unwrap_or_default();
        stages.into_iter().map(|(stage, _)| stage).collect()
    }
}

impl Observer for Stopwatch<'_> {
    fn begin(&self, stage: &str, n_steps: usize) {
        let begun = Stage { stage: stage.to_owned(), note: String::new(), seconds: 0.0 };
        if let Ok(mut stages) = self.stages.lock() {
            stages.push((begun, Instant::now()));
        }
        self.observer.begin(stage, n_steps);
    }

    fn step(&self) {
        self.observer.step();
    }

    fn end(&self, note: &str) {
        if let Ok(mut stages) = self.stages.lock()
            && let Some((stage, begun)) = stages.last_mut()
        {
            note.clone_into(&mut stage.note);
            stage.seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        }
        self.observer.end(note);
    }
}

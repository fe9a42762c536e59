//! Taking decisions in: what of a file of decisions is added to those that are there.
//!
//! A row that cannot be used, or that contradicts what is decided, is reported and left out; what is known
//! already is not written again. The rows that are there stay as they are.

use crate::curation;
use crate::link::decisions::{self, Decision, Source};
use crate::link::descriptions::{Description, Subject, What};
use crate::model::{Corpus, Issue, IssueCode, Place, SignatureId};
use std::collections::{BTreeMap, VecDeque};

/// The columns of a file that is begun.
const COLUMNS: [&str; 7] =
    ["left_signature_id", "right_signature_id", "decision", "value", "reason", "who", "date"];

/// What came of taking decisions in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The file of decisions as it is to be.
    pub text: String,
    /// Decisions that were added.
    pub n_added: usize,
    /// Decisions that were there already.
    pub n_known: usize,
    /// What was left out, and why.
    pub issues: Vec<Issue>,
}

/// A file with the name that issues give it.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its name.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Adds the decisions of one file to those of another, which may be empty.
pub fn apply(corpus: &Corpus, there: File<'_>, added: File<'_>) -> Applied {
    let mut applied = Applied::default();
    let before = decisions::read(there.text, there.path);
    let unreadable: Vec<Issue> = before
        .issues
        .into_iter()
        .filter(|issue| issue.place.is_none_or(|place| place.line_start <= 1))
        .collect();
    if !unreadable.is_empty() {
        return Applied { text: there.text.to_owned(), issues: unreadable, ..applied };
    }
    let new = decisions::read(added.text, added.path).unpack(&mut applied.issues);
    // What a person wrote beside each decision, by line.
    let mut raw: BTreeMap<u32, Vec<String>> =
        curation::rows(added.text, added.path, &COLUMNS[..3], &COLUMNS[3..])
            .value
            .into_iter()
            .map(|row| (row.line, row.fields))
            .collect();

    let mut known = Known::new(corpus);
    for decision in &before.value.pairs {
        let _ = known.take(decision);
    }
    for description in &before.value.descriptions {
        let _ = known.describe(description);
    }
    let mut taken: Vec<(u32, Result<bool, Refusal>, &Source)> = Vec::new();
    for decision in &new.pairs {
        taken.push((decision.source.line, known.take(decision), &decision.source));
    }
    for description in &new.descriptions {
        taken.push((description.source.line, known.describe(description), &description.source));
    }
    taken.sort_by_key(|(line, ..)| *line);
    let mut rows = Vec::new();
    for (line, result, source) in taken {
        let fields = raw.remove(&line).unwrap_or_default();
        match result {
            Ok(true) => rows.push(fields),
            Ok(false) => applied.n_known += 1,
            Err((code, message)) => {
                let issue = Issue::new(code, &source.path, message).at(Place::line(line));
                applied.issues.push(issue.quoting(&fields.join(",")));
            }
        }
    }
    applied.n_added = rows.len();
    applied.text = joined(there.text, &rows);
    applied.issues.sort_by_key(|issue| issue.place);
    applied
}

/// Why a decision is not taken.
type Refusal = (IssueCode, String);

/// What is decided so far.
struct Known<'a> {
    corpus: &'a Corpus,
    /// For each signing those that it is decided to be the same as, with the place of the decision.
    same: BTreeMap<usize, BTreeMap<usize, String>>,
    /// Pairs that are decided to be different.
    different: BTreeMap<(usize, usize), String>,
    /// Names and countries by entity, the latter marked.
    described: BTreeMap<(usize, bool), (What, String)>,
}

impl<'a> Known<'a> {
    fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, same: BTreeMap::new(), different: BTreeMap::new(), described: BTreeMap::new() }
    }

    fn signing(&self, id: SignatureId) -> Result<usize, Refusal> {
        let gone = || (IssueCode::StaleDecision, format!("The signature {id} is not there."));
        self.corpus.signing(id).ok_or_else(gone)
    }

    /// Takes a decision about two signatures; whether it is new.
    fn take(&mut self, decision: &Decision) -> Result<bool, Refusal> {
        let (left, right) = (self.signing(decision.left)?, self.signing(decision.right)?);
        let pair = (left.min(right), left.max(right));
        let place = format!("{}:{}", decision.source.path, decision.source.line);
        if decision.is_same {
            if left == right || self.same.get(&left).is_some_and(|others| others.contains_key(&right)) {
                return Ok(false);
            }
            self.same.entry(left).or_default().insert(right, place.clone());
            self.same.entry(right).or_default().insert(left, place);
            let contradicted =
                self.different.iter().find_map(|((a, b), place)| Some((self.way(*a, *b)?, place.clone())));
            let Some((way, place)) = contradicted else { return Ok(true) };
            for (a, b) in [(left, right), (right, left)] {
                if let Some(others) = self.same.get_mut(&a) {
                    others.remove(&b);
                }
            }
            let message = format!(
                "It would make the same, {way}, what {place} decides to be different; it is left out."
            );
            return Err((IssueCode::ContradictoryDecisions, message));
        }
        if self.different.contains_key(&pair) {
            return Ok(false);
        }
        if let Some(way) = self.way(left, right) {
            let message = format!("They are decided to be the same: {way}; it is left out.");
            return Err((IssueCode::ContradictoryDecisions, message));
        }
        self.different.insert(pair, place);
        Ok(true)
    }

    /// Takes a decision about an entity; whether it is new.
    fn describe(&mut self, description: &Description) -> Result<bool, Refusal> {
        let corpus = self.corpus;
        let entity = match description.subject {
            Subject::Signature(id) => corpus.linkage.entity_of.get(self.signing(id)?).copied(),
            Subject::Entity(id) => corpus.entity(id),
        };
        let Some(entity) = entity else {
            return Err((
                IssueCode::StaleDecision,
                format!("The entity {} is not there.", description.subject),
            ));
        };
        let key = (entity, matches!(description.what, What::Country(_)));
        let place = format!("{}:{}", description.source.path, description.source.line);
        match self.described.get(&key) {
            Some((what, _)) if *what == description.what => Ok(false),
            Some((what, place)) => {
                let message = format!("{place} decides {what} for the same entity; it is left out.");
                Err((IssueCode::ContradictoryDecisions, message))
            }
            None => {
                self.described.insert(key, (description.what.clone(), place));
                Ok(true)
            }
        }
    }

    /// The shortest way by which two are decided to be the same, as it is told.
    fn way(&self, from: usize, to: usize) -> Option<String> {
        let mut before: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                let told = |signing: usize| match self.corpus.signature_ids.get(signing) {
                    Some(id) => format!("{id} (“{}”)", self.corpus.signature(signing).name),
                    None => String::new(),
                };
                let mut way = Vec::new();
                let mut at = to;
                while at != from {
                    let (earlier, place) = before.get(&at)?;
                    way.push(format!(" = {} by {place}", told(at)));
                    at = *earlier;
                }
                way.push(told(from));
                way.reverse();
                return Some(way.concat());
            }
            for (next, place) in self.same.get(&at).into_iter().flatten() {
                if *next != from && !before.contains_key(next) {
                    before.insert(*next, (at, place));
                    queue.push_back(*next);
                }
            }
        }
        None
    }
}

/// The file with more rows. What is there stays as it is, unless a column is missing.
fn joined(there: &str, rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return there.to_owned();
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(there.trim_start_matches('\u{feff}').as_bytes());
    let head: Vec<String> = reader
        .headers()
        .map(|head| head.iter().map(|name| name.trim().to_owned()).collect())
        .unwrap_or_default();
    let missing: Vec<&str> =
        COLUMNS.iter().copied().filter(|column| !head.iter().any(|name| name == column)).collect();
    let line_end = if there.contains("\r\n") { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(line_end).from_writer(Vec::new());
    let columns: Vec<&str> = head
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .chain(missing.iter().copied())
        .collect();
    let mut text = String::new();
    if missing.is_empty() {
        text.push_str(there);
        if !there.ends_with('\n') {
            text.push_str(if there.contains("\r\n") { "\r\n" } else { "\n" });
        }
    } else {
        let _ = writer.write_record(&columns);
        for record in reader.records().flatten() {
            let fields = (0..columns.len()).map(|at| record.get(at).unwrap_or_default());
            let _ = writer.write_record(fields);
        }
    }
    for row in rows {
        let field = |column: &&str| {
            let at = COLUMNS.iter().position(|known| known == column);
            at.and_then(|at| row.get(at)).map_or("", String::as_str)
        };
        let _ = writer.write_record(columns.iter().map(field));
    }
    let written = writer.into_inner().unwrap_or_default();
    text.push_str(&String::from_utf8_lossy(&written));
    text
}

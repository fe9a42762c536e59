//! The run, on one screen: read, segment, parse, normalize, link, tabulate, publish.

pub mod gates;
mod inputs;
mod kept;
pub mod plan;
pub mod record;

use crate::config::Config;
use crate::link::descriptions::Subject;
use crate::link::{self, Decisions, Signing};
use crate::model::{
    Corpus, Document, DocumentId, EntityId, Issue, IssueCode, Link, Linkage, Outcome, Reading, Registry,
    Role, SignatureId,
};
use crate::publish::{self, PublishError};
use crate::reference::{Reference, countries};
use crate::store::pack::Key;
use crate::store::{self, Bytes, InputFile, Written};
use crate::tables::{self, Dataset, withdrawals};
use crate::{collate, formats, normalize, parse, registry, segment, sidecar};
use gates::{Gate, Verdict};
use inputs::{CODE, Inputs, as_value};
use kept::{Kept, Published};
use rayon::prelude::*;
use record::{Counts, Ending, Record, Stopwatch};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;
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
    pub warnings: Vec<String>,
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
    Ok(Inputs::take(places)?.fingerprint(config, places))
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
        built.warnings.push(format!("cannot write the record of this run to {}: {error}", state.display()));
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
    let inputs = Inputs::take(places)?;
    record.inputs = inputs.recorded();
    let kept = Kept::open(places.state.as_deref());
    let kept = if purpose == Purpose::Afresh { kept.forgetting() } else { kept };
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
    let kept = if purpose == Purpose::Afresh { kept } else { kept.with_readings() };
    let reference = reference(config, &places.curation);
    let corpus = linked(config, places, &inputs, &kept, &reference, observer, record)?;
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
    let staged = publish::stage(&dataset, &config.dataset, config.output.xlsx_rows, &staging, &twins)?;
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
    let warnings = sentences(&gates, Verdict::Warned).into_iter().chain(kept.troubles()).collect();
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
    let inputs = Inputs::take(places)?;
    let kept = Kept::open(places.state.as_deref()).with_readings();
    let record = &mut Record::begun(serde_json::Value::Null);
    linked(config, places, &inputs, &kept, reference, observer, record)
}

fn linked(
    config: &Config,
    places: &Places,
    inputs: &Inputs,
    kept: &Kept,
    reference: &Outcome<Reference>,
    observer: &dyn Observer,
    record: &mut Record,
) -> Result<Corpus, BuildError> {
    let mut issues = inputs.issues.clone();
    issues.extend(reference.issues.iter().cloned());
    let reference = &reference.value;

    observer.begin("read", inputs.documents.len());
    let (mut readings, is_kept) = readings(config, inputs, kept, reference, observer);
    record.is_kept(&is_kept);
    let n_signatures: usize = readings.iter().map(|reading| reading.signatures.len()).sum();
    let n_kept = is_kept.iter().filter(|is_kept| **is_kept).count();
    let of_them = if n_kept > 0 { format!(" ({n_kept} as kept)") } else { String::new() };
    observer.end(&format!("{} documents{of_them}, {n_signatures} signatures", readings.len()));

    observer.begin("link", 0);
    let original_of = collate::run(&mut readings, &mut issues);
    let signings: Vec<(usize, usize)> = (0..readings.len())
        .filter(|index| original_of[*index] == *index)
        .flat_map(|index| (0..readings[index].signatures.len()).map(move |signature| (index, signature)))
        .collect();
    let ids_of = signature_ids(&readings);
    let aliases = aliases(&readings, &original_of, &ids_of, &signings);
    let signature_ids: Vec<SignatureId> =
        signings.iter().map(|(reading, signature)| ids_of[*reading][*signature]).collect();
    let decisions = decisions(&places.curation, |id| aliases.get(&id).map(|signing| signature_ids[*signing]))
        .unpack(&mut issues);
    let rows = rows(&readings, &signings, &signature_ids);
    let key = inputs::key_of_linkage(config, inputs, &rows, &decisions.pairs);
    let linked = kept.linkage(&key).unwrap_or_else(|| {
        let linked = link::run(&rows, &decisions.pairs, &config.link, reference);
        kept.keep_linkage(key, &linked);
        linked
    });
    let linkage = linked.unpack(&mut issues);
    observer.end(&format!("{} entities, {} scored pairs", linkage.entities.len(), linkage.links.len()));

    let known = registry(places, &signature_ids, &aliases).unpack(&mut issues);
    let registry::Assigned { mut linkage, registry, churn } =
        registry::assign(&known, &signature_ids, &aliases, linkage);
    issues.extend(describe(&mut linkage, &decisions, &registry, &signature_ids, &aliases, reference));
    let asked = curated(&places.curation, withdrawals::FILE, withdrawals::read).unpack(&mut issues);
    let signing_of = |id: SignatureId| {
        let counted = signature_ids.iter().position(|known| *known == id);
        counted.or_else(|| aliases.get(&id).copied())
    };
    let current = |id: EntityId| registry.current(id);
    let withdrawn = withdrawals::resolve(&asked, &linkage, signing_of, current).unpack(&mut issues);
    Ok(Corpus {
        readings,
        original_of,
        signings,
        signature_ids,
        aliases,
        linkage,
        registry,
        churn,
        issues,
        withdrawn,
    })
}

/// Decisions about signatures that are there, by their own ids: `own_id` leads from further ids to those.
fn decisions(curation: &Path, own_id: impl Fn(SignatureId) -> Option<SignatureId>) -> Outcome<Decisions> {
    let mut outcome = curated(curation, "decisions.csv", link::decisions::read);
    for decision in &mut outcome.value.pairs {
        decision.left = own_id(decision.left).unwrap_or(decision.left);
        decision.right = own_id(decision.right).unwrap_or(decision.right);
    }
    outcome
}

/// The signatures that count, as linking needs them.
fn rows<'a>(
    readings: &'a [Reading],
    signings: &[(usize, usize)],
    signature_ids: &[SignatureId],
) -> Vec<Signing<'a>> {
    signings
        .iter()
        .zip(signature_ids)
        .map(|((reading, at), id)| {
            let signature = &readings[*reading].signatures[*at];
            Signing {
                id: *id,
                letter: u32::try_from(*reading).unwrap_or(u32::MAX),
                kind: signature.kind,
                name: &signature.name,
                acronym: signature.acronym.as_deref(),
                // Of several, the one that is printed first.
                affiliation: signature.affiliation.as_deref().and_then(|names| names.split("; ").next()),
                descriptor: signature.descriptor.as_deref(),
                country: signature.country.as_ref().and_then(|country| country.country()),
                position: signature.position,
            }
        })
        .collect()
}

/// Scores pairs of signings of a corpus, with all their evidence, whatever they weigh: linking is run again.
/// What is of one record or of two kinds has no score.
pub fn explained(
    config: &Config,
    places: &Places,
    reference: &Reference,
    corpus: &Corpus,
    asked: Vec<(usize, usize)>,
) -> Vec<Link> {
    let own_id = |id| corpus.aliases.get(&id).map(|signing| corpus.signature_ids[*signing]);
    let decisions = decisions(&places.curation, own_id).value;
    let rows = rows(&corpus.readings, &corpus.signings, &corpus.signature_ids);
    link::run_asked(&rows, &decisions.pairs, &config.link, reference, |_| asked).value.1
}

/// Gives entities the names and countries that people decided.
fn describe(
    linkage: &mut Linkage,
    decisions: &Decisions,
    registry: &Registry,
    signature_ids: &[SignatureId],
    aliases: &BTreeMap<SignatureId, usize>,
    reference: &Reference,
) -> Vec<Issue> {
    let signing_of: FxHashMap<SignatureId, usize> = match decisions.descriptions.is_empty() {
        true => FxHashMap::default(),
        false => signature_ids.iter().enumerate().map(|(signing, id)| (*id, signing)).collect(),
    };
    let place_of: FxHashMap<EntityId, usize> =
        linkage.entities.iter().enumerate().map(|(place, entity)| (entity.id, place)).collect();
    let entity_of = linkage.entity_of.clone();
    let find = |subject| match subject {
        Subject::Signature(id) => {
            let signing = signing_of.get(&id).or_else(|| aliases.get(&id))?;
            entity_of.get(*signing).copied()
        }
        Subject::Entity(id) => place_of.get(&registry.current(id)?).copied(),
    };
    let is_country = |code| reference.countries.get(code).is_some();
    link::descriptions::describe(linkage, &decisions.descriptions, find, is_country)
}

/// The registry as the last build left it.
fn registry(
    places: &Places,
    signature_ids: &[SignatureId],
    aliases: &BTreeMap<SignatureId, usize>,
) -> Outcome<Registry> {
    let mut outcome = match store::curated(&places.curation, REGISTRY) {
        None => Outcome::default(),
        Some((path, Ok(text))) => registry::read(&text, &path),
        Some((path, Err(reason))) => Outcome {
            value: Registry::default(),
            issues: vec![Issue::new(IssueCode::InvalidRegistry, &path, reason)],
        },
    };
    if places.is_foreign {
        let held: FxHashSet<SignatureId> =
            outcome.value.entities.values().flat_map(|known| known.signatures.iter().copied()).collect();
        if !signature_ids.iter().chain(aliases.keys()).any(|id| held.contains(id)) {
            outcome.value = Registry::default();
        }
    }
    outcome
}

/// Further ids of signatures: those that copies of their letters give them. Which document of a letter comes
/// first may change when one is added.
fn aliases(
    readings: &[Reading],
    original_of: &[usize],
    ids: &[Vec<SignatureId>],
    signings: &[(usize, usize)],
) -> BTreeMap<SignatureId, usize> {
    let mut first: FxHashMap<usize, usize> = FxHashMap::default();
    for (signing, (reading, _)) in signings.iter().enumerate() {
        first.entry(*reading).or_insert(signing);
    }
    let mut aliases = BTreeMap::new();
    for (copy, original) in original_of.iter().copied().enumerate().filter(|(copy, of)| copy != of) {
        let Some(first) = first.get(&original) else { continue };
        let texts = |reading: usize| numbered(readings[reading].signatures.iter().map(|s| s.name.as_str()));
        let known: FxHashMap<(&str, usize), usize> =
            texts(original).into_iter().enumerate().map(|(at, text)| (text, at)).collect();
        for (text, id) in texts(copy).iter().zip(&ids[copy]) {
            if let Some(at) = known.get(text) {
                aliases.insert(*id, first + at);
            }
        }
    }
    aliases
}

/// Texts, each with how often it stood before and itself.
fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut ordinals: FxHashMap<&str, usize> = FxHashMap::default();
    texts
        .map(|text| {
            let ordinal = ordinals.entry(text).or_default();
            *ordinal += 1;
            (text, *ordinal)
        })
        .collect()
}

/// What is read from all documents, and for each whether it was kept from an earlier build.
fn readings(
    config: &Config,
    inputs: &Inputs,
    kept: &Kept,
    reference: &Reference,
    observer: &dyn Observer,
) -> (Vec<Reading>, Vec<bool>) {
    let rules = inputs::rules_of_reading(config, inputs);
    let all: Vec<(Reading, Option<(Key, Cow<[u8]>)>, bool)> = inputs
        .documents
        .par_iter()
        .map(|input| {
            let key = |sha256: &str| {
                inputs::key_of_reading(&rules, &input.file.path, sha256, input.sidecar.as_ref())
            };
            let as_kept = input.sha256.as_ref().ok().map(|sha256| key(sha256)).and_then(|key| {
                let (reading, bytes) = kept.reading(&key)?;
                Some((reading, Some((key, Cow::Borrowed(bytes))), true))
            });
            let result = as_kept.unwrap_or_else(|| {
                let bytes = store::read(&input.file.location, config.read.max_bytes);
                let reading = read_with(&input.file.path, &bytes, input.sidecar.clone(), config, reference);
                let is_readable = bytes.error.is_none() && kept.folder().is_some();
                let entry = is_readable.then(|| (key(&bytes.sha256), Cow::Owned(kept::encode(&reading))));
                (reading, entry, false)
            });
            observer.step();
            result
        })
        .collect();
    let entries: Vec<(Key, &[u8])> = all
        .iter()
        .filter_map(|(_, entry, _)| entry.as_ref().map(|(key, bytes)| (*key, bytes.as_ref())))
        .collect();
    kept.keep_readings(&entries);
    drop(entries);
    all.into_iter().map(|(reading, _, is_kept)| (reading, is_kept)).unzip()
}

/// One document through read, segment, parse and normalize.
pub fn read(file: &InputFile, bytes: &Bytes, config: &Config, reference: &Reference) -> Reading {
    read_with(&file.path, bytes, store::sidecar(file), config, reference)
}

fn read_with(
    path: &str,
    bytes: &Bytes,
    sidecar: Option<Written>,
    config: &Config,
    reference: &Reference,
) -> Reading {
    let mut issues = Vec::new();
    let text = match &bytes.error {
        Some(error) => {
            issues.push(Issue::new(IssueCode::UnreadableFile, path, error.clone()));
            None
        }
        None => match &bytes.members {
            Some(members) => folder(path, members, &config.read).unpack(&mut issues),
            None => formats::run(path, &bytes.content, &config.read).unpack(&mut issues),
        },
    };
    let sidecar = match sidecar {
        Some((path, Ok(text))) => sidecar::read(&path, &text, &mut issues),
        Some((path, Err(reason))) => {
            issues.push(Issue::new(IssueCode::InvalidSidecar, &path, reason));
            sidecar::Sidecar::default()
        }
        None => sidecar::Sidecar::default(),
    };
    let mut document = Document {
        id: DocumentId::of(&[path]),
        path: path.to_owned(),
        media_type: None,
        encoding: None,
        language: None,
        sha256: bytes.sha256.clone(),
        bytes: bytes.n_bytes,
        n_lines: 0,
        role: Role::Unreadable,
        source_title: sidecar.source.title.clone(),
        source_publisher: sidecar.source.publisher.clone(),
        source_url: sidecar.source.url.clone(),
        source_date: sidecar.source.date.clone(),
        source_licence: sidecar.source.licence.clone(),
    };
    let Some(text) = text else {
        return Reading::unreadable(document, issues);
    };
    let mut segmented = segment::run(path, &text, &sidecar.stated(), reference).unpack(&mut issues);
    sidecar::apply(&sidecar, &mut segmented);
    let mut parsed = parse::run(path, &segmented.sections, reference).unpack(&mut issues);
    normalize::run(path, &mut parsed.signatures, reference).unpack(&mut issues);

    document.media_type = Some(text.media_type);
    document.encoding = Some(text.encoding);
    document.n_lines = text.n_lines;
    document.language = segmented.language;
    document.role = segmented.role;
    let mut notes = parsed.notes;
    notes.extend(segmented.notes);
    notes.sort_by_key(|note| (note.line.place.part, note.line.place));
    Reading {
        is_id_stated: segmented.role == Role::Letter && sidecar.id.is_some(),
        letter_id: (segmented.role == Role::Letter).then(|| sidecar::letter_id(&sidecar, path)),
        document,
        letter: segmented.letter,
        sections: segmented.sections,
        n_block_lines: segmented.n_block_lines,
        signatures: parsed.signatures,
        notes,
        layouts: parsed.layouts,
        claims: segmented.claims,
        mentions: segmented.mentions,
        issues,
    }
}

/// A folder of one file for each signatory; what cannot be read of it is an issue.
fn folder(
    path: &str,
    members: &[(String, Bytes)],
    settings: &formats::ReadSettings,
) -> Outcome<Option<crate::model::Text>> {
    let unreadable = members.iter().filter_map(|(name, bytes)| {
        let error = bytes.error.clone()?;
        Some(Issue::new(IssueCode::UnreadableFile, &format!("{path}/{name}"), error))
    });
    let mut issues: Vec<Issue> = unreadable.collect();
    let readable: Vec<formats::folder::Member> = members
        .iter()
        .filter(|(_, bytes)| bytes.error.is_none())
        .map(|(name, bytes)| formats::folder::Member { name, bytes: &bytes.content })
        .collect();
    let value = formats::folder::run(path, &readable, settings).unpack(&mut issues);
    Outcome { value, issues }
}

/// Ids from what is printed: the letter, the text, and the ordinal among equal texts of the letter.
fn signature_ids(readings: &[Reading]) -> Vec<Vec<SignatureId>> {
    readings
        .par_iter()
        .map(|reading| {
            let letter = reading.letter_id.map(|id| id.to_string()).unwrap_or_default();
            let id = |text: &str, ordinal: usize| SignatureId::of(&[&letter, text, &ordinal.to_string()]);
            let texts = reading.signatures.iter().map(|signature| signature.text.as_str());
            numbered(texts).into_iter().map(|(text, ordinal)| id(text, ordinal)).collect()
        })
        .collect()
}

/// The reference data with what people decided about countries, in the configuration and in the folder of
/// curation.
pub fn reference(config: &Config, curation: &Path) -> Outcome<Reference> {
    let mut reference = Reference::builtin();
    reference.countries.decide(config.countries.decided());
    let decided = curated(curation, "countries.csv", countries::read_decided);
    reference.countries.decide(decided.value);
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

//! The run, on one screen: read, segment, parse, normalize, link, tabulate, publish.

use crate::config::{Config, GateSettings};
use crate::link::descriptions::Subject;
use crate::link::{self, Decisions, Signing};
use crate::model::{
    Corpus, CountryMethod, Document, DocumentId, EntityId, Issue, IssueCode, LineFate, Linkage, Outcome,
    Reading, Registry, Role, SignatureId,
};
use crate::publish::{self, PublishError};
use crate::reference::{Reference, countries};
use crate::store::{self, Bytes, InputFile};
use crate::tables::{self, Dataset};
use crate::{collate, formats, normalize, parse, registry, segment, sidecar};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
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
    observer: &dyn Observer,
) -> Result<(Corpus, Dataset), BuildError> {
    let reference = reference(config, &places.curation);
    let corpus = corpus(config, places, &reference, observer)?;
    let reference = reference.value;
    check_lines(&corpus)?;
    check_registry(&corpus)?;

    observer.begin("tabulate", 0);
    let dataset = tables::run(&corpus, &config.tables, &reference);
    observer.end(&format!("{} entities", dataset.entities.len()));
    check_gates(&corpus, &config.gates)?;

    observer.begin("publish", 0);
    // Ids are remembered when they are published, and not before.
    let remembered = match keeps_registry(places, &corpus) {
        true => {
            Some(publish::Aside::write(&places.curation.join(REGISTRY), &registry::render(&corpus.registry))?)
        }
        false => None,
    };
    let notes = publish::run(&dataset, &config.dataset, config.output.xlsx_rows, &places.output)?;
    if let Some(remembered) = remembered {
        remembered.swap_in()?;
    }
    observer.end(&notes.join(" "));
    Ok((corpus, dataset))
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
    let (files, mut issues) = store::documents(&places.raw)
        .map_err(|source| BuildError::Input { path: places.raw.display().to_string(), source })?;

    issues.extend(reference.issues.iter().cloned());
    let reference = &reference.value;

    observer.begin("read", files.len());
    let mut readings: Vec<Reading> = files
        .par_iter()
        .map(|file| {
            let reading = read(file, &store::read(&file.location, config.read.max_bytes), config, reference);
            observer.step();
            reading
        })
        .collect();
    let n_signatures: usize = readings.iter().map(|reading| reading.signatures.len()).sum();
    observer.end(&format!("{} documents, {n_signatures} signatures", readings.len()));

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
    let mut decisions = curated(&places.curation, "decisions.csv", link::decisions::read).unpack(&mut issues);
    for decision in &mut decisions.pairs {
        for id in [&mut decision.left, &mut decision.right] {
            *id = aliases.get(id).map_or(*id, |signing| signature_ids[*signing]);
        }
    }
    let rows: Vec<Signing> = signings
        .iter()
        .zip(&signature_ids)
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
        .collect();
    let linkage = link::run(&rows, &decisions.pairs, &config.link, reference).unpack(&mut issues);
    observer.end(&format!("{} entities, {} scored pairs", linkage.entities.len(), linkage.links.len()));

    let known = registry(places, &signature_ids, &aliases).unpack(&mut issues);
    let registry::Assigned { mut linkage, registry, churn } =
        registry::assign(&known, &signature_ids, &aliases, linkage);
    issues.extend(describe(&mut linkage, &decisions, &registry, &signature_ids, &aliases, reference));
    Ok(Corpus { readings, original_of, signings, signature_ids, linkage, registry, churn, issues })
}

/// Gives entities the names and countries that people decided.
fn describe(
    linkage: &mut Linkage,
    decisions: &Decisions,
    registry: &Registry,
    signature_ids: &[SignatureId],
    aliases: &FxHashMap<SignatureId, usize>,
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
    aliases: &FxHashMap<SignatureId, usize>,
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
) -> FxHashMap<SignatureId, usize> {
    let mut first: FxHashMap<usize, usize> = FxHashMap::default();
    for (signing, (reading, _)) in signings.iter().enumerate() {
        first.entry(*reading).or_insert(signing);
    }
    let mut aliases = FxHashMap::default();
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

/// One document through read, segment, parse and normalize.
pub fn read(file: &InputFile, bytes: &Bytes, config: &Config, reference: &Reference) -> Reading {
    let mut issues = Vec::new();
    let path = file.path.as_str();
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
    let sidecar = match store::sidecar(file) {
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

/// A registry that cannot be read in full stops the build.
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

fn check_gates(corpus: &Corpus, gates: &GateSettings) -> Result<(), BuildError> {
    // A copy is not counted twice.
    let readings = || {
        let numbered = corpus.readings.iter().enumerate();
        numbered.filter(|(index, _)| corpus.original_of[*index] == *index).map(|(_, reading)| reading)
    };
    let n_letters = readings().filter(|reading| reading.letter.is_some()).count();
    let n_signatures = corpus.signings.len();
    let notes = || readings().flat_map(|reading| &reading.notes).filter(|note| note.is_of_section);
    let rejected = share(notes().filter(|note| note.fate == LineFate::Rejected).count(), notes().count());
    let n_unreadable = readings().filter(|reading| reading.document.role == Role::Unreadable).count();
    let unreadable = share(n_unreadable, readings().count());
    let printed = || (0..n_signatures).filter_map(|signing| corpus.signature(signing).country.as_ref());
    let is_unresolved = |method| matches!(method, CountryMethod::Unresolved | CountryMethod::Ambiguous);
    let unresolved =
        share(printed().filter(|country| is_unresolved(country.method)).count(), printed().count());
    let largest = corpus.linkage.entities.iter().map(|entity| entity.signings.len()).max().unwrap_or(0);

    let mut broken = Vec::new();
    let mut at_least = |key: &str, value: usize, bound: usize| {
        if value < bound {
            broken.push(format!("{value} is below gates.{key}, {bound}"));
        }
    };
    at_least("min_letters", n_letters, gates.min_letters);
    at_least("min_signatures", n_signatures, gates.min_signatures);
    let mut at_most = |key: &str, value: f64, bound: f64| {
        if value > bound {
            broken.push(format!("{value:.4} is above gates.{key}, {bound}"));
        }
    };
    at_most("max_rejected_share", rejected, gates.max_rejected_share);
    at_most("max_unreadable_share", unreadable, gates.max_unreadable_share);
    at_most("max_unresolved_countries", unresolved, gates.max_unresolved_countries);
    let churn = corpus.churn;
    if churn.share() > gates.max_churn {
        broken.push(format!(
            "of {} ids of the last edition {} would be redirected, {} split and {} removed: {:.4} is above \
             gates.max_churn, {}",
            churn.n_former,
            churn.n_merged,
            churn.n_split,
            churn.n_removed,
            churn.share(),
            gates.max_churn
        ));
    }
    if largest > gates.max_cluster {
        broken.push(format!("{largest} is above gates.max_cluster, {}", gates.max_cluster));
    }
    if broken.is_empty() { Ok(()) } else { Err(BuildError::Gates { broken }) }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

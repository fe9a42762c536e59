//! Documents one by one, in parallel: read, segment, parse, normalize, or as an earlier build kept them.

use crate::config::Config;
use crate::model::{Document, DocumentId, Issue, IssueCode, Outcome, Reading, Role, Text};
use crate::pipeline::Observer;
use crate::pipeline::inputs::{self, Inputs};
use crate::pipeline::kept::{self, Kept};
use crate::reference::Reference;
use crate::store::pack::Key;
use crate::store::{self, Bytes, InputFile, Written};
use crate::{formats, normalize, parse, segment, sidecar};
use rayon::prelude::*;
use std::borrow::Cow;

/// What is read from all documents, and for each whether it was kept from an earlier build.
pub fn run(
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
                let bytes = input.file.read(config.read.max_bytes);
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
) -> Outcome<Option<Text>> {
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

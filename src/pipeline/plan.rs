//! What a build would do, and why, without doing it.

use crate::config::Config;
use crate::pipeline::inputs::{self, CODE, Input, Inputs, as_value};
use crate::pipeline::kept::{Kept, Published};
use crate::pipeline::{BuildError, Places};
use crate::{publish, store, vocabulary};
use std::collections::BTreeSet;

vocabulary! {
    /// What a build would do with something.
    pub enum Action {
        /// Read it again.
        Read = "read",
        /// Drop what was made of it.
        Drop = "drop",
        /// Link all signatories again, where what was read of them differs.
        Link = "link",
        /// Write the dataset, where it differs.
        Publish = "publish",
    }
}

/// A step that a build would take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What would be done.
    pub action: Action,
    /// With what: a document, or nothing for all.
    pub path: String,
    /// Why, in words.
    pub why: String,
}

/// The steps that a build would take: none when what is published is what the inputs give.
///
/// # Errors
/// When the input folder cannot be listed.
pub fn plan(config: &Config, places: &Places) -> Result<Vec<Step>, BuildError> {
    let inputs = Inputs::take(config, places)?;
    let kept = Kept::open(places.state.as_deref());
    let fingerprint = store::hexadecimal(&inputs.fingerprint(config, places));
    let last = kept.published.clone();
    let is_same = last.as_ref().is_some_and(|last| last.fingerprint == fingerprint);
    let is_intact = last.as_ref().is_some_and(|last| publish::is_intact(&places.output, &last.sums));
    if is_same && is_intact {
        return Ok(Vec::new());
    }
    let kept = kept.with_readings();
    let rules = inputs::rules_of_reading(config, &inputs);
    let last = last.unwrap_or_default();
    let changed = changes(config, &inputs, &last);
    let now = inputs.hashes();
    let mut steps: Vec<Step> = inputs
        .documents
        .iter()
        .filter(|input| {
            let key = input.sha256.as_ref().ok().map(|sha256| {
                inputs::key_of_reading(&rules, &input.file.path, sha256, input.sidecar.as_ref())
            });
            !key.is_some_and(|key| kept.has_reading(&key))
        })
        .map(|input| Step {
            action: Action::Read,
            path: input.file.path.clone(),
            why: why_read(input, now.get(&input.file.path), &last, &changed),
        })
        .collect();
    let there: BTreeSet<&str> = inputs.documents.iter().map(|input| input.file.path.as_str()).collect();
    let gone = last.documents.keys().filter(|path| !there.contains(path.as_str()));
    steps.extend(gone.map(|path| Step {
        action: Action::Drop,
        path: path.clone(),
        why: "it is no longer there".to_owned(),
    }));
    let why = match () {
        () if is_same => "the output is not what was published".to_owned(),
        () if !changed.is_empty() => changed.join(", "),
        () if steps.is_empty() => "other things in the input folder changed".to_owned(),
        () => "documents changed".to_owned(),
    };
    steps.extend([Action::Link, Action::Publish].map(|action| Step {
        action,
        path: String::new(),
        why: why.clone(),
    }));
    Ok(steps)
}

/// What changed besides documents, in words.
fn changes(config: &Config, inputs: &Inputs, last: &Published) -> Vec<String> {
    if last.fingerprint.is_empty() {
        return vec!["nothing is kept of an earlier build".to_owned()];
    }
    let mut changed = Vec::new();
    if last.code != CODE {
        changed.push("the program changed".to_owned());
    }
    let (now, before) = (as_value(config), &last.config);
    let sections = now.as_object().into_iter().flatten();
    changed.extend(
        sections
            .filter(|(section, value)| before.get(section.as_str()) != Some(*value))
            .map(|(section, _)| format!("[{section}] changed")),
    );
    let names: BTreeSet<&String> = inputs.curation.keys().chain(last.curation.keys()).collect();
    changed.extend(
        names
            .into_iter()
            .filter(|name| inputs.curation.get(*name) != last.curation.get(*name))
            .map(|name| format!("{name} of the folder of curation changed")),
    );
    changed
}

fn why_read(
    input: &Input,
    now: Option<&(String, Option<String>)>,
    last: &Published,
    changed: &[String],
) -> String {
    if let Err(error) = &input.sha256 {
        return error.clone();
    }
    match (last.documents.get(&input.file.path), now) {
        _ if last.fingerprint.is_empty() => "nothing is kept of it".to_owned(),
        (None, _) => "it is new".to_owned(),
        (Some((before, _)), Some((now, _))) if before != now => "it changed".to_owned(),
        (Some((_, before)), Some((_, now))) if before != now => "its sidecar changed".to_owned(),
        _ if changed.is_empty() => "nothing is kept of it".to_owned(),
        _ => changed.join(", "),
    }
}

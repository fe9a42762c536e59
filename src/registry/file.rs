//! `curation/registry.csv`: one line for one fact, sorted, so that versions compare and merge line by line.
//!
//! Columns: `entity_id`; `since`, the edition in which the id was first given; `fact`; and `id`, of what
//! the fact is about. A file that two branches wrote may hold the lines of both in any order: a signature
//! that two ids claim speaks for both. A file with a line that cannot be read is not used at all, since
//! to lose a part of it would be to rename the world.

use crate::model::{EntityId, Issue, IssueCode, Known, Outcome, Place, Registry, SignatureId};
use std::fmt::Write;

/// The head of the file.
const HEADER: &str = "entity_id,since,fact,id";
/// The entity has the signature.
const HOLDS: &str = "holds";
/// The id is no longer in use; its entity had the signature.
const HELD: &str = "held";
/// The id is no longer in use; this entity has most of its signatures.
const NOW: &str = "now";
/// This entity has others of its signatures.
const PART: &str = "part";
/// Lines that are reported one by one; a broken file has many.
const REPORTED: usize = 20;

/// Reads a registry. `path` is what issues name it by. With any issue, the registry is empty.
pub fn read(text: &str, path: &str) -> Outcome<Registry> {
    let mut registry = Registry::default();
    let mut issues = Vec::new();
    let mut is_headed = false;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        let problem = match line {
            "" => None,
            HEADER => {
                is_headed = true;
                None
            }
            _ if is_of_conflict(line) => {
                Some("A conflict of two versions is left here; keep the lines of both.".to_owned())
            }
            _ if !is_headed => Some(format!("The header `{HEADER}` is missing.")),
            line => add(&mut registry, line).err(),
        };
        if let Some(problem) = problem {
            let line_number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            issues.push(
                Issue::new(IssueCode::InvalidRegistry, path, problem)
                    .at(Place::line(line_number))
                    .quoting(line),
            );
            if issues.len() == REPORTED {
                break;
            }
        }
    }
    if !issues.is_empty() {
        return Outcome { value: Registry::default(), issues };
    }
    for (id, known) in &mut registry.entities {
        known.signatures.sort_unstable();
        known.signatures.dedup();
        if known.is_live {
            // Another branch merged it; where it belongs is seen when ids are given.
            known.parts.extend(known.now.take());
        }
        known.parts.sort_unstable();
        known.parts.dedup();
        known.parts.retain(|part| part != id && Some(*part) != known.now);
    }
    Outcome::clean(registry)
}

fn is_of_conflict(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark))
}

/// Adds the fact of one line.
fn add(registry: &mut Registry, line: &str) -> Result<(), String> {
    let fields: Vec<&str> = line.split(',').map(|field| field.trim().trim_matches('"')).collect();
    let [entity, since, fact, id] = fields[..] else {
        return Err(format!("The row has {} fields, separated by commas; 4 are needed.", fields.len()));
    };
    let entity: EntityId = entity.parse().map_err(|error| format!("{error}."))?;
    let since: u32 = match since.parse() {
        Ok(since) if since > 0 => since,
        _ => return Err(format!("`{since}` is no number of an edition, from 1.")),
    };
    let signature = || id.parse::<SignatureId>().map_err(|error| format!("{error}."));
    let other = || id.parse::<EntityId>().map_err(|error| format!("{error}."));
    let fresh = Known { since, ..Known::default() };
    let known = registry.entities.entry(entity).or_insert(fresh);
    known.since = known.since.min(since);
    match fact {
        HOLDS => {
            if !known.is_live {
                // Of two branches, one has it in use: what the other last saw of it is older.
                known.signatures.clear();
            }
            known.is_live = true;
            known.signatures.push(signature()?);
        }
        HELD => {
            let signature = signature()?;
            if !known.is_live {
                known.signatures.push(signature);
            }
        }
        NOW => {
            let other = other()?;
            known.now = Some(known.now.map_or(other, |known| known.min(other)));
        }
        PART => known.parts.push(other()?),
        _ => return Err(format!("`{fact}` is none of `{HOLDS}`, `{HELD}`, `{NOW}`, `{PART}`.")),
    }
    Ok(())
}

/// The text of a registry.
pub fn render(registry: &Registry) -> String {
    let n_rows: usize = registry.entities.values().map(|known| known.signatures.len() + 1).sum();
    let mut text = String::with_capacity((n_rows + 1) * 42);
    let _ = writeln!(text, "{HEADER}");
    for (id, known) in &registry.entities {
        let fact = if known.is_live { HOLDS } else { HELD };
        for signature in &known.signatures {
            let _ = writeln!(text, "{id},{},{fact},{signature}", known.since);
        }
        let others =
            known.now.iter().map(|now| (NOW, now)).chain(known.parts.iter().map(|part| (PART, part)));
        for (fact, other) in others {
            let _ = writeln!(text, "{id},{},{fact},{other}", known.since);
        }
    }
    text
}

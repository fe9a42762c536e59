//! `undersigned explain ID [ID]`: why a signature reads so, why two were or were not linked, how an entity
//! came together.

use super::print::harmless;
use super::{Context, Status, Stop};
use std::fmt::Write;
use undersigned::model::{Alpha2, Corpus, Entity, EntityId, Fate, Link, Signature, SignatureId};
use undersigned::pipeline;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Id of a signature (sig-…) or an entity (ent-…)
    #[arg(value_name = "ID")]
    id: String,
    /// Id of another signature, to tell of the pair
    #[arg(value_name = "ID")]
    other: Option<String>,
}

/// Reads the corpus anew and tells of what was asked for.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let ids: Vec<&str> = std::iter::once(&arguments.id).chain(&arguments.other).map(String::as_str).collect();
    for id in &ids {
        if id.parse::<SignatureId>().is_err() && id.parse::<EntityId>().is_err() {
            return Err(Stop::usage(format!("`{id}` is no id of a signature (sig-…) or an entity (ent-…)")));
        }
    }
    if ids.len() > 1
        && let Some(id) = ids.iter().find(|id| id.parse::<SignatureId>().is_err())
    {
        return Err(Stop::usage(format!(
            "`{id}` is an entity; a pair is two signatures (sig-…), and an entity is explained by its id alone"
        )));
    }
    let (config, places) = context.project(None, None)?;
    let reference = pipeline::reference(&config, &places.curation);
    let corpus = pipeline::corpus(&config, &places, &reference, &context.log)?;
    let signing = |id: &str| {
        let wanted = id.parse::<SignatureId>().ok();
        corpus
            .signature_ids
            .iter()
            .position(|known| Some(*known) == wanted)
            .ok_or_else(|| Stop::failed(format!("{id} is not in the corpus")))
    };
    let told = match ids.as_slice() {
        [left, right] => pair(&corpus, signing(left)?, signing(right)?),
        [id] if id.starts_with("ent-") => {
            let wanted = id.parse::<EntityId>().map_err(Stop::failed)?;
            self::former(&corpus, wanted)?
        }
        [id, ..] => signature(&corpus, signing(id)?),
        [] => Ok(String::new()),
    };
    let told = told.map_err(Stop::failed)?;
    std::io::Write::write_all(&mut std::io::stdout().lock(), told.as_bytes())?;
    Ok(Status::Done)
}

/// An entity, by an id that it has or had.
fn former(corpus: &Corpus, id: EntityId) -> Result<Result<String, std::fmt::Error>, Stop> {
    let known = corpus.registry.entities.get(&id);
    let Some(known) = known else { return Err(Stop::failed(format!("{id} is not in the corpus"))) };
    let name = |id: &EntityId| {
        let found = corpus.linkage.entities.binary_search_by_key(id, |entity| entity.id);
        let name = found.ok().and_then(|at| corpus.linkage.entities.get(at)).map(|entity| &entity.name);
        format!("{id} {}", harmless(name.map_or("", String::as_str)))
    };
    let parts: String = known.parts.iter().map(|part| format!("\n  {}", name(part))).collect();
    let told = match known.fate() {
        None => String::new(),
        Some(Fate::Split) => format!("{id} was split; some of its signatures are now of{parts}\n\n"),
        Some(Fate::Removed) => format!("{id} is no longer in use: none of its signatures is there\n"),
        Some(Fate::Merged) => {
            let now = known.now.as_ref().map(name).unwrap_or_default();
            let rest =
                if parts.is_empty() { parts } else { format!(", and some of its signatures of{parts}") };
            format!("{id} is no longer in use: it is now {now}{rest}\n\n")
        }
    };
    let place = corpus
        .registry
        .current(id)
        .and_then(|id| corpus.linkage.entities.binary_search_by_key(&id, |entity| entity.id).ok());
    Ok(match place.and_then(|place| corpus.linkage.entities.get(place)) {
        Some(entity) => self::entity(corpus, entity).map(|story| told + &story),
        None => Ok(told),
    })
}

fn signature(corpus: &Corpus, signing: usize) -> Result<String, std::fmt::Error> {
    let signature: &Signature = corpus.signature(signing);
    let reading = corpus.reading(signing);
    let mut out = String::new();
    writeln!(out, "{}", corpus.signature_ids[signing])?;
    let fate = reading.notes.iter().find(|note| note.line.place.line_start == signature.place.line_start);
    let mut field = |name: &str, value: &str| match value {
        "" => Ok(()),
        value => writeln!(out, "  {name:14} {}", harmless(value)),
    };
    field("printed", &signature.text)?;
    field("where", &format!("{}:{}", reading.document.path, signature.place.line_start))?;
    field("section", signature.section.as_deref().unwrap_or_default())?;
    field("layout", fate.map_or("", |note| note.reason.as_str()))?;
    field("kind", &signature.kind.to_string())?;
    field("name", &signature.name)?;
    field("compared as", &signature.name_normalized)?;
    field("acronym", signature.acronym.as_deref().unwrap_or_default())?;
    field("role", signature.role.as_deref().unwrap_or_default())?;
    field("affiliation", signature.affiliation.as_deref().unwrap_or_default())?;
    field("place", signature.place_name.as_deref().unwrap_or_default())?;
    if let Some(country) = &signature.country {
        let codes: Vec<&str> = country.codes.iter().map(|code| code.as_str()).collect();
        let printed = signature.country_text.as_deref().unwrap_or_default();
        let read =
            format!("{} from `{printed}` ({}, {:.2})", codes.join(";"), country.method, country.confidence);
        field("country", &read)?;
    }
    let entity = &corpus.linkage.entities[corpus.linkage.entity_of[signing]];
    field("entity", &format!("{} {}", entity.id, entity.name))?;
    Ok(out)
}

fn entity(corpus: &Corpus, entity: &Entity) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    writeln!(out, "{} {}", entity.id, harmless(&entity.name))?;
    writeln!(
        out,
        "  {}, confidence {:.4}, {} signatures:",
        entity.kind,
        entity.confidence,
        entity.signings.len()
    )?;
    for signing in &entity.signings {
        let signature = corpus.signature(*signing);
        let path = &corpus.reading(*signing).document.path;
        let line = signature.place.line_start;
        writeln!(out, "  {} {path}:{line} {}", corpus.signature_ids[*signing], harmless(&signature.text))?;
    }
    let inside = |signing: usize| entity.signings.binary_search(&signing).is_ok();
    let mut holding: Vec<&Link> = Vec::new();
    let mut near: Vec<&Link> = Vec::new();
    for link in &corpus.linkage.links {
        match (inside(link.left), inside(link.right)) {
            (true, true) => holding.push(link),
            (false, false) => {}
            _ => near.push(link),
        }
    }
    for (title, links) in [("held together by", holding), ("nearly joined", near)] {
        if !links.is_empty() {
            writeln!(out, "\n{title}")?;
        }
        for link in links {
            waterfall(&mut out, corpus, link)?;
        }
    }
    Ok(out)
}

fn pair(corpus: &Corpus, left: usize, right: usize) -> Result<String, std::fmt::Error> {
    let mut out = signature(corpus, left)?;
    out.push_str(&signature(corpus, right)?);
    let is_one = corpus.linkage.entity_of[left] == corpus.linkage.entity_of[right];
    writeln!(
        out,
        "\n{}",
        if is_one { "They are one entity: linked." } else { "They are different entities: not linked." }
    )?;
    // A link is between records, each named by its first signing; signings that say the same share one.
    let is_record = |first: usize, signing: usize| {
        let (a, b) = (corpus.signature(first), corpus.signature(signing));
        a.kind == b.kind
            && a.name_normalized == b.name_normalized
            && codes(a) == codes(b)
            && a.affiliation == b.affiliation
    };
    let links: Vec<&Link> = corpus
        .linkage
        .links
        .iter()
        .filter(|link| {
            (is_record(link.left, left) && is_record(link.right, right))
                || (is_record(link.left, right) && is_record(link.right, left))
        })
        .collect();
    if links.is_empty() && is_record(left, right) {
        writeln!(out, "They are the same record: name, kind, country and affiliation are equal.")?;
    } else if links.is_empty() && is_one {
        let id = corpus.linkage.entities[corpus.linkage.entity_of[left]].id;
        writeln!(out, "They are joined by way of others: see `undersigned explain {id}`.")?;
    } else if links.is_empty() {
        writeln!(
            out,
            "No pair of theirs came near: they share no rare word, or their weight is below link.near_miss."
        )?;
    }
    for link in links {
        waterfall(&mut out, corpus, link)?;
    }
    Ok(out)
}

fn codes(signature: &Signature) -> &[Alpha2] {
    signature.country.as_ref().map_or(&[], |country| &country.codes)
}

/// A link as its evidence, bit by bit.
fn waterfall(out: &mut String, corpus: &Corpus, link: &Link) -> std::fmt::Result {
    let bits = |millibits: i32| f64::from(millibits) / 1000.0;
    let (left, right) = (corpus.signature(link.left), corpus.signature(link.right));
    writeln!(out, "  {} = {}", harmless(&left.name), harmless(&right.name))?;
    for item in &link.evidence {
        let length = (bits(item.millibits).abs().round() as usize).min(30);
        let bar = if item.millibits < 0 { "-" } else { "+" }.repeat(length);
        writeln!(
            out,
            "    {:+8.3} bits  {:16} {bar:30} {}",
            bits(item.millibits),
            item.kind.to_string(),
            harmless(&item.detail)
        )?;
    }
    writeln!(
        out,
        "    {:+8.3} bits in all, probability {:.4}: {} by {}; {}",
        bits(link.millibits),
        link.probability,
        link.decision,
        link.by,
        harmless(&link.why),
    )
}

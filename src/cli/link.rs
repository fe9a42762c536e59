//! `undersigned link TABLE -o OUT`: deduplicate the signatories of an existing table.

use super::{Context, Status, Stop, stated_kind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use undersigned::link::{self, Signing};
use undersigned::model::{Alpha2, Kind, SignatureId};
use undersigned::normalize;
use undersigned::reference::Reference;
use undersigned::store::frame;

/// Arguments of `link`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// CSV or Parquet with columns signature_id, letter_id, name and, where present, kind, affiliation, country
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// CSV or Parquet that is written: signature_id, entity_id, probability
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
}

/// Links with the engine and the settings of `build`.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    frame::check_output(&arguments.output)?;
    let (config, reference) = context.reference()?;
    let table = Table::read(&arguments.table, &reference)?;
    let signings = table.signings();
    let outcome = link::entities(&signings, &[], &config.link, &reference);
    for issue in &outcome.issues {
        context.log.issue(issue);
    }
    let linkage = outcome.value;
    let entities: Vec<String> =
        linkage.entity_of.iter().map(|entity| linkage.entities[*entity].id.to_string()).collect();
    frame::write(
        &arguments.output,
        ["signature_id", "entity_id", "probability"],
        [&table.ids, &entities],
        &linkage.link_probability,
    )?;
    let n_entities = linkage.entities.len();
    context.log.message(&format!(
        "{} rows, {n_entities} entities, written to {}",
        table.ids.len(),
        arguments.output.display()
    ));
    Ok(Status::Done)
}

/// A table of signatories.
#[derive(Debug)]
pub struct Table {
    /// Ids of the rows, as they stand there.
    pub ids: Vec<String>,
    letters: Vec<u32>,
    names: Vec<String>,
    kinds: Vec<Kind>,
    affiliations: Option<Vec<String>>,
    countries: Option<Vec<Option<Alpha2>>>,
}

impl Table {
    /// Reads a table.
    pub fn read(path: &Path, reference: &Reference) -> Result<Self, Stop> {
        let (needed, optional) =
            frame::read(path, &["signature_id", "letter_id", "name"], &["kind", "affiliation", "country"])?;
        let wrong = || Stop::failed("three columns were asked for");
        let [ids, letters, names] = <[Vec<String>; 3]>::try_from(needed).map_err(|_| wrong())?;
        let [stated, affiliations, countries] =
            <[Option<Vec<String>>; 3]>::try_from(optional).map_err(|_| wrong())?;
        check_unique(&ids)?;
        let cell = |column: &Option<Vec<String>>, row: usize| {
            column.as_ref().map_or(String::new(), |column| column[row].clone())
        };
        let kinds = (0..ids.len())
            .into_par_iter()
            .map(|row| kind(&cell(&stated, row), &names[row], &cell(&affiliations, row), reference))
            .collect();
        let countries = countries.as_ref().map(|texts| resolved(texts, reference));
        let letters = numbered(&letters);
        Ok(Self { ids, letters, names, kinds, affiliations, countries })
    }

    /// The rows as linking needs them.
    pub fn signings(&self) -> Vec<Signing<'_>> {
        (0..self.ids.len())
            .into_par_iter()
            .map(|row| Signing {
                id: SignatureId::of(&["table", &self.ids[row]]),
                letter: self.letters[row],
                kind: self.kinds[row],
                name: &self.names[row],
                acronym: None,
                affiliation: self
                    .affiliations
                    .as_ref()
                    .map(|column| column[row].as_str())
                    .filter(|text| !text.is_empty()),
                descriptor: None,
                country: self.countries.as_ref().and_then(|codes| codes[row]),
                position: u32::try_from(row).unwrap_or(u32::MAX),
            })
            .collect()
    }
}

/// The kind that the table states, else the one that the name tells.
fn kind(stated: &str, name: &str, affiliation: &str, reference: &Reference) -> Kind {
    match stated_kind(stated) {
        Some(kind) if kind != Kind::Unknown => kind,
        _ => normalize::kind::judge(name, affiliation, reference).kind,
    }
}

fn check_unique(ids: &[String]) -> Result<(), Stop> {
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    for (row, id) in ids.iter().enumerate() {
        if let Some(first) = seen.insert(id, row) {
            return Err(Stop::failed(format!(
                "signature_id `{id}` stands in rows {} and {}; each row needs its own",
                first + 1,
                row + 1
            )));
        }
    }
    Ok(())
}

/// Letters by number, in the order of their ids.
fn numbered(letters: &[String]) -> Vec<u32> {
    let mut known: Vec<&str> = letters.iter().map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    letters
        .iter()
        .map(|letter| {
            u32::try_from(known.partition_point(|other| *other < letter.as_str())).unwrap_or(u32::MAX)
        })
        .collect()
}

/// The countries that texts name; each text is read once. In a column of nothing but codes, `CA` is Canada
/// and not California.
fn resolved(texts: &[String], reference: &Reference) -> Vec<Option<Alpha2>> {
    let mut known: Vec<&str> = texts.iter().map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    let are_codes = known.iter().all(|text| text.is_empty() || Alpha2::new(text).is_some());
    let code = |text: &&str| {
        Alpha2::new(text)
            .filter(|code| are_codes && reference.countries.get(*code).is_some())
            .or_else(|| normalize::country::resolve_value(text, reference).country())
    };
    let codes: Vec<Option<Alpha2>> = known.par_iter().map(code).collect();
    texts.iter().map(|text| codes[known.partition_point(|other| *other < text.as_str())]).collect()
}

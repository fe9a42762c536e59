//! `undersigned link TABLE -o OUT`: deduplicate the signatories of an existing table.

use super::{Context, Status, Stop, stated_kind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use undersigned::link::{self, Signing};
use undersigned::model::{Alpha2, Kind, SignatureId};
use undersigned::normalize;
use undersigned::reference::Reference;
use undersigned::store::frame::{self, Texts};

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
    let mut entities = Texts::default();
    for entity in &linkage.entity_of {
        entities.push(&linkage.entities[*entity].id.to_string());
    }
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
    pub ids: Texts,
    letters: Vec<u32>,
    names: Texts,
    kinds: Vec<Kind>,
    affiliations: Option<Texts>,
    countries: Option<Vec<Option<Alpha2>>>,
}

impl Table {
    /// Reads a table.
    pub fn read(path: &Path, reference: &Reference) -> Result<Self, Stop> {
        let (needed, optional) =
            frame::read(path, &["signature_id", "letter_id", "name"], &["kind", "affiliation", "country"])?;
        let wrong = || Stop::failed("three columns were asked for");
        let [ids, letters, names] = <[Texts; 3]>::try_from(needed).map_err(|_| wrong())?;
        let [stated, affiliations, countries] =
            <[Option<Texts>; 3]>::try_from(optional).map_err(|_| wrong())?;
        check_unique(&ids)?;
        let kinds = kinds(stated.as_ref(), &names, affiliations.as_ref(), reference);
        let countries = countries.as_ref().map(|texts| resolved(texts, reference));
        // Letters by number, in the order of their ids.
        let (_, letters) = letters.numbered();
        Ok(Self { ids, letters, names, kinds, affiliations, countries })
    }

    /// The rows as linking needs them.
    pub fn signings(&self) -> Vec<Signing<'_>> {
        (0..self.ids.len())
            .into_par_iter()
            .map(|row| Signing {
                id: SignatureId::of(&["table", self.ids.get(row)]),
                letter: self.letters[row],
                kind: self.kinds[row],
                name: self.names.get(row),
                acronym: None,
                affiliation: self
                    .affiliations
                    .as_ref()
                    .map(|column| column.get(row))
                    .filter(|text| !text.is_empty()),
                descriptor: None,
                country: self.countries.as_ref().and_then(|codes| codes[row]),
                position: u32::try_from(row).unwrap_or(u32::MAX),
            })
            .collect()
    }
}

/// For each row the kind that the table states, else the one that the name tells.
fn kinds(
    stated: Option<&Texts>,
    names: &Texts,
    affiliations: Option<&Texts>,
    reference: &Reference,
) -> Vec<Kind> {
    let (texts, number_of) = stated.map(Texts::numbered).unwrap_or_default();
    let known: Vec<Option<Kind>> =
        texts.into_iter().map(|text| stated_kind(text).filter(|kind| *kind != Kind::Unknown)).collect();
    let judged = |row: usize| {
        let affiliation = affiliations.map(|column| column.get(row)).unwrap_or_default();
        normalize::kind::judge(names.get(row), affiliation, reference).kind
    };
    let kind = |row: usize| number_of.get(row).and_then(|of| known[*of as usize]);
    (0..names.len()).into_par_iter().map(|row| kind(row).unwrap_or_else(|| judged(row))).collect()
}

fn check_unique(ids: &Texts) -> Result<(), Stop> {
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

/// The countries that texts name; each text is read once. In a column of nothing but codes, `CA` is Canada
/// and not California.
fn resolved(texts: &Texts, reference: &Reference) -> Vec<Option<Alpha2>> {
    let (known, number_of) = texts.numbered();
    let are_codes = known.iter().all(|text| text.is_empty() || Alpha2::new(text).is_some());
    let code = |text: &&str| {
        Alpha2::new(text)
            .filter(|code| are_codes && reference.countries.get(*code).is_some())
            .or_else(|| normalize::country::resolve_value(text, reference).country())
    };
    let codes: Vec<Option<Alpha2>> = known.par_iter().map(code).collect();
    number_of.into_iter().map(|of| codes[of as usize]).collect()
}

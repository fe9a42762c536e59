//! `entities`: the organizations and persons behind the signatures.

use jiff::civil::Date;

use crate::model::{Alpha2, EntityId, Kind};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, joined, optional, required, rounded};

table! {
    /// One row per organization or person: all signatures that are held to be of the same signatory, and
    /// the organizations that persons name as theirs.
    pub struct EntityRow in "entities", key(entity_id) {
        /// Identifier of the entity. It stays with the entity from release to release.
        entity_id: EntityId,
        /// Organization or person.
        kind: Kind,
        /// The name printed most often; of equally frequent ones, the one printed first; or the one that a
        /// person decided.
        name: String,
        /// The acronym printed most often. Empty: none is printed.
        acronym: Option<String>,
        /// The country printed most often, ISO 3166-1 alpha-2 code or `XK`. Empty: none is printed, or
        /// several equally often. `NA` is Namibia: tell your CSV reader. A person may decide otherwise.
        country: Option<Alpha2> => "countries",
        /// Region of the country by the UN M49 standard, such as `Africa`. Empty without a country.
        region: Option<String>,
        /// Subregion of the country by the UN M49 standard, such as `Sub-Saharan Africa`. Empty without a
        /// country.
        subregion: Option<String>,
        /// Letters signed.
        n_letters: i32,
        /// Signatures.
        n_signatures: i32,
        /// Ways in which the name is printed: rows of the table `names`.
        n_names: i32,
        /// Signatures of persons that name it as their organization.
        n_affiliations: i32,
        /// Date of the earliest letter signed; where only its month or year is known, the first day.
        /// Empty: no letter signed has a date.
        first_signed: Option<Date>,
        /// Date of the latest letter signed, likewise.
        last_signed: Option<Date>,
        /// Probability of the weakest link that holds the entity together, from 0 to 1; 1 for an entity
        /// that was printed in one way only.
        cluster_confidence: f64,
        /// What a person decided: `name`, `country`, or both, joined by `;`. Empty: nothing.
        decided: Option<String>,
    }
}

/// A row for every entity.
pub fn rows(source: &Source<'_>) -> Vec<EntityRow> {
    let linkage = &source.corpus.linkage;
    let mut n_names = vec![0_usize; linkage.entities.len()];
    for (entity, _) in source.names.keys() {
        n_names[*entity] += 1;
    }
    let mut n_affiliations = vec![0_usize; linkage.entities.len()];
    for entity in linkage.affiliation_of.iter().flatten() {
        n_affiliations[*entity] += 1;
    }
    linkage
        .entities
        .iter()
        .enumerate()
        .map(|(index, entity)| {
            let country = entity.country.and_then(|code| source.reference.countries.get(code));
            let letters = &source.letters_of[index];
            let dates = || letters.iter().filter_map(|letter| Some(source.letter(*letter)?.date?.0.date));
            EntityRow {
                entity_id: entity.id,
                kind: entity.kind,
                name: required(&entity.name),
                acronym: entity.acronym.as_deref().and_then(optional),
                country: entity.country,
                region: country.and_then(|country| optional(country.region)),
                subregion: country.and_then(|country| optional(country.subregion)),
                n_letters: int(letters.len()),
                n_signatures: int(entity.signings.len()),
                n_names: int(n_names[index]),
                n_affiliations: int(n_affiliations[index]),
                first_signed: dates().min(),
                last_signed: dates().max(),
                cluster_confidence: rounded(entity.confidence, 4),
                decided: joined(
                    [(entity.is_name_decided, "name"), (entity.is_country_decided, "country")]
                        .into_iter()
                        .filter_map(|(is_decided, what)| is_decided.then_some(what)),
                    ";",
                ),
            }
        })
        .collect()
}

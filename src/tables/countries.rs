//! `countries`: the countries that the other tables use.

use std::collections::BTreeSet;

use crate::model::Alpha2;
use crate::table;
use crate::tables::Source;
use crate::tables::cell::optional;

table! {
    /// One row per country that a signature or an entity names.
    pub struct CountryRow in "countries", key(alpha2) {
        /// ISO 3166-1 alpha-2 code, or `XK` for Kosovo. `NA` is Namibia: tell your CSV reader.
        alpha2: Alpha2,
        /// ISO 3166-1 alpha-3 code. Empty: the code is not assigned.
        alpha3: Option<String>,
        /// ISO 3166-1 numeric code, three digits, as text. Empty for Kosovo.
        numeric: Option<String>,
        /// English short name.
        name: String,
        /// Region by the UN M49 standard. Empty for Antarctica.
        region: Option<String>,
        /// Subregion by the UN M49 standard. Empty where the region has none.
        subregion: Option<String>,
        /// Intermediate region by the UN M49 standard, such as `Eastern Africa`. Empty for most.
        intermediate_region: Option<String>,
    }
}

/// A row for every country used.
pub fn rows(source: &Source<'_>) -> Vec<CountryRow> {
    let corpus = source.corpus;
    let mut used: BTreeSet<Alpha2> =
        corpus.linkage.entities.iter().filter_map(|entity| entity.country).collect();
    for signing in 0..corpus.signings.len() {
        used.extend(corpus.signature(signing).country.iter().flat_map(|country| &country.codes));
    }
    used.into_iter()
        .map(|alpha2| {
            let country = source.reference.countries.get(alpha2);
            CountryRow {
                alpha2,
                alpha3: country.and_then(|country| optional(country.alpha3)),
                numeric: country.and_then(|country| optional(country.numeric)),
                name: country.map_or_else(|| alpha2.to_string(), |country| country.name.to_owned()),
                region: country.and_then(|country| optional(country.region)),
                subregion: country.and_then(|country| optional(country.subregion)),
                intermediate_region: country.and_then(|country| optional(country.intermediate_region)),
            }
        })
        .collect()
}

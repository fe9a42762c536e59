//! The place that a few words of a name stand for.
//!
//! Two texts with the same canonical id name the same place: "korea" and "korean", "ohio" and "Ohio".
//! Countries come before states, states before cities, cities before demonyms.

use super::Known;
use crate::model::country::{Alpha2, CountryMethod};

/// What kind of place a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A country, or a territory that is often held for one.
    Country,
    /// A continent or another group of countries.
    Region,
    /// A state, a province, a constituent country.
    Subdivision,
    /// A city.
    City,
    /// The people or the adjective of a country.
    Demonym,
}

/// A place by one of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceMatch<'a> {
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// The country it is or lies in; several where the name has several homes.
    pub codes: &'a [Alpha2],
    /// Canonical id: the same for all names of one place, different for different places.
    pub canonical: &'a str,
}

/// See [`super::Countries::place_of`].
pub(super) fn place_of(known: Known<'_>) -> Option<PlaceMatch<'_>> {
    if let Some(meaning) = known.name() {
        let kind = match meaning.method {
            CountryMethod::Region
                if meaning.place.ends_with(":world") || meaning.place.ends_with(":regional") =>
            {
                return None;
            }
            CountryMethod::Region => PlaceKind::Region,
            CountryMethod::Subdivision => PlaceKind::Subdivision,
            CountryMethod::City => PlaceKind::City,
            _ => PlaceKind::Country,
        };
        return Some(PlaceMatch { kind, codes: &meaning.codes, canonical: &meaning.place });
    }
    if let Some(meaning) = known.subdivision() {
        return Some(PlaceMatch {
            kind: PlaceKind::Subdivision,
            codes: &meaning.codes,
            canonical: &meaning.place,
        });
    }
    // Small towns are called like words and persons; only names that stand for a city are places.
    if let Some(city) = known.town()
        && city.chosen.is_some()
    {
        return Some(PlaceMatch { kind: PlaceKind::City, codes: known.city_homes(), canonical: city.place });
    }
    let meaning = known.demonym()?;
    Some(PlaceMatch { kind: PlaceKind::Demonym, codes: &meaning.codes, canonical: &meaning.place })
}

//! Counting signatures: by kind, and the countries they print.

use std::collections::BTreeSet;

use crate::model::{Alpha2, Kind, Signature};
use crate::tables::cell::int;

/// How many signatures there are, of which kind and from how many countries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Printed signatures; one that is printed twice counts twice.
    pub signatures: i32,
    /// Those of organizations.
    pub organizations: i32,
    /// Those of persons.
    pub persons: i32,
    /// Different countries printed with them.
    pub countries: i32,
}

/// Counts signatures.
pub fn count<'a>(signatures: impl IntoIterator<Item = &'a Signature>) -> Counts {
    let mut counts = Counts::default();
    let mut countries: BTreeSet<Alpha2> = BTreeSet::new();
    for signature in signatures {
        counts.signatures += 1;
        counts.organizations += i32::from(signature.kind == Kind::Organization);
        counts.persons += i32::from(signature.kind == Kind::Person);
        countries.extend(signature.country.iter().flat_map(|country| &country.codes));
    }
    counts.countries = int(countries.len());
    counts
}

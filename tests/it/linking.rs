//! Linking of signatures that are made, with their truth: see `benches/linking`.

#[path = "../../benches/linking"]
mod made {
    pub mod entities;
    pub mod generator;
    pub mod material;
    pub mod printing;
    pub mod random;
}

use crate::support::root;
use made::generator::{Row, generate};
use undersigned::link::evaluate::evaluate;
use undersigned::link::{self, LinkSettings, Signing};
use undersigned::model::{Alpha2, Kind, SignatureId};
use undersigned::normalize::country;
use undersigned::reference::Reference;

const ROWS: usize = 2500;

fn rows(seed: u64) -> Vec<Row> {
    let mut rows = Vec::new();
    generate(root(), ROWS, seed, |row| rows.push(row));
    rows
}

/// For each row the first of its cluster.
fn linked(rows: &[&Row], reference: &Reference) -> Vec<u32> {
    let countries: Vec<Option<Alpha2>> =
        rows.iter().map(|row| country::resolve_value(&row.printed.country, reference).country()).collect();
    let signings: Vec<Signing> = rows
        .iter()
        .zip(countries)
        .map(|(row, country)| Signing {
            id: SignatureId::of(&["made", &row.number.to_string()]),
            letter: row.letter as u32,
            kind: if row.is_person { Kind::Person } else { Kind::Organization },
            name: &row.printed.name,
            acronym: None,
            affiliation: Some(row.printed.affiliation.as_str()).filter(|text| !text.is_empty()),
            descriptor: None,
            country,
            position: row.number as u32,
        })
        .collect();
    let linkage = link::entities(&signings, &[], &LinkSettings::default(), reference).value;
    linkage.entity_of.iter().map(|entity| *entity as u32).collect()
}

#[test]
fn made_signatures_are_the_same_every_time() {
    let text = |rows: Vec<Row>| -> Vec<(usize, u32, String)> {
        rows.into_iter().map(|row| (row.number, row.entity, row.printed.name)).collect()
    };
    assert_eq!(text(rows(7)), text(rows(7)));
    assert_ne!(text(rows(7)), text(rows(8)));
    assert_eq!(rows(7).len(), ROWS);
}

#[test]
fn made_signatures_are_linked_well_in_any_order() {
    let reference = Reference::builtin();
    let rows = rows(7);
    let forward: Vec<&Row> = rows.iter().collect();
    let found = linked(&forward, &reference);
    let truth: Vec<u32> = rows.iter().map(|row| row.entity).collect();
    let quality = evaluate(&truth, &found);
    assert!(quality.pairs.precision > 0.95 && quality.pairs.f1 > 0.94, "{quality:?}");
    assert!(quality.b_cubed.f1 > 0.96, "{quality:?}");

    // Rows in another order, letters by letters as before, are the same clusters.
    let backward: Vec<&Row> = rows.iter().rev().collect();
    let mut other = linked(&backward, &reference);
    other.reverse();
    let exact = evaluate(&found, &other);
    assert_eq!((exact.n_true, exact.clusters.f1), (exact.n_found, 1.0));
}

//! The five seed documents: what they must give, from our editions and from the originals alike.

use crate::support::{build, config, root, shared};
use std::collections::BTreeSet;
use std::path::Path;
use undersigned::model::{Kind, Unit};
use undersigned::tables::Dataset;

fn dataset(raw: &Path) -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    build(&config(), raw, &folder.path().join("output")).unwrap().1
}

/// What is said of the seeds must hold of any edition of them.
fn check(dataset: &Dataset) {
    let letter = |part: &str| {
        dataset
            .letters
            .iter()
            .find(|row| row.title.as_deref().is_some_and(|title| title.contains(part)))
            .unwrap()
    };
    let (abe, moon) = (letter("Shinzo Abe"), letter("South Korea’s Policies"));
    assert_eq!(dataset.letters.len(), 2);
    assert_eq!((abe.n_signatures, abe.n_organizations, abe.n_persons, abe.n_countries), (54, 45, 9, 11));
    assert_eq!((moon.n_signatures, moon.n_organizations, moon.n_persons, moon.n_countries), (76, 69, 7, 22));
    assert_eq!(abe.date.unwrap().to_string(), "2020-02-13");
    assert_eq!(abe.as_of_date.unwrap().to_string(), "2020-02-13");
    assert_eq!(moon.date.unwrap().to_string(), "2020-11-09");
    assert!(abe.addressees.as_deref().unwrap().starts_with("Shinzo Abe, Prime Minister of Japan"));
    assert_eq!(moon.addressees.as_deref(), Some("President Moon Jae-in"));

    let claims: BTreeSet<(String, i32, Option<i32>, Option<bool>)> = dataset
        .claims
        .iter()
        .map(|row| (row.unit.to_string(), row.stated, row.counted, row.agrees))
        .collect();
    let claim = |unit: Unit, stated, counted, agrees| (unit.to_string(), stated, Some(counted), Some(agrees));
    let expected = [
        claim(Unit::Signatories, 54, 54, true),
        claim(Unit::Individuals, 6, 6, true),
        claim(Unit::Signatories, 48, 48, true),
        claim(Unit::Organizations, 69, 69, true),
        claim(Unit::Individuals, 7, 7, true),
        claim(Unit::Countries, 23, 22, false),
    ];
    assert_eq!(claims, expected.into_iter().collect());

    // Coverage and mentions: one letter that is here, two that are missing.
    assert_eq!(dataset.mentions.len(), 5);
    let resolved: Vec<_> = dataset.mentions.iter().filter_map(|row| row.letter_id).collect();
    assert_eq!(resolved, [abe.letter_id]);
    assert_eq!(dataset.missing_letters.len(), 2);
    let missing = |n: i32| dataset.missing_letters.iter().find(|row| row.n_organizations == Some(n)).unwrap();
    let (to_moon, to_kim) = (missing(67), missing(52));
    assert_eq!((to_moon.n_mentions, to_moon.n_individuals), (2, Some(10)));
    assert!(to_moon.addressee.as_deref().unwrap().contains("Moon Jae-in"));
    assert_eq!(to_moon.date.unwrap().to_string(), "2019-12-01");
    assert_eq!((to_kim.n_mentions, to_kim.n_represented), (2, Some(300)));
    assert_eq!(to_kim.date.unwrap().to_string(), "2018-06-07");
    assert_eq!(to_kim.signers.as_deref(), Some("Human Rights Watch"));

    // Entities: 54 + 76 signatures, 43 of whom signed both.
    let both: Vec<_> = dataset.entities.iter().filter(|row| row.n_letters == 2).collect();
    assert_eq!((dataset.entities.len(), both.len()), (87, 43));
    assert_eq!(both.iter().filter(|row| row.kind == Kind::Person).count(), 6);
    for row in &dataset.signatures {
        assert_eq!(row.country_text.is_some(), row.country_method.is_some(), "{}", row.text);
    }
}

#[test]
fn our_editions_give_what_they_must() {
    check(&dataset(&root().join("raw")));
}

#[test]
fn the_originals_give_the_same() {
    let Some(originals) = shared("seeds") else { return };
    let (ours, theirs) = (dataset(&root().join("raw")), dataset(&originals));
    check(&theirs);
    let signatures = |dataset: &Dataset| -> Vec<_> {
        let mut rows = dataset.signatures.clone();
        for row in &mut rows {
            (row.line_start, row.line_end) = (0, 0);
        }
        rows
    };
    assert_eq!(signatures(&ours), signatures(&theirs));
    assert_eq!(ours.entities, theirs.entities);
    assert_eq!(ours.cosignatures, theirs.cosignatures);
    assert_eq!(ours.letters, theirs.letters);
    let roles = |dataset: &Dataset| -> Vec<_> {
        dataset
            .documents
            .iter()
            .map(|row| (row.path.clone(), row.role, row.language.clone(), row.n_signatures))
            .collect()
    };
    assert_eq!(roles(&ours), roles(&theirs));
    let missing = |dataset: &Dataset| -> BTreeSet<_> {
        dataset
            .missing_letters
            .iter()
            .map(|row| (row.addressee.clone(), row.n_organizations, row.date))
            .collect()
    };
    assert_eq!(missing(&ours), missing(&theirs));
}

#[test]
fn look_alikes_stay_apart() {
    let Some(table) = shared("letters/hard_negatives.csv") else { return };
    let dataset = dataset(&root().join("raw"));
    let entity = |name: &str| dataset.signatures.iter().find(|row| row.name == name).map(|row| row.entity_id);
    let mut n_checked = 0;
    for row in csv::Reader::from_path(table).unwrap().records() {
        let row = row.unwrap();
        if &row[0] != "different" {
            continue;
        }
        if let (Some(a), Some(b)) = (entity(&row[3]), entity(&row[6])) {
            assert_ne!(a, b, "{} / {}", &row[3], &row[6]);
            n_checked += 1;
        }
    }
    assert!(n_checked >= 8, "{n_checked}");
}

#[test]
fn gold_signatures_are_read() {
    let Some(gold) = shared("letters/gold") else { return };
    let dataset = dataset(&root().join("raw"));
    let mut n_other = 0;
    for (slug, stem) in [("seed-000", "000_"), ("seed-002", "002_")] {
        let document = dataset.documents.iter().find(|row| row.path.starts_with(stem)).unwrap().document_id;
        let mut rows: Vec<_> = dataset.signatures.iter().filter(|row| row.document_id == document).collect();
        rows.sort_by_key(|row| row.position);
        let gold: Vec<csv::StringRecord> = csv::Reader::from_path(gold.join(format!("{slug}.csv")))
            .unwrap()
            .records()
            .map(Result::unwrap)
            .collect();
        assert_eq!(rows.len(), gold.len());
        for (row, gold) in rows.iter().zip(&gold) {
            let kind = if &gold[1] == "org" { Kind::Organization } else { Kind::Person };
            let country = row.country.map(|code| code.to_string()).unwrap_or_default();
            assert_eq!((row.name.as_str(), row.kind, country.as_str()), (&gold[2], kind, &gold[6]));
            if kind == Kind::Person {
                let affiliation = row.affiliation.as_deref().unwrap_or_default();
                n_other += usize::from(affiliation.split("; ").all(|name| name != &gold[4]));
            }
        }
    }
    // Where several bodies are named in one office, gold holds one of them or the office as a whole.
    assert!(n_other <= 2, "{n_other} affiliations are others than those of gold");
}

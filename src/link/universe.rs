//! Signings to records and forms: all that is compared.

use super::decisions::Resolved;
use super::namesakes;
use super::organizations::{Forms, ReadName};
use super::persons::{PersonForms, Titles, comparison_key};
use super::records::{Record, Signing};
use super::weights as w;
use crate::model::{Alpha2, Kind};
use crate::normalize::organization::{self, NamedPlace, OrganizationName};
use crate::reference::Reference;
use crate::reference::words::WordRole;
use crate::text::fold;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Signings as read.
#[derive(Debug, Default)]
pub struct Read {
    /// Rows in canonical order: letter, place in the letter, id.
    pub order: Vec<u32>,
    /// Whether each row is compared as a person.
    pub is_person: Vec<bool>,
    /// Distinct names of organizations, affiliations among them.
    pub names: Vec<OrganizationName>,
    /// For each row of an organization, its name in `names`.
    pub name_of: Vec<Option<u32>>,
    /// For each row, its affiliation in `names`.
    pub affiliation_of: Vec<Option<u32>>,
    /// For each row of a person, the comparison key.
    pub person_key: Vec<String>,
    /// For each row of a person, the titles printed with the name.
    pub titles: Vec<Titles>,
}

/// Records of one kind, with their names.
#[derive(Debug)]
pub struct Universe<F> {
    /// The names.
    pub forms: F,
    /// The records.
    pub records: Vec<Record>,
    /// For each row its record, if it is of this kind.
    pub record_of: Vec<Option<u32>>,
    /// For each row the record of its affiliation; empty for persons' universe.
    pub affiliation_of: Vec<Option<u32>>,
}

impl<F> Universe<F> {
    /// Decisions about two records of this kind: must-links and cannot-links.
    pub fn decided(&self, decided: &Resolved) -> (Vec<(u32, u32)>, Vec<(u32, u32)>) {
        let pairs = |rows: &[(u32, u32)]| {
            rows.iter()
                .filter_map(|(a, b)| self.record_of[*a as usize].zip(self.record_of[*b as usize]))
                .filter(|(a, b)| a != b)
                .collect()
        };
        (pairs(&decided.must), pairs(&decided.cannot))
    }
}

/// Reads all names, each distinct text once.
pub fn read(signings: &[Signing], reference: &Reference) -> Read {
    let mut order: Vec<u32> = (0..signings.len() as u32).collect();
    order.par_sort_unstable_by_key(|row| signings[*row as usize].order());

    let (person_key, titles): (Vec<String>, Vec<Titles>) = signings
        .par_iter()
        .map(|signing| match signing.kind {
            Kind::Organization => Default::default(),
            Kind::Person | Kind::Unknown => comparison_key(signing.name, reference),
        })
        .unzip();
    let known: BTreeSet<&str> = signings
        .iter()
        .zip(&person_key)
        .filter(|(signing, _)| signing.kind == Kind::Person)
        .map(|(_, key)| key.as_str())
        .collect();
    let is_person: Vec<bool> = signings
        .iter()
        .zip(&person_key)
        .map(|(signing, key)| match signing.kind {
            Kind::Person => true,
            Kind::Organization => false,
            Kind::Unknown => known.contains(key.as_str()),
        })
        .collect();

    let mut texts: Vec<(&str, Option<&str>)> = Vec::new();
    let mut at: FxHashMap<(&str, Option<&str>), u32> = FxHashMap::default();
    let mut name_of = vec![None; signings.len()];
    let mut affiliation_of = vec![None; signings.len()];
    for (row, signing) in signings.iter().enumerate() {
        let affiliation =
            signing.affiliation.map(str::trim).filter(|text| text.chars().any(char::is_alphanumeric));
        let wanted = [
            (!is_person[row]).then_some((signing.name, signing.acronym)),
            affiliation.filter(|_| is_person[row]).map(|text| (text, None)),
        ];
        let found = wanted.map(|text| {
            text.map(|text| {
                *at.entry(text).or_insert_with(|| {
                    texts.push(text);
                    texts.len() as u32 - 1
                })
            })
        });
        [name_of[row], affiliation_of[row]] = found;
    }
    let names =
        texts.par_iter().map(|(text, acronym)| organization::read(text, *acronym, reference)).collect();
    Read { order, is_person, names, name_of, affiliation_of, person_key, titles }
}

/// What makes two signings one record: names, country, place by number, and the row itself if it stands
/// alone. Behind it whether it is an affiliation, and the row in canonical order.
type OrganizationKey = (u32, Option<Alpha2>, Option<u32>, Option<u32>);

/// Records of organizations, and of affiliations.
pub fn organizations(
    signings: &[Signing],
    read: &mut Read,
    decided: &Resolved,
    reference: &Reference,
) -> Universe<Forms> {
    let counts = printings(signings, read);
    let alternatives: Vec<Vec<OrganizationName>> = read
        .names
        .par_iter()
        .map(|name| name.alternatives.iter().map(|text| organization::read(text, None, reference)).collect())
        .collect();
    let mut all: Vec<ReadName> = Vec::with_capacity(read.names.len());
    for (at, name) in read.names.iter().enumerate() {
        let (n_signings, n_letters) = counts[at];
        all.push(ReadName { name, n_signings, n_letters });
        all.extend(alternatives[at].iter().map(|name| ReadName { name, n_signings: 0, n_letters: 0 }));
    }
    let (forms, form_of) = Forms::new(&all, reference);
    let mut next = form_of.into_iter();
    let forms_of: Vec<Vec<u32>> = alternatives
        .iter()
        .map(|others| {
            let mut found: Vec<u32> = Vec::with_capacity(1);
            for form in next.by_ref().take(1 + others.len()).flatten() {
                if !found.contains(&form) {
                    found.push(form);
                }
            }
            found
        })
        .collect();
    drop(all);
    drop(alternatives);
    // Names are numbered by their forms, places by what they are called.
    let mut sorted: Vec<&Vec<u32>> = forms_of.iter().collect();
    sorted.par_sort_unstable();
    sorted.dedup();
    let lists: Vec<u32> =
        forms_of.par_iter().map(|list| sorted.partition_point(|other| *other < list) as u32).collect();
    let homes: Vec<Option<NamedPlace>> = read.names.par_iter().map(place_behind).collect();
    // What the names were read into is in the forms now.
    read.names.par_iter_mut().for_each(|name| name.tokens = Vec::new());
    let read = &*read;
    let mut places: Vec<&NamedPlace> = homes.iter().flatten().collect();
    places.sort_by(|a, b| a.canonical.cmp(&b.canonical));
    places.dedup_by(|a, b| a.canonical == b.canonical);
    let place_of: Vec<Option<u32>> = homes
        .iter()
        .map(|place| {
            let place = place.as_ref()?;
            Some(places.partition_point(|other| other.canonical < place.canonical) as u32)
        })
        .collect();

    let rows_decided = decided.rows();
    let mut grouped: Vec<(OrganizationKey, bool, u32)> = Vec::with_capacity(signings.len());
    for (at, row) in read.order.iter().enumerate() {
        let signing = &signings[*row as usize];
        if let Some(name) = read.name_of[*row as usize] {
            let of_place = read.names[name as usize].place.as_ref().and_then(|place| place.country);
            // What a person decided about stands alone, and so does what cannot be compared.
            let is_alone = rows_decided.contains(row) || forms_of[name as usize].is_empty();
            let own = is_alone.then_some(at as u32);
            let key = (lists[name as usize], signing.country.or(of_place), place_of[name as usize], own);
            grouped.push((key, false, at as u32));
        }
        let affiliation = read.affiliation_of[*row as usize];
        if let Some(name) = affiliation.filter(|name| !forms_of[*name as usize].is_empty()) {
            let country = read.names[name as usize].place.as_ref().and_then(|place| place.country);
            grouped.push(((lists[name as usize], country, place_of[name as usize], None), true, at as u32));
        }
    }
    grouped.par_sort_unstable();
    let mut universe = Universe {
        forms,
        records: Vec::new(),
        record_of: vec![None; signings.len()],
        affiliation_of: vec![None; signings.len()],
    };
    for group in grouped.chunk_by(|a, b| a.0 == b.0) {
        let (list, country, place, _) = group[0].0;
        let n_rows = group.partition_point(|(_, is_affiliate, _)| !is_affiliate);
        let row = |(.., at): &(OrganizationKey, bool, u32)| read.order[*at as usize];
        let rows: Vec<u32> = group[..n_rows].iter().map(row).collect();
        let affiliates: Vec<u32> = group[n_rows..].iter().map(row).collect();
        let record = universe.records.len() as u32;
        for row in &rows {
            universe.record_of[*row as usize] = Some(record);
        }
        for row in &affiliates {
            universe.affiliation_of[*row as usize] = Some(record);
        }
        let letters = letters(signings, &rows);
        universe.records.push(Record {
            forms: sorted[list as usize].clone(),
            country,
            place: place.map(|place| places[place as usize].clone()),
            letters,
            signings: rows,
            affiliates,
            ..Record::default()
        });
    }
    universe
}

/// The place behind a name, where that says more than the name.
fn place_behind(name: &OrganizationName) -> Option<NamedPlace> {
    // "Kenya Lantern Network, Kenya" says nothing that "Kenya Lantern Network" does not.
    let place = name.place.as_ref()?;
    (!name.tokens.iter().any(|token| token.text == place.canonical)).then(|| place.clone())
}

/// Signatures and letters that print each name.
fn printings(signings: &[Signing], read: &Read) -> Vec<(u32, u32)> {
    let mut counts = vec![(0, 0); read.names.len()];
    let mut last = vec![None; read.names.len()];
    for row in &read.order {
        let Some(name) = read.name_of[*row as usize] else { continue };
        let letter = Some(signings[*row as usize].letter);
        let (n_signings, n_letters) = &mut counts[name as usize];
        *n_signings += 1;
        *n_letters += u32::from(last[name as usize] != letter);
        last[name as usize] = letter;
    }
    counts
}

fn letters(signings: &[Signing], rows: &[u32]) -> Vec<u32> {
    let mut letters: Vec<u32> = rows.iter().map(|row| signings[*row as usize].letter).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// What makes two signings of persons one record.
type PersonKey = (u32, Option<Alpha2>, Option<u32>, Titles, Vec<String>, Option<u32>);

/// Records of persons, with the clusters of their affiliations.
pub fn persons(
    signings: &[Signing],
    read: &Read,
    organizations: &Universe<Forms>,
    clusters: &[u32],
    decided: &Resolved,
    reference: &Reference,
) -> Universe<PersonForms> {
    let mut keys: Vec<&str> = read
        .order
        .iter()
        .filter(|row| read.is_person[**row as usize])
        .map(|row| read.person_key[*row as usize].as_str())
        .collect();
    keys.par_sort_unstable();
    keys.dedup();
    let mut forms = PersonForms::new(&keys, reference);
    let printed: Vec<(u32, Alpha2)> = read
        .order
        .iter()
        .filter(|row| read.is_person[**row as usize])
        .filter_map(|row| forms.find(&read.person_key[*row as usize]).zip(signings[*row as usize].country))
        .collect();
    namesakes::weigh(&mut forms, printed);
    let rows_decided = decided.rows();
    let mut groups: BTreeMap<PersonKey, Vec<u32>> = BTreeMap::new();
    for (at, row) in read.order.iter().enumerate().filter(|(_, row)| read.is_person[**row as usize]) {
        let Some(form) = forms.find(&read.person_key[*row as usize]) else { continue };
        let affiliation = organizations.affiliation_of[*row as usize].map(|record| clusters[record as usize]);
        let is_alone = rows_decided.contains(row) || read.person_key[*row as usize].is_empty();
        let own = is_alone.then_some(at as u32);
        let descriptor =
            if affiliation.is_none() { descriptor(&signings[*row as usize], reference) } else { Vec::new() };
        let titles = read.titles[*row as usize];
        let key = (form, signings[*row as usize].country, affiliation, titles, descriptor, own);
        groups.entry(key).or_default().push(*row);
    }
    let mut universe = Universe {
        forms,
        records: Vec::with_capacity(groups.len()),
        record_of: vec![None; signings.len()],
        affiliation_of: Vec::new(),
    };
    for ((form, country, affiliation, titles, ..), rows) in groups {
        let mut words: Vec<String> =
            rows.iter().flat_map(|row| descriptor(&signings[*row as usize], reference)).collect();
        words.sort_unstable();
        words.dedup();
        for row in &rows {
            universe.record_of[*row as usize] = Some(universe.records.len() as u32);
        }
        let letters = letters(signings, &rows);
        universe.records.push(Record {
            forms: vec![form],
            country,
            affiliation,
            titles,
            descriptor: words,
            letters,
            signings: rows,
            ..Record::default()
        });
    }
    universe
}

/// The words of what is printed behind the name of a person, ascending, without connectors.
fn descriptor(signing: &Signing, reference: &Reference) -> Vec<String> {
    let text = fold(signing.descriptor.or(signing.affiliation).unwrap_or_default());
    let is_kept = |word: &&str| !word.is_empty() && reference.words.role(word) != Some(WordRole::Connector);
    let mut words: Vec<String> = text.split(' ').filter(is_kept).map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// For each kind of title, the weight of two persons printing it.
pub fn title_weights(persons: &Universe<PersonForms>) -> Vec<i32> {
    let mut counts = [0_u32; 64];
    for kind in persons.records.iter().flat_map(|record| record.titles.kinds()) {
        counts[kind] += 1;
    }
    let total = persons.records.len() as f64 + w::BACKGROUND_NAMES;
    // The background prints each of some ten titles with one name in a hundred.
    let share = |n: &u32| (f64::from(*n) + w::BACKGROUND_NAMES / 100.0) / total;
    let weight = |n: &u32| ((-share(n).log2() * f64::from(w::BIT)).round() as i32).min(w::TITLE_EQUAL_MAX);
    counts.iter().map(weight).collect()
}

/// For each cluster of organizations, the weight of two persons being of it.
pub fn affiliation_weights(persons: &Universe<PersonForms>, n_records: usize) -> Vec<i32> {
    let mut counts = vec![0_u32; n_records];
    for affiliation in persons.records.iter().filter_map(|record| record.affiliation) {
        counts[affiliation as usize] += 1;
    }
    let total = persons.records.len() as f64 + w::BACKGROUND_NAMES;
    counts
        .iter()
        .map(|n| {
            let weight = -((f64::from(*n) + 1.0) / total).log2() * f64::from(w::BIT);
            (weight.round() as i32).clamp(0, w::AFFILIATION_EQUAL_MAX)
        })
        .collect()
}

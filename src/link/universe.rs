//! Signings to records and forms: all that is compared.

use super::blocking::{Key, key};
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
use rustc_hash::{FxHashMap, FxHashSet};

/// Signings as read.
#[derive(Debug, Default)]
pub struct Read {
    /// Rows in canonical order: letter, place in the letter, id.
    pub order: Vec<u32>,
    /// Whether each row is compared as a person.
    pub is_person: Vec<bool>,
    /// Acronyms printed with each distinct name of an organization.
    pub acronyms: Vec<Vec<String>>,
    /// For each row of an organization, the number of its name.
    pub name_of: Vec<Option<u32>>,
    /// For each row, the number of the name of its affiliation.
    pub affiliation_of: Vec<Option<u32>>,
    /// Distinct names of persons: the comparison key, and the titles printed with it.
    pub persons: Vec<(String, Titles)>,
    /// For each row that may be a person, its name in `persons`.
    pub person_of: Vec<Option<u32>>,
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

/// Distinct names of organizations, affiliations among them.
#[derive(Debug, Default)]
pub struct Names {
    /// The names. Of those of one key the first with the fewest tokens stands for all: the others keep none.
    names: Vec<OrganizationName>,
    /// For each of them the place behind it, where that says more than the name.
    homes: Vec<Option<NamedPlace>>,
}

/// Reads all names, each distinct text once.
pub fn read(signings: &[Signing], reference: &Reference) -> (Read, Names) {
    let mut order: Vec<u32> = (0..signings.len() as u32).collect();
    order.par_sort_unstable_by_key(|row| signings[*row as usize].order());

    let mut printed = Numbers::default();
    let person_of: Vec<Option<u32>> = signings
        .iter()
        .map(|signing| (signing.kind != Kind::Organization).then(|| printed.of(signing.name)))
        .collect();
    let persons: Vec<(String, Titles)> =
        printed.known.par_iter().map(|name| comparison_key(name, reference)).collect();
    drop(printed);
    let key_of = |row: usize| person_of[row].map(|name| persons[name as usize].0.as_str());
    let known: FxHashSet<&str> =
        (0..signings.len()).filter(|row| signings[*row].kind == Kind::Person).filter_map(key_of).collect();
    let is_person: Vec<bool> = signings
        .iter()
        .enumerate()
        .map(|(row, signing)| match signing.kind {
            Kind::Person => true,
            Kind::Organization => false,
            Kind::Unknown => key_of(row).is_some_and(|key| known.contains(key)),
        })
        .collect();

    let mut texts: Numbers<(&str, Option<&str>)> = Numbers::default();
    let mut name_of = vec![None; signings.len()];
    let mut affiliation_of = vec![None; signings.len()];
    for (row, signing) in signings.iter().enumerate() {
        if !is_person[row] {
            name_of[row] = Some(texts.of((signing.name, signing.acronym)));
            continue;
        }
        let affiliation = signing.affiliation.map(str::trim);
        let affiliation = affiliation.filter(|text| text.chars().any(char::is_alphanumeric));
        affiliation_of[row] = affiliation.map(|text| texts.of((text, None)));
    }
    let names = names(&texts.into_known(), reference);
    let acronyms = names.names.iter().map(|name| name.acronyms.clone()).collect();
    (Read { order, is_person, acronyms, name_of, affiliation_of, persons, person_of }, names)
}

/// Distinct values by number, in the order in which they come.
struct Numbers<T> {
    numbers: FxHashMap<T, u32>,
    known: Vec<T>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { numbers: FxHashMap::default(), known: Vec::new() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Numbers<T> {
    fn of(&mut self, value: T) -> u32 {
        *self.numbers.entry(value).or_insert_with(|| {
            self.known.push(value);
            self.known.len() as u32 - 1
        })
    }

    fn into_known(self) -> Vec<T> {
        self.known
    }
}

/// Names that are read before those that are told by others are put away.
const NAMES_AT_ONCE: usize = 1 << 16;

/// Reads distinct names.
fn names(texts: &[(&str, Option<&str>)], reference: &Reference) -> Names {
    let mut names: Vec<OrganizationName> = Vec::with_capacity(texts.len());
    let mut homes = Vec::with_capacity(texts.len());
    let mut first: FxHashMap<Key, u32> = FxHashMap::default();
    for some in texts.chunks(NAMES_AT_ONCE) {
        let read = some.par_iter().map(|(text, acronym)| {
            let name = organization::read(text, *acronym, reference);
            let home = place_behind(&name);
            (name, home)
        });
        for (mut name, home) in read.collect::<Vec<_>>() {
            let at = *first.entry(key(&name.key)).or_insert(names.len() as u32);
            if let Some(other) = names.get_mut(at as usize).filter(|other| other.key == name.key) {
                if name.tokens.len() < other.tokens.len() {
                    other.tokens = Vec::new();
                    first.insert(key(&name.key), names.len() as u32);
                } else {
                    name.tokens = Vec::new();
                }
            }
            // Without the room that was left for more.
            let mut tokens = Vec::with_capacity(name.tokens.len());
            tokens.append(&mut name.tokens);
            name.tokens = tokens;
            names.push(name);
            homes.push(home);
        }
    }
    Names { names, homes }
}

/// What makes two signings one record: names, country, place by number, and the row itself if it stands
/// alone. Behind it whether it is an affiliation, and the row in canonical order.
type OrganizationKey = (u32, Option<Alpha2>, Option<u32>, Option<u32>);

/// Records of organizations, and of affiliations.
pub fn organizations(
    signings: &[Signing],
    read: &Read,
    Names { names, homes }: Names,
    decided: &Resolved,
    reference: &Reference,
) -> Universe<Forms> {
    let counts = printings(signings, read);
    let alternatives: Vec<Vec<OrganizationName>> = names
        .par_iter()
        .map(|name| name.alternatives.iter().map(|text| organization::read(text, None, reference)).collect())
        .collect();
    let mut all: Vec<ReadName> = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
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
    let mut sorted: Vec<u32> = (0..forms_of.len() as u32).collect();
    sorted.par_sort_unstable_by_key(|name| &forms_of[*name as usize]);
    let mut lists = vec![0; forms_of.len()];
    let mut distinct: Vec<&Vec<u32>> = Vec::new();
    for same in sorted.chunk_by(|a, b| forms_of[*a as usize] == forms_of[*b as usize]) {
        same.iter().for_each(|name| lists[*name as usize] = distinct.len() as u32);
        distinct.push(&forms_of[same[0] as usize]);
    }
    drop(sorted);
    let country_of: Vec<Option<Alpha2>> =
        names.iter().map(|name| name.place.as_ref().and_then(|place| place.country)).collect();
    // What the names were read into is in the forms now.
    names.into_par_iter().for_each(drop);
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
            let of_place = country_of[name as usize];
            // What a person decided about stands alone, and so does what cannot be compared.
            let is_alone = rows_decided.contains(row) || forms_of[name as usize].is_empty();
            let own = is_alone.then_some(at as u32);
            let key = (lists[name as usize], signing.country.or(of_place), place_of[name as usize], own);
            grouped.push((key, false, at as u32));
        }
        let affiliation = read.affiliation_of[*row as usize];
        if let Some(name) = affiliation.filter(|name| !forms_of[*name as usize].is_empty()) {
            let country = country_of[name as usize];
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
            forms: distinct[list as usize].clone(),
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
    let mut counts = vec![(0, 0); read.acronyms.len()];
    let mut last = vec![None; read.acronyms.len()];
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
type PersonKey<'a> = (u32, Option<Alpha2>, Option<u32>, Titles, &'a [u32], Option<u32>);

/// Records of persons, with the clusters of their affiliations.
pub fn persons(
    signings: &[Signing],
    read: &Read,
    organizations: &Universe<Forms>,
    clusters: &[u32],
    decided: &Resolved,
    reference: &Reference,
) -> Universe<PersonForms> {
    let name_of = |row: u32| read.person_of[row as usize].filter(|_| read.is_person[row as usize]);
    let mut is_borne = vec![false; read.persons.len()];
    (0..signings.len() as u32).filter_map(name_of).for_each(|name| is_borne[name as usize] = true);
    let borne = read.persons.iter().zip(is_borne).filter(|(_, is_borne)| *is_borne);
    let mut keys: Vec<&str> = borne.map(|((key, _), _)| key.as_str()).collect();
    keys.par_sort_unstable();
    keys.dedup();
    let mut forms = PersonForms::new(&keys, reference);
    let form_of: Vec<u32> = read
        .persons
        .par_iter()
        .map(|(key, _)| keys.partition_point(|other| *other < key.as_str()) as u32)
        .collect();
    drop(keys);
    let printed: Vec<(u32, Alpha2)> = (0..signings.len() as u32)
        .filter_map(|row| name_of(row).zip(signings[row as usize].country))
        .map(|(name, country)| (form_of[name as usize], country))
        .collect();
    namesakes::weigh(&mut forms, printed);
    let rows_decided = decided.rows();
    let words = Descriptors::new(signings, read, reference);
    let key = |(at, row): (usize, &u32)| -> Option<(PersonKey, u32)> {
        let name = name_of(*row)?;
        let (text, titles) = &read.persons[name as usize];
        let affiliation = organizations.affiliation_of[*row as usize].map(|record| clusters[record as usize]);
        let is_alone = rows_decided.contains(row) || text.is_empty();
        let own = is_alone.then_some(at as u32);
        let descriptor = if affiliation.is_none() { words.of(*row) } else { &[] };
        let country = signings[*row as usize].country;
        Some(((form_of[name as usize], country, affiliation, *titles, descriptor, own), at as u32))
    };
    let mut grouped: Vec<(PersonKey, u32)> = read.order.iter().enumerate().filter_map(key).collect();
    grouped.par_sort_unstable();
    let mut universe = Universe {
        forms,
        records: Vec::new(),
        record_of: vec![None; signings.len()],
        affiliation_of: Vec::new(),
    };
    for group in grouped.chunk_by(|a, b| a.0 == b.0) {
        let (form, country, affiliation, titles, ..) = group[0].0;
        let rows: Vec<u32> = group.iter().map(|(_, at)| read.order[*at as usize]).collect();
        let mut descriptor: Vec<u32> = rows.iter().flat_map(|row| words.of(*row)).copied().collect();
        descriptor.sort_unstable();
        descriptor.dedup();
        for row in &rows {
            universe.record_of[*row as usize] = Some(universe.records.len() as u32);
        }
        let letters = letters(signings, &rows);
        universe.records.push(Record {
            forms: vec![form],
            country,
            affiliation,
            titles,
            descriptor,
            letters,
            signings: rows,
            ..Record::default()
        });
    }
    universe.forms.behind = words.words;
    universe
}

/// What is printed behind the names of persons.
struct Descriptors {
    /// All words, ascending.
    words: Vec<String>,
    /// The words of each distinct text by number, ascending, without connectors.
    texts: Vec<Vec<u32>>,
    /// For each row its text in `texts`.
    of_row: Vec<Option<u32>>,
}

impl Descriptors {
    fn new(signings: &[Signing], read: &Read, reference: &Reference) -> Self {
        let mut texts: Numbers<&str> = Numbers::default();
        let of_row = signings
            .iter()
            .zip(&read.is_person)
            .map(|(signing, is_person)| {
                let text = signing.descriptor.or(signing.affiliation).filter(|_| *is_person);
                text.map(|text| texts.of(text))
            })
            .collect();
        let folded: Vec<String> = texts.into_known().par_iter().map(|text| fold(text)).collect();
        let mut words: Vec<&str> = folded.iter().flat_map(|text| described(text, reference)).collect();
        words.par_sort_unstable();
        words.dedup();
        let numbered = |text: &String| {
            let number = |word: &str| words.partition_point(|other| *other < word) as u32;
            let mut numbers: Vec<u32> = described(text, reference).map(number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        let texts = folded.par_iter().map(numbered).collect();
        Self { texts, of_row, words: words.into_iter().map(str::to_owned).collect() }
    }

    fn of(&self, row: u32) -> &[u32] {
        self.of_row[row as usize].map(|text| self.texts[text as usize].as_slice()).unwrap_or_default()
    }
}

/// The words of a folded text without connectors.
fn described<'a>(text: &'a str, reference: &'a Reference) -> impl Iterator<Item = &'a str> {
    let is_connector = |word: &str| reference.words.role(word) == Some(WordRole::Connector);
    text.split(' ').filter(move |word| !word.is_empty() && !is_connector(word))
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

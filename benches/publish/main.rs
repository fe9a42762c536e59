//! Time and memory of tabulating and publishing: `cargo bench --bench publish`.
//!
//! A million signatures in 20,000 letters, of 300,000 signatories, made here, the same in every run;
//! `UNDERSIGNED_SIGNATURES=100000` makes another number. The tables are published without the workbook and
//! with all of it. Memory is what Linux says of the process; elsewhere it is not measured.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "the figures are what it is for")]

use std::time::Instant;
use undersigned::model::country::{Alpha2, CountryMethod, CountryReading};
use undersigned::model::*;
use undersigned::publish::{self, About, Extras};
use undersigned::reference::Reference;
use undersigned::tables::{self, TableSettings};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIGNATURES_OF_A_LETTER: usize = 50;

fn main() {
    let n_signatures = std::env::var("UNDERSIGNED_SIGNATURES")
        .map_or(1_000_000, |n| n.parse().expect("UNDERSIGNED_SIGNATURES is a number"));
    let corpus = corpus(n_signatures);
    let reference = Reference::builtin();
    let folder = tempfile::tempdir().unwrap();
    println!("{n_signatures} signatures; memory with the corpus {}", highest());
    let begun = Instant::now();
    let dataset = tables::run(&corpus, &TableSettings::default(), &reference);
    println!(
        "tabulated in {:.1} s; {} pairs; memory {}",
        begun.elapsed().as_secs_f64(),
        dataset.cosignatures.len(),
        highest()
    );
    for (what, xlsx_rows, has_pages) in [
        ("no workbook, no pages", 0, false),
        ("no workbook", 0, true),
        ("up to 200,000 rows in a sheet", 200_000, true),
        ("all in the workbook", usize::MAX, true),
    ] {
        let begun = Instant::now();
        let staging = publish::open(&folder.path().join("output")).unwrap();
        let extras = Extras {
            xlsx_rows,
            network_edges: 100_000,
            report: has_pages,
            explorer: has_pages,
            documents: None,
        };
        let staged =
            publish::stage(&dataset, &About::default(), &extras, &staging, &publish::Twins::new()).unwrap();
        staging.swap_in(None).unwrap();
        println!(
            "published in {:.1} s: {what}; {} notes; memory {}",
            begun.elapsed().as_secs_f64(),
            staged.notes.len(),
            highest()
        );
    }
    let begun = Instant::now();
    let verdict = publish::verify::run(&folder.path().join("output")).unwrap();
    println!(
        "verified in {:.1} s: {} rows, {} problems; memory {}",
        begun.elapsed().as_secs_f64(),
        verdict.n_rows,
        verdict.problems.len(),
        highest()
    );
}

/// The corpus after linking, with names that repeat as signatories do.
fn corpus(n_signatures: usize) -> Corpus {
    let countries: Vec<Alpha2> =
        ["KE", "NO", "PE", "SE", "NA"].iter().map(|code| Alpha2::new(code).unwrap()).collect();
    let n_letters = n_signatures.div_ceil(SIGNATURES_OF_A_LETTER);
    let n_entities = (n_signatures * 3).div_ceil(10);
    let (mut readings, mut signings, mut signature_ids, mut entity_of) = (vec![], vec![], vec![], vec![]);
    let mut signed: Vec<Vec<usize>> = vec![Vec::new(); n_entities];
    for letter in 0..n_letters {
        let path = format!("letters/{letter:06}.txt");
        let mut reading = reading(&path, letter);
        for at in 0..SIGNATURES_OF_A_LETTER.min(n_signatures - signings.len()) {
            let signing = signings.len();
            // Some sign often, most once or twice.
            let entity = if at < 5 {
                (letter * 7 + at) % 500.min(n_entities)
            } else {
                (signing * 2_654_435_761) % n_entities
            };
            let name = format!("Association of Friends of River {entity}");
            let country = (entity % 3 == 0).then(|| countries[entity % countries.len()]);
            let text = format!("{name}, {}", country.as_ref().map_or("", |country| country.as_str()));
            signature_ids.push(SignatureId::of(&[&path, &text, &at.to_string()]));
            signed[entity].push(signing);
            entity_of.push(entity);
            signings.push((letter, at));
            reading.signatures.push(signature(at, name, country, text));
        }
        readings.push(reading);
    }
    let mut entities: Vec<Entity> = signed
        .into_iter()
        .enumerate()
        .filter(|(_, signings)| !signings.is_empty())
        .map(|(entity, signings)| Entity {
            id: EntityId::of(&[&entity.to_string()]),
            kind: Kind::Organization,
            name: format!("Association of Friends of River {entity}"),
            acronym: None,
            country: (entity % 3 == 0).then(|| countries[entity % countries.len()]),
            confidence: 1.0,
            is_name_decided: false,
            is_country_decided: false,
            signings,
        })
        .collect();
    entities.sort_by_key(|entity| entity.id);
    for (index, entity) in entities.iter().enumerate() {
        entity.signings.iter().for_each(|signing| entity_of[*signing] = index);
    }
    let n = signings.len();
    let linkage = Linkage {
        entities,
        entity_of,
        link_probability: vec![None; n],
        affiliation_of: vec![None; n],
        links: Vec::new(),
        relations: Vec::new(),
    };
    let original_of = (0..readings.len()).collect();
    Corpus {
        readings,
        original_of,
        signings,
        signature_ids,
        aliases: Default::default(),
        linkage,
        registry: Registry::default(),
        churn: Churn::default(),
        issues: Vec::new(),
        withdrawn: Vec::new(),
    }
}

fn reading(path: &str, letter: usize) -> Reading {
    let document = Document {
        id: DocumentId::of(&[path]),
        path: path.to_owned(),
        media_type: Some("text/plain".to_owned()),
        encoding: Some("UTF-8".to_owned()),
        language: Some("en".to_owned()),
        sha256: "0".repeat(64),
        bytes: 4_000,
        n_lines: 80,
        role: Role::Letter,
        source_title: None,
        source_publisher: None,
        source_url: None,
        source_date: None,
        source_licence: None,
    };
    let day =
        jiff::civil::date(2000 + (letter % 24) as i16, 1 + (letter % 12) as i8, 1 + (letter % 28) as i8);
    let date = PartialDate { date: day, precision: DatePrecision::Day };
    Reading {
        letter_id: Some(LetterId::of(&[path])),
        letter: Some(Letter {
            title: Some(format!("Open letter {letter} on clean rivers")),
            date: Some((date, DateSource::Dateline)),
            ..Letter::default()
        }),
        ..Reading::unreadable(document, Vec::new())
    }
}

fn signature(at: usize, name: String, country: Option<Alpha2>, text: String) -> Signature {
    Signature {
        position: at as u32 + 1,
        section_idx: 0,
        section: Some("Signed by".to_owned()),
        kind: Kind::Organization,
        name_normalized: name.to_lowercase(),
        name,
        acronym: None,
        descriptor: None,
        role: None,
        affiliation: None,
        place_name: None,
        country_text: country.map(|country| country.to_string()),
        country: country.map(|country| CountryReading {
            codes: vec![country],
            method: CountryMethod::Code,
            confidence: 0.99,
            candidates: Vec::new(),
        }),
        place: Place::line(at as u32 + 20),
        text,
        flags: Vec::new(),
    }
}

/// The highest use of memory so far.
fn highest() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kib.map_or("not measured".to_owned(), |kib| format!("{:.0} MiB", kib / 1024.0))
}

//! Golden cases: each folder below `tests/letters` holds an invented letter and what is to be read from it.
//!
//! `UPDATE=1 cargo test golden` rewrites the expectations; read the difference before committing it.

use crate::support::{config, root};
use std::path::PathBuf;
use undersigned::model::Reading;
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store::{self, InputFile};

const LETTERS: &[&str] =
    &["letter.txt", "letter.md", "list.csv", "list.json", "list.yaml", "list.ts", "list", "letter.html"];

#[test]
fn golden_letters() {
    let (config, reference) = (config(), Reference::builtin());
    let is_updating = std::env::var_os("UPDATE").is_some();
    let mut differences = Vec::new();
    for folder in cases() {
        let case = folder.file_name().unwrap().to_string_lossy().into_owned();
        let letters: Vec<&str> = LETTERS.iter().copied().filter(|name| folder.join(name).exists()).collect();
        let [name] = letters[..] else { panic!("tests/letters/{case} needs one of {LETTERS:?}") };
        let location = folder.join(name);
        let sidecar = store::sidecar_beside(&location, |path| path.is_file());
        let sidecar = sidecar.map(|path| (format!("{name}/letter.toml"), path));
        let file = InputFile {
            path: name.to_owned(),
            location: location.clone(),
            sidecar,
            links: Default::default(),
        };
        let reading =
            pipeline::read(&file, &store::read(&location, config.read.max_bytes), &config, &reference);
        for (table, found) in [
            ("signatures.csv", signatures(&reading)),
            ("letter.csv", letter(&reading)),
            ("claims.csv", claims(&reading)),
        ] {
            let path = folder.join(table);
            if is_updating {
                std::fs::write(&path, found).unwrap();
                continue;
            }
            let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            if found != expected {
                differences.push(format!("tests/letters/{case}/{table}\n{}", difference(&expected, &found)));
            }
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root().join("tests/letters"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

/// The lines of which only one side has a copy, and on which side.
fn difference(expected: &str, found: &str) -> String {
    let only = |sign: char, these: &str, others: &str| {
        let missing = these.lines().filter(|line| !others.lines().any(|other| other == *line));
        missing.map(|line| format!("  {sign} {line}\n")).collect::<String>()
    };
    only('-', expected, found) + &only('+', found, expected)
}

fn csv(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// As `undersigned parse --format csv` prints them, but for the text.
fn signatures(reading: &Reading) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let header = [
        "position",
        "section",
        "kind",
        "name",
        "acronym",
        "descriptor",
        "role",
        "affiliation",
        "place",
        "country_text",
        "country",
        "country_codes",
        "line_start",
        "line_end",
    ];
    let rows = reading.signatures.iter().map(|signature| {
        let country = signature.country.as_ref();
        let codes: Vec<&str> =
            country.iter().flat_map(|country| &country.codes).map(|code| code.as_str()).collect();
        vec![
            signature.position.to_string(),
            text(&signature.section),
            signature.kind.to_string(),
            signature.name.clone(),
            text(&signature.acronym),
            text(&signature.descriptor),
            text(&signature.role),
            text(&signature.affiliation),
            text(&signature.place_name),
            text(&signature.country_text),
            country.and_then(|country| country.country()).map(|code| code.to_string()).unwrap_or_default(),
            codes.join(";"),
            signature.place.line_start.to_string(),
            signature.place.line_end.to_string(),
        ]
    });
    csv(&header, rows)
}

fn letter(reading: &Reading) -> String {
    let letter = reading.letter.clone().unwrap_or_default();
    let row = vec![
        reading.document.role.to_string(),
        letter.title.unwrap_or_default(),
        letter.date.map(|(date, _)| date.date.to_string()).unwrap_or_default(),
        letter.addressees.join("; "),
        letter.subject.unwrap_or_default(),
        reading.document.language.clone().unwrap_or_default(),
    ];
    csv(&["role", "title", "date", "addressees", "subject", "language"], [row])
}

fn claims(reading: &Reading) -> String {
    let rows = reading.claims.iter().map(|claim| {
        vec![
            claim.unit.to_string(),
            claim.qualifier.to_string(),
            claim.stated.to_string(),
            claim.scope.to_string(),
            claim.place.line_start.to_string(),
        ]
    });
    csv(&["unit", "qualifier", "stated", "scope", "line"], rows)
}

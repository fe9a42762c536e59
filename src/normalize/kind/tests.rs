//! Invented signatories, and the gold letters where they are present.

use proptest::prelude::*;

use super::*;
use crate::reference::shared;

fn check(name: &str, rest: &str, expected: Kind) {
    let verdict = judge(name, rest, shared());
    assert_eq!(verdict.kind, expected, "{name} | {rest}: {} {:?}", verdict.score, verdict.reasons);
}

#[test]
fn organizations() {
    for name in [
        "Jane Doe Foundation",
        "Network for Open Rivers",
        "Umweltverein Musterstadt e.V.",
        "Asociación por los Ríos",
        "Association pour la Paix",
        "Rivers International",
        "OPRV",
        "Open Rivers (OPRV)",
        "GreenRivers",
        "UTR-Rivières",
        "SOS Rio Verde",
        "The River Trust",
        "openrivers.org",
        "John F. Doe Human Rights",
        "한국시민연합",
    ] {
        check(name, "", Kind::Organization);
    }
}

#[test]
fn persons() {
    for (name, rest) in [
        ("Jane Doe", ""),
        ("Dr. Jane Doe", ""),
        ("J. Q. Doe", ""),
        ("María Gómez López", ""),
        ("Ludwig van Muster", ""),
        ("Jane Doe", "Director, Open Rivers Foundation"),
        ("Xyzzy Qwertz", "Professor of Law, University of Somewhere"),
        ("Jane Doe PhD", ""),
        ("DUPONT Marie", ""),
        ("Charlotte Church", ""),
        ("김민준", ""),
        ("Maria", ""),
    ] {
        check(name, rest, Kind::Person);
    }
    check("", "", Kind::Unknown);
}

fn check_line(line: &str, expected: Kind) {
    let verdict = judge_line(line, shared());
    assert_eq!(verdict.kind, expected, "{line}: {} {:?}", verdict.score, verdict.reasons);
}

#[test]
fn lines_of_persons() {
    for line in [
        "3. Jane Doe, Director, Open Rivers Foundation",
        "Jane Doe (Open Rivers Foundation)",
        "Xyzzy Qwertz (founder of Open Rivers)",
        "Doe, Jane, Open Rivers Foundation",
        "DOE, JANE",
        "Jane Doe Director of the Open Rivers Foundation",
        "Jane Doe; Kenya; Professor, Open Rivers University",
        "Jane Doe ([@janedoe](https://example.org/janedoe))",
        "Jane Doe, 04/09/2016",
        "“Jane Smith”",
        "Xyzzy Qwertzyan",
        "Jane King",
        "Faith Smith",
        "Jane de Doe",
    ] {
        check_line(line, Kind::Person);
    }
}

#[test]
fn lines_of_organizations() {
    for line in [
        "- Restore the Rivers, Inc.",
        "Qwertz - Institute for Open Rivers",
        "NOR (Network for Open Rivers)",
        "NOR, Network for Open Rivers",
        "Qwertzia, a network of gardeners",
        "Prof. Jane Doe Foundation",
        "Qwertz Kenya",
        "Qwertz Aid",
        "QWE",
        "«Открытые реки»",
    ] {
        check_line(line, Kind::Organization);
    }
    check_line("", Kind::Unknown);
}

/// Shares of the gold letters' signatories that are told right: by name and descriptor, and by the line.
#[test]
fn gold_letters() {
    let Ok(folder) = std::fs::read_dir("../shared/letters/gold") else {
        eprintln!("the gold letters are absent: not measured");
        return;
    };
    let mut files: Vec<_> = folder.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    let (mut n, mut n_by_fields, mut n_by_line) = (0, 0, 0);
    for path in files {
        let Ok(mut reader) = csv::Reader::from_path(&path) else { continue };
        let Ok(header) = reader.headers().cloned() else { continue };
        let column =
            |name: &str| header.iter().position(|found| found.trim_start_matches('\u{feff}') == name);
        let (Some(name), Some(kind), Some(line)) = (column("name"), column("kind"), column("line_text"))
        else {
            continue;
        };
        let descriptor = column("descriptor");
        let records: Vec<_> = reader.records().filter_map(Result::ok).collect();
        for record in &records {
            let rest = descriptor.and_then(|at| record.get(at)).unwrap_or_default();
            // Rows of data files, and lines of several signatories, are no lines of a list.
            let is_line = record[line].starts_with(&record[name])
                && records.iter().filter(|other| other[line] == record[line]).count() == 1;
            let alone = if is_line { record[line].to_owned() } else { format!("{}, {rest}", &record[name]) };
            let by_fields = judge(&record[name], rest, shared());
            let by_line = judge_line(&alone, shared());
            let expected = if &record[kind] == "org" { Kind::Organization } else { Kind::Person };
            n += 1;
            n_by_fields += u32::from(by_fields.kind == expected);
            n_by_line += u32::from(by_line.kind == expected);
            if by_line.kind != expected {
                eprintln!("{expected} {alone:?} {} {:?}", by_line.score, by_line.reasons);
            }
        }
    }
    eprintln!("{n_by_fields} by fields and {n_by_line} by the line of {n}");
    for n_right in [n_by_fields, n_by_line] {
        assert!(f64::from(n_right) / f64::from(n) >= 0.97);
    }
}

proptest! {
    #[test]
    fn nothing_panics(name in "\\PC{0,60}", rest in "\\PC{0,40}") {
        judge(&name, &rest, shared());
    }
}

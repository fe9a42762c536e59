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

#[test]
fn gold_letters() {
    let Ok(folder) = std::fs::read_dir("../shared/letters/gold") else {
        eprintln!("the gold letters are absent: not measured");
        return;
    };
    let mut files: Vec<_> = folder.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    let (mut n, mut n_right) = (0, 0);
    for path in files {
        let Ok(mut reader) = csv::Reader::from_path(&path) else { continue };
        let Ok(header) = reader.headers().cloned() else { continue };
        let column =
            |name: &str| header.iter().position(|found| found.trim_start_matches('\u{feff}') == name);
        let (Some(name), Some(kind)) = (column("name"), column("kind")) else { continue };
        let descriptor = column("descriptor");
        for record in reader.records().filter_map(Result::ok) {
            let rest = descriptor.and_then(|at| record.get(at)).unwrap_or_default();
            let verdict = judge(&record[name], rest, shared());
            let expected = if &record[kind] == "org" { Kind::Organization } else { Kind::Person };
            n += 1;
            n_right += u32::from(verdict.kind == expected);
            if verdict.kind != expected {
                eprintln!("{expected} {:?} {rest:?} {} {:?}", &record[name], verdict.score, verdict.reasons);
            }
        }
    }
    eprintln!("{n_right} of {n}");
    assert!(f64::from(n_right) / f64::from(n) >= 0.96);
}

proptest! {
    #[test]
    fn nothing_panics(name in "\\PC{0,60}", rest in "\\PC{0,40}") {
        judge(&name, &rest, shared());
    }
}

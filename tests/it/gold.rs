//! Real letters and letters made for testing against their gold signatures, where they lie beside the
//! repository: the figures that reading is held to.

use crate::support::shared;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Smallest means over the letters: rows F1, kind, country, rest, all; and the smallest F1 of one letter.
struct Floors {
    f1: f64,
    kind: f64,
    country: f64,
    rest: f64,
    all: f64,
    each: f64,
}

/// A document and the name that gold has for it.
fn documents(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut documents: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let name = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
            let slug = if path.is_dir() { name.as_str() } else { name.rsplit_once('.').unwrap().0 };
            (slug.to_owned(), path)
        })
        .collect();
    documents.sort();
    documents
}

/// What `parse` prints for the documents, by document.
fn parsed(
    documents: &[(String, PathBuf)],
    flags: &[&str],
) -> (csv::StringRecord, BTreeMap<String, Vec<csv::StringRecord>>) {
    let output = Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .args(["parse", "--quiet", "--format", "csv"])
        .args(flags)
        .args(documents.iter().map(|(_, path)| path))
        .output()
        .unwrap();
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let header = reader.headers().unwrap().clone();
    let mut rows: BTreeMap<String, Vec<csv::StringRecord>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        rows.entry(row[0].to_owned()).or_default().push(row);
    }
    (header, rows)
}

/// Runs a scorer, and gives what it prints as JSON. `None`, and says so, where Python is missing.
fn score(script: &Path, arguments: &[&Path]) -> Option<serde_json::Value> {
    match Command::new("python3").arg(script).args(arguments).arg("--json").output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(serde_json::from_slice(&output.stdout).unwrap())
        }
        Err(error) => {
            eprintln!("python3: {error}: this test checks nothing here");
            None
        }
    }
}

fn check(documents: &[(String, PathBuf)], gold: &Path, floors: &Floors) {
    let Some(script) = shared("score/score_letters.py") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (header, rows) = parsed(documents, &[]);
    for (slug, path) in documents {
        let mut writer = csv::Writer::from_path(folder.path().join(format!("{slug}.csv"))).unwrap();
        writer.write_record(&header).unwrap();
        for row in rows.get(path.to_str().unwrap()).into_iter().flatten() {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
    }
    let Some(scores) = score(&script, &[gold, folder.path()]) else { return };
    let scores = scores.as_array().unwrap();
    let mean = scores.last().unwrap();
    let bounds = [
        ("F1", floors.f1),
        ("kind", floors.kind),
        ("country", floors.country),
        ("rest", floors.rest),
        ("all", floors.all),
    ];
    for (name, floor) in bounds {
        let value = mean[name].as_f64().unwrap();
        assert!(value >= floor, "{name} is {value:.4}, below {floor}");
    }
    for letter in &scores[..scores.len() - 2] {
        let value = letter["F1"].as_f64().unwrap();
        assert!(value >= floors.each, "{}: F1 is {value:.4}, below {}", letter["name"], floors.each);
    }
}

#[test]
fn real_letters() {
    let Some(letters) = shared("letters") else { return };
    let mut documents = documents(&letters.join("documents"));
    let seeds = std::fs::read_dir(shared("seeds").unwrap()).unwrap().map(|entry| entry.unwrap().path());
    for path in seeds {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("000") || name.starts_with("002") {
            documents.push((format!("seed-{}", &name[..3]), path));
        }
    }
    let floors = Floors { f1: 0.98, kind: 0.98, country: 0.99, rest: 0.95, all: 0.90, each: 0.90 };
    check(&documents, &letters.join("gold"), &floors);

    // Of a long list gold is a sample; its length is known.
    let (_, rows) = parsed(&documents, &[]);
    let mut sampled = csv::Reader::from_path(shared("score/sampled.csv").unwrap()).unwrap();
    for row in sampled.records() {
        let row = row.unwrap();
        let (_, path) = documents.iter().find(|(slug, _)| *slug == row[0]).unwrap();
        let n_true: f64 = row[1].parse().unwrap();
        let n_read = rows.get(path.to_str().unwrap()).map_or(0, Vec::len) as f64;
        // Of one letter, gold and document hold fewer than the page names.
        let n_there = if row[2].starts_with("all") { n_read } else { n_true };
        assert!((n_read - n_there).abs() <= 0.01 * n_there, "{}: {n_read} of {n_there}", &row[0]);
    }
}

#[test]
fn letters_made_for_testing() {
    let Some(rendered) = shared("letters/rendered") else { return };
    let floors = Floors { f1: 0.97, kind: 0.97, country: 0.98, rest: 0.95, all: 0.0, each: 0.0 };
    check(&documents(&rendered.join("documents")), &rendered.join("gold"), &floors);
}

/// The letters' own fields and the counts they state.
#[test]
fn fields_of_letters() {
    let (Some(script), Some(letters)) = (shared("score/score_letter_fields.py"), shared("letters")) else {
        return;
    };
    for (folder, gold, claims) in [
        (letters.clone(), letters.join("letters.csv"), Some(letters.join("claims.csv"))),
        (letters.join("rendered"), letters.join("rendered/letters.csv"), None),
    ] {
        let mut documents = documents(&folder.join("documents"));
        if claims.is_some() {
            let seeds =
                std::fs::read_dir(shared("seeds").unwrap()).unwrap().map(|entry| entry.unwrap().path());
            documents.extend(seeds.filter_map(|path| {
                let name = path.file_name()?.to_str()?.get(..3)?.to_owned();
                name.bytes().all(|byte| byte.is_ascii_digit()).then(|| (format!("seed-{name}"), path))
            }));
        }
        let write = |flag: &str, name: &str| {
            let (header, rows) = parsed(&documents, &[flag]);
            let location = letters_folder(name);
            let mut writer = csv::Writer::from_path(&location.1).unwrap();
            writer.write_record(["slug"].into_iter().chain(header.iter().skip(1))).unwrap();
            for (slug, path) in &documents {
                for row in rows.get(path.to_str().unwrap()).into_iter().flatten() {
                    writer.write_record([slug.as_str()].into_iter().chain(row.iter().skip(1))).unwrap();
                }
            }
            writer.flush().unwrap();
            location
        };
        let read = write("--letter", "letters.csv");
        let counted = write("--claims", "claims.csv");
        let mut arguments: Vec<&Path> = vec![&gold, &read.1];
        if let Some(claims) = &claims {
            arguments.extend([Path::new("--claims"), claims, &counted.1]);
        }
        let Some(scores) = score(&script, &arguments) else { return };
        for (field, floor) in
            [("title", 0.95), ("date", 0.95), ("language", 0.95), ("addressees", 0.90), ("role", 0.97)]
        {
            let field_scores = &scores["fields"][field];
            let share = field_scores["right"].as_f64().unwrap() / field_scores["n"].as_f64().unwrap();
            assert!(share >= floor, "{field} of {}: {share:.4}, below {floor}", folder.display());
        }
        if claims.is_some() {
            for measure in ["precision", "recall"] {
                let value = scores["claims"][measure].as_f64().unwrap();
                assert!(value >= 0.90, "{measure} of claims: {value:.4}");
            }
        }
    }
}

/// A file in a folder that lives as long as the first of the pair.
fn letters_folder(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    (folder, path)
}

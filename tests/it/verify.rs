//! `verify`: a published folder passes; broken in any way, it does not, and the message tells where.

use crate::support::{LETTER, build, config, files, root, write};
use std::fs;
use std::path::Path;
use undersigned::publish::verify;

/// Problems of a folder, as printed.
fn problems(folder: &Path) -> Vec<String> {
    verify::run(folder).unwrap().problems.iter().map(ToString::to_string).collect()
}

fn sample(folder: &Path) -> std::path::PathBuf {
    let raw = folder.join("raw");
    let second = LETTER.replace("rivers", "lakes").replace("3 May 2021", "4 June 2021");
    write(&raw, &[("a.txt", LETTER.as_bytes()), ("b.txt", second.as_bytes())]);
    let output = folder.join("output");
    build(&config(), &raw, &output).unwrap();
    output
}

/// Brings the sums up to date, so that what is behind them is looked at.
fn sum_again(folder: &Path) {
    use sha2::Digest;
    let old = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let line = |name: &str| {
        let digest = sha2::Sha256::digest(fs::read(folder.join(name)).unwrap());
        let sum: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{sum}  {name}\n")
    };
    let sums: String =
        old.lines().filter_map(|old| old.split_once("  ")).map(|(_, name)| line(name)).collect();
    fs::write(folder.join("SHA256SUMS"), sums).unwrap();
}

#[test]
fn the_committed_output_verifies() {
    let verdict = verify::run(&root().join("output")).unwrap();
    assert_eq!(verdict.problems, Vec::new());
    assert_eq!(verdict.n_tables, 18);
}

#[test]
fn what_is_broken_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let good = sample(folder.path());
    assert_eq!(problems(&good), Vec::<String>::new());

    let check = |what: &str, break_it: &dyn Fn(&Path), expected: &[&str]| {
        let copy = tempfile::tempdir().unwrap();
        for (name, bytes) in files(&good) {
            write(copy.path(), &[(&name, &bytes)]);
        }
        break_it(copy.path());
        let found = problems(copy.path());
        for expected in expected {
            assert!(found.iter().any(|problem| problem.contains(expected)), "{what}: {found:#?}");
        }
    };
    let edit = |name: &'static str, from: &'static str, to: &'static str| {
        move |folder: &Path| {
            let text = fs::read_to_string(folder.join(name)).unwrap();
            assert!(text.contains(from), "{name} holds no {from}");
            fs::write(folder.join(name), text.replacen(from, to, 1)).unwrap();
            sum_again(folder);
        }
    };
    check("a sum", &|f| fs::write(f.join("README.md"), "x").unwrap(), &["README.md: was changed"]);
    check(
        "a file less",
        &|f| fs::remove_file(f.join("names.parquet")).unwrap(),
        &["names.parquet: is missing"],
    );
    check("a file more", &|f| fs::write(f.join("notes.txt"), "").unwrap(), &["notes.txt: is no part"]);
    check("a head", &edit("entities.csv", "kind", "sort"), &["entities.csv:1: the columns are"]);
    check("a value", &edit("entities.csv", ",organization,", ",company,"), &["kind is \"company\": none of"]);
    check("a number", &edit("letters.csv", ",3,", ",three,"), &["letters.csv:2: ", "no whole number"]);
    check(
        "a reference",
        &edit("entities.csv", ",KE,", ",KP,"),
        &["country is \"KP\", which is no alpha2 of countries", "the Parquet file has \"KE\""],
    );
    check(
        "a row twice",
        &|f| {
            let text = fs::read_to_string(f.join("countries.csv")).unwrap();
            let last = text.lines().last().unwrap().to_owned();
            fs::write(f.join("countries.csv"), format!("{text}{last}\n")).unwrap();
            sum_again(f);
        },
        &["stands in a row above too", "has 4 rows, the Parquet file has 3", "has 4 rows, 3 are stated"],
    );
    check(
        "twins of different rows",
        &|f| {
            fs::copy(f.join("names.parquet"), f.join("entities.parquet")).unwrap();
            sum_again(f);
        },
        &["entities.parquet: its columns are not those described"],
    );
    check(
        "no Parquet",
        &|f| {
            fs::write(f.join("claims.parquet"), "x").unwrap();
            sum_again(f);
        },
        &["claims.parquet: cannot be read as Parquet"],
    );
    check(
        "a descriptor of other files",
        &edit("datapackage.json", "sha256:", "sha256:0"),
        &["datapackage.json: the hash of documents.csv is not that of SHA256SUMS"],
    );
    check(
        "other metadata",
        &edit("croissant.json", "\"sha256\": \"", "\"sha256\": \"0"),
        &["croissant.json: the hash"],
    );

    let empty = tempfile::tempdir().unwrap();
    assert!(verify::run(empty.path()).unwrap_err().to_string().contains("holds no dataset"));
}

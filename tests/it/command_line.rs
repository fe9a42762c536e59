//! The command line as a user meets it: what it prints, where, and how it ends.

use crate::support::{LETTER, root, write};
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_undersigned")).current_dir(folder).args(arguments).output().unwrap()
}

fn check(folder: &Path, arguments: &[&str], status: i32, stdout: &str, stderr: &str) {
    let output = run(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{out}\n{err}");
    assert!(out.contains(stdout), "{arguments:?}: {stdout:?} is not in\n{out}");
    assert!(err.contains(stderr), "{arguments:?}: {stderr:?} is not in\n{err}");
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline.toml", b""), ("raw/a.txt", LETTER.as_bytes())]);
    folder
}

#[test]
fn build_ends_with_a_summary() {
    let folder = project();
    check(folder.path(), &["build"], 0, "", "signatures     3");
    assert!(folder.path().join("output/signatures.parquet").exists());
    check(folder.path(), &[], 0, "", "output         output");
    check(folder.path(), &["build", "--quiet"], 0, "", "");
    assert!(run(folder.path(), &["build", "--quiet"]).stderr.is_empty());
    check(
        folder.path(),
        &["build", "--log-format", "json"],
        0,
        "",
        "{\"event\":\"stage\",\"stage\":\"read\"",
    );
}

#[test]
fn without_a_project_the_program_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &[], 2, "", "Usage: undersigned");
    check(folder.path(), &["build"], 2, "", "cannot read pipeline.toml");
    check(folder.path(), &["no-such-command"], 2, "", "no-such-command");
    check(folder.path(), &["--help"], 0, "explain", "");
}

#[test]
fn wrong_configurations_are_pointed_at() {
    let folder = project();
    write(folder.path(), &[("pipeline.toml", b"[read]\nmax_bites = 3\n")]);
    check(folder.path(), &["build"], 2, "", "pipeline.toml:2:1");
    write(folder.path(), &[("pipeline.toml", b"[link]\nreview = 2.0\n")]);
    check(folder.path(), &["check"], 2, "", "pipeline.toml:2:10");
    write(folder.path(), &[("pipeline.toml", b"[gates]\nmin_letters = 9\n")]);
    check(folder.path(), &["build"], 3, "", "gates.min_letters");
    assert!(!folder.path().join("output").exists());
}

#[test]
fn unwritable_output_fails_and_strict_tells_of_quarantine() {
    let folder = project();
    write(folder.path(), &[("file", b"not a folder")]);
    check(folder.path(), &["build", "--output", "file/output"], 1, "", "file");
    check(folder.path(), &["build", "--output", "raw"], 1, "", "raw");
    assert!(folder.path().join("raw/a.txt").exists());
    write(folder.path(), &[("raw/b.png", b"x")]);
    check(folder.path(), &["build"], 0, "", "1 unreadable");
    check(folder.path(), &["build", "--strict"], 4, "", "1 unreadable");
    check(folder.path(), &["check"], 1, "unsupported-format", "1 errors");
}

#[test]
fn documents_are_parsed() {
    let folder = project();
    check(folder.path(), &["parse", "raw/a.txt", "--format", "csv"], 0, ",organization,River Watch,", "");
    check(
        folder.path(),
        &["parse", "raw/a.txt", "--letter", "--format", "json"],
        0,
        "\"date\": \"2021-05-03\"",
        "",
    );
    check(
        folder.path(),
        &["parse", "raw/a.txt", "--claims", "--format", "csv"],
        0,
        "organizations,exactly,3,letter,7,",
        "",
    );
    check(folder.path(), &["parse", "raw/a.txt", "--lines"], 0, "signature", "");
    check(folder.path(), &["parse", "gone.txt"], 1, "position", "gone.txt");
}

#[test]
fn values_are_normalized() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("values", "U.S.A.\nQuux\n\u{ff}\n".as_bytes())]);
    check(
        folder.path(),
        &["normalize", "country", "values", "--format", "csv"],
        0,
        "U.S.A.,US,USA,United States",
        "",
    );
    check(folder.path(), &["normalize", "country", "values", "--format", "json"], 0, "\"alpha2\":\"US\"", "");
    check(folder.path(), &["normalize", "organization", "values"], 0, "quux", "");
    check(folder.path(), &["normalize", "person", "values"], 0, "quux", "");
    check(folder.path(), &["normalize", "country", "gone"], 1, "", "gone");
}

#[test]
fn tables_are_linked_and_measured() {
    let folder = tempfile::tempdir().unwrap();
    let table = "signature_id,letter_id,name,kind,affiliation,country\n1,a,River Watch International,org,,Kenya\n\
                 2,b,\"River Watch International\",org,,KE\n3,b,Lake Foundation,org,,\n4,c,Ann Quuxby,person,Lake Foundation,\n";
    let truth = "signature_id,entity_id\n1,x\n2,x\n3,y\n4,z\n";
    write(folder.path(), &[("t.csv", table.as_bytes()), ("truth.csv", truth.as_bytes())]);
    check(folder.path(), &["link", "t.csv", "-o", "out.csv"], 0, "", "4 rows, 3 entities");
    check(folder.path(), &["evaluate", "linking", "truth.csv", "out.csv"], 0, "1.0000", "");
    check(folder.path(), &["link", "t.csv", "-o", "out.parquet"], 0, "", "");
    check(folder.path(), &["link", "truth.csv", "-o", "out.csv"], 2, "", "letter_id");
    check(folder.path(), &["link", "gone.csv", "-o", "out.csv"], 1, "", "gone.csv");
}

#[test]
fn signatures_entities_and_pairs_are_explained() {
    let folder = project();
    write(
        folder.path(),
        &[(
            "raw/b.txt",
            LETTER
                .replace("rivers", "lakes")
                .replace("3 May", "9 May")
                .replace("Union", "The Union")
                .as_bytes(),
        )],
    );
    check(folder.path(), &["build", "--quiet"], 0, "", "");
    let rows = std::fs::read_to_string(folder.path().join("output/signatures.csv")).unwrap();
    let find = |part: &str| rows.lines().find(|line| line.contains(part)).unwrap().to_owned();
    let field =
        |line: &str, prefix: &str| line.split(',').find(|cell| cell.starts_with(prefix)).unwrap().to_owned();
    let left = field(&find("\"Union of Fishers, Peru\""), "sig-");
    let right = field(&find("\"The Union of Fishers, Peru\""), "sig-");
    let entity = field(&find("\"Union of Fishers, Peru\""), "ent-");
    check(folder.path(), &["explain", &left], 0, "a.txt:13", "");
    check(folder.path(), &["explain", &left, &right], 0, "linked", "");
    check(folder.path(), &["explain", &entity], 0, "The Union of Fishers", "");
    check(folder.path(), &["explain", "sig-zzzzzzzzzzzz"], 1, "", "sig-zzzzzzzzzzzz");
    check(folder.path(), &["explain", "what"], 2, "", "what");
}

#[test]
fn the_shipped_configuration_lists_every_default() {
    let text = std::fs::read_to_string(root().join("pipeline.toml")).unwrap();
    let written: toml::Table = toml::from_str(&text).unwrap();
    let mut config: undersigned::config::Config = toml::from_str(&text).unwrap();
    // The title and the terms of this dataset are its own; everything else is the default.
    config.dataset = undersigned::config::Config::default().dataset;
    assert_eq!(config, undersigned::config::Config::default());
    let defaults = toml::Table::try_from(undersigned::config::Config::default()).unwrap();
    for (section, keys) in &defaults {
        for key in keys.as_table().unwrap().keys() {
            let is_listed =
                written.get(section).is_some_and(|table| table.as_table().unwrap().contains_key(key));
            assert!(is_listed || section == "dataset", "{section}.{key} is not in pipeline.toml");
        }
    }
}

//! A new project: it builds at once, verifies, and never writes over anything.

use crate::support::{files, root, write};
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program was built for this test");
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(told).unwrap())
}

fn check(folder: &Path, arguments: &[&str], status: i32, told: &str) {
    let (found, text) = run(folder, arguments);
    assert_eq!(found, status, "{arguments:?}: {text}");
    assert!(text.contains(told), "{arguments:?}: {told:?} is not in {text}");
}

#[test]
fn a_new_project_builds_and_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("new letters");
    check(folder.path(), &["init", "new letters"], 0, "pipeline.toml");
    check(&project, &["check"], 0, "0 errors");
    check(&project, &["build"], 0, "letters        2 ");
    check(&project, &["verify"], 0, "all as published");
    check(&project, &["build"], 0, "nothing changed");
    // The examples show what the program is for: the same signers, printed otherwise, are linked.
    let mut reader = csv::Reader::from_path(project.join("output/entities.csv")).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == "n_letters").unwrap();
    let in_both = reader.records().filter(|row| &row.as_ref().unwrap()[at] == "2").count();
    assert!(in_both >= 3, "{in_both} entities are in both letters");
    let service = std::fs::read_to_string(project.join("schedule/undersigned.service")).unwrap();
    let own = project.canonicalize().unwrap();
    assert!(service.contains(&format!("WorkingDirectory={}\n", own.display())), "{service}");
}

#[test]
fn nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[("raw/mine.txt", b"mine"), ("curation/countries.csv", b"mine"), ("README.md", b"mine")],
    );
    let before = files(folder.path());
    check(folder.path(), &["init"], 2, "curation/countries.csv, README.md would be overwritten");
    assert_eq!(files(folder.path()), before);
    for name in ["curation/countries.csv", "README.md"] {
        std::fs::remove_file(folder.path().join(name)).unwrap();
    }
    check(folder.path(), &["init", "--bare"], 0, "pipeline.toml");
    let raw: Vec<String> = files(&folder.path().join("raw")).into_keys().collect();
    assert_eq!(raw, ["mine.txt"]);
    write(folder.path(), &[("file", b"mine")]);
    check(folder.path(), &["init", "file"], 1, "file");
}

#[test]
fn a_new_project_has_every_setting_of_this_one() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &["init"], 0, "");
    let text = |path: &Path| std::fs::read_to_string(path).unwrap();
    let (new, own) = (text(&folder.path().join("pipeline.toml")), text(&root().join("pipeline.toml")));
    let of = |text: &str| -> undersigned::config::Config { toml::from_str(text).unwrap() };
    let (new, mut own) = (of(&new), of(&own));
    own.dataset = undersigned::config::Config::default().dataset;
    assert_eq!(new, own);
    let schema = text(&folder.path().join("pipeline.schema.json"));
    assert!(schema == text(&root().join("docs/pipeline.schema.json")), "another schema");
}

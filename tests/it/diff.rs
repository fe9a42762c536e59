//! `diff` between published folders: what changed, why, and back again.

use crate::support::{LETTER, build, config, write};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use undersigned::publish::diff::{self, ChangeRow, Reason};

fn built(raw: &Path, output: &Path) -> diff::Snapshot {
    build(&config(), raw, output).unwrap();
    diff::read(output).unwrap()
}

fn letters() -> [String; 3] {
    let second = LETTER.replace("3 May 2021", "4 June 2022").replace("rivers", "lakes");
    let third = LETTER
        .replace("3 May 2021", "5 July 2023")
        .replace("rivers", "woods")
        .replace("River Watch, Kenya", "Forest Friends, Ghana");
    [LETTER.to_owned(), second, third]
}

fn project(folder: &Path, letters: &[String; 3]) -> std::path::PathBuf {
    let raw = folder.join("raw");
    for (name, letter) in ["a.txt", "b.txt", "c.txt"].iter().zip(letters) {
        write(&raw, &[(name, letter.as_bytes())]);
    }
    raw
}

#[test]
fn a_change_of_one_letter_touches_only_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = letters();
    let raw = project(folder.path(), &texts);
    let old = built(&raw, &folder.path().join("old"));
    texts[2] = texts[2].replace("Forest Friends, Ghana", "Forest Friends, Togo\nTree Council, Togo");
    project(folder.path(), &texts);
    let new = built(&raw, &folder.path().join("new"));

    let changes = diff::run(&old, &new);
    assert_eq!(diff::apply(&old, &changes).unwrap(), new);
    let of = |table: &str| -> BTreeSet<String> {
        let of_table = changes.iter().filter(|change| change.table == table);
        of_table.filter_map(|change| change.record.clone()).collect()
    };
    // One document and letter; the signature that is printed otherwise, the new one, and what moved below.
    assert_eq!((of("documents").len(), of("letters").len()), (1, 1));
    let document = of("documents").into_iter().next().unwrap();
    for snapshot in [&old, &new] {
        let signatures = &snapshot.tables["signatures"];
        let at = signatures.columns.iter().position(|column| column == "document_id").unwrap();
        let touched = of("signatures");
        for row in signatures.rows.values().filter(|row| touched.contains(&row[0])) {
            assert_eq!(row[at], document);
        }
    }
    assert_eq!(of("countries"), BTreeSet::from(["GH".to_owned(), "TG".to_owned()]));
    assert!(of("entities").len() <= 3, "{:?}", of("entities"));
    assert!(of("cosignatures").is_empty());
    let wrong: Vec<&ChangeRow> = changes.iter().filter(|change| change.reason != Reason::Source).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn decisions_merges_and_withdrawals_are_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = letters();
    texts[1] = texts[1].replace("River Watch, Kenya", "Watchers of Rivers, Kenya");
    let raw = project(folder.path(), &texts);
    let (_, dataset) = build(&config(), &raw, &folder.path().join("old")).unwrap();
    let old = diff::read(&folder.path().join("old")).unwrap();
    let id = |name: &str| dataset.signatures.iter().find(|row| row.name == name).unwrap().signature_id;
    let decided = format!(
        "left_signature_id,right_signature_id,decision\n{},{},same\n",
        id("River Watch"),
        id("Watchers of Rivers")
    );
    write(folder.path(), &[("curation/decisions.csv", decided.as_bytes())]);
    let new = built(&raw, &folder.path().join("new"));
    let changes = diff::run(&old, &new);
    let reasons = |changes: &[ChangeRow]| changes.iter().map(|change| change.reason).collect::<BTreeSet<_>>();
    assert!(reasons(&changes).contains(&Reason::Decision), "{changes:#?}");
    assert!(!reasons(&changes).contains(&Reason::Rule), "{changes:#?}");

    let withdrawn = format!("id\n{}\n", id("Forest Friends"));
    write(folder.path(), &[("curation/withdrawals.csv", withdrawn.as_bytes())]);
    let newer = built(&raw, &folder.path().join("newer"));
    let changes = diff::run(&new, &newer);
    assert_eq!(reasons(&changes), BTreeSet::from([Reason::Decision]), "{changes:#?}");
    assert_eq!(diff::apply(&new, &changes).unwrap(), newer);
}

#[test]
fn changes_are_printed_written_and_applied() {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = letters();
    let raw = project(folder.path(), &texts);
    built(&raw, &folder.path().join("old"));
    texts[0] = texts[0].replace("Lake Foundation, Norway", "Lake Foundation, Sweden");
    project(folder.path(), &texts);
    built(&raw, &folder.path().join("new"));
    let run = |arguments: &[&str], status: i32| {
        let output = Command::new(env!("CARGO_BIN_EXE_undersigned"))
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {told}");
        (String::from_utf8(output.stdout).unwrap(), told)
    };
    let (text, _) = run(&["diff", "old", "new"], 0);
    assert!(text.contains("country_text \"Sweden\"") && text.contains("(source)"), "{text}");
    let (notes, _) = run(&["diff", "old", "new", "--notes", "-o", "changes.parquet"], 0);
    assert!(notes.contains("| signatures | 9 | 9 | +0 | 1 | 1 |"), "{notes}");
    assert!(!notes.contains("rule 1"), "{notes}");
    run(&["diff", "old", "new", "-o", "changes.html"], 0);
    let page = std::fs::read_to_string(folder.path().join("changes.html")).unwrap();
    for expected in
        ["<h1>What changed</h1>", "<del><bdi>Norway</bdi></del>", "<bdi>Sweden</bdi>", "href=\"#signatures\""]
    {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(!page.contains("<script") && !page.contains("src="));
    let (json, _) = run(&["diff", "old", "new", "--format", "json"], 0);
    assert!(!serde_json::from_str::<Vec<serde_json::Value>>(&json).unwrap().is_empty());
    let (nothing, told) = run(&["diff", "new", "new"], 0);
    assert_eq!((nothing.as_str(), told.contains("0 records differ")), ("", true));

    run(&["diff", "old", "made", "--apply", "changes.parquet"], 0);
    for entry in std::fs::read_dir(folder.path().join("new")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".csv") {
            let read = |of: &str| std::fs::read(folder.path().join(of).join(&name)).unwrap();
            assert!(read("made") == read("new"), "{name}");
        }
    }
    run(&["diff", "old", "made", "--apply", "changes.parquet"], 2);
    run(&["diff", "new", "other", "--apply", "changes.parquet"], 1);
    run(&["diff", "old", "raw"], 2);
}

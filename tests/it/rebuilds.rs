//! Building again: what is kept gives what a full build gives, nothing is touched when nothing changed, and
//! whatever goes wrong leaves a whole dataset behind.
//!
//! `PROPTEST_CASES=500` and `UNDERSIGNED_KILLS=200` make these tests as thorough as they are before a release.

use crate::support::{LETTER, Silent, files, places, write};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};
use undersigned::config::Config;
use undersigned::pipeline::codes::RunCode;
use undersigned::pipeline::plan::{Action, plan};
use undersigned::pipeline::record::Ending;
use undersigned::pipeline::{self, Built, Places, Purpose};

fn build(folder: &Path, purpose: Purpose) -> Built {
    pipeline::build(&Config::default(), &places(folder), purpose, &Silent).unwrap()
}

/// The output that a full build in another folder gives.
fn from_nothing(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = tempfile::tempdir().unwrap();
    let places = Places { output: output.path().join("output"), state: None, ..places(folder) };
    pipeline::build(&Config::default(), &places, Purpose::Publish, &Silent).unwrap();
    files(&places.output)
}

fn times(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.path(), entry.metadata().unwrap().modified().unwrap())).collect()
}

/// A letter on a matter, with those of the signers whose number is in `signers`.
fn letter(matter: usize, signers: &[usize]) -> String {
    const NAMES: [&str; 8] = [
        "River Watch, Kenya",
        "Lake Foundation (LF), Norway",
        "The River Watch, Kenya",
        "Union of Fishers, Peru",
        "Ann Other, Union of Fishers",
        "Forest Circle e.V., Germany",
        "Ann B. Other, fisher",
        "Lake Fundation, Norway",
    ];
    let names: Vec<&str> = signers.iter().map(|signer| NAMES[signer % NAMES.len()]).collect();
    let (head, _) = LETTER.split_once("River Watch").unwrap();
    format!("{}{}\n", head.replace("rivers", &format!("rivers {matter}")), names.join("\n"))
}

#[test]
fn nothing_is_touched_when_nothing_changed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("raw/a.txt", LETTER.as_bytes()), ("raw/a.toml", b"language = \"en\"\n")]);
    assert_eq!(build(folder.path(), Purpose::Publish).ending, Ending::Published);
    let before = times(&folder.path().join("output"));
    let again = build(folder.path(), Purpose::Publish);
    assert_eq!((again.ending, again.made.is_some()), (Ending::Unchanged, false));
    assert_eq!(again.counts.signatures, 3);
    // Everything is made anew and turns out the same.
    assert_eq!(build(folder.path(), Purpose::Afresh).ending, Ending::Unchanged);
    assert_eq!(times(&folder.path().join("output")), before);
}

#[test]
fn each_kind_of_change_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes()), ("raw/b.txt", letter(2, &[0, 1]).as_bytes())]);
    build(root, Purpose::Publish);
    let check = |what: &str, is_changed: bool| {
        let built = build(root, Purpose::Publish);
        assert!(built.made.is_some(), "{what} was not seen");
        assert_eq!(built.ending == Ending::Published, is_changed, "{what}");
        assert!(files(&root.join("output")) == from_nothing(root), "{what}");
        assert!(build(root, Purpose::Publish).made.is_none(), "{what} is seen twice");
    };
    write(root, &[("raw/a.toml", b"title = \"On lakes\"\n")]);
    check("a sidecar", true);
    write(root, &[("curation/countries.csv", b"text,country,reason\nPeru,BO,a test\n")]);
    check("a decision about a country", true);
    write(root, &[("curation/notes.txt", b"nothing that is read")]);
    check("a file of curation", false);
    std::fs::rename(root.join("raw/b.txt"), root.join("raw/c.txt")).unwrap();
    check("a new name", true);
    std::fs::remove_file(root.join("raw/c.txt")).unwrap();
    check("a removed letter", true);
    std::fs::write(root.join("output/letters.csv"), "spoilt").unwrap();
    check("a spoilt output", true);
    std::fs::remove_file(root.join("output/README.md")).unwrap();
    check("an incomplete output", true);
    for name in ["readings.pack", "linkage.pack", "published.json"] {
        std::fs::write(root.join("state").join(name), "spoilt").unwrap();
    }
    check("what is kept is spoilt", false);
    std::fs::remove_dir_all(root.join("state")).unwrap();
    check("nothing is kept", false);
}

#[test]
fn a_plan_says_what_would_be_done_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let check = |expected: &[(Action, &str, &str)]| {
        let steps = plan(&Config::default(), &places(root)).unwrap();
        let told: Vec<_> =
            steps.iter().map(|step| (step.action, step.path.as_str(), step.why.as_str())).collect();
        assert_eq!(told, expected);
    };
    write(root, &[("raw/a.txt", LETTER.as_bytes()), ("raw/b.txt", letter(1, &[0, 3]).as_bytes())]);
    let (nothing, whole) = ("nothing is kept of it", "nothing is kept of an earlier build");
    check(&[
        (Action::Read, "a.txt", nothing),
        (Action::Read, "b.txt", nothing),
        (Action::Link, "", whole),
        (Action::Publish, "", whole),
    ]);
    build(root, Purpose::Publish);
    check(&[]);
    write(root, &[("raw/a.toml", b"title = \"On lakes\"\n"), ("raw/c.txt", letter(2, &[1, 4]).as_bytes())]);
    std::fs::remove_file(root.join("raw/b.txt")).unwrap();
    let documents = "documents changed";
    check(&[
        (Action::Read, "a.txt", "its sidecar changed"),
        (Action::Read, "c.txt", "it is new"),
        (Action::Drop, "b.txt", "it is no longer there"),
        (Action::Link, "", documents),
        (Action::Publish, "", documents),
    ]);
    build(root, Purpose::Publish);
    std::fs::write(root.join("output/letters.csv"), "spoilt").unwrap();
    let spoilt = "the output is not what was published";
    check(&[(Action::Link, "", spoilt), (Action::Publish, "", spoilt)]);
}

#[test]
fn checking_publishes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes())]);
    assert!(!build(root, Purpose::Check).changed.is_empty());
    assert!(!root.join("output").exists());
    build(root, Purpose::Publish);
    assert!(build(root, Purpose::Check).changed.is_empty());
    write(root, &[("raw/a.txt", letter(1, &[1, 2]).as_bytes())]);
    let before = files(&root.join("output"));
    let changed = build(root, Purpose::Check).changed;
    assert!(
        changed.contains(&"signatures.csv".to_owned())
            && !changed.contains(&"missing_letters.csv".to_owned()),
        "{changed:?}"
    );
    assert!(files(&root.join("output")) == before);
}

#[test]
fn the_dataset_before_stays_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes())]);
    build(root, Purpose::Publish);
    let first = files(&root.join("output"));
    write(root, &[("raw/a.txt", letter(1, &[1, 2]).as_bytes())]);
    build(root, Purpose::Publish);
    assert!(files(&root.join("state/previous")) == first);
    // What is no dataset of ours is not thrown away for it.
    std::fs::remove_dir_all(root.join("state/previous")).unwrap();
    write(root, &[("state/previous/diary.txt", b"dear"), ("raw/a.txt", LETTER.as_bytes())]);
    build(root, Purpose::Publish);
    assert!(root.join("state/previous/diary.txt").exists());
}

/// One thing that a person does to the input.
#[derive(Debug, Clone)]
enum Step {
    Write(usize, Vec<usize>),
    Remove(usize),
    Rename(usize, usize),
    Country(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_usize..4, prop::collection::vec(0_usize..8, 1..5)).prop_map(|(at, signers)| Step::Write(at, signers)),
        1 => (0_usize..4).prop_map(Step::Remove),
        2 => (0_usize..4, 0_usize..4).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => any::<bool>().prop_map(Step::Country),
    ]
}

fn take(root: &Path, step: &Step) {
    let path = |at: usize| root.join(format!("raw/{at}.txt"));
    // What cannot be done, such as removing what is not there, changes nothing.
    let _ = match step {
        Step::Write(at, signers) => std::fs::write(path(*at), letter(*at, signers)),
        Step::Remove(at) => std::fs::remove_file(path(*at)),
        Step::Rename(from, to) => std::fs::rename(path(*from), path(*to)),
        Step::Country(true) => {
            write(root, &[("curation/countries.csv", b"text,country,reason\nPeru,BO,a test\n")]);
            Ok(())
        }
        Step::Country(false) => std::fs::remove_file(root.join("curation/countries.csv")),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn what_is_kept_gives_what_a_full_build_gives(steps in prop::collection::vec(step(), 1..5)) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, &[("raw/z.txt", LETTER.as_bytes())]);
        build(root, Purpose::Publish);
        for step in &steps {
            take(root, step);
            build(root, Purpose::Publish);
        }
        prop_assert!(files(&root.join("output")) == from_nothing(root));
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(6)
}

/// Whether a folder holds a dataset, whole: every file has the hash that `SHA256SUMS` says, and there is no other.
fn assert_whole(output: &Path) {
    let there = files(output);
    let sums = String::from_utf8(there["SHA256SUMS"].clone()).unwrap();
    let hash =
        |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let found: String = there
        .iter()
        .filter(|(name, _)| *name != "SHA256SUMS")
        .map(|(name, bytes)| format!("{}  {name}\n", hash(bytes)))
        .collect();
    assert_eq!(found, sums);
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
    command.current_dir(folder).args(["build", "--quiet"]).stderr(Stdio::null());
    command
}

#[cfg(unix)]
#[test]
fn a_killed_build_leaves_a_whole_dataset() {
    let kills = std::env::var("UNDERSIGNED_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8_u32);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("pipeline.toml", b""), ("raw/a.txt", letter(1, &[0, 1, 2]).as_bytes())]);
    let begun = std::time::Instant::now();
    assert!(program(root).status().unwrap().success());
    let whole_run = begun.elapsed();
    // An edition also tells of the ids of those before it: there and back until none is new.
    let states = [letter(1, &[0, 1, 2]), letter(1, &[3, 4, 5, 6])];
    let mut outputs = Vec::new();
    for round in 0..6 {
        write(root, &[("raw/a.txt", states[round % 2].as_bytes())]);
        assert!(program(root).status().unwrap().success());
        outputs.push(files(&root.join("output")));
    }
    assert!(outputs[4] == outputs[2] && outputs[5] == outputs[3], "no edition comes back");
    for kill in 0..kills {
        write(root, &[("raw/a.txt", states[kill as usize % 2].as_bytes())]);
        let mut child = program(root).spawn().unwrap();
        // Later and later, from the first moment to the last.
        std::thread::sleep(
            whole_run.mul_f64(1.1 * f64::from(kill) / f64::from(kills)).max(Duration::from_millis(1)),
        );
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(&root.join("output"));
        assert!(outputs.contains(&files(&root.join("output"))), "neither the old dataset nor the new");
    }
    assert!(program(root).status().unwrap().success());
    let names: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let litter: Vec<_> =
        names.iter().filter(|name| name.to_string_lossy().starts_with(".undersigned-")).collect();
    assert!(litter.is_empty(), "{litter:?}");
}

#[test]
fn two_builds_exclude_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes())]);
    let other = undersigned::publish::open(&root.join("output")).unwrap();
    let refused = pipeline::build(&Config::default(), &places(root), Purpose::Publish, &Silent).unwrap_err();
    assert!(refused.to_string().contains("another run is publishing"), "{refused}");
    drop(other);
    build(root, Purpose::Publish);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_not_tried_again_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes())]);
    std::os::unix::fs::symlink(root, root.join("raw/b.txt")).unwrap();
    assert_eq!(build(root, Purpose::Publish).counts.documents_unreadable, 1);
    assert!(build(root, Purpose::Publish).made.is_none());
}

#[test]
fn rows_against_a_gate_are_saved_and_go_when_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes()), ("state/gates/notes.csv", b"mine")]);
    let run = |toml: &str| {
        let config = Config::parse("pipeline.toml", toml).unwrap();
        pipeline::build(&config, &places(root), Purpose::Publish, &Silent)
    };
    let record = || std::fs::read_to_string(root.join("state/run.json")).unwrap();
    let rows = root.join("state/gates/min_signatures_of_a_letter.csv");
    assert!(run("[gates]\nmin_signatures_of_a_letter = 4\n").is_err());
    assert!(record().contains("\"ending\": \"gates\"") && !root.join("output").exists());
    assert_eq!(std::fs::read_to_string(&rows).unwrap(), "where,what\na.txt,3 signatures\n");

    let warned = run("[gates.warn]\nmin_signatures_of_a_letter = 4\n").unwrap();
    let near = (RunCode::NearGate, "3 is below gates.warn.min_signatures_of_a_letter, 4".to_owned());
    assert_eq!(warned.warnings, [near]);
    assert!(root.join("output").exists());
    run("").unwrap();
    assert!(!rows.exists() && root.join("state/gates/notes.csv").exists());
    assert!(record().contains("\"verdict\": \"kept\"") && !record().contains("\"verdict\": \"warned\""));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_kept_is_told_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes()), ("state", b"a file, no folder")]);
    let built = build(root, Purpose::Publish);
    assert_eq!(built.ending, Ending::Published);
    assert!(
        built.warnings.iter().any(|(_, warning)| warning.contains("the next build will take longer")),
        "{:?}",
        built.warnings
    );
    assert!(files(&root.join("output")) == from_nothing(root));
}

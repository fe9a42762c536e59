//! What helps people: codes that are explained, a doctor, completions, man pages, and logs that machines read.

use crate::support::{LETTER, root, run, write};
use std::collections::BTreeSet;
use undersigned::model::IssueCode;
use undersigned::model::vocabulary::Vocabulary;
use undersigned::pipeline::codes::RunCode;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn project(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline.toml", b""), ("raw/a.txt", LETTER.as_bytes())]);
    write(folder.path(), files);
    folder
}

#[test]
fn every_code_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let of_issues = IssueCode::VALUES.iter().map(|(_, name, _)| *name);
    let of_runs = RunCode::VALUES.iter().map(|(_, name, _)| *name);
    let names: Vec<&str> = of_issues.chain(of_runs).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "a code has two meanings");
    for name in ["stale-decision", "disk-full"] {
        let output = run(folder.path(), &["explain", name]);
        let told = text(&output.stdout);
        assert!(output.status.success() && told.starts_with(name) && told.contains("What to do:"), "{told}");
    }
}

#[test]
fn every_message_is_documented() {
    use undersigned::model::Code;
    fn rows<C: Code>() -> String {
        C::VALUES
            .iter()
            .map(|(code, name, meaning)| {
                let guide = code.guide();
                let meaning = meaning.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("| `{name}` | {} | {meaning} | {} |\n", guide.severity, guide.advice)
            })
            .collect()
    }
    let head = "| code | | what it means | what to do |\n|---|---|---|---|\n";
    let made = format!(
        "# Messages\n\nEvery message has a code that stays the same across versions; `undersigned explain CODE` tells \
         what is told here, with an example.\n\n## About documents and decisions\n\nThese are rows of the table `issues` \
         too.\n\n{head}{}\n## About a project or a run\n\n{head}{}",
        rows::<IssueCode>(),
        rows::<RunCode>()
    );
    let path = root().join("docs/messages.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let shipped = std::fs::read_to_string(path).unwrap_or_default();
    assert!(shipped == made, "UPDATE=1 cargo test every_message writes docs/messages.md anew");
}

#[test]
fn the_doctor_tells_what_is_wrong_and_where() {
    let check = |files: &[(&str, &[u8])], status: i32, told: &[&str]| {
        let folder = project(files);
        let output = run(folder.path(), &["check"]);
        let found = text(&output.stdout);
        assert_eq!(output.status.code(), Some(status), "{found}{}", text(&output.stderr));
        for part in told {
            assert!(found.contains(part), "{part:?} is not in {found}");
        }
    };
    let terms = b"[dataset]\nlicence = \"CC0-1.0\"\n[[dataset.creators]]\nname = \"Ann Other\"\n";
    check(
        &[("pipeline.toml", terms)],
        0,
        &["raw: note[missing-source-licence]: the licence of 1 of 1 documents"],
    );
    check(&[], 0, &["pipeline.toml: warning[missing-licence]", "warning[missing-creators]"]);
    check(&[("pipeline.toml", b"\n[dataset]\n")], 0, &["pipeline.toml:2:1: warning[missing-licence]"]);
    check(&[("raw/b.png", b"x")], 1, &["raw/b.png: error[unsupported-format]"]);
    check(&[("raw/lost.toml", b"")], 0, &["raw/lost.toml: warning[orphan-sidecar]"]);
    check(
        &[("raw/a.toml", b"\ntittle = 1\n")],
        1,
        &["raw/a.toml:2:1: error[invalid-sidecar]", "    | tittle = 1"],
    );
    check(&[("curation/decision.csv", b"")], 0, &["curation/decision.csv: warning[unread-file]"]);
    check(
        &[("curation/registry.csv", b"what\n")],
        1,
        &["curation/registry.csv:1:1: error[invalid-registry]"],
    );
    check(
        &[(
            "curation/decisions.csv",
            b"left_signature_id,right_signature_id,decision\nsig-000000000000,sig-000000000001,same\n",
        )],
        0,
        &["curation/decisions.csv:2:1: warning[stale-decision]"],
    );
    let gates = b"[gates]\nmin_letters = 2\nmax_churn = 0.1\n[gates.warn]\nmax_churn = 0.2\n";
    check(
        &[("pipeline.toml", gates)],
        1,
        &[
            "pipeline.toml:2:15: error[quality-gate]: 1 is below gates.min_letters, 2",
            "pipeline.toml:5:13: warning[idle-gate]",
        ],
    );
    check(&[("output/notes.txt", b"mine")], 1, &["output: error[not-replaceable]"]);
    let disagreeing = LETTER.replace("of 3", "of 4");
    check(&[("raw/a.txt", disagreeing.as_bytes())], 0, &["raw/a.txt:7:", "note[count-disagrees]"]);

    let folder = project(&[]);
    std::fs::remove_file(folder.path().join("raw/a.txt")).unwrap();
    let output = run(folder.path(), &["check", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<&str> =
        found.as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"no-documents") && output.status.code() == Some(1), "{codes:?}");
    std::fs::remove_dir(folder.path().join("raw")).unwrap();
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("error[missing-input]: cannot read the input folder raw"));
}

#[test]
fn a_registry_that_is_gone_is_told() {
    let folder = project(&[]);
    assert!(run(folder.path(), &["build"]).status.success());
    std::fs::remove_file(folder.path().join("curation/registry.csv")).unwrap();
    let told = text(&run(folder.path(), &["check"]).stdout);
    assert!(told.contains("curation/registry.csv: warning[missing-registry]"), "{told}");
}

#[test]
fn shells_and_man_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = text(&run(folder.path(), &["completions", shell]).stdout);
        for word in ["build", "explain", "dry-run", "verify"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    assert_eq!(run(folder.path(), &["completions", "dos"]).status.code(), Some(2));
    assert!(run(folder.path(), &["man", "pages/man1"]).status.success());
    let pages = folder.path().join("pages/man1");
    for name in ["undersigned.1", "undersigned-build.1", "undersigned-explain.1"] {
        assert!(std::fs::read_to_string(pages.join(name)).unwrap().contains(".SH"), "{name}");
    }
    let output = run(folder.path(), &["man", "pages/man1/undersigned.1"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn logs_hold_lines_and_nothing_else() {
    let folder = project(&[("raw/odd\u{1b}[31m.png", b"x")]);
    let output = run(folder.path(), &["build"]);
    let is_plain = |c: char| !c.is_control() || c == '\n';
    assert!(text(&output.stderr).chars().all(is_plain), "{:?}", text(&output.stderr));
    let output = run(folder.path(), &["check"]);
    assert!(text(&output.stdout).chars().all(is_plain));

    let output = run(folder.path(), &["build", "--force", "--log-format", "json"]);
    let told = text(&output.stderr);
    let events: BTreeSet<String> = told
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
            if line["event"] == "stage" {
                assert!(line["seconds"].is_number(), "{line}");
            }
            if line["event"] == "warning" {
                assert!(line["code"].is_string(), "{line}");
            }
            line["event"].as_str().unwrap().to_owned()
        })
        .collect();
    assert!(["message", "stage", "warning"].iter().all(|event| events.contains(*event)), "{events:?}");

    write(folder.path(), &[("pipeline.toml", b"[gates]\nmin_letters = 9\n")]);
    let output = run(folder.path(), &["build", "--quiet", "--log-format", "json"]);
    let line: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((line["event"].as_str(), line["code"].as_str()), (Some("error"), Some("quality-gate")));
    assert_eq!(output.status.code(), Some(3));
}

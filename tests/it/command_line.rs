//! The command line as a user meets it: what it prints, where, and how it ends.

use crate::support::{LETTER, root, run, write};
use std::path::Path;
use std::process::{Command, Stdio};

fn check(folder: &Path, arguments: &[&str], status: i32, stdout: &str, stderr: &str) {
    let output = run(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{out}\n{err}");
    assert!(out.contains(stdout), "{arguments:?}: {stdout:?} is not in\n{out}");
    assert!(err.contains(stderr), "{arguments:?}: {stderr:?} is not in\n{err}");
}

/// Runs with a reader of stdout that is gone before anything is written.
fn check_closed_pipe(folder: &Path, arguments: &[&str]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .current_dir(folder)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built for this test");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program is a child of this one");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), told.as_str()), (Some(0), ""), "{arguments:?}");
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("the folder for temporary files can be written");
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
        &["build", "--force", "--log-format", "json"],
        0,
        "",
        "{\"event\":\"stage\",\"stage\":\"read\"",
    );
    assert!(run(folder.path(), &["build", "--quiet", "--log-format", "json"]).stderr.is_empty());
    check(folder.path(), &["build"], 0, "", "warning[missing-licence]: dataset.licence is not set");
}

#[test]
fn without_a_project_the_program_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &[], 2, "", "Usage: undersigned");
    check(folder.path(), &["--quiet"], 2, "", "Usage: undersigned");
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
    assert!(folder.path().join("raw/a.txt").exists());
    write(folder.path(), &[("raw/b.png", b"x")]);
    check(folder.path(), &["build"], 0, "", "1 unreadable");
    check(folder.path(), &["build", "--strict"], 4, "", "1 unreadable");
    check(folder.path(), &["check"], 1, "unsupported-format", "1 errors");
    check(folder.path(), &["build"], 0, "", "issues         1 (1 error; see issues.csv)");
}

#[test]
fn documents_and_dataset_do_not_lie_in_each_other() {
    let folder = project();
    let refused = "must not lie in each other";
    for output in ["raw", "raw/output", "raw/not/yet", "gone/../raw/output", ".", "./raw/.."] {
        check(folder.path(), &["build", "--output", output], 2, "", refused);
    }
    check(folder.path(), &["build", "--raw", "output/letters"], 2, "", refused);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("raw", folder.path().join("link")).unwrap();
        check(folder.path(), &["build", "--output", "link/output"], 2, "", refused);
    }
    write(folder.path(), &[("pipeline.toml", b"[output]\ndir = \"raw/output\"\n")]);
    check(folder.path(), &["build"], 2, "", refused);
    check(folder.path(), &["build", "--output", "rawer"], 0, "", "");
    for state in [".", "output", "raw/kept", "curation"] {
        let configured = format!("[output]\nstate = \"{state}\"\n");
        write(folder.path(), &[("pipeline.toml", configured.as_bytes())]);
        check(folder.path(), &["build"], 2, "", "must be a folder of its own");
    }
    assert!(folder.path().join("raw/a.txt").exists());
}

#[test]
fn errors_are_told_quietly_or_not() {
    let folder = project();
    check(
        folder.path(),
        &["parse", "--quiet", "gone.txt"],
        1,
        "position",
        "error[unreadable-file]: gone.txt: No such file",
    );
    check(
        folder.path(),
        &["parse", "--quiet", "--log-format", "json", "gone.txt"],
        1,
        "",
        "{\"event\":\"error\",\"code\":\"unreadable-file\",\"text\":\"gone.txt: No such file",
    );
    write(folder.path(), &[("empty.txt", b""), ("odd.txt", &[LETTER.as_bytes(), b"\xff\n"].concat())]);
    check(
        folder.path(),
        &["parse", "--quiet", "empty.txt"],
        1,
        "",
        "error[empty-document]: empty.txt: the file is empty",
    );
    check(folder.path(), &["parse", "--quiet", "raw"], 1, "", "error[unreadable-file]: raw: it is a folder");
    assert!(run(folder.path(), &["parse", "--quiet", "raw/a.txt"]).stderr.is_empty());
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let folder = project();
    write(folder.path(), &[("values", "U.S.A.\n".repeat(100_000).as_bytes())]);
    for format in ["text", "csv", "json"] {
        check_closed_pipe(folder.path(), &["--quiet", "parse", "raw/a.txt", "--format", format]);
        check_closed_pipe(folder.path(), &["normalize", "country", "values", "--format", format]);
    }
}

#[test]
fn sidecars_and_decisions_are_found_where_they_are() {
    let folder = project();
    write(folder.path(), &[("raw/a.txt.toml", b"title = \"Of the sidecar\"\n")]);
    check(folder.path(), &["parse", "raw/a.txt", "--letter"], 0, "Of the sidecar", "");
    write(folder.path(), &[("raw/a.txt.toml", b"titel = 1\n")]);
    check(
        folder.path(),
        &["parse", "raw/a.txt", "--letter"],
        0,
        "",
        "error[invalid-sidecar]: raw/a.txt.toml:1:1: unknown field",
    );
    write(
        folder.path(),
        &[
            ("pipeline.toml", b"[input]\ncuration = \"people/verdicts\"\n"),
            ("people/verdicts/decisions.csv", b"left,right\n"),
        ],
    );
    check(folder.path(), &["check"], 1, "verdicts/decisions.csv", "");
}

#[test]
fn arguments_that_cannot_be_meant_are_refused() {
    let folder = project();
    check(folder.path(), &["build", "--jobs", "513"], 2, "", "513");
    check(folder.path(), &["build", "--jobs", "-1"], 2, "", "-1");
    check(folder.path(), &["build", "--jobs", "2"], 0, "", "signatures     3");
    for command in ["build", "check"] {
        check(folder.path(), &[command, "--raw", "gone"], 2, "", "cannot read the input folder gone");
        check(folder.path(), &[command, "--raw", "pipeline.toml"], 2, "", "cannot read the input folder");
    }
}

/// Decisions below the header, and what `build` and `check` tell of them.
fn check_decisions(folder: &Path, rows: &[u8], told: &[&str], summary: &str) {
    let header = b"left_signature_id,right_signature_id,decision,reason,who,date\n".as_slice();
    write(folder, &[("curation/decisions.csv", &[header, rows].concat())]);
    for part in told {
        check(folder, &["build"], 0, "", part);
        check(folder, &["build"], 0, "", summary);
        if part.starts_with("error[") {
            check(folder, &["build", "--quiet"], 0, "", part);
        }
        let is_error = i32::from(summary.contains("error"));
        let listed = part.rsplit_once(": ").unwrap().1;
        check(folder, &["check", "--format", "csv"], is_error, listed, "");
    }
}

#[test]
fn decisions_that_are_not_obeyed_are_told() {
    let folder = project();
    check(folder.path(), &["build"], 0, "", "\nissues         0\n");
    let rows = std::fs::read_to_string(folder.path().join("output/signatures.csv")).unwrap();
    let ids: Vec<&str> =
        rows.lines().filter_map(|row| row.split(',').find(|cell| cell.starts_with("sig-"))).collect();
    let (a, b) = (ids[0], ids[1]);
    let check = |rows: &str, told: &[&str], summary: &str| {
        let rows = rows.replace("A,", &format!("{a},")).replace("B,", &format!("{b},"));
        check_decisions(folder.path(), rows.as_bytes(), told, summary);
    };
    check("A,B, Same ,,,\n", &[], "");
    check(
        "A,sig-zzzzzzzzzzzz,same,,,\n",
        &[
            "warning[stale-decision]: curation/decisions.csv:2:1: The signature sig-zzzzzzzzzzzz is no longer there",
        ],
        "1 (1 warning; see issues.csv)",
    );
    check(
        "A,B,same,,,\nA,B,different,,,\nB,A\n",
        &[
            "error[contradictory-decisions]: curation/decisions.csv:3:1: Decided to be different",
            "error[invalid-curation]: curation/decisions.csv:4:1: The row has 2 fields",
        ],
        "\nissues         2 (2 errors; see issues.csv)\n",
    );
    check_decisions(
        folder.path(),
        b"\xff\n",
        &["error[invalid-curation]: curation/decisions.csv: it is not UTF-8: see line 2"],
        "1 error",
    );
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
    check(folder.path(), &["parse", "raw/a.txt", "--explain"], 0, "signature", "");
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
    check(folder.path(), &["normalize", "kind", "values"], 0, "\tscore\treasons\n", "");
    let long = format!("{} Foundation", "River Watch ".repeat(8).trim());
    let persons = "Ann Quuxby, PhD, MBE\n";
    write(folder.path(), &[("persons", persons.as_bytes()), ("long", long.as_bytes())]);
    check(folder.path(), &["normalize", "person", "persons"], 0, "\tPhD, MBE\n", "");
    check(folder.path(), &["normalize", "organization", "long"], 0, &long, "");
    let nothing = "\"alpha2\":null,\"alpha3\":null,";
    check(folder.path(), &["normalize", "country", "values", "--format", "json"], 0, nothing, "");
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
    let csv = ["--format", "csv"];
    let evaluate = |arguments: &[&str], status: i32, told: &str| {
        check(folder.path(), &[&["evaluate"], arguments, &csv].concat(), status, told, "");
    };
    evaluate(&["linking", "truth.csv", "out.csv"], 0, "clusters,1.0000,1.0000,1.0000\n");
    write(folder.path(), &[("found.csv", b"signature_id,entity_id\n1,x\n2,x\n3,x\n4,z\n")]);
    evaluate(&["linking", "truth.csv", "found.csv"], 0, "clusters,0.5000,0.3333,0.4000\n");
    evaluate(&["sample", "truth.csv", "found.csv", "--drawn", "clusters"], 0, "pairs precision,0.3333,");
    evaluate(&["thresholds", "truth.csv", "t.csv", "--at", "0.9,0.95"], 0, "\n0.95,3,1.0000,1.0000,1.0000,");
    evaluate(&["thresholds", "truth.csv", "t.csv", "--at", "1.5"], 2, "");
    write(folder.path(), &[("apart.csv", b"left_signature_id,right_signature_id\n1,3\n1,4\n")]);
    evaluate(&["apart", "apart.csv", "found.csv"], 1, "\n1,3,x\n");
    evaluate(&["apart", "apart.csv", "out.csv"], 0, "");
    check(folder.path(), &["link", "t.csv", "-o", "out.parquet"], 0, "", "");
    check(folder.path(), &["link", "truth.csv", "-o", "out.csv"], 2, "", "letter_id");
    check(folder.path(), &["link", "gone.csv", "-o", "out.csv"], 1, "", "gone.csv");
    check(folder.path(), &["link", "t.csv", "-o", "o.json"], 2, "", "must end in .csv, .parquet or .pq");
    assert!(!folder.path().join("o.json").exists());

    let gold = "kind,name,country_iso2\norg,River Watch,KE\nperson,Ann Quuxby,\norg,Lake Foundation,NO\n";
    let predicted =
        "name,kind,country\nriver watch,organization,KE\nAnn Quuxby,person,PE\nLake Foundation,unknown,NO\n";
    write(folder.path(), &[("gold.csv", gold.as_bytes()), ("predicted.csv", predicted.as_bytes())]);
    let measured = |figure: &str| {
        let arguments = ["evaluate", "parsing", "gold.csv", "predicted.csv", "--format", "csv"];
        check(folder.path(), &arguments, 0, figure, "");
    };
    measured("rows f1,1.0000\n");
    measured("kind accuracy,0.6667\n");
    measured("country accuracy,0.6667\n");
    write(folder.path(), &[("odd.csv", b"name,kind,country\nRiver Watch,orgy,KE\n")]);
    check(folder.path(), &["evaluate", "parsing", "odd.csv", "predicted.csv"], 1, "", "`orgy`");
    check(folder.path(), &["evaluate", "parsing", "truth.csv", "predicted.csv"], 2, "", "`name`");
    write(folder.path(), &[("ragged.csv", b"signature_id,entity_id\n1\n")]);
    check(
        folder.path(),
        &["evaluate", "linking", "ragged.csv", "out.csv"],
        1,
        "",
        "found record with 1 fields",
    );
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
                .replace("Norway", "Peru")
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
    check(folder.path(), &["explain", &left, &right], 0, "They are one entity", "");
    let ids = |part: &str| -> Vec<String> {
        rows.lines().filter(|line| line.contains(part)).map(|line| field(line, "sig-")).collect()
    };
    let says_same = |left: &str, right: &str| {
        let output = run(folder.path(), &["explain", left, right]);
        String::from_utf8_lossy(&output.stdout).contains("They are the same record")
    };
    let watch = ids("\"River Watch, Kenya\"");
    assert!(says_same(&watch[0], &watch[1]));
    assert!(!says_same(&ids("\"Lake Foundation, Norway\"")[0], &ids("\"Lake Foundation, Peru\"")[0]));
    check(folder.path(), &["explain", &left, &entity], 0, "They are one entity", "");
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

#[test]
fn the_readme_shows_what_a_build_prints() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["raw", "pipeline.toml"] {
        for (path, content) in crate::support::files(&root().join(name)) {
            let path = if path.is_empty() { name.to_owned() } else { format!("{name}/{path}") };
            write(folder.path(), &[(path.as_str(), content.as_slice())]);
        }
    }
    let printed = String::from_utf8(run(folder.path(), &[]).stderr).unwrap();
    let summary = printed.split("\n\n").nth(1).unwrap().trim();
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let shown =
        readme.split("<!-- summary -->\n```text\n").nth(1).unwrap().split("```").next().unwrap().trim();
    assert_eq!(shown, summary);
}

#[test]
fn the_readme_shows_rows_of_the_dataset() {
    let mut reader = csv::Reader::from_path(root().join("output/signatures.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let names: Vec<&str> = readme
        .lines()
        .find(|line| line.starts_with("| letter | line |"))
        .unwrap()
        .split('|')
        .map(str::trim)
        .collect();
    let shown: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| 20"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(shown.len(), 5);
    for cells in shown {
        let is_row = |row: &csv::StringRecord| {
            names.iter().zip(&cells).all(|(name, cell)| {
                let column = if *name == "line" { "line_start" } else { name };
                header.iter().position(|known| known == column).is_none_or(|at| &row[at] == *cell)
            })
        };
        assert!(rows.iter().any(is_row), "{cells:?} is no row of output/signatures.csv");
    }
}

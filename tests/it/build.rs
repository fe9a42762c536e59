//! The dataset as a whole: the committed output, determinism, decisions, what survives a failed build.

use crate::support::{LETTER, build, config, files, root, write};
use std::path::Path;
use undersigned::config::Config;
use undersigned::pipeline::BuildError;

/// Names of files whose content differs, or that only one side has.
fn differences(a: &Path, b: &Path) -> Vec<String> {
    let (a, b) = (files(a), files(b));
    let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

#[test]
fn the_committed_output_is_what_the_shipped_input_gives() {
    let committed = root().join("output");
    if std::env::var_os("UPDATE").is_some() {
        build(&config(), &root().join("raw"), &committed).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    for below in ["raw", "curation"] {
        for (name, content) in files(&root().join(below)) {
            write(&folder.path().join(below), &[(&name, &content)]);
        }
    }
    let output = folder.path().join("output");
    build(&config(), &folder.path().join("raw"), &output).unwrap();
    let update = "run with UPDATE=1 and read the difference";
    assert_eq!(differences(&output, &committed), Vec::<String>::new(), "{update}");
    let curation = (folder.path().join("curation"), root().join("curation"));
    assert_eq!(differences(&curation.0, &curation.1), Vec::<String>::new(), "{update}");
    // Without a memory of ids it gives the same bytes.
    std::fs::remove_file(curation.0.join("registry.csv")).unwrap();
    build(&config(), &folder.path().join("raw"), &output).unwrap();
    assert_eq!(differences(&output, &committed), Vec::<String>::new());
}

#[test]
fn the_bytes_depend_on_neither_threads_nor_folder_nor_order() {
    let sources = files(&root().join("raw"));
    let folder = tempfile::tempdir().unwrap();
    let built = |name: &str, threads: usize, reversed: bool| {
        let raw = folder.path().join(name).join("letters of mine");
        let mut list: Vec<(&str, &[u8])> = sources.iter().map(|(n, c)| (n.as_str(), c.as_slice())).collect();
        if reversed {
            list.reverse();
        }
        write(&raw, &list);
        let output = folder.path().join(name).join("out");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| build(&config(), &raw, &output)).unwrap();
        output
    };
    let one = built("one", 1, false);
    let eight = built("eight/below", 8, true);
    assert_eq!(differences(&one, &eight), Vec::<String>::new());
}

#[test]
fn a_decision_beats_the_score_and_is_reported_when_stale() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    let second = LETTER.replace("rivers", "lakes").replace("River Watch, Kenya", "Watchers of Rivers, Kenya");
    write(&raw, &[("a.txt", LETTER.as_bytes()), ("b.txt", second.as_bytes())]);
    let output = folder.path().join("output");
    let (_, before) = build(&config(), &raw, &output).unwrap();
    let signature = |name: &str| before.signatures.iter().find(|row| row.name == name).unwrap().clone();
    let (left, right) = (signature("River Watch"), signature("Watchers of Rivers"));
    assert_ne!(left.entity_id, right.entity_id);
    let unions: Vec<_> = before.signatures.iter().filter(|row| row.name == "Union of Fishers").collect();
    assert_eq!(unions[0].entity_id, unions[1].entity_id);

    let decisions = format!(
        "left_signature_id,right_signature_id,decision,reason,who,date\n{},{},same,same web site,ann,2021-06-01\n\
         {},{},different,two unions,ann,2021-06-01\nsig-000000000000,{},same,gone,ann,2021-06-01\nnonsense,{},same,,,\n",
        left.signature_id,
        right.signature_id,
        unions[0].signature_id,
        unions[1].signature_id,
        left.signature_id,
        left.signature_id,
    );
    write(folder.path(), &[("curation/decisions.csv", decisions.as_bytes())]);
    let (_, after) = build(&config(), &raw, &output).unwrap();
    let entity = |id| after.signatures.iter().find(|row| row.signature_id == id).unwrap().entity_id;
    assert_eq!(entity(left.signature_id), entity(right.signature_id));
    assert_ne!(entity(unions[0].signature_id), entity(unions[1].signature_id));
    let codes: Vec<String> = after.issues.iter().map(|issue| issue.code.to_string()).collect();
    assert!(codes.contains(&"stale-decision".to_owned()), "{codes:?}");
    assert!(codes.contains(&"invalid-curation".to_owned()), "{codes:?}");
}

#[test]
fn people_decide_names_and_countries() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    write(&raw, &[("a.txt", LETTER.as_bytes())]);
    let output = folder.path().join("output");
    let (_, before) = build(&config(), &raw, &output).unwrap();
    let row = |name: &str| before.signatures.iter().find(|row| row.name == name).unwrap().clone();
    let (watch, lake, union) = (row("River Watch"), row("Lake Foundation"), row("Union of Fishers"));
    let decide = |rows: String| {
        let text = format!("left_signature_id,right_signature_id,decision,value\n{rows}");
        write(folder.path(), &[("curation/decisions.csv", text.as_bytes())]);
        build(&config(), &raw, &output).unwrap().1
    };
    let after = decide(format!(
        "{},,name,\"River Watch, International\"\n{},,country,PE\n{},,country,none\n",
        watch.signature_id, watch.entity_id, lake.entity_id
    ));
    let entity = |id| after.entities.iter().find(|row| row.entity_id == id).unwrap().clone();
    let decided = entity(watch.entity_id);
    assert_eq!(decided.name, "River Watch, International");
    assert_eq!((decided.country.unwrap().as_str(), decided.region.as_deref()), ("PE", Some("Americas")));
    assert_eq!(decided.decided.as_deref(), Some("name;country"));
    assert_eq!(entity(lake.entity_id).country, None);
    assert_eq!((entity(union.entity_id).name, entity(union.entity_id).decided), (union.name, None));
    assert!(after.issues.is_empty(), "{:?}", after.issues);

    // Two names for one entity, a code that is no country's, an entity that is not there.
    let after = decide(format!(
        "{0},,name,One\n{1},,name,Other\n{0},,country,ZZ\nent-000000000000,,name,X\n{0},{0},name,X\n",
        watch.signature_id, watch.entity_id
    ));
    let told: Vec<(Option<i32>, String)> =
        after.issues.iter().map(|issue| (issue.line, issue.code.to_string())).collect();
    let expected = [
        (6, "invalid-curation"),
        (4, "invalid-curation"),
        (5, "stale-decision"),
        (3, "contradictory-decisions"),
    ];
    for (line, code) in expected {
        assert!(told.contains(&(Some(line), code.to_owned())), "{told:?}");
    }
    assert_eq!(told.len(), expected.len());
    assert!(after.entities.iter().any(|row| row.name == "River Watch"));
}

#[test]
fn decisions_outlive_a_copy_that_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    write(&raw, &[("b.txt", LETTER.as_bytes())]);
    let output = folder.path().join("output");
    let (_, before) = build(&config(), &raw, &output).unwrap();
    let id = before.signatures.iter().find(|row| row.name == "River Watch").unwrap().signature_id;
    let text = format!("left_signature_id,right_signature_id,decision,value\n{id},,name,Watchers\n");
    write(folder.path(), &[("curation/decisions.csv", text.as_bytes()), ("raw/a.txt", LETTER.as_bytes())]);
    let (_, after) = build(&config(), &raw, &output).unwrap();
    assert!(after.signatures.iter().all(|row| row.signature_id != id));
    assert!(after.entities.iter().any(|row| row.name == "Watchers"));
}

#[test]
fn a_copy_of_a_letter_is_not_counted_twice() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    write(&raw, &[("a.txt", LETTER.as_bytes()), ("copy/a.md", LETTER.as_bytes())]);
    let (_, dataset) = build(&config(), &raw, &folder.path().join("output")).unwrap();
    assert_eq!((dataset.documents.len(), dataset.letters.len(), dataset.signatures.len()), (2, 1, 3));
    assert_eq!(dataset.documents[0].letter_id, dataset.documents[1].letter_id);
}

#[test]
fn a_failed_build_leaves_the_last_output() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    write(&raw, &[("a.txt", LETTER.as_bytes())]);
    let output = folder.path().join("output");
    build(&config(), &raw, &output).unwrap();
    let before = files(&output);

    let strict = Config::parse("pipeline.toml", "[gates]\nmin_signatures = 4\n").unwrap();
    let failed = build(&strict, &raw, &output);
    assert!(matches!(&failed, Err(BuildError::Gates { broken }) if broken.len() == 1), "{failed:?}");
    let gone = build(&config(), &folder.path().join("nowhere"), &output);
    assert!(matches!(gone, Err(BuildError::Input { .. })));
    assert_eq!(files(&output), before);
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "nothing is left beside raw, output and curation: {left:?}");
}

//! Ids of entities over editions: what keeps them, where they lead, and what stops a build.

use crate::support::{LETTER, build, config, files, write};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use undersigned::config::Config;
use undersigned::model::{Corpus, EntityId, SignatureId};
use undersigned::pipeline::BuildError;
use undersigned::tables::Dataset;

/// A letter that these sign; its title tells it from others.
fn letter(title: &str, signers: &[&str]) -> String {
    let text = LETTER.replace("Open letter on clean rivers", &format!("Open letter on {title}"));
    let head = text.split("River Watch").next().unwrap().replace("3 organizations", "many organizations");
    format!("{head}{}\n", signers.join("\n"))
}

fn entities(dataset: &Dataset) -> BTreeMap<SignatureId, EntityId> {
    dataset.signatures.iter().map(|row| (row.signature_id, row.entity_id)).collect()
}

fn entity(dataset: &Dataset, name: &str) -> EntityId {
    dataset.signatures.iter().find(|row| row.name == name).unwrap().entity_id
}

#[test]
fn ids_outlive_the_signatures_that_founded_them() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
    let signers = ["River Watch, Kenya", "Lake Foundation, Norway", "Union of Fishers, Peru"];
    write(&raw, &[("b.txt", letter("rivers", &signers).as_bytes())]);
    write(&raw, &[("c.txt", letter("lakes", &["Lake Foundation, Norway", "Mill Owners, Chad"]).as_bytes())]);
    let (_, first) = build(&config(), &raw, &output).unwrap();
    assert!(first.redirects.is_empty());
    let before = files(&output);
    let registry = files(&folder.path().join("curation"));

    // The same input and registry: the same bytes of both.
    build(&config(), &raw, &output).unwrap();
    assert_eq!(files(&output), before);
    assert_eq!(files(&folder.path().join("curation")), registry);

    // An earlier letter, lines in another order, the founder gone: nobody is renamed.
    write(&raw, &[("a.txt", letter("wells", &["Lake Foundation, Norway", "River Watch, Kenya"]).as_bytes())]);
    let reordered = ["Union of Fishers, Peru", "River Watch, Kenya"];
    write(&raw, &[("b.txt", letter("rivers", &reordered).as_bytes())]);
    let (corpus, second) = build(&config(), &raw, &output).unwrap();
    for name in ["River Watch", "Lake Foundation", "Union of Fishers", "Mill Owners"] {
        assert_eq!(entity(&first, name), entity(&second, name), "{name}");
    }
    assert_eq!((corpus.churn.n_former, corpus.churn.n_changed()), (4, 0));

    // A copy that comes first in order of path gives the letter another id; entities keep theirs.
    write(&raw, &[("0.txt", letter("rivers", &reordered).as_bytes())]);
    write(&raw, &[("0.toml", b"date = \"2021-05-03\"\n")]);
    let (corpus, third) = build(&config(), &raw, &output).unwrap();
    assert_eq!(entity(&first, "Union of Fishers"), entity(&third, "Union of Fishers"));
    assert_eq!(corpus.churn.n_changed(), 0);

    // A letter goes, and comes back.
    std::fs::remove_file(raw.join("c.txt")).unwrap();
    let (_, fourth) = build(&config(), &raw, &output).unwrap();
    let gone = entity(&first, "Mill Owners");
    let row = fourth.redirects.iter().find(|row| row.former_entity_id == gone).unwrap();
    assert_eq!((row.fate.to_string().as_str(), row.entity_id), ("removed", None));
    write(&raw, &[("c.txt", letter("lakes", &["Mill Owners, Chad"]).as_bytes())]);
    let (_, fifth) = build(&config(), &raw, &output).unwrap();
    assert_eq!(entity(&fifth, "Mill Owners"), gone);
}

#[test]
fn merges_redirect_and_splits_point_on() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
    let both = ["River Watch, Kenya", "Watchers of Rivers, Kenya"];
    write(&raw, &[("a.txt", letter("rivers", &both).as_bytes())]);
    write(&raw, &[("b.txt", letter("lakes", &both[..1]).as_bytes())]);
    let (_, first) = build(&config(), &raw, &output).unwrap();
    let signature = |name: &str| first.signatures.iter().find(|row| row.name == name).unwrap().signature_id;
    let (watch, watchers) = (entity(&first, "River Watch"), entity(&first, "Watchers of Rivers"));
    let decide = |decision: &str| {
        let header = "left_signature_id,right_signature_id,decision";
        let (left, right) = (signature("River Watch"), signature("Watchers of Rivers"));
        let text = format!("{header}\n{left},{right},{decision}\n");
        write(folder.path(), &[("curation/decisions.csv", text.as_bytes())]);
    };
    decide("same");
    let (corpus, second) = build(&config(), &raw, &output).unwrap();
    assert_eq!(entity(&second, "Watchers of Rivers"), watch);
    let row = second.redirects.iter().find(|row| row.former_entity_id == watchers).unwrap();
    assert_eq!((row.fate.to_string().as_str(), row.entity_id), ("merged", Some(watch)));
    assert_eq!((corpus.churn.n_former, corpus.churn.n_merged), (2, 1));
    // Nobody is redirected a second time by the next build.
    let (corpus, again) = build(&config(), &raw, &output).unwrap();
    assert_eq!((corpus.churn.n_changed(), again.redirects.len()), (0, 1));

    decide("different");
    let (_, third) = build(&config(), &raw, &output).unwrap();
    assert_eq!(entity(&third, "River Watch"), watch);
    assert_eq!(entity(&third, "Watchers of Rivers"), watchers);
    let row = third.redirects.iter().find(|row| row.former_entity_id == watch).unwrap();
    assert_eq!(row.other_entity_ids, Some(watchers.to_string()));
}

#[test]
fn a_build_that_would_rename_much_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
    write(&raw, &[("a.txt", letter("rivers", &["River Watch", "Lake Foundation"]).as_bytes())]);
    build(&config(), &raw, &output).unwrap();
    let everything = || {
        let mut all = files(folder.path());
        all.retain(|name, _| !name.starts_with("raw"));
        all
    };
    let before = everything();
    std::fs::rename(raw.join("a.txt"), raw.join("z.txt")).unwrap();
    let strict = Config::parse("pipeline.toml", "[gates]\nmax_churn = 0.5\n").unwrap();
    match build(&strict, &raw, &output) {
        Err(BuildError::Gates { broken }) => {
            assert!(broken[0].contains("of 2 ids of the last edition"), "{broken:?}");
            assert!(broken[0].contains("gates.max_churn"), "{broken:?}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(everything(), before);

    // A registry that cannot be read in full is not read at all, and not replaced.
    let path = folder.path().join("curation/registry.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    for (broken, told) in [
        (format!("{text}<<<<<<< HEAD\n"), ":4: A conflict of two versions"),
        (text.replace(",holds,", ",owns,"), ":2: `owns` is none of"),
        (text.replace("entity_id", "id"), ":1: The header"),
    ] {
        std::fs::write(&path, &broken).unwrap();
        let error = build(&config(), &raw, &output).unwrap_err();
        assert!(matches!(error, BuildError::Registry(_)), "{error}");
        assert!(error.to_string().contains(told), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
    }
}

/// Names that nothing but themselves is linked to, of organizations whoever else signs.
const NAMES: &[&str] =
    &["Lantern Guild", "Quarry Union", "Tundra Society", "Velvet Alliance", "Oboe League", "Meadow Clinic"];

/// What happens to a letter: it goes, or these sign it, in this order.
fn any_edits() -> impl Strategy<Value = Vec<(usize, Option<Vec<usize>>)>> {
    let signers = prop::sample::subsequence((0..NAMES.len()).collect::<Vec<_>>(), 3..6).prop_shuffle();
    let change = prop_oneof![1 => Just(None), 4 => signers.prop_map(Some)];
    prop::collection::vec((0_usize..3, change), 2..5)
}

fn built(raw: &Path, output: &Path) -> (Corpus, Dataset) {
    let lenient = Config::parse("pipeline.toml", "[gates]\nmin_letters = 0\nmin_signatures = 0\n").unwrap();
    build(&lenient, raw, output).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whose_signatures_stay_keeps_its_id(edits in any_edits()) {
        let folder = tempfile::tempdir().unwrap();
        let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
        std::fs::create_dir(&raw).unwrap();
        let mut before: BTreeMap<SignatureId, EntityId> = BTreeMap::new();
        let mut known: BTreeSet<EntityId> = BTreeSet::new();
        for (at, signers) in edits {
            let path = raw.join(format!("{at}.txt"));
            match signers {
                None => drop(std::fs::remove_file(&path)),
                Some(signers) => {
                    let names: Vec<&str> = signers.iter().map(|name| NAMES[*name]).collect();
                    let titles = ["wells", "rivers and lakes", "the price of bread"];
                    std::fs::write(&path, letter(titles[at], &names)).unwrap();
                }
            }
            let (_, dataset) = built(&raw, &output);
            let now = entities(&dataset);
            for (signature, id) in &before {
                prop_assert!(now.get(signature).is_none_or(|now| now == id));
            }
            known.extend(now.values());
            let current: BTreeSet<EntityId> = now.values().copied().collect();
            let redirected: BTreeSet<EntityId> =
                dataset.redirects.iter().map(|row| row.former_entity_id).collect();
            prop_assert!(known.iter().all(|id| current.contains(id) || redirected.contains(id)));
            before = now;
        }
    }
}

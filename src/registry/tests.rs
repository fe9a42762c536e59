//! What becomes of ids over sequences of editions.

use super::*;
use crate::model::{Entity, EntityId, Fate, Kind, Linkage, Registry, SignatureId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn sig(name: &str) -> SignatureId {
    SignatureId::of(&[name])
}

/// The entities of signatures, by label; an entity is founded by the first of its signatures.
fn linkage(labels: &[(SignatureId, usize)]) -> (Vec<SignatureId>, Linkage) {
    let ids: Vec<SignatureId> = labels.iter().map(|(id, _)| *id).collect();
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (signing, (_, label)) in labels.iter().enumerate() {
        clusters.entry(*label).or_default().push(signing);
    }
    let mut entities: Vec<Entity> = clusters
        .into_values()
        .map(|signings| Entity {
            id: EntityId::of(&[&ids[signings[0]].to_string()]),
            kind: Kind::Organization,
            name: "River Watch".to_owned(),
            acronym: None,
            country: None,
            is_name_decided: false,
            is_country_decided: false,
            confidence: 1.0,
            signings,
        })
        .collect();
    entities.sort_by_key(|entity| entity.id);
    let mut linkage = Linkage { entity_of: vec![0; ids.len()], ..Linkage::default() };
    linkage.affiliation_of = vec![None; ids.len()];
    for (at, entity) in entities.iter().enumerate() {
        for signing in &entity.signings {
            linkage.entity_of[*signing] = at;
        }
    }
    linkage.entities = entities;
    (ids, linkage)
}

fn edition(before: &Registry, labels: &[(SignatureId, usize)]) -> Assigned {
    let (ids, linkage) = linkage(labels);
    assign(before, &ids, &BTreeMap::new(), linkage)
}

/// One edition after the other, each as clusters of the names of signatures.
fn editions(all: &[&[&str]]) -> Vec<Assigned> {
    let mut before = Registry::default();
    let mut made = Vec::new();
    for clusters in all {
        let labels: Vec<(SignatureId, usize)> = clusters
            .iter()
            .enumerate()
            .flat_map(|(label, names)| names.split(' ').map(move |name| (sig(name), label)))
            .collect();
        let assigned = edition(&before, &labels);
        before = assigned.registry.clone();
        made.push(assigned);
    }
    made
}

/// The id of the entity that has a signature.
fn id_of(assigned: &Assigned, name: &str) -> EntityId {
    let known = assigned.registry.entities.iter();
    let mut live = known.filter(|(_, known)| known.is_live && known.signatures.contains(&sig(name)));
    *live.next().unwrap().0
}

#[test]
fn ids_stay_with_most_of_their_signatures() {
    // An earlier signature joins: the founder is another, the id the same.
    let made = editions(&[&["b c", "d"], &["a b c", "d"]]);
    assert_eq!(id_of(&made[1], "a"), id_of(&made[0], "b"));
    assert_eq!(made[1].churn.n_changed(), 0);

    // A merge keeps the older, whatever its size, and the other leads to it.
    let made = editions(&[&["a"], &["a", "b c d"], &["a b c d"]]);
    let (old, young) = (id_of(&made[1], "a"), id_of(&made[1], "b"));
    assert_eq!(id_of(&made[2], "d"), old);
    let known = &made[2].registry.entities[&young];
    assert_eq!((known.fate(), known.now), (Some(Fate::Merged), Some(old)));
    assert_eq!((made[2].churn.n_merged, made[2].churn.n_former), (1, 2));

    // A split keeps the largest part, and points to the rest.
    let made = editions(&[&["a b c"], &["a", "b c"]]);
    let (whole, part) = (id_of(&made[0], "a"), id_of(&made[1], "a"));
    assert_eq!(id_of(&made[1], "b"), whole);
    assert_ne!(part, whole);
    let known = &made[1].registry.entities[&whole];
    assert_eq!((known.fate(), known.parts.as_slice()), (Some(Fate::Split), [part].as_slice()));
    assert_eq!(made[1].churn.n_split, 1);
}

#[test]
fn what_is_undone_has_its_ids_again() {
    let made = editions(&[&["a b", "c"], &["a b c"], &["a b", "c"], &["a b"], &["a b", "c"]]);
    for later in [2, 4] {
        assert_eq!(id_of(&made[later], "c"), id_of(&made[0], "c"));
        assert_eq!(id_of(&made[later], "a"), id_of(&made[0], "a"));
    }
    let gone = &made[3].registry.entities[&id_of(&made[0], "c")];
    assert_eq!((gone.fate(), made[3].churn.n_removed), (Some(Fate::Removed), 1));
}

#[test]
fn where_an_id_led_it_leads_on() {
    // `c` is merged, its signature is gone, and what it was merged into is merged again.
    let made = editions(&[&["z"], &["z", "a b", "c"], &["z", "a b c"], &["z", "a b"], &["z a b"]]);
    let gone = id_of(&made[1], "c");
    assert_eq!(made[3].registry.entities[&gone].now, Some(id_of(&made[1], "a")));
    assert_eq!(made[4].registry.entities[&gone].now, Some(id_of(&made[0], "z")));
}

#[test]
fn an_id_is_not_given_to_another() {
    // The signature that founded the entity leaves it; it cannot take the id along.
    let made = editions(&[&["a b c"], &["a", "b c"], &["a"], &["a", "b c"]]);
    let whole = id_of(&made[0], "a");
    assert_eq!(id_of(&made[3], "b"), whole);
    assert_eq!(id_of(&made[1], "a"), id_of(&made[3], "a"));
    assert_ne!(id_of(&made[1], "a"), whole);
}

#[test]
fn a_copy_speaks_for_its_original() {
    let before = editions(&[&["a b"]]).remove(0);
    let (ids, linkage) = linkage(&[(sig("x"), 0), (sig("y"), 0)]);
    let aliases = BTreeMap::from_iter([(sig("a"), 0), (sig("b"), 1)]);
    let after = assign(&before.registry, &ids, &aliases, linkage);
    assert_eq!(id_of(&after, "x"), id_of(&before, "a"));
    assert_eq!(after.churn.n_changed(), 0);
}

/// What is read from lines below the header; `A` and `B` are entities, `a` and `b` signatures.
fn check_file(lines: &str, expected: Result<&str, (u32, &str)>) {
    let long = |text: &str| {
        let pairs = [("A", EntityId::of(&["A"]).to_string()), ("B", EntityId::of(&["B"]).to_string())];
        let text = pairs.iter().fold(text.to_owned(), |text, (short, id)| text.replace(short, id));
        [("=a", sig("a")), ("=b", sig("b"))]
            .iter()
            .fold(text, |text, (short, id)| text.replace(short, &id.to_string()))
    };
    let outcome = read(&format!("entity_id,since,fact,id\n{}", long(lines)), "curation/registry.csv");
    match expected {
        Ok(expected) => {
            assert_eq!(outcome.issues, [], "{lines}");
            let text = render(&outcome.value);
            let mut found: Vec<&str> = text.lines().skip(1).collect();
            let expected = long(expected);
            let mut expected: Vec<&str> = expected.lines().collect();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{lines}");
        }
        Err((line, part)) => {
            let issue = &outcome.issues[0];
            assert_eq!(issue.place.map(|place| place.line_start), Some(line), "{lines}");
            assert!(issue.message.contains(part), "{}", issue.message);
            assert_eq!(outcome.value, Registry::default());
        }
    }
}

#[test]
fn files_are_read_as_people_and_branches_leave_them() {
    check_file("", Ok(""));
    check_file("A,1,holds,=a\n", Ok("A,1,holds,=a\n"));
    check_file("A,1,holds,=a\r\n\r\n\"A\",1,holds,=b\n", Ok("A,1,holds,=a\nA,1,holds,=b\n"));
    // Both branches' lines: in use on one, merged on the other; given in two editions.
    check_file(
        "A,2,held,=a\nA,2,now,B\nA,1,holds,=b\nB,1,holds,=a\n",
        Ok("A,1,holds,=b\nA,1,part,B\nB,1,holds,=a\n"),
    );
    check_file("A,1,held,=a\nA,1,part,A\n", Ok("A,1,held,=a\n"));
    check_file("<<<<<<< HEAD\nA,1,holds,=a\n", Err((2, "conflict")));
    check_file("A,1,holds\n", Err((2, "3 fields")));
    check_file("A,0,holds,=a\n", Err((2, "`0`")));
    check_file("A,1,holds,=a\nA,1,owns,=b\n", Err((3, "`owns`")));
    check_file("A,1,holds,B\n", Err((2, "sig-")));
    assert_eq!(read("A,1,holds,a\n", "r").issues.len(), 1);
}

/// Editions of up to ten signatures: each is absent, or in one of four clusters.
fn any_editions() -> impl Strategy<Value = Vec<Vec<Option<usize>>>> {
    let label = prop_oneof![1 => Just(None), 3 => (0_usize..4).prop_map(Some)];
    prop::collection::vec(prop::collection::vec(label, 10), 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_id_is_lost_or_means_something_else(all in any_editions()) {
        let mut before = Registry::default();
        let mut published: BTreeSet<EntityId> = BTreeSet::new();
        for edition_labels in all {
            let labels: Vec<(SignatureId, usize)> = edition_labels
                .iter()
                .enumerate()
                .filter_map(|(at, label)| Some((sig(&at.to_string()), (*label)?)))
                .collect();
            let made = edition(&before, &labels);
            let live: BTreeMap<_, _> =
                made.registry.entities.iter().filter(|(_, known)| known.is_live).collect();
            prop_assert_eq!(live.len(), made.linkage.entities.len());
            for entity in &made.linkage.entities {
                let mut signatures: Vec<SignatureId> =
                    entity.signings.iter().map(|signing| labels[*signing].0).collect();
                signatures.sort_unstable();
                prop_assert_eq!(&live[&entity.id].signatures, &signatures);
                // Whoever has an id that was given before shares a signature with whoever had it.
                if let Some(known) = before.entities.get(&entity.id) {
                    prop_assert!(known.signatures.iter().any(|id| signatures.contains(id)));
                }
            }
            // Who is as before is called as before.
            for (id, known) in before.entities.iter().filter(|(_, known)| known.is_live) {
                if live.values().any(|now| now.signatures == known.signatures) {
                    prop_assert_eq!(&live[id].signatures, &known.signatures);
                }
            }
            published.extend(live.keys().map(|id| **id));
            for id in &published {
                let known = &made.registry.entities[id];
                let leads_to: Vec<EntityId> = known.now.iter().chain(&known.parts).copied().collect();
                prop_assert!(leads_to.iter().all(|other| other != id && live.contains_key(other)));
                prop_assert!(!known.is_live || known.now.is_none());
            }
            // The same input and this registry give this registry again; and the file says all of it.
            let again = edition(&made.registry, &labels);
            prop_assert_eq!(&again.registry, &made.registry);
            prop_assert_eq!(&again.linkage, &made.linkage);
            prop_assert_eq!(again.churn.n_changed(), 0);
            let read_back = read(&render(&made.registry), "registry.csv");
            prop_assert_eq!(&read_back.value, &made.registry);
            before = made.registry;
        }
    }
}

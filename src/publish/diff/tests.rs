//! Changes of small tables.

use super::*;
use proptest::prelude::*;

fn table(columns: &[&str], key: &[&str], rows: &[&[&str]]) -> TextTable {
    let own = |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
    let mut table = TextTable { columns: own(columns), key: own(key), rows: BTreeMap::new() };
    let places: Vec<usize> = table.key.iter().map(|name| table.place(name).unwrap()).collect();
    for row in rows {
        let row = own(row);
        table.rows.insert(places.iter().map(|at| row[*at].clone()).collect(), row);
    }
    table
}

fn snapshot(tables: &[(&str, TextTable)]) -> Snapshot {
    Snapshot { tables: tables.iter().map(|(name, table)| ((*name).to_owned(), table.clone())).collect() }
}

/// Ids of sixteen characters, as they are published.
fn id(prefix: &str, number: u32) -> String {
    format!("{prefix}-{number:012}")
}

fn linked(groups: &[(u32, u32)], sum: &str) -> Snapshot {
    let rows: Vec<[String; 3]> = groups
        .iter()
        .map(|(signature, entity)| [id("sig", *signature), id("doc", 1), id("ent", *entity)])
        .collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let document = id("doc", 1);
    snapshot(&[
        ("signatures", table(&["signature_id", "document_id", "entity_id"], &["signature_id"], &rows)),
        ("documents", table(&["document_id", "sha256"], &["document_id"], &[&[&document, sum]])),
    ])
}

#[test]
fn reasons() {
    let check = |old: &Snapshot, new: &Snapshot, expected: &[(&str, Reason)]| {
        let found: Vec<(String, Reason)> = run(old, new)
            .into_iter()
            .map(|change| (change.record.unwrap_or_default(), change.reason))
            .collect();
        let expected: Vec<(String, Reason)> =
            expected.iter().map(|(id, why)| ((*id).to_owned(), *why)).collect();
        assert_eq!(found, expected);
    };
    let two = linked(&[(1, 1), (2, 2)], "a");
    check(&two, &two, &[]);
    check(&two, &linked(&[(1, 1), (2, 1)], "a"), &[(&id("sig", 2), Reason::Merge)]);
    check(&linked(&[(1, 1), (2, 1)], "a"), &two, &[(&id("sig", 2), Reason::Split)]);
    check(&two, &linked(&[(1, 1), (2, 3)], "a"), &[(&id("sig", 2), Reason::Rule)]);
    check(
        &two,
        &linked(&[(1, 1), (2, 3)], "b"),
        &[(&id("doc", 1), Reason::Source), (&id("sig", 2), Reason::Source)],
    );
}

#[test]
fn changes_that_do_not_fit_are_refused() {
    let old = linked(&[(1, 1), (2, 2)], "a");
    let changes = run(&old, &linked(&[(1, 1), (2, 1)], "a"));
    let other = linked(&[(1, 1), (2, 7)], "a");
    assert!(apply(&other, &changes).unwrap_err().contains("not what the changes begin from"));
    assert!(apply(&Snapshot::default(), &changes).unwrap_err().contains("no such table"));
}

#[test]
fn changes_are_counted() {
    let (old, new) = (linked(&[(1, 1), (2, 2)], "a"), linked(&[(1, 1), (2, 1), (3, 3)], "a"));
    let changes = run(&old, &new);
    let counts = counts(&old, &new, &changes);
    assert_eq!((counts[1].before, counts[1].after), (2, 3));
    assert_eq!((counts[1].added, counts[1].removed, counts[1].changed), (1, 0, 1));
    assert!(
        notes(&old, &new, &changes).contains("| signatures | 2 | 3 | +1 | 1 | 0 | 1 | rule 1, merge 1 |")
    );
}

fn any_table() -> impl Strategy<Value = TextTable> {
    let columns = prop_oneof![
        Just(vec!["k", "a"]),
        Just(vec!["k", "a", "b"]),
        Just(vec!["b", "k", "a"]),
        Just(vec!["k", "j", "c"]),
    ];
    let rows = proptest::collection::vec(proptest::collection::vec("[ab,\"\\[\n]{0,2}", 3), 0..8);
    (columns, any::<bool>(), rows).prop_map(|(columns, is_pair, rows)| {
        let key: Vec<&str> = if is_pair && columns.contains(&"j") { vec!["k", "j"] } else { vec!["k"] };
        let mut table = table(&columns, &key, &[]);
        let places: Vec<usize> = table.key.iter().map(|name| table.place(name).unwrap()).collect();
        for row in rows {
            let mut row: Vec<String> = row.into_iter().take(columns.len()).collect();
            // A key is never empty.
            places.iter().for_each(|at| row[*at].push('k'));
            table.rows.insert(places.iter().map(|at| row[*at].clone()).collect(), row);
        }
        table
    })
}

#[test]
fn a_page_of_hostile_values_is_harmless() {
    let hostile = "</table><script>alert(1)</script>\u{202e}\"'\n\u{2028}";
    let long = "x".repeat(10_000);
    let snapshot = |rows: &[(&str, &str)]| {
        let mut made = table(&["k", "a"], &["k"], &[]);
        for (key, value) in rows {
            made.rows.insert(vec![(*key).to_owned()], vec![(*key).to_owned(), (*value).to_owned()]);
        }
        Snapshot { tables: [(hostile.to_owned(), made)].into() }
    };
    let old = snapshot(&[("1", hostile), ("2", "b"), (hostile, "c")]);
    let new = snapshot(&[("1", "a"), ("2", &long), ("3", hostile)]);
    let page = page(&old, &new, &run(&old, &new));
    assert!(!page.contains("<script") && !page.contains(['\u{202e}', '\u{2028}']) && page.len() < 20_000);
    assert!(page.contains("4 records of 1 table differ"), "{page}");
}

fn any_snapshot() -> impl Strategy<Value = Snapshot> {
    proptest::collection::btree_map("[xyz]", any_table(), 0..3).prop_map(|tables| Snapshot { tables })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_changes_make_the_new_out_of_the_old(old in any_snapshot(), new in any_snapshot()) {
        let changes = run(&old, &new);
        prop_assert_eq!(&apply(&old, &changes).unwrap(), &new);
        prop_assert_eq!(run(&old, &old), Vec::new());
        let folder = tempfile::tempdir().unwrap();
        for name in ["changes.csv", "changes.json", "changes.parquet"] {
            let path = folder.path().join(name);
            write_changes(&changes, &path).unwrap();
            prop_assert_eq!(&read_changes(&path).unwrap(), &changes, "{}", name);
        }
    }
}

#[cfg(unix)]
#[test]
fn changes_are_written_under_any_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    for name in [b"\xff.csv".as_slice(), b"\xff.parquet", b"\xff.json"] {
        let path = folder.path().join(OsStr::from_bytes(name));
        write_changes(&Vec::new(), &path).unwrap();
        assert!(std::fs::metadata(&path).unwrap().len() > 0, "{path:?}");
    }
}

//! The version of the data's schema: it changes when the published tables do. `tests/data_schema.txt` holds the
//! version and the columns that it stands for.

use crate::support::root;
use serde_json::Value;
use std::collections::BTreeMap;
use undersigned::tables::SCHEMA_VERSION;

/// What the shipped dataset declares: by column, and by value of a column with a closed vocabulary, its type.
fn declared() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join("output/datapackage.json")).unwrap();
    let package: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(package["schemaVersion"], SCHEMA_VERSION);
    let mut declared = BTreeMap::new();
    let resources = package["resources"].as_array().unwrap().iter();
    for resource in resources.filter(|resource| resource["format"] == "csv") {
        let table = resource["name"].as_str().unwrap();
        let key: Vec<&str> = resource["schema"]["primaryKey"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key.as_str().unwrap())
            .collect();
        declared.insert(table.to_owned(), format!("key {}", key.join(", ")));
        for field in resource["schema"]["fields"].as_array().unwrap() {
            let column = format!("{table}.{}", field["name"].as_str().unwrap());
            let constraints = &field["constraints"];
            let required = if constraints["required"] == true { ", required" } else { "" };
            for value in constraints["enum"].as_array().into_iter().flatten() {
                declared.insert(format!("{column} = {}", value.as_str().unwrap()), "value".to_owned());
            }
            declared.insert(column, format!("{}{required}", field["type"].as_str().unwrap()));
        }
    }
    declared
}

/// The least version that may follow one, by what became of the columns.
fn least_after(
    version: [u64; 3],
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> [u64; 3] {
    let [major, minor, _] = version;
    match old {
        _ if old == new => version,
        _ if old.iter().all(|(column, is)| new.get(column) == Some(is)) => [major, minor + 1, 0],
        _ => [major + 1, 0, 0],
    }
}

fn numbers(version: &str) -> [u64; 3] {
    let numbers: Vec<u64> = version.split('.').map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

#[test]
fn tables_that_change_have_another_version() {
    let path = root().join("tests/data_schema.txt");
    let snapshot = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines = snapshot.lines();
    let version = lines.next().and_then(|line| line.strip_prefix("version ")).unwrap_or("0.0.0");
    let old: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(column, is)| (column.to_owned(), is.to_owned()))
        .collect();
    let new = declared();
    let least = least_after(numbers(version), &old, &new);
    let gone: Vec<_> = old.iter().filter(|(column, is)| new.get(*column) != Some(is)).collect();
    let come: Vec<_> = new.iter().filter(|(column, is)| old.get(*column) != Some(is)).collect();
    assert!(
        numbers(SCHEMA_VERSION) >= least,
        "tables::SCHEMA_VERSION is {SCHEMA_VERSION}; gone: {gone:?}; come: {come:?}; at least {least:?} is needed, \
         and a line in CHANGELOG.md"
    );
    let lines: String = new.iter().map(|(column, is)| format!("{column}: {is}\n")).collect();
    let made = format!("version {SCHEMA_VERSION}\n{lines}");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let shipped = std::fs::read_to_string(path).unwrap_or_default();
    assert!(shipped == made, "UPDATE=1 cargo test tables_that_change writes tests/data_schema.txt anew");
    let changes = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(
        changes.contains(&format!("Schema of the data: {SCHEMA_VERSION}\n")),
        "CHANGELOG.md names another"
    );
}

#[test]
fn versions_follow_what_changed() {
    let columns = |names: &[&str]| -> BTreeMap<String, String> {
        names.iter().map(|name| ((*name).to_owned(), "string".to_owned())).collect()
    };
    let check = |old: &[&str], new: &[&str], least: [u64; 3]| {
        assert_eq!(least_after([1, 2, 3], &columns(old), &columns(new)), least, "{old:?} {new:?}");
    };
    check(&["a.x"], &["a.x"], [1, 2, 3]);
    check(&["a.x"], &["a.x", "a.y"], [1, 3, 0]);
    check(&["a.x", "a.y"], &["a.x"], [2, 0, 0]);
    check(&["a.x"], &["a.z"], [2, 0, 0]);
}

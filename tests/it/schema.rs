//! The JSON Schema of `pipeline.toml`: it is the shipped one, tells what the program tells, and describes every
//! setting. `.ci/run` holds it against validators of others.

use crate::support::root;
use serde_json::Value;
use undersigned::config::{Config, schema};

#[test]
fn the_shipped_schema_is_that_of_the_program() {
    let path = root().join("docs/pipeline.schema.json");
    let made = format!("{:#}\n", schema());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let shipped = std::fs::read_to_string(path).unwrap_or_default();
    assert!(shipped == made, "UPDATE=1 cargo test schema writes it anew");
}

/// What is wrong with a value by a schema; words that the schemas of settings do not use are a fault of the test.
fn faults(value: &Value, schema: &Value, place: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |is_kept: bool, what: &str| {
        if !is_kept {
            faults.push(format!("{place}: {what}"));
        }
    };
    let number = value.as_f64();
    let mut nested = Vec::new();
    for (word, is) in schema.as_object().unwrap() {
        let bound = is.as_f64().unwrap_or_default();
        match word.as_str() {
            "$schema" | "title" | "description" | "default" => {}
            "type" => {
                let is_kept = match is.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    other => panic!("type {other}"),
                };
                fault(is_kept, "type");
            }
            "minimum" => fault(number.is_none_or(|number| number >= bound), word),
            "maximum" => fault(number.is_none_or(|number| number <= bound), word),
            "exclusiveMinimum" => fault(number.is_none_or(|number| number > bound), word),
            "exclusiveMaximum" => fault(number.is_none_or(|number| number < bound), word),
            // Held against texts by validators in `.ci/run`.
            "pattern" => {}
            "items" => {
                let items = value.as_array().into_iter().flatten();
                nested.extend(items.map(|item| (item, is, format!("{place}[]"))));
            }
            "required" => {
                let has = |key: &Value| value.get(key.as_str().unwrap()).is_some();
                fault(is.as_array().unwrap().iter().all(has), word);
            }
            "properties" | "additionalProperties" => {}
            other => panic!("{other} is unknown to this test"),
        }
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        let known = schema.get("properties").and_then(|properties| properties.get(key));
        let place = format!("{place}.{key}");
        match known.or_else(|| schema.get("additionalProperties")) {
            Some(Value::Bool(false)) | None => faults.push(format!("{place}: unknown")),
            Some(schema) => nested.push((value, schema, place)),
        }
    }
    faults.extend(nested.into_iter().flat_map(|(value, schema, place)| self::faults(value, schema, &place)));
    faults
}

fn faults_of(text: &str) -> Vec<String> {
    let table: toml::Table = toml::from_str(text).unwrap();
    faults(&serde_json::to_value(table).unwrap(), &schema(), "")
}

#[test]
fn configurations_are_held_against_it() {
    let shipped = std::fs::read_to_string(root().join("pipeline.toml")).unwrap();
    assert!(shipped.starts_with("#:schema docs/pipeline.schema.json\n"));
    let check = |text: &str, expected: &[&str]| {
        assert_eq!(faults_of(text), expected, "{text}");
        assert_eq!(Config::parse("pipeline.toml", text).is_ok(), expected.is_empty(), "{text}");
    };
    check(&shipped, &[]);
    check("[countries.names]\nLakes = \"US;CA\"\n[gates.warn]\nmax_churn = 0.1\n", &[]);
    check("[raed]\n", &[".raed: unknown"]);
    check("[read]\nmax_byte = 1\n", &[".read.max_byte: unknown"]);
    check("[read]\nmax_bytes = \"many\"\n", &[".read.max_bytes: type"]);
    check("[gates]\nmax_churn = 1.5\n", &[".gates.max_churn: maximum"]);
    check("[gates.warn]\nmax_rejected_share = -1.0\n", &[".gates.warn.max_rejected_share: minimum"]);
    check("[[dataset.creators]]\norcid = \"https://x\"\n", &[".dataset.creators[]: required"]);
}

/// Every setting that is no table, with its place and its schema.
fn settings(schema: &Value, place: &str, found: &mut Vec<(String, Value)>) {
    for (key, setting) in schema["properties"].as_object().into_iter().flatten() {
        let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
        let described = setting["description"].as_str().unwrap_or_default();
        assert!(described.len() > 10, "{place} is not described");
        match setting["properties"].is_object() {
            true => settings(setting, &place, found),
            false => found.push((place, setting.clone())),
        }
    }
}

#[test]
fn every_setting_is_described_and_its_bounds_are_those_of_the_program() {
    let mut found = Vec::new();
    settings(&schema(), "", &mut found);
    assert!(found.len() > 40, "{}", found.len());
    let mut n_bounds = 0;
    for (place, setting) in &found {
        let is_whole = setting["type"] == "integer";
        let (section, key) = place.rsplit_once('.').unwrap();
        let mut check = |value: f64, is_kept: bool| {
            let value = if is_whole { format!("{value}") } else { format!("{value:?}") };
            let parsed = Config::parse("pipeline.toml", &format!("[{section}]\n{key} = {value}\n"));
            match parsed {
                Ok(_) => assert!(is_kept, "{place} = {value} is not refused"),
                Err(error) => assert!(!is_kept, "{place} = {value}: {error}"),
            }
            n_bounds += 1;
        };
        let step = if is_whole { 1.0 } else { 0.001 };
        for (word, beyond) in [("minimum", -step), ("maximum", step)] {
            if let Some(bound) = setting[word].as_f64() {
                check(bound, true);
                check(bound + beyond, false);
            }
        }
        for word in ["exclusiveMinimum", "exclusiveMaximum"] {
            if let Some(bound) = setting[word].as_f64() {
                check(bound, false);
            }
        }
    }
    assert!(n_bounds > 40, "{n_bounds}");
}

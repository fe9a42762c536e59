//! The house rules that a compiler does not check: which module may use which, and who may print.

use crate::support::root;
use std::path::Path;

/// Modules in the order of their dependencies: each may use only those before it.
const ORDER: &[&str] = &[
    "model",
    "text",
    "curation",
    "reference",
    "normalize",
    "formats",
    "segment",
    "layouts",
    "parse",
    "sidecar",
    "collate",
    "link",
    "registry",
    "page",
    "explain",
    "review",
    "store",
    "tables",
    "publish",
    "config",
    "pipeline",
];
/// Stages never use each other; what they exchange lives in `model`.
const STAGES: &[&str] = &["formats", "segment", "parse", "link", "registry", "tables", "publish"];

fn sources(folder: &Path) -> Vec<(String, String)> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

/// The part of a source that is not test.
fn product<'a>(name: &str, text: &'a str) -> &'a str {
    if name.ends_with("tests.rs") {
        return "";
    }
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

fn module_of(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap()
}

/// What follows every `crate::` of a source; of a group in braces, the first word of each part.
fn used_modules(text: &str) -> Vec<&str> {
    let first_word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let mut used = Vec::new();
    for rest in text.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            used.push(&rest[..first_word(rest)]);
            continue;
        };
        let mut depth = 0;
        let mut is_begun = false;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => is_begun = false,
                c if depth == 0 && !is_begun && !c.is_whitespace() => {
                    is_begun = true;
                    used.push(&group[at..at + first_word(&group[at..])]);
                }
                _ => {}
            }
        }
    }
    used
}

#[test]
fn groups_are_looked_into() {
    let check = |text: &str, expected: &[&str]| assert_eq!(used_modules(text), expected, "{text}");
    check("use crate::link::{self, Decision};", &["link"]);
    check(
        "use crate::{link, text::{fold, edit}, tables as t};\nuse crate::store;",
        &["link", "text", "tables", "store"],
    );
    check("use crate::{\n    model::Kind,\n    text,\n};", &["model", "text"]);
    check("see [`crate::parse`]", &["parse"]);
}

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for (name, text) in sources(&root().join("src")) {
        let module = module_of(&name);
        let Some(place) = ORDER.iter().position(|known| *known == module) else {
            assert!(["lib", "main", "cli"].contains(&module), "src/{name} has no place in the order");
            continue;
        };
        for used in used_modules(product(&name, &text)) {
            let Some(other) = ORDER.iter().position(|known| *known == used) else { continue };
            let between_stages = STAGES.contains(&module) && STAGES.contains(&used) && module != used;
            // Publishing writes what tabulating makes.
            let is_allowed = module == "publish" && used == "tables";
            if other > place || (between_stages && !is_allowed) {
                wrong.push(format!("src/{name} uses crate::{used}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn polars_and_printing_keep_to_their_rooms() {
    let mut wrong = Vec::new();
    for (name, text) in sources(&root().join("src")) {
        let module = module_of(&name);
        let text = product(&name, &text);
        let names_polars =
            text.lines().any(|line| line.contains("polars") && !line.trim_start().starts_with("//"));
        if names_polars && !["publish", "store"].contains(&module) {
            wrong.push(format!("src/{name} names polars"));
        }
        if ["println!", "eprintln!", "print!(", "dbg!"].iter().any(|macro_name| text.contains(macro_name))
            && module != "cli"
        {
            wrong.push(format!("src/{name} prints"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_module_says_what_it_is() {
    for folder in ["src", "tests"] {
        for (name, text) in sources(&root().join(folder)) {
            assert!(text.starts_with("//!"), "{folder}/{name} does not begin with //!");
        }
    }
}

#[test]
fn reference_data_has_sources() {
    let folder = root().join("src/reference/data");
    let sources = std::fs::read_to_string(folder.join("SOURCES.md")).unwrap();
    // The first cell of a row names one file or several, each between backticks.
    let mut named: Vec<&str> = sources
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split(" |").next())
        .flat_map(|cell| cell.split(['`', ',', ' ']).filter(|word| !word.is_empty()))
        .collect();
    named.sort_unstable();
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "SOURCES.md" && !name.starts_with('.'))
        .collect();
    files.sort_unstable();
    assert_eq!(named, files, "src/reference/data/SOURCES.md and the files beside it");
}

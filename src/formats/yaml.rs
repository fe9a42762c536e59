//! YAML to values. Scalars stay the text that is written: `no`, `1e3` and `2020-01-01` are names as much as
//! anything.

use super::records::{self, Node, Value};
use super::{Format, Source};
use crate::model::{Issue, IssueCode, Outcome, Place, Text};
use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle};

/// YAML.
pub struct Yaml;

impl Format for Yaml {
    fn media_type(&self) -> &'static str {
        "application/yaml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["yaml", "yml"]
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        let mut issues = Vec::new();
        let documents = values(source, source.text, 1, &mut issues);
        let roots = documents.into_iter().map(|document| (None, document)).collect();
        records::read(source, roots, issues)
    }
}

/// A list or a mapping that is open.
struct Frame {
    line: u32,
    value: Value,
    key: Option<String>,
}

impl Frame {
    /// Puts a value where it belongs: behind the last, or behind its key; in a mapping it may be a key.
    fn take(&mut self, node: Node) {
        match &mut self.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match self.key.take() {
                Some(key) => entries.push((key, node)),
                None => {
                    let key = match node.value {
                        Value::Text(text) => text,
                        _ => String::new(),
                    };
                    self.key = Some(key);
                }
            },
            _ => {}
        }
    }
}

/// The documents of a YAML text that begins on the line `first_line`. What is nested too deep is left out.
pub fn values(source: &Source, yaml: &str, first_line: u32, issues: &mut Vec<Issue>) -> Vec<Node> {
    let mut documents = Vec::new();
    let mut open: Vec<Frame> = Vec::new();
    let mut anchors: FxHashMap<usize, String> = FxHashMap::default();
    let mut is_deep = false;
    let mut last_line = first_line;
    let n_lines = super::lines_of(yaml).count().saturating_sub(1);
    let end = first_line.saturating_add(u32::try_from(n_lines).unwrap_or(u32::MAX));
    for event in Parser::new_from_str(yaml) {
        let (event, span) = match event {
            Ok(next) => next,
            Err(error) => {
                let line = first_line + u32::try_from(error.marker().line().saturating_sub(1)).unwrap_or(0);
                let message = format!("not valid YAML: {}; what stands before was read", error.info());
                issues
                    .push(Issue::new(IssueCode::InvalidRecords, source.path, message).at(Place::line(line)));
                break;
            }
        };
        // What is left out at the end is said to stand behind the last line.
        let line = first_line + u32::try_from(span.start.line().saturating_sub(1)).unwrap_or(0);
        let line = line.min(end);
        let node = match event {
            Event::SequenceStart(..) => {
                open.push(Frame { line, value: Value::List(Vec::new()), key: None });
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Frame { line, value: Value::Map(Vec::new()), key: None });
                continue;
            }
            Event::Scalar(text, style, anchor, _) => {
                last_line = line;
                if anchor > 0 {
                    anchors.insert(anchor, text.to_string());
                }
                let is_null =
                    style == ScalarStyle::Plain && matches!(text.trim(), "" | "~" | "null" | "Null" | "NULL");
                let value = if is_null { Value::Null } else { Value::Text(text.trim().to_owned()) };
                Node { value, place: Place::line(line), is_commented: false }
            }
            Event::Alias(anchor) => {
                let value = anchors.get(&anchor).cloned().map_or(Value::Null, Value::Text);
                Node { value, place: Place::line(line), is_commented: false }
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(frame) = open.pop() else { continue };
                let place = Place { line_end: last_line.max(frame.line), ..Place::line(frame.line) };
                let is_kept = open.len() < source.settings.max_depth;
                is_deep |= !is_kept;
                let value = if is_kept { frame.value } else { Value::Null };
                Node { value, place, is_commented: false }
            }
            _ => continue,
        };
        match open.last_mut() {
            Some(frame) => frame.take(node),
            None => documents.push(node),
        }
    }
    // What is still open behind an error.
    while let Some(frame) = open.pop() {
        let place = Place { line_end: last_line.max(frame.line), ..Place::line(frame.line) };
        let is_kept = open.len() < source.settings.max_depth;
        let node =
            Node { value: if is_kept { frame.value } else { Value::Null }, place, is_commented: false };
        match open.last_mut() {
            Some(frame) => frame.take(node),
            None => documents.push(node),
        }
    }
    if is_deep {
        issues.push(too_deep(source));
    }
    documents
}

/// The issue about data that is nested too deep.
pub fn too_deep(source: &Source) -> Issue {
    let limit = source.settings.max_depth;
    let message =
        format!("the data are nested deeper than read.max_depth, {limit}; what is deeper is not read");
    Issue::new(IssueCode::InvalidRecords, source.path, message)
}

#[cfg(test)]
mod tests {
    use crate::formats::{self, ReadSettings};
    use proptest::prelude::*;

    fn check(content: &str, expected: &[&str]) {
        let text =
            formats::run("x.yaml", content.as_bytes(), &ReadSettings::default()).value.unwrap_or_default();
        let lines = text.blocks.iter().flat_map(|block| &block.lines);
        let got: Vec<String> = lines
            .map(|line| match line.cells.is_empty() {
                true => format!("# {}", line.text),
                false => line.cells.join("|"),
            })
            .collect();
        assert_eq!(got, expected, "{content}");
    }

    #[test]
    fn lists() {
        check("- name: No\n  country: NO\n- name: 1e3\n", &["name|country", "No|NO", "1e3"]);
        check("title: T\nsigners:\n- A, B\n- C\n", &["# signers", "A, B", "C"]);
        check("a: &x Kenya\nsigners:\n- {name: A, country: *x}\n", &["# signers", "name|country", "A|Kenya"]);
        check("Kenya:\n- A\n- B\nPeru:\n- C\n", &["# Kenya", "A", "B", "# Peru", "C"]);
        check("---\nname: A\n---\nname: B\n", &["name", "A", "B"]);
        check("- name: A\n- name: [\n", &["name", "A"]);
        check("- name: >\n    A\n    B\n", &["name", "A B"]);
    }

    proptest! {
        #[test]
        fn no_text_panics(content in "(- |: |name|\\[|\\{|\\}|&a |\\*a|\n|  |\"|'|\\||>|#|\\PC){0,100}") {
            formats::run("x.yaml", content.as_bytes(), &ReadSettings::default());
        }
    }
}

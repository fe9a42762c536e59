//! Front matter: the mapping at the head of a Markdown file, in YAML or TOML. Scalars of YAML stay text, so
//! that `0x5a` and `no` are what is printed.

use crate::model::{Issue, IssueCode, Place};
use saphyr_parser::{Event, Parser};
use toml::de::{DeTable, DeValue};

/// Top-level keys with their scalar value, or the scalars of a list joined by `; `, and their line.
/// `first_line` is the line on which the YAML begins. Deeper structure and aliases are passed over.
pub fn read(path: &str, yaml: &str, first_line: u32, issues: &mut Vec<Issue>) -> Vec<(String, String, u32)> {
    let mut fields: Vec<(String, String, u32)> = Vec::new();
    // Containers that are open, true for a sequence.
    let mut open: Vec<bool> = Vec::new();
    // The key whose value comes next; `None` inside for one that is no text.
    let mut key: Option<Option<(String, u32)>> = None;
    let mut items: Vec<String> = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, span) = match event {
            Ok(next) => next,
            Err(error) => {
                let line = first_line + u32::try_from(error.marker().line().saturating_sub(1)).unwrap_or(0);
                issues.push(
                    Issue::new(
                        IssueCode::InvalidFrontMatter,
                        path,
                        format!("not valid YAML: {}", error.info()),
                    )
                    .at(Place::line(line)),
                );
                break;
            }
        };
        // A key or a value of the outermost mapping that ends here, as text where it is one.
        let ended = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                open.push(matches!(event, Event::SequenceStart(..)));
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let is_sequence = open.pop() == Some(true);
                let items = if open.len() == 1 { std::mem::take(&mut items) } else { continue };
                Some(items.join("; ")).filter(|text| is_sequence && key.is_some() && !text.is_empty())
            }
            Event::Scalar(text, ..) if open.len() == 1 => {
                Some(text.trim().to_owned()).filter(|text| !text.is_empty())
            }
            Event::Scalar(text, ..) if open.len() == 2 && open[1] => {
                items.push(text.trim().to_owned());
                continue;
            }
            Event::Alias(_) if open.len() == 1 => None,
            _ => continue,
        };
        if open[0] {
            continue;
        }
        match key.take() {
            None => {
                let line = first_line + u32::try_from(span.start.line().saturating_sub(1)).unwrap_or(0);
                key = Some(ended.map(|name| (name, line)));
            }
            Some(name) => {
                if let (Some((name, line)), Some(value)) = (name, ended) {
                    fields.push((name, value, line));
                }
            }
        }
    }
    fields
}

/// The same of TOML, as the generator Hugo writes it between lines of plus signs.
pub fn read_toml(
    path: &str,
    toml: &str,
    first_line: u32,
    issues: &mut Vec<Issue>,
) -> Vec<(String, String, u32)> {
    let line_at = |at: usize| {
        let n_before = toml.get(..at).unwrap_or_default().matches('\n').count();
        first_line + u32::try_from(n_before).unwrap_or(0)
    };
    let table = match DeTable::parse(toml) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let line = line_at(error.span().map_or(0, |span| span.start));
            let message = format!("not valid TOML: {}", error.message());
            issues.push(Issue::new(IssueCode::InvalidFrontMatter, path, message).at(Place::line(line)));
            return Vec::new();
        }
    };
    let mut fields: Vec<(String, String, u32)> = table
        .iter()
        .filter_map(|(key, value)| {
            let text = match value.get_ref() {
                DeValue::Array(items) => {
                    items.iter().filter_map(|item| scalar(item.get_ref())).collect::<Vec<_>>().join("; ")
                }
                value => scalar(value)?,
            };
            (!text.is_empty()).then(|| (key.get_ref().to_string(), text, line_at(key.span().start)))
        })
        .collect();
    fields.sort_by_key(|(.., line)| *line);
    fields
}

/// A value of TOML that is no structure, as text.
fn scalar(value: &DeValue) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.trim().to_owned()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(is_true) => Some(is_true.to_string()),
        DeValue::Datetime(time) => Some(time.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_is_read_as_yaml_is() {
        let mut issues = Vec::new();
        let text = "title = \"A: letter\"\ndate = 2018-08-30T10:00:00-04:00\ntags = [\"a\", \"b\"]\ndraft = false\n[deep]\nk = 1\n";
        let fields = read_toml("x.md", text, 2, &mut issues);
        let got: Vec<_> =
            fields.iter().map(|(key, value, line)| (key.as_str(), value.as_str(), *line)).collect();
        let expected = [
            ("title", "A: letter", 2),
            ("date", "2018-08-30T10:00:00-04:00", 3),
            ("tags", "a; b", 4),
            ("draft", "false", 5),
        ];
        assert_eq!(got, expected);
        assert_eq!(read_toml("x.md", "ok = 1\ntitle = \n", 2, &mut issues), []);
        assert_eq!(issues.len(), 1);
        assert_eq!(issues[0].place.map(|place| place.line_start), Some(3));
    }

    fn check(yaml: &str, expected: &[(&str, &str, u32)]) {
        let mut issues = Vec::new();
        let fields = read("x.md", yaml, 2, &mut issues);
        let got: Vec<_> =
            fields.iter().map(|(key, value, line)| (key.as_str(), value.as_str(), *line)).collect();
        assert_eq!(got, expected, "{yaml:?}");
        assert_eq!(issues, [], "{yaml:?}");
    }

    #[test]
    fn scalars_stay_text() {
        check(
            "title: \"A: letter\"\ndate: 2020-02-13\n",
            &[("title", "A: letter", 2), ("date", "2020-02-13", 3)],
        );
        check("draft: no\nhex: 0x5a\n", &[("draft", "no", 2), ("hex", "0x5a", 3)]);
        check("title: T\r\ndate: 2020\r\n", &[("title", "T", 2), ("date", "2020", 3)]);
        check("empty:\ntitle: T\n", &[("title", "T", 3)]);
    }

    #[test]
    fn of_structure_only_lists_of_scalars_are_read() {
        let title = |line| [("title", "T", line)];
        check("tags: [a, b]\ntitle: T\n", &[("tags", "a; b", 2), ("title", "T", 3)]);
        check("tags:\n- a\n- [b, c]\n- k: v\n- d\n", &[("tags", "a; d", 2)]);
        check("nested:\n  k: v\n  list: [a]\n  deep: {k: v}\ntitle: T\n", &title(6));
        check("none: []\ntitle: T\n", &title(3));
        check("date: &day 2020\nposted: *day\ntitle: T\n", &[("date", "2020", 2), ("title", "T", 4)]);
        check("tags: [&a x, *a]\ntitle: T\n", &[("tags", "x", 2), ("title", "T", 3)]);
        check("? [a, b]\n: c\ntitle: T\n", &title(4));
        check("- title\n- T\n", &[]);
        check("only text\n", &[]);
    }

    #[test]
    fn a_broken_mapping_is_an_issue_with_its_line() {
        let mut issues = Vec::new();
        read("x.md", "title: ok\nbad: [1, 2\n", 2, &mut issues);
        assert_eq!(issues.len(), 1);
        assert!(issues[0].place.is_some());
    }
}

//! Front matter: the YAML mapping at the head of a Markdown file. Scalars stay text, so that `0x5a`
//! and `no` are what is printed.

use crate::model::{Issue, IssueCode, Place};
use saphyr_parser::{Event, Parser};

/// Top-level keys with their scalar value, or the scalars of a list joined by `; `, and their line.
/// `first_line` is the line on which the YAML begins. Deeper structure is passed over.
pub fn read(path: &str, yaml: &str, first_line: u32, issues: &mut Vec<Issue>) -> Vec<(String, String, u32)> {
    let mut fields: Vec<(String, String, u32)> = Vec::new();
    let mut depth = 0_usize;
    let mut key: Option<(String, u32)> = None;
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
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    key = None;
                }
            }
            Event::Scalar(text, ..) if depth == 1 => match key.take() {
                None => {
                    let line = u32::try_from(span.start.line().saturating_sub(1)).unwrap_or(0);
                    key = Some((text.into_owned(), first_line + line));
                }
                Some((name, line)) => fields.push((name, text.trim().to_owned(), line)),
            },
            Event::Scalar(text, ..) if depth == 2 => {
                if let Some((name, line)) = &key {
                    match fields.last_mut().filter(|(last, ..)| last == name) {
                        Some((_, value, _)) => {
                            value.push_str("; ");
                            value.push_str(text.trim());
                        }
                        None => fields.push((name.clone(), text.trim().to_owned(), *line)),
                    }
                }
            }
            _ => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_stay_text() {
        let mut issues = Vec::new();
        let yaml =
            "title: \"A: letter\"\ndate: 2020-02-13\ndraft: no\ntags: [a, b]\nnested:\n  k: v\nhex: 0x5a\n";
        let fields = read("x.md", yaml, 2, &mut issues);
        let expected = [
            ("title", "A: letter", 2),
            ("date", "2020-02-13", 3),
            ("draft", "no", 4),
            ("tags", "a; b", 5),
            ("hex", "0x5a", 8),
        ];
        let got: Vec<_> =
            fields.iter().filter(|f| f.0 != "nested").map(|(k, v, l)| (k.as_str(), v.as_str(), *l)).collect();
        assert_eq!(got, expected);
        assert!(issues.is_empty());
    }

    #[test]
    fn a_broken_mapping_is_an_issue_with_its_line() {
        let mut issues = Vec::new();
        read("x.md", "title: ok\nbad: [1, 2\n", 2, &mut issues);
        assert_eq!(issues.len(), 1);
        assert!(issues[0].place.is_some());
    }
}

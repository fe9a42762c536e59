//! A folder of one file for each signatory: its members in order, each with one record, to one table.

use super::records::{Node, Reader, Value};
use super::{ReadSettings, Source, encoding, gunzip, literals, yaml};
use crate::model::{Issue, IssueCode, Outcome, Place, Text};

/// Files of these names, without their ends, are about the folder and of no signatory.
const ABOUT: [&str; 14] = [
    "changelog",
    "code_of_conduct",
    "contributing",
    "example",
    "headings",
    "index",
    "letter",
    "licence",
    "license",
    "package",
    "readme",
    "sample",
    "schema",
    "template",
];
/// Lines of a file of plain text that is taken for the name of a signatory and what belongs to it.
const TEXT_LINES: usize = 6;
/// Words of such a line.
const TEXT_WORDS: usize = 14;

/// A file of the folder.
#[derive(Debug)]
pub struct Member<'a> {
    /// Path below the folder.
    pub name: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// Reads a folder. `None` when no file in it is of a signatory; the issues say why.
pub fn run(path: &str, members: &[Member], settings: &ReadSettings) -> Outcome<Option<Text>> {
    let mut issues = Vec::new();
    let n_bytes: u64 = members.iter().map(|member| member.bytes.len() as u64).sum();
    if n_bytes > settings.max_bytes {
        issues.push(super::too_large(path, settings));
        return Outcome { value: None, issues };
    }
    let mut found: Vec<Node> = Vec::new();
    let mut n_lines = 0_usize;
    for (index, member) in members.iter().enumerate() {
        let part = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let name = format!("{path}/{}", member.name);
        match read(&name, member, settings, &mut n_lines, &mut issues) {
            Ok(nodes) => found.extend(nodes.into_iter().map(|node| at_part(node, part))),
            Err(reason) => issues.push(Issue::new(IssueCode::PassedOver, &name, reason)),
        }
    }
    if found.is_empty() {
        let message = "it is a folder, and no file in it is the record of a signatory";
        issues.push(Issue::new(IssueCode::UnreadableFile, path, message));
        return Outcome { value: None, issues };
    }
    let source = Source { path, bytes: &[], text: "", settings };
    let mut reader = Reader::new(&source);
    reader.list_of_records(&found);
    let Outcome { value: mut text, issues: of_records } = reader.finish();
    issues.extend(of_records);
    text.media_type = "multipart/mixed".to_owned();
    text.encoding = "UTF-8".to_owned();
    text.n_lines = u32::try_from(n_lines).unwrap_or(u32::MAX);
    text.parts = members.iter().map(|member| member.name.to_owned()).collect();
    Outcome { value: Some(text), issues }
}

/// The node with its place in the file of that number.
fn at_part(mut node: Node, part: u32) -> Node {
    node.place.part = part;
    node
}

/// The records of a member, or why it has none.
fn read(
    path: &str,
    member: &Member,
    settings: &ReadSettings,
    n_lines: &mut usize,
    issues: &mut Vec<Issue>,
) -> Result<Vec<Node>, &'static str> {
    let file = member.name.rsplit('/').next().unwrap_or(member.name).to_ascii_lowercase();
    let (file, is_gzip) = match file.strip_suffix(".gz") {
        Some(inner) => (inner, true),
        None => (file.as_str(), false),
    };
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    if ABOUT.contains(&stem) || stem.starts_with(['_', '.']) {
        return Err("a file of this name is about the folder, and of no signatory");
    }
    if !matches!(extension, "md" | "markdown" | "yaml" | "yml" | "json" | "toml" | "txt" | "text") {
        return Err("files of this kind are no records of signatories");
    }
    let bytes = match is_gzip {
        true => gunzip(path, member.bytes, settings, issues).ok_or("it cannot be decompressed")?,
        false => member.bytes.into(),
    };
    if bytes.len() as u64 > settings.max_bytes {
        return Err("it is larger than read.max_bytes");
    }
    let (text, _) = encoding::decode(path, &bytes, issues).ok_or("it is no text")?;
    *n_lines += super::lines_of(&text).count();
    let source = Source { path, bytes: &bytes, text: &text, settings };
    let nodes = match extension {
        "md" | "markdown" => match front_matter(&text) {
            Some((yaml, first_line)) => yaml::values(&source, yaml, first_line, issues),
            None => vec![plain(&text).ok_or("it has no front matter")?],
        },
        "yaml" | "yml" => yaml::values(&source, &text, 1, issues),
        "json" => literals::values(&source, &text, true, issues).into_iter().map(|(_, node)| node).collect(),
        "toml" => vec![toml(path, &text, settings.max_depth, issues).ok_or("it is not valid TOML")?],
        _ => vec![plain(&text).ok_or("it is no short text")?],
    };
    let nodes: Vec<Node> = nodes.into_iter().flat_map(records_of).collect();
    if nodes.is_empty() { Err("no record is in it") } else { Ok(nodes) }
}

/// The YAML between the fences at the head of a Markdown file, and its first line.
fn front_matter(text: &str) -> Option<(&str, u32)> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = super::lines_of(text);
    let (_, fence) = lines.next()?;
    if fence.trim_end() != "---" {
        return None;
    }
    let start = lines.next()?.0;
    let end = super::lines_of(text).skip(1).find(|(_, line)| matches!(line.trim_end(), "---" | "..."));
    Some((text.get(start..end.map_or(text.len(), |(at, _)| at))?, 2))
}

/// The records of a file: one, or those of a list.
fn records_of(node: Node) -> Vec<Node> {
    match node.value {
        Value::Map(_) => vec![node],
        Value::List(items) => items.into_iter().filter(|item| matches!(item.value, Value::Map(_))).collect(),
        _ => Vec::new(),
    }
}

/// A short text: the name of a signatory, and below it what belongs to it.
fn plain(text: &str) -> Option<Node> {
    let lines: Vec<(u32, &str)> = (1..)
        .zip(super::lines_of(text))
        .map(|(number, (_, line))| {
            (number, line.trim_start_matches(['#', '*', '-', ' ']).trim_end_matches(['*', ' ']))
        })
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let is_short = (1..=TEXT_LINES).contains(&lines.len())
        && lines.iter().all(|(_, line)| line.split_whitespace().count() <= TEXT_WORDS);
    let (first, last) = (lines.first()?.0, lines.last()?.0);
    let text: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    is_short.then(|| {
        let value = Value::Text(text.join("\n"));
        let place = Place { line_end: last, ..Place::line(first) };
        let name = Node { value, place, is_commented: false };
        Node { value: Value::Map(vec![("name".to_owned(), name)]), place, is_commented: false }
    })
}

/// A TOML file, its keys in the order of the file.
fn toml(path: &str, text: &str, levels: usize, issues: &mut Vec<Issue>) -> Option<Node> {
    let table: ::toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let error: ::toml::de::Error = error;
            issues.push(Issue::new(IssueCode::InvalidRecords, path, error.message().trim_end()));
            return None;
        }
    };
    let lines: Vec<&str> = super::lines_of(text).map(|(_, line)| line.trim_start()).collect();
    let n_lines = u32::try_from(lines.len()).unwrap_or(u32::MAX).max(1);
    let place = Place { line_end: n_lines, ..Place::line(1) };
    let mut node = toml_node(::toml::Value::Table(table), place, levels);
    if let Value::Map(entries) = &mut node.value {
        let line_of = |key: &str| {
            lines.iter().position(|line| line.trim_start_matches(['[', '"', '\'']).starts_with(key))
        };
        entries.sort_by_cached_key(|(key, _)| line_of(key).unwrap_or(usize::MAX));
    }
    Some(node)
}

fn toml_node(value: ::toml::Value, place: Place, levels: usize) -> Node {
    let value = match value {
        _ if levels == 0 => Value::Null,
        ::toml::Value::String(text) => Value::Text(text),
        ::toml::Value::Array(items) => {
            Value::List(items.into_iter().map(|item| toml_node(item, place, levels - 1)).collect())
        }
        ::toml::Value::Table(table) => Value::Map(
            table.into_iter().map(|(key, value)| (key, toml_node(value, place, levels - 1))).collect(),
        ),
        other => Value::Text(other.to_string()),
    };
    Node { value, place, is_commented: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run_on(members: &[(&str, &str)]) -> Outcome<Option<Text>> {
        let members: Vec<Member> =
            members.iter().map(|(name, text)| Member { name, bytes: text.as_bytes() }).collect();
        run("signers", &members, &ReadSettings::default())
    }

    #[test]
    fn members_are_rows() {
        let outcome = run_on(&[
            ("a.md", "---\nname: Ann Other\nrole: Poet\n---\nI agree!\n"),
            ("b.yaml", "role: Judge\nname: \"No\"\n"),
            ("c.toml", "name = \"Cem\"\nbirth = 1990\n"),
            ("d.json", "{\"name\": \"Dan\", \"affiliation\": {\"name\": \"River Watch\"}}"),
            ("e.txt", "Eve Hill\nLake Fund\n"),
        ]);
        assert_eq!(outcome.issues, []);
        let text = outcome.value.unwrap();
        let lines: Vec<_> = text.blocks.iter().flat_map(|block| &block.lines).collect();
        let rows: Vec<(u32, String)> =
            lines.iter().map(|line| (line.place.part, line.cells.join("|"))).collect();
        let expected = [
            (1, "name|role|birth|affiliation.name"),
            (1, "Ann Other|Poet"),
            (2, "No|Judge"),
            (3, "Cem||1990"),
            (4, "Dan|||River Watch"),
            (5, "Eve Hill\nLake Fund"),
        ];
        assert_eq!(rows, expected.map(|(part, row)| (part, row.to_owned())));
        assert_eq!(text.parts.len(), 5);
    }

    #[test]
    fn what_is_of_no_signatory_is_passed_over() {
        let check = |name: &str, text: &str| {
            let outcome = run_on(&[(name, text), ("z.yaml", "name: Zoe Hill\n")]);
            let codes: Vec<_> = outcome.issues.iter().map(|issue| issue.code).collect();
            assert!(codes.contains(&IssueCode::PassedOver), "{name} {codes:?}");
            assert_eq!(outcome.value.unwrap().blocks.len(), 2, "{name}");
        };
        check("README.md", "---\nname: x\n---\n");
        check("_template.md", "---\nname: x\n---\n");
        check("a.png", "x");
        check(
            "a.md",
            &"A long text that tells of rivers and of lakes and of all that lives there and around.\n"
                .repeat(3),
        );
        check("a.toml", "name = ");
        check("a.yaml", "just text\n");
        assert_eq!(run_on(&[("README.md", "x")]).value, None);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), end in "(md|yaml|json|toml|txt|gz|json\\.gz)") {
            let name = format!("a.{end}");
            run("x", &[Member { name: &name, bytes: &bytes }], &ReadSettings::default());
        }

        #[test]
        fn no_text_panics(text in "(---\n|name: |\"|\\[|\\{|= |\n|\\PC){0,60}", end in "(md|yaml|json|toml|txt)") {
            let name = format!("a.{end}");
            run("x", &[Member { name: &name, bytes: text.as_bytes() }], &ReadSettings::default());
        }
    }
}

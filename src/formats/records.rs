//! Lists of records, whatever they are written in: a tree of values to rows with heads, headings, and what
//! stands around the list.

use super::Source;
use crate::model::{Block, BlockKind, Issue, IssueCode, Line, Mark, MarkKind, Outcome, Place, Region, Text};
use rustc_hash::FxHashMap;

/// A longer text beside a list is a paragraph of the letter, not one of its fields.
const FIELD_CHARS: usize = 300;
/// Items of a list of texts that may be a field of the letter, such as its addressees.
const FIELD_ITEMS: usize = 20;
/// Values of one kind below keys that make the keys names and the values records.
const DICTIONARY: usize = 2;
/// Pairs of a name and a text that make a list.
const PAIRS: usize = 5;
/// Levels of a record that are taken for columns.
const NESTED: usize = 4;

/// A value with its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where.
    pub place: Place,
    /// True where it stands in a comment.
    pub is_commented: bool,
}

/// A value of data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing, or nothing that could be read.
    #[default]
    Null,
    /// A text, or a number or truth value as text.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Values with keys, in order.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The text, if it is one.
    fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }
}

/// One record: its fields in the order of the columns, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The fields.
    pub cells: Vec<String>,
    /// Where.
    pub place: Place,
    /// True where it stands in a comment.
    pub is_commented: bool,
}

/// What a reader would print of a record: the fields that are filled, with commas between.
pub fn printed(cells: &[String]) -> String {
    let filled: Vec<String> =
        cells.iter().filter(|cell| !cell.is_empty()).map(|cell| cell.replace('\n', " ")).collect();
    filled.join(", ")
}

/// The row of a record; none when nothing is in it or it is too long.
pub fn row(source: &Source, mut record: Record, is_head: bool, issues: &mut Vec<Issue>) -> Option<Block> {
    let limit = source.settings.max_columns;
    if record.cells.len() > limit {
        if record.cells[limit..].iter().any(|cell| !cell.is_empty()) {
            let n_fields = record.cells.len();
            let message = format!(
                "the record has {n_fields} fields, more than read.max_columns, {limit}; the rest is not read"
            );
            issues.push(Issue::new(IssueCode::InvalidRecords, source.path, message).at(record.place));
        }
        record.cells.truncate(limit);
    }
    let n_kept = record.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    record.cells.truncate(n_kept);
    for cell in &mut record.cells {
        clean(cell);
    }
    let text = printed(&record.cells);
    if text.trim().is_empty() {
        return None;
    }
    if let Some(issue) = super::long_line(source, &text, record.place.line_start) {
        issues.push(issue);
        return None;
    }
    let mut line = Line { cells: record.cells, ..Line::plain(&text, record.place) };
    if record.is_commented {
        line.marks.push(Mark { kind: MarkKind::Commented, range: 0..line.text.len() });
    }
    Some(Block::new(BlockKind::Row { is_head }, vec![line]))
}

/// Takes out of a field what is there for a web page: tags, character references.
fn clean(cell: &mut String) {
    if cell.contains('<') && cell.contains('>') {
        let mut plain = String::with_capacity(cell.len());
        let mut rest = cell.as_str();
        while let Some((before, behind)) = rest.split_once('<') {
            plain.push_str(before);
            let is_tag = behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            match behind.split_once('>').filter(|(tag, _)| is_tag && !tag.contains('<')) {
                Some((tag, behind)) => {
                    let name = tag.trim_matches('/').split([' ', '/']).next().unwrap_or_default();
                    if matches!(name.to_ascii_lowercase().as_str(), "br" | "p" | "div" | "li") {
                        plain.push('\n');
                    }
                    rest = behind;
                }
                None => {
                    plain.push('<');
                    rest = behind;
                }
            }
        }
        plain.push_str(rest);
        *cell = plain.trim().to_owned();
    }
    if cell.contains('&') && cell.contains(';') {
        *cell = htmlize::unescape(cell.as_str()).trim().to_owned();
    }
}

/// The text of a document that is data. Several values without a name that follow each other are one list.
pub fn read(source: &Source, roots: Vec<(Option<String>, Node)>, mut issues: Vec<Issue>) -> Outcome<Text> {
    let mut reader = Reader::new(source);
    let mut loose: Vec<Node> = Vec::new();
    for (name, node) in roots {
        match name {
            None if node.is_map() => loose.push(node),
            _ => reader.walk(name.as_deref(), &node),
        }
    }
    match loose.as_slice() {
        [] => {}
        [one] => reader.walk(None, one),
        _ => {
            let place = loose[0].place;
            reader.walk(None, &Node { value: Value::List(loose), place, is_commented: false });
        }
    }
    let mut outcome = reader.finish();
    issues.append(&mut outcome.issues);
    Outcome { issues, ..outcome }
}

/// The lists below the keys of data that stands beside a text, each with headings.
pub fn lists_of(source: &Source, values: &[Node], issues: &mut Vec<Issue>) -> Vec<Block> {
    let mut reader = Reader::new(source);
    for value in values {
        let Value::Map(entries) = &value.value else { continue };
        for (key, node) in
            entries.iter().filter(|(_, node)| matches!(node.value, Value::List(_) | Value::Map(_)))
        {
            reader.walk(Some(key), node);
        }
    }
    let mut read = reader.finish();
    issues.append(&mut read.issues);
    read.value.blocks.into_iter().map(|block| Block { region: Region::Data, ..block }).collect()
}

/// Makes the blocks of a document that is data.
pub struct Reader<'a> {
    source: &'a Source<'a>,
    text: Text,
    /// The keys that lead here, and whether their headings are printed.
    path: Vec<(String, Place, bool)>,
    issues: Vec<Issue>,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing yet.
    pub fn new(source: &'a Source<'a>) -> Self {
        let text = Text { is_list: true, ..Text::default() };
        Self { source, text, path: Vec::new(), issues: Vec::new() }
    }

    /// What was read.
    pub fn finish(self) -> Outcome<Text> {
        Outcome { value: self.text, issues: self.issues }
    }

    /// Rows of records, with nothing around them.
    pub fn list_of_records(&mut self, items: &[Node]) {
        let records = items.iter().map(|item| {
            let mut cells = Vec::new();
            flatten(item, "", NESTED, &mut cells);
            (cells, item.place, item.is_commented)
        });
        self.records(records.collect());
    }

    fn walk(&mut self, key: Option<&str>, node: &Node) {
        if let Some(key) = key {
            self.path.push((key.to_owned(), node.place, false));
        }
        match &node.value {
            Value::Null => {}
            Value::Text(text) => self.field(key.unwrap_or_default(), text, node.place),
            Value::List(items) => self.list(key, items, node.place),
            Value::Map(entries) => self.map(entries, node.place),
        }
        if key.is_some() {
            self.path.pop();
        }
    }

    /// A text with a key: a field of the letter, or its text.
    fn field(&mut self, key: &str, text: &str, place: Place) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if text.chars().count() <= FIELD_CHARS && text.lines().count() <= 3 {
            self.text.front_matter.push((key.to_owned(), text.to_owned(), place.line_start));
            return;
        }
        for paragraph in text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")) {
            if !paragraph.trim().is_empty() {
                let line = Line::plain(&paragraph, place);
                self.text.blocks.push(Block::new(BlockKind::Paragraph, vec![line]));
            }
        }
    }

    fn map(&mut self, entries: &[(String, Node)], place: Place) {
        let n_maps = entries.iter().filter(|(_, node)| is_record(node)).count();
        if n_maps >= DICTIONARY && n_maps == entries.len() && are_alike(entries) {
            // Keys that a database gave, or names.
            let records = entries.iter().map(|(key, node)| {
                let mut cells = vec![("key".to_owned(), key.clone())];
                flatten(node, "", NESTED, &mut cells);
                (cells, node.place, node.is_commented)
            });
            return self.records(records.collect());
        }
        let n_pairs = entries.iter().filter(|(key, node)| node.text().is_some() && key.contains(' ')).count();
        if n_pairs >= PAIRS && 4 * n_pairs >= 3 * entries.len() {
            self.headings();
            for (key, node) in entries {
                let cells = vec![key.clone(), node.text().unwrap_or_default().to_owned()];
                self.row(Record { cells, place: node.place, is_commented: node.is_commented }, false);
            }
            return;
        }
        if n_maps == 0
            && entries.iter().all(|(_, node)| !matches!(node.value, Value::List(_) | Value::Map(_)))
            && self.path.is_empty()
        {
            // One record alone.
            let mut cells = Vec::new();
            flatten(
                &Node { value: Value::Map(entries.to_vec()), place, is_commented: false },
                "",
                NESTED,
                &mut cells,
            );
            return self.records(vec![(cells, place, false)]);
        }
        for (key, node) in entries {
            self.walk(Some(key), node);
        }
    }

    fn list(&mut self, key: Option<&str>, items: &[Node], place: Place) {
        let texts: Vec<&Node> = items.iter().filter(|item| item.text().is_some()).collect();
        let maps: Vec<&Node> = items.iter().filter(|item| item.is_map()).collect();
        if !maps.is_empty() {
            if maps.iter().filter(|item| inner_lists(item) > 0).count() * 2 > maps.len() {
                return self.groups(&maps);
            }
            let records = items.iter().filter(|item| item.text().is_some() || item.is_map()).map(|item| {
                let mut cells = Vec::new();
                match item.text() {
                    Some(text) => cells.push(("name".to_owned(), text.to_owned())),
                    None => flatten(item, "", NESTED, &mut cells),
                }
                (cells, item.place, item.is_commented)
            });
            return self.records(records.collect());
        }
        if !texts.is_empty() {
            if let Some(key) = key.filter(|_| texts.len() <= FIELD_ITEMS) {
                let joined: Vec<&str> =
                    texts.iter().filter(|item| !item.is_commented).filter_map(|item| item.text()).collect();
                self.text.front_matter.push((key.to_owned(), joined.join("; "), place.line_start));
            }
            self.headings();
            for item in texts {
                let cells = vec![item.text().unwrap_or_default().to_owned()];
                self.row(Record { cells, place: item.place, is_commented: item.is_commented }, false);
            }
            return;
        }
        // Rows of cells, or lists within lists.
        let is_rows = |item: &Node| matches!(&item.value, Value::List(cells) if cells.iter().all(|cell| matches!(cell.value, Value::Text(_) | Value::Null)));
        if items.iter().all(is_rows) {
            self.headings();
            for item in items {
                let Value::List(cells) = &item.value else { continue };
                let cells = cells.iter().map(|cell| cell.text().unwrap_or_default().to_owned()).collect();
                self.row(Record { cells, place: item.place, is_commented: item.is_commented }, false);
            }
            return;
        }
        for item in items {
            self.walk(None, item);
        }
    }

    /// Records that hold lists: what else they say is the heading of these.
    fn groups(&mut self, maps: &[&Node]) {
        for group in maps {
            let Value::Map(entries) = &group.value else { continue };
            let said: Vec<&str> = entries
                .iter()
                .filter_map(|(_, node)| node.text())
                .filter(|text| text.chars().count() <= FIELD_CHARS)
                .collect();
            let heading = said.iter().find(|text| text.chars().any(char::is_alphabetic)).copied();
            if let Some(heading) = heading {
                self.path.push((heading.to_owned(), group.place, false));
            }
            for (_, node) in
                entries.iter().filter(|(_, node)| matches!(node.value, Value::List(_) | Value::Map(_)))
            {
                self.walk(None, node);
            }
            if heading.is_some() {
                self.path.pop();
            }
        }
    }

    /// Rows below a head that names all their keys, in the order in which they come up.
    fn records(&mut self, records: Vec<(Vec<(String, String)>, Place, bool)>) {
        self.headings();
        let mut columns: FxHashMap<String, usize> = FxHashMap::default();
        let mut head: Vec<String> = Vec::new();
        let mut rows: Vec<Record> = Vec::with_capacity(records.len());
        let mut is_cut = false;
        for (fields, place, is_commented) in records {
            let mut cells: Vec<String> = Vec::with_capacity(head.len());
            for (key, text) in fields {
                let column = match columns.get(&key) {
                    Some(column) => *column,
                    None if head.len() >= self.source.settings.max_columns => {
                        is_cut = true;
                        continue;
                    }
                    None => {
                        head.push(key.clone());
                        columns.insert(key, head.len() - 1);
                        head.len() - 1
                    }
                };
                if cells.len() <= column {
                    cells.resize(column + 1, String::new());
                }
                let cell = &mut cells[column];
                if !cell.is_empty() && !text.is_empty() {
                    cell.push_str("; ");
                }
                cell.push_str(text.trim());
            }
            rows.push(Record { cells, place, is_commented });
        }
        let place = rows.first().map_or_else(Place::default, |row| row.place);
        if is_cut {
            let limit = self.source.settings.max_columns;
            let message =
                format!("the records have more keys than read.max_columns, {limit}; the rest is not read");
            self.issues.push(Issue::new(IssueCode::InvalidRecords, self.source.path, message).at(place));
        }
        self.row(Record { cells: head, place, is_commented: false }, true);
        for row in rows {
            self.row(row, false);
        }
    }

    fn row(&mut self, record: Record, is_head: bool) {
        let row = row(self.source, record, is_head, &mut self.issues);
        self.text.blocks.extend(row);
    }

    /// The headings that lead to a list, as far as they are not printed yet.
    fn headings(&mut self) {
        for (depth, (key, place, is_printed)) in self.path.iter_mut().enumerate() {
            if !std::mem::replace(is_printed, true) && !key.trim().is_empty() {
                let level = u8::try_from(depth + 1).unwrap_or(u8::MAX);
                let place = Place { line_end: place.line_start, ..*place };
                let line = Line::plain(key, place);
                self.text.blocks.push(Block::new(BlockKind::Heading(level), vec![line]));
            }
        }
    }
}

/// A map that holds texts.
fn is_record(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|(_, node)| node.text().is_some()))
        && inner_lists(node) == 0
}

/// Whether the records below keys share a key with the first of them.
fn are_alike(entries: &[(String, Node)]) -> bool {
    let keys = |node: &Node| match &node.value {
        Value::Map(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
        _ => Vec::new(),
    };
    let first = entries.first().map(|(_, node)| keys(node)).unwrap_or_default();
    entries.iter().all(|(_, node)| keys(node).iter().any(|key| first.contains(key)))
}

/// Records and texts in the lists of a map, where they are more than a field of it.
fn inner_lists(node: &Node) -> usize {
    let Value::Map(entries) = &node.value else { return 0 };
    let n_texts = entries.iter().filter(|(_, node)| node.text().is_some()).count();
    let count = |node: &Node| match &node.value {
        Value::List(items) => {
            let n_maps = items.iter().filter(|item| item.is_map()).count();
            let n_lines = items
                .iter()
                .filter(|item| item.text().is_some_and(|text| text.chars().any(char::is_alphabetic)))
                .count();
            // A few words in brackets are a field: several countries, a list of roles.
            if n_maps > 1 || (n_maps > 0 && n_texts <= 1) {
                n_maps
            } else if n_texts <= 2 && n_lines > 2 {
                n_lines
            } else {
                0
            }
        }
        _ => 0,
    };
    entries.iter().map(|(_, node)| count(node)).sum()
}

/// The texts of a record with the keys that lead to them.
fn flatten(node: &Node, key: &str, levels: usize, cells: &mut Vec<(String, String)>) {
    match &node.value {
        Value::Null if key.is_empty() => {}
        Value::Null => cells.push((key.to_owned(), String::new())),
        Value::Text(text) => cells.push((key.to_owned(), text.clone())),
        Value::List(items) if levels > 0 => {
            for item in items {
                flatten(item, key, levels - 1, cells);
            }
        }
        Value::Map(entries) if levels > 0 => {
            for (inner, node) in entries {
                let path = if key.is_empty() { inner.clone() } else { format!("{key}.{inner}") };
                flatten(node, &path, levels - 1, cells);
            }
        }
        _ => {}
    }
}
